"""Grades and scales: a scale that a target consists of (``优良中低差``), or the one step of it that it promises (``优``)."""

from __future__ import annotations

from perfxl.formset.labels import compact
from perfxl.patterns import pattern

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
    (("是",), ("否", "不是")),
)  # fmt: skip
"""The steps of the scales of which a target may name one, the best first."""
_TWO_STEPS = "优良"
"""As an actual it leaves open which of the two."""
_FAILED = frozenset({"不合格", "不达标", "未达标", "不及格", "不通过", "未通过"})
_DENIED = pattern("[不未无没否]")
_LONGEST = 12
_AROUND_A_STEP = pattern("^(?:达到|不低于|评定为|评为|为)|(?:及?以上|等次|等级|档次?)+$")


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


def below_promised(target: str, actual: str) -> bool:
    """Whether an actual names a lower step than the one that the target names (``优``, ``合格及以上``), or a failure."""
    if len(actual) > _LONGEST:
        return False
    reached = _step_in(actual)
    if reached in _FAILED and not _DENIED.search(target):
        return True
    promised = _step_in(target) if len(target) <= _LONGEST else ""
    if reached == _TWO_STEPS:
        return False
    for steps in _ORDERED:
        places = [
            [place for place, words in enumerate(steps) if word in words] for word in (promised, reached)
        ]
        if all(places):
            return places[0] < places[1]
    return False


def _step_in(text: str) -> str:
    return _AROUND_A_STEP.sub("", compact(text).rstrip("。."))
