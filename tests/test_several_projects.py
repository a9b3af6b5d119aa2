"""Several projects under one title: below one another or side by side, each is a form of its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import zip_longest

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, sheets
from perfxl.checking import Checked, Options, check_book
from perfxl.finding import Level
from perfxl.formset.load import load_form_set
from perfxl.returns.model import FormReturn
from perfxl.returns.titles import titles_on
from perfxl.workbook.model import Cell, Kind

PROJECTS = "项目"
Rows = list[list[Content]]
NAMES = ["项目自评表（档案数字化）", "项目自评表（馆库维护）"]
BODY = 2
"""The first row of a project form that is its own: title, unit and year stand above."""


def below(*forms: Rows, between: Sequence[list[Content]] = ()) -> Rows:
    """Forms below one another; only the first keeps its title, unit and year."""
    first, *others = forms
    return [*first, *(row for form in others for row in [*between, *form[BODY:]])]


def beside(one: Rows, other: Rows, width: int = 10) -> Rows:
    """Two forms side by side."""
    pairs = zip_longest(one, other, fillvalue=[])
    return [[*left, *[None] * (width - len(left)), *right] for left, right in pairs]


def checked(projects: Rows, **options: str) -> Checked:
    """The clean return with its two project forms on one sheet."""
    rows = {name: content for name, content in sheets().items() if name in (BASE, OVERALL)}
    return check_book(book_of({**rows, PROJECTS: projects}), "return.xlsx", "", Options(**options))  # type: ignore[arg-type]


def forms_of(result: Checked) -> list[FormReturn]:
    assert result.ret is not None
    return result.ret.of("项目自评表")


def lines(result: Checked) -> list[str]:
    return sorted(map(line, result.findings))


# --- below one another --------------------------------------------------------------------------------------


def test_two_projects_under_one_title() -> None:
    result = checked(below(sheets()[FIRST], sheets()[SECOND]))
    assert [form.name for form in forms_of(result)] == NAMES
    assert result.findings == []


def test_each_has_its_own_place_and_shares_what_stands_above() -> None:
    one, other = forms_of(checked(below(sheets()[FIRST], sheets()[SECOND])))
    assert (one.place.address, other.place.address) == ("A1", "A20")
    assert one.value("填报单位").place == other.value("填报单位").place
    assert [mark.place.address for mark in other.years] == ["A2"]
    assert other.value("总分.得分").place.address == "H36"


def test_a_year_in_an_indicator_is_not_the_form_s() -> None:
    rows = below(sheets()[FIRST], sheets()[SECOND])
    rows[32][3:6] = ["维修完成时间", "2021年11月底前", "2021年11月"]
    result = checked(rows)
    assert [mark.year for mark in forms_of(result)[1].years] == [2021]
    assert result.findings == []


def test_an_error_in_the_second_project_is_found_there() -> None:
    rows = below(sheets()[FIRST], sheets()[SECOND])
    rows[35][7] = 98
    assert lines(checked(rows)) == [f"ZP-08 error {PROJECTS}!H36"]


def test_an_error_above_both_is_said_once() -> None:
    rows = below(sheets()[FIRST], sheets()[SECOND])
    rows[1][0] = str(rows[1][0]).replace("2021", "2020")
    assert lines(checked(rows)) == [f"TY-03 error {PROJECTS}!A2"]


@pytest.mark.parametrize(
    "between",
    [
        [[]],
        [["二、馆库维护"]],
        [["填报单位：示例市档案馆　（2021年度）"]],
        [["附件4-2"], ["填报单位：示例市档案馆"], ["（2021年度）"]],
        [
            ["填表人：经办人甲　填报日期：2022.03.15　联系电话：（略）"],
            ["填报单位：示例市档案馆　（2021年度）"],
        ],
    ],
)
def test_what_may_stand_between(between: list[list[Content]]) -> None:
    result = checked(below(sheets()[FIRST], sheets()[SECOND], between=between))
    assert [form.name for form in forms_of(result)] == NAMES
    assert result.findings == []


def test_a_block_s_own_head_comes_before_the_common_one() -> None:
    own: list[list[Content]] = [["填报单位：示例市档案馆　（2020年度）"]]
    result = checked(below(sheets()[FIRST], sheets()[SECOND], between=own))
    assert lines(result) == [f"TY-03 error {PROJECTS}!A20"]
    assert [mark.year for mark in forms_of(result)[1].years] == [2020]


def test_what_stands_once_below_the_last_holds_for_each() -> None:
    foot: Rows = [["填表人：经办人甲　填报日期：2022.03.15　联系电话：（略）"]]
    one, other = forms_of(checked(below(sheets()[FIRST], sheets()[SECOND]) + foot))
    assert one.value("填报日期").text == other.value("填报日期").text == "2022.03.15"


def test_project_forms_alone() -> None:
    """The national forms have no unit's name above them; there the same holds."""
    rows = below(sheets()[FIRST], sheets()[SECOND], sheets()[FIRST])
    rows[36][1] = "第三个项目"
    result = check_book(book_of({PROJECTS: rows}), "return.xlsx", "")
    assert result.ret is not None
    assert result.ret.form_set.id == "mof-2020"
    assert len(result.ret.forms) == 3
    assert [found for found in result.findings if found.level is not Level.INFO] == []


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({}, "所填数额相同"),
        ({(6, 5): Decimal("54.8")}, "当年财政拨款（全年执行数） 54.8、54.9不一致"),
        ({(3, 6): "另一个单位"}, ""),
        ({(2, 1): "档案数字化二期"}, ""),
    ],
)
def test_two_forms_of_one_project_are_told(cells: dict[tuple[int, int], Content], told: str) -> None:
    again = [list(row) for row in sheets()[FIRST]]
    for (row, col), content in cells.items():
        again[row][col] = content
    result = check_book(book_of({"甲": sheets()[FIRST], "乙": again}), "return.xlsx", "")
    rivals = [one for one in result.findings if one.rule == "KB-04"]
    assert [one.level for one in rivals] == [Level.ERROR] * bool(told)
    assert all(told in one.message and (one.place.sheet, one.place.address) == ("乙", "B3") for one in rivals)


