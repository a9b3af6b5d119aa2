"""The 项目支出绩效目标申报表 of the city of Xiangtan for 2023."""

from __future__ import annotations

from tools.build_templates import wording as say
from tools.build_templates.hunan_2022_target import PROJECT_LEVELS, PROJECT_NAME, SEAL, TARGET, print_levels
from tools.build_templates.signals import CHECK
from tools.build_templates.style import AMOUNT, NOTHING_TYPED, TEXT, WORDS, Book, Form

YEAR = 2023
WIDTHS = (12, 11, 15, 26, 16, 15)
INDICATOR_ROW = 9
OWN = AMOUNT._replace(prompt="请填写本年度本级预算安排的金额，单位为万元。")
FROM_ABOVE = AMOUNT._replace(prompt="请填写该项目本年度的上级资金，单位为万元；没有的填 0。")
TERM = WORDS._replace(title="项目支出实施期", prompt="请填写起止年月，例如 2023.01-2023.12。")
BASIS = WORDS._replace(title="绩效标准", prompt="请填写指标值依据的标准，例如 计划标准、行业标准、历史标准。")
REVIEW = TEXT._replace(title="财政部门审核意见", prompt="由财政部门填写意见、盖章并注明日期。")
FOOTER_KIND = TEXT._replace(
    title="表尾", prompt="在各冒号后填写。日期按 YYYY.MM.DD 的格式填写，例如 2023.01.05。"
)
FOOTER = "填表人：　　　　　　联系电话：　　　　　　填报日期：　　　　　　单位负责人签字："


def template() -> bytes:
    """The blank workbook: one form of a project."""
    book = Book("项目支出绩效目标申报表")
    project(book)
    return book.content()


def project(book: Book) -> None:
    """项目支出绩效目标申报表."""
    form = book.form("项目目标申报表", WIDTHS, NOTHING_TYPED)
    year = TEXT._replace(title="年度", prompt="请将标题中的年度改为预算年度，四位数字。")
    form.entry("A1:F1", year, f"{YEAR}年项目支出绩效目标申报表", "title")
    form.entry("A2:D2", say.UNIT_KIND, "填报单位（盖章）：", "line")
    form.printed("E2:F2", "单位：万元", "right")
    form.printed("A3", "项目支出\n名称", "head")
    form.entry("B3:C3", PROJECT_NAME)
    form.printed("D3", "预算部门", "head")
    form.entry("E3:F3", say.NAME_KIND)
    form.printed("A4", "年度本级\n预算金额", "head")
    form.entry("B4:C4", OWN)
    form.printed("D4", "该项目支出\n上级资金", "head")
    form.entry("E4:F4", FROM_ABOVE)
    form.mark_text("B4:C4")
    form.mark_text("E4:F4")
    form.printed("A5", "项目支出\n实施期", "head")
    form.entry("B5:F5", TERM)
    form.printed("A6", "实施期\n绩效目标", "head")
    form.entry("B6:F6", say.PROSE_KIND, look="prose")
    form.printed("A7", "本年度\n绩效目标", "head")
    form.entry("B7:F7", say.PROSE_KIND, look="prose")
    last = _indicators(form)
    form.printed(f"A{last + 1}", "财政部门\n审核意见", "head")
    form.entry(f"B{last + 1}:F{last + 1}", REVIEW, SEAL, for_unit=False)
    form.entry(f"A{last + 2}:F{last + 2}", FOOTER_KIND, FOOTER, "line")
    heights = {1: 36, 2: 24, 3: 32, 4: 32, 5: 32, 6: 66, 7: 66, last + 1: 50, last + 2: 28}
    form.heights(heights | dict.fromkeys(range(INDICATOR_ROW, last + 1), 26))
    form.finish(last + 2, head=INDICATOR_ROW - 1)


def _indicators(form: Form) -> int:
    """Draw the indicator table below its head; returns the last row."""
    head = INDICATOR_ROW - 1
    titles = ("一级指标", "二级指标", "三级指标", "指标值\n及单位", "绩效标准")
    for column, title in zip("BCDEF", titles, strict=True):
        form.printed(f"{column}{head}", title, "head")
    row = print_levels(form, INDICATOR_ROW, PROJECT_LEVELS)
    last = row - 1
    form.printed(f"A{head}:A{last}", "本年度\n绩效指标", "head")
    for number in range(INDICATOR_ROW, row):
        form.entry(f"D{number}", say.INDICATOR_KIND)
        form.entry(f"E{number}", TARGET)
        form.entry(f"F{number}", BASIS)
    form.keep_as_text(f"E{INDICATOR_ROW}:E{last}")
    # A blank of either width is no value.
    value = f'TRIM(SUBSTITUTE($E{INDICATOR_ROW},"　",""))'
    missing = f'AND(LEN($D{INDICATOR_ROW})>0,{value}="")'
    form.mark(f"E{INDICATOR_ROW}:E{last}", missing, CHECK, "写了指标而没有指标值")
    return last
