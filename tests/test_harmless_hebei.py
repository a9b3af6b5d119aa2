"""What units do to the forms of hebei-2020 without changing what they say must give no finding."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from made import Content, book_of
from made_hebei import PROJECT, WHOLE, audited, project_rows, said, whole_rows
from variations import VARIATIONS
from variations_of_layout import BOOKS

Rows = list[list[Content]]


def _down(rows: Rows, first: int, last: int, columns: tuple[int, ...]) -> None:
    """Repeat each category in the cells below it."""
    for column in columns:
        for row in range(first, last):
            if rows[row][column] is None:
                rows[row][column] = rows[row - 1][column]


def categories_in_every_row(whole: Rows, project: Rows) -> None:
    _down(whole, 15, 17, (1, 2))
    _down(whole, 20, 21, (1, 2))
    _down(project, 10, 16, (0, 1))


def header_only_once(whole: Rows, project: Rows) -> None:
    del whole[18]


def signatures_in_cells_of_their_own(whole: Rows, project: Rows) -> None:
    project[-1] = ["经办人（签字）：", None, "电话：", "（略）", None, "项目责任人（签字）："]


def rows_and_columns_inserted(whole: Rows, project: Rows) -> None:
    for rows in (whole, project):
        rows[:] = [[None, *row] for row in rows]
        for at in (17, 9, 5, 3):
            rows.insert(at, [])


def figures_with_and_without_their_unit(whole: Rows, project: Rows) -> None:
    project[3][2] = 10
    project[3][4] = "9.00 万元"
    project[3][6] = "１万元"
    whole[6][1] = "90.00　"


def figures_in_yuan_where_the_form_names_no_unit(whole: Rows, project: Rows) -> None:
    project[3][4] = "90000元"


def totals_left_to_the_computer(whole: Rows, project: Rows) -> None:
    whole[9][1] = None


def a_third_goal(whole: Rows, project: Rows) -> None:
    whole.append(["年度整体支出目标3", "完成馆库维护。"])
    whole.append([None, "馆库维护（0万元）", "产出指标", "维护库房间数", None, None, "≥12间"])


LAYOUTS: list[Callable[[Rows, Rows], None]] = [
    categories_in_every_row,
    header_only_once,
    signatures_in_cells_of_their_own,
    rows_and_columns_inserted,
    figures_with_and_without_their_unit,
    figures_in_yuan_where_the_form_names_no_unit,
    totals_left_to_the_computer,
    a_third_goal,
]


@pytest.mark.parametrize("change", LAYOUTS, ids=lambda change: change.__name__)
def test_one_layout(change: Callable[[Rows, Rows], None]) -> None:
    whole, project = whole_rows(), project_rows()
    change(whole, project)
    assert said(audited(book_of({WHOLE: whole, PROJECT: project})).findings) == []


@pytest.mark.parametrize("name", sorted({**VARIATIONS, **BOOKS}))
def test_one_variation(name: str) -> None:
    vary = {**VARIATIONS, **BOOKS}[name]
    for seed in range(4):
        rng = Random(seed)  # noqa: S311  # reproducible, not secret
        book = vary(book_of({WHOLE: whole_rows(), PROJECT: project_rows()}), rng)
        assert said(audited(book).findings) == []
