"""Rows that the base form prints for several things (水费、电费、差旅费), given as rows of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import line
from made import BASE, Content, Made, audited, book_of, d, sheets

Row = list[Content]
WATER: Row = ["水费", d("2.3"), d("2"), d("1.9")]
POWER: Row = ["电费", d("4"), d("4"), d("3.9")]
TRAVEL: Row = ["差旅费", 6, 6, 6]
BOTH: Row = ["水电费", d("6.3"), 6, d("5.8")]
MEETINGS: Row = ["会议费", d("1.4"), d("1.2"), d("1.1")]
TRAINING: Row = ["培训费", 2, 2, 2]
TOGETHER: Row = ["会议费、培训费", d("3.4"), d("3.2"), d("3.1")]
PRINTING: Row = ["印刷费", 1, 1, 1]


def returned(rows: Sequence[Row]) -> Made:
    """The clean return with these rows in the place of 水费、电费、差旅费 and 会议费、培训费."""
    content = sheets()
    content[BASE][9:11] = rows
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.primary)


RIGHT = [
    [WATER, POWER, TRAVEL, MEETINGS, TRAINING],
    [WATER, POWER, TRAVEL, TOGETHER, PRINTING],
    [BOTH, TRAVEL, MEETINGS, TRAINING, PRINTING],
    [["水费、电费", d("6.3"), 6, d("5.8")], TRAVEL, TOGETHER],
    [TRAVEL, ["水费、电费", d("6.3"), 6, d("5.8")], TOGETHER],
    [TOGETHER, WATER, POWER, TRAVEL],
    [MEETINGS, TRAINING, PRINTING, WATER, POWER, TRAVEL],
]


@pytest.mark.case("TY-13", "passes")
@pytest.mark.parametrize("rows", RIGHT)
def test_what_stands_row_by_row_is_not_missing(rows: list[Row]) -> None:
    assert said(returned(rows)) == []


@pytest.mark.case("BD-06", "fails")
@pytest.mark.parametrize("rows", RIGHT)
def test_every_row_counts_as_a_part(rows: list[Row]) -> None:
    """Travel of 60 where 57.5 was spent in all; the parts are 87.8, with the printing 88.8."""
    dear = [[*row[:3], 60] if row[0] == "差旅费" else row for row in rows]
    made = returned(dear)
    assert said(made) == ["BD-06 error 基础数据表!D8"]
    assert made.only("BD-06").computed == ("87.8" if PRINTING not in rows else "88.8")


@pytest.mark.case("TY-13", "fails")
def test_a_row_of_which_a_part_is_missing_is_told() -> None:
    assert [line for line in said(returned([WATER, TRAVEL, TOGETHER])) if "TY-13" in line] == [
        "TY-13 error 基础数据表"
    ]


@pytest.mark.case("TY-13", "fails")
def test_projects_of_such_names_are_no_parts() -> None:
    content = sheets()
    content[BASE][10:11] = []
    content[BASE][18:20] = [
        ["1、会议费", d("50"), d("55"), d("54.9")],
        ["2、培训费", d("30"), d("30"), d("28")],
    ]
    made = audited(book_of(content))
    assert "TY-13 error 基础数据表" in said(made)
    assert len(made.ret.forms[0].groups["项目"]) == 2
