"""Grades and scales: a scale that a target consists of (``优良中低差``), or the one step of it that it promises (``优``).

Also ranks (``前三名``), letters (``AA级``), stars and the classes of water, whose better end is known; of other numbered
grades (``三级以上``) it is only where what is graded tells it.
"""

from __future__ import annotations

import re

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.directions import adverse
from perfxl.returns.numbers import close_up
from perfxl.returns.spelled import number_spelled

_SCALES = frozenset({"优良中低差", "优良中差", "优良差", "高中低", "好中差", "好坏"})
_SEPARATORS = pattern("[/、,;|—-]")
_SAID = {
    "优": ("优", "优秀"), "良": ("良", "良好"), "中": ("中", "中等", "一般"), "低": ("低", "较低"),
    "差": ("差", "较差", "很差"), "高": ("高", "较高", "很高"), "好": ("好", "较好", "很好"), "坏": ("坏", "较坏", "很坏"),
}  # fmt: skip
_ANY_STEP = frozenset(word for words in _SAID.values() for word in words)

_ORDERED = (
    (("优", "优秀"), ("良", "良好", "优良"), ("中", "中等", "一般", "合格", "及格"), ("差", "较差", "很差", "不合格", "不及格")),
    (("合格", "达标", "及格", "通过"), ("不合格", "不达标", "未达标", "不及格", "不通过", "未通过", "差", "较差", "很差")),
    (("好", "很好", "较好"), ("一般",), ("差", "较差", "很差", "坏", "较坏")),
    (("高", "很高", "较高"), ("中", "中等", "一般"), ("低", "较低")),
    (("显著", "明显", "较显著", "较明显", "比较明显"), ("一般",), ("不显著", "不明显", "不太明显")),
    (("是",), ("否", "不是")),
    (("甲级",), ("乙级",), ("丙级",), ("丁级",)),
    (
        ("非常满意", "很满意", "十分满意", "满意", "较满意", "比较满意", "基本满意"), ("一般",),
        ("不太满意", "较不满意", "不满意", "很不满意", "非常不满意"),
    ),
)  # fmt: skip
"""The steps of the scales of which a target may name one, the best first."""
_MORE_OR_LESS = frozenset(word for words in _ORDERED[3] for word in words)
"""Steps of which the lower one is the better of what is unwanted; of its ranks nobody knows which end is."""
_BAD_THE_MORE = pattern("拥堵|犯罪|流失|贫困|火险|污染|信访|投诉|能耗|风险|感染|事故")
"""What is the worse the more there is of it."""
_HANDLING = pattern("治理|防[控治范]|处[理置]|办[结理]|整改|化解|修复|控制|工作|满意")
"""Then it is the handling of it that is judged."""
_TWO_STEPS = "优良"
"""As an actual it leaves open which of the two."""
_FAILED = frozenset({"不合格", "不达标", "未达标", "不及格", "不通过", "未通过"})
_DENIED = pattern("[不未无没否]")
_LONGEST = 12
_AROUND_A_STEP = pattern("^(?:达到|不低于|评定为|评为|为)|(?:及?以上|等次|等级|档次?)+$")

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_RANK = pattern(
    "(?:(?:排名|名次|排序)?(?:位居|位列|列|居|进入|达到|保持|保持在|在|获得?)?)(?P<among>全[国省市州县区镇乡])?(?:排名|排)?"
    "(?P<how>前|第)(?P<number>[0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?P<of>名|位|方阵|梯队)?(?:及?以[上内]|之内)?"
)
_RANKED = pattern("排名|名次|位次|排位|排序")
_LETTERS = pattern("(?P<letters>A{1,5}|B{1,3}|C{1,3}|D)(?:级|类|等)?")
_WATER = pattern(
    "(?:优于|达到|达|为|或|不低于|不劣于)*(?P<bad>劣)?(?P<class>I{1,3}|IV|V)类(?:水质|水|标准)?(?:及?以上)?"
)
_CLASSES = ("I", "II", "III", "IV", "V")
_NUMBER = "(?P<number>[1-9一二三四五六七八九])"
_STARS = pattern(f"{_NUMBER}(?:星级?|A级?)(?:饭店|宾馆|酒店|旅游|景区|景点|单位|标准)*")
_PRIZE = pattern(f"{_NUMBER}等奖")
_HOSPITAL = pattern("(?P<number>[一二三])级(?P<letter>[甲乙丙])等?(?:医院)?")
_GRADE = pattern(f"{_NUMBER}级(?P<of>公路|道路|路面|资质|医院|标准|水平)?")
_FIRST_IS_BEST = pattern("公路|道路|路面|资质|空气|水质")
_FIRST_IS_LEAST = pattern("医院(?!.{0,4}感染)|医疗机构|等保|等级保护")
"""What is graded tells which end of its numbered grades is the better one."""
_WHOLE = pattern("(?:全部?|全面|百分之百|100%)(?P<of>.*)")
_PART = pattern("(?:大?部分|局部|个别)(?P<of>.*)")
_ON_TIME = pattern("(?:按时|及时|按期|如期|准时|按计划)(?P<of>.*)")
_BEHIND_TIME = pattern("(?:未能?按[时期]|不及时|[延逾超]期|推迟|延迟|延后|滞后)(?P<of>.*)")
_BUDGET = (
    "(?:年初|年度|全年|项目|部门|财政|批复|下达|的)*预算(?:数|金额|额度?|批复|总额|控制数|安排|标准|范围)*"
)
_WITHIN = pattern(
    rf"(?:控制|保持|均|严格)*在?{_BUDGET}(?:以|之)?内|(?:控制在)?[不未](?:得|能|要)?[超突][过出破]?{_BUDGET}|[不未无](?:得|能|要|发生)?超支(?P<of>)"
)
_BY_SO_MUCH = "(?:[0-9.,]*[1-9][0-9.,]*(?:%|[百千万]*元|个百分点))?"
_BEYOND = pattern(
    rf"(?:已|略|实际|有所)*(?:(?:超出|超过|超|突破)了?{_BUDGET}|(?:存在|发生)?超支了?){_BY_SO_MUCH}(?P<of>)"
)
_BY_THE_RULES = pattern(
    "(?:合规|合法|合法合规|规范|(?:[不无未]|杜绝|没有)(?:发生|出现)?违[规纪法](?:行为|问题|现象)?)(?P<of>)"
)
_AGAINST_THE_RULES = pattern(
    "(?:存在|发生|发现|出现|有)[0-9一二三四五六七八九十]*[处项起次个件例]?(?:违[规纪法]|不规范|不合[规法]).{0,6}(?P<of>)"
)
_NO_RISE = pattern("(?:只[减降]不[增升]|零增长|负增长|不[增升][加长]?|不上升|不反弹)(?P<of>)")
_RISE = pattern(
    "(?:较|比|同比|环比|上年|去年)*(?:增长|增加|上升|升高|提高|上涨)了?(?=[0-9.]*[1-9]).{1,6}(?P<of>)"
)
_CONTRARIES = (
    (_WHOLE, _PART),
    (_ON_TIME, _BEHIND_TIME),
    (_WITHIN, _BEYOND),
    (_BY_THE_RULES, _AGAINST_THE_RULES),
    (_NO_RISE, _RISE),
)
_NOT = ("不", "未", "未能", "没有", "没", "非")
_THERE_IS = pattern("有|有[0-9一二三四五六七八九十]+[处项起次个件例].{0,8}|(?:存在|发生|发现|出现).{1,10}")


