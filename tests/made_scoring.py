"""A consistent scoring table with its figures, made in memory, and a way to change single cells of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tools.build_templates import yiyang_2018 as forms

from made import Content, Made, book_of, cell, d
from perfxl.audit import audit
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import column_number

TABLE, FIGURES = "计分表", "基础数据"
SCORES: tuple[Content, ...] = (
    *(2, 3, 5, 5, 5),
    *(4, 2, 2, 3, 2, 2, 4, 2, 1, 1, 1, 2, 2, 1),
    *(8, 4, 8, 10),
    *(5, 5, 5, d("4.8")),
)
"""Full marks but for 结转结余控制率 (20 %) and 满意度 (48 of 50)."""
NUMBERS: dict[str, Content] = {
    "编制数": 20, "在职人员数": 20,
    "三公经费上年预算数": d("8.2"), "三公经费本年预算数": d("6.1"), "三公经费本年支出数": d("6.1"),
    "重点项目支出": 40, "项目总支出": 40, "预算数": d("97.95"), "预算完成数": d("97.95"), "预算调整数": 0,
    "上年结转结余": 10, "本年结转结余": 12, "公用经费预算数": 30, "公用经费支出数": 30,
    "政府采购预算数": 15, "政府采购实际金额": 15, "固定资产总额": 200, "在用固定资产": 200,
    "既定支付进度": "100%", "实际支付进度": "100%", "绩效考核总分": 100, "绩效考核得分": 100,
    "计划工作数": 40, "实际完成工作数": 40, "及时完成工作数": 40, "质量达标工作数": 40,
    "重点工作交办数": 5, "重点工作办结数": 5, "调查数": 50, "满意数": 48,
}  # fmt: skip


def table_rows() -> list[list[Content]]:
    """计分表; indicators are rows 3 to 29, the total is row 30."""
    rows: list[list[Content]] = [
        ["2018年度整体支出绩效自评指标计分表"],
        ["一级指标", "二级指标", "三级指标", "自评分", "指标解释", "指标说明"],
    ]
    scores = iter(SCORES)
    for first in forms.LEVELS:
        top: Content = first.label
        for second in first.seconds:
            middle: Content = second.label
            for indicator in second.indicators:
                points = indicator.points or None
                rows.append([top, middle, indicator.label, next(scores), indicator.meaning, points])
                top = middle = None
    return [*rows, ["合计", None, None, d("98.8")]]


def figure_rows() -> list[list[Content]]:
    """基础数据; 编制数 is row 4, 预算数 row 12, 满意数 row 36."""
    rows: list[list[Content]] = [
        ["2018年度整体支出绩效自评计分基础数据表"],
        ["填报单位：（盖章）示例市档案馆", None, "单位：万元"],
    ]
    for section in forms.SECTIONS:
        rows.append(["数据项", section.head, "口径"])
        rows += [[label, NUMBERS[name]] for name, label in section.rows]
    return rows


def made(
    changes: Mapping[tuple[str, str], Content] | None = None,
    *,
    without: Sequence[str] = (),
    parameter_sets: Sequence[str] = (),
) -> Made:
    """The clean return with some cells changed (by sheet and address), audited with some parameter sets."""
    rows = {TABLE: table_rows(), FIGURES: figure_rows()}
    book = book_of({name: content for name, content in rows.items() if name not in without})
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for (sheet, address), content in (changes or {}).items():
        match = re.fullmatch(r"([A-Z]+)(\d+)", address)
        assert match is not None, address
        row, col = int(match[2]), column_number(match[1])
        by_name[sheet].cells.pop((row, col), None)
        if content is not None:
            by_name[sheet].cells[row, col] = cell(row, col, content)
    form_set = load_form_set("yiyang-2018").with_parameters(parameter_sets)
    ret = read_return(book, [form_set])
    assert ret is not None
    return Made(book, ret, audit(ret))


def table(**cells: Content) -> dict[tuple[str, str], Content]:
    """Changed cells of the 计分表."""
    return {(TABLE, address): content for address, content in cells.items()}


def figures(**cells: Content) -> dict[tuple[str, str], Content]:
    """Changed cells of the 基础数据."""
    return {(FIGURES, address): content for address, content in cells.items()}
