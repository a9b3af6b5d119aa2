"""ZP-08 for a total row that sums up its list only, budget execution standing outside."""

from __future__ import annotations

import pytest

from cases import Case, case, first, verify
from made import Content, d
from marked_support import form_book
from perfxl.filling import fill_bytes
from perfxl.withheld import OF_LIST_ONLY, Withheld

ONLY = "ZP-08 warning 项目一!G19"
REACHED = first(F14="95%", H14=d("9.6"), I14="部分图像须重扫。")
"""One target is missed, so that the list scores 89.6."""

# fmt: off
CASES = [
    case("ZP-08", "fails", first(G19=90, H19=90), ONLY, figures=("90", "100", "-10"), related="H19 G6 I6"),
    case("ZP-08", "fails", {**REACHED, **first(G19=90, H19=d("89.6"))}, ONLY),
    case("ZP-08", "fails", {**REACHED, **first(G19=90, H19=d("86.9"))}, "ZP-08 error 项目一!H19", ONLY,
         figures=("86.9", "89.6", "-2.7")),
    # with a total score of everything only the weight is wrong, and the other way round
    case("ZP-08", "fails", first(G19=90), "ZP-08 error 项目一!G19", figures=("90", "100", "-10")),
    case("ZP-08", "fails", first(H19=90), "ZP-08 error 项目一!H19", figures=("90", "99.98", "-9.98")),
    case("ZP-08", "boundary", first(G19=80, H19=90), "ZP-08 error 项目一!H19", "ZP-08 error 项目一!G19"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_total_of_the_list(item: Case) -> None:
    verify(item)


def test_such_totals_are_not_overwritten() -> None:
    cells: dict[tuple[str, str], Content] = first(G19=90, H19=90)
    withheld: list[Withheld] = []
    _, changes = fill_bytes(form_book(cells), tell=withheld.append)
    assert changes == []
    assert {cell.place.address: cell.reason for cell in withheld} == {
        "G19": OF_LIST_ONLY,
        "H19": OF_LIST_ONLY,
    }
