"""ZP-11: the weights of first-level categories beside those that the rules, or a chosen parameter set, prescribe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.finding import Place, decimal_text
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import EXECUTION, execution
from perfxl.rules.context import Context, lacking, unusable
from perfxl.rules.first_levels import groups
from perfxl.rules.indicators import BENEFIT, SATISFACTION, Indicator, indicators
from perfxl.rules.ratings import distinct, total_of
from perfxl.rules.registry import Hit, form_rule


@form_rule("ZP-11", *SELF_EVALUATIONS)
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
    if _as_one(found, shares, prescribed):
        wrong = [name for name in wrong if name not in (BENEFIT, SATISFACTION)]
    return _Compared(shares, prescribed, broken, wrong)


def _as_one(found: FormReturn, shares: Mapping[str, _Share], prescribed: Mapping[str, Decimal]) -> bool:
    """Whether 满意度 stands under the label of 效益 and the two have the weight prescribed for both.

    Such a form gives 满意度 no weight of its own, which may then have less, but no more at the cost of 效益.
    """
    if not {BENEFIT, SATISFACTION} <= prescribed.keys():
        return False
    together = shares[BENEFIT].weight + shares[SATISFACTION].weight
    fits = together == prescribed[BENEFIT] + prescribed[SATISFACTION]
    if not fits or shares[SATISFACTION].weight > prescribed[SATISFACTION]:
        return False
    both = {BENEFIT, SATISFACTION}
    return any(both <= {_category(member, prescribed) for member in group.members} for group in groups(found))


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
