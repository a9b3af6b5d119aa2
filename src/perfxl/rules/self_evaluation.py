"""ZP-05, ZP-30: what the 部门自评表 must say besides figures."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.reading import State
from perfxl.rules.context import Context
from perfxl.rules.registry import Hit, form_rule

FORM = "部门自评表"
_SIGNS = pattern(r"[\W_]+")


@form_rule("ZP-05", FORM)
def sums_by_nature_stated(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The sums by nature of income and by nature of expense are left empty."""
    for name in ("按收入性质分", "按支出性质分"):
        value = found.values.get(name)
        if value is not None and value.blank:
            yield Hit(f"{name}的合计未填写", value)


@form_rule("ZP-30", FORM)
def texts_long_enough(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The unit's duties or its overall target are missing or next to nothing."""
    least = int(context.parameter("文字最少字数"))
    for name in ("部门职能职责概述", "整体绩效目标", "预期目标"):
        value = found.values.get(name)
        if value is None:
            continue
        if value.reading.state in (State.ERROR, State.UNCALCULATED):
            continue  # what stands there is not known; TY-11 says so
        length = len(_SIGNS.sub("", compact(value.text)))
        if length == 0:
            yield Hit(f"{name}未填写", value)
        elif length < least:
            yield Hit(f"{name}只有 {length} 字，过于简单", value)
