"""ZP-06, 07: the weights of the self-evaluation forms add up; and what other rules ask of weights and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import EXECUTION, execution
from perfxl.rules.context import EXACT, Context, figure, lacking
from perfxl.rules.first_levels import groups
from perfxl.rules.indicators import LIST, indicators
from perfxl.rules.ratings import distinct, total_of
from perfxl.rules.registry import Hit, form_rule


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


@form_rule("ZP-06", *SELF_EVALUATIONS)
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
        name = group.name
        if total is None:
            yield from lacking(f"{name}的分值合计", *weights)
        elif abs(total - group.declared) > EXACT:
            points = figure(group.declared, Type.SCORE)
            said = f" {points}" if group.share is None else f"占 {decimal_text(group.share)}%，即 {points}"
            message = (
                f"{name}标明{said}，其下 {len(group.members)} 个指标分值合计为 {figure(total, Type.SCORE)}"
            )
            yield _unlike_sum(message, group.label, total, group.declared, weights)


@form_rule("ZP-07", *SELF_EVALUATIONS)
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
        yield _unlike_sum(message, at, total, full, weights)


def _unlike_sum(
    message: str, at: Value | Place, total: Decimal, due: Decimal, weights: Sequence[Value]
) -> Hit:
    """A hit for weights that do not make what they should, which the cell at hand states or stands for."""
    stated, place = decimal_text(total), at.place if isinstance(at, Value) else at
    remedies = {place: total}  # were that what the cell stated, nothing would be wrong either
    return Hit(message, at, due, stated, total - due, EXACT, related=weights, remedies=remedies)


def _weights_not_read(found: FormReturn, weights: Sequence[Value]) -> Hit:
    cell = found.value("总分.分值")
    return Hit(
        f"没有读到{not_found(weights)}的分值，不能判断分值合计",
        cell if cell.place.row else found.place,
        level=Level.UNDECIDED,
        related=[weight for weight in weights if weight.place.row],
        primary=not told_missing(found),
    )
