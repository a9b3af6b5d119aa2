"""ZP-08: the totals of the self-evaluation forms against what weights and scores add up to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl import measures
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import EXECUTION, execution, execution_rate_of
from perfxl.rules.context import EXACT, Context, Outcome, compare, figure, lacking, mismatch, unusable
from perfxl.rules.execution_weight import blank_score_due, total_of_list_only, weight_without_cell
from perfxl.rules.indicators import LIST, indicators
from perfxl.rules.ratings import Rating, band_of, due_of, due_score, ratings, total_of
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.subtotals import Sum, marked_so, unlike_sums, unread_sums
from perfxl.rules.undirected import either_way
from perfxl.rules.weights import (
    all_scores,
    all_weights,
    mended_weight,
    not_found,
    told_missing,
    unread,
    weight_gaps,
)


@form_rule("ZP-08", *SELF_EVALUATIONS)
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
    yield from _score_in_the_head(found, context)


def _score_in_the_head(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The score that the form's head states as well is not that of the total row, nor the sum of the scores.

    The head may round it.
    """
    head, total = found.value("自评总分"), found.value("总分.得分")
    if head.number is None or total.number is None or not _above_the_indicators(head, found):
        return
    scores = all_scores(found)
    whole = total_of(scores) if not unusable(scores) else None
    said = [number for number in (total.number, whole) if number is not None]
    if any(measures.round_half_up(number, head.reading.decimals) == head.number for number in said):
        return
    message = f"{head.label} {figure(head.number, Type.SCORE)}，与总分的得分 {figure(total.number, Type.SCORE)}不一致"
    primary = whole is None or not _a_score_is_wrong(found, head.number - whole, context)
    yield Hit(message, head, total.number, tolerance=EXACT, related=[total], primary=primary)


def _above_the_indicators(value: Value, found: FormReturn) -> bool:
    """Whether a value stands in the form's head, and is not what the total row says under that name."""
    rows = [indicator.entry.row for indicator in indicators(found)]
    return (
        bool(rows) and value.place.row < min(rows) and value.place.row != found.value("总分.得分").place.row
    )


def _of_everything(found: FormReturn, one: Sum) -> bool:
    """Whether a sum above the total is that of everything, budget execution included."""
    whole = {"分值": all_weights(found), "得分": all_scores(found)}.get(one.column, [])
    total = total_of(whole)
    return total is not None and abs(total - one.stated) <= EXACT


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
    if total_of_list_only(found, context):
        yield from _of_list_only(found, weight_cell, score_cell, context)
        return
    if weight_cell.place.row:
        yield from _total_weight(weight_cell, weights, context.number("总分"))
    yield from _total_score(found, score_cell, context)


def _of_list_only(
    found: FormReturn, weight_cell: Value, score_cell: Value, context: Context
) -> Iterator[Hit]:
    """One warning for a total row that sums up its list only, whose score is then compared with that of the list."""
    weight, score = execution(found)
    scores, whole = all_scores(found), total_of(all_weights(found))
    message = (
        f"总分行的分值 {figure(weight_cell.number, Type.SCORE)}只是各指标的合计，没有含{EXECUTION}"
        f"（分值 {figure(weight.number, Type.SCORE)}，得分 {figure(score.number, Type.SCORE)}）"
    )
    fix = f"请在总分行的分值和得分中都加上{EXECUTION}。"
    related = [score_cell, weight, score]
    yield Hit(message, weight_cell, whole, level=Level.WARNING, tolerance=EXACT, related=related, fix=fix)
    listed = total_of(scores[1:])
    if listed is not None:
        yield from _differs(found, score_cell, listed, scores[1:], context)


def _total_weight(cell: Value, weights: Sequence[Value], full: Decimal) -> Iterator[Hit]:
    """Weights that do not make 100 themselves are the affair of ZP-07."""
    total = total_of(weights)
    if unusable([cell]):
        yield from lacking("总分值", cell)
    elif cell.number is not None and total is not None and abs(total - full) <= EXACT:
        message = (
            f"总分的分值 {figure(cell.number, Type.SCORE)}，各项分值合计应为 {figure(total, Type.SCORE)}"
        )
        hit = mismatch(cell, total, lambda: message, weights)
        if hit:
            yield hit


