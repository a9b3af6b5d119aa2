"""TY-08 of scores typed with words or with their full marks: read, and compared like any other."""

from __future__ import annotations

import pytest

from cases import Changes, line, second
from made import d, made

AS_TYPED = "TY-08 info 项目二!H19"

ALL: list[tuple[str, Changes, list[str]]] = [
    ("a total called by its name", second(H19="自评得分99.33分"), [AS_TYPED]),
    ("a total behind its grade", second(H19="优（99.33分）"), [AS_TYPED]),
    ("a total above its grade", second(H19="99.33\n优"), [AS_TYPED]),
    ("a total of the whole", second(H19="99.33/100"), [AS_TYPED]),
    ("a total behind its whole", second(H19="100/99.33"), [AS_TYPED]),
    ("a wrong total behind its whole", second(H19="100/96.33"), ["ZP-08 error 项目二!H19", AS_TYPED]),
    ("a total in words", second(H19="九十九点三三分"), [AS_TYPED]),
    ("a wrong total with words", second(H19="自评得分96.33分"), ["ZP-08 error 项目二!H19", AS_TYPED]),
    ("a wrong total in words", second(H19="九十六点三三分"), ["ZP-08 error 项目二!H19", AS_TYPED]),
    ("another grade than the total's", second(H19="自评99.33分，良"), ["ZP-29 error 项目二!H19", AS_TYPED]),
    ("a total of another whole", second(H19="99.33/110"), ["TY-08 error 项目二!H19"]),
    (
        "scores with their full marks",
        second(H13="20/20", H14="10/10", I6="9.33/10", H19="99.33/100"),
        ["TY-08 info 项目二!I6"],
    ),
    ("other full marks than the weight", second(H13="20/25"), ["TY-08 error 项目二!H13"]),
    (
        "a weight that is wrong itself",
        second(G13=25, H13="20/20", B13="产出指标"),
        [
            "ZP-11 info 项目二 从属", "TY-08 error 项目二!H13 从属", "ZP-14 error 项目二!H13 从属",
            "ZP-15 error 项目二!I13 从属", "ZP-07 error 项目二!G19",
        ],
    ),
    ("a score of nothing certain", second(H19="≈99.33"), ["TY-08 error 项目二!H19", "ZP-08 undecided 项目二!H19 从属"]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [pytest.param(c, e, id=name) for name, c, e in ALL])
def test_scores_with_words(changes: Changes, expected: list[str]) -> None:
    assert [line(one) for one in made(changes).findings] == expected


def test_what_the_full_marks_should_be() -> None:
    (found,) = made(second(H13="20/25")).findings
    assert (found.stated, found.computed) == ("20/25", "20")
    assert "斜线后的满分 25 分与分值 20 分不一致" in found.message


def test_a_score_in_words_is_told_with_its_reading() -> None:
    (found,) = made(second(H19="九十九点三三分")).findings
    assert "“九十九点三三分”不是单独的数字，已按 99.33 分审核" in found.message
    wrong, _ = made(second(H19="九十六点三三分")).findings
    assert (wrong.stated, wrong.computed, wrong.difference) == ("96.33", "99.33", d("-3"))
