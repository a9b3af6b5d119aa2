"""XM-02 for rates of execution elsewhere: in a row of the list, on a form that scores it nowhere else; beside a source."""

from __future__ import annotations

import pytest

from cases import Case, case, first, line, second, verify
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Options, check_book
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

Rows = list[list[Content]]
ROW, TOTAL = 12, 19
"""The row of budget execution, and that of the total, from 0."""


def rows(actual: Content = "99.82%", score: str = "9.98", total: str | None = "99.98") -> Rows:
    """A project's form with budget execution as the first row of its list, and none of it beside the funds."""
    form = [list(row) for row in sheets()[FIRST]]
    for row in form[4:7]:
        del row[8], row[6]
    form.insert(
        ROW, [None, "预算执行率(10分)", None, None, "100%", actual, 10, d(score), "节约开支，余款已交回。"]
    )
    form[TOTAL][7] = None if total is None else d(total)
    return form


def told(form: Rows) -> list[tuple[str, str | None, str | None]]:
    findings = check_book(book_of({FIRST: form}), "return.xlsx", "", Options()).findings
    return [(line(one), one.stated, one.computed) for one in findings]


@pytest.mark.case("XM-02", "passes")
@pytest.mark.case("ZP-21", "passes")
def test_the_rate_of_the_amounts_in_the_list() -> None:
    assert told(rows()) == []
    named = rows()
    named[ROW][1:4] = ["预算执行(10分)", "预算执行率", "预算执行率"]
    assert told(named) == []


@pytest.mark.case("XM-02", "fails")
def test_another_rate_in_the_list() -> None:
    assert told(rows("98%", "9.8", "99.8")) == [("XM-02 error 项目一!F13", "98%", "99.8182")]
    assert told(rows("98%")) == [
        ("XM-02 error 项目一!F13", "98%", "99.8182"),
        ("ZP-14 error 项目一!H13 从属", "9.98", "9.8"),
    ]


@pytest.mark.case("XM-02", "boundary")
def test_the_same_wrong_rate_twice_is_told_once() -> None:
    form = rows("98%", "9.8", "99.8")
    form[5][6] = "98%"
    assert told(form) == [
        ("XM-02 error 项目一!G6", "98", "99.8182"),
        ("XM-02 error 项目一!F13 从属", "98%", "99.8182"),
    ]


def test_an_indicator_of_another_rate_is_its_own() -> None:
    form = rows()
    form[ROW][3] = "政府采购预算执行率"
    form[ROW][5:8] = ["98%", 10, d("9.8")]
    form[TOTAL][7] = d("99.8")
    assert told(form) == []


def test_the_totals_are_those_of_the_list() -> None:
    form = rows(total=None)
    form[TOTAL][6] = None
    ret = read_return(book_of({FIRST: form}), [load_form_set("mof-2020")])
    assert ret is not None
    assert {change.place.address: change.after for change in fill(ret)} == {"G20": "100", "H20": "99.98"}


# fmt: off
CASES = [
    case("XM-02", "passes", first(H7="99.82%")),
    case("XM-02", "passes", {**second(H7="0.9333", I7="—")}),
    case("XM-02", "fails", first(H7="98.82%"), "XM-02 info 项目一!H7", figures=("98.82", "99.8182", "-0.9982"),
         related="F7 E7"),
    # a repeated rate of the total, and one of nothing
    case("XM-02", "boundary", first(D8=0, E8=0, F8=0, H8="0%", H7="99.82%")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_rates_beside_the_sources(item: Case) -> None:
    verify(item)
