"""The open workbook as it is now, in the form in which files are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import PurePath

import xlwings as xw

from perfxl.live import platform
from perfxl.live.platform import Platform
from perfxl.live.raw import CellError, Raw, rows_of
from perfxl.workbook.content import GENERAL, too_many_cells
from perfxl.workbook.dates import with_days_of_1900
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet
from perfxl.workbook.number_text import shortest
from perfxl.workbook.package import DEFAULT_LIMITS

_TRUSTED_AREA = 200_000
"""In a used range of so many cells merges are looked for everywhere, in a larger one only around its content."""
_ENDLESS = 10_000_000
"""Behind so many empty cells nothing is looked for."""
_AT_ONCE = 50_000
_MACROS = frozenset({"xlsm", "xltm", "xlsb", "xls"})

Content = dict[tuple[int, int], Cell]


def read_live(book: xw.Book) -> Book:
    """The open workbook, changes that are not saved included: equal to what ``read_book`` gives for the saved file
    in all that an audit uses. Nothing is changed or calculated.

    A sheet with more content than a file's sheet may have is left unread, as in a file.
    """
    system = platform.of(book.app)
    sheets = [_read_sheet(sheet, system) for sheet in book.sheets]
    if system.date1904(book):
        for sheet in sheets:
            sheet.cells = with_days_of_1900(sheet.cells)
    kind = PurePath(book.name).suffix.lower().lstrip(".") or "xlsx"
    return Book(sheets, kind, macros=kind in _MACROS)


def _read_sheet(sheet: xw.Sheet, system: Platform) -> Sheet:
    name, hidden = sheet.name, system.hidden(sheet)
    used = _area_of(sheet.used_range)
    cells: Content = {}
    empty = 0
    for part in _slices(used):
        found = read_cells(sheet, part, system)
        cells.update(found)
        if len(cells) > DEFAULT_LIMITS.sheet_cells:
            return Sheet(name, {}, [], hidden, oversized=too_many_cells(DEFAULT_LIMITS.sheet_cells).what)
        empty = 0 if found else empty + _size(part)
        if empty > _ENDLESS:
            break
    _read_formats(sheet, cells)
    # Formats down to the last row make the used range enormous.
    looked_at = used if _size(used) <= _TRUSTED_AREA or not cells else around(sorted(cells))
    merges = _merges(sheet, looked_at) if _size(looked_at) <= _ENDLESS else []
    rows = _hidden({row for row, _ in cells}, lambda one, last: sheet.range((one, 1), (last, 1)).rows.hidden)
    columns = _hidden(
        {col for _, col in cells}, lambda one, last: sheet.range((1, one), (1, last)).columns.hidden
    )
    return Sheet(name, cells, merges, hidden, hidden_rows=rows, hidden_columns=columns)


def _size(area: Area) -> int:
    return (area.bottom - area.top + 1) * (area.right - area.left + 1)


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _slices(area: Area) -> Iterator[Area]:
    """The area from top to bottom in pieces that can be held in memory."""
    height = max(_AT_ONCE // (area.right - area.left + 1), 1)
    for top in range(area.top, area.bottom + 1, height):
        yield area._replace(top=top, bottom=min(top + height - 1, area.bottom))


def read_cells(sheet: xw.Sheet, area: Area, system: Platform) -> Content:
    """The cells with content, their formats not yet known: one call for the values, one for the formulas."""
    cells = _range(sheet, area)
    values = system.values(cells)
    formulas = rows_of(cells.formula, (area.bottom - area.top + 1, area.right - area.left + 1))
    found: Content = {}
    for row, (line, entered) in enumerate(zip(values, formulas, strict=True), area.top):
        for col, (value, text) in enumerate(zip(line, entered, strict=True), area.left):
            cell = _cell(row, col, value, text)
            if cell is not None:
                found[row, col] = cell
    return found


def _cell(row: int, col: int, value: Raw, entered: object) -> Cell | None:
    # A text that merely begins with "=" is given as its own formula.
    formula = isinstance(entered, str) and entered.startswith("=") and entered != value
    if value is None:
        return Cell(row, col, Kind.UNCALCULATED, "", GENERAL, True) if formula else None
    if isinstance(value, bool):
        return Cell(row, col, Kind.BOOLEAN, "TRUE" if value else "FALSE", GENERAL, formula)
    if isinstance(value, CellError):
        return Cell(row, col, Kind.ERROR, str(value), GENERAL, formula)
    if isinstance(value, str):
        return Cell(row, col, Kind.TEXT, value, GENERAL, formula) if value or formula else None
    return Cell(row, col, Kind.NUMBER, shortest(float(value)) or "0", GENERAL, formula)


def _read_formats(sheet: xw.Sheet, cells: Content) -> None:
    """Put the number formats into the cells: areas of more than one format are halved until they have one."""
    waiting = [sorted(cells)]
    while waiting:
        places = waiting.pop()
        if not places:
            continue
        area = around(places)
        code = _range(sheet, area).number_format
        if code is None:
            waiting += [[place for place in places if _inside(half, place)] for half in _halves(area)]
        elif code != GENERAL:
            cells.update((place, cells[place]._replace(number_format=code)) for place in places)


def _hidden(lines: set[int], state_of: Callable[[int, int], bool | None]) -> frozenset[int]:
    """The rows (or columns) with content that are hidden: stretches of which some are (None) get halved."""
    hidden: set[int] = set()
    waiting = [sorted(lines)]
    while waiting:
        part = waiting.pop()
        if not part:
            continue
        state = state_of(part[0], part[-1])
        if state is None and len(part) > 1:
            waiting += [part[: len(part) // 2], part[len(part) // 2 :]]
        elif state:
            hidden.update(part)
    return frozenset(hidden)


def around(places: list[tuple[int, int]]) -> Area:
    """The smallest area around places that are sorted."""
    columns = [col for _, col in places]
    return Area(places[0][0], min(columns), places[-1][0], max(columns))


def _inside(area: Area, place: tuple[int, int]) -> bool:
    return area.top <= place[0] <= area.bottom and area.left <= place[1] <= area.right


def _halves(area: Area) -> tuple[Area, Area]:
    """The area cut across its longer side. It has more than one cell."""
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    if height >= width:
        middle = area.top + height // 2
        return area._replace(bottom=middle - 1), area._replace(top=middle)
    middle = area.left + width // 2
    return area._replace(right=middle - 1), area._replace(left=middle)


def _merges(sheet: xw.Sheet, used: Area) -> list[Area]:
    """The merged areas, found by halving what has any; in the order of their first cells."""
    found: list[Area] = []
    covered: set[tuple[int, int]] = set()

    def search(places: list[tuple[int, int]], certain: bool) -> bool:
        """Whether a merge touches the places; the one half that has none makes the other one ``certain``."""
        places = [place for place in places if place not in covered]
        if not places:
            return False
        area = around(places)
        if not certain and _range(sheet, area).merge_cells is False:
            return False
        if len(places) == 1:
            merged = _area_of(_range(sheet, area).merge_area)
            covered.update(_places(merged))
            if merged != area:
                found.append(merged)
            return True
        # What is above and to the left comes first, so that a merge is met at its first cell.
        first, second = ([place for place in places if _inside(half, place)] for half in _halves(area))
        search(second, certain=not search(first, certain=False))
        return True

    search(list(_places(used)), certain=False)
    return sorted(found)


def _area_of(cells: xw.Range) -> Area:
    rows, columns = cells.shape
    return Area(cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)


def _places(area: Area) -> Iterator[tuple[int, int]]:
    return product(range(area.top, area.bottom + 1), range(area.left, area.right + 1))
