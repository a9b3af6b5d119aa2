"""Headings of an indicator list for short: 预期, 实际, 自评 mean a column beside the list's other headings."""

from __future__ import annotations

import pytest

from cases import first, line
from made import FIRST, Content, made
from made_national import department_rows, returned

ROWS = range(13, 19)


def headed(*headings: str, **cells: Content) -> list[str]:
    """What is found in a project's form with these headings of target, actual, weight and score."""
    named = {f"{column}12": heading for column, heading in zip("EFGH", headings, strict=True)}
    return [line(one) for one in made(first(**named, **cells)).findings]


@pytest.mark.parametrize(
    "headings",
    [
        ("预期", "实际", "分值", "得分"),
        ("目标", "完成", "分值", "自评分"),
        ("目标", "完成", "满分", "单位自评"),
        ("年初", "全年", "分值", "自评"),
        ("全年", "实际", "分值", "得分"),
        ("计划数", "实际完成数", "权重", "实得分"),
        ("年度指标值", "年末", "应得", "分"),
        ("年度指标值", "实际完成值", "分", "得分"),
        ("预期", "实际", "分数", "自评"),
    ],
)
def test_what_stands_below_is_judged(headings: tuple[str, ...]) -> None:
    assert headed(*headings) == []
    assert headed(*headings, F13="30万页") == [f"ZP-14 error {FIRST}!H13"]
    assert headed(*headings, H19=99) == [f"ZP-08 error {FIRST}!H19"]


def test_it_is_so_on_the_national_form_of_a_department() -> None:
    short: dict[str, Content] = {"E11": "预期", "F11": "实际", "G11": "分", "H11": "单位自评"}
    assert [line(one) for one in returned(department_rows(), short).findings] == []
    missed = returned(department_rows(), {**short, "F12": "1600卷"}).findings
    assert [line(one) for one in missed] == ["ZP-14 error 表!H12"]


def test_what_may_be_either_of_two_columns_is_none() -> None:
    assert f"TY-13 error {FIRST}" in headed("全年", "年度", "分值", "得分")


def test_of_two_headings_for_one_column_none_is_it() -> None:
    assert f"TY-13 error {FIRST}" in headed("年度指标值", "完成", "分值", "得分", I12="实际")


def test_a_score_is_not_sought_where_there_is_no_figure() -> None:
    words = {f"H{row}": "已完成" for row in ROWS}
    assert f"TY-13 error {FIRST}" in headed("年度指标值", "实际完成值", "分值", "自评结果", **words)


def test_a_heading_left_of_the_names_is_a_caption() -> None:
    assert f"TY-13 error {FIRST}" in headed("指标说明", "实际完成值", "分值", "得分", A12="目标")
