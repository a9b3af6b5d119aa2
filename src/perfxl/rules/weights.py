"""ZP-06, 07, 11: the weights of the self-evaluation forms, and what is known of their budget execution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl import measures
from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn, Value
from perfxl.rules.context import EXACT, Context, figure, lacking, unusable
from perfxl.rules.indicators import BENEFIT, FORMS, LIST, SATISFACTION, Indicator, groups, indicators
from perfxl.rules.ratings import distinct, total_of
from perfxl.rules.registry import Hit, form_rule

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


def all_weights(found: FormReturn) -> list[Value]:
    """The weights of budget execution and of every indicator in use; a merged cell comes once."""
    return [execution(found)[0], *distinct([indicator.weight for indicator in indicators(found)])]


def all_scores(found: FormReturn) -> list[Value]:
    """The scores of budget execution and of every indicator in use; a merged cell comes once."""
    return [execution(found)[1], *distinct([indicator.score for indicator in indicators(found)])]


def not_found(values: Sequence[Value]) -> str:
    """Of which of these, first that of budget execution, no cell was found; "" if there is one for each."""
    if all(value.place.row for value in values):
        return ""
    return EXECUTION if all(value.place.row for value in values[1:]) else "各指标"


def unread(found: FormReturn, column: str, what: str) -> Iterator[Hit]:
    """An undecided hit if the indicators' column of weights (分值) or scores (得分) may be there and was not read."""
    doubt = found.doubts.get(f"{LIST}.{column}")
    if doubt:
        total = found.value(f"总分.{column}")
        at = total if total.place.row else found.place
        yield Hit(f"{doubt}，不能判断{what}", at, level=Level.UNDECIDED, primary=not told_missing(found))


def told_missing(found: FormReturn) -> bool:
    """Whether it is told already what of a form was not found or not read (TY-13, WJ-12)."""
    return bool(found.unread_columns) or any(
        not change.found and not change.place.row for change in found.alterations
    )


def mended_weight(found: FormReturn, weight: Value, context: Context) -> Decimal | None:
    """What a weight should be if it alone makes a sum of weights wrong; None where the sum is right.

    The sum is that of its first-level category if that states its weight, else that of the whole form.
    """
    if not_found(all_weights(found)) or any(unread(found, "分值", "")):
        return None  # of what was not found nobody knows what it adds
    holding = (group for group in groups(found) if any(member.weight is weight for member in group.members))
    group = next(holding, None)
    if group is not None and group.declared is not None:
        total, due = total_of([member.weight for member in group.members]), group.declared
    else:
        total, due = total_of(all_weights(found)), context.number("总分")
    if weight.number is None or total is None or abs(total - due) <= EXACT or weight.number + due <= total:
        return None
    return weight.number + due - total


def weight_gaps(found: FormReturn, context: Context) -> list[Decimal]:
    """By how much sums of weights are less than they should be: those of first-level categories, and the whole."""
    sums = [(group.declared, [member.weight for member in group.members]) for group in groups(found)]
    sums.append((context.number("总分"), all_weights(found)))
    totals = [(due, total_of(cells)) for due, cells in sums if due is not None]
    gaps = [due - total for due, total in totals if total is not None]
    return [gap for gap in gaps if abs(gap) > EXACT]


