"""Small windows of a workbook's cells round its findings, for a reader who does not have the file at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct, field

from perfxl.finding import Finding, Level, decimal_text
from perfxl.returns.numbers import read_date
from perfxl.workbook.model import Book, Cell, Kind, Sheet
from perfxl.workbook.number_formats import number_format

MOST = 16
"""Windows of one return; those of graver findings come first."""
_AROUND = 1
_ROWS, _COLUMNS, _CHARACTERS = 12, 12, 60
_MOST_MERGES = 60
Area = tuple[int, int, int, int]


class Excerpt(Struct, frozen=True):
    """A small window of a sheet with findings in it.

    ``top`` and ``left`` count from 1; ``rows`` are the texts as shown, "" for an empty cell. ``merges`` are (top,
    left, bottom, right) in the sheet's own rows and columns, cut to the window. ``findings`` are indices into the
    return's findings.
    """

    sheet: str
    top: int
    left: int
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Area, ...] = ()
    findings: tuple[int, ...] = ()


class _Window(Struct):
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right`` of a sheet."""

    top: int
    bottom: int
    left: int
    right: int
    findings: list[int] = field(default_factory=list)

    def taking(self, other: _Window) -> _Window | None:
        """Both in one, where they touch and that is not too large."""
        apart = self.top > other.bottom + 1 or other.top > self.bottom + 1
        if apart or (self.left, self.right) != (other.left, other.right):
            return None
        top, bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        if bottom - top >= _ROWS:
            return None
        return _Window(top, bottom, self.left, self.right, [*self.findings, *other.findings])


def excerpts_of(book: Book, findings: Sequence[Finding]) -> tuple[Excerpt, ...]:
    """The windows in the order of sheets and rows. Findings without a row, and those of level 不能判断, have none."""
    wanted = [
        (finding.level.rank, number)
        for number, finding in enumerate(findings)
        if finding.place.row and finding.level is not Level.UNDECIDED
    ]
    wanted_sheets = {findings[number].place.sheet for _, number in wanted}
    widths = {sheet.name: _width(sheet) for sheet in book.sheets if sheet.name in wanted_sheets}
    windows: dict[str, list[_Window]] = {name: [] for name in widths}
    count = 0
    for _, number in sorted(wanted):
        name = findings[number].place.sheet
        if name in widths:
            window = _window(widths[name], findings[number], number)
            if not _joined(windows[name], window) and count < MOST:
                windows[name].append(window)
                count += 1
    return tuple(
        _excerpt(sheet, window)
        for sheet in book.sheets
        for window in sorted(windows.get(sheet.name, ()), key=lambda window: (window.top, window.left))
    )


def _joined(known: list[_Window], window: _Window) -> bool:
    for position, other in enumerate(known):
        both = other.taking(window)
        if both is not None:
            known[position] = both
            return True
    return False


def _width(sheet: Sheet) -> int:
    return max((column for _, column in sheet.cells), default=1)


def _window(width: int, finding: Finding, number: int) -> _Window:
    _, row, col = finding.place
    left = 1
    if max(width, col) > _COLUMNS and col > _COLUMNS:
        left = col - _COLUMNS // 2
    right = min(left + _COLUMNS - 1, max(width, col))
    return _Window(max(1, row - _AROUND), row + _AROUND, left, right, [number])


def _excerpt(sheet: Sheet, window: _Window) -> Excerpt:
    columns = range(window.left, window.right + 1)
    rows = [
        [shown_text(sheet.cells.get((row, column))) for column in columns]
        for row in range(window.top, window.bottom + 1)
    ]
    merges = _merges(sheet, window)
    for (top, left, _, _), anchor in merges:
        rows[top - window.top][left - window.left] = shown_text(sheet.cells.get(anchor))
    return Excerpt(
        sheet.name,
        window.top,
        window.left,
        tuple(map(tuple, rows)),
        tuple(area for area, _ in merges),
        tuple(sorted(window.findings)),
    )


def _merges(sheet: Sheet, window: _Window) -> list[tuple[Area, tuple[int, int]]]:
    """The merged areas, cut to the window, with the cell that holds the text of each."""
    found: list[tuple[Area, tuple[int, int]]] = []
    for top, left, bottom, right in sheet.merges:
        if top > window.bottom or bottom < window.top or left > window.right or right < window.left:
            continue
        area = (
            max(top, window.top),
            max(left, window.left),
            min(bottom, window.bottom),
            min(right, window.right),
        )
        if area[:2] != area[2:] and not _overlaps(area, (other for other, _ in found)):
            found.append((area, (top, left)))
        if len(found) == _MOST_MERGES:
            break
    return sorted(found)


def _overlaps(area: Area, others: Iterable[Area]) -> bool:
    """Whether an area lies over another one, which only a damaged file has and no table can show."""
    top, left, bottom, right = area
    return any(
        top <= other[2] and other[0] <= bottom and left <= other[3] and other[1] <= right for other in others
    )


def shown_text(cell: Cell | None) -> str:
    """What a cell shows, nearly: percentages and dates as such, other numbers as stored, long texts cut off."""
    if cell is None:
        return ""
    text = cell.text.strip()
    if cell.kind is Kind.NUMBER and cell.number_format != "General":
        shown = number_format(cell.number_format)
        if shown.scaled_percent:
            text = decimal_text(Decimal(text) * 100) + "%"
        elif shown.day:
            day = read_date(cell)
            text = day.isoformat() if day else text
    elif cell.kind is Kind.UNCALCULATED:
        text = "（公式未计算）"
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"
