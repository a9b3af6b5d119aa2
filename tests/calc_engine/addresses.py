"""Cell addresses: from Excel's A1 notation to numbers and back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from xlwings import utils

_CELL = r"\$?([A-Za-z]{1,3})\$?(\d+)"
_AREA = re.compile(rf"{_CELL}(?::{_CELL})?")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_PLAIN_SHEET_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells; rows and columns count from 1."""

    top: int
    left: int
    rows: int
    columns: int

    @property
    def bottom(self) -> int:
        return self.top + self.rows - 1

    @property
    def right(self) -> int:
        return self.left + self.columns - 1

    @classmethod
    def spanning(cls, corners: list[Area]) -> Area:
        """The smallest rectangle that holds them all."""
        top, left = min(a.top for a in corners), min(a.left for a in corners)
        bottom, right = max(a.bottom for a in corners), max(a.right for a in corners)
        return cls(top, left, bottom - top + 1, right - left + 1)

    @classmethod
    def of_uno(cls, address: Any) -> Area:
        """From a UNO CellRangeAddress."""
        top, left = address.StartRow, address.StartColumn
        bottom, right = address.EndRow, address.EndColumn
        return cls(top + 1, left + 1, bottom - top + 1, right - left + 1)


def parse(text: str, limits: Area) -> Area | None:
    """The area of "B2", "$A$1:C3", "A:D" or "1:10" on a sheet of the size `limits`; None if it is a name."""
    if match := _AREA.fullmatch(text):
        column, row, last_column, last_row = match.groups()
        corner = Area(int(row), column_number(column), 1, 1)
        opposite = Area(int(last_row), column_number(last_column), 1, 1) if last_row else corner
        area = Area.spanning([corner, opposite])
        return area if area.top >= 1 and area.bottom <= limits.rows and area.right <= limits.columns else None
    if match := _ROWS.fullmatch(text):
        first, last = sorted(int(number) for number in match.groups())
        return Area(first, 1, last - first + 1, limits.columns)
    if match := _COLUMNS.fullmatch(text):
        first, last = sorted(column_number(letters) for letters in match.groups())
        return Area(1, first, limits.rows, last - first + 1)
    return None


def column_number(letters: str) -> int:
    """The number of a column: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def text_of(area: Area, limits: Area, row_absolute: bool = True, column_absolute: bool = True) -> str:
    """The address in A1 notation; whole rows and columns as "$1:$3" and "$A:$C"."""
    row, column = "$" * row_absolute, "$" * column_absolute
    if area.rows == limits.rows and area.columns < limits.columns:
        return f"{column}{col_name(area.left)}:{column}{col_name(area.right)}"
    if area.columns == limits.columns:
        return f"{row}{area.top}:{row}{area.bottom}"
    first = f"{column}{col_name(area.left)}{row}{area.top}"
    if (area.rows, area.columns) == (1, 1):
        return first
    return f"{first}:{column}{col_name(area.right)}{row}{area.bottom}"


def col_name(number: int) -> str:
    """The letters of a column: 1 is A."""
    return str(utils.col_name(number))  # type: ignore[no-untyped-call]


def quoted(name: str) -> str:
    """A sheet name as it stands before "!" in a formula."""
    return name if _PLAIN_SHEET_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def split_sheet(text: str) -> tuple[str | None, str]:
    """("sheet", "A1") of "sheet!A1", the sheet's quotes removed; (None, text) without a sheet."""
    sheet, mark, rest = text.rpartition("!")
    if not mark:
        return None, text
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, rest
