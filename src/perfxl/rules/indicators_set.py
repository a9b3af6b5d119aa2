"""ZP: what the indicators of a form say taken together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.measures import rate_score
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.returns.targets import ValueKind, actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution, execution_rate_of
from perfxl.rules.context import Context, Outcome, compare, figure, lacking, sum_holds, unusable
from perfxl.rules.first_levels import groups
from perfxl.rules.indicators import (
    BENEFIT,
    COST,
    OUTPUT,
    QUALITY,
    QUANTITY,
    SATISFACTION,
    TIMELINESS,
    Indicator,
    absent,
    category_of,
    indicators,
    nothing_filled_in,
)
from perfxl.rules.prescribed_weights import prescriptions
from perfxl.rules.ratings import merged_unexplained, ratings, total_of, whole_of
from perfxl.rules.reasons import explained
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.scales import occurred
from perfxl.rules.unscored import unscored_and_missed
from perfxl.rules.weights import mended_weight
from perfxl.rules.wording import short

_AT_ONCE = 3
"""As many indicators that lack the same are told at once: a column was left out."""


@form_rule("ZP-10", *SELF_EVALUATIONS)
def indicator_complete(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Indicators with a target but no weight or score, or with a weight but no target or actual.

    Of a column that the form does not have nothing can be missing.
    """
    lacking_same: dict[tuple[str, ...], list[tuple[Indicator, list[Value]]]] = {}
    told: set[Place] = set()
    for indicator in indicators(found):
        lacks = [(name, value) for name, value in _lacks(indicator) if value.place not in told]
        told.update(value.place for _, value in lacks)  # a merged cell is empty for all its rows
        if lacks:
            names = tuple(name for name, _ in lacks)
            lacking_same.setdefault(names, []).append((indicator, [value for _, value in lacks]))
    for names, several in lacking_same.items():
        for members in [several] if len(several) >= _AT_ONCE else [[one] for one in several]:
            (first, _), cells = members[0], [value for _, values in members for value in values]
            count = f"等 {len(members)} 个指标" if len(members) > 1 else ""
            yield Hit(f"“{first.title}”{count}未填写{'、'.join(names)}", cells[0], related=cells[1:])


def _lacks(indicator: Indicator) -> Iterator[tuple[str, Value]]:
    """The cells that the unit left empty, with what they are called."""
    target, actual = (_filled(indicator, cell) for cell in (indicator.target_cell, indicator.actual_cell))
    target = target or (absent(indicator.target_cell.text) and occurred(indicator.actual_cell.text))
    has_weight = not indicator.weight.blank and indicator.weight.number != 0
    if target and indicator.weight.blank and indicator.weight.place.row:
        yield "分值", indicator.weight
    if (target or has_weight) and indicator.score.blank and indicator.score.place.row:
        yield "得分", indicator.score
    if has_weight and not target and indicator.target_cell.place.row:
        yield "指标值", indicator.target_cell
    if (has_weight or target) and not actual and indicator.actual_cell.place.row:
        yield "完成值", indicator.actual_cell


def _filled(indicator: Indicator, cell: Value) -> bool:
    """Whether a target or actual is stated, if only by a formula: 无 is, for what should not happen."""
    return (
        bool(cell.indicator.doubtful)
        or not says_nothing(cell.text)
        or (absent(cell.text) and indicator.unwanted)
    )


