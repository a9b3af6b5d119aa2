"""TY-07 within one form: a figure in 元 among others in 万元, and one left in 万元 on a form in 元."""

from __future__ import annotations

import pytest

from cases import Case, base, case, line, verify
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Options, check_book
from perfxl.finding import Finding

SPENT, BUDGET, SOURCE = (5, 5), (5, 4), (6, 5)
"""Rows and columns of a project form, from 0: what was spent in all, the budget, what was spent of grants."""
Cells = dict[tuple[int, int], Content]


def findings(cells: Cells, unit: str = "万元") -> list[Finding]:
    """What is said of a project's form by itself."""
    rows = [list(row) for row in sheets()[FIRST]]
    rows[4][0] = f"项目资金（{unit}）"
    for (row, col), content in cells.items():
        rows[row] += [None] * (col + 1 - len(rows[row]))
        rows[row][col] = content
    return check_book(book_of({FIRST: rows}), "return.xlsx", "", Options()).findings


def primary(cells: Cells, unit: str = "万元") -> list[tuple[str, str | None, str | None]]:
    return [(line(one), one.stated, one.computed) for one in findings(cells, unit) if one.primary]


IN_YUAN: Cells = {
    (row, col): d(number) * 10000 for row in (5, 6) for col, number in ((3, "50"), (4, "55"), (5, "54.9"))
} | {(15, 4): "≤550000元", (15, 5): "549000元"}
MARKED = ("TY-07 error 项目一!A5", "元", "万元")


@pytest.mark.case("TY-07", "fails")
def test_what_was_spent_in_yuan_is_one_error_at_that_figure() -> None:
    told = findings({SPENT: 549000, SOURCE: 549000})
    (first,) = [one for one in told if one.primary]
    assert (line(first), first.stated, first.computed) == ("TY-07 error 项目一!F6", "549000", "54.9")
    assert "疑似按“元”填列（折合 54.9 万元）" in first.message
    assert {one.rule for one in told if not one.primary} >= {"XM-02", "XM-03"}


@pytest.mark.case("TY-07", "fails")
def test_a_budget_or_a_source_in_yuan() -> None:
    assert primary({BUDGET: 550000, (6, 4): 550000}) == [("TY-07 error 项目一!E6", "550000", "55")]
    assert primary({SOURCE: 549000}) == [("TY-07 error 项目一!F7", "549000", "54.9")]


@pytest.mark.case("TY-07", "fails")
def test_a_figure_left_in_wan_on_a_form_in_yuan() -> None:
    assert [told for told in primary(IN_YUAN, "元") if told != MARKED] == [
        ("TY-07 warning 项目一!A5", "元", "万元")
    ]
    told = primary({**IN_YUAN, SPENT: d("54.9"), SOURCE: d("54.9")}, "元")
    assert ("TY-07 error 项目一!F6", "54.9", "549000") in told
    assert len(told) == 2


@pytest.mark.case("TY-07", "passes")
def test_large_and_small_amounts_of_one_form_are_in_one_unit() -> None:
    assert primary({(6, 5): d("54.88"), (7, 5): d("0.02")}) == []


@pytest.mark.case("TY-07", "boundary")
def test_a_thousand_times_as_much_is_another_mistake() -> None:
    assert "TY-07" not in {one.rule for one in findings({SPENT: 54900, SOURCE: 54900})}


# fmt: off
CASES = [
    case("TY-07", "fails", base(D18=16000), "TY-07 error 基础数据表!D18", "BD-03 error 基础数据表!D13 从属",
         figures=("16000", "1.6", "15998.4")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_of_a_return(item: Case) -> None:
    verify(item)
