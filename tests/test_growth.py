"""What a return or a report costs grows with what is in it, and no faster."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from growing import FORMS, REPORTS, RETURNS, TITLE, steps
from perfxl.checking import check_book
from perfxl.words.audit import audit_report
from perfxl.words.document import read_document
from perfxl.workbook.model import Book

MOST = 2.3
"""Twice as much of something may cost so many times as much: what is sorted costs a little more than twice."""


def growth(cost: Callable[[int], int], count: int) -> float:
    """How many times as much the second ``2 * count`` of something cost as the first ``count`` do beyond these."""
    cost(1)  # what is loaded or compiled on first use is not the return's doing
    one, two, four = (cost(number * count) for number in (1, 2, 4))
    return (four - two) / (two - one)


def check(make: Callable[[int], Book], count: int) -> int:
    """The steps of checking a return with so many of something."""
    book = make(count)
    return steps(lambda: check_book(book, "x.xlsx", ""))


def report(make: Callable[[int], str], count: int) -> int:
    """The steps of checking a report with so many sentences."""
    document = read_document((TITLE + make(count)).encode(), "报告.txt")
    return steps(lambda: audit_report(document))


@pytest.mark.parametrize("name", RETURNS)
def test_more_rows_cost_no_more_each(name: str) -> None:
    assert growth(lambda count: check(RETURNS[name], count), 30) < MOST


@pytest.mark.parametrize("name", FORMS)
def test_more_forms_cost_no_more_each(name: str) -> None:
    assert growth(lambda count: check(FORMS[name], count), 4) < MOST


@pytest.mark.parametrize("name", REPORTS)
def test_more_sentences_cost_no_more_each(name: str) -> None:
    assert growth(lambda count: report(REPORTS[name], count), 30) < MOST


def test_what_grows_faster_is_seen() -> None:
    def looks_at_pairs(count: int) -> int:
        return steps(lambda: [one for one in range(count) for other in range(count) if one == other])

    assert growth(looks_at_pairs, 30) > 1.5 * MOST
