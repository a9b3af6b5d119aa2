"""The points of a first-level label, in the ways that units write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line, overall
from made import made
from perfxl.rules.indicators import declared_weight

WAYS = [
    "{}【{}】",
    "{}（{}）",
    "{}（共{}分）",
    "{}〔权重{}〕",
    "{}{}分",
    "（{1}分）{0}",
    "{}({}%)",
    "{}（占{}%）",
    "{}{}%",
    "{}\n{}",
]
"""Each is given the name and the points."""
LABELS = {"B13": ("产出指标", 50), "B18": ("效益指标", 30), "B20": ("满意度指标", 10)}


def labelled(way: str, **points: int) -> dict[tuple[str, str], str]:
    return overall(**{at: way.format(name, points.get(at, usual)) for at, (name, usual) in LABELS.items()})


@pytest.mark.parametrize("way", WAYS)
def test_the_points_of_a_label_are_compared_with_those_below_it(way: str) -> None:
    assert made(labelled(way)).findings == []
    shifted = labelled(way) | overall(G19=5, H19=5, G20=15, H20=15)
    expected = ["ZP-06 error 部门自评表!B18", "ZP-06 error 部门自评表!B20"]
    assert [line(found) for found in made(shifted).findings if found.rule == "ZP-06"] == expected


@pytest.mark.parametrize("way", ["{}({}%)", "{}{}%", "{}\n{}"])
def test_numbers_that_make_no_whole_are_no_points(way: str) -> None:
    assert made(labelled(way, B20=90)).findings == []
    assert made(labelled(way, B13=1, B18=2, B20=3)).findings == []


@pytest.mark.parametrize(
    ("label", "points"),
    [
        ("产出指标【50】", "50"),
        ("产出指标（满分：50分，含成本）", "50"),
        ("（50分）产出指标", "50"),
        ("（1）产出指标", None),
        ("【1】产出指标", None),
        ("（1）产出指标（50分）", "50"),
        ("产出指标50%", None),
        ("满意度指标（≥90%）", None),
        ("产出指标（3个）", None),
    ],
)
def test_the_points_that_a_label_states(label: str, points: str | None) -> None:
    assert declared_weight(label) == (None if points is None else Decimal(points))
