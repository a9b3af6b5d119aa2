"""Amounts of forms, files and texts in different units of money are compared, and told, in one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import Changes, base, first, line, overall
from made import BASE, FIRST, SECOND, d, made
from made_declared import ONE, TWO, declared
from perfxl.audit import audit
from perfxl.finding import Finding
from perfxl.returns.money import converted, in_wan
from perfxl.rules.registry import Link, Other
from yuan import all_in_yuan

IN_YUAN = all_in_yuan(made())
BASE_IN_YUAN = {key: content for key, content in IN_YUAN.items() if key[0] == BASE}
MARKED = {"TY-07 warning 基础数据表!D3"}
LAST_YEAR = base(
    D7=d("310.5"), D8=d("60.2"), D9=d("20.1"), D10=d("12.3"), D11=d("3.4"), D13=d("6.2"), D14=d("4"), D16=d("4"),
    D18=d("2.2"), D19=80, D20=50, D21=30, D22=20,
)  # fmt: skip
"""Last year's outturn as this year's form has it."""
LAST_YEAR_IN_YUAN = IN_YUAN | {
    key: content * 10000 for key, content in LAST_YEAR.items() if isinstance(content, int | Decimal)
}
DECLARED_IN_YUAN = {key: content for key, content in all_in_yuan(declared()).items() if key[0] == ONE}


def beside(this: Changes, last: Changes, *rules: str) -> list[Finding]:
    """What these rules, and TY-07, find in a return beside last year's."""
    findings = audit(made(this).ret, others=[Other(Link.LAST_YEAR, made(last).ret, "last.xlsx")])
    return [finding for finding in findings if finding.rule in ("TY-07", *rules)]


@pytest.mark.case("BD-17", "passes")
@pytest.mark.case("KN-01", "passes")
@pytest.mark.parametrize(
    ("this", "last"),
    [({}, LAST_YEAR_IN_YUAN), (IN_YUAN, LAST_YEAR), (IN_YUAN, LAST_YEAR_IN_YUAN)],
    ids=["last-in-yuan", "this-in-yuan", "both"],
)
def test_the_same_amounts_in_another_unit_agree_with_last_years(this: Changes, last: Changes) -> None:
    found = {line(finding) for finding in beside(this, last, "BD-17", "KN-01")}
    assert found == (MARKED if this else set())


@pytest.mark.case("BD-17", "passes")
def test_a_wrong_mark_on_last_years_form_is_no_other_amount() -> None:
    assert beside({}, LAST_YEAR | {(BASE, "D3"): "单位：元"}, "BD-17", "KN-01") == []


@pytest.mark.case("BD-17", "fails")
@pytest.mark.parametrize(
    ("this", "last", "said"),
    [
        (base(B8=d("59.2")), LAST_YEAR_IN_YUAN, "59.2 万元，与上年报送的 60.2 万元不一致，少 1 万元"),
        (IN_YUAN | base(B8=592000), LAST_YEAR, "59.2 万元，与上年报送的 60.2 万元不一致，少 1 万元"),
        (
            IN_YUAN | base(B8=592000), LAST_YEAR_IN_YUAN,
            "592000 元，与上年报送的 602000 元不一致，少 10000 元",
        ),
    ],
    ids=["last-in-yuan", "this-in-yuan", "both"],
)  # fmt: skip
def test_another_outturn_than_last_years_is_told_in_one_unit(this: Changes, last: Changes, said: str) -> None:
    found = beside(this, last, "BD-17", "KN-01")
    assert {line(finding) for finding in found if finding.rule != "TY-07"} == {"BD-17 error 基础数据表!B8"}
    assert said in found[-1].message


@pytest.mark.case("KN-01", "fails")
def test_a_change_of_funds_is_told_in_one_unit() -> None:
    less = LAST_YEAR_IN_YUAN | base(C7=2400000)
    (found,) = beside({}, less, "KN-01")
    assert line(found) == "KN-01 info 基础数据表!C7"
    assert "基本支出 320.4 万元，上年 240 万元，较上年增加 33.5%" in found.message


@pytest.mark.case("SB-05", "passes")
def test_declarations_in_two_units_add_up() -> None:
    assert [line(found) for found in declared(DECLARED_IN_YUAN).findings] == ["TY-07 error 项目一!E3"]


@pytest.mark.case("SB-05", "fails")
def test_declarations_in_two_units_are_added_in_wan() -> None:
    findings = declared(
        DECLARED_IN_YUAN | {(TWO, "B6"): "资金总额：33", (TWO, "B7"): "其中：财政拨款：23"}
    ).findings
    assert [line(found) for found in findings] == ["SB-05 error 部门!E7", "TY-07 error 项目一!E3"]
    assert "项目支出 88 万元，比 2 张项目申报表的资金总额之和 90 万元少 2 万元" in findings[0].message
    assert (findings[0].stated, findings[0].computed) == ("88", "90")


@pytest.mark.case("XM-10", "fails")
def test_amounts_of_texts_are_told_in_wan() -> None:
    texts = first(
        B11="项目资金55万元，其中扫描费40万元，检测费15万元。",
        F11="已完成年度任务，支付扫描费42万元，检测费12.9万元。",
    )
    findings = made(IN_YUAN | texts).findings
    assert {line(found) for found in findings} == MARKED | {"XM-10 info 项目一!F11"}
    assert "扫描费 42 万元，超分项预算 40 万元，多 2 万元" in findings[-1].message


