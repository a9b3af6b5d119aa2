"""XM-02 for rates of execution elsewhere than beside the total: in a row of the list, beside a source of the money."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level
from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.formset.names import PROJECT
from perfxl.measures import execution_rate
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import read_rate, says_nothing
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution, execution_amounts, execution_rate_of
from perfxl.rules.context import Context, Outcome, compare, figure, is_fraction_of, mismatch, percent
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit, form_rule

_EXECUTION = frozenset(
    f"{of}执行率" for of in ("", "预算", "资金", "项目预算", "预算资金", "项目资金", "年度预算", "全年预算")
)
"""What budget execution is called as a row of the list, in normal form."""
_SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
_FIX = "请核对该行的完成值和项目资金的执行数、预算数。"


def is_execution(indicator: Indicator) -> bool:
    """Whether a row is the form's own budget execution: named so, at the lowest level that has a name."""
    second = indicator.entry.values.get("二级指标")
    labels = (indicator.name, second.text if second else "", indicator.first_label.text)
    return normal(next((label for label in labels if not says_nothing(label)), "")) in _EXECUTION


@form_rule("XM-02", PROJECT)
def other_rates(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Rates of execution elsewhere than beside the total: in the list, or beside a source of the money."""
    yield from _in_the_list(found)
    yield from _of_sources(found)


def _in_the_list(found: FormReturn) -> Iterator[Hit]:
    """On a form that scores budget execution in its list: the actual there is another rate."""
    rate = execution_rate_of(found)
    if rate is None or any(value.place.row for value in execution(found)):
        return
    stated = found.value("年度资金总额.执行率")
    for indicator in indicators(found):
        reading = read_rate(indicator.actual_cell.cell) if is_execution(indicator) else None
        if reading is None or reading.state is not State.NUMBER or reading.number is None:
            continue
        outcome, tolerance = compare(Type.RATE, reading, rate)
        if outcome is Outcome.EQUAL or (reading.unit != "%" and is_fraction_of(reading, rate)):
            continue
        message = f"“{indicator.title}”完成值 {figure(reading.number, Type.RATE)}，按项目资金计算的执行率为 {percent(rate)}"
        yield Hit(
            message,
            indicator.actual_cell,
            rate,
            tolerance=tolerance,
            rounding=outcome is Outcome.ROUNDING,
            stated=indicator.actual_cell.text,
            difference=reading.number - rate,
            related=execution_amounts(found),
            primary=stated.number != reading.number,  # else both follow from one amount, as the rate tells
            fix=_FIX,
        )


def _of_sources(found: FormReturn) -> Iterator[Hit]:
    """A source's own rate, which the form does not ask for, is not that of its amounts. The total's may be repeated."""
    of_total = found.value("年度资金总额.执行率").number
    for source in _SOURCES:
        rate, spent, budget = (
            found.value(f"{source}.{name}") for name in ("执行率", "全年执行数", "全年预算数")
        )
        if rate.number is None or rate.number == of_total or spent.number is None or not budget.number:
            continue
        if budget.number < 0 or spent.number < 0:
            continue
        due = execution_rate(spent.number, budget.number)
        hit = _other_rate(rate, due, [spent, budget])
        if hit:
            hit.level = Level.INFO
            yield hit


def _other_rate(rate: Value, due: Decimal, amounts: Sequence[Value]) -> Hit | None:
    """A rate that is not that of its two amounts, and no writing of it as a fraction either (TY-12)."""
    if rate.reading.unit != "%" and is_fraction_of(rate.reading, due):
        return None

    def message() -> str:
        parts = "、".join(amount.label for amount in amounts)
        return f"{rate.label} {figure(rate.number, Type.RATE)}，按{parts}计算应为 {percent(due)}"

    return mismatch(rate, due, message, amounts)
