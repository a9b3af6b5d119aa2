"""SB: declarations of targets, on the forms of hunan-2022-target (SB-12 on those of hebei-2020)."""

from __future__ import annotations

import pytest

from cases import Case, Changes, case, verify
from made import Content, Kind, d
from made_declared import ONE, TWO, WHOLE, declared
from made_hebei import PROJECT, hebei


def whole(**cells: Content) -> Changes:
    """Changed cells of the 部门目标申报表."""
    return {(WHOLE, address): content for address, content in cells.items()}


def one(**cells: Content) -> Changes:
    """Changed cells of the first 项目目标申报表."""
    return {(ONE, address): content for address, content in cells.items()}


def spending(basic: str, projects: str) -> str:
    """The cell E7, which holds two figures."""
    return f"其中：基本支出：{basic} 万元\n项目支出：{projects} 万元"


INCOMES = "其中：公共财政拨款：{} 万元\n政府性基金拨款：\n纳入专户管理的非税收入拨款：10 万元\n其他资金："
UNREADABLE = [
    f"TY-{number} {level}" for number, level in (("08", "error"), ("09", "undecided"), ("10", "undecided"))
]
REVIEW = "（盖章）　　年　月　日"


def unreadable(place: str) -> list[str]:
    """What is said of every amount that is none."""
    return [f"{line} {place}" + ("" if line.endswith("error") else " 从属") for line in UNREADABLE]


