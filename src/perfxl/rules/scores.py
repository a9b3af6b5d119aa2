"""ZP-09, 14, 17, 18, 28: the scores of the self-evaluation forms. What they add up to is for total_score."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from msgspec.structs import replace

from perfxl import measures
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.money import WAN
from perfxl.returns.targets import IndicatorValue, ValueKind
from perfxl.returns.value import Value
from perfxl.rules.amounts import money_of
from perfxl.rules.budget_execution import EXECUTION, execution, execution_amounts, execution_rate_of
from perfxl.rules.coefficients import unlike_coefficient
from perfxl.rules.context import (
    Context,
    Outcome,
    compare,
    figure,
    lacking,
    mismatch,
    percent,
    unusable,
    with_figure,
)
from perfxl.rules.indicators import Indicator, absent, reached_percent, undecided_value
from perfxl.rules.mended import Figures, number_in, score_fits
from perfxl.rules.missed import only_just, part_missed, unearned
from perfxl.rules.ratings import (
    ANY_WEIGHT,
    FAR,
    Rating,
    band_of,
    deduction_usual,
    due_score,
    merged_above_weight,
    merged_recomputed,
    ratings,
    total_of,
)
from perfxl.rules.reasons import explained, fix_with_reason
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.scales import below_promised, occurred, other_grade, scale_of, step_of
from perfxl.rules.undirected import either_way
from perfxl.rules.undone import not_done
from perfxl.rules.weights import all_scores, all_weights, mended_weight

_WHOLE = Decimal(100)
"""A rate of execution, in percent, at which everything was spent."""
_LOW_IS_GOOD = pattern("风险|成本|负担|难度|能耗|干扰|影响(?!力)|依赖")


@form_rule("ZP-09", *SELF_EVALUATIONS)
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
            holds = partial(score_fits, score, weight)
            yield Hit(message, score, weight.number, related=[weight], primary=primary, holds=holds)
        elif score.number < 0:
            message = f"“{name}”得分 {figure(score.number, Type.SCORE)}，为负数"
            yield Hit(message, score, Decimal(0), related=[weight], holds=partial(score_fits, score, weight))


@form_rule("ZP-14", *SELF_EVALUATIONS)
def score_recomputed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A quantitative indicator's score is not what target, actual and weight give."""
    full = _all_full_marks(found, context)
    for rating in ratings(found):
        if full:
            yield from (hit for member in rating.members if (hit := _not_reached(member)) is not None)
            continue
        if not rating.alone:
            yield from merged_recomputed(rating, found, context)
            continue
        indicator = rating.members[0]
        weight, stated = indicator.weight, indicator.score
        if weight.number is None or weight.number < 0 or stated.number is None:
            if unusable([weight, stated]) and due_score(indicator, ANY_WEIGHT) is not None:
                yield from lacking(f"“{indicator.title}”的得分", stated, weight)
            continue
        open_question = undecided_value(indicator, "得分")
        due = due_score(indicator, weight.number)
        if due is None:
            year = _year_of(found, context)
            hit = open_question or either_way(indicator, weight.number, stated.number, context)
            hit = hit or unearned(indicator, weight.number, stated.number, year)
        else:
            hit = _score_differs(found, indicator, due, stated.number, context) or only_just(indicator)
            if hit is None and stated.number == weight.number:
                hit = part_missed(indicator)
        if hit:
            hit.primary = hit.primary and not _weight_is_wrong(found, indicator, stated, context)
        hit = hit or unlike_coefficient(indicator, found, context)
        if hit:
            yield hit


def _year_of(found: FormReturn, context: Context) -> int | None:
    """The year that times without one are of; None where the form states another one than the return."""
    year = context.ret.year
    return year if found.year in (None, year) else None


def _all_full_marks(found: FormReturn, context: Context) -> bool:
    """Whether the scores of a form without weights make up the whole, so that each of them is full marks.

    Where not everything was spent, execution cannot have earned its own: then its score is what is wrong.
    """
    rate = execution_rate_of(found)
    if any(weight.place.row for weight in all_weights(found)[1:]) or (rate is not None and rate < _WHOLE):
        return False
    scores = all_scores(found)
    return all(score.number is not None for score in scores[1:]) and total_of(scores) == context.number(
        "总分"
    )


def _not_reached(indicator: Indicator) -> Hit | None:
    """A hit for full marks, of a weight that the form does not state, in spite of a target that was missed."""
    full = indicator.score.number
    due = due_score(indicator, full) if full else None
    if full is None or due is None or due >= full:
        return None
    message = (
        f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，没有达到指标值；"
        "各项得分合计为满分，即本项自评为满分"
    )
    fix = "请核对完成值和得分；确实没有达到指标值的，请扣减得分并说明原因。"
    related = [indicator.target_cell, indicator.actual_cell]
    return Hit(message, indicator.score, level=Level.WARNING, related=related, fix=fix)


def _weight_is_wrong(found: FormReturn, indicator: Indicator, stated: Value, context: Context) -> bool:
    """Whether the score is right for the weight that the sum of weights lacks: then that is what there is to say."""
    mended = mended_weight(found, indicator.weight, context)
    due = None if mended is None else due_score(indicator, mended)
    return due is not None and compare(stated.type, stated.reading, due)[0] is Outcome.EQUAL


