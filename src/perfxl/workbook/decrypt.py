"""Open password-protected workbooks."""

from __future__ import annotations

from io import BytesIO

from perfxl.workbook.model import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_ROUNDS = 1_000_000
"""Office hashes a password 100,000 times; the number stands in the file and could keep us busy for days."""


def opened(data: bytes, password: str | None) -> bytes:
    """The workbook's own bytes: decrypted where it is protected and a password is given, else as they are.

    Raises Unreadable for a wrong password or a scheme that cannot be opened.
    """
    if password is None or not data.startswith(_OLE):
        return data
    import msoffcrypto  # type: ignore[import-untyped]

    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        if not office.is_encrypted():
            return data
        if _rounds(office) > _MAX_ROUNDS:
            raise Unreadable("too_large", f"加密设置异常（密码散列超过 {_MAX_ROUNDS} 次），不予打开。")
        office.load_key(password=password)
        plain = BytesIO()
        office.decrypt(plain)
    except Unreadable:
        raise
    except msoffcrypto.exceptions.InvalidKeyError:
        raise Unreadable("wrong_password", "密码不对，无法打开这个加密的工作簿。") from None
    except Exception as error:
        raise Unreadable("encrypted", f"这个加密的工作簿无法打开：{error}") from error
    return plain.getvalue()


def _rounds(office: object) -> int:
    """How often the password is to be hashed; 0 where the format does not say."""
    info = getattr(office, "info", None)
    return int(info.get("spinValue", 0)) if isinstance(info, dict) else 0
