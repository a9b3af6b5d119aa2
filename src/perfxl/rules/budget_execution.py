"""What a self-evaluation form says of its budget execution: weight, score, amounts and rate, in whatever layout."""

from __future__ import annotations

from decimal import Decimal

from perfxl import measures
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value

EXECUTION = "预算执行"


def execution(found: FormReturn) -> tuple[Value, Value]:
    """Weight and score of budget execution, under the name that the form gives them."""
    prefix = "执行" if "执行分值" in found.form.names else "年度资金总额."
    return found.value(f"{prefix}分值"), found.value(f"{prefix}得分")


def execution_amounts(found: FormReturn) -> tuple[Value, Value]:
    """What was spent and the whole year's budget, in 万元."""
    if "资金总额" in found.form.names:
        return found.value("执行数"), found.value("资金总额")
    return found.value("年度资金总额.全年执行数"), found.value("年度资金总额.全年预算数")


def execution_rate_of(found: FormReturn) -> Decimal | None:
    """The form's rate of execution computed from its amounts, None where that is not possible."""
    spent, budget = execution_amounts(found)
    if spent.number is None or not budget.number or budget.number < 0 or spent.number < 0:
        return None
    return measures.execution_rate(spent.number, budget.number)
