"""Indicator values (指标值, 完成值): what a unit promised or reached, in the many ways units write it.

``4次``, ``90%以上``, ``≤1.1万元``, ``满意度达到95%``, 0.95 under a percent format, ``全年`` and ``圆满完成``
are all legitimate. A sentence is read as a number only where it has one quantity and nothing in it changes
what that quantity means; anything else is TEXT. What looks damaged by scanning is marked and never repaired.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from perfxl.patterns import pattern
from perfxl.returns.counting import (
    CHANGES_MEANING,
    COUNTED_IN,
    PER,
    UNIT,
    converted,
    read_interval,
    scale,
    with_plain_units,
    without_remark,
)
from perfxl.returns.numbers import (
    NUMBER,
    close_up,
    plain,
    read_date,
    read_date_text,
    read_rate,
    states_nothing,
    written_decimals,
    written_number,
)
from perfxl.returns.signs import ABOUT, DIRECTION, PREFIXES, SIGNS, SUFFIXES, one_of, plain_signs
from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.number_formats import number_format


class ValueKind(StrEnum):
    """What kind of statement an indicator value makes."""

    BLANK = "blank"
    NUMBER = "number"
    PERCENT = "percent"
    TIME = "time"
    TEXT = "text"


class IndicatorValue(Struct, frozen=True):
    """One reading of an indicator value.

    ``op`` is one of ``≥ ≤ > < =``, or ``""`` where none is stated; ``explicit_op``: it is written as a sign
    (``≥``) and not in words (``以上``). ``number`` is set for NUMBER and PERCENT only, in ``unit`` (as
    written, half width, ``人（次）`` as ``人次``; percentage points for ``%``), with the ``decimals`` written
    or shown. ``doubtful`` is a Chinese reason not to rely on the reading, or ``""``. ``several``: the
    text states more than one quantity. ``deadline`` is the last day of the period that a TIME names, if any.
    ``bounds`` are the ends of an interval (``40-45期``), which has no one ``number``. ``worked_out``: the number
    rests on more than what is written (``每季度1次`` as 4次 in the year), so that to reach it is sure, to miss it not.
    """

    raw: str
    kind: ValueKind
    op: str = ""
    number: Decimal | None = None
    unit: str = ""
    explicit_op: bool = False
    decimals: int = 0
    doubtful: str = ""
    several: bool = False
    deadline: date | None = None
    bounds: tuple[Decimal, Decimal] | None = None
    worked_out: bool = False


APPROXIMATE = "是约数，没有确定的界限"
"""The doubt about a value that is written clearly and sets no limit; every other doubt is about the writing."""
_LONGEST, _LONGEST_KEPT = 2000, 200

_VALUE = pattern(
    r"(?P<lead>[\u4e00-\u9fffA-Za-z“”‘’\"'《》·、:()]{0,40}?)"
    rf"(?P<prefix>(?:{one_of(PREFIXES)}){{0,3}})"
    rf"(?P<sign>-?)(?P<spelled>百分之)?(?P<number>{NUMBER})(?P<vague>[余多])?"
    rf"(?:(?P<percent>%|百分比|\((?:%|百分比)\))|(?P<note>\()?(?P<unit>{UNIT}(?:[/每]{PER})?)(?(note)\)))?"
    rf"(?P<suffix>{one_of(SUFFIXES)})?(?P<tail>[\u4e00-\u9fff“”]{{0,12}})"
)
_PREFIX = pattern(one_of(PREFIXES))
_CURRENCY = pattern(rf"^((?:[≥≤><=]|不超过|不高于)?)¥({NUMBER}(?:[千万亿]|百万|千万)?)元?(?=$|[/以之])")
"""``¥5000``; both widths of the sign are one when folded."""
_LIMIT_BEFORE_PER = pattern(rf"^({NUMBER}[千万]?元)(以[内下])(/{PER})$")
_INCLUDED = pattern(r"\(含[^()]*\)")

_ZERO_OF = pattern(
    "零(?:(?:安全|责任|质量|生产|重大|人员|有效|群体性|伤亡|交通|火灾|医疗){0,3}"
    "(?:事故|事件|投诉|伤亡|死亡|差错|失误|违规|违纪|违法|上访|信访|舆情|案件|发生|发案|起|件|次|例|人|人次))?(?:发生)?"
)
"""None of what should not happen, in words: ``零事故``; but not ``零距离``."""

_LEAD_UNSAFE = pattern(
    rf"{CHANGES_MEANING}|(?<![签履节])约|近|其中|分之|[A-Za-z第至]$"
    "|(?:^|[位居入列名进省市县区国])前$"
)
_MEAN = pattern("(?<![节假生当同次末])(?<!工作)([月季周日天])度?均")
"""Before a number it says that there is so much in each of these periods."""
_EARNED = pattern("(?:[户人亩]均|平均)?增收$")
"""Before an amount of money it is what was earned, and no rise of another figure."""
_TAIL_UNSAFE = pattern(rf"{CHANGES_MEANING}|除|以外|以[上下内]|至|第|的|[余约近]")
_ORDINALS = frozenset("级等号")
"""Behind a number that is a name and counts nothing."""
_SHARE_TAIL = pattern("[^“”]{0,8}(?:完成|落实|到位|达标|执行|覆盖|合格|满意|通过|办结|拨付|支付|发放)")
_DURATION = pattern("[天日周月年]|个?小时|分钟|个月|个?季度|个?工作日")

_MONTH = "[0-9]{1,2}月(?:[0-9]{1,2}[日号])?"
_QUARTER = "第?[一二三四1-4]季度|[上下]半年"
_PERIOD = (
    rf"(?:(?:19|20)[0-9]{{2}}年(?:{_MONTH}|{_QUARTER}|度|全年|[底末初])?"
    r"|(?:19|20)[0-9]{2}(?:(?:[-./][0-9]{1,2}){2}|[-/][0-9]{1,2})"
    rf"|[次下]月[0-9]{{1,2}}[日号]|(?:[次翌来]年|下一?年|第二年)(?:{_MONTH}|{_QUARTER}|[初底末])?"
    rf"|{_MONTH}|[0-9]{{1,2}}-[0-9]{{1,2}}月|{_QUARTER}|[本当次全]年度?|年度|年[初中底末内]|[月季]度?[底末]"
    r"|每[年月季周日天]度?|长期|常年)"
)
_TIME = pattern(
    rf"(?P<sign>≤|<=?)?(?:按|于|在|截至|截止到?|计划|预计|已于?|至)?"
    rf"(?P<first>{_PERIOD})(?P<last>[-~—至到][0-9./年月]*[0-9年月日号度底末])?(?P<edge>之前|以前|前|[底末]前?|内|期间)?"
    r"(?:按时|按期|全部|全面|如期|顺利|基本|已)*"
    r"(?:完成|完工|竣工|实施|执行|开展|达标|支付|拨付|发放|验收|交付|投入使用|运行|举办|办结)?"
    r"(?:任务|工作)?"
)
_LAST_DAY_NAMED = pattern("((?:19|20)[0-9]{2})年(?:([0-9]{1,2})月|度|[底末])?")

_DAMAGE = "≪≫«»€¢¤§←↑→↓\ufffd"
_BLANK_AFTER_POINT = pattern(r"[0-9]\.\s+[0-9]")
_MISPRINTS = (
    (pattern("[0-9] [0-9]"), "数字之间有空格，无法确定是几"),
    (pattern(r"[0-9]\.[0-9]+\.[0-9]|\.\."), "有多个小数点"),
    (pattern("[0-9],(?![0-9]{3}(?![0-9]))[0-9]"), "千分位逗号的位置不对"),
    (pattern("[0-9][Oo](?![A-Za-z])|(?<![A-Za-z])[OolI](?=[0-9])"), "数字中夹有字母，可能是识别错误"),
)
_LIKE_AT_LEAST = pattern(r"2((?:[6-9][0-9]|100)(?:\.[0-9]+)?)")
_RANGE = pattern(rf"{NUMBER}(?:%|{COUNTED_IN})?[-~〜—至到]{NUMBER}")
_NOT_A_COUNT = pattern(rf"(?:19|20)[0-9]{{2}}年(?:{_MONTH})?|{_MONTH}|第[0-9]+|[0-9]+周年")
_COUNT = pattern(rf"{NUMBER}[余多]?(?:%|百分比|{COUNTED_IN})")

_VAGUE = pattern(
    "稳步|显著|明显|有效(?!率)|逐步|不断|进一步|较[好大高]|高质量|高效|略有|大力|有成效|贡献|安居乐业|助推|促进"
    "|提升|提高|改善|增强|^(?:高|好)$"
)
_STANDARD = pattern("[0-9０-９]|等次|等级|标准|验收|《|及以上|[一二三四五六七八九十]+[次个项家名]")


def parse_indicator_value(source: Cell | str | None) -> IndicatorValue:
    """What an indicator's target or actual states.

    ``source`` is a cell (``None`` if there is none) or a text. A number under a percent format is PERCENT, one that
    may be a day under a date format TIME. An error value and a formula without result are doubtful TEXT.
    """
    if source is None:
        return _NOT_STATED
    if isinstance(source, str):
        text = source
    elif source.kind is Kind.NUMBER:
        return _stored(source.text, source.number_format)
    else:
        text = source.text
        if source.kind is Kind.ERROR:
            return IndicatorValue(text, ValueKind.TEXT, doubtful=f"单元格是错误值“{text}”")
        if source.kind is Kind.UNCALCULATED:
            return IndicatorValue(text, ValueKind.TEXT, doubtful="公式没有计算结果")
    if len(text) <= _LONGEST_KEPT:
        return _written(text)
    return _written.__wrapped__(text) if len(text) <= _LONGEST else IndicatorValue(text, ValueKind.TEXT)


def without_counts(text: str) -> str:
    """``text`` without the quantities in it, closed up."""
    return _COUNT.sub("", close_up(text))


def is_qualitative_vague(text: str) -> bool:
    """Whether ``text`` states a degree or a direction (``稳步推进``) and nothing to measure by."""
    return _VAGUE.search(plain(text).rstrip("。;,. ")) is not None and _STANDARD.search(text) is None


def comparable(target: IndicatorValue, actual: IndicatorValue) -> bool:
    """Whether ``actual`` can answer ``target``: the same kind of statement, in units that convert.

    A value that is not stated or doubtful contradicts nothing. A date may be answered in words.
    """
    kinds = {target.kind, actual.kind}
    if target.doubtful or actual.doubtful or ValueKind.BLANK in kinds:
        return True
    if kinds <= {ValueKind.TIME, ValueKind.TEXT}:
        return True
    return actual_span(target, actual) is not None


def actual_span(target: IndicatorValue, actual: IndicatorValue) -> tuple[Decimal, Decimal] | None:
    """The least and the most that ``actual`` states, in ``target``'s unit; None as for :func:`actual_in_unit_of`."""
    if actual.kind is not target.kind or not (target.bounds or target.number is not None):
        return None
    span = actual.bounds or ((actual.number, actual.number) if actual.number is not None else None)
    if span is None:
        return None
    low, high = (converted(end, actual.unit, target.unit) for end in span)
    return (low, high) if low is not None and high is not None else None


