"""ZP: weights, scores and totals of the self-evaluation forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl import measures
from perfxl.finding import Level, decimal_text
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn, Value
from perfxl.returns.targets import ValueKind
from perfxl.rules.context import EXACT, Context, figure, lacking, mismatch, percent, unusable
from perfxl.rules.indicators import (
    BENEFIT,
    FORMS,
    LIST,
    OUTPUT,
    SATISFACTION,
    Group,
    Indicator,
    groups,
    indicators,
    reached_percent,
    says_nothing,
)
from perfxl.rules.registry import Hit, form_rule


def execution(found: FormReturn) -> tuple[Value, Value]:
    """Weight and score of budget execution, under the name that the form gives them."""
    prefix = "执行" if "执行分值" in found.form.names else "年度资金总额."
    return found.value(f"{prefix}分值"), found.value(f"{prefix}得分")


def execution_rate_of(found: FormReturn) -> Decimal | None:
    """The form's rate of execution computed from its amounts, None where that is not possible."""
    if "资金总额" in found.form.names:
        spent, budget = found.value("执行数"), found.value("资金总额")
    else:
        spent, budget = found.value("年度资金总额.全年执行数"), found.value("年度资金总额.全年预算数")
    if spent.number is None or not budget.number or budget.number < 0 or spent.number < 0:
        return None
    return measures.execution_rate(spent.number, budget.number)


def _sum(values: Sequence[Value]) -> Decimal | None:
    numbers = [value.number for value in values if value.number is not None]
    return sum(numbers, Decimal(0)) if numbers and not unusable(values) else None


