"""The shared strings of a workbook: plain text without phonetic guides, escapes decoded."""

from __future__ import annotations

from typing import Final

from perfxl.patterns import pattern
from perfxl.workbook.content import plain_text
from perfxl.workbook.markup import feed, in_main, new_parser, parse_whole
from perfxl.workbook.plain import decode_entities, is_utf8, plain_text_of

_TEXT: Final = r'<t(?: xml:space="preserve")?(?:/>|>([^<]*)</t>)'
_RUN: Final = (
    r"<r>(?:<rPr>(?:<[A-Za-z]+(?: [A-Za-z]+=\"[^\"<>&]*\")*/>)*</rPr>)?"
    + _TEXT.replace("([^<]*)", "[^<]*")
    + "</r>"
)
_PHONETICS: Final = r'(?:<phoneticPr(?: [A-Za-z]+="[^"<>&]*")*/>)?'
_ITEM: Final = pattern(rf"<si>(?:{_TEXT}|((?:{_RUN})+)){_PHONETICS}</si>")
_RUN_TEXT: Final = pattern(r"<t[^>]*[^/>]>([^<]*)</t>|<t>([^<]*)</t>")
_GROUPS: Final = 3

_ROOT: Final = in_main("sst")
_SI: Final = in_main("si")
_T: Final = in_main("t")
_PHONETIC_RUN: Final = in_main("rPh")


def read_strings(data: bytes, part: str) -> list[str]:
    """The shared strings in order. Raises ``Unreadable`` if the part is broken."""
    strings = _fast(data, part)
    return _exact(data, part) if strings is None else strings


def _fast(data: bytes, part: str) -> list[str] | None:
    begin, end = data.find(b"<si>"), data.rfind(b"</si>") + 5
    if begin < 0 or end < begin or not is_utf8(data):
        return None
    body = plain_text_of(data[begin:end])
    if body is None:
        return None
    parts = _ITEM.split(body)
    if "".join(parts[::_GROUPS]).strip(" \t\n\r") or not _frame_is_plain(data[:begin] + data[end:], part):
        return None
    return [
        _rich(runs) if runs is not None else plain_text(decode_entities(text or ""))
        for text, runs in zip(parts[1::_GROUPS], parts[2::_GROUPS], strict=True)
    ]


def _rich(runs: str) -> str:
    texts = _RUN_TEXT.findall(runs)
    return plain_text(decode_entities("".join(spaced or bare for spaced, bare in texts)))


def _frame_is_plain(frame: bytes, part: str) -> bool:
    """Whether the part without its items is nothing but the root element."""
    tags: list[str] = []
    parse_whole(frame, part, lambda tag, _: tags.append(tag))
    return len(tags) == 1 and tags[0] in _ROOT and b"<!" not in frame


def _exact(data: bytes, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    phonetic = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal phonetic
        if tag in _SI:
            pieces.clear()
        elif tag in _PHONETIC_RUN:
            phonetic += 1
        elif tag in _T and not phonetic:
            parser.CharacterDataHandler = pieces.append

    def end(tag: str) -> None:
        nonlocal phonetic
        if tag in _T:
            parser.CharacterDataHandler = None
        elif tag in _PHONETIC_RUN:
            phonetic -= 1
        elif tag in _SI:
            strings.append(plain_text("".join(pieces)))

    parser = new_parser(part, start, end)
    feed(parser, (data,), part)
    return strings
