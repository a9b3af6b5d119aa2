"""What a reader finds in a workbook: sheets of cells, as stored, before anything is interpreted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from perfxl.lazy import lazy

_TALLEST_MERGE = 1000
"""A merged area of more rows covers no table's cells."""


class Kind(StrEnum):
    """How a cell's content was stored."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCALCULATED = "uncalculated"
    """A formula that was saved without a result."""


class Cell(NamedTuple):
    """One non-empty cell.

    ``text`` is the stored content: a number in the shortest decimal form of its first 15 significant digits
    (what Excel shows: ``42.92`` even where the file says ``42.920000000000002``), a plain string without
    phonetic guides, ``TRUE``/``FALSE``, an error such as ``#REF!``, or ``""`` for a formula without result.
    ``number_format`` is the format code, ``General`` where none is set; an ISO date cell (``t="d"``) is a NUMBER
    holding its serial day.
    """

    row: int
    col: int
    kind: Kind
    text: str
    number_format: str = "General"
    formula: bool = False

    @property
    def address(self) -> str:
        """The cell's name as Excel shows it, such as ``D19``."""
        return column_letters(self.col) + str(self.row)


class Area(NamedTuple):
    """A rectangle of cells, all four bounds included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(Struct, dict=True):
    """A worksheet: its non-empty cells by (row, column), both from 1, and its merged areas.

    ``oversized`` says what was too much of a sheet to read it (``有内容的单元格超过 30000 个``); it has no cells here.
    """

    name: str
    cells: dict[tuple[int, int], Cell]
    merges: list[Area] = field(default_factory=list)
    hidden: bool = False
    oversized: str = ""
    hidden_rows: frozenset[int] = frozenset()
    """The rows with content that are hidden or filtered out, of the formats whose reader tells."""
    hidden_columns: frozenset[int] = frozenset()
    """The columns with content that are hidden, of the same formats."""

    @lazy
    def merged(self) -> Mapping[tuple[int, int], Area]:
        """The merged areas by row and column of their first cells."""
        return {(area.top, area.left): area for area in self.merges}

    @lazy
    def _by_top(self) -> Sequence[Area]:
        return sorted(self.merges)

    @lazy
    def _by_column(self) -> Mapping[int, Sequence[Area]]:
        columns: dict[int, list[Area]] = {}
        for area in self._by_top:
            if 0 < area.bottom - area.top < _TALLEST_MERGE:
                columns.setdefault(area.left, []).append(area)
        return columns

    def merges_from(self, row: int, last: int | None = None) -> Iterator[Area]:
        """The merged areas that begin in a row or below, down to the row ``last``; those of upper rows first."""
        areas = self._by_top
        for number in range(bisect_left(areas, (row,)), len(areas)):
            if last is not None and areas[number].top > last:
                return
            yield areas[number]

    def covered_from(self, row: int, col: int) -> tuple[int, int] | None:
        """The row and column above whose merged area covers a place, also if that cell is empty; None for none."""
        areas = self._by_column.get(col, ())
        number = bisect_left(areas, (row,)) - 1
        return areas[number][:2] if number >= 0 and areas[number].bottom >= row else None


class Book(Struct):
    """A workbook as read. ``format`` is ``xlsx``, ``xlsm``, ``xls``, ``et``, ``ods`` or ``xlsb``.

    Numbers that are shown as days count from 1899-12-30, also those of files that count from 1904; a number that
    can be no day is as stored, whatever its format.
    """

    sheets: list[Sheet]
    format: str
    macros: bool = False
    external_links: int = 0


class Unreadable(Exception):
    """A file that cannot be read as a workbook. ``str()`` is a Chinese sentence for the user.

    ``reason`` is one of ``missing`` (it cannot be opened), ``empty``, ``not_workbook``, ``encrypted``,
    ``wrong_password``, ``damaged``, ``too_large``, ``forbidden`` (a document type declaration) or ``unsupported``.
    ``what`` is the clause that says what is too large, "" for another reason.
    """

    def __init__(self, reason: str, message: str, what: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.what = what


@lru_cache(maxsize=1024)
def column_letters(col: int) -> str:
    """``1 -> A``, ``28 -> AB``."""
    letters = ""
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``A -> 1``, ``AB -> 28``."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number
