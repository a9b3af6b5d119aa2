"""The two declarations of targets of a Hunan budget unit for 2022: of the whole unit and of each project."""

from __future__ import annotations

from collections.abc import Sequence

from tools.build_templates import wording as say
from tools.build_templates.hunan_2021 import Group
from tools.build_templates.signals import CHECK, WRONG, both, differs, exceeds, not_the_sum
from tools.build_templates.style import AMOUNT, MEASURE, NOTHING_TYPED, TEXT, WORDS, Book, Form, span

YEAR = 2022
WIDTHS = (11, 12, 15.5, 20, 18.5, 19)
Levels = Sequence[tuple[str, Sequence[Group]]]

DEPARTMENT_LEVELS: Levels = (
    (
        "产出\n指标",
        (Group("数量指标", 4), Group("质量指标", 4), Group("时效指标", 2), Group("成本指标", 1)),
    ),
    (
        "效益\n指标",
        (
            Group("经济效益\n指标", 1),
            Group("社会效益\n指标", 1),
            Group("生态效益\n指标", 1),
            Group("可持续影\n响指标", 1),
            Group("社会公众或服务\n对象满意度", 1),
        ),
    ),
)
PROJECT_LEVELS: Levels = (
    (
        "产出\n指标",
        (Group("数量指标", 4), Group("质量指标", 2), Group("时效指标", 2), Group("成本指标", 1)),
    ),
    (
        "效益\n指标",
        (
            Group("经济效益\n指标", 1),
            Group("社会效益\n指标", 1),
            Group("生态效益\n指标", 1),
            Group("可持续影\n响指标", 1),
            Group("社会公众或服务\n对象满意度指标", 1),
        ),
    ),
)
FIRST_TASK_ROW = 14
TASKS = 6
TOTAL_ROW = FIRST_TASK_ROW + TASKS
PROJECT_INDICATOR_ROW = 12

TASK = TEXT._replace(title="任务名称", prompt="一行填写一项主要任务；行数不够的，在末行之前插入行。")
CONTENT = TEXT._replace(
    title="主要内容", prompt="请写明任务做什么、做到什么程度；换行请按 Alt+Enter，不要分两行填写。"
)
WHOLE_AMOUNT = AMOUNT._replace(prompt="请填写该任务的预算总额，单位为万元；各任务之和应等于项目支出。")
FISCAL_AMOUNT = AMOUNT._replace(prompt="请填写其中的财政拨款，单位为万元，不大于总额。")
TARGET = MEASURE._replace(
    title="指标值", prompt="一格只填一个指标的值，可衡量并带计量单位，例如 4次、≥95%、≤1.1万元。"
)
PROJECT_NAME = WORDS._replace(title="项目名称", prompt="请填写项目全称，一个项目填一张表。")
REVIEW = TEXT._replace(title="审核意见", prompt="由预算部门、财政部门填写意见、盖章并注明日期。")
FOOTER_KIND = TEXT._replace(
    title="填表人、联系电话、填表日期",
    prompt="在各冒号后填写。日期按 YYYY.MM.DD 的格式填写，例如 2022.01.05。",
)
FOOTER = "填表人：　　　　　　　　联系电话：　　　　　　　　填表日期："
UNIT = "填报单位（盖章）："
SEAL = "（盖章）　　　　　　年　　月　　日"
TOTAL_FUNDS = "资金总额＝公共财政拨款＋政府性基金拨款＋纳入专户管理的非税收入拨款＋其他资金。"
TASK_TOTAL = "金额合计＝各项任务之和；总额应等于项目支出。"
PROJECT_TOTAL = "资金总额＝财政拨款＋其他资金。"


def template() -> bytes:
    """The blank workbook: one sheet of each form, computed cells with their results on blank input."""
    book = Book("绩效目标申报套表")
    department(book)
    project(book)
    return book.content()


