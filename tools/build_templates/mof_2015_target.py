"""The national 项目支出绩效目标申报表: a term of years on the left, the year on the right."""

from __future__ import annotations

from tools.build_templates import wording as say
from tools.build_templates.hunan_2021 import Group
from tools.build_templates.hunan_2022_target import print_levels
from tools.build_templates.signals import CHECK, WRONG, not_the_sum
from tools.build_templates.style import AMOUNT, MEASURE, NOTHING_TYPED, TEXT, WORDS, Book, Form

YEAR = 2023
WIDTHS = (9, 10, 14.5, 17, 13, 14.5, 17, 13)
INDICATOR_ROW = 12
LEVELS = (
    (
        "产出\n指标",
        (Group("数量指标", 3), Group("质量指标", 3), Group("时效指标", 2), Group("成本指标", 2)),
    ),
    (
        "效益\n指标",
        (
            Group("经济效益\n指标", 2),
            Group("社会效益\n指标", 2),
            Group("生态效益\n指标", 2),
            Group("可持续影\n响指标", 2),
        ),
    ),
    ("满意度\n指标", (Group("服务对象\n满意度指标", 2),)),
)
HALVES = (("C", "D", "E"), ("F", "G", "H"))
"""The columns of the indicators: second level, third level, target; the term of years, then the year."""

PROJECT_NAME = WORDS._replace(title="项目名称", prompt="请填写项目全称，与预算批复一致，一个项目填一张表。")
DEPARTMENT = WORDS._replace(title="主管部门及代码", prompt="请填写主管部门全称，后面写部门代码。")
NATURE = WORDS._replace(title="项目属性", prompt="请填写新增项目或延续项目。")
TERM = WORDS._replace(title="项目期", prompt="请填写项目实施的期限，例如 3年；只做一年的写 1年。")
YEAR_KIND = TEXT._replace(align="center", title="年度", prompt="请填写预算年度，例如（2023年度）。")
TERM_KIND = TEXT._replace(
    align="center", title="中期目标", prompt="请在括号内写明起止年度；只做一年的，左边中期各栏不填。"
)
TARGET = MEASURE._replace(
    title="指标值", prompt="一格只填一个指标的值，可衡量并带计量单位，例如 4次、≥95%、≤1.1万元。"
)
TERM_FUNDS = "中期资金总额＝财政拨款＋其他资金。"
YEAR_FUNDS = "年度资金总额＝财政拨款＋其他资金。"


def template() -> bytes:
    """The blank workbook: one form of a project."""
    book = Book("项目支出绩效目标申报表")
    project(book)
    return book.content()


def project(book: Book) -> None:
    """项目支出绩效目标申报表."""
    form = book.form("项目目标申报表", WIDTHS, NOTHING_TYPED)
    form.printed("A1:H1", "项目支出绩效目标申报表", "title")
    form.entry("A2:H2", YEAR_KIND, f"（{YEAR}年度）", "centre")
    form.printed("A3:B3", "项目名称", "head")
    form.entry("C3:H3", PROJECT_NAME)
    form.printed("A4:B4", "主管部门及代码", "head")
    form.entry("C4:E4", DEPARTMENT)
    form.printed("F4", "实施单位", "head")
    form.entry("G4:H4", say.NAME_KIND)
    form.printed("A5:B5", "项目属性", "head")
    form.entry("C5:E5", NATURE)
    form.printed("F5", "项目期", "head")
    form.entry("G5:H5", TERM)
    form.printed("A6:B8", "项目资金\n（万元）", "head")
    _funds(form, ("C", "D", "E"), "中期资金总额：", TERM_FUNDS)
    _funds(form, ("F", "G", "H"), "年度资金总额：", YEAR_FUNDS)
    form.printed("A9:A10", "总体\n目标", "head")
    form.entry("B9:E9", TERM_KIND, f"中期目标（{YEAR}年—20××年）")
    form.printed("F9:H9", "年度目标", "head")
    form.entry("B10:E10", say.PROSE_KIND, look="prose")
    form.entry("F10:H10", say.PROSE_KIND, look="prose")
    last = _indicators(form)
    heights = {1: 36, 2: 22, **dict.fromkeys(range(3, 10), 24), 10: 80, INDICATOR_ROW - 1: 26}
    form.heights(heights | dict.fromkeys(range(INDICATOR_ROW, last + 1), 26))
    form.finish(last, head=INDICATOR_ROW - 1)


def _funds(form: Form, columns: tuple[str, str, str], total: str, explained: str) -> None:
    """One half of the rows 6 to 8: label, and the amount in two merged columns."""
    first, left, right = columns
    for row, label in enumerate((total, "其中：财政拨款", "其他资金"), start=6):
        form.printed(f"{first}{row}", label, indent=1 if row == 8 else 0)
    parts = f"{left}7:{left}8"
    form.computed(f"{left}6:{right}6", f'=IF(COUNT({parts})=0,"",SUM({parts}))', AMOUNT, explained)
    form.entries([f"{left}{row}:{right}{row}" for row in (7, 8)], AMOUNT)
    form.mark_text(f"{left}6:{left}8")
    form.mark(f"{left}6", not_the_sum(f"{left}6", parts), WRONG, say.NOT_THE_SUM)


def _indicators(form: Form) -> int:
    """Draw the indicator table below its head; returns the last row."""
    head = INDICATOR_ROW - 1
    form.printed(f"B{head}", "一级指标", "head")
    for columns in HALVES:
        for column, title in zip(columns, ("二级指标", "三级指标", "指标值"), strict=True):
            form.printed(f"{column}{head}", title, "head")
    last = print_levels(form, INDICATOR_ROW, LEVELS, [second for second, _, _ in HALVES]) - 1
    form.printed(f"A{head}:A{last}", "绩\n效\n指\n标", "head")
    for _, name, target in HALVES:
        _half(form, name, target, last)
    return last


def _half(form: Form, name: str, target: str, last: int) -> None:
    for row in range(INDICATOR_ROW, last + 1):
        form.entry(f"{name}{row}", say.INDICATOR_KIND)
        form.entry(f"{target}{row}", TARGET)
    targets = f"{target}{INDICATOR_ROW}:{target}{last}"
    form.keep_as_text(targets)
    # A blank of either width is no value.
    value = f'TRIM(SUBSTITUTE(${target}{INDICATOR_ROW},"　",""))'
    form.mark(targets, f'AND(LEN(${name}{INDICATOR_ROW})>0,{value}="")', CHECK, "写了指标而没有指标值")
