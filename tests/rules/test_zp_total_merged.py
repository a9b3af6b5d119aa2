"""ZP-08 where the total row holds one number only, in merged cells or away from the column of scores."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Checked, Options, check_book
from perfxl.fill import fill
from perfxl.workbook.model import Area

TOTAL = 19


def project(*cells: Content, merged: Area | None = None, weights: bool = True) -> Checked:
    """The first project's form by itself with another total row, with or without the weights of its indicators."""
    rows = sheets()[FIRST]
    rows[TOTAL - 1] = list(cells)
    if not weights:
        for row in rows[11:TOTAL]:
            del row[6:7]
    book = book_of({FIRST: rows})
    if merged is not None:
        book.sheets[0].merges.append(merged)
    return check_book(book, "return.xlsx", "", Options("mof-2020"))


def told(checked: Checked) -> list[tuple[str, str | None, str | None]]:
    """What is found with the figures; where the indicators have no weights, their sum cannot be judged."""
    found = (one for one in checked.findings if one.rule != "ZP-07")
    return [(line(one), one.stated, one.computed) for one in found]


@pytest.mark.parametrize("weights", [True, False])
@pytest.mark.parametrize("written", [d("99.98"), "99.98分", "99.98"])
def test_a_total_in_merged_cells_is_the_total_score(written: Content, weights: bool) -> None:
    checked = project("总分", written, merged=Area(TOTAL, 2, TOTAL, 8), weights=weights)
    assert told(checked) == []
    assert checked.ret is not None
    assert fill(checked.ret) == []


@pytest.mark.parametrize("weights", [True, False])
@pytest.mark.parametrize("written", [d("98.98"), "98.98分"])
def test_a_wrong_total_in_merged_cells(written: Content, weights: bool) -> None:
    checked = project("总分", written, merged=Area(TOTAL, 2, TOTAL, 8), weights=weights)
    assert told(checked) == [("ZP-08 error 项目一!B19", "98.98", "99.98")]
    assert checked.ret is not None
    assert [(change.place.address, change.after) for change in fill(checked.ret)] == [("B19", "99.98")]


def test_full_marks_in_merged_cells_may_be_those_of_the_weights() -> None:
    checked = project("总分", 100, merged=Area(TOTAL, 2, TOTAL, 8))
    assert told(checked) == [("ZP-08 warning 项目一!B19", "100", "99.98")]


def test_merged_cells_beside_the_weights_hold_the_total_score() -> None:
    row = ["总分", None, None, None, None, None, 100, d("99.98")]
    assert told(project(*row, merged=Area(TOTAL, 8, TOTAL, 9))) == []
    row[-1] = d("98.98")
    assert told(project(*row, merged=Area(TOTAL, 8, TOTAL, 9))) == [
        ("ZP-08 error 项目一!H19", "98.98", "99.98")
    ]


def test_a_merged_label_is_no_figure() -> None:
    row = ["总分", None, None, None, None, None, None, d("99.98")]
    assert told(project(*row, merged=Area(TOTAL, 1, TOTAL, 7))) == []


def test_without_weights_a_lone_number_is_the_total_score() -> None:
    assert told(project("总分", d("99.98"), weights=False)) == []
    assert told(project("总分", d("98.98"), weights=False)) == [("ZP-08 error 项目一!B19", "98.98", "99.98")]


def test_full_marks_beside_a_blank_total_score() -> None:
    assert told(project("总分", 100, weights=False)) == [("ZP-08 warning 项目一!B19", "100", "99.98")]
    row = ["总分", None, None, None, None, None, 100]
    assert told(project(*row)) == [("ZP-08 warning 项目一!G19", "100", "99.98")]