def _total_score(found: FormReturn, cell: Value, context: Context) -> Iterator[Hit]:
    scores = all_scores(found)
    total = _with_blank_execution(total_of(scores), cell, found, context)
    doubts = list(unread(found, "得分", "总得分"))
    if doubts:
        yield from doubts
    elif total is None or unusable([cell]):
        yield from lacking("总得分", cell, *scores)
    elif not cell.place.row or not_found(scores[1:] if _execution_unscored(found, context) else scores):
        yield from _scores_not_read(found, cell, scores, context)
    elif cell.number is None:
        yield from _no_total_score(found, cell, total, scores, context)
    elif _only_number(found) and total_of(all_weights(found)) == cell.number != total:
        yield _may_be_meant(cell, total, scores)
    else:
        yield from _differs(found, cell, total, scores, context)


def _only_number(found: FormReturn) -> bool:
    """Whether a total row has no weights beside its score, so that its one number may be either."""
    return not found.value("总分.分值").place.row and "总分.得分" not in found.form.fields


def _with_blank_execution(
    total: Decimal | None, cell: Value, found: FormReturn, context: Context
) -> Decimal | None:
    """The sum of the scores, with what a blank score of budget execution should be (XM-07) unless the total lacks it too."""
    missing = None if total is None or cell.number == total else blank_score_due(found, context)
    return total if total is None or missing is None else total + missing


def _execution_unscored(found: FormReturn, context: Context) -> bool:
    """Whether a form has no score for budget execution, as the weights of its indicators alone make up the whole."""
    weight, score = execution(found)
    if weight.place.row or score.place.row:
        return False
    return total_of(all_weights(found)[1:]) == context.number("总分")


def _differs(
    found: FormReturn, cell: Value, total: Decimal, scores: Sequence[Value], context: Context
) -> Iterator[Hit]:
    if cell.number is None:
        return
    message = f"总得分 {figure(cell.number, Type.SCORE)}，各项得分合计应为 {figure(total, Type.SCORE)}"
    hit = mismatch(cell, total, lambda: message, scores)
    if hit:
        hit.primary = not _a_score_is_wrong(found, cell.number - total, context)
        yield hit


def _scores_not_read(
    found: FormReturn, cell: Value, scores: Sequence[Value], context: Context
) -> Iterator[Hit]:
    """A total of which parts were not found; nothing is said where it is right without budget execution, or with
    what that is due by its amounts, or would be so but for a wrong score.
    """
    what, total, rate = not_found(scores), total_of(scores), execution_rate_of(found)
    due = Decimal(0) if rate is None else measures.rate_score(rate, context.number("执行率分值"))
    rest = cell.number - total if cell.number is not None and total is not None else None
    if what == EXECUTION and rest is not None:
        gaps = rest, rest - due
        if min(map(abs, gaps)) <= EXACT or any(_a_score_is_wrong(found, gap, context) for gap in gaps):
            return
    message = f"没有读到{what or '总分'}的得分，不能判断总得分是否正确"
    related = [score for score in scores if score.place.row]
    at = cell if cell.place.row else found.value("总分.分值")
    yield Hit(message, at, level=Level.UNDECIDED, related=related, primary=not told_missing(found))


def _a_score_is_wrong(found: FormReturn, gap: Decimal, context: Context) -> bool:
    """Whether the total is right once a score, or a weight, is what it should be: then that is what is wrong."""
    if any(abs(gap - measures.round_half_up(off, 2)) <= EXACT for off in _gaps(found, context)):
        return True
    return any(least - EXACT <= gap <= most + EXACT for least, most in _off_their_bands(found))


