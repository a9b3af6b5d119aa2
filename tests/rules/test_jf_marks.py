"""Scoring tables with the full marks of every level in columns of their own, all headed alike."""

from __future__ import annotations

import re

import pytest

from cases import line
from made import Content, Made, book_of
from made_scoring import FIGURES, TABLE, figure_rows, table_rows
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return

_MARK = re.compile(r"（(\d+(?:\.\d+)?)分）$")
HEADS = {
    "all are called 得分": ("得分", "得分"),
    "full marks are called 分值": ("分值", "自评得分"),
    "full marks are called 得分, the score 自评分": ("得分", "自评分"),
}


def apart(label: Content) -> list[Content]:
    """A label and the full marks that stand behind it."""
    match = _MARK.search(label) if isinstance(label, str) else None
    return [label, None] if match is None else [_MARK.sub("", str(label)), int(match[1])]


def in_columns(mark: str, score: str, **cells: Content) -> Made:
    """The clean scoring table with its full marks in columns, some cells changed, and audited."""
    rows: list[list[Content]] = [table_rows()[0]]
    rows.append(["一级指标", mark, "二级指标", mark, "三级指标", mark, "评价标准", score])
    for first, second, third, stated, _, points in table_rows()[2:-1]:
        rows.append([*apart(first), *apart(second), *apart(third), points, stated])
    rows.append(["合计", 100, None, None, None, None, None, table_rows()[-1][3]])
    for address, content in cells.items():
        rows[int(address[1:]) - 1][ord(address[0]) - ord("A")] = content
    book = book_of({TABLE: rows, FIGURES: figure_rows()})
    ret = read_return(book, [load_form_set("yiyang-2018")])
    assert ret is not None
    return Made(book, ret, audit(ret))


def said(made: Made) -> list[str]:
    return [line(found) for found in made.findings if found.primary]


@pytest.mark.case("JF-02", "passes")
@pytest.mark.parametrize(("mark", "score"), HEADS.values(), ids=HEADS)
def test_full_marks_in_columns_of_their_own(mark: str, score: str) -> None:
    made = in_columns(mark, score)
    assert said(made) == []
    entry = made.ret.forms[0].entries["绩效指标"][0]
    assert [entry[name].place.address for name in ("分值", "得分")] == ["F3", "H3"]
    assert "".join(entry["一级指标"].text.split()) == "投入（20分）"


@pytest.mark.case("JF-03", "fails")
@pytest.mark.case("JF-01", "fails")
@pytest.mark.parametrize(("mark", "score"), HEADS.values(), ids=HEADS)
def test_what_is_wrong_is_found_there(mark: str, score: str) -> None:
    assert "JF-03 error 计分表!H3" in said(in_columns(mark, score, H3=3))
    assert said(in_columns(mark, score, H30=90)) == ["JF-01 error 计分表!H30"]


@pytest.mark.case("JF-02", "fails")
@pytest.mark.parametrize(("cell", "at"), [("B3", "A3"), ("D5", "C5")])
def test_the_full_marks_of_a_level_are_compared_with_those_below(cell: str, at: str) -> None:
    made = in_columns("得分", "得分", **{cell: 16})
    assert f"JF-02 error 计分表!{at}" in said(made)


@pytest.mark.case("TY-07", "boundary")
@pytest.mark.case("TY-02", "boundary")
def test_a_table_without_amounts_needs_no_unit_of_money_and_no_year() -> None:
    """Hunan's of 2018 stands beside the 基础数据表, which states both."""
    rows: list[list[Content]] = [
        ["部门整体支出绩效评价指标表"],
        ["一级指标", "得分", "二级指标", "得分", "三级指标", "得分", "评价标准", "指标说明", "得分"],
        ["过程", 14, "预算管理", 14, "制度健全性", 8, "制度健全的计满分", "已制定财务管理制度", 8],
        [None, None, None, None, "资金合规性", 6, "支出合规的计满分", "支出均符合规定", 5],
        ["合计", 14, None, None, None, None, None, None, 13],
    ]
    book = book_of({"指标表": rows})
    ret = read_return(book, [load_form_set("hunan-2019")])
    assert ret is not None
    assert audit(ret) == []
