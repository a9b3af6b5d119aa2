"""The national form of a department with its funds by kind of expenditure: no form of Hunan's."""

from __future__ import annotations

import pytest

from cases import line
from made import OVERALL, Content, book_of
from made_hunan_2022 import hunan_2022_sheets
from made_national import department_rows, returned, year_rows
from perfxl.checking import Options, check_book

Rows = list[list[Content]]
BASIC: list[Content] = [None, "其中：基本支出", None, 300, 300, 298, "—", "99.33%", "—"]
PROJECTS: list[Content] = [None, "项目支出", None, 100, 110, "103.8", "—", "94.36%", "—"]


def by_kind(*rows: list[Content]) -> Rows:
    """The form with these rows below the total of its funds."""
    form = department_rows()
    return [*form[:5], *(list(row) for row in rows), *form[8:]]


@pytest.mark.parametrize("title", ["部门整体支出绩效自评表", "单位整体支出绩效自评表", "部门整体绩效自评表"])
@pytest.mark.parametrize("first", ["其中：基本支出", "基本支出", "1.基本支出"])
def test_it_is_the_national_form(title: str, first: str) -> None:
    form = by_kind([None, first, *BASIC[2:]], PROJECTS)
    form[0] = [title]
    right = returned(form)
    assert right.ret.form_set.id == "mof-2020-department"
    assert [line(one) for one in right.findings if one.level.value != "info"] == []
    wrong = returned(form, {"F7": "113.8"})
    assert [line(one) for one in wrong.findings if one.level.value != "info"] == ["ZP-03 error 表!F5"]


def test_with_hunans_labels_it_is_hunans() -> None:
    result = check_book(book_of({OVERALL: hunan_2022_sheets()[OVERALL]}), "return.xlsx", "", Options())
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022"


def test_it_stays_hunans_without_the_lines_above_its_amounts() -> None:
    """What stands side by side under its funds is no row of the national form's."""
    rows = hunan_2022_sheets()[OVERALL]
    rows[5] = []
    result = check_book(book_of({OVERALL: rows}), "return.xlsx", "", Options())
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022"
    errors = [line(one) for one in result.findings if one.level.value == "error"]
    assert errors == [f"TY-13 error {OVERALL}"] * 2


def test_beside_declarations_it_is_said_to_be_the_national_form() -> None:
    book = book_of({OVERALL: by_kind(BASIC, PROJECTS), "申报": year_rows()})
    (left,) = (one for one in check_book(book, "return.xlsx", "", Options()).findings if one.rule == "WJ-04")
    assert "（套表 mof-2020-department）" in left.message


def test_where_hunans_set_is_asked_for_it_is_hunans_form_without_some_labels() -> None:
    book = book_of({OVERALL: by_kind(BASIC, PROJECTS)})
    result = check_book(book, "return.xlsx", "", Options("hunan-2022"))
    errors = [line(one) for one in result.findings if one.level.value == "error"]
    assert errors == [f"TY-13 error {OVERALL}"] * 3


SOURCES: Rows = [
    [None, "其中：当年财政拨款", None, 400, 400, "391.8", "—", "97.95%", "—"],
    [None, "上年结转资金", None, None, 10, 10, "—", None, "—"],
    [None, "其他资金"],
]
STAFF: list[Content] = [None, "其中：人员经费", None, 250, 250, 249, "—", "99.6%", "—"]
OFFICE: list[Content] = [None, "公用经费", None, 50, 50, 49, "—", "98%", "—"]


def told(*rows: list[Content], **cells: Content) -> list[str]:
    findings = returned(by_kind(*rows), cells).findings
    return [line(one) for one in findings if one.level.value != "info"]


def test_expenditure_may_be_parted_further() -> None:
    rows = (BASIC, STAFF, OFFICE, PROJECTS)
    assert told(*rows) == []
    assert told(*rows, F6="288") == ["ZP-03 error 表!F5 从属", "ZP-03 error 表!F6"]
    assert told(*rows, F9="113.8") == ["ZP-03 error 表!F5"]
    assert told(*rows, F8="59") == ["ZP-03 error 表!F6"]


@pytest.mark.case("ZP-04", "passes")
@pytest.mark.case("ZP-03", "passes")
def test_the_total_may_be_parted_by_source_and_by_kind() -> None:
    for rows in (
        (*SOURCES, BASIC, PROJECTS),
        (BASIC, PROJECTS, *SOURCES),
        (*SOURCES, BASIC, STAFF, OFFICE, PROJECTS),
    ):
        assert told(*rows) == []


@pytest.mark.case("ZP-04", "fails")
def test_kinds_of_expenditure_that_do_not_make_up_the_total() -> None:
    assert told(*SOURCES, BASIC, PROJECTS, F10="113.8") == ["ZP-04 error 表!F5"]
    assert told(BASIC, PROJECTS, *SOURCES, F7="113.8") == ["ZP-04 error 表!F5"]


@pytest.mark.case("ZP-03", "fails")
def test_sources_that_do_not_make_up_the_total_are_told_once() -> None:
    assert told(*SOURCES, BASIC, PROJECTS, F6="381.8") == ["ZP-03 error 表!F5"]
    both = told(*SOURCES, BASIC, PROJECTS, F5="391.8")
    assert [text for text in both if not text.endswith("从属")] == ["ZP-03 error 表!F5"]


@pytest.mark.case("ZP-03", "fails")
def test_kinds_of_expenditure_of_one_source() -> None:
    grants = [[None, "其中：基本支出", None, 300, 300, 298], [None, "项目支出", None, 100, 100, "93.8"]]
    rows = (SOURCES[0], *grants, *SOURCES[1:])
    assert told(*rows) == []
    assert told(*rows, F8="83.8") == ["ZP-03 error 表!F6"]
