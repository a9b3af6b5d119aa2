"""WJ-12 of columns: figures under a heading that is none of the form's, and what then cannot be judged."""

from __future__ import annotations

import pytest

from cases import line
from made import BASE, FIRST, Content, Made, book_of, d, sheets
from perfxl.audit import audit
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

Rows = list[list[Content]]
HEADER, LAST = 11, 18
"""The row (from 0) of the first project form with the header of its list, and the one with its total."""


def national(rows: Rows, form_set: str = "mof-2020") -> Made:
    """The first project form (with whatever else is in it) read with a form set and audited."""
    book = book_of({FIRST: rows})
    ret = read_return(book, [load_form_set(form_set)])
    assert ret is not None
    return Made(book, ret, audit(ret))


def headed(heading: Content, col: int, row: int = HEADER, **cells: Content) -> Made:
    """The first project form with another heading over one column (from 1), and other contents of cells."""
    rows = sheets()[FIRST]
    rows[row][col - 1] = heading
    for address, content in cells.items():
        rows[int(address[1:]) - 1][ord(address[0]) - ord("A")] = content
    return national(rows)


def primary(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.primary)


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


@pytest.mark.parametrize(
    "heading", ["单项指标得分", "指标得分", "实际得分", "评价得分", "自评得分", "得分（分）"]
)
def test_other_names_of_the_score(heading: str) -> None:
    assert said(headed(heading, 8)) == []
    assert primary(headed(heading, 8, H13=21)) == ["ZP-14 error 项目一!H13"]


@pytest.mark.parametrize(
    "heading", ["指标分值（权重）", "满分", "权数", "应得分", "分值权重", "指标权重", "标准分"]
)
def test_other_names_of_the_weight(heading: str) -> None:
    assert said(headed(heading, 7)) == []
    assert primary(headed(heading, 7, G13=21)) == ["ZP-06 error 项目一!B13"]


@pytest.mark.parametrize(
    "heading",
    ["预算执行得分", "指标得分", "评价得分", "得分（执行率*10）", "得分（执行率×10）", "得分（10分*执行率）"],
)
def test_other_names_of_the_score_of_budget_execution(heading: str) -> None:
    assert said(headed(heading, 9, row=4)) == []
    assert primary(headed(heading, 9, row=4, I6=10)) == ["XM-07 error 项目一!I6"]


@pytest.mark.case("WJ-12", "fails")
@pytest.mark.parametrize("heading", ["自我打分结果", None])
def test_scores_under_a_heading_that_is_not_understood(heading: str | None) -> None:
    """What they add up to is not known: no error, and no figure filled in."""
    made = headed(heading, 8, H13=21)
    at = "H12" if heading else "H13"
    assert said(made) == ["WJ-12 warning 项目一!" + at, "ZP-08 undecided 项目一!A1 从属"]
    head = "“自我打分结果”栏" if heading else "没有标题的一栏"
    assert f"{at} {head}的数字没有审核，表样的“得分”栏没有找到。" in made.only("WJ-12").message
    assert f"{head}不知是不是“得分”，没有读取，不能判断总得分" in made.only("ZP-08").message
    assert fill(made.ret) == []


@pytest.mark.case("WJ-12", "fails")
def test_weights_under_a_heading_that_is_not_understood() -> None:
    assert said(headed("比重", 7)) == [
        "WJ-12 warning 项目一!G12", "ZP-06 undecided 项目一!A1 从属", "ZP-07 undecided 项目一!A1 从属",
    ]  # fmt: skip


@pytest.mark.case("WJ-12", "fails")
def test_a_score_of_budget_execution_that_is_not_read() -> None:
    assert said(headed("打分", 9, row=4, I6=10)) == [
        "WJ-12 warning 项目一!I5",
    ]  # fmt: skip


@pytest.mark.case("WJ-12", "fails")
def test_a_missing_column_that_the_form_must_have_is_the_finding() -> None:
    """TY-13 tells that it is missing; what may stand for it follows."""
    rows = sheets()[FIRST]
    rows[HEADER][7] = "评议"
    made = national(rows, "hunan-2021")
    assert primary(made) == ["TY-13 error 项目一"]
    assert "WJ-12 warning 项目一!H12 从属" in said(made)


@pytest.mark.case("WJ-12", "fails")
@pytest.mark.parametrize("figures", [["98.5%", "101%"], [98, 101]])
def test_a_column_of_the_unit_s_own_is_only_mentioned(figures: list[Content]) -> None:
    """All columns that the form adds up are there, so that it can be none of them."""
    rows = sheets()[FIRST]
    for number, content in enumerate(["进度评估", *figures], HEADER):
        rows[number] = [*rows[number], *[None] * (9 - len(rows[number])), content]
    made = national(rows)
    assert said(made) == ["WJ-12 info 项目一!J12"]
    assert "“进度评估”栏的数字没有审核。是表样的栏目的，请改回" in made.only("WJ-12").message


@pytest.mark.case("WJ-12", "boundary")
@pytest.mark.parametrize(
    ("heading", "figures"), [("序号", [1, 2, 3]), ("进度评估", [98]), ("进度评估", ["好", "好"])]
)
def test_numbers_of_rows_and_lone_figures_are_not_told(heading: str, figures: list[Content]) -> None:
    rows = sheets()[FIRST]
    for number, content in enumerate([heading, *figures], HEADER):
        rows[number] = [*rows[number], *[None] * (9 - len(rows[number])), content]
    assert said(national(rows)) == []


@pytest.mark.case("WJ-12", "fails")
def test_a_column_in_a_grid() -> None:
    rows = sheets()[BASE]
    rows[5] = [*rows[5], "2021年调整数"]
    rows[18] = [*rows[18], d("86")]
    book = book_of({**sheets(), BASE: rows})
    ret = read_return(book, [load_form_set("hunan-2021")])
    assert ret is not None
    assert [line(found) for found in audit(ret)] == ["WJ-12 info 基础数据表!E6"]


@pytest.mark.case("ZP-11", "boundary")
def test_a_weight_that_is_not_stated_is_not_said_to_be_zero() -> None:
    rows = sheets()[FIRST]
    rows[4][6] = rows[5][6] = None
    rows[12][1] = "产出指标(60分)"
    rows[12][6] = rows[12][7] = 30
    rows[18][7] = d("109.98")
    made = national(rows)
    message = made.only("ZP-11").message
    assert "一级指标权重为产出 60、效益 30、满意度 10，与" in message
