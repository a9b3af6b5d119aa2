"""Rows below a total: groups of projects, subtotals, parts, placeholders, and sources of funds that a unit adds."""

from __future__ import annotations

import pytest

from cases import line
from made import BASE, FIRST, SECOND, Content, Made, audited, book_of, d, sheets
from perfxl.fill import fill
from perfxl.withheld import Withheld

SCANNING = [d("50"), d("55"), d("54.9")]
REPAIRS = [d("30"), d("30"), d("28")]
TOTAL = [d("80"), d("85"), d("82.9")]
Row = list[Content]


def projects(*rows: Row, total: Row = TOTAL) -> Made:
    """The clean return with these rows below 部门项目支出, from row 20 of the base form on."""
    content = sheets()
    content[BASE][18] = ["二、部门项目支出", *total]
    content[BASE][19:21] = rows
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def changed(row: Row, place: int, text: str) -> Row:
    return [*row[:place], d(text), *row[place + 1 :]]


GROUPS = (
    ["1、业务工作专项", *SCANNING],
    ["（1）档案数字化", *SCANNING],
    ["2、运行维护专项", *REPAIRS],
    ["（1）馆库维护", *REPAIRS],
)
CHINESE = (
    ["（一）业务工作专项"],
    ["1、档案数字化", *SCANNING],
    ["（二）运行维护专项"],
    ["2、馆库维护", *REPAIRS],
    ["（三）市级专项资金"],
)
OF_WHICH = (
    ["1、档案数字化", *SCANNING],
    ["其中：中央资金", d("40"), d("40"), d("40")],
    ["      省级资金", d("10"), d("15"), d("14.9")],
    ["2、馆库维护", *REPAIRS],
)
PARTS = (
    ["1、档案数字化", *SCANNING],
    ["（1）扫描", d("40"), d("40"), d("40")],
    ["（2）著录", d("10"), d("15"), d("14.9")],
    ["2、馆库维护", *REPAIRS],
)
ONE_PART = (
    ["1、档案数字化", *SCANNING],
    ["其中：设备购置", d("10"), d("5"), d("5")],
    ["2、馆库维护", *REPAIRS],
)
UNNUMBERED = (
    ["档案数字化", *SCANNING],
    ["其中：扫描", d("40"), d("40"), d("40")],
    ["著录", d("10"), d("15"), d("14.9")],
    ["馆库维护", *REPAIRS],
)
SLOPPY = (["1、档案数字化", *SCANNING], ["（2）馆库维护", *REPAIRS])
INDENTED = (
    ["档案数字化", *SCANNING],
    ["    扫描", d("40"), d("40"), d("40")],
    ["    著录", d("10"), d("15"), d("14.9")],
    ["馆库维护", *REPAIRS],
)
HEADED = (
    ["业务工作专项", *SCANNING],
    ["1、档案数字化", *SCANNING],
    ["运行维护专项", *REPAIRS],
    ["1、馆库维护", *REPAIRS],
)
DEEP = (
    ["一、专项", *TOTAL],
    ["（一）业务工作", *SCANNING],
    ["1、档案数字化", *SCANNING],
    ["（二）运行维护", *REPAIRS],
    ["1、馆库维护", *REPAIRS],
)
NOTHING = (
    ["1、档案数字化", *SCANNING],
    ["2、馆库维护", *REPAIRS],
    ["3、"],
    ["4、无", "无", "无", "无"],
    ["5、……", "—", "—", "—"],
    ["6、", 0, 0, 0],
    ["无", 0, 0, 0],
    ["……", "/", "/", "/"],
)
SUMMED = (
    ["1、档案数字化", *SCANNING],
    ["2、馆库维护", *REPAIRS],
    ["专项资金小计", *TOTAL],
)
RIGHT = {
    "groups": GROUPS, "headings": CHINESE, "其中": OF_WHICH, "one part": ONE_PART, "parts": PARTS,
    "unnumbered": UNNUMBERED, "sloppy": SLOPPY, "indented": INDENTED, "headed": HEADED, "deep": DEEP,
    "nothing": NOTHING, "subtotal": SUMMED,
}  # fmt: skip


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT)
def test_no_row_is_added_twice_and_none_is_asked_for_in_vain(rows: tuple[Row, ...]) -> None:
    assert said(projects(*rows)) == []


@pytest.mark.parametrize("rows", RIGHT.values(), ids=RIGHT)
def test_a_wrong_total_is_found_above_any_levels(rows: tuple[Row, ...]) -> None:
    made = projects(*rows, total=changed(TOTAL, 0, "81"))
    assert said(made) == ["BD-05 error 基础数据表!B19"]
    found = made.only("BD-05")
    assert (found.stated, found.computed) == ("81", "80")


