"""XM: the 项目自评表, and the table of money of a 部门自评表 laid out like it, beyond what their formulas say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import OVERALL, PROJECT
from perfxl.measures import change_rate, rate_score
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.money import WAN
from perfxl.returns.numbers import says_nothing
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import (
    execution,
    execution_amounts,
    execution_rate_of,
)
from perfxl.rules.context import (
    EXACT,
    ROUNDING,
    Context,
    direction,
    figure,
    lacking,
    mismatch,
    percent,
    percent_beyond,
    undecided,
    with_figure,
)
from perfxl.rules.execution_weight import blank_score_due, weight_in_head
from perfxl.rules.indicators import indicators
from perfxl.rules.money_text import StatedTotal, items_in, stated_total
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.wording import length

_BUDGETS = ("年初预算数", "全年预算数")
_ADJUSTED = pattern(
    r"追加|调增|调减|追减|压减|压缩|(?:预算|资金|经费|金额|额度|指标)[^,，;；。]{0,12}调整"
    r"|调整[^,，;；。]{0,6}(?:预算|资金|经费|金额|额度|指标)"
)
"""A reason that speaks of the budget: staff or dates are adjusted too."""
TOTAL = "年度资金总额"


def _total(found: FormReturn, column: str) -> Value:
    return found.value(f"{TOTAL}.{column}")


@form_rule("XM-03", PROJECT, OVERALL)
def not_overspent(found: FormReturn, context: Context) -> Iterator[Hit]:
    """More spent than the adjusted budget."""
    if f"{TOTAL}.全年预算数" not in found.form.names:
        return
    budget, spent = _total(found, "全年预算数"), _total(found, "全年执行数")
    if budget.number is None or spent.number is None:
        yield from lacking("全年执行数是否超过全年预算数", spent, budget)
        return
    over = spent.number - budget.number
    if over > EXACT:
        message = (
            f"全年执行数 {figure(spent.number)}，大于全年预算数 {figure(budget.number)}，{direction(over)}"
        )
        yield Hit(
            message,
            spent,
            budget.number,
            tolerance=EXACT,
            rounding=over <= ROUNDING,
            related=[budget],
            holds=partial(_within, spent, budget),
        )


def _within(spent: Value, budget: Value, figures: Mapping[Place, Decimal]) -> bool:
    """Whether no more is spent than budgeted with other figures in some cells."""
    one, other = with_figure(spent, figures).number, with_figure(budget, figures).number
    return one is not None and other is not None and one - other <= EXACT


@form_rule("XM-04", PROJECT, OVERALL)
def budget_not_zero(found: FormReturn, context: Context) -> Iterator[Hit]:
    """No budget to compute a rate of execution from."""
    budget = _total(found, "全年预算数")
    if budget.number == 0:
        yield Hit("全年预算数为 0，无法计算执行率", budget, stated="0")
    elif budget.number is None and budget.place.row:
        yield from lacking("全年预算数是否为 0", budget, _total(found, "全年执行数"))


@form_rule("XM-05", PROJECT)
def adjustment_explained(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The budget was adjusted by more than 30 % and no reason is given."""
    initial, adjusted = _total(found, "年初预算数"), _total(found, "全年预算数")
    if initial.number is None or adjusted.number is None:
        yield from lacking("预算调整率", adjusted, initial)
    elif initial.number > 0:
        rate = change_rate(adjusted.number, initial.number)
        limit = context.number("预算调整率上限")
        if abs(rate) > limit and not _adjustment_reason(found):
            message = (
                f"全年预算数 {figure(adjusted.number)}，年初预算数 {figure(initial.number)}，"
                f"预算调整率 {percent_beyond(rate, limit, -limit)}，超过 {percent(limit)}，未说明原因"
            )
            yield Hit(message, adjusted, initial.number, related=[initial])


def _adjustment_reason(found: FormReturn) -> bool:
    texts = [found.value("实际完成情况").text, *(indicator.reason for indicator in indicators(found))]
    return any(_ADJUSTED.search(text) for text in texts)


