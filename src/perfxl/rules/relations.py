"""Rules that are formulas of the form set: evaluated over each form, column by column, or over the whole return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place
from perfxl.formset.model import Form, Relation, Type
from perfxl.formula import ParsedRelation, parse_relation
from perfxl.returns.levels import wrong_splits
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import WAN
from perfxl.returns.value import Value
from perfxl.rules.amounts import told_in_wan
from perfxl.rules.context import Outcome, with_figure
from perfxl.rules.registry import Hit
from perfxl.rules.stated import check, gap, judge

ValueScope = Callable[[str], Sequence[Value]]
"""The values that a formula's name stands for."""


def form_hits(relation: Relation, found: FormReturn) -> Iterator[Hit]:
    """What a relation within one form finds there."""
    parsed = parse_relation(relation.formula)
    for column in columns_of(found.form, parsed.left):
        targets = found.resolve(parsed.left, column)
        if targets:
            hits = list(check(parsed, targets[0], found.operands(column), found, relation.computes))
            hits = _without_doubt(hits, parsed, targets[0], column, found, relation.computes)
            if not (hits and any(_holds(formula, found) for formula in relation.alternatives)):
                mendable = _mendable(hits, parsed, found.operands(column), found)
                yield from (_after_splits(hit, found) for hit in mendable)


def _after_splits(hit: Hit, found: FormReturn) -> Hit:
    """A hit that follows from a source that is not the sum of its parts is not primary."""
    wrong = wrong_splits(found.split) if found.split else ()
    figures = {value.place: due for value, _, due in wrong if value is not hit.at}
    if figures and hit.holds is not None and hit.holds(figures):
        hit.primary = False
    return hit


def _mendable(
    hits: Sequence[Hit], parsed: ParsedRelation, scope: ValueScope, found: FormReturn
) -> Iterator[Hit]:
    """The hits of a relation, with what figures would do to it."""
    for hit in hits:
        hit.holds = partial(_would_hold, parsed, scope, found)
        hit.remedies = _remedies(hit, parsed, scope)
        yield hit


def _would_hold(
    parsed: ParsedRelation, scope: ValueScope, found: FormReturn, figures: Mapping[Place, Decimal]
) -> bool:
    """Whether a relation holds with other figures in some cells; what a blank should be, these make another."""

    def changed(name: str) -> Sequence[Value]:
        return [with_figure(value, figures) for value in scope(name)]

    stated = changed(parsed.left)[0]
    if stated.blank:
        return any(value.place in figures for name in parsed.names for value in scope(name))
    result = parsed.right(changed)
    if stated.number is not None and result.number is not None:
        off = gap(parsed, stated, result.number, between=False)
        return off is None or off[0] is Outcome.ROUNDING
    return not any(judge(parsed, stated, result, found, computes=False, between=False))


def _remedies(hit: Hit, parsed: ParsedRelation, scope: ValueScope) -> dict[Place, Decimal]:
    """What may be wrong in the place of the figure that is judged: one part of a sum, or of a rate what was spent."""
    stated = hit.at
    parts = [part for name in parsed.names for part in scope(name)]
    if not isinstance(stated, Value) or stated.number is None:
        return {}
    if parsed.additive and isinstance(hit.computed, Decimal):  # of a bound, the figure that just keeps to it
        gap = stated.number - hit.computed
        numbers = ((part.place, part.number + gap) for part in parts if part.number is not None)
        return {place: number for place, number in numbers if number >= 0}
    if stated.type is Type.RATE and len(parts) == 2 and parts[1].number is not None:
        return {parts[0].place: stated.number * parts[1].number / 100}
    return {}


def _holds(formula: str, found: FormReturn) -> bool:
    """Whether a relation between figures that are all stated holds."""
    parsed, scope = parse_relation(formula), found.operands(None)
    targets = found.resolve(parsed.left)
    stated = bool(targets) and targets[0].number is not None and parsed.right(scope).number is not None
    return stated and not any(check(parsed, targets[0], scope, found, computes=False))


def _without_doubt(
    hits: list[Hit],
    parsed: ParsedRelation,
    stated: Value,
    column: str | None,
    found: FormReturn,
    computes: bool,
) -> list[Hit]:
    """The hits that stand: none if only a subtotal is at fault, and no error where parts may be missing."""
    if not any(hit.level is None for hit in hits):
        return hits
    if adds_levels(parsed, found):
        scope = found.operands(column, leaves=True)
        if not list(check(parsed, stated, scope, found, computes)):
            return []
    doubt = doubt_of(parsed, found)
    if doubt and parsed.comparison == "=":
        message = f"{doubt}，不能判断{stated.label}是否正确"
        told = any(_not_found(name, found) for name in parsed.names)  # by TY-13
        return [Hit(message, stated, level=Level.UNDECIDED, related=hits[0].related, primary=not told)]
    return hits


