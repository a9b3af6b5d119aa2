"""ZP-06, 07: the weights of the self-evaluation forms add up; and what other rules ask of weights and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from msgspec import Struct

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.lazy import once
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import EXECUTION, execution
from perfxl.rules.context import EXACT, Context, Outcome, compare, figure, lacking
from perfxl.rules.first_levels import groups
from perfxl.rules.indicators import LIST, Indicator, indicators
from perfxl.rules.mended import makes, one_of_them
from perfxl.rules.ratings import distinct, due_score, total_of
from perfxl.rules.registry import Hit, catalogue, form_rule


@once
def all_weights(found: FormReturn) -> Sequence[Value]:
    """The weights of budget execution and of every indicator in use; a merged cell comes once."""
    return [execution(found)[0], *distinct([indicator.weight for indicator in indicators(found)])]


@once
def all_scores(found: FormReturn) -> Sequence[Value]:
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

    The sum is that of its first-level category if that states its weight, else that of the whole form. Where the score
    of another indicator tells that its weight is wrong, that one may be.
    """
    sums = _weight_sums(found)
    if sums is None:
        return None  # of what was not found nobody knows what it adds
    own = sums.stated.get(id(weight)) or sums.whole
    total, due = own.total, context.number("总分") if own.declared is None else own.declared
    if weight.number is None or total is None or abs(total - due) <= EXACT or weight.number + due <= total:
        return None
    if any(told is not weight for told in own.told(due - total)):
        return None
    return weight.number + due - total


class _Sum(Struct):
    """The weights of some indicators, added up (None where one is no number), and what a label says they make."""

    members: Sequence[Indicator]
    total: Decimal | None
    declared: Decimal | None = None
    _told: dict[Decimal, list[Value]] = {}

    def told(self, lacks: Decimal) -> list[Value]:
        """The weights that scores tell to be too low by what the sum lacks."""
        if lacks not in self._told:
            self._told[lacks] = [member.weight for member in told_by_score(self.members, lacks)]
        return self._told[lacks]


class _Sums(Struct, frozen=True):
    """The sums of a form's weights.

    ``stated`` has those of the first-level categories that state theirs, by the identity of each of their weights; None
    for the weights of the others.
    """

    whole: _Sum
    stated: Mapping[int, _Sum | None]


@once
def _weight_sums(found: FormReturn) -> _Sums | None:
    """The sums of a form's weights, which are asked for at every indicator; None if not all weights were found."""
    whole = all_weights(found)
    if not_found(whole) or any(unread(found, "分值", "")):
        return None
    stated: dict[int, _Sum | None] = {}
    for group in groups(found):
        weights = [member.weight for member in group.members]
        own = None if group.declared is None else _Sum(group.members, total_of(weights), group.declared)
        for weight in weights:
            stated.setdefault(id(weight), own)
    return _Sums(_Sum(indicators(found), total_of(whole)), stated)


def told_by_score(members: Sequence[Indicator], lacks: Decimal) -> list[Indicator]:
    """The indicators whose scores are right for a weight that is higher by what the sum of weights lacks, not for theirs."""
    result = []
    for member in members:
        weight, score = member.weight.number, member.score.number
        if weight is not None and score is not None and weight >= 0 and weight + lacks >= 0:
            beyond = weight < score <= weight + lacks
            if beyond or (_suits(member, weight + lacks) and not _suits(member, weight)):
                result.append(member)
    return result


def _suits(member: Indicator, weight: Decimal) -> bool:
    """Whether a score is due for a weight; where nothing decides what is due, whether it is full marks."""
    due = due_score(member, weight)
    if due is None:
        return member.score.number == weight
    return compare(Type.SCORE, member.score.reading, due)[0] is Outcome.EQUAL


def _which_weight(rule: str, members: Sequence[Indicator], lacks: Decimal) -> str | None:
    """What to do about a sum of weights where the score of one indicator tells which weight is wrong."""
    told = told_by_score(members, lacks)
    if len(told) != 1 or told[0].weight.number is None:
        return None
    score, weight = (
        figure(told[0].score.number, Type.SCORE),
        figure(told[0].weight.number + lacks, Type.SCORE),
    )
    general = catalogue()[rule].fix.removeprefix("请")
    return f"“{told[0].title}”得分 {score}，与分值 {weight}相符，请核对该项分值；分值无误的，改正该项得分，并{general}"


def weight_gaps(found: FormReturn, context: Context) -> list[Decimal]:
    """By how much sums of weights are less than they should be: those of first-level categories, and the whole."""
    sums: list[tuple[Decimal | None, Sequence[Value]]] = []
    sums += [(group.declared, [member.weight for member in group.members]) for group in groups(found)]
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
            yield _unlike_sum("ZP-06", message, group.label, group.declared, weights, group.members)


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
        yield _unlike_sum("ZP-07", message, at, full, weights, indicators(found))


def _unlike_sum(
    rule: str,
    message: str,
    at: Value | Place,
    due: Decimal,
    weights: Sequence[Value],
    members: Sequence[Indicator],
) -> Hit:
    """A hit for weights that do not make what they should, which the cell at hand states or stands for."""
    total = sum((weight.number for weight in weights if weight.number is not None), Decimal(0))
    place = at.place if isinstance(at, Value) else at
    return Hit(
        message,
        at,
        due,
        decimal_text(total),
        total - due,
        EXACT,
        related=weights,
        holds=partial(makes, due, weights),
        # were the sum what the cell stated, nothing would be wrong either
        remedies={place: total, **one_of_them(weights, due - total)},
        fix=_which_weight(rule, members, due - total),
    )


def _weights_not_read(found: FormReturn, weights: Sequence[Value]) -> Hit:
    cell = found.value("总分.分值")
    return Hit(
        f"没有读到{not_found(weights)}的分值，不能判断分值合计",
        cell if cell.place.row else found.place,
        level=Level.UNDECIDED,
        related=[weight for weight in weights if weight.place.row],
        primary=not told_missing(found),
    )
