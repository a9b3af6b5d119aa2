"""JF-02: the full marks of a scoring table (计分表) add up, level by level and as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.labels import compact
from perfxl.formset.model import Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, Context, direction, figure
from perfxl.rules.first_levels import declared_weight
from perfxl.rules.indicators import LIST
from perfxl.rules.mended import Figures
from perfxl.rules.registry import Hit, catalogue, form_rule
from perfxl.rules.scoring_lines import Line, lines, quoted

_TOTAL = "总分"
_MOST_GAPS = 10
"""So many wrong sums are looked at together."""


@form_rule("JF-02", SCORING_TABLE)
def weights_agree(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The full marks of third-level indicators do not make those of the levels above, or of the whole table.

    What a label without full marks leaves open for other rules is said there as a consequence of this.
    """
    everything = lines(found)
    if LIST in found.empty_lists and found.value("总分.得分").number is not None:
        yield Hit("有合计而没有读到任何指标", found.empty_lists[LIST])
    if everything and all(line.stated_weight is None for line in everything):
        message = "各指标都没有标明分值，分值合计和得分是否超过分值都没有核对"
        yield Hit(
            message,
            everything[0].label,
            level=Level.WARNING,
            related=[line.label for line in everything[1:]],
        )
    if not any(line.stated_weight is not None for line in everything):
        return
    wrong: list[_Gap] = []
    for line, hit in _stated_twice(everything):
        wrong.append(_Gap([line], hit.difference or Decimal(0)))
        yield hit
    for label, members in (*_grouped(everything, by_second=True), *_grouped(everything, by_second=False)):
        declared = declared_weight(label.text)
        total = sum_of_marks(members)
        if declared is None:
            continue
        if total is None:
            yield from _without_weight(members, f"{quoted(label)}的分值合计")
        elif abs(total - declared) > EXACT:
            gap = _Gap(members, declared - total)
            hit = _sum_differs(label, declared, total, gap)
            hit.primary = not _made_by(gap, wrong)
            if hit.primary:
                wrong.append(gap)
            yield hit
    yield from _whole(found, context, everything, wrong)


class _Gap(Struct):
    """What the full marks of some lines lack of those that they should make together."""

    members: Sequence[Line]
    lacks: Decimal

    def filled(self, figures: Figures) -> bool:
        """Whether nothing is lacking with other figures in some cells."""
        known = {line.weight_at.place: line.stated_weight or Decimal(0) for line in self.members}
        changed = [figures[place] - weight for place, weight in known.items() if place in figures]
        return abs(sum(changed, Decimal(0)) - self.lacks) <= EXACT

    @property
    def remedies(self) -> dict[Place, Decimal]:
        """What each line's full marks would be were they alone wrong."""
        known = {line.weight_at.place: line.stated_weight for line in self.members}
        return {place: number + self.lacks for place, number in known.items() if number is not None}

    @property
    def fix(self) -> str | None:
        """What to do where the score of just one line is above its full marks as stated, and not as they should be."""
        told = [
            (line, line.score.number, line.weight)
            for line in self.members
            if line.weight is not None
            and line.score.number is not None
            and line.weight < line.score.number <= line.weight + self.lacks
        ]
        if len(told) != 1:
            return None
        ((line, score, weight),) = told
        return (
            f"{line.name}自评分 {figure(score, Type.SCORE)}，大于分值 {figure(weight, Type.SCORE)}，请先核对该项分值；"
            f"分值无误的，改正该项自评分，并{catalogue()['JF-02'].fix.removeprefix('请')}"
        )


def _made_by(gap: _Gap, others: Sequence[_Gap]) -> bool:
    """Whether what some lines lack is what parts of them lack, all or some: a label may be at fault instead of these."""
    labels = {line.label.place for line in gap.members}
    inside = [one.lacks for one in others if labels.issuperset(line.label.place for line in one.members)]
    sums = {Decimal(0)}
    for lacks in inside[:_MOST_GAPS]:
        sums |= {one + lacks for one in sums}
    return bool(inside) and any(abs(one - gap.lacks) <= EXACT for one in sums)


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


def _stated_twice(everything: Sequence[Line]) -> Iterator[tuple[Line, Hit]]:
    """The label states other full marks than the column 分值."""
    for line in everything:
        declared, cell = declared_weight(line.label.text), line.weight_cell
        if declared is None or cell is None or line.shared or cell.number is None:
            continue
        if abs(cell.number - declared) > EXACT:
            message = (
                f"{line.name}标明 {figure(declared, Type.SCORE)}，分值栏填 {figure(cell.number, Type.SCORE)}"
            )
            difference = cell.number - declared
            yield (
                line,
                Hit(message, cell, declared, tolerance=EXACT, difference=difference, related=[line.label]),
            )


def sum_of_marks(members: Sequence[Line]) -> Decimal | None:
    """The full marks of lines together; None where one of them states none."""
    weights = {line.weight_at.place: line.stated_weight for line in members}.values()
    known = [weight for weight in weights if weight is not None]
    return sum(known, Decimal(0)) if len(known) == len(weights) else None


def _without_weight(members: Sequence[Line], what: str) -> Iterator[Hit]:
    first = next(line for line in members if line.stated_weight is None)
    message = f"{first.name}没有标明分值，不能判断{what}"
    yield Hit(message, first.label, level=Level.UNDECIDED, related=[line.label for line in members])


def _sum_differs(label: Value, declared: Decimal, total: Decimal, gap: _Gap) -> Hit:
    members = gap.members
    by = direction(declared - total, Type.SCORE)
    message = (
        f"{quoted(label)}标明 {figure(declared, Type.SCORE)}，"
        f"比其下 {len(members)} 个指标的分值合计 {figure(total, Type.SCORE)}{by}"
    )
    related = [line.weight_at for line in members]
    return Hit(
        message,
        label,
        total,
        decimal_text(declared),
        gap.lacks,
        EXACT,
        related=related,
        holds=gap.filled,
        remedies=gap.remedies,
        fix=gap.fix,
    )


def _whole(
    found: FormReturn, context: Context, everything: Sequence[Line], wrong: Sequence[_Gap]
) -> Iterator[Hit]:
    known = _TOTAL in context.ret.form_set.parameters
    cell, total = found.value("总分.分值"), sum_of_marks(everything)
    stated = cell.number
    related = [line.weight_at for line in everything]
    if total is None:
        if known or stated is not None:
            yield from _without_weight(everything, "全表的分值合计")
        return
    full = context.number(_TOTAL) if known else total
    if abs(total - full) > EXACT:
        message = f"{len(everything)} 个指标的分值合计为 {figure(total, Type.SCORE)}，不等于 {figure(full, Type.SCORE)}"
        gap, written = _Gap(everything, full - total), decimal_text(total)
        yield Hit(
            message,
            found.place,
            full,
            written,
            -gap.lacks,
            EXACT,
            related=related,
            primary=not _made_by(gap, wrong),
            holds=gap.filled,
            remedies=gap.remedies,
            fix=gap.fix,
        )
        wrong = [*wrong, gap]
    if stated is not None and abs(stated - total) > EXACT:
        message = f"合计的分值 {figure(stated, Type.SCORE)}，各项分值合计应为 {figure(total, Type.SCORE)}"
        gap = _Gap(everything, stated - total)
        primary = not _made_by(gap, wrong)
        yield Hit(message, cell, total, tolerance=EXACT, primary=primary, holds=gap.filled)
