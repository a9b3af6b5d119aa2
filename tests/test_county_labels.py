"""Labels as counties print them on forms of the province: what they mean, and what is no such form."""

from __future__ import annotations

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, sheets
from made_declared import project_rows
from made_hunan_2022 import hunan_2022_sheets
from perfxl.checking import Checked, Options, check_book
from perfxl.formset.load import load_form_set
from perfxl.returns.layouts import without_its_amounts
from perfxl.returns.region import Region, rows_of

Rows = list[list[Content]]


def check(rows: dict[str, Rows]) -> Checked:
    return check_book(book_of(rows), "return.xlsx", "")


def lines(result: Checked) -> list[str]:
    return [line(found) for found in result.findings]


def relabelled(sheet: str, row: int, col: int, label: Content) -> dict[str, Rows]:
    """The clean return of 2022 with another text in one cell, row and column from 0."""
    rows = hunan_2022_sheets()
    rows[sheet][row][col] = label
    return rows


@pytest.mark.parametrize(
    ("sheet", "row", "col", "label"),
    [
        (OVERALL, 2, 0, "预算部门、单位名称"),
        (OVERALL, 2, 0, "部门（单位）"),
        (OVERALL, 2, 0, "一级预算部门"),
        (OVERALL, 2, 0, "被评价单位名称"),
        (OVERALL, 6, 1, "其中：一般公共预算财政拨款收入："),
        (OVERALL, 12, 4, "预期指标值"),
        (OVERALL, 12, 4, "计划完成值"),
        (OVERALL, 12, 5, "完成指标值"),
        (OVERALL, 12, 6, "参考分值"),
        (OVERALL, 12, 7, "得分（自评）"),
        (OVERALL, 12, 7, "考核得分"),
        (OVERALL, 21, 0, "总分值"),
        (BASE, 17, 0, "3、接待费"),
        (FIRST, 2, 0, "专项资金名称"),
        (FIRST, 3, 0, "归口管理部门"),
        (FIRST, 3, 4, "用款单位"),
        (FIRST, 3, 4, "实施单位/项目负责人"),
        (FIRST, 3, 4, "实施单位／负责人："),
        (FIRST, 4, 4, "预算下达数"),
        (FIRST, 4, 5, "实际使用数"),
        (FIRST, 4, 7, "资金使用率"),
        (FIRST, 5, 1, "项目资金合计"),
        (FIRST, 7, 1, "上年结余资金"),
        (FIRST, 8, 1, "其它资金"),
    ],
)
def test_a_label_in_the_words_of_a_county_is_understood(sheet: str, row: int, col: int, label: str) -> None:
    result = check(relabelled(sheet, row, col, label))
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022"
    assert lines(result) == []


def test_what_a_county_calls_its_score_is_judged() -> None:
    rows = relabelled(OVERALL, 12, 7, "考核得分")
    rows[OVERALL][13][7] = 16
    assert lines(check(rows)) == [
        f"ZP-09 error {OVERALL}!H14 从属",
        f"ZP-14 error {OVERALL}!H14",
        f"ZP-08 error {OVERALL}!H22 从属",
    ]


@pytest.mark.parametrize(
    ("amount", "expected"), [(10, []), (9, [f"ZP-03 error {OVERALL}!E5", f"ZP-03 error {OVERALL}!D6 从属"])]
)
def test_other_funds_written_with_another_character_count(amount: int, expected: list[str]) -> None:
    rows = relabelled(OVERALL, 9, 1, f"其它资金：{amount}")
    rows[OVERALL][8][2] = 0
    assert lines(check(rows)) == expected


def test_a_word_in_a_bracket_is_told_as_another_wording() -> None:
    assert lines(check(relabelled(FIRST, 2, 0, "项目（专项）名称"))) == [f"TY-13 info {FIRST}!A3"]


