"""ZP: what one missing or unreadable cell leads to; one cause is said once as a primary finding."""

from __future__ import annotations

import pytest

from cases import Changes, line, overall, second
from made import Kind, d, made

CAUSES: list[tuple[Changes, str]] = [
    (overall(H3=None), "TY-13 error 部门自评表"),
    (overall(I3=None), "TY-13 error 部门自评表"),
    (overall(A21=None), "TY-13 error 部门自评表"),
    (overall(B18=None), "ZP-06 error 部门自评表!B13"),
    (overall(H4=None), "ZP-07 error 部门自评表!H4"),
    (overall(H4=Kind.UNCALCULATED), "TY-11 warning 部门自评表!H4"),
    (overall(E13=Kind.UNCALCULATED), "TY-11 warning 部门自评表!E13"),
    (overall(F20=Kind.UNCALCULATED), "TY-11 warning 部门自评表!F20"),
    (overall(D13=Kind.UNCALCULATED), "TY-11 warning 部门自评表!D13"),
    (overall(B10=Kind.ERROR), "TY-11 error 部门自评表!B10"),
    (overall(B11=Kind.UNCALCULATED), "TY-11 warning 部门自评表!B11"),
    (overall(I4=11), "ZP-02 error 部门自评表!I4"),
    (overall(I4=10), "ZP-02 error 部门自评表!I4"),
    (overall(H14=8), "ZP-14 error 部门自评表!H14"),
    (overall(G17=None), "ZP-10 error 部门自评表!G17"),
    (overall(H17=None), "ZP-10 error 部门自评表!H17"),
    (overall(B18="效益指标(40分)"), "ZP-06 error 部门自评表!B18"),
    (second(G6=None), "ZP-07 error 项目二!G6"),
    (second(B18=None, C18=None, D18=None, E18=None, F18=None, G18=None, H18=None, B17="效益指标(40分)", G17=40, H17=40),
     "ZP-12 error 项目二!A1"),
    (overall(G17=5), "ZP-06 error 部门自评表!B13"),
    (overall(G16=10), "ZP-06 error 部门自评表!B13"),
    (overall(F7="项目支出：87"), "KB-02 error 部门自评表!F7"),
    (overall(F4=d("400.12")), "KB-01 error 部门自评表!F4"),
    (second(E6=32), "XM-01 error 项目二!E6"),
    (second(F16="33万元"), "ZP-27 error 项目二!F16"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "primary"), CAUSES)
def test_one_primary_finding(changes: Changes, primary: str) -> None:
    assert [line(found) for found in made(changes).findings if found.primary] == [primary]


def test_a_wrong_total_is_primary_beside_wrong_scores() -> None:
    """The total is neither the sum of the scores as stated nor of the due ones."""
    result = made(overall(H14=8, H21=d("99")))
    assert list(map(line, result.findings)) == ["ZP-14 error 部门自评表!H14", "ZP-08 error 部门自评表!H21"]


def test_a_wrong_score_beside_a_wrong_weight_is_primary() -> None:
    """The weight with which the sum would be right does not give the score either."""
    told = made(overall(G17=5, H17=3, H21=d("93.39"))).findings
    assert [line(found) for found in told if found.primary] == [
        "ZP-06 error 部门自评表!B13",
        "ZP-14 error 部门自评表!H17",
    ]


def test_a_wrong_weight_where_no_label_states_any() -> None:
    told = made(overall(B13="产出指标", B18="效益指标", B20="满意度指标", G17=6)).findings
    assert [line(found) for found in told if found.primary] == ["ZP-07 error 部门自评表!G21"]
    assert [found.primary for found in told if found.rule in ("ZP-09", "ZP-11", "ZP-14")] == [False] * 3


def test_labels_of_levels_in_every_row() -> None:
    """A table without merged cells repeats its categories; they count once."""
    changes = overall(
        B14="产出指标(50分)", B15="产出指标（50分）", B16="产出指标(50分)", B17="产出指标 (50分)"
    )
    changes |= overall(C14="数量指标")
    assert made(changes).findings == []
