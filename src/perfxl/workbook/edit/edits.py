"""What can be written into a workbook: immutable descriptions, and the refusal to write."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

Value = str | Decimal | bool | None

MAX_ROW = 1_048_576
MAX_COL = 16_384
MAX_TEXT = 32_767


class EditRefused(Exception):
    """An edit or a whole workbook that is not written to. ``str()`` is a Chinese sentence for the user.

    ``reason`` is one of ``encrypted``, ``not_workbook``, ``unsupported`` (another format), ``damaged``,
    ``forbidden`` (a document type declaration), ``too_large``, ``signed``, ``no_sheet``, ``name_taken``,
    ``bad_name``, ``formula``, ``no_formula``, ``bad_value``, ``in_use``, ``not_copyable``, ``cut`` (rows would
    be inserted into a table or array formula) or ``bad_formula``.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class _AtCell(Struct, frozen=True):
    """A cell of a sheet, row and column from 1. Inside a merged area the area's first cell is meant."""

    sheet: str
    row: int
    col: int

    def __post_init__(self) -> None:
        if not (1 <= self.row <= MAX_ROW and 1 <= self.col <= MAX_COL):
            raise ValueError(f"no such cell: row {self.row}, column {self.col}")


class SetValue(_AtCell, frozen=True):
    """Put a value into a cell that holds no formula; the cell's format stays. ``None`` empties it.

    ``fraction`` is put there instead where the cell has a percent format. ``in_full`` makes the row higher where a
    text that is wrapped there would be cut.
    """

    value: Value
    fraction: Decimal | None = None
    in_full: bool = False


class SetCached(_AtCell, frozen=True):
    """Put the result of a formula beside the formula; ``None`` leaves the formula without result."""

    value: Value


class SetFill(_AtCell, frozen=True):
    """Tint a cell, ``rgb`` as six hexadecimal digits; everything else of its style stays."""

    rgb: str

    def __post_init__(self) -> None:
        super().__post_init__()
        if not re.fullmatch(r"[0-9A-Fa-f]{6}", self.rgb):
            raise ValueError(f"not a colour: {self.rgb!r}")


class SetNote(_AtCell, frozen=True):
    """Attach a note, behind what the user wrote there; an earlier note of ours is replaced."""

    text: str
    author: str = "perfxl"


class CellStyle(StrEnum):
    """How a cell of a perfxl-made sheet looks. All but TITLE and PLAIN have thin borders."""

    PLAIN = "plain"
    TITLE = "title"
    HEADER = "header"
    TEXT = "text"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    UNDECIDED = "undecided"
    NUMBER = "number"
    LINK = "link"
    INPUT = "input"
    """Wrapped text, unlocked: for what the unit writes."""


class SheetCell(Struct, frozen=True):
    """A cell of a perfxl-made sheet; ``link`` is a place in the same workbook such as ``'表一'!D19``."""

    value: Value = None
    style: CellStyle = CellStyle.TEXT
    link: str = ""


class Choices(Struct, frozen=True):
    """A drop-down list: the cells (bounds included, from 1) accept one of ``values``."""

    top: int
    left: int
    bottom: int
    right: int
    values: tuple[str, ...]


class PutSheet(Struct, frozen=True):
    """Add a sheet of ours, or replace the one of that name that we made.

    ``rows`` are written from A1; ``None`` leaves a place empty. ``widths`` are column widths in characters.
    ``header_row`` is the row that carries the column heads: it and what is above it stay in view and are
    repeated on every printed page (0: none). ``filtered`` puts filter buttons on that row. ``protected``
    locks all but INPUT cells, without password. It is printed on A4 landscape, one page wide; of the columns
    only the first ``printed_columns`` (0: all).
    """

    name: str
    rows: tuple[tuple[SheetCell | None, ...], ...]
    widths: tuple[float, ...] = ()
    header_row: int = 1
    filtered: bool = True
    protected: bool = False
    choices: tuple[Choices, ...] = ()
    printed_columns: int = 0
    first: bool = False

    def __post_init__(self) -> None:
        check_sheet_name(self.name)


class CopySheet(Struct, frozen=True):
    """Duplicate the sheet ``source`` as ``name``, behind it, with its names, drawings and print settings.

    Formulas and names that point to the source sheet by name keep pointing there, except the sheet's own
    (print area, print titles), which follow the copy.
    """

    source: str
    name: str

    def __post_init__(self) -> None:
        check_sheet_name(self.name)


class RemoveSheet(Struct, frozen=True):
    """Remove a sheet with the parts that only it uses; refused while formulas of other sheets point to it."""

    name: str


class InsertRows(Struct, frozen=True):
    """Insert ``count`` copies of row ``after`` (from 1) behind it: its formats, height and validations, no values.

    All that refers to rows of the sheet moves along. What covers several rows up to ``after`` takes the new
    rows in, so that a sum over a group still covers the whole group.
    """

    sheet: str
    after: int
    count: int

    def __post_init__(self) -> None:
        if not (1 <= self.after <= MAX_ROW and self.count >= 1):
            raise ValueError(f"cannot insert {self.count} rows behind row {self.after}")


Edit = SetValue | SetCached | SetFill | SetNote | PutSheet | CopySheet | RemoveSheet | InsertRows


def check_sheet_name(name: str) -> None:
    """Raise ``EditRefused`` where Excel would not accept the sheet name."""
    if not re.fullmatch(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')", name):
        rule = "最多 31 个字，不能含 [ ] : * ? / \\，首尾不能是单引号"
        raise EditRefused("bad_name", f"“{name}”不能用作工作表名：{rule}。")
