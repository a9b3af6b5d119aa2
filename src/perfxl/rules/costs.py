"""ZP-27: cost indicators that state money, against the money of the forms. All amounts are in 万元."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from msgspec import Struct

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.labels import normal
from perfxl.formset.names import BASE, OVERALL, PROJECT
from perfxl.formula import parse_relation
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.value import Value
from perfxl.rules.amounts import money_of, told_in_wan
from perfxl.rules.context import EXACT, ROUNDING, Context, figure, undecided, with_figure
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit, return_rule

_SOURCES = "XM-01"
"""The relation that says of which sources a project's money consists."""
_COLUMNS = ("年初预算数", "全年预算数", "全年执行数")
_PROJECTS = "项目支出"
_PROJECT_NAMED = "项目"
_LEAST_NAME = 3
_UNIT_COST = pattern(r"均|每(?!年)|标准|单(?!位)|单位(?:成本|造价|价|费用|面积|产)")
"""What a single thing costs, which has nothing to do with the amount of all the money."""
_TOTAL = pattern(r"总|收支平衡|全部|整体")
_SAYS_NOTHING = pattern(
    r"指标|项目|部门|单位|预算|资金|经费|成本|费用|支出|投入|投资|年度|全年|本年|经济"
    r"|控制|不超过?|超支?|范围|以内|之内|金额|数额|情况|使用|执行|[额数内在于]"
)
"""Words that do not say for what part of the money a cost stands."""
_SAVING = pattern(r"节约|节省|压减|结余|降低|减少")


class _Cost(Struct):
    """A cost indicator and the amount of its target."""

    indicator: Indicator
    target: Decimal


class _Money(Struct):
    """What a cost that stands for all of the money may equal, and what that is called."""

    due: Value
    due_name: str
    spent: Value
    spent_name: str
    figures: Sequence[Decimal]
    project: str = ""
    whole: _Money | None = None
    """All that the unit has, where this is but what its projects have of it; its figures are among these."""

    def meant_by(self, indicator: Indicator, amount: Decimal) -> _Money:
        """The money that a cost may stand for: all that the unit has if that is nearer and projects are not named."""
        whole = self.whole
        if whole is None or whole.due.number is None or _PROJECT_NAMED in indicator.name:
            return self
        own = [cell.number for cell in (self.due, self.spent) if cell.number is not None]
        return whole if whole.gap(amount) < min(abs(amount - number) for number in own) else self

    def gap(self, amount: Decimal) -> Decimal:
        """How far an amount is from the nearest figure."""
        return min(abs(amount - number) for number in self.figures)


@return_rule("ZP-27")
def cost_is_the_budget(ret: Return, context: Context) -> Iterator[Hit]:
    """A cost indicator's amount is neither the budget nor the actual that it should be."""
    yield from told_in_wan(_of_all_forms(ret), ret.forms)


def _of_all_forms(ret: Return) -> Iterator[Hit]:
    for form in ret.of(PROJECT):
        yield from _told_of(form, _hits(_costs(form), _money_of_project(form)))
    for base in ret.of(BASE)[:1]:
        for form in ret.of(OVERALL):
            costs = _costs(form)
            rows = [(cost, _row_of(cost.indicator, base)) for cost in costs]
            others = [cost for cost, row in rows if row is None]
            yield from _told_of(form, _hits(others, _money_of_unit(form, base, ret.of(PROJECT))))
            for cost, row in rows:
                if row is not None:
                    yield from _told_of(form, _row_hits(cost, *row))


def _told_of(form: FormReturn, hits: Iterator[Hit]) -> Iterator[Hit]:
    for hit in hits:
        hit.form = form.name
        yield hit


def _costs(form: FormReturn) -> list[_Cost]:
    """The costs that state an amount, without savings and what a single thing costs."""
    found = []
    for indicator in indicators(form):
        amount = money_of(indicator.target) if indicator.cost else None
        if amount is None or indicator.target.op in ("≥", ">"):
            continue
        if not _SAVING.search(indicator.name) and not _UNIT_COST.search(normal(indicator.name)):
            found.append(_Cost(indicator, amount))
    return found


