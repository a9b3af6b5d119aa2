"""Rules that are formulas of the form set: evaluated over each form, column by column, or over the whole return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from perfxl.finding import Level, Place
from perfxl.formset.model import Form, Relation, Type
from perfxl.formula import ParsedRelation, Result, Scope, parse_relation
from perfxl.returns.levels import wrong_splits
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import WAN
from perfxl.returns.value import Value
from perfxl.rules.amounts import told_in_wan
from perfxl.rules.context import (
    Outcome,
    compare,
    direction,
    figure,
    is_fraction_of,
    names,
    shown,
    undecided,
    with_figure,
)
from perfxl.rules.registry import Hit

ValueScope = Callable[[str], Sequence[Value]]
"""The values that a formula's name stands for."""
_NAMED_PARTS = 4
"""Up to this many parts of a sum are named in a message."""


_NO_RATE_FIX = "请核对所用的各数；确实都是 0 的，比率填“/”。"


def form_hits(relation: Relation, found: FormReturn) -> Iterator[Hit]:
    """What a relation within one form finds there."""
    parsed = parse_relation(relation.formula)
    for column in columns_of(found.form, parsed.left):
        targets = found.resolve(parsed.left, column)
        if targets:
            hits = list(_check(parsed, targets[0], found.operands(column), found, relation.computes))
            hits = _without_doubt(hits, parsed, targets[0], column, found, relation.computes)
            if not (hits and any(_holds(formula, found) for formula in relation.alternatives)):
                mendable = _mendable(hits, parsed, found.operands(column), found)
                yield from (_after_splits(hit, found) for hit in mendable)


def _after_splits(hit: Hit, found: FormReturn) -> Hit:
    """A hit that follows from a source that is not the sum of its parts is not primary."""
    figures = {value.place: due for value, _, due in wrong_splits(found.split)} if found.split else {}
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
    hits = _check(parsed, stated, changed, found, computes=False)
    return all(hit.level is Level.INFO for hit in hits)


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
    return stated and not any(_check(parsed, targets[0], scope, found, computes=False))


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
        if not list(_check(parsed, stated, scope, found, computes)):
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
        hits = list(_check(parsed, targets[0], scope, found, computes=False, between=True))
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


def _check(
    parsed: ParsedRelation,
    stated: Value,
    scope: Scope,
    found: FormReturn,
    computes: bool,
    between: bool = False,
) -> Iterator[Hit]:
    result = parsed.right(scope)
    parts = [operand for operand in result.used if isinstance(operand, Value)]

    def what() -> str:
        return f"{stated.label}与{_of_parts(parts, parsed, found, between)}的关系"

    broken = [
        value
        for value in (stated, *_values(result.unusable))
        if value.reading.number is None and not value.blank
    ]
    if broken:
        yield undecided(what(), broken, [stated, *parts])
        return
    if result.number is None:
        yield from _without_result(stated, result, parts, what())
        return
    if stated.number is None:
        yield from _blank(stated, result.number, parts, what(), computes, found)
        return
    hit = _compare(parsed, stated, result, parts, found, between)
    if (
        hit and between and result.blanks
    ):  # another form's blank is no zero: the gap may be just what it lacks
        yield undecided(what(), list(_values(result.blanks)), [stated, *parts])
    elif hit:
        yield hit


def _without_result(stated: Value, result: Result, parts: Sequence[Value], what: str) -> Iterator[Hit]:
    """A figure is stated where nothing can be computed: an input is blank, or what is divided by is zero.

    Of nothing but zeros there is no rate, whatever is stated.
    """
    if not stated.number:
        return
    blanks = list(_values(result.blanks))
    divisors = [part for part in parts if part.number == 0 and part.type is not Type.SCORE]
    if blanks:
        yield undecided(what, blanks, [stated, *parts])
    elif divisors and stated.type is Type.RATE and not any(part.number for part in parts):
        message = f"{stated.label} {figure(stated.number, Type.RATE)}，而{'、'.join(names(parts))}均为 0，算不出比率"
        yield Hit(message, stated, stated=stated.text, related=parts, fix=_NO_RATE_FIX)
    elif divisors:
        divisor = divisors[-1]  # of a rate, the second amount
        yield Hit(
            f"{divisor.label}为 0，不能判断{what}", divisor, level=Level.UNDECIDED, related=[stated, *parts]
        )


def _values(operands: Sequence[object]) -> Iterator[Value]:
    return (operand for operand in operands if isinstance(operand, Value))


def _blank(
    stated: Value, computed: Decimal, parts: Sequence[Value], what: str, computes: bool, found: FormReturn
) -> Iterator[Hit]:
    """An empty cell: one that should be computed lacks its figure (said once); of others nothing can be said."""
    if computed == 0:
        return
    if computes:
        message = f"{stated.label}未填写，应为 {figure(computed, stated.type)}"
        yield Hit(message, stated, computed, stated="", related=parts)
    elif stated.name not in computed_names(found.form):
        yield undecided(what, [stated], parts)


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


def computed_names(form: Form) -> set[str]:
    """The names on the left of the form's computations."""
    return {parse_relation(relation.formula).left for relation in form.relations if relation.computes}


def _compare(
    parsed: ParsedRelation,
    stated: Value,
    result: Result,
    parts: Sequence[Value],
    found: FormReturn,
    between: bool,
) -> Hit | None:
    computed = result.number
    if computed is None or stated.number is None:
        return None
    outcome, tolerance = compare(stated.type, stated.reading, computed)
    difference = stated.number - shown(computed)
    if outcome is Outcome.EQUAL or _satisfied(parsed.comparison, difference):
        return None
    as_written = stated.type is Type.RATE and stated.reading.unit != "%"
    if as_written and not between and is_fraction_of(stated.reading, computed):
        return None  # right but for its writing, which TY-12 tells
    said = f"{stated.label} {stated.text if as_written else figure(stated.number, stated.type)}"
    should = figure(computed, stated.type)
    source = _of_parts(parts, parsed, found, between, stated)
    if parsed.comparison != "=":
        relation = "小于" if parsed.comparison == ">=" else "大于"
        message = f"{said}，{relation}{source} {should}，{direction(difference, stated.type)}"
    elif stated.type is Type.AMOUNT:
        message = f"{said}，比{source} {should}{direction(difference, stated.type)}"
    else:
        message = f"{said}，按{source}计算应为 {should}"
    empty = names(list(_values(result.blanks)), stated)
    if empty and len(parts) <= 6:
        message += f"（{'、'.join(empty)}未填）"
    rounding = outcome is Outcome.ROUNDING
    return Hit(message, stated, computed, tolerance=tolerance, rounding=rounding, related=parts)


def _satisfied(comparison: str, difference: Decimal) -> bool:
    return (comparison == ">=" and difference >= 0) or (comparison == "<=" and difference <= 0)


def _of_parts(
    parts: Sequence[Value],
    parsed: ParsedRelation,
    found: FormReturn,
    between: bool,
    stated: Value | None = None,
) -> str:
    """What the right side is called: a group's rows, the parts by name, or their number."""
    if len(parsed.names) == 1 and parsed.names[0] in found.groups:
        return f" {len(parts)} 个{parsed.names[0]}之和"
    labels = names(parts, stated)
    if len(labels) == 1 and len(parts) > 1 and parsed.additive:
        return f" {len(parts)} 项{labels[0]}之和"
    if len(labels) > _NAMED_PARTS:
        return f" {len(labels)} 项之和"
    named = "、".join(labels)
    if between:
        named = f"{parsed.names[0].split('.', 1)[0]}的{named}"
    return f"{named}之和" if parsed.additive and len(labels) > 1 else named
