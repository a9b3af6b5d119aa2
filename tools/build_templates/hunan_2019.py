"""The 基础数据表 of a Hunan budget unit for 2019 (附件1): an older order of rows, without 一、 and 二、."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.build_templates import base_data as shared
from tools.build_templates import wording as say
from tools.build_templates.style import AMOUNT, NOTHING_TYPED, Book, Form, Value, cells

YEAR = 2019

THREE_EXPENSES_ROW = 7
PROJECT_TOTAL_ROW = 13
PROJECT_LINES = ("1、业务工作专项", "2、运行维护专项", "3、专项资金", "4、", "5、", "6、")
RUNNING_ROW = PROJECT_TOTAL_ROW + len(PROJECT_LINES) + 1
PURCHASES_ROW = RUNNING_ROW + 1 + len(shared.RUNNING_COSTS)
ADJUSTMENT_ROW = PURCHASES_ROW + 1
THRIFT_ROW = ADJUSTMENT_ROW + 1
LAST_ROW = THRIFT_ROW + 2


def template() -> bytes:
    """The blank workbook: one sheet, computed cells with their results on blank input."""
    book = Book("部门整体支出绩效评价基础数据表")
    base_data(book)
    return book.content()


def base_data(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """附件1 部门整体支出绩效评价基础数据表; ``typed`` is what a unit typed, by cell."""
    form = book.form("基础数据表", (33, 19, 19, 19), typed)
    shared.head(form, "附件1", YEAR)
    shared.labels(form, THREE_EXPENSES_ROW, _outdented(shared.THREE_EXPENSES))
    form.entries(cells("BCD", range(THREE_EXPENSES_ROW + 2, PROJECT_TOTAL_ROW)), AMOUNT)
    shared.three_expenses(form, THREE_EXPENSES_ROW)
    form.mark_text(f"B{THREE_EXPENSES_ROW}:D{PROJECT_TOTAL_ROW}")
    shared.mark_three_expenses(form, THREE_EXPENSES_ROW)
    _project_list(form)
    _running_costs(form)
    shared.purchases(form, PURCHASES_ROW)
    form.printed(f"A{ADJUSTMENT_ROW}", "部门基本支出预算调整")
    form.entries(cells("BCD", [ADJUSTMENT_ROW]), say.ADJUSTMENT_KIND)
    form.mark_text(f"B{RUNNING_ROW}:D{ADJUSTMENT_ROW}")
    shared.foot(form, THRIFT_ROW, say.NOTE_2019)
    body = dict.fromkeys(range(4, THRIFT_ROW), 21)
    form.heights({**shared.HEAD_HEIGHTS, **body, THRIFT_ROW: 48, THRIFT_ROW + 1: 44, LAST_ROW: 24})
    form.mark("D5", "AND(ISNUMBER(D5),D5>1)", "amber")
    form.finish(LAST_ROW)


def _outdented(lines: Sequence[shared.Line]) -> list[shared.Line]:
    """The lines one step to the left: here they are not part of 基本支出."""
    return [(label, indent - 1) for label, indent in lines]


def _project_list(form: Form) -> None:
    shared.project_list(form, PROJECT_TOTAL_ROW, "项目支出", PROJECT_LINES, say.PROJECT_LINE_KIND_2019)


def _running_costs(form: Form) -> None:
    row, last = RUNNING_ROW, PURCHASES_ROW - 1
    shared.labels(form, row, (("公用经费", 0), *_outdented(shared.RUNNING_COSTS)))
    form.entries(cells("BCD", range(row, last + 1)), AMOUNT)
    parts = f"SUM(B{row + 1}:B{last})"
    form.mark(f"B{row}:D{row}", f"AND(ISNUMBER(B{row}),ROUND(B{row}-{parts},2)<0)", "red")
