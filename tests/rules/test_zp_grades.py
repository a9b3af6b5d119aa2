"""ZP-29 on the forms: the grade that a unit writes beside its total score."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, verify
from made import made
from made_scoring import TABLE
from made_scoring import made as made_scoring

# fmt: off
CASES = [
    case("ZP-29", "passes", overall(A23="自评等级", B23="优")),
    case("ZP-29", "passes", overall(A23="自评等级：优秀")),
    case("ZP-29", "passes", first(A22="评定等次", B22="☑优 □良 □中 □差")),
    case("ZP-29", "passes", first(A22="自评得分：99.98分　自评等级：优（90分以上）")),
    case("ZP-29", "passes", first(A22="自评等级", B22="达到预期")),
    case("ZP-29", "passes", first(A22="自评等级：")),
    case(
        "ZP-29", "fails", overall(A23="自评等级", B23="良"), "ZP-29 error 部门自评表!B23",
        figures=("良", "优", None), related="H21",
    ),
    case("ZP-29", "fails", first(A22="评价等级：“良好”"), "ZP-29 error 项目一!A22", figures=("良", "优", None)),
    case("ZP-29", "fails", first(A22="评定等次", B22="□优 √良 □中 □差"), "ZP-29 error 项目一!B22"),
    # a wrong total is ZP-08's affair: the grade may be that of what the scores add up to
    case("ZP-29", "boundary", overall(A23="自评等级：良", H21=105), "ZP-08 error 部门自评表!H21"),
    case("ZP-29", "boundary", overall(A23="自评等级：优", H21=89), "ZP-08 error 部门自评表!H21"),
    case("ZP-29", "boundary", overall(A23="自评等级：良", H21=89), "ZP-08 error 部门自评表!H21"),
    case(
        "ZP-29", "boundary", overall(A23="自评等级：中", H21=89), "ZP-08 error 部门自评表!H21",
        "ZP-29 error 部门自评表!A23",
    ),
    case(
        "ZP-29", "undecided", overall(A23="自评等级：良", H21="约97"), "ZP-29 undecided 部门自评表!H21 从属",
        "TY-08 error 部门自评表!H21", "ZP-08 undecided 部门自评表!H21 从属",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def test_a_scoring_table_may_state_a_grade() -> None:
    assert [found.rule for found in made_scoring({(TABLE, "B31"): "评定等级：优"}).findings] == []
    (found,) = made_scoring({(TABLE, "B31"): "评定等级：良"}).findings
    assert (found.rule, found.place.address, found.stated, found.computed) == ("ZP-29", "B31", "良", "优")


def test_the_message_tells_both() -> None:
    (found,) = made(overall(A23="自评等级：中")).findings
    assert "等级“中”，总得分 97.39 分应为“优”" in found.message
