"""The form set ``hunan-2022``: a department's form whose money has three columns, and the choice of the set."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, d, sheets
from made_hunan_2022 import hunan_2022_sheets, made_hunan_2022
from perfxl.checking import Options, check_book
from perfxl.fill import Change, fill

DEPARTMENT = OVERALL


def test_the_clean_return_has_no_finding() -> None:
    made = made_hunan_2022()
    assert [form.id for form in made.ret.forms] == [BASE, OVERALL, "项目自评表", "项目自评表"]
    assert made.findings == []


def test_where_the_figures_stand() -> None:
    (form,) = made_hunan_2022().ret.of(DEPARTMENT)
    names = (
        "年初预算数",
        "资金总额",
        "执行数",
        "资金执行率",
        "执行分值",
        "执行得分",
        "按收入性质分",
        "项目支出",
    )
    assert {name: (form.value(name).place.address, form.value(name).text) for name in names} == {
        "年初预算数": ("D5", "390"),
        "资金总额": ("E5", "405.40"),
        "执行数": ("F5", "401.12"),
        "资金执行率": ("H5", "98.94%"),
        "执行分值": ("G5", "10"),
        "执行得分": ("I5", "9.89"),
        "按收入性质分": ("D6", "405.4"),
        "项目支出": ("H8", "85"),
    }
    assert form.value("预期目标").place.address == "B12"
    assert form.value("实际完成情况").place.address == "F12"


@pytest.mark.parametrize(
    ("changes", "expected", "figures"),
    [
        (
            {"F5": d("402.21")},
            [f"KB-01 error {OVERALL}!F5", f"ZP-01 error {OVERALL}!H5 从属", f"ZP-02 error {OVERALL}!I5 从属"],
            ("402.21", "401.12", "1.09"),
        ),
        (
            {"H5": "98.49%"},
            [f"ZP-01 error {OVERALL}!H5"],
            ("98.49", "98.9443", "-0.4543"),
        ),
        (
            {"I5": 10, "H22": d("97.5")},
            [f"ZP-02 error {OVERALL}!I5"],
            ("10", "9.8944", "0.1056"),
        ),
        (
            {"H22": d("98.39")},
            [f"ZP-08 error {OVERALL}!H22"],
            ("98.39", "97.39", "1"),
        ),
        (
            {"D7": d("394.5"), "D6": d("404.5")},
            [f"ZP-03 error {OVERALL}!E5"],
            ("405.4", "404.5", "0.9"),
        ),
        (
            {"D6": d("404.5")},
            [f"ZP-03 error {OVERALL}!D6"],
            ("404.5", "405.4", "-0.9"),
        ),
        (
            {"H8": 86, "H6": d("406.4")},
            [f"KB-02 error {OVERALL}!H8", f"ZP-04 error {OVERALL}!E5 从属"],
            ("86", "85", "1"),
        ),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(
    changes: dict[str, Content], expected: list[str], figures: tuple[str, str, str]
) -> None:
    findings = made_hunan_2022(changes).findings
    assert sorted(map(line, findings)) == sorted(expected)
    primary = next(found for found in findings if line(found) == expected[0])
    assert primary.difference is not None
    difference = format(primary.difference.normalize(), "f")
    assert (primary.stated, primary.computed, difference) == figures


@pytest.mark.parametrize("text", ["完成任务。", None, "　"])
def test_an_expected_target_of_a_few_words_is_told(text: Content) -> None:
    findings = made_hunan_2022({"B12": text}).findings
    assert [line(found) for found in findings] == [f"ZP-30 warning {OVERALL}!B12"]


INITIAL = {"D7": 380, "D6": 390, "H7": 310, "H8": 80, "H6": 390}
SPENT = {"D7": d("391.12"), "D6": d("401.12"), "H7": d("318.22"), "H8": d("82.9"), "H6": d("401.12")}


def test_the_split_by_nature_may_be_that_of_what_was_spent() -> None:
    assert made_hunan_2022(SPENT).findings == []


def test_the_split_by_nature_may_be_that_of_the_first_budget() -> None:
    """Only the base form, which has no column of the first budget, does not agree then."""
    findings = made_hunan_2022(INITIAL).findings
    assert not [found for found in findings if found.rule in ("ZP-03", "ZP-04")]
    assert [line(found) for found in findings] == [
        f"KB-02 error {OVERALL}!H7",
        f"KB-02 error {OVERALL}!H8",
    ]


def test_a_split_that_is_none_of_the_three_columns_is_wrong() -> None:
    findings = made_hunan_2022(SPENT | {"D7": d("392.12"), "D6": d("402.12")}).findings
    (found,) = findings
    assert (line(found), found.stated, found.computed) == (f"ZP-03 error {OVERALL}!E5", "405.4", "402.12")


def test_filling_computes_what_the_form_set_computes() -> None:
    """The sums by nature are written beside their labels, whose cells are not merged here."""
    made = made_hunan_2022({"H5": None, "I5": None, "D6": None, "H6": None, "H22": None})
    changes = [change for change in fill(made.ret) if isinstance(change, Change)]
    assert {change.place.address: change.after for change in changes} == {
        "H5": "98.94%",
        "I5": "9.89",
        "C6": "405.4",
        "G6": "405.4",
        "H22": "97.39",
    }


def chosen(rows: dict[str, list[list[Content]]]) -> str:
    ret = check_book(book_of(rows), "return.xlsx", "", Options()).ret
    assert ret is not None
    return ret.form_set.id


OLDER, NEWER = sheets(), hunan_2022_sheets()
BASE_ONLY = {BASE: OLDER[BASE]}
PROJECTS = {FIRST: OLDER[FIRST], SECOND: OLDER[SECOND]}


@pytest.mark.parametrize(
    ("rows", "form_set"),
    [
        (OLDER, "hunan-2021"),
        (NEWER, "hunan-2022"),
        ({OVERALL: OLDER[OVERALL]}, "hunan-2021"),
        ({OVERALL: NEWER[OVERALL]}, "hunan-2022"),
        (BASE_ONLY, "hunan-2021"),
        (PROJECTS, "mof-2020"),
        (BASE_ONLY | PROJECTS, "hunan-2021"),
        ({OVERALL: OLDER[OVERALL]} | PROJECTS, "hunan-2021"),
        ({OVERALL: NEWER[OVERALL]} | PROJECTS, "hunan-2022"),
    ],
)
def test_the_form_set_is_chosen_by_the_departments_form(
    rows: dict[str, list[list[Content]]], form_set: str
) -> None:
    assert chosen(rows) == form_set


def test_rows_that_some_places_leave_out_are_not_missing() -> None:
    rows = hunan_2022_sheets()
    del rows[BASE][6]  # 部门基本支出
    for name in (FIRST, SECOND):
        rows[name][1] = ["（2021年度）"]  # without 填报单位
    rows[OVERALL][7][1] = None  # 政府性基金拨款
    rows[OVERALL][2][0] = "市级预算部门名称"
    result = check_book(book_of(rows), "return.xlsx", "", Options())
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022"
    assert [line(found) for found in result.findings if found.rule == "TY-13"] == []


def test_amounts_are_decimals() -> None:
    (form,) = made_hunan_2022().ret.of(DEPARTMENT)
    assert form.value("资金总额").number == Decimal("405.4")
