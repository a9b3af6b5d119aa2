"""Proofs that a stretch of XML is so plain that a regular expression may read it.

The readers built on this split a part in two: its frame goes through expat, so that the XML declaration, the
namespaces, comments and a document type declaration are judged by a real parser, and the stretch between two
tags that the frame must show as one empty element goes through a regular expression that has to consume
every character.
"""

from __future__ import annotations

from typing import Final

from perfxl.patterns import pattern

_NOT_XML: Final = bytes(set(range(32)) - {9, 10, 13})
_ENTITY: Final = pattern(r"&(?:amp|lt|gt|quot|apos|#(?:9|10|13|3[2-9]|[4-9][0-9])|#x(?:9|[aAdD]));")
_CHARACTER: Final = pattern(r"&#([1-9][0-9]{2,5});")
_NUMERIC: Final = pattern(r"&#(x?)([0-9a-fA-F]+);")
_SURROGATES_ON: Final = 0xD800
_REMEMBERED: Final = 20_000


class _Characters(dict[str, str]):
    """Characters by their codes as written, shared by all workbooks. Raises ValueError for what is no character."""

    def __missing__(self, written: str) -> str:
        code = int(written)
        if _SURROGATES_ON <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
            raise ValueError(written)
        character = chr(code)
        if len(self) < _REMEMBERED:
            self[written] = character
        return character


_CHARACTERS: Final = _Characters()


def plain_text_of(raw: bytes) -> str | None:
    """The stretch as text with line ends as XML reads them; ``None`` where only a real parser should look.

    Afterwards every ``&`` begins an entity that ``decode_entities`` knows.
    """
    if len(raw.translate(None, _NOT_XML)) != len(raw):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    if "]]>" in text or "xmlns" in text or "\ufffe" in text or "\uffff" in text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _known_entities(text) if "&" in text else text


def _known_entities(text: str) -> str | None:
    """Numeric characters from 100 on, which no markup consists of, are decoded here, all at once."""
    if "&#" in text:
        parts = _CHARACTER.split(text)
        try:
            parts[1::2] = map(_CHARACTERS.__getitem__, parts[1::2])
        except ValueError:
            return None
        text = "".join(parts)
    return text if text.count("&") == len(_ENTITY.findall(text)) else None


def decode_entities(text: str) -> str:
    """The text meant by text that ``plain_text_of`` has passed."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _NUMERIC.sub(
            lambda match: chr(int(match[2], 16 if match[1] else 10)), text.replace("&#38;", "&amp;")
        )
    return (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
        .replace("&amp;", "&")
    )  # fmt: skip


def is_utf8(data: bytes) -> bool:
    """Whether a part is UTF-8 by its first bytes: any other encoding is left to the real parser."""
    head = data[:200].lower()
    if b"encoding" in head:
        return b'encoding="utf-8"' in head or b"encoding='utf-8'" in head or b'encoding="us-ascii"' in head
    return head[:1] == b"<" or head[:3] == b"\xef\xbb\xbf"
