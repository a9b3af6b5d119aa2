"""Returns and reports of any size: the same return with so many more rows, titles, columns or sentences of one kind.

``RETURNS`` and ``REPORTS`` map what there is many of to a function that makes as much of it as it is told.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import xlsxwriter
from msgspec.structs import replace

from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet
from perfxl.workbook.read import read_book

RETURN = Path(__file__).parent / "returns" / "hengyang-2021.xlsx"
BASE, OVERALL, PROJECT = "附件2", "附件3", "附件4-1"
FIRST_PROJECT, FIRST_OVERALL, FIRST_INDICATOR = 24, 18, 15
"""The rows of these sheets above which rows of a list can be inserted."""
HEADINGS, SUM = 6, 19
"""The rows of the base form with the headings of its columns, and with the sum of the projects."""
TITLE = "2021年度部门整体支出绩效自评报告\n一、部门基本情况\n"

Row = Mapping[int, str | int]


def steps(run: Callable[[], object]) -> int:
    """How many lines of Python are run, each turn of a comprehension counted as one."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


@cache
def _sheets() -> Sequence[Sheet]:
    return read_book(RETURN.read_bytes()).sheets


def _book(changed: Sheet, *more: Sheet) -> Book:
    """The return with one of its sheets changed, and others behind it."""
    return Book([changed if sheet.name == changed.name else sheet for sheet in _sheets()] + [*more], "xlsx")


def _sheet(name: str) -> Sheet:
    """A copy of one of its sheets."""
    sheet = next(sheet for sheet in _sheets() if sheet.name == name)
    return replace(sheet, cells=dict(sheet.cells), merges=list(sheet.merges))


def _last(sheet: Sheet) -> int:
    return max(row for row, _ in sheet.cells)


def _write(sheet: Sheet, row: int, values: Row) -> None:
    for col, value in values.items():
        kind = Kind.TEXT if isinstance(value, str) else Kind.NUMBER
        sheet.cells[row, col] = Cell(row, col, kind, str(value))


def inserted(name: str, at: int, row: Callable[[int], Row]) -> Callable[[int], Book]:
    """The return with rows inserted into a sheet above the row ``at``, each made of its number."""

    def make(count: int) -> Book:
        sheet = _sheet(name)
        cells = [cell._replace(row=cell.row + count * (cell.row >= at)) for cell in sheet.cells.values()]
        sheet.cells = {(cell.row, cell.col): cell for cell in cells}
        sheet.merges = [
            area._replace(
                top=area.top + count * (area.top >= at), bottom=area.bottom + count * (area.bottom >= at)
            )
            for area in sheet.merges
        ]
        for number in range(count):
            _write(sheet, at + number, row(number))
        return _book(sheet)

    return make


def appended(
    name: str, *rows: Callable[[int], Row], merged: Sequence[tuple[int, int]] = ()
) -> Callable[[int], Book]:
    """The return with rows below all others of a sheet, one of each kind by turns, cells merged in the first of them."""

    def make(count: int) -> Book:
        sheet = _sheet(name)
        top = _last(sheet) + 3
        for number in range(count):
            for row in rows:
                _write(sheet, top, row(number))
                if row is rows[0]:
                    sheet.merges += [Area(top, left, top, right) for left, right in merged]
                top += 1
        return _book(sheet)

    return make


def _many_columns(count: int) -> Book:
    sheet = _sheet(BASE)
    for number in range(count):
        _write(sheet, HEADINGS, {10 + number: f"{2000 + number % 30}年预算数"})
        _write(sheet, SUM, {10 + number: number})
    return _book(sheet)


def _many_sheets(count: int) -> Book:
    return _book(*(replace(_sheet(PROJECT), name=PROJECT + "甲" * number) for number in range(count)))


def _below_each_other(count: int) -> Book:
    """Forms of projects below one another, under one title."""
    sheet = _sheet(PROJECT)
    height, cells = _last(sheet), [cell for cell in sheet.cells.values() if cell.row > 2]
    for number in range(1, count):
        down = height * number
        for cell in cells:
            text = f"{cell.text}{number}" if (cell.row, cell.col) == (4, 2) else cell.text
            sheet.cells[cell.row + down, cell.col] = cell._replace(row=cell.row + down, text=text)
    return _book(sheet)


