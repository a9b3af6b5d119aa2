"""Tables that go on on another page, and categories that are named again in the rows below."""

from __future__ import annotations

import pytest

import made_scoring
from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, Made, audited, book_of, d, sheets
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

Rows = list[list[Content]]
LINES = ["（续表）", "(续)", "接上页", "第2页", "— 2 —", "第 2 页 共 3 页", "续表2"]


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def goes_on(rows: Rows, at: int, text: str, head: int | None) -> Rows:
    """The rows with a line before row ``at`` (from 0), and below it the header of row ``head`` once more."""
    again = [] if head is None else [list(rows[head])]
    return [*rows[:at], [text], *again, *rows[at:]]


def scoring(rows: Rows) -> Made:
    book = book_of({made_scoring.TABLE: rows, made_scoring.FIGURES: made_scoring.figure_rows()})
    ret = read_return(book, [load_form_set("yiyang-2018")])
    assert ret is not None
    return Made(book, ret, audit(ret))


@pytest.mark.parametrize("text", [*LINES, "2018年度整体支出绩效自评指标计分表（续）"])
@pytest.mark.parametrize("head", [1, None])
def test_a_list_goes_on_with_its_category(text: str, head: int | None) -> None:
    rows = made_scoring.table_rows()
    assert said(scoring(goes_on(rows, 12, text, head))) == []
    rows[9][3] = 99
    (wrong,) = [one for one in scoring(goes_on(rows, 12, text, head)).findings if one.primary]
    assert (wrong.rule, wrong.place.address) == ("JF-03", "D10")


def test_a_list_of_which_only_the_header_is_repeated() -> None:
    rows = made_scoring.table_rows()
    assert said(scoring([*rows[:12], list(rows[1]), *rows[12:]])) == []


@pytest.mark.parametrize("text", [*LINES, "部门整体支出绩效评价基础数据表（续）"])
@pytest.mark.parametrize("head", [5, None])
@pytest.mark.parametrize("at", [12, 20])
def test_a_grid_goes_on(text: str, head: int | None, at: int) -> None:
    """Above the second project, and above 三公经费."""
    content = sheets()
    content[BASE] = goes_on(content[BASE], at, text, head)
    assert said(audited(book_of(content))) == []
    content[BASE][18 if at == 20 else 19 + (head is not None)][2] = d("86")
    wrong = audited(book_of(content))
    assert [one.rule for one in wrong.findings if one.primary] == ["BD-05"]
    assert (wrong.only("BD-05").stated, wrong.only("BD-05").computed) == ("86", "85")


def test_a_line_that_says_more_is_no_break() -> None:
    """A project may be called after a table, and what has figures is a row."""
    content = sheets()
    content[BASE][20][0] = "2、续表印制"
    content[SECOND][2][1] = "续表印制"
    assert said(audited(book_of(content))) == []


def repeated(rows: Rows, **names: str) -> Rows:
    """The indicators with their categories in every row, those of 一级指标 with their full marks in the first only."""
    last = ""
    for row in rows[12:-1]:
        if len(row) > 3 and row[3] is not None:
            named = str(row[1]) if row[1] else last
            row[1] = row[1] or named
            last = names.get(named.partition("(")[0], named.partition("(")[0])
    return rows


def test_a_category_named_again_without_its_full_marks_goes_on() -> None:
    content = sheets()
    for name in (OVERALL, FIRST, SECOND):
        repeated(content[name])
    assert content[OVERALL][13][1] == "产出指标"
    assert said(audited(book_of(content))) == []


def test_wrong_weights_under_such_a_category() -> None:
    content = sheets()
    repeated(content[FIRST])
    content[FIRST][13][6:8] = [15, 15]
    content[FIRST][18][6:8] = [105, d("104.98")]
    wrong = audited(book_of(content))
    (found,) = [one for one in wrong.findings if one.primary]
    assert (found.rule, found.place.address) == ("ZP-06", "B13")
    assert "标明 50 分，其下 4 个指标分值合计为 55 分" in found.message


def test_another_category_is_not_the_one_above() -> None:
    """效益 is not 产出 named again, though both have their full marks in the first row only."""
    content = sheets()
    repeated(content[FIRST], 产出指标="成果指标")
    wrong = audited(book_of(content))
    assert said(wrong) == [f"ZP-06 error {FIRST}!B13"]
    assert "其下 1 个指标分值合计为 20 分" in wrong.only("ZP-06").message
