"""Open password-protected workbooks."""

from __future__ import annotations

from io import BytesIO

from perfxl.workbook.model import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def opened(data: bytes, password: str | None) -> bytes:
    """The workbook's own bytes: decrypted where it is protected and a password is given, else as they are.

    Raises Unreadable for a wrong password or a scheme that cannot be opened.
    """
    if password is None or not data.startswith(_OLE):
        return data
    import msoffcrypto

    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        if not office.is_encrypted():
            return data
        office.load_key(password=password)
        plain = BytesIO()
        office.decrypt(plain)
    except msoffcrypto.exceptions.InvalidKeyError:
        raise Unreadable("wrong_password", "密码不对，无法打开这个加密的工作簿。") from None
    except Exception as error:
        raise Unreadable("encrypted", f"这个加密的工作簿无法打开：{error}") from error
    return plain.getvalue()
