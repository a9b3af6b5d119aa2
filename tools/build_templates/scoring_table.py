"""What every scoring table (计分表) is made of: its rows, and native formulas for the scores that follow from rates.

The formulas are written from the same standards (计分标准 of the form set) that the checks use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import NamedTuple

from perfxl.formset.labels import normal
from perfxl.indicator_scores import Direction, Method, Standard
from perfxl.rules.first_levels import declared_weight
from tools.build_templates.signals import CHECK, WRONG, both, differs, not_the_sum, out_of_range
from tools.build_templates.style import SCORE, WORDS, Form, Kind, span

WIDTHS = (8.5, 9, 19, 7.5, 8.5, 28, 50, 27)
HEADS = ("一级\n指标", "二级\n指标", "三级指标", "自评分", "计算得分", "指标解释", "指标说明", "计算过程")
FIRST_ROW = 3
COMPUTED_SCORE = SCORE._replace(number_format="0.00")
_CHARACTERS_A_LINE = 25
_CHARACTERS_OF_MEANING = 14
_LINE_HEIGHT = 12.5
_LABEL_LINE_HEIGHT = 14.0
NO_FORMULA = "—"


class Indicator(NamedTuple):
    """A third-level indicator as printed: label with its full marks, what it measures, how it is scored."""

    label: str
    meaning: str
    points: str


class Second(NamedTuple):
    """A second-level indicator with those under it."""

    label: str
    indicators: tuple[Indicator, ...]


class First(NamedTuple):
    """A first-level indicator with those under it."""

    label: str
    seconds: tuple[Second, ...]


class Input(NamedTuple):
    """The cell of an input, with its sheet; ``percent`` for one that holds a percentage."""

    cell: str
    percent: bool = False


def table(
    form: Form,
    levels: Sequence[First],
    standards: Mapping[str, Standard],
    inputs: Mapping[str, Input],
    pages: Sequence[int] = (),
) -> int:
    """Draw head, indicators and total; returns the row of the total. ``pages`` are the rows that begin a page."""
    for column, head in zip("ABCDEFGH", HEADS, strict=True):
        form.printed(f"{column}{FIRST_ROW - 1}", head, "head")
    row = FIRST_ROW
    heights = {1: 34.0, FIRST_ROW - 1: 30.0}
    for first in levels:
        count = sum(len(second.indicators) for second in first.seconds)
        divided = any(row < page < row + count for page in pages)
        form.printed(span("A", row, row + count - 1), first.label, "top" if divided else "head")
        for second in first.seconds:
            form.printed(span("B", row, row + len(second.indicators) - 1), second.label, "head")
            _points(form, row, second.indicators)
            for indicator in second.indicators:
                _indicator(form, row, indicator, standards.get(normal(indicator.label)), inputs)
                heights[row] = _height(indicator)
                row += 1
    _total(form, row)
    form.heights({**heights, row: 24.0})
    form.mark_text(f"D{FIRST_ROW}:D{row - 1}")
    own, due = f"D{FIRST_ROW}", f"E{FIRST_ROW}"
    form.mark(f"{own}:D{row - 1}", both(own, due, differs(own, due)), CHECK, "与计算得分不一致")
    return row


def _indicator(
    form: Form, row: int, indicator: Indicator, standard: Standard | None, inputs: Mapping[str, Input]
) -> None:
    weight = declared_weight(indicator.label)
    if weight is None:
        raise ValueError(f"no full marks in the label {indicator.label!r}")
    form.printed(f"C{row}", indicator.label.replace("（", "\n（"), "head")
    form.entry(f"D{row}", _score_up_to(weight))
    form.mark(f"D{row}", out_of_range(f"D{row}", _plain(weight)), WRONG, "小于 0 或超过满分")
    form.printed(f"F{row}", indicator.meaning, "fine")
    if standard is None:
        form.printed(f"E{row}", NO_FORMULA, "head")
        form.printed(f"H{row}", "按指标说明的要点计分", "fine")
        return
    part, whole = inputs[standard.part], inputs[standard.whole]
    shown = f"{standard.name}的计算过程，由“{part.cell.split('!')[0]}”的数自动列出。"
    form.computed(f"H{row}", working_formula(standard, part, whole), WORDS, shown)
    if standard.decides:
        said = f"{standard.name}按指标说明的标准自动计算；所需的数没有填全时留空。"
        form.computed(f"E{row}", score_formula(standard, part.cell, whole.cell, weight), COMPUTED_SCORE, said)
    else:
        form.printed(f"E{row}", NO_FORMULA, "head")


def _points(form: Form, row: int, indicators: Sequence[Indicator]) -> None:
    """The scoring explanations; one that also counts for the indicators below it stands in a merged cell."""
    starts = [number for number, indicator in enumerate(indicators) if indicator.points]
    for start, end in zip(starts, [*starts[1:], len(indicators)], strict=True):
        form.printed(span("G", row + start, row + end - 1), indicators[start].points, "fine")


def _score_up_to(weight: Decimal) -> Kind:
    full = _plain(weight)
    most = float(full) if "." in full else int(full)
    return SCORE._replace(
        title="自评分",
        prompt=f"请填写 0 至 {full} 之间的数字；有计算得分的，应与计算得分一致。",
        rule=(("validate", "decimal"), ("criteria", "between"), ("minimum", 0), ("maximum", most)),
        error=f"自评分应为 0 至 {full} 的数字。",
    )


def _height(indicator: Indicator) -> float:
    name = indicator.label.partition("（")[0]
    lines = max(
        ceil(len(indicator.points) / _CHARACTERS_A_LINE),
        ceil(len(indicator.meaning) / _CHARACTERS_OF_MEANING),
    )
    return max(_LINE_HEIGHT * lines + 5, _LABEL_LINE_HEIGHT * (ceil(len(name) / 9) + 1) + 4)


def _total(form: Form, row: int) -> None:
    scores = f"D{FIRST_ROW}:D{row - 1}"
    form.printed(f"A{row}:C{row}", "合计", "head")
    form.computed(f"D{row}", f'=IF(COUNT({scores})=0,"",SUM({scores}))', SCORE, "合计＝各项自评分之和。")
    for column in "EFGH":
        form.printed(f"{column}{row}", None)
    form.mark(f"D{row}", not_the_sum(f"D{row}", scores), WRONG, "不等于各项之和")


# --- native formulas ---------------------------------------------------------------------------------------


def score_formula(standard: Standard, part: str, whole: str, weight: Decimal) -> str:
    """The score as a formula over the cells of the two inputs; empty text while they do not give a rate."""
    rate = _rate(standard, part, whole)
    beyond = _beyond(standard, rate)
    least = _plain(standard.least)
    full = _plain(weight)
    match standard.method:
        case Method.STEPS:
            steps = f"INT(ROUND({beyond}/{_plain(standard.step)},8))"
            due = f"MAX({least},{full}-{_plain(standard.deduction)}*{steps})"
        case Method.SHARE:
            due = f"MAX({least},{full}-{full}*{beyond}/100)"
        case Method.PROPORTION if standard.direction is Direction.AT_MOST:
            base = _plain(standard.base)
            due = f"IF({rate}<={base},{full},MAX({least},{full}*{base}/{rate}))"
        case Method.PROPORTION:
            due = f"MAX({least},MIN({full},{full}*{rate}/{_plain(standard.base)}))"
        case Method.BANDS:
            due = f"MAX({least},MIN({full},{_bands(standard, beyond)}))"
        case Method.POINTS:
            raise ValueError(f"{standard.name} is scored by points")
    return _where_given(part, whole, due)


def working_formula(standard: Standard, part: Input, whole: Input) -> str:
    """The rate with its working as text: ``85.06/97.95=86.84%``."""
    above, below = _shown(part), _shown(whole)
    quotient = f'"("&{above}&"−"&{below}&")/"&{below}' if standard.change else f'{above}&"/"&{below}'
    rate = f'TEXT(ROUND({_rate(standard, part.cell, whole.cell)},2),"0.00")'
    return _where_given(part.cell, whole.cell, f'{quotient}&"="&{rate}&"%"')


def _where_given(part: str, whole: str, result: str) -> str:
    return f'=IF(OR(COUNT({part},{whole})<2,N({whole})<=0),"",{result})'


def _rate(standard: Standard, part: str, whole: str) -> str:
    """The rate in percentage points, free of the last binary digits so that limits hold exactly."""
    above = f"({part}-{whole})" if standard.change else part
    return f"ROUND({above}/{whole}*100,8)"


def _beyond(standard: Standard, rate: str) -> str:
    base = _plain(standard.base)
    match standard.direction:
        case Direction.EITHER:
            return f"ABS({rate}-{base})"
        case Direction.AT_MOST:
            return f"MAX(0,{rate}-{base})"
        case Direction.AT_LEAST:
            return f"MAX(0,{base}-{rate})"


def _bands(standard: Standard, beyond: str) -> str:
    result = _plain(standard.least)
    for limit, score in reversed(standard.bands):
        result = f"IF({beyond}<={_plain(limit)},{_plain(score)},{result})"
    return result


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _shown(given: Input) -> str:
    return f"ROUND({given.cell}*100,8)" if given.percent else given.cell
