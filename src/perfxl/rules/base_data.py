"""BD: the 基础数据表, beyond what its formulas say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.formset.names import BASE
from perfxl.measures import change_rate, control_rate, execution_rate
from perfxl.returns.model import FormReturn, GroupRow
from perfxl.returns.numbers import says_nothing
from perfxl.returns.value import Value
from perfxl.rules.context import (
    EXACT,
    Context,
    Outcome,
    compare,
    direction,
    figure,
    half_of,
    is_fraction_of,
    lacking,
    percent,
    percent_beyond,
    sum_holds,
    unusable,
)
from perfxl.rules.mended import not_above, number_in
from perfxl.rules.registry import Hit, form_rule

LAST, BUDGET, ACTUAL = "上年决算数", "本年预算数", "本年决算数"
_THREE_PUBLIC = ("三公经费", "公务用车经费", "公务用车购置", "公务用车运行维护", "出国经费", "公务接待")
_NOT_SPENT = ("政府采购金额", "基本支出预算调整")
"""Rows of which the actual is not what was spent of the budget: procurement has a rule of its own, and what the budget
was changed by stands in whatever column."""
_RECEPTION = ("接待", "招待", "联谊")


def _row(found: FormReturn, name: str, *columns: str) -> list[Value]:
    return [found.value(f"{name}.{column}") for column in columns]


def project_rows(found: FormReturn) -> list[GroupRow]:
    """The rows of projects: those with a name or an amount, a subtotal for all that it is made of."""
    rows = (row for row in found.groups.get("项目", ()) if row.counted)
    return [row for row in rows if row.name or any(not value.blank for value in row.values.values())]


def is_named(row: GroupRow) -> bool:
    """Whether a project has a name; a number alone is none."""
    return not normal(row.name).isdecimal() and bool(row.name)


def _plain_rows(found: FormReturn) -> Iterator[tuple[str, Value, Value]]:
    """Every money row that is stated directly: its label, budget and actual of the year."""
    totals = {"三公经费", "公务用车经费", "项目支出"}
    for grid in found.form.grids.values():
        for row in grid.rows:
            if not grid.single and row.name not in totals and f"{row.name}.{BUDGET}" in found.values:
                budget, actual = _row(found, row.name, BUDGET, ACTUAL)
                yield row.name, budget, actual
    for rows in found.groups.values():
        for group_row in rows:
            if group_row.counted and BUDGET in group_row.values and ACTUAL in group_row.values:
                yield group_row.name, group_row.values[BUDGET], group_row.values[ACTUAL]


@form_rule("BD-01", BASE)
def rates_of_kinds(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The control rate of one kind of staff, where these stand row by row, is not that of its own counts."""
    for row in found.groups.get("人员", ()):
        rate, staff, quota = (row.values.get(name) for name in ("控制率", "实际在职人数", "编制数"))
        if rate is None or staff is None or quota is None or rate.number is None:
            continue
        if staff.number is None or not quota.number:
            continue
        due = control_rate(staff.number, quota.number)
        if rate.reading.unit != "%" and is_fraction_of(rate.reading, due):
            continue
        message = f"{rate.label} {figure(rate.number, Type.RATE)}，按{staff.label}、{quota.label}计算应为 {percent(due)}"
        if compare(Type.RATE, rate.reading, due)[0] is not Outcome.EQUAL:
            yield Hit(message, rate, due, tolerance=half_of(rate.reading.decimals), related=[staff, quota])


@form_rule("BD-02", BASE)
def staff_within_quota(found: FormReturn, context: Context) -> Iterator[Hit]:
    """More staff than posts."""
    staff, quota = found.value("实际在职人数"), found.value("编制数")
    if staff.number is None or quota.number is None:
        yield from lacking("在职人数是否超编制", staff, quota)
    elif staff.number > quota.number:
        over = figure(staff.number - quota.number, Type.COUNT)
        message = f"实际在职人数 {figure(staff.number, Type.COUNT)} 人，编制数 {figure(quota.number, Type.COUNT)} 人，超编 {over} 人"
        yield Hit(message, staff, quota.number, related=[quota, found.value("控制率")])


