"""The 部门整体绩效自评表 of Chongqing: one line of money, indicators with a coefficient each, the total in the head."""

from __future__ import annotations

from tools.build_templates import mof_2020
from tools.build_templates import wording as say
from tools.build_templates.hunan_2021 import execution
from tools.build_templates.signals import CHECK, WRONG, both, differs, exceeds, not_the_sum, out_of_range
from tools.build_templates.style import (
    AMOUNT,
    MEASURE,
    NOTHING_TYPED,
    RATE,
    SCORE,
    TEXT,
    WEIGHT,
    WORDS,
    Book,
    Form,
    score_within,
)

YEAR = 2021
WIDTHS = (5, 16, 8.5, 8.5, 10.5, 10.5, 10.5, 9, 9, 9, 9)
FIRST_ROW, LAST_ROW = 9, 28

YEAR_KIND = TEXT._replace(title="年度", prompt="请将标题中的年度改为评价的年度，四位数字。")
OFFICE = WORDS._replace(title="财政处室", prompt="请填写归口的财政处室（科室）。")
CONTACT = WORDS._replace(title="部门联系人、联系电话", prompt="请填写负责填报的联系人及其电话。")
NATURE = WORDS._replace(title="指标性质", prompt="请填写定量指标、定性指标，或 ≥、≤、＝。")
UNIT = WORDS._replace(title="计量单位", prompt="请填写指标值的计量单位，例如 %、次、万元；定性指标不填。")
ADJUSTED = MEASURE._replace(title="调整指标值", prompt="年中调整了目标的填写调整后的值，没有调整的不填。")
COEFFICIENT = RATE._replace(
    title="得分系数（%）", prompt="请填写按完成值与指标值计算的得分比例，全部完成的填 100%。"
)
CORE = WORDS._replace(title="是否核心指标", prompt="请填写是或否。")
WHOLE_SCORE = "自评总分＝执行率得分＋各项指标得分之和。"


def template() -> bytes:
    """The blank workbook: the form of the unit, and the national one of a project, which may come with it."""
    book = Book("部门整体绩效自评表")
    department(book)
    mof_2020.project(book, year=YEAR)
    return book.content()


def department(book: Book) -> None:
    """部门整体绩效自评表."""
    form = book.form("部门自评表", WIDTHS, NOTHING_TYPED)
    form.entry("A1:K1", YEAR_KIND, f"{YEAR}年度部门整体绩效自评表", "title")
    form.printed("A2:B2", "主管部门", "head")
    form.entry("C2:E2", say.NAME_KIND)
    form.printed("F2", "财政处室", "head")
    form.entry("G2:H2", OFFICE)
    form.printed("I2:J2", "自评总分（分）", "head")
    scores = f"J5,J{FIRST_ROW}:J{LAST_ROW}"
    form.computed("K2", f'=IF(COUNT({scores})=0,"",SUM({scores}))', SCORE, WHOLE_SCORE)
    form.mark("K2", not_the_sum("K2", scores), WRONG, say.NOT_THE_SUM)
    form.printed("A3:B3", "部门联系人", "head")
    form.entry("C3:E3", CONTACT)
    form.printed("F3", "联系电话", "head")
    form.entry("G3:K3", CONTACT)
    _funds(form)
    form.printed("A6:A7", "当年\n绩效\n目标", "head")
    goals = {"B:D": "年初绩效目标", "E:G": "全年（调整）绩效目标", "H:K": "全年目标实际完成情况"}
    for columns, label in goals.items():
        first, last = columns.split(":")
        form.printed(f"{first}6:{last}6", label, "head")
        form.entry(f"{first}7:{last}7", say.PROSE_KIND, look="prose")
    _indicators(form)
    heights = {1: 36, 2: 26, 3: 26, 4: 34, 5: 26, 6: 24, 7: 110, 8: 38}
    form.heights(heights | dict.fromkeys(range(FIRST_ROW, LAST_ROW + 1), 26))
    form.finish(LAST_ROW, head=FIRST_ROW - 1)


def _funds(form: Form) -> None:
    """Rows 4 and 5: what was budgeted and spent."""
    form.printed("A4:B5", "部门预算\n执行情况（万元）", "head")
    heads = {
        "C4:D4": "年初预算数",
        "E4:F4": "全年（调整）\n预算数",
        "G4": "全年执行数",
        "H4": "执行率\n（%）",
    }
    for area, head in (heads | {"I4": "执行率\n权重", "J4:K4": "执行率得分\n（分）"}).items():
        form.printed(area, head, "head")
    form.entries(["C5:D5", "E5:F5", "G5"], AMOUNT)
    form.computed("H5", '=IF(AND(N(E5)>0,ISNUMBER(G5)),G5/E5,"")', RATE, say.PROJECT_RATE)
    form.printed("I5", 10, "head", SCORE)
    form.computed("J5:K5", '=IF(ISNUMBER(H5),ROUND(I5*MIN(H5,1),2),"")', SCORE, say.FUNDS_SCORE)
    form.mark_text("C5:G5")
    form.mark("G5", both("E5", "G5", exceeds("G5", "E5")), CHECK, say.OVER_BUDGET)
    execution(form, ("H5", "G5", "E5"), ("J5", "I5"))


def _indicators(form: Form) -> None:
    """The indicators below their head."""
    first, last = FIRST_ROW, LAST_ROW
    kinds = {
        "指标名称": say.INDICATOR_KIND._replace(title="指标名称", prompt="一行填写一个指标。"),
        "计量单位": UNIT,
        "指标性质": NATURE,
        "年初指标值": MEASURE._replace(title="年初指标值", prompt="请填写可衡量的数值，例如 4、≥95。"),
        "调整指标值": ADJUSTED,
        "全年完成值": say.ACTUAL_KIND._replace(title="全年完成值", prompt="请填写全年实际完成的数值。"),
        "得分系数\n（%）": COEFFICIENT,
        "指标权重\n（分）": WEIGHT._replace(
            title="指标权重", prompt="请填写指标权重；与执行率权重合计 100 分。"
        ),
        "指标得分\n（分）": score_within(f"I{first}", f"J{first}"),
        "是否核心\n指标": CORE,
    }
    for column, (head, kind) in zip("BCDEFGHIJK", kinds.items(), strict=True):
        form.printed(f"{column}{first - 1}", head, "head")
        for row in range(first, last + 1):
            form.entry(f"{column}{row}", kind)
    form.printed(f"A{first - 1}:A{last}", "绩\n效\n指\n标", "head")
    form.keep_as_text(f"E{first}:G{last}")
    form.mark_text(f"H{first}:J{last}")
    weights = f"$I${first}:$I${last}"
    missed = f"AND(COUNT({weights})>0,{differs(f'SUM($I$5,{weights})', '100')})"
    form.mark("I5", missed, CHECK, "与各项指标权重合计不是 100 分")
    form.mark(f"J{first}:J{last}", out_of_range(f"J{first}", f"I{first}"), WRONG, say.SCORE_OUT_OF_RANGE)
