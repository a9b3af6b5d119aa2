"""Headings of an indicator list that say only beside its other headings which column they are: 预期, 实际, 自评."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perfxl.formset.model import Column, Grid, Listing, Type
from perfxl.returns.numbers import read_amount
from perfxl.returns.region import Region, Text
from perfxl.workbook.model import Cell

_SURE = 3
"""So many headings under their own names make a row the header of an indicator list."""
_TARGET = "指标值"
"""The column that every indicator list has."""
_SHORT = {
    _TARGET: "预期 预期数 预期目标 年度预期 目标 目标数 目标要求 目标任务 任务数 全年目标 年初 年初数 年初设定 设定值 设定目标 "
    "计划 计划数 年度计划 全年计划 指标数值 应完成 预定值",
    "完成值": "实际 实际数 实际数值 实际情况 实际执行 实际完成数 年度实际 年末 年末数 实现值 完成 完成数 完成数值 完成结果 "
    "年度完成 已完成 全年完成数 全年实际数",
    "分值": "应得 配分",
    "得分": "自评 单位自评 部门自评 自评结果 自评得 自评打分 自我评价 自我评分 评价分 打分 得 实得 实得分 得分情况 最终得分 "
    "项目得分",
}
"""What units call the columns for short, in normal form."""
_EITHER = {(_TARGET, "完成值"): "全年 年度 全年值 年度值", ("分值", "得分"): "分 分数 赋分"}
"""What may be the one or the other: that which is missing."""
_COLUMNS: dict[str, tuple[str, ...]] = {
    short: columns
    for columns, names in (*(((column,), names) for column, names in _SHORT.items()), *_EITHER.items())
    for short in names.split()
}


def short_headings(
    block: Grid | Listing, known: Mapping[str, Cell], texts: Iterable[Text], region: Region
) -> list[tuple[Column, Text]]:
    """The columns of an indicator list that texts of its header row name for short, beside the headings ``known``.

    Such a text stands right of the entries' names and is the only one of its column; one that may be either of two is
    the one that is still missing. What stands first below the heading of scores is a figure.
    """
    named = known.get(_names_of_entries(block)) if len(known) >= _SURE else None
    if named is None:
        return []
    left = [text for text in texts if text.key in _COLUMNS and text.cell.col > named.col]
    left = [text for text in left if (text.cell.row, text.cell.col) not in region.claimed]
    missing = {one.name: one for one in block.columns if one.name not in known}
    found: list[tuple[Column, Text]] = []
    for ways in (1, 2):
        meant: dict[str, list[Text]] = {}
        for text in left:
            possible = [column for column in _COLUMNS[text.key] if column in missing]
            if len(_COLUMNS[text.key]) == ways and len(possible) == 1:
                meant.setdefault(possible[0], []).append(text)
        for column, (text, *others) in meant.items():
            if not others and _fits(missing[column], text.cell, region):
                found.append((missing.pop(column), text))
    return found


def is_short(text: Text) -> bool:
    """Whether a text is such a heading: where it is not taken for a column, it is not clear which one it is."""
    return text.key in _COLUMNS


def _names_of_entries(block: Grid | Listing) -> str:
    """The column with the entries' names of an indicator list, "" for any other block."""
    columns = {column.name: column for column in block.columns}
    if not isinstance(block, Listing) or _TARGET not in columns:
        return ""
    return next((name for name, column in columns.items() if not column.carry), "")


def _fits(column: Column, heading: Cell, region: Region) -> bool:
    """Whether what stands first below a heading may be the column's."""
    below = (region.cell(row, heading.col) for row in region.rows if row > heading.row)
    first = next((cell for cell in below if cell is not None and cell.text.strip()), None)
    return column.type is not Type.SCORE or read_amount(first).number is not None
