"""TY: the rules that hold on every form."""

from __future__ import annotations

import pytest

from cases import Case, base, case, first, in_yuan, line, overall, second, verify
from made import BASE, Kind, Made, audited, book_of, cell, d, made, sheets
from perfxl.finding import Level


def foot(day: str, person: str = "经办人甲", phone: str = "（略）") -> str:
    """The last line of a form."""
    return f"填表人：{person}　填报日期：{day}　联系电话：{phone}"


# fmt: off
CASES = [
    case("TY-01", "passes", first(B4="（示例市）委办公室")),
    case("TY-01", "fails", base(A3="填报单位：（盖章）"), "TY-01 error 基础数据表!B3"),
    case("TY-01", "fails", overall(B3=None), "TY-01 error 部门自评表!B3"),
    case("TY-01", "fails", first(B3=None), "TY-01 error 项目一!B3", "KB-04 undecided 项目一!B3 从属"),
    case("TY-01", "boundary", first(B4="　"), "TY-01 error 项目一!B4"),
    case("TY-01", "passes", base(C17=None, D17=None, B15=None, C15=None)),
    case("TY-01", "passes", base(B5="/", C5="无", D5="—")),
    case("TY-01", "fails", base(B5=None, C5=None, D5=None), "TY-01 error 基础数据表!B5", related="C5 D5"),
    case(
        "TY-01", "fails", overall(F6="其中：基本支出："), "TY-01 error 部门自评表!G6",
        "ZP-04 error 部门自评表!B4 从属", "ZP-04 error 部门自评表!F5 从属", "KB-02 undecided 部门自评表!G6 从属",
    ),
    case(
        "TY-01", "fails", first(F6=None, F7=None, H6=None, I6=None), "TY-01 error 项目一!F6",
        "KB-05 undecided 项目一!F6 从属", "KB-06 undecided 项目一!F6 从属", "XM-03 undecided 项目一!F6 从属",
        "ZP-08 error 项目一!H19 从属", related="F7 F8 F9 H6 I6",
    ),
    case(
        "TY-01", "passes", first(F6=None), "XM-01 error 项目一!F6", "KB-05 undecided 项目一!F6 从属",
        "KB-06 undecided 项目一!F6 从属", "TY-12 undecided 项目一!F6 从属", "XM-02 undecided 项目一!F6 从属",
        "XM-03 undecided 项目一!F6 从属", "XM-07 undecided 项目一!F6 从属",
    ),
    case("TY-01", "boundary", first(G4="（盖章）"), "TY-01 error 项目一!G4"),
    case("TY-02", "passes", overall(A2="填报单位：示例市档案馆　（２０２１年度）")),
    case("TY-02", "passes", overall(A2="填报单位：示例市档案馆　（二〇二一年度）")),
    case("TY-02", "fails", overall(A2="填报单位：示例市档案馆"), "TY-02 error 部门自评表!A1"),
    case("TY-02", "boundary", overall(A2="填报单位：示例市档案馆　（21年度）"), "TY-02 error 部门自评表!A1"),
    case("TY-02", "boundary", overall(A2="填报单位：示例市档案馆　（　　年度）"), "TY-02 error 部门自评表!A1"),
    case("TY-03", "passes", {}, year=2021),
    case(
        "TY-03", "fails", base(B6="2019年决算数", C6="2020年预算数", D6="2020年决算数"), "TY-03 error 基础数据表!B6",
        figures=("2019", "2020", None), related="C6 D6",
    ),
    case(
        "TY-03", "fails", overall(A2="填报单位：示例市档案馆　（2020年度）"), "TY-03 error 部门自评表!A2",
        figures=("2020", "2021", None),
    ),
    case(
        "TY-03", "fails", overall(A2="填报单位：示例市档案馆　二○二〇年度"), "TY-03 error 部门自评表!A2",
        figures=("2020", "2021", None),
    ),
    case("TY-03", "boundary", base(B6="2021年决算数"), "TY-03 error 基础数据表!B6", figures=("2021", "2020", None)),
    case("TY-03", "boundary", base(B6="2020年度决算数")),
    case("TY-04", "passes", base(A24=foot("2022年3月15日"))),
    case("TY-04", "fails", base(A24=foot("2022.03.15", person="", phone="")), "TY-04 warning 基础数据表!A24"),
    case("TY-04", "fails", base(A24=None), "TY-04 warning 基础数据表"),
    case(
        "TY-04", "boundary", base(A24=foot("2022.0315")), "TY-04 warning 基础数据表!A24",
        "TY-05 undecided 基础数据表!A24 从属", figures=("2022.0315", None, None),
    ),
    case(
        "TY-04", "boundary", base(A24=foot("2022.02.30")), "TY-04 warning 基础数据表!A24",
        "TY-05 undecided 基础数据表!A24 从属", figures=("2022.02.30", None, None),
    ),
    case("TY-04", "boundary", base(A24=foot("20220228"))),
    case("TY-05", "passes", base(A24=foot("2022.05.31"))),
    case(
        "TY-05", "fails", base(A24=foot("2021.05.31")), "TY-05 warning 基础数据表!A24",
        figures=("2021.05.31", None, None),
    ),
    case("TY-05", "boundary", base(A24=foot("2021.12.31"))),
    case(
        "TY-05", "boundary", base(A24=foot("2021.12.30")), "TY-05 warning 基础数据表!A24",
        figures=("2021.12.30", None, None),
    ),
    case("TY-05", "boundary", base(A24=foot("2022.12.31"))),
    case(
        "TY-05", "boundary", base(A24=foot("2023.01.01")), "TY-05 warning 基础数据表!A24",
        figures=("2023.01.01", None, None),
    ),
    case(
        "TY-05", "undecided", base(A24=foot("2022.0531")), "TY-05 undecided 基础数据表!A24 从属",
        "TY-04 warning 基础数据表!A24",
    ),
    case("TY-06", "passes", first(A2="填报单位：（盖章）示例市 档案馆　（2021年度）")),
    case(
        "TY-06", "fails", first(A2="填报单位：（盖章）示例市档案局　（2021年度）"), "TY-06 warning 项目一!A2",
        figures=("示例市档案局", "示例市档案馆", None),
    ),
    case(
        "TY-06", "fails", overall(B3="示例市档案局"), "TY-06 warning 部门自评表!B3",
        figures=("示例市档案局", "示例市档案馆", None),
    ),
    case("TY-06", "boundary", overall(B3="示例市档案馆（盖章）")),
    case(
        "TY-06", "boundary", overall(B3="示例市档案馆（本级）"), "TY-06 warning 部门自评表!B3",
        figures=("示例市档案馆（本级）", "示例市档案馆", None),
    ),
    case("TY-07", "passes", base(D3="金额单位：万元")),
    case("TY-07", "fails", base(D3=None), "TY-07 error 基础数据表!A2"),
    case(
        "TY-07", "fails", base(D3="单位：元") | in_yuan(), "TY-07 error 基础数据表!D3",
        figures=("元", "万元", None), related="",
    ),
    case(
        "TY-07", "fails", in_yuan(), "TY-07 error 基础数据表!C7", "KB-06 error 基础数据表!D19 从属",
        "KB-01 error 部门自评表!B4 从属", "KB-01 error 部门自评表!F4 从属", "KB-02 error 部门自评表!F6 从属",
        "KB-02 error 部门自评表!F7 从属", "KB-05 error 项目一!E6 从属", "KB-05 error 项目一!F6 从属",
        "KB-05 error 项目二!E6 从属", "KB-05 error 项目二!F6 从属", figures=("3204000", "405.4", "3203594.6"),
        related="D7 C19",
    ),
    case("TY-07", "fails", base(D3="单位：元"), "TY-07 error 基础数据表!D3", figures=("元", "万元", None)),
    case(
        "TY-07", "boundary", overall(F6="其中：基本支出：3204050"), "TY-07 error 部门自评表!F6",
        "ZP-04 error 部门自评表!B4 从属", "ZP-04 error 部门自评表!F5 从属", "KB-02 error 部门自评表!F6 从属",
        figures=("3204050", "320.4", "3203729.6"),
    ),
    case(
        "TY-07", "boundary", overall(F6="其中：基本支出：3204060"), "ZP-04 error 部门自评表!B4 从属",
        "ZP-04 error 部门自评表!F5 从属", "KB-02 error 部门自评表!F6",
    ),
    case(
        "TY-07", "undecided", overall(F6="其中：基本支出：4.2.5"), "TY-07 undecided 部门自评表!F6 从属",
        "TY-08 error 部门自评表!F6", "KB-02 undecided 部门自评表!F6 从属", "TY-09 undecided 部门自评表!F6 从属",
        "TY-10 undecided 部门自评表!F6 从属", "ZP-04 undecided 部门自评表!F6 从属", related="C7",
    ),
    case(
        "TY-07", "undecided", base(C19=Kind.ERROR), "TY-07 undecided 基础数据表!C19 从属",
        "TY-11 error 基础数据表!C19", "BD-05 undecided 基础数据表!C19 从属", "KB-01 undecided 基础数据表!C19 从属",
        "KB-02 undecided 基础数据表!C19 从属", "ZP-27 undecided 基础数据表!C19 从属", related="B4 C7",
    ),
    case("TY-08", "passes", base(B9="２０.１")),
    case("TY-08", "passes", base(B9=" 20.10 ")),
    case(
        "TY-08", "fails", base(B9="2O.1"), "TY-08 error 基础数据表!B9", "BD-06 undecided 基础数据表!B9 从属",
        "TY-09 undecided 基础数据表!B9 从属", "TY-10 undecided 基础数据表!B9 从属", figures=("2O.1", None, None),
    ),
    case(
        "TY-08", "fails", base(C5="十九"), "TY-08 error 基础数据表!C5", "BD-01 undecided 基础数据表!C5 从属",
        "BD-02 undecided 基础数据表!C5 从属", "TY-10 undecided 基础数据表!C5 从属",
        "TY-12 undecided 基础数据表!C5 从属", figures=("十九", None, None),
    ),
    case(
        "TY-08", "boundary", base(B7="3,10.5"), "TY-08 error 基础数据表!B7", "BD-07 undecided 基础数据表!B7 从属",
        "TY-09 undecided 基础数据表!B7 从属", "TY-10 undecided 基础数据表!B7 从属", figures=("3,10.5", None, None),
    ),
    case("TY-08", "boundary", base(B7="310.5万元")),
    case(
        "TY-08", "boundary", base(B9="20.1.0"), "TY-08 error 基础数据表!B9", "BD-06 undecided 基础数据表!B9 从属",
        "TY-09 undecided 基础数据表!B9 从属", "TY-10 undecided 基础数据表!B9 从属", figures=("20.1.0", None, None),
    ),
    case("TY-09", "passes", base(B9=d("20.10"))),
    case("TY-09", "fails", base(B9=d("20.1234")), "TY-09 info 基础数据表!B9", figures=("20.1234", None, None)),
    case("TY-09", "boundary", base(B9=d("20.12"))),
    case("TY-09", "boundary", base(B9=d("20.123")), "TY-09 info 基础数据表!B9", figures=("20.123", None, None)),
    case(
        "TY-09", "undecided", base(B9="4.2.5"), "TY-09 undecided 基础数据表!B9 从属", "TY-08 error 基础数据表!B9",
        "BD-06 undecided 基础数据表!B9 从属", "TY-10 undecided 基础数据表!B9 从属",
    ),
    case("TY-10", "passes", base(B17=1, B13=d("7.2"))),
    case("TY-10", "fails", base(B9=d("-2")), "TY-10 error 基础数据表!B9", figures=("-2", None, None)),
    case("TY-10", "fails", base(B9="（2）"), "TY-10 error 基础数据表!B9", figures=("-2", None, None)),
    case(
        "TY-10", "fails", overall(B9="其他资金：-1", B6="其中：一般公共预算收入：396.4"),
        "TY-10 error 部门自评表!B9", figures=("-1", None, None),
    ),
    case("TY-10", "boundary", base(B17=0)),
    case(
        "TY-10", "boundary", base(B17=d("-0.01"), B18=d("2.21")), "TY-10 error 基础数据表!B17",
        figures=("-0.01", None, None),
    ),
    case(
        "TY-10", "undecided", base(B9="4.2.5"), "TY-10 undecided 基础数据表!B9 从属", "TY-08 error 基础数据表!B9",
        "BD-06 undecided 基础数据表!B9 从属", "TY-09 undecided 基础数据表!B9 从属",
    ),
    case("TY-12", "passes", base(D5="95%")),
    case(
        "TY-12", "fails", base(D5="0.95"), "TY-12 warning 基础数据表!D5",
        figures=("0.95", "95", "-94.05"), related="C5 B5",
    ),
    case(
        "TY-12", "fails", base(D5="9500%"), "TY-12 warning 基础数据表!D5", "BD-01 error 基础数据表!D5 从属",
        figures=("9500", "95", "9405"), related="C5 B5",
    ),
    case(
        "TY-12", "fails", first(H6=d("0.9982")), "TY-12 warning 项目一!H6",
        figures=("0.9982", "99.8182", "-98.82"), related="F6 E6",
    ),
    case("TY-12", "boundary", base(C5=20, D5=1), "TY-12 warning 基础数据表!D5", figures=("1", "100", "-99")),
    case("TY-12", "boundary", base(D5="0.9500"), "TY-12 warning 基础数据表!D5"),
    case("TY-12", "boundary", base(D5="0.9501"), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(D5="0.95%"), "TY-12 warning 基础数据表!D5", "BD-01 error 基础数据表!D5 从属"),
    case("TY-12", "boundary", base(D5=1), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(D5="1.0"), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(C5=17, D5="0.9"), "TY-12 warning 基础数据表!D5", figures=("0.9", "85", "-84.1")),
    case("TY-12", "boundary", base(D5="0.9"), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(D5="1.00"), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(D5="0.955"), "BD-01 error 基础数据表!D5"),
    case("TY-12", "boundary", base(D5=0), "BD-01 error 基础数据表!D5"),
    case(
        "TY-12", "undecided", base(D5=Kind.ERROR), "TY-12 undecided 基础数据表!D5 从属", "TY-11 error 基础数据表!D5",
        "BD-01 undecided 基础数据表!D5 从属", related="C5 B5",
    ),
    case(
        "TY-12", "undecided", base(D5="4.2.5"), "TY-12 undecided 基础数据表!D5 从属", "TY-08 error 基础数据表!D5",
        "BD-01 undecided 基础数据表!D5 从属", related="C5 B5",
    ),
    case(
        "TY-12", "undecided", base(B5=None), "TY-12 undecided 基础数据表!B5 从属", "BD-01 undecided 基础数据表!B5 从属", "TY-01 error 基础数据表!B5",
        "BD-02 undecided 基础数据表!B5 从属", related="D5 C5",
    ),
    case("TY-13", "passes", base(A17="2、因公出国（境）费")),
    case(
        "TY-13", "fails", overall(F5="按指出性质分：405.4"), "TY-13 error 部门自评表!F5",
        figures=("按指出性质分", "按支出性质分", None),
    ),
    case("TY-13", "fails", base(A11=None, B11=None, C11=None, D11=None), "TY-13 error 基础数据表"),
    case("TY-13", "boundary", overall(F5="按支出性质分:405.4")),
    case("TY-13", "boundary", overall(F5="按支出 性质分：405.4")),
    case("TY-14", "passes", base(B23="按规定执行……事后公开。")),
    case("TY-14", "fails", base(B23="XX措施"), "TY-14 warning 基础数据表!B23"),
    case("TY-14", "fails", overall(D13="指标1："), "TY-14 warning 部门自评表!D13"),
    case("TY-14", "fails", first(F11="□已完成全部年度任务 □未完成年度任务"), "TY-14 warning 项目一!F11"),
    case(
        "TY-14", "boundary", overall(D13="指标1：", D14="XX场次", D15="XX率", D16="XX时限"),
        "TY-14 warning 部门自评表!D13", related="D14 D15 D16",
    ),
    case(
        "TY-14", "boundary", overall(D13="XX数", D14="XX场次", D15="XX率"), "TY-14 warning 部门自评表!D13",
        "TY-14 warning 部门自评表!D14", "TY-14 warning 部门自评表!D15",
    ),
    case("TY-14", "boundary", first(F11="☑已完成全部年度任务 □未完成年度任务")),
    case("TY-14", "boundary", base(A24=foot("2022.03.15", person="王**", phone="138****0000"))),
    case("TY-14", "boundary", base(A24=foot("2022.03.15", person="XXX")), "TY-14 warning 基础数据表!A24"),
    case("TY-14", "boundary", base(B23="**"), "TY-14 warning 基础数据表!B23"),
    case("TY-16", "passes", base(A24=foot("2022.03.15", phone="13800000000"))),
    case(
        "TY-16", "fails", base(A24=foot("2022.03.15", phone="13800000000")), "TY-16 warning 基础数据表!A24",
        public=True,
    ),
    case(
        "TY-16", "fails", first(F11="经办人证件110101199003070011已登记，成果通过验收。"),
        "TY-16 warning 项目一!F11", public=True,
    ),
    case(
        "TY-16", "boundary", base(A24=foot("2022.03.15", phone="138-0000-0000")), "TY-16 warning 基础数据表!A24",
        public=True,
    ),
    case(
        "TY-16", "boundary", base(A24=foot("2022.03.15", phone="１３８００００００００")),
        "TY-16 warning 基础数据表!A24", public=True,
    ),
    case("TY-16", "boundary", base(A24=foot("2022.03.15", phone="12800000000")), public=True),
    case("TY-16", "boundary", base(A24=foot("2022.03.15", phone="138000000001")), public=True),
    case("TY-16", "boundary", base(A24=foot("2022.03.15", phone="138****0000")), public=True),
    case("TY-16", "boundary", first(F11="经办人证件110101199003070012已登记，成果通过验收。"), public=True),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def formulas(cells: str) -> Made:
    """The clean return with formulas in these cells of the 基础数据表."""
    book = book_of(sheets())
    sheet = book.sheets[0]
    for address in cells.split():
        place = (int(address[1:]), "ABCD".index(address[0]) + 1)
        sheet.cells[place] = sheet.cells[place]._replace(formula=True)
    return audited(book)


COMPUTED = "B13 C13 D13 B14 C14 D14 B19 C19 D19"


@pytest.mark.case("TY-11", "passes")
def test_formulas_everywhere_or_nowhere() -> None:
    assert formulas("").findings == []
    assert formulas(COMPUTED + " D5").findings == []


@pytest.mark.case("TY-11", "fails")
def test_a_formula_typed_over() -> None:
    result = formulas(COMPUTED)
    assert [line(found) for found in result.findings] == ["TY-11 info 基础数据表!D5"]
    assert result.only("TY-11").stated == "95"


@pytest.mark.case("TY-11", "boundary")
def test_half_of_the_formulas_do_not_make_a_form_of_formulas() -> None:
    assert formulas("B13 C13 D13 B14 C14").findings == []
    infos = [line(found) for found in formulas("B13 C13 D13 B14 C14 D14").findings]
    assert infos == [f"TY-11 info 基础数据表!{cell}" for cell in ("D5", "B19", "C19", "D19")]


@pytest.mark.case("TY-11", "boundary")
def test_one_error_among_typed_figures_accuses_no_other_cell() -> None:
    result = made(base(D13=Kind.ERROR))
    assert [line(found) for found in result.findings if found.rule == "TY-11"] == [
        "TY-11 error 基础数据表!D13"
    ]
    assert result.only("TY-11").stated == "#REF!"


@pytest.mark.case("TY-11", "fails")
def test_formulas_without_results_are_said_once_a_form() -> None:
    result = made(base(B20=Kind.UNCALCULATED, B21=Kind.UNCALCULATED))
    assert {line(found) for found in result.findings} == {
        "TY-11 warning 基础数据表!B20",
        "BD-05 undecided 基础数据表!B20 从属",
    }
    assert [place.address for place in result.only("TY-11").related] == ["B21"]
    assert result.only("TY-11").message.endswith("没有核对。请用 Excel 或 WPS 打开本文件，保存后重新报送。")


def test_formulas_without_results_on_several_forms_are_one_cause() -> None:
    told = made(base(B20=Kind.UNCALCULATED) | second(F6=Kind.UNCALCULATED)).findings
    assert [line(found) for found in told if found.rule == "TY-11"] == [
        "TY-11 warning 基础数据表!B20",
        "TY-11 warning 项目二!F6 从属",
    ]
    assert [line(found) for found in told if found.primary] == ["TY-11 warning 基础数据表!B20"]


def test_an_error_value_is_told_where_it_began() -> None:
    """D20 is a project's actual; its sum, the unit's actual, the rate and the score have it from there."""
    changes = base(D20=Kind.ERROR, D19=Kind.ERROR)
    changes |= overall(F4=Kind.ERROR, G4=Kind.ERROR, I4=Kind.ERROR, H21=Kind.ERROR)
    told = made(changes).findings
    errors = [found for found in told if found.rule == "TY-11" and found.level is Level.ERROR]
    assert [line(found) for found in told if found.primary and found.level is Level.ERROR] == [
        "TY-11 error 基础数据表!D20"
    ]
    related = {found.place.address: [place.address for place in found.related] for found in errors}
    assert related == {"D20": [], "D19": ["D20"], "F4": ["D19"], "G4": ["F4"], "I4": ["F4"], "H21": ["I4"]}


def test_two_error_values_that_have_nothing_to_do_with_each_other_are_both_primary() -> None:
    told = made(base(D20=Kind.ERROR, D14=Kind.ERROR)).findings
    assert [line(found) for found in told if found.rule == "TY-11"] == [
        "TY-11 error 基础数据表!D14",
        "TY-11 error 基础数据表!D20",
    ]


def test_a_typed_over_formula_that_is_wrong_follows_from_the_wrong_sum() -> None:
    book = book_of(sheets())
    sheet = book.sheets[0]
    for address in [*COMPUTED.split(), "D5"]:
        place = (int(address[1:]), "ABCD".index(address[0]) + 1)
        sheet.cells[place] = sheet.cells[place]._replace(formula=True)
    sheet.cells[19, 2] = cell(19, 2, 81)
    assert {line(found) for found in audited(book).findings} == {
        "BD-05 error 基础数据表!B19",
        "TY-11 info 基础数据表!B19 从属",
    }


def test_the_year_asked_for_makes_each_form_wrong_once() -> None:
    years = [found for found in made(year=2022).findings if found.rule == "TY-03"]
    assert len(years) == 4
    assert all((found.stated, found.computed) == ("2021", "2022") for found in years)
    assert all("疑似沿用上年表" in found.message for found in years)


def test_a_form_in_yuan_is_one_primary_finding() -> None:
    for changes in (in_yuan(), in_yuan() | base(D3="单位：元")):
        assert made(changes).short(primary=True) == {
            ("TY-07", "error", BASE, "C7" if (BASE, "D3") not in changes else "D3"),
        }
