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
from perfxl.returns.numbers import (
    NUMBER,
    close_up,
    number_format,
    plain,
    read_date,
    read_date_text,
    read_rate,
    states_nothing,
    written_decimals,
    written_number,
)
from perfxl.workbook.model import Cell, Kind


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


APPROXIMATE = "是约数，没有确定的界限"
"""The doubt about a value that is written clearly and sets no limit; every other doubt is about the writing."""
_LONGEST, _LONGEST_KEPT = 2000, 200


def _meanings(words: dict[str, str]) -> dict[str, str]:
    return {word: meaning for meaning, ways in words.items() for word in ways.split()}


def _one_of(words: dict[str, str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_ABOUT = "约"
_SIGNS = _meanings({"≥": "≥ ≧ ⩾ >= =>", "≤": "≤ ≦ ⩽ <= =<", ">": ">", "<": "<", "=": "="})
_PREFIXES = _SIGNS | _meanings(
    {
        "≥": "不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 达到 达",
        "≤": "不高于 不超过 不大于 不多于 不得高于 不得超过 小于等于 小于或等于 低于或等于 控制在 至多 最多",
        ">": "大于 高于 多于 超过",
        "<": "小于 低于 少于",
        "=": "等于",
        _ABOUT: "约 大约 将近 接近 近",
    }
)
_SUFFIXES = _meanings({"≥": "以上 及以上", "≤": "以下 及以下 以内 之内 内", _ABOUT: "左右 上下"})
_DIRECTION = {"≥": 1, ">": 1, "=": 0, "<": -1, "≤": -1}


_MEASURE = (
    r"(?:[人户场班车架台家批](?:\(次\)|次)|人天|人日|课时|学时|个?小时|分钟|个?季度|个月|个?工作日|工日|平方公里"
    r"|平方千米|平方米|平米|立方米|公里|公顷|公斤|毫克|毫米|厘米|标段|频次|期次|瓦时|摄氏度|°C"
    r"|[个人次篇吨件项条册户家期场度米元天日周月年分秒套台辆艘架份本部只支枝块片张幅座栋幢间处所门名位批组队届]"
    r"|[节课类种例起宗桩页字亩里株棵尾头匹羽箱包袋瓶桶盒斤克升层站线路口眼孔根轮倍成遍回趟集稿卷枚道盏面颗粒段]"
    r"|[帧刊版档笔对双副床桌席村镇县区市校企店厂则首曲瓦级㎡㎥‰])"
)
_COUNTED_IN = rf"(?:个?百分点|(?:百万|千万|百|千|万|亿)?{_MEASURE}|万|亿)"
_UNIT = rf"(?:{_COUNTED_IN}|[A-Za-z]{{1,4}}[23]?)"
_PER = "(?:[人户年月天日次个场期项件套台辆吨亩米]|季度|人次|平方米|公里|[A-Za-z]{1,3}[23]?)"
_VALUE = pattern(
    r"(?P<lead>[\u4e00-\u9fffA-Za-z“”‘’\"'《》·、:()]{0,40}?)"
    rf"(?P<prefix>(?:{_one_of(_PREFIXES)}){{0,3}})"
    rf"(?P<sign>-?)(?P<spelled>百分之)?(?P<number>{NUMBER})(?P<vague>[余多])?"
    rf"(?:(?P<percent>%|百分比)|(?P<note>\()?(?P<unit>{_UNIT}(?:[/每]{_PER})?)(?(note)\)))?"
    rf"(?P<suffix>{_one_of(_SUFFIXES)})?(?P<tail>[\u4e00-\u9fff“”]{{0,12}})"
)
_PREFIX = pattern(_one_of(_PREFIXES))
_INCLUDED = pattern(r"\(含[^()]*\)")

_SECOND_COUNT = "[二两三四五六七八九十][次个人场项名篇期件家户]"
_CHANGES_MEANING = (
    r"每|较|比上|同比|环比|(?<!新)增|减|降|上升|提升|提高|升高|翻番|未|无|不|没|超|或"
    rf"|[高低少多大小]于|{_SECOND_COUNT}"
)
_LEAD_UNSAFE = pattern(rf"{_CHANGES_MEANING}|(?<![签履节])约|近|其中|分之|[A-Za-z第至]$")
_TAIL_UNSAFE = pattern(rf"{_CHANGES_MEANING}|除|以外|以[上下内]|至|第|的|[余约近]")
_SHARE_TAIL = pattern("[^“”]{0,8}(?:完成|落实|到位|达标|执行|覆盖|合格|满意|通过|办结|拨付|支付|发放)")
_DURATION = pattern("[天日周月年]|个?小时|分钟|个月|个?季度|个?工作日")

_MONTH = "[0-9]{1,2}月(?:[0-9]{1,2}[日号])?"
_QUARTER = "第?[一二三四1-4]季度|[上下]半年"
_PERIOD = (
    rf"(?:(?:19|20)[0-9]{{2}}年(?:{_MONTH}|{_QUARTER}|度|全年|[底末初])?"
    r"|(?:19|20)[0-9]{2}(?:(?:[-./][0-9]{1,2}){2}|[-/][0-9]{1,2})"
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
_RANGE = pattern(rf"{NUMBER}(?:%|{_COUNTED_IN})?[-~〜—至到]{NUMBER}")
_NOT_A_COUNT = pattern(rf"(?:19|20)[0-9]{{2}}年(?:{_MONTH})?|{_MONTH}|第[0-9]+|[0-9]+周年")
_COUNT = pattern(rf"{NUMBER}[余多]?(?:%|百分比|{_COUNTED_IN})")

_SAME_UNIT = _meanings(
    {
        "人": "名 位", "天": "日", "月": "个月", "小时": "个小时", "工作日": "个工作日", "季度": "个季度",
        "百分点": "个百分点", "平方米": "平米 ㎡ m2", "万平方米": "公顷", "百万平方米": "平方公里 平方千米",
        "米": "m", "千米": "公里 km", "千克": "公斤 kg", "百万克": "吨 t", "度": "摄氏度 ℃ °C",
    }
)  # fmt: skip
_TIMES_TEN_TO = {"千万": 7, "百万": 6, "亿": 8, "万": 4, "千": 3, "百": 2}

_REVERSE_NAME = pattern(
    "(?:(?:控制|变动|超支|差错|失误|死亡|伤亡|发病|失业|复发|返贫|流失|辍学|空置|闲置|结转结余)率"
    "|投诉(?:率|量|数|次数|件数)|事故(?:发生)?(?:率|数|数量|次数|起数)|违[规纪](?:率|次数|起数))$"
)
_VAGUE = pattern(
    "稳步|显著|明显|有效(?!率)|逐步|不断|进一步|较[好大高]|高质量|高效|略有|大力|有成效|贡献|安居乐业|助推|促进"
    "|提升|提高|改善|增强|^(?:高|好|良好)$"
)
_STANDARD = pattern("[0-9０-９]|等次|等级|标准|验收|《|及以上|[一二三四五六七八九十]+[次个项家名]")


def parse_indicator_value(source: Cell | str | None) -> IndicatorValue:
    """What an indicator's target or actual states.

    ``source`` is a cell (``None`` if there is none) or a text. A number under a percent format is PERCENT,
    under a date format TIME. An error value and a formula without result are doubtful TEXT.
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


def is_reverse(value: IndicatorValue, level2: str, name: str) -> bool:
    """Whether smaller is better: stated by ``≤`` or ``<``, or for a bare value by its indicator.

    A bare amount (money, or a number without unit) under a cost indicator (``level2`` contains 成本) is an
    upper bound, and so is a bare value whose indicator ``name`` counts what should not happen (``投诉率``).
    """
    if value.op:
        return value.op in ("≤", "<")
    if value.number is None:
        return False
    if value.kind is ValueKind.NUMBER and "成本" in level2:
        return _is_money(value.unit) or not value.unit
    return _REVERSE_NAME.search(plain(name).rstrip("。;,. ")) is not None


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
    return actual_in_unit_of(target, actual) is not None


def actual_in_unit_of(target: IndicatorValue, actual: IndicatorValue) -> Decimal | None:
    """``actual``'s number in ``target``'s unit; None if either is no number or the units do not convert.

    A number without unit is in the other's unit; beside money it can only be 万元, the unit of the forms.
    """
    if actual.number is None or target.number is None or actual.kind is not target.kind:
        return None
    power = _power_between(actual.unit, target.unit)
    if not power:
        return actual.number if power == 0 else None
    return Decimal(f"{actual.number.scaleb(power):f}")


_NOT_STATED = IndicatorValue("", ValueKind.BLANK)


@lru_cache(maxsize=4096)
def _stored(text: str, code: str) -> IndicatorValue:
    if number_format(code).clock:
        day = read_date(Cell(1, 1, Kind.NUMBER, text, code))
        return IndicatorValue(text, ValueKind.TIME, deadline=day)
    reading = read_rate(Cell(1, 1, Kind.NUMBER, text, code))
    if reading.number is None:
        return IndicatorValue(text, ValueKind.TEXT)
    kind = ValueKind.PERCENT if reading.unit else ValueKind.NUMBER
    return IndicatorValue(text, kind, "", reading.number, reading.unit, decimals=reading.decimals)


@lru_cache(maxsize=8192)
def _written(raw: str) -> IndicatorValue:
    closed = close_up(raw).rstrip("。;,、!")
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
    if value is not None:
        return value
    counts = _COUNT.findall(_RANGE.sub("1", _NOT_A_COUNT.sub("", closed)))
    return IndicatorValue(raw, ValueKind.TEXT, several=len(counts) > 1)


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
        _SIGNS[sign] if sign else "",
        explicit_op=bool(sign),
        deadline=None if found["last"] else deadline,
    )


def _quantity(raw: str, closed: str) -> IndicatorValue | None:
    found = _VALUE.fullmatch(_INCLUDED.sub("", closed))
    if found is None or _LEAD_UNSAFE.search(found["lead"]):
        return None
    if found["spelled"] and (found["unit"] or found["percent"]):
        return None
    percent = bool(found["percent"] or found["spelled"])
    unit = "%" if percent else (found["unit"] or "").replace("(", "").replace(")", "")
    doubtful = ""
    if tail := found["tail"]:
        if not unit and not found["suffix"] and len(tail) == 1:
            unit, doubtful = tail, f"计量单位“{tail}”无法识别"
        elif not _tail_is_harmless(tail, unit, found["suffix"]):
            return None
    prefixes = _PREFIX.findall(found["prefix"])
    signs = [_SIGNS[prefix] for prefix in prefixes if prefix in _SIGNS]
    ops = signs + [_PREFIXES[prefix] for prefix in prefixes if prefix not in _SIGNS]
    if found["suffix"]:
        ops.append(_SUFFIXES[found["suffix"]])
    if found["vague"] or _ABOUT in ops:
        doubtful = doubtful or APPROXIMATE
    ops = [op for op in ops if op != _ABOUT]
    if len({_DIRECTION[op] for op in ops}) > 1:
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


def _tail_is_harmless(tail: str, unit: str, suffix: str | None) -> bool:
    """Whether the words after a quantity leave it as it is: ``100%按预算落实``, ``20篇提案``."""
    if not unit or _TAIL_UNSAFE.search(tail):
        return False
    if unit == "%":
        return _SHARE_TAIL.fullmatch(tail) is not None
    return suffix is not None or _DURATION.fullmatch(unit) is None


def _is_money(unit: str) -> bool:
    return _scale(unit)[0].partition("/")[0] == "元"


@lru_cache(maxsize=512)
def _scale(unit: str) -> tuple[str, int]:
    """The base of ``unit`` and how many powers of ten it is: ``万元`` -> ``("元", 4)``."""
    unit = _SAME_UNIT.get(unit, unit)
    for prefix, power in _TIMES_TEN_TO.items():
        if unit.startswith(prefix) and not unit.startswith("百分"):
            base, more = _scale(unit[len(prefix) :])
            return base, power + more
    return unit, 0


@lru_cache(maxsize=1024)
def _power_between(unit: str, wanted: str) -> int | None:
    base, power = _scale(unit)
    wanted_base, wanted_power = _scale(wanted)
    if base == wanted_base:
        return power - wanted_power
    if base and wanted_base:
        return None
    if power if not base else wanted_power:
        return power - wanted_power
    if "元" in (base, wanted_base):
        return 0 if "万元" in (unit, wanted) else None
    return 0