@pytest.mark.parametrize("label", ["县级主管部门", "市县主管部门", "省级主管部门"])
def test_a_level_before_a_label_is_no_error_where_another_label_is_missing(label: str) -> None:
    rows = relabelled(FIRST, 3, 0, label)
    rows[FIRST][3][4] = rows[FIRST][3][6] = None
    assert lines(check(rows)) == [f"TY-13 error {FIRST}", f"TY-13 info {FIRST}!A4"]


def test_the_base_form_may_lack_the_units_line() -> None:
    rows = hunan_2022_sheets()
    rows[BASE][2] = [None, None, None, "单位：万元"]
    result = check(rows)
    assert lines(result) == []
    assert result.ret is not None
    assert result.ret.unit == "示例市档案馆"


# --- another layout of the same title ------------------------------------------------------------------------


def national_department() -> Rows:
    """The national layout of the department's form: that of a project form."""
    form = sheets()[FIRST]
    form[0] = ["部门整体支出绩效自评表"]
    form[2] = ["部门", "示例市档案馆"]
    form[3] = []
    return form


def test_a_departments_form_without_any_of_its_amounts_is_another_layout() -> None:
    result = check_book(book_of({OVERALL: national_department()}), "return.xlsx", "", Options("hunan-2022"))
    assert [line(found) for found in result.findings] == ["WJ-02 error "]
    assert "套表 mof-2020-department" in result.findings[0].message
    alone = check({OVERALL: national_department()})
    assert alone.ret is not None
    assert alone.ret.form_set.id == "mof-2020-department"
    assert lines(alone) == [f"ZP-30 warning {OVERALL}!B11"]


def test_it_stays_the_provinces_form_where_a_half_of_its_sums_is_there() -> None:
    rows = hunan_2022_sheets()
    for row in (5, 6, 7):
        rows[OVERALL][row] = rows[OVERALL][row][:4]
    assert lines(check(rows)) == [f"TY-13 error {OVERALL}"] * 3


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("按收入性质分：405.4\n其中：一般公共预算收入：395.4\n政府性基金拨款：10", False),
        ("年度资金总额：405.4\n其中：当年财政拨款：395.4", True),
    ],
)
def test_amounts_that_stand_in_one_cell_are_a_forms_own(text: str, without: bool) -> None:
    (sheet,) = book_of({OVERALL: [["年度预算申请（万元）", text]]}).sheets
    form = load_form_set("hunan-2022").forms["部门自评表"]
    assert without_its_amounts(form, Region(sheet, rows_of(sheet), 1, 1)) is without


def test_a_project_form_under_that_title_that_names_its_project_is_one() -> None:
    form = national_department()
    form[2:4] = sheets()[SECOND][2:4]
    form[2][1] = "档案数字化"
    result = check({FIRST: form})
    assert result.ret is not None
    assert [found.id for found in result.ret.forms] == ["项目自评表"]
    assert lines(result) == []


def transfer() -> Rows:
    """The national declaration of a transfer: 主管部门 and 实施单位 instead of the unit's line and the review."""
    form = project_rows("馆库维护", 31, "≥5万页")
    form[2] = [None, None, None, None, "金额单位：万元"]
    form[4] = ["主管部门", "示例市委办公室", None, None, "实施单位", "示例市档案馆"]
    del form[17]
    return form


def test_a_declaration_with_another_head_lacks_nothing() -> None:
    result = check({FIRST: transfer()})
    assert lines(result) == ["WJ-03 warning "]
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022-target"


def test_a_declaration_with_neither_head_is_altered() -> None:
    form = transfer()
    form[4] = ["主管部门", "示例市委办公室"]
    assert lines(check({FIRST: form})) == ["WJ-03 warning ", *[f"TY-13 error {FIRST}"] * 2]


def test_one_text_may_be_all_of_the_goal() -> None:
    form = sheets()[FIRST]
    form[9:11] = [["年度总体目标", "完成档案数字化年度任务，成果通过验收。"]]
    assert lines(check({FIRST: form})) == [f"TY-13 info {FIRST}"]
    form[9].append("已完成档案数字化年度任务，成果通过验收。")
    assert lines(check({FIRST: form})) == [f"TY-13 error {FIRST}"]
