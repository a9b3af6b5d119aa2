"""The two forms of a budget unit of 邢台市 (Hebei) for 2020: targets of the whole unit and of each project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.build_templates import wording as say
from tools.build_templates.signals import (
    CHECK,
    RATE_TOLERANCE,
    WRONG,
    both,
    differs,
    not_the_sum,
    where_number,
)
from tools.build_templates.style import (
    AMOUNT,
    MEASURE,
    NOTHING_TYPED,
    RATE,
    TEXT,
    WORDS,
    Book,
    Form,
    Kind,
    span,
)

YEAR = 2020
BLOCKS = 3
"""Goals for which the blank form of the whole unit has room: staff, running costs and a project."""
BLOCK_LEVELS = (("产出\n指标", 6), ("效益\n指标", 3))
FIRST_BLOCK_ROW = 13
PROJECT_LEVELS = (
    ("产出\n指标", (("数量指标", 4), ("质量指标", 2), ("时效指标", 2), ("成本指标", 3))),
    (
        "效果\n指标",
        (("经济效益\n指标", 1), ("社会效益\n指标", 3), ("生态效益\n指标", 1), ("可持续影\n响指标", 1)),
    ),
    ("满意度\n指标", (("服务对象\n满意度指标", 1),)),
)
FIRST_INDICATOR_ROW = 10

TARGET = MEASURE._replace(
    title="指标值", prompt="请填写可衡量的数值，带比较符号和计量单位，例如 ≥4次、≤1.1万元、≥95%。"
)
NAME = TEXT._replace(title="指标名称", prompt="一行填写一个指标；没有的留空，行数不够的，在末行之前插入行。")
GOAL = TEXT._replace(title="年度整体支出目标", prompt="请填写本项支出要达到的目标，与下面的绩效指标对应。")
PROJECT = WORDS._replace(
    title="项目名称及金额", prompt="请填写本项支出的名称和金额，例如 人员经费（64.18万元）。"
)
REMARK = TEXT._replace(title="备注", prompt="需要说明的事项；没有的留空。")
CODE = WORDS._replace(title="项目编码", prompt="请填写项目库中的项目编码。")
PROJECT_NAME = WORDS._replace(title="项目名称", prompt="请填写项目全称，一个项目填一张表。")
DESCRIPTION = TEXT._replace(
    title="绩效指标描述", prompt="请说明指标的内容或计算方法，与指标名称一致，不写其他年度的情况。"
)
BASIS = TEXT._replace(
    title="指标值确定依据", prompt="请填写确定指标值的依据，例如 计划标准、历史数据、行业标准。"
)
PLAN = RATE._replace(
    number_format="0%",
    title="资金支出计划",
    prompt="请填写到该月底为止的累计支出比例，例如 25%；逐期递增，12月底为 100%。",
    rule=(("validate", "decimal"), ("criteria", "between"), ("minimum", 0), ("maximum", 1)),
    error="支出计划应为 0% 至 100% 的百分数。",
)
SIGNATURES = TEXT._replace(
    title="经办人、电话、项目责任人", prompt="电话在冒号后填写，经办人和项目责任人签字。"
)
INCOME_TOTAL = "收入合计＝右边各项收入之和。"
SPENDING_TOTAL = "支出合计＝右边各项支出之和，应等于收入合计。"
PROJECT_TOTAL = "预算数＝财政资金＋其他资金。"


class Cell(NamedTuple):
    """A label over a value: the columns both take, the label and what the value is (None: computed)."""

    first: str
    last: str
    label: str
    kind: Kind | None = AMOUNT

    def area(self, row: int) -> str:
        """Its cells in a row."""
        return f"{self.first}{row}" if self.first == self.last else f"{self.first}{row}:{self.last}{row}"


INCOMES = (
    Cell("B", "B", "合计", None),
    Cell("C", "C", "一般公共\n预算拨入"),
    Cell("D", "D", "政府基金\n预算拨入"),
    Cell("E", "E", "提前告知\n转移支付"),
    Cell("F", "F", "上年结转"),
    Cell("G", "H", "单位自有收入\n（含经营收入）"),
)
SPENDINGS = (
    Cell("B", "B", "合计", None),
    Cell("C", "C", "人员经费\n支出"),
    Cell("D", "D", "正常公用\n支出"),
    Cell("E", "F", "项目支出"),
    Cell("G", "H", "其它支出"),
)
PLANS = (
    Cell("B", "C", "3月底", PLAN),
    Cell("D", "D", "6月底", PLAN),
    Cell("E", "F", "10月底", PLAN),
    Cell("G", "H", "12月底", PLAN),
)


def template() -> bytes:
    """The blank workbook: one sheet of each form, computed cells with their results on blank input."""
    book = Book("部门预算绩效目标套表")
    department(book)
    project(book)
    return book.content()


def department(book: Book) -> None:
    """邢台市部门整体支出绩效目标申报表."""
    form = book.form("部门绩效目标申报表", (12, 12.5, 12, 11, 11, 11, 13, 12), NOTHING_TYPED)
    form.printed("A1:H1", "邢台市部门整体支出绩效目标申报表", "title")
    form.printed("A2:H2", f"（{YEAR}年度）", "centre")
    form.entry("A3:H3", say.UNIT_KIND, "填报单位（盖公章）：", "line")
    form.printed("A4", "部门名称", "head")
    form.entry("B4:H4", say.NAME_KIND)
    _budget(form)
    for row, label in ((11, "年度整体\n支出总体\n目标"), (12, "年度工作\n计划")):
        form.printed(f"A{row}", label, "head")
        form.entry(f"B{row}:H{row}", say.PROSE_KIND, look="prose")
    heights = {1: 36, 2: 22, 3: 24, 4: 26, **dict.fromkeys((5, 7, 8, 10), 22), 6: 34, 9: 34, 11: 100, 12: 84}
    row, blocks = FIRST_BLOCK_ROW, []
    for number in range(1, BLOCKS + 1):
        heights |= {row: 44, row + 1: 34}
        blocks.append(row)
        row = _block(form, row, number)
    heights |= {other: 24 for other in range(FIRST_BLOCK_ROW, row) if other not in heights}
    form.heights(heights)
    form.finish(row - 1, pages=blocks[1:2])


def _budget(form: Form) -> None:
    form.printed("A5:A10", "年度预算\n（万元）", "head")
    form.printed("B5:H5", "年度收入预算", "head")
    _over_values(form, 6, INCOMES, INCOME_TOTAL)
    form.printed("B8:H8", "年度支出预算", "head")
    _over_values(form, 9, SPENDINGS, SPENDING_TOTAL)
    for row in (7, 10):
        form.mark_text(f"B{row}:H{row}")
        form.mark(f"B{row}", not_the_sum(f"B{row}", f"C{row}:H{row}"), WRONG, say.NOT_THE_SUM)
    form.mark("B10", both("B7", "B10", differs("B10", "B7")), CHECK, "支出合计不等于收入合计")


def _over_values(form: Form, row: int, columns: Sequence[Cell], total: str) -> None:
    """Labels in a row, their values in the row below, the first one the sum of the others."""
    for column in columns:
        form.printed(column.area(row), column.label, "head")
        if column.kind:
            form.entry(column.area(row + 1), column.kind)
    parts = f"C{row + 1}:H{row + 1}"
    if columns[0].kind is None:
        form.computed(f"B{row + 1}", f'=IF(COUNT({parts})=0,"",SUM({parts}))', AMOUNT, total)


def _block(form: Form, row: int, number: int) -> int:
    """One goal with its indicators; returns the row below."""
    form.printed(f"A{row}", f"年度整体\n支出目标{number}", "head")
    form.entry(f"B{row}:H{row}", GOAL, look="prose")
    heads = ("项目名称及\n金额（万元）", "一级指标", "二级指标", "指标值", "备注")
    for area, head in zip(("B", "C", "D:F", "G", "H"), heads, strict=True):
        form.printed(_in_row(area, row + 1), head, "head")
    first = row = row + 2
    for label, rows in BLOCK_LEVELS:
        form.printed(span("C", row, row + rows - 1), label, "head")
        row += rows
    form.printed(span("A", first - 1, row - 1), "整体支出\n绩效指标", "head")
    form.entry(span("B", first, row - 1), PROJECT)
    for line in range(first, row):
        for area, kind in zip(("D:F", "G", "H"), (NAME, TARGET, REMARK), strict=True):
            form.entry(_in_row(area, line), kind)
    form.keep_as_text(f"G{first}:G{row - 1}")
    return row


def _in_row(columns: str, row: int) -> str:
    return ":".join(f"{column}{row}" for column in columns.split(":"))


def project(book: Book) -> None:
    """邢台市市级部门预算项目绩效目标表."""
    form = book.form("项目绩效目标表", (10, 11, 16, 14, 11, 11, 12, 13), NOTHING_TYPED)
    form.printed("A1:H1", "邢台市市级部门预算项目绩效目标表", "title")
    form.entry("A2:H2", say.UNIT_KIND, "填报单位（盖公章）：", "line")
    form.printed("A3", "项目编码", "head")
    form.entry("B3:C3", CODE)
    form.printed("D3", "项目名称", "head")
    form.entry("E3:H3", PROJECT_NAME)
    _project_funds(form)
    form.printed("A6:A7", "资金支出\n计划（%）", "head")
    _over_values(form, 6, PLANS, "")
    form.mark("D7:G7", "AND(COUNT($B$7:D7)>1,D7<MAX($B$7:D7))", WRONG, "比前面的月份小")
    form.mark("G7", where_number("G7", differs("G7", "1", RATE_TOLERANCE)), WRONG, "12月底不是 100%")
    form.printed("A8", "绩效目标", "head")
    form.entry("B8:H8", say.PROSE_KIND, look="prose")
    last = _project_indicators(form)
    form.entry(
        f"A{last + 1}:H{last + 1}",
        SIGNATURES,
        f"经办人（签字）：{'　' * 8}电话：{'　' * 8}项目责任人（签字）：",
        "line",
    )
    heights = {1: 36, 2: 24, 3: 26, 4: 34, 5: 40, 6: 22, 7: 22, 8: 64, 9: 34, last + 1: 24}
    form.heights(heights | dict.fromkeys(range(FIRST_INDICATOR_ROW, last + 1), 27))
    form.finish(last + 1, head=FIRST_INDICATOR_ROW - 1)


def _project_funds(form: Form) -> None:
    form.printed("A4:A5", "预算规模\n及资金\n用途", "head")
    form.printed("B4", "预算数\n（万元）", "head")
    form.computed("C4", '=IF(COUNT(E4,G4)=0,"",SUM(E4,G4))', AMOUNT, PROJECT_TOTAL)
    form.printed("D4", "其中：财政\n资金（万元）", "head")
    form.entry("E4", AMOUNT)
    form.printed("F4", "其他资金\n（万元）", "head")
    form.entry("G4:H4", AMOUNT)
    form.printed("B5", "资金用途", "head")
    form.entry("C5:H5", say.PROSE_KIND, look="prose")
    for cell in ("C4", "E4", "G4"):
        form.mark_text(cell)
    form.mark("C4", not_the_sum("C4", "E4,G4"), WRONG, say.NOT_THE_SUM)


def _project_indicators(form: Form) -> int:
    """The indicator table; returns its last row."""
    heads = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定\n依据")
    areas = ("A", "B", "C", "D:F", "G", "H")
    for area, head in zip(areas, heads, strict=True):
        form.printed(_in_row(area, FIRST_INDICATOR_ROW - 1), head, "head")
    row = FIRST_INDICATOR_ROW
    for level, groups in PROJECT_LEVELS:
        first = row
        for group, rows in groups:
            form.printed(span("B", row, row + rows - 1), group, "head")
            row += rows
        form.printed(span("A", first, row - 1), level, "head")
    for line in range(FIRST_INDICATOR_ROW, row):
        for area, kind in zip(areas[2:], (NAME, DESCRIPTION, TARGET, BASIS), strict=True):
            form.entry(_in_row(area, line), kind)
    form.keep_as_text(f"G{FIRST_INDICATOR_ROW}:G{row - 1}")
    return row - 1
