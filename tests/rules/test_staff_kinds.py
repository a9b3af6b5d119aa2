"""Staff given by kind: 行政 and 事业 in one cell, in rows or in columns of their own, with or without the whole."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import line
from made import BASE, Content, Made, audited, book_of, sheets
from perfxl.fill import fill
from perfxl.returns.people import people_in_words

Row = list[Content]
WHOLE_RATE = "95%"
HEADS: Row = ["财政供养人员情况", "编制数", None, "2021年实际在职人数", None, "控制率"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("18+45", 63), ("18＋45人", 63), ("行政18人", 18), ("行政：24", 24), ("合计：96", 96), ("在职58人", 58),
        ("行政编制18名，事业编制45名", 63), ("行政18、事业45", 63), ("行政18人事业45人", 63), ("参公12；工勤3", 15),
        ("63人，其中行政18人", 63), ("63人，其中：行政18人、事业45人", 63), ("63人：行政18人，事业45人", 63),
        ("行政18人，事业45人，合计63人", 63), ("核定编制63名，其中行政18名", 63),
        ("63人，其中行政70人", None), ("62人：行政18人，事业45人", None), ("行政18人，退休5人", None),
        ("18人，45人", None), ("行政", None), ("18-45", None), ("在职58人，临聘6人", None), ("其中行政18人", None),
        ("行政18人，事业45人，其中工勤5人", None), ("行政18.5人", None), ("", None),
    ],
)  # fmt: skip
def test_people_by_kind_are_counted_where_it_is_clear_who_is(text: str, people: int | None) -> None:
    assert people_in_words(text) == people


def returned(rows: Sequence[Row]) -> Made:
    """The clean return with these rows below the headings of the staff."""
    content = sheets()
    content[BASE][4:5] = rows
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.primary)


def counted(made: Made) -> list[object]:
    base = made.ret.forms[0]
    return [base.value(name).number for name in ("编制数", "实际在职人数")]


IN_ROWS: list[tuple[list[Row], str]] = [
    ([[None, 8, 8, "100%"], [None, 12, 11, "91.67%"], [None, 20, 19, WHOLE_RATE]], "D7"),
    ([[None, 20, 19, WHOLE_RATE], ["其中：行政", 8, 8, "100%"], ["事业", 12, 11, "91.67%"]], "D5"),
    ([["行政", 8, 8, "100%"], ["事业", 12, 11, "91.67%"], ["合计", 20, 19, WHOLE_RATE]], "D7"),
    ([["行政", 8, 8, WHOLE_RATE], ["事业", 12, 11]], "D5"),
]


@pytest.mark.case("BD-01", "passes")
@pytest.mark.parametrize("rows", [rows for rows, _ in IN_ROWS])
def test_the_whole_counts_and_each_rate_is_that_of_its_row(rows: list[Row]) -> None:
    made = returned(rows)
    assert said(made) == []
    assert counted(made) == [20, 19]


@pytest.mark.case("BD-01", "fails")
@pytest.mark.parametrize(("rows", "at"), IN_ROWS)
def test_a_wrong_rate_of_the_whole_is_found_at_its_cell(rows: list[Row], at: str) -> None:
    made = returned([[*row[:3], "59%"] if WHOLE_RATE in row else row for row in rows])
    assert said(made) == [f"BD-01 error 基础数据表!{at}"]
    assert made.only("BD-01").computed == "95"


@pytest.mark.case("BD-01", "fails")
@pytest.mark.parametrize("rows", [rows for rows, _ in IN_ROWS[:3]])
def test_a_wrong_rate_of_one_kind_is_found_too(rows: list[Row]) -> None:
    wrong = [[*row[:3], "96.17%"] if "91.67%" in row else row for row in rows]
    at = 5 + next(number for number, row in enumerate(wrong) if "96.17%" in row)
    made = returned(wrong)
    assert said(made) == [f"BD-01 error 基础数据表!D{at}"]
    assert "控制率） 96.17%" in made.only("BD-01").message


@pytest.mark.case("TY-08", "boundary")
def test_kinds_without_their_whole_add_up_and_have_rates_of_their_own() -> None:
    made = returned([[None, "行政8人", "行政8人", "100%"], [None, "事业12人", "事业11人", "91.67%"]])
    assert counted(made) == [20, 19]
    assert said(made) == ["TY-08 info 基础数据表!B5"]
    assert not [change for change in fill(made.ret) if change.place.sheet == BASE]


@pytest.mark.case("BD-01", "fails")
def test_kinds_in_columns_add_up() -> None:
    """The figures of the kinds stand below each heading, the rate once."""
    for rate, findings in (("95%", []), ("85%", ["BD-01 error 基础数据表!F6"])):
        content = sheets()
        content[BASE][3:5] = [HEADS, [None, "行政", "事业", "行政", "事业"], [None, 8, 12, 8, 11, rate]]
        made = audited(book_of(content))
        assert counted(made) == [20, 19]
        assert said(made) == findings


@pytest.mark.case("TY-08", "boundary")
def test_kinds_may_stand_with_their_figures_below_the_whole() -> None:
    made = returned(
        [[None, 20, 19, "95%"], [None, "其中：行政编制 8", "行政 8"], [None, "事业编制 12", "事业 11"]]
    )
    assert counted(made) == [20, 19]
    assert said(made) == ["TY-08 info 基础数据表!B6"]
    assert "行政编制（编制数）“行政编制 8”等 4 处" in made.only("TY-08").message


@pytest.mark.case("TY-08", "boundary")
def test_what_stands_below_the_whole_in_other_words_is_a_remark() -> None:
    made = returned([[None, 20, 19, "95%"], [None, "其中：行政若干", "行政 8"]])
    assert counted(made) == [20, 19]
    assert said(made) == []


@pytest.mark.case("TY-08", "fails")
def test_a_kind_that_is_no_number_is_told_at_its_cell() -> None:
    content = sheets()
    content[BASE][3:5] = [HEADS, [None, "行政", "事业", "行政", "事业"], [None, 8, "十几", 8, 11, "95%"]]
    assert said(audited(book_of(content))) == ["TY-08 error 基础数据表!C6"]


@pytest.mark.case("TY-08", "boundary")
@pytest.mark.parametrize("text", ["行政8名，事业12名", "8+12", "20人，其中行政8人"])
def test_kinds_in_one_cell_are_read_and_told_once(text: str) -> None:
    made = returned([[None, text, "在职19人", "95%"]])
    assert counted(made) == [20, 19]
    assert said(made) == ["TY-08 info 基础数据表!B5"]


@pytest.mark.case("BD-01", "boundary")
def test_two_rows_that_say_nothing_of_themselves_are_read_as_before() -> None:
    made = returned([[None, 20, 19, "95%"], [None, 8, 8, "100%"]])
    assert counted(made) == [20, 19]
    assert "人员" not in made.ret.forms[0].groups


CAPTION = "财政供养人员"
"""Nearly 财政供养人员控制率, one of the names of the last column."""


def reworded(rate: str, heading: str) -> Made:
    content = sheets()
    content[BASE][3:5] = [[CAPTION, "编制数", "2021年实际在职人数", heading], [None, 20, 19, rate]]
    return audited(book_of(content))


@pytest.mark.case("BD-01", "fails")
def test_what_the_rows_are_of_is_no_heading() -> None:
    made = reworded("59%", "在职人员控制比率")
    assert said(made) == ["BD-01 error 基础数据表!D5", "TY-13 info 基础数据表!D4"]
    changes = [change for change in fill(made.ret) if change.place.sheet == BASE]
    assert [(change.place.address, change.after) for change in changes] == [("D5", "95%")]


@pytest.mark.case("TY-13", "boundary")
def test_a_heading_in_other_words_is_found_beside_it() -> None:
    assert said(reworded("95%", "在职人员控制比率")) == ["TY-13 info 基础数据表!D4"]


@pytest.mark.case("TY-13", "fails")
def test_a_heading_that_is_not_there_is_missed_and_nothing_written_for_it() -> None:
    made = reworded("95%", "占比")
    assert said(made) == ["TY-13 error 基础数据表"]
    assert not [change for change in fill(made.ret) if change.place.sheet == BASE]