def department(book: Book) -> None:
    """部门整体支出绩效目标申报表."""
    form = book.form("部门目标申报表", WIDTHS, NOTHING_TYPED)
    _head(form, "部门整体支出绩效目标申报表")
    form.printed("A4", "部门名称", "head")
    form.entry("B4:F4", say.NAME_KIND)
    _department_funds(form)
    form.printed("A11", "部门职能\n职责概述", "head")
    form.entry("B11:F11", say.PROSE_KIND, look="prose")
    _tasks(form)
    goal = TOTAL_ROW + 1
    form.printed(f"A{goal}", "年度总\n体目标", "head")
    form.entry(f"B{goal}:F{goal}", say.PROSE_KIND, look="prose")
    last = _indicators(form, goal + 1, "部门整体\n支出年度\n绩效指标", DEPARTMENT_LEVELS)
    heights = {**dict.fromkeys(range(4, 11), 22), 9: 32, 11: 100, 12: 22, 13: 22}
    heights |= {**dict.fromkeys(range(FIRST_TASK_ROW, TOTAL_ROW), 34), TOTAL_ROW: 24, goal: 64}
    _foot(form, last + 1, heights, goal + 1, pages=[goal + 1])


def project(book: Book) -> None:
    """项目绩效目标申报表."""
    form = book.form("项目目标申报表", WIDTHS, NOTHING_TYPED)
    _head(form, "项目绩效目标申报表", unit_of_money=True)
    form.printed("A4", "项目名称", "head")
    form.entry("B4:F4", PROJECT_NAME)
    form.printed("A5", "预算单位", "head")
    form.entry("B5:F5", say.NAME_KIND)
    form.printed("A6:A8", "项目资金\n（万元）", "head")
    for row, label in enumerate(("资金总额：", "其中：财政拨款：", "其他资金："), start=6):
        form.printed(f"B{row}:C{row}", label, indent=1 if row == 8 else 0)
    form.computed("D6:F6", '=IF(COUNT(D7:D8)=0,"",SUM(D7:D8))', AMOUNT, PROJECT_TOTAL)
    form.entries(["D7:F7", "D8:F8"], AMOUNT)
    form.mark_text("D6:D8")
    form.mark("D6", not_the_sum("D6", "D7:D8"), WRONG, say.NOT_THE_SUM)
    form.printed("A9:A10", "总体目标", "head")
    form.printed("B9:F9", "年度目标", "head")
    form.entry("B10:F10", say.PROSE_KIND, look="prose")
    last = _indicators(form, PROJECT_INDICATOR_ROW - 1, "绩\n效\n指\n标", PROJECT_LEVELS)
    heights = {**dict.fromkeys(range(4, 10), 23), 10: 56}
    _foot(form, last + 1, heights, PROJECT_INDICATOR_ROW - 1)


def _head(form: Form, title: str, *, unit_of_money: bool = False) -> None:
    form.printed("A1:F1", title, "title")
    form.entry(
        "A2:F2", TEXT._replace(title="年度", prompt="请填写预算年度，四位数字。"), f"（{YEAR}年度）", "centre"
    )
    form.entry("A3:D3" if unit_of_money else "A3:F3", say.UNIT_KIND, UNIT, "line")
    if unit_of_money:
        form.printed("E3:F3", "金额单位：万元", "right")


def _department_funds(form: Form) -> None:
    form.printed("A5:A10", "年度预算\n申请\n（万元）", "head")
    form.printed("B5:C5", "资金总额：")
    form.computed("D5", '=IF(COUNT(D7:D10)=0,"",SUM(D7:D10))', AMOUNT, TOTAL_FUNDS)
    form.printed("E5:F5", None)
    form.printed("B6:D6", "按收入性质分", "head")
    form.printed("E6:F6", "按支出性质分", "head")
    incomes = ("其中：公共财政拨款：", "政府性基金拨款：", "纳入专户管理的非税收入拨款：", "其他资金：")
    for row, label in enumerate(incomes, start=7):
        form.printed(f"B{row}:C{row}", label, indent=0 if row == 7 else 1)
        form.entry(f"D{row}", AMOUNT)
    for row, label in enumerate(("其中：基本支出：", "项目支出："), start=7):
        form.printed(f"E{row}", label, indent=0 if row == 7 else 1)
        form.entry(f"F{row}", AMOUNT)
    for row in (9, 10):
        form.printed(f"E{row}:F{row}", None)
    form.mark_text("D5:D10")
    form.mark_text("F7:F8")
    form.mark("D5", not_the_sum("D5", "D7:D10"), WRONG, say.NOT_THE_SUM)
    unequal = f"AND(COUNT($D$5,$F$7:$F$8)=3,{differs('SUM($F$7:$F$8)', '$D$5')})"
    form.mark("F7:F8", unequal, WRONG, "基本支出与项目支出之和不等于资金总额")


