"""ZP-08, 09, 14, 17, 18, 28: scores and totals of the self-evaluation forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl import measures
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn, Value
from perfxl.returns.targets import ValueKind, actual_in_unit_of
from perfxl.rules.context import (
    EXACT,
    Context,
    Outcome,
    compare,
    figure,
    lacking,
    mismatch,
    percent,
    unusable,
)
from perfxl.rules.indicators import FORMS, LIST, Indicator, indicators, reached_percent, undecided_value
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.weights import (
    EXECUTION,
    all_weights,
    execution,
    execution_amounts,
    execution_rate_of,
    mended_weight,
    total_of,
)

_FAR = 30
"""A deviation from the target, in percent, from which some places deduct."""

_ANY_WEIGHT = Decimal(1)


@form_rule("ZP-08", *FORMS)
def totals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The total row does not say what weights and scores add up to."""
    weight_cell, score_cell = found.value("总分.分值"), found.value("总分.得分")
    weights = all_weights(found)
    if len(weights) < 2 or not (weight_cell.place.row or score_cell.place.row):
        return
    yield from _total_weight(weight_cell, weights, context.number("总分"))
    scores = [execution(found)[1], *(indicator.score for indicator in indicators(found))]
    total = total_of(scores)
    if total is None or unusable([score_cell]):
        yield from lacking("总得分", score_cell, *scores)
    elif score_cell.number is None:
        yield _no_total_score(found, score_cell, total, scores)
    elif not scores[0].place.row and _explained_by_execution(score_cell.number - total, context):
        return  # its label is missing, which is what there is to say
    else:
        message = (
            f"总得分 {figure(score_cell.number, Type.SCORE)}，各项得分合计应为 {figure(total, Type.SCORE)}"
        )
        hit = mismatch(score_cell, total, message, scores)
        if hit:
            hit.primary = abs(score_cell.number - _due_total(found, total)) > EXACT
            yield hit


def _explained_by_execution(gap: Decimal, context: Context) -> bool:
    """Whether the score of budget execution may be all that the sum lacks."""
    return 0 < gap <= context.number("执行率分值")


def _due_total(found: FormReturn, total: Decimal) -> Decimal:
    """The total with the scores that the figures give: one that equals it is right, and a single score is wrong."""
    weight, score = execution(found)
    rate = execution_rate_of(found)
    if rate is not None and weight.number is not None and weight.number >= 0 and score.number is not None:
        due = measures.rate_score(rate, weight.number)
        total += due - score.number if compare(score.type, score.reading, due)[0] is not Outcome.EQUAL else 0
    for indicator in indicators(found):
        full, score = indicator.weight.number, indicator.score
        if full is not None and full >= 0 and score.number is not None:
            due_one = due_score(indicator, full)
            if due_one is not None and compare(score.type, score.reading, due_one)[0] is not Outcome.EQUAL:
                total += due_one - score.number
    return measures.round_half_up(total, 2)


def _total_weight(cell: Value, weights: Sequence[Value], full: Decimal) -> Iterator[Hit]:
    """Weights that do not make 100 themselves are the affair of ZP-07."""
    total = total_of(weights)
    if unusable([cell]):
        yield from lacking("总分值", cell)
    elif cell.number is not None and total is not None and abs(total - full) <= EXACT:
        message = (
            f"总分的分值 {figure(cell.number, Type.SCORE)}，各项分值合计应为 {figure(total, Type.SCORE)}"
        )
        hit = mismatch(cell, total, message, weights)
        if hit:
            yield hit


def _no_total_score(found: FormReturn, cell: Value, total: Decimal, scores: Sequence[Value]) -> Hit:
    """A total row with one number only leaves open what that is; it may be meant as the total score."""
    numbers = found.totals.get(LIST, [])
    only = numbers[0] if len(numbers) == 1 else None
    if only is not None and only.number is not None and abs(only.number - total) > EXACT:
        message = (
            f"总分行只有一个数 {figure(only.number, Type.SCORE)}，总得分未单独填写；"
            f"各项得分合计为 {figure(total, Type.SCORE)}，若该数指得分则不符"
        )
        return Hit(message, only, total, level=Level.WARNING, tolerance=EXACT, related=[cell, *scores])
    message = f"总得分未填写，各项得分合计应为 {figure(total, Type.SCORE)}"
    return Hit(message, cell, total, stated="", level=Level.WARNING, related=scores)


@form_rule("ZP-09", *FORMS)
def score_within_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score above its weight, or below zero."""
    weight, score = execution(found)
    rows = [(EXECUTION, weight, score)]
    rows += [(indicator.title, indicator.weight, indicator.score) for indicator in indicators(found)]
    for name, weight, score in rows:
        if weight.number is None or score.number is None:
            if unusable([weight, score]):
                yield from lacking(f"“{name}”得分是否超过分值", score, weight)
        elif score.number > weight.number:
            message = f"“{name}”得分 {figure(score.number, Type.SCORE)}，大于分值 {figure(weight.number, Type.SCORE)}"
            mended = mended_weight(found, weight, context)
            primary = mended is None or score.number > mended  # else the weight is at fault
            yield Hit(message, score, weight.number, related=[weight], primary=primary)
        elif score.number < 0:
            message = f"“{name}”得分 {figure(score.number, Type.SCORE)}，为负数"
            yield Hit(message, score, Decimal(0), related=[weight])


@form_rule("ZP-14", *FORMS)
def score_recomputed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A quantitative indicator's score is not what target, actual and weight give."""
    for indicator in indicators(found):
        weight, stated = indicator.weight, indicator.score
        if weight.number is None or weight.number < 0 or stated.number is None:
            if unusable([weight, stated]) and due_score(indicator, _ANY_WEIGHT) is not None:
                yield from lacking(f"“{indicator.title}”的得分", stated, weight)
            continue
        open_question = undecided_value(indicator, "得分")
        due = due_score(indicator, weight.number)
        hit = open_question if due is None else _score_differs(indicator, due, stated.number, context)
        if hit:
            hit.primary = not _weight_is_wrong(found, indicator, stated, context)
            yield hit


