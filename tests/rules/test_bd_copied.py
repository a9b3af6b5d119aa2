"""BD-11: actuals that are the budget, row by row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line
from made import BASE, Content, Kind, audited, base_rows, book_of, d


def copied(rows: int, change: Decimal = Decimal(0)) -> list[str]:
    """Findings of a 基础数据表 with so many rows besides the 三公经费 whose actuals are the budget.

    One of the rows differs by ``change``; a project with 0 in both columns and one without figures do not count.
    """
    sheet = base_rows()
    for row in sheet[6:22]:
        if len(row) == 4 and not str(row[0]).startswith("三公"):
            row[3] = row[2]
    projects = rows - 7
    total = d("85") - 30
    sheet[18][3] = sheet[18][2] = total + projects
    sheet[12][3], sheet[13][3], sheet[15][3], sheet[17][3] = d("5.1"), d("3.5"), d("3.5"), d("1.6")
    extra: list[list[Content]] = [[f"{n}、项目{n}", 1, 1, 1] for n in range(1, projects + 1)]
    sheet[18][1] = d("50") + projects
    extra += [["90、未安排项目", 0, 0, 0], ["91、待定项目"]]
    sheet[20:21] = extra
    sheet[8][3] = d("19.5") + change
    return [line(found) for found in audited(book_of({BASE: sheet})).findings]


@pytest.mark.case("BD-11", "passes")
def test_actuals_of_their_own() -> None:
    assert copied(12, d("-0.5")) == []


@pytest.mark.case("BD-11", "fails")
def test_actuals_copied_from_the_budget() -> None:
    assert copied(12) == ["BD-11 info 基础数据表!D7"]


@pytest.mark.case("BD-11", "boundary")
def test_ten_rows_are_needed_and_no_tolerance_is_given() -> None:
    assert copied(9) == []
    assert copied(10) == ["BD-11 info 基础数据表!D7"]
    assert copied(10, d("0.01")) == []


@pytest.mark.case("BD-11", "undecided")
def test_too_few_rows_because_of_an_error() -> None:
    sheet = base_rows()
    sheet[20:21] = [[f"{n}、项目{n}", 10, 10, 10] for n in range(1, 4)]
    for row in sheet[6:22]:
        if len(row) == 4 and row[0] not in (
            "三公经费",
            "1、公务用车购置和维护经费",
            "公务用车运行维护",
            "3、公务接待",
        ):
            row[3] = row[2]
    sheet[23][3] = Kind.ERROR
    findings = {line(found) for found in audited(book_of({BASE: sheet})).findings}
    assert findings == {
        "BD-11 undecided 基础数据表!D24 从属",
        "BD-16 undecided 基础数据表!D24 从属",
        "TY-11 error 基础数据表!D24",
    }
