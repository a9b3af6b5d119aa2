"""Rows below a total that part it a second time, beside the form's own: 基本支出, 项目支出 beside the sources of money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from perfxl.returns.levels import arrange
from perfxl.returns.model import GroupRow
from perfxl.returns.value import Value

_NEAR = Decimal("0.01")
_SEVERAL = 2
"""So many rows part a total, and in so many columns it must be seen that they do."""


def parted_twice(
    rows: Sequence[GroupRow], official: Sequence[int], total: Mapping[str, Value]
) -> list[GroupRow]:
    """The added rows (without their parts) that make up the total once more, beside the form's own that do.

    ``official`` are the indices of the form's own. The others stand together, make it up in several columns and in
    more than not, and are no parts of the row above them; then none of them is added up with the form's own. An empty
    list where that is not so: they are as they were.
    """
    others = [at for at in range(len(rows)) if at not in official]
    together = len(others) >= _SEVERAL and others[-1] - others[0] < len(others)
    if not together or not _mostly([rows[at] for at in official], total):
        return []
    added = [rows[at] for at in others]
    arrange(added, total)
    parts = [row for row in added if row.counted]
    of_above = others[0] > 0 and _mostly(parts, rows[others[0] - 1].values)
    if len(parts) >= _SEVERAL and _mostly(parts, total) and not of_above:
        for row in parts:
            row.counted = False
        return parts
    _start_again(added)
    return []


def parted_alone(rows: Sequence[GroupRow], total: Mapping[str, Value]) -> bool:
    """Whether rows among which is none of the form's own make up the total in most columns, in levels of their own."""
    arrange(rows, total)
    parts = [row for row in rows if row.counted]
    if len(parts) >= _SEVERAL and _mostly(parts, total):
        return True
    _start_again(rows)
    return False


def _start_again(rows: Sequence[GroupRow]) -> None:
    """Take rows as if nothing were known of their levels."""
    for row in rows:
        row.parts.clear()
        row.counted, row.of_which = True, False


def _mostly(rows: Sequence[GroupRow], whole: Mapping[str, Value]) -> bool:
    """Whether rows make up a whole in several columns, and in more than not."""
    agree = differ = 0
    for name, value in whole.items():
        if value.type.numeric and value.number:
            numbers = (row.values[name].number for row in rows if name in row.values)
            known = sum((number for number in numbers if number is not None), Decimal(0))
            near = abs(known - value.number) <= _NEAR
            agree, differ = agree + near, differ + (not near)
    return agree >= _SEVERAL and agree > differ
