"""XM-01, ZP-03 and ZP-04 for what a unit has parted further: a source of money, and the total by kinds of expenditure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from perfxl.formset.names import OVERALL, PROJECT
from perfxl.formula import parse_relation
from perfxl.returns.levels import wrong_splits
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, Context, direction, figure, names, sum_holds
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.through_sums import through_sums


@form_rule("XM-01", PROJECT)
def parts_of_a_source(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A source, or the total, is not the sum of its parts in one column, as it is in the others."""
    for split in wrong_splits(found.split):
        yield from _unlike(found, *split)


@form_rule("ZP-03", OVERALL)
def parts_of_a_departments_source(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A source is not the sum of its parts in one column, as it is in the others."""
    for split in wrong_splits(found.split):
        if not _is_total(split[0], found):
            yield from _unlike(found, *split)


@form_rule("ZP-04", OVERALL)
def expenditure_beside_the_sources(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The total is not the sum of the expenditure by kind in one column, as it is in the others."""
    for split in wrong_splits(found.split):
        if _is_total(split[0], found):
            yield from _unlike(found, *split)


def _is_total(value: Value, found: FormReturn) -> bool:
    """Whether a value is in the row that the form's own sources make up."""
    name = value.name.partition(".")[0]
    return any(row.among and row.after == name for grid in found.form.grids.values() for row in grid.rows)


def _unlike(found: FormReturn, stated: Value, parts: Sequence[Value], due: Decimal) -> Iterator[Hit]:
    """A figure and the sum of its parts; nothing of a total of which the sources say the same."""
    if due in _sums_of_sources(stated, found):
        return
    gap = (stated.number or Decimal(0)) - due
    made_of = "、".join(names(parts, stated))
    message = f"{stated.label} {figure(stated.number)}，比{made_of}之和 {figure(due)}{direction(gap)}"
    yield Hit(
        message,
        stated,
        due,
        tolerance=EXACT,
        related=parts,
        remedies=through_sums(found, stated, due),
        holds=partial(sum_holds, stated, parts),
    )


def _sums_of_sources(stated: Value, found: FormReturn) -> Iterator[Decimal]:
    """What the form's own formulas make of a total in the column of a value."""
    name, _, column = stated.name.partition(".")
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        if parsed.left == name and parsed.additive:
            number = parsed.right(found.operands(column)).number
            if number is not None:
                yield number
