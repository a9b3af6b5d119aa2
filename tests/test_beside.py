"""Which cell right of a label is its value: not what stands beside the form, and under the column that counts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cases import line
from made import OVERALL, Content, Made, book_of, d
from made_hunan_2022 import department_rows, hunan_2022_sheets
from perfxl.audit import audit
from perfxl.fill import fill
from perfxl.formset.load import FormSetError, load_form_set, read_form_set, templates_folder
from perfxl.returns.recognise import read_return

Rows = list[list[Content]]
WIDTH = 9
"""Columns of the department's form."""


def with_beside(rows: Rows, gap: int, content: Content) -> Rows:
    """The rows of a form with something in every row beside it, behind ``gap`` blank columns."""
    return [[*row, *[None] * (WIDTH - len(row) + gap), content] for row in rows]


def read_2022(department: Rows) -> Made:
    book = book_of(hunan_2022_sheets() | {OVERALL: department})
    ret = read_return(book, [load_form_set("hunan-2022")])
    assert ret is not None
    return Made(book, ret, audit(ret))


def said(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.rule != "WJ-12")


@pytest.mark.parametrize("content", [d("13.7"), "合计", "12.5万元"])
@pytest.mark.parametrize("gap", [1, 2, 5])
def test_an_empty_amount_is_not_what_stands_beside_the_form(gap: int, content: Content) -> None:
    made = read_2022(with_beside(department_rows(), gap, content))
    (form,) = made.ret.of(OVERALL)
    assert said(made) == []
    assert form.value("其他资金").blank
    assert fill(made.ret) == []


def test_a_wrong_sum_is_found_beside_other_figures() -> None:
    rows = with_beside(department_rows(), 1, d("13.7"))
    rows[6][3] = d("390.4")
    made = read_2022(rows)
    assert said(made) == [f"ZP-03 error {OVERALL}!D6 从属", f"ZP-03 error {OVERALL}!E5"]
    (wrong,) = [found for found in made.findings if found.primary and found.rule == "ZP-03"]
    assert (wrong.stated, wrong.computed) == ("405.4", "400.4")


def test_a_figure_beside_the_form_is_no_name() -> None:
    rows = with_beside(department_rows(), 1, d("13.7"))
    rows[2][2] = None
    assert said(read_2022(rows)) == [f"TY-01 error {OVERALL}!B3"]


def in_three_columns() -> Rows:
    """The department's form of which every source and kind of money is filled in under the columns of its header."""
    rows = department_rows()
    money = [
        ("按收入性质分：", "390", "405.4", "401.12"),
        ("其中：一般公共预算收入：", "382", "395.4", "391.12"),
        ("政府性基金拨款：", "0", "0", "0"),
        ("纳入专户管理的非税收入拨款：", "8", "10", "10"),
        ("其他资金：", "0", "0", "0"),
        ("按支出性质分：", "390", "405.4", "401.12"),
        ("其中：基本支出：", "310", "320.4", "318.22"),
        ("项目支出：", "80", "85", "82.9"),
    ]
    columns: Rows = [[None, label, None, *map(Decimal, figures), "—", "—", "—"] for label, *figures in money]
    return [*rows[:5], *columns, *rows[10:]]


def test_of_three_columns_that_of_the_whole_years_budget_counts() -> None:
    made = read_2022(in_three_columns())
    (form,) = made.ret.of(OVERALL)
    assert said(made) == []
    assert (form.value("项目支出").place.address, form.value("项目支出").text) == ("E13", "85")


def test_a_wrong_figure_in_that_column_is_told_there() -> None:
    rows = in_three_columns()
    rows[12][4] = d("86")
    rows[11][4] = d("319.4")
    made = read_2022(rows)
    assert said(made) == [f"KB-02 error {OVERALL}!E12", f"KB-02 error {OVERALL}!E13"]


def test_the_column_of_a_field_is_one_of_the_form(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = (templates_folder() / "hunan-2022" / "form-set.yaml").read_text(encoding="utf-8")
    wrong = text.replace("column: 资金总额", "column: 资金", 1)
    (folder / "form-set.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(FormSetError, match="按收入性质分：“资金”不是本表单行栏目的一栏"):
        read_form_set(folder)


def test_an_empty_value_stands_behind_the_blank_column_that_was_inserted() -> None:
    rows = [[*row[:1], None, *row[1:]] for row in department_rows()]
    rows[2][3] = None
    assert said(read_2022(rows)) == [f"TY-01 error {OVERALL}!C3"]


def test_a_scratch_table_beside_the_form_does_not_stand_for_its_own_labels() -> None:
    rows = with_beside(department_rows(), 1, None)
    rows[1][-1:] = ["基本支出", d("777")]
    rows[2][-1:] = ["资金总额", d("888")]
    made = read_2022(rows)
    assert said(made) == []
    assert fill(made.ret) == []
