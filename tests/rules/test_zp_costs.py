"""ZP-27: which costs stand for all of the money, which for a part of it, and what they are compared with."""

from __future__ import annotations

import pytest

from cases import Case, base, case, first, line, overall, second, verify
from made import Content, made
from made_hunan_2022 import made_hunan_2022

# fmt: off
CASES = [
    # what a single thing costs
    case("ZP-27", "passes", second(D16="人均培训经费", E16="≤0.08万元", F16="0.07万元")),
    case("ZP-27", "passes", second(D16="单次维护总费用", E16="≤800元", F16="780元")),
    case("ZP-27", "passes", second(D16="单位成本", E16="≤600", F16="590")),
    case("ZP-27", "passes", second(D16="每间维护支出标准", E16="≤2.5万元", F16="2.4万元")),
    case(
        "ZP-27", "boundary", second(D16="每年总成本", E16="≤25万元", F16="25万元"), "ZP-27 error 项目二!E16",
        figures=("25", "30", "-5"),
    ),
    # another name may stand for a part; it is no more than all there is
    case("ZP-27", "passes", second(D16="工作经费", E16="≤5万元", F16="5万元")),
    case(
        "ZP-27", "fails", second(D16="印刷成本", E16="≤31万元", F16="31万元"), "ZP-27 error 项目二!E16",
        figures=("31", "30", "1"),
    ),
    # a name that says all of the money
    case(
        "ZP-27", "fails", second(D16="馆库维护成本", E16="≤20万元", F16="20万元"), "ZP-27 error 项目二!E16",
        figures=("20", "30", "-10"), related="E6 F16",
    ),
    case(
        "ZP-27", "fails", second(D16="收支平衡。", E16="20", F16="20"), "ZP-27 error 项目二!E16",
        "ZP-21 warning 项目二!D16",
    ),
    case("ZP-27", "fails", second(D16="控制在预算以内", E16="≤20万元", F16="20万元"), "ZP-27 error 项目二!E16"),
    # the budget at the start of the year, and what the sources make
    case("ZP-27", "passes", first(E16="≤50万元", F16="50万元")),
    case(
        "ZP-27", "passes", second(E6=32), "XM-01 error 项目二!E6", "KB-05 error 项目二!E6 从属",
        "XM-02 error 项目二!H6 从属", "XM-07 error 项目二!I6 从属",
    ),
    case("ZP-27", "passes", overall(E17="≤80万元", F17="80万元")),
    case("ZP-27", "passes", overall(D17="部门支出总成本", E17="≤400.4万元", F17="400.4万元")),
    # all that the unit has, where that is nearer and its projects are not named
    case(
        "ZP-27", "fails", overall(D17="部门支出总成本", E17="≤400万元", F17="400万元"),
        "ZP-27 error 部门自评表!E17", figures=("400", "405.4", "-5.4"), related="B4 F17",
    ),
    case(
        "ZP-27", "fails", overall(D17="项目支出总成本", E17="≤400万元", F17="400万元"),
        "ZP-27 error 部门自评表!E17", figures=("400", "85", "315"), related="C19 F17",
    ),
    case(
        "ZP-27", "fails",
        overall(D17="人员成本", E17="≤390万元", F17="390万元", C16="成本指标", D16="运转成本", E16="≤30万元", F16="30万元"),
        "ZP-27 error 部门自评表!E16", "ZP-13 info 部门自评表!B13", figures=(None, None, "14.6"), related="E17 B4",
    ),
    # the actual is compared with what was spent, and its score is no second cause
    case(
        "ZP-27", "fails", second(F16="33万元"), "ZP-27 error 项目二!F16", "ZP-14 error 项目二!H16 从属",
        figures=("33", "28", "5"), related="F6",
    ),
    # rows of the 基础数据表
    case("ZP-27", "passes", overall(D17="公用经费支出", E17="≤58.1万元", F17="57.5万元")),
    case("ZP-27", "passes", overall(D17="三公经费控制数", E17="≤5.5万元", F17="5.1万元")),
    case("ZP-27", "passes", overall(D17="档案数字化总成本", E17="≤55万元", F17="54.9万元")),
    case(
        "ZP-27", "fails", overall(D17="公务接待经费", E17="≤2.5万元", F17="1.6万元"),
        "ZP-27 warning 部门自评表!E17", figures=("2.5", "2", "0.5"), related="C18 F17",
    ),
    case("ZP-27", "boundary", overall(D17="公务接待经费", E17="≤2.01万元", F17="1.6万元")),
    # several costs: totals are compared one by one, what is left is a part
    case(
        "ZP-27", "passes",
        second(C15="成本指标", D15="材料成本", E15="≤12万元", F15="11万元"),
        "ZP-13 info 项目二!B13",
    ),
    case(
        "ZP-27", "fails",
        second(C15="成本指标", D15="材料成本", E15="≤12万元", F15="11万元", E16="≤32万元"),
        "ZP-27 error 项目二!E15", "ZP-13 info 项目二!B13", figures=(None, None, "14"), related="E16 E6",
    ),
    # a form in 元
    case(
        "ZP-27", "passes",
        second(A5="项目资金（元）", D6=300000, E6=300000, F6=280000, D7=300000, E7=300000, F7=280000),
        "TY-07 error 项目二!A5",
    ),
    case("ZP-27", "undecided", base(C19="八十五"), *[
        f"{rule} undecided 基础数据表!C19 从属"
        for rule in ("BD-05", "KB-01", "KB-02", "TY-07", "TY-09", "TY-10", "ZP-27")
    ], "TY-08 error 基础数据表!C19"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def test_an_actual_is_compared_with_what_was_spent() -> None:
    (message,) = (found.message for found in made(second(F16="33万元")).findings if found.rule == "ZP-27")
    assert "完成值 33 万元，与全年执行数 28 万元不一致" in message


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("≤390万元", []),
        ("≤405.4万元", []),
        ("≤85万元", []),
        ("≤395万元", ["395", "405.4"]),
        ("≤84万元", ["84", "85"]),
    ],
)
def test_the_budget_of_the_unit_before_and_after_it_was_adjusted(target: str, told: list[str]) -> None:
    changes = {"D18": "部门支出总成本", "E18": target, "F18": target[1:]}
    findings = made_hunan_2022(changes).findings
    assert [[found.stated, found.computed] for found in findings] == ([told] if told else [])


