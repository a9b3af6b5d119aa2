"""ZP: what targets and actuals say, one by one and together."""

from __future__ import annotations

import pytest

from cases import Case, Changes, base, case, first, overall, second, verify
from made import Kind, d, made

FULL: Changes = {
    **first(I6=10, F6=55, F7=55, H6="100%", H19=100),
    **base(D20=55, D19=83),
    **overall(F4=d("401.22"), G4="98.97%", I4=d("9.90"), H21=d("97.40")),
}
"""The first project has spent all its money and scored full marks."""

# fmt: off
CASES = [
    case("ZP-16", "passes", overall(F13="4500卷", I13="乡镇档案提前移交")),
    case("ZP-16", "passes", overall(E16="30天", F16="45天")),
    case("ZP-16", "fails", overall(F13="4500卷"), "ZP-16 warning 部门自评表!F13", related="E13"),
    case("ZP-16", "boundary", overall(F13="3900卷"), "ZP-16 warning 部门自评表!F13", related="E13"),
    case("ZP-16", "boundary", overall(F13="3899卷")),
    case("ZP-16", "boundary", overall(E13="0卷", F13="3卷"), "ZP-14 error 部门自评表!H13"),
    case(
        "ZP-16", "undecided", overall(F13=Kind.ERROR), "ZP-16 undecided 部门自评表!F13 从属",
        "TY-11 error 部门自评表!F13", "ZP-14 undecided 部门自评表!F13 从属", "ZP-20 undecided 部门自评表!F13 从属",
    ),
    case(
        "ZP-16", "undecided", overall(E13="3.0.0卷"), "ZP-16 undecided 部门自评表!E13",
        "ZP-14 undecided 部门自评表!E13 从属", "ZP-20 undecided 部门自评表!E13 从属",
    ),
    case("ZP-19", "passes", overall(F15="达到99%")),
    case("ZP-19", "fails", overall(F15="≥99%"), "ZP-19 warning 部门自评表!F15", related="E15"),
    case("ZP-19", "fails", overall(F17="<=82.9万元"), "ZP-19 warning 部门自评表!F17", related="E17"),
    case(
        "ZP-19", "fails", overall(E19="达到《档案保管标准》要求", F19="达到《档案保管标准》要求。"),
        "ZP-19 warning 部门自评表!F19", related="E19",
    ),
    case("ZP-19", "boundary", overall(E19="保存完好", F19="保存完好")),
    case("ZP-19", "boundary", overall(E19="校舍管护制度健全", F19="校舍管护制度健全"), "ZP-19 info 部门自评表!F19"),
    case("ZP-19", "boundary", overall(F16="=100%"), "ZP-19 warning 部门自评表!F16", related="E16"),
    case("ZP-19", "boundary", overall(E16="2021.07-2021.12", F16="2021.07-2021.12")),
    case("ZP-19", "boundary", first(E15="2021年3月1日至2021.12", F15="2021年3月1日至2021.12")),
    case("ZP-20", "passes", overall(E16="12月底之前完成", F16="100%")),
    case("ZP-20", "passes", overall(E16="11月底完成100%", F16="100%")),
    case("ZP-20", "fails", overall(E16="12月底之前完成", F16="95%"), "ZP-20 warning 部门自评表!F16", related="E16"),
    case("ZP-20", "fails", overall(E15="12月底之前完成", F15="100%"), "ZP-20 warning 部门自评表!F15", related="E15"),
    case("ZP-20", "passes", overall(E14="4次", F14="4期", H14=10, H21=d("99.89"))),
    case("ZP-20", "fails", overall(F15="良好"), "ZP-20 warning 部门自评表!F15", related="E15"),
    case("ZP-20", "fails", overall(E18="≥2000人次", F18="98%"), "ZP-20 warning 部门自评表!F18", related="E18"),
    case("ZP-20", "boundary", overall(E14="4次", F14="3期"), "ZP-20 warning 部门自评表!F14", related="E14"),
    case("ZP-20", "boundary", overall(E16="2021年12月底前", F16="按期完成")),
    case("ZP-20", "boundary", overall(F18="0.22万人次")),
    case(
        "ZP-20", "undecided", overall(F18=Kind.ERROR), "ZP-20 undecided 部门自评表!F18 从属",
        "TY-11 error 部门自评表!F18", "ZP-14 undecided 部门自评表!F18 从属", "ZP-16 undecided 部门自评表!F18 从属",
    ),
    case(
        "ZP-20", "undecided", overall(F18="4.2.5"), "ZP-20 undecided 部门自评表!F18 从属",
        "ZP-14 undecided 部门自评表!F18 从属", "ZP-16 undecided 部门自评表!F18",
    ),
    case("ZP-21", "passes", overall(E19="显著改善，达到《档案保管标准》", F19="已达到")),
    case("ZP-21", "fails", overall(E19="稳步推进", F19="完成良好"), "ZP-21 warning 部门自评表!E19"),
    case("ZP-21", "fails", overall(D17="收支平衡。"), "ZP-21 warning 部门自评表!D17"),
    case("ZP-21", "fails", overall(D19="无。"), "ZP-21 warning 部门自评表!D19"),
    case("ZP-21", "boundary", overall(E19="良好及以上等次", F19="良好等次")),
    case("ZP-21", "boundary", overall(E19="良好", F19="良好。")),
    case("ZP-22", "passes", first(E13="20篇", F13="20篇", E17="20篇", F17="20篇")),
    case(
        "ZP-22", "fails",
        first(E13="20篇", F13="20篇", E14="２０ 篇", F14="20篇", E17="20篇", F17="20篇", E16="20篇", F16="20篇"),
        "ZP-22 warning 项目一!E13", related="E14 E16 E17",
    ),
    case("ZP-22", "boundary", first(E13="20篇", F13="20篇", E14="20篇", F14="20篇", E17="20篇", F17="20篇")),
    case("ZP-22", "boundary", overall(E15="100%", F15="100%", E18="100%", F18="100%", E19="100%", F19="100%")),
    case("ZP-23", "passes", {**FULL, **first(F14="98%", H14=d("9.9"), I14="退回一批", H19=d("99.9"))}),
    case("ZP-23", "fails", FULL, "ZP-23 info 项目一!H19"),
    case(
        "ZP-23", "fails", {**FULL, **first(H19=None, G19=None)}, "ZP-23 info 项目一!A1",
        "ZP-08 warning 项目一!H19",
    ),
    case(
        "ZP-23", "boundary", {**FULL, **first(G17=d("29.99"), H17=d("29.99"), B17="效益指标", H19=d("99.99"))},
        "ZP-07 error 项目一!G19", "ZP-11 info 项目一!G17 从属",
    ),
    case("ZP-23", "boundary", {**FULL, **first(E17="良好", F17="优秀")}, "ZP-23 info 项目一!H19"),
    case(
        "ZP-23", "undecided", {**FULL, **first(H14=Kind.ERROR)}, "ZP-23 undecided 项目一!H14 从属",
        "TY-11 error 项目一!H14", "ZP-08 undecided 项目一!H14 从属", "ZP-09 undecided 项目一!H14 从属",
        "ZP-14 undecided 项目一!H14 从属", "ZP-15 undecided 项目一!H14 从属",
    ),
    case(
        "ZP-23", "undecided", {**FULL, **first(I6="约10")}, "ZP-23 undecided 项目一!I6 从属",
        "TY-08 error 项目一!I6", "XM-07 undecided 项目一!I6 从属", "ZP-08 undecided 项目一!I6 从属",
        "ZP-09 undecided 项目一!I6 从属",
    ),
    case("ZP-24", "passes", overall(E16="2021年12月底前", F16="2021年12月")),
    case("ZP-24", "passes", overall(E16="2021.12", F16="2021.11")),
    case("ZP-24", "passes", overall(E16="2021.12前", F16=d("2021.1"))),
    case("ZP-24", "passes", overall(E16=d("2021.11"), F16="2022.01"), "ZP-14 warning 部门自评表!H16"),
    case("ZP-24", "fails", overall(E16="2021.13", F16="2021.13"), "ZP-24 warning 部门自评表!E16"),
    case("ZP-24", "passes", overall(E16="≤30天", F16="28天")),
    case("ZP-24", "passes", overall(D16="任务完成时限（月）", E16=10, F16=10)),
    case("ZP-24", "fails", overall(D16="任务完成数（人）", E16=10, F16=10), "ZP-24 warning 部门自评表!E16"),
    case("ZP-24", "fails", overall(E16="100人（次）", F16="100人（次）"), "ZP-24 warning 部门自评表!E16"),
    case("ZP-24", "fails", overall(E20="≥90人次", F20="93人次"), "ZP-24 warning 部门自评表!E20"),
    case("ZP-24", "fails", overall(E20="满意", F20="满意"), "ZP-24 warning 部门自评表!E20"),
    case("ZP-24", "boundary", overall(E20=90, F20=93)),
    case("ZP-24", "boundary", overall(E20=101, F20=102), "ZP-24 warning 部门自评表!E20"),
    case("ZP-24", "boundary", overall(E16=100, F16=100)),
    case(
        "ZP-24", "undecided", overall(E16=Kind.ERROR), "ZP-24 undecided 部门自评表!E16 从属",
        "TY-11 error 部门自评表!E16", "ZP-14 undecided 部门自评表!E16 从属", "ZP-16 undecided 部门自评表!E16 从属",
        "ZP-20 undecided 部门自评表!E16 从属",
    ),
    case("ZP-25", "passes", overall(D18="查阅人次增长率", E18="≥100%", F18="120%")),
    case("ZP-25", "fails", overall(F20="105%"), "ZP-25 error 部门自评表!F20"),
    case(
        "ZP-25", "fails", overall(E15="≥101%", F15="99%", H15=d("9.8"), I15="指标值有误", H21=d("97.19")),
        "ZP-25 error 部门自评表!E15",
    ),
    case("ZP-25", "fails", overall(D15="数字化转化率", F15="120%"), "ZP-25 warning 部门自评表!F15"),
    case("ZP-25", "boundary", overall(F20="100%")),
    case("ZP-25", "boundary", overall(F20="100.01%"), "ZP-25 error 部门自评表!F20"),
    case(
        "ZP-25", "undecided", overall(F20=Kind.ERROR), "ZP-25 undecided 部门自评表!F20 从属",
        "TY-11 error 部门自评表!F20", "ZP-14 undecided 部门自评表!F20 从属", "ZP-16 undecided 部门自评表!F20 从属",
        "ZP-20 undecided 部门自评表!F20 从属",
    ),
    case("ZP-26", "passes", overall(D17="成本节约率", E17="≥5%", F17="6%")),
    case("ZP-26", "passes", overall(D17="每村运转经费", E17="≥10万元", F17="10万元")),
    case("ZP-26", "passes", overall(D17="小学生均公用经费标准", E17="≥650元/年", F17="650元/年")),
    case("ZP-26", "boundary", overall(D17="人均培训费", E17="≥650元/人", F17="650元/人"), "ZP-26 warning 部门自评表!E17"),
    case("ZP-26", "fails", overall(E17="≥85万元", F17="85万元"), "ZP-26 warning 部门自评表!E17"),
    case("ZP-26", "fails", overall(D15="在职人员控制率", E15="≥90%", F15="95%"), "ZP-26 warning 部门自评表!E15"),
    case(
        "ZP-26", "fails", overall(D15="机关运行经费变动率", E15="＜100%", F15="95%"),
        "ZP-26 warning 部门自评表!E15",
    ),
    case("ZP-26", "boundary", overall(D15="血压控制率", E15="≥60%", F15="62%")),
    case("ZP-26", "boundary", overall(D15="机关运行经费变动率", E15="＜101%", F15="95%")),
    case(
        "ZP-26", "undecided", overall(E17="≥4.2.5万元"), "ZP-26 undecided 部门自评表!E17 从属",
        "ZP-14 undecided 部门自评表!E17 从属", "ZP-16 undecided 部门自评表!E17",
        "ZP-20 undecided 部门自评表!E17 从属",
    ),
    case("ZP-27", "passes", overall(E17="≤850000元", F17="829000元")),
    case(
        "ZP-27", "fails", second(E16="≤10万元", F16="10万元"), "ZP-27 error 项目二!E16",
        figures=("10", "30", "-20"), related="E6 F16",
    ),
    case(
        "ZP-27", "fails", overall(E17="≤42.92万元", F17="42.92万元"), "ZP-27 error 部门自评表!E17",
        figures=("42.92", "85", "-42.08"), related="C19 F17",
    ),
    case("ZP-27", "boundary", second(E16="≤30.005万元")),
    case(
        "ZP-27", "boundary", second(E16="≤30.01万元"), "ZP-27 info 项目二!E16", figures=("30.01", "30", "0.01"),
    ),
    case("ZP-27", "boundary", second(D16="印刷成本", E16="≤5万元", F16="5万元")),
    case("ZP-27", "passes", second(D16="印刷费", E16="≤5万元", F16="5万元")),
    case("ZP-27", "passes", second(D16="节约项目成本", E16="≤2万元", F16="2万元")),
    case(
        "ZP-27", "boundary", second(E16="≤30.02万元"), "ZP-27 error 项目二!E16", figures=("30.02", "30", "0.02"),
        related="E6 F16",
    ),
    case(
        "ZP-27", "undecided", second(E6="三十", E7="三十"), "ZP-27 undecided 项目二!E6 从属",
        "KB-05 undecided 项目二!E6 从属", "TY-08 error 项目二!E6", "TY-08 error 项目二!E7",
        "TY-09 undecided 项目二!E6 从属", "TY-09 undecided 项目二!E7 从属", "TY-10 undecided 项目二!E6 从属",
        "TY-10 undecided 项目二!E7 从属", "TY-12 undecided 项目二!E6 从属", "XM-01 undecided 项目二!E6 从属",
        "XM-02 undecided 项目二!E6 从属", "XM-03 undecided 项目二!E6 从属", "XM-04 undecided 项目二!E6 从属",
        "XM-05 undecided 项目二!E6 从属", "XM-07 undecided 项目二!E6 从属", related="E16",
    ),
    case(
        "ZP-27", "boundary", overall(E17="≤84万元"), "ZP-27 error 部门自评表!E17", figures=("84", "85", "-1"),
        related="C19 F17",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


WORDS = ("库房环境整洁有序", "查阅服务热情周到", "档案整理规范齐全", "设备运行安全稳定")
"""Targets that name what there should be."""


@pytest.mark.case("ZP-19", "boundary")
@pytest.mark.parametrize(("number", "places"), [(3, ["F14", "F15", "F16"]), (4, ["F13"])])
def test_many_actuals_that_repeat_their_targets_are_told_at_once(number: int, places: list[str]) -> None:
    rows = range(17 - number, 17)
    cells = {f"{column}{row}": WORDS[row - 13] for column in "EF" for row in rows}
    told = [found for found in made(overall(**cells)).findings if found.rule == "ZP-19"]
    assert [found.place.address for found in told] == places
    if number == 4:
        assert "等 4 个指标的实际完成值照抄了指标值的文字" in told[0].message
        assert [place.address for place in told[0].related] == ["E13", "F14", "F15", "F16"]
