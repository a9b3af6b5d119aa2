"""ZP: what the indicators of a form say taken together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn
from perfxl.returns.targets import ValueKind, actual_in_unit_of
from perfxl.rules.context import Context, figure, lacking, unusable
from perfxl.rules.indicators import (
    COST,
    FORMS,
    OUTPUT,
    QUALITY,
    QUANTITY,
    TIMELINESS,
    Indicator,
    groups,
    indicators,
    says_nothing,
)
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.scores import execution


@form_rule("ZP-13", *FORMS)
def output_categories(found: FormReturn, context: Context) -> Iterator[Hit]:
    """No indicator of quantity, quality, timeliness or cost."""
    members = indicators(found)
    if not any(member.first == OUTPUT for member in members):
        return
    present = {member.second for member in members} | {member.first for member in members}
    label = next((group.label for group in groups(found) if group.category == OUTPUT), members[0].first_label)
    for name in (QUANTITY, QUALITY, TIMELINESS, COST):
        if name not in present:
            yield Hit(f"产出指标未设{name}指标", label.place)


@form_rule("ZP-15", *FORMS)
def deductions_explained(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score below its weight without a reason."""
    for indicator in indicators(found):
        weight, score = indicator.weight, indicator.score
        if weight.number is None or score.number is None:
            if unusable([weight, score]):
                yield from lacking(f"“{indicator.title}”是否须说明偏差原因", score, weight)
        elif score.number < weight.number and not indicator.reason:
            message = (
                f"“{indicator.title}”得分 {figure(score.number, Type.SCORE)}，低于分值 "
                f"{figure(weight.number, Type.SCORE)}，未填偏差原因及改进措施"
            )
            reason = indicator.entry.values.get("原因")
            yield Hit(message, reason if reason is not None else score, related=[score, weight])


@form_rule("ZP-22", *FORMS)
def targets_differ(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The same target in several rows under different second-level categories."""
    rows: dict[str, list[Indicator]] = {}
    for indicator in indicators(found):
        target = indicator.target
        if target.kind is ValueKind.PERCENT or says_nothing(indicator.target_cell.text):
            continue  # shares such as 100 % repeat naturally
        rows.setdefault(compact(indicator.target_cell.text), []).append(indicator)
    for text, members in rows.items():
        if len(members) >= int(context.parameter("雷同行数")) and len({member.second for member in members}) > 1:
            message = f"{len(members)} 个指标的指标值同为“{text[:20]}”，质量、时效、效益指标值与数量指标雷同"
            cells = [member.target_cell for member in members]
            yield Hit(message, cells[0], related=cells[1:])


@form_rule("ZP-23", *FORMS)
def all_full_marks(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Every indicator that can be compared is exactly as planned or better rewarded with full marks: look at proof."""
    members = indicators(found)
    weight, score = execution(found)
    pairs = [(weight, score), *((member.weight, member.score) for member in members)]
    if len(members) < 2:
        return
    if any(w.number is None or s.number is None for w, s in pairs):
        broken = unusable([value for pair in pairs for value in pair])
        if broken:
            yield from lacking("是否全部满分", *broken)
        return
    full = sum((score.number for _, score in pairs if score.number is not None), Decimal(0))
    if full != context.number("总分"):
        return
    if all(w.number == s.number for w, s in pairs) and all(_as_planned(member) for member in members):
        total = found.value("总分.得分")
        at = total if total.place.row and total.number is not None else found.place
        yield Hit("全部指标完成、全部满分，请核实佐证材料", at)


def _as_planned(indicator: Indicator) -> bool:
    """Whether the target is met, as far as that can be compared."""
    target, actual = indicator.target, indicator.actual
    number = actual_in_unit_of(target, actual)
    if target.number is None or number is None:
        return True
    return number <= target.number if indicator.reverse else number >= target.number
