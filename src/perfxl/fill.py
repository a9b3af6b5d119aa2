"""Compute what a form set's computations give (计算), as a list of changes. Pure: applying them is an adapter's job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from perfxl import measures
from perfxl.finding import Place, decimal_text
from perfxl.formset.model import Relation, Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.formula import Operand, ParsedRelation, Result, Scope, parse_relation
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.reading import State
from perfxl.returns.value import Value
from perfxl.rules.context import Context, Outcome, compare
from perfxl.rules.execution_weight import known_without_cells, total_of_list_only
from perfxl.rules.ratings import due_score, ratings
from perfxl.rules.relations import adds_levels, columns_of, doubt_of, return_scope
from perfxl.rules.scoring_rates import computed_scores
from perfxl.withheld import (
    IN_WORDS,
    OF_LIST_ONLY,
    WRONG_FORMULA,
    Withheld,
    ignored,
    left_empty,
    unread,
    unusable_parts,
)
from perfxl.workbook.model import Cell, Kind

_RATE_DECIMALS = 2
_SCORE_DECIMALS = 2
_FULL_MARKS, _TOTAL_WEIGHT, _TOTAL_SCORE = "总分", "总分.分值", "总分.得分"
_STORED_DECIMALS = 13
"""A fraction in a percent cell is stored with as many digits as Excel keeps."""


class Change(Struct, frozen=True):
    """One computed cell and what it should hold.

    ``before`` is what it shows now. ``content`` is what to write: a number, or a text where the figure stands
    inside a label (``按支出性质分：246.1``) or a rate in a cell that is not formatted as one. ``formula`` tells
    that the cell holds a formula, of which only the remembered result is written. ``fraction`` is what to write
    instead of a rate's text where the cell, of which nothing is known as it is empty, has a percent format.
    """

    place: Place
    label: str
    before: str
    after: str
    content: Decimal | str
    formula: bool
    fraction: Decimal | None = None


def fill(ret: Return, tell: Callable[[Withheld], object] = ignored) -> list[Change]:
    """Every computed cell of the return that is empty or holds another figure than computed.

    Computations see each other's results, so that totals of totals come out at once. Cells whose inputs are
    missing or unusable are left alone. Where not all that should be added was read or stated, or a cell's own formula
    gives another figure, what could be computed is not written; ``tell`` is told so.
    """
    changes: list[Change] = []
    for result in _results(ret):
        if isinstance(result, Withheld):
            tell(result)
        else:
            changes.append(result)
    return changes


def _results(ret: Return) -> Iterator[Change | Withheld]:
    figures: dict[Place, Value] = {}
    full = ret.form_set.parameters.get(_FULL_MARKS)
    context = Context(ret)
    for found in ret.forms:
        known = _Known(found, Decimal(str(full.value)) if full else None, context)
        yield from _indicator_scores(known)
        for relation in _in_order(found.form.relations):
            yield from _computation(relation, known)
        figures |= known.computed
    for part in ret.parts:
        for found in part.of(SCORING_TABLE):
            yield from _rate_scores(found, Context(part), figures)


class _Known:
    """The values of a form with what was computed on the way in place of what stands there.

    ``wrong`` are the cells with a formula that gives another figure. ``full`` are the marks that a form has in all,
    ``weights_at_fault`` says that its weights do not make them although its total says so. ``given`` are values that
    have no cell and are known nevertheless, of budget execution; ``of_list_only`` that the totals leave it out.
    """

    def __init__(self, found: FormReturn, full: Decimal | None, context: Context) -> None:
        self.found = found
        self.computed: dict[Place, Value] = {}
        self.wrong: set[Place] = set()
        self.full = full
        self.weights_at_fault = False
        self.given = known_without_cells(found, context)
        self.of_list_only = total_of_list_only(found, context)

    def scope(self, column: str | None, *, leaves: bool = False) -> Scope:
        """The scope of a formula for one column; with what subtotals are made of, if ``leaves``."""

        def resolve(name: str) -> Sequence[Operand]:
            values = self.stated(name, column, leaves=leaves)
            return [self.computed.get(value.place, value) for value in values]

        return resolve

    def stated(self, name: str, column: str | None, *, leaves: bool = False) -> Sequence[Value]:
        """What a formula's name stands for before anything was computed."""
        given = self.given.get(name)
        return self.found.resolve(name, column, leaves=leaves) if given is None else [given]

    def from_wrong_formula(self, result: Result) -> bool:
        """Whether a figure is computed from a cell whose formula is wrong."""
        return any(isinstance(part, Value) and part.place in self.wrong for part in result.used)

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


def _computation(relation: Relation, known: _Known) -> Iterator[Change | Withheld]:
    parsed = parse_relation(relation.formula)
    for column in columns_of(known.found.form, parsed.left):
        targets = known.found.resolve(parsed.left, column)
        if targets and targets[0].place.row:
            yield from _computed_cell(targets[0], parsed, column, known)


def _computed_cell(
    target: Value, parsed: ParsedRelation, column: str | None, known: _Known
) -> Iterator[Change | Withheld]:
    """What becomes of one computed cell; what it should hold is known to the computations that follow."""
    result = parsed.right(known.scope(column))
    if result.number is None:
        broken = unusable_parts(result) if target.blank else ""
        if broken:
            yield Withheld(target.place, target.label, target.text, "", broken)
        return
    number = _rounded(result.number, target.type)
    change = _change(target, result.number, number)
    if change and adds_levels(parsed, known.found):
        leaves = parsed.right(known.scope(column, leaves=True)).number
        if leaves is None or _change(target, leaves, leaves) is None:
            return  # a subtotal is at fault, not the total
    reason = _why_not(target, parsed, column, result, known) if change else None
    if change and reason is None and target.reading.state is State.TEXT:
        reason = IN_WORDS
    if change and reason is not None:
        if reason:
            yield Withheld(target.place, target.label, target.text, change.after, reason)
        return
    if _nothing_for_zero(target, number):
        change = None
    formula = change if change and _has_result(target) else None
    if formula and _contradicted(target, parsed, column, known):
        yield Withheld(target.place, target.label, target.text, formula.after, WRONG_FORMULA)
        known.wrong.add(target.place)
    elif formula and known.from_wrong_formula(result):
        known.wrong.add(target.place)  # it will be right when that one is
    elif change:
        yield change
    known.put(target, number)


