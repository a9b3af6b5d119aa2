"""Whether a comparison would hold with other figures in some cells, as causes are looked for; figures by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from perfxl.finding import Place
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, ROUNDING

Figures = Mapping[Place, Decimal]


def number_in(value: Value, figures: Figures) -> Decimal | None:
    """The number of a value, or the one that its cell has among the figures."""
    return figures.get(value.place, value.number)


def not_above(value: Value, limit: Value, figures: Figures) -> bool:
    """Whether an amount is not above another one."""
    one, other = number_in(value, figures), number_in(limit, figures)
    return one is not None and other is not None and one - other <= EXACT


def score_fits(score: Value, weight: Value, figures: Figures) -> bool:
    """Whether a score is neither above its weight nor below zero."""
    earned, full = number_in(score, figures), number_in(weight, figures)
    return earned is not None and full is not None and 0 <= earned <= full


def makes(due: Decimal, parts: Iterable[Value], figures: Figures) -> bool:
    """Whether values that are all numbers make what is due, but for rounding."""
    numbers = [number_in(part, figures) for part in parts]
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and abs(sum(known, Decimal(0)) - due) <= ROUNDING


def one_of_them(parts: Iterable[Value], lacking: Decimal) -> dict[Place, Decimal]:
    """What each of the parts of a sum would have to be were it alone wrong; ``lacking`` is what the sum lacks."""
    numbers = ((part.place, part.number + lacking) for part in parts if part.number is not None)
    return {place: number for place, number in numbers if number >= 0}