@pytest.mark.case("ZP-27", "fails")
@pytest.mark.parametrize("target", ["≤31万元", "≤31万", "≤310000元", "≤310千元", "≤0.0031亿元"])
@pytest.mark.parametrize("unit", [{}, IN_YUAN], ids=["wan", "yuan"])
def test_a_cost_in_any_unit_is_compared_with_the_budget(target: str, unit: Changes) -> None:
    cost: Changes = {(SECOND, "E16"): target, (SECOND, "F16"): target.removeprefix("≤")}
    found = [finding for finding in made(unit | cost).findings if finding.rule == "ZP-27"]
    assert [line(finding) for finding in found] == ["ZP-27 error 项目二!E16"]
    assert "指标值 31 万元，与全年预算数 30 万元不一致" in found[0].message
    assert (found[0].stated, found[0].computed) == ("31", "30")


@pytest.mark.case("ZP-27", "passes")
@pytest.mark.parametrize("target", ["≤30万", "≤300000元", "≤300千元", "≤0.003亿元"])
def test_a_cost_that_is_the_budget_in_another_unit_passes(target: str) -> None:
    cost: Changes = {(SECOND, "E16"): target, (SECOND, "F16"): "28万元"}
    assert made(cost).findings == []


@pytest.mark.case("SB-07", "fails")
@pytest.mark.parametrize("target", ["≤60万元", "≤60万", "≤600000元", "≤600千元", "≤0.006亿元"])
@pytest.mark.parametrize("unit", [{}, DECLARED_IN_YUAN], ids=["wan", "yuan"])
def test_a_limit_in_any_unit_is_compared_with_what_is_declared(target: str, unit: Changes) -> None:
    found = [
        finding for finding in declared(unit | {(ONE, "F15"): target}).findings if finding.rule == "SB-07"
    ]
    assert [line(finding) for finding in found] == ["SB-07 warning 项目一!B6"]
    assert "60 万元，比资金总额 57 万元多 3 万元" in found[0].message


@pytest.mark.case("SB-07", "passes")
@pytest.mark.parametrize("target", ["≤57万元", "≤570000元", "≤570000", "≤57万"])
def test_a_limit_without_unit_is_in_that_of_the_form(target: str) -> None:
    findings = declared(DECLARED_IN_YUAN | {(ONE, "F15"): target}).findings
    assert [line(found) for found in findings] == ["TY-07 error 项目一!E3"]


@pytest.mark.case("KB-06", "fails")
@pytest.mark.parametrize("unit", [IN_YUAN, BASE_IN_YUAN], ids=["all-in-yuan", "base-form-in-yuan"])
def test_what_follows_from_a_wrong_sum_follows_in_any_unit(unit: Changes) -> None:
    found = made(unit | base(D19=839000, D7=3172200)).findings
    assert {line(finding) for finding in found if finding.rule != "TY-07"} == {
        "BD-05 error 基础数据表!D19", "KB-06 error 基础数据表!D19 从属",
    }  # fmt: skip


@pytest.mark.case("KB-02", "fails")
def test_the_unit_s_own_form_follows_a_wrong_sum_in_another_unit() -> None:
    found = made(BASE_IN_YUAN | base(C19=600000)).findings
    told = {line(finding) for finding in found if finding.rule in ("BD-05", "KB-02")}
    assert told == {"BD-05 error 基础数据表!C19", "KB-02 error 部门自评表!F7 从属"}


@pytest.mark.case("XM-02", "fails")
def test_a_rate_follows_a_wrong_amount_of_a_project_in_another_unit() -> None:
    in_yuan = {key: content for key, content in IN_YUAN.items() if key[0] == FIRST}
    found = made(in_yuan | first(E6=565000, E7=565000)).findings
    told = {line(finding) for finding in found if finding.rule in ("KB-05", "XM-02")}
    assert told == {"KB-05 error 项目一!E6", "XM-02 error 项目一!H6 从属"}


@pytest.mark.case("ZP-27", "fails")
@pytest.mark.parametrize("unit", [{}, IN_YUAN], ids=["wan", "yuan"])
def test_a_cost_that_follows_from_a_wrong_sum_does_so_in_any_unit(unit: Changes) -> None:
    changed = base(C19=600000, C7=3454000) if unit else base(C19=60, C7=d("345.4"))
    cost = overall(D17="项目支出控制数", E17="≤85万元", F17="82.9万元")
    found = made(unit | changed | cost).findings
    told = {line(finding) for finding in found if finding.rule in ("BD-05", "ZP-27")}
    assert told == {"BD-05 error 基础数据表!C19", "ZP-27 error 部门自评表!E17 从属"}


@pytest.mark.parametrize(
    ("number", "unit", "wan"),
    [("3204000", "元", "320.4"), ("5", "千元", "0.5"), ("5", "万", "5"), ("0.3", "亿元", "3000")],
)
def test_amounts_in_wan(number: str, unit: str, wan: str) -> None:
    assert in_wan(d(number), unit) == d(wan)
    assert converted(d(wan), "万元", unit) == d(number)


@pytest.mark.parametrize("unit", ["", "人", "美元", "%"])
def test_what_is_no_unit_of_money_has_no_amount_in_wan(unit: str) -> None:
    with pytest.raises(KeyError):
        converted(d("1"), "万元", unit)
    with pytest.raises(KeyError):
        in_wan(d("1"), unit)
