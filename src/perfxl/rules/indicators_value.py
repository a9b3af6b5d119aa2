"""ZP: what single indicators say (targets, actuals, names)."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.finding import decimal_text
from perfxl.formset.labels import compact, normal
from perfxl.returns.model import FormReturn
from perfxl.returns.targets import IndicatorValue, ValueKind, comparable, is_qualitative_vague
from perfxl.rules.context import Context, percent
from perfxl.rules.indicators import COST, FORMS, TIMELINESS, Indicator, indicators, reached_percent, says_nothing
from perfxl.rules.registry import Hit, form_rule

_EMPTY_NAMES = frozenset({"收支平衡", "收支平衡情况"})
_UNBOUNDED_RATES = ("增长", "变动", "增幅", "提高", "上升", "超额", "同比", "增加", "增速", "下降", "降低", "减少")
_RATIO_WORDS = ("率", "满意度", "比例", "占比", "覆盖面")
_ALLOWED_ABOVE = ("控制率", "完成率", "执行率")
"""Rates that may exceed 100 %; other rules look at them."""


def _stated(indicator: Indicator) -> bool:
    return not says_nothing(indicator.target_cell.text) and not says_nothing(indicator.actual_cell.text)


@form_rule("ZP-16", *FORMS)
def not_far_above_target(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The actual is 130 % of the target or more, and no reason is given."""
    limit = context.number("超额完成上限")
    for indicator in indicators(found):
        target, actual = indicator.target, indicator.actual
        if indicator.reverse or indicator.reason or not target.number or target.op == "=":
            continue
        reached = reached_percent(target, actual)
        if reached is not None and reached >= limit:
            message = (
                f"“{indicator.title}”完成值“{indicator.actual_cell.text}”，为指标值“{indicator.target_cell.text}”的 "
                f"{percent(reached)}，请说明指标值是否偏低"
            )
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell])


@form_rule("ZP-19", *FORMS)
def actual_is_a_result(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The actual carries an operator, or repeats the words of the target."""
    for indicator in indicators(found):
        target, actual = indicator.target, indicator.actual
        if actual.explicit_op and actual.op:
            message = f"“{indicator.title}”实际完成值“{indicator.actual_cell.text}”不应带“{actual.op}”"
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell])
        elif actual.kind is ValueKind.TEXT and target.kind is ValueKind.TEXT:
            words = normal(indicator.actual_cell.text)
            if len(words) > 4 and words == normal(indicator.target_cell.text):
                message = f"“{indicator.title}”实际完成值照抄了指标值的文字"
                yield Hit(message, indicator.actual_cell, related=[indicator.target_cell])


@form_rule("ZP-20", *FORMS)
def target_and_actual_comparable(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Target and actual are of different kinds or in different units."""
    for indicator in indicators(found):
        if _stated(indicator) and not comparable(indicator.target, indicator.actual):
            message = (
                f"“{indicator.title}”指标值“{_short(indicator.target_cell.text)}”与完成值"
                f"“{_short(indicator.actual_cell.text)}”不可比"
            )
            yield Hit(message, indicator.actual_cell, related=[indicator.target_cell])


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 24 else flat[:24] + "…"


@form_rule("ZP-21", *FORMS)
def measurable(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The indicator's name says nothing, or its target has no standard to judge by."""
    for indicator in indicators(found):
        name = compact(indicator.name).rstrip("。.")
        if name in _EMPTY_NAMES or (says_nothing(name) and not says_nothing(indicator.target_cell.text)):
            at = indicator.entry["三级指标"]
            yield Hit(f"三级指标“{indicator.name or '（空）'}”没有考核内容，不可衡量", at)
        elif indicator.target.kind is ValueKind.TEXT and is_qualitative_vague(indicator.target_cell.text):
            message = f"“{indicator.title}”指标值“{_short(indicator.target_cell.text)}”没有评判标准，不可衡量"
            yield Hit(message, indicator.target_cell)


@form_rule("ZP-24", *FORMS)
def kind_fits_category(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A timeliness target that is neither time nor rate; a satisfaction target that is no percentage."""
    for indicator in indicators(found):
        target = indicator.target
        if target.kind not in (ValueKind.NUMBER, ValueKind.PERCENT):
            continue
        shown = _short(indicator.target_cell.text)
        if indicator.satisfaction and target.kind is not ValueKind.PERCENT and not _bare_share(target):
            yield Hit(f"满意度指标“{indicator.title}”指标值“{shown}”不是百分比", indicator.target_cell)
        elif indicator.second == TIMELINESS and target.kind is ValueKind.NUMBER and target.unit not in _TIME_UNITS:
            yield Hit(f"时效指标“{indicator.title}”指标值“{shown}”不是时间或比率", indicator.target_cell)


_TIME_UNITS = frozenset(
    {"年", "月", "个月", "季度", "周", "天", "日", "工作日", "小时", "学时", "课时", "分钟", "分", "秒", "时", "个工作日"}
)


def _bare_share(value: IndicatorValue) -> bool:
    """A percentage written without its sign: 95."""
    return value.unit in ("", "分") and value.number is not None and 0 < value.number <= 100


@form_rule("ZP-25", *FORMS)
def rates_within_100(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A satisfaction or another share of a whole above 100 %."""
    for indicator in indicators(found):
        if not _is_share(indicator):
            continue
        for cell in (indicator.target_cell, indicator.actual_cell):
            value = cell.indicator
            if value.kind is ValueKind.PERCENT and value.number is not None and value.number > 100:
                message = f"“{indicator.title}”比率 {decimal_text(value.number)}% 超过 100%"
                yield Hit(message, cell)


def _is_share(indicator: Indicator) -> bool:
    name = indicator.name
    if any(word in name for word in (*_UNBOUNDED_RATES, *_ALLOWED_ABOVE)):
        return False
    return indicator.satisfaction or any(word in name for word in _RATIO_WORDS)


@form_rule("ZP-26", *FORMS)
def direction_plausible(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cost or a control rate with ≥, or a rate of change limited to 100 %."""
    for indicator in indicators(found):
        target = indicator.target
        rising = target.op in ("≥", ">")
        cost = COST in (indicator.first, indicator.second) and target.kind is ValueKind.NUMBER
        wrong = rising and (cost or "控制率" in indicator.name)
        change = "变动率" in indicator.name and target.op in ("<", "≤") and target.number == 100
        if (wrong and not _saving(indicator)) or change:
            message = f"“{indicator.title}”指标值“{_short(indicator.target_cell.text)}”的方向可疑"
            yield Hit(message, indicator.target_cell)


def _saving(indicator: Indicator) -> bool:
    return any(word in indicator.name for word in ("节约", "节省", "压减", "降低"))
