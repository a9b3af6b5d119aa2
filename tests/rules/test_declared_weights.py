"""The points of a first-level label, in the ways that units write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line, overall
from made import Content, made
from perfxl.rules.first_levels import declared_weight

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


def of_90(*labels: str, **cells: int) -> dict[tuple[str, str], Content]:
    """A form whose indicators weigh 54, 27 and 9 points, as shares of 60, 30 and 10 percent make of 90."""
    points = {"G13": 19, "H13": 19, "G18": 17, "H18": 17, "G20": 9, "H20": 9}
    return overall(**dict(zip(LABELS, labels, strict=True)), **{**points, **cells})


@pytest.mark.parametrize(
    "labels",
    [
        ("产出指标（60%）", "效益指标（30%）", "满意度指标（10%）"),
        ("产出指标占比60%", "效益指标占比30%", "满意度指标占比10%"),
        ("产出指标\n60", "效益指标\n30", "满意度指标\n10"),
    ],
)
def test_shares_of_what_budget_execution_leaves(labels: tuple[str, ...]) -> None:
    assert [line(found) for found in made(of_90(*labels)).findings if found.rule != "ZP-11"] == []
    shifted = made(of_90(*labels, G13=22, H13=22, G18=14, H18=14)).findings
    messages = [found.message.partition("】")[2] for found in shifted if found.rule == "ZP-06"]
    assert [message.partition("。")[0] for message in messages] == [
        "B13 产出指标标明占 60%，即 54 分，其下 5 个指标分值合计为 57 分",
        "B18 效益指标标明占 30%，即 27 分，其下 2 个指标分值合计为 24 分",
    ]
    lacking = made(of_90(*labels, G13=17, H13=17)).findings
    assert [line(found) for found in lacking if found.rule == "ZP-06"] == ["ZP-06 error 部门自评表!B13"]


def test_rounded_shares_stand_for_the_weights_they_were_made_of() -> None:
    labels = {"B13": "产出指标（55.56%）", "B18": "效益指标（33.33%）", "B20": "满意度指标（11.11%）"}
    assert made(overall(**labels)).findings == []
    shifted = made(overall(**labels, G19=5, H19=5, G20=15, H20=15)).findings
    expected = ["ZP-06 error 部门自评表!B18", "ZP-06 error 部门自评表!B20"]
    assert [line(found) for found in shifted if found.rule == "ZP-06"] == expected


def test_points_of_100_are_no_shares() -> None:
    wrong = made(of_90("产出指标（60分）", "效益指标（30分）", "满意度指标（10分）")).findings
    assert len([found for found in wrong if found.rule == "ZP-06"]) == 3


def test_the_name_of_a_category_is_told_without_its_points() -> None:
    found = made(labelled("{1}分\n{0}", B13=45)).findings
    assert [one.message.partition("】")[2][:17] for one in found if one.rule == "ZP-06"] == [
        "B13 产出指标标明 45 分，其"
    ]
