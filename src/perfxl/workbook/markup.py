"""XML of a hostile file: expat with namespaces, no document type declaration, errors that name the part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pyexpat import ExpatError, ParserCreate, XMLParserType

from perfxl.workbook.model import Unreadable

Start = Callable[[str, dict[str, str]], object]
End = Callable[[str], object]

MAIN_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The transitional and the strict namespace of SpreadsheetML."""

ADVICE = "请用 Excel 或 WPS 打开原文件，另存后重新报送。"
"""What to do about a broken file."""

RELATION_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
"""The attribute ``r:id`` as expat names it, transitional and strict."""


def in_main(*names: str) -> frozenset[str]:
    """Element names of SpreadsheetML as expat names them, in both namespaces."""
    return frozenset(f"{namespace} {name}" for namespace in MAIN_NAMESPACES for name in names)


def new_parser(part: str, start: Start, end: End | None = None) -> XMLParserType:
    """A parser that calls ``start(tag, attributes)`` and ``end(tag)``; a tag is ``namespace name``."""
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end

    def refuse(*_: object) -> None:
        raise Unreadable(
            "forbidden",
            f"部件 {part} 含有文档类型声明（DTD），正常的工作簿不会有，为安全起见不予读取。{ADVICE}",
        )

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: XMLParserType, chunks: Iterable[bytes], part: str) -> None:
    """Parse all chunks. Raises ``Unreadable("damaged")`` where they are not well-formed XML."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (ExpatError, ValueError, LookupError) as exc:
        line = getattr(exc, "lineno", parser.ErrorLineNumber)
        raise Unreadable(
            "damaged",
            f"文件已损坏：部件 {part} 不是完整的 XML（第 {line} 行）。{ADVICE}",
        ) from exc


def parse_whole(data: bytes, part: str, start: Start, end: End | None = None) -> None:
    """Parse a part that is small enough to be in memory."""
    feed(new_parser(part, start, end), (data,), part)


def root_of(data: bytes, part: str) -> str:
    """The root's tag of a part, all of which is parsed, in a fraction of the time that reporting every element takes.

    Raises ``Unreadable`` where it is not well-formed.
    """
    tags: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        tags.append(tag)
        parser.StartElementHandler = None

    parser = new_parser(part, start)
    feed(parser, (data,), part)
    return tags[0]
