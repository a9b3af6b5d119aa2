"""Indicator values with a remark behind them, intervals, and units that only the other value explains."""

from decimal import Decimal

import pytest

from perfxl.measures import score
from perfxl.returns.paired import read_together
from perfxl.returns.targets import (
    IndicatorValue,
    ValueKind,
    comparable,
    parse_indicator_value,
)


def value(text: str) -> IndicatorValue:
    return parse_indicator_value(text)


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("2136人次（其中线上512人次）", "2136", "人次"),
        ("2136人次（含线上512人次）", "2136", "人次"),
        ("63.5%（抽样调查）", "63.5", "%"),
        ("100%（全部合格）", "100", "%"),
        ("100%（12个项目全部验收）", "100", "%"),
        ("共4个，全部完工", "4", "个"),
        ("4个,均已投入使用。", "4", "个"),
        ("500元/人（其中市级300元）", "500", "元/人"),
    ],
)
def test_a_remark_leaves_the_figure_as_it_is(written: str, number: str, unit: str) -> None:
    read = value(written)
    assert (read.number, read.unit, read.doubtful) == (Decimal(number), unit, "")


@pytest.mark.parametrize(
    "written",
    [
        "100%（未验收）",
        "100%（预计）",
        "4个，部分完工",
        "4个，两个完工",
        "12次（每月1次）",
        "12次，超额2次",
        "95%（目标90%）",
        "95%（上年）",
        "30天（工作日）",
        "4（全部完工）",
        "2136人次（线上512人次）",
        "全部完工，4个",
        "4个，完工3个",
        "2000元（均价）（不含税）",
    ],
)
def test_a_remark_that_may_change_it_does_not(written: str) -> None:
    assert value(written).number is None or value(written).doubtful


@pytest.mark.parametrize(
    ("written", "low", "high", "unit"),
    [
        ("40-45期", "40", "45", "期"),
        ("90%～95%", "90", "95", "%"),
        ("95%-100%", "95", "100", "%"),
        ("95-100%", "95", "100", "%"),
        ("800-2000元/人", "800", "2000", "元/人"),
        ("800元至2000元/人", "800", "2000", "元/人"),
        ("1，000—1，200人次", "1000", "1200", "人次"),
        ("控制在3-5天之间", "3", "5", "天"),
        ("40-45期（其中线上5期）", "40", "45", "期"),
    ],
)
def test_an_interval(written: str, low: str, high: str, unit: str) -> None:
    read = value(written)
    kind = ValueKind.PERCENT if unit == "%" else ValueKind.NUMBER
    assert read == IndicatorValue(written, kind, unit=unit, bounds=(Decimal(low), Decimal(high)))


@pytest.mark.parametrize(
    "written",
    ["3-5月", "1-12月", "10-20", "45-40期", "5-5次", "第3-5次", "40人-45次", "2020-2021年", "90-95-98%"],
)
def test_what_may_be_no_interval(written: str) -> None:
    assert value(written).bounds is None


@pytest.mark.parametrize(
    ("target", "actual", "reverse", "due"),
    [
        ("40-45期", "43期", False, "5"),
        ("40-45期", "40期", False, "5"),
        ("40-45期", "41-44期", False, "5"),
        ("40-45期", "47期", False, None),
        ("40-45期", "38期", False, None),
        ("40-45期", "43次", False, None),
        ("≥40期", "40-45期", False, "5"),
        ("≥42期", "40-45期", False, None),
        ("≤2000元/人", "800-2000元/人", True, "5"),
        ("1万元", "8000-9000元", True, "5"),
        ("1万元", "8000-9000元", False, None),
        ("0.8-1万元", "9000元", True, "5"),
    ],
)
def test_the_score_within_an_interval(target: str, actual: str, reverse: bool, due: str | None) -> None:
    assert score(value(target), value(actual), 5, reverse) == (None if due is None else Decimal(due))


def test_intervals_compare_with_their_kind_only() -> None:
    assert comparable(value("90%～95%"), value("94.2%"))
    assert comparable(value("40-45期"), value("43期"))
    assert not comparable(value("90%～95%"), value("43期"))
    assert not comparable(value("90%～95%"), value("圆满完成"))


def test_one_unknown_unit_on_both_sides_compares() -> None:
    target, actual = value("≥4000叶"), value("4210叶")
    assert target.doubtful == actual.doubtful == "计量单位“叶”无法识别"
    both = read_together(target, actual, reverse=False)
    assert [one.doubtful for one in both] == ["", ""]
    assert score(*both, 5, reverse=False) == 5
    assert read_together(target, value("4210永"), reverse=False)[0] is target
    assert read_together(value("约4000叶"), value("约4210叶"), reverse=False)[0] == value("约4000叶")