def _money_of_project(form: FormReturn) -> _Money:
    """The project's budget at the start of the year, the adjusted one and the actual, or what their sources make."""
    written = [form.value(f"年度资金总额.{column}") for column in _COLUMNS]
    cells = [form.in_wan(cell) for cell in written]
    figures = [cell.number for cell in (*cells, *written) if cell.number is not None]  # a mark may be wrong
    for relation in form.form.relations:
        if relation.rule == _SOURCES:
            parsed = parse_relation(relation.formula)
            for column, cell in zip(_COLUMNS, cells, strict=True):
                sources = [
                    form.in_wan(value) for name in parsed.names for value in form.resolve(name, column)
                ]
                numbers = [source.number for source in sources if source.number is not None]
                if cell.number is not None and numbers:
                    figures.append(sum(numbers, Decimal(0)))
    name = normal(form.value("项目支出名称").text)
    return _Money(cells[1], "全年预算数", cells[2], "全年执行数", figures, name)


def _money_of_unit(form: FormReturn, base: FormReturn, projects: Sequence[FormReturn]) -> _Money:
    """The unit's project expenditure in the base form, or all of its money; at the start of the year, or adjusted."""
    written = [base.value(f"{_PROJECTS}.{column}") for column in ("本年预算数", "本年决算数")]
    due, spent = (base.in_wan(cell) for cell in written)
    budget, actual, initial = (form.in_wan(form.value(name)) for name in ("资金总额", "执行数", "年初预算数"))
    at_first = _initial_sum(projects)
    everything = [cell.number for cell in (budget, actual, initial) if cell.number is not None]
    everything += _parts_together(form) if budget.number is None else []
    figures = [cell.number for cell in (due, spent, *written) if cell.number is not None]
    if at_first is not None:
        figures.append(at_first)
        if budget.number is not None and due.number is not None:
            everything.append(budget.number - due.number + at_first)
    whole = _Money(budget, f"本表的{budget.label}", actual, f"本表的{actual.label}", everything)
    names = f"基础数据表的{_PROJECTS}", f"基础数据表{_PROJECTS}的决算数"
    return _Money(due, names[0], spent, names[1], [*figures, *everything], whole=whole)


def _parts_together(form: FormReturn) -> Sequence[Decimal]:
    """What the two kinds of expenditure make, where the whole that they part could not be read; else nothing."""
    parts = [form.in_wan(form.value(name)).number for name in ("基本支出", _PROJECTS)]
    known = [part for part in parts if part is not None]
    return [sum(known, Decimal(0))] if len(known) == len(parts) else []


def _initial_sum(projects: Sequence[FormReturn]) -> Decimal | None:
    """What all projects were given at the start of the year; None where it is not stated for each of them."""
    amounts = [form.in_wan(form.value(f"年度资金总额.{_COLUMNS[0]}")).number for form in projects]
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated, Decimal(0)) if stated and len(stated) == len(amounts) else None


def _row_of(indicator: Indicator, base: FormReturn) -> tuple[str, Value, Value] | None:
    """The row of the base form that an indicator's name names, with budget and actual; the longest name counts.

    None where it names no row, or the project expenditure, which is what costs stand for as a whole.
    """
    key, best = normal(indicator.name), ""
    found: tuple[str, Value, Value] | None = None
    for name, label, budget, actual in _rows(base):
        if len(label) >= _LEAST_NAME and label in key and len(label) > len(best):
            best = label
            found = (name, base.in_wan(budget), base.in_wan(actual)) if name != _PROJECTS else None
    return found


def _rows(base: FormReturn) -> Iterator[tuple[str, str, Value, Value]]:
    """Name, normal form of a label, budget and actual of every row of the base form, also of each project."""
    for grid in base.form.grids.values():
        for row in grid.rows if not grid.single else ():
            budget, actual = (
                base.values.get(f"{row.name}.{column}") for column in ("本年预算数", "本年决算数")
            )
            if row.label and budget is not None and actual is not None:
                for label in row.label.norms:
                    yield row.name, label, budget, actual
    for rows in base.groups.values():
        for one in rows:
            if {"本年预算数", "本年决算数"} <= set(one.values):
                yield one.name, normal(one.name), one.values["本年预算数"], one.values["本年决算数"]


def _row_hits(cost: _Cost, name: str, budget: Value, actual: Value) -> Iterator[Hit]:
    """A cost named like a row may be a part of that row, but no more than there is in it."""
    figures = [cell.number for cell in (budget, actual) if cell.number is not None]
    if budget.number is None or cost.target <= max(figures) + ROUNDING:
        return
    money = _Money(budget, f"基础数据表的{name}", actual, "", figures)
    hit = _hit(cost.indicator, cost.indicator.target_cell, cost.target, money)
    hit.level = Level.WARNING
    yield hit


