"""Compute what a form set's computations give (计算), as a list of changes. Pure: applying them is an adapter's job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from perfxl import measures
from perfxl.finding import Place, decimal_text
from perfxl.formset.model import Relation, Type
from perfxl.formula import Operand, Scope, parse_relation
from perfxl.formula import Relation as Parsed
from perfxl.returns.model import FormReturn, Return, Value
from perfxl.rules.context import Context, Outcome, compare
from perfxl.rules.ratings import ratings
from perfxl.rules.relations import adds_levels, columns_of, doubt_of, return_scope
from perfxl.rules.scoring_rates import computed_scores
from perfxl.rules.scoring_table import FORM
from perfxl.workbook.model import Cell, Kind

_RATE_DECIMALS = 2
_SCORE_DECIMALS = 2
_STORED_DECIMALS = 13
"""A fraction in a percent cell is stored with as many digits as Excel keeps."""


class Change(Struct, frozen=True):
    """One computed cell and what it should hold.

    ``before`` is what it shows now. ``content`` is what to write: a number, or a text where the figure stands
    inside a label (``按支出性质分：246.1``) or a rate in a cell that is not formatted as one. ``formula`` tells
    that the cell holds a formula, of which only the remembered result is written.
    """

    place: Place
    label: str
    before: str
    after: str
    content: Decimal | str
    formula: bool


class Withheld(Struct, frozen=True):
    """A computed cell that is not written although something else is computed, with the reason, a Chinese clause."""

    place: Place
    label: str
    before: str
    computed: str
    reason: str

    @property
    def told(self) -> str:
        """What users are told of it, in one line."""
        where = f"{self.place.sheet}!{self.place.address} {self.label}"
        return f"未写入 {where}：{self.before or '（空）'}（按读到的计算为 {self.computed}；{self.reason}）"


def ignored(withheld: Withheld) -> None:
    """Nobody asks what is not written."""


def fill(ret: Return, tell: Callable[[Withheld], object] = ignored) -> list[Change]:
    """Every computed cell of the return that is empty or holds another figure than computed.

    Computations see each other's results, so that totals of totals come out at once. Cells whose inputs are
    missing or unusable are left alone. Where not all that should be added was read, what could be computed is not
    written; ``tell`` is told so.
    """
    changes: list[Change] = []
    figures: dict[Place, Value] = {}
    for found in ret.forms:
        known = _Known(found)
        for relation in _in_order(found.form.relations):
            for result in _computation(relation, found, known):
                if isinstance(result, Withheld):
                    tell(result)
                else:
                    changes.append(result)
        changes += _indicator_scores(found)
        figures |= known.computed
    for part in ret.parts:
        for found in part.of(FORM):
            changes += _rate_scores(found, Context(part), figures)
    return changes


class _Known:
    """The values of a form with what was computed on the way in place of what stands there."""

    def __init__(self, found: FormReturn) -> None:
        self.found = found
        self.computed: dict[Place, Value] = {}

    def scope(self, column: str | None, *, leaves: bool = False) -> Scope:
        """The scope of a formula for one column; with what subtotals are made of, if ``leaves``."""

        def resolve(name: str) -> Sequence[Operand]:
            values = self.found.resolve(name, column, leaves=leaves)
            return [self.computed.get(value.place, value) for value in values]

        return resolve

    def put(self, value: Value, number: Decimal) -> None:
        """Remember a computed figure for the computations that follow."""
        cell = Cell(value.place.row, value.place.col, Kind.NUMBER, decimal_text(number))
        self.computed[value.place] = Value(value.name, value.label, value.type, value.place, cell)


def _in_order(relations: Sequence[Relation]) -> list[Relation]:
    """The computations, each after those whose results it uses."""
    waiting = [relation for relation in relations if relation.computes]
    ordered: list[Relation] = []
    while waiting:
        lefts = {parse_relation(relation.formula).left for relation in waiting}
        ready = [r for r in waiting if lefts.isdisjoint(parse_relation(r.formula).names)] or waiting[:1]
        ordered += ready
        waiting = [relation for relation in waiting if relation not in ready]
    return ordered


def _computation(relation: Relation, found: FormReturn, known: _Known) -> Iterator[Change | Withheld]:
    parsed = parse_relation(relation.formula)
    for column in columns_of(found.form, parsed.left):
        targets = found.resolve(parsed.left, column)
        result = parsed.right(known.scope(column)).number
        if not targets or result is None or not targets[0].place.row:
            continue
        target = targets[0]
        number = _rounded(result, target.type)
        change = _change(target, result, number)
        if change and adds_levels(parsed, found):
            leaves = parsed.right(known.scope(column, leaves=True)).number
            if leaves is None or _change(target, leaves, leaves) is None:
                continue  # a subtotal is at fault, not the total
        reason = _unread(parsed, column, found) if change else ""
        if change and reason:
            if not target.blank or doubt_of(parsed, found):  # a form not yet filled in lacks nothing
                yield Withheld(target.place, target.label, target.text, change.after, reason)
            continue
        known.put(target, number)
        if change:
            yield change


def _unread(parsed: Parsed, column: str | None, found: FormReturn) -> str:
    """Why what a formula adds up is not all that there is, "" if it is."""
    doubt = doubt_of(parsed, found)
    if doubt:
        return doubt
    for name in parsed.names:
        listing, _, list_column = name.partition(".")
        if listing in found.form.lists and list_column:
            if all(value.blank for value in found.resolve(name)):
                return f"{listing}的{list_column}没有填写，或没有读到"
        elif not found.resolve(name, column) and name not in found.groups and _expected(name, found):
            return f"没有读到“{name}”"
    return ""


def _expected(name: str, found: FormReturn) -> bool:
    """Whether the form must have a field or row of that name."""
    field = found.form.fields.get(name)
    return field.expected if field is not None else True


def _rounded(number: Decimal, kind: Type) -> Decimal:
    if kind is Type.RATE:
        return number
    places = _SCORE_DECIMALS if kind is Type.SCORE else 6
    rounded = measures.round_half_up(number, places)
    return number if rounded == number else rounded


def _change(target: Value, exact: Decimal, number: Decimal) -> Change | None:
    if target.number is not None and compare(target.type, target.reading, exact)[0] is Outcome.EQUAL:
        return None
    formula = target.cell is not None and target.cell.formula
    in_percent = target.type is Type.RATE or target.reading.unit == "%"
    shown = number if not in_percent else measures.round_half_up(number, _RATE_DECIMALS)
    after = decimal_text(shown) + ("%" if in_percent else "")
    content: Decimal | str = number
    if target.inline is not None and target.cell is not None:
        text = target.cell.text
        if not text.endswith(target.inline):
            return None  # other labels follow in the same cell
        content = text[: len(text) - len(target.inline)] + after
    elif in_percent:
        percent_cell = target.cell is not None and "%" in target.cell.number_format
        content = measures.round_half_up(number / 100, _STORED_DECIMALS) if percent_cell or formula else after
    return Change(target.place, target.label, target.text, after, content, formula)


def _indicator_scores(found: FormReturn) -> Iterator[Change]:
    """Scores of quantitative indicators that were left empty; what the unit wrote itself stays."""
    for indicator in (rating.members[0] for rating in ratings(found) if rating.alone):
        weight = indicator.weight.number
        if not indicator.score.place.row or not indicator.score.blank or weight is None or weight < 0:
            continue
        due = measures.score(indicator.target, indicator.actual, weight, indicator.reverse)
        if due is not None:
            number = _rounded(due, Type.SCORE)
            label = f"{indicator.title}（得分）"
            formula = indicator.score.cell is not None and indicator.score.cell.formula
            yield Change(indicator.score.place, label, "", decimal_text(number), number, formula)


def _rate_scores(found: FormReturn, context: Context, figures: Mapping[Place, Value]) -> Iterator[Change]:
    """计算得分 and 计算过程 of the indicators whose figures are stated or computed; the unit's own 自评分 stays."""
    stated = return_scope(context.ret)

    def inputs(name: str) -> list[Value]:
        return [figures.get(value.place, value) for value in stated(name)]

    for line, due, shown in computed_scores(found, context, inputs):
        if due is not None and line.computed is not None:
            change = _change(line.computed, due, due)
            if change:
                yield replace(change, label=f"{line.name}（计算得分）")
        if line.working is not None and line.working.text != shown:
            formula = line.working.cell is not None and line.working.cell.formula
            label = f"{line.name}（计算过程）"
            yield Change(line.working.place, label, line.working.text, shown, shown, formula)
