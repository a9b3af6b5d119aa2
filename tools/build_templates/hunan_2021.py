"""The three forms of a Hunan budget unit for 2021: 附件2, 附件3 and 附件4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tools.build_templates import base_data as shared
from tools.build_templates import wording as say
from tools.build_templates.signals import (
    CHECK,
    WRONG,
    both,
    differs,
    exceeds,
    not_the_rate,
    not_the_score,
    not_the_sum,
    out_of_range,
    where_number,
)
from tools.build_templates.style import (
    AMOUNT,
    NOTHING_TYPED,
    RATE,
    SCORE,
    WEIGHT,
    Book,
    Form,
    Value,
    cells,
    score_within,
    span,
)

YEAR = 2021

INDICATOR_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度\n指标值",
    "实际\n完成值",
    "分值",
    "得分",
    "偏差原因\n分析及\n改进措施",
)


class Group(NamedTuple):
    """A second-level indicator: its label and how many rows the blank form has for it."""

    label: str
    rows: int


class Level(NamedTuple):
    """A first-level indicator: its label with the weight in brackets, that weight, its groups."""

    label: str
    weight: int
    groups: tuple[Group, ...]


DEPARTMENT_LEVELS = (
    Level(
        "产出\n指标\n(50分)",
        50,
        (Group("数量指标", 6), Group("质量指标", 2), Group("时效指标", 2), Group("成本指标", 2)),
    ),
    Level(
        "效益\n指标\n（40分）",
        40,
        (
            Group("经济效益\n指标", 1),
            Group("社会效益\n指标", 2),
            Group("生态效益\n指标", 1),
            Group("可持续影\n响指标", 1),
            Group("社会公众\n或服务对\n象满意度", 1),
        ),
    ),
)
PROJECT_LEVELS = (
    Level(
        "产出\n指标\n(50分)",
        50,
        (Group("数量指标", 3), Group("质量指标", 2), Group("时效指标", 2), Group("成本指标", 1)),
    ),
    Level(
        "效益\n指标\n（30分）",
        30,
        (
            Group("经济效益\n指标", 1),
            Group("社会效益\n指标", 1),
            Group("生态效益\n指标", 1),
            Group("可持续影\n响指标", 1),
        ),
    ),
    Level("满意度\n指标\n（10分）", 10, (Group("服务对象\n满意度指标", 1),)),
)
FIRST_INDICATOR_ROW = 13
THREE_EXPENSES_ROW = 13
FIRST_PROJECT_ROW = 20
PROJECT_ROWS = 10


def template() -> bytes:
    """The blank workbook: one sheet of each form, computed cells with their results on blank input."""
    book = Book("部门整体支出绩效自评套表")
    base_data(book)
    department(book)
    project(book)
    return book.content()


def base_data(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED, year: int = YEAR) -> None:
    """附件2 部门整体支出绩效评价基础数据表; ``typed`` is what a unit typed, by cell."""
    form = book.form("基础数据表", (33, 19, 19, 19), typed)
    shared.head(form, "附件2", year)
    _spending(form)
    lines = [f"{number}、" for number in range(1, PROJECT_ROWS + 1)]
    shared.project_list(form, FIRST_PROJECT_ROW - 1, "二、部门项目支出", lines, say.PROJECT_LINE_KIND)
    shared.purchases(form, 30)
    shared.foot(form, 31, say.NOTE)
    form.heights({**shared.HEAD_HEIGHTS, **dict.fromkeys(range(4, 31), 20), 31: 48, 32: 44, 33: 24})
    form.finish(33)


def _spending(form: Form) -> None:
    shared.labels(form, 7, (("一、部门基本支出", 0), ("其中：公用经费", 1), *shared.RUNNING_COSTS))
    shared.labels(form, THREE_EXPENSES_ROW, shared.THREE_EXPENSES)
    form.entry("A12", say.OTHER_LINE_KIND, "……", indent=5)
    form.entries(cells("BCD", (7, 8, 9, 10, 11, 12, 15, 16, 17, 18)), AMOUNT)
    shared.three_expenses(form, THREE_EXPENSES_ROW)
    form.mark_text("B7:D19")
    form.mark("B7:D7", both("B7", "B8", exceeds("B8", "B7")), WRONG, say.LESS_THAN_PARTS)
    form.mark("B8:D8", where_number("B8", exceeds("SUM(B9:B12)", "B8")), WRONG, say.LESS_THAN_PARTS)
    shared.mark_three_expenses(form, THREE_EXPENSES_ROW)


def department(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """附件3 部门整体支出绩效自评表; ``typed`` is what a unit typed, by cell."""
    form = book.form("部门自评表", (9, 9, 15.5, 16, 14.5, 11, 7.5, 7.5, 12.5), typed)
    form.printed("A1:I1", "部门整体支出绩效自评表", "title")
    form.entry("A2:I2", say.UNIT_KIND, unit_line(YEAR), "line")
    form.printed("A3", "部门名称", "head")
    form.entry("B3:E3", say.NAME_KIND)
    for column, head in zip("FGHI", ("执行数", "资金\n执行率", "分值", "得分"), strict=True):
        form.printed(f"{column}3", head, "head")
    _department_funds(form)
    form.printed("A10", "部门职能\n职责概述", "head")
    form.entry("B10:I10", say.PROSE_KIND, look="prose")
    form.printed("A11", "整体绩效\n目标", "head")
    form.entry("B11:I11", say.PROSE_KIND, look="prose")
    total = indicator_table(form, "部门整体支出年度绩效指标", DEPARTMENT_LEVELS, ("H4", "I4"))
    form.entry(f"A{total + 1}:I{total + 1}", say.FOOTER_KIND, say.FOOTER, "line")
    heights = {1: 36, 2: 24, 3: 34, **dict.fromkeys(range(4, 10), 22), 8: 32, 10: 96, 11: 72, 12: 50}
    heights |= dict.fromkeys(range(FIRST_INDICATOR_ROW, total), 32)
    form.heights({**heights, total - 1: 50, total: 24, total + 1: 28})
    table = FIRST_INDICATOR_ROW - 1
    form.finish(total + 1, "附件3", head=table, pages=[table])


def unit_line(year: int) -> str:
    """The line below the title, where the unit puts its name and seal."""
    return f"填报单位：（盖章）　　　　　　　　　　　　（{year}年度）"


def _department_funds(form: Form) -> None:
    form.printed("A4:A9", "年度预算\n申请\n（万元）", "head")
    form.printed("B4:C4", "资金总额：")
    form.entry("D4:E4", AMOUNT)
    form.entry("F4", AMOUNT)
    form.computed("G4", '=IF(AND(N(D4)>0,ISNUMBER(F4)),F4/D4,"")', RATE, say.FUNDS_RATE)
    form.printed("H4", 10, "head", SCORE)
    form.computed("I4", '=IF(ISNUMBER(G4),ROUND(H4*MIN(G4,1),2),"")', SCORE, say.FUNDS_SCORE)
    by_nature(form, 5, say.INCOME_TOTAL, say.SPENDING_TOTAL)
    for area in ("D4:D9", "F4", "H5:H7"):
        form.mark_text(area)
    form.mark("F4", both("D4", "F4", exceeds("F4", "D4")), CHECK, say.OVER_BUDGET)
    for total, parts in (("D5", "D6:D9"), ("H5", "H6:H7")):
        form.mark(total, f"AND(COUNT({parts})>0,{not_the_sum(total, parts)})", WRONG, say.NOT_THE_SUM)
        form.mark(total, both("D4", total, differs(total, "D4")), WRONG, "不等于资金总额")
    execution(form, ("G4", "F4", "D4"), ("I4", "H4"))


def by_nature(form: Form, top: int, income_total: str, spending_total: str) -> None:
    """Five rows from ``top``: the money by nature of income (B to E) and by nature of expense (F to I)."""
    first, incomes_end, expenses_end = top + 1, top + 4, top + 2
    incomes, expenses = f"D{first}:D{incomes_end}", f"H{first}:H{expenses_end}"
    form.printed(f"B{top}:C{top}", "按收入性质分：")
    form.computed(f"D{top}:E{top}", f'=IF(COUNT({incomes})=0,"",SUM({incomes}))', AMOUNT, income_total)
    form.printed(f"F{top}:G{top}", "按支出性质分：")
    form.computed(f"H{top}:I{top}", f'=IF(COUNT({expenses})=0,"",SUM({expenses}))', AMOUNT, spending_total)
    labels = ("其中：一般公共预算收入：", "政府性基金拨款：", "纳入专户管理的非税收入拨款：", "其他资金：")
    for row, label in enumerate(labels, start=first):
        form.printed(f"B{row}:C{row}", label)
        form.entry(f"D{row}:E{row}", AMOUNT)
    for row, label in enumerate(("其中：基本支出：", "项目支出："), start=first):
        form.printed(f"F{row}:G{row}", label)
        form.entry(f"H{row}:I{row}", AMOUNT)
    for row in range(expenses_end + 1, incomes_end + 1):
        form.printed(f"F{row}:I{row}", None)


def execution(form: Form, rate: tuple[str, str, str], score: tuple[str, str]) -> None:
    """Signals of the execution rate (cells: rate, part, whole) and of its score (cells: score, weight)."""
    form.mark(rate[0], not_the_rate(*rate), WRONG, say.NOT_THE_RATE)
    form.mark(rate[0], where_number(rate[0], f"ROUND({rate[0]},6)>1"), CHECK, "执行率超过 100%")
    form.mark(score[0], not_the_score(*score, rate[0]), WRONG, "不等于分值×执行率")
    form.mark(score[0], out_of_range(*score), WRONG, say.SCORE_OUT_OF_RANGE)


def project(
    book: Book, typed: Mapping[str, Value] = NOTHING_TYPED, name: str = "项目自评表", year: int = YEAR
) -> None:
    """附件4 项目支出绩效自评表 on the sheet ``name``; ``typed`` is what a unit typed, by cell."""
    form = book.form(name, (9, 9, 11.5, 18, 14, 12, 7.5, 8.5, 12.5), typed)
    form.printed("A1:I1", "项目支出绩效自评表", "title")
    form.entry("A2:I2", say.UNIT_KIND, unit_line(year), "line")
    form.printed("A3", "项目支\n出名称", "head")
    form.entry("B3:I3", say.PROJECT_NAME_KIND)
    form.printed("A4", "主管部门", "head")
    form.entry("B4:D4", say.NAME_KIND)
    form.printed("E4:F4", "实施单位", "head")
    form.entry("G4:I4", say.NAME_KIND)
    project_funds(form)
    form.printed("A10:A11", "年度总\n体目标", "head")
    form.printed("B10:E10", "预期目标", "head")
    form.printed("F10:I10", "实际完成情况", "head")
    form.entry("B11:E11", say.PROSE_KIND, look="prose")
    form.entry("F11:I11", say.PROSE_KIND, look="prose")
    total = indicator_table(form, "绩\n效\n指\n标", PROJECT_LEVELS, ("G6", "I6"))
    heights = {1: 36, 2: 24, 3: 34, 4: 24, 5: 34, **dict.fromkeys(range(6, 11), 22), 11: 80, 12: 50}
    heights |= dict.fromkeys(range(FIRST_INDICATOR_ROW, total), 32)
    form.heights({**heights, total - 1: 50, total: 24})
    form.finish(total, "附件4", head=FIRST_INDICATOR_ROW - 1)


def project_funds(form: Form, title: str = "项目资金\n（万元）") -> None:
    """Rows 5 to 9 of a project's form: what was budgeted and spent, by source."""
    form.printed("A5:A9", title, "head")
    form.printed("B5:C5", None, "head")
    heads = ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分")
    for column, head in zip("DEFGHI", heads, strict=True):
        form.printed(f"{column}5", head, "head")
    labels = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    for row, label in enumerate(labels, start=6):
        form.printed(f"B{row}:C{row}", label, indent=1 if row > 7 else 0)
    for column in "DEF":
        rows = f"{column}7:{column}9"
        form.computed(f"{column}6", f'=IF(COUNT({rows})=0,"",SUM({rows}))', AMOUNT, say.PROJECT_FUNDS)
    form.entries(cells("DEF", (7, 8, 9)), AMOUNT)
    form.printed("G6", 10, "head", SCORE)
    form.computed("H6", '=IF(AND(N(E6)>0,ISNUMBER(F6)),F6/E6,"")', RATE, say.PROJECT_RATE)
    form.computed("I6", '=IF(ISNUMBER(H6),ROUND(G6*MIN(H6,1),2),"")', SCORE, say.FUNDS_SCORE)
    for row in (7, 8, 9):
        for column, kind in (("G", SCORE), ("H", RATE), ("I", SCORE)):
            form.printed(f"{column}{row}", "—", "head", kind)
    form.mark_text("D6:F9")
    form.mark("D6:F6", not_the_sum("D6", "D7:D9"), WRONG, say.NOT_THE_SUM)
    form.mark("F6", both("E6", "F6", exceeds("F6", "E6")), WRONG, "执行数大于预算数")
    execution(form, ("H6", "F6", "E6"), ("I6", "G6"))