def _indicator(number: int) -> Row:
    return {
        2: "产出指标",
        3: "数量指标",
        4: f"完成指标{number}数",
        5: f"≥{number + 1}个",
        6: f"{number * 3}个",
        7: 1,
        8: 2,
    }


def _named(number: int) -> Row:
    return {1: f"项目名称：甲{number}"}


RETURNS: dict[str, Callable[[int], Book]] = {
    "projects with texts for figures": inserted(
        BASE, FIRST_PROJECT, lambda number: {1: f"{number}、项目{number:05}", 2: "x", 3: "y", 4: "z"}
    ),
    "projects without an indicator form": inserted(
        BASE, FIRST_PROJECT, lambda number: {1: f"{number}、甲乙丙丁{number:05}工作经费", 2: number, 3: number + 1}
    ),
    "indicators with wrong scores": inserted(PROJECT, FIRST_INDICATOR, _indicator),
    "indicators of the unit with wrong scores": inserted(OVERALL, FIRST_OVERALL, _indicator),
    "indicators that cannot be read": inserted(
        PROJECT, FIRST_INDICATOR, lambda number: {3: "数量指标", 4: f"指标{number}", 5: "1€个", 6: "1€", 7: "x", 8: "y"}
    ),
    "first-level labels": inserted(
        PROJECT, FIRST_INDICATOR, lambda number: {**_indicator(number), 2: f"产出指标({number % 50}分)"}
    ),
    "titles": appended(OVERALL, lambda _: {1: "项目支出绩效自评表"}, _named),
    "titles side by side": appended(
        OVERALL,
        lambda _: {1: "项目支出绩效自评表", 8: "项目支出绩效自评表"},
        lambda number: {col: f"项目{col}名称{number % 7}" for col in range(1, 12)},
        merged=[(1, 5), (8, 12)],
    ),
    "names of projects": appended(PROJECT, lambda number: {1: "项目名称", 2: f"甲项目{number}"}),
    "headers": appended(PROJECT, lambda _: {2: "二级指标", 3: "三级指标", 4: "年度指标值", 5: "实际完成值", 6: "分值"}),
    "merged rows": appended(PROJECT, lambda number: {1: f"指标{number}"}, merged=[(1, 8)]),
    "columns": _many_columns,
}  # fmt: skip
FORMS: dict[str, Callable[[int], Book]] = {
    "sheets": _many_sheets,
    "projects under one title": _below_each_other,
}
"""The same of whole forms, which make a return large in smaller numbers."""
REPORTS: dict[str, Callable[[int], str]] = {
    "spending beyond budgets": lambda count: "".join(
        f"某{chr(0x4E00 + number)}工作经费预算{number}.01万元，支出{number}.02万元。\n"
        for number in range(count)
    ),
    "numbers of projects": lambda count: "年初项目8个、年中追加8个，全年共17个项目。" * count,
    "scores": lambda count: "".join(
        f"“指标{number}”分值4分，自评3.5分，扣0.6分。" for number in range(count)
    ),
    "changes": lambda count: "".join(
        f"2021年收入{number}.5万元，比上年增加{number}万元，增长{number % 70}%。\n" for number in range(count)
    ),
    "sums": lambda count: "".join(
        f"2021年支出合计{number}万元，其中：基本支出{number}.1万元，项目支出3万元。\n"
        for number in range(count)
    ),
}


def as_file(book: Book) -> bytes:
    """A workbook's file."""
    stream = io.BytesIO()
    file = xlsxwriter.Workbook(stream)
    for source in book.sheets:
        sheet = file.add_worksheet(source.name)
        for area in source.merges:
            sheet.merge_range(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, "")
        for cell in source.cells.values():
            shown = file.add_format({"num_format": cell.number_format})
            value = float(cell.text) if cell.kind is Kind.NUMBER else cell.text
            sheet.write(cell.row - 1, cell.col - 1, value, shown)
    file.close()
    return stream.getvalue()