def scale_of(target: str) -> str:
    """The steps of the scale that a target consists of, the best first; "" if it is no known scale."""
    if len(target) > _LONGEST:
        return ""
    steps = _SEPARATORS.sub("", compact(target))
    return steps if steps in _SCALES else ""


def step_of(scale: str, actual: str) -> str:
    """The step of ``scale`` that an actual names, "" if it names none."""
    said = compact(actual).rstrip("。.")
    return next((step for step in scale if said in _SAID[step]), "")


def off_scale(target: str, actual: str) -> bool:
    """Whether the target is a scale, and the actual a step of another one."""
    scale = scale_of(target)
    return bool(scale) and not step_of(scale, actual) and compact(actual).rstrip("。.") in _ANY_STEP


def below_promised(target: str, actual: str, name: str = "") -> bool:
    """Whether an actual names a lower step than the one that the target names (``优``, ``合格及以上``), or a failure.

    ``name`` is the indicator's, which tells what is graded.
    """
    if len(actual) > _LONGEST:
        return False
    reached = _step_in(actual)
    if reached in _FAILED and not _DENIED.search(target):
        return True
    promised = _step_in(target) if len(target) <= _LONGEST else ""
    if reached == _TWO_STEPS or not promised:
        return False
    if _unwanted(name):
        if promised in _MORE_OR_LESS:
            return False
        if promised == "否" and "是否" in name:
            return reached == "是"
    for steps in _ORDERED:
        places = [
            [place for place, words in enumerate(steps) if word in words] for word in (promised, reached)
        ]
        if all(places):
            return places[0] < places[1]
    return _is_contrary(promised, reached) or _ranks_lower(promised, reached, name)


def _unwanted(name: str) -> bool:
    bad = adverse(name) or _BAD_THE_MORE.search(name) is not None
    return bad and not _HANDLING.search(name)