def _tasks(form: Form) -> None:
    first, last = FIRST_TASK_ROW, TOTAL_ROW - 1
    form.printed("B12:B13", "任务名称", "head")
    form.printed("C12:D13", "主要内容", "head")
    form.printed("E12:F12", "预算金额（万元）", "head")
    form.printed("E13", "总额", "head")
    form.printed("F13", "财政拨款", "head")
    for row in range(first, TOTAL_ROW):
        form.entry(f"B{row}", TASK)
        form.entry(f"C{row}:D{row}", CONTENT)
        form.entry(f"E{row}", WHOLE_AMOUNT)
        form.entry(f"F{row}", FISCAL_AMOUNT)
    form.printed(f"A12:A{TOTAL_ROW}", "年度主要\n任务", "head")
    form.printed(f"B{TOTAL_ROW}:D{TOTAL_ROW}", "金额合计", "head")
    for column in "EF":
        rows = span(column, first, last)
        form.computed(f"{column}{TOTAL_ROW}", f'=IF(COUNT({rows})=0,"",SUM({rows}))', AMOUNT, TASK_TOTAL)
        form.mark(f"{column}{TOTAL_ROW}", not_the_sum(f"{column}{TOTAL_ROW}", rows), WRONG, say.NOT_THE_SUM)
    form.mark_text(f"E{first}:F{last}")
    more = both(f"$E{first}", f"$F{first}", exceeds(f"$F{first}", f"$E{first}"))
    form.mark(f"F{first}:F{last}", more, WRONG, "财政拨款大于总额")
    unequal = both("$F$8", f"E{TOTAL_ROW}", differs(f"E{TOTAL_ROW}", "$F$8"))
    form.mark(f"E{TOTAL_ROW}", unequal, CHECK, "不等于上面的项目支出")


def print_levels(form: Form, row: int, levels: Levels, seconds: Sequence[str] = "C") -> int:
    """Print the labels of the levels from ``row`` on, those of the second in the columns ``seconds``; returns the row behind."""
    for label, groups in levels:
        first = row
        for group in groups:
            for column in seconds:
                form.printed(span(column, row, row + group.rows - 1), group.label, "head")
            row += group.rows
        form.printed(span("B", first, row - 1), label, "head")
    return row


def _indicators(form: Form, head: int, title: str, levels: Levels) -> int:
    """Draw the indicator table below its head; returns the last row."""
    form.printed(f"B{head}", "一级指标", "head")
    form.printed(f"C{head}", "二级指标", "head")
    form.printed(f"D{head}:E{head}", "三级指标", "head")
    form.printed(f"F{head}", "指标值\n（包含数字及\n文字描述）", "head")
    row = print_levels(form, head + 1, levels)
    for number in range(head + 1, row):
        form.entry(f"D{number}:E{number}", say.INDICATOR_KIND)
        form.entry(f"F{number}", TARGET)
    form.printed(f"A{head}:A{row - 1}", title, "head")
    form.keep_as_text(f"F{head + 1}:F{row - 1}")
    # A blank of either width is no value.
    value = f'TRIM(SUBSTITUTE($F{head + 1},"　",""))'
    form.mark(
        f"F{head + 1}:F{row - 1}", f'AND(LEN($D{head + 1})>0,{value}="")', CHECK, "写了指标而没有指标值"
    )
    return row - 1


def _foot(form: Form, row: int, heights: dict[int, float], head: int, pages: Sequence[int] = ()) -> None:
    """The last two rows and the page set-up; ``head`` is the row above the indicators."""
    form.printed(f"A{row}", "预算部门、\n财政部门\n审核意见", "head")
    form.entry(f"B{row}:F{row}", REVIEW, SEAL, for_unit=False)
    form.entry(f"A{row + 1}:F{row + 1}", FOOTER_KIND, FOOTER, "line")
    indicators = dict.fromkeys(range(head + 1, row), 27)
    form.heights({1: 36, 2: 22, 3: 24, **heights, **indicators, row: 54, row + 1: 28})
    form.finish(row + 1, head=head, pages=pages)