@form_rule("ZP-12", *SELF_EVALUATIONS)
def categories_present(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A first-level category without any indicator; undecided where labels of another kind may stand for it."""
    members = indicators(found)
    nothing = nothing_filled_in(found)
    if nothing:
        yield nothing
    if not any(member.first_label.place.row for member in members):
        return  # nothing in use, or a form that does not part its indicators into categories
    present = {category for member in members for category in (member.first, category_of(member.second))}
    present |= {SATISFACTION for member in members if member.satisfaction or "满意" in member.name}
    wanted = _wanted(context)
    usual = {*wanted, OUTPUT, BENEFIT, SATISFACTION, COST}
    unknown = next((m.first_label for m in members if m.first not in usual and m.first_label.text), None)
    for name in wanted:
        if name in present:
            continue
        label = next((group.label for group in groups(found) if group.category == name), None)
        if unknown is not None:
            message = f"一级指标“{_flat(unknown.text)}”不属于{'、'.join(wanted)}，不能判断是否缺少{name}指标"
            yield Hit(message, unknown, level=Level.UNDECIDED)
        else:
            yield Hit(f"缺少{name}指标", label or found.place)


def _wanted(context: Context) -> list[str]:
    """The first-level categories that every practice in use has; where none is laid down, the usual three."""
    practices = prescriptions(context)
    wanted = [name for name in practices[0] if all(name in practice for practice in practices)]
    return wanted or [OUTPUT, BENEFIT, SATISFACTION]


def _flat(text: str) -> str:
    return " ".join(text.split())


@form_rule("ZP-13", *SELF_EVALUATIONS)
def output_categories(found: FormReturn, context: Context) -> Iterator[Hit]:
    """No indicator of quantity, quality, timeliness or cost."""
    members = indicators(found)
    outputs = [member for member in members if member.first == OUTPUT]
    if not outputs or not all(member.second for member in outputs):
        return  # second-level labels of another kind say nothing of these four
    present = {member.second for member in members} | {member.first for member in members}
    label = next((group.label for group in groups(found) if group.category == OUTPUT), outputs[0].first_label)
    for name in (QUANTITY, QUALITY, TIMELINESS, COST):
        if name not in present:
            yield Hit(f"产出指标未设{name}指标", label.place)


@form_rule("ZP-15", *SELF_EVALUATIONS)
def deductions_explained(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score below its weight, or on a form without scores a target that was missed, without a reason."""
    for rating in ratings(found):
        if not rating.alone:
            yield from merged_unexplained(rating, found)
            continue
        indicator = rating.members[0]
        if missed := unscored_and_missed(indicator, found, context):
            yield missed
        weight, score = indicator.weight, indicator.score
        if weight.number is None or score.number is None:
            if unusable([weight, score]):
                yield from lacking(f"“{indicator.title}”是否须说明偏差原因", score, weight)
        elif (
            score.number < weight.number
            and "原因" in indicator.entry.values
            and not explained(indicator, found)
        ):
            message = (
                f"“{indicator.title}”得分 {figure(score.number, Type.SCORE)}，低于分值 "
                f"{figure(weight.number, Type.SCORE)}，未填偏差原因及改进措施"
            )
            full = mended_weight(found, weight, context)
            primary = full is None or score.number != full  # else the weight is at fault
            holds = partial(sum_holds, score, [weight])
            yield Hit(message, indicator.entry["原因"], related=[score, weight], primary=primary, holds=holds)


@form_rule("ZP-22", *SELF_EVALUATIONS)
def targets_differ(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The same target in several rows under different second-level categories."""
    rows: dict[str, list[Indicator]] = {}
    for indicator in indicators(found):
        target = indicator.target
        if target.kind is ValueKind.PERCENT or says_nothing(indicator.target_cell.text):
            continue  # shares such as 100 % repeat naturally
        rows.setdefault(compact(indicator.target_cell.text), []).append(indicator)
    for text, members in rows.items():
        if (
            len(members) >= int(context.parameter("雷同行数"))
            and len({member.second for member in members}) > 1
        ):
            second = (member.entry.values.get("二级指标") for member in members)
            kinds = dict.fromkeys(_flat(label.text) for label in second if label is not None)
            message = f"{len(members)} 个指标的指标值同为“{short(text)}”，分属{'、'.join(filter(None, kinds))}，指标值雷同"
            cells = [member.target_cell for member in members]
            yield Hit(message, cells[0], related=cells[1:])


@form_rule("ZP-23", *SELF_EVALUATIONS)
def all_full_marks(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Full marks everywhere, and every target that can be compared was reached: look at the proof."""
    members = indicators(found)
    weight, score = execution(found)
    rated = [(whole_of(rating.weights), whole_of(rating.scores)) for rating in ratings(found)]
    values = [weight, score, *(cell for member in members for cell in (member.weight, member.score))]
    if len(members) < 2:
        return
    broken = unusable(values)
    if broken:
        yield from lacking("是否全部满分", *broken)
        return
    full = total_of([score, *(member.score for member in members)])
    if full != context.number("总分") or any(w != s for w, s in [(weight.number, score.number), *rated]):
        return
    if all(_as_planned(member) for member in members) and _executed_in_full(found):
        total = found.value("总分.得分")
        at = total if total.place.row and total.number is not None else found.place
        yield Hit("全部指标完成、全部满分", at)


def _executed_in_full(found: FormReturn) -> bool:
    """Whether the full score of budget execution follows from its rate, as far as that is known."""
    weight, score = execution(found)
    rate = execution_rate_of(found)
    if rate is None or weight.number is None or weight.number < 0:
        return True
    return compare(score.type, score.reading, rate_score(rate, weight.number))[0] is Outcome.EQUAL


def _as_planned(indicator: Indicator) -> bool:
    """Whether the target is reached, as far as that can be compared."""
    target, number = indicator.target.number, actual_in_unit_of(indicator.target, indicator.actual)
    if target is None or number is None or indicator.direction_open:
        return True
    return number <= target if indicator.reverse else number >= target
