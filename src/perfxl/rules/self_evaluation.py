"""ZP-05, ZP-30: what the 部门自评表 must say besides figures."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.formset.labels import compact
from perfxl.formset.names import OVERALL
from perfxl.returns.model import FormReturn
from perfxl.returns.reading import State
from perfxl.rules.context import Context
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.wording import length


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
    for name in ("部门职能职责概述", "整体绩效目标", "预期目标"):
        value = found.values.get(name)
        if value is None:
            continue
        if value.reading.state in (State.ERROR, State.UNCALCULATED):
            continue  # what stands there is not known; TY-11 says so
        written = length(compact(value.text))
        if written == 0:
            yield Hit(f"{value.label}未填写", value)
        elif written < least:
            yield Hit(f"{value.label}只有 {written} 字，过于简单", value)
