"""ZP: scores, and what an indicator's row and a form's categories must have."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, second, verify
from made import Kind, d

# fmt: off
CASES = [
    case("ZP-10", "passes", overall(E18="≥2000人次", B13="产出指标(50分)")),
    case("ZP-10", "passes", overall(D15="安全事故发生数", E15="无", F15="无。")),
    case("ZP-10", "fails", overall(F13=None), "ZP-10 error 部门自评表!F13"),
    case("ZP-10", "fails", overall(E15="—", F15="/"), "ZP-10 error 部门自评表!E15", related="F15"),
    case(
        "ZP-10", "fails", overall(G13=None), "ZP-10 error 部门自评表!G13", "ZP-06 error 部门自评表!B13 从属",
        "ZP-07 error 部门自评表!G21 从属",
    ),
    case("ZP-10", "fails", overall(H13="　"), "ZP-10 error 部门自评表!H13", "ZP-08 error 部门自评表!H21 从属"),
    case("ZP-10", "fails", overall(F13=None, F14=None), "ZP-10 error 部门自评表!F13", "ZP-10 error 部门自评表!F14"),
    case(
        "ZP-10", "fails", overall(F13=None, F14=None, F16=None), "ZP-10 error 部门自评表!F13", related="F14 F16",
    ),
    case(
        "ZP-10", "fails", overall(**{f"H{row}": None for row in range(13, 21)}), "ZP-10 error 部门自评表!H13",
        "ZP-08 error 部门自评表!H21 从属", related="H14 H15 H16 H17 H18 H19 H20",
    ),
    case("ZP-10", "boundary", overall(F15="0"), "ZP-14 error 部门自评表!H15"),
    case("ZP-10", "boundary", overall(G19=0, H19=None, E19="无", F19="无", B18="效益指标(30分)", G18=30, H18=30)),
    case("ZP-11", "passes", overall(G13=16, H13=16, G15=9, H15=9)),
    case(
        "ZP-11", "fails", overall(B18="效益指标(20分)", G18=10, H18=10, B20="满意度指标(20分)", G20=20, H20=20),
        "ZP-11 info 部门自评表!B20", figures=("20", "10", "10"), related="B18",
    ),
    case(
        "ZP-11", "fails", overall(B20="效益指标", B18="效益指标", G18=10, H18=10, G20=20, H20=20),
        "ZP-11 info 部门自评表!G20", figures=("20", "10", "10"), related="G18 G19",
    ),
    case(
        "ZP-11", "fails", second(G6=20, I6=d("18.67"), B13="产出指标(40分)", G13=10, H13=10, H19=d("98.67")),
        "ZP-11 info 项目二!B13", figures=("40", "50", "-10"), related="G6",
    ),
    # 满意度 under the label of 效益, which states the weight of both
    case("ZP-11", "passes", overall(B18="效益指标(40分)", B20=None, G18=22, H18=22, G20=8, H20=8)),
    case("ZP-11", "boundary", overall(B18="效益指标(40分)", B20=None)),
    case(
        "ZP-11", "fails", overall(B18="效益指标(40分)", B20=None, G18=18, H18=18, G20=12, H20=12),
        "ZP-11 info 部门自评表!G20", figures=("12", "10", "2"), related="G18 G19",
    ),
    case(
        "ZP-11", "fails",
        overall(B13="产出指标(55分)", G13=20, H13=20, B18="效益指标(35分)", B20=None, G18=17, H18=17, G20=8, H20=8),
        "ZP-11 info 部门自评表!G20", figures=("8", "10", "-2"), related="B13 G18 G19",
    ),
    case("ZP-11", "boundary", overall(B18="效益指标(30.00分)")),
    case(
        "ZP-11", "boundary", overall(B18="效益指标(31分)", G18=21, H18=21, B20="满意度指标(9分)", G20=9, H20=9),
        "ZP-11 info 部门自评表!B20", figures=("9", "10", "-1"), related="B18",
    ),
    case(
        "ZP-11", "undecided", overall(B13="产出指标", G15="十"), "ZP-11 undecided 部门自评表!G15 从属",
        "TY-08 error 部门自评表!G15", "ZP-07 undecided 部门自评表!G15 从属", "ZP-09 undecided 部门自评表!G15 从属",
        "ZP-14 undecided 部门自评表!G15 从属", "ZP-15 undecided 部门自评表!G15 从属",
        "ZP-23 undecided 部门自评表!G15 从属",
    ),
    case(
        "ZP-11", "undecided", overall(H4=Kind.ERROR), "ZP-11 undecided 部门自评表!H4 从属",
        "TY-11 error 部门自评表!H4", "ZP-02 undecided 部门自评表!H4 从属", "ZP-07 undecided 部门自评表!H4 从属",
        "ZP-09 undecided 部门自评表!H4 从属", "ZP-23 undecided 部门自评表!H4 从属",
    ),
    case("ZP-12", "passes", overall(B13="完成指标(50分)", B18="项目效果（30分）")),
    case("ZP-12", "passes", overall(B20=None, C20="服务对象满意度指标", B18="效益指标(40分)")),
    case(
        "ZP-12", "fails",
        second(B18=None, C18=None, D18="节约用电量", E18=None, F18=None, G18=None, H18=None, B17="效益指标(40分)", G17=40, H17=40),
        "ZP-12 error 项目二!A1",
    ),
    case(
        "ZP-12", "fails", second(E18=None, F18=None, G18=None, H18=None, B17="效益指标(40分)", G17=40, H17=40),
        "ZP-12 error 项目二!B18", "ZP-06 error 项目二!B18 从属",
    ),
    case("ZP-12", "boundary", overall(B20=None, C20="社会效益指标", B18="效益指标(40分)")),
    case(
        "ZP-12", "undecided", second(B17="社会效应(30分)", C17="综合", D17="温湿度稳定率"),
        "ZP-12 undecided 项目二!B17",
    ),
    case("ZP-13", "passes", overall(C14="质量指标")),
    case("ZP-13", "fails", overall(C16="数量指标"), "ZP-13 info 部门自评表!B13"),
    case(
        "ZP-13", "fails", first(C16="时效指标", D16="验收及时率", E16="100%", F16="100%"), "ZP-13 info 项目一!B13",
    ),
    case("ZP-13", "boundary", overall(C17="经济成本指标")),
    case("ZP-13", "boundary", overall(C17="其他指标")),
    case("ZP-14", "passes", overall(F14="4场", H14=10, H21=d("99.89"))),
    case(
        "ZP-14", "fails", overall(H14=10, H21=d("99.89")), "ZP-14 error 部门自评表!H14",
        figures=("10", "7.5", "2.5"), related="E14 F14 G14",
    ),
    case(
        "ZP-14", "fails", overall(H14=8), "ZP-14 error 部门自评表!H14", "ZP-08 error 部门自评表!H21 从属",
        figures=("8", "7.5", "0.5"), related="E14 F14 G14",
    ),
    case(
        "ZP-14", "fails", overall(H13=12, I13="部分卷未整理", H21=d("94.39")), "ZP-14 warning 部门自评表!H13",
        figures=("12", "15", "-3"), related="E13 F13 G13",
    ),
    case("ZP-14", "boundary", overall(E14="7场", H14=d("4.29"), H21=d("94.18"))),
    case("ZP-14", "boundary", overall(E14="7场", H14=d("4.3"), H21=d("94.19"))),
    case(
        "ZP-14", "boundary", overall(E14="7场", H14=d("4.28"), H21=d("94.17")), "ZP-14 info 部门自评表!H14",
        figures=("4.28", "4.2857", "-0.0057"), related="E14 F14 G14",
    ),
    case(
        "ZP-14", "boundary", overall(E14="7场", H14=d("4.27"), H21=d("94.16")), "ZP-14 warning 部门自评表!H14",
        figures=("4.27", "4.2857", "-0.0157"), related="E14 F14 G14",
    ),
    case(
        "ZP-14", "undecided", overall(F14=Kind.ERROR), "ZP-14 undecided 部门自评表!F14 从属",
        "TY-11 error 部门自评表!F14", "ZP-20 undecided 部门自评表!F14 从属",
    ),
    case(
        "ZP-14", "undecided", overall(E14="4.2.5"), "ZP-14 undecided 部门自评表!E14 从属",
        "ZP-20 undecided 部门自评表!E14",
    ),
    case(
        "ZP-14", "undecided", overall(F14="约3场"), "ZP-14 undecided 部门自评表!F14 从属",
        "ZP-20 undecided 部门自评表!F14",
    ),
    case(
        "ZP-14", "undecided", overall(H14="七分半"), "ZP-14 undecided 部门自评表!H14 从属",
        "TY-08 error 部门自评表!H14", "ZP-08 undecided 部门自评表!H14 从属", "ZP-09 undecided 部门自评表!H14 从属",
        "ZP-15 undecided 部门自评表!H14 从属", "ZP-23 undecided 部门自评表!H14 从属", related="G14",
    ),
    case("ZP-15", "passes", overall(I14="受天气影响，次年补办")),
    case("ZP-15", "fails", overall(I14=None), "ZP-15 error 部门自评表!I14", related="H14 G14"),
    case("ZP-15", "fails", overall(I14="无。"), "ZP-15 error 部门自评表!I14", related="H14 G14"),
    case("ZP-15", "boundary", overall(H13=d("15.00"))),
    case(
        "ZP-15", "boundary", overall(G13=d("15.01")), "ZP-15 error 部门自评表!I13 从属",
        "ZP-06 error 部门自评表!B13", "ZP-07 error 部门自评表!G21 从属", "ZP-14 info 部门自评表!H13 从属",
        related="H13 G13",
    ),
    case(
        "ZP-15", "undecided", overall(I14=None, H14=Kind.UNCALCULATED), "ZP-15 undecided 部门自评表!H14 从属",
        "TY-11 warning 部门自评表!H14", "ZP-08 undecided 部门自评表!H14 从属",
        "ZP-09 undecided 部门自评表!H14 从属", "ZP-14 undecided 部门自评表!H14 从属",
        "ZP-23 undecided 部门自评表!H14 从属", related="G14",
    ),
    case(
        "ZP-15", "undecided", overall(I14=None, G14="4.2.5"), "ZP-15 undecided 部门自评表!G14 从属",
        "TY-08 error 部门自评表!G14", "ZP-06 undecided 部门自评表!G14 从属", "ZP-07 undecided 部门自评表!G14 从属",
        "ZP-09 undecided 部门自评表!G14 从属", "ZP-14 undecided 部门自评表!G14 从属",
        "ZP-23 undecided 部门自评表!G14 从属", related="H14",
    ),
    case(
        "ZP-18", "passes",
        overall(E19="显著改善，达到《档案保管标准》", F19="部分达成并具有一定效果", H19=7, I19="库房改造未完", H21=d("94.39")),
    ),
    case(
        "ZP-18", "fails",
        overall(E19="达到《档案保管标准》", F19="部分达成", H19=9, I19="库房改造未完", H21=d("96.39")),
        "ZP-18 warning 部门自评表!H19", related="G19 F19",
    ),
    case(
        "ZP-18", "fails",
        overall(E19="达到《档案保管标准》", F19="未达成且效果较差", H19=6, I19="库房改造未完", H21=d("93.39")),
        "ZP-18 warning 部门自评表!H19", related="G19 F19",
    ),
    case(
        "ZP-18", "boundary",
        overall(E19="达到《档案保管标准》", F19="部分达成", H19=6, I19="库房改造未完", H21=d("93.39")),
    ),
    case(
        "ZP-18", "boundary",
        overall(E19="达到《档案保管标准》", F19="部分达成", H19=8, I19="库房改造未完", H21=d("95.39")),
        "ZP-18 warning 部门自评表!H19", related="G19 F19",
    ),
    case(
        "ZP-18", "boundary",
        overall(E19="达到《档案保管标准》", F19="达成预期指标", H19=8, I19="库房改造未完", H21=d("95.39")),
    ),
    case(
        "ZP-18", "undecided", overall(E19="达到《档案保管标准》", F19="部分达成", H19=Kind.ERROR),
        "ZP-18 undecided 部门自评表!H19 从属", "TY-11 error 部门自评表!H19", "ZP-08 undecided 部门自评表!H19 从属",
        "ZP-09 undecided 部门自评表!H19 从属", "ZP-15 undecided 部门自评表!H19 从属",
        "ZP-23 undecided 部门自评表!H19 从属", related="G19",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)
