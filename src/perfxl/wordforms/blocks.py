"""A Word document as it stands: lines of text and tables, in their order, with merged cells.

Read by the same safe zip and XML code as workbooks; no picture, link, macro or embedded file is looked at. Text that
was deleted under tracked changes is passed over, text that was inserted counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct, field

from perfxl.workbook.markup import feed, new_parser
from perfxl.workbook.model import Unreadable
from perfxl.workbook.package import Package
from perfxl.workbook.word import NAMESPACES, attribute, text_part

_HIDDEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "txbxContent"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MOST_DEEP = 20
_MOST_CELLS = 100_000
_MOST_COLUMNS = 200

TRACKED, NESTED, PICTURE = (
    "有修订，按接受修订读取",
    "格内还有表格，读成了文字",
    "格内有图片或文本框，其中的内容没有读取",
)


class Line(NamedTuple):
    """A paragraph outside tables, as typed; several where it has breaks inside."""

    text: str


class WordCell(Struct):
    """A cell of a table. ``column`` and ``span`` count columns of the table's own grid from 0.

    ``continues`` is a cell that is merged into the one above; ``doubts`` is what may have been misread.
    """

    column: int
    span: int = 1
    text: str = ""
    continues: bool = False
    doubts: list[str] = field(default_factory=list)


class WordTable(Struct):
    """A table: the widths of its grid's columns (twentieths of a point, 0 where unknown) and its rows."""

    widths: list[int] = field(default_factory=list)
    rows: list[list[WordCell]] = field(default_factory=list)


Block = Line | WordTable


def read_blocks(data: bytes) -> list[Block]:
    """The lines and tables of a .docx. Raises ``Unreadable`` with a Chinese sentence."""
    if not data.startswith(b"PK"):
        raise _not_word()
    package = Package(data)
    part = text_part(package)
    if part is None:
        raise _not_word()
    reader = _Reader()
    parser = new_parser(part, reader.start, reader.end)
    parser.CharacterDataHandler = reader.text
    feed(parser, package.stream(part), part)
    return reader.blocks


def _not_word() -> Unreadable:
    return Unreadable("not_document", "这不是 Word 文档（.docx）。请核对文件，或用 Word、WPS 另存为 .docx。")


class _Reader:
    """Collects what expat reports. A table inside a cell becomes text of that cell."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._tables: list[WordTable] = []
        self._cells: list[WordCell] = []
        self._column: list[int] = []
        self._paragraphs: list[list[str]] = []
        self._hidden = 0
        self._in_text = False
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition(" ")[2]
        if self._hidden or name in _HIDDEN:
            self._hidden += 1
            self._hide(name)
        elif not tag.startswith(NAMESPACES):
            if name in ("inline", "anchor"):
                self._doubt(PICTURE)
        elif name == "p":
            self._deeper(self._paragraphs)
            self._paragraphs.append([])
        elif name == "t":
            self._in_text = True
        elif name in _BREAKS and self._paragraphs:
            self._paragraphs[-1].append(_BREAKS[name])
        elif name == "ins":
            self._doubt(TRACKED)
        else:
            self._table_part(name, attributes)

    def _table_part(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "tbl":
            self._deeper(self._tables)
            self._doubt(NESTED)
            self._tables.append(WordTable())
        elif not self._tables:
            return
        elif name == "gridCol":
            self._tables[-1].widths.append(_number(attributes, "w"))
        elif name == "tr":
            self._tables[-1].rows.append([])
            self._column.append(0)
        elif name in ("gridBefore", "gridAfter") and self._column and name == "gridBefore":
            self._column[-1] += min(_number(attributes, "val"), _MOST_COLUMNS)
        elif name == "tc" and self._column:
            self._open_cell()
        elif name == "gridSpan" and self._cells:
            self._cells[-1].span = max(1, min(_number(attributes, "val"), _MOST_COLUMNS))
        elif name == "vMerge" and self._cells:
            self._cells[-1].continues = attribute(attributes, "val") != "restart"

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition(" ")[2]
        if self._hidden:
            self._hidden -= 1
        elif not tag.startswith(NAMESPACES):
            return
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._paragraphs:
            self._close_paragraph()
        elif name == "tc" and self._cells and self._column:
            self._close_cell()
        elif name == "tr" and self._column:
            self._column.pop()
        elif name == "tbl" and self._tables:
            self._close_table()

    def text(self, data: str) -> None:
        """Characters between tags."""
        if self._in_text and not self._hidden and self._paragraphs:
            self._paragraphs[-1].append(data)

    def _open_cell(self) -> None:
        self._count += 1
        if self._count > _MOST_CELLS or self._column[-1] > _MOST_COLUMNS:
            raise Unreadable("too_large", "文档中的表格过大，未导入。请只保留要报送的表。")
        cell = WordCell(self._column[-1])
        self._cells.append(cell)
        self._tables[-1].rows[-1].append(cell)

    def _close_cell(self) -> None:
        cell = self._cells.pop()
        cell.text = cell.text.removesuffix("\n")
        self._column[-1] = cell.column + cell.span

    def _close_paragraph(self) -> None:
        text = "".join(self._paragraphs.pop())
        if self._cells:
            self._cells[-1].text += text + "\n"
        else:
            self.blocks.extend(Line(line) for line in text.split("\n"))

    def _close_table(self) -> None:
        table = self._tables.pop()
        if self._cells:
            lines = ("\t".join(cell.text for cell in row) for row in table.rows)
            self._cells[-1].text += "".join(f"{line}\n" for line in lines)
        elif table.rows:
            self.blocks.append(table)

    def _hide(self, name: str) -> None:
        if name in ("del", "moveFrom"):
            self._doubt(TRACKED)
        elif name == "txbxContent":
            self._doubt(PICTURE)

    def _doubt(self, what: str) -> None:
        if self._cells and what not in self._cells[-1].doubts:
            self._cells[-1].doubts.append(what)

    def _deeper(self, stack: list[list[str]] | list[WordTable]) -> None:
        if len(stack) >= _MOST_DEEP:
            raise Unreadable("too_large", "文档的表格嵌套过深，未导入。")


def _number(attributes: Mapping[str, str], name: str) -> int:
    text = attribute(attributes, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
