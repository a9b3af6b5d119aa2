"""A form whose title is written again on its next page is one form; a second form of the kind is another one."""

from __future__ import annotations

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, audited, book_of, d, sheets
from perfxl.checking import Checked, Options, check_book

Rows = list[list[Content]]
TITLES = {
    BASE: "部门整体支出绩效评价基础数据表",
    OVERALL: "部门整体支出绩效自评表",
    SECOND: "项目支出绩效自评表",
}
HEADERS = {BASE: 5, OVERALL: 11, SECOND: 11}
WRITTEN = ["{}", "续{}", "{}（第2页）", "{}（二）", "{}2"]
UNIT_LINE: list[Content] = [f"填报单位：（盖章）{UNIT}　（2021年度）"]


def on_pages(rows: Rows, name: str, *breaks: int, title: str = "{}", lines: Rows | None = None) -> Rows:
    """The rows of a form with its title, ``lines`` and its header once more before some rows (from 0)."""
    found: Rows = []
    for number, row in enumerate(rows):
        if number in breaks:
            found += [[title.format(TITLES[name])], *(lines or []), list(rows[HEADERS[name]])]
        found.append(row)
    return found


def check(content: dict[str, Rows]) -> Checked:
    return check_book(book_of(content), "return.xlsx", "", Options(form_set="hunan-2021"))


def said(content: dict[str, Rows]) -> list[str]:
    return sorted(map(line, check(content).findings))


@pytest.mark.parametrize("title", WRITTEN)
@pytest.mark.parametrize("lines", [[], [UNIT_LINE], [["（2021年度）"]]])
@pytest.mark.parametrize("at", [13, 16])
def test_a_list_goes_on_below_the_title(title: str, lines: Rows, at: int) -> None:
    content = sheets()
    for name in (OVERALL, SECOND):
        content[name] = on_pages(content[name], name, at, title=title, lines=lines)
    assert said(content) == []
    content[SECOND][-1][7] = d("98.33")
    assert said(content) == [f"ZP-08 error 项目二!H{len(content[SECOND])}"]


@pytest.mark.parametrize("title", WRITTEN)
@pytest.mark.parametrize("at", [12, 18, 20])
def test_a_grid_goes_on_below_the_title(title: str, at: int) -> None:
    """Above 三公经费, above 部门项目支出, and between the projects."""
    content = sheets()
    content[BASE] = on_pages(
        content[BASE], BASE, at, title=title, lines=[[*UNIT_LINE, None, None, "单位：万元"]]
    )
    assert said(content) == []
    total = next(row for row in content[BASE] if row[0] == "二、部门项目支出")
    total[2] = d("86")
    made = audited(book_of(content))
    assert [one.rule for one in made.findings if one.primary] == ["BD-05"]
    assert (made.only("BD-05").stated, made.only("BD-05").computed) == ("86", "85")


def test_the_list_begins_on_the_second_page() -> None:
    content = sheets()
    rows = content[SECOND]
    content[SECOND] = [*rows[:11], [TITLES[SECOND]], *rows[11:]]
    assert said(content) == []


@pytest.mark.parametrize(
    ("name", "at"),
    [(SECOND, 5), (SECOND, 9), (SECOND, 10), (SECOND, 18), (OVERALL, 10), (BASE, 22), (BASE, 23)],
)
@pytest.mark.parametrize("lines", [[], [UNIT_LINE], [["（2021年度）"]]])
def test_a_page_that_begins_without_the_header(name: str, at: int, lines: Rows) -> None:
    """Among the funds, above the goals and their text, above the total, and above the last lines."""
    content = sheets()
    rows = content[name]
    content[name] = [*rows[:at], [TITLES[name]], *[[*line] for line in lines], *rows[at:]]
    made = check(content)
    assert [line(one) for one in made.findings] == []
    assert made.ret is not None
    goals = [form.value("预期目标").text for form in made.ret.forms if form.form.per_project]
    assert goals == [content[FIRST][10][1], rows[10][1] if name == SECOND else content[SECOND][10][1]]


def test_three_pages_each_with_all_that_stands_above() -> None:
    """The number of the annex, the title, the unit, the project's name and the header; no label is new on page two."""
    content = sheets()
    rows: Rows = [["附件4"], *content[SECOND]]
    head: Rows = [["附件4"], [TITLES[SECOND]], *rows[2:4], rows[12]]
    content[SECOND] = [
        *rows[:14],
        *[[*line] for line in head],
        *rows[14:17],
        *[[*line] for line in head],
        *rows[17:],
    ]
    assert said(content) == []
    content[SECOND][-1][7] = d("98.33")
    assert said(content) == [f"ZP-08 error 项目二!H{len(content[SECOND])}"]


def test_a_second_project_below_the_first_is_another_form() -> None:
    content = sheets()
    content[FIRST] += content.pop(SECOND)
    assert said(content) == []
    made = audited(book_of(content))
    assert len([form for form in made.ret.forms if form.form.per_project]) == 2


def test_a_second_project_below_one_without_its_total_is_another_form() -> None:
    content = sheets()
    below = content.pop(SECOND)
    content[FIRST] = [row for row in content[FIRST] if row[0] != "总分"] + below
    made = audited(book_of(content))
    assert len([form for form in made.ret.forms if form.form.per_project]) == 2
    assert [line(one) for one in made.findings if one.primary] == ["TY-13 error 项目一"]


def test_below_a_whole_form_nothing_goes_on() -> None:
    """The first lines of another form of the kind, with figures and of whatever project: it is said that it was not read."""
    content = sheets()
    rows = content[SECOND]
    content[SECOND] = [*rows, list(rows[0]), *(list(row) for row in rows[11:14])]
    assert said(content) == ["WJ-04 warning 项目二!A20"]
