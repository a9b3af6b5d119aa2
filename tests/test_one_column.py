"""Targets and actuals in one column, a stroke between them."""

from __future__ import annotations

import pytest

from cases import first, line
from made import FIRST, Content, made, sheets

HEADER = 11
"""The row of the list's header in the first project's form, from 0."""
ROWS = range(12, 18)


def found(heading: str = "年度指标值/实际完成值", stroke: str = "/", **cells: Content) -> list[str]:
    """What is found in a project's form with target and actual in column E; single cells can be changed."""
    rows = sheets()[FIRST]
    joined: dict[str, Content] = {f"E{HEADER + 1}": heading, f"F{HEADER + 1}": None}
    for row in ROWS:
        joined |= {f"E{row + 1}": f"{rows[row][4]}{stroke}{rows[row][5]}", f"F{row + 1}": None}
    return [line(one) for one in made(first(**{**joined, **cells})).findings]


HINT = f"TY-13 info {FIRST}!E12"


@pytest.mark.parametrize(
    ("heading", "stroke"),
    [("年度指标值/实际完成值", "/"), ("指标值／完成值", "／"), ("年度指标值|实际完成值", " / ")],
)
def test_they_are_parted(heading: str, stroke: str) -> None:
    assert found(heading, stroke) == [HINT]
    assert found(heading, stroke, E13=f"≥60万页{stroke}30万页") == [HINT, f"ZP-14 error {FIRST}!H13"]


def test_the_scores_are_summed() -> None:
    assert found(H19=99) == [HINT, f"ZP-08 error {FIRST}!H19"]


def test_a_stroke_within_both_is_none_between_them() -> None:
    assert found(E16="≤12元/页/11.5元/页") == [HINT]
    assert found(E16="≤12元/页/14.5元/页") == [HINT, f"ZP-14 warning {FIRST}!H16"]


def test_what_cannot_be_parted_is_not_judged() -> None:
    undecided = [f"{rule} undecided {FIRST}!E13" for rule in ("ZP-20", "ZP-14", "ZP-16")]
    assert sorted(one.removesuffix(" 从属") for one in found(E13="≥60万页")) == sorted([HINT, *undecided])


def test_a_heading_that_names_something_else_too_is_none_of_theirs() -> None:
    assert f"TY-13 error {FIRST}" in found("年度指标值/说明")
