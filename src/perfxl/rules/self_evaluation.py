"""ZP-05, ZP-30: sums and texts that a form must state besides what it computes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.formset.labels import compact
from perfxl.formset.names import DECLARATIONS, OVERALL, PROJECT
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.context import Context
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.wording import length

_TERM_GOAL, _TERM_MONEY = "中期目标", "中期资金总额"
_YEAR = pattern(r"(?<!\d)20\d\d(?!\d)")
_SEVERAL_YEARS = pattern(r"(?:[2-9]|[1-9]\d|[二两三四五六七八九十])个?年")


@form_rule("ZP-05", OVERALL)
def sums_by_nature_stated(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The sums by nature of income and by nature of expense are left empty."""
    for name in ("按收入性质分", "按支出性质分"):
        value = found.values.get(name)
        if value is not None and value.blank:
            yield Hit(f"{name}的合计未填写", value)


@form_rule("ZP-30", OVERALL)
def texts_long_enough(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The unit's duties or its overall target are missing or next to nothing."""
    least = int(context.parameter("文字最少字数"))
    for value in _texts(found, ("部门职能职责概述", "整体绩效目标", "预期目标")):
        written = length(compact(value.text))
        if written == 0:
            yield Hit(f"{value.label}未填写", value)
        elif written < least:
            yield Hit(f"{value.label}只有 {written} 字，过于简单", value)


@form_rule("ZP-30", PROJECT, *DECLARATIONS)
def goals_stated(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A project's goal, or one of those that a declaration is made for, is left empty, however short it may be."""
    names = ("部门职能职责概述", "预期目标", "年度总体目标")
    for value in _texts(found, (*names, _TERM_GOAL) if _has_term(found) else names):
        if says_nothing(value.text):
            yield Hit(f"{value.label}未填写", value)


def _texts(found: FormReturn, names: Iterable[str]) -> Iterator[Value]:
    """The values with these names on a form that has them; not those that are not known, of which TY-11 tells."""
    for name in names:
        value = found.values.get(name)
        if value is not None and value.reading.state not in (State.ERROR, State.UNCALCULATED):
            yield value


def _has_term(found: FormReturn) -> bool:
    """Whether a declaration is for more years than its own: one of a single year may leave the term's half empty.

    That half tells itself, by its money and indicators, where a form has one.
    """
    if _TERM_MONEY in found.form.names:
        return bool(found.value(_TERM_MONEY).number) or bool(found.entries.get("中期绩效指标"))
    years = compact(found.value("项目期").text)
    return len(set(_YEAR.findall(years))) > 1 or _SEVERAL_YEARS.match(years) is not None
