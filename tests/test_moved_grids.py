"""Funds and goals that a unit has put between the indicators and their total are no indicators."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, Made, audited, book_of, d, sheets

Rows = list[list[Content]]
FUNDS, GOALS, LIST, TOTAL = 4, 9, 11, 18
"""Of the first project, from 0: where each part begins."""


def below_the_indicators(rows: Rows, first: int, end: int) -> Made:
    """The clean return with rows of its first project moved down to the total of the indicators."""
    content = sheets()
    content[FIRST] = [*rows[:first], *rows[end:TOTAL], *rows[first:end], *rows[TOTAL:]]
    return audited(book_of(content))


PARTS = [(FUNDS, GOALS), (GOALS, LIST), (FUNDS, LIST)]


@pytest.mark.parametrize(("first", "end"), PARTS)
def test_what_stands_between_the_indicators_and_their_total(first: int, end: int) -> None:
    assert below_the_indicators(sheets()[FIRST], first, end).findings == []


@pytest.mark.parametrize(("first", "end"), PARTS)
def test_is_judged_as_what_it_is(first: int, end: int) -> None:
    rows = sheets()[FIRST]
    rows[6][3] = d("49")
    made = below_the_indicators(rows, first, end)
    assert [line(one).split("!")[0] for one in made.findings] == [f"XM-01 error {FIRST}"]


@pytest.mark.parametrize(("first", "end"), PARTS)
def test_a_wrong_total_is_found_below_it(first: int, end: int) -> None:
    rows = sheets()[FIRST]
    rows[TOTAL][7] = d("98.98")
    made = below_the_indicators(rows, first, end)
    assert [line(one) for one in made.findings] == [f"ZP-08 error {FIRST}!H19"]
    assert made.only("ZP-08").computed == "99.98"
