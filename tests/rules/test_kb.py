"""KB: one form against another."""

from __future__ import annotations

import pytest

from cases import Case, Changes, base, case, first, overall, second, verify
from made import BASE, FIRST, OVERALL, SECOND, Kind, audited, book_of, d, first_rows, made, sheets
from perfxl.finding import Level


def moved(by: str) -> Changes:
    """Project expenditure less than its projects by an amount that stands in the basic expenditure instead."""
    return base(D19=d("82.9") - d(by), D7=d("318.22") + d(by))


# fmt: off
CASES = [
    case("KB-01", "passes", {}, without=(OVERALL,)),
    case(
        "KB-01", "fails", overall(F4=402, G4="99.16%", I4=d("9.92"), H21=d("97.42")), "KB-01 error 部门自评表!F4",
        figures=("402", "401.12", "0.88"), related="D7 D19",
    ),
    case(
        "KB-01", "fails", base(C7=321), "KB-01 error 部门自评表!B4 从属", "KB-02 error 部门自评表!F6",
        figures=("405.4", "406", "-0.6"), related="C7 C19",
    ),
    case(
        "KB-01", "fails", base(D19=83), "KB-01 error 部门自评表!F4 从属", "BD-05 error 基础数据表!D19",
        "KB-06 error 基础数据表!D19 从属", figures=("401.12", "401.22", "-0.1"), related="D7 D19",
    ),
    case("KB-01", "boundary", overall(F4=d("401.125"), G4="98.945%"), "TY-09 info 部门自评表!F4"),
    case(
        "KB-01", "boundary", overall(F4=d("401.13"), G4="98.95%"), "KB-01 info 部门自评表!F4",
        figures=("401.13", "401.12", "0.01"), related="D7 D19",
    ),
    case(
        "KB-01", "boundary", overall(F4=d("401.14"), G4="98.95%"), "KB-01 error 部门自评表!F4",
        figures=("401.14", "401.12", "0.02"), related="D7 D19",
    ),
    case(
        "KB-01", "undecided", base(C7=Kind.ERROR), "KB-01 undecided 基础数据表!C7 从属", "TY-11 error 基础数据表!C7",
        "BD-07 undecided 基础数据表!C7 从属", "BD-12 undecided 基础数据表!C7 从属",
        "KB-02 undecided 基础数据表!C7 从属", "TY-07 undecided 基础数据表!C7 从属", related="B4 C19",
    ),
    case(
        "KB-01", "undecided", base(C7=None), "KB-01 undecided 基础数据表!C7 从属", "BD-07 undecided 基础数据表!C7 从属", "TY-01 error 基础数据表!C7",
        "BD-12 undecided 基础数据表!C7 从属", "KB-02 undecided 基础数据表!C7 从属", related="B4 C19",
    ),
    case(
        "KB-01", "undecided", overall(F4="4.2.5"), "KB-01 undecided 部门自评表!F4 从属", "TY-08 error 部门自评表!F4",
        "TY-07 undecided 部门自评表!F4 从属", "TY-09 undecided 部门自评表!F4 从属",
        "TY-10 undecided 部门自评表!F4 从属", "TY-12 undecided 部门自评表!F4 从属",
        "ZP-01 undecided 部门自评表!F4 从属", "ZP-02 undecided 部门自评表!F4 从属", related="D7 D19",
    ),
    case(
        "KB-01", "undecided", base(D19=Kind.UNCALCULATED), "KB-01 undecided 基础数据表!D19 从属",
        "BD-05 undecided 基础数据表!D19 从属", "KB-06 undecided 基础数据表!D19 从属",
        "TY-07 undecided 基础数据表!D19 从属", "TY-11 warning 基础数据表!D19", related="F4 D7",
    ),
    case("KB-02", "passes", overall(F6="其中：基本支出：320.40")),
    case(
        "KB-02", "fails", overall(F6="其中：基本支出：319.4", F7="项目支出：86"), "KB-02 error 部门自评表!F6",
        "KB-02 error 部门自评表!F7", figures=("319.4", "320.4", "-1"), related="C7",
    ),
    case(
        "KB-02", "boundary", overall(F6="其中：基本支出：320.405", F7="项目支出：84.995"),
        "TY-09 info 部门自评表!F6", "TY-09 info 部门自评表!F7",
    ),
    case(
        "KB-02", "boundary", overall(F6="其中：基本支出：320.41", F7="项目支出：84.99"), "KB-02 info 部门自评表!F6",
        "KB-02 info 部门自评表!F7", figures=("320.41", "320.4", "0.01"), related="C7",
    ),
    case(
        "KB-02", "boundary", overall(F6="其中：基本支出：320.42", F7="项目支出：84.98"), "KB-02 error 部门自评表!F6",
        "KB-02 error 部门自评表!F7", figures=("320.42", "320.4", "0.02"), related="C7",
    ),
    case(
        "KB-02", "undecided", base(C19=Kind.ERROR), "KB-02 undecided 基础数据表!C19 从属",
        "TY-11 error 基础数据表!C19", "BD-05 undecided 基础数据表!C19 从属", "KB-01 undecided 基础数据表!C19 从属",
        "TY-07 undecided 基础数据表!C19 从属", "ZP-27 undecided 基础数据表!C19 从属", related="F7",
    ),
    case(
        "KB-02", "undecided", base(C7=None), "KB-02 undecided 基础数据表!C7 从属", "BD-07 undecided 基础数据表!C7 从属", "TY-01 error 基础数据表!C7",
        "BD-12 undecided 基础数据表!C7 从属", "KB-01 undecided 基础数据表!C7 从属", related="F6",
    ),
    case(
        "KB-02", "undecided", overall(F7="项目支出：4.2.5"), "KB-02 undecided 部门自评表!F7 从属",
        "TY-08 error 部门自评表!F7", "TY-07 undecided 部门自评表!F7 从属", "TY-09 undecided 部门自评表!F7 从属",
        "TY-10 undecided 部门自评表!F7 从属", "ZP-04 undecided 部门自评表!F7 从属", related="C19",
    ),
    case("KB-03", "passes", {}, without=(FIRST, SECOND)),
    case(
        "KB-03", "fails", {}, "KB-03 error 基础数据表", "KB-06 undecided 基础数据表!D19 从属",
        "KB-04 error 基础数据表!A21 从属", figures=("1", "2", "-1"), related="A21", without=(SECOND,),
    ),
    case("KB-03", "boundary", base(A21="2、"), "BD-14 error 基础数据表!A21", "KB-04 undecided 基础数据表!A21 从属"),
    case(
        "KB-03", "fails", base(A22="3、展陈", B22=None, C22=None, D22=None), "KB-03 error 基础数据表",
        "TY-13 error 基础数据表", "KB-06 undecided 基础数据表!D19 从属", "KB-04 error 基础数据表!A22 从属",
        figures=("2", "3", "-1"), related="A22",
    ),
    case("KB-04", "passes", second(B3="2、馆库 维护")),
    case(
        "KB-04", "fails", second(B3="馆库维修"), "KB-04 error 项目二!B3", figures=("馆库维修", "馆库维护", None),
        related="A21",
    ),
    case(
        "KB-04", "fails", second(B3="办公楼修缮"), "KB-04 error 项目二!B3", figures=("办公楼修缮", "馆库维护", None),
        related="A21",
    ),
    case(
        "KB-04", "fails", first(B3="甲乙丙丁") | second(B3="办公楼修缮"), "KB-04 error 基础数据表!A20",
        "KB-04 error 基础数据表!A21", "KB-04 error 项目一!B3", "KB-04 error 项目二!B3",
    ),
    case("KB-04", "boundary", second(B3="《馆库维护》")),
    case(
        "KB-04", "boundary", second(B3="馆库维护费"), "KB-04 error 项目二!B3",
        figures=("馆库维护费", "馆库维护", None), related="A21",
    ),
    case(
        "KB-04", "undecided", first(B3=None), "KB-04 undecided 项目一!B3 从属", "TY-01 error 项目一!B3",
        related="A20",
    ),
    case(
        "KB-04", "undecided", base(A21="2、"), "KB-04 undecided 基础数据表!A21 从属", "BD-14 error 基础数据表!A21",
        related="B3",
    ),
    case(
        "KB-04", "undecided", base(A21="2、档案数字化"), "KB-04 undecided 基础数据表!A21 从属",
        "BD-14 error 基础数据表!A21", related="B3",
    ),
    case("KB-05", "passes", base(C21=d("30.00"))),
    case(
        "KB-05", "fails", second(E6=31, E7=31, E16="≤31万元"), "KB-05 error 项目二!E6", "XM-02 error 项目二!H6 从属",
        "XM-07 error 项目二!I6 从属", figures=("31", "30", "1"), related="C21",
    ),
    case(
        "KB-05", "fails", base(B20=50, D20=55), "KB-05 error 项目一!F6 从属", "BD-05 error 基础数据表!D19",
        figures=("54.9", "55", "-0.1"), related="D20",
    ),
    case("KB-05", "boundary", base(C21=d("30.005")), "TY-09 info 基础数据表!C21"),
    case(
        "KB-05", "boundary", base(C21=d("30.01")), "KB-05 info 项目二!E6 从属", "BD-05 info 基础数据表!C19",
        figures=("30", "30.01", "-0.01"), related="C21",
    ),
    case(
        "KB-05", "boundary", base(C21=d("30.02")), "KB-05 error 项目二!E6 从属", "BD-05 error 基础数据表!C19",
        figures=("30", "30.02", "-0.02"), related="C21",
    ),
    case(
        "KB-05", "undecided", base(D20=Kind.ERROR), "KB-05 undecided 基础数据表!D20 从属",
        "TY-11 error 基础数据表!D20", "BD-05 undecided 基础数据表!D20 从属", "BD-12 undecided 基础数据表!D20 从属",
        related="F6",
    ),
    case(
        "KB-05", "undecided", first(E6="4.2.5"), "KB-05 undecided 项目一!E6 从属", "TY-08 error 项目一!E6",
        "TY-09 undecided 项目一!E6 从属", "TY-10 undecided 项目一!E6 从属", "TY-12 undecided 项目一!E6 从属",
        "XM-01 undecided 项目一!E6 从属", "XM-02 undecided 项目一!E6 从属", "XM-03 undecided 项目一!E6 从属",
        "XM-04 undecided 项目一!E6 从属", "XM-05 undecided 项目一!E6 从属", "XM-07 undecided 项目一!E6 从属",
        "ZP-27 undecided 项目一!E6 从属", related="C20",
    ),
    case(
        "KB-05", "undecided", first(F6=None, F7=None), "KB-05 undecided 项目一!F6 从属",
        "KB-06 undecided 项目一!F6 从属", "TY-12 undecided 项目一!F6 从属", "XM-02 undecided 项目一!F6 从属", "TY-01 error 项目一!F6",
        "XM-03 undecided 项目一!F6 从属", "XM-07 undecided 项目一!F6 从属", related="D20",
    ),
    case("KB-06", "passes", {}, without=(BASE,)),
    case(
        "KB-06", "fails", base(D20=d("54.8"), D19=d("82.8"), D7=d("318.32")), "KB-06 error 基础数据表!D19 从属",
        "KB-05 error 项目一!F6", figures=("82.8", "82.9", "-0.1"), related="F6 F6",
    ),
    case(
        "KB-06", "fails", moved("1"), "KB-06 error 基础数据表!D19 从属", "BD-05 error 基础数据表!D19",
        figures=("81.9", "82.9", "-1"), related="F6 F6",
    ),
    case("KB-06", "boundary", moved("0.005"), "TY-09 info 基础数据表!D7", "TY-09 info 基础数据表!D19"),
    case(
        "KB-06", "boundary", moved("0.01"), "KB-06 info 基础数据表!D19 从属", "BD-05 info 基础数据表!D19",
        figures=("82.89", "82.9", "-0.01"), related="F6 F6",
    ),
    case(
        "KB-06", "boundary", moved("0.011"), "KB-06 error 基础数据表!D19 从属", "TY-09 info 基础数据表!D7",
        "BD-05 error 基础数据表!D19", "TY-09 info 基础数据表!D19", figures=("82.889", "82.9", "-0.011"),
        related="F6 F6",
    ),
    case(
        "KB-06", "undecided", base(D19=Kind.ERROR), "KB-06 undecided 基础数据表!D19 从属",
        "TY-11 error 基础数据表!D19", "BD-05 undecided 基础数据表!D19 从属", "KB-01 undecided 基础数据表!D19 从属",
        "TY-07 undecided 基础数据表!D19 从属", related="F6 F6",
    ),
    case(
        "KB-06", "undecided", first(F6="4.2.5"), "KB-06 undecided 项目一!F6 从属", "TY-08 error 项目一!F6",
        "KB-05 undecided 项目一!F6 从属", "TY-09 undecided 项目一!F6 从属", "TY-10 undecided 项目一!F6 从属",
        "TY-12 undecided 项目一!F6 从属", "XM-01 undecided 项目一!F6 从属", "XM-02 undecided 项目一!F6 从属",
        "XM-03 undecided 项目一!F6 从属", "XM-07 undecided 项目一!F6 从属", related="D19 F6",
    ),
    case(
        "KB-06", "undecided", {}, "KB-06 undecided 基础数据表!D19 从属", "KB-03 error 基础数据表",
        "KB-04 error 基础数据表!A21 从属", related="F6", without=(SECOND,),
    ),
    # one name has only a number, a level or words such as 专项 more than the other
    case("KB-04", "passes", base(A21="02馆库维护")),
    case("KB-04", "passes", base(A20="a.档案数字化", A21="b.馆库维护")),
    case("KB-04", "passes", base(A20="No.1 档案数字化", A21="二是馆库维护")),
    case("KB-04", "passes", second(B3="430400210000001-馆库维护")),
    case("KB-04", "passes", base(A21="项目2：馆库维护")),
    case("KB-04", "boundary", base(A21="2 馆库维护经费"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "boundary", base(A21="项目2：馆库维护专项"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "passes", base(A21="2、县级：馆库维护（续建）")),
    case(
        "KB-04", "boundary", second(B3="馆库维护工作经费项目"), "KB-04 warning 项目二!B3",
        figures=("馆库维护工作经费项目", "馆库维护", None), related="A21",
    ),
    case("KB-04", "boundary", second(B3="馆库维护支出"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "boundary", second(B3="样本市样本县馆库维护"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "boundary", second(B3="样本县馆库维护"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "boundary", second(B3="馆库维护-本级"), "KB-04 warning 项目二!B3", related="A21"),
    case("KB-04", "boundary", base(A21="2、馆库维护（本级）支出"), "KB-04 warning 项目二!B3", related="A21"),
    case(
        "KB-04", "fails", second(B3="馆库维护支出", E6=29, E7=29, H6="96.55%", I6="9.66", H19="99.66"),
        "KB-04 error 项目二!B3", "KB-05 error 项目二!E6",
    ),
    case(
        "KB-04", "fails", base(A21="2号馆库维护") | second(B3="3号馆库维护"), "KB-04 error 项目二!B3", related="A21",
    ),
    case(
        "KB-04", "fails", base(A21="2、馆库维护专项") | second(B3="馆库维护工作经费"), "KB-04 error 项目二!B3",
        related="A21",
    ),
    case("KB-08", "passes", overall(D20="职工满意度") | second(F18="93%")),
    case(
        "KB-08", "fails", overall(D20="职工满意度") | second(F18="94%"), "KB-08 warning 项目二!F18",
        figures=("94%", "93%", None), related="F20",
    ),
    case("KB-08", "boundary", overall(D20="职工满意度") | second(F18="93.00%")),
    case(
        "KB-08", "boundary", overall(D20="职工满意度") | second(F18="93.01%"), "KB-08 warning 项目二!F18",
        figures=("93.01%", "93%", None), related="F20",
    ),
    case(
        "KB-08", "undecided", overall(D20="职工满意度") | second(F18=Kind.ERROR), "KB-08 undecided 项目二!F18 从属",
        "TY-11 error 项目二!F18", "ZP-14 undecided 项目二!F18 从属", "ZP-16 undecided 项目二!F18 从属",
        "ZP-20 undecided 项目二!F18 从属", "ZP-25 undecided 项目二!F18 从属", related="F20",
    ),
    case(
        "KB-08", "undecided", overall(D20="职工满意度") | second(F18="较高"), "KB-08 undecided 项目二!F18 从属",
        "ZP-20 warning 项目二!F18", related="F20",
    ),
    case(
        "KB-08", "undecided", overall(D20="职工满意度") | second(F18=None), "KB-08 undecided 项目二!F18 从属",
        "ZP-10 error 项目二!F18", related="F20",
    ),
    # names that say nothing of whom or what, and other targets, are other indicators
    case("KB-08", "passes", overall(D20="服务对象满意度") | second(D18="服务对象满意度", F18="96%")),
    case("KB-08", "passes", overall(D16="任务按时完成率") | second(D15="任务按时完成率", E15="100%", F15="100%")),
    case("KB-08", "passes", overall(D20="职工满意度") | second(E18="≥92%", F18="94%")),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


def test_many_strange_names_are_not_compared_with_each_other() -> None:
    rows = sheets()
    rows[BASE][19:21] = [[f"{n}、甲{n}乙", 1, 1, 1] for n in range(1, 70)]
    for n in range(40):
        form = first_rows()
        form[2][1] = f"丙{n}丁"
        rows[f"项目{n}"] = form
    findings = [found for found in audited(book_of(rows)).findings if found.rule == "KB-04"]
    assert len(findings) == 69 + 42
    assert {found.place.sheet == BASE for found in findings if not found.primary} == {True}
    assert sum(found.primary for found in findings) == 42


def test_messages_name_both_sides() -> None:
    assert "“馆库维修”，与基础数据表的“馆库维护”不一致" in made(second(B3="馆库维修")).only("KB-04").message
    assert "缺：馆库维护" in made(without=(SECOND,)).only("KB-03").message
    message = made(overall(F4=402, G4="99.16%", I4=d("9.92"), H21=d("97.42"))).only("KB-01").message
    assert (
        "比基础数据表的部门基本支出（2021年决算数）、部门项目支出（2021年决算数）之和 401.12 万元多 0.88 万元"
        in message
    )


def test_a_blank_on_another_form_is_no_zero() -> None:
    found = made(base(C7=None)).only("KB-01")
    assert found.level is Level.UNDECIDED
    assert found.computed is None
