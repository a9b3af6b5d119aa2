"""Scales that a target may consist of (``优良中低差``): which of its steps an actual names."""

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


def scale_of(target: str) -> str:
    """The steps of the scale that a target consists of, the best first; "" if it is no known scale."""
    if len(target) > 12:
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
