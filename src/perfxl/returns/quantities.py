"""Texts that state several quantities (``完成3场，每场≥50人``), one by one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.counting import COUNTED_IN
from perfxl.returns.numbers import NUMBER, close_up
from perfxl.returns.targets import IndicatorValue, actual_in_unit_of, is_money, parse_indicator_value

_LONGEST = 200
_SIGN = "不[低少小高多大]于|不得?超过|不得[低少高多]于|至少|至多|[大小]于等于|[≥≤><=≧≦]=?"
_QUANTITY = pattern(rf"(?:{_SIGN})?{NUMBER}(?:%|{COUNTED_IN})(?:及?以[上下内])?")
_NO_PLAIN_COUNT = pattern(
    r"[0-9](?:[-~〜–—至到])[0-9]|[0-9]年|[0-9]{1,2}月|第[0-9]|[约近余多或未无没减降增较比][^,;]*[0-9]|[0-9][余多]"
    r"|(?:^|[;,。、])[(]?[0-9]{1,2}(?:\.(?![0-9])|[、):])|^1\..*[;,。、]2\."
)
"""What changes the meaning of a figure; dates, ranges and the numbers of points, which are no quantities."""
_LIMITS = frozenset({"天", "日", "周", "月", "个月", "小时", "个小时", "分钟", "工作日", "个工作日", "秒"})
"""Units in which a bare number may be the most as well as the least."""


class Quantities(Struct, frozen=True):
    """How the quantities of an actual answer those of a target."""

    missed: tuple[str, str] | None
    """The first quantity that is not reached for sure: what was promised and what was done, as written."""
    open: bool
    """Whether it cannot be told if one was: they do not pair, or one of another size sets no limit."""


def answered(target: str, actual: str) -> Quantities:
    """Two texts of several quantities compared one by one, which needs the same sequence of units in both."""
    promised, reached = _quantities(target), _quantities(actual)
    if len(promised) < 2 or len(promised) != len(reached):
        return Quantities(None, True)
    missed, uncertain = None, False
    for one, other in zip(promised, reached, strict=True):
        number = actual_in_unit_of(one, other)
        if number is None or one.number is None:
            return Quantities(None, True)
        if not one.op and (one.unit in _LIMITS or is_money(one.unit)):
            uncertain = uncertain or number != one.number
        elif missed is None and (number > one.number if one.op in ("≤", "<") else number < one.number):
            missed = (one.raw, other.raw)
    return Quantities(missed, uncertain)


def _quantities(text: str) -> Sequence[IndicatorValue]:
    closed = close_up(text)
    if len(closed) > _LONGEST or _NO_PLAIN_COUNT.search(closed):
        return ()
    return [parse_indicator_value(found) for found in _QUANTITY.findall(closed)]
