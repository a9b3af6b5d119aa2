"""What a change of one figure makes of the sums that it is part of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfxl.finding import Place
from perfxl.formula import parse_relation
from perfxl.lazy import once
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.relations import columns_of


def through_sums(found: FormReturn, value: Value, number: Decimal) -> dict[Place, Decimal]:
    """What the cells of a form would state, were a value another number: it, and the sums in which it is."""
    figures = {value.place: number}
    changed = [(value, number)]
    for part, due in changed:  # which grows: a sum may be part of another one
        for total in _sums_with(found, part):
            if total.place not in figures and total.number is not None and part.number is not None:
                figures[total.place] = total.number + due - part.number
                changed.append((total, figures[total.place]))
    return figures


def _sums_with(found: FormReturn, part: Value) -> Sequence[Value]:
    """The totals of a form in which a value is added up."""
    return _sums_by_part(found).get(id(part), ())


@once
def _sums_by_part(found: FormReturn) -> dict[int, list[Value]]:
    totals: dict[int, list[Value]] = {}
    sums = (parse_relation(relation.formula) for relation in found.form.relations)
    for parsed in (one for one in sums if one.additive and one.comparison == "="):
        for column in columns_of(found.form, parsed.left):
            for total in found.resolve(parsed.left, column):
                for name in parsed.names:
                    for value in found.resolve(name, column):
                        totals.setdefault(id(value), []).append(total)
    return totals
