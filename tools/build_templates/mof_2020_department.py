"""A 部门整体支出绩效自评表 laid out like the national form of a project, which may come with it."""

from __future__ import annotations

from tools.build_templates import mof_2020
from tools.build_templates import wording as say
from tools.build_templates.hunan_2021 import FIRST_INDICATOR_ROW, indicator_table, project_funds
from tools.build_templates.style import NOTHING_TYPED, TEXT, Book

YEAR = 2023
DEPARTMENT = say.NAME_KIND._replace(title="部门名称")
YEAR_KIND = TEXT._replace(align="center", title="年度", prompt="请填写预算年度，例如（2023年度）。")


def template() -> bytes:
    """The blank workbook: the form of the unit and one of a project."""
    book = Book("部门整体支出绩效自评表")
    department(book)
    mof_2020.project(book, year=YEAR)
    return book.content()


def department(book: Book) -> None:
    """部门整体支出绩效自评表."""
    form = book.form("部门自评表", (9, 9, 11.5, 18, 14, 12, 7.5, 8.5, 14), NOTHING_TYPED)
    form.printed("A1:I1", "部门整体支出绩效自评表", "title")
    form.entry("A2:I2", YEAR_KIND, f"（{YEAR}年度）", "centre")
    form.printed("A3:B4", "部门名称", "head")
    form.entry("C3:I4", DEPARTMENT)
    project_funds(form, "部门资金\n（万元）")
    form.printed("A10:A11", "年度总\n体目标", "head")
    form.printed("B10:E10", "预期目标", "head")
    form.printed("F10:I10", "实际完成情况", "head")
    form.entry("B11:E11", say.PROSE_KIND, look="prose")
    form.entry("F11:I11", say.PROSE_KIND, look="prose")
    total = indicator_table(form, "绩\n效\n指\n标", mof_2020.LEVELS, ("G6", "I6"))
    heights = {1: 36, 2: 22, 3: 16, 4: 16, 5: 34, **dict.fromkeys(range(6, 11), 22), 11: 80, 12: 50}
    form.heights({**heights, **dict.fromkeys(range(FIRST_INDICATOR_ROW, total), 22), total: 22})
    form.finish(total, head=FIRST_INDICATOR_ROW - 1)