@form_rule("BD-05", BASE)
def subtotals_add_up(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A subtotal among the projects is not the sum of the rows below it."""
    for row in found.groups.get("项目", ()):
        if not row.parts or row.parts[0].of_which or "项目" in found.doubts:
            continue
        sums = list(_sums_below(row))
        wrong = [hit for hit in sums if hit is not None]
        if wrong and len(wrong) == len(sums):  # not one column says that it is meant to be their sum
            message = f"{row.name}与下级 {len(row.parts)} 行之和各列都不一致，不能判断是不是小计"
            yield Hit(message, wrong[0].at, level=Level.UNDECIDED, related=wrong[0].related)
        else:
            yield from wrong


def _sums_below(row: GroupRow) -> Iterator[Hit | None]:
    """For each column that can be judged what is wrong with a subtotal, None if it is right.

    It may also be right as the sum of what is below the next level: then a subtotal of that level is wrong.
    """
    for column, stated in row.values.items():
        parts = [part.values[column] for part in row.parts]
        computed, leaves = _sum(parts), _sum([leaf.values[column] for leaf in row.leaves])
        if stated.number is None or computed is None or leaves is None:
            continue
        outcomes = {compare(stated.type, stated.reading, due)[0] for due in (computed, leaves)}
        if outcomes != {Outcome.DIFFERENT}:
            yield None
            continue
        by = direction(stated.number - computed)
        message = f"{stated.label} {figure(stated.number)}，比下级 {len(parts)} 行之和 {figure(computed)}{by}"
        holds = partial(sum_holds, stated, parts)
        yield Hit(message, stated, computed, tolerance=EXACT, related=parts, holds=holds)


def _sum(values: Sequence[Value]) -> Decimal | None:
    """What the values add up to, blanks left out; None if one of them is no number."""
    if unusable(values):
        return None
    return sum((value.number for value in values if value.number is not None), Decimal(0))


@form_rule("BD-08", BASE)
def three_public_within_budget(found: FormReturn, context: Context) -> Iterator[Hit]:
    """More spent on the three public expenses than budgeted."""
    budget, actual = _row(found, "三公经费", BUDGET, ACTUAL)
    spent = _none_is_zero(actual)
    if budget.number is None or spent is None:
        yield from lacking("三公经费是否超预算", actual, budget)
    elif spent > budget.number:
        over = f"，超出 {percent(change_rate(spent, budget.number))}" if budget.number > 0 else ""
        message = f"三公经费决算 {figure(spent)}，超过预算 {figure(budget.number)}{over}"
        holds = partial(not_above, actual, budget)
        yield Hit(message, actual, budget.number, related=[budget], holds=holds)


@form_rule("BD-09", BASE)
def three_public_not_raised(found: FormReturn, context: Context) -> Iterator[Hit]:
    """This year's budget for the three public expenses is above what was spent last year."""
    last, budget = _row(found, "三公经费", LAST, BUDGET)
    if last.number is None or budget.number is None:
        yield from lacking("三公经费预算是否只减不增", budget, last)
    elif budget.number > last.number:
        by = f"增加 {percent(change_rate(budget.number, last.number))}" if last.number > 0 else "由零增加"
        message = f"三公经费预算 {figure(budget.number)}，较上年决算 {figure(last.number)}{by}，应只减不增"
        holds = partial(not_above, budget, last)
        yield Hit(message, budget, last.number, related=[last], holds=holds)


@form_rule("BD-10", BASE)
def three_public_budget_used(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Far less spent on the three public expenses than budgeted."""
    budget, actual = _row(found, "三公经费", BUDGET, ACTUAL)
    spent = _none_is_zero(actual)
    if budget.number is None or spent is None:
        yield from lacking("三公经费预算执行率", actual, budget)
    elif budget.number > 0:
        rate = execution_rate(spent, budget.number)
        least = context.number("三公执行率下限")
        if rate < least:
            share = percent_beyond(rate, least)
            message = (
                f"三公经费决算 {figure(spent)}，仅为预算 {figure(budget.number)}的 {share}，预算编制偏粗"
            )
            holds = partial(_near, actual, budget, (least, None))
            yield Hit(message, actual, budget.number, related=[budget], holds=holds)


@form_rule("BD-11", BASE)
def actuals_not_copied(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Actuals equal the budget in every row but the three public expenses: probably copied."""
    rows = [(budget, actual) for name, budget, actual in _plain_rows(found) if name not in _THREE_PUBLIC]
    stated = [
        (b, a) for b, a in rows if b.number is not None and a.number is not None and (b.number or a.number)
    ]
    enough = int(context.parameter("照抄行数"))
    if stated and len(stated) < enough <= len(rows):
        broken = [value for pair in rows for value in pair if value.number is None and not value.blank]
        if broken:
            yield from lacking("决算数是否照抄预算数", *broken)
    elif len(stated) >= enough and all(budget.number == actual.number for budget, actual in stated):
        message = f"除三公经费外 {len(stated)} 行的决算数与预算数完全相同，可能是照抄"
        yield Hit(message, stated[0][1], related=[actual for _, actual in stated[1:]])


@form_rule("BD-12", BASE)
def actual_near_budget(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A row's actual is far from its budget."""
    high, low = context.number("决算预算比上限"), context.number("决算预算比下限")
    for name, budget, actual in _plain_rows(found):
        if name in _NOT_SPENT or name in _THREE_PUBLIC:  # the three public expenses have rules of their own
            continue
        if budget.number is None or actual.number is None:
            yield from lacking(f"{actual.label}与预算的偏离", actual, budget)
        elif budget.number > 0:
            rate = execution_rate(actual.number, budget.number)
            if not low <= rate <= high:
                message = f"{actual.label} {figure(actual.number)}，为预算 {figure(budget.number)}的 {percent_beyond(rate, high, low)}"
                holds = partial(_near, actual, budget, (low, high))
                remedies = {budget.place: actual.number}
                yield Hit(message, actual, budget.number, related=[budget], holds=holds, remedies=remedies)


def _near(
    actual: Value, budget: Value, limits: tuple[Decimal, Decimal | None], figures: Mapping[Place, Decimal]
) -> bool:
    """Whether the actual is near the budget with other figures in some cells; there may be no upper limit."""
    spent, planned = number_in(actual, figures), number_in(budget, figures)
    if spent is None or planned is None or planned <= 0:
        return False
    low, high = limits
    rate = execution_rate(spent, planned)
    return low <= rate and (high is None or rate <= high)


@form_rule("BD-13", BASE)
def reception_stated(found: FormReturn, context: Context) -> Iterator[Hit]:
    """No reception expenses, but a project that is about receiving guests."""
    reception = found.value(f"公务接待.{ACTUAL}")
    for row in project_rows(found):
        if not any(word in row.name for word in _RECEPTION):
            continue
        spent = row.values.get(ACTUAL)
        if spent is None or spent.number is None or reception.number is None:
            yield from lacking("公务接待费口径", reception, *([spent] if spent else []))
        elif spent.number > 0 and reception.number == 0:
            message = f"项目“{row.name}”决算 {figure(spent.number)}，而公务接待费为 0"
            yield Hit(message, spent, related=[reception])


@form_rule("BD-14", BASE)
def projects_named(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A project row without a name, or two with the same name."""
    seen: set[str] = set()
    for number, row in enumerate(project_rows(found), 1):
        key = normal(row.name)
        if not is_named(row):
            yield Hit(f"第 {number} 个项目没有名称", row.label.place)
        elif key in seen:
            yield Hit(f"第 {number} 个项目名称“{row.name}”与前面的项目重复", row.label)
        seen.add(key)


@form_rule("BD-15", BASE)
def thrift_measures(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The measures of thrift are left empty."""
    measures = found.values.get("厉行节约保障措施")
    if measures and says_nothing(measures.text):
        yield Hit("厉行节约保障措施未填写", measures)


@form_rule("BD-16", BASE)
def procurement(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Procurement above its budget, or budgeted and not done at all; 无 beside a figure says that there was none."""
    budget, actual = _row(found, "政府采购金额", BUDGET, ACTUAL)
    planned, spent = _none_is_zero(budget), _none_is_zero(actual)
    if planned is None or spent is None:
        yield from lacking("政府采购执行率", actual, budget)
    elif spent > planned or (planned > 0 and spent == 0):
        rate = f"执行率 {percent(execution_rate(spent, planned))}" if planned > 0 else "没有预算而有采购"
        message = f"政府采购金额决算 {figure(spent)}，预算 {figure(planned)}，{rate}"
        yield Hit(message, actual, planned, related=[budget])


def _none_is_zero(value: Value) -> Decimal | None:
    """The figure of a cell, 0 where 无, — or / stands instead; None where it is empty or no number.

    Only for rows that every unit has, where such a sign cannot mean that the column does not apply.
    """
    said = value.blank and value.place.row and value.text.strip()
    return Decimal(0) if said and says_nothing(value.text) else value.number
