"""Amounts of different forms and files, compared in one unit whatever unit each of them states."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Place
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn
from perfxl.returns.money import MONEY_UNITS, WAN, converted, in_wan
from perfxl.returns.targets import IndicatorValue, ValueKind
from perfxl.returns.value import Value
from perfxl.rules.context import Outcome, compare, direction, figure, sum_holds
from perfxl.rules.registry import Hit, Holds

FormValue = tuple[FormReturn, Value]
"""A value with the form that it stands on, which says in what unit it is."""
Comparison = Callable[[Sequence[Value]], Iterator[Hit]]


def compared(values: Sequence[FormValue], comparison: Comparison) -> Iterator[Hit]:
    """What a comparison of forms' values finds; nothing where they agree as written, or in the units marked.

    Either will do since a mark may be wrong, which TY-07 tells.
    """
    forms = [form for form, _ in values]
    several = len({form.money_unit for form in forms}) > 1
    hits = list(comparison([value for _, value in values]))
    if hits and several:
        hits = list(told_in_wan(comparison([form.in_wan(value) for form, value in values]), forms))
    for hit in hits:
        hit.unit = WAN if several else forms[0].money_unit
        yield hit


def told_in_wan(hits: Iterable[Hit], forms: Sequence[FormReturn]) -> Iterator[Hit]:
    """Hits of amounts in 万元, whatever units their forms state.

    What would put a cell right may be in 万元 too, or in the unit of its form: a hit would hold where it does in either.
    What these hits would put right is told in the unit of the cell's form, in which others compare it.
    """
    units = {form.sheet: form.money_unit for form in forms}
    for hit in hits:
        hit.unit = WAN
        hit.remedies = _in_their_units(hit, units)
        if hit.holds is not None:
            hit.holds = partial(_holds_in_either, hit.holds, units)
        yield hit


def _in_their_units(hit: Hit, units: Mapping[str, str]) -> Mapping[Place, Decimal]:
    remedies = dict(hit.remedies)
    if isinstance(hit.at, Value) and hit.at.type is Type.AMOUNT and isinstance(hit.computed, Decimal):
        remedies.setdefault(hit.at.place, hit.computed)
    return {place: converted(figure, WAN, units[place.sheet]) for place, figure in remedies.items()}


def _holds_in_either(holds: Holds, units: Mapping[str, str], figures: Mapping[Place, Decimal]) -> bool:
    converted = {place: in_wan(figure, units[place.sheet]) for place, figure in figures.items()}
    return holds(figures) or holds(converted)


def money_of(value: IndicatorValue, usual: str = WAN) -> Decimal | None:
    """An indicator value as money in 万元; None if it is something else. Without a unit it is in the ``usual`` one."""
    if value.kind is not ValueKind.NUMBER or value.number is None or value.doubtful or value.several:
        return None
    unit = value.unit or usual
    return in_wan(value.number, unit) if unit in MONEY_UNITS else None


def unlike_sum(total: Value, parts: Sequence[Value], name: str, of_parts: str) -> Iterator[Hit]:
    """A total that is not the sum of its parts, all of them numbers; ``name`` and ``of_parts`` are what both are called."""
    computed = sum((value.number for value in parts if value.number is not None), Decimal(0))
    outcome, tolerance = compare(Type.AMOUNT, total.reading, computed)
    if outcome is Outcome.EQUAL or total.number is None:
        return
    by = direction(total.number - computed)
    message = f"{name} {figure(total.number)}，比{of_parts}之和 {figure(computed)}{by}"
    rounding, holds = outcome is Outcome.ROUNDING, partial(sum_holds, total, parts)
    yield Hit(message, total, computed, tolerance=tolerance, rounding=rounding, related=parts, holds=holds)
