"""TY-07 within one form: a figure in 元 among others in 万元, or one left in 万元 on a form in 元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.finding import Place
from perfxl.formset.model import Type
from perfxl.formula import ParsedRelation, parse_relation
from perfxl.measures import execution_rate
from perfxl.returns.model import FormReturn
from perfxl.returns.money import WAN
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution_amounts
from perfxl.rules.context import EXACT, Outcome, compare, figure, is_fraction_of
from perfxl.rules.registry import Hit
from perfxl.rules.relations import columns_of

_YUAN_PER_WAN = Decimal(10000)
_APART = 1000
"""So many times larger is no figure in the same unit."""
_LIKE, _NEAR = 20, 2
"""Amounts of one project in one unit are not further apart than the first; within the second they need no proof."""
_TRIFLE = 20
"""Below so many times the tolerance, 0.1 万元, an amount may fit by chance."""
_INITIAL = "年度资金总额.年初预算数"
_RATES = ("年度资金总额.执行率", "资金执行率")


class _Unit(Struct, frozen=True):
    """The unit that a figure seems to be in, and what makes it one of the form's."""

    name: str
    factor: Decimal
    as_told: str

    @property
    def tolerance(self) -> Decimal:
        """By how much two figures may differ of which one was rounded to the form's decimals in 万元."""
        return EXACT * max(self.factor, Decimal(1))

    def in_unit_of_form(self, number: Decimal) -> Decimal:
        """A figure in this unit in that of the form."""
        return number * self.factor


_IN_YUAN = _Unit("元", 1 / _YUAN_PER_WAN, "一万倍")
_IN_WAN = _Unit(WAN, _YUAN_PER_WAN, "万分之一")


def misplaced_amount(found: FormReturn) -> Hit | None:
    """A hit for the first amount of a form that is in another unit than the rest; None where nothing proves it."""
    unit = {WAN: _IN_YUAN, "元": _IN_WAN}.get(found.money_unit)
    numbers = [value.number for value in found.figures if value.type is Type.AMOUNT and value.number]
    if unit is None or not numbers or max(numbers) < _APART * min(map(abs, numbers)):
        return None
    told = {value.place for value, _ in found.converted}
    suspects = _among_the_funds(found, unit, told) or _in_a_sum(found, unit, told)
    if not suspects:
        return None
    first, others = suspects[0], suspects[1:]
    number = first.number or Decimal(0)
    due = unit.in_unit_of_form(number)
    message = (
        f"{first.label} {figure(number)}，约为同表其他金额的{unit.as_told}，"
        f"疑似按“{unit.name}”填列（折合 {figure(due)}）"
    )
    remedies = {
        other.place: unit.in_unit_of_form(other.number) for other in others if other.number is not None
    }
    fix = f"请核对后按“{found.money_unit}”改填。"
    return Hit(message, first, due, related=others, remedies=remedies, fix=fix)


def _among_the_funds(found: FormReturn, unit: _Unit, told: set[Place]) -> list[Value]:
    """The amounts of budget and execution in the other unit, if they are near the others, or the rate proves it."""
    spent, budget = execution_amounts(found)
    amounts = [value for value in (found.value(_INITIAL), budget, spent) if value.number and value.number > 0]
    numbers = [value.number for value in amounts if value.number]
    if (
        len(numbers) < 2
        or max(numbers) < _APART * min(numbers)
        or told.intersection(v.place for v in amounts)
    ):
        return []
    edge = (max(numbers) * min(numbers)).sqrt()
    odd = [value for value in amounts if value.number and (value.number > edge) == (unit is _IN_YUAN)]
    due = {value.place: unit.in_unit_of_form(value.number) for value in odd if value.number}
    mended = [due.get(value.place, value.number or Decimal(0)) for value in amounts]
    if max(mended) > _LIKE * min(mended) or min(mended) < _TRIFLE * unit.tolerance:
        return []
    near = max(mended) <= _NEAR * min(mended)
    return odd if near or _fits_rate(found, spent, budget, due) else []


def _fits_rate(found: FormReturn, spent: Value, budget: Value, due: dict[Place, Decimal]) -> bool:
    """Whether the stated rate of execution is that of the amounts with some of them in the form's unit."""
    rate = next((found.values[name] for name in _RATES if name in found.values), None)
    part, whole = due.get(spent.place, spent.number), due.get(budget.place, budget.number)
    if rate is None or rate.number is None or part is None or not whole:
        return False
    computed = execution_rate(part, whole)
    fraction = rate.reading.unit != "%" and is_fraction_of(rate.reading, computed)
    return fraction or compare(Type.RATE, rate.reading, computed)[0] is Outcome.EQUAL


def _in_a_sum(found: FormReturn, unit: _Unit, told: set[Place]) -> list[Value]:
    """A part of a sum, or the sum itself, that makes the sum right once it is in the form's unit."""
    for parsed in (parse_relation(relation.formula) for relation in found.form.relations):
        if parsed.additive and parsed.comparison == "=":
            for column in columns_of(found.form, parsed.left):
                for value in _mends(found, parsed, column, unit):
                    if value.place not in told:
                        return [value]
    return []


def _mends(found: FormReturn, parsed: ParsedRelation, column: str | None, unit: _Unit) -> Iterator[Value]:
    totals = found.resolve(parsed.left, column)
    total = totals[0] if totals else None
    if total is None or total.type is not Type.AMOUNT or not total.number:
        return
    parts = [value for name in parsed.names for value in found.resolve(name, column)]
    stated = _numbers(parts)
    if stated is None or abs(sum(stated, Decimal(0)) - total.number) <= unit.tolerance:
        return
    gap = total.number - sum(stated, Decimal(0))
    for value, number, sign in (
        (total, total.number, -1),
        *((p, n, 1) for p, n in zip(parts, stated, strict=True)),
    ):
        due = unit.in_unit_of_form(number)
        change = (due - number) * sign
        if due >= _TRIFLE * unit.tolerance and abs(change - gap) <= unit.tolerance:
            yield value


def _numbers(parts: Sequence[Value]) -> list[Decimal] | None:
    """The parts as numbers, blanks as nothing; None where one of them cannot be read."""
    if any(part.number is None and not part.blank for part in parts):
        return None
    return [part.number or Decimal(0) for part in parts]
