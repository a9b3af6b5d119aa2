"""Total rows written in other ways: with a grade behind the score, in one cell, their label spread over cells."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify
from made import made

ONE_CELL = overall(A21="总分：100分　　自评得分：97.39分", G21=None, H21=None)

# fmt: off
CASES = [
    # a grade behind the score
    case("TY-08", "boundary", overall(H21="97.39（优）"), "TY-08 info 部门自评表!H21"),
    case("ZP-08", "fails", overall(H21="95.39分（优秀）"), "ZP-08 error 部门自评表!H21", "TY-08 info 部门自评表!H21",
         figures=("95.39", "97.39", "-2")),
    case("ZP-29", "fails", overall(H21="97.39（良）"), "ZP-29 error 部门自评表!H21", "TY-08 info 部门自评表!H21"),
    # all in one cell
    case("ZP-08", "passes", ONE_CELL),
    case("ZP-08", "passes", overall(A21="总分100分，自评得分97.39分。", G21=None, H21=None)),
    case("ZP-08", "passes", overall(A21="自评总分：97.39分", G21=None, H21=None)),
    case("ZP-08", "fails", overall(A21="总分：100分　自评得分：95.39分", G21=None, H21=None), "ZP-08 error 部门自评表!A21",
         figures=("95.39", "97.39", "-2")),
    case("ZP-08", "fails", overall(A21="总分：90分　自评得分：97.39分", G21=None, H21=None), "ZP-08 error 部门自评表!A21",
         figures=("90", "100", "-10")),
    case("ZP-08", "fails", overall(A21="总分：95.39分", G21=None, H21=None), "ZP-08 error 部门自评表!A21",
         figures=("95.39", "97.39", "-2")),
    case("ZP-08", "boundary", overall(A21="总分：100分", G21=None, H21=None), "ZP-08 warning 部门自评表!A21"),
    # the label in several cells
    case("ZP-08", "passes", overall(A21="总", B21="分")),
    case("ZP-08", "passes", overall(A21="合", C21="计")),
    case("ZP-08", "fails", overall(A21="总", B21="分", H21="95.39"), "ZP-08 error 部门自评表!H21",
         figures=("95.39", "97.39", "-2")),
    # a score in words
    case("TY-08", "passes", overall(H13="得15分", H14="得7.5分")),
    case("ZP-09", "fails", overall(H13="得16分", H21="98.39"), "ZP-09 error 部门自评表!H13 从属",
         "ZP-14 error 部门自评表!H13"),
    case("TY-08", "fails", overall(H13="扣15分"), "TY-08 error 部门自评表!H13", "ZP-08 undecided 部门自评表!H13 从属",
         "ZP-09 undecided 部门自评表!H13 从属", "ZP-14 undecided 部门自评表!H13 从属",
         "ZP-15 undecided 部门自评表!H13 从属", "ZP-23 undecided 部门自评表!H13 从属"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_total_rows(item: Case) -> None:
    verify(item)


def test_a_total_below_the_total_row_in_one_cell_changes_nothing() -> None:
    assert (
        made(
            overall(A22="自评总分：97.39分", A23="填表人：经办人甲　填报日期：2022.03.15　联系电话：（略）")
        ).findings
        == []
    )
