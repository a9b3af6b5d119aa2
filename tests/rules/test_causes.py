"""Which finding is the consequence of which: what would stay wrong once another one is mended is primary."""

from __future__ import annotations

import pytest

from cases import Changes, base, first, line, overall, second
from made import FIRST, SECOND, d, made


def times_ten_thousand() -> Changes:
    """The first project's form in 元, without saying so."""
    return first(D6=500000, E6=550000, F6=549000, D7=500000, E7=550000, F7=549000)


ALL: list[tuple[str, Changes, list[str]]] = [
    (
        "an actual that leaves its bound and is far from its budget",
        base(D9=d("189")),
        ["BD-06 error 基础数据表!D8", "BD-12 warning 基础数据表!D9 从属"],
    ),
    (
        "a budget below its parts that is far from its actual",
        base(C8=d("5.81")),
        ["BD-06 error 基础数据表!C8", "BD-12 warning 基础数据表!D8 从属"],
    ),
    (
        "a part above its whole that is far from its budget",
        base(D8=d("575")),
        ["BD-07 error 基础数据表!D7", "BD-12 warning 基础数据表!D8 从属"],
    ),
    (
        "an actual far from its budget that is not what leaves the bound",
        base(D9=2, D10=60),
        [
            "BD-06 error 基础数据表!D8", "BD-12 warning 基础数据表!D9", "BD-12 warning 基础数据表!D10 从属",
        ],
    ),
    (
        "a total of three wrong by itself",
        base(D13=6, D14=d("3.2")),
        ["BD-03 error 基础数据表!D13", "BD-08 warning 基础数据表!D13 从属", "BD-04 error 基础数据表!D14"],
    ),
    (
        "a total of three wrong by its part only",
        base(D14=d("3.2")),
        ["BD-03 error 基础数据表!D13 从属", "BD-04 error 基础数据表!D14"],
    ),
    (
        "an error is not explained by a rounding difference",
        base(D13=d("5.13"), D14=d("3.51")),
        ["BD-03 error 基础数据表!D13", "BD-04 info 基础数据表!D14"],
    ),
    (
        "a score that follows the wrong rate",
        overall(G4="89.53%", I4=d("8.95"), H21=d("96.45")),
        ["ZP-01 error 部门自评表!G4", "ZP-02 error 部门自评表!I4 从属"],
    ),
    (
        "a score that follows neither rate",
        overall(G4="89.53%", I4=10, H21=d("97.5")),
        ["ZP-01 error 部门自评表!G4", "ZP-02 error 部门自评表!I4"],
    ),
    (
        "a project's score that follows the wrong rate",
        first(H6="59%", I6=d("5.9"), H19=d("95.9")),
        ["XM-02 error 项目一!H6", "XM-07 error 项目一!I6 从属"],
    ),
    (
        "a project's score that follows neither rate",
        first(H6="59%", I6=10, H19=100),
        ["XM-02 error 项目一!H6", "XM-07 error 项目一!I6"],
    ),
    (
        "one wrong amount, from which the rate is not computed",
        second(F6=26),
        [
            "KB-06 error 基础数据表!D19 从属", "KB-05 error 项目二!F6 从属", "XM-01 error 项目二!F6",
            "XM-02 error 项目二!H6 从属", "XM-07 error 项目二!I6 从属",
        ],
    ),
    (
        "neither way of mending a sum is that of the other form",
        second(F6=26, F7=27),
        [
            "KB-06 error 基础数据表!D19 从属", "KB-05 error 项目二!F6", "XM-01 error 项目二!F6",
            "XM-02 error 项目二!H6 从属", "XM-07 error 项目二!I6 从属",
        ],
    ),
    (
        "a rate that neither amount gives",
        second(F6=26, H6="50%", I6=5, H19=95),
        [
            "KB-06 error 基础数据表!D19 从属", "KB-05 error 项目二!F6 从属", "XM-01 error 项目二!F6",
            "XM-02 error 项目二!H6", "XM-07 error 项目二!I6 从属",
        ],
    ),
    (
        "a rate of its own beside the consequence of a wrong total of the base form",
        base(D19=80) | overall(G4="95%", I4=d("9.5"), H21=97),
        [
            "BD-05 error 基础数据表!D19", "KB-06 error 基础数据表!D19 从属", "KB-01 error 部门自评表!F4 从属",
            "ZP-01 error 部门自评表!G4", "ZP-02 error 部门自评表!I4 从属",
        ],
    ),
    (
        "the whole of the money, compared with three sums",
        overall(B4="资金总额：378.4"),
        [
            "KB-01 error 部门自评表!B4", "ZP-03 error 部门自评表!B4 从属", "ZP-04 error 部门自评表!B4 从属",
            "ZP-01 error 部门自评表!G4 从属", "ZP-02 error 部门自评表!I4 从属",
        ],
    ),
    (
        "the cost that agrees with the base form",
        first(E6=56, E7=56),
        [
            "KB-05 error 项目一!E6", "XM-02 error 项目一!H6 从属", "XM-07 error 项目一!I6 从属",
            "ZP-27 error 项目一!E16 从属",
        ],
    ),
    (
        "the cost that agrees with neither form",
        first(E6=56, E7=56, E16="≤65万元"),
        [
            "KB-05 error 项目一!E6", "XM-02 error 项目一!H6 从属", "XM-07 error 项目一!I6 从属",
            "ZP-27 error 项目一!E16",
        ],
    ),
    (
        "a project's form in 元",
        times_ten_thousand(),
        [
            "KB-06 error 基础数据表!D19 从属", "KB-05 error 项目一!E6 从属", "TY-07 error 项目一!E6",
            "KB-05 error 项目一!F6 从属", "ZP-27 error 项目一!E16 从属",
        ],
    ),
    (
        "a sign in the base form, carried into its sum",
        base(D21=-28, D19=d("26.9")),
        [
            "KB-06 error 基础数据表!D19 从属", "BD-12 warning 基础数据表!D21 从属", "TY-10 error 基础数据表!D21",
            "KB-01 error 部门自评表!F4 从属", "KB-05 error 项目二!F6 从属",
        ],
    ),
    (
        "a project's budget in the base form, carried into its sum",
        base(C20=550, C19=580),
        [
            "BD-12 warning 基础数据表!D20 从属", "KB-01 error 部门自评表!B4 从属", "KB-02 error 部门自评表!F7 从属",
            "KB-05 error 项目一!E6", "ZP-27 error 部门自评表!E17 从属",
        ],
    ),
    (
        "basic expenditure of the base form",
        base(C7=d("3204")),
        ["BD-12 warning 基础数据表!D7 从属", "KB-01 error 部门自评表!B4 从属", "KB-02 error 部门自评表!F6"],
    ),
    (
        "public expenses that lost a digit are less than their parts",
        base(D8=d("8")),
        ["BD-06 error 基础数据表!D8", "BD-12 warning 基础数据表!D8 从属"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in ALL])
def test_what_follows_from_what(changes: Changes, expected: list[str]) -> None:
    assert sorted(map(line, made(changes).findings)) == sorted(expected)


def test_a_form_of_no_project_is_not_the_missing_one() -> None:
    result = made(first(B3="乡村振兴驻村帮扶"), without=(SECOND,))
    assert [line(found) for found in result.findings if found.primary] == [
        "KB-03 error 基础数据表",
        "KB-04 error 项目一!B3",
    ]
    assert "缺：档案数字化、馆库维护" in result.only("KB-03").message


def test_a_renamed_project_is_not_missing() -> None:
    result = made(first(B3="档案数字化加工"), without=(SECOND,))
    assert [line(found) for found in result.findings if found.primary] == [
        "KB-03 error 基础数据表",
        "KB-04 error 项目一!B3",
    ]
    assert result.only("KB-03").message.count("缺：馆库维护。") == 1


def test_a_form_too_many_is_named_under_their_number() -> None:
    changes = base(A21=None, B21=None, C21=None, D21=None, B19=50, C19=55, D19=d("54.9"))
    told = [line(found) for found in made(changes).findings if found.rule in ("KB-03", "KB-04")]
    assert told == ["KB-03 error 基础数据表", "KB-04 error 项目二!B3 从属"]
    number = made(changes).only("KB-03")
    assert "项目自评表 2 张，基础数据表有 1 个项目，多：馆库维护。" in number.message
    assert number.fix == "请核对多出的项目自评表，重复的删去，或在基础数据表补列项目。"


def test_a_form_too_many_beside_one_that_is_missing() -> None:
    changes = base(A21=None, B21=None, C21=None, D21=None, B19=50, C19=55, D19=d("54.9"))
    number = made(changes | first(B3="馆库维护")).only("KB-03")
    assert "基础数据表有 1 个项目，多：馆库维护、馆库维护，缺：档案数字化。" in number.message
    assert number.fix == "请核对多出的项目自评表，重复的删去，或在基础数据表补列项目；缺表的请补报。"


def test_a_missing_form_is_to_be_returned() -> None:
    assert made(without=(SECOND,)).only("KB-03").fix == "请为缺表的项目补报项目自评表。"


NAMES: list[tuple[str, Changes, list[str]]] = [
    ("a remark in the base form", base(A21="2、馆库维护（含消防设施检测）"), []),
    ("a remark in the project's form", second(B3="馆库维护（市级资金）"), []),
    (
        "two remarks",
        base(A21="2、馆库维护（一期）") | second(B3="馆库维护（二期）"),
        ["KB-04 error 项目二!B3"],
    ),
    (
        "amounts under a remark",
        base(A21="2、馆库维护（含消防设施检测）") | second(E6=31, E7=31, H6="90.32%", I6=d("9.03"), H19=d("99.03"), E16="≤31万元"),
        ["KB-05 error 项目二!E6"],
    ),
    (
        "amounts under another name",
        second(B3="馆库维修", E6=31, E7=31, H6="90.32%", I6=d("9.03"), H19=d("99.03"), E16="≤31万元"),
        ["KB-04 error 项目二!B3", "KB-05 error 项目二!E6"],
    ),
    (
        "two forms of one name",
        second(B3="档案数字化"),
        ["KB-04 error 基础数据表!A21 从属", "KB-04 error 项目二!B3"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in NAMES])
def test_names_of_projects(changes: Changes, expected: list[str]) -> None:
    assert list(map(line, made(changes).findings)) == expected


def test_the_other_form_of_the_name_is_said() -> None:
    (told,) = [found for found in made(second(B3="档案数字化")).findings if found.primary]
    assert f"与另一张项目自评表（{FIRST}!B3）重名" in told.message


@pytest.mark.case("WJ-09", "fails")
def test_a_rule_that_cannot_say_what_follows_leaves_its_findings_standing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> bool:
        raise ZeroDivisionError("除数为零")

    monkeypatch.setattr("perfxl.rules.relations._would_hold", fails)
    findings = made(base(D13=6, D14=d("3.2"), B8=400)).findings
    assert [line(found) for found in findings] == [
        "WJ-09 error 基础数据表!A2",
        "WJ-09 error 基础数据表!A2",
        "BD-07 error 基础数据表!B7",
        "BD-03 error 基础数据表!D13",
        "BD-08 warning 基础数据表!D13 从属",
        "BD-04 error 基础数据表!D14",
    ]
    failed = sorted(found.message.partition("规则 ")[2][:5] for found in findings if found.rule == "WJ-09")
    assert failed == ["BD-03", "BD-04"]
    assert "规则 BD-03 执行出错（ZeroDivisionError: 除数为零）" in findings[0].message
