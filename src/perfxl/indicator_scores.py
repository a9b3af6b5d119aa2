"""Scores of rate indicators of the framework 财预〔2013〕53号, by the local standard that a form set states.

Pure functions. Rates go in and come out in percentage points, scores in points; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from msgspec import Struct

from perfxl import measures
from perfxl.finding import decimal_text
from perfxl.formset.labels import normal
from perfxl.measures import MeasureError

STANDARDS = "计分标准"
"""The parameter of a form set that holds its standards."""

_HUNDRED = Decimal(100)
_ZERO = Decimal(0)


class StandardError(ValueError):
    """A standard that cannot be used; ``str()`` says why, in Chinese."""


class Method(StrEnum):
    """How a rate becomes a score."""

    STEPS = "分档扣分"
    """Full marks up to the base; every full step beyond it costs the same deduction."""
    SHARE = "按比例扣减"
    """Each percentage point beyond the base costs a hundredth of the full marks."""
    PROPORTION = "按比例"
    """Beyond the base, the full marks in the proportion of rate and base."""
    BANDS = "分段"
    """The score of the first band that the rate's distance from the base does not exceed."""
    POINTS = "按要点"
    """By points in words: the rate is only shown."""


class Direction(StrEnum):
    """On which side of the base marks are lost."""

    AT_MOST = "不高于"
    AT_LEAST = "不低于"
    EITHER = "双向"


class Standard(Struct, frozen=True):
    """How one indicator is scored. ``part`` and ``whole`` name the inputs as ``form.row.column``.

    The rate is part ÷ whole or, for a ``change``, (part − whole) ÷ whole. ``weight`` are the full marks where
    the form's label does not state them; ``shortfall`` says in words what less than full marks mean.
    """

    name: str
    part: str
    whole: str
    change: bool
    method: Method
    direction: Direction
    base: Decimal
    step: Decimal
    deduction: Decimal
    least: Decimal
    weight: Decimal | None
    bands: tuple[tuple[Decimal, Decimal], ...]
    shortfall: str

    @property
    def decides(self) -> bool:
        """Whether the score follows from the rate."""
        return self.method is not Method.POINTS

    def fits(self, weight: Decimal) -> bool:
        """Whether it can be that of an indicator of so many marks: scores by bands are those of one weight only."""
        return self.method is not Method.BANDS or self.weight in (None, weight)


class Deviation(Struct, frozen=True):
    """A deduction of ``points`` from an indicator that is ``limit`` percentage points or more off its base."""

    limit: Decimal
    points: Decimal


_KEYS = frozenset(
    {"分值", "算法", "分子", "分母", "方法", "方向", "基准", "步长", "扣分", "最低分", "分段", "未满分含义"}
)


def read_standards(value: object) -> dict[str, Standard]:
    """The standards of a parameter 计分标准, by the normal form of the indicator's name. Raises StandardError."""
    if not isinstance(value, Mapping):
        raise StandardError("计分标准应为“指标: 计分办法”的列表")
    return {normal(str(name)): _standard(str(name), terms) for name, terms in value.items()}


def _standard(name: str, terms: object) -> Standard:
    if not isinstance(terms, Mapping):
        raise StandardError(f"计分标准“{name}”应为“名称: 内容”的列表")
    if unknown := set(terms) - _KEYS:
        raise StandardError(f"计分标准“{name}”：不认识的项“{'、'.join(sorted(map(str, unknown)))}”")
    if not terms.get("分子") or not terms.get("分母"):
        raise StandardError(f"计分标准“{name}”：缺少“分子”或“分母”")
    if terms.get("算法", "比率") not in ("比率", "变动率"):
        raise StandardError(f"计分标准“{name}”：算法应为比率或变动率")
    try:
        method, direction = Method(terms.get("方法", "")), Direction(terms.get("方向", "双向"))
    except ValueError as error:
        raise StandardError(f"计分标准“{name}”：{error}") from None
    made = Standard(
        name=name,
        part=str(terms["分子"]),
        whole=str(terms["分母"]),
        change=terms.get("算法") == "变动率",
        method=method,
        direction=direction,
        base=_number(name, terms, "基准", "100"),
        step=_number(name, terms, "步长", "1"),
        deduction=_number(name, terms, "扣分", "0"),
        least=_number(name, terms, "最低分", "0"),
        weight=_number(name, terms, "分值") if "分值" in terms else None,
        bands=tuple(_bands(name, terms.get("分段") or ())),
        shortfall=str(terms.get("未满分含义", "")),
    )
    _consistent(made)
    return made


def _number(name: str, terms: Mapping[Any, Any], key: str, default: str = "") -> Decimal:
    try:
        number = Decimal(str(terms.get(key, default)))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise StandardError(f"计分标准“{name}”：“{key}”应为数值")
    return number