# --- what is one form ---------------------------------------------------------------------------------------


def test_a_second_page_with_the_head_repeated_is_no_second_form() -> None:
    rows = sheets()[FIRST]
    paged = [*rows[:15], *rows[1:4], rows[11], *rows[15:]]
    result = checked([*paged, *[[]] * 3, *sheets()[SECOND]])
    assert [form.name for form in forms_of(result)] == NAMES


def test_another_table_with_project_names_is_no_second_form() -> None:
    rows = sheets()[FIRST]
    table: Rows = [["项目名称", "合同号", "承包方"], ["扫描服务", "2021-07", "示例公司"]]
    result = checked([*rows, [], *table, *[[]] * 3, *sheets()[SECOND]])
    assert [form.name for form in forms_of(result)] == NAMES
    assert result.findings == []


# --- side by side -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own_head", [True, False])
def test_two_projects_side_by_side(own_head: bool) -> None:
    second = sheets()[SECOND]
    if not own_head:
        second[:BODY] = [[], []]
    result = checked(beside(sheets()[FIRST], second))
    assert [form.name for form in forms_of(result)] == NAMES
    assert result.findings == []


def test_an_error_in_the_right_one() -> None:
    second = sheets()[SECOND]
    second[6][4] = Decimal(29)
    found = lines(checked(beside(sheets()[FIRST], second)))
    assert found == [f"XM-01 error {PROJECTS}!O6"]


def test_four_in_two_rows() -> None:
    pairs = [beside(sheets()[FIRST], sheets()[SECOND]) for _ in range(2)]
    lower = pairs[1][BODY:]
    lower[0][1], lower[0][11] = "三号项目", "四号项目"
    names = [form.name for form in forms_of(checked([*pairs[0], *lower]))]
    assert names == [NAMES[0], "项目自评表（三号项目）", NAMES[1], "项目自评表（四号项目）"]


# --- titles -------------------------------------------------------------------------------------------------

ENDINGS = load_form_set("hunan-2021").forms["项目自评表"].title.norms


@pytest.mark.parametrize(
    "title",
    [
        "项目支出绩效自评表（2）",
        "项目支出绩效自评表（河长制工作经费）",
        "3．项目支出绩效自评表【防汛】",
        "项目支出绩效自评表2",
        "项目支出绩效自评表-2",
        "项目支出绩效自评表（二）",
        "2021年度项目支出绩效自评表（2021年度）",
        "项目支出绩效自评表（水库续建）",
        "附件4-1 示例县水利局项目支出绩效自评表 一",
    ],
)
def test_a_title_with_something_behind_it(title: str) -> None:
    found = titles_on({1: [Cell(1, 1, Kind.TEXT, title)]}, ENDINGS)
    assert [item.key.endswith("项目支出绩效自评表") for item in found] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "项目支出绩效自评表（续）",
        "项目支出绩效自评表（续表）",
        "项目支出绩效自评表（填报说明）",
        "项目支出绩效自评表（接上页，续）",
        "详见项目支出绩效自评表（附件4）",
        "各项目的完成情况，按项目支出绩效自评表（附件4）",
        "项目支出绩效自评表应按项目填报",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert titles_on({1: [Cell(1, 1, Kind.TEXT, text)]}, ENDINGS) == []


@pytest.mark.parametrize(
    "titles",
    [
        ("项目支出绩效自评表（1）", "项目支出绩效自评表（2）"),
        ("1．项目支出绩效自评表（档案数字化）", "2．项目支出绩效自评表（馆库维护）"),
    ],
)
def test_forms_with_such_titles_on_one_sheet(titles: tuple[str, str]) -> None:
    one, other = sheets()[FIRST], sheets()[SECOND]
    one[0], other[0] = [titles[0]], [titles[1]]
    other[6][4] = Decimal(29)
    result = checked([*one, [], *other])
    assert [form.name for form in forms_of(result)] == NAMES
    assert lines(result) == [f"XM-01 error {PROJECTS}!E26"]