# fmt: off
CASES = [
    case("SB-01", "passes", whole(B5="资金总额： 410.00万元")),
    case(
        "SB-01", "fails", whole(B5="资金总额：412 万元"), "SB-01 error 部门!B5", "SB-02 error 部门!B5 从属",
        figures=("412", "410", "2"), related="B7",
    ),
    case(
        "SB-01", "fails", whole(B7=INCOMES.format(398)), "SB-01 error 部门!B5", figures=("410", "408", "2"), related="B7",
    ),
    case("SB-01", "boundary", whole(B7=INCOMES.format("400.005")), "TY-09 info 部门!B7"),
    case("SB-01", "boundary", whole(B7=INCOMES.format("400.01")), "SB-01 info 部门!B5", figures=("410", "410.01", "-0.01")),
    case(
        "SB-01", "undecided", whole(B5="资金总额：4.1.0 万元"), "SB-01 undecided 部门!B5 从属", *unreadable("部门!B5"),
        "SB-02 undecided 部门!B5 从属",
    ),
    case("SB-02", "passes", whole(E7=spending("322.00", "88"))),
    case(
        "SB-02", "fails", whole(E7=spending("320", "88")), "SB-02 error 部门!B5", figures=("410", "408", "2"), related="E7",
    ),
    case("SB-02", "boundary", whole(E7=spending("322.005", "88")), "TY-09 info 部门!E7"),
    case("SB-02", "boundary", whole(E7=spending("322.01", "88")), "SB-02 info 部门!B5", figures=("410", "410.01", "-0.01")),
    case(
        "SB-02", "undecided", whole(E7=spending("三百", "88")), "SB-02 undecided 部门!E7 从属", *unreadable("部门!E7"),
    ),
    case("SB-03", "passes", whole(E11=d("57.004"), E13=d("88.004")), "TY-09 info 部门!E11", "TY-09 info 部门!E13"),
    case(
        "SB-03", "fails", whole(E13=86), "SB-03 error 部门!E13", figures=("86", "88", "-2"), related="E11 E12",
    ),
    case(
        "SB-03", "fails", whole(E11=59, E13=90), "SB-03 error 部门!E7", figures=("88", "90", "-2"), related="E11 E12",
    ),
    case(
        "SB-03", "fails", whole(E11=59), "SB-03 error 部门!E13", "SB-03 error 部门!E7 从属",
        figures=("88", "90", "-2"), related="E11 E12",
    ),
    case("SB-03", "fails", whole(F13=70), "SB-03 error 部门!F13", figures=("70", "78", "-8"), related="F11 F12"),
    case("SB-03", "boundary", whole(F13=d("78.01")), "SB-03 info 部门!F13", figures=("78.01", "78", "0.01")),
    case("SB-03", "boundary", whole(F13=d("78.02")), "SB-03 error 部门!F13", figures=("78.02", "78", "0.02")),
    case(
        "SB-03", "undecided", whole(E13=Kind.ERROR), "SB-03 undecided 部门!E13 从属", "TY-11 error 部门!E13",
        related="E11 E12",
    ),
    case("SB-04", "passes", whole(F12=31, F13=88)),
    case(
        "SB-04", "fails", whole(F12=33, F13=90), "SB-04 error 部门!F12", figures=("33", "31", "2"), related="E12",
    ),
    case("SB-04", "boundary", whole(F12=d("31.005"), F13=d("88.005")), "TY-09 info 部门!F12", "TY-09 info 部门!F13"),
    case("SB-04", "boundary", whole(F12=d("31.01"), F13=d("88.01")), "SB-04 info 部门!F12", figures=("31.01", "31", "0.01")),
    case("SB-04", "undecided", whole(F12=None, F13=57), "SB-04 undecided 部门!F12", related="E12"),
    case("SB-05", "passes", {}, without=(ONE, TWO)),
    case("SB-05", "fails", {}, "SB-05 error 部门!E7", figures=("88", "57", "31"), related="B6", without=(TWO,)),
    case(
        "SB-05", "fails", one(B6="资金总额：58", B7="其中：财政拨款：48"), "SB-05 error 部门!E7",
        figures=("88", "89", "-1"), related="B6 B6",
    ),
    case(
        "SB-05", "boundary", one(B6="资金总额：57.01", B7="其中：财政拨款：47.01"), "SB-05 info 部门!E7",
        figures=("88", "88.01", "-0.01"),
    ),
    case(
        "SB-05", "undecided", one(B6="资金总额：", B7="其中：财政拨款：", B8="其他资金："), "SB-05 undecided 项目一!C6 从属",
        "TY-01 error 项目一!C6", "SB-07 undecided 项目一!C6 从属", related="E7 B6",
    ),
    case("SB-06", "passes", one(B6="资金总额：57万元")),
    case(
        "SB-06", "fails", one(B7="其中：财政拨款：44"), "SB-06 error 项目一!B6", figures=("57", "54", "3"), related="B7 B8",
    ),
    case("SB-06", "boundary", one(B7="其中：财政拨款：47.005"), "TY-09 info 项目一!B7"),
    case("SB-06", "boundary", one(B7="其中：财政拨款：47.01"), "SB-06 info 项目一!B6", figures=("57", "57.01", "-0.01")),
    case(
        "SB-06", "undecided", one(B8="其他资金：若干"), "SB-06 undecided 项目一!B8 从属", *unreadable("项目一!B8"),
        related="B6 B7",
    ),
    case("SB-09", "passes", one(D12="无。", F12=None)),
    case("SB-09", "passes", one(D12="安全事故起数", F12="无")),
    case("SB-09", "fails", one(F12=None), "SB-09 error 项目一!F12", related="D12"),
    case("SB-09", "fails", one(D12="满意度 95%以上", F12="　"), "SB-09 error 项目一!F12", related="D12"),
    case(
        "SB-09", "fails", one(D15="57万元", F15="略有节余"), "SB-09 error 项目一!D15", "ZP-21 warning 项目一!F15 从属",
        related="F15",
    ),
    case("SB-09", "boundary", one(D12="60周年庆典场次", F12="1场")),
    case("SB-09", "boundary", one(D12="5次以上", F12="1场"), "SB-09 error 项目一!D12", related="F12"),
    case("SB-10", "passes", one(D12="扫描页数（万页）", F12="62", F15="57")),
    case("SB-10", "fails", one(F12="62"), "SB-10 error 项目一!F12"),
    case("SB-10", "fails", one(F12=62), "SB-10 error 项目一!F12"),
    case("SB-10", "boundary", one(F12="0")),
    case("SB-10", "undecided", one(F12="2 ↑"), "SB-10 undecided 项目一!F12 从属", "WJ-05 warning 项目一!F12"),
    case("SB-11", "passes", one(F12="扫描62万页，并装订成册")),
    case("SB-11", "fails", one(F12="扫描62万页；装订3册"), "SB-11 warning 项目一!F12", related="D12"),
    case("SB-11", "fails", one(F12="扫描62万页\n装订3册\n编目"), "SB-11 warning 项目一!F12", related="D12"),
    case("SB-11", "boundary", one(F12="扫描62万页；装订成册")),
    case("SB-14", "passes", one(D12="较去年增长的扫描页数", F12="比2021年多5%")),
    case("SB-14", "fails", one(D12="去年扫描页数"), "SB-14 warning 项目一!D12", figures=("去年", None, None)),
    case("SB-14", "fails", one(F12="2019年扫描60万页"), "SB-14 warning 项目一!F12", figures=("2019", "2022", None)),
    case("SB-14", "boundary", one(F12="2021年至2022年扫描60万页")),
    case("SB-14", "boundary", one(D12="上年结转项目扫描页数")),
    case(
        "SB-14", "undecided", one(A2=None, F12="2019年扫描60万页") | {(WHOLE, "A2"): None, (TWO, "A2"): None},
        "SB-14 undecided 项目一!F12", *(f"TY-02 error {sheet}!A1" for sheet in (WHOLE, ONE, TWO)),
    ),
    case("SB-16", "passes", one(B18="同意。（盖章）　年　月　日")),
    case("SB-16", "fails", one(B18=REVIEW), "SB-16 info 项目一!B18"),
    case("SB-16", "boundary", one(B18=None), "SB-16 info 项目一!B18"),
]
# fmt: on
WEIGHTS = {"G11": "分值", "G12": 20, "G13": 15, "G14": 15, "G15": 10, "G16": 30, "G17": 10}
WEIGHTED = [
    case("SB-17", "passes", one(**WEIGHTS)),
    case("SB-17", "passes", one(G11="分值")),
    case("SB-17", "passes", one(**{**WEIGHTS, "G12": 10})),
    case(
        "SB-17",
        "fails",
        one(**{**WEIGHTS, "G12": 16}),
        "SB-17 error 项目一!A1",
        figures=("96", "100", "-4"),
        related="G12 G13 G14 G15 G16 G17",
    ),
    case("SB-17", "boundary", one(**{**WEIGHTS, "G12": d("20.005")})),
    case("SB-17", "boundary", one(**{**WEIGHTS, "G12": d("20.01")}), "SB-17 error 项目一!A1"),
    case(
        "SB-17",
        "undecided",
        one(**{**WEIGHTS, "G12": "二十"}),
        "SB-17 undecided 项目一!G12 从属",
        "TY-08 error 项目一!G12",
    ),
]


