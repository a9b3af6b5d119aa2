"""SB-07, SB-08, SB-13, WJ-05, WJ-06, and rules of other families, on the forms of hebei-2020."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest
from _pytest.mark.structures import ParameterSet

from made import Content, d
from made_hebei import PROJECT, WHOLE, hebei, said
from perfxl.workbook.model import Kind

Changes = Mapping[tuple[str, str], Content]


@dataclass(frozen=True)
class Case:
    """What is changed in the clean return, the findings that follow (the one in question first), its figures."""

    rule: str
    kind: str
    changes: Changes
    expected: Sequence[str]
    figures: tuple[str | None, str | None, str | None] | None
    related: str | None
    parameters: Mapping[str, object]


def case(
    rule: str,
    kind: str,
    changes: Changes,
    *expected: str,
    figures: tuple[str | None, str | None, str | None] | None = None,
    related: str | None = None,
    **parameters: object,
) -> ParameterSet:
    """A parameter with its marker; ``figures``: stated, computed, difference."""
    item = Case(rule, kind, changes, expected, figures, related, parameters)
    name = ",".join(address for _, address in changes) + ",".join(parameters)
    return pytest.param(item, marks=pytest.mark.case(rule, kind), id=f"{rule}-{kind}-{name}")


def whole(**cells: Content) -> Changes:
    """Changed cells of the 部门绩效目标申报表."""
    return {(WHOLE, address): content for address, content in cells.items()}


def project(**cells: Content) -> Changes:
    """Changed cells of the 项目绩效目标表."""
    return {(PROJECT, address): content for address, content in cells.items()}


def spare_goal(**cells: Content) -> Changes:
    """A third goal as on the blank form, left empty, with some of its cells filled in."""
    printed = {
        "B23": "项目名称及金额（万元）",
        "C23": "一级指标",
        "D23": "二级指标",
        "G23": "指标值",
        "H23": "备注",
    }
    categories = {
        "A22": "年度整体\n支出目标3",
        "A23": "整体支出绩效指标",
        "C24": "产出指标",
        "C25": "效益指标",
    }
    return whole(**{**categories, **printed, **cells})


# fmt: off
CASES = [
    case("SB-07", "passes", project(G13="≤3.5万元")),
    case(
        "SB-07", "fails", project(G13="≤5万元"), "SB-07 warning 项目!C4",
        figures=("10", "11", "-1"), related="G13 G14",
    ),
    case("SB-07", "fails", project(C13="项目总成本", D13="全部支出", G13="≤11万元"), "SB-07 warning 项目!C4",
         figures=("10", "11", "-1"), related="G13"),
    case("SB-07", "passes", project(C13="项目总成本", D13="全部支出", G13="≤10万元")),
    case("SB-07", "passes", project(C13="每页扫描成本", D13="每页支出", G13="≤12元")),
    case("SB-07", "passes", project(C13="成本节约率", D13="节约数/预算数", G13="≥5%")),
    case("SB-07", "boundary", project(G13="≤4.005万元")),
    case("SB-07", "boundary", project(G13="≤4.01万元"), "SB-07 info 项目!C4", figures=("10", "10.01", "-0.01")),
    case("SB-07", "boundary", project(G13="≤4.011万元"), "SB-07 warning 项目!C4"),
    case("SB-07", "fails", project(G13="≤3万元"), "SB-07 warning 项目!C4", figures=("10", "9", "1"), 成本合计严格=True),
    case("SB-07", "passes", project(G13="≤4万元"), 成本合计严格=True),
    case("SB-07", "passes", project(G13="控制在预算内"), 成本合计严格=True),
    case(
        "SB-07", "undecided", project(G13="≪4万元"), "SB-07 undecided 项目!G13 从属",
        "SB-10 undecided 项目!G13 从属", "WJ-05 warning 项目!G13", "ZP-26 undecided 项目!G13 从属",
    ),
    case(
        "SB-07", "undecided", project(C4="十万"), "SB-07 undecided 项目!C4 从属", "SB-05 undecided 项目!C4 从属",
        "SB-06 undecided 项目!C4 从属", "TY-08 error 项目!C4", "TY-09 undecided 项目!C4 从属",
        "TY-10 undecided 项目!C4 从属",
    ),
    case("SB-08", "passes", project(B7="20%", D7="50%", F7="50%")),
    case("SB-08", "passes", project(B7=25, D7=50, F7=75, G7=100)),
    case("SB-08", "fails", project(D7="20%"), "SB-08 error 项目!D7", figures=("20", None, None), related="B7"),
    case("SB-08", "fails", project(G7="90%"), "SB-08 error 项目!G7", figures=("90", "100", "-10")),
    case("SB-08", "fails", project(G7="60%"), "SB-08 error 项目!G7", figures=("60", "100", "-40")),
    case("SB-08", "fails", project(B7=None, D7=None, F7=None, G7=None), "SB-08 error 项目!B7", related="D7 F7 G7"),
    case("SB-08", "fails", project(B7=d("0.25"), D7=d("0.5"), F7=d("0.75"), G7=1), "SB-08 error 项目!G7"),
    case("SB-08", "boundary", project(F7="100%")),
    case("SB-08", "boundary", project(G7="99.9%"), "SB-08 error 项目!G7", figures=("99.9", "100", "-0.1")),
    case("SB-08", "boundary", project(G7="100.1%"), "SB-08 error 项目!G7", figures=("100.1", "100", "0.1")),
    case("SB-08", "undecided", project(F7=None), "SB-08 undecided 项目!F7"),
    case("SB-08", "undecided", project(F7="约75"), "SB-08 undecided 项目!F7 从属", "TY-08 error 项目!F7"),
    case("SB-13", "passes", project(C13="印刷费、办公费成本", D13="全年印刷费")),
    case("SB-13", "passes", project(C13="维修维护费成本", D13="维护费支出")),
    case("SB-13", "passes", project(C13="救济费成本", D13="发放给困难群众的支出")),
    case("SB-13", "fails", project(C13="维修维护费成本", D13="救济费成本"), "SB-13 error 项目!C13", related="D13"),
    case("SB-13", "fails", project(C13="培 训 费成本", D13="会议费\n支出"), "SB-13 error 项目!C13"),
    case("SB-13", "passes", project(C13="差旅费成本", D13="下乡人员的交通费")),
    case("SB-13", "fails", project(C13="差旅费成本", D13="全年交通费支出总额"), "SB-13 error 项目!C13"),
    case("SB-13", "boundary", project(C13="会议费成本", D13="会议费（含会议资料印刷费）")),
    case("SB-13", "boundary", project(C13="水费成本", D13="水电费成本")),
    case("SB-13", "passes", project(C13="宣传费成本", D13="宣传资料的印刷费")),
    case("WJ-05", "passes", project(G10="≥1,200页")),
    case("WJ-05", "passes", project(G10="约60万页"), "SB-10 undecided 项目!G10"),
    case("WJ-05", "fails", whole(G15="€95%"), "WJ-05 warning 部门!G15", "SB-10 undecided 部门!G15 从属",
         "ZP-25 undecided 部门!G15 从属", figures=("€95%", None, None)),
    case("WJ-05", "fails", project(G10=">9 95页"), "WJ-05 warning 项目!G10", "SB-10 undecided 项目!G10 从属"),
    case("WJ-05", "fails", project(G15="210 永"), "WJ-05 warning 项目!G15", "SB-10 undecided 项目!G15 从属"),
    case("WJ-05", "fails", project(G15="≥2 ↑"), "WJ-05 warning 项目!G15", "SB-10 undecided 项目!G15 从属"),
    case("WJ-05", "boundary", project(C15="查档人次增长率", G15="250%")),
    case("WJ-05", "boundary", project(C15="查档人次增长率", G15="260%"), "WJ-05 warning 项目!G15",
         "SB-10 undecided 项目!G15 从属"),
    case("WJ-05", "passes", project(G10=Kind.ERROR), "TY-11 error 项目!G10", "SB-10 undecided 项目!G10 从属"),
    case("WJ-06", "passes", project(C14="印刷费成本", D14="全年印刷费", G14="≤4万元")),
    case("WJ-06", "passes", project(C15="合格率", B15=None, C14="完成率", G14="≥95%", G15="=95%")),
    case("WJ-06", "fails", project(C14="印刷费成本", D14="全年印刷费", G14="≤5万元"), "WJ-06 warning 项目!G14",
         figures=("≤5万元", None, None), related="G13"),
    case("WJ-06", "fails", project(A11=None, B11=None, C11="页数", G11="=60"), "WJ-06 warning 项目!G11",
         "SB-10 error 项目!G11 从属", related="G10"),
    case("WJ-06", "fails", project(B11=None, C11="描百页-以数", G11="260万页"), "WJ-06 warning 项目!G11", related="G10"),
    case("WJ-06", "boundary", whole(G17="≥94%")),
    case("WJ-06", "boundary", project(B11=None, C11="扫描批次数量", G11="260万页")),
    case("WJ-06", "boundary", project(B11=None, C11="及时率", G10="≥95%", G11="=95%")),
    case("WJ-06", "boundary", project(B11=None, C11="结率", G10="≥95%", G11="=95%"), "WJ-06 warning 项目!G11"),
]
OTHER_RULES = [
    case("SB-01", "fails", whole(C7=d("84.5")), "SB-01 error 部门!B7", figures=("90", "89", "1")),
    case("SB-02", "fails", whole(B10=None, E10=8), "SB-02 error 部门!B7", "SB-05 error 部门!E10 从属",
         figures=("90", "88", "2")),
    case("SB-02", "fails", whole(B10=91), "SB-02 error 部门!B10", figures=("91", "90", "1")),
    case("SB-02", "fails", whole(E10=8), "SB-02 error 部门!B10", "SB-02 error 部门!B7 从属", "SB-05 error 部门!E10 从属"),
    case("SB-05", "fails", whole(E10=8, D10=d("21.8")), "SB-05 error 部门!E10", figures=("8", "10", "-2")),
    case("SB-06", "fails", project(G4="2万元"), "SB-06 error 项目!C4", figures=("10", "11", "-1")),
    case("SB-12", "fails", project(H10=None, H14=None), "SB-12 warning 项目!H10", related="H14"),
    case("SB-14", "fails", project(D15="去年网上查档人次"), "SB-14 warning 项目!D15"),
    case("TY-01", "fails", project(B3=None), "TY-01 error 项目!B3"),
    case("TY-01", "fails", whole(B18=None), "TY-01 error 部门!B18"),
    case("TY-01", "passes", whole(A11="年度整体支出总体目标：", B12="略")),
    case("TY-01", "passes", spare_goal()),
    case("TY-01", "passes", spare_goal(B22="/", B24="—", D24="/", G24="/")),
    case("TY-01", "fails", spare_goal(B24="馆库维护（2万元）"), "TY-01 error 部门!B22"),
    case("TY-01", "fails", spare_goal(D24="维护库房间数", G24="≥12间"), "TY-01 error 部门!B22"),
    case(
        "TY-01", "fails", spare_goal(**dict.fromkeys([
            "B13", "B15", "D15", "G15", "D16", "G16", "D17", "G17", "B18", "B20", "D20", "G20", "D21", "G21",
        ])), "TY-01 error 部门!B13", "SB-09 error 部门!B14",
    ),
    case("TY-01", "fails", spare_goal(B13=None, B18=None), "TY-01 error 部门!B13", "TY-01 error 部门!B18"),
    case("ZP-26", "fails", whole(G16="≥90%"), "ZP-26 warning 部门!G16"),
    case("ZP-26", "fails", whole(D16="机关运行经费变动率", G16="＜100%"), "ZP-26 warning 部门!G16"),
]
# fmt: on


@pytest.mark.parametrize("item", [*CASES, *OTHER_RULES])
def test_case(item: Case) -> None:
    findings = hebei(item.changes, item.parameters).findings
    assert said(findings) == sorted(item.expected)
    own = [finding for finding in findings if finding.rule == item.rule]
    assert bool(own) is (bool(item.expected) and item.expected[0].startswith(item.rule))
    if item.figures is not None or item.related is not None:
        found = next(finding for finding in findings if said([finding]) == [item.expected[0]])
        if item.figures is not None:
            difference = None if found.difference is None else format(found.difference.normalize(), "f")
            assert (found.stated, found.computed, difference) == item.figures
        if item.related is not None:
            assert [place.address for place in found.related] == item.related.split()


def test_the_clean_return_is_silent() -> None:
    assert said(hebei().findings) == []


def test_messages_say_what_is_doubtful_and_which_row_is_repeated() -> None:
    message = hebei(project(G15="€0人次")).findings[0].message
    assert "“查阅利用人次”指标值“€0人次”，“€”可能是识别错误" in message
    repeated = hebei(project(B11=None, C11="结率", G10="≥95%", G11="=95%")).findings[0].message
    assert "“结率”与第 10 行“扫描档案页数”疑似同一指标，指标值“=95%”与“≥95%”不一致" in repeated


def test_a_repeated_cost_is_not_counted_twice() -> None:
    findings = hebei(project(C15="印刷费成本", A15=None, B15=None, D15="全年印刷费", G15="≤5万元")).findings
    assert said(findings) == ["WJ-06 warning 项目!G15"]


def test_the_blank_parts_of_a_sum_are_named() -> None:
    (finding,) = [f for f in hebei(whole(B10=None, E10=8)).findings if f.rule == "SB-02"]
    assert (
        "收入合计 90 万元，比人员经费支出、正常公用支出、项目支出、其它支出之和 88 万元多 2 万元"
        in finding.message
    )
    assert "（其它支出未填）" in finding.message


def test_fractions_in_the_plan_are_recognised() -> None:
    (finding,) = hebei(project(B7=d("0.25"), D7=d("0.5"), F7=d("0.75"), G7=1)).findings
    assert "疑似按比例填写，应填百分数" in finding.message
