"""Stretches of rows or columns that a file says something of, and which rows or columns with content lie in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Span = tuple[int, int]
"""The first and the last row (or column) of a stretch, from 1."""


def inside(spans: Sequence[Span], numbers: Iterable[int]) -> frozenset[int]:
    """Those of some rows (or columns) that lie in one of the spans, which may overlap and be far longer."""
    if not spans:
        return frozenset()
    ordered = sorted(spans)
    starts = [first for first, _ in ordered]
    reach = list(accumulate((last for _, last in ordered), max))
    return frozenset(
        number for number in set(numbers) if (at := bisect_right(starts, number)) and number <= reach[at - 1]
    )
