"""Rows of projects as units type them: numbers of every kind, in a column of their own, groups, totals below."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import line
from made import BASE, FIRST, SECOND, Content, Made, audited, book_of, d, sheets
from perfxl.checking import Options, check_book
from perfxl.fill import fill
from perfxl.formset.labels import normal, unnumbered, without_subnumbers
from perfxl.withheld import Withheld

SCANNING = [d("50"), d("55"), d("54.9")]
REPAIRS = [d("30"), d("30"), d("28")]
BINDING = [d("20"), d("25"), d("24")]
READING = [d("30"), d("30"), d("30.9")]
TOTAL = [d("80"), d("85"), d("82.9")]
WHOLE = [d("390.5"), d("405.4"), d("401.12")]
Row = list[Content]


def returned(
    rows: Sequence[Row], names: Sequence[str] = ("档案数字化", "馆库维护"), total: Sequence[Content] = TOTAL
) -> Made:
    """The clean return with these rows below 部门项目支出, and the forms of the two projects under these names."""
    content = sheets()
    content[BASE][18] = ["二、部门项目支出", *total]
    content[BASE][19:21] = rows
    for form, name in zip((FIRST, SECOND), names, strict=True):
        content[form][2][1] = name
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1-志愿服务", "志愿服务"), ("2—志愿服务", "志愿服务"), ("1，志愿服务", "志愿服务"), ("1,志愿服务", "志愿服务"),
        ("1：志愿服务", "志愿服务"), ("1 志愿服务", "志愿服务"), ("1　志愿服务", "志愿服务"), ("项目1：志愿服务", "志愿服务"),
        ("项目一、志愿服务", "志愿服务"), ("专项2-志愿服务", "志愿服务"), ("第1项：志愿服务", "志愿服务"),
        ("2.1 志愿服务", "志愿服务"), ("2-1 志愿服务", "志愿服务"), ("[1]志愿服务", "志愿服务"), ("〔1〕志愿服务", "志愿服务"),
        ("1、120急救体系", "120急救体系"), ("（3）12345热线", "12345热线"), ("①110联动", "110联动"),
        ("1、1+X证书", "1+X证书"), ("2.2021年春节慰问", "2021年春节慰问"),
        ("2 人才引进", "人才引进"),
    ],
)  # fmt: skip
def test_a_number_is_no_part_of_the_name_whatever_its_mark(typed: str, name: str) -> None:
    assert unnumbered(typed) == name
    assert normal(typed) == normal(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("1.75米跳台改造", "175米跳台改造"), ("1-6月临时工工资", "16月临时工工资"), ("1:1配套资金", "11配套资金"),
        ("3 月植树活动", "3月植树活动"), ("10 万人口饮水", "10万人口饮水"), ("5 人小组", "5人小组"),
        ("12345热线", "12345热线"), ("第七次人口普查", "第七次人口普查"), ("第3届运动会", "第3届运动会"),
        ("第一书记专项", "第一书记专项"), ("项目1", "项目1"), ("3.15消费者权益日", "315消费者权益日"),
    ],
)  # fmt: skip
def test_digits_that_belong_to_the_name_stay(name: str, key: str) -> None:
    assert (unnumbered(name), normal(name)) == (name, key)


def test_numbers_of_two_levels_fall_away_where_they_run_on() -> None:
    assert without_subnumbers(["工作", "1.1扫描", "1.2、著录", "运行", "2-1 维修"]) == [
        "工作", "扫描", "著录", "运行", "维修",
    ]  # fmt: skip
    assert without_subnumbers(["2.1扫描", "2.2著录"]) == ["扫描", "著录"]
    days = ["3.15消费者权益日", "12.4宪法日"]
    assert without_subnumbers(days) == days
    festivals = ["6.1慰问", "7.1慰问", "8.1慰问"]
    assert without_subnumbers(festivals) == festivals


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        (("1-档案数字化", "2-馆库维护"), ("档案数字化", "馆库维护")),
        (("项目1：档案数字化", "项目2：馆库维护"), ("档案数字化", "馆库维护")),
        (("1 档案数字化", "2 馆库维护"), ("档案数字化", "馆库维护")),
        (("1、120急救", "2、2021年春节慰问"), ("120急救", "2021年春节慰问")),
        (("2.1档案数字化", "2.2馆库维护"), ("档案数字化", "馆库维护")),
        (("1-档案数字化", "2-馆库维护"), ("1-档案数字化", "2-馆库维护")),
        (("2.1档案数字化", "2.2馆库维护"), ("2.1档案数字化", "2.2馆库维护")),
        (("120急救", "110联动"), ("120急救", "110联动")),
    ],
)
def test_forms_are_found_for_projects_under_any_number(
    typed: tuple[str, str], names: tuple[str, str]
) -> None:
    rows: list[Row] = [[typed[0], *SCANNING], [typed[1], *REPAIRS]]
    assert said(returned(rows, names)) == []
    made = returned(rows, ("农村公路养护", names[1]))
    assert said(made) == [f"KB-04 error {FIRST}!B3"]


def test_a_name_that_begins_with_digits_leaves_the_levels_clear_for_a_blank_total() -> None:
    rows: list[Row] = [["1、档案数字化", *SCANNING], ["2、2021年春节慰问", *REPAIRS]]
    made = returned(rows, ("档案数字化", "2021年春节慰问"), total=[None] * 3)
    withheld: list[Withheld] = []
    filled = {change.place.address: str(change.after) for change in fill(made.ret, withheld.append)}
    assert ({at: filled.get(at) for at in ("B19", "C19", "D19")}, withheld) == (
        {"B19": "80", "C19": "85", "D19": "82.9"}, [],
    )  # fmt: skip


@pytest.mark.parametrize("label", ["总计", "三、支出总计", "共计", "合计"])
def test_the_sum_of_all_expenditure_below_the_projects_is_no_project(label: str) -> None:
    rows: list[Row] = [["档案数字化", *SCANNING], ["馆库维护", *REPAIRS], [label, *WHOLE]]
    assert said(returned(rows)) == []
    made = returned(rows, total=[d("81"), *TOTAL[1:]])
    assert said(made) == [f"BD-05 error {BASE}!B19"]
    assert (made.only("BD-05").stated, made.only("BD-05").computed) == ("81", "80")


def with_number_column(*rows: Row, names: Sequence[str]) -> Made:
    """The clean return with two columns before the figures of the base form; in ``rows`` the first is the number."""
    content = sheets()
    content[BASE][3:22] = [[row[0], None, *row[1:]] for row in content[BASE][3:22]]
    content[BASE][19:21] = rows
    for form, name in zip((FIRST, SECOND), names, strict=True):
        content[form][2][1] = name
    return audited(book_of(content))


@pytest.mark.parametrize("names", [("普法", "工会"), ("普法宣传", "工会活动经费"), ("1+X证书", "5G")])
@pytest.mark.parametrize("number", ["（{}）", "（1{}）", "{}、", "项目{}、"])
def test_a_number_in_a_column_of_its_own(names: tuple[str, str], number: str) -> None:
    rows = ([number.format(1), names[0], *SCANNING], [number.format(2), names[1], *REPAIRS])
    assert said(with_number_column(*rows, names=names)) == []


def test_a_project_without_a_name_beside_its_number_is_found() -> None:
    made = with_number_column(
        ["（1）", "普法", *SCANNING], ["（2）", None, *REPAIRS], names=("普法", "普法宣传")
    )
    assert said(made) == [f"BD-14 error {BASE}!A21", f"KB-04 undecided {BASE}!A21 从属"]


RUNS_ON = (
    ["1、业务工作专项", *SCANNING],
    ["（1）档案数字化", *SCANNING],
    ["2、运行维护专项", *REPAIRS],
    ["（2）馆库维护", *REPAIRS],
)
CHINESE = (
    ["（一）业务工作经费", *SCANNING],
    ["1、档案数字化", *SCANNING],
    ["（二）运行维护经费", *REPAIRS],
    ["2、馆库维护", *REPAIRS],
)
UNNUMBERED_HEADS = (
    ["业务工作项目", *SCANNING],
    ["1、档案数字化", *SCANNING],
    ["运行维护项目", *REPAIRS],
    ["2、馆库维护", *REPAIRS],
)
NO_NUMBERS = (
    ["业务工作项目", *SCANNING],
    ["档案数字化", *SCANNING],
    ["运行维护项目", *REPAIRS],
    ["馆库维护", *REPAIRS],
)
TWO_LEVELS = (
    ["1、业务工作专项", *SCANNING],
    ["1.1档案数字化", *SCANNING],
    ["2、运行维护专项", *REPAIRS],
    ["2.1馆库维护", *REPAIRS],
)
OF_WHICH = (
    ["1、业务工作专项", *SCANNING],
    ["其中：档案数字化", *SCANNING],
    ["2、运行维护专项", *REPAIRS],
    ["其中：馆库维护", *REPAIRS],
)
GROUPS = {
    "runs on": RUNS_ON, "Chinese": CHINESE, "unnumbered heads": UNNUMBERED_HEADS, "no numbers": NO_NUMBERS,
    "1.1": TWO_LEVELS, "其中": OF_WHICH,
}  # fmt: skip


@pytest.mark.parametrize("rows", GROUPS.values(), ids=GROUPS)
def test_a_heading_with_the_sum_of_its_projects_is_none_of_them(rows: tuple[Row, ...]) -> None:
    assert said(returned(rows)) == []


@pytest.mark.parametrize("rows", GROUPS.values(), ids=GROUPS)
def test_a_wrong_total_above_groups_is_the_only_thing_said(rows: tuple[Row, ...]) -> None:
    made = returned(rows, total=[d("81"), *TOTAL[1:]])
    assert said(made) == [f"BD-05 error {BASE}!B19"]
    assert (made.only("BD-05").stated, made.only("BD-05").computed) == ("81", "80")


@pytest.mark.parametrize("rows", [RUNS_ON, CHINESE, NO_NUMBERS, TWO_LEVELS])
def test_a_wrong_sum_of_a_group_is_the_only_thing_said(rows: tuple[Row, ...]) -> None:
    wrong = [list(row) for row in rows]
    wrong[2][1] = d("36")
    made = returned(wrong)
    assert said(made) == [f"BD-05 error {BASE}!B22"]
    assert (made.only("BD-05").stated, made.only("BD-05").computed) == ("36", "30")


def test_a_list_that_may_hold_sums_is_not_filled_from() -> None:
    rows: list[Row] = [
        ["业务工作项目", *SCANNING], ["档案数字化", *BINDING], ["馆库维护", *READING],
    ]  # fmt: skip
    withheld: list[Withheld] = []
    made = returned(rows, total=[None] * 3)
    assert [change for change in fill(made.ret, withheld.append) if change.place.sheet == BASE] == []
    assert {cell.reason for cell in withheld if cell.place.address in ("B19", "C19", "D19")} == {
        "项目各行的层次不明确"
    }


def without_base(name: str, unit: str = "示例市档案馆") -> list[str]:
    """What is said of two projects' forms by themselves, of which the second has this name and unit."""
    rows = {name: [list(row) for row in made_rows] for name, made_rows in sheets().items() if "项目" in name}
    rows[SECOND][2][1], rows[SECOND][3][6] = name, unit
    found = check_book(book_of(rows), "return.xlsx", "", Options()).findings
    return [line(one) for one in found if one.rule == "KB-04"]


@pytest.mark.case("KB-04", "fails")
def test_two_forms_of_one_name_are_told_without_a_list_of_projects() -> None:
    assert without_base("档案数字化 ") == ["KB-04 error 项目二!B3"]


@pytest.mark.case("KB-04", "boundary")
def test_other_units_have_projects_of_that_name_too() -> None:
    assert without_base("档案数字化", "示例市图书馆") == []
    assert without_base("馆库维护") == []
