"""Put contents into cells, in bulk, all of them or none, and leave every format as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import xlwings as xw
from msgspec import Struct

from perfxl.finding import Place
from perfxl.live import platform, state
from perfxl.live.raw import CellError, Raw
from perfxl.live.read import around, read_cells
from perfxl.workbook.content import GENERAL
from perfxl.workbook.model import Cell, Kind

_TEXT_FORMAT = "@"
_IN_BULK = frozenset({Kind.NUMBER, Kind.TEXT})


class Content(Struct, frozen=True):
    """What a cell without a formula holds. ``kind`` is None where it is empty; a number's text is exact.

    ``quoted`` tells that a text was entered with an apostrophe before it.
    """

    kind: Kind | None
    text: str = ""
    quoted: bool = False

    @classmethod
    def of(cls, value: Decimal | str) -> Content:
        """The content that a computed figure or text makes."""
        return cls(Kind.TEXT, value) if isinstance(value, str) else cls(Kind.NUMBER, repr(float(value)))


class _State(Struct, frozen=True):
    content: Content
    number_format: str
    wrapped: bool


def read_contents(book: xw.Book, places: Mapping[Place, object]) -> dict[Place, Content]:
    """What the cells hold, one call a sheet; cells with formulas are not to be asked for."""
    system = platform.of(book.app)
    found = {}
    for name, cells in _by_sheet(places).items():
        sheet = book.sheets[name]
        area = around(sorted(cells))
        values = system.values(sheet.range((area.top, area.left), (area.bottom, area.right)))
        for row, col in cells:
            value = values[row - area.top][col - area.left]
            quoted = isinstance(value, str) and system.quoted(sheet.range((row, col)))
            found[Place(name, row, col)] = _content(value, quoted)
    return found


def current_cells(book: xw.Book, places: Mapping[Place, object]) -> dict[Place, Cell]:
    """The cells as a file would be read, those with content only."""
    system = platform.of(book.app)
    found = {}
    for name, cells in _by_sheet(places).items():
        read = read_cells(book.sheets[name], around(sorted(cells)), system)
        found.update({Place(name, *cell): read[cell] for cell in cells if cell in read})
    return found


def _by_sheet(places: Mapping[Place, object]) -> dict[str, list[tuple[int, int]]]:
    by_sheet: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place in places:
        by_sheet[place.sheet].append((place.row, place.col))
    return by_sheet


def _content(value: Raw, quoted: bool) -> Content:
    match value:
        case None:
            return Content(None)
        case bool():
            return Content(Kind.BOOLEAN, str(value).upper())
        case CellError():
            return Content(Kind.ERROR, str(value))
        case str():
            return Content(Kind.TEXT, value, quoted)
    return Content(Kind.NUMBER, repr(float(value)))


def write_contents(book: xw.Book, wanted: Mapping[Place, Content], task: str) -> None:
    """Put the contents into cells that hold no formula. Formats stay. Raises LiveError with everything put back;
    ``task`` names what was not done.
    """
    before = {place: _state(book, place, content) for place, content in read_contents(book, wanted).items()}
    with state.all_or_nothing(task, lambda: _restore(book, before)):
        for name in dict.fromkeys(place.sheet for place in wanted):
            own = {
                (place.row, place.col): content for place, content in wanted.items() if place.sheet == name
            }
            for top, left, rows in _blocks(own):
                _write_block(book.sheets[name], top, left, rows)


def _state(book: xw.Book, place: Place, content: Content) -> _State:
    cell = book.sheets[place.sheet].range((place.row, place.col))
    return _State(content, cell.number_format, bool(cell.wrap_text))


def _restore(book: xw.Book, before: Mapping[Place, _State]) -> None:
    for place, was in before.items():
        cell = book.sheets[place.sheet].range((place.row, place.col))
        _put(cell, [[was.content]], was.number_format, was.wrapped)


def _blocks(contents: Mapping[tuple[int, int], Content]) -> Iterator[tuple[int, int, list[list[Content]]]]:
    """Rectangles of cells side by side whose contents can be written in one call, with their first cell."""
    lines = list(_runs(contents))
    while lines:
        row, col, first = lines.pop(0)
        block = [first]
        while (
            below := next((line for line in lines if _continues(line, row + len(block), col, first)), None)
        ) is not None:
            lines.remove(below)
            block.append(below[2])
        yield row, col, block


def _runs(contents: Mapping[tuple[int, int], Content]) -> Iterator[tuple[int, int, list[Content]]]:
    """Cells side by side in one row."""
    left: tuple[int, int] | None = None
    run: list[Content] = []
    for (row, col), content in sorted(contents.items(), key=lambda item: item[0]):
        if left and (row, col) == (left[0], left[1] + len(run)) and _alike(run[-1], content):
            run.append(content)
            continue
        if left:
            yield *left, run
        left, run = (row, col), [content]
    if left:
        yield *left, run


def _continues(line: tuple[int, int, list[Content]], row: int, col: int, first: list[Content]) -> bool:
    return line[:2] == (row, col) and len(line[2]) == len(first) and _alike(line[2][0], first[0])


def _alike(one: Content, other: Content) -> bool:
    return one.kind == other.kind and one.quoted == other.quoted and one.kind in _IN_BULK


def _write_block(sheet: xw.Sheet, top: int, left: int, rows: list[list[Content]]) -> None:
    cells = sheet.range((top, left), (top + len(rows) - 1, left + len(rows[0]) - 1))
    code, wrapped = cells.number_format, cells.wrap_text
    # Excel does not write a block as it is told to where a filter hides some of its rows.
    if code is not None and wrapped is not None and cells.rows.hidden is False:
        _put(cells, rows, code, wrapped)
        return
    for row, line in enumerate(rows, top):
        for col, content in enumerate(line, left):
            cell = sheet.range((row, col))
            _put(cell, [[content]], cell.number_format, bool(cell.wrap_text))


def _put(cells: xw.Range, rows: list[list[Content]], code: str, wrapped: bool) -> None:
    """Enter contents that are alike. Under the text format a text stays what it is, without it a number does; so
    the format is changed for as long as it takes.
    """
    kind = rows[0][0].kind
    entering = _entering(rows[0][0], code)
    if cells.number_format != entering:
        cells.number_format = entering
    if kind is Kind.ERROR:
        cells.formula = rows[0][0].text
    else:
        cells.value = [[_entered(content, entering) for content in line] for line in rows]
    if cells.number_format != code:
        cells.number_format = code
    if cells.wrap_text != wrapped:
        cells.wrap_text = wrapped


def _entering(content: Content, code: str) -> str:
    if content.kind is Kind.TEXT:
        return code if content.quoted else _TEXT_FORMAT
    return GENERAL if code == _TEXT_FORMAT else code


def _entered(content: Content, code: str) -> Any:
    match content.kind:
        case None:
            return None
        case Kind.NUMBER:
            return float(content.text)
        case Kind.BOOLEAN:
            return content.text == "TRUE"
    return "'" + content.text if content.quoted and code != _TEXT_FORMAT else content.text
