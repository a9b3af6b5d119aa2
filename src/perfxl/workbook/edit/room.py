"""Rows made high enough for the texts that are put into them."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from unicodedata import east_asian_width

from perfxl.workbook.edit.cells import SheetCells
from perfxl.workbook.edit.package import Package
from perfxl.workbook.edit.spans import Patch, parse

LINE_HEIGHT = 15
"""Points that a line takes."""
MOST_POINTS = 400
"""No row is made higher."""
_AROUND = 3
_PADDING = 1.5
"""The digits that a column's width is less for text than it is written."""
_USUAL_HEIGHT, _USUAL_WIDTH = 15.0, 8.43


def lines_of(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of that width."""
    room = max(width - _PADDING, 2)
    return sum(ceil(_extent(line) / room) or 1 for line in text.split("\n"))


def height_of(lines: int) -> int:
    """The height in points of a row of so many lines."""
    return min(LINE_HEIGHT * lines + _AROUND, MOST_POINTS)


def make_room(
    package: Package, cells: SheetCells, patch: Patch, texts: Mapping[tuple[int, int], str]
) -> None:
    """Raise the rows in which a wrapped text of ``texts``, by row and column, would be cut. None gets lower."""
    wrapped = _wrapped_styles(package)
    raised: dict[int, float] = {}
    for (row, col), text in texts.items():
        if cells.style(row, col) not in wrapped:
            continue
        area = cells.area(row, col)
        now = cells.row_height(row) or _USUAL_HEIGHT
        width = sum(cells.column_width(column) or _USUAL_WIDTH for column in range(area.left, area.right + 1))
        # The other rows of a merged area are taken to be as high as its first.
        needed = height_of(lines_of(text, width)) - now * (area.bottom - area.top)
        if needed > now:
            raised[row] = max(needed, raised.get(row, 0))
    for row, points in raised.items():
        cells.set_row_height(patch, row, points)


def _wrapped_styles(package: Package) -> set[int]:
    part = package.related(package.workbook, "styles")
    formats = parse(package.xml(part)).child("cellXfs") if part else None
    wrapped = set()
    for number, format_ in enumerate(formats.all("xf") if formats else ()):
        alignment = format_.child("alignment")
        if alignment is not None and alignment.flag("wrapText"):
            wrapped.add(number)
    return wrapped


def _extent(text: str) -> float:
    """The width of a text in digits of the standard font: a Chinese character takes a little over two."""
    return sum(2.1 if east_asian_width(char) in "WFA" else 1 for char in text)