def _hits(costs: Sequence[_Cost], money: _Money) -> Iterator[Hit]:
    if not costs or not money.due.place.row:
        return
    if money.due.number is None:
        yield undecided("成本指标与预算是否一致", [money.due], [costs[0].indicator.target_cell])
        return
    hits = list(_compared(costs, money))
    names = "".join(cost.indicator.name for cost in costs)
    if hits and money.whole and money.whole.due.number is None and _PROJECT_NAMED not in names:
        yield _whole_unread(costs[0], money.whole)  # they may be all that the unit has, or parts of that
    else:
        yield from hits


def _compared(costs: Sequence[_Cost], money: _Money) -> Iterator[Hit]:
    if len(costs) == 1:
        yield from _one_cost(costs[0], money)
    else:
        parts = [cost for cost in costs if money.gap(cost.target) > ROUNDING or not _is_whole(cost, money)]
        yield from _one_cost(parts[0], money) if len(parts) == 1 else _several_costs(parts, money)


def _whole_unread(cost: _Cost, whole: _Money) -> Hit:
    if whole.due.place.row:
        return undecided("成本指标与预算是否一致", [whole.due], [cost.indicator.target_cell])
    message = f"没有读到本表的资金总额，不能判断成本指标“{cost.indicator.title}”与预算是否一致"
    return Hit(message, cost.indicator.target_cell, level=Level.UNDECIDED)


def _is_whole(cost: _Cost, money: _Money) -> bool:
    """Whether the name says that all of the money is meant, or nothing but 成本, 支出 and the project's own name."""
    name = normal(cost.indicator.name)
    if money.project:
        name = name.replace(money.project, "")
    return _TOTAL.search(name) is not None or not _SAYS_NOTHING.sub("", name)


def _one_cost(cost: _Cost, money: _Money) -> Iterator[Hit]:
    """The only amount: one that stands for all of the money equals it; no other one is above all there is."""
    indicator, target = cost.indicator, cost.target
    actual = money_of(indicator.actual)
    if money.gap(target) > EXACT:
        if _is_whole(cost, money) or target > max(money.figures):
            yield _hit(indicator, indicator.target_cell, target, money)
    elif actual is not None and actual > target and money.gap(actual) > EXACT:
        yield _hit(indicator, indicator.actual_cell, actual, money)


def _hit(indicator: Indicator, at: Value, amount: Decimal, money: _Money) -> Hit:
    """A target is compared with the budget, an actual with what was spent."""
    money = money.meant_by(indicator, amount)
    due, name, what = money.due, money.due_name, "指标值"
    related = [due, indicator.actual_cell]
    if at is indicator.actual_cell:
        what, related = "完成值", [due]
        if money.spent.number is not None:
            due, name, related = money.spent, money.spent_name, [money.spent]
    wanted = due.number if due.number is not None else money.figures[0]
    message = f"成本指标“{indicator.title}”{what} {figure(amount)}，与{name} {figure(wanted)}不一致"
    return Hit(
        message,
        at,
        wanted,
        stated=decimal_text(amount),
        difference=amount - wanted,
        tolerance=EXACT,
        rounding=money.gap(amount) <= ROUNDING,
        related=related,
        holds=partial(_would_agree, amount, due),
    )


def _would_agree(amount: Decimal, due: Value, figures: Mapping[Place, Decimal]) -> bool:
    """Whether a cost is the money that it stands for, with other figures in some cells."""
    money = with_figure(due, figures).number
    return money is not None and abs(amount - money) <= ROUNDING


def _several_costs(costs: Sequence[_Cost], money: _Money) -> Iterator[Hit]:
    """Several amounts are parts: together they must not exceed the money there is."""
    total = sum((cost.target for cost in costs), Decimal(0))
    most = max(money.figures)
    if not costs or total <= most + EXACT:
        return
    money = money.meant_by(costs[0].indicator, total)
    if money.due.number is None:
        return
    cells = [cost.indicator.target_cell for cost in costs]
    message = f"{len(costs)} 个成本指标合计 {figure(total)}，超过{money.due_name} {figure(money.due.number)}"
    yield Hit(
        message,
        cells[0],
        difference=total - money.due.number,
        tolerance=EXACT,
        rounding=total <= most + ROUNDING,
        related=[*cells[1:], money.due],
    )
