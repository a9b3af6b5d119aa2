"""XM-01 for sources of money that a unit has parted further: by level of government, by fund."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Options, check_book
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

Rows = list[list[Content]]
Cells = dict[tuple[int, int], Content]
SPENT = 5
"""The column of what was spent, from 0."""
TOTAL, SOURCE, COUNTY = 5, 6, 9
"""The rows of the total, of the grants, and of the last of their parts, from 0."""


def rows(first: str, cells: Cells) -> Rows:
    """A project's form whose grants are parted by level of government."""
    form = [list(row) for row in sheets()[FIRST]]
    form[7:7] = [
        [None, first, None, 20, 25, 25],
        [None, "省级资金", None, 20, 20, 20],
        [None, "县级资金", None, 10, 10, d("9.9")],
    ]
    for (row, col), content in cells.items():
        form[row][col] = content
    return form


def told(first: str, cells: Cells) -> list[tuple[str, str | None, str | None]]:
    findings = check_book(book_of({FIRST: rows(first, cells)}), "return.xlsx", "", Options()).findings
    return [(line(one), one.stated, one.computed) for one in findings]


FIRSTS = pytest.mark.parametrize("first", ["其中：中央资金", "中央资金"])


@pytest.mark.case("XM-01", "passes")
@FIRSTS
def test_parts_that_make_up_their_source(first: str) -> None:
    assert told(first, {}) == []


@pytest.mark.case("XM-01", "fails")
@FIRSTS
def test_a_part_that_is_wrong_in_one_column(first: str) -> None:
    assert told(first, {(COUNTY, SPENT): 9}) == [("XM-01 error 项目一!F7", "54.9", "54")]


@pytest.mark.case("XM-01", "fails")
def test_a_wrong_source_explains_the_total() -> None:
    assert told("中央资金", {(SOURCE, SPENT): d("53.9")}) == [
        ("XM-01 error 项目一!F6 从属", "54.9", "53.9"),
        ("XM-01 error 项目一!F7", "53.9", "54.9"),
    ]


@pytest.mark.case("XM-01", "boundary")
def test_parts_of_which_only_some_are_named_need_not_make_it_up() -> None:
    assert told("其中：中央资金", {(COUNTY, col): None for col in (3, 4, 5)}) == []


def test_a_total_is_filled_in_where_the_parts_are_certain() -> None:
    book = book_of({FIRST: rows("中央资金", {(TOTAL, col): None for col in (3, 4, 5)})})
    ret = read_return(book, [load_form_set("mof-2020")])
    assert ret is not None
    written = {change.place.address: change.after for change in fill(ret)}
    assert written == {"D6": "50", "E6": "55", "F6": "54.9"}
