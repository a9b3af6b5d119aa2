"""WJ-11 and two declarations of one project: which figures, targets or rows of them are not the same."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases import line
from made import Content, book_of, d
from made_declared import project_rows as hunan_rows
from made_hebei import project_rows as hebei_rows
from made_national import term_rows, xiangtan_rows, year_rows
from perfxl.checking import Checked, check_book

Rows = list[list[Content]]
Cells = Mapping[tuple[int, int], Content]
NAMED = "工作表“乙”与工作表“甲”是同一个项目的“项目目标申报表（档案数字化）”"


def changed(rows: Rows, cells: Cells) -> Rows:
    """The form with some cells, counted from 0, changed."""
    found = [list(row) for row in rows]
    for (row, col), content in cells.items():
        found[row][col] = content
    return found


def check(**forms: Rows) -> Checked:
    return check_book(book_of(forms), "return.xlsx", "")


def told(result: Checked) -> list[str]:
    """What is found, but that the unit's own form is not there."""
    return [line(one) for one in result.findings if one.rule != "WJ-03"]


@pytest.mark.case("WJ-11", "passes")
@pytest.mark.parametrize(
    "cells",
    [
        {(2, 2): "馆库维护"},  # another project
        {(3, 4): "示例市图书馆"},  # done by another unit
    ],
)
def test_declarations_that_are_not_of_one_project(cells: Cells) -> None:
    assert told(check(甲=year_rows(), 乙=changed(year_rows(), cells))) == []


@pytest.mark.case("WJ-11", "passes")
def test_projects_without_a_name_are_not_one() -> None:
    nameless = changed(year_rows(), {(2, 2): None})
    assert told(check(甲=nameless, 乙=nameless)) == ["TY-01 error 甲!B3", "TY-01 error 乙!B3"]


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize(
    ("cells", "how"),
    [
        ({}, "所填数额相同"),
        ({(2, 2): "1.档案数字化 "}, "所填数额相同"),
        ({(11, 4): ">=3200卷"}, "所填数额相同"),
        ({(5, 3): d("61"), (6, 3): d("51")}, "年度资金总额 61、57，财政拨款 51、47不一致"),
        (
            {(5, 3): d("61"), (6, 3): d("51"), (11, 4): "≥3300卷"},
            "年度资金总额 61、57，财政拨款 51、47不一致",
        ),
        ({(11, 4): "≥3300卷"}, "指标值 ≥3300卷、≥3200卷不一致"),
    ],
)
def test_two_declarations_of_one_project(cells: Cells, how: str) -> None:
    result = check(甲=year_rows(), 乙=changed(year_rows(), cells))
    assert told(result) == ["WJ-11 warning 乙!C3"]
    name = " ".join(str(cells.get((2, 2), "档案数字化")).split())
    message = f"{NAMED.replace('档案数字化', name)}，{how}。请核对以哪张为准，只留一张。"
    assert result.findings[0].message == message


@pytest.mark.case("WJ-11", "fails")
def test_declarations_with_other_rows_or_in_another_unit() -> None:
    rows = year_rows()
    fewer = check(甲=rows, 乙=[*rows[:12], *rows[13:]])
    assert "WJ-11 warning 乙!C3" in told(fewer)
    assert f"{NAMED}，绩效指标 5 行、6 行" in " ".join(one.message for one in fewer.findings)
    in_yuan = changed(rows, {(5, 0): "项目资金（元）", (5, 3): 570000, (6, 3): 470000, (7, 3): 100000})
    other = check(甲=rows, 乙=in_yuan)
    assert f"{NAMED}，金额单位不同（元、万元）" in " ".join(one.message for one in other.findings)


@pytest.mark.case("WJ-11", "fails")
def test_each_further_one_is_told() -> None:
    more = [
        changed(year_rows(), {(5, 3): d(total), (6, 3): d(part)})
        for total, part in (("61", "51"), ("62", "52"))
    ]
    assert told(check(甲=year_rows(), 乙=more[0], 丙=more[1])) == [
        "WJ-11 warning 乙!C3",
        "WJ-11 warning 丙!C3",
    ]


@pytest.mark.case("WJ-11", "fails")
def test_on_one_sheet_they_are_counted() -> None:
    again = changed(year_rows(), {(5, 3): d("61"), (6, 3): d("51")})
    result = check(甲=[*year_rows(), *again])
    assert told(result) == [f"WJ-11 warning 甲!C{len(year_rows()) + 3}"]
    assert result.findings[0].message.startswith("工作表“甲”上的第 2 张与工作表“甲”上的第 1 张是同一个项目的")


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize(
    ("rows", "cells", "at"),
    [
        (term_rows(), {(5, 3): d("175"), (6, 3): d("160")}, "C3"),
        (xiangtan_rows(), {(3, 1): "61万", (11, 4): "≤61万元"}, "B3"),
        (hebei_rows(), {(3, 2): "12万元", (3, 4): "11万元"}, "E3"),
        (hunan_rows("数字化", 57, "≥60万页"), {(9, 1): "完成年度数字化任务，成果通过专家验收。"}, "B4"),
    ],
)
def test_it_is_so_on_the_declarations_of_every_place(rows: Rows, cells: Cells, at: str) -> None:
    assert told(check(甲=rows, 乙=changed(rows, cells))) == [f"WJ-11 warning 乙!{at}"]


@pytest.mark.case("WJ-11", "boundary")
def test_last_years_declaration_is_left_out() -> None:
    result = check(甲=year_rows(), 乙=changed(year_rows(), {(1, 0): "（2024年度）"}))
    assert told(result) == ["WJ-11 warning 甲!A1"]
    assert "标的是 2023 年度，未审核" in result.findings[0].message
