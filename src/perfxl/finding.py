"""What an audit says: findings with an exact or honestly vague place, in a total order."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.workbook.model import column_letters

_ADDRESS = pattern(r"第 ?[0-9]+ ?[行段]|(?<=!)[A-Z]{1,3}[0-9]+")

_CONVERTED = pattern(r"(?i)(\.(?:xls[xmb]?|xlt[xm]|ett?|ods))\.xlsx(?=/)")


class Level(StrEnum):
    """How grave a finding is. 错误 must be mended, 警告 explained, 提示 looked at; 不能判断 lacks a usable input."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    UNDECIDED = "undecided"

    @property
    def rank(self) -> int:
        """Gravest first."""
        return _RANK[self]

    @property
    def chinese(self) -> str:
        """What users call it."""
        return _CHINESE[self]


_RANK = {Level.ERROR: 0, Level.WARNING: 1, Level.INFO: 2, Level.UNDECIDED: 3}
_CHINESE = {Level.ERROR: "错误", Level.WARNING: "警告", Level.INFO: "提示", Level.UNDECIDED: "不能判断"}


ROUNDING_NOTE = "（舍入差）"
"""What the message of a rounding difference ends in."""


class Place(NamedTuple):
    """A cell (row and column from 1), a row (column 0), a sheet (both 0) or the whole file (sheet ``""``)."""

    sheet: str = ""
    row: int = 0
    col: int = 0

    @property
    def address(self) -> str | None:
        """``D19`` for a cell, else None: precision is never invented."""
        return column_letters(self.col) + str(self.row) if self.col else None


NOWHERE = Place()


class Finding(Struct, frozen=True):
    """One result of one rule.

    ``stated`` is what the cell says, ``computed`` what it should say or is compared with, ``difference`` is
    stated − computed; all are None where the rule compares no figures. ``form`` names the form as users know it.
    A finding that follows from another one is not ``primary``.
    """

    rule: str
    level: Level
    message: str
    form: str = ""
    place: Place = NOWHERE
    stated: str | None = None
    computed: str | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    related: tuple[Place, ...] = ()
    basis: str = ""
    fix: str = ""
    primary: bool = True
    fingerprint: str = ""
    explanation: str = ""
    """The unit's own explanation (核实说明) of what it is asked about; "" if there is none."""
    remark: str = ""
    """What the unit wrote beside it though nothing is asked: kept and shown, it counts for nothing."""
    unfilled: bool = False
    """Whether it cannot be judged because a cell was left empty."""

    @property
    def asks(self) -> bool:
        """Whether the unit has to explain it: a warning, or what cannot be judged because it left a cell empty."""
        return self.level is Level.WARNING or (self.unfilled and self.primary)

    def __post_init__(self) -> None:
        sheet, row, col = self.place
        if (row and not sheet) or (col and not row):
            raise ValueError(f"a place cannot skip a part: {self.place}")


def plain(value: Decimal) -> str:
    """A number without exponent, with all its decimals. Only what needs it is formatted, which takes much longer."""
    text = str(value)
    return format(value, "f") if "E" in text else text


def decimal_text(value: Decimal) -> str:
    """A plain decimal string: no exponent, no trailing zeros behind the point (``10``, ``2.25``, ``-0.5``)."""
    text = plain(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def without_addresses(message: str) -> str:
    """A message without the rows, paragraphs and cells that it names: what it says wherever these have moved to."""
    return _ADDRESS.sub("", message) if "第" in message or "!" in message else message


def without_conversion(text: str) -> str:
    """A text in which sheets of a converted workbook (``表.xls.xlsx/Sheet1``) are those of the one it was made from."""
    return _CONVERTED.sub(r"\1", text)


def fingerprint(*parts: str) -> str:
    """Twelve hexadecimal digits that follow rule, labels and values; messages come :func:`without_addresses`."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
