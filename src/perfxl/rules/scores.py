"""ZP-08, 09, 14, 17, 18, 28: scores and totals of the self-evaluation forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl import measures
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn, Value
from perfxl.returns.targets import ValueKind, earliest_day
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
from perfxl.rules.ratings import (
    FAR,
    Rating,
    deduction_usual,
    distinct,
    due_of,
    due_score,
    merged_above_weight,
    merged_recomputed,
    ratings,
    total_of,
)
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.subtotals import Sum, marked_so, unlike_sums, unread_sums
from perfxl.rules.weights import (
    EXECUTION,
    all_weights,
    execution,
    execution_amounts,
    execution_rate_of,
    mended_weight,
    unread,
)

_ANY_WEIGHT = Decimal(1)


@form_rule("ZP-08", *FORMS)
def totals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The total row, or a subtotal, does not say what weights and scores add up to."""
    wrong = [one for one in unlike_sums(found, LIST) if not _of_everything(found, one)]
    yield from unread_sums(found, LIST)
    for one in wrong:
        hit = one.hit()
        if hit:
            hit.primary = not marked_so(one) and not _explained_by_score(found, one)
            yield hit
    for hit in _totals(found, context):
        value = hit.at if isinstance(hit.at, Value) else None
        due = hit.computed
        number = value.number if value is not None else None
        gap = number - due if number is not None and isinstance(due, Decimal) else None
        gaps = [one.gap for one in wrong if value is not None and one.value.type is value.type]
        if gap is not None and gap in (*gaps, sum(gaps)):
            hit.primary = False  # the total of wrong subtotals
        yield hit


def _of_everything(found: FormReturn, one: Sum) -> bool:
    """Whether a sum above the total is that of everything, budget execution included."""
    whole = {"分值": all_weights(found), "得分": _all_scores(found)}.get(one.column, [])
    total = total_of(whole)
    return total is not None and abs(total - one.stated) <= EXACT


def _all_scores(found: FormReturn) -> list[Value]:
    return [execution(found)[1], *distinct([indicator.score for indicator in indicators(found)])]


def _explained_by_score(found: FormReturn, wrong: Sum) -> bool:
    """Whether a subtotal is what the scores would give if each were right: then a score is wrong, not the sum."""
    if wrong.column != "得分":
        return False
    rows = {entry.row for entry in wrong.entries}
    which = [n for n, rating in enumerate(ratings(found)) if rating.members[0].entry.row in rows]
    return abs(wrong.gap - scores_off(found, which)) <= EXACT


def _totals(found: FormReturn, context: Context) -> Iterator[Hit]:
    weight_cell, score_cell = found.value("总分.分值"), found.value("总分.得分")
    weights = all_weights(found)
    if len(weights) < 2 or not (weight_cell.place.row or score_cell.place.row):
        return
    yield from _total_weight(weight_cell, weights, context.number("总分"))
    scores = _all_scores(found)
    total = total_of(scores)
    doubts = list(unread(found, "得分", "总得分"))
    if doubts:
        yield from doubts
    elif total is None or unusable([score_cell]):
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
            due = _due_totals(found, total)
            hit.primary = all(abs(score_cell.number - other) > EXACT for other in due)
            yield hit


def _explained_by_execution(gap: Decimal, context: Context) -> bool:
    """Whether the score of budget execution may be all that the sum lacks."""
    return 0 < gap <= context.number("执行率分值")


def _due_totals(found: FormReturn, total: Decimal) -> list[Decimal]:
    """The totals with the scores that the figures give: one that equals them is right, and a single score is wrong.

    The score of budget execution is corrected or not: what it is computed from may be what is wrong.
    """
    execution_off, off = _execution_off(found), scores_off(found, range(len(ratings(found))))
    gaps = {off, execution_off, off + execution_off} - {Decimal(0)}
    return [measures.round_half_up(total + gap, 2) for gap in sorted(gaps)]


def _execution_off(found: FormReturn) -> Decimal:
    """By how much the score of budget execution is less than its rate gives."""
    weight, score = execution(found)
    rate = execution_rate_of(found)
    if rate is None or weight.number is None or weight.number < 0 or score.number is None:
        return Decimal(0)
    due = measures.rate_score(rate, weight.number)
    return Decimal(0) if compare(score.type, score.reading, due)[0] is Outcome.EQUAL else due - score.number