@pytest.mark.parametrize("item", [*CASES, *WEIGHTED])
def test_case(item: Case) -> None:
    verify(item, declared)


@pytest.mark.parametrize(
    "item",
    [
        case("SB-12", "passes", {}),
        case("SB-12", "fails", {(PROJECT, "H10"): None, (PROJECT, "H12"): "/"}, "SB-12 warning 项目!H10", related="H12"),
        case("SB-12", "fails", {(PROJECT, "D11"): "　"}, "SB-12 warning 项目!D11"),
        case("SB-12", "boundary", {(PROJECT, f"H{row}"): None for row in range(10, 17)}, "SB-12 warning 项目!H10",
             related="H11 H12 H13 H14 H15 H16"),
    ],
)  # fmt: skip
def test_descriptions_and_reasons(item: Case) -> None:
    verify(item, hebei)


def test_the_message_of_a_sum_over_rows() -> None:
    (finding,) = declared(whole(E13=86)).findings
    assert "金额合计（总额） 86 万元，比 2 项总额之和 88 万元少 2 万元" in finding.message


@pytest.mark.case("TY-05", "fails")
def test_a_declaration_is_made_before_its_year_ends() -> None:
    late = declared(one(A19="填表人：甲　联系电话：（略）　填表日期：2023年1月5日"))
    assert [(finding.rule, finding.place.address) for finding in late.findings] == [("TY-05", "A19")]
    assert declared(one(A19="填表人：甲　联系电话：（略）　填表日期：2021年12月5日")).findings == []


@pytest.mark.case("ZP-24", "fails")
def test_a_time_that_only_names_the_year() -> None:
    (finding,) = declared(one(F14="2022年度")).findings
    assert (finding.rule, finding.place.address) == ("ZP-24", "F14")
    assert "只写了年度，没有完成时限" in finding.message
    assert declared(one(F14="2022年11月底前")).findings == []
