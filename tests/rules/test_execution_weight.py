"""Budget execution on a form that has a cell for its score and none for its weight."""

from __future__ import annotations

import pytest

from cases import line
from made import Content, book_of
from made_national import Rows, hubei
from perfxl.checking import Options, check_book
from perfxl.fill import fill
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.recognise import read_return
from perfxl.withheld import Withheld

RATE_SCORE, TOTAL = (5, 5), (14, 6)
"""Row and column of the score of execution and of the total."""
SHEET = "自评表"


def form(score: Content, total: Content, heading: str = "得分（20分*执行率）") -> dict[str, Rows]:
    rows = hubei()
    rows[SHEET][4][5] = heading
    for (row, col), content in ((RATE_SCORE, score), (TOTAL, total)):
        rows[SHEET][row][col] = content
    return rows


def told(rows: dict[str, Rows]) -> list[tuple[str, str | None, str | None]]:
    findings = check_book(book_of(rows), "return.xlsx", "", Options(parameters=("湖北",))).findings
    return [(line(found), found.stated, found.computed) for found in findings]


BLANK = ("XM-07 error 自评表!F6", "", "19")


@pytest.mark.case("XM-07", "fails")
@pytest.mark.parametrize("total", [99, 80], ids=["right", "without it"])
def test_a_blank_score_of_execution_is_told_and_its_total_is_not(total: int) -> None:
    assert told(form(None, total)) == [BLANK]


@pytest.mark.case("ZP-08", "fails")
def test_a_total_is_compared_with_what_the_blank_score_should_be() -> None:
    assert told(form(None, 97)) == [BLANK, ("ZP-08 error 自评表!G15", "97", "99")]
    empty, total = told(form(None, None))
    assert (empty, total[0], total[2]) == (BLANK, "ZP-08 warning 自评表!G15", "99")


@pytest.mark.case("XM-07", "passes")
def test_the_weight_is_what_the_indicators_leave_of_the_full_marks() -> None:
    rows = form(None, 99, "得分")
    for row, points in zip(rows[SHEET][7:], ("分值", 15, 10, 5, 10, 20, 20, 100), strict=True):
        row += [None] * (7 - len(row)) + [points]
    assert told(rows) == [BLANK]
    rows[SHEET][5][5] = 19
    assert told(rows) == []
    rows[SHEET][8][6:] = [35, 35]  # which leaves nothing for budget execution
    rows[SHEET][5][5], rows[SHEET][14][6] = None, 100
    assert [one for one, _, _ in told(rows)] == ["ZP-23 info 自评表!G15"]


@pytest.mark.case("XM-07", "boundary")
def test_indicators_that_have_scored_all_the_points_leave_none_for_execution() -> None:
    rows = form(None, 100)
    rows[SHEET][8][6] = 35
    assert told(rows) == []


def filled(rows: dict[str, Rows]) -> tuple[dict[str | None, str], dict[str | None, str]]:
    withheld: list[Withheld] = []
    ret = read_return(book_of(rows), listed_form_sets())
    written = {change.place.address: change.after for change in fill(ret, withheld.append)}
    return written, {cell.place.address: cell.reason for cell in withheld}


def test_score_and_total_are_filled_in_by_the_weight_in_the_heading() -> None:
    assert filled(form(None, None)) == ({"F6": "19", "G15": "99"}, {})


def test_a_total_is_not_filled_in_without_the_score_of_execution() -> None:
    rows = form(None, None, "得分")
    written, withheld = filled(rows)
    assert written == {}
    assert withheld == {"G15": "F6 年度财政资金总额（得分）未填写"}
