"""A stated figure against what a formula of the form set makes of others: what is wrong, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Level
from perfxl.formset.model import Form, Type
from perfxl.formula import ParsedRelation, Result, Scope, parse_relation
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import (
    Outcome,
    compare,
    direction,
    figure,
    is_fraction_of,
    names,
    shown,
    undecided,
)
from perfxl.rules.registry import Hit

_NAMED_PARTS = 4
"""Up to this many parts of a sum are named in a message."""
_NO_RATE_FIX = "请核对所用的各数；确实都是 0 的，比率填“/”。"


def check(
    parsed: ParsedRelation,
    stated: Value,
    scope: Scope,
    found: FormReturn,
    computes: bool,
    between: bool = False,
) -> Iterator[Hit]:
    """What is wrong with a stated figure by a relation; ``between`` is one between forms.

    ``computes`` says that the form computes the figure, so that none may be missing.
    """
    return judge(parsed, stated, parsed.right(scope), found, computes, between)


def judge(
    parsed: ParsedRelation, stated: Value, result: Result, found: FormReturn, computes: bool, between: bool
) -> Iterator[Hit]:
    """As :func:`check`, of what the right side has come to."""
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
        yield from _without_result(stated, result, parts, what)
        return
    if stated.number is None:
        yield from _blank(stated, result.number, parts, what, computes, found)
        return
    hit = _compare(parsed, stated, result, parts, found, between)
    if (
        hit and between and result.blanks
    ):  # another form's blank is no zero: the gap may be just what it lacks
        yield undecided(what(), list(_values(result.blanks)), [stated, *parts])
    elif hit:
        yield hit


def _without_result(
    stated: Value, result: Result, parts: Sequence[Value], what: Callable[[], str]
) -> Iterator[Hit]:
    """A figure is stated where nothing can be computed: an input is blank, or what is divided by is zero.

    Of nothing but zeros there is no rate, whatever is stated.
    """
    if not stated.number:
        return
    blanks = list(_values(result.blanks))
    divisors = [part for part in parts if part.number == 0 and part.type is not Type.SCORE]
    if blanks:
        yield undecided(what(), blanks, [stated, *parts])
    elif divisors and stated.type is Type.RATE and not any(part.number for part in parts):
        message = f"{stated.label} {figure(stated.number, Type.RATE)}，而{'、'.join(names(parts))}均为 0，算不出比率"
        yield Hit(message, stated, stated=stated.text, related=parts, fix=_NO_RATE_FIX)
    elif divisors:
        divisor = divisors[-1]  # of a rate, the second amount
        yield Hit(
            f"{divisor.label}为 0，不能判断{what()}", divisor, level=Level.UNDECIDED, related=[stated, *parts]
        )


def _values(operands: Sequence[object]) -> Iterator[Value]:
    return (operand for operand in operands if isinstance(operand, Value))


def _blank(
    stated: Value,
    computed: Decimal,
    parts: Sequence[Value],
    what: Callable[[], str],
    computes: bool,
    found: FormReturn,
) -> Iterator[Hit]:
    """An empty cell: one that should be computed lacks its figure (said once); of others nothing can be said."""
    if computed == 0:
        return
    if computes:
        message = f"{stated.label}未填写，应为 {figure(computed, stated.type)}"
        yield Hit(message, stated, computed, stated="", related=parts)
    elif stated.name not in _computed_names(found.form):
        yield undecided(what(), [stated], parts)


def _computed_names(form: Form) -> set[str]:
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
    off = None if computed is None else gap(parsed, stated, computed, between)
    if computed is None or stated.number is None or off is None:
        return None
    outcome, tolerance = off
    difference = stated.number - shown(computed)
    as_written = _as_written(stated)
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


def gap(
    parsed: ParsedRelation, stated: Value, computed: Decimal, between: bool
) -> tuple[Outcome, Decimal] | None:
    """By how much a stated number differs from the computed one, and what would be tolerated; None where it does not."""
    if stated.number is None:
        return None
    outcome, tolerance = compare(stated.type, stated.reading, computed)
    if outcome is Outcome.EQUAL or _satisfied(parsed.comparison, stated.number, computed):
        return None
    if _as_written(stated) and not between and is_fraction_of(stated.reading, computed):
        return None  # right but for its writing, which TY-12 tells
    return outcome, tolerance


def _as_written(stated: Value) -> bool:
    """Whether a figure is a rate without its percent sign, which may be a fraction."""
    return stated.type is Type.RATE and stated.reading.unit != "%"


def _satisfied(comparison: str, stated: Decimal, computed: Decimal) -> bool:
    if comparison == "=":
        return False
    difference = stated - shown(computed)
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