@form_rule("ZP-06", *FORMS)
def weights_of_groups(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights under a first-level label do not add up to the weight in its brackets."""
    for group in groups(found):
        if group.declared is None or (not group.members and not any(g.members for g in groups(found))):
            continue
        weights = [member.weight for member in group.members]
        total = _sum(weights) if weights else Decimal(0)
        name = compact(group.label.text).split("(")[0]
        if total is None:
            yield from lacking(f"{name}的分值合计", *weights)
        elif abs(total - group.declared) > EXACT:
            message = f"{name}标明 {figure(group.declared, Type.SCORE)}，其下 {len(weights)} 个指标分值合计为 {figure(total, Type.SCORE)}"
            yield Hit(
                message,
                group.label,
                total,
                stated=decimal_text(group.declared),
                difference=group.declared - total,
                tolerance=EXACT,
                related=weights,
            )


def _weights(found: FormReturn) -> list[Value]:
    return [execution(found)[0], *(indicator.weight for indicator in indicators(found))]


def _scores(found: FormReturn) -> list[Value]:
    return [execution(found)[1], *(indicator.score for indicator in indicators(found))]


@form_rule("ZP-07", *FORMS)
def weights_make_100(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights of execution and all indicators do not make 100."""
    weights = _weights(found)
    if len(weights) < 2:
        return
    total, full = _sum(weights), context.number("总分")
    cell = found.value("总分.分值")
    if total is None:
        yield from lacking("分值合计", *weights)
    elif abs(total - full) > EXACT:
        message = f"预算执行与 {len(weights) - 1} 个指标的分值合计为 {figure(total, Type.SCORE)}，不等于 {figure(full, Type.SCORE)}"
        at = cell if cell.number is not None else found.place
        typed_sum = cell.number is not None and abs(cell.number - total) <= EXACT
        yield Hit(message, at, full if typed_sum else total, tolerance=EXACT, related=weights)


@form_rule("ZP-08", *FORMS)
def totals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The total row does not say what weights and scores add up to."""
    weight_cell, score_cell = found.value("总分.分值"), found.value("总分.得分")
    if not weight_cell.place.row and not score_cell.place.row:
        return
    weights, scores = _weights(found), _scores(found)
    if len(weights) < 2:
        return
    weight_sum, score_sum = _sum(weights), _sum(scores)
    full = context.number("总分")
    if weight_cell.number is not None and weight_sum is not None and abs(weight_sum - full) <= EXACT:
        hit = mismatch(weight_cell, weight_sum, f"总分的分值 {figure(weight_cell.number, Type.SCORE)}，应为 {figure(weight_sum, Type.SCORE)}", weights)
        if hit:
            yield hit
    if score_sum is None or unusable([score_cell]):
        yield from lacking("总得分", score_cell, *scores)
    elif score_cell.number is None:
        yield from _no_total_score(found, score_cell, score_sum, scores)
    else:
        message = f"总得分 {figure(score_cell.number, Type.SCORE)}，各项得分合计应为 {figure(score_sum, Type.SCORE)}"
        hit = mismatch(score_cell, score_sum, message, scores)
        if hit:
            yield hit


def _no_total_score(found: FormReturn, cell: Value, total: Decimal, scores: Sequence[Value]) -> Iterator[Hit]:
    """A total row with one number only leaves open what that is: it is no total score unless it equals it."""
    numbers = found.totals.get(LIST, [])
    if len(numbers) == 1 and numbers[0].number is not None and abs(numbers[0].number - total) > EXACT:
        only = numbers[0]
        message = (
            f"总分行只有一个数 {figure(only.number, Type.SCORE)}，总得分未单独填写；"
            f"各项得分合计为 {figure(total, Type.SCORE)}，若该数指得分则不符"
        )
        yield Hit(message, only, total, level=Level.WARNING, tolerance=EXACT, related=[cell, *scores])
    elif total != 0:
        message = f"总得分未填写，各项得分合计应为 {figure(total, Type.SCORE)}"
        yield Hit(message, cell, total, stated="", level=Level.WARNING, related=scores)


@form_rule("ZP-09", *FORMS)
def score_within_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score above its weight."""
    pairs = [("预算执行", *execution(found))]
    pairs += [(indicator.title, indicator.weight, indicator.score) for indicator in indicators(found)]
    for name, weight, score in pairs:
        if weight.number is None or score.number is None:
            if unusable([weight, score]):
                yield from lacking(f"“{name}”得分是否超过分值", score, weight)
        elif score.number > weight.number:
            message = f"“{name}”得分 {figure(score.number, Type.SCORE)}，大于分值 {figure(weight.number, Type.SCORE)}"
            yield Hit(message, score, weight.number, related=[weight])
        elif score.number < 0:
            yield Hit(f"“{name}”得分 {figure(score.number, Type.SCORE)}，为负数", score, Decimal(0), related=[weight])


@form_rule("ZP-10", *FORMS)
def indicator_complete(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An indicator with a target but no weight or score, or with a weight but no target or actual."""
    for indicator in indicators(found):
        has_target = not says_nothing(indicator.target_cell.text)
        has_weight = not indicator.weight.blank and indicator.weight.number != 0
        lacks = []
        if has_target and indicator.weight.blank:
            lacks.append(("分值", indicator.weight))
        if (has_target or has_weight) and indicator.score.blank:
            lacks.append(("得分", indicator.score))
        if has_weight and not has_target:
            lacks.append(("指标值", indicator.target_cell))
        if (has_weight or has_target) and says_nothing(indicator.actual_cell.text):
            lacks.append(("完成值", indicator.actual_cell))
        if lacks:
            names = "、".join(name for name, _ in lacks)
            yield Hit(f"“{indicator.title}”未填写{names}", lacks[0][1], related=[value for _, value in lacks[1:]])


@form_rule("ZP-11", *FORMS)
def weights_as_prescribed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The weights of the first-level categories differ from those prescribed."""
    prescribed = {name: Decimal(str(weight)) for name, weight in context.parameter("一级指标权重").items()}
    members = indicators(found)
    if not members:
        return
    broken = unusable([member.weight for member in members])
    if broken:
        yield from lacking("一级指标权重", *broken)
        return
    declared = {group.category: group for group in groups(found) if group.declared is not None}
    actual = _weights_by_category(members)
    if SATISFACTION not in declared and SATISFACTION in actual and BENEFIT in declared:
        stated = {name: actual.get(name, Decimal(0)) for name in prescribed}
    else:
        stated = {name: _declared_or_sum(name, declared, actual) for name in prescribed}
    wrong = [name for name, weight in prescribed.items() if stated[name] != weight and stated[name] != 0]
    wrong.sort(key=lambda name: name != SATISFACTION)  # where it is part of 效益, its weight stands in a cell
    place = _weight_place(wrong, stated, declared, members)
    if place:
        name, at = place
        listed = "、".join(f"{key} {decimal_text(stated[key])}" for key in prescribed)
        usual = "、".join(f"{key} {decimal_text(weight)}" for key, weight in prescribed.items())
        difference = stated[name] - prescribed[name]
        message = f"一级指标权重为{listed}，与规定口径（{usual}）不同"
        yield Hit(message, at, prescribed[name], stated=decimal_text(stated[name]), difference=difference)


def _weights_by_category(members: Sequence[Indicator]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for member in members:
        name = SATISFACTION if member.satisfaction else member.first
        sums[name] = sums.get(name, Decimal(0)) + (member.weight.number or Decimal(0))
    return sums


def _declared_or_sum(name: str, declared: dict[str, Group], actual: dict[str, Decimal]) -> Decimal:
    group = declared.get(name)
    if group is not None and group.declared is not None:
        return group.declared
    return actual.get(name, Decimal(0))


def _weight_place(
    wrong: Sequence[str], stated: dict[str, Decimal], declared: dict[str, Group], members: Sequence[Indicator]
) -> tuple[str, Value] | None:
    """A deviating category with a cell that states its weight: a label's brackets, else its only indicator."""
    options: list[tuple[str, Value]] = []
    for name in wrong:
        group = declared.get(name)
        if group is not None and group.declared == stated[name]:
            options.append((name, group.label))
            continue
        weights = [m.weight for m in members if (SATISFACTION if m.satisfaction else m.first) == name]
        if len(weights) == 1:
            options.append((name, weights[0]))
        elif weights and group is None:
            options.append((name, weights[0]))
    exact = [option for option in options if option[1].number == stated[option[0]] or "分" in option[1].text]
    return (exact or options or [None])[0]


@form_rule("ZP-12", *FORMS)
def categories_present(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A first-level category without any indicator."""
    members = indicators(found)
    if not members:
        return
    present = {member.first for member in members} | {SATISFACTION for member in members if member.satisfaction}
    for name in (OUTPUT, BENEFIT, SATISFACTION):
        if name not in present:
            label = next((group.label for group in groups(found) if group.category == name), None)
            yield Hit(f"缺少{name}指标", label or members[0].first_label.place)


@form_rule("ZP-14", *FORMS)
def score_recomputed(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A quantitative indicator's score is not what target, actual and weight give."""
    for indicator in indicators(found):
        weight, stated = indicator.weight, indicator.score
        if weight.number is None or weight.number < 0 or stated.number is None:
            if unusable([weight, stated]):
                yield from lacking(f"“{indicator.title}”的得分", stated, weight)
            continue
        if indicator.target.doubtful or indicator.actual.doubtful:
            doubt = indicator.target.doubtful or indicator.actual.doubtful
            at = indicator.target_cell if indicator.target.doubtful else indicator.actual_cell
            yield Hit(f"“{indicator.title}”{doubt}，不能判断得分", at, level=Level.UNDECIDED)
            continue
        due = measures.score(indicator.target, indicator.actual, weight.number, indicator.reverse)
        if due is None:
            continue
        message = (
            f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，"
            f"应得 {figure(due, Type.SCORE)}，自评 {figure(stated.number, Type.SCORE)}"
        )
        hit = mismatch(stated, due, message, [indicator.target_cell, indicator.actual_cell, weight])
        if hit:
            yield hit


@form_rule("ZP-17", *FORMS)
def deviation_deducted(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice asks for it: full marks in spite of a deviation of 30 % or more."""
    if not context.parameter("偏离扣分"):
        return
    for indicator in indicators(found):
        reached = reached_percent(indicator.target, indicator.actual)
        if reached is None:
            continue
        gap = reached - 100
        if indicator.weight.number is None or indicator.score.number is None:
            if unusable([indicator.weight, indicator.score]):
                yield from lacking(f"“{indicator.title}”的偏离扣分", indicator.score, indicator.weight)
        elif abs(gap) >= 30 and indicator.score.number == indicator.weight.number:
            message = f"“{indicator.title}”偏离指标值 {percent(gap)}，应扣减得分，自评为满分"
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
            message = f"“{indicator.title}”完成情况“{indicator.actual_cell.text}”，得分为分值的 {percent(share)}，应在 {band.low}%–{band.high}% 档次内"
            yield Hit(message, score, related=[weight, indicator.actual_cell])


@form_rule("ZP-28", *FORMS)
def capped_by_execution(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Where the local practice caps the total by the rate of execution: the total is above the cap."""
    caps = context.parameter("执行率封顶")
    total = found.value("总分.得分")
    if not caps or not total.place.row:
        return
    rate = execution_rate_of(found)
    if total.number is None or rate is None:
        yield from lacking("总得分封顶", total, execution(found)[1])
        return
    for cap in caps:
        low, high, highest = (Decimal(str(cap[key])) for key in ("从", "到", "最高"))
        if low <= rate < high and total.number > highest:
            message = f"执行率 {percent(rate)}，总得分 {figure(total.number, Type.SCORE)}，不应高于 {figure(highest, Type.SCORE)}"
            yield Hit(message, total, highest)