def _bands(name: str, value: object) -> Sequence[tuple[Decimal, Decimal]]:
    if not isinstance(value, Sequence) or not all(isinstance(band, Mapping) for band in value):
        raise StandardError(f"计分标准“{name}”：“分段”应为列表")
    return [(_number(name, band, "不超过"), _number(name, band, "得分")) for band in value]


def _consistent(standard: Standard) -> None:
    """Raise StandardError where the method lacks what it needs."""
    name, method = standard.name, standard.method
    if method is Method.STEPS and (standard.step <= 0 or standard.deduction <= 0):
        raise StandardError(f"计分标准“{name}”：分档扣分要有大于0的步长和扣分")
    if method is Method.BANDS and not standard.bands:
        raise StandardError(f"计分标准“{name}”：缺少“分段”")
    if list(standard.bands) != sorted(standard.bands):
        raise StandardError(f"计分标准“{name}”：“分段”应由小到大排列")
    if method is Method.PROPORTION and (standard.base <= 0 or standard.direction is Direction.EITHER):
        raise StandardError(f"计分标准“{name}”：按比例计分要有大于0的基准，方向为不高于或不低于")


def rate_of(standard: Standard, part: Decimal, whole: Decimal) -> Decimal:
    """The indicator's rate in percentage points. Raises MeasureError where ``whole`` is zero or negative."""
    if whole <= 0:
        raise MeasureError(f"{input_name(standard.whole)}不大于0，无法计算{standard.name}")
    measure = measures.change_rate if standard.change else measures.execution_rate
    return measure(part, whole)


def score_of(
    standard: Standard, rate: Decimal, weight: Decimal, deviation: Deviation | None = None
) -> Decimal | None:
    """The score for a ``rate``, from the least marks to the full ``weight``; None for one scored by points."""
    beyond = _beyond(standard, rate)
    match standard.method:
        case Method.POINTS:
            return None
        case Method.STEPS:
            due = weight - (beyond // standard.step) * standard.deduction
        case Method.SHARE:
            due = weight - weight * beyond / _HUNDRED
        case Method.BANDS:
            due = next((score for limit, score in standard.bands if beyond <= limit), standard.least)
        case Method.PROPORTION:
            due = weight if not beyond else _in_proportion(standard, rate, weight)
    if deviation and abs(rate - standard.base) >= deviation.limit:
        due -= deviation.points
    return max(standard.least, min(weight, due))


def _beyond(standard: Standard, rate: Decimal) -> Decimal:
    """How far a rate lies on the side of the base where marks are lost."""
    gap = rate - standard.base
    if standard.direction is Direction.EITHER:
        return abs(gap)
    return max(_ZERO, gap if standard.direction is Direction.AT_MOST else -gap)


def _in_proportion(standard: Standard, rate: Decimal, weight: Decimal) -> Decimal:
    if standard.direction is Direction.AT_MOST:
        return weight * standard.base / rate
    return weight * max(_ZERO, rate) / standard.base


def working(standard: Standard, part: Decimal, whole: Decimal) -> str:
    """The rate with its working: ``85.06/97.95=86.84%``, ``(20.89−8.32)/8.32=151.08%``. Raises MeasureError."""
    rate = measures.round_half_up(rate_of(standard, part, whole), 2)
    above, below = decimal_text(part), decimal_text(whole)
    quotient = f"({above}−{below})/{below}" if standard.change else f"{above}/{below}"
    return f"{quotient}={rate:.2f}%"


def terms_of(standard: Standard, weight: Decimal) -> str:
    """The standard in words: ``不高于15%计4分，每超过5个百分点扣1分，扣完为止``."""
    base, full = decimal_text(standard.base), decimal_text(weight)
    start = (
        f"为{base}%计{full}分"
        if standard.direction is Direction.EITHER
        else f"{standard.direction}{base}%计{full}分"
    )
    side = "低于" if standard.direction is Direction.AT_LEAST else "超过"
    match standard.method:
        case Method.STEPS:
            step, deduction = decimal_text(standard.step), decimal_text(standard.deduction)
            return f"{start}，每{side}{step}个百分点扣{deduction}分，扣完为止"
        case Method.SHARE:
            return f"{start}，{side}的按比例扣减"
        case Method.PROPORTION:
            return f"{start}，{side}的按比例计分"
        case Method.BANDS:
            listed = (
                f"{decimal_text(limit)}%以内计{decimal_text(score)}分" for limit, score in standard.bands
            )
            return "，".join(listed) + f"，再高计{decimal_text(standard.least)}分"
        case Method.POINTS:
            return "按要点计分"


def input_name(name: str) -> str:
    """What an input is called in messages: ``预算数`` for ``基础数据.预算数.金额``, ``三公经费本年预算数`` for a
    column of a year."""
    _, _, rest = name.partition(".")
    row, _, column = rest.partition(".")
    return row + (column if column[:2] in ("本年", "上年") else "")
