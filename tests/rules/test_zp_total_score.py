"""ZP-08, and the sums of weights: right where a single score or weight is wrong, open where parts were not found."""

from __future__ import annotations

import pytest

from cases import Changes, line, overall, second
from made import FIRST, Content, book_of, d, made, sheets
from perfxl.checking import Options, check_book
from perfxl.workbook.model import column_number

NO_BRACKETS = second(B13="产出指标", B17="效益指标", B18="满意度指标")

ALL: list[tuple[str, Changes, list[str]]] = [
    (
        "the score of budget execution is blank, the total right",
        overall(G4=None, I4=None),
        ["ZP-01 error 部门自评表!G4", "ZP-02 error 部门自评表!I4", "ZP-08 error 部门自评表!H21 从属"],
    ),
    (
        "the score of budget execution is blank, the total wrong",
        overall(G4=None, I4=None, H21=d("96.39")),
        ["ZP-01 error 部门自评表!G4", "ZP-02 error 部门自评表!I4", "ZP-08 error 部门自评表!H21"],
    ),
    (
        "a weight and its score turned round, the total right",
        second(G15=51, H15=51, B13="产出指标(50分)"),
        ["ZP-06 error 项目二!B13", "ZP-07 error 项目二!G19 从属", "ZP-08 error 项目二!H19 从属"],
    ),
    (
        "a weight turned round, its score less in proportion",
        second(G15=51, F15="90%", H15=d("48.32"), H19=d("98.8"), I15="个别维修延迟"),
        ["ZP-06 error 项目二!B13", "ZP-07 error 项目二!G19 从属", "ZP-08 error 项目二!H19 从属"],
    ),
    (
        "a weight too small without brackets, the total right",
        NO_BRACKETS | second(G13=15, H13=15),
        ["ZP-11 info 项目二 从属", "ZP-07 error 项目二!G19", "ZP-08 error 项目二!H19 从属"],
    ),
    (
        "a weight too small without brackets, the total wrong",
        NO_BRACKETS | second(G13=15, H13=15, H19=d("98.33")),
        ["ZP-11 info 项目二 从属", "ZP-07 error 项目二!G19", "ZP-08 error 项目二!H19"],
    ),
    (
        "a score in words outside its band, the total right",
        second(E17="有效改善库房环境", F17="达成年度指标", H17=3),
        [
            "ZP-21 warning 项目二!E17", "ZP-18 warning 项目二!H17", "ZP-15 error 项目二!I17 从属",
            "ZP-08 error 项目二!H19 从属",
        ],
    ),
    (
        "a score in words outside its band, the total wrong",
        second(E17="有效改善库房环境", F17="达成年度指标", H17=3, H19=d("78.33")),
        [
            "ZP-21 warning 项目二!E17", "ZP-18 warning 项目二!H17", "ZP-15 error 项目二!I17 从属",
            "ZP-08 error 项目二!H19",
        ],
    ),
    (
        "words that allow no full marks ask for a reason anyway",
        second(E17="有效改善库房环境", F17="部分达成", H17=3),
        [
            "ZP-21 warning 项目二!E17", "ZP-18 warning 项目二!H17", "ZP-15 error 项目二!I17",
            "ZP-08 error 项目二!H19",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in ALL])
def test_right_and_wrong_totals(changes: Changes, expected: list[str]) -> None:
    assert list(map(line, made(changes).findings)) == expected


NOT_FOUND: list[tuple[str, Changes, list[str]]] = [
    ("as the amounts give it", {}, []),
    ("without it", overall(H21=d("87.5")), []),
    ("of neither", overall(H21=96), ["ZP-08 undecided 部门自评表!H21 从属"]),
    ("far off", overall(H21=60), ["ZP-08 undecided 部门自评表!H21 从属"]),
    ("but for a wrong score", overall(H18=12), ["ZP-14 error 部门自评表!H18", "ZP-15 error 部门自评表!I18 从属"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in NOT_FOUND])
def test_the_score_of_budget_execution_was_not_found(changes: Changes, expected: list[str]) -> None:
    found = made(overall(I3=None, I4=None) | changes).findings
    assert [line(one) for one in found if one.rule != "TY-13"] == expected
    assert "TY-13 error 部门自评表" in map(line, found)


def test_a_total_without_its_parts_says_what_was_not_found() -> None:
    told = made(overall(I3=None, I4=None, H21=96)).only("ZP-08")
    assert "没有读到预算执行的得分，不能判断总得分是否正确" in told.message
    assert told.computed is None


def test_weights_that_were_not_found_are_no_zero() -> None:
    """A weight of 15 for 20 cannot be told from the weight of budget execution that was not found."""
    changes = overall(H3=None, H4=None, B13="产出指标", B18="效益指标", B20="满意度指标", G18=15)
    found = made(changes).findings
    told = [line(one) for one in found if one.rule in ("ZP-07", "ZP-09", "ZP-11", "ZP-14")]
    assert told == [
        "ZP-11 info 部门自评表",
        "ZP-09 error 部门自评表!H18 从属",
        "ZP-14 error 部门自评表!H18",
        "ZP-07 undecided 部门自评表!G21 从属",
    ]
    (weights,) = [one for one in found if one.rule == "ZP-11"]
    assert "权重为产出 50、效益 25、满意度 10，" in weights.message


def alone(**cells: Content) -> list[str]:
    """What is said of the first project's form by itself (mof-2020, where weights and scores are optional)."""
    rows = {FIRST: sheets()[FIRST]}
    for address, content in cells.items():
        rows[FIRST][int(address[1:]) - 1][column_number(address[0]) - 1] = content
    checked = check_book(book_of(rows), "return.xlsx", "", Options("mof-2020"))
    return [line(found) for found in checked.findings]


def test_weights_of_another_heading_do_not_make_a_wrong_sum() -> None:
    assert alone() == []
    assert alone(G12="应占分数") == [
        "ZP-06 undecided 项目一!A1 从属",
        "ZP-07 undecided 项目一!A1 从属",
        "WJ-12 warning 项目一!G12",
    ]


def test_scores_of_another_heading_do_not_make_a_wrong_total() -> None:
    told = ["ZP-08 undecided 项目一!A1 从属", "WJ-12 warning 项目一!H12"]
    assert alone(H12="评判结果") == told
    assert alone(H12="评判结果", H19=None) == told


def test_a_total_is_right_with_the_score_that_is_due() -> None:
    assert alone(I5="结果") == ["WJ-12 warning 项目一!I5"]
    assert alone(I5="结果", H19=98) == ["WJ-12 warning 项目一!I5", "ZP-08 undecided 项目一!H19 从属"]


# --- the score that the form's head states as well -----------------------------------------------------------


def with_head(label: str, score: Content, changes: dict[tuple[int, int], Content] | None = None) -> list[str]:
    """What is said of a project form (total 99.98) with a score in its head and cells changed, from 0."""
    rows = sheets()[FIRST]
    rows[2] = [*rows[2], None, label, score]
    for (row, col), content in (changes or {}).items():
        rows[row][col] = content
    result = check_book(book_of({FIRST: rows}), "return.xlsx", "", Options())
    return [line(found) for found in result.findings]


@pytest.mark.case("ZP-08", "passes")
@pytest.mark.parametrize("label", ["自评得分", "自评总分", "项目总得分"])
@pytest.mark.parametrize("score", [d("99.98"), "99.98分", 100, "100.0"])
def test_the_score_in_the_head_is_the_total_or_that_rounded(label: str, score: Content) -> None:
    assert with_head(label, score) == []


@pytest.mark.case("ZP-08", "fails")
@pytest.mark.parametrize("score", [98, "98.98分", d("99.8")])
def test_another_score_in_the_head_is_wrong(score: Content) -> None:
    assert with_head("自评得分", score) == [f"ZP-08 error {FIRST}!E3"]


@pytest.mark.case("ZP-08", "boundary")
def test_the_score_in_the_head_may_be_right_where_the_total_is_wrong() -> None:
    assert with_head("自评得分", d("99.98"), {(18, 7): d("98.98")}) == [f"ZP-08 error {FIRST}!H19"]


@pytest.mark.case("ZP-08", "boundary")
def test_the_score_in_the_head_follows_from_a_wrong_score() -> None:
    changes: dict[tuple[int, int], Content] = {(17, 7): 11, (18, 7): d("100.98")}
    assert with_head("自评得分", d("99.98"), changes) == [
        f"ZP-08 error {FIRST}!E3 从属",
        f"ZP-09 error {FIRST}!H18 从属",
        f"ZP-14 error {FIRST}!H18",
    ]


UNSCORED: dict[str, Content] = {
    **dict.fromkeys(("G5", "G6", "G7", "I5", "I6", "I7"), None),
    **{"B13": "产出指标", "B17": "效益指标", "B18": "满意度指标", "G13": 30, "H13": 30, "H19": 100},
}
"""A form that gives no points for budget execution: its indicators' weights alone make 100."""


def of_scores(**cells: Content) -> list[str]:
    return [line for line in alone(**UNSCORED | cells) if line.startswith(("ZP-07", "ZP-08"))]


def test_the_total_of_a_form_that_does_not_score_execution() -> None:
    assert of_scores() == []
    assert of_scores(H19=99) == ["ZP-08 error 项目一!H19"]
    assert of_scores(H18=9, H19=99) == []


def test_where_weights_leave_room_for_it_execution_may_be_scored() -> None:
    assert of_scores(G13=20, H13=20, H19=97) == ["ZP-08 undecided 项目一!H19"]
