"""The figures of the report's charts: names, texts and shares of the largest or of all, in hundredths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.measures import round_half_up
from perfxl.report.counted import UnitYear
from perfxl.report.digest import VERDICTS, RuleTally
from perfxl.report.summary import UNKNOWN, Band, Summary, rounded
from perfxl.rules.registry import catalogue

_MOST_POINTS = 400
_TOP_OF_CURVE = 120
_SHORT = {UNKNOWN: "无数据"}
"""What fits below a column."""
_GRID = (0, 20, 40, 60, 80, 100, 120)


class Bar(Struct, frozen=True):
    """One bar: its share of the longest one, from 0 to 100. ``key`` or ``rule`` is what it leads to."""

    name: str
    value: str
    share: Decimal
    tone: str = ""
    key: str = ""
    rule: str = ""


class Part(Struct, frozen=True):
    """One part of a whole, with where it starts, all in hundredths."""

    tone: str
    name: str
    value: int
    start: Decimal
    share: Decimal
    percent: str


class Curve(Struct, frozen=True):
    """A line over all units: points ``x,y`` with y downwards from the top of the scale."""

    points: str
    marks: Sequence[str]
    grid: Sequence[int]
    label: str


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return round_half_up(Decimal(part) * 100 / whole, 2) if whole else Decimal(0)


def verdict_parts(summary: Summary) -> list[Part]:
    """The verdicts as parts of all returns; those that do not occur are left out."""
    parts, start = [], 0
    for key, count in summary.verdicts.items():
        if count:
            share = _share(count, summary.returns)
            parts.append(
                Part(
                    key,
                    VERDICTS[key],
                    count,
                    _share(start, summary.returns),
                    share,
                    rounded(share, 1),
                )
            )
        start += count
    return parts


def band_columns(bands: Iterable[Band]) -> list[Bar]:
    """A column for each band. Bands at the lower end are marked, as are those beyond the upper one."""
    bands = list(bands)
    most = max((band.count for band in bands), default=0)
    return [
        Bar(_SHORT.get(band.name, band.name), str(band.count), _share(band.count, most), _tone(band, number))
        for number, band in enumerate(bands)
        if band.count or not band.name.startswith(("超过", UNKNOWN))
    ]


def _tone(band: Band, number: int) -> str:
    if band.name == UNKNOWN:
        return "unknown"
    if band.name.startswith("超过"):
        return "over"
    return "low" if number == 0 else ""


def rule_bars(tallies: Sequence[RuleTally], most: int) -> list[Bar]:
    """The rules that concern most returns."""
    longest = max((tally.returns for tally in tallies), default=0)
    bars = []
    for tally in tallies[:most]:
        info = catalogue().get(tally.rule)
        level = min((level for level, count in tally.levels.items() if count), key=lambda level: level.rank)
        title = info.title if info else ""
        bars.append(
            Bar(title, str(tally.returns), _share(tally.returns, longest), level.value, rule=tally.rule)
        )
    return bars


def counted_as(years: int) -> str:
    """What the counted items are called, by how many years there are: each unit counts once a year."""
    return "个单位" if years < 2 else "份（每个单位每年一份）"


def rate_curve(units: Iterable[UnitYear], years: int) -> Curve:
    """The execution rates of all units from low to high, thinned out to a few hundred points."""
    rates = sorted(unit.rate for unit in units if unit.rate is not None)
    marks = [f"{mark}%" for mark in reversed(_GRID)]
    grid = [_TOP_OF_CURVE - mark for mark in _GRID]
    if not rates:
        return Curve("", marks, grid, "")
    count = min(len(rates), _MOST_POINTS)
    points = []
    for number in range(count):
        at = number * (len(rates) - 1) // max(1, count - 1)
        x = Decimal(at) * 100 / max(1, len(rates) - 1)
        y = _TOP_OF_CURVE - min(max(rates[at], Decimal(0)), Decimal(_TOP_OF_CURVE))
        points.append(f"{rounded(x)},{rounded(y)}")
    if len(rates) == 1:
        points.append(f"100,{points[0].partition(',')[2]}")
    middle = rates[len(rates) // 2]
    label = f"{len(rates)} {counted_as(years)}，最低 {rounded(rates[0])}%，中位数 {rounded(middle)}%，最高 {rounded(rates[-1])}%。"
    return Curve(" ".join(points), marks, grid, label)


def lowest_bars(units: Iterable[UnitYear], years: int, most: int) -> list[Bar]:
    """The units with the lowest rates, of those below 100%; with the year where there are several."""
    rated = sorted(
        ((unit.rate, unit.first.number, unit) for unit in units if unit.rate is not None and unit.rate < 100),
    )[:most]
    return [
        Bar(
            f"{unit.first.who}（{unit.year or '年度不明'}）" if years > 1 else unit.first.who,
            f"{rounded(rate)}%",
            round_half_up(max(rate, Decimal(0)), 2),
            "error",
            key=unit.first.key,
        )
        for rate, _, unit in rated
    ]
