"""A form whose title is written again on its next page is one form; a second form of the kind is another one."""

from __future__ import annotations

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, audited, book_of, d, sheets
from made_national import chongqing_rows, returned, tasks_rows, year_rows
from perfxl.checking import Checked, Options, check_book
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.recognise import recognise

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


TORN = {"declaration": (year_rows, 10), "unit": (tasks_rows, 10), "chongqing": (chongqing_rows, 7)}
"""Forms without a total row below their last list: their rows, and the row of that list's headings (from 0)."""
WRONG: dict[str, tuple[int, Content, str, str]] = {
    "declaration": (4, "≥194%", "ZP-25", "E"),
    "unit": (5, "≥194%", "ZP-25", "F"),
    "chongqing": (6, 80, "ZP-14", "J"),
}
"""A wrong figure for the last row (its column from 0), and the rule and the column at which it is told."""


def torn(name: str, after: int, *, header: bool, title: str = "") -> Rows:
    """Such a form with its title once more below so many indicators."""
    rows, at = TORN[name][0](), TORN[name][1]
    year = [] if name == "chongqing" else [rows[1]]
    head: Rows = [[title or rows[0][0]], *year, *([rows[at]] if header else [])]
    below = at + 1 + after
    return [*rows[:below], *head, *rows[below:]]


@pytest.mark.parametrize("name", TORN)
@pytest.mark.parametrize("after", [1, 3])
@pytest.mark.parametrize("header", [False, True])
def test_a_list_without_a_total_row_goes_on_below_the_title(name: str, after: int, header: bool) -> None:
    rows = torn(name, after, header=header)
    read = returned(rows)
    assert read.findings == []
    entries = [len(form.entries["绩效指标"]) for form in read.ret.forms]
    assert entries == [len(TORN[name][0]()) - TORN[name][1] - 1]
    col, content, rule, column = WRONG[name]
    rows[-1][col] = content
    told = [(one.rule, one.place.address) for one in returned(rows).findings if one.primary]
    assert told == [(rule, f"{column}{len(rows)}")]


def left_out(rows: Rows) -> list[tuple[int, int]]:
    """The titles below which nothing was read, by their rows, each with how many labels stand there."""
    found = recognise(book_of({"表": rows}), listed_form_sets())
    read = found.read()
    assert read is not None
    assert [len(form.entries["绩效指标"]) for form in read.forms] == [3]
    return [(stranger.row, stranger.held) for stranger in found.strangers]


@pytest.mark.parametrize(
    "title",
    ["馆库维护项目支出绩效目标申报表", "项目支出绩效目标申报表（馆库维护）", "2022年项目支出绩效目标申报表"],
)
def test_a_title_that_names_another_project_or_year_begins_another_form(title: str) -> None:
    assert left_out(torn("declaration", 3, header=True, title=title)) == [(15, 4)]


@pytest.mark.parametrize(
    "title", ["2023年档案数字化项目支出绩效目标申报表", "附件3：项目支出绩效目标申报表（续2）"]
)
def test_a_title_that_names_the_same_project_goes_on(title: str) -> None:
    assert returned(torn("declaration", 3, header=True, title=title)).findings == []


def test_rows_unlike_the_lists_do_not_go_on() -> None:
    rows = torn("declaration", 3, header=True)
    rows[-3:-3] = [["以下各项由财政部门填写"]]
    assert left_out(rows) == [(15, 4)]
