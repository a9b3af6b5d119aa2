"""The Hunan forms from 2022 on: 附件3 has three columns of money and both texts of the overall target."""

from __future__ import annotations

from collections.abc import Mapping

from tools.build_templates import hunan_2021 as older
from tools.build_templates import wording as say
from tools.build_templates.signals import CHECK, WRONG, both, differs, exceeds, not_the_sum
from tools.build_templates.style import AMOUNT, NOTHING_TYPED, RATE, SCORE, Book, Form, Value

YEAR = 2022
FIRST_INDICATOR_ROW = 14
_INCOME_TOTAL = "按收入性质分的合计＝以下四项收入之和，应等于年度资金总额。"
_SPENDING_TOTAL = "按支出性质分的合计＝基本支出＋项目支出，应等于年度资金总额。"


def template() -> bytes:
    """The blank workbook: one sheet of each form, computed cells with their results on blank input."""
    book = Book("部门整体支出绩效自评套表")
    older.base_data(book, year=YEAR)
    department(book)
    older.project(book, year=YEAR)
    return book.content()


def department(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """附件3 部门整体支出绩效自评表; ``typed`` is what a unit typed, by cell."""
    form = book.form("部门自评表", (9, 9, 15.5, 16, 14.5, 12, 7.5, 8.5, 12.5), typed)
    form.printed("A1:I1", "部门整体支出绩效自评表", "title")
    form.entry("A2:I2", say.UNIT_KIND, older.unit_line(YEAR), "line")
    form.printed("A3:B3", "部门名称", "head")
    form.entry("C3:I3", say.NAME_KIND)
    _funds(form)
    form.printed("A11:A12", "年度总\n体目标", "head")
    form.printed("B11:E11", "预期目标", "head")
    form.printed("F11:I11", "实际完成情况", "head")
    form.entry("B12:E12", say.PROSE_KIND, look="prose")
    form.entry("F12:I12", say.PROSE_KIND, look="prose")
    total = older.indicator_table(
        form, "绩\n效\n指\n标", older.PROJECT_LEVELS, ("G5", "I5"), FIRST_INDICATOR_ROW
    )
    form.entry(f"A{total + 1}:I{total + 1}", say.FOOTER_KIND, say.FOOTER, "line")
    heights = {1: 36, 2: 24, 3: 26, 4: 34, **dict.fromkeys(range(5, 12), 21), 9: 32, 12: 70, 13: 50}
    heights |= dict.fromkeys(range(FIRST_INDICATOR_ROW, total), 32)
    form.heights({**heights, total - 1: 50, total: 24, total + 1: 28})
    form.finish(total + 1, "附件3", head=FIRST_INDICATOR_ROW - 1)


def _funds(form: Form) -> None:
    """Rows 4 to 10: what was budgeted and spent, then the same money by nature."""
    form.printed("A4:A10", "年度预算\n申请\n（万元）", "head")
    form.printed("B4:C4", None, "head")
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
    for column, head in zip("DEFGHI", heads, strict=True):
        form.printed(f"{column}4", head, "head")
    form.printed("B5:C5", "年度资金总额")
    form.entries(("D5", "E5", "F5"), AMOUNT)
    form.printed("G5", 10, "head", SCORE)
    form.computed("H5", '=IF(AND(N(E5)>0,ISNUMBER(F5)),F5/E5,"")', RATE, say.PROJECT_RATE)
    form.computed("I5", '=IF(ISNUMBER(H5),ROUND(G5*MIN(H5,1),2),"")', SCORE, say.FUNDS_SCORE)
    older.by_nature(form, 6, _INCOME_TOTAL, _SPENDING_TOTAL)
    for area in ("D5:F5", "D6:D10", "H6:H8"):
        form.mark_text(area)
    form.mark("F5", both("E5", "F5", exceeds("F5", "E5")), CHECK, say.OVER_BUDGET)
    for total, parts in (("D6", "D7:D10"), ("H6", "H7:H8")):
        form.mark(total, f"AND(COUNT({parts})>0,{not_the_sum(total, parts)})", WRONG, say.NOT_THE_SUM)
        none = ",".join(differs(total, stated) for stated in ("D5", "E5", "F5"))
        form.mark(total, f"AND(COUNT(D5:F5,{total})=4,{none})", WRONG, "不等于年度资金总额")
    older.execution(form, ("H5", "F5", "E5"), ("I5", "G5"))
