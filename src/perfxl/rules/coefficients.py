"""The coefficient (得分系数) that some forms have beside each indicator: the share of its weight that it scores.

What it makes of the weight is the score (ZP-14), it is at most 100 % (ZP-25), and a percentage (TY-12).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.lazy import once
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import (
    Context,
    Outcome,
    compare,
    figure,
    half_of,
    mismatch,
    unusable,
    without_number,
)
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit
from perfxl.rules.weights import mended_weight

_NAME = "得分系数"
_WHOLE, _TWICE = Decimal(100), Decimal(1000)
"""The most that it can be, and from where on it can only be a percentage times 100."""
_SCORE_FIX = "请核对得分系数和得分，得分等于分值乘以得分系数。"
_ABOVE_FIX = "请改正得分系数，最高为 100%。"


class _Coefficient(Struct):
    """A coefficient beside the weight and the score of its own row, all three stated."""

    value: Value
    number: Decimal
    """The percentage that is meant: 80 also for 0.8, and for 8000%, which is no share of anything."""
    weight: Decimal
    score: Value
    scored: Decimal

    @property
    def miswritten(self) -> bool:
        """Whether it is not written as the percentage that is meant."""
        return self.value.number != self.number

    def fits(self, weight: Decimal) -> bool:
        """Whether the score is what it makes of a weight, either of the two as it is rounded."""
        score = weight * self.number / 100
        if compare(Type.SCORE, self.score.reading, score)[0] is not Outcome.DIFFERENT:
            return True
        factor = self.number / self.value.number if self.value.number else Decimal(1)
        return abs(self.scored * 100 / weight - self.number) <= half_of(self.value.reading.decimals) * factor


def _meant(value: Value, number: Decimal) -> Decimal:
    if number >= _TWICE:
        return number / 100
    return number * 100 if number <= 1 and value.reading.unit != "%" else number


def _of(indicator: Indicator) -> _Coefficient | None:
    """The coefficient of an indicator, None where it states none, or no weight and score of its own."""
    value, row = indicator.entry.values.get(_NAME), indicator.entry.row
    weight, score = indicator.weight, indicator.score
    if (
        value is None
        or value.number is None
        or not weight.number
        or weight.number < 0
        or score.number is None
    ):
        return None
    if weight.place.row != row or score.place.row != row:
        return None  # one for several rows
    return _Coefficient(value, _meant(value, value.number), weight.number, score, score.number)


@once
def _all(found: FormReturn) -> list[_Coefficient]:
    return [one for indicator in indicators(found) if (one := _of(indicator))]


def unlike_coefficient(indicator: Indicator, found: FormReturn, context: Context) -> Hit | None:
    """A hit for a score that is not what the coefficient makes of the weight, or a coefficient that cannot be read."""
    value, one = indicator.entry.values.get(_NAME), _of(indicator)
    if value is not None and unusable([value]):
        message = f"“{indicator.title}”{without_number(value)}，不能判断得分"
        return Hit(message, value, level=Level.UNDECIDED, related=[indicator.score])
    if one is None or one.number > _WHOLE or one.fits(one.weight):
        return None
    due = one.weight * one.number / 100

    def message_of() -> str:
        return (
            f"“{indicator.title}”{_NAME} {figure(one.number, Type.RATE)}，分值 {figure(one.weight, Type.SCORE)}，"
            f"应得 {figure(due, Type.SCORE)}，自评 {figure(one.scored, Type.SCORE)}"
        )

    hit = mismatch(one.score, due, message_of, [one.value, indicator.weight])
    if hit:
        mended = mended_weight(found, indicator.weight, context)
        hit.fix = _SCORE_FIX
        hit.remedies = {one.value.place: one.scored * 100 / one.weight}
        hit.primary = not mended or not one.fits(mended)  # else the weight is at fault
    return hit


def above_whole(found: FormReturn) -> Iterator[Hit]:
    """Coefficients above 100 %."""
    for one in _all(found):
        if one.number > _WHOLE:
            message = f"{_NAME} {figure(one.number, Type.RATE)}，超过 100%"
            yield Hit(message, one.value, _WHOLE, related=[one.score], fix=_ABOVE_FIX)


def miswritten(found: FormReturn) -> Iterator[Hit]:
    """Coefficients that are fractions, or multiplied by 100 twice: said once."""
    wrong = [one for one in _all(found) if one.miswritten]
    if wrong:
        first = wrong[0]
        several = f"等 {len(wrong)} 处" if len(wrong) > 1 else ""
        due = figure(first.number, Type.RATE)
        message = f"{_NAME}“{first.value.text}”{several}，百分数与比例混用，应为 {due}"
        yield Hit(message, first.value, first.number, related=[one.value for one in wrong[1:]])
