"""Amounts written with a unit of money that is not their form's, in the unit of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn
from perfxl.returns.money import MONEY_UNITS
from perfxl.returns.value import Value
from perfxl.workbook.model import Kind

_UNIT_SIGNS = frozenset("元万亿")


def convert_amounts(found: FormReturn) -> None:
    """Read each amount that states another unit (``29500元`` on a form in 万元) in the form's unit.

    The values are noted in ``found.converted``, each with its reading as written. A converted reading counts no
    decimals, since none are written in that unit.
    """
    unit = found.money_unit
    due = MONEY_UNITS.get(unit)
    if due is None:
        return
    for value in _written_with_units(found):
        reading = value.reading
        power = MONEY_UNITS.get(reading.unit)
        if power is not None and power != due and reading.number:
            found.converted.append((value, reading))
            number = Decimal(f"{reading.number.scaleb(power - due).normalize():f}")
            value.reading = reading._replace(number=number, decimals=0, unit=unit)
            value.number, value.blank = number, False


def _written_with_units(found: FormReturn) -> Iterator[Value]:
    """The amounts that may have a unit: few of the cells are texts, which a look at the cell tells."""
    for values in _rows(found):
        for value in values.values():
            text = value.type is Type.AMOUNT and value.cell is not None and value.cell.kind is Kind.TEXT
            if text and not _UNIT_SIGNS.isdisjoint(value.text):
                yield value


def _rows(found: FormReturn) -> Iterator[Mapping[str, Value]]:
    yield found.values
    for rows in found.groups.values():
        yield from (row.values for row in rows)
    for entries in found.entries.values():
        yield from (entry.values for entry in entries)
