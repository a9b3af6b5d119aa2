"""JF-02 to JF-04: the scoring table (计分表), its full marks, scores and scoring explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.finding import Level, decimal_text
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Type
from perfxl.returns.model import FormReturn, Value
from perfxl.rules.context import EXACT, Context, direction, figure, lacking, unusable
from perfxl.rules.indicators import LIST, declared_weight
from perfxl.rules.points_text import full_points
from perfxl.rules.registry import Hit, form_rule

FORM = "计分表"
_TOTAL = "总分"


class Line(Struct):
    """One third-level indicator: its label with the full marks in it, and its score."""

    label: Value
    second: Value
    first: Value
    score: Value
    points: Value | None
    computed: Value | None
    """计算得分, where the form has that column."""
    working: Value | None
    """计算过程, where the form has that column."""

    @property
    def name(self) -> str:
        """The label in quotes on one line, without its full marks."""
        return quoted(self.label)

    @property
    def key(self) -> str:
        """What the indicator's standard goes by."""
        return normal(self.label.text)

    @property
    def weight(self) -> Decimal | None:
        """The full marks that the label states."""
        return declared_weight(self.label.text)


def lines(found: FormReturn) -> Sequence[Line]:
    """The indicators of a scoring table, in the form's order; none where one of its columns is missing."""
    known: Sequence[Line] | None = found.memo.get(FORM)
    if known is None:
        known = found.memo[FORM] = list(_lines(found))
    return known


def judged(found: FormReturn) -> Sequence[Line]:
    """The indicators whose scores can be judged: none on a form that need not be handed in and has no score at all."""
    everything = lines(found)
    unused = found.form.optional and all(line.score.blank for line in everything)
    return [] if unused else everything


def _lines(found: FormReturn) -> Iterator[Line]:
    for entry in found.entries.get(LIST, ()):
        values = entry.values
        if {"一级指标", "二级指标", "三级指标", "得分"} <= set(values) and values["三级指标"].text:
            label, second, first = values["三级指标"], values["二级指标"], values["一级指标"]
            others = (values.get(name) for name in ("指标说明", "计算得分", "计算过程"))
            yield Line(label, second, first, values["得分"], *others)


@form_rule("JF-02", FORM)
def weights_agree(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The full marks of third-level indicators do not make those of the levels above, or of the whole table.

    What a label without full marks leaves open for other rules is said there as a consequence of this.
    """
    everything = lines(found)
    if everything and all(line.weight is None for line in everything):
        message = "各指标都没有标明分值，分值合计和得分是否超过分值都没有核对"
        yield Hit(
            message,
            everything[0].label,
            level=Level.WARNING,
            related=[line.label for line in everything[1:]],
        )
    if not any(line.weight is not None for line in everything):
        return
    wrong = False
    for label, members in (*_grouped(everything, by_second=True), *_grouped(everything, by_second=False)):
        declared = declared_weight(label.text)
        total = _sum(members)
        if declared is None:
            continue
        if total is None:
            yield from _without_weight(members, f"{quoted(label)}的分值合计")
        elif abs(total - declared) > EXACT:
            yield _sum_differs(label, declared, total, members, primary=not wrong)
            wrong = True
    yield from _whole(found, context, everything, primary=not wrong)


def _grouped(everything: Sequence[Line], *, by_second: bool) -> list[tuple[Value, list[Line]]]:
    """The lines under each second- or first-level label; one that is repeated row after row is one label."""
    groups: list[tuple[Value, list[Line]]] = []
    last: tuple[str, ...] = ()
    for line in everything:
        key = (
            (compact(line.first.text), compact(line.second.text))
            if by_second
            else (compact(line.first.text),)
        )
        if key != last:
            groups.append((line.second if by_second else line.first, []))
        groups[-1][1].append(line)
        last = key
    return groups


def _sum(members: Sequence[Line]) -> Decimal | None:
    weights = [line.weight for line in members]
    return None if None in weights else sum((weight for weight in weights if weight is not None), Decimal(0))


def quoted(label: Value) -> str:
    """A label for messages, without its full marks; one that has quotes of its own gets no others."""
    text = compact(label.text)
    name = text.rpartition("(")[0] or text
    return name if "“" in name else f"“{name}”"


def _without_weight(members: Sequence[Line], what: str) -> Iterator[Hit]:
    first = next(line for line in members if line.weight is None)
    message = f"{first.name}没有标明分值，不能判断{what}"
    yield Hit(message, first.label, level=Level.UNDECIDED, related=[line.label for line in members])


def _sum_differs(
    label: Value, declared: Decimal, total: Decimal, members: Sequence[Line], *, primary: bool
) -> Hit:
    by = direction(declared - total, Type.SCORE)
    message = (
        f"{quoted(label)}标明 {figure(declared, Type.SCORE)}，"
        f"比其下 {len(members)} 个指标的分值合计 {figure(total, Type.SCORE)}{by}"
    )
    related = [line.label for line in members]
    stated = decimal_text(declared)
    return Hit(message, label, total, stated, declared - total, EXACT, related=related, primary=primary)


def _whole(
    found: FormReturn, context: Context, everything: Sequence[Line], *, primary: bool
) -> Iterator[Hit]:
    if _TOTAL not in context.ret.form_set.parameters:
        return
    full, total = context.number(_TOTAL), _sum(everything)
    if total is None:
        yield from _without_weight(everything, "全表的分值合计")
    elif abs(total - full) > EXACT:
        message = f"{len(everything)} 个指标的分值合计为 {figure(total, Type.SCORE)}，不等于 {figure(full, Type.SCORE)}"
        related = [line.label for line in everything]
        stated = decimal_text(total)
        yield Hit(message, found.place, full, stated, total - full, EXACT, related=related, primary=primary)


@form_rule("JF-03", FORM)
def score_within_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A score above its full marks or below zero; single scores left empty are said once."""
    blank = []
    for line in judged(found):
        score, weight = line.score, line.weight
        if unusable([score]):
            yield from lacking(f"{line.name}自评分是否超过分值", score)
        elif score.number is None:
            blank.append(line)
        elif score.number < 0:
            message = f"{line.name}自评分 {figure(score.number, Type.SCORE)}，为负数"
            yield Hit(message, score, Decimal(0), related=[line.label])
        elif weight is None:
            message = f"{line.name}没有标明分值，不能判断自评分是否超过分值"
            yield Hit(message, score, level=Level.UNDECIDED, related=[line.label], primary=False)
        elif score.number > weight:
            message = (
                f"{line.name}自评分 {figure(score.number, Type.SCORE)}，大于分值 {figure(weight, Type.SCORE)}"
            )
            yield Hit(message, score, weight, related=[line.label])
    if blank:
        names = "、".join(line.name for line in blank[:3]) + (f"等 {len(blank)} 项" if len(blank) > 3 else "")
        message = f"{names}未填自评分，不能判断得分是否在 0 与分值之间"
        yield Hit(message, blank[0].score, level=Level.UNDECIDED, related=[line.score for line in blank[1:]])


@form_rule("JF-04", FORM)
def points_make_the_weight(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The points of the scoring explanation do not make the indicator's full marks."""
    for line in lines(found):
        if line.points is None:
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
            yield Hit(message, line.label, points, stated, weight - points, EXACT, related=related)
