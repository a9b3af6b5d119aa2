"""When something is due and when it was done: the days that a time names (``一季度内``, ``年底前``, ``次年1月15日``).

A time without a year is of the form's year, ``次年`` of the next one.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from perfxl.patterns import pattern
from perfxl.returns.numbers import close_up, read_date_text
from perfxl.returns.targets import IndicatorValue, parse_indicator_value

_LONGEST = 40
_DONE = (
    "(?:按时|按期|全部|全面|如期|顺利|已)*"
    "(?:完成|完工|竣工|实施|执行|开展|达标|支付|拨付|发放|验收|交付|投入使用|运行|举办|办结)?(?:任务|工作)?"
)
_PERIOD = pattern(
    r"(?:≤|<=?)?(?:按|于|在|截至|截止到?|计划|预计|已于?|至)?(?P<time>"
    r"(?:(?P<year>(?:19|20)[0-9]{2})年度?|(?P<next>[次翌来]年|下一?年|第二年)|(?:[本当今]年|年)度?)?"
    r"(?:(?:(?P<from>[0-9]{1,2})月?[-~—至到])?(?P<month>[0-9]{1,2})月份?(?:(?P<day>[0-9]{1,2})[日号]|(?P<third>[上中下]旬)|初)?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<end>[底末])?"
    r"|(?:19|20)[0-9]{2}(?:[-./][0-9]{1,2}){2})"
    rf"(?P<edge>之前|以前|前|以?内|期间)?{_DONE}"
)
_MONTHLY = pattern(
    r"每个?月(?P<next>次月|下月)?(?P<day>[0-9]{1,2})[日号](?P<edge>之前|以前|前)?[^0-9不未没无]{0,8}"
)
_YEAR_AND_MONTH = pattern(
    r"(?P<year>(?:19|20)[0-9]{2})\.(?P<month>0?[1-9]|1[0-2])月?(?P<edge>[底末]?(?:之前|以前|前)?)"
)
_QUARTERS = {name: number for names in ("一二三四", "1234") for number, name in enumerate(names)}
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20)}
_MOST_DAYS = 31


class _Span(NamedTuple):
    """The first and the last day of a time; ``until``: the time itself may have been any day before."""

    first: date
    last: date
    until: bool


def as_month(value: IndicatorValue) -> IndicatorValue:
    """A bare ``2022.12`` as the month that it is where a time is due; any other value as it is.

    ``2022.1`` may be what is left of ``2022.10``, so that it says no more than from when to when.
    """
    found = _YEAR_AND_MONTH.fullmatch(close_up(value.raw)) if 0 < value.raw.find(".") < _LONGEST else None
    if found is None:
        return value
    month = "1月-10" if found["month"] == "1" else int(found["month"])
    return parse_indicator_value(f"{found['year']}年{month}月{found['edge']}")


def is_late(target: IndicatorValue, actual: IndicatorValue, year: int | None) -> bool:
    """Whether an actual is certainly behind the day until which its target is due.

    ``year`` is that of the form; where it is None, two times without year are taken to be of the same one.
    """
    texts = [
        close_up(value.raw).rstrip("。;,、!") if len(value.raw) <= _LONGEST else ""
        for value in (target, actual)
    ]
    promised, done = (_MONTHLY.fullmatch(text) for text in texts)
    if promised and done:
        return not done["edge"] and _monthly(done) > _monthly(promised)
    if year is None:
        year = _nominal_year(*texts)
    due, when = (_span(value, text, year) for value, text in zip((target, actual), texts, strict=True))
    return due is not None and when is not None and not when.until and when.first > due.last


def _monthly(found: re.Match[str]) -> int:
    return int(found["day"]) + (_MOST_DAYS if found["next"] else 0)


def _nominal_year(*texts: str) -> int | None:
    """A year for times that all name none; None where one of them does."""
    named = [
        found
        for text in texts
        if (found := _PERIOD.fullmatch(text)) and (found["year"] or read_date_text(found["time"]))
    ]
    return None if named else 2000


def _span(value: IndicatorValue, text: str, year: int | None) -> _Span | None:
    found = _PERIOD.fullmatch(text)
    if found is None or not found["time"]:
        return _Span(value.deadline, value.deadline, False) if value.deadline else None
    until = bool(found["edge"]) and found["edge"].endswith("前")
    day = read_date_text(found["time"])
    if day is not None:
        return _Span(day, day, until)
    named = int(found["year"]) if found["year"] else year
    if named is None:
        return None
    days = _days(found, named + (1 if found["next"] else 0))
    return _Span(*days, until) if days else None


def _days(found: re.Match[str], year: int) -> tuple[date, date] | None:
    """The first and the last day of what a time names in its year; None for days that do not exist."""
    if found["quarter"]:
        start = 3 * _QUARTERS[found["quarter"]] + 1
        return _months(year, start, start + 2)
    if found["half"]:
        return _months(year, 1, 6) if found["half"] == "上" else _months(year, 7, 12)
    if not found["month"]:
        return _months(
            year, 10 if found["end"] else 1, 12
        )  # what is said of the end may be of any day near it
    month = int(found["month"])
    start = int(found["from"] or month)
    if not 1 <= start <= month <= 12:
        return None
    first, last = _months(year, start, month)
    if found["third"] in _THIRDS:
        days = _THIRDS[found["third"]]
        return first.replace(day=days[0]), first.replace(day=days[1])
    if found["day"]:
        if not 1 <= int(found["day"]) <= last.day:
            return None
        last = last.replace(day=int(found["day"]))
        return (first if found["from"] else last), last
    return first, last


def _months(year: int, start: int, end: int) -> tuple[date, date]:
    """The first day of the month ``start`` and the last one of ``end``."""
    return date(year, start, 1), date(year + end // 12, end % 12 + 1, 1) - timedelta(days=1)
