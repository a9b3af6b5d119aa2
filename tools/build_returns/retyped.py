"""Workbooks as a unit retypes a Word form: plain openpyxl, no names, no formulas, blanks and all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter, range_boundaries

from tools.build_returns import hengyang_2021 as unit
from tools.build_templates.package import repack

_NUMBER = re.compile(r"\d+(\.\d+)?")
_PERCENTAGE = re.compile(r"(\d+)%")
_LINE = Side(style="thin")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class Paper:
    """A worksheet that takes text as if it were typed: only text that is wholly a number becomes one."""

    def __init__(self, book: Any, name: str, widths: Sequence[float], heights: Mapping[int, float]) -> None:
        self.sheet = book.create_sheet(name)
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        for row, height in heights.items():
            self.sheet.row_dimensions[row].height = height
        self.sheet.page_setup.paperSize = 9
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def line(self, area: str, text: str, size: float = 11, align: str = "left") -> None:
        """Text outside the ruled table."""
        self._write(area, text, Font(name="宋体", size=size, bold=size > 14), align)

    def put(self, area: str, text: str, align: str = "center") -> None:
        """A cell of the ruled table; ``area`` is merged when it is a range."""
        left, top, right, bottom = range_boundaries(area)
        for row in self.sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
            for cell in row:
                cell.border = _BORDER
        self._write(area, text, Font(name="宋体", size=10.5), align)

    def row(self, row: int, columns: str, texts: Sequence[str]) -> None:
        """One text to each column of a row."""
        for column, text in zip(columns, texts, strict=True):
            self.put(f"{column}{row}", text)

    def _write(self, area: str, text: str, font: Any, align: str) -> None:
        cell = self.sheet[area.split(":")[0]]
        if ":" in area:
            self.sheet.merge_cells(area)
        cell.font = font
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        if percentage := _PERCENTAGE.fullmatch(text):
            cell.value, cell.number_format = int(percentage[1]) / 100, "0%"
        elif _NUMBER.fullmatch(text):
            cell.value = float(text) if "." in text else int(text)
        elif text:
            cell.value = text
            cell.data_type = "s"  # ``=100%`` too is text, as the unit meant it


def new_book(title: str) -> Any:
    """An empty workbook without sheets."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    book.properties.title = title
    return book


def saved(book: Any) -> bytes:
    """The bytes of the workbook, the same each time."""
    buffer = BytesIO()
    book.save(buffer)
    return repack(buffer.getvalue())


def workbook() -> bytes:
    """衡阳2021 retyped from Word: 附件2, 附件3, 附件4-1, 附件4-2."""
    book = new_book("自评报告附件")
    _base_data(book)
    _department(book)
    for number, project in enumerate(unit.PROJECTS, start=1):
        _project(book, project, f"附件4-{number}")
    return saved(book)


def _base_data(book: Any) -> None:
    paper = Paper(book, "附件2", (32, 16, 18, 16), {2: 34, 31: 32, 33: 44})
    paper.line("A1", "附件2       ")
    paper.line("A2:D2", "部门整体支出绩效评价基础数据表  ", 18, "center")
    paper.line("A3:D3", f"填报单位：（盖章）{unit.UNIT}")
    paper.put("A4:A5", "财政供养人员情况")
    paper.row(4, "BCD", ("编制数", "2021年实际在职人数", "控制率"))
    paper.row(5, "BCD", unit.STAFFING)
    paper.row(6, "ABCD", ("经费控制情况", "2020年决算数", "2021年预算数", "2021年决算数"))
    lines = (*unit.BASIC, unit.PROJECT_TOTAL, *unit.PROJECT_LINES, unit.PURCHASES)
    for row, line in enumerate(lines, start=7):
        paper.put(f"A{row}", line.label, "left")
        paper.row(row, "BCD", line[1:])
    paper.put("A31", "厉行节约保障措施", "left")
    paper.put("B31:D31", unit.THRIFT, "left")
    paper.line("A33:D33", unit.NOTE)
    paper.line("A35:D35", unit.BASE_DATA_FOOTER)


