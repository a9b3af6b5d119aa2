"""The real return 益阳2018: the scoring table as the unit typed it, and the figures that its report states."""

from __future__ import annotations

from tools.build_returns.retyped import Paper, new_book, saved
from tools.build_templates import yiyang_2018 as forms

UNIT = "益阳市侨联"
TITLE = "2018年度市侨联整体支出绩效自评指标计分表"
SCORES = (2, 3, 3, 4, 5, 2, 2, 2, 2, 1, 1, 4, 1, 1, 1, 1, 2, 2, 1, 6, 4, 8, 10, 4, 5, 4, 5)
TOTAL = "86"
_PURCHASES = (
    "政府采购执行率=（实际政府采购金额/政府采购预算数）×100%，"
    "为100%的计2分，每低于1个百分点扣0.5分，扣完为止；政府采购预算按规定程序批准的年度计划填列。"
)
"""The unit's form gives 2 points here, where the indicator has 4."""
FIGURES = {
    "预算数": ("97.95", "近似：报告未给预算数，以收入总计代替"),
    "预算完成数": ("85.06", ""),
    "上年结转结余": ("8.32", ""),
    "本年结转结余": ("20.89", ""),
}


def workbook() -> bytes:
    """The return as an .xlsx file: the scoring table and the sheet of figures."""
    book = new_book("益阳市侨联2018年度整体支出绩效自评")
    _table(Paper(book, "计分表", (8, 9, 18, 8, 32, 60), {1: 34, 2: 32}))
    _figures(Paper(book, "基础数据", (30, 16, 40), {1: 34}))
    return saved(book)


def _table(paper: Paper) -> None:
    paper.line("A1:F1", TITLE, 18, "center")
    paper.row(2, "ABCDEF", ("一级\n指标", "二级指标", "三级指标", "自评分", "指标解释", "指标说明"))
    row = 3
    scores = iter(SCORES)
    for first in forms.LEVELS:
        top = row
        for second in first.seconds:
            start = row
            for indicator in second.indicators:
                points = _PURCHASES if indicator.label.startswith("政府采购") else indicator.points
                paper.put(f"C{row}", indicator.label)
                paper.put(f"D{row}", str(next(scores)))
                paper.put(f"E{row}", indicator.meaning, "left")
                paper.put(f"F{row}", points, "left")
                paper.sheet.row_dimensions[row].height = 58 if len(points) > 100 else 36
                row += 1
            paper.put(_rows("B", start, row - 1), second.label)
        paper.put(_rows("A", top, row - 1), first.label)
    # The scoring of the three benefits stands in one merged cell.
    paper.sheet.merge_cells(f"F{row - 4}:F{row - 2}")
    paper.put(f"A{row}:C{row}", "合   计")
    paper.put(f"D{row}", TOTAL)


def _rows(column: str, first: int, last: int) -> str:
    return f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"


def _figures(paper: Paper) -> None:
    paper.line("A1:C1", "2018年度整体支出绩效自评计分基础数据表", 18, "center")
    paper.line("A2:B2", f"填报单位：（盖章）{UNIT}")
    paper.line("C2", "单位：万元", align="right")
    row = forms.FIRST_SECTION_ROW
    for section in forms.SECTIONS:
        paper.row(row, "ABC", ("数据项", section.head, "口径"))
        for name, label in section.rows:
            row += 1
            number, basis = FIGURES.get(name, ("", ""))
            paper.put(f"A{row}", label, "left")
            paper.put(f"B{row}", number)
            paper.put(f"C{row}", basis, "left")
        row += 1
