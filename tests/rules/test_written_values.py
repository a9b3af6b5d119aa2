"""Targets and actuals as units write them: remarks, intervals, units of their own, missed days."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, verify

# fmt: off
CASES = [
    case("ZP-20", "passes", first(E13="≥60万页", F13="61万页（其中彩色2万页）", F14="99.5%（抽样检查）")),
    case("ZP-20", "passes", overall(F14="共4场，全部办完", H14=10, I14=None, H21="99.89")
         | overall(E15="98%～100%", F15="99%", E18="2000-2500人次", F18="2200人次")),
    case("ZP-20", "passes", first(E13="≥4000叶", F13="4210叶")),
    case("ZP-20", "boundary", first(E13="≥4000叶", F13="4210页"),
         "ZP-20 undecided 项目一!E13 从属", "ZP-14 undecided 项目一!E13 从属", "ZP-16 undecided 项目一!E13"),
    case("ZP-20", "fails", first(F14="99.5%（未检查完）"), "ZP-20 warning 项目一!F14"),
    case(
        "ZP-14", "fails", first(F13="30万页（其中彩色2万页）"), "ZP-14 error 项目一!H13", figures=("20", "10", "10"),
        related="E13 F13 G13",
    ),
    case("ZP-14", "fails", first(E13="≥4000叶", F13="3000叶"), "ZP-14 error 项目一!H13", figures=("20", "15", "5")),
    case(
        "ZP-14", "fails", first(E13="60-65万页", H13=18, I13="扫描仪故障", H19="97.98"), "ZP-14 warning 项目一!H13",
        figures=("18", "20", "-2"),
    ),
    case("ZP-14", "passes", first(E13="60-65万页", F13="50万页", H13=18, I13="扫描仪故障", H19="97.98")),
    # full marks for a missed day
    case("ZP-14", "passes", first(E15="2021年9月底前", F15="2021年9月30日")),
    case("ZP-14", "passes", first(E15="2021年9月15日前", F15="2021年9月")),
    case("ZP-14", "passes", first(E15="2021年9月底前", F15="2021年11月15日", H15=8, I15="汛期推迟", H19="97.98")),
    case(
        "ZP-14", "fails", first(E15="2021年9月底前", F15="2021年11月15日"), "ZP-14 warning 项目一!H15",
        related="E15 F15 G15",
    ),
    case("ZP-14", "fails", first(E15="2021年9月底前", F15="2021年11月完成"), "ZP-14 warning 项目一!H15"),
    # the same counts are no copied words
    case("ZP-19", "passes", first(E13="3期/12次", F13="3期/12次")),
    case("ZP-19", "boundary", first(E13="整理入库档案3批、12箱", F13="整理入库档案3批、12箱"),
         "ZP-19 warning 项目一!F13"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_values(item: Case) -> None:
    verify(item)