@pytest.mark.parametrize(
    ("rows", "at", "cell", "computed"),
    [(GROUPS, 0, "B20", "50"), (PARTS, 0, "B20", "50"), (DEEP, 1, "B21", "50"), (DEEP, 0, "B20", "80")],
)
def test_a_wrong_subtotal_is_the_only_thing_said(
    rows: tuple[Row, ...], at: int, cell: str, computed: str
) -> None:
    wrong = [*rows]
    wrong[at] = changed(wrong[at], 1, "60")
    made = projects(*wrong)
    assert said(made) == [f"BD-05 error 基础数据表!{cell}"]
    found = made.only("BD-05")
    assert (found.stated, found.computed) == ("60", computed)
    assert fill(made.ret) == []


def test_rows_below_another_that_agree_in_no_column_may_be_something_else() -> None:
    rows = [*PARTS]
    rows[2] = ["（2）著录", d("1"), d("1"), d("1")]
    made = projects(*rows)
    assert said(made) == ["BD-05 undecided 基础数据表!B20"]
    assert "不能判断是不是小计" in made.only("BD-05").message


def test_levels_that_neither_marks_nor_figures_show_are_not_judged() -> None:
    made = projects(["1、档案数字化", *SCANNING], ["馆库维护", *REPAIRS], total=[d("81"), d("86"), d("83.9")])
    assert [found for found in said(made) if found.startswith("BD-05")] == [
        "BD-05 undecided 基础数据表!B19",
        "BD-05 undecided 基础数据表!C19 从属",
        "BD-05 undecided 基础数据表!D19 从属",
    ]
    withheld: list[Withheld] = []
    assert [change for change in fill(made.ret, withheld.append) if change.place.sheet == BASE] == []
    assert [(cell.place.address, cell.before, cell.computed) for cell in withheld] == [
        ("B19", "81", "80"), ("C19", "86", "85"), ("D19", "83.9", "82.9"),
    ]  # fmt: skip
    assert {cell.reason for cell in withheld} == {"项目各行的层次不明确"}


def test_a_project_of_last_year_needs_no_form() -> None:
    rows: list[Row] = [["1、档案数字化", *SCANNING], ["2、馆库维护", *REPAIRS], ["3、展陈", d("12"), 0, 0]]
    assert said(projects(*rows, total=changed(TOTAL, 0, "92"))) == []
    rows[2] = ["3、展陈", d("12"), 0, d("3")]
    made = projects(*rows, total=[d("92"), d("85"), d("85.9")])
    assert [found for found in said(made) if found.startswith("KB-03")] == ["KB-03 error 基础数据表"]


def test_a_missing_form_below_a_subtotal_is_asked_for_by_its_own_name() -> None:
    content = sheets()
    content[BASE][19:21] = [
        ["1、业务工作专项", *SCANNING],
        ["（1）档案数字化", d("40"), d("40"), d("40")],
        ["（2）目录著录", d("10"), d("15"), d("14.9")],
        ["2、运行维护专项", *REPAIRS],
        ["（1）馆库维护", *REPAIRS],
    ]
    made = audited(book_of(content))
    found = made.only("KB-03")
    assert (found.stated, found.computed) == ("2", "3")
    assert "缺：目录著录。" in found.message


def funds(*rows: Row, total: Row, form: str = SECOND) -> Made:
    """The clean return with these rows in the project form's table of funds, from row 6 on."""
    content = sheets()
    content[form][5:9] = [[None, "年度资金总额", None, *total, 10, "93.33%", d("9.33")]] + [
        [None, row[0], None, *row[1:], "—", "—", "—"] for row in rows
    ]
    return audited(book_of(content))


