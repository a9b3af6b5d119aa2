"""What is called a consequence goes away once what is told is put right; what would come back is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Changes, base, first, line, overall, second
from made import d, made
from made_scoring import made as scored
from made_scoring import table
from mending import came_back
from perfxl.checking import check_bytes
from perfxl.finding import Finding
from seeded.defect import DEFECTS, Defect
from seeded.measure import findings_of, inject

RETURNS = Path(__file__).resolve().parent.parent / "returns"
OF_FIGURES = list(
    {
        defect.words: defect
        for defect in reversed(DEFECTS)
        if defect.rule[:2] in ("BD", "JF", "KB", "SB", "XM", "ZP")
    }.values()
)
"""Each kind of defect of figures on the first form set that has it."""
EITHER_CELL = {
    "一个项目的金额两位数字颠倒",
    "其中项大于公用经费",
    "公用经费大于基本支出",
    "一个项目的上年决算数与上年报送的不同",
}
"""Two cells are compared, or one that is in a sum, and the one that the finding does not stand at has to be mended."""

TOLD: list[tuple[str, Changes, list[str]]] = [
    (
        "a total of three that is above the budget when put right",
        base(D13=d("9.5"), D18=d("4.9")),
        ["BD-03 error 基础数据表!D13", "BD-08 warning 基础数据表!D13"],
    ),
    (
        "all of the money and basic expenditure are both too much",
        overall(B4="资金总额：410.4", F6="其中：基本支出：325.4", F5="按支出性质分：410.4"),
        ["KB-02 error 部门自评表!F6", "ZP-03 error 部门自评表!B4"],
    ),
    (
        "the due score of an indicator, not its bound",
        first(F13="30万页", H13=31, H19=d("110.98")),
        ["ZP-14 error 项目一!H13"],
    ),
    (
        "the due score of budget execution, not its bound",
        overall(I4=11, H21=d("98.5")),
        ["ZP-02 error 部门自评表!I4"],
    ),
    (
        "another weight than that of the category whose sum is wrong",
        first(G6=15, G13=22),
        ["XM-07 error 项目一!I6", "ZP-06 error 项目一!B13", "ZP-07 error 项目一!G19"],
    ),
    (
        "a cost that is neither of two amounts of the base form",
        base(C19=95) | overall(E17="≤70万元", F17="70万元"),
        ["BD-05 error 基础数据表!C19", "ZP-27 error 部门自评表!E17"],
    ),
    (
        "an adjustment that goes with a wrong sum",
        second(E6=45),
        ["XM-01 error 项目二!E6"],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in TOLD])
def test_what_would_come_back_is_told(changes: Changes, expected: list[str]) -> None:
    told = [finding for finding in made(changes).findings if finding.primary]
    assert sorted(line(finding) for finding in told) == sorted(expected)


def test_the_full_marks_of_one_indicator_explain_no_score_of_another() -> None:
    changes = table(C4="绩效指标明确性（4分）", D5=6, D30=d("99.8"))
    assert [line(one) for one in scored(changes).findings if one.primary] == [
        "JF-04 error 计分表!C4",
        "JF-05 error 计分表!D5",
    ]


def test_full_marks_above_which_a_score_is_are_named() -> None:
    findings = scored(table(C26="经济效益（4分）")).findings
    (told,) = [one for one in findings if one.primary]
    assert line(told) == "JF-02 error 计分表!B26"
    assert told.fix.startswith("“经济效益”自评分 5 分，大于分值 4 分，请先核对该项分值；")
    assert "JF-03 error 计分表!D26 从属" in [line(one) for one in findings]


def test_wrong_sums_of_full_marks_of_two_groups_are_both_told() -> None:
    changes = table(B3="目标设定（6分）", B26="履职效益（19分）")
    told = [line(one) for one in scored(changes).findings if one.primary]
    assert told == ["JF-02 error 计分表!B3", "JF-02 error 计分表!B26"]


def test_the_weight_that_a_score_tells_is_named() -> None:
    findings = first(G14=12)
    told = {line(one): one for one in made(findings).findings}
    assert "ZP-14 error 项目一!H14 从属" in told
    fix = told["ZP-06 error 项目一!B13"].fix
    assert fix.startswith(
        "“图像合格率”得分 10 分，与分值 10 分相符，请核对该项分值；分值无误的，改正该项得分，"
    )


def test_of_two_scores_that_tell_a_weight_none_is_hidden() -> None:
    findings = made(first(G14=12, H15=8, H19=d("97.98"))).findings
    told = {line(one): one.fix for one in findings if one.primary}
    assert list(told) == ["ZP-06 error 项目一!B13", "ZP-14 error 项目一!H14", "ZP-14 error 项目一!H15"]
    assert told["ZP-06 error 项目一!B13"] == "请调整三级指标分值，使合计等于一级指标分值。"


def test_a_reason_is_asked_for_where_the_due_score_needs_one() -> None:
    told = made(first(F14="80%")).only("ZP-14")
    assert told.fix == "请按完成值与指标值的比例重新计算得分，并填写偏差原因和改进措施。"
    explained = made(first(F14="80%", I14="两批图像退回重扫")).only("ZP-14")
    assert explained.fix == "请按完成值与指标值的比例重新计算得分。"
    full = made(first(H14=8, I14=None)).only("ZP-14")
    assert full.fix == "请按完成值与指标值的比例重新计算得分。"


@pytest.mark.parametrize("path", sorted(RETURNS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_nothing_comes_back_of_real_returns(path: Path) -> None:
    def check(data: bytes) -> list[Finding]:
        return check_bytes(data, path.name).findings

    assert [line(one) for one in came_back(path.read_bytes(), check)] == []


@pytest.mark.parametrize("defect", OF_FIGURES, ids=lambda defect: f"{defect.rule}-{defect.words}")
def test_nothing_comes_back_of_a_defect(defect: Defect) -> None:
    draft, _ = inject(defect, 0)
    back = came_back(draft.bytes(), lambda data: findings_of(draft, data))
    assert bool(back) is (defect.words in EITHER_CELL), [line(one) for one in back]
