"""Headings of columns that differ only in their year, with and without 年 and 数."""

from __future__ import annotations

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
