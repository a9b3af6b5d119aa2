"""The exact reader of a sheet: expat over the unpacked stream, whatever the XML looks like, in little
memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeVar

from perfxl.workbook.content import LAST_COLUMN, CellMaker, area, position, too_many_cells, too_many_merges
from perfxl.workbook.markup import MAIN_NAMESPACES, feed, in_main, new_parser
from perfxl.workbook.model import Area, Cell
from perfxl.workbook.package import damaged
from perfxl.workbook.spans import Span, inside


class Hidden(NamedTuple):
    """Which rows and columns with content are hidden."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


Content = tuple[dict[tuple[int, int], Cell], list[Area], Hidden]
"""The cells of a sheet by (row, column), its merged areas, and what of it is hidden."""

WORKSHEET: Final = in_main("worksheet")
HIDDEN: Final = ("1", "true")
"""What the attribute of that name says of a hidden row or column."""
_Handler = TypeVar("_Handler", bound=Callable[..., None])


def read_exact(chunks: Iterable[bytes], maker: CellMaker, limit: int) -> Content:
    """The cells and merged areas of a worksheet part that arrives in pieces.

    Raises ``Unreadable``: ``too_large`` beyond ``limit`` cells with content or merged areas, ``damaged`` or
    ``forbidden`` as the XML is.
    """
    reader = _Reader(maker, limit)
    feed(reader.parser, chunks, maker.part)
    columns = inside(reader.hidden_columns, (col for _, col in reader.cells))
    return reader.cells, reader.merges, Hidden(frozenset(reader.hidden_rows), columns)


class _Reader:
    """Collects cells as the parser reports elements. Elements of other namespaces are not looked at."""

    def __init__(self, maker: CellMaker, limit: int) -> None:
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[Span] = []
        self._maker = maker
        self._limit = limit
        self._row = self._col = 0
        self._in_data = self._in_cell = self._in_inline = self._hidden = False
        self._phonetic = 0
        self._attributes: dict[str, str] = {}
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._formula = False
        self._pieces: list[str] = []
        self._starts = _by_tag(
            col=self._start_column,
            row=self._start_row,
            c=self._start_cell,
            v=self._start_value,
            f=self._start_formula,
            t=self._start_text,
            rPh=self._start_phonetic,
            sheetData=self._start_data,
            mergeCell=self._start_merge,
        )
        self._starts.update(_by_tag(**{"is": self._start_inline}))
        self._ends = _by_tag(
            c=self._end_cell,
            v=self._end_value,
            t=self._end_text,
            rPh=self._end_phonetic,
            sheetData=self._end_data,
        )
        self._ends.update(_by_tag(**{"is": self._end_inline}))
        self.parser = new_parser(maker.part, self._start_root, self._end)

    def _start_root(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in WORKSHEET:
            raise damaged(self._maker.part, "不是工作表")
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        handler = self._starts.get(tag)
        if handler is not None:
            handler(attributes)

    def _end(self, tag: str) -> None:
        handler = self._ends.get(tag)
        if handler is not None:
            handler()

    def _start_data(self, _: dict[str, str]) -> None:
        self._in_data = True

    def _end_data(self) -> None:
        self._in_data = False

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = (
            int(number) if number.isascii() and number.isdigit() and len(number) < 8 else self._row + 1
        )
        self._col = 0
        self._hidden = attributes.get("hidden", "0") in HIDDEN

    def _start_column(self, attributes: dict[str, str]) -> None:
        span = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden", "0") not in HIDDEN or len(self.hidden_columns) == LAST_COLUMN:
            return
        if all(number.isascii() and number.isdigit() and len(number) < 8 for number in span):
            self.hidden_columns.append((int(span[0]), int(span[1])))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if not self._in_data:
            return
        reference = attributes.get("r")
        if reference is None:
            self._col += 1
        else:
            self._row, self._col = position(reference, self._maker.part)
        self._in_cell = True
        self._attributes = attributes
        self._value = self._inline = None
        self._formula = False

    def _end_cell(self) -> None:
        if not self._in_cell:
            return
        self._in_cell = False
        if self._value is None and self._inline is None and not self._formula:
            return
        maker, attributes = self._maker, self._attributes
        number_format = maker.number_format(attributes.get("s"))
        place = self._row, self._col
        if self._inline is not None:
            cell = maker.make(place, "inlineStr", "".join(self._inline), self._formula, number_format)
        else:
            cell = maker.make(place, attributes.get("t", "n"), self._value, self._formula, number_format)
        if cell is None:
            return
        self.cells[place] = cell
        if self._hidden:
            self.hidden_rows.add(self._row)
        if len(self.cells) > self._limit:
            raise too_many_cells(self._limit)

    def _start_value(self, _: dict[str, str]) -> None:
        if self._in_cell:
            self._collect()

    def _end_value(self) -> None:
        if self._in_cell:
            self._value = self._collected()

    def _start_formula(self, _: dict[str, str]) -> None:
        self._formula = self._in_cell

    def _start_inline(self, _: dict[str, str]) -> None:
        if self._in_cell:
            self._in_inline = True
            self._inline = []

    def _end_inline(self) -> None:
        self._in_inline = False

    def _start_phonetic(self, _: dict[str, str]) -> None:
        self._phonetic += 1

    def _end_phonetic(self) -> None:
        self._phonetic -= 1

    def _start_text(self, _: dict[str, str]) -> None:
        if self._in_inline and not self._phonetic:
            self._collect()

    def _end_text(self) -> None:
        if self._in_inline and not self._phonetic and self._inline is not None:
            self._inline.append(self._collected())

    def _start_merge(self, attributes: dict[str, str]) -> None:
        self.merges.append(area(attributes.get("ref", ""), self._maker.part))
        if len(self.merges) > self._limit:
            raise too_many_merges(self._limit)

    def _collect(self) -> None:
        self._pieces = []
        self.parser.CharacterDataHandler = self._pieces.append

    def _collected(self) -> str:
        self.parser.CharacterDataHandler = None
        return "".join(self._pieces)


def _by_tag(**handlers: _Handler) -> dict[str, _Handler]:
    """Handlers by element name, as expat names the element in either namespace."""
    return {f"{space} {name}": handler for space in MAIN_NAMESPACES for name, handler in handlers.items()}
