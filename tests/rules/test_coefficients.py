"""ZP-14, ZP-25, TY-12: the coefficient beside each indicator of Chongqing's form, its weight and its score."""

from __future__ import annotations

import pytest

from made import Content, Kind, d
from made_national import chongqing_rows, returned

Told = list[tuple[str, str, str | None]]


def told(changes: dict[str, Content]) -> Told:
    """Rule, level and cell of each finding."""
    findings = returned(chongqing_rows(), changes).findings
    return sorted((one.rule, one.level.value, one.place.address) for one in findings)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"H13": 100},
        {"H13": None},
        {"H13": "/"},
        dict.fromkeys([f"H{row}" for row in range(9, 16)]),
        # a rounded coefficient, a rounded score
        {"H11": "99.0%", "I11": 10, "J11": d("9.9")},
        {"G13": "基本健全", "H13": "67%", "J13": d("6.67"), "K2": d("94.17")},
        {"G13": "基本健全", "H13": "66.67%", "J13": d("6.67"), "K2": d("94.17")},
        {"G13": "基本健全", "H13": 80, "J13": 8, "K2": d("95.5")},
    ],
    ids=str,
)
def test_coefficients_that_fit(changes: dict[str, Content]) -> None:
    assert [line for line in told(changes) if line[0] != "ZP-15"] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"H13": "80%"}, [("ZP-14", "error", "J13")]),
        ({"H9": "95%"}, [("ZP-14", "error", "J9")]),
        ({"H9": "100.5%"}, [("ZP-25", "error", "H9")]),
        ({"H9": "120%"}, [("ZP-25", "error", "H9")]),
        ({"H9": 1}, [("TY-12", "warning", "H9")]),
        ({"H9": d("0.9")}, [("TY-12", "warning", "H9"), ("ZP-14", "error", "J9")]),
        ({"H9": "10000%"}, [("TY-12", "warning", "H9")]),
        ({"H9": "10000%", "H10": 1, "H13": "8000%"}, [("TY-12", "warning", "H9"), ("ZP-14", "error", "J13")]),
        # what target and actual give comes first, and is said alone
        ({"J9": 19}, [("ZP-08", "error", "K2"), ("ZP-14", "error", "J9")]),
        # a weight that the sum lacks is told there
        ({"I13": 9}, [("ZP-07", "error", "A1"), ("ZP-09", "error", "J13"), ("ZP-14", "error", "J13")]),
        ({"H13": Kind.ERROR}, [("TY-11", "error", "H13"), ("ZP-14", "undecided", "H13")]),
        ({"H13": "很好"}, [("TY-08", "error", "H13"), ("ZP-14", "undecided", "H13")]),
    ],
    ids=str,
)
def test_coefficients_that_do_not_fit(changes: dict[str, Content], expected: Told) -> None:
    assert told(changes) == expected


def test_the_figures_and_what_to_do() -> None:
    (found,) = returned(chongqing_rows(), {"H13": "80%"}).findings
    assert (found.stated, found.computed, found.difference) == ("10", "8", 2)
    assert [place.address for place in found.related] == ["H13", "I13"]
    assert "得分系数 80%，分值 10 分，应得 8 分，自评 10 分" in found.message
    (above,) = returned(chongqing_rows(), {"H9": "120%"}).findings
    assert (above.stated, above.computed) == ("120", "100")


def test_miswritten_coefficients_are_told_together() -> None:
    (found,) = returned(chongqing_rows(), {"H9": 1, "H10": 1, "H13": 1}).findings
    assert "得分系数“1”等 3 处" in found.message
    assert [place.address for place in found.related] == ["H10", "H13"]
