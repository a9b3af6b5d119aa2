"""Reports as .docx: paragraphs and tables of the main part, by the same safe zip and XML code as workbooks.

Text that was deleted under tracked changes, field codes and the second copies of text boxes are passed over; no
picture, link, macro or embedded file is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from perfxl.words.parts import SAVE_AS_DOCX, Limits, Parts, Raw
from perfxl.workbook.markup import feed, new_parser, parse_whole
from perfxl.workbook.model import Unreadable
from perfxl.workbook.package import Limits as PackageLimits
from perfxl.workbook.package import Package
from perfxl.workbook.word import NAMESPACES, attribute, text_part

_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_MOST_DEEP = 20
_MOST_SPANNED = 63
"""The most columns that Word gives a table; a cell that spans several is followed by blank ones."""


def read_docx(data: bytes, limits: Limits) -> Parts:
    """The paragraphs and tables of a Word document. Raises ``Unreadable``."""
    try:
        return _read(data, limits)
    except Unreadable as error:
        said = str(error).replace("Excel", "Word").replace("工作簿", "文档")
        raise Unreadable(error.reason, said) from error


def _read(data: bytes, limits: Limits) -> Parts:
    package = Package(data, PackageLimits(unpacked_bytes=limits.unpacked_bytes))
    part = text_part(package)
    if part is None:
        raise Unreadable("not_report", f"这不是 Word 文档（.docx），无法作为报告读取。{SAVE_AS_DOCX}")
    reader = _Reader(_heading_levels(package))
    parser = new_parser(part, reader.start, reader.end)
    parser.CharacterDataHandler = reader.text
    feed(parser, package.stream(part), part)
    return Parts(reader.paragraphs, reader.tables)


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _heading_levels(package: Package) -> dict[str, int]:
    """The heading level of each paragraph style that has one."""
    levels: dict[str, int] = {}
    style = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal style
        name = _local(tag)
        if name == "style":
            style = attribute(attributes, "styleId")
        elif name == "name" and (heading := _HEADING_NAME.match(attribute(attributes, "val"))):
            levels.setdefault(style, int(heading[1]))
        elif name == "outlineLvl" and attribute(attributes, "val") in set("012345678"):
            levels[style] = int(attribute(attributes, "val")) + 1

    if "word/styles.xml" in package:
        parse_whole(package.read("word/styles.xml"), "word/styles.xml", start)
    return levels


class _Reader:
    """Collects what expat reports. Paragraphs inside table cells go to the table, all others to the text."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.paragraphs: list[Raw] = []
        self.tables: list[list[list[str]]] = []
        self._levels = levels
        self._open: list[tuple[list[str], list[int]]] = []
        self._cells: list[list[str] | None] = []
        self._spans: list[int] = []
        self._rows: list[list[list[str]]] = []
        self._skipping = 0
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = _local(tag)
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
        elif name == "p" and tag.startswith(NAMESPACES):
            self._deeper(len(self._open))
            self._open.append(([], [0]))
        elif name == "t":
            self._in_text = tag.startswith(NAMESPACES)
        elif name in _BREAKS and self._open:
            self._open[-1][0].append(_BREAKS[name])
        elif name in ("pStyle", "outlineLvl") and self._open:
            self._style(name, attribute(attributes, "val"))
        elif name == "tbl":
            self._deeper(len(self._rows))
            self._rows.append([])
        elif name == "tr" and self._rows:
            self._rows[-1].append([])
        elif name == "tc" and self._rows:
            self._cells.append([])
            self._spans.append(1)
        elif name == "gridSpan" and self._spans:
            span = attribute(attributes, "val")
            self._spans[-1] = min(int(span), _MOST_SPANNED) if span.isdecimal() and span.isascii() else 1
        elif name == "txbxContent":
            self._cells.append(None)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = _local(tag)
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and tag.startswith(NAMESPACES) and self._open:
            self._close_paragraph()
        elif name == "tc" and self._cells and self._rows:
            texts, span = self._cells.pop() or [], self._spans.pop()
            if self._rows[-1]:
                self._rows[-1][-1].extend(("".join(texts), *[""] * (span - 1)))
        elif name == "txbxContent" and self._cells:
            self._cells.pop()
        elif name == "tbl" and self._rows:
            self.tables.append([row for row in self._rows.pop() if row])

    def text(self, data: str) -> None:
        """Characters between tags."""
        if self._in_text and not self._skipping and self._open:
            self._open[-1][0].append(data)

    def _style(self, name: str, value: str) -> None:
        level = self._open[-1][1]
        if name == "pStyle":
            level[0] = self._levels.get(value, level[0])
        elif value in set("012345678"):
            level[0] = int(value) + 1

    def _close_paragraph(self) -> None:
        texts, level = self._open.pop()
        cell = self._cells[-1] if self._cells else None
        text = "".join(texts)
        if cell is not None:
            cell.append(text)
        else:
            self.paragraphs.extend((line, level[0]) for line in text.split("\n"))

    def _deeper(self, depth: int) -> None:
        if depth >= _MOST_DEEP:
            raise Unreadable("too_large", f"报告的表格或文本框嵌套过深，未读取。{SAVE_AS_DOCX}")
