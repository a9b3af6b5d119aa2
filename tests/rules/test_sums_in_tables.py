"""Subtotals, merged scores and the column 分值 in scoring tables; subtotals among the tasks of a declaration."""

from __future__ import annotations

import re

import pytest

import made_declared
import made_scoring
from cases import line
from made import Content, Made, book_of, d
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.rules.first_levels import declared_weight
from perfxl.workbook.model import Area

TABLE = made_scoring.TABLE
Rows = list[list[Content]]


def audited(rows: Rows, merges: tuple[Area, ...] = (), form_set: str = "yiyang-2018") -> Made:
    """A scoring table alone, or a declaration, with its findings."""
    book = book_of({TABLE: rows})
    book.sheets[0].merges.extend(merges)
    ret = read_return(book, [load_form_set(form_set)])
    assert ret is not None
    return Made(book, ret, audit(ret))


def said(made: Made) -> list[str]:
    """What is found, but for what cannot be judged because the figures are not in the return."""
    return sorted(line(finding) for finding in made.findings if finding.rule not in ("JF-05", "WJ-03"))


def in_a_column() -> Rows:
    """The table with its full marks in a column 分值 behind the labels; row 1 says who filled it in."""
    rows = made_scoring.table_rows()
    for row in rows[2:-1]:
        weight = declared_weight(str(row[2]))
        row[:3] = [re.sub(r"（\d+分）", "", text) if isinstance(text, str) else text for text in row[:3]]
        row.insert(3, weight)
    rows[1].insert(3, "分值")
    rows[-1].insert(3, 100)
    rows.insert(1, ["填报单位：示例市档案馆"])
    return rows


def test_full_marks_in_a_column() -> None:
    made = audited(in_a_column())
    assert said(made) == []
    assert made.ret.unit == "示例市档案馆"
    assert not [finding for finding in made.findings if "没有标明分值" in finding.message]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({(26, 4): 6, (30, 4): d("99.8")}, ["JF-03 error 计分表!E27"]),
        ({(30, 3): 99}, ["JF-02 error 计分表!D31"]),
        ({(29, 3): 6, (30, 3): 101}, ["JF-02 error 计分表!A1"]),
        ({(29, 3): 6}, ["JF-02 error 计分表!A1", "JF-02 error 计分表!D31 从属"]),
        ({(29, 2): "满意度（6分）"}, ["JF-02 error 计分表!D30", "JF-02 error 计分表!A1 从属", "JF-02 error 计分表!D31 从属"]),
        ({(29, 3): None}, ["JF-02 undecided 计分表!C30", "JF-03 undecided 计分表!E30 从属"]),
        ({(14, 3): 5, (30, 3): 101}, ["JF-02 error 计分表!A1 从属", "JF-04 error 计分表!D15"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_full_marks_in_a_column(
    cells: dict[tuple[int, int], Content], expected: list[str]
) -> None:
    rows = in_a_column()
    for (row, col), content in cells.items():
        rows[row][col] = content
    assert said(audited(rows)) == sorted(expected)


def test_no_score_above_a_label_and_no_total_above_the_whole_without_a_rule() -> None:
    """hunan-2019 lays down no total: there only the total row speaks of it."""
    rows = in_a_column()
    rows[0] = ["部门整体支出绩效评价指标计分表"]
    rows[30][3] = 99
    made = audited(rows, form_set="hunan-2019")
    assert [text for text in said(made) if text.startswith("JF")] == ["JF-02 error 计分表!D31"]


def test_subtotals_of_a_scoring_table() -> None:
    rows = made_scoring.table_rows()
    rows.insert(7, [None, "小计", None, 20])
    made = audited(rows)
    assert said(made) == []
    rows[7][3] = 19
    assert said(audited(rows)) == ["JF-01 error 计分表!D8"]


def test_a_merged_score_in_a_scoring_table() -> None:
    rows = made_scoring.table_rows()
    rows[2][3], rows[3][3] = 5, None
    merge = (Area(3, 4, 4, 4),)
    assert said(audited(rows, merge)) == []
    rows[2][3], rows[-1][3] = 6, d("99.8")
    assert said(audited(rows, merge)) == ["JF-03 error 计分表!D3"]


def test_a_scoring_table_without_indicators_is_found() -> None:
    rows = made_scoring.table_rows()
    del rows[2:-1]
    assert "JF-02 error 计分表!A2" in said(audited(rows))


def test_a_declaration_without_indicators_is_found() -> None:
    rows = made_declared.whole_rows()
    del rows[15:23]
    found = [text for text in said(audited(rows, form_set="hunan-2022-target")) if text.startswith("SB-09")]
    assert found == ["SB-09 error 计分表!B15"]


def test_subtotals_among_tasks() -> None:
    rows = made_declared.whole_rows()
    rows.insert(12, [None, "小计", None, None, d("88"), d("78")])
    form_set = "hunan-2022-target"
    right = [text for text in said(audited(rows, form_set=form_set)) if text.startswith("SB-03")]
    assert right == []
    rows[12][5] = d("77")
    wrong = [text for text in said(audited(rows, form_set=form_set)) if text.startswith("SB-03")]
    assert wrong == ["SB-03 error 计分表!F13"]


def test_weights_of_a_declaration_have_subtotals() -> None:
    rows = made_declared.whole_rows()
    rows[14].append("分值")
    for row, weight in zip(rows[15:23], (20, 10, 10, 10, 10, 20, 10, 10), strict=True):
        row.append(weight)
    rows.insert(20, [None, "小计", None, None, None, None, 60])
    form_set = "hunan-2022-target"
    assert [text for text in said(audited(rows, form_set=form_set)) if text.startswith("SB-17")] == []
    rows[20][6] = 50
    assert [text for text in said(audited(rows, form_set=form_set)) if text.startswith("SB-17")] == [
        "SB-17 error 计分表!G21"
    ]