def _weight_is_wrong(found: FormReturn, indicator: Indicator, stated: Value, context: Context) -> bool:
    """Whether the score is right for the weight that the sum of weights lacks: then that is what there is to say."""
    mended = mended_weight(found, indicator.weight, context)
    due = None if mended is None else due_score(indicator, mended)
    return due is not None and compare(stated.type, stated.reading, due)[0] is Outcome.EQUAL


def due_score(indicator: Indicator, weight: Decimal) -> Decimal | None:
    """The score that target, actual and weight give; None where no formula decides."""
    target, actual = indicator.target, indicator.actual
    if indicator.direction_open and actual_in_unit_of(target, actual) != target.number:
        return None
    return measures.score(target, actual, weight, indicator.reverse)


def _score_differs(indicator: Indicator, due: Decimal, stated: Decimal, context: Context) -> Hit | None:
    """A unit that gives itself less and says why is only asked; far from the target a deduction may be the rule."""
    if stated < due and _deduction_usual(indicator, context):
        return None
    message = (
        f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，"
        f"应得 {figure(due, Type.SCORE)}，自评 {figure(stated, Type.SCORE)}"
    )
    related = [indicator.target_cell, indicator.actual_cell, indicator.weight]
    hit = mismatch(indicator.score, due, message, related)
    if hit and stated < due and indicator.reason:
        hit.level = hit.level or Level.WARNING
    return hit


def _deduction_usual(indicator: Indicator, context: Context) -> bool:
    """Whether a lower score is in order: the target was far surpassed, or deviations are deducted."""
    reached = reached_percent(indicator.target, indicator.actual)
    if reached is None:
        return False
    surpassed = not indicator.reverse and reached >= context.number("超额完成上限")
    return surpassed or (bool(context.parameter("偏离扣分")) and abs(reached - 100) >= _FAR)


@form_rule("ZP-17", *FORMS)
def deviation_deducted(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice asks for it: full marks in spite of a deviation of 30 % or more."""
    points = context.parameter("偏离扣分")
    if not points:
        return
    due = "应扣减得分" if points is True else f"应扣 {points} 分"
    for indicator in indicators(found):
        reached = reached_percent(indicator.target, indicator.actual)
        if reached is None:
            open_question = undecided_value(indicator, "是否应扣减得分")
            if open_question:
                yield open_question
            continue
        gap = reached - 100
        if indicator.weight.number is None or indicator.score.number is None:
            if unusable([indicator.weight, indicator.score]):
                yield from lacking(f"“{indicator.title}”是否应扣减得分", indicator.score, indicator.weight)
        elif abs(gap) >= _FAR and indicator.score.number == indicator.weight.number:
            message = f"“{indicator.title}”偏离指标值 {percent(gap)}，{due}，自评为满分"
            yield Hit(message, indicator.score, related=[indicator.target_cell, indicator.actual_cell])


@form_rule("ZP-18", *FORMS)
def qualitative_band(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A qualitative indicator's score lies outside the band of what the actual says was reached."""
    for indicator in indicators(found):
        if indicator.actual.kind is not ValueKind.TEXT:
            continue
        try:
            band = measures.qualitative_band(indicator.actual_cell.text)
        except measures.MeasureError:
            continue  # words that name no band
        weight, score = indicator.weight, indicator.score
        if not weight.number or score.number is None:
            if unusable([weight, score]):
                yield from lacking(f"“{indicator.title}”的得分档次", score, weight)
            continue
        share = score.number * 100 / weight.number
        if not band.holds(share):
            message = (
                f"“{indicator.title}”完成情况“{indicator.actual_cell.text}”，得分为分值的 {percent(share)}，"
                f"应在 {band.low}%–{band.high}% 档次内"
            )
            yield Hit(message, score, related=[weight, indicator.actual_cell])


@form_rule("ZP-28", *FORMS)
def capped_by_execution(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice caps the total by the rate of execution: the total is above the cap."""
    caps = context.parameter("执行率封顶")
    total = found.value("总分.得分")
    if not caps or not total.place.row:
        return
    rate, amounts = execution_rate_of(found), execution_amounts(found)
    if total.number is None or rate is None:
        yield from lacking("总得分是否超过执行率对应的限额", total, *amounts)
        return
    for cap in caps:
        low, high, highest = (Decimal(str(cap[key])) for key in ("从", "到", "最高"))
        if low <= rate < high and total.number > highest:
            message = (
                f"执行率 {percent(rate)}，总得分 {figure(total.number, Type.SCORE)}，"
                f"不应高于 {figure(highest, Type.SCORE)}"
            )
            yield Hit(message, total, highest, related=amounts)
