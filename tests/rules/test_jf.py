"""JF: the rules of the scoring table (计分表)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import Case, case, verify
from made import Kind, d
from made_scoring import FIGURES, figures, made, table
from perfxl.finding import Level
from perfxl.rules.points_text import full_points

# fmt: off
CASES = [
    case("JF-01", "passes", table(D5="5分")),
    case("JF-01", "fails", table(D30=100), "JF-01 error 计分表!D30", figures=("100", "98.8", "1.2")),
    case("JF-01", "fails", table(D30=None), "JF-01 error 计分表!D30", figures=("", "98.8", None)),
    case("JF-01", "fails", table(D26=6), "JF-03 error 计分表!D26", "JF-01 error 计分表!D30 从属"),
    case("JF-01", "fails", table(D26=6, D30=d("96.8")), "JF-03 error 计分表!D26", "JF-01 error 计分表!D30 从属"),
    case("JF-01", "fails", table(D26=6, D30=d("93.7")), "JF-03 error 计分表!D26", "JF-01 error 计分表!D30"),
    case("JF-01", "fails", table(D26=6, D30=d("99.7")), "JF-03 error 计分表!D26", "JF-01 error 计分表!D30"),
    case("JF-01", "fails", table(D26=-1, D30=d("96.8")), "JF-03 error 计分表!D26", "JF-01 error 计分表!D30 从属"),
    case(
        "JF-01", "fails", table(D26=6, D27=7, D30=d("97.8")), "JF-03 error 计分表!D26", "JF-03 error 计分表!D27",
        "JF-01 error 计分表!D30 从属",
    ),
    case("JF-01", "fails", table(D26=None), "JF-01 error 计分表!D30", "JF-03 undecided 计分表!D26 从属"),
    case("JF-01", "boundary", table(D30=d("98.805"))),
    case("JF-01", "boundary", table(D30=d("98.81")), "JF-01 info 计分表!D30"),
    case("JF-01", "boundary", table(D30=d("98.82")), "JF-01 error 计分表!D30"),
    case(
        "JF-01", "undecided", table(D26="约5分"), "TY-08 error 计分表!D26", "JF-01 undecided 计分表!D26 从属",
        "JF-03 undecided 计分表!D26 从属",
    ),
    case("JF-02", "passes", table(B22="职责履行（30分）")),
    case("JF-02", "passes", table(A3="投入", B3="目标设定")),
    case("JF-02", "fails", table(B3="目标设定（6分）"), "JF-02 error 计分表!B3", figures=("6", "5", "1"), related="C3 C4"),
    case("JF-02", "fails", table(A26="效果（25分）"), "JF-02 error 计分表!A26", figures=("25", "20", "5")),
    case("JF-02", "fails", table(B22="职责履行（29分）"), "JF-02 error 计分表!B22", figures=("29", "30", "-1")),
    case(
        "JF-02", "fails", table(C27="社会效益（6分）"), "JF-02 error 计分表!B26", "JF-02 error 计分表!A26 从属",
        "JF-02 error 计分表!A1 从属", figures=("20", "21", "-1"),
    ),
    case(
        "JF-02", "fails", table(C27="社会效益（6分）", B26="履职效益（21分）", A26="效果（21分）"), "JF-02 error 计分表!A1",
        figures=("101", "100", "1"),
    ),
    case("JF-02", "boundary", table(C4="绩效指标明确性（3.0分）")),
    case("JF-02", "boundary", table(B3="目标设定（5.01分）"), "JF-02 error 计分表!B3"),
    case(
        "JF-02", "undecided", table(C27="社会效益"), "JF-02 undecided 计分表!C27", "JF-03 undecided 计分表!D27 从属",
    ),
    case("JF-03", "passes", table(D26=0, D30=d("93.8"))),
    case("JF-03", "fails", table(D26=6, D30=d("99.8")), "JF-03 error 计分表!D26", figures=("6", "5", "1"), related="C26"),
    case("JF-03", "fails", table(D26=-1, D30=d("92.8")), "JF-03 error 计分表!D26", figures=("-1", "0", "-1")),
    case(
        "JF-03", "fails", table(C26="经济效益（4分）"), "JF-02 error 计分表!B26", "JF-02 error 计分表!A26 从属",
        "JF-02 error 计分表!A1 从属", "JF-03 error 计分表!D26 从属",
    ),
    case("JF-03", "boundary", table(D26=5)),
    case("JF-03", "boundary", table(D26=d("5.01"), D30=d("98.81")), "JF-03 error 计分表!D26"),
    case(
        "JF-03", "undecided", table(D26=Kind.ERROR), "TY-11 error 计分表!D26", "JF-01 undecided 计分表!D26 从属",
        "JF-03 undecided 计分表!D26 从属",
    ),
    case("JF-03", "undecided", table(D26=None, D30=d("93.8")), "JF-03 undecided 计分表!D26"),
    case("JF-04", "passes", table(F14="90%以上的计4分，80%以上的计2分")),
    case(
        "JF-04", "fails", table(F14="为100%的计2分，每低于1个百分点扣0.5分，扣完为止"), "JF-04 error 计分表!C14",
        figures=("4", "2", "2"), related="F14 D14",
    ),
    case("JF-04", "fails", table(F3="①甲计1分；②乙计0.5分"), "JF-04 error 计分表!C3", figures=("2", "1.5", "0.5")),
    case(
        "JF-04", "fails", table(C14="政府采购执行率（5分）"), "JF-04 error 计分表!C14", "JF-02 error 计分表!B8 从属",
        "JF-02 error 计分表!A8 从属", "JF-02 error 计分表!A1 从属", "JF-05 error 计分表!D14 从属", figures=("5", "4", "1"),
    ),
    case("JF-04", "boundary", table(F3="①甲计1.005分；②乙计1分")),
    case("JF-04", "boundary", table(F3="①甲计1.01分；②乙计1分"), "JF-04 error 计分表!C3"),
    case(
        "JF-04", "undecided", table(C3="绩效目标合理性"), "JF-04 undecided 计分表!C3 从属", "JF-02 undecided 计分表!C3",
        "JF-03 undecided 计分表!D3 从属",
    ),
    case("JF-05", "passes", figures(B8=d("8.2"), B9=d("8.2"))),
    case("JF-05", "passes", table(D5=d("4.17"), D30=d("97.97")) | figures(B5=24)),
    case(
        "JF-05", "fails", table(D11=4, D30=d("99.8")), "JF-05 error 计分表!D11", figures=("4", "3", "1"),
        related="B16 B15 C11",
    ),
    case("JF-05", "fails", figures(B16=d("25.11")), "JF-05 error 计分表!D11", figures=("3", "0", "3")),
    case("JF-05", "fails", figures(B13=d("85.06")), "JF-05 error 计分表!D8", figures=("4", "3.47", "0.53")),
    case("JF-05", "fails", figures(B14=d("9.795")), "JF-05 error 计分表!D9", "TY-09 info 基础数据!B14",
         figures=("2", "1.8", "0.2")),
    case("JF-05", "fails", figures(B14=d("-9.79")), "JF-05 error 计分表!D9", "TY-10 error 基础数据!B14"),
    case("JF-05", "fails", figures(B13=d("85.06"), C12="近似：以收入代替"), "JF-05 warning 计分表!D8"),
    case(
        "JF-05", "fails", table(D8=None, D30=d("94.8")), "JF-05 error 计分表!D8", "JF-03 undecided 计分表!D8 从属",
        figures=("", "4", None),
    ),
    case("JF-05", "boundary", figures(B16=d("12.49"))),
    case("JF-05", "boundary", figures(B16=d("12.5")), "JF-05 error 计分表!D11", figures=("3", "2", "1")),
    case("JF-05", "boundary", figures(B16=d("11.99")), "JF-05 error 计分表!D11", figures=("3", "4", "-1")),
    case("JF-05", "boundary", table(D5=d("4.2"), D30=d("98")) | figures(B5=24)),
    case("JF-05", "undecided", figures(B4=None), "JF-05 undecided 计分表!D5"),
    case("JF-05", "undecided", figures(B4=0), "JF-05 undecided 基础数据!B4"),
    case("JF-05", "undecided", figures(B4=Kind.ERROR), "TY-11 error 基础数据!B4", "JF-05 undecided 基础数据!B4 从属"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item, made)


def test_clean() -> None:
    assert made().findings == []


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("①甲计1分；②乙计0.5分；③丙计0.5分", "2"),
        ("①甲计1分 ②乙计1分", "2"),
        ("已制定制度计1分；制度完整计0.5分；制度得到执行计0.5分。", "2"),
        ("完成年终进度的计1分，按季度完成预算进度的计1分", "2"),
        ("比率×100%。1-4季度各得1分", "4"),
        ("5个0.2分", "1"),
        ("为１００％的计２分，每超过１个百分点扣０.１分，扣完为止", "2"),
        ("小于或等于1计5分，否则按比例计分", "5"),
        ("实际得分=支出安排率*5分", "5"),
        ("完成计2分，未完成计0分", "2"),
    ],
)
def test_points_that_are_certain(text: str, points: str) -> None:
    assert full_points(text) == Decimal(points)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "按社会效益实现程度计分",
        "按经济效益实现程度计算得分（5分）；按社会效益实现程度计算得分（5分）",
        "90%以上的，计2分；80%以上的，计1分",
        "优计2分，良计1分",
        "每完成一项计1分",
        "五项各计0.4分",
        "共计2分：①甲计1分；②乙计1分",
        "全部完成计2分，部分完成计1分",
        "满分5分",
    ],
)
def test_points_that_leave_something_open(text: str) -> None:
    assert full_points(text) is None


def test_without_figures_no_formula_is_decided_and_lost_points_say_what_they_mean() -> None:
    findings = made({("计分表", "D5"): 3, ("计分表", "D30"): d("96.8")}, without=(FIGURES,)).findings
    assert {(finding.rule, finding.level) for finding in findings} == {("JF-05", Level.UNDECIDED)}
    assert len(findings) == 14
    messages = {finding.place.address: finding.message for finding in findings}
    assert "自评 3 分（满分 5 分）" in messages["D5"]
    assert "意味着在职人员超过编制" in messages["D5"]
    assert "意味着" not in messages["D7"]


def test_labels_without_any_full_marks_are_said_once() -> None:
    bare = {("计分表", f"C{row}"): f"第{row}行的指标" for row in range(3, 30)}
    findings = [finding for finding in made(bare).findings if finding.primary]
    assert [(finding.rule, finding.level, finding.place.address) for finding in findings] == [
        ("JF-02", Level.WARNING, "C3")
    ]


def test_working_is_shown() -> None:
    found = made(figures(B15=d("8.32"), B16=d("20.89"))).only("JF-05")
    assert (
        "(20.89−8.32)/8.32=151.08%，不高于15%计4分，每超过5个百分点扣1分，扣完为止，应得 0 分，自评 3 分"
        in found.message
    )


def test_another_places_standard_is_chosen_by_parameter_set() -> None:
    found = made(figures(B5=24), parameter_sets=("市级2016",))
    assert {f.place.address: (f.stated, f.computed) for f in found.findings} == {"D5": ("5", "3")}


def test_integrated_system_caps_the_total_and_deducts_for_deviations() -> None:
    executed = figures(B13=d("75.42"))
    usual, capped = made(executed).short(), made(executed, parameter_sets=("一体化",)).short()
    assert capped - usual == {("ZP-28", "warning", "计分表", "D30")}
    far = figures(B13=d("68.56"))
    assert made(far).only("JF-05").computed == "2.8"
    assert made(far, parameter_sets=("一体化",)).only("JF-05").computed == "0.8"


def test_unchecked_standards_only_warn() -> None:
    late = figures(B31=30)
    assert made(late).findings == []
    found = made(late, parameter_sets=("框架2013",)).only("JF-05")
    assert (found.place.address, found.level, found.computed) == ("D22", Level.WARNING, "6")
    assert "计分标准未与原文核对" in found.message
