"""Headings of columns that differ only in their year, with and without 年 and 数."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cases import base, line
from made import BASE, Content, Made, audited, book_of, d, made, sheets

HEADINGS = [
    ("2020年决算", "2021年预算数", "2021年决算数"),
    ("2020年度决算", "2021年预算数", "2021年决算数"),
    ("上年决算", "2021年预算数", "2021年决算数"),
    ("上年决算数", "本年预算数", "2021年决算数"),
    ("2020年实际支出", "2021年预算数", "2021年决算数"),
    ("2020年决算数", "2021年预算数", "2021年决算"),
    ("2020年决算数", "2021年预算", "2021年决算数"),
    ("2020年决算数", "2021年预算数", "2021年实际支出数"),
    ("2020年决算", "2021年预算", "2021年决算"),
    ("2020决算数", "2021预算数", "2021决算数"),
    ("上年度决算", "本年度预算", "本年度决算"),
]


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def headed(headings: tuple[str, str, str], **cells: Content) -> Made:
    """The clean return with the columns of the base form under other headings."""
    last, budget, actual = headings
    return made(base(B6=last, C6=budget, D6=actual, **cells))


@pytest.mark.parametrize("headings", HEADINGS)
def test_columns_are_known_without_the_word_for_number(headings: tuple[str, str, str]) -> None:
    assert said(headed(headings)) == []


@pytest.mark.parametrize("headings", HEADINGS)
def test_and_each_is_that_of_its_year(headings: tuple[str, str, str]) -> None:
    """A wrong sum in one column is told there, with what that column holds."""
    found = headed(headings, B19=d("81")).only("BD-05")
    assert (found.place.address, found.stated, found.computed) == ("B19", "81", "80")
    found = headed(headings, D13=d("5.2")).only("BD-03")
    assert (found.place.address, found.stated, found.computed) == ("D13", "5.2", "5.1")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("2021年决算数", "2021年预算数", "2021年决算数"), "TY-03 error 基础数据表!B6"),
        (("2021年决算", "2021年预算", "2021年决算数"), "TY-03 error 基础数据表!B6"),
        (("2020年决算数", "2021年预算数", "2020年决算数"), "TY-03 error 基础数据表!D6"),
        (("2019决算数", "2021预算数", "2021决算数"), "TY-03 error 基础数据表!B6"),
    ],
)
def test_a_wrong_year_is_told_where_all_columns_are_there(
    headings: tuple[str, str, str], expected: str
) -> None:
    assert said(headed(headings)) == [expected]


@pytest.mark.parametrize("first", ["2020年情况", "上年数"])
@pytest.mark.parametrize("budget", ["2021年预算数", "本年预算数"])
def test_a_column_of_this_year_is_not_taken_for_that_of_last_year(first: str, budget: str) -> None:
    """Only what is missing is told, and this year's figures are judged as such."""
    found = headed((first, budget, "2021年决算数"))
    assert said(found) == ["TY-13 error 基础数据表"]
    assert "缺少“2020年决算数”" in found.only("TY-13").message
    assert found.ret.forms[0].value("项目支出.本年决算数").place.col == 4


def test_the_column_of_last_year_is_not_taken_for_that_of_this_year() -> None:
    found = headed(("2020年决算数", "2021年预算数", "执行情况"))
    assert "缺少“2021年决算数”" in found.only("TY-13").message
    assert found.ret.forms[0].value("项目支出.上年决算数").place.col == 2


def test_projects_are_not_counted_where_the_columns_were_not_found() -> None:
    found = headed(("上年", "预算安排", "支出"))
    assert said(found) == ["KB-03 undecided 基础数据表 从属", "TY-13 error 基础数据表"]


def test_of_two_headings_for_one_column_the_official_one_counts() -> None:
    content = sheets()
    rows = content[BASE]
    content[BASE] = [[*row[:3], *([None] if len(row) > 3 else []), *row[3:]] for row in rows]
    content[BASE][5][3] = "2021年实际支出"
    content[BASE][18][3] = d("80.9")
    found = audited(book_of(content))
    assert found.ret.forms[0].value("项目支出.本年决算数").place.col == 5
    assert said(found) == ["WJ-12 info 基础数据表!D6"]


REORDERED = [
    ("2021年决算数", "2021年预算数", "2020年决算数"),
    ("2021年决算数", "本年预算数", "2020年决算数"),
    ("2021年预算数", "2021年决算数", "2020年决算数"),
    ("2021年预算", "2020年决算", "2021年决算"),
]
OFFICIAL = ("2020年决算数", "2021年预算数", "2021年决算数")


def reordered(headings: Sequence[str], three: Content = "5.1") -> Made:
    """The clean return with the columns of the base form in another order, each with its figures.

    A heading of a year before those of the form brings a column of figures that are none of the form's. ``three`` is
    what this year's actual 三公经费 are stated as.
    """
    content = sheets()
    rows = content[BASE]
    rows[12][3] = three
    at = {name.replace("数", ""): col for col, name in enumerate(OFFICIAL, 1)}
    at["本年预算"] = at["2021年预算"]
    cols = [at.get(heading.replace("数", "")) for heading in headings]
    for number, row in enumerate(rows[6:], 6):
        if len(row) > 3 and row[1] is not None:
            rows[number] = [row[0], *(row[col] if col else d("77.7") for col in cols)]
    rows[5] = [rows[5][0], *headings]
    return audited(book_of(content))


@pytest.mark.parametrize("headings", REORDERED)
def test_columns_in_another_order_are_those_of_the_years_they_state(headings: tuple[str, ...]) -> None:
    assert said(reordered(headings)) == []
    wrong = reordered(headings, "5.2")
    assert [one.rule for one in wrong.findings] == ["BD-03"]
    assert (wrong.only("BD-03").stated, wrong.only("BD-03").computed) == ("5.2", "5.1")


@pytest.mark.parametrize("at", [0, 1, 3])
@pytest.mark.parametrize("budget", ["2021年预算数", "本年预算数"])
def test_a_column_of_an_earlier_year_is_none_of_the_forms(at: int, budget: str) -> None:
    headings = [OFFICIAL[0], budget, OFFICIAL[2]]
    headings.insert(at, "2019年决算数")
    assert {one.rule for one in reordered(headings).findings} <= {"WJ-12"}
    wrong = reordered(headings, "5.2")
    assert [one.rule for one in wrong.findings if one.rule != "WJ-12"] == ["BD-03"]
    assert (wrong.only("BD-03").stated, wrong.only("BD-03").computed) == ("5.2", "5.1")


@pytest.mark.parametrize("at", [1, 2])
def test_a_column_of_the_year_before_is_not_that_of_this_year(at: int) -> None:
    """A column 2020年预算数 more: the money of the form's own year stands under its own heading."""
    rows = [list(row) for row in sheets()[BASE]]
    for number, row in enumerate(rows, 1):
        extra: Content = "2020年预算数" if number == 6 else d("9.9") if number > 6 and len(row) > 3 else None
        row.insert(at, extra if len(row) > 1 else None)
    found = audited(book_of({**sheets(), BASE: rows}))
    assert [one for one in said(found) if not one.startswith(("TY-", "WJ-"))] == []
    rows[18][3] = d("81")
    wrong = audited(book_of({**sheets(), BASE: rows}))
    assert [(one.rule, one.place.address) for one in wrong.findings if one.rule == "BD-05"] == [
        ("BD-05", "D19")
    ]
