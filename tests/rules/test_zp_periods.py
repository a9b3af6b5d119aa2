"""So much in each month, week or day beside a total, or beside a number that is for the same period."""

from __future__ import annotations

import pytest

from cases import Case, case, first, verify

MISSED = "ZP-14 warning 项目一!H13"


def visits(target: str, actual: str, name: str = "巡河次数") -> dict[tuple[str, str], object]:
    return first(D13=name, E13=target, F13=actual)


# fmt: off
CASES = [
    # what happens so often a month is a total for the year
    case("ZP-14", "passes", visits("≥48次", "月均4次")),
    case("ZP-14", "passes", visits("月均4次", "50次")),
    case("ZP-14", "passes", visits("每月4次", "月均4.2次")),
    case("ZP-14", "passes", visits("≥16期", "月均1.5期")),
    case("ZP-14", "fails", visits("≥48次", "月均3次"), MISSED, related="E13 F13 G13"),
    case("ZP-14", "fails", visits("月均4次", "40次"), MISSED),
    # of weeks and days not all need to count
    case("ZP-20", "passes", visits("每天1次", "365次")),
    case("ZP-20", "passes", visits("每周一次", "54次")),
    case("ZP-20", "passes", visits("104次", "每周2次")),
    case("ZP-14", "passes", visits("≥2500人次", "日均12人次")),
    case("ZP-14", "passes", visits("≥4380人次", "日均12人次")),
    case("ZP-14", "undecided", visits("≥3600人次", "日均12人次"), "ZP-14 undecided 项目一!H13"),
    case("ZP-14", "undecided", visits("每天1次", "250次"), "ZP-14 undecided 项目一!H13"),
    case("ZP-14", "fails", visits("≥5000人次", "日均12人次"), MISSED),
    case("ZP-14", "fails", visits("每周一次", "30次"), MISSED),
    case("ZP-14", "fails", visits("每天1次", "100次"), MISSED),
    # an indicator that is measured for each month
    case("ZP-14", "passes", visits("≥4次", "月均5次", "月均巡河次数")),
    case("ZP-14", "fails", visits("≥4次", "月均3次", "月均巡河次数"), "ZP-14 error 项目一!H13", figures=("20", "15", "5")),
    case("ZP-14", "fails", visits("≥4次", "每月3次", "每月巡河次数"), "ZP-14 error 项目一!H13", figures=("20", "15", "5")),
    # a state that is averaged, and a flow of which there is so much in each month
    case("ZP-14", "passes", visits("≥35人", "月均36人", "在岗人数")),
    case("ZP-14", "fails", visits("≥40人", "月均36人", "在岗人数"), "ZP-14 error 项目一!H13", figures=("20", "18", "2")),
    case("ZP-14", "undecided", visits("≥36万吨", "月均3万吨", "供水量"), "ZP-16 undecided 项目一!F13",
         "ZP-14 undecided 项目一!F13 从属", "ZP-20 undecided 项目一!F13 从属"),
    case("ZP-14", "undecided", visits("≥48次", "月均4"), "ZP-16 undecided 项目一!F13",
         "ZP-14 undecided 项目一!F13 从属", "ZP-20 undecided 项目一!F13 从属"),
    case("ZP-14", "passes", visits("≥95%", "月均96%", "月均合格率")),
    case("ZP-14", "passes", visits("≥100人次", "节假日均接待120人次")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_periods(item: Case) -> None:
    verify(item)