def _has_result(target: Value) -> bool:
    """Whether a cell holds a formula with a result: a number, a text (be it empty) or an error."""
    return target.cell is not None and target.cell.formula and target.cell.kind is not Kind.UNCALCULATED


def _nothing_for_zero(target: Value, number: Decimal) -> bool:
    """Whether a cell's own formula shows nothing, as many are written to do, where a zero is computed."""
    return target.blank and number == 0 and _has_result(target)


def _contradicted(target: Value, parsed: ParsedRelation, column: str | None, known: _Known) -> bool:
    """Whether a cell's formula gives another figure than its inputs do as they stand.

    One that shows nothing may have waited for a part that was empty and has just been computed.
    """
    as_stated = parsed.right(lambda name: known.stated(name, column))
    waited = (isinstance(part, Value) and part.place in known.computed for part in as_stated.blanks)
    return not (target.blank and any(waited)) and _differs(target, as_stated.number)


def _differs(target: Value, number: Decimal | None) -> bool:
    """Whether a cell holds another figure than the one that its inputs give as they stand."""
    return number is not None and _change(target, number, number) is not None


def _why_not(
    target: Value, parsed: ParsedRelation, column: str | None, result: Result, known: _Known
) -> str | None:
    """Why what was computed is not written, "" where there is nothing to tell; None if it is to be written."""
    found = known.found
    reason = unread(parsed, column, found, known.given)
    if reason:
        lacks = not target.blank or doubt_of(parsed, found)  # a form not yet filled in lacks nothing
        return reason if lacks else ""
    empty = left_empty(result, target, found)
    if empty:
        return empty
    if known.of_list_only and target.name in (_TOTAL_WEIGHT, _TOTAL_SCORE):
        return OF_LIST_ONLY
    if target.name == _TOTAL_WEIGHT and known.full is not None and target.number == known.full:
        known.weights_at_fault = True
    if known.weights_at_fault and target.name in (_TOTAL_WEIGHT, _TOTAL_SCORE) and not target.blank:
        return f"各项分值合计不是 {known.full} 分，请先核对各项分值"
    return None


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
        fraction = measures.round_half_up(number / 100, _STORED_DECIMALS)
        if formula or (target.cell is not None and "%" in target.cell.number_format):
            content = fraction
        else:
            unknown = fraction if target.cell is None else None
            return Change(target.place, target.label, target.text, after, after, formula, unknown)
    return Change(target.place, target.label, target.text, after, content, formula)


def _indicator_scores(known: _Known) -> Iterator[Change | Withheld]:
    """Scores of quantitative indicators that were left empty; what the unit wrote itself stays."""
    for indicator in (rating.members[0] for rating in ratings(known.found) if rating.alone):
        weight, score = indicator.weight.number, indicator.score
        if not score.place.row or not score.blank or weight is None or weight < 0:
            continue
        due = due_score(indicator, weight)
        if due is not None:
            number = _rounded(due, Type.SCORE)
            known.put(score, number)
            label, shown = f"{indicator.title}（得分）", decimal_text(number)
            if not _has_result(score):
                yield Change(score.place, label, score.text, shown, number, formula=False)
            elif number:
                known.wrong.add(score.place)
                yield Withheld(score.place, label, score.text, shown, WRONG_FORMULA)


def _rate_scores(
    found: FormReturn, context: Context, figures: Mapping[Place, Value]
) -> Iterator[Change | Withheld]:
    """计算得分 and 计算过程 of the indicators whose figures are stated or computed; the unit's own 自评分 stays."""
    stated = return_scope(context.ret)

    def inputs(name: str) -> list[Value]:
        return [figures.get(value.place, value) for value in stated(name)]

    as_stated = {line.name: (due, shown) for line, due, shown in computed_scores(found, context, stated)}
    for line, due, shown in computed_scores(found, context, inputs):
        own_due, own_shown = as_stated.get(line.name, (None, None))
        if due is not None and line.computed is not None:
            yield from _rate_score(line.computed, f"{line.name}（计算得分）", due, own_due)
        if line.working is not None:
            yield from _working(line.working, f"{line.name}（计算过程）", shown, own_shown)


def _rate_score(
    target: Value, label: str, due: Decimal, as_stated: Decimal | None
) -> Iterator[Change | Withheld]:
    """What becomes of a 计算得分; ``as_stated`` is what the figures give before anything was computed."""
    change = _change(target, due, due)
    if change is None or _nothing_for_zero(target, due):
        return
    if _has_result(target) and _differs(target, as_stated):
        yield Withheld(change.place, label, change.before, change.after, WRONG_FORMULA)
    else:
        yield replace(change, label=label)


def _working(target: Value, label: str, shown: str, as_stated: str | None) -> Iterator[Change | Withheld]:
    """What becomes of a 计算过程, a text."""
    if target.text == shown:
        return
    if _has_result(target) and as_stated not in (None, target.text):
        yield Withheld(target.place, label, target.text, shown, WRONG_FORMULA)
    else:
        formula = target.cell is not None and target.cell.formula
        yield Change(target.place, label, target.text, shown, shown, formula)
