"""TY-13: labels in other words are told once a workbook, and gravely only where something may have got lost."""

from __future__ import annotations

import pytest

from cases import Changes, base, first, line, overall, second
from made import made

RENAMED = {"E12": "年初设定的目标值"}


def test_a_rename_that_was_understood_is_told_once_for_all_forms() -> None:
    (found,) = made(overall(**RENAMED) | first(**RENAMED) | second(**RENAMED)).findings
    assert line(found) == "TY-13 info 部门自评表!E12"
    assert "“年初设定的目标值”应为“年度指标值”（共 3 处）。" in found.message
    assert [(place.sheet, place.address) for place in found.related] == [("项目一", "E12"), ("项目二", "E12")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (base(A8="其中：公用经费开支"), ["TY-13 info 基础数据表!A8"]),
        (overall(F5="按指出性质分：405.4"), ["TY-13 error 部门自评表!F5"]),
        (first(E12="年度指标直") | second(E12="年度指标直"), ["TY-13 error 项目一!E12"]),
        (first(**RENAMED) | second(E12="年度指标直"), ["TY-13 info 项目一!E12", "TY-13 error 项目二!E12"]),
    ],
)
def test_a_wrong_character_is_an_error(changes: Changes, expected: list[str]) -> None:
    assert [line(found) for found in made(changes).findings] == expected


def test_a_rename_beside_a_missing_label_is_an_error() -> None:
    """The label that is missing may be the one that was renamed."""
    told = made(base(A8="其中：公用经费开支", A11=None, B11=None, C11=None, D11=None)).findings
    assert [line(found) for found in told if found.rule == "TY-13"] == [
        "TY-13 error 基础数据表",
        "TY-13 error 基础数据表!A8",
    ]


def test_a_label_that_all_project_forms_lack_is_told_once() -> None:
    (found,) = made(first(F4=None, E4=None, G4=None) | second(F4=None, E4=None, G4=None)).findings
    assert line(found) == "TY-13 error 项目一"
    assert "缺少“实施单位”（共 2 张表）。" in found.message
    assert [place.sheet for place in found.related] == ["项目二"]


def test_a_label_that_only_one_of_them_lacks_is_told_there() -> None:
    (found,) = made(second(F4=None, E4=None, G4=None)).findings
    assert line(found) == "TY-13 error 项目二"
    assert "缺少“实施单位”。" in found.message
    assert found.related == ()


def test_what_all_lack_and_what_one_lacks_are_told_apart() -> None:
    without = {"E4": None, "G4": None}
    told = made(first(**without) | second(**without, A3=None, B3=None)).findings
    assert [line(found) for found in told if found.rule == "TY-13"] == [
        "TY-13 error 项目一",
        "TY-13 error 项目二",
    ]