def _department(book: Any) -> None:
    heights = {2: 34, 4: 30, 11: 48, 12: 34, 13: 50, 20: 44, **dict.fromkeys(range(23, 28), 32)}
    paper = Paper(book, "附件3", (12, 8, 11, 20, 14, 10, 8, 8, 12), heights)
    paper.line("A1", "附件3")
    paper.line("A2:I2", "部门整体支出绩效自评表", 18, "center")
    paper.line("A3:I3", "填报单位： （盖章）                 （2021年度）")
    paper.put("A4", "部门名称")
    paper.put("B4:E4", f"{unit.UNIT}　")
    paper.row(4, "FGHI", ("执行数", "资金执行率", "分值", "得分"))
    paper.put("A5:A10", "年度预算\n申请（万元）")
    paper.put("B5:E5", f"资金总额：{unit.TOTAL_FUNDS}", "left")
    paper.row(5, "FGHI", (unit.TOTAL_FUNDS, "100%", "10", "10"))
    split = (
        (f"按收入性质分： {unit.TOTAL_FUNDS}                        ", "按指出性质分："),
        (f"其中： 一般公共预算收入：{unit.TOTAL_FUNDS}", f" 其中：基本支出：{unit.BASIC_SPENDING}"),
        ("政府性基金拨款：", f"项目支出：{unit.PROJECT_SPENDING}"),
        ("纳入专户管理的非税收入拨款：", ""),
        ("其他资金：", ""),
    )
    for row, (income, spending) in enumerate(split, start=6):
        paper.put(f"B{row}:E{row}", income, "left")
        paper.put(f"F{row}:I{row}", spending, "left")
    paper.put("A11", "部门职能职责概述")
    paper.put("B11:I11", unit.DUTIES, "left")
    paper.put("A12", "整体绩效\n目标")
    paper.put("B12:I12", unit.GOAL, "left")
    total = _indicators(paper, 13, "部门整体支出年度绩效指标", unit.DEPARTMENT_INDICATORS)
    paper.put(f"A{total}:F{total}", "                          总分")
    paper.row(total, "GHI", ("100", "100", ""))
    paper.line(f"A{total + 2}:I{total + 2}", unit.DEPARTMENT_FOOTER)


def _project(book: Any, project: unit.Project, name: str) -> None:
    heights = {2: 34, 4: 30, 6: 30, 11: 20, 12: 60, 13: 50, 15: 30, 22: 50}
    heights |= dict.fromkeys(range(18, 22), 30)
    paper = Paper(book, name, (8, 10, 12, 20, 12, 12, 8, 9, 12), heights)
    paper.line("A1", "附件4")
    paper.line("A2:I2", "项目支出绩效自评表", 18, "center")
    paper.line("A3:I3", " 填报单位： （盖章）                （2021年度）")
    paper.put("A4", "项目支\n出名称")
    paper.put("B4:I4", f"{project.name}　")
    paper.put("A5", "主管部门")
    paper.put("B5:D5", "　")
    paper.put("E5:F5", "实施单位")
    paper.put("G5:I5", unit.UNIT)
    paper.put("A6:A10", "项目资金\n（万元）")
    paper.put("B6:C6", "　")
    paper.row(6, "DEFGHI", ("年初\n预算数", "全年\n预算数", "全年\n执行数", "分值", "执行率", "得分"))
    for row, funds in enumerate(project.funds, start=7):
        paper.put(f"B{row}:C{row}", funds.label, "left")
        paper.row(row, "DEFGHI", funds[1:])
    paper.put("A11:A12", "年度总\n体目标")
    paper.put("B11:E11", "预期目标")
    paper.put("F11:I11", "实际完成情况　")
    paper.put("B12:E12", project.goal, "left")
    paper.put("F12:I12", unit.DONE, "left")
    total = _indicators(paper, 13, "绩\n效\n指\n标", project.indicators)
    # The form ends here with a single number: the cell for the total score is missing.
    paper.put(f"A{total}:F{total}", "总分")
    paper.put(f"G{total}", unit.PROJECT_TOTAL_WEIGHT)


def _indicators(paper: Paper, head: int, title: str, indicators: Sequence[unit.Indicator]) -> int:
    """Write an indicator table whose head is in row ``head``; returns the row below it."""
    heads = ("一级指标", "二级指标", "三级指标", "年度\n指标值", "实际\n完成值", "分值", "得分")
    paper.row(head, "BCDEFGHI", (*heads, "偏差原因\n分析及\n改进措施"))
    last = head + len(indicators)
    paper.put(f"A{head}:A{last}", title)
    for row, entry in enumerate(indicators, start=head + 1):
        paper.row(row, "DEFGHI", entry[2:])
    runs(paper, "B", head + 1, [entry.level for entry in indicators])
    runs(paper, "C", head + 1, [entry.group for entry in indicators])
    return last + 1


def runs(paper: Paper, column: str, row: int, labels: Sequence[str]) -> None:
    """Write labels down a column, equal neighbours merged into one cell."""
    start = 0
    for end in range(1, len(labels) + 1):
        if end == len(labels) or labels[end] != labels[start]:
            first, last = row + start, row + end - 1
            area = f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
            paper.put(area, labels[start])
            start = end
