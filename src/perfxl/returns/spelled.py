"""Figures that only another way of writing hides: ``三次``, ``1台（套）``, ``2021年完成3个``, ``每季度1次``.

Alone such a text may as well be meant as words, so it is read as a figure only beside a value that is one
(see :mod:`perfxl.returns.paired`), or where two such texts are compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from perfxl.patterns import pattern
from perfxl.returns.counting import CHANGES_MEANING, COUNTED_IN, is_duration, scale, without_remark
from perfxl.returns.numbers import NUMBER, close_up, written_number
from perfxl.returns.targets import IndicatorValue, ValueKind, is_money, parse_indicator_value

_LONGEST = 60
TIMES_A_YEAR = {"月": 12, "季": 4, "季度": 4, "半年": 2, "年": 1}
"""How often in a year what is done in each of these periods is done."""
TIMES_LEFT_OPEN = {"周": (50, 52, 53), "日": (240, 365, 366), "天": (240, 365, 366)}
"""The same of periods that need not be counted in full: the fewest, all of a year, and of one with a period more."""
_EVENTS = "[人场班车台户期批频]次|[次场期篇份件例批轮遍趟]"
"""What happens again and again: so many in a month are twelve times as many in a year."""
_THINGS = (
    rf"{_EVENTS}|[人名个项户家台套辆张条本册处座所间支栋幢种宗艘架亩吨元]|公里|平方米|个百分点|个月|个工作日"
)
"""What a Chinese numeral counts; before 级, 分, 月 and their like it may be an ordinal or a part of a word."""
_DIGIT = "[一二两三四五六七八九]"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMERAL = (
    rf"(?:(?P<千>{_DIGIT})千)?(?:[零〇]?(?P<百>{_DIGIT})百)?"
    rf"(?:[零〇]?(?P<十>{_DIGIT}?十)(?P<个>{_DIGIT})?|[零〇](?P<零>{_DIGIT}))?|(?P<只>{_DIGIT})"
)
_NUMBER_WORD = pattern(_NUMERAL)
_WORD = "[一二两三四五六七八九十][零〇一二两三四五六七八九十百千]*"
_COUNTED_WORD = pattern(
    rf"(?<![第零〇一二两三四五六七八九十百千万几数])({_WORD})(?=[余多]?[万亿]?(?:{_THINGS})(?!性))"
)
_DECIMALS_WORD = "点([零〇一二三四五六七八九]+)"
_NUMBER_SPELLED = pattern(rf"({_WORD})(?:{_DECIMALS_WORD})?")
_SHARE_WORD = pattern(rf"百分之(?:(百)|({_WORD})(?:{_DECIMALS_WORD})?)(?![一二两三四五六七八九十百千万几])")
_TENTHS = pattern("([一二三四五六七八九])成([一二三四五六七八九])?(?=以[上下]|及以[上下]|$)")

_YEARS = pattern(
    "(?P<before>[^0-9上下每前后第]{0,6}?)(?P<years>半|[一二两三四五六七八九十])年(?P<suffix>[以之]?内)?"
)
_YEAR_LED = pattern(
    r"1月?份?[-~—–至到]12月份?(?:共计?|合计|累计)?|[在于到至]?(?:19|20)[0-9]{2}年(?:度|内|全年|[底末]前?)?[,:]?"
)
_DATE_LED = pattern(r"[在于到至]?[0-9]{1,2}月(?:[底末初]|[0-9]{1,2}日)?(?:之前|以前|前)?(?=[^0-9])")
_PERIODIC = pattern(r"(?:按|要求|平均)?每个?(?P<period>[周日天月]|季度?|半年|年)度?(?P<rest>[^每].*)")
_EVENT = pattern(_EVENTS)
_EACH = "每(?:(?:公里|平方米|立方米|人次|季度?|半年|工作日)|[人户件份次个场期项套台辆吨亩米张块棵株名村组天日周月年])"
_FOR_EACH = pattern(rf"(?:按)?(?P<each>(?:{_EACH}){{1,2}})(?P<rest>[^每]+)")
_ALL_OF_IT = pattern("(?:实现|做到|达到)?(?:全覆盖|全面覆盖|全部(?:覆盖|完成|到位|发放|合格|达标|办结))")
_NONE_HAPPENED = pattern("(?:[不未无零]|没有?)(?:发生|出现)(?:过|安全|责任|事故|事件)*")
_TWO_UNITS = pattern(
    rf"(?P<before>.*{NUMBER}[万亿]?)(?P<unit>{_THINGS})\((?P<other>{_THINGS})\)(?P<suffix>及?以[上下内])?"
)
_BETWEEN = pattern(
    rf"(?P<low>{NUMBER})(?P<first>%|{COUNTED_IN})?[≤≦][A-Za-z\u4e00-\u9fff]{{1,8}}[≤≦](?P<high>{NUMBER})(?P<unit>%|{COUNTED_IN})?"
)
_FALLING = pattern("([^≥≧]+)[≥≧]([^≥≧]+)[≥≧]([^≥≧]+)")
_EACH_PERIOD_BEHIND = pattern(r"(?P<count>[^()]+)\((?P<each>每[^()]+)\)")
_EACH_PERIOD_BEFORE = pattern(r"(?P<each>每[^(),;]+)[,;](?:全年|一?年|共计?|合计)+(?P<count>[^(),;每]+)")
_SHARE_BEHIND = pattern(rf"(?P<count>[^()]+)\((?:占比?|为|达)?(?P<share>{NUMBER}%)\)")
_SO_MANY = pattern("/(?P<count>10{0,3}|[十百千]?)(?P<of>[千万])(?=[人户及以之内]|$)")
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10000, "": 1}
_ANY_UNIT = pattern(
    rf"(?P<before>\D{{0,20}})(?P<number>{NUMBER})(?P<unit>[A-Za-zμ°·/\u4e00-\u9fff]{{2,10}}?[23²³]?|[\u4e00-\u9fff]{{0,3}}/10{{2,7}}[人户]?)(?P<suffix>及?以[上下内]|之内)?"
)
_NO_UNIT = pattern(
    rf"{CHANGES_MEANING}|^(?:[级类等号余多期年月]|名次|分之)|除|以[上下内外]|至|第|的|[余约近]"
)
_FRACTION_WORD = pattern(rf"({_WORD})分之({_WORD})")
"""A fraction in words, but for one of a hundred, which is read as a percentage before."""
_FRACTION = pattern(
    r"(?P<before>\D{0,12})(?P<part>[1-9][0-9]?)/(?P<whole>[1-9][0-9]?)(?P<suffix>及?以[上下内])?"
)


@lru_cache(maxsize=2048)
def spelled_out(raw: str, beside: str = "") -> IndicatorValue | None:
    """The figure that a text states in another way than :func:`parse_indicator_value` reads, or None.

    ``beside`` is the unit of the value that it is compared with, which chooses between the two units of
    ``1台（套）``. A figure of a period is in its unit per that period (``次/季度``).
    """
    closed = close_up(raw).rstrip("。;,、!").translate(_FORMAL) if len(raw) <= _LONGEST else ""
    if not closed:
        return None
    if closed.rstrip("以之内").endswith("年") and is_duration(beside):
        closed = _YEARS.sub(_in_months, closed)
    value = _between(closed) or _plainly(closed, beside) or _of_period(closed) or _after_time(closed)
    value = value or _with_each_period(closed) or (_share_of(closed) if beside == "%" else None)
    return replace(value, raw=raw) if value is not None else None


def _in_months(found: re.Match[str]) -> str:
    months = 6 if found["years"] == "半" else 12 * _DIGITS.get(found["years"], 10)
    return f"{found['before']}{months}个月{found['suffix'] or ''}"


def for_each(value: IndicatorValue) -> tuple[IndicatorValue, str] | None:
    """The figure of a text that says what it is for each of something, and what that is: ``每人每月120元``, 人/月; or None."""
    closed = close_up(value.raw).rstrip("。;,、!") if len(value.raw) <= _LONGEST and "每" in value.raw else ""
    found = _FOR_EACH.fullmatch(closed)
    figure = parse_indicator_value(found["rest"]) if found else None
    if found is None or figure is None or figure.number is None or figure.doubtful or not figure.unit:
        return None
    each = found["each"].strip("每").replace("每", "/")
    return replace(figure, raw=value.raw), each


def none_happened(raw: str) -> bool:
    """Whether a text says that there was none of what should not be: 未发生."""
    return len(raw) <= _LONGEST and _NONE_HAPPENED.fullmatch(close_up(raw).rstrip("。;,、!")) is not None


def is_event(unit: str) -> bool:
    """Whether what is counted happens again and again (次, 场, 篇), unlike persons and things."""
    return _EVENT.fullmatch(unit) is not None


def _plainly(text: str, beside: str = "") -> IndicatorValue | None:
    """A text read with its numerals as digits, one of its two units, and without remarks at its end."""
    text = _in_digits(text)
    for _ in range(3):
        two = _TWO_UNITS.fullmatch(text)
        if two and not (is_money(two["unit"]) or is_money(two["other"])):
            unit = two["other"] if beside and scale(two["other"]) == scale(beside) else two["unit"]
            text = two["before"] + unit + (two["suffix"] or "")
        value = parse_indicator_value(text)
        if value.kind in (ValueKind.NUMBER, ValueKind.PERCENT):
            return None if value.doubtful else value
        text = without_remark(text)
        if not text:
            break
    return None


def _of_period(text: str) -> IndicatorValue | None:
    """So many events in each of several periods: ``每季度不少于1次``."""
    found = _PERIODIC.fullmatch(text)
    value = _plainly(found["rest"]) if found else None
    if found is None or value is None or value.number is None or not is_event(value.unit):
        return None
    return replace(value, unit=f"{value.unit}/{found['period']}")


def _with_each_period(text: str) -> IndicatorValue | None:
    """A count with what that is in each period beside it, if the one makes the other: ``12次（每月1次）``, ``每月1次，全年12次``."""
    found = _EACH_PERIOD_BEHIND.fullmatch(text) or _EACH_PERIOD_BEFORE.fullmatch(text)
    count = _plainly(found["count"]) if found else None
    each = _of_period(found["each"]) if found else None
    if count is None or each is None or each.number is None:
        return None
    unit, _, period = each.unit.partition("/")
    times = (TIMES_A_YEAR[period],) if period in TIMES_A_YEAR else TIMES_LEFT_OPEN[period]
    agree = count.unit == unit and count.number in [each.number * time for time in times]
    return count if agree else None


def _share_of(text: str) -> IndicatorValue | None:
    """The share that a count is (``336天（92.05%）``), or a fraction in percent, rounded down: ``不少于1/3``."""
    if _ALL_OF_IT.fullmatch(text):
        return replace(parse_indicator_value("100%"), worked_out=True)
    behind = _SHARE_BEHIND.fullmatch(text)
    if behind:
        counted = _plainly(behind["count"])
        is_count = counted is not None and counted.kind is ValueKind.NUMBER
        return replace(parse_indicator_value(behind["share"]), worked_out=True) if is_count else None
    found = _FRACTION.fullmatch(
        _FRACTION_WORD.sub(lambda word: f"{_digits(word[2])}/{_digits(word[1])}", text, count=1)
    )
    if found is None or int(found["part"]) >= int(found["whole"]):
        return None
    percent = int(found["part"]) * 100 // int(found["whole"])
    value = parse_indicator_value(f"{found['before']}{percent}%{found['suffix'] or ''}")
    return None if value.kind is not ValueKind.PERCENT or value.doubtful else replace(value, worked_out=True)


def in_its_own_unit(raw: str) -> IndicatorValue | None:
    """A number in whatever unit stands behind it (``≥120千伏安``, ``38μg/m³``), None where that may be no unit.

    What such a number is worth nobody knows, so that to reach it is sure, to miss it not.
    """
    closed = close_up(raw).rstrip("。;,、!") if len(raw) <= _LONGEST else ""
    found = _ANY_UNIT.fullmatch(_SO_MANY.sub(_for_so_many, closed) if "/" in closed else closed)
    if found is None or _NO_UNIT.search(found["unit"]):
        return None
    value = parse_indicator_value(f"{found['before']}{found['number']}个{found['suffix'] or ''}")
    if value.kind is not ValueKind.NUMBER or value.doubtful or value.unit != "个":
        return None
    return replace(value, raw=raw, unit=found["unit"], worked_out=True)


def _for_so_many(found: re.Match[str]) -> str:
    """What a rate is for so many of in digits: ``/10万``, ``/十万`` and ``/万``."""
    count = found["count"]
    return f"/{(_TIMES.get(count) or int(count)) * _TIMES[found['of']]}"


def _after_time(text: str) -> IndicatorValue | None:
    """A figure behind the time until which it is due: the year, or any day by which all is done."""
    year = _YEAR_LED.match(text)
    day = None if year else _DATE_LED.match(text)
    led = year or day
    value = (
        (_plainly(text[led.end() :]) or _of_period(text[led.end() :]))
        if led and led.end() < len(text)
        else None
    )
    if value is None or (day and (value.number != 100 or value.kind is not ValueKind.PERCENT)):
        return None
    return replace(value, worked_out=True)


def _between(text: str) -> IndicatorValue | None:
    """``30≤x≤50``, ``90%≥x≥80%``."""
    found = _BETWEEN.fullmatch(_FALLING.sub(r"\3≤\2≤\1", text))
    if found is None or (found["first"] and found["unit"] and found["first"] != found["unit"]):
        return None
    low, high, unit = (
        written_number(found["low"]),
        written_number(found["high"]),
        found["unit"] or found["first"] or "",
    )
    kind = ValueKind.PERCENT if unit == "%" else ValueKind.NUMBER
    return IndicatorValue(text, kind, unit=unit, bounds=(low, high)) if low < high else None


def _in_digits(text: str) -> str:
    """A text with its numeral in digits; unchanged if it has further ones (``一户一档``)."""
    spelled = _SHARE_WORD.sub(_share, text) if "百分之" in text else text
    spelled = _TENTHS.sub(lambda found: f"{_DIGITS[found[1]]}{_DIGITS[found[2] or '零']}%", spelled)
    spelled = _COUNTED_WORD.sub(lambda found: _digits(found[1]), spelled)
    return text if _DIGITS.keys() & set(spelled) else spelled


def _share(found: re.Match[str]) -> str:
    if found[1]:
        return "100%"
    digits = _decimal(found[2], found[3])
    return f"{digits}%" if digits else found[0]


def number_spelled(text: str) -> str:
    """A number in words in digits (``九十九点七五``, ``玖拾玖点柒伍`` -> ``99.75``); "" if it is none."""
    found = _NUMBER_SPELLED.fullmatch(text.translate(_FORMAL))
    return _decimal(found[1], found[2]) if found else ""


def _decimal(word: str, behind_point: str | None) -> str:
    whole, decimals = _digits(word), "".join(str(_DIGITS.get(char, 0)) for char in behind_point or "")
    if not whole.isdecimal():
        return ""
    return f"{whole}.{decimals}" if decimals else whole


def _digits(word: str) -> str:
    """A number in words in digits (``一百零五`` -> ``105``); unchanged if it is none (``三四``, ``二百五``)."""
    found = _NUMBER_WORD.fullmatch(word)
    if found is None:
        return word
    tens = found["十"] or ""
    parts = (
        (found["千"], 1000),
        (found["百"], 100),
        ("一" if tens == "十" else tens[:1], 10),
        (found["个"] or found["零"] or found["只"], 1),
    )
    return str(sum(_DIGITS[digit] * times for digit, times in parts if digit))
