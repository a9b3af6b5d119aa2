"""What a scan of a binary or OpenDocument workbook finds beside the values."""

from __future__ import annotations

from typing import Final

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


class Marks:
    """Error cells, formulas, extent and hidden lines of one sheet. Places are (row, column) from 1."""

    __slots__ = (
        "_bottom",
        "_left",
        "_right",
        "_top",
        "errors",
        "formulas",
        "hidden_columns",
        "hidden_rows",
        "texts",
    )

    def __init__(self) -> None:
        self.errors: dict[tuple[int, int], str] = {}
        self.formulas: set[tuple[int, int]] = set()
        self.texts: set[tuple[int, int]] = set()
        """The formulas whose result is a text, which may be empty."""
        self.hidden_rows: list[Span] = []
        self.hidden_columns: list[Span] = []
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

    @property
    def rectangle(self) -> int:
        """How many places the smallest rectangle around all cells has."""
        if not self._bottom:
            return 0
        return (self._bottom - self._top + 1) * (self._right - self._left + 1)