@form_rule("XM-06", PROJECT, OVERALL)
def parts_not_scored(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The rows below the total carry a weight or score, which would count twice."""
    for row in ("当年财政拨款", "上年结转资金", "其他资金"):
        cells = [found.value(f"{row}.分值"), found.value(f"{row}.得分")]
        filled = [cell for cell in cells if cell.number is not None]
        if filled:
            yield Hit(f"“其中”的{row}行不计分，不应填写分值、得分", filled[0], related=filled[1:])
        else:
            yield from lacking(
                f"{row}行是否填了分值", *(cell for cell in cells if cell.text and not cell.blank)
            )


@form_rule("XM-07", PROJECT)
def score_without_weight_cell(found: FormReturn, context: Context) -> Iterator[Hit]:
    """On a form without a cell for the weight of budget execution: the score is not what its rate gives, or is blank.

    The weight is the one in the score's heading, else the usual one; what that does not explain is left open, unless
    a parameter set was chosen for it.
    """
    weight, score = execution(found)
    rate = execution_rate_of(found)
    missing = blank_score_due(found, context)
    if missing:
        message = f"{score.label}未填写，应为 {figure(missing, Type.SCORE)}"
        yield Hit(message, score, missing, stated="", related=execution_amounts(found))
    if weight.place.row or not score.place.row or score.number is None or rate is None:
        return
    stated = weight_in_head(found)
    full = context.number("执行率分值") if stated is None else stated
    due = rate_score(rate, full)
    message = (
        f"{score.label} {figure(score.number, Type.SCORE)}，"
        f"按执行率 {percent(rate)}、分值 {figure(full, Type.SCORE)}计算应为 {figure(due, Type.SCORE)}"
    )
    amounts = execution_amounts(found)
    hit = mismatch(score, due, lambda: message, amounts)
    if hit and (stated is not None or context.chosen("执行率分值")):
        yield hit
    elif hit:
        message = f"表上没有预算执行的分值，不能判断{score.label}是否正确"
        yield Hit(message, score, level=Level.UNDECIDED, related=amounts)


@form_rule("XM-08", PROJECT)
def target_text_adds_up(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The amounts in the text of the target do not agree with the table."""
    text = found.values.get("预期目标")
    stated = stated_total(text.text) if text is not None else None
    if text is None or stated is None:
        return
    columns = [found.in_wan(_total(found, name)) for name in _BUDGETS]
    gaps = [(abs(stated.amount - column.number), column) for column in columns if column.number is not None]
    unread = [column for column in columns if column.number is None and column.place.row]
    gap, nearest = min(gaps, key=lambda pair: pair[0], default=(None, None))
    if (gap is not None and gap <= EXACT) or any(column.number in stated.own for column in columns):
        return
    if unread:
        yield undecided("目标文本中的金额与表列金额是否一致", unread, [text, *columns])
    elif gap is not None and nearest is not None:
        yield _unlike_table(text, stated, nearest if gap <= ROUNDING else gaps[-1][1], columns)


def _unlike_table(text: Value, total: StatedTotal, column: Value, columns: Sequence[Value]) -> Hit:
    """The total in a text beside a column's; only a warning where it may be that of something else."""
    stated, due = total.amount, column.number or Decimal(0)
    absent = [name for name, value in zip(_BUDGETS, columns, strict=True) if not value.place.row]
    message = f"目标文本中的金额 {figure(stated)}，与表列{column.label} {figure(due)}不一致，{direction(stated - due)}"
    level, rounding = None, abs(stated - due) <= ROUNDING
    if absent and not rounding:
        message, level = message + f"（表上没有{absent[0]}一栏，所指的数不明）", Level.WARNING
    elif total.wider and not rounding:
        message, level = message + "（所指的可能不只是本单位本年度的资金）", Level.WARNING
    return Hit(
        message,
        text,
        due,
        stated=decimal_text(stated),
        difference=stated - due,
        tolerance=EXACT,
        level=level,
        rounding=rounding,
        related=columns,
        unit=WAN,
    )


@form_rule("XM-09", PROJECT, OVERALL)
def completion_described(found: FormReturn, context: Context) -> Iterator[Hit]:
    """What was done is described in next to no words."""
    value = found.values.get("实际完成情况")
    if value is None or value.reading.state in (State.ERROR, State.UNCALCULATED):
        return  # what stands there is not known; TY-11 says so
    if says_nothing(value.text):
        yield Hit(f"{value.label}未填写", value)
    elif length(value.text) < int(context.parameter("完成情况最少字数")):
        yield Hit(f"{value.label}“{value.text.rstrip('。.')}”过于简单", value)


@form_rule("XM-10", PROJECT)
def parts_within_budget(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An item named in both texts cost more than its target text allows."""
    planned, done = found.value("预期目标"), found.value("实际完成情况")
    budgets, spent_on = items_in(planned.text), items_in(done.text)
    for item, spent in spent_on.items():
        over = spent - budgets.get(item, spent)
        if over > EXACT:
            message = f"{item} {figure(spent)}，超分项预算 {figure(budgets[item])}，{direction(over)}"
            yield Hit(
                message,
                done,
                budgets[item],
                stated=decimal_text(spent),
                difference=over,
                tolerance=EXACT,
                rounding=over <= ROUNDING,
                related=[planned],
                unit=WAN,
            )