@form_rule("ZP-06", *FORMS)
def weights_of_groups(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights under a first-level label do not add up to the weight that it states."""
    members_of = groups(found)
    if not any(group.members for group in members_of):
        return
    doubts = list(unread(found, "分值", "一级指标的分值合计"))
    for group in members_of:
        if group.declared is None:
            continue
        if doubts:
            yield from doubts
            return
        weights = distinct([member.weight for member in group.members])
        total = total_of(weights) if weights else Decimal(0)
        name = compact(group.label.text).split("(")[0]
        if total is None:
            yield from lacking(f"{name}的分值合计", *weights)
        elif abs(total - group.declared) > EXACT:
            message = (
                f"{name}标明 {figure(group.declared, Type.SCORE)}，"
                f"其下 {len(group.members)} 个指标分值合计为 {figure(total, Type.SCORE)}"
            )
            stated, difference = decimal_text(group.declared), group.declared - total
            yield Hit(message, group.label, total, stated, difference, EXACT, related=weights)


@form_rule("ZP-07", *FORMS)
def weights_make_100(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights of execution and all indicators do not make 100."""
    weights = all_weights(found)
    if len(weights) < 2 or f"{LIST}.分值" not in found.form.names:
        return  # no indicators in use, or a form without their weights
    total, full = total_of(weights), context.number("总分")
    cell = found.value("总分.分值")
    doubts = list(unread(found, "分值", "分值合计"))
    if doubts:
        yield from doubts
    elif total is None:
        yield from lacking("分值合计", *weights)
    elif not_found(weights):
        if all(abs(full - total - lacks) > EXACT for lacks in (Decimal(0), context.number("执行率分值"))):
            yield _weights_not_read(found, weights)
    elif weights[0].blank and abs(full - total - context.number("执行率分值")) <= EXACT:
        due = full - total
        message = f"{EXECUTION}的分值未填写，应为 {figure(due, Type.SCORE)}"
        yield Hit(message, weights[0], due, "", related=weights[1:])
    elif abs(total - full) > EXACT:
        message = (
            f"{EXECUTION}与 {len(indicators(found))} 个指标的分值合计为 {figure(total, Type.SCORE)}，"
            f"不等于 {figure(full, Type.SCORE)}"
        )
        at = cell if cell.number is not None else found.place
        typed_sum = cell.number is not None and abs(cell.number - total) <= EXACT
        yield Hit(message, at, full if typed_sum else total, tolerance=EXACT, related=weights)


def _weights_not_read(found: FormReturn, weights: Sequence[Value]) -> Hit:
    cell = found.value("总分.分值")
    return Hit(
        f"没有读到{not_found(weights)}的分值，不能判断分值合计",
        cell if cell.place.row else found.place,
        level=Level.UNDECIDED,
        related=[weight for weight in weights if weight.place.row],
        primary=not told_missing(found),
    )


@form_rule("ZP-11", *FORMS)
def weights_as_prescribed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights of the first-level categories differ from those prescribed.

    Silent where a form has first-level categories for which nothing is prescribed (成本 as a level of its own).
    """
    members = indicators(found)
    compared = [
        one
        for practice in _prescribed(members, context)
        if (one := _compared(found, members, practice, context))
    ]
    if not compared or any(not one.broken and not one.wrong for one in compared):
        return
    broken = next((one.broken for one in compared if one.broken), None)
    if broken:
        yield from lacking("一级指标权重是否符合规定口径", *broken)
        return
    nearest = min(compared, key=lambda one: one.gap)
    yield _unlike_prescribed(found, nearest, context.practice("一级指标权重"))


class _Compared(Struct):
    """The weights of a form beside those of one practice: the cells that cannot be read, the categories that differ."""

    shares: Mapping[str, _Share]
    prescribed: Mapping[str, Decimal]
    broken: Sequence[Value]
    wrong: Sequence[str]

    @property
    def gap(self) -> Decimal:
        """By how much they differ in all."""
        gaps = (abs(self.shares[name].weight - self.prescribed[name]) for name in self.wrong)
        return sum(gaps, Decimal(0))


def _compared(
    found: FormReturn, members: Sequence[Indicator], practice: Mapping[str, Decimal], context: Context
) -> _Compared | None:
    """None for a form with categories for which the practice prescribes nothing."""
    categories = {_category(member, practice) for member in members}
    if not members or (practice and not categories <= {*practice, SATISFACTION}):
        return None
    prescribed = dict(practice)
    if SATISFACTION not in categories and BENEFIT in prescribed:
        prescribed[BENEFIT] += prescribed.pop(SATISFACTION, Decimal(0))
    prescribed = {EXECUTION: context.number("执行率分值"), **prescribed}
    shares = _shares(found, members, prescribed)
    broken = [value for share in shares.values() if share.declared is None for value in unusable(share.cells)]
    wrong = [name for name in prescribed if shares[name].weight and shares[name].weight != prescribed[name]]
    return _Compared(shares, prescribed, broken, wrong)


def prescriptions(context: Context) -> list[dict[str, Decimal]]:
    """The weights of the first-level categories, one mapping for each practice that is in order, the usual first."""
    value = context.parameter("一级指标权重")
    practices = value if isinstance(value, list) else [value]
    return [{name: Decimal(str(weight)) for name, weight in practice.items()} for practice in practices]


def _prescribed(members: Sequence[Indicator], context: Context) -> list[dict[str, Decimal]]:
    """The practices with the form's own categories, 满意度 apart, else the usual one."""
    practices = prescriptions(context)
    own = {member.first for member in members} - {SATISFACTION}
    return [practice for practice in practices if practice.keys() - {SATISFACTION} == own] or practices[:1]


class _Share(Struct):
    """The weight of a first-level category and the cells that state it: its label, else its indicators."""

    cells: Sequence[Value]
    declared: Decimal | None = None

    @property
    def weight(self) -> Decimal:
        return self.declared if self.declared is not None else total_of(self.cells) or Decimal(0)

    @property
    def known(self) -> bool:
        """Whether a weight is stated for it; what was not read is no zero."""
        return self.declared is not None or total_of(self.cells) is not None


def _category(member: Indicator, prescribed: Mapping[str, Decimal]) -> str:
    """The category that a member's weight counts for: 满意度 only where that has a weight of its own."""
    return SATISFACTION if member.satisfaction and SATISFACTION in prescribed else member.first


def _shares(
    found: FormReturn, members: Sequence[Indicator], prescribed: Mapping[str, Decimal]
) -> dict[str, _Share]:
    """For each category its share. A label counts only if it has a category to itself (no 满意度 under 效益)."""
    shares = {EXECUTION: _Share([execution(found)[0]])}
    for name in prescribed:
        if name not in shares:
            own = [member.weight for member in members if _category(member, prescribed) == name]
            shares[name] = _Share(distinct(own))
            labels = [
                group
                for group in groups(found)
                if name in {_category(member, prescribed) for member in group.members}
            ]
            if len(labels) == 1 and {_category(member, prescribed) for member in labels[0].members} == {name}:
                shares[name] = (
                    _Share([labels[0].label], labels[0].declared) if labels[0].declared else shares[name]
                )
    return shares


def _unlike_prescribed(found: FormReturn, compared: _Compared, practice: str) -> Hit:
    """At the last deviating category whose weight stands in one cell; on the sheet if there is none."""
    shares, prescribed, wrong = compared.shares, compared.prescribed, compared.wrong
    known = [name for name in prescribed if shares[name].known]
    listed = "、".join(f"{name} {decimal_text(shares[name].weight)}" for name in known)
    usual = "、".join(f"{name} {decimal_text(weight)}" for name, weight in prescribed.items())
    message = f"一级指标权重为{listed}，与{practice}（{usual}）不同"
    related = [cell for name in wrong for cell in shares[name].cells]
    exact = [name for name in wrong if len(shares[name].cells) == 1]
    if not exact:
        return Hit(message, Place(found.sheet), related=related)
    weight, due = shares[exact[-1]].weight, prescribed[exact[-1]]
    return Hit(message, shares[exact[-1]].cells[0], due, decimal_text(weight), weight - due, related=related)