def indicator_table(
    form: Form,
    title: str,
    levels: Sequence[Level],
    executed: tuple[str, str],
    top: int = FIRST_INDICATOR_ROW,
) -> int:
    """Draw the indicator table from the row ``top``; ``executed`` names the cells of the execution weight and score.

    Returns the row of 总分.
    """
    for column, head in zip("BCDEFGHI", INDICATOR_HEADS, strict=True):
        form.printed(f"{column}{top - 1}", head, "head")
    row = top
    for level in levels:
        first = row
        for group in level.groups:
            form.printed(span("C", row, row + group.rows - 1), group.label, "head")
            row += group.rows
        form.printed(span("B", first, row - 1), level.label, "head")
        weights = f"$G${first}:$G${row - 1}"
        missed = f"AND(COUNT({weights})>0,{differs(f'SUM({weights})', str(level.weight))})"
        form.mark(f"B{first}", missed, CHECK, f"右边各项分值之和不是 {level.weight} 分")
    last = row - 1
    form.printed(f"A{top - 1}:A{last}", title, "head")
    _indicator_entries(form, top, last)
    _total(form, top, row, executed)
    return row


def _indicator_entries(form: Form, first: int, last: int) -> None:
    kinds = (
        say.INDICATOR_KIND,
        say.TARGET_KIND,
        say.ACTUAL_KIND,
        WEIGHT,
        score_within(f"$G{first}", f"$H{first}"),
        say.REASON_KIND,
    )
    for row in range(first, last + 1):
        for column, kind in zip("DEFGHI", kinds, strict=True):
            form.entry(f"{column}{row}", kind)
    form.keep_as_text(f"E{first}:F{last}")
    form.mark_text(f"G{first}:H{last}")
    form.mark(f"H{first}:H{last}", out_of_range(f"$H{first}", f"$G{first}"), WRONG, say.SCORE_OUT_OF_RANGE)
    # A blank of either width does not explain anything.
    reason = f'TRIM(SUBSTITUTE($I{first},"　",""))'
    short = f'AND(COUNT($G{first}:$H{first})=2,$H{first}<$G{first},{reason}="")'
    form.mark(f"I{first}:I{last}", short, CHECK, "没有得满分而未说明原因")


def _total(form: Form, first: int, row: int, executed: tuple[str, str]) -> None:
    last = row - 1
    form.printed(f"A{row}:F{row}", "总分", "head")
    explanations = (say.TOTAL_WEIGHT, say.TOTAL_SCORE)
    for column, of_execution, explanation in zip("GH", executed, explanations, strict=True):
        rows = f"{column}{first}:{column}{last}"
        form.computed(
            f"{column}{row}", f'=IF(COUNT({rows})=0,"",SUM({of_execution},{rows}))', SCORE, explanation
        )
    form.printed(f"I{row}", None)
    # A total that is not the sum was typed over.
    for column, of_execution in zip("GH", executed, strict=True):
        parts = f"{of_execution},{column}{first}:{column}{last}"
        form.mark(f"{column}{row}", not_the_sum(f"{column}{row}", parts), WRONG, say.NOT_THE_SUM)
    form.mark(f"G{row}", where_number(f"G{row}", differs(f"G{row}", "100")), CHECK, "分值合计不是 100 分")
    form.mark(f"H{row}", where_number(f"H{row}", exceeds(f"H{row}", "100")), WRONG, "超过 100 分")
