"""SB-07, SB-08, SB-13: what a declaration says of costs, of payments over the year, and of single indicators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.formset.names import DECLARATIONS, PROJECT_DECLARATIONS
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.money import WAN, in_wan
from perfxl.returns.value import Value
from perfxl.rules.amounts import money_of
from perfxl.rules.context import EXACT, ROUNDING, Context, direction, figure, lacking, undecided, unusable
from perfxl.rules.indicators import Indicator, all_indicators, budget_of, indicators
from perfxl.rules.mended import number_in
from perfxl.rules.misread import repeated
from perfxl.rules.registry import Hit, form_rule

_PLAN, _STRICT = "支出计划", "成本合计严格"
_PARTS = ("本级资金", "上级资金")
"""What makes up a project's money on forms that do not add it up."""
_TOTAL = pattern("总|合计|全部")
_PER_UNIT = pattern("单位|人均|户均|平均|均价|单价|每|标准")
_EXPENSES: dict[str, Sequence[str]] = {
    "办公": ("办公",), "印刷": ("印刷",), "咨询": ("咨询",), "手续": ("手续",), "水电": ("水电", "水", "电"),
    "邮电": ("邮电", "邮寄", "通讯"), "取暖": ("取暖", "供暖"), "物业": ("物业", "物业管理"), "差旅": ("差旅", "出差"),
    "出国": ("因公出国", "因公出国境", "出国", "出国境"), "租赁": ("租赁", "房租", "租金"),
    "维修": ("维修", "维护", "维修维护", "维修护", "修缮", "公务用车运行维护", "车辆运行", "用车运行维护"),
    "会议": ("会议",), "培训": ("培训", "教育培训"), "接待": ("接待", "公务接待", "招待"),
    "材料": ("材料", "专用材料"), "燃料": ("燃料", "专用燃料"), "劳务": ("劳务",), "委托": ("委托业务", "委托"),
    "福利": ("福利",), "交通": ("交通", "其他交通"), "救济": ("救济", "救助", "慰问", "抚恤"), "医疗": ("医疗",),
    "宣传": ("宣传", "广告"), "设备": ("设备购置", "购置"), "评审": ("评审", "专家评审"), "审计": ("审计",),
}  # fmt: skip
"""The items of the budget's economic classification, and others usual in projects, by the words before 费."""
_ITEM_OF = {word: item for item, words in _EXPENSES.items() for word in words}
_EXPENSE = pattern(rf"({'|'.join(sorted(_ITEM_OF, key=len, reverse=True))})(?:经费|费用|费)")
_SAYS_NOTHING_MORE = pattern(
    "成本|支出|金额|费用|控制|[数总]额|数|全年|年度|本年|[总各的]|预算|实际|合计|[类项]|所需|[\\W_]"
)
"""Words beside an item that leave it what it is; others may explain what the item named is spent on."""
_NOT_AN_ITEM = pattern(r"\([^()]*\)")


