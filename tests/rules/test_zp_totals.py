"""ZP: amounts, weights and totals of the self-evaluation forms."""

from __future__ import annotations

import pytest

from cases import Case, case, first, overall, second, verify
from made import Kind, d

# fmt: off
CASES = [
    case("ZP-01", "passes", overall(G4="98.94")),
    case(
        "ZP-01", "fails", overall(G4="99.94%"), "ZP-01 error 部门自评表!G4",
        figures=("99.94", "98.9443", "0.9957"), related="F4 B4",
    ),
    case(
        "ZP-01", "fails", overall(G4=None), "ZP-01 error 部门自评表!G4", figures=("", "98.9443", None),
        related="F4 B4",
    ),
    case("ZP-01", "boundary", overall(G4="98.9%")),
    case(
        "ZP-01", "boundary", overall(G4="98.93%"), "ZP-01 error 部门自评表!G4",
        figures=("98.93", "98.9443", "-0.0143"), related="F4 B4",
    ),
    case(
        "ZP-01", "undecided", overall(G4=Kind.ERROR), "ZP-01 undecided 部门自评表!G4 从属",
        "TY-11 error 部门自评表!G4", "TY-12 undecided 部门自评表!G4 从属", related="F4 B4",
    ),
    case(
        "ZP-01", "undecided", overall(B4="资金总额：4.2.5"), "ZP-01 undecided 部门自评表!B4 从属",
        "KB-01 undecided 部门自评表!B4 从属", "TY-07 undecided 部门自评表!B4 从属", "TY-08 error 部门自评表!B4",
        "TY-09 undecided 部门自评表!B4 从属", "TY-10 undecided 部门自评表!B4 从属",
        "TY-12 undecided 部门自评表!B4 从属", "ZP-02 undecided 部门自评表!B4 从属",
        "ZP-03 undecided 部门自评表!B4 从属", "ZP-04 undecided 部门自评表!B4 从属", related="G4 F4",
    ),
    case("ZP-01", "boundary", overall(F4=d("401.12303"), G4="98.94%"), "TY-09 info 部门自评表!F4"),
    case("ZP-01", "boundary", overall(F4=d("401.12303"), G4="98.95%"), "TY-09 info 部门自评表!F4"),
    case("ZP-02", "passes", overall(I4=d("9.8944"))),
    case(
        "ZP-02", "fails", overall(I4=10), "ZP-02 error 部门自评表!I4", "ZP-08 error 部门自评表!H21 从属",
        figures=("10", "9.8944", "0.1056"), related="F4 B4 H4",
    ),
    case(
        "ZP-02", "fails", overall(I4=11), "ZP-02 error 部门自评表!I4 从属", "ZP-08 error 部门自评表!H21 从属",
        "ZP-09 error 部门自评表!I4", figures=("11", "9.8944", "1.1056"), related="F4 B4 H4",
    ),
    case("ZP-02", "boundary", overall(I4=d("9.9"), H21=d("97.4"))),
    case(
        "ZP-02", "boundary", overall(I4=d("9.8"), H21=d("97.3")), "ZP-02 error 部门自评表!I4",
        figures=("9.8", "9.8944", "-0.0944"), related="F4 B4 H4",
    ),
    case(
        "ZP-02", "boundary", overall(F4=d("410"), G4="101.13%", I4=10, H21=d("97.5")), "KB-01 error 部门自评表!F4",
    ),
    case(
        "ZP-02", "undecided", overall(H4=Kind.UNCALCULATED), "ZP-02 undecided 部门自评表!H4 从属",
        "TY-11 warning 部门自评表!H4", "ZP-07 undecided 部门自评表!H4 从属",
        "ZP-09 undecided 部门自评表!H4 从属", "ZP-11 undecided 部门自评表!H4 从属",
        "ZP-23 undecided 部门自评表!H4 从属", related="I4 F4 B4",
    ),
    case(
        "ZP-02", "undecided", overall(H4=None), "ZP-02 undecided 部门自评表!H4 从属", "ZP-07 error 部门自评表!H4",
        related="I4 F4 B4",
    ),
    case("ZP-03", "passes", overall(B5="按收入性质分：405.40万元")),
    case(
        "ZP-03", "fails", overall(B6="其中：一般公共预算收入：393.4"), "ZP-03 error 部门自评表!B4",
        "ZP-03 error 部门自评表!B5 从属", figures=("405.4", "403.4", "2"), related="B6 C7 B8 C9",
    ),
    case(
        "ZP-03", "fails", overall(B5="按收入性质分：400"), "ZP-03 error 部门自评表!B5",
        figures=("400", "405.4", "-5.4"), related="B6 C7 B8 C9",
    ),
    case("ZP-03", "boundary", overall(B8="纳入专户管理的非税收入拨款：10.005"), "TY-09 info 部门自评表!B8"),
    case(
        "ZP-03", "boundary", overall(B8="纳入专户管理的非税收入拨款：10.01"), "ZP-03 info 部门自评表!B4",
        "ZP-03 info 部门自评表!B5 从属", figures=("405.4", "405.41", "-0.01"), related="B6 C7 B8 C9",
    ),
    case(
        "ZP-03", "boundary", overall(B8="纳入专户管理的非税收入拨款：10.02"), "ZP-03 error 部门自评表!B4",
        "ZP-03 error 部门自评表!B5 从属", figures=("405.4", "405.42", "-0.02"), related="B6 C7 B8 C9",
    ),
    case(
        "ZP-03", "undecided", overall(B8="纳入专户管理的非税收入拨款：十万"), "ZP-03 undecided 部门自评表!B8 从属",
        "TY-08 error 部门自评表!B8", "TY-09 undecided 部门自评表!B8 从属", "TY-10 undecided 部门自评表!B8 从属",
        related="B4 B6 C7 C9",
    ),
    case("ZP-04", "passes", overall(F7="项目支出：85.00")),
    case(
        "ZP-04", "fails", overall(F5="按支出性质分：400.4"), "ZP-04 error 部门自评表!F5",
        figures=("400.4", "405.4", "-5"), related="F6 F7",
    ),
    case("ZP-04", "boundary", overall(F7="项目支出：85.005"), "TY-09 info 部门自评表!F7"),
    case(
        "ZP-04", "boundary", overall(F7="项目支出：85.01"), "ZP-04 info 部门自评表!B4 从属",
        "ZP-04 info 部门自评表!F5 从属", "KB-02 info 部门自评表!F7", figures=("405.4", "405.41", "-0.01"),
        related="F6 F7",
    ),
    case(
        "ZP-04", "undecided", overall(F6="人员和运转：320.4"), "ZP-04 undecided 部门自评表!B4 从属",
        "ZP-04 undecided 部门自评表!F5 从属", "TY-13 error 部门自评表",
    ),
    case(  # an amount with a name of its own is not the one of the label left of it
        "ZP-04", "passes",
        overall(B6="其中：一般公共预算收入：405.4", B8="纳入专户管理的非税收入拨款", F8="其他支出：5"),
    ),
    case(
        "ZP-04", "undecided", overall(F7="项目支出：4.2.5"), "ZP-04 undecided 部门自评表!F7 从属",
        "KB-02 undecided 部门自评表!F7 从属", "TY-07 undecided 部门自评表!F7 从属", "TY-08 error 部门自评表!F7",
        "TY-09 undecided 部门自评表!F7 从属", "TY-10 undecided 部门自评表!F7 从属", related="B4 F6",
    ),
    case("ZP-06", "passes", overall(B13="产出指标（50分，含成本）")),
    case("ZP-06", "passes", overall(B13="产出指标50分")),
    case("ZP-06", "passes", overall(B13="产出指标")),
    case(
        "ZP-06", "fails", overall(B18="效益指标(40分)"), "ZP-06 error 部门自评表!B18",
        "ZP-11 info 部门自评表!B18 从属", figures=("30", "40", "-10"), related="G18 G19",
    ),
    case(
        "ZP-06", "fails", first(G13=10, H13=10, H19=d("89.98"), G19=90), "ZP-06 error 项目一!B13",
        "ZP-07 error 项目一!G19 从属", figures=("40", "50", "-10"), related="G13 G14 G15 G16",
    ),
    case("ZP-06", "boundary", overall(G15=d("10.005")), "ZP-15 error 部门自评表!I15"),
    case(
        "ZP-06", "boundary", overall(G15=d("10.006")), "ZP-06 error 部门自评表!B13",
        "ZP-07 error 部门自评表!G21 从属", "ZP-14 info 部门自评表!H15 从属", "ZP-15 error 部门自评表!I15 从属",
        figures=("50.006", "50", "0.006"), related="G13 G14 G15 G16 G17",
    ),
    case("ZP-06", "boundary", overall(B13="产出指标(50.0分)")),
    case(
        "ZP-06", "undecided", overall(G15="4.2.5"), "ZP-06 undecided 部门自评表!G15 从属",
        "TY-08 error 部门自评表!G15", "ZP-07 undecided 部门自评表!G15 从属", "ZP-09 undecided 部门自评表!G15 从属",
        "ZP-14 undecided 部门自评表!G15 从属", "ZP-15 undecided 部门自评表!G15 从属",
        "ZP-23 undecided 部门自评表!G15 从属", related="G13 G14 G16 G17",
    ),
    case(
        "ZP-06", "undecided", overall(G15=Kind.ERROR), "ZP-06 undecided 部门自评表!G15 从属",
        "TY-11 error 部门自评表!G15", "ZP-07 undecided 部门自评表!G15 从属", "ZP-09 undecided 部门自评表!G15 从属",
        "ZP-14 undecided 部门自评表!G15 从属", "ZP-15 undecided 部门自评表!G15 从属",
        "ZP-23 undecided 部门自评表!G15 从属", related="G13 G14 G16 G17",
    ),
    case(
        "ZP-07", "fails", second(B17="效益指标(20分)", G17=20, H17=20, H19=d("89.33")), "ZP-07 error 项目二!G19",
        "ZP-11 info 项目二!B17", figures=("90", "100", "-10"), related="G6 G13 G14 G15 G16 G17 G18",
    ),
    case(
        "ZP-07", "fails", second(B17="效益指标(20分)", G17=20, H17=20, G19=90, H19=d("89.33")),
        "ZP-07 error 项目二!G19", "ZP-11 info 项目二!B17", figures=("90", "100", "-10"),
        related="G6 G13 G14 G15 G16 G17 G18",
    ),
    case(
        "ZP-07", "fails", second(B17="效益指标(20分)", G17=20, H17=20, G19=None, H19=d("89.33")),
        "ZP-07 error 项目二!A1", "ZP-11 info 项目二!B17", figures=("90", "100", "-10"),
        related="G6 G13 G14 G15 G16 G17 G18",
    ),
    case(
        "ZP-07", "boundary", second(B17="效益指标", G17=d("30.005")), "ZP-11 info 项目二!G17",
        "ZP-15 error 项目二!I17",
    ),
    case(
        "ZP-07", "boundary", second(B17="效益指标", G17=d("30.006"), H17=d("30.006")), "ZP-07 error 项目二!G19",
        "ZP-08 info 项目二!H19 从属", "ZP-11 info 项目二!G17 从属", figures=("100.006", "100", "0.006"),
        related="G6 G13 G14 G15 G16 G17 G18",
    ),
    case(
        "ZP-07", "undecided", second(G6="十分"), "ZP-07 undecided 项目二!G6 从属", "TY-08 error 项目二!G6",
        "XM-07 undecided 项目二!G6 从属", "ZP-09 undecided 项目二!G6 从属", "ZP-11 undecided 项目二!G6 从属",
        "ZP-23 undecided 项目二!G6 从属", related="G13 G14 G15 G16 G17 G18",
    ),
    case("ZP-07", "passes", second(G6=d("10.0"))),
    case(
        "ZP-07", "fails", overall(H4=None), "ZP-07 error 部门自评表!H4", "ZP-02 undecided 部门自评表!H4 从属",
        figures=("", "10", None), related="G13 G14 G15 G16 G17 G18 G19 G20",
    ),
    case("ZP-08", "passes", overall(H21=d("97.390"))),
    case(
        "ZP-08", "fails", overall(H21=100), "ZP-08 error 部门自评表!H21", figures=("100", "97.39", "2.61"),
        related="I4 H13 H14 H15 H16 H17 H18 H19 H20",
    ),
    case(
        "ZP-08", "fails", overall(G21=90), "ZP-08 error 部门自评表!G21", figures=("90", "100", "-10"),
        related="H4 G13 G14 G15 G16 G17 G18 G19 G20",
    ),
    case(
        "ZP-08", "fails", overall(H21=None), "ZP-08 warning 部门自评表!G21", figures=("100", "97.39", "2.61"),
        related="H21 I4 H13 H14 H15 H16 H17 H18 H19 H20",
    ),
    case(
        "ZP-08", "fails", first(H18=9, H19=None), "ZP-08 warning 项目一!G19", "ZP-14 error 项目一!H18",
        "ZP-15 error 项目一!I18 从属", figures=("100", "98.98", "1.02"), related="H19 I6 H13 H14 H15 H16 H17 H18",
    ),
    case("ZP-08", "boundary", overall(H21=d("97.4"))),
    case("ZP-08", "boundary", overall(H21=d("97.395"))),
    case(
        "ZP-08", "boundary", overall(H21=d("97.40"), I4=d("9.89")), "ZP-08 info 部门自评表!H21",
        figures=("97.4", "97.39", "0.01"), related="I4 H13 H14 H15 H16 H17 H18 H19 H20",
    ),
    case(
        "ZP-08", "undecided", overall(H21=Kind.ERROR), "ZP-08 undecided 部门自评表!H21 从属",
        "TY-11 error 部门自评表!H21", related="I4 H13 H14 H15 H16 H17 H18 H19 H20",
    ),
    case(
        "ZP-08", "undecided", overall(G21="4.2.5"), "ZP-08 undecided 部门自评表!G21 从属",
        "TY-08 error 部门自评表!G21",
    ),
    case(
        "ZP-08", "undecided", overall(H19="约9"), "ZP-08 undecided 部门自评表!H19 从属",
        "TY-08 error 部门自评表!H19", "ZP-09 undecided 部门自评表!H19 从属", "ZP-14 undecided 部门自评表!H19 从属",
        "ZP-15 undecided 部门自评表!H19 从属", "ZP-23 undecided 部门自评表!H19 从属",
        related="H21 I4 H13 H14 H15 H16 H17 H18 H20",
    ),
    case(
        "ZP-09", "passes", first(H14=d("9.5"), I14="两批图像退回重扫", H19=d("99.48")), "ZP-14 warning 项目一!H14",
    ),
    case(
        "ZP-09", "fails", first(H14=12, H19=d("101.98")), "ZP-09 error 项目一!H14", "ZP-14 error 项目一!H14 从属",
        figures=("12", "10", "2"), related="G14",
    ),
    case(
        "ZP-09", "fails", first(H14=-1, I14="误填", H19=d("88.98")), "ZP-09 error 项目一!H14",
        "ZP-14 warning 项目一!H14 从属", figures=("-1", "0", "-1"), related="G14",
    ),
    case(  # rounded scores make another sum than exact ones
        "ZP-08", "fails",
        first(
            E13="≥3万页", F13="2万页", H13=d("13.33"), I13="缺件", E14="≥3次", F14="1次", H14=d("3.33"), I14="缺件",
            H18=8, H19=d("86.64"),
        ),
        "ZP-08 error 项目一!H19 从属", "ZP-14 error 项目一!H18", "ZP-15 error 项目一!I18 从属",
    ),
    case("ZP-09", "boundary", first(H14=d("10.00"))),
    case(
        "ZP-09", "boundary", first(H14=d("10.01"), H19=d("99.99")), "ZP-09 error 项目一!H14",
        "ZP-14 info 项目一!H14 从属", figures=("10.01", "10", "0.01"), related="G14",
    ),
    case(
        "ZP-09", "undecided", first(H14=Kind.ERROR), "ZP-09 undecided 项目一!H14 从属", "TY-11 error 项目一!H14",
        "ZP-08 undecided 项目一!H14 从属", "ZP-14 undecided 项目一!H14 从属", "ZP-15 undecided 项目一!H14 从属",
        "ZP-23 undecided 项目一!H14 从属", related="G14",
    ),
    case(
        "ZP-09", "undecided", first(G14="4.2.5"), "ZP-09 undecided 项目一!G14 从属", "TY-08 error 项目一!G14",
        "ZP-06 undecided 项目一!G14 从属", "ZP-07 undecided 项目一!G14 从属", "ZP-14 undecided 项目一!G14 从属",
        "ZP-15 undecided 项目一!G14 从属", "ZP-23 undecided 项目一!G14 从属", related="H14",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)