def _score_differs(
    found: FormReturn, indicator: Indicator, due: Decimal, stated: Decimal, context: Context
) -> Hit | None:
    """A unit that gives itself less and says why is only asked; far from the target a deduction may be the rule."""
    if stated < due and deduction_usual(indicator, context):
        return None

    def message() -> str:
        return (
            f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，"
            f"应得 {figure(due, Type.SCORE)}，自评 {figure(stated, Type.SCORE)}"
        )

    related = [indicator.target_cell, indicator.actual_cell, indicator.weight]
    hit = mismatch(indicator.score, due, message, related)
    if hit is None:
        return None
    hit.holds = partial(_would_be_due, indicator)
    if hit.level is Level.INFO:  # what is said of a score out of its bounds, as ZP-09 does, is graver
        hit.primary = score_fits(indicator.score, indicator.weight, {})
    if explained(indicator, found):
        if 0 <= stated < due:
            hit.level = hit.level or Level.WARNING
    elif indicator.weight.number is not None and due < indicator.weight.number:
        hit.fix = fix_with_reason("ZP-14", [indicator], found)
    return hit


def _would_be_due(indicator: Indicator, figures: Figures) -> bool:
    """Whether a score is the one that is due with other figures in the cells of the indicator."""
    target, actual = (
        _stating(value, figures.get(cell.place))
        for value, cell in (
            (indicator.target, indicator.target_cell),
            (indicator.actual, indicator.actual_cell),
        )
    )
    score, weight = with_figure(indicator.score, figures), number_in(indicator.weight, figures)
    if score.number is None or weight is None or weight < 0:
        return False
    due = measures.score(target, actual, weight, indicator.reverse)
    return due is not None and compare(score.type, score.reading, due)[0] is not Outcome.DIFFERENT


def _stating(value: IndicatorValue, number: Decimal | None) -> IndicatorValue:
    """A target or an actual with another number, of money in 万元."""
    if number is None:
        return value
    return replace(value, number=number, unit=value.unit if money_of(value) is None else WAN)


@form_rule("ZP-17", *SELF_EVALUATIONS)
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


@form_rule("ZP-18", *SELF_EVALUATIONS)
def qualitative_band(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A qualitative indicator's score lies outside the band of what the actual says was reached."""
    for indicator in (rating.members[0] for rating in ratings(found) if rating.alone):
        band = band_of(indicator)
        if band is None:
            in_words = indicator.actual.kind is ValueKind.TEXT
            low = _low_step(indicator, _year_of(found, context)) if in_words else None
            if low:
                yield low
            continue
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
            due = {score.place: weight.number} if band.high == 100 else {}
            holds = partial(_in_band, band, score, weight)
            fix = fix_with_reason("ZP-18", [indicator], found, "得分低于分值的")
            related = [weight, indicator.actual_cell]
            yield Hit(message, score, related=related, remedies=due, holds=holds, fix=fix)


def _in_band(band: measures.Band, score: Value, weight: Value, figures: Figures) -> bool:
    """Whether a score's share of the weight is in a band with other figures in some cells."""
    earned, full = number_in(score, figures), number_in(weight, figures)
    return earned is not None and full is not None and full > 0 and band.holds(earned * 100 / full)


def _low_step(indicator: Indicator, year: int | None) -> Hit | None:
    """Full marks for the worst step of the scale that is the target, for a lower one than the step that is, or undone."""
    weight, score = indicator.weight, indicator.score
    if not weight.number or score.number is None or score.number < weight.number:
        return None
    target, actual = indicator.target_cell.text, indicator.actual_cell.text
    scale, in_words = scale_of(target), indicator.target.kind is ValueKind.TEXT
    if scale:
        what = f"是“{target}”中最低的一档" if step_of(scale, actual) == scale[-1] else ""
    else:
        missed = (
            occurred(actual)
            if absent(target)
            else in_words and below_promised(target, actual, indicator.name)
        )
        missed = missed or not_done(indicator.target, actual, year)
        what = f"没有达到指标值“{target}”" if missed else ""
    if not what and in_words and not indicator.unwanted and other_grade(target, actual, indicator.name):
        message = (
            f"“{indicator.title}”指标值“{target}”，完成值“{actual}”，看不出哪个等级更高，不能判断是否应得满分"
        )
        return Hit(
            message, score, level=Level.UNDECIDED, related=[indicator.actual_cell, indicator.target_cell]
        )
    if not what or ((scale[-1:] == "低" or step_of("高中低", actual) == "低") and _low_is_good(indicator)):
        return None
    message = f"“{indicator.title}”完成情况“{actual}”，{what}，自评为满分"
    return Hit(message, score, related=[weight, indicator.actual_cell, indicator.target_cell])


def _low_is_good(indicator: Indicator) -> bool:
    """Whether low is the best step, as of less of what is unwanted."""
    return indicator.unwanted or bool(_LOW_IS_GOOD.search(indicator.name))


@form_rule("ZP-28", *SELF_EVALUATIONS)
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
