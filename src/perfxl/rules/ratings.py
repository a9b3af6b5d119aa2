"""Indicators with what they are rated by: weight and score, which merged cells may give for several of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec import Struct

from perfxl import measures
from perfxl.finding import Level, decimal_text
from perfxl.formset.model import Type
from perfxl.lazy import once
from perfxl.returns.model import FormReturn
from perfxl.returns.targets import ValueKind, actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, Context, figure, lacking, mismatch, unusable
from perfxl.rules.indicators import Indicator, indicators, reached_percent, undecided_value
from perfxl.rules.mended import Figures, number_in
from perfxl.rules.reasons import explained, fix_with_reason
from perfxl.rules.registry import Hit

FAR = 30
"""A deviation from the target, in percent, from which some places deduct."""
ANY_WEIGHT = Decimal(1)
"""Stands for a weight that is not known where only the share of it that is due matters."""


class Rating(Struct):
    """One indicator, or several whose weight or score stands in one merged cell."""

    members: list[Indicator]

    @property
    def alone(self) -> bool:
        """Whether it is a single indicator with a weight and a score of its own."""
        return len(self.members) == 1

    @property
    def title(self) -> str:
        """What a message calls it, with its quotes."""
        first = f"“{self.members[0].title}”"
        return first if self.alone else f"{first}等 {len(self.members)} 个指标"

    @property
    def weights(self) -> list[Value]:
        """The cells of its weight."""
        return distinct([member.weight for member in self.members])

    @property
    def scores(self) -> list[Value]:
        """The cells of its score."""
        return distinct([member.score for member in self.members])

    @property
    def weight(self) -> Decimal | None:
        """Its weight, None if one of the cells holds no number."""
        return whole_of(self.weights)

    @property
    def score(self) -> Decimal | None:
        """Its score, None if one of the cells holds no number."""
        return whole_of(self.scores)


def distinct(values: Sequence[Value]) -> list[Value]:
    """The values, each cell once: a merged one stands for several indicators. What stands nowhere stays."""
    return list({(value.place if value.place.row else n): value for n, value in enumerate(values)}.values())


def whole_of(values: Sequence[Value]) -> Decimal | None:
    """The sum of the values, None if one of them is no number."""
    numbers = [value.number for value in values if value.number is not None]
    return sum(numbers, Decimal(0)) if len(numbers) == len(values) else None


def total_of(values: Sequence[Value]) -> Decimal | None:
    """The sum of what is stated, each cell once; None if nothing is, or if one of the values is no number."""
    numbers = [value.number for value in distinct(values) if value.number is not None]
    return sum(numbers, Decimal(0)) if numbers and not unusable(values) else None


@once
def ratings(found: FormReturn) -> Sequence[Rating]:
    """The indicators in use, those together that share a merged weight or score."""
    result: list[Rating] = []
    for indicator in indicators(found):
        if result and _share(result[-1].members[-1], indicator):
            result[-1].members.append(indicator)
        else:
            result.append(Rating([indicator]))
    return result


def _share(one: Indicator, other: Indicator) -> bool:
    pairs = ((one.weight, other.weight), (one.score, other.score))
    return any(bool(a.place.row) and a.place == b.place for a, b in pairs)


def due_score(indicator: Indicator, weight: Decimal) -> Decimal | None:
    """The score that target, actual and weight give; None where no formula decides."""
    target, actual = indicator.target, indicator.actual
    if indicator.direction_open and actual_in_unit_of(target, actual) != target.number:
        return None
    return measures.score(target, actual, weight, indicator.reverse)


def due_of(rating: Rating) -> Decimal | None:
    """The score that a rating should have; None where target, actual and weight do not decide it.

    A weight that several indicators share is due in full where each of them was reached; how it is to be parted
    where they were not, nobody knows.
    """
    if len(rating.weights) == len(rating.members):
        given = [
            due_score(member, member.weight.number)
            for member in rating.members
            if member.weight.number is not None and member.weight.number >= 0
        ]
        dues = [due for due in given if due is not None]
        return sum(dues, Decimal(0)) if len(dues) == len(rating.members) else None
    shares = [due_score(member, ANY_WEIGHT) for member in rating.members]
    return rating.weight if all(share == 1 for share in shares) else None


def band_of(indicator: Indicator) -> measures.Band | None:
    """The band of what the actual says was reached; None where it is no such wording."""
    if indicator.actual.kind is not ValueKind.TEXT:
        return None
    try:
        return measures.qualitative_band(indicator.actual_cell.text)
    except measures.MeasureError:
        return None


def deduction_usual(indicator: Indicator, context: Context) -> bool:
    """Whether a lower score is in order: the target was far surpassed, or deviations are deducted."""
    reached = reached_percent(indicator.target, indicator.actual)
    if reached is None:
        return False
    surpassed = not indicator.reverse and reached >= context.number("超额完成上限")
    return surpassed or (bool(context.parameter("偏离扣分")) and abs(reached - 100) >= FAR)


def merged_above_weight(rating: Rating) -> Iterator[Hit]:
    """ZP-09 for indicators that share a cell: their score is above their weight, or below zero."""
    weight, score = rating.weight, rating.score
    if weight is None or score is None:
        if unusable([*rating.weights, *rating.scores]):
            yield from lacking(f"{rating.title}得分是否超过分值", *rating.scores, *rating.weights)
    elif score > weight:
        message = f"{rating.title}得分 {figure(score, Type.SCORE)}，大于分值 {figure(weight, Type.SCORE)}"
        related, holds = [*rating.scores[1:], *rating.weights], partial(_merged_fits, rating)
        yield Hit(message, rating.scores[0], weight, related=related, holds=holds)
    elif any(value.number is not None and value.number < 0 for value in rating.scores):
        yield Hit(f"{rating.title}得分为负数", rating.scores[0], Decimal(0), related=rating.weights)


def _merged_fits(rating: Rating, figures: Figures) -> bool:
    """Whether the scores are not above their weights together."""
    scores = [number_in(score, figures) or Decimal(0) for score in rating.scores]
    weights = [number_in(weight, figures) or Decimal(0) for weight in rating.weights]
    return sum(scores, Decimal(0)) <= sum(weights, Decimal(0))


def merged_recomputed(rating: Rating, found: FormReturn, context: Context) -> Iterator[Hit]:
    """ZP-14 for indicators that share a cell: full marks where all were reached, else between the limits of them."""
    weight, score = rating.weight, rating.score
    if weight is None or score is None or weight < 0:
        return
    doubts = (undecided_value(member, "得分") for member in rating.members)
    doubt = next((hit for hit in doubts if hit is not None), None)
    if doubt is not None:
        yield doubt
        return
    due = due_of(rating)
    low, high = (due, due) if due is not None else _limits(rating, weight)
    if low is None or high is None:
        return
    less = score < low
    if less and any(deduction_usual(member, context) for member in rating.members):
        return
    hit = _outside(rating, score, low, high)
    if hit and less and any(explained(member, found) for member in rating.members):
        hit.level = hit.level or Level.WARNING  # a unit that gives itself less and says why is only asked
    elif hit is None and score == weight and low < weight:
        message = f"{rating.title}合并计分，有指标未完成而自评为满分，分值没有分到各指标，不能判断应得多少分"
        hit = Hit(message, rating.scores[0], level=Level.UNDECIDED)
    if hit:
        cells = (cell for member in rating.members for cell in (member.target_cell, member.actual_cell))
        hit.related = [*cells, *rating.scores[1:], *rating.weights]
        reasoned = any(explained(member, found) for member in rating.members)
        if isinstance(hit.computed, Decimal) and hit.computed < weight and not reasoned:
            hit.fix = fix_with_reason("ZP-14", rating.members, found)
        yield hit


def _limits(rating: Rating, weight: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """What the worst and the best of the indicators would give: however the weight is parted, the score is between."""
    shares = [due_score(member, ANY_WEIGHT) for member in rating.members]
    known = [share for share in shares if share is not None]
    if len(known) < len(shares):
        return None, None
    return min(known) * weight, max(known) * weight


def _outside(rating: Rating, score: Decimal, low: Decimal, high: Decimal) -> Hit | None:
    """A hit if a score is not within the limits; a single cell is compared at the decimals that it writes."""
    due = high if score > high else low
    limits = f"应在 {figure(low, Type.SCORE)}与 {figure(high, Type.SCORE)}之间"
    limits = f"应得 {figure(due, Type.SCORE)}" if low == high else limits
    message = f"{rating.title}合并计分，{limits}，自评 {figure(score, Type.SCORE)}"
    if low <= score <= high:
        return None
    if len(rating.scores) == 1:
        return mismatch(rating.scores[0], due, lambda: message)
    if abs(score - due) <= EXACT:
        return None
    return Hit(message, rating.scores[0], due, decimal_text(score), score - due, EXACT)


def merged_unexplained(rating: Rating, found: FormReturn) -> Iterator[Hit]:
    """ZP-15 for indicators that share a cell: less than full marks, and no reason at any of them."""
    weight, score = rating.weight, rating.score
    if weight is None or score is None:
        if unusable([*rating.weights, *rating.scores]):
            yield from lacking(f"{rating.title}是否须说明偏差原因", *rating.scores, *rating.weights)
        return
    reasons = [member.entry["原因"] for member in rating.members if "原因" in member.entry.values]
    if score < weight and reasons and not any(explained(member, found) for member in rating.members):
        message = (
            f"{rating.title}得分 {figure(score, Type.SCORE)}，低于分值 {figure(weight, Type.SCORE)}，"
            "未填偏差原因及改进措施"
        )
        yield Hit(message, reasons[0], related=[*rating.scores, *rating.weights])
