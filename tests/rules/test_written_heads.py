"""What stands in the head and the foot of a form: its year, the unit's name, the unit of money, a date."""

from __future__ import annotations

import pytest

from cases import Case, base, case, first, line, overall, second, verify
from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, Made, audited, book_of, sheets

# fmt: off
CASES = [
    # a date is no year of the form
    case("TY-03", "passes", base(B3="2022年4月18日")),
    case("TY-04", "passes", overall(A2=f"填报单位：{UNIT}　填报日期：2022年4月18日　（2021年度）")),
    case("TY-02", "passes", overall(A2=f"填报单位：{UNIT}　2021年　2022年4月18日")),
    case("TY-02", "passes", overall(A2=f"填报单位：{UNIT}　（2021年1月至12月）")),
    case("TY-02", "fails", overall(A2=f"填报单位：{UNIT}　2022年4月18日"), "TY-02 error 部门自评表!A1"),
    case("TY-02", "fails", overall(A2=f"填报单位：{UNIT}　填报时间：2022年"), "TY-02 error 部门自评表!A1",
         "TY-04 warning 部门自评表!A2", "TY-05 undecided 部门自评表!A2 从属"),
    case(
        "TY-03", "fails", overall(A2=f"填报单位：{UNIT}　填报日期：2021年4月18日　（2022年度）"),
        "TY-03 error 部门自评表!A2", "TY-05 warning 部门自评表!A2", figures=("2022", "2021", None),
    ),
    # nor is the year in the name of a project
    case(
        "TY-02", "fails", first(A2=f"填报单位：{UNIT}", B3="2020年档案数字化"), "TY-02 error 项目一!A1",
    ),
    case("TY-03", "boundary", first(A2=f"填报单位：{UNIT}", F1="2020年度"), "TY-03 error 项目一!F1"),
    # every year of the head is compared; the one before 自评表 without 度 may be when it was filled in
    case(
        "TY-03", "fails", first(A1="2020年度项目支出绩效自评表"), "TY-03 error 项目一!A1",
        figures=("2020", "2021", None),
    ),
    case(
        "TY-03", "fails", first(A1="2021年度项目支出绩效自评表", A2=f"填报单位：{UNIT}　（2020年度）"),
        "TY-03 error 项目一!A2", figures=("2020", "2021", None),
    ),
    case(
        "TY-03", "fails", base(A2="部门整体支出绩效评价基础数据表（2021年度）", A3=f"填报单位：{UNIT}（2020年度）"),
        "TY-03 error 基础数据表!A3", figures=("2020", "2021", None),
    ),
    case("TY-03", "passes", first(A1="2021年度项目支出绩效自评表"), year=2021),
    case("TY-03", "boundary", first(A1="2022年项目支出绩效自评表")),
    case("TY-03", "boundary", base(A1="2022年度通知附件2", A2="部门整体支出绩效评价基础数据表（2021年度）")),
    case("TY-03", "boundary", first(B4="示例市委办公室（2020年度）")),
    # a name ends where the rest of its line begins
    case("TY-06", "passes", overall(A2=f"填报单位（公章）：{UNIT}   2021年度   单位：万元")),
    case("TY-06", "passes", first(A2=f"填报单位：{UNIT}（盖章）  2021年度") | second(A2=f"填报单位：{UNIT} 2021 年")
         | base(A3=f"填报单位：{UNIT}      2022年4月18日")),
    case("TY-06", "boundary", first(A2=f"填报单位：{UNIT}　　年　月　日　2021年度　金额单位：人民币万元")),
    case("TY-06", "fails", first(A2="填报单位：示例市图书馆  2021年度  单位：万元"), "TY-06 warning 项目一!A2"),
    case("TY-01", "fails", first(A2="填报单位：　2021年度　单位：万元"), "TY-01 error 项目一!B2"),
    # the label and the unit of money in two cells
    case("TY-07", "passes", base(C3="单位：", D3="万元")),
    case("TY-07", "fails", base(C3="单位：", D3="元"), "TY-07 error 基础数据表!D3", figures=("元", "万元", None)),
    case("TY-07", "boundary", base(C3="备注：", D3="万元"), "TY-07 error 基础数据表!A2"),
    # a date under another name
    case("TY-04", "passes", base(A24="填表人：经办人甲　填报时间：2022-03-15　联系电话：（略）")),
    case(
        "TY-04", "fails", base(A24="填表人：经办人甲　填报时间：2022.0315　联系电话：（略）"),
        "TY-04 warning 基础数据表!A24", "TY-05 undecided 基础数据表!A24 从属",
    ),
    # circled digits are numbering
    case("TY-13", "passes", base(A15="①公务用车购置", A16="②公务用车运行维护", A8="其中：①公用经费")),
    case(
        "BD-04", "fails", base(A15="①公务用车购置", A16="②公务用车运行维护", B15=1),
        "BD-04 error 基础数据表!B14", figures=("4", "5", "-1"),
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_heads(item: Case) -> None:
    verify(item)


def _without_year(sheet_name: str) -> Made:
    """The clean return with the year of its 部门自评表 in the name of the sheet only."""
    rows: dict[str, list[list[Content]]] = {
        BASE: sheets()[BASE], sheet_name: sheets()[OVERALL], FIRST: sheets()[FIRST], SECOND: sheets()[SECOND]
    }  # fmt: skip
    rows[sheet_name][1] = [f"填报单位：{UNIT}"]
    return audited(book_of(rows))


@pytest.mark.parametrize("name", ["2021", "自评表（2021年）", "附件3-2021年度"])
def test_the_year_in_the_name_of_the_sheet_stands_in(name: str) -> None:
    (finding,) = _without_year(name).findings
    assert line(finding) == f"TY-02 info {name}!A1"
    assert "作为 2021 年度审核" in finding.message


@pytest.mark.parametrize("name", ["2020", "2022.4.18", "2022年4月", "20210418", "2020-2021"])
def test_another_year_or_a_date_does_not(name: str) -> None:
    assert [line(finding) for finding in _without_year(name).findings] == [f"TY-02 error {name}!A1"]


def test_a_year_in_names_of_sheets_only_keeps_the_rules_that_need_it() -> None:
    rows = {f"{name}（2021年）": content for name, content in sheets().items() if name in (FIRST, SECOND)}
    for content in rows.values():
        content[1] = [f"填报单位：{UNIT}　填报日期：2021.03.15"]
    result = audited(book_of(rows))
    assert result.ret.year == 2021
    lines = {line(finding) for finding in result.findings}
    assert {f"TY-05 warning {name}!A2" for name in rows} <= lines
    assert {f"TY-02 info {name}!A1" for name in rows} <= lines
