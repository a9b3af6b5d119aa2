"""The ratios and scores of budget performance, as pure functions.

Percentages go in and come out in percentage points (95 for 95%), scores in points, money in any one unit.
Every result is an exact decimal, or one of 28 digits where the quotient does not end, never rounded to what
is shown. Each function raises :class:`MeasureError` where its formula has no value, so that a blank or a
zero denominator never turns into a zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.targets import IndicatorValue, ValueKind, actual_in_unit_of, actual_span

Number: TypeAlias = Decimal | int | float
"""A float counts as Excel shows it: by its first 15 significant digits."""

GRADE_BANDS = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
"""The least score of each grade, best first. Practice of 财预〔2020〕10号; a form set may state its own."""

_EXACT = Context(prec=28)
_HUNDRED = Decimal(100)
_ZERO = Decimal(0)
_LARGEST_EXPONENT = 400
_MOST_PLACES = 15


class MeasureError(ValueError):
    """A measure has no value for what it was given. ``str()`` is a Chinese sentence for the user."""


class Band(Struct, frozen=True):
    """A range of score/weight in percentage points: ``low`` is included, ``high`` only if it says so."""

    low: Decimal
    high: Decimal
    high_included: bool

    def holds(self, percent: Decimal) -> bool:
        """Whether ``percent`` is within the band."""
        return self.low <= percent < self.high or (self.high_included and percent == self.high)


_REACHED = Band(Decimal(80), _HUNDRED, True)
_PARTLY = Band(Decimal(60), Decimal(80), False)
_NOT_REACHED = Band(_ZERO, Decimal(60), False)
_OTHERWISE = pattern(
    "[0-9０-９]|[一二三四五六七八九十两][个项次场期件名户处]|部分|大部|多数|一半|剩余|其余|[未没尚仅只但除]"
)
"""Words that make a text that begins with 完成 say how much was done, and not that all was."""


def execution_rate(executed: Number, budget: Number) -> Decimal:
    """执行率: ``executed`` / ``budget`` × 100, in percentage points; ``budget`` is the adjusted 全年预算数.

    Raises MeasureError for a zero budget. Basis: the 自评表 layout of 财预〔2020〕10号.
    """
    whole = _exact(budget, "全年预算数")
    return _percentage(_exact(executed, "执行数"), whole, "全年预算数为0，无法计算执行率")


def control_rate(staff: Number, quota: Number) -> Decimal:
    """在职人员控制率: ``staff`` / ``quota`` × 100, in percentage points; both are persons.

    Raises MeasureError for a zero quota. Basis: 财预〔2013〕53号.
    """
    return _percentage(_exact(staff, "在职人员数"), _exact(quota, "编制数"), "编制数为0，无法计算控制率")


def change_rate(current: Number, base: Number) -> Decimal:
    """变动率: (``current`` − ``base``) / ``base`` × 100, in percentage points; negative where it fell.

    Raises MeasureError for a zero base. Basis: “三公经费”变动率 in 财预〔2013〕53号.
    """
    former = _exact(base, "基期数")
    rise = _EXACT.subtract(_exact(current, "本期数"), former)
    return _percentage(rise, former, "基期数为0，无法计算变动率")


def deviation(target: Number, actual: Number) -> Decimal:
    """偏离度: (``actual`` − ``target``) / ``target`` × 100, in percentage points; 30 where 130% was reached.

    Both are in the same unit. Raises MeasureError for a zero target.
    """
    promised = _exact(target, "指标值")
    return _percentage(
        _EXACT.subtract(_exact(actual, "完成值"), promised), promised, "指标值为0，无法计算偏离度"
    )


def rate_score(rate_percent: Number, weight: Number) -> Decimal:
    """执行率得分: ``weight`` × ``rate_percent`` / 100 points, from 0 to at most ``weight``.

    Raises MeasureError for a negative weight. Basis: practice of 财预〔2020〕10号 (得分 ≤ 分值).
    """
    rate, full = _exact(rate_percent, "执行率"), _weight(weight)
    if rate >= _HUNDRED:
        return full
    return _EXACT.divide(_EXACT.multiply(full, rate), _HUNDRED) if rate > 0 else _ZERO


def score(target: IndicatorValue, actual: IndicatorValue, weight: Number, reverse: bool) -> Decimal | None:
    """得分 of an indicator: the full ``weight`` where ``actual`` reaches ``target``, else in proportion.

    Forward W×A/T, reverse W×T/A, ``=`` W×min(A/T, T/A), a missed target of zero 0; from 0 to ``weight``.
    The direction is what ``target`` states by its operator; ``reverse`` holds for a bare value (see
    :func:`perfxl.returns.targets.is_reverse`). A time earns the full weight if it was kept. None where no
    formula decides: words, an interval that was left or may have been, a missed time, a missed negative target, a
    missed number that was worked out, and what is blank, doubtful or not comparable.
    Raises MeasureError for a negative weight. Basis: practice of 财预〔2020〕10号.
    """
    full = _weight(weight)
    if target.doubtful or actual.doubtful:
        return None
    if target.kind is ValueKind.TIME and actual.kind is ValueKind.TIME:
        return full if _in_time(target, actual) else None
    if target.bounds or actual.bounds:
        return full if _within(target, actual, reverse) else None
    reached = actual_in_unit_of(target, actual)
    if target.number is None or reached is None:
        return None
    promised = _exact(target.number, "指标值")
    op = _operator(target, reverse)
    if (target.worked_out or actual.worked_out) and not _meets(op, promised, reached):
        return None
    return _proportional(op, promised, _exact(reached, "完成值"), full)


def qualitative_band(level: str) -> Band:
    """The score/weight band of a qualitative ``level``: 达成 80–100, 部分达成 60–80, 未达成 0–60 percent.

    ``level`` is the wording of the form, such as ``未达成年度指标且效果较差``. Raises MeasureError for
    any other wording: counts (``完成2场``) and what was done in part (``完成大部分任务``) name no band.
    Basis: practice of 财预〔2020〕10号.
    """
    named = "".join(level.split())
    if named.startswith(("未达成", "未完成")):
        return _NOT_REACHED
    if named.startswith(("部分达成", "部分完成")):
        return _PARTLY
    if named.startswith(("达成", "完成", "全部达成", "全部完成")) and not _OTHERWISE.search(named):
        return _REACHED
    raise MeasureError(f"“{level}”不是定性指标的完成档次（达成、部分达成、未达成）")


def grade(score: Number, bands: Sequence[tuple[Number, str]] = GRADE_BANDS) -> str:
    """等级 of a total ``score`` from 0 to 100; ``bands`` give the least score of each grade, best first.

    Raises MeasureError for a score outside 0–100 or below every band.
    """
    total = _exact(score, "总分")
    if _ZERO <= total <= _HUNDRED:
        for least, name in bands:
            if total >= _exact(least, "等级下限"):
                return name
    raise MeasureError(f"总分{total:f}不在0至100分之内，无法评定等级")


def round_half_up(value: Number, places: int) -> Decimal:
    """``value`` to ``places`` decimals (−15 to 15), a half away from zero, as Excel's ROUND.

    Raises MeasureError if ``value`` is not finite or ``places`` is out of range.
    """
    number = _exact(value, "数值")
    if not -_MOST_PLACES <= places <= _MOST_PLACES:
        raise MeasureError(f"小数位数{places}超出范围（-15至15）")
    enough = Context(prec=max(number.adjusted(), 0) + _MOST_PLACES + 2, rounding=ROUND_HALF_UP)
    rounded = number.quantize(Decimal(1).scaleb(-places), context=enough)
    return Decimal(f"{rounded:f}") if places < 0 else rounded


def _exact(value: Number, name: str) -> Decimal:
    if not isinstance(value, Decimal):
        if isinstance(value, float):
            value = Decimal(f"{value:.15g}")
        elif isinstance(value, int) and not isinstance(value, bool):
            value = Decimal(value)
        else:
            raise MeasureError(f"{name}不是数值")
    if not value.is_finite() or value.adjusted() > _LARGEST_EXPONENT:
        raise MeasureError(f"{name}不是有限的数值")
    return value


def _weight(weight: Number) -> Decimal:
    full = _exact(weight, "分值")
    if full < 0:
        raise MeasureError(f"分值不能为负数：{full:f}")
    return full


def _percentage(part: Decimal, whole: Decimal, undefined: str) -> Decimal:
    if not whole:
        raise MeasureError(undefined)
    return _EXACT.divide(_EXACT.multiply(part, _HUNDRED), whole)


def _operator(target: IndicatorValue, reverse: bool) -> str:
    return target.op or ("≤" if reverse else "≥" if target.number else "=")


def _within(target: IndicatorValue, actual: IndicatorValue, reverse: bool) -> bool:
    """Whether all that an actual leaves open is within an interval, or reaches the target."""
    span = actual_span(target, actual)
    if span is None:
        return False
    if target.bounds:
        return target.bounds[0] <= span[0] and span[1] <= target.bounds[1]
    promised, op = target.number, _operator(target, reverse)
    return promised is not None and all(_meets(op, promised, end) for end in span)


def _in_time(target: IndicatorValue, actual: IndicatorValue) -> bool:
    if target.deadline and actual.deadline:
        return actual.deadline <= target.deadline
    return target.raw.split() == actual.raw.split()


def _proportional(op: str, promised: Decimal, reached: Decimal, full: Decimal) -> Decimal | None:
    if _meets(op, promised, reached):
        return full
    if not promised:
        return _ZERO
    if promised < 0:
        return None
    if reached <= 0:
        return _ZERO
    smaller, larger = sorted((promised, reached))
    return min(full, _EXACT.divide(_EXACT.multiply(full, smaller), larger))


def _meets(op: str, promised: Decimal, reached: Decimal) -> bool:
    if op == "=":
        return reached == promised
    if reached == promised:
        return bool(promised) or op in ("≥", "≤")
    return reached > promised if op in ("≥", ">") else reached < promised
