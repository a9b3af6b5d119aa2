"""WJ-11: the same form twice in a workbook, and which one the others are compared with."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, book_of, sheets
from perfxl.checking import Checked, check_book
from perfxl.fill import fill

Rows = list[list[Content]]
SHEETS = dict[str, Rows]
OTHER = "示例市图书馆"


def checked(rows: SHEETS, *hidden: str) -> Checked:
    book = book_of(rows)
    for sheet in book.sheets:
        sheet.hidden = sheet.name in hidden
    return check_book(book, "return.xlsx", "")


def lines(result: Checked) -> list[str]:
    return sorted(map(line, result.findings))


def changed(rows: Rows, *changes: tuple[str, str]) -> Rows:
    """The rows with texts replaced, also where they stand within longer ones."""

    def new(content: Content) -> Content:
        if isinstance(content, str):
            for old, text in changes:
                content = re.sub(old, text, content)
        return content

    return [[new(content) for content in row] for row in rows]


def a_year_before(rows: Rows) -> Rows:
    """A form as it was returned for the year before."""
    return changed(rows, ("2020", "2019"), ("2021", "2020"), ("2022", "2021"))


def old_base() -> Rows:
    rows = a_year_before(sheets()[BASE])
    rows[18:21] = [["二、部门项目支出", 70, 71, 72], ["1、旧项目", 70, 71, 72]]
    return rows


# --- the same unit ------------------------------------------------------------------------------------------


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize("first", [True, False])
def test_last_year_s_forms_beside_this_year_s(first: bool) -> None:
    old = {"旧基础表": old_base(), "旧自评表": a_year_before(sheets()[OVERALL])}
    result = checked({**old, **sheets()} if first else {**sheets(), **old})
    assert lines(result) == ["WJ-11 warning 旧基础表!A2", "WJ-11 warning 旧自评表!A1"]
    assert result.ret is not None
    assert [form.sheet for form in result.ret.forms] == [BASE, OVERALL, FIRST, SECOND]
    assert result.findings[0].message.startswith(
        "工作表“旧基础表”与工作表“基础数据表”是同一种表（基础数据表），前者标的是 2020 年度，未审核，审核和核对用的是后者。"
    )


@pytest.mark.case("WJ-11", "fails")
def test_last_year_s_project_forms_go_with_them() -> None:
    project = changed(a_year_before(sheets()[FIRST]), ("档案数字化", "旧项目"))
    result = checked({**sheets(), "旧基础表": old_base(), "旧项目": project})
    assert lines(result) == ["WJ-11 warning 旧基础表!A2", "WJ-11 warning 旧项目!A1"]
    assert (
        "工作表“旧项目”的“项目自评表（旧项目）”标的是 2020 年度，不是本年的表，未审核。"
        in result.findings[1].message
    )


@pytest.mark.case("WJ-11", "fails")
def test_last_year_s_form_of_a_project() -> None:
    result = checked({"上年": a_year_before(sheets()[FIRST]), **sheets()})
    assert lines(result) == ["WJ-11 warning 上年!A1"]


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize("unit", ["XX局", "××市档案馆", "", "（盖章）"])
def test_a_sample_without_a_unit_s_name(unit: str) -> None:
    sample = changed(sheets()[BASE], (f"（盖章）{UNIT}", unit))
    sample[19][0] = "1、示例项目"
    result = checked({"样表": sample, **sheets()})
    assert lines(result) == ["WJ-11 warning 样表!A2"]


@pytest.mark.case("WJ-11", "boundary")
def test_a_hidden_copy_is_only_told() -> None:
    other = sheets()[BASE]
    other[18][1:] = [1, 2, 3]
    result = checked({"存档": other, **sheets()}, "存档")
    assert lines(result) == ["WJ-11 info 存档!A2"]
    assert result.verdict == "accepted"


@pytest.mark.case("WJ-11", "boundary")
def test_a_hidden_form_that_is_the_only_one_is_audited() -> None:
    rows = sheets()
    rows[BASE][18][1] = 81
    assert "BD-05 error 基础数据表!B19" in lines(checked(rows, BASE))


@pytest.mark.case("WJ-11", "boundary")
def test_a_plain_copy() -> None:
    result = checked({**sheets(), "副本": sheets()[BASE]})
    assert lines(result) == ["WJ-11 warning 副本!A2"]
    assert "前者内容完全相同，未审核" in result.findings[0].message


@pytest.mark.case("WJ-11", "fails")
def test_of_two_that_differ_none_is_compared() -> None:
    other = sheets()[BASE]
    other[6][2] = Decimal("330.4")
    result = checked({**sheets(), "另一张": other})
    assert lines(result) == ["WJ-11 warning 另一张!A2"]
    assert (
        "“基础数据表”有 2 张（工作表“基础数据表”、工作表“另一张”），单位和年度相同而内容不同，不能判断以哪张为准"
        in result.findings[0].message
    )
    other[18][1] = 81
    assert lines(checked({**sheets(), "另一张": other})) == [
        "BD-05 error 另一张!B19",
        "WJ-11 warning 另一张!A2",
    ]


@pytest.mark.case("WJ-11", "fails")
def test_a_blank_project_form_left_over() -> None:
    """What is printed on it, weights and the unit's name, does not make it a project."""
    spare = [list(row if number in (4, 9, 11) else row[:4]) for number, row in enumerate(sheets()[SECOND])]
    for row in (2, 3, 5, 6, 10):
        spare[row][1:] = []
    spare[17] = ["总分", None, None, None, None, None, 100]
    result = checked({**sheets(), "空表": spare})
    assert lines(result) == ["WJ-11 warning 空表!A1"]
    assert (
        "工作表“空表”的“项目自评表”是没有填写的空白表，未审核。请填写，或删去这张空白表。"
        in result.findings[0].message
    )
    spare[5] = sheets()[SECOND][5]
    assert "TY-01 error 空表!B3" in lines(checked({**sheets(), "空表": spare}))


