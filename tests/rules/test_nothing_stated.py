"""However a unit writes that it states nothing, every rule reads it alike."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cases import base, line, overall
from made import Content, made
from made_declared import ONE, declared
from perfxl.documents.facts import context
from perfxl.returns.numbers import says_nothing

WAYS = [
    "无", "无。", "暂无", "暂无。", "不适用", "不涉及", "N/A", "na", "/", "//", "\\", "-", "--", "－", "—", "——", "———", "___",
    "…", "。", ".",
]  # fmt: skip
NOTHING = ["", "　", "……", "...", *WAYS]
"""With the row of dots of an unfilled form, which TY-14 tells as well."""
SOMETHING = ["0", "暂无上级批复", "无超标采购", "-5", "5/8", "同上", "良好"]

every_way = pytest.mark.parametrize("written", [*WAYS, None])


@pytest.mark.parametrize("written", NOTHING)
def test_it_says_nothing(written: str) -> None:
    assert says_nothing(written)


@pytest.mark.parametrize("written", SOMETHING)
def test_it_says_something(written: str) -> None:
    assert not says_nothing(written)


def _told(changes: Mapping[tuple[str, str], Content]) -> list[str]:
    return [line(finding) for finding in made(changes).findings]


@every_way
def test_no_reason_for_a_deviation(written: str | None) -> None:
    assert _told(overall(I14=written)) == ["ZP-15 error 部门自评表!I14"]


@every_way
def test_no_reason_for_a_score_that_the_figures_do_not_give(written: str | None) -> None:
    """With a reason a lower score is only to be explained."""
    told = _told(overall(H14=5, H21="94.89", I14=written))
    assert told == ["ZP-14 error 部门自评表!H14", "ZP-15 error 部门自评表!I14 从属"]


@every_way
def test_no_measures(written: str | None) -> None:
    assert _told(base(B23=written)) == ["BD-15 info 基础数据表!B23"]


@every_way
def test_no_actual(written: str | None) -> None:
    assert _told(overall(F15=written)) == ["ZP-10 error 部门自评表!F15"]


@every_way
def test_no_target_in_a_declaration(written: str | None) -> None:
    result = declared({(ONE, "F12"): written})
    assert [line(finding) for finding in result.findings] == ["SB-09 error 项目一!F12"]


@pytest.mark.parametrize("written", ["无", "无。", "暂无", "暂无。"])
def test_none_of_what_should_not_happen_is_a_value(written: str) -> None:
    assert _told(overall(D15="安全事故发生数", E15="无", F15=written)) == []
    assert declared({(ONE, "D12"): "安全事故起数", (ONE, "F12"): written}).findings == []


@pytest.mark.parametrize("written", ["/", "—", "不适用", "N/A"])
def test_a_dash_is_no_value_of_what_should_not_happen(written: str) -> None:
    assert _told(overall(D15="安全事故发生数", E15="无", F15=written)) == ["ZP-10 error 部门自评表!F15"]


@every_way
def test_a_document_names_no_indicator_without_a_target(written: str | None) -> None:
    result = made(overall(E15=written))
    names = [entry["三级指标"] for entry in context(result.ret)["指标"]]
    assert "接收档案卷数" in names
    assert "数字化合格率" not in names
