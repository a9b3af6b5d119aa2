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
    "{1}分\n{0}",
    "{}({}/100)",
    "{}＜{}分＞",
    "{0}（{2}分）",
    "{0}（{3}）",
]
"""Each is given the name, the points, the points in words, and the share of 100 that they are."""
SPELLED = {50: "五十", 30: "三十", 10: "十"}
LABELS = {"B13": ("产出指标", 50), "B18": ("效益指标", 30), "B20": ("满意度指标", 10)}


def labelled(way: str, **points: int) -> dict[tuple[str, str], str]:
    stated = {at: (name, points.get(at, usual)) for at, (name, usual) in LABELS.items()}
    return overall(
        **{at: way.format(*two, SPELLED.get(two[1], ""), two[1] / 100) for at, two in stated.items()}
    )


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
        ("5分钟到达率指标", None),
        ("90分以上指标", None),
        ("（一）产出指标", None),
        ("产出指标（二百五分）", None),
    ],
)
def test_the_points_that_a_label_states(label: str, points: str | None) -> None:
    assert declared_weight(label) == (None if points is None else Decimal(points))


def test_shares_are_points_of_100() -> None:
    wrong = labelled("{0}（{3}）") | overall(G19=5, G20=15)
    messages = [found.message for found in made(wrong).findings if found.rule == "ZP-06"]
    assert ["标明 30 分，其下 2 个指标分值合计为 25 分" in messages[0], "标明 10 分" in messages[1]] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    "cells", [{"B18": "效益指标（30分）"}, {"B18": "效益指标（0.3分）"}, {"B18": "效益指标"}]
)
def test_a_fraction_is_no_share_where_not_every_label_states_one(cells: dict[str, str]) -> None:
    found = made(labelled("{0}（{3}）") | overall(**cells)).findings
    assert any("产出指标标明 0.5 分" in one.message for one in found if one.rule == "ZP-06")


def test_the_name_of_a_category_is_told_without_its_points() -> None:
    found = made(labelled("{1}分\n{0}", B13=45)).findings
    assert [one.message.partition("】")[2][:17] for one in found if one.rule == "ZP-06"] == [
        "B13 产出指标标明 45 分，其"
    ]
