"""ZP-14 where no formula gives the score: full marks for a target that was missed, or may have been."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from perfxl.finding import Level
from perfxl.formset.labels import normal
from perfxl.patterns import pattern
from perfxl.returns.changes import falls_short, is_fall
from perfxl.returns.directions import Direction
from perfxl.returns.numbers import close_up
from perfxl.returns.periods import is_late, is_rarer
from perfxl.returns.quantities import answered
from perfxl.returns.targets import ValueKind, actual_in_unit_of, actual_span
from perfxl.rules.indicators import Indicator
from perfxl.rules.indicators_value import is_share
from perfxl.rules.registry import Hit

_BETTER_LESS = pattern("成本|费|支出|开支|债|价|耗|失业|发病|风险|负担|人员|编制|投资|结转|结余")
"""What is named like this a unit may want to rise as little as possible."""

_PART = "其中"
"""A quick look: what is not written like this promises no part beside the whole."""
_PART_NAME = pattern("其中:?([^0-9≥≤><=]+)")


def unearned(indicator: Indicator, full: Decimal, stated: Decimal, year: int | None) -> Hit | None:
    """A hit for full marks that nothing of the actual bears out; what is due instead no formula says.

    ``year`` is the form's, None where it is not known.
    """
    if not full or stated < full or indicator.target.doubtful or indicator.actual.doubtful:
        return None
    checks: tuple[Callable[[Indicator], Hit | None], ...] = (
        partial(_late, year=year),
        _rarer,
        _outside,
        _of_the_year,
        _of_several,
        _in_words,
    )
    return next((hit for check in checks if (hit := check(indicator)) is not None), None)


def only_just(indicator: Indicator) -> Hit | None:
    """A hint where a target of more (less) than a number was met by that very number, which earns full marks."""
    target, actual = indicator.target, indicator.actual
    if target.op not in (">", "<") or actual_in_unit_of(target, actual) != target.number:
        return None
    wanted = "大于" if target.op == ">" else "小于"
    return _hit(
        indicator,
        f"两者相等，没有{wanted}指标值",
        Level.INFO,
        "请核对指标值是否含本数；不含本数的，属于没有完成。",
    )


def is_behind(indicator: Indicator, year: int | None) -> bool:
    """Whether the actual is a day that is certainly behind the deadline; ``year`` as of :func:`unearned`."""
    target, actual = indicator.target, indicator.actual
    return {target.kind, actual.kind} <= {ValueKind.TIME, ValueKind.TEXT} and is_late(target, actual, year)


def _late(indicator: Indicator, year: int | None) -> Hit | None:
    """A day that is certainly behind the deadline."""
    if not is_behind(indicator, year):
        return None
    fix = "请核对完成时间；确实晚于时限的，请扣减得分并说明原因。"
    return _hit(indicator, "晚于时限，自评为满分", Level.WARNING, fix)


def _rarer(indicator: Indicator) -> Hit | None:
    """What is done less often than promised, in words: 按季发放 for 按月发放."""
    rarer = is_rarer(indicator.target_cell.text, indicator.actual_cell.text)
    return _missed(indicator, "间隔比指标值长") if rarer else None


def part_missed(indicator: Indicator) -> Hit | None:
    """A hit where the whole was reached and a part that is promised beside it was not: ``≥420件（其中A≥120件）``."""
    promised, done = indicator.target_cell.text, indicator.actual_cell.text
    if _PART not in promised or _PART not in done or normal(promised) == normal(done):
        return None
    parts = [[normal(name) for name in _PART_NAME.findall(close_up(text))] for text in (promised, done)]
    missed = answered(promised, done).missed if parts[0] == parts[1] else None
    return _missed(indicator, f"“{missed[1]}”没有达到“{missed[0]}”") if missed else None


def _outside(indicator: Indicator) -> Hit | None:
    """An interval that was left, or an actual that leaves open whether its target was reached."""
    target, actual = indicator.target, indicator.actual
    span = actual_span(target, actual) if target.bounds or actual.bounds else None
    if span is None:
        return None
    if target.bounds is None:
        return _one_limit(indicator, span)
    low, high = target.bounds
    if low <= span[0] and span[1] <= high:
        return None
    if low <= span[1] and span[0] <= high:
        return _open(indicator, "完成值有一部分在指标值的区间之外")
    below = span[1] < low
    if low == -high:
        return _missed(indicator, "超出指标值的幅度")  # off zero is off either way
    if below != indicator.reverse or indicator.direction is Direction.EITHER:
        return _missed(indicator, "在指标值的区间之外")
    if indicator.reverse or is_share(indicator):
        return None  # spent less, or a share of a whole is larger
    return _open(indicator, "完成值大于指标值的区间，指标没有写明是否越多越好")


def _one_limit(indicator: Indicator, span: tuple[Decimal, Decimal]) -> Hit | None:
    """An interval reached where one number was promised."""
    number = indicator.target.number
    if number is None:
        return None
    missed = span[0] > number if indicator.reverse else span[1] < number
    if missed and not indicator.direction_open and indicator.target.op != "=":
        return _missed(indicator, "没有达到指标值")
    if indicator.actual.worked_out:
        return _open(indicator, "没有写明全年合计是多少，不一定达到指标值")
    return _open(indicator, "完成值是区间，不一定达到指标值")


def _of_several(indicator: Indicator) -> Hit | None:
    """One of several quantities that was not reached, or several that cannot be told from each other."""
    promised, done = indicator.target_cell.text, indicator.actual_cell.text
    if not (indicator.target.several and indicator.actual.several) or normal(promised) == normal(done):
        return None
    answer = answered(promised, done)
    if answer.missed:
        return _missed(indicator, f"“{answer.missed[1]}”没有达到“{answer.missed[0]}”")
    return _open(indicator, "几个数量不能逐个比较") if answer.open else None


def _of_the_year(indicator: Indicator) -> Hit | None:
    """A number that was worked out for the year and not reached."""
    target, actual = indicator.target, indicator.actual
    number = actual_in_unit_of(target, actual) if target.worked_out or actual.worked_out else None
    if number is None or target.number is None or indicator.direction_open:
        return None
    missed = number > target.number if indicator.reverse else number < target.number
    return _missed(indicator, "没有达到指标值") if missed else None


def _in_words(indicator: Indicator) -> Hit | None:
    """Less than promised, both in words: 增长4% for 增长5%, 两次 for 三次."""
    if not indicator.target.kind is indicator.actual.kind is ValueKind.TEXT:
        return None
    promised, done = indicator.target_cell.text, indicator.actual_cell.text
    if not falls_short(promised, done):
        return None
    less_is_better = indicator.cost or indicator.unwanted or bool(_BETTER_LESS.search(indicator.name))
    return None if less_is_better and not is_fall(promised) else _missed(indicator, "没有达到指标值")


def _missed(indicator: Indicator, what: str) -> Hit:
    fix = "请核对完成值；确实没有达到指标值的，请扣减得分并说明原因。"
    return _hit(indicator, f"{what}，自评为满分", Level.WARNING, fix)


def _open(indicator: Indicator, why: str) -> Hit:
    return _hit(indicator, f"{why}，不能判断应得多少分", Level.UNDECIDED)


def _hit(indicator: Indicator, what: str, level: Level, fix: str | None = None) -> Hit:
    message = f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，{what}"
    related = [indicator.target_cell, indicator.actual_cell, indicator.weight]
    return Hit(message, indicator.score, level=level, related=related, fix=fix)
