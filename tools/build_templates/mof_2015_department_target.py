"""The national 部门（单位）整体支出绩效目标申报表: the tasks of the year with their money, the goal, the indicators."""

from __future__ import annotations

from tools.build_templates import mof_2015_target
from tools.build_templates import wording as say
from tools.build_templates.hunan_2022_target import CONTENT, TARGET, TASK, print_levels
from tools.build_templates.mof_2015_target import LEVELS, YEAR, YEAR_KIND
from tools.build_templates.signals import CHECK, WRONG, differs, not_the_sum
from tools.build_templates.style import AMOUNT, NOTHING_TYPED, Book, Form, span

WIDTHS = (9, 13, 15, 18, 13, 13, 13)
FIRST_TASK_ROW = 6
TASKS = 6
TOTAL_ROW = FIRST_TASK_ROW + TASKS
GOAL_ROW = TOTAL_ROW + 1
HEAD_ROW = GOAL_ROW + 1

DEPARTMENT = say.NAME_KIND._replace(title="部门（单位）名称")
WHOLE_AMOUNT = AMOUNT._replace(prompt="请填写该任务的预算总额，单位为万元，等于财政拨款与其他资金之和。")
FISCAL_AMOUNT = AMOUNT._replace(prompt="请填写其中的财政拨款，单位为万元；没有的填 0。")
OTHER_AMOUNT = AMOUNT._replace(prompt="请填写其中的其他资金，单位为万元；没有的填 0。")
TASK_TOTAL = "金额合计＝各项任务之和。"


def template() -> bytes:
    """The blank workbook: the form of the unit and one of a project."""
    book = Book("部门整体支出绩效目标申报表")
    department(book)
    mof_2015_target.project(book)
    return book.content()


def department(book: Book) -> None:
    """部门（单位）整体支出绩效目标申报表."""
    form = book.form("部门目标申报表", WIDTHS, NOTHING_TYPED)
    form.printed("A1:G1", "部门（单位）整体支出绩效目标申报表", "title")
    form.entry("A2:G2", YEAR_KIND, f"（{YEAR}年度）", "centre")
    form.printed("A3:B3", "部门（单位）名称", "head")
    form.entry("C3:G3", DEPARTMENT)
    _tasks(form)
    form.printed(f"A{GOAL_ROW}", "年度\n总体\n目标", "head")
    form.entry(f"B{GOAL_ROW}:G{GOAL_ROW}", say.PROSE_KIND, look="prose")
    last = _indicators(form)
    heights = {1: 36, 2: 22, 3: 28, 4: 22, 5: 22, TOTAL_ROW: 24, GOAL_ROW: 90, HEAD_ROW: 26}
    heights |= dict.fromkeys(range(FIRST_TASK_ROW, TOTAL_ROW), 34)
    form.heights(heights | dict.fromkeys(range(HEAD_ROW + 1, last + 1), 26))
    form.finish(last, head=HEAD_ROW, pages=[HEAD_ROW])


def _tasks(form: Form) -> None:
    first, last = FIRST_TASK_ROW, TOTAL_ROW - 1
    form.printed("B4:B5", "任务名称", "head")
    form.printed("C4:D5", "主要内容", "head")
    form.printed("E4:G4", "预算金额（万元）", "head")
    kinds = {"E": ("总额", WHOLE_AMOUNT), "F": ("财政拨款", FISCAL_AMOUNT), "G": ("其他资金", OTHER_AMOUNT)}
    for column, (label, _) in kinds.items():
        form.printed(f"{column}5", label, "head")
    for row in range(first, TOTAL_ROW):
        form.entry(f"B{row}", TASK)
        form.entry(f"C{row}:D{row}", CONTENT)
        for column, (_, kind) in kinds.items():
            form.entry(f"{column}{row}", kind)
    form.printed(f"A4:A{TOTAL_ROW}", "年度\n主要\n任务", "head")
    form.printed(f"B{TOTAL_ROW}:D{TOTAL_ROW}", "金额合计", "head")
    for column in kinds:
        rows, total = span(column, first, last), f"{column}{TOTAL_ROW}"
        form.computed(total, f'=IF(COUNT({rows})=0,"",SUM({rows}))', AMOUNT, TASK_TOTAL)
        form.mark(total, not_the_sum(total, rows), WRONG, say.NOT_THE_SUM)
    form.mark_text(f"E{first}:G{last}")
    unequal = differs(f"$E{first}", f"SUM($F{first}:$G{first})")
    stated = f"ISNUMBER($E{first}),COUNT($F{first}:$G{first})>0"
    form.mark(f"E{first}:E{last}", f"AND({stated},{unequal})", WRONG, "不等于财政拨款与其他资金之和")


def _indicators(form: Form) -> int:
    """Draw the indicator table below its head; returns the last row."""
    form.printed(f"B{HEAD_ROW}", "一级指标", "head")
    form.printed(f"C{HEAD_ROW}", "二级指标", "head")
    form.printed(f"D{HEAD_ROW}:E{HEAD_ROW}", "三级指标", "head")
    form.printed(f"F{HEAD_ROW}:G{HEAD_ROW}", "指标值", "head")
    first = HEAD_ROW + 1
    last = print_levels(form, first, LEVELS) - 1
    form.printed(f"A{HEAD_ROW}:A{last}", "年度\n绩效\n指标", "head")
    for row in range(first, last + 1):
        form.entry(f"D{row}:E{row}", say.INDICATOR_KIND)
        form.entry(f"F{row}:G{row}", TARGET)
    targets = f"F{first}:F{last}"
    form.keep_as_text(targets)
    # A blank of either width is no value.
    value = f'TRIM(SUBSTITUTE($F{first},"　",""))'
    form.mark(targets, f'AND(LEN($D{first})>0,{value}="")', CHECK, "写了指标而没有指标值")
    return last
