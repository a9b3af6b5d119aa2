"""XM-01 for a source of money that a unit has parted further: by level of government, by fund."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from perfxl.formset.names import PROJECT
from perfxl.returns.levels import wrong_splits
from perfxl.returns.model import FormReturn
from perfxl.rules.context import EXACT, Context, direction, figure, names, sum_holds
from perfxl.rules.registry import Hit, form_rule
from perfxl.rules.through_sums import through_sums


@form_rule("XM-01", PROJECT)
def parts_of_a_source(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A source is not the sum of its parts in one column, as it is in the others."""
    for stated, parts, due in wrong_splits(found.split):
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
