"""Rows of the list of indicators that only say what the indicator above is made of (其中)."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, Made, audited, book_of, d, sheets
from perfxl.fill import fill

PARTS: list[list[Content]] = [
    [None, None, None, "其中：文书档案", "≥40万页", "41万页"],
    [None, None, None, "其中：科技档案", "≥20万页", "20万页", "—", "—"],
]


def first(rows_added: list[list[Content]] = PARTS, at: int = 13, **cells: Content) -> Made:
    """The clean return with rows added below row ``at`` of its first project; cells as they were before."""
    rows = sheets()
    for address, content in cells.items():
        rows[FIRST][int(address[1:]) - 1]["ABCDEFGHI".index(address[0])] = content
    rows[FIRST][at:at] = rows_added
    return audited(book_of(rows))


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def test_they_have_no_score_of_their_own() -> None:
    made = first()
    assert said(made) == []
    assert fill(made.ret) == []


@pytest.mark.parametrize("dash", ["一", "ー", "－", "─"])
def test_a_dash_is_no_score_however_it_is_typed(dash: str) -> None:
    rows = [[*PARTS[0], dash, dash], [*PARTS[1][:6], dash, None]]
    assert said(first(rows)) == []
    missing = first(rows, G16=dash, H16=dash)
    assert sorted(one.rule for one in missing.findings if one.primary) == ["ZP-10"]
    assert [one.place.address for one in missing.findings if one.rule == "ZP-10"] == ["G18"]


def test_a_wrong_total_is_told_and_filled() -> None:
    made = first(H19=d("98.98"))
    assert said(made) == [f"ZP-08 error {FIRST}!H21"]
    assert (made.only("ZP-08").stated, made.only("ZP-08").computed) == ("98.98", "99.98")
    assert [(change.place.address, change.after) for change in fill(made.ret)] == [("H21", "99.98")]


def test_a_missed_target_above_them_is_told() -> None:
    made = first(F13="50万页")
    assert said(made) == [f"ZP-14 error {FIRST}!H13"]
    assert (made.only("ZP-14").stated, made.only("ZP-14").computed) == ("20", "16.6667")


@pytest.mark.parametrize(
    ("row", "at", "cell"),
    [
        pytest.param([None, None, None, "文书档案", "≥40万页", "41万页"], 13, "G14", id="not called a part"),
        pytest.param(
            ["绩效指标", "产出指标(50分)", "数量指标", *PARTS[0][3:]], 12, "G13", id="of nothing above"
        ),
        pytest.param([None, None, None, *PARTS[0][3:], 5], 13, "H14", id="with a weight"),
    ],
)
def test_other_rows_without_a_score_lack_it(row: list[Content], at: int, cell: str) -> None:
    found = [one for one in said(first([row], at)) if one.startswith("ZP-10")]
    assert found == [f"ZP-10 error {FIRST}!{cell}"]
