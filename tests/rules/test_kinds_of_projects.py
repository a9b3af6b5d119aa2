"""Rows that the base form prints for kinds of projects: left blank they are no projects that lack a form."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import line
from made import BASE, Content, Made, audited, book_of, d, sheets

Row = list[Content]
SCANNING = [d("50"), d("55"), d("54.9")]
REPAIRS = [d("30"), d("30"), d("28")]
FIRST_ROW: Row = ["1、档案数字化", *SCANNING]
SECOND_ROW: Row = ["2、馆库维护", *REPAIRS]


def returned(rows: Sequence[Row], total: str = "82.9") -> Made:
    """The clean return with these rows below 部门项目支出; its two forms are those of 档案数字化 and 馆库维护."""
    content = sheets()
    content[BASE][18][3] = d(total)
    content[BASE][19:21] = rows
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.primary)


@pytest.mark.case("KB-03", "passes")
@pytest.mark.parametrize(
    "rows",
    [
        [FIRST_ROW, SECOND_ROW, ["3、省级专项资金（每个专项一行）"], ["……"]],
        [FIRST_ROW, SECOND_ROW, ["3、其他项目"]],
        [FIRST_ROW, ["2、县级专项", "—", "—", "—"], ["3、馆库维护", *REPAIRS]],
        [FIRST_ROW, ["2、其他专项", "无", "无", "无"], ["3、馆库维护", *REPAIRS]],
        [FIRST_ROW, ["2、市级专项资金（一个专项一行）"], ["馆库维护", *REPAIRS]],
        [FIRST_ROW, ["2、专项资金："], ["馆库维护", *REPAIRS], ["……"]],
        [FIRST_ROW, ["2、省级专项资金"], ["（每个专项一行）"], ["馆库维护", *REPAIRS]],
        [FIRST_ROW, ["2、民生实事"], ["馆库维护", *REPAIRS]],
        [["1、业务工作专项"], ["档案数字化", *SCANNING], ["2、运行维护经费"], ["馆库维护", *REPAIRS], ["3、专项"]],
        [FIRST_ROW, SECOND_ROW, ["……\u200b"]],
        [FIRST_ROW, SECOND_ROW, ["\ufeff3、\u200b"]],
    ],
    ids=[
        "at the end", "others", "dashes", "none", "a name below", "a colon", "the form's own remark",
        "a heading of the unit's own", "a name below each", "invisible characters", "a number alone",
    ],
)  # fmt: skip
def test_a_kind_of_which_a_unit_has_no_project_needs_no_form(rows: list[Row]) -> None:
    assert said(returned(rows)) == []


@pytest.mark.case("BD-05", "fails")
def test_a_wrong_total_is_the_only_thing_told_beside_a_blank_kind() -> None:
    rows: list[Row] = [FIRST_ROW, ["2、省级专项资金"], ["（每个专项一行）"], ["馆库维护", *REPAIRS]]
    made = returned(rows, total="89.2")
    assert said(made) == ["BD-05 error 基础数据表!D19"]
    assert "比 2 个项目之和 82.9 万元多 6.3 万元" in made.only("BD-05").message


@pytest.mark.case("KB-03", "fails")
@pytest.mark.parametrize("name", ["3、档案征集", "3、其他档案征集", "3、专项档案征集", "3、业务工作用房维修"])
def test_a_project_without_figures_still_needs_its_form(name: str) -> None:
    assert said(returned([FIRST_ROW, SECOND_ROW, [name]])) == ["KB-03 error 基础数据表"]


@pytest.mark.case("KB-03", "fails")
def test_a_kind_with_figures_is_a_project() -> None:
    rows: list[Row] = [FIRST_ROW, ["2、馆库维护", d("20"), d("20"), d("18")], ["3、其他项目", 10, 10, 10]]
    made = returned(rows)
    assert "缺：其他项目" in made.only("KB-03").message


@pytest.mark.case("KB-03", "boundary")
def test_a_kind_that_a_form_names_is_a_project() -> None:
    content = sheets()
    content[BASE][19:21] = [["1、业务工作经费"], SECOND_ROW]
    content["项目一"][2][1] = "业务工作经费"
    made = audited(book_of(content))
    assert not [found for found in made.findings if found.rule in ("KB-03", "KB-04")]
