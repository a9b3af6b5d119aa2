"""Texts that state a rise or a fall (``较上年增长5%``), and texts that spell out figures, compared with their like."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from perfxl.patterns import pattern
from perfxl.returns.counting import power_between
from perfxl.returns.numbers import close_up
from perfxl.returns.paired import read_together
from perfxl.returns.spelled import spelled_out
from perfxl.returns.targets import (
    IndicatorValue,
    ValueKind,
    actual_in_unit_of,
    is_money,
    parse_indicator_value,
)

_LONGEST = 60
_RISE = "增长|增加|提高|提升|上升|增幅|增速"
_FALL = "下降|降低|减少|降幅|压减|压缩|节约|节省"
_CHANGE = pattern(rf"(?P<before>[^增减升降]*?)(?:(?P<rise>{_RISE})|{_FALL})率?了?(?P<rest>[^到至为]*)")
_NAMED_RISE, _NAMED_FALL = pattern(_RISE), pattern(_FALL)
_BASE = pattern("同比|环比|上年|上一年|去年|年初|(?:19|20)[0-9]{2}年")
_LAST_YEAR = frozenset({"同比", "上年", "上一年", "去年"})
_NO_SUBJECT = pattern("[比较与和同度期相的,]|同期")
_NO_PLAIN_CHANGE = pattern("[不未无没超均每累]|[0-9]")


class _Change(Struct, frozen=True):
    subject: str
    base: str
    rise: bool
    value: IndicatorValue


def falls_short(target: str, actual: str) -> bool:
    """Whether an actual in words certainly does less than its target in words promises.

    Both state a change of the same measure from the same base, or both spell out counts; more is better, but for a
    target that says otherwise. Whether more is wanted at all is for the caller to know (see :func:`is_fall`).
    """
    promised, done = _change_in(target), _change_in(actual)
    if promised and done:
        return _alike(promised, done) and _less_changed(promised, done)
    return not (promised or done) and _fewer(target, actual)


def change_in_name(target: IndicatorValue, actual: IndicatorValue, name: str) -> IndicatorValue:
    """``target`` as the change that it states (下降3%), where the indicator is named so and ``actual`` is a bare 3.5%.

    Any other name may mean what is left after the change.
    """
    if target.kind is not ValueKind.TEXT or actual.kind is not ValueKind.PERCENT or actual.op:
        return target
    change = _change_in(target.raw)
    words = _NAMED_RISE if change and change.rise else _NAMED_FALL
    if change is None or change.value.kind is not ValueKind.PERCENT or not words.search(name):
        return target
    return replace(change.value, raw=target.raw)


def is_fall(target: str) -> bool:
    """Whether a target promises less than before."""
    change = _change_in(target)
    return change is not None and not change.rise


def _fewer(target: str, actual: str) -> bool:
    one, other = spelled_out(target), spelled_out(actual)
    if (
        one is None
        or other is None
        or one.number is None
        or one.op == "="
        or is_money(one.unit)
        or "月" in one.unit
    ):
        return False
    one, other = read_together(one, other, reverse=False)
    return _below(one, actual_in_unit_of(one, other))


def _below(promised: IndicatorValue, reached: Decimal | None) -> bool:
    if reached is None or promised.number is None:
        return False
    return reached > promised.number if promised.op in ("≤", "<") else reached < promised.number


def _change_in(text: str) -> _Change | None:
    closed = close_up(text).rstrip("。;,、!") if len(text) <= _LONGEST else ""
    found = _CHANGE.fullmatch(closed)
    if found is None:
        return None
    bases = set(_BASE.findall(found["before"]))
    subject = _BASE.sub("", found["before"])
    value = parse_indicator_value(found["rest"]) if found["rest"] else None
    if (
        value is None
        or value.number is None
        or value.doubtful
        or not value.unit
        or _NO_PLAIN_CHANGE.search(subject)
    ):
        return None
    named = {"上年" if base in _LAST_YEAR else base for base in bases}
    return _Change(_NO_SUBJECT.sub("", subject), "、".join(sorted(named)), found["rise"] is not None, value)


def _alike(one: _Change, other: _Change) -> bool:
    """Whether two changes are of the same thing, as far as both say of what, from when and in which unit."""
    subjects = one.subject == other.subject or not (one.subject and other.subject)
    bases = one.base == other.base or not (one.base and other.base)
    return subjects and bases and power_between(other.value.unit, one.value.unit) is not None


def _less_changed(promised: _Change, done: _Change) -> bool:
    """A fall is the contrary of a rise: it answers no promise of one, and stays under every limit of one."""
    if promised.rise != done.rise:
        return promised.value.op not in ("≤", "<") and bool(promised.value.number) and bool(done.value.number)
    return _below(promised.value, actual_in_unit_of(promised.value, done.value))
