"""Targets and actuals whose sign and unit stand in columns of their own: ``≤`` | ``15`` | ``秒``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec.structs import replace

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.numbers import close_up, states_nothing
from perfxl.returns.targets import IndicatorValue, ValueKind, parse_indicator_value
from perfxl.returns.value import Value

DIRECTION, UNIT = "方向", "计量单位"
"""The columns of a list that hold what belongs to its targets."""
TARGET, ACTUAL = "指标值", "完成值"
_WORDS = {"≥": pattern(r"正向(?:指标)?"), "≤": pattern(r"[反逆负]向(?:指标)?")}
_NO_DIRECTION = pattern(r"(?:定[性量]|预期性|约束性|共性|个性)(?:指标)?|文字描述|描述|数值|数字|其他")
"""What the column may say that is no direction."""
_PERCENT = pattern(r"%|％|百分比|百分号")


def join_columns(values: Mapping[str, Value]) -> None:
    """Complete a row's target and actual by the sign and unit in its other columns, where the list has these.

    Their cells stay their own; text and reading are those of the whole: 15 with ``≤`` and ``秒`` is ``≤15秒``. What
    was typed into the value's own cell comes first. A sign that is not understood makes the target doubtful.
    """
    if DIRECTION not in values and UNIT not in values:
        return
    target, actual = values.get(TARGET), values.get(ACTUAL)
    unit = _stated(values.get(UNIT))
    if target is not None:
        _complete(target, _stated(values.get(DIRECTION)), unit)
    if actual is not None:
        _complete(actual, "", unit, in_points=target is not None and _limits_in_points(target.indicator))


def _stated(value: Value | None) -> str:
    if value is None or states_nothing(close_up(value.text)):
        return ""
    return compact(value.text)


def _limits_in_points(target: IndicatorValue) -> bool:
    """Whether the column is in percentage points (``≤`` | ``5`` | ``%``) for an actual that stays below the target."""
    return target.op in ("≤", "<") and target.unit == "%" and target.number is not None and target.number > 1


def _complete(value: Value, direction: str, unit: str, in_points: bool = False) -> None:
    own = value.indicator
    if own.number is None or own.doubtful:
        return
    percent = bool(_PERCENT.fullmatch(unit))
    # 0.95 under % may be meant as 95 %: it stays as it is, to be read beside the other value
    may_be_fraction = percent and not in_points and 0 < own.number <= 1
    if unit and not own.unit and not may_be_fraction:
        value.text += unit
        plain_unit = "%" if percent else unit.replace("(", "").replace(")", "")
        own = replace(own, kind=ValueKind.PERCENT if percent else ValueKind.NUMBER, unit=plain_unit)
    if direction and not own.op:
        own = _directed(value, own, direction)
    value.indicator = own


def _directed(value: Value, own: IndicatorValue, direction: str) -> IndicatorValue:
    sign = next((sign for sign, words in _WORDS.items() if words.fullmatch(direction)), "")
    sign = sign or parse_indicator_value(f"{direction}{Decimal(1)}").op
    if sign:
        value.text = f"{sign}{value.text}"
        return replace(own, op=sign, explicit_op=True)
    if _NO_DIRECTION.fullmatch(direction):
        return own
    return replace(own, doubtful=f"所填方向“{direction}”无法识别")