_WHOLE = {"D18": "部门支出总成本", "E18": "≤405.4万元", "F18": "401.12万元"}
_NO_MONEY = dict.fromkeys(("B5", "D5", "E5", "F5", "G5", "H5", "I5"))


def told_in_department(**changes: Content) -> list[str]:
    findings = made_hunan_2022(_WHOLE | changes).findings
    return [line(found) for found in findings if found.primary]


@pytest.mark.case("TY-13", "boundary")
@pytest.mark.parametrize(
    ("label", "noted"),
    [
        ("年度预算总额", []),  # a name in every form set
        ("部门整体支出", ["TY-13 info 部门自评表!B5"]),
        (None, []),
    ],
)
def test_the_only_row_of_money_is_read_under_any_name(label: str | None, noted: list[str]) -> None:
    assert told_in_department(B5=label) == noted
    assert told_in_department(B5=label, H5="95.74%") == [*noted, "ZP-01 error 部门自评表!H5"]


@pytest.mark.case("TY-13", "fails")
def test_a_form_without_any_money_lacks_its_row() -> None:
    assert told_in_department(**_NO_MONEY) == ["TY-13 error 部门自评表"]


@pytest.mark.case("ZP-27", "undecided")
def test_a_cost_that_may_be_all_of_the_money_is_not_judged_where_that_was_not_read() -> None:
    lost = "TY-13 error 部门自评表"
    assert told_in_department(**_NO_MONEY, E18="≤404万元") == [lost, "ZP-27 undecided 部门自评表!E18"]
    assert told_in_department(**_NO_MONEY, E18="≤83万元", F18="83万元") == [
        lost,
        "ZP-27 undecided 部门自评表!E18",
    ]
    assert told_in_department(**_NO_MONEY, D18="印刷成本", E18="≤8万元", F18="8万元") == [lost]
    assert told_in_department(**_NO_MONEY, D18="项目支出总成本", E18="≤404万元") == [
        lost,
        "ZP-27 error 部门自评表!E18",
    ]


@pytest.mark.case("TY-13", "passes")
def test_a_label_that_holds_the_total_itself_is_no_other_name_of_the_row() -> None:
    assert made(overall(B4="资金总额合计：405.40")).findings == []
    (found,) = made(overall(B4="资金总额合计：405.40", G4="95.74%")).findings
    assert (found.rule, found.place.address) == ("ZP-01", "G4")
