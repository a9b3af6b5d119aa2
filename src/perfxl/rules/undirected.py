"""ZP-14 where a bare target does not say for sure if more or less is better: what its score may be either way."""

from __future__ import annotations

from decimal import Decimal

from perfxl import measures
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.returns.counting import is_duration
from perfxl.returns.directions import Direction
from perfxl.returns.targets import actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.context import Context, figure, mismatch
from perfxl.rules.indicators import TIMELINESS, Indicator
from perfxl.rules.ratings import deduction_usual
from perfxl.rules.registry import Hit

_NO_SIGN = (
    "请在指标值前写明方向：越多越好的写“≥”，越少越好的写“≤”；确实没有达到指标值的，请扣减得分并说明原因。"
)
_CHECK = "请核对完成值；确实没有达到指标值的，请扣减得分并说明原因。"


def either_way(indicator: Indicator, full: Decimal, stated: Decimal, context: Context) -> Hit | None:
    """A hit for a score that no direction bears out, or full marks that only the less likely one does.

    ``full`` is the weight and ``stated`` the score. None where the direction is known, the two values are the same or
    cannot be compared.
    """
    target, actual = indicator.target, indicator.actual
    reached = actual_in_unit_of(target, actual)
    if not indicator.direction_open or reached is None or target.number is None or reached == target.number:
        return None
    dues = [measures.score(target, actual, full, reverse) for reverse in (False, True)]
    if None in dues or target.number <= 0:
        return None
    part = min(due for due in dues if due is not None)
    if stated < full:
        unexplained = not indicator.reason and not deduction_usual(indicator, context)
        asked = unexplained and indicator.direction is Direction.UNSAID
        return _neither(indicator, part, full, stated) if asked else None
    return _full_marks(indicator, reached > target.number)


def _neither(indicator: Indicator, part: Decimal, full: Decimal, stated: Decimal) -> Hit | None:
    """A score that is not what proportion gives, whichever way is better."""

    def message() -> str:
        return (
            f"“{indicator.title}”指标值“{indicator.target_cell.text}”没有写方向，完成值“{indicator.actual_cell.text}”，"
            f"达到指标值的应得 {figure(full, Type.SCORE)}，没有达到的应得 {figure(part, Type.SCORE)}，"
            f"自评 {figure(stated, Type.SCORE)}"
        )

    return mismatch(indicator.score, part, message, _related(indicator))


def _full_marks(indicator: Indicator, above: bool) -> Hit | None:
    """Full marks for more than what is mostly a limit, for less than what is mostly promised, or for who knows."""
    direction = indicator.direction
    if above and direction is Direction.MOSTLY_LESS:
        return _hit(indicator, "超过指标值，自评为满分", Level.WARNING, _CHECK)
    if not above and direction is Direction.MOSTLY_MORE:
        return _hit(indicator, "没有达到指标值，自评为满分", Level.WARNING, _CHECK)
    if not above and direction is Direction.UNSAID:
        return _hit(indicator, "小于指标值，指标值没有写方向，自评为满分", Level.WARNING, _NO_SIGN)
    late = indicator.second == TIMELINESS and is_duration(indicator.target.unit)
    if above and late and direction is Direction.EITHER:
        return _hit(
            indicator, "超过指标值，看不出时间越长还是越短为好，不能判断应得多少分", Level.UNDECIDED, _NO_SIGN
        )
    return None


def _hit(indicator: Indicator, what: str, level: Level, fix: str) -> Hit:
    message = f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，{what}"
    return Hit(message, indicator.score, level=level, related=_related(indicator), fix=fix)


def _related(indicator: Indicator) -> list[Value]:
    return [indicator.target_cell, indicator.actual_cell, indicator.weight]
