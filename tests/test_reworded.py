"""Labels in other words: names that hold for every form set, several headings of one block, the one in its place."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, d
from made_hunan_2022 import hunan_2022_sheets
from perfxl.checking import Checked, check_book
from perfxl.finding import Level
from perfxl.workbook.model import column_number

Rows = list[list[Content]]
Words = Mapping[str, str]
PROJECTS = (FIRST, SECOND)


def check(
    words: Words, sheets: tuple[str, ...], at: tuple[str, str] | None = None, content: Content = None
) -> Checked:
    """The clean return of 2022 with labels of some sheets in other words, and one cell (sheet, address) changed."""
    rows = hunan_2022_sheets()
    for sheet in sheets:
        texts = {text for row in rows[sheet] for text in row}
        assert words.keys() <= texts
        rows[sheet] = [
            [words.get(text, text) if isinstance(text, str) else text for text in row] for row in rows[sheet]
        ]
    if at is not None:
        sheet, address = at
        rows[sheet][int(address[1:]) - 1][column_number(address[0]) - 1] = content
    return check_book(book_of(rows), "return.xlsx", "")


def wrong(result: Checked) -> list[str]:
    """The primary findings but hints that a label is in other words."""
    return [
        line(one) for one in result.findings if one.primary and (one.rule, one.level) != ("TY-13", Level.INFO)
    ]


STAFF = {"2021年实际在职人数": "2021年底实际在职人数", "控制率": "人员的控制率"}
MONEY = {"2020年决算数": "2020年部门决算数", "2021年预算数": "2021年单位预算数"}
GOAL = {"预期目标": "年初设定的目标", "实际完成情况": "目标的完成情况"}
FUNDS = {"年初预算数": "年初预算安排数", "全年预算数": "全年预算数（调整后）"}
FIVE = {
    "得分": "单位自评得分",
    "年初预算数": "年初预算安排数",
    "全年预算数": "年度预算数",
    "全年执行数": "全年实际执行数",
    "主管部门": "县级主管部门",
}
FOUR = {
    "按收入性质分：": "按收入性质分类：",
    "按支出性质分：": "支出性质：",
    "其中：一般公共预算收入：": "其中：财政拨款：",
    "项目支出：": "项目支出预算：",
}


@pytest.mark.parametrize(
    ("words", "sheets", "at", "content", "expected"),
    [
        (STAFF, (BASE,), "D5", "96.02%", "BD-01"),
        (MONEY, (BASE,), "D19", d("86"), "BD-05"),
        (FUNDS, (OVERALL,), "H5", "95.74%", "ZP-01"),
        (FUNDS, PROJECTS, "E6", d("45"), "XM-01"),
        (GOAL, PROJECTS, "H13", 25, "ZP-09"),
        (FIVE, PROJECTS, "H19", 98, "ZP-08"),
        (FOUR, (OVERALL,), "H5", "95.74%", "ZP-01"),
    ],
)
def test_several_labels_of_a_block_in_other_words_are_read(
    words: Words, sheets: tuple[str, ...], at: str, content: Content, expected: str
) -> None:
    assert wrong(check(words, sheets)) == []
    missed = check(words, sheets, (sheets[0], at), content)
    assert missed.ret is not None
    assert missed.ret.form_set.id == "hunan-2022"
    assert wrong(missed) == [f"{expected} error {sheets[0]}!{at}"]


def test_labels_that_are_the_form_s_in_other_words_are_no_errors() -> None:
    hints = [line(one) for one in check(GOAL, PROJECTS).findings]
    assert hints == [f"TY-13 info {FIRST}!B10", f"TY-13 info {FIRST}!F10"]
    assert [line(one) for one in check(FIVE, PROJECTS).findings] == [f"TY-13 info {FIRST}!A4"]


@pytest.mark.parametrize(
    ("sheet", "old", "new", "at", "content", "expected", "told"),
    [
        (FIRST, "三级指标", "绩效指标", "H13", 25, "ZP-09", "H13"),
        (FIRST, "实际完成值", "目标完成数量", "F13", "30万页", "ZP-14", "H13"),
        (BASE, "编制数", "编制员额", "D5", "96.02%", "BD-01", "D5"),
        (BASE, "其中：公务用车购置", "其中:购置费", "D15", 1, "BD-04", "D14"),
        (BASE, "公务用车运行维护", "运行维护费", "D16", 1, "BD-04", "D14"),
        (FIRST, "年度资金总额", "合计", "E6", d("45"), "XM-01", "E6"),
        (OVERALL, "年度资金总额", "部门整体支出", "H5", "95.74%", "ZP-01", "H5"),
    ],
)
def test_the_one_label_in_the_place_of_the_one_missing_is_it(
    sheet: str, old: str, new: str, at: str, content: Content, expected: str, told: str
) -> None:
    assert wrong(check({old: new}, (sheet,))) == []
    assert wrong(check({old: new}, (sheet,), (sheet, at), content)) == [f"{expected} error {sheet}!{told}"]


@pytest.mark.parametrize(
    ("sheet", "old", "new"),
    [
        (FIRST, "全年预算数", "预算调整数"),
        (FIRST, "实际完成值", "上年完成值"),
        (FIRST, "年度指标值", "指标值说明"),
        (FIRST, "全年执行数", "结余"),
        (BASE, "水费、电费、差旅费", "差旅费"),
        (BASE, "公务用车运行维护", "车辆保险"),
    ],
)
def test_what_is_something_else_is_not_taken_for_what_is_missing(sheet: str, old: str, new: str) -> None:
    told = [one.message for one in check({old: new}, (sheet,)).findings if one.rule == "TY-13"]
    assert any(f"缺少“{old}" in message or "缺少“{Y}" in message for message in told)


def test_a_money_line_that_cannot_be_found_is_told() -> None:
    rows = hunan_2022_sheets()
    del rows[OVERALL][4]
    told = check_book(book_of(rows), "return.xlsx", "").findings
    assert "表样被改动：缺少“年度资金总额”" in "".join(one.message for one in told if one.rule == "TY-13")
