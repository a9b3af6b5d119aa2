"""Targets and actuals in different units of one measure, or in ways of writing that mean the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import Case, case, first, verify
from perfxl.returns.counting import converted

WRONG = "ZP-14 error 项目一!H"


def pair(row: int, target: str, actual: str, name: str) -> dict[tuple[str, str], object]:
    return first(**{f"D{row}": name, f"E{row}": target, f"F{row}": actual})


# fmt: off
CASES = [
    *(
        case("ZP-20", "passes", pair(15, target, actual, name))
        for target, actual, name in (
            ("≤2小时", "90分钟", "响应时间"), ("半年", "5个月", "工期"), ("≤2年", "18个月", "工期"), ("一年内", "11个月", "工期"),
            ("≤1天", "20小时", "响应时间"), ("≤15日", "2周", "办结时限"), ("及时", "100%", "拨付及时率"), ("100%", "及时", "拨付及时率"),
        )
    ),
    *(
        case("ZP-20", "passes", pair(13, target, actual, name))
        for target, actual, name in (
            ("3万剂次", "30125剂次", "疫苗接种"), ("≥3万针次", "30125针次", "疫苗接种"), ("≥30000针次", "3.1万针次", "疫苗接种"),
            ("1.2万亩", "800公顷", "灌溉面积"), ("≥800公顷", "1.2万亩", "灌溉面积"), ("≥5万吨", "10200万斤", "粮食产量"),
            ("≤35微克/立方米", "32μg/m³", "PM2.5浓度"), ("≥1200人", "1-12月共1268人", "受益人数"), ("应助尽助", "1186人", "资助人数"),
        )
    ),
    case("ZP-14", "fails", pair(15, "≤2小时", "150分钟", "响应时间"), f"{WRONG}15", figures=("10", "8", "2")),
    case("ZP-14", "fails", pair(15, "≤2年", "30个月", "工期"), f"{WRONG}15", figures=("10", "8", "2")),
    case("ZP-14", "fails", pair(13, "1.2万亩", "760公顷", "灌溉面积"), f"{WRONG}13", figures=("20", "19", "1")),
    case("ZP-14", "fails", pair(13, "≥5万吨", "9600万斤", "粮食产量"), f"{WRONG}13", figures=("20", "19.2", "0.8")),
    case("ZP-14", "fails", pair(17, "≤36μg/m3", "40微克/立方米", "PM2.5浓度"), f"{WRONG}17", figures=("30", "27", "3")),
    case("ZP-14", "fails", pair(13, "≥3万针次", "29000针次", "疫苗接种"), "ZP-14 warning 项目一!H13"),
    # what still says something else
    case("ZP-20", "fails", pair(15, "及时", "90%", "拨付及时率"), "ZP-20 warning 项目一!F15"),
    case("ZP-20", "fails", pair(13, "≥1200人", "1-11月共1268人", "受益人数"), "ZP-20 warning 项目一!F13"),
    case("ZP-20", "fails", pair(13, "≥3万针次", "30125管次", "疫苗接种"), "ZP-20 warning 项目一!F13"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_measures(item: Case) -> None:
    verify(item)


@pytest.mark.parametrize(
    ("number", "unit", "wanted", "expected"),
    [
        ("90", "分钟", "小时", "1.5"),
        ("3", "个季度", "个月", "9"),
        ("9600", "万斤", "万吨", "4.8"),
        ("800", "公顷", "万亩", "1.2"),
        ("1.2", "万元", "元", "12000"),
        ("5", "公里", "吨", None),
        ("30", "天", "个月", None),
    ],
)
def test_converted(number: str, unit: str, wanted: str, expected: str | None) -> None:
    assert converted(Decimal(number), unit, wanted) == (None if expected is None else Decimal(expected))