def scores_off(found: FormReturn, which: Iterable[int]) -> Decimal:
    """By how much the scores of some ratings (by number) are less than target, actual and weight give."""
    gap = Decimal(0)
    for rating in (ratings(found)[number] for number in which):
        score, due = rating.score, due_of(rating)
        if score is None or due is None:
            continue
        one = rating.scores[0] if len(rating.scores) == 1 else None
        equal = compare(one.type, one.reading, due)[0] is Outcome.EQUAL if one else score == due
        gap += 0 if equal else due - score
    return gap


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
    for rating in ratings(found):
        if rating.alone:
            rows.append((rating.members[0].title, rating.members[0].weight, rating.members[0].score))
        else:
            yield from merged_above_weight(rating)
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
    for rating in ratings(found):
        if not rating.alone:
            yield from merged_recomputed(rating, context)
            continue
        indicator = rating.members[0]
        weight, stated = indicator.weight, indicator.score
        if weight.number is None or weight.number < 0 or stated.number is None:
            if unusable([weight, stated]) and due_score(indicator, _ANY_WEIGHT) is not None:
                yield from lacking(f"“{indicator.title}”的得分", stated, weight)
            continue
        open_question = undecided_value(indicator, "得分")
        due = due_score(indicator, weight.number)
        if due is None:
            hit = open_question or _late(indicator, weight.number, stated.number)
        else:
            hit = _score_differs(indicator, due, stated.number, context)
        if hit:
            hit.primary = not _weight_is_wrong(found, indicator, stated, context)
            yield hit


def _weight_is_wrong(found: FormReturn, indicator: Indicator, stated: Value, context: Context) -> bool:
    """Whether the score is right for the weight that the sum of weights lacks: then that is what there is to say."""
    mended = mended_weight(found, indicator.weight, context)
    due = None if mended is None else due_score(indicator, mended)
    return due is not None and compare(stated.type, stated.reading, due)[0] is Outcome.EQUAL


def _late(indicator: Indicator, full: Decimal, stated: Decimal) -> Hit | None:
    """Full marks for a day that is certainly behind the deadline: what is due instead no formula says."""
    target, actual = indicator.target, indicator.actual
    if not full or stated < full or target.kind is not ValueKind.TIME or actual.kind is not ValueKind.TIME:
        return None
    day = earliest_day(actual)
    if day is None or target.deadline is None or day <= target.deadline:
        return None
    message = (
        f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，"
        "晚于时限，自评为满分"
    )
    fix = "请核对完成时间；确实晚于时限的，请扣减得分并说明原因。"
    related = [indicator.target_cell, indicator.actual_cell, indicator.weight]
    return Hit(message, indicator.score, level=Level.WARNING, related=related, fix=fix)


def _score_differs(indicator: Indicator, due: Decimal, stated: Decimal, context: Context) -> Hit | None:
    """A unit that gives itself less and says why is only asked; far from the target a deduction may be the rule."""
    if stated < due and deduction_usual(indicator, context):
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


@form_rule("ZP-17", *FORMS)
def deviation_deducted(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice asks for it: full marks in spite of a deviation of 30 % or more."""
    points = context.parameter("偏离扣分")
    if not points:
        return
    due = "应扣减得分" if points is True else f"应扣 {points} 分"
    for rating in ratings(found):
        for indicator in rating.members:
            yield from _not_deducted(indicator, rating, due)


def _not_deducted(indicator: Indicator, rating: Rating, due: str) -> Iterator[Hit]:
    reached = reached_percent(indicator.target, indicator.actual)
    if reached is None:
        open_question = undecided_value(indicator, "是否应扣减得分")
        if open_question:
            yield open_question
        return
    gap = reached - 100
    if rating.weight is None or rating.score is None:
        if unusable([*rating.weights, *rating.scores]):
            yield from lacking(f"“{indicator.title}”是否应扣减得分", indicator.score, indicator.weight)
    elif abs(gap) >= FAR and rating.score == rating.weight:
        message = f"“{indicator.title}”偏离指标值 {percent(gap)}，{due}，自评为满分"
        yield Hit(message, indicator.score, related=[indicator.target_cell, indicator.actual_cell])


@form_rule("ZP-18", *FORMS)
def qualitative_band(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A qualitative indicator's score lies outside the band of what the actual says was reached."""
    for indicator in (rating.members[0] for rating in ratings(found) if rating.alone):
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