def _gaps(found: FormReturn, context: Context) -> set[Decimal]:
    """By how much the total is more than the sum of the scores if these are what the figures give.

    The score of budget execution is corrected or not: what it is computed from may be what is wrong.
    """
    execution_off, off = _execution_off(found, context), scores_off(found, range(len(ratings(found))))
    gaps = {off, execution_off, off + execution_off, *weight_gaps(found, context)}
    for rating in ratings(found):
        mended = mended_weight(found, rating.members[0].weight, context) if rating.alone else None
        due = None if mended is None else due_score(rating.members[0], mended)
        if due is not None and rating.score is not None:
            gaps.add(due - rating.score)
        gaps.update(_off_either_way(rating, context))
    return gaps - {Decimal(0)}


def _off_either_way(rating: Rating, context: Context) -> Iterator[Decimal]:
    """By how much a score that no direction of its target bears out is less than each of them gives."""
    full, score = rating.weight, rating.score
    if rating.alone and full is not None and score is not None:
        wrong = either_way(rating.members[0], full, score, context)
        if wrong and wrong.level is None and isinstance(wrong.computed, Decimal):
            yield from (full - score, wrong.computed - score)


def _execution_off(found: FormReturn, context: Context) -> Decimal:
    """By how much the score of budget execution is less than its rate gives."""
    weight, score = execution(found)
    full = weight.number if weight.place.row else weight_without_cell(found, context)
    rate = execution_rate_of(found)
    if rate is None or full is None or full < 0:
        return Decimal(0)
    due = measures.rate_score(rate, full)
    if score.number is None:
        return due if score.blank else Decimal(0)
    return Decimal(0) if compare(score.type, score.reading, due)[0] is Outcome.EQUAL else due - score.number


def scores_off(found: FormReturn, which: Iterable[int]) -> Decimal:
    """By how much the scores of some ratings (by number) are less than target, actual and weight give."""
    gap = Decimal(0)
    for rating in (ratings(found)[number] for number in which):
        due = due_of(rating)
        if due is None or unusable(rating.scores):
            continue
        score = total_of(rating.scores) or Decimal(0)
        one = rating.scores[0] if len(rating.scores) == 1 and rating.score is not None else None
        equal = compare(one.type, one.reading, due)[0] is Outcome.EQUAL if one else score == due
        gap += 0 if equal else due - score
    return gap


def _off_their_bands(found: FormReturn) -> Iterator[tuple[Decimal, Decimal]]:
    """By how much, at least and at most, each score outside the band of its words is less than it should be."""
    for rating in ratings(found):
        band = band_of(rating.members[0]) if rating.alone else None
        weight, score = rating.weight, rating.score
        if band is not None and weight and score is not None and not band.holds(score * 100 / weight):
            yield weight * band.low / 100 - score, weight * band.high / 100 - score


def _no_total_score(
    found: FormReturn, cell: Value, total: Decimal, scores: Sequence[Value], context: Context
) -> Iterator[Hit]:
    """A total row with one number only leaves open what that is; of a form without weights it is the total score."""
    numbers = found.totals.get(LIST, [])
    only = numbers[0] if len(numbers) == 1 else None
    if only is not None and only.number is not None:
        same = abs(only.number - total) <= EXACT
        if not found.value("总分.分值").place.row and (same or only.number != context.number("总分")):
            yield from _differs(found, only, total, scores, context)
            return
        if not same:
            yield _may_be_meant(only, total, [cell, *scores])
            return
    message = f"总得分未填写，各项得分合计应为 {figure(total, Type.SCORE)}"
    yield Hit(message, cell, total, stated="", level=Level.WARNING, related=scores)


def _may_be_meant(only: Value, total: Decimal, related: Sequence[Value]) -> Hit:
    """The one number of a total row, which is wrong if it is meant as the total score."""
    stated = figure(only.number or Decimal(0), Type.SCORE)
    message = (
        f"总分行只有一个数 {stated}，总得分未单独填写；"
        f"各项得分合计为 {figure(total, Type.SCORE)}，若该数指得分则不符"
    )
    return Hit(message, only, total, level=Level.WARNING, tolerance=EXACT, related=related)
