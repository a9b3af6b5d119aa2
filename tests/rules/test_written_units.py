"""Amounts with a unit of money written behind them: read in the form's unit, told where it is another one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases import Case, base, case, first, in_yuan, line, overall, verify
from made import BASE, Content, Made, made

# fmt: off
CASES = [
    case("TY-07", "passes", base(D18="1.6万元", B18="2.20 万元", C18="2万", D17="0元", C17="0.00元")),
    case(
        "TY-07", "fails", base(D18="16000元"), "TY-07 error 基础数据表!D18", figures=("16000元", "1.6", "15998.4"),
    ),
    case(
        "TY-07", "fails", overall(B4="资金总额：4,054,000元"), "TY-07 error 部门自评表!B4",
        figures=("4,054,000元", "405.4", "4053594.6"),
    ),
    case(
        "TY-07", "fails", overall(B6="其中：一般公共预算收入：0.03954亿元"), "TY-07 error 部门自评表!B6",
        figures=("0.03954亿元", "395.4", "-395.36046"),
    ),
    # the amounts of one form are one cause
    case(
        "TY-07", "fails", base(B18="22000元", D18="16000元") | first(E6="550千元"), "TY-07 error 基础数据表!B18",
        "TY-07 error 基础数据表!D18 从属", "TY-07 error 项目一!E6",
    ),
    # a wrong amount is found beside the wrong unit
    case(
        "BD-03", "fails", base(D18="17000元"), "BD-03 error 基础数据表!D13", "TY-07 error 基础数据表!D18",
        figures=("5.1", "5.2", "-0.1"),
    ),
    # a sum that only the written unit breaks follows from it
    case(
        "TY-07", "fails", base(D18="1.6元"), "TY-07 error 基础数据表!D18", "BD-03 error 基础数据表!D13 从属",
    ),
    case(
        "TY-07", "fails", base(D20="54.9元"), "TY-07 error 基础数据表!D20", "BD-05 error 基础数据表!D19 从属",
        "BD-12 warning 基础数据表!D20 从属", "KB-05 error 项目一!F6 从属",
    ),
    case(
        "TY-07", "fails", overall(B4="资金总额：405.40元"), "TY-07 error 部门自评表!B4",
        "KB-01 error 部门自评表!B4 从属", "ZP-03 error 部门自评表!B4 从属", "ZP-04 error 部门自评表!B4 从属",
        "ZP-01 error 部门自评表!G4 从属", "ZP-02 error 部门自评表!I4 从属",
    ),
    case(
        "TY-07", "fails", first(E6="55元"), "TY-07 error 项目一!E6", "KB-05 error 项目一!E6 从属",
        "XM-01 error 项目一!E6 从属", "XM-05 warning 项目一!E6 从属", "XM-03 error 项目一!F6 从属",
        "XM-02 error 项目一!H6 从属", "XM-07 error 项目一!I6 从属",
    ),
    # what an indicator is counted in is no unit of the form
    case("TY-07", "passes", first(D14="单页成本（元）", E6="55万元")),
    case("TY-07", "fails", first(A5="项目资金", D14="单页成本（元）", E6="55万元"), "TY-07 error 项目一!A1"),
    # what is converted has no decimals to be told off for
    case("TY-09", "boundary", base(D11="31012元", D18="16000元"), "TY-07 error 基础数据表!D11",
         "TY-07 error 基础数据表!D18 从属"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_units(item: Case) -> None:
    verify(item)


def _primary(changes: Mapping[tuple[str, str], Content]) -> tuple[Made, list[str]]:
    result = made(changes)
    return result, [line(finding) for finding in result.findings if finding.primary]


def test_the_other_way_round_on_a_form_in_yuan() -> None:
    yuan = in_yuan() | base(D3="单位：元")
    assert _primary(yuan | base(D18="16000元"))[1] == ["TY-07 error 基础数据表!D3"]
    result, lines = _primary(yuan | base(D18="1.6万元"))
    assert lines == ["TY-07 error 基础数据表!D3", "TY-07 error 基础数据表!D18"]
    (finding,) = [found for found in result.findings if found.place.address == "D18"]
    assert (finding.stated, finding.computed) == ("1.6万元", "16000")
    assert "折合 16000 元（本表金额单位为元）" in finding.message
    assert "BD-03 error 基础数据表!D13" in _primary(yuan | base(D18="1.7万元"))[1]


def test_the_message_names_both_units_and_no_other_figure() -> None:
    finding = made(base(D18="16000元")).only("TY-07")
    assert (finding.place.sheet, finding.place.address) == (BASE, "D18")
    assert finding.message == (
        "【基础数据表】D18 公务接待（2021年决算数）“16000元”写明单位为元，折合 1.6 万元（本表金额单位为万元）。"
        "请核对所写的单位，按万元填写，只填数字。"
    )
    assert finding.fix == "请核对所写的单位，按万元填写，只填数字。"