@pytest.mark.case("WJ-11", "boundary")
def test_the_only_form_may_not_be_blank() -> None:
    rows = {FIRST: sheets()[FIRST]}
    rows[FIRST] = [row if number in (4, 9, 11) else row[:4] for number, row in enumerate(rows[FIRST])]
    rows[FIRST][2][1:] = []
    found = [finding.rule for finding in checked(rows).findings]
    assert "TY-01" in found
    assert "WJ-11" not in found


@pytest.mark.case("WJ-11", "boundary")
def test_two_on_one_sheet() -> None:
    """They are told by their order, so that an explanation holds when rows are inserted above them."""
    rows = sheets()
    rows[BASE] = [*old_base(), [], *rows[BASE]]
    (found,) = checked(rows).findings
    assert found.message.startswith(
        "工作表“基础数据表”上的第 1 张与工作表“基础数据表”上的第 2 张是同一种表（基础数据表），前者标的是 2020 年度，未审核"
    )
    rows[BASE].insert(0, [])
    (moved,) = checked(rows).findings
    assert moved.place.row == found.place.row + 1
    assert moved.fingerprint == found.fingerprint


@pytest.mark.case("WJ-11", "passes")
def test_a_form_of_another_year_that_stands_alone_is_audited() -> None:
    rows = sheets()
    rows[OVERALL] = a_year_before(rows[OVERALL])
    found = [finding.rule for finding in checked(rows).findings]
    assert "TY-03" in found
    assert "WJ-11" not in found


def test_what_is_left_out_is_not_filled_in() -> None:
    old = old_base()
    old[18][1:] = [0, 0, 0]
    result = checked({"旧基础表": old, **sheets()})
    assert result.ret is not None
    assert fill(result.ret) == []


# --- two units ----------------------------------------------------------------------------------------------


def two_units() -> SHEETS:
    """Two complete returns in one workbook."""
    other = {
        f"二{name}": changed(rows, (UNIT, OTHER), ("档案数字化", "图书数字化"), ("馆库维护", "书库维护"))
        for name, rows in sheets().items()
    }
    return {**sheets(), **other}


@pytest.mark.case("WJ-11", "fails")
def test_each_unit_s_forms_are_compared_with_its_own() -> None:
    result = checked(two_units())
    assert lines(result) == ["WJ-11 info 二基础数据表!A2"]
    assert f"本文件有 2 个单位的表（{UNIT}、{OTHER}），已按单位分别审核和核对。" in result.findings[0].message


@pytest.mark.case("WJ-11", "fails")
def test_an_error_between_the_second_unit_s_forms() -> None:
    rows = two_units()
    rows["二部门自评表"][5][5] = "其中：基本支出：321.4"
    found = checked(rows).findings
    assert [line(finding) for finding in found if finding.rule == "KB-02"] == ["KB-02 error 二部门自评表!F6"]
    assert {finding.place.sheet for finding in found} == {"二基础数据表", "二部门自评表"}


def of_a_third_unit(project: str) -> Rows:
    """A form of another project, by a unit that has no other forms."""
    return changed(sheets()[FIRST], (UNIT, "示例市体育馆"), ("档案数字化", project))


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize("project", ["场馆开放", "档案数字化"])
def test_a_third_unit_s_form_is_none_of_the_others(project: str) -> None:
    result = checked({**two_units(), "三项目": of_a_third_unit(project)})
    assert lines(result) == ["WJ-11 info 二基础数据表!A2"]
    assert f"本文件有 3 个单位的表（{UNIT}、{OTHER}、示例市体育馆）" in result.findings[0].message


@pytest.mark.case("WJ-11", "boundary")
def test_a_form_of_who_carried_out_a_unit_s_project_is_the_unit_s() -> None:
    """The unit lists the project and has no other form of it."""
    rows = two_units()
    del rows[f"二{FIRST}"]
    rows["二项目一"] = of_a_third_unit("图书数字化")
    result = checked(rows)
    assert lines(result) == ["TY-06 warning 二项目一!A2", "WJ-11 info 二基础数据表!A2"]
    assert "本文件有 2 个单位的表" in result.findings[0].message


@pytest.mark.case("WJ-11", "boundary")
def test_a_name_without_the_place_before_it_is_the_same_unit() -> None:
    copy = changed(a_year_before(sheets()[BASE]), (UNIT, "档案馆"))
    assert lines(checked({"旧": copy, **sheets()})) == ["WJ-11 warning 旧!A2"]


# --- WJ-03 --------------------------------------------------------------------------------------------------


def without_projects(this_year: Content) -> SHEETS:
    """A return of a unit without project forms, whose only project has that much money this year."""
    rows = {BASE: sheets()[BASE], OVERALL: sheets()[OVERALL]}
    rows[BASE][18:21] = [
        ["二、部门项目支出", 80, this_year, this_year],
        ["1、旧项目", 80, this_year, this_year],
    ]
    return rows


@pytest.mark.case("WJ-03", "boundary")
@pytest.mark.parametrize("nothing", [0, None, "—"])
def test_no_project_forms_are_wanted_where_there_is_no_project(nothing: Content) -> None:
    assert "WJ-03" not in [found.rule for found in checked(without_projects(nothing)).findings]


@pytest.mark.case("WJ-03", "fails")
@pytest.mark.parametrize("money", [3, "叁万", Decimal("0.01")])
def test_project_forms_are_wanted_for_any_money(money: Content) -> None:
    assert "WJ-03" in [found.rule for found in checked(without_projects(money)).findings]
