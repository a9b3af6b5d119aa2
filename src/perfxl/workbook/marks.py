"""What a scan of a binary or OpenDocument workbook finds beside the values."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from struct import pack, unpack
from typing import Final

from perfxl.workbook.content import GENERAL
from perfxl.workbook.model import Area
from perfxl.workbook.number_formats import number_format
from perfxl.workbook.spans import Span

ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Error texts by the codes of the binary formats."""

_MOST_FORMATS: Final = 500_000


class Marks:
    """Error cells, formulas, number formats, extent, merged areas and hidden lines of one sheet. Places are (row, column) from 1."""

    __slots__ = (
        "_bottom",
        "_formats",
        "_left",
        "_right",
        "_top",
        "date1904",
        "errors",
        "formulas",
        "hidden_columns",
        "hidden_rows",
        "merges",
        "numbers",
        "texts",
    )

    def __init__(self) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self.formulas: set[tuple[int, int]] = set()
        self.texts: set[tuple[int, int]] = set()
        """The formulas whose result is a text, which may be empty."""
        self.hidden_rows: list[Span] = []
        self.hidden_columns: list[Span] = []
        self.numbers: dict[tuple[int, int], float] = {}
        """What is stored in cells whose format is of a day or a time, of which calamine makes one."""
        self.date1904 = False
        """Whether these numbers count days from 1904-01-01."""
        self.merges: list[Area] = []
        """The merged areas, of the formats of which calamine does not tell them."""
        self._formats: list[tuple[str, int, int, int, int]] = []
        self._top = self._left = 1 << 30
        self._bottom = self._right = 0

    def extend(self, row: int, col: int, last_row: int = 0, last_col: int = 0) -> None:
        """Count a cell with content, or a block of them, towards the extent."""
        self._top = min(self._top, row)
        self._left = min(self._left, col)
        self._bottom = max(self._bottom, row, last_row)
        self._right = max(self._right, col, last_col)

    def error(self, row: int, col: int, code: int) -> None:
        """Note an error cell by its code in the binary formats."""
        self.errors[row, col] = ERRORS.get(code, "#N/A")

    def shown_as(self, code: str, row: int, col: int, last_row: int = 0, last_col: int = 0) -> None:
        """Note the number format of a cell with content, or of a block of them that has been counted."""
        if code != GENERAL and len(self._formats) < _MOST_FORMATS:
            self._formats.append((code, row, col, last_row or row, last_col or col))

    def number(self, code: str, row: int, col: int, stored: bytes) -> None:
        """Note a number by its 8 bytes, or the 4 of a short one, if its format is of a day or a time."""
        if code != GENERAL and number_format(code).clock:
            value = unpack("<d", stored)[0] if len(stored) == 8 else _short_number(unpack("<i", stored)[0])
            if isfinite(value):
                self.numbers[row, col] = value

    def number_formats(self) -> Iterator[tuple[tuple[int, int], str]]:
        """The places whose number format is another than General, with its code: as many as the rectangle has."""
        for code, top, left, bottom, right in self._formats:
            for row in range(top, bottom + 1):
                for col in range(left, right + 1):
                    yield (row, col), code

    @property
    def rectangle(self) -> int:
        """How many places the smallest rectangle around all cells has."""
        if not self._bottom:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)


def _short_number(bits: int) -> float:
    """A number of 30 bits: a whole one or the head of a float, and whether it is to be divided by 100."""
    value: float = bits >> 2 if bits & 2 else unpack("<d", pack("<Ii", 0, bits & ~3))[0]
    return value / 100 if bits & 1 else value
