"""KN, BD-17 and KB-07: a return beside last year's, or beside the declaration of the same year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from _pytest.mark.structures import ParameterSet

from cases import Changes, asked_once, base, first, line, overall
from made import FIRST, OVERALL, Content, Kind, Made, d, made
from made_declared import ONE, TWO, WHOLE, declared
from perfxl.audit import audit
from perfxl.finding import Finding, Level
from perfxl.rules.families import pair_rules
from perfxl.rules.registry import Link, Other

FILE = "last.xlsx"


@dataclass(frozen=True)
class Pair:
    """What is changed in this return and in the other one, and the findings of pair rules that follow."""

    rule: str
    kind: str
    this: Changes
    other: Changes
    expected: Sequence[str]
    figures: tuple[str | None, str | None, str | None] | None
    related: str | None
    said: str


def case(
    rule: str,
    kind: str,
    this: Changes,
    other: Changes,
    *expected: str,
    figures: tuple[str | None, str | None, str | None] | None = None,
    related: str | None = None,
    said: str = "",
) -> ParameterSet:
    """A parameter with its marker. ``said`` is a part of the first finding's message."""
    item = Pair(rule, kind, this, other, expected, figures, related, said)
    changed = ",".join(address for changes in (this, other) for _, address in changes)
    return pytest.param(item, marks=pytest.mark.case(rule, kind), id=f"{rule}-{kind}-{changed[:40]}")


def beside(this: Made, other: Made, link: Link) -> list[Finding]:
    """The findings of pair rules."""
    rules = set(pair_rules())
    return [
        finding for finding in audit(this.ret, others=[Other(link, other.ret, FILE)]) if finding.rule in rules
    ]


def verify(item: Pair, make_this: Callable[..., Made], make_other: Callable[..., Made], link: Link) -> None:
    findings = beside(make_this(item.this), make_other(item.other), link)
    asked_once(findings)
    assert sorted(map(line, findings)) == sorted(item.expected)
    own = [finding for finding in findings if finding.rule == item.rule]
    decided = [finding for finding in own if finding.level is not Level.UNDECIDED]
    assert bool(own) is (item.kind in ("fails", "undecided") or bool(item.expected))
    assert bool(decided) is (item.kind == "fails" or (item.kind == "boundary" and bool(item.expected)))
    if not item.expected:
        return
    found = next(finding for finding in findings if line(finding) == item.expected[0])
    assert f"（对照 {FILE}" in found.message
    assert item.said in found.message
    if item.figures is not None:
        difference = None if found.difference is None else format(found.difference.normalize(), "f")
        assert (found.stated, found.computed, difference) == item.figures
    if item.related is not None:
        assert [place.address for place in found.related] == item.related.split()


def whole(**cells: Content) -> Changes:
    """Changed cells of the 部门目标申报表."""
    return {(WHOLE, address): content for address, content in cells.items()}


def one(**cells: Content) -> Changes:
    """Changed cells of the first 项目目标申报表."""
    return {(ONE, address): content for address, content in cells.items()}


