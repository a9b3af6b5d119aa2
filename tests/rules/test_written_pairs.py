"""What target and actual say of each other, and full marks where no formula gives the score."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, verify

# fmt: off
CASES = [
    # a bare number beside a percentage
    case("ZP-14", "passes", first(F14="99.5", F15=100, F18=95)),
    case("ZP-14", "fails", first(F18="81"), "ZP-14 error 项目一!H18", figures=("10", "9", "1"), related="E18 F18 G18"),
    case("ZP-14", "passes", first(E18="≥90.00(%)", F18="95.00")),
    case("ZP-14", "passes", first(E18="90百分比", F18="95")),
    case("ZP-14", "passes", first(E18="90")),
    case("ZP-14", "fails", first(E18="≥90", F18="81%"), "ZP-14 error 项目一!H18", figures=("10", "9", "1")),
    case("ZP-20", "boundary", first(F18="3"), "ZP-20 warning 项目一!F18"),
    case("ZP-20", "boundary", first(D13="扫描档案页数", E13="50", F13="60%"), "ZP-20 warning 项目一!F13"),
    case("ZP-25", "fails", first(F18="101"), "ZP-25 error 项目一!F18"),
    # a fraction beside a percentage
    case("TY-12", "fails", first(F14="0.995", F15="1", F18="0.95"), "TY-12 warning 项目一!F14",
         figures=("0.995", "99.5", None), related="F15 F18"),
    case("TY-12", "passes", first(E18="0.9", F18="0.95")),
    case("ZP-14", "fails", first(F18="0.81"), "ZP-14 error 项目一!H18", "TY-12 warning 项目一!F18",
         figures=("10", "9", "1")),
    case("ZP-14", "undecided", first(D18="利用者投诉率", E18="≤10%", F18="0.5"), "ZP-14 undecided 项目一!F18 从属",
         "ZP-16 undecided 项目一!F18", "ZP-20 undecided 项目一!F18 从属", "ZP-25 undecided 项目一!F18 从属"),
    # kindred units
    case("ZP-20", "passes", first(E17="≥500人次", F17="560人")),
    case("TY-12", "boundary", first(E17="≥500人次", F17="6百人")),
    case("ZP-20", "fails", first(E17="≥500人次", F17="490人"), "ZP-20 warning 项目一!F17"),
    case("ZP-14", "fails", first(E17="≥500人", F17="480人次"), "ZP-14 error 项目一!H17", figures=("30", "28.8", "1.2")),
    # none in words
    case("ZP-14", "passes", first(D13="安全事故起数", E13="零事故", F13="0")),
    case("ZP-14", "fails", first(D13="安全事故起数", E13="零事故", F13="1起"), "ZP-14 error 项目一!H13",
         figures=("20", "0", "20")),
    # an interval that was left
    case("ZP-14", "passes", first(E13="60—65万页", F13="65万页") | overall(E20="90%~95%", F20="98%")),
    case("ZP-14", "fails", first(E13="60—65万页", F13="59万页"), "ZP-14 warning 项目一!H13", related="E13 F13 G13"),
    case("ZP-14", "fails", overall(E20="90%~95%", F20="89%"), "ZP-14 warning 部门自评表!H20"),
    case("ZP-14", "passes", first(E13="60—65万页", F13="59万页", H13=18, I13="扫描仪故障", H19="97.98")),
    case("ZP-14", "fails", first(E15="3-5天", F15="6天"), "ZP-14 warning 项目一!H15"),
    case("ZP-14", "passes", first(D16="人均成本", E16="800-2000元/人", F16="700元/人")),
    case("ZP-14", "fails", first(D16="人均成本", E16="800-2000元/人", F16="2100元/人"), "ZP-14 warning 项目一!H16"),
    case("ZP-14", "undecided", first(E13="60—65万页", F13="70万页"), "ZP-14 undecided 项目一!H13"),
    case("ZP-14", "undecided", first(E13="60—65万页", F13="58—62万页"), "ZP-14 undecided 项目一!H13"),
    case("ZP-14", "undecided", first(F13="58—62万页"), "ZP-14 undecided 项目一!H13"),
    case("ZP-14", "fails", first(F13="50—55万页"), "ZP-14 warning 项目一!H13"),
    case("ZP-14", "passes", first(F13="61—62万页")),
    # several quantities
    case("ZP-14", "passes", first(E13="扫描3批，每批≥50万页", F13="扫描3批，每批62万页")),
    case("ZP-14", "fails", first(E13="扫描3批，每批≥50万页", F13="扫描2批，每批62万页"), "ZP-14 warning 项目一!H13",
         related="E13 F13 G13"),
    case("ZP-14", "passes",
         first(E13="扫描3批，每批≥50万页", F13="扫描2批，每批62万页", H13=15, I13="扫描仪故障", H19="94.98")),
    case("ZP-14", "undecided", first(E13="扫描3批，每批≥50万页", F13="每批62万页，扫描3批"), "ZP-14 undecided 项目一!H13"),
    # exactly as much as a target of more than that
    case("ZP-14", "boundary", first(E13="大于61万页"), "ZP-14 info 项目一!H13"),
    case("ZP-14", "boundary", first(E13=">61万页", F13="62万页")),
    # a limit is no result
    case("ZP-19", "boundary", first(F17="560人次以上"), "ZP-19 info 项目一!F17"),
    case("ZP-19", "fails", first(E17="560人次以上", F17="560人次以上"), "ZP-19 warning 项目一!F17"),
    case("ZP-19", "passes", first(F17="达到560人次")),
    # words that say how much was done name no band
    case("ZP-18", "passes", first(E13="扫描3批，每批≥50万页", F13="完成2批，每批60万页", H13="13.33", I13="扫描仪故障", H19="93.31")),
    case("ZP-18", "boundary", overall(E19="完成数字化", F19="完成大部分任务，一项未完成", H19=6, I19="设备故障", H21="93.39")),
    case("ZP-18", "fails", overall(E19="完成数字化", F19="完成数字化任务", H19=6, I19="设备故障", H21="93.39"),
         "ZP-18 warning 部门自评表!H19"),
    # a scale as the target
    case("ZP-18", "passes", overall(E19="优良中低差", F19="优")),
    case("ZP-18", "fails", overall(E19="优良中低差", F19="差"), "ZP-18 warning 部门自评表!H19", related="G19 F19 E19"),
    case("ZP-18", "fails", overall(E19="好/坏", F19="坏。"), "ZP-18 warning 部门自评表!H19"),
    case("ZP-18", "boundary", overall(E19="优良中低差", F19="差", H19=3, I19="设备故障", H21="90.39")),
    case("ZP-18", "boundary", overall(D19="群众负担", E19="高中低", F19="低")),
    case("ZP-20", "fails", overall(E19="好坏", F19="优"), "ZP-20 warning 部门自评表!F19"),
    case("ZP-20", "boundary", overall(E19="优良中低差", F19="达成预期指标")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_pairs(item: Case) -> None:
    verify(item)