def adds_levels(parsed: ParsedRelation, found: FormReturn) -> bool:
    """Whether a formula adds rows of a group of which some are subtotals of others."""
    return any(row.parts for name in parsed.names for row in found.groups.get(name, ()))


def doubt_of(parsed: ParsedRelation, found: FormReturn) -> str:
    """Why not everything that a formula adds is known, a Chinese clause; "" if it is."""
    doubts = (found.doubts.get(name) or _not_found(name, found) for name in parsed.names)
    return next((doubt for doubt in doubts if doubt), "")


def _not_found(name: str, found: FormReturn) -> str:
    """That a field's label is missing, as TY-13 tells: nobody knows whether its figure is; "" where it is not missed."""
    field = found.form.fields.get(name)
    if field is None or name in found.values:
        return ""
    label = field.label.text.rstrip("：:")
    missed = any(change.label == label and not change.found for change in found.alterations)
    return f"没有读到“{name}”" if missed else ""


def columns_of(form: Form, left: str) -> Sequence[str | None]:
    """The money columns that a relation whose left side is a whole row goes over; just None for a single value."""
    if form.names.get(left, Type.TEXT) is not None:
        return (None,)
    for grid in form.grids.values():
        if not grid.single and any(row.name == left for row in grid.rows):
            return [column.name for column in grid.columns if column.type is Type.AMOUNT]
    return (None,)


def return_hits(relation: Relation, ret: Return) -> Iterator[Hit]:
    """What a relation between forms finds; nothing where one of the forms is not in the return."""
    hits = _across(relation.formula, ret)
    if hits and not any(_across(formula, ret) == [] for formula in relation.alternatives):
        yield from hits


def _across(formula: str, ret: Return) -> list[Hit] | None:
    """What a formula finds; None where a form is not in the return, or the figure that it judges is not stated."""
    parsed = parse_relation(formula)
    units = {form.money_unit for name in (parsed.left, *parsed.names) for form in _forms(ret, name)[:1]}
    hits: list[Hit] = []
    as_marked = (
        (False, True) if len(units) > 1 else (False,)
    )  # a mark may be wrong: either way they may agree
    for in_wan in as_marked:
        scope = return_scope(ret, in_wan=in_wan)
        targets = scope(parsed.left)
        if not targets or not all(scope(name) for name in parsed.names):
            return None
        found = _forms(ret, parsed.left)[0]
        hits = list(check(parsed, targets[0], scope, found, computes=False, between=True))
        mendable = _mendable(hits, parsed, scope, found)
        hits = list(told_in_wan(mendable, ret.forms) if in_wan else mendable)
        for hit in hits:
            hit.form, hit.unit = found.name, WAN if in_wan else found.money_unit
        if not hits:
            return [] if targets[0].number is not None else None
    return hits


def return_scope(ret: Return, *, in_wan: bool = False) -> ValueScope:
    """Names with the form's id in front, over a return with one form of that id.

    ``in_wan`` counts the amounts of all forms in 万元, as forms in different units must be to be compared.
    """

    def resolve(name: str) -> Sequence[Value]:
        forms = _forms(ret, name)
        values = forms[0].resolve(name.partition(".")[2]) if forms else []
        return [forms[0].in_wan(value) for value in values] if in_wan else values

    return resolve


def _forms(ret: Return, name: str) -> Sequence[FormReturn]:
    return ret.of(name.partition(".")[0])


def computed_from(found: FormReturn, value: Value) -> bool:
    """Whether a rule of the form computes another figure than zero for a value."""
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        if relation.computes and relation.rule and parsed.left in (value.name, value.name.partition(".")[0]):
            for column in columns_of(found.form, parsed.left):
                if (
                    value in found.resolve(parsed.left, column)
                    and parsed.right(found.operands(column)).number
                ):
                    return True
    return False


def left_open(found: FormReturn, blanks: Sequence[Value]) -> Iterator[Value]:
    """What is empty too because the form computes it from one of these values."""
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        if relation.computes and relation.rule:
            for column in columns_of(found.form, parsed.left):
                inputs = (value for name in parsed.names for value in found.resolve(name, column))
                if any(value in blanks for value in inputs):
                    targets = found.resolve(parsed.left, column)
                    yield from (
                        value for value in targets if value.blank and value.place.row and value not in blanks
                    )