# fmt: off
DECLARATION_AFTER_EVALUATION = [
    case("KN-01", "passes", {}, {}),
    case(
        "KN-01", "fails", {}, base(C7=420), "KN-01 info 部门!E7",
        figures=("322", "420", "-98"), said="较上年减少 23.33%（对照 last.xlsx 基础数据表!C7）",
    ),
    case(
        "KN-01", "fails", {}, overall(B4="资金总额：300"), "KN-01 info 部门!B5", figures=("410", "300", "110"),
        said="较上年增加 36.67%",
    ),
    case("KN-01", "boundary", {}, base(C7=d("402.5"))),
    case("KN-01", "boundary", {}, base(C7=d("402.51")), "KN-01 info 部门!E7", figures=("322", "402.51", "-80.51")),
    case("KN-01", "boundary", {}, base(C19=0)),
    case("KN-01", "undecided", {}, base(C7="4.2.5"), "KN-01 undecided 部门!E7", said="上年的部门基本支出"),
    case(
        "KN-01", "undecided", {}, base(C7=None), "KN-01 undecided 部门!E7", said="未填写，不能判断基本支出较上年的变动",
    ),
    case("KN-01", "undecided", whole(B5="资金总额：若干"), {}, "KN-01 undecided 部门!B5 从属"),
    case("KN-02", "passes", one(B4="1、档案 数字化"), {}),
    case(
        "KN-02", "fails", one(B4="档案扫描"), {}, "KN-02 info 项目一!B4", figures=("2", "2", "0"), related="B4",
        said="上年 2 个项目，本年 2 个，1 个不再出现：档案数字化（对照 last.xlsx 基础数据表!A20）",
    ),
    case("KN-02", "fails", {}, base(A22="3、展陈", B22=0, C22=0, D22=0), "KN-02 info 项目一!B4", figures=("2", "3", "-1")),
    case("KN-02", "boundary", {}, base(A21="2、")),
    case(
        "KN-02", "undecided", one(B4=None), {}, "KN-02 undecided 项目一!B4 从属", said="本年有项目没有名称",
    ),
    case("KN-03", "passes", whole(F20="≤90万元"), {}),
    case(
        "KN-03", "fails", whole(F16="≥3000卷"), {}, "KN-03 info 部门!F16", figures=("≥3000卷", "3100卷", None),
        said="低于上年完成值“3100卷”（对照 last.xlsx 部门自评表!F13）",
    ),
    case("KN-03", "fails", one(F16="≥500人次"), {}, "KN-03 info 项目一!F16"),
    case("KN-03", "boundary", whole(F16="3100卷"), {}),
    case("KN-03", "boundary", whole(F16="≥3099卷"), {}, "KN-03 info 部门!F16"),
    case("KN-03", "boundary", whole(F16="≥1次"), {}),
    case(
        "KN-03", "undecided", whole(F16="约3000卷"), {}, "KN-03 undecided 部门!F16 从属", said="不能判断是否低于上年",
    ),
    case(
        "KN-03", "undecided", {}, overall(F13="3 1 00卷"), "KN-03 undecided 部门!F16", said="上年的实际完成值",
    ),
]
LAST_OUTTURN = base(
    D7=d("310.5"), D8=d("60.2"), D9=d("20.1"), D10=d("12.3"), D11=d("3.4"), D13=d("6.2"), D14=d("4"), D16=d("4"),
    D18=d("2.2"), D19=80, D20=50, D21=30, D22=20,
)
EVALUATION_AFTER_EVALUATION = [
    case("BD-17", "passes", {}, {}),
    case("BD-17", "passes", base(B12=None), base(D12=None)),
    case(
        "BD-17", "fails", base(B8=d("59.2")), {}, "BD-17 error 基础数据表!B8", figures=("59.2", "60.2", "-1"),
        said="与上年报送的 60.2 万元不一致，少 1 万元（对照 last.xlsx 基础数据表!D8）",
    ),
    case(
        "BD-17", "fails", base(B16=d("4.5"), B14=d("4.5"), B13=d("6.7")), {}, "BD-17 error 基础数据表!B16",
        "BD-17 error 基础数据表!B14 从属", "BD-17 error 基础数据表!B13 从属", figures=("4.5", "4", "0.5"),
    ),
    case(
        "BD-17", "fails", base(B20=51, B19=81), {}, "BD-17 error 基础数据表!B20", "BD-17 error 基础数据表!B19 从属",
        said="档案数字化（2020年决算数） 51 万元",
    ),
    case("BD-17", "boundary", base(B8=d("60.205")), {}),
    case("BD-17", "boundary", base(B8=d("60.21")), {}, "BD-17 info 基础数据表!B8", figures=("60.21", "60.2", "0.01")),
    case("BD-17", "undecided", base(B8=None), {}, "BD-17 undecided 基础数据表!B8 从属"),
    case("BD-17", "undecided", {}, base(D8=Kind.ERROR), "BD-17 undecided 基础数据表!B8", said="上年的公用经费"),
]
AS_EVALUATED = (
    whole(F16="3000卷以上", F17="4场", F18="≥98%", D19="接收任务按时完成率", F19="100%", F20="≤85万元", F21="≥2000人次",
          F22="≥95%", F23="90%以上")
    | one(F12="≥60万页", F13="≥99%", F15="≤55万元", F16="≥500人次", F17="≥90%")
    | {(TWO, "B4"): "别的项目"}
)
EVALUATION_AFTER_DECLARATION = [
    case("KB-07", "passes", {}, {}),
    case("KB-07", "passes", {}, one(B4="另一个项目", F12="≥70万页")),
    case(
        "KB-07", "fails", overall(E14="3场"), {}, "KB-07 error 部门自评表!E14", figures=("3场", "4场", None),
        said="指标“举办展览场次”的指标值由“4场”改为“3场”，未见调整批复（对照 last.xlsx 部门!F17）",
    ),
    case(
        "KB-07", "fails", first(E13="≤60万页"), {}, "KB-07 error 项目一!E13", figures=("≤60万页", "≥60万页", None),
    ),
    case(
        "KB-07", "fails", overall(D14="举办讲座场次"), {}, "KB-07 error 部门自评表!D14",
        "KB-07 error 部门自评表", said="年初没有申报",
    ),
    case(
        "KB-07", "fails", {}, whole(D17="举办展览的场次"), "KB-07 error 部门自评表!D14",
        figures=("举办展览场次", "举办展览的场次", None), said="指标名称“举办展览的场次”改为“举办展览场次”",
    ),
    case(
        "KB-07", "fails", {}, {key: "其他工作" + str(key[1]) for key in [(ONE, f"D{row}") for row in range(12, 18)]},
        "KB-07 error 项目一", said="没有一个同名",
    ),
    case(
        "KB-07", "fails", overall(E13="2000卷", E14="3场", E18="1000人次"), {}, "KB-07 error 部门自评表!E13",
        figures=(None, None, None), related="E14 E18",
        said="有 3 个指标改了指标值，未见调整批复：“接收档案卷数”的指标值由“3000卷以上”改为“2000卷”；“举办展览场次”的指标值"
        "由“4场”改为“3场”；“查阅利用人次”的指标值由“≥2000人次”改为“1000人次”"
        "（对照 last.xlsx 部门!F16、部门!F17、部门!F21）",
    ),
    case(
        "KB-07", "fails", overall(D13="文件印制", D14="召开会议"), {}, "KB-07 error 部门自评表!D13",
        "KB-07 error 部门自评表", related="D14", said="有 2 个指标年初没有申报，未见调整批复：“文件印制”、“召开会议”（",
    ),
    case(
        "KB-07", "fails", {}, whole(D16="文件印制", D17="召开会议"), "KB-07 error 部门自评表",
        "KB-07 error 部门自评表!D13", related="",
        said="年初申报的指标有 2 个不在自评表中，未见调整批复：“文件印制”（“3000卷以上”）、“召开会议”（“4场”）",
    ),
    case(
        "KB-07", "fails", {}, whole(D16="接收档案的卷数", D17="举办展览的场次"), "KB-07 error 部门自评表!D13",
        related="D14", said="有 2 个指标改了名称，未见调整批复：“接收档案的卷数”改为“接收档案卷数”；",
    ),
    case("KB-07", "boundary", overall(E14="≥4场"), {}),
    case("KB-07", "boundary", first(E16="55万元"), {}),
    case("KB-07", "boundary", overall(E14="5场"), {}, "KB-07 error 部门自评表!E14"),
    case("KB-07", "undecided", {}, whole(F17="4 1场"), "KB-07 undecided 部门自评表!E14", said="年初申报的指标值"),
    case("KB-07", "undecided", overall(E14="约4场"), {}, "KB-07 undecided 部门自评表!E14 从属"),
]
# fmt: on


