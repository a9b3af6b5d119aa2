"""ZP-27: cost indicators that state money, against the money of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level, decimal_text
from perfxl.formset.labels import normal
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, Return, Value
from perfxl.returns.targets import IndicatorValue, ValueKind
from perfxl.rules.context import EXACT, ROUNDING, Context, figure, undecided
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit, return_rule

BASE, OVERALL, PROJECT = "基础数据表", "部门自评表", "项目自评表"
_WHOLE = pattern(r"收支平衡|总|全部|整体|全年|年度|预算|资金|经费|项目|支出|投入|控制数")
"""Words in the name of an indicator that stands for all of the money."""
_PART = pattern(r"费|单价|均|每|标准|单位")
"""Words in the name of one that stands for a part of it."""
_SAVING = pattern(r"节约|节省|压减|结余|降低|减少")


@return_rule("ZP-27")
def cost_is_the_budget(ret: Return, context: Context) -> Iterator[Hit]:
    """A cost indicator's amount is neither the budget nor the actual that it should be."""
    for form in ret.of(PROJECT):
        money = [form.value("年度资金总额.全年预算数"), form.value("年度资金总额.全年执行数")]
        yield from _cost_hits(form, money, "全年预算数")
    bases = ret.of(BASE)
    for form in ret.of(OVERALL) if bases else ():
        projects = [bases[0].value("项目支出.本年预算数"), bases[0].value("项目支出.本年决算数")]
        whole = [form.value("资金总额"), form.value("执行数")]
        yield from _cost_hits(form, [*projects, *whole], "基础数据表的项目支出")


def money_of(value: IndicatorValue) -> Decimal | None:
    """An indicator value as money in 万元; None if it is something else."""
    if value.kind is not ValueKind.NUMBER or value.number is None or value.doubtful or value.several:
        return None
    if value.unit in ("", "万元"):
        return value.number
    return value.number / 10000 if value.unit == "元" else None


def _cost_hits(form: FormReturn, accepted: Sequence[Value], name: str) -> Iterator[Hit]:
    stated = []
    for indicator in indicators(form):
        amount = money_of(indicator.target) if indicator.cost else None
        if (
            amount is not None
            and indicator.target.op not in ("≥", ">")
            and not _SAVING.search(indicator.name)
        ):
            stated.append((indicator, amount))
    due = accepted[0]
    if not stated or not due.place.row:
        return
    figures = [value.number for value in accepted if value.number is not None]
    if due.number is None:
        hits = iter([undecided("成本指标与预算是否一致", [due], [stated[0][0].target_cell])])
    elif len(stated) == 1:
        hits = _one_cost(*stated[0], due, figures, name)
    else:
        hits = _several_costs(stated, due, figures, name)
    for hit in hits:
        hit.form = form.name
        yield hit


def _gap(amount: Decimal, figures: Sequence[Decimal]) -> Decimal:
    return min(abs(amount - number) for number in figures)


def _one_cost(
    cost: Indicator, target: Decimal, due: Value, figures: Sequence[Decimal], name: str
) -> Iterator[Hit]:
    """The only amount stands for all of the money, unless its name says that it is a part."""
    actual = money_of(cost.actual)
    part = _is_part(cost)
    if _gap(target, figures) > EXACT:
        if not (part and target < min(figures)):
            yield _hit(cost, cost.target_cell, target, "指标值", due, figures, name, [cost.actual_cell])
    elif actual is not None and actual > target and _gap(actual, figures) > EXACT:
        yield _hit(cost, cost.actual_cell, actual, "完成值", due, figures, name, [])


def _is_part(cost: Indicator) -> bool:
    key = normal(cost.name)
    return _PART.search(key) is not None and not re.search("经费|总|费用$", key)


def _hit(
    cost: Indicator, at: Value, amount: Decimal, what: str, due: Value, figures: Sequence[Decimal], name: str,
    related: Sequence[Value],
) -> Hit:  # fmt: skip
    wanted = due.number if due.number is not None else figures[0]
    message = f"成本指标“{cost.title}”{what} {figure(amount)}，与{name} {figure(wanted)}不一致"
    level = None
    if _gap(amount, figures) <= ROUNDING:
        level, message = Level.INFO, message + "（舍入差）"
    elif amount < min(figures) and not _WHOLE.search(normal(cost.name) or "总"):
        level = Level.WARNING  # it may stand for a part of the money
    return Hit(
        message,
        at,
        wanted,
        stated=decimal_text(amount),
        difference=amount - wanted,
        tolerance=EXACT,
        level=level,
        related=[due, *related],
    )


def _several_costs(
    stated: Sequence[tuple[Indicator, Decimal]], due: Value, figures: Sequence[Decimal], name: str
) -> Iterator[Hit]:
    """Several amounts are parts: together they must not exceed the money there is."""
    total = sum((amount for _, amount in stated), Decimal(0))
    if due.number is None or total <= max(figures) + EXACT:
        return
    cells = [cost.target_cell for cost, _ in stated]
    rounding = total <= max(figures) + ROUNDING
    message = f"{len(stated)} 个成本指标合计 {figure(total)}，超过{name} {figure(due.number)}"
    level = Level.INFO if rounding else None
    yield Hit(
        message + ("（舍入差）" if rounding else ""),
        cells[0],
        difference=total - due.number,
        tolerance=EXACT,
        level=level,
        related=[*cells[1:], due],
    )