LEVELS: tuple[Row, ...] = (
    ["其中：中央财政拨款", 10, 10, 10],
    ["省级财政拨款", 15, 15, 13],
    ["市县财政拨款", 5, 5, 5],
    ["其他资金", 0, 0, 0],
)
BUDGETS: tuple[Row, ...] = (
    ["其中：一般公共预算", 20, 20, 18],
    ["政府性基金预算", 5, 5, 5],
    ["上年结转资金", 0, 0, 0],
    ["其他资金（单位自筹）", 5, 5, 5],
)
ONE_MORE: tuple[Row, ...] = (
    ["其中：当年财政拨款", 20, 20, 19],
    ["上年结转资金", 0, 0, 0],
    ["其他资金", 5, 5, 5],
    ["单位自有资金", 5, 5, 4],
)
SAME_AGAIN: tuple[Row, ...] = (
    ["其中：当年财政拨款", 20, 20, 18],
    ["上年结转资金", 0, 0, 0],
    ["其他资金", 5, 5, 5],
    ["单位自有资金", 5, 5, 5],
)
SPLIT: tuple[Row, ...] = (
    ["其中：当年财政拨款", 25, 25, 23],
    ["其中：中央资金", 15, 15, 13],
    ["省级资金", 10, 10, 10],
    ["上年结转资金", 0, 0, 0],
    ["其他资金", 5, 5, 5],
)
PARTLY: tuple[Row, ...] = (
    ["其中：当年财政拨款", 25, 25, 23],
    ["其中：中央资金", 15, 15, 13],
    ["上年结转资金", 0, 0, 0],
    ["其他资金", 5, 5, 5],
)
OWN: tuple[Row, ...] = (["其中：中央资金", 10, 10, 10], ["省级资金", 20, 20, 18])
SOURCES = {
    "own": OWN, "levels": LEVELS, "budgets": BUDGETS, "one more": ONE_MORE, "the same again": SAME_AGAIN, "parts": SPLIT,
    "some parts": PARTLY,
}  # fmt: skip


@pytest.mark.parametrize("rows", SOURCES.values(), ids=SOURCES)
def test_added_sources_complete_the_total_and_parts_of_a_source_do_not(rows: tuple[Row, ...]) -> None:
    made = funds(*rows, total=[30, 30, 28])
    assert said(made) == []
    assert fill(made.ret) == []


@pytest.mark.parametrize("rows", SOURCES.values(), ids=SOURCES)
def test_a_wrong_total_of_added_sources_is_found(rows: tuple[Row, ...]) -> None:
    made = funds(*rows, total=[31, 30, 28])
    assert said(made) == ["XM-01 error 项目二!D6"]
    found = made.only("XM-01")
    assert (found.stated, found.computed) == ("31", "30")


def test_added_sources_that_agree_with_no_total_are_not_judged() -> None:
    made = funds(*ONE_MORE, total=[33, 33, 30])
    found = {f.place.address: f for f in made.findings if f.rule == "XM-01"}
    assert set(found) == {"D6", "E6", "F6"}
    assert {f.level.value for f in found.values()} == {"undecided"}
    withheld: list[Withheld] = []
    fill(made.ret, withheld.append)
    assert [(cell.place.address, cell.before, cell.computed) for cell in withheld] == [
        ("D6", "33", "30"), ("E6", "33", "30"), ("F6", "30", "28"),
    ]  # fmt: skip


def test_rows_of_its_own_that_make_up_no_total_do_not_replace_those_of_the_form() -> None:
    made = funds(*OWN, total=[33, 33, 30])
    assert {found for found in said(made) if "XM-01" in found or "TY-13" in found} == {
        "TY-13 error 项目二", "XM-01 undecided 项目二!D6", "XM-01 undecided 项目二!E6 从属",
        "XM-01 undecided 项目二!F6 从属",
    }  # fmt: skip


def test_a_source_that_cannot_be_read_leaves_the_total_undecided() -> None:
    rows = [*ONE_MORE[:3], ["单位自有资金", "约5万", 5, 4]]
    made = funds(*rows, total=[30, 30, 28])
    assert said(made) == [
        "TY-08 error 项目二!D10", "TY-09 undecided 项目二!D10 从属", "TY-10 undecided 项目二!D10 从属",
        "XM-01 undecided 项目二!D10 从属",
    ]  # fmt: skip


def test_a_missing_source_leaves_the_total_undecided_and_as_it_is() -> None:
    rows: tuple[Row, ...] = (["其中：当年财政拨款", 20, 20, 18], ["其他资金", 5, 5, 5])
    made = funds(*rows, total=[30, 30, 28])
    assert sorted({(f.rule, f.level.value) for f in made.findings}) == [
        ("TY-13", "error"), ("XM-01", "undecided"),
    ]  # fmt: skip
    withheld: list[Withheld] = []
    assert fill(made.ret, withheld.append) == []
    assert {(cell.before, cell.reason) for cell in withheld} == {
        ("30", "没有“上年结转资金”这一行"), ("28", "没有“上年结转资金”这一行"),
    }  # fmt: skip


def test_figures_of_added_rows_are_looked_at_too() -> None:
    rows = [*ONE_MORE[:3], ["单位自有资金", 5, -5, 4]]
    made = funds(*rows, total=[30, 20, 28], form=FIRST)
    assert ("TY-10", "error", FIRST, "E10") in made.short()