def occurred(actual: str) -> bool:
    """Whether an actual says that there is some of what its target wants none of (``有``, ``发现2处``)."""
    return _THERE_IS.fullmatch(compact(actual).rstrip("。.")) is not None


def _is_contrary(promised: str, reached: str) -> bool:
    """``合规`` and ``不合规``, ``全覆盖`` and ``部分覆盖``, ``按时完成`` and ``延期完成``."""
    if not _DENIED.search(promised) and len(promised) > 1 and reached in {word + promised for word in _NOT}:
        return True
    for good, bad in _CONTRARIES:
        one, other = good.fullmatch(promised), bad.fullmatch(reached)
        if one and other and (one["of"] == other["of"] or not (one["of"] and other["of"])):
            return True
    return False


def _ranks_lower(promised: str, reached: str, name: str) -> bool:
    one, other = close_up(promised).upper(), close_up(reached).upper()
    ranks = _RANK.fullmatch(one), _RANK.fullmatch(other)
    if ranks[0] and ranks[1]:
        return not _unwanted(name) and _behind(ranks[0], ranks[1], name)
    letters = _LETTERS.fullmatch(one), _LETTERS.fullmatch(other)
    if letters[0] and letters[1]:
        return _letter_place(letters[0]["letters"]) < _letter_place(letters[1]["letters"])
    water = _WATER.fullmatch(one), _WATER.fullmatch(other)
    if water[0] and water[1] and ("水" in name or "水" in one):
        return _water_place(water[0]) < _water_place(water[1])
    hospitals = _HOSPITAL.fullmatch(one), _HOSPITAL.fullmatch(other)
    if hospitals[0] and hospitals[1]:
        return _hospital_place(hospitals[0]) < _hospital_place(hospitals[1])
    return _number_is_worse(one, other, name)


def other_grade(target: str, actual: str, name: str) -> bool:
    """Whether an actual is a numbered grade behind the one promised (``二级以上``, ``三级``), which may be better or worse.

    A lower number is taken for no worse: so it is of most that is graded.
    """
    if max(len(target), len(actual)) > _LONGEST:
        return False
    one, other = (_GRADE.fullmatch(close_up(_step_in(text))) for text in (target, actual))
    if one is None or other is None or _better_end(one, other, name):
        return False
    return _place(one) < _place(other)


def _better_end(one: re.Match[str], other: re.Match[str], name: str) -> int:
    """Whether grades are better the higher (1) or the lower (-1) their number is, as what is graded tells; 0 if unknown."""
    said = f"{name}{one['of'] or ''}{other['of'] or ''}"
    return bool(_FIRST_IS_LEAST.search(said)) - bool(_FIRST_IS_BEST.search(said))


def _number_is_worse(promised: str, reached: str, name: str) -> bool:
    """Fewer stars or A than promised, a prize or a numbered grade behind it where the better end is known."""
    for numbered, better in ((_STARS, 1), (_PRIZE, -1), (_GRADE, 0)):
        one, other = numbered.fullmatch(promised), numbered.fullmatch(reached)
        if one and other:
            better = better or _better_end(one, other, name)
            return better * (_place(other) - _place(one)) < 0
    return False


def _place(numbered: re.Match[str]) -> int:
    return int(number_spelled(numbered["number"]) or numbered["number"])


def _behind(promised: re.Match[str], reached: re.Match[str], name: str) -> bool:
    """Whether a rank is behind the one promised; what is among the first so many may be any of them.

    ``第3`` alone may be a number of anything: that it is a rank the other one says, or the indicator's name.
    """
    among = {rank["among"] for rank in (promised, reached) if rank["among"]}
    of = [rank["of"] if rank["of"] in ("方阵", "梯队") else "名" for rank in (promised, reached)]
    named = promised["how"] == "前" or promised["of"] or reached["of"] or among or _RANKED.search(name)
    if len(among) > 1 or of[0] != of[1] or reached["how"] != "第" or not named:
        return False
    return _place(promised) < _place(reached)


def _letter_place(letters: str) -> tuple[str, int]:
    """AAA before AA before A before B."""
    return letters[0], -len(letters)


def _hospital_place(grade: re.Match[str]) -> tuple[int, int]:
    """三级甲等 before 三级乙等 before 二级甲等."""
    return -_DIGITS[grade["number"]], "甲乙丙".index(grade["letter"])


def _water_place(water: re.Match[str]) -> tuple[int, bool]:
    return _CLASSES.index(water["class"]), bool(water["bad"])


def _step_in(text: str) -> str:
    return _AROUND_A_STEP.sub("", compact(text).rstrip("。."))