@form_rule("SB-07", *PROJECT_DECLARATIONS)
def costs_within_budget(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The upper limits of the cost indicators exceed the project's budget together, or a total of them does alone."""
    told = repeated(found)
    costs = [member for member in all_indicators(found) if member.cost and id(member) not in told]
    for listing in dict.fromkeys(member.listing for member in costs):
        budget = _budget(found, budget_of(listing))
        if budget:
            yield from _within(
                budget, [member for member in costs if member.listing == listing], found, context
            )


def _budget(found: FormReturn, name: str) -> Sequence[Value]:
    """The amount that the form has under a name, or the amounts that make it up on forms without it; in 万元."""
    values = [found.in_wan(found.value(one)) for one in ((name,) if name in found.form.names else _PARTS)]
    there = [value for value in values if value.place.row]
    return there if len(there) == len(values) else ()


def _within(
    budget: Sequence[Value], costs: Sequence[Indicator], found: FormReturn, context: Context
) -> Iterator[Hit]:
    doubtful = next((member for member in costs if member.target.doubtful), None)
    if doubtful:
        cell = doubtful.target_cell
        message = f"“{doubtful.title}”{cell.label}{doubtful.target.doubtful}，不能判断成本指标合计"
        yield Hit(message, cell, level=Level.UNDECIDED, primary=False)
        return
    unit = found.money_unit
    limits = [(member, _upper_limit(member, unit)) for member in costs]
    amounts = [(member, amount) for member, amount in limits if amount is not None]
    if not amounts:
        return
    unknown = unusable(budget) or [budget[0]] * (budget[0].number is None)
    if unknown:
        yield undecided("成本指标合计是否超出预算", unknown, [member.target_cell for member in costs])
        return
    parts = [(member, amount) for member, amount in amounts if not _TOTAL.search(member.name)]
    exact = _STRICT in context.ret.form_set.parameters and bool(context.parameter(_STRICT))
    for member, amount in amounts:
        if _TOTAL.search(member.name):
            yield from _against_budget(
                budget, f"成本指标“{member.title}”", amount, [member], unit, exact=False
            )
    if parts:
        total = sum((amount for _, amount in parts), Decimal(0))
        members = [member for member, _ in parts]
        all_counted = exact and len(parts) == len(costs)
        yield from _against_budget(
            budget, f"{len(parts)} 项成本指标合计", total, members, unit, exact=all_counted
        )


def _upper_limit(member: Indicator, unit: str) -> Decimal | None:
    """The most an indicator lets be spent, in 万元; None for what is no amount, no limit, or a price for one unit.

    ``unit`` is that of the form, in which a limit without one is.
    """
    if member.target.op in ("≥", ">") or _PER_UNIT.search(member.name):
        return None
    return money_of(member.target, unit)


def _against_budget(
    budget: Sequence[Value],
    what: str,
    amount: Decimal,
    members: Sequence[Indicator],
    unit: str,
    *,
    exact: bool,
) -> Iterator[Hit]:
    whole = sum((value.number or Decimal(0) for value in budget), Decimal(0))
    over = amount - whole
    if (abs(over) if exact else over) <= EXACT:
        return
    empty = [value for value in budget if value.number is None and not value.text]
    if empty:
        yield undecided("成本指标合计是否超出预算", empty, [member.target_cell for member in members])
        return
    name = "、".join(value.label for value in budget) + ("之和" if len(budget) > 1 else "")
    message = f"{what} {figure(amount)}，比{name} {figure(whole)}{direction(over)}"
    yield Hit(
        message,
        budget[0],
        amount,
        tolerance=EXACT,
        rounding=abs(over) <= ROUNDING,
        related=[*budget[1:], *(member.target_cell for member in members)],
        unit=WAN,
        holds=partial(_covered, amount, budget, unit, exact),
    )


def _covered(
    amount: Decimal, budget: Sequence[Value], unit: str, exact: bool, figures: Mapping[Place, Decimal]
) -> bool:
    """Whether costs are within the budget, or exactly all of it, with other figures in some cells.

    The costs and the budget are in 万元, the figures in the ``unit`` of the form.
    """
    converted = {place: in_wan(figure, unit) for place, figure in figures.items()}
    over = amount - sum((number_in(value, converted) or Decimal(0) for value in budget), Decimal(0))
    return (abs(over) if exact else over) <= EXACT


@form_rule("SB-08", *PROJECT_DECLARATIONS)
def payments_planned_to_100(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The cumulative plan of payments falls from one date to the next, or does not end at 100 %."""
    grid = found.form.grids.get(_PLAN)
    values = [found.value(column.name) for column in grid.columns] if grid else []
    values = [value for value in values if value.place.row]
    if not values:
        return
    last = values[-1]
    if all(value.blank for value in values):
        yield Hit("资金支出计划未填写", values[0], related=values[1:])
        return
    if unusable(values) or any(value.blank for value in values):
        yield from lacking("资金支出计划是否逐期递增至 100%", *values)
        return
    stated = [(value, value.number) for value in values if value.number is not None]
    for (before, earlier), (value, later) in pairwise(stated):
        if later < earlier and value is not last:
            message = f"{value.label}累计 {figure(later, Type.RATE)}，低于{before.label}的 {figure(earlier, Type.RATE)}"
            yield Hit(message, value, related=[before], stated=str(later))
    if last.number is not None and last.number != 100:
        fraction = last.number == 1 and last.reading.unit != "%"
        hint = "（疑似按比例填写，应填百分数）" if fraction else ""
        yield Hit(
            f"{last.label}累计 {last.text}，应为 100%{hint}",
            last,
            Decimal(100),
            tolerance=Decimal(0),
            related=values[:-1],
        )


@form_rule("SB-13", *DECLARATIONS)
def name_and_description_agree(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The name names one item of expense, and the description only another one."""
    for member in indicators(found):
        name, description = member.name_cell, member.entry.values.get("绩效指标描述")
        if description is None:
            continue
        named, described = _expenses(name.text), _expenses(description.text)
        if len(named) != 1 or len(described) != 1:
            continue
        (a,), (b,) = named.values(), described.values()
        if (
            _says_only(description.text, b)
            and not _mentions(description.text, named)
            and not _mentions(name.text, described)
        ):
            yield Hit(f"指标名称写“{a}”，绩效指标描述写“{b}”，二者不符", name, related=[description])


def _expenses(text: str) -> dict[str, str]:
    """The items of expense that a text names, each as it is written."""
    flat = _NOT_AN_ITEM.sub("", compact(text))
    return {_ITEM_OF[match[1]]: match[0] for match in _EXPENSE.finditer(flat)}


def _says_only(text: str, item: str) -> bool:
    """Whether a text names an item of expense and says nothing else."""
    return not _SAYS_NOTHING_MORE.sub("", _NOT_AN_ITEM.sub("", compact(text)).replace(item, ""))


def _mentions(text: str, items: Iterable[str]) -> bool:
    """Whether a text has a word of one of the items, be it of an expense or not."""
    flat = compact(text)
    return any(word in flat for item in items for word in _EXPENSES[item])
