"""ZP-14 in a form without weights: scores that make up the whole are all full marks, whatever each may earn."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Options, check_book

WHOLE: dict[str, Content] = {
    **dict.fromkeys(("F6", "F7"), d("55")),
    **{"H6": "100%", "I6": 10, "F16": "55万元", "G19": 100},
}


def told(**cells: Content) -> list[str]:
    """What is found of scores in the first project's form by itself, without the column of its weights."""
    rows = sheets()[FIRST]
    for row in rows[11:19]:
        del row[6:7]
    for address, content in (WHOLE | cells).items():
        rows[int(address[1:]) - 1]["ABCDEFGHI".index(address[0])] = content
    checked = check_book(book_of({FIRST: rows}), "return.xlsx", "", Options("mof-2020"))
    return [line(one) for one in checked.findings if one.rule != "ZP-07"]


def test_every_target_was_reached() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("cells", "at"),
    [
        ({"F13": "50万页"}, "G13"),
        ({"E13": "≥6亿页", "F13": "5.5亿页"}, "G13"),
        ({"F18": "85%"}, "G18"),
    ],
)
def test_full_marks_for_a_target_that_was_missed(cells: dict[str, Content], at: str) -> None:
    assert f"ZP-14 warning 项目一!{at}" in told(**cells)
    assert len(told(**cells)) == 1


def test_where_not_all_are_full_marks_a_lower_score_is_possible() -> None:
    """The score of 19 may be one of 20, or more than that indicator can earn."""
    assert told(F13="50万页", G13=19, G19=99) == []


def test_a_score_that_is_not_stated_leaves_it_open() -> None:
    assert [one for one in told(F13="50万页", G14=None) if one.startswith("ZP-14")] == []


def test_where_execution_has_too_many_points_the_others_need_not_be_full_marks() -> None:
    told_of = told(F6=d("54.9"), F7=d("54.9"), H6="99.82%", F13="50万页")
    assert told_of == ["XM-07 error 项目一!I6"]
