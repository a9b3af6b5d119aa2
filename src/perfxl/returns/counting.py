"""What counts are written in, which words change what a count means, remarks that do not, intervals, and units that convert."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.numbers import NUMBER, written_number

_MEASURE = (
    r"(?:[人户场班车架台家批期剂](?:\(次\)|次)|个?日历[天日]|人天|人日|课时|学时|个?小时|分钟|个?季度|个月|个?工作日|工日|平方公里"
    r"|平方千米|平方米|平米|立方米|公里|公顷|公斤|[毫微]克|毫升|毫米|厘米|标段|频次|期次|瓦时|伏安|摄氏度|°C"
    r"|[个人次篇吨件项条册户家期场度米元天日周月年分秒套台辆艘架份本部只支枝块片张幅座栋幢间处所门名位批组队届]"
    r"|[节课类种例起宗桩页字亩里株棵尾头匹羽箱包袋瓶桶盒斤克升层站线路口眼孔根轮倍成遍回趟集稿卷枚道盏面颗粒段]"
    r"|[帧刊版档笔对双副床桌席村镇县区市校企店厂则首曲瓦㎡㎥‰])"
)
COUNTED_IN = rf"(?:个?百分点|(?:百万|千万|百|千|万|亿)?{_MEASURE}|万|亿)"
UNIT = rf"(?:{COUNTED_IN}|[A-Za-z]{{1,4}}[23]?)"
_PER_ONE = (
    "[人户周年月天日次个场期项件套台辆吨亩米份册本张块根株头只支间幅床村名位㎡㎥]|万[人户]|季度?|半年|人次|平方米|立方米|公里"
    "|[A-Za-z]{1,3}[23]?"
)
PER = rf"(?:(?:{_PER_ONE})(?:[/·.](?:{_PER_ONE}))?)"
_SECOND_COUNT = "[二两三四五六七八九十][次个人场项名篇期件家户]"
CHANGES_MEANING = (
    r"每|较|比上|同比|环比|(?<!新)增|减|降|上升|提升|提高|升高|翻番|未|无|不|没|超|或"
    rf"|[高低少多大小]于|{_SECOND_COUNT}"
)

_REMARK = pattern(r"(?P<value>.+?)(?:\((?P<note>[^()]{1,60})\)|[,;](?P<clause>[^,;()0-9]{1,40}))")
_PARTS = pattern("其中|包括|含")
_CASTS_DOUBT = pattern(
    rf"{CHANGES_MEANING}|预计|计划|目标|应|拟|待|将|[约估折扣占欠缺差剩余除外暂停止延推迟逾误原改仅只尚否]|累计|[上去往]年|同期"
    "|标准|要求|部分|大部|基本|陆续|正在|取消|更正|平均|[人户]均|分之|至|一[个次场项名期件家户]"
)
"""Words that leave open what the figure before them stands for."""
_ALL_DONE = pattern(
    "(?:已|均|全部|全面|按期|按时|如期|顺利|圆满|超额)*(?:完成|达到|实现)了?(?:全年|年度|年初|本年|预期|既定|预定|设定|绩效)*"
    "(?:目标|任务|计划|要求|标准)"
)
_A_UNIT = pattern(rf"{COUNTED_IN}|[\u4e00-\u9fff]")
_INTERVAL = pattern(
    rf"(?:达到?|为|[控保维][制持]在)?(?P<low>{NUMBER})(?P<first>%|{COUNTED_IN})?[-~〜–—至到]{{1,2}}"
    rf"(?P<high>{NUMBER})(?P<unit>%|{COUNTED_IN}(?:[/每]{PER})?)(?:之间)?"
)
_AROUND = pattern(
    rf"(?P<middle>{NUMBER})(?P<first>%|{COUNTED_IN})?±(?P<margin>{NUMBER})(?P<unit>%|{COUNTED_IN})?"
)
_AROUND_ZERO = pattern(
    rf"(?:[≤≦]|不超过|[控保维][制持]在|在)?±(?P<margin>{NUMBER})(?P<unit>%|{COUNTED_IN})?(?:以内|之内|范围内|之间|内)?"
)
_TO = frozenset("-~〜–—至到±")
"""A quick look: a text without any of these states no interval."""
_REMARK_SIGNS = frozenset("),;")
"""A quick look: a text without any of these has no remark."""
_MAY_BE_A_DATE = frozenset("年月日")


class Interval(Struct, frozen=True):
    """All between two numbers, in ``unit``."""

    low: Decimal
    high: Decimal
    unit: str


def read_interval(closed: str) -> Interval | None:
    """The interval that a closed-up text states (``40-45期``, ``90%~95%``, ``800-2000元/人``, ``20±2个``, ``±5%``), or None.

    The numbers must rise and be in one unit; without a unit, and in days of a month, ``3-5`` may mean something else.
    """
    if _TO.isdisjoint(closed):
        return None
    if "±" in closed:
        return _interval_around(closed)
    found = _INTERVAL.fullmatch(closed)
    if found is None or found["unit"] in _MAY_BE_A_DATE:
        return None
    if found["first"] not in (None, found["unit"].partition("/")[0]):
        return None
    low, high = written_number(found["low"]), written_number(found["high"])
    return Interval(low, high, found["unit"]) if low < high else None


def _interval_around(closed: str) -> Interval | None:
    """All that is off a number by no more than a margin; a margin in percent of a count is none of that kind.

    A margin alone (``±5%以内``) is around zero.
    """
    if zero := _AROUND_ZERO.fullmatch(closed):
        margin = written_number(zero["margin"])
        return Interval(-margin, margin, zero["unit"] or "") if margin else None
    found = _AROUND.fullmatch(closed)
    if found is None:
        return None
    unit = found["unit"] or found["first"] or ""
    middle, margin = written_number(found["middle"]), written_number(found["margin"])
    if found["first"] not in (None, unit) or (unit == "%" and not found["first"]) or not margin:
        return None
    return Interval(middle - margin, middle + margin, unit)


def without_remark(closed: str) -> str:
    """What stands before a remark at the end of a closed-up text, if that leaves the figure as it is, else "".

    Such are parts (``2136人次(其中线上512人次)``), where a figure comes from (``63.5%(抽样调查)``), what a share was
    taken of (``100%(12个项目)``) and that all is done (``4个,全部完工``).
    """
    found = None if _REMARK_SIGNS.isdisjoint(closed) else _REMARK.fullmatch(closed)
    if found is None:
        return ""
    value, remark = found["value"], found["note"] or found["clause"]
    if _ALL_DONE.fullmatch(remark):
        return value
    if _CASTS_DOUBT.search(remark) or _A_UNIT.fullmatch(remark):
        return ""
    counts = any(char.isdigit() for char in remark)
    if counts and not _PARTS.match(remark) and ("%" not in value or "%" in remark):
        return ""
    return value


def meanings(words: dict[str, str]) -> dict[str, str]:
    """Each way of writing with what it means; ``words`` has the ways behind the meaning, parted by blanks."""
    return {word: meaning for meaning, ways in words.items() for word in ways.split()}


_SAME_UNIT = meanings(
    {
        "人": "名 位", "场": "场次", "期": "期次", "批": "批次", "班": "班次",
        "天": "日 日历天 日历日 个日历天 个日历日", "月": "个月", "小时": "个小时 h", "分钟": "min", "工作日": "个工作日", "季度": "个季度",
        "百分点": "个百分点", "平方米": "平米 ㎡ m2", "万平方米": "公顷", "百万平方米": "平方公里 平方千米",
        "米": "m", "千米": "公里 km", "千克": "公斤 kg", "百万克": "吨 t", "度": "摄氏度 ℃ °C",
    }
)  # fmt: skip
_TIMES_TEN_TO = {"千万": 7, "百万": 6, "亿": 8, "万": 4, "千": 3, "百": 2}

_PER_CUBIC_METRE = pattern("(?:([μum])g|([微毫])克)/(?:m[3³]|立方米)")

_KINDRED = (
    {
        "秒": Decimal(1),
        "分钟": Decimal(60),
        "小时": Decimal(3600),
        "天": Decimal(86400),
        "周": Decimal(604800),
    },
    {"月": Decimal(1), "季度": Decimal(3), "半年": Decimal(6), "年": Decimal(12)},
    {"克": Decimal(1), "斤": Decimal(500)},
    {"亩": Decimal(1), "平方米": Decimal("0.0015")},
)
"""Units of one measure that are no powers of ten of each other, and how many of the first one each of them is."""

_DURATIONS = frozenset(
    {"年", "月", "季度", "周", "天", "工作日", "小时", "学时", "课时", "分钟", "分", "秒", "时"}
)


@lru_cache(maxsize=512)
def scale(unit: str) -> tuple[str, int]:
    """The base of ``unit`` and how many powers of ten it is: ``万元`` -> ``("元", 4)``."""
    unit = _SAME_UNIT.get(unit, unit).replace("·", "/")
    for prefix, power in _TIMES_TEN_TO.items():
        if unit.startswith(prefix) and not unit.startswith("百分"):
            base, more = scale(unit[len(prefix) :])
            return base, power + more
    return unit, 0


def is_duration(unit: str) -> bool:
    """Whether a unit measures time: ``个工作日``, ``日历天``, ``h``."""
    return scale(unit)[0] in _DURATIONS


@lru_cache(maxsize=1024)
def power_between(unit: str, wanted: str) -> int | None:
    """How many powers of ten turn a number in ``unit`` into one in ``wanted``; None if they do not convert.

    No unit is the other's; beside money it can only be 万元, the unit of the forms.
    """
    base, power = scale(unit)
    wanted_base, wanted_power = scale(wanted)
    if base == wanted_base:
        return power - wanted_power
    if base and wanted_base:
        return None
    if power if not base else wanted_power:
        return power - wanted_power
    if "元" in (base, wanted_base):
        return 0 if "万元" in (unit, wanted) else None
    return 0


def with_plain_units(closed: str) -> str:
    """A closed-up text with concentrations in the one way of writing that counts as a unit: ``μg/m³`` as ``微克/立方米``."""
    if "/" not in closed:
        return closed
    return _PER_CUBIC_METRE.sub(
        lambda unit: f"{unit[2] or ('毫' if unit[1] == 'm' else '微')}克/立方米", closed
    )


def converted(number: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A number in ``unit`` as one in ``wanted`` (90分钟 as 1.5小时); None if they do not convert."""
    power = power_between(unit, wanted)
    if power is not None:
        return Decimal(f"{number.scaleb(power):f}") if power else number
    factors = _factors(unit, wanted)
    return number * factors[0] / factors[1] if factors else None


@lru_cache(maxsize=256)
def _factors(unit: str, wanted: str) -> tuple[Decimal, Decimal] | None:
    """How many of their measure's first unit each of two units is; None if they are not of one measure."""
    (base, power), (wanted_base, wanted_power) = scale(unit), scale(wanted)
    for measure in _KINDRED:
        if base in measure and wanted_base in measure:
            return measure[base].scaleb(power), measure[wanted_base].scaleb(wanted_power)
    return None
