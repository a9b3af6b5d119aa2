"""What a worksheet function is given, as a cell: so that it is read as the checks read the same cell."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xlwings.conversion import Accessor
from xlwings.conversion.framework import ConversionContext, Options, Pipeline
from xlwings.conversion.standard import ValueAccessor

from perfxl.finding import decimal_text
from perfxl.workbook.model import Cell, Kind

ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_DAY_ZERO = datetime(1899, 12, 30)
_SECONDS_A_DAY = 86400


class AsCell(Accessor):
    """Hands an argument over as a Cell, with the number format where it comes from a cell, or None if blank.

    A range of more than one cell becomes the error ``#VALUE!``.
    """

    @classmethod
    def reader(cls, options: Options) -> Pipeline:
        """The stages of reading: xlwings' own, with errors as texts, then the cell."""
        stages: Pipeline = ValueAccessor.reader(Options({**options, "err_to_str": True}))  # type: ignore[no-untyped-call]
        stages.append(_to_cell)
        return stages


def _to_cell(context: ConversionContext) -> None:
    number_format = "General"
    if context.range is not None and _is_number(context.value):
        number_format = context.range.number_format or "General"
    context.value = as_cell(context.value, number_format)


def as_cell(value: Any, number_format: str = "General") -> Cell | None:
    """A value as Excel or a caller in Python gives it, as a cell; None where it is blank.

    A float counts as Excel shows it, by its first 15 digits. A date is its serial day under a date format. What
    is no single value is the error ``#VALUE!``.
    """
    if value is None or value == "" or isinstance(value, Cell):
        return value or None
    if isinstance(value, bool):
        return Cell(1, 1, Kind.BOOLEAN, str(value).upper())
    if isinstance(value, str):
        return Cell(1, 1, Kind.ERROR if value in ERRORS else Kind.TEXT, value)
    if isinstance(value, date):
        return Cell(1, 1, Kind.NUMBER, _serial_day(value), "yyyy-mm-dd")
    if _is_number(value):
        number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
        if number.is_finite():
            return Cell(1, 1, Kind.NUMBER, decimal_text(number), number_format)
    return Cell(1, 1, Kind.ERROR, "#VALUE!")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _serial_day(value: date) -> str:
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    passed = moment.replace(tzinfo=None) - _DAY_ZERO
    seconds = passed.days * _SECONDS_A_DAY + passed.seconds
    return decimal_text(Decimal(f"{seconds / _SECONDS_A_DAY:.15g}"))
