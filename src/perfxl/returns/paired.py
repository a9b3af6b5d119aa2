"""What a target and an actual mean beside each other: a bare 96 beside ``≥95%``, 102人 beside ``≥100人次``.

One value alone may leave its scale or unit open; the other one may settle it. A reading is taken only where no other
one is possible, or where the others come to the same; else the value is doubtful. What cannot be meant as an answer
stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from perfxl.finding import decimal_text
from perfxl.patterns import pattern
from perfxl.returns.counting import power_between, scale
from perfxl.returns.numbers import NUMBER, close_up, written_number
from perfxl.returns.spelled import (
    TIMES_A_YEAR,
    TIMES_LEFT_OPEN,
    for_each,
    in_its_own_unit,
    is_event,
    none_happened,
    spelled_out,
)
from perfxl.returns.targets import IndicatorValue, ValueKind, actual_in_unit_of, is_money, unknown_unit

_CLOSE, _FAR = Decimal(2), Decimal(10)
"""How many times off its target a share may be where nothing else says that it is one, and at all."""
_HUNDRED = Decimal(100)
_AT_LEAST = frozenset({("人", "人次"), ("户", "户次"), ("台", "台次"), ("车", "车次"), ("工作日", "天")})
"""Units of which a number is as many of the other, or more: 100 persons came 100 times or more."""
_BARE_INTERVAL = pattern(rf"({NUMBER})[-~〜–—至到]{{1,2}}({NUMBER})")
_MEAN = "均"
_THOUSANDS = frozenset({"百", "千", "万", "百万", "千万", "亿"})
_FIGURES = (ValueKind.NUMBER, ValueKind.PERCENT)


def read_together(
    target: IndicatorValue, actual: IndicatorValue, reverse: bool, rate: bool = False, periodic: bool = False
) -> tuple[IndicatorValue, IndicatorValue]:
    """``target`` and ``actual`` with what each says of the other.

    ``reverse``: smaller is better (see ``is_reverse``); ``rate``: the indicator's name is that of a rate;
    ``periodic``: by its name it is of each month, week or the like, and not of the whole year.
    """
    if target.doubtful and actual.doubtful:
        return _beside(target, actual), _beside(actual, target)
    target, actual = _for_each(target, actual)
    if target.kind is actual.kind is ValueKind.TEXT:
        return _in_one_unknown_unit(target, actual)
    target, actual = _none_beside(target, actual), _none_beside(actual, target)
    target, actual = _spelled_beside(target, actual), _spelled_beside(actual, target)
    if target.kind is ValueKind.TEXT and actual.number == 0 and _bare(actual):
        return _none_of_a_unit(target, actual)
    if target.doubtful or actual.doubtful or target.unit == actual.unit:
        return target, actual
    reverse = reverse or target.op in ("≤", "<")
    if "/" in target.unit or "/" in actual.unit:
        target, actual = _of_one_period(target, actual, periodic)
    if target.doubtful or actual.doubtful:
        return target, actual
    if _bare(actual) and target.kind is ValueKind.PERCENT:
        return target, _share_reached(target, actual, reverse)
    if _bare(target) and actual.kind is ValueKind.PERCENT and not actual.bounds:
        return _share_promised(target, actual, reverse, rate), actual
    return target, _in_kindred_unit(target, actual)


def bare_interval(value: IndicatorValue, other: IndicatorValue) -> IndicatorValue:
    """``6.5-8.5`` as an interval beside a bare number; alone, and without a decimal point, it may be days."""
    if value.kind is not ValueKind.TEXT or "." not in value.raw or not _bare(other) or other.op:
        return value
    found = _BARE_INTERVAL.fullmatch(close_up(value.raw))
    if found is None:
        return value
    low, high = written_number(found[1]), written_number(found[2])
    return IndicatorValue(value.raw, ValueKind.NUMBER, bounds=(low, high)) if low < high else value


def _beside(value: IndicatorValue, other: IndicatorValue) -> IndicatorValue:
    """``value`` without the doubt about its unit, if ``other`` is in the same one: whatever it is, they compare."""
    alike = value.unit == other.unit and value.doubtful == other.doubtful == unknown_unit(value.unit)
    return replace(value, doubtful="") if alike else value


def _spelled_beside(value: IndicatorValue, other: IndicatorValue) -> IndicatorValue:
    """``value`` as the figure that it spells out, if ``other`` is a figure."""
    if value.kind is not ValueKind.TEXT or value.doubtful or other.kind not in _FIGURES or other.doubtful:
        return value
    return spelled_out(value.raw, other.unit) or _in_thousands_of(value, other) or value


def _in_thousands_of(value: IndicatorValue, other: IndicatorValue) -> IndicatorValue | None:
    """``30125针次`` beside ``3万针次``, of which nothing but the 万 is a known unit."""
    if other.unit not in _THOUSANDS:
        return None
    own = in_its_own_unit(value.raw)
    alike = own is not None and f"{other.unit}{own.unit}" in close_up(other.raw)
    return replace(own, unit="") if own is not None and alike else None


def _for_each(target: IndicatorValue, actual: IndicatorValue) -> tuple[IndicatorValue, IndicatorValue]:
    """Both in a unit per what one of them says that it is for each of: ``每件不高于500元`` beside 480元.

    What happens may be counted for the whole year in the other one, so that of it both must say so.
    """
    kinds = {target.kind, actual.kind}
    if ValueKind.TEXT not in kinds or not kinds <= {ValueKind.TEXT, ValueKind.NUMBER}:
        return target, actual
    if target.raw == actual.raw:
        return target, actual  # there is nothing to compare
    found = [for_each(value) if value.kind is ValueKind.TEXT else None for value in (target, actual)]
    named = {one[1] for one in found if one}
    if len(named) != 1:
        return target, actual
    each = named.pop()
    values = [one[0] if one else value for one, value in zip(found, (target, actual), strict=True)]
    per = [value if "/" in value.unit else replace(value, unit=f"{value.unit}/{each}") for value in values]
    reached = actual_in_unit_of(per[0], per[1])
    if reached is None or not (all(found) or _same_measure(per[0], reached)):
        return target, actual
    return per[0], per[1]


def _same_measure(promised: IndicatorValue, reached: Decimal) -> bool:
    """Whether an amount of money may be for each as well, and not for all of them or for the whole year."""
    number = promised.number
    return number is not None and is_money(promised.unit) and number < reached * _CLOSE < number * _CLOSE**2


def _none_beside(value: IndicatorValue, other: IndicatorValue) -> IndicatorValue:
    """``未发生`` as none where the other value is a number of what happened, or should not."""
    if value.kind is not ValueKind.TEXT or other.kind is not ValueKind.NUMBER or value.doubtful:
        return value
    if not none_happened(value.raw) or (other.op in ("≥", ">") and other.number):
        return value
    return IndicatorValue(value.raw, ValueKind.NUMBER, number=Decimal(0), unit=other.unit)


def _in_one_unknown_unit(
    target: IndicatorValue, actual: IndicatorValue
) -> tuple[IndicatorValue, IndicatorValue]:
    """A target that sets a limit and an actual as numbers, if both are in the same unit, whatever it is."""
    if target.doubtful or actual.doubtful or target.several or actual.several:
        return target, actual
    promised, reached = in_its_own_unit(target.raw), in_its_own_unit(actual.raw)
    alike = promised and reached and promised.op and promised.unit == reached.unit
    return (promised, reached) if promised and reached and alike else (target, actual)


def _none_of_a_unit(target: IndicatorValue, actual: IndicatorValue) -> tuple[IndicatorValue, IndicatorValue]:
    """A limit in whatever unit beside a bare zero, which is none of it: ``≤10/10万`` beside 0."""
    promised = in_its_own_unit(target.raw) if not target.doubtful else None
    return (promised, replace(actual, unit=promised.unit)) if promised and promised.op else (target, actual)


def _of_one_period(
    target: IndicatorValue, actual: IndicatorValue, periodic: bool
) -> tuple[IndicatorValue, IndicatorValue]:
    """Both of the same period where one of them is so much in a month, a week or the like.

    ``periodic``: the indicator is of a period by its name, so that what is like the other one is of the same.
    """
    periods = [value.unit.partition("/")[2] for value in (target, actual)]
    if bool(periods[0]) is not bool(periods[1]):
        part, whole = (target, actual) if periods[0] else (actual, target)
        base, _, period = part.unit.partition("/")
        known = period in TIMES_A_YEAR or period in TIMES_LEFT_OPEN
        if known and power_between(base, whole.unit) is not None:
            mean = _MEAN in part.raw and not is_event(base)
            if (periodic or mean) and _alike(part, whole):
                part = replace(part, unit=base)
                return (part, whole) if periods[0] else (whole, part)
            if mean:
                return target, replace(actual, doubtful=f"和指标值一个是{period}均数，一个不是")
            if period in TIMES_LEFT_OPEN and is_event(base):
                return _of_open_period(target, actual, period)
    return _of_the_year(target, actual)


def _alike(one: IndicatorValue, other: IndicatorValue) -> bool:
    """Whether two numbers are so near that both are of the same period, the shortest of which is half another one."""
    power = power_between(one.unit.partition("/")[0], other.unit)
    if one.number is None or other.number is None or power is None:
        return False
    number = one.number.scaleb(power)
    return number < other.number * _CLOSE and other.number < number * _CLOSE


def _of_open_period(
    target: IndicatorValue, actual: IndicatorValue, period: str
) -> tuple[IndicatorValue, IndicatorValue]:
    """An actual as all that it may be where one of the two is in each week or day, of which not all need to count."""
    fewest, *all_of_it, most = TIMES_LEFT_OPEN[period]
    if target.number is None or actual.number is None:
        return target, actual
    if target.unit.endswith(f"/{period}"):
        each, total = target.number, actual.number
        span = total / most, total / fewest
    else:
        each, total = actual.number, target.number
        span = each * fewest, each * most
    if total in [each * times for times in (*all_of_it, most)]:
        return target, replace(actual, unit=target.unit, number=target.number, worked_out=True)
    return target, replace(actual, unit=target.unit, number=None, bounds=span, worked_out=True)


def _of_the_year(target: IndicatorValue, actual: IndicatorValue) -> tuple[IndicatorValue, IndicatorValue]:
    """Both for the whole year if one is so many in a month or a quarter: ``每季度1次`` beside 4次.

    The same number on both sides may mean the same period, only left out in one of them.
    """
    periods = target.unit.partition("/")[1], actual.unit.partition("/")[1]
    if not any(periods) or (target.number == actual.number and not all(periods)):
        return target, actual
    promised, reached = _in_a_year(target), _in_a_year(actual)
    alike = promised.unit == reached.unit or not (promised.unit and reached.unit)
    return (promised, reached) if alike else (target, actual)


def _in_a_year(value: IndicatorValue) -> IndicatorValue:
    base, _, period = value.unit.partition("/")
    times = TIMES_A_YEAR.get(period)
    if times is None or value.number is None or not is_event(base):
        return value
    return replace(value, unit=base, number=value.number * times, worked_out=True)


def _bare(value: IndicatorValue) -> bool:
    return value.kind is ValueKind.NUMBER and not value.unit and value.number is not None


def _share_reached(target: IndicatorValue, actual: IndicatorValue, reverse: bool) -> IndicatorValue:
    """A bare actual beside a percentage: 96 and 0.96 for 96 %."""
    low, high = target.bounds or (target.number, target.number)
    if low is None or high is None:
        return actual
    points = [share for share in _shares(actual, _HUNDRED) if _possible(share, low, high, reverse)]
    if len(points) > 1 and len({_reaches(share, target, low, high, reverse) for share in points}) > 1:
        written = " ".join(actual.raw.split())
        return replace(
            actual,
            doubtful=f"“{written}”可能是 {decimal_text(points[0])}%，也可能是 {decimal_text(points[1])}%",
        )
    near = [share for share in points if not share or _near(share, low, high, reverse)]
    return _in_percent(actual, min(near, key=lambda share: _times_off(share, high))) if near else actual


def _share_promised(
    target: IndicatorValue, actual: IndicatorValue, reverse: bool, rate: bool
) -> IndicatorValue:
    """A bare target beside a percentage: a share if the two are alike and it can be no count of which 96 % was done.

    100 comes to the same either way, and so does a zero.
    """
    reached = actual.number
    if reached is None or not (rate or target.number in (0, _HUNDRED) or not reached):
        return target
    for share in reversed(_shares(target, Decimal(1))):
        least = Decimal(0) if reverse else share / _CLOSE
        if not share or not reached or least <= reached <= share * _CLOSE:
            return _in_percent(target, share)
    return target


def _shares(value: IndicatorValue, most: Decimal) -> Sequence[Decimal]:
    """What a bare number may be in percentage points: itself and, for a fraction, a hundred times as much.

    1 is a fraction if it may be 100 points, and so at ``most``.
    """
    number = value.number or Decimal(0)
    whole = number == number.to_integral_value()
    fraction = 0 < number < 2 and (not whole or (number == 1 and most == _HUNDRED))
    return (number, number * _HUNDRED) if fraction else (number,)


def _times_off(share: Decimal, limit: Decimal) -> Decimal:
    smaller, larger = sorted((abs(share), abs(limit)))
    return larger / smaller if smaller else larger


def _possible(share: Decimal, low: Decimal, high: Decimal, reverse: bool) -> bool:
    if not share or not low:
        return True
    if reverse:
        return share <= high * _FAR
    return low / _FAR <= share <= max(_HUNDRED, high * _CLOSE)


def _near(share: Decimal, low: Decimal, high: Decimal, reverse: bool) -> bool:
    return not low or (share <= high * _CLOSE if reverse else share >= low / _CLOSE)


def _reaches(share: Decimal, target: IndicatorValue, low: Decimal, high: Decimal, reverse: bool) -> bool:
    if target.bounds:
        return low <= share <= high
    return share <= high if reverse else share >= low


def _in_percent(value: IndicatorValue, share: Decimal) -> IndicatorValue:
    decimals = value.decimals if share == value.number else max(value.decimals - 2, 0)
    return replace(value, kind=ValueKind.PERCENT, unit="%", number=Decimal(f"{share:f}"), decimals=decimals)


def _in_kindred_unit(target: IndicatorValue, actual: IndicatorValue) -> IndicatorValue:
    """The actual in the target's unit where it is one that counts more or less, and the answer is sure all the same."""
    if target.number is None or actual.number is None or target.op == "=":
        return actual
    (unit, power), (wanted, wanted_power) = scale(actual.unit), scale(target.unit)
    number = actual.number.scaleb(power - wanted_power)
    at_least = (unit, wanted) in _AT_LEAST and number >= target.number
    at_most = (wanted, unit) in _AT_LEAST and number <= target.number
    sure = at_least or at_most
    return replace(actual, unit=target.unit, number=Decimal(f"{number:f}")) if sure else actual
