"""A report in 万元 beside forms in 元: the amounts are compared in 万元, by the unit marked or as they are written."""

from __future__ import annotations

import pytest

from made import BASE, FIRST, SECOND, Content, made
from words_support import findings, line
from yuan import all_in_yuan

IN_YUAN = all_in_yuan(made())
ONLY_MARKED: dict[tuple[str, str], Content] = {
    (BASE, "D3"): "单位：元", (FIRST, "A5"): "项目资金（元）", (SECOND, "A5"): "项目资金（元）",
}  # fmt: skip
"""Forms in 万元 all the same."""
RIGHT = "2021年部门基本支出318.22万元，公用经费57.5万元，项目支出82.9万元。\n其中档案数字化项目支出54.9万元。"


@pytest.mark.case("BG-05", "passes")
@pytest.mark.case("KB-09", "passes")
@pytest.mark.parametrize("changes", [{}, IN_YUAN, ONLY_MARKED], ids=["wan", "yuan", "only-marked"])
@pytest.mark.parametrize("text", [RIGHT, "2021年部门决算支出总计401.12万元，基本支出318.22万元。"])
def test_a_report_that_agrees(text: str, changes: dict[tuple[str, str], Content]) -> None:
    assert findings(text, "hunan", changes) == []


@pytest.mark.case("BG-05", "fails")
@pytest.mark.parametrize("changes", [{}, IN_YUAN, ONLY_MARKED], ids=["wan", "yuan", "only-marked"])
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("公用经费57.5万元", "公用经费58.5万元", "公用经费 58.5 万元，基础数据表的公用经费（2021年决算数） 57.5 万元，报告多 1 万元"),
        ("支出54.9万元", "支出45.9万元", "45.9 万元，基础数据表的档案数字化（2021年决算数） 54.9 万元，报告少 9 万元"),
    ],
)  # fmt: skip
def test_one_amount_that_does_not(
    right: str, wrong: str, said: str, changes: dict[tuple[str, str], Content]
) -> None:
    assert right in RIGHT
    found = findings(RIGHT.replace(right, wrong), "hunan", changes)
    assert [line(finding) for finding in found] == ["BG-05 error"]
    assert said in found[0].message


@pytest.mark.case("KB-09", "fails")
@pytest.mark.parametrize("changes", [{}, IN_YUAN], ids=["wan", "yuan"])
def test_another_outturn_in_the_final_accounts(changes: dict[tuple[str, str], Content]) -> None:
    text = "2021年部门决算支出总计411.12万元，基本支出318.22万元。"
    found = findings(text, "hunan", changes)
    assert [line(finding) for finding in found] == ["KB-09 warning"]
    assert "411.12 万元，部门自评表的执行数 401.12 万元，报告多 10 万元" in found[0].message