@pytest.mark.parametrize("item", DECLARATION_AFTER_EVALUATION)
def test_declaration_beside_last_years_evaluation(item: Pair) -> None:
    verify(item, declared, made, Link.LAST_YEAR)


@pytest.mark.parametrize("item", EVALUATION_AFTER_EVALUATION)
def test_evaluation_beside_last_years(item: Pair) -> None:
    def last(changes: Changes) -> Made:
        targets = {(OVERALL, f"F{row}"): None for row in range(13, 21)} | {
            (FIRST, f"F{row}"): None for row in range(13, 19)
        }
        targets |= {(OVERALL, f"D{row}"): f"上年指标{row}" for row in range(13, 21)}
        return made(
            LAST_OUTTURN | {key: value for key, value in targets.items() if key[0] == OVERALL} | dict(changes)
        )

    def this(changes: Changes) -> Made:
        names = {
            (sheet, f"D{row}"): f"{sheet}指标{row}" for sheet in (FIRST, "项目二") for row in range(13, 19)
        }
        return made(names | dict(changes))

    verify(item, this, last, Link.LAST_YEAR)


@pytest.mark.parametrize("item", EVALUATION_AFTER_DECLARATION)
def test_evaluation_beside_its_declaration(item: Pair) -> None:
    verify(item, made, lambda changes: declared(AS_EVALUATED | dict(changes)), Link.DECLARED)


@pytest.mark.case("KN-03", "fails")
def test_all_targets_copied_is_said_once() -> None:
    findings = [finding for finding in beside(made(), made(), Link.LAST_YEAR) if finding.rule == "KN-03"]
    copied = next(finding for finding in findings if "疑似照抄" in finding.message)
    assert copied.primary
    assert "9 个与上年同名的指标" in copied.message
    again = {finding.place.address for finding in findings if not finding.primary}
    assert {"E13", "E18", "E17"} <= again


@pytest.mark.case("KN-01", "passes")
def test_other_findings_do_not_depend_on_the_other_return() -> None:
    alone, paired = made().findings, audit(made().ret, others=[Other(Link.DECLARED, declared().ret, FILE)])
    assert [finding for finding in paired if finding.rule not in pair_rules()] == alone


@pytest.mark.case("KB-07", "fails")
def test_no_place_of_the_other_file_is_related_and_its_name_is_no_part_of_the_fingerprint() -> None:
    findings = {}
    for name in ("a.xlsx", "b.xlsx"):
        changed = made(overall(E14="3场"))
        found = audit(changed.ret, others=[Other(Link.DECLARED, declared(AS_EVALUATED).ret, name)])
        (findings[name],) = [finding for finding in found if finding.rule == "KB-07"]
    assert findings["a.xlsx"].fingerprint == findings["b.xlsx"].fingerprint
    assert findings["a.xlsx"].message != findings["b.xlsx"].message
    assert findings["a.xlsx"].related == ()