def actual_in_unit_of(target: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """``actual``'s number in ``target``'s unit; None if either is no number or the units do not convert.

    A number without unit is in the other's unit; beside money it can only be 万元, the unit of the forms.
    """
    if actual.number is None or target.number is None:
        return None
    span = actual_span(target, actual)
    return span[0] if span else None


_NOT_STATED = IndicatorValue("", ValueKind.BLANK)


@lru_cache(maxsize=4096)
def _stored(text: str, code: str) -> IndicatorValue:
    reading = read_rate(Cell(1, 1, Kind.NUMBER, text, code))
    if reading.number is None and number_format(code).clock:
        day = read_date(Cell(1, 1, Kind.NUMBER, text, code))
        return IndicatorValue(text, ValueKind.TIME, deadline=day)
    if reading.number is None:
        return IndicatorValue(text, ValueKind.TEXT)
    kind = ValueKind.PERCENT if reading.unit else ValueKind.NUMBER
    return IndicatorValue(text, kind, "", reading.number, reading.unit, decimals=reading.decimals)


@lru_cache(maxsize=8192)
def _written(raw: str) -> IndicatorValue:
    closed = with_plain_units(plain_signs(close_up(raw).rstrip("。;,、!")))
    if "元" in closed or "¥" in closed:
        closed = _LIMIT_BEFORE_PER.sub(r"\1\3\2", _CURRENCY.sub(r"\1\2元", closed))
    if states_nothing(closed):
        return IndicatorValue(raw, ValueKind.BLANK)
    time = _period(raw, closed)
    if time is not None:
        return time
    if reason := _misprint(raw, closed):
        return IndicatorValue(raw, ValueKind.TEXT, doubtful=reason)
    value = _quantity(raw, closed)
    damage = next((char for char in closed if char in _DAMAGE), None)
    if damage:
        legible = value or _quantity(raw, closed.strip(_DAMAGE)) or IndicatorValue(raw, ValueKind.TEXT)
        return replace(legible, doubtful=f"“{damage}”可能是识别错误")
    value = value or _with_remark(raw, closed) or _interval(raw, closed)
    if value is not None:
        return value
    counts = _COUNT.findall(_RANGE.sub("1", _NOT_A_COUNT.sub("", closed)))
    return IndicatorValue(raw, ValueKind.TEXT, several=len(counts) > 1)


def _with_remark(raw: str, closed: str) -> IndicatorValue | None:
    """A figure with its unit and a remark behind it that leaves it as it is."""
    bare = without_remark(closed)
    value = (_quantity(raw, bare) or _interval(raw, bare)) if bare else None
    return value if value is not None and value.unit else None


def _interval(raw: str, closed: str) -> IndicatorValue | None:
    found = read_interval(closed)
    if found is None:
        return None
    kind = ValueKind.PERCENT if found.unit == "%" else ValueKind.NUMBER
    return IndicatorValue(raw, kind, unit=found.unit, bounds=(found.low, found.high))


def _misprint(raw: str, closed: str) -> str:
    if _BLANK_AFTER_POINT.search(plain(raw)):
        return "小数点后有空格，无法确定是几"
    return next((reason for misprint, reason in _MISPRINTS if misprint.search(closed)), "")


def _period(raw: str, closed: str) -> IndicatorValue | None:
    found = _TIME.fullmatch(closed)
    if found is None:
        return None
    first, sign = found["first"], found["sign"]
    deadline = read_date_text(first)
    named = _LAST_DAY_NAMED.fullmatch(first)
    if named and (first[-1] in "底末" or found["edge"] not in ("前", "之前", "以前")):
        year, month = int(named[1]), int(named[2] or 12)
        if 1 <= month <= 12:
            deadline = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return IndicatorValue(
        raw,
        ValueKind.TIME,
        SIGNS[sign] if sign else "",
        explicit_op=bool(sign),
        deadline=None if found["last"] else deadline,
    )


def _quantity(raw: str, closed: str) -> IndicatorValue | None:
    if closed[0] == "零" and _ZERO_OF.fullmatch(closed):
        return IndicatorValue(raw, ValueKind.NUMBER, number=Decimal(0))
    found = _VALUE.fullmatch(_INCLUDED.sub("", closed))
    if found is None or _LEAD_UNSAFE.search(_EARNED.sub("", found["lead"])):
        return None
    if found["spelled"] and (found["unit"] or found["percent"]):
        return None
    percent = bool(found["percent"] or found["spelled"])
    unit = "%" if percent else _unit_in(found)
    doubtful = ""
    if tail := found["tail"]:
        if not unit and tail in _ORDINALS:
            return None
        if not unit and not found["suffix"] and len(tail) == 1:
            unit, doubtful = tail, unknown_unit(tail)
        elif not _tail_is_harmless(tail, unit, found["suffix"]):
            return None
    prefixes = _PREFIX.findall(found["prefix"])
    signs = [SIGNS[prefix] for prefix in prefixes if prefix in SIGNS]
    ops = signs + [PREFIXES[prefix] for prefix in prefixes if prefix not in SIGNS]
    if found["suffix"]:
        ops.append(SUFFIXES[found["suffix"]])
    if found["vague"] or ABOUT in ops:
        doubtful = APPROXIMATE
    ops = [op for op in ops if op != ABOUT]
    if len({DIRECTION[op] for op in ops}) > 1:
        return IndicatorValue(raw, ValueKind.TEXT, doubtful="比较符号前后矛盾")
    digits = found["number"]
    if percent and not ops and (like := _LIKE_AT_LEAST.fullmatch(digits)):
        doubtful = doubtful or f"“{digits}%”可能是“≥{like[1]}%”识别错误"
    return IndicatorValue(
        raw,
        ValueKind.PERCENT if percent else ValueKind.NUMBER,
        ops[0] if ops else "",
        written_number(digits, found["sign"]),
        unit,
        explicit_op=bool(signs),
        decimals=written_decimals(digits),
        doubtful=doubtful,
    )


def _unit_in(found: re.Match[str]) -> str:
    """The unit of a figure, that of a mean with its period: ``次/月`` for ``月均4次``."""
    unit = (found["unit"] or "").replace("(", "").replace(")", "")
    mean = _MEAN.search(found["lead"]) if found["lead"] and "/" not in unit else None
    return f"{unit}/{mean[1]}" if mean else unit


def unknown_unit(unit: str) -> str:
    """The doubt about a value in a unit that is not known."""
    return f"计量单位“{unit}”无法识别"


def _tail_is_harmless(tail: str, unit: str, suffix: str | None) -> bool:
    """Whether the words after a quantity leave it as it is: ``100%按预算落实``, ``20篇提案``."""
    if not unit or _TAIL_UNSAFE.search(tail):
        return False
    if unit == "%":
        return _SHARE_TAIL.fullmatch(tail) is not None
    return suffix is not None or _DURATION.fullmatch(unit) is None


def is_money(unit: str) -> bool:
    """Whether a unit counts money, also money per something: ``万元``, ``元/人``."""
    return scale(unit)[0].partition("/")[0] == "元"
