"""JF-01, 03, 04: the scoring table (计分表), its full marks, scores and scoring explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.model import Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.returns.model import FormReturn
from perfxl.rules.context import EXACT, Context, figure, lacking, unusable
from perfxl.rules.full_marks import sum_of_marks
from perfxl.rules.indicators import LIST
from perfxl.rules.mended import Figures, number_in
from perfxl.rules.points_text import full_points
from perfxl.rules.ratings import distinct, total_of, whole_of
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.scoring_lines import Line, lines
from perfxl.rules.subtotals import subtotal_hits, unlike_sums


def judged(found: FormReturn) -> Sequence[Line]:
    """The indicators whose scores can be judged: none on a form that need not be handed in and has no score at all."""
    everything = lines(found)
    unused = found.form.optional and all(line.score.blank for line in everything)
    return [] if unused else everything


@form_rule("JF-01", SCORING_TABLE)
def subtotals_agree(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A subtotal inside the table is not the sum of its rows; of the total a formula says so."""
    yield from subtotal_hits(found, LIST)


@form_rule("JF-03", SCORING_TABLE)
def score_within_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score above its full marks or below zero; single scores left empty are said once."""
    blank = []
    everything = judged(found)
    yield from _merged_within_weight([line for line in everything if line.shared])
    as_added = _as_added(found, everything)
    for line in (line for line in everything if not line.shared):
        score, weight = line.score, line.weight
        if unusable([score]):
            yield from lacking(f"{line.name}自评分是否超过分值", score)
        elif score.number is None:
            blank.append(line)
        elif score.number < 0:
            message = f"{line.name}自评分 {figure(score.number, Type.SCORE)}，为负数"
            holds = partial(_fits, line)
            yield Hit(message, score, Decimal(0), related=[line.label], remedies=as_added, holds=holds)
        elif weight is None:
            message = f"{line.name}没有标明分值，不能判断自评分是否超过分值"
            yield Hit(message, score, level=Level.UNDECIDED, related=[line.label], primary=False)
        elif score.number > weight:
            message = (
                f"{line.name}自评分 {figure(score.number, Type.SCORE)}，大于分值 {figure(weight, Type.SCORE)}"
            )
            holds = partial(_fits, line)
            yield Hit(message, score, weight, related=[line.weight_at], remedies=as_added, holds=holds)
    if blank:
        names = "、".join(line.name for line in blank[:3]) + (f"等 {len(blank)} 项" if len(blank) > 3 else "")
        message = f"{names}未填自评分，不能判断得分是否在 0 与分值之间"
        yield Hit(message, blank[0].score, level=Level.UNDECIDED, related=[line.score for line in blank[1:]])


def _fits(line: Line, figures: Figures) -> bool:
    """Whether a score is within its bounds with other figures in some cells."""
    score, weight = number_in(line.score, figures), figures.get(line.weight_at.place, line.weight)
    return score is not None and score >= 0 and (weight is None or score <= weight)


def _as_added(found: FormReturn, everything: Sequence[Line]) -> dict[Place, Decimal]:
    """The scores that the total, or a subtotal, was added up with in place of those that are out of bounds.

    None where no scores within their bounds give what is stated.
    """
    total, scores = found.value("总分.得分").number, distinct([line.score for line in everything])
    whole = total_of(scores)
    gaps = [one.gap for one in unlike_sums(found, LIST) if one.column == "得分"]
    if total is not None and whole is not None and total != whole:
        gaps.insert(0, total - whole)
    if not gaps:
        return {}
    gap, mended = gaps[0], {}
    beyond = [
        (line.score, line.score.number, line.weight)
        for line in everything
        if line.weight is not None
        and line.score.number is not None
        and not 0 <= line.score.number <= line.weight
    ]
    for cell, score, weight in beyond:  # to the nearest bound, and from there as far as the sum is still off
        mended[cell.place] = _bounded(score, weight)
        gap += score - mended[cell.place]
    for cell, _, weight in beyond:
        nearest = mended[cell.place]
        mended[cell.place] = _bounded(nearest + gap, weight)
        gap += nearest - mended[cell.place]
    return {} if gap else mended


def _bounded(score: Decimal, weight: Decimal) -> Decimal:
    return min(max(score, Decimal(0)), weight)


def _merged_within_weight(merged: Sequence[Line]) -> Iterator[Hit]:
    """JF-03 for indicators whose score or full marks stand in a merged cell: the sums are compared."""
    groups: list[list[Line]] = []
    for line in merged:
        before = groups[-1][-1] if groups else None
        if before and (
            line.score.place == before.score.place or line.weight_at.place == before.weight_at.place
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        scores, weight = distinct([line.score for line in group]), sum_of_marks(group)
        score = whole_of(scores)
        name = f"{group[0].name}等 {len(group)} 个指标"
        if score is None or weight is None:
            yield from lacking(f"{name}自评分是否超过分值", *scores)
        elif score > weight:
            message = f"{name}自评分 {figure(score, Type.SCORE)}，大于分值 {figure(weight, Type.SCORE)}"
            yield Hit(message, scores[0], weight, related=[line.weight_at for line in group])


@form_rule("JF-04", SCORING_TABLE)
def points_make_the_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The points of the scoring explanation do not make the indicator's full marks."""
    for line in lines(found):
        if line.points is None or line.shared:
            continue
        points = full_points(line.points.text)
        if points is None:
            continue
        weight = line.weight
        if weight is None:
            message = f"{line.name}没有标明分值，不能判断与评分说明是否一致"
            yield Hit(message, line.label, level=Level.UNDECIDED, related=[line.points], primary=False)
        elif abs(points - weight) > EXACT:
            message = f"{line.name}评分说明的满分 {figure(points, Type.SCORE)}，与分值 {figure(weight, Type.SCORE)}不一致"
            if line.score.number is not None and points < line.score.number:
                message += f"，自评 {figure(line.score.number, Type.SCORE)}超过说明的满分"
            related = [line.points, line.score]
            stated = decimal_text(weight)
            yield Hit(message, line.weight_at, points, stated, weight - points, EXACT, related=related)
