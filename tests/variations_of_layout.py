"""Harmless changes of a form's layout; see :mod:`variations`.

:data:`LAYOUTS` need the cells where :mod:`made` puts them, so they come first; :data:`BOOKS` move whole forms, so
they come last.
"""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from made import BASE, FIRST, OVERALL, SECOND, UNIT
from perfxl.workbook.model import Area, Book, Kind, Sheet
from variations import VARIATIONS, Variation, moved, put

LAYOUTS: dict[str, Variation] = {}
BOOKS: dict[str, Variation] = {}


def layout(function: Variation) -> Variation:
    """Register a variation that needs the cells where they are."""
    LAYOUTS[function.__name__] = function
    return function


def whole_book(function: Variation) -> Variation:
    """Register a variation of whole sheets."""
    BOOKS[function.__name__] = function
    return function


def _sheets(book: Book) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in book.sheets}


@layout
def figures_beside_their_labels(book: Book, rng: Random) -> Book:
    """``资金总额：405.40`` becomes a label and a number cell."""
    sheet = _sheets(book)[OVERALL]
    for row in range(4, 10):
        for col in (2, 6):
            cell = sheet.cells.get((row, col))
            if cell and cell.kind is Kind.TEXT:
                head, _, figure = cell.text.rpartition("：")
                put(sheet, row, col, head + rng.choice(["", "：", ":"]))
                if figure:
                    put(sheet, row, col + 1, figure, Kind.NUMBER)
    return book


@layout
def names_beside_their_labels(book: Book, rng: Random) -> Book:
    for sheet in book.sheets:
        for (row, col), cell in list(sheet.cells.items()):
            if cell.text.startswith("填报单位"):
                year = "（2021年度）" if "2021" in cell.text else None
                put(sheet, row, col, rng.choice(["填报单位（盖章）：", "填报单位：", "填报单位"]))
                put(sheet, row, col + 1, UNIT)
                if year:
                    put(sheet, row, col + 4, year)
    return book


@layout
def names_inside_their_labels(book: Book, rng: Random) -> Book:
    """``部门名称 | …`` becomes ``部门名称：…`` in one cell."""
    inside = {"部门名称", "项目支出名称", "主管部门", "实施单位"}
    for sheet in book.sheets:
        for (row, col), cell in list(sheet.cells.items()):
            if cell.text in inside:
                beside = next(c for c in range(col + 1, 10) if (row, c) in sheet.cells)
                name = sheet.cells.pop((row, beside)).text
                put(sheet, row, col, f"{cell.text}{rng.choice('：:')}{name}")
    return book


@layout
def signatures_in_cells_of_their_own(book: Book, rng: Random) -> Book:
    for name in (BASE, OVERALL):
        sheet = _sheets(book)[name]
        row = max(row for row, _ in sheet.cells)
        signed = ["填表人：", "经办人甲", "填报日期：", "2022.03.15", "联系电话：", "（略）"]
        for col, text in enumerate(signed, 1):
            put(sheet, row, col, text)
    return book


@layout
def signatures_on_lines_of_one_cell(book: Book, rng: Random) -> Book:
    for name in (BASE, OVERALL):
        sheet = _sheets(book)[name]
        row = max(row for row, _ in sheet.cells)
        put(sheet, row, 1, "填表人： 经办人甲\n填报日期：2022年3月15日\n联系电话：（略）")
    return book


@layout
def categories_in_every_row(book: Book, rng: Random) -> Book:
    for name in (OVERALL, FIRST, SECOND):
        sheet = _sheets(book)[name]
        last = {2: "", 3: ""}
        for row in range(13, max(row for row, _ in sheet.cells) + 1):
            if (row, 4) not in sheet.cells:
                continue
            for col in (2, 3):
                if (row, col) in sheet.cells:
                    last[col] = sheet.cells[row, col].text
                put(sheet, row, col, last[col])
    return book


@layout
def categories_merged(book: Book, rng: Random) -> Book:
    for name in (OVERALL, FIRST, SECOND):
        sheet = _sheets(book)[name]
        for col in (2, 3):
            tops = [row for (row, c) in sorted(sheet.cells) if c == col and row > 12]
            ends = [row - 1 for row in tops[1:]] + [max(row for row, c in sheet.cells if c == 4)]
            sheet.merges += [
                Area(top, col, end, col) for top, end in zip(tops, ends, strict=True) if end > top
            ]
    return book


@layout
def title_and_names_merged(book: Book, rng: Random) -> Book:
    sheets = _sheets(book)
    sheets[BASE].merges += [Area(2, 1, 2, 4), Area(3, 1, 3, 3), Area(4, 1, 5, 1)]
    sheets[OVERALL].merges += [Area(1, 1, 1, 9), Area(3, 2, 3, 5), Area(4, 2, 4, 5), Area(10, 2, 10, 9)]
    for name in (FIRST, SECOND):
        sheets[name].merges += [
            Area(1, 1, 1, 9),
            Area(3, 2, 3, 9),
            Area(4, 2, 4, 4),
            Area(4, 5, 4, 6),
            Area(4, 7, 4, 9),
        ]
    for sheet in book.sheets:
        sheet.merges = [area for area in sheet.merges if not _covers_content(sheet, area)]
    return book


def _covers_content(sheet: Sheet, area: Area) -> bool:
    """Whether merging would hide a cell, as it does where a name stands beside its label."""
    return any(
        area.top <= row <= area.bottom
        and area.left <= col <= area.right
        and (row, col) != (area.top, area.left)
        for row, col in sheet.cells
    )


@layout
def rows_without_figures_dropped(book: Book, rng: Random) -> Book:
    """The ``……`` row of the form, which is there for more kinds of expense."""
    sheet = _sheets(book)[BASE]
    del sheet.cells[12, 1]
    return book


@layout
def unit_of_money_elsewhere(book: Book, rng: Random) -> Book:
    sheet = _sheets(book)[BASE]
    put(
        sheet,
        3,
        4,
        rng.choice(["金额单位：万元", "（单位：万元）", "单位:万元", "单位： 万元", "单位：人民币万元"]),
    )
    return book


@layout
def wide_value_columns(book: Book, rng: Random) -> Book:
    """The text columns of the indicators are spread over two columns each, as merged cells are."""
    moved_sheets = []
    for sheet in book.sheets:
        if sheet.name == BASE:
            moved_sheets.append(sheet)
            continue
        wide = moved(sheet, lambda r: r, lambda c: c if c <= 4 else c + 1)
        last = max(row for row, _ in wide.cells)
        first = next(row for (row, _), cell in wide.cells.items() if cell.text == "三级指标")
        wide.merges += [Area(row, 4, row, 5) for row in range(first, last)]
        moved_sheets.append(wide)
    return replace(book, sheets=moved_sheets)


@whole_book
def cover_sheet(book: Book, rng: Random) -> Book:
    cover = Sheet("封面", {})
    put(
        cover,
        4,
        2,
        rng.choice(["2021年度部门整体支出绩效自评报告", "绩效自评材料", "2021年度绩效评价资料汇编"]),
    )
    put(cover, 8, 2, f"单位名称：{UNIT}")
    put(cover, 10, 2, "二〇二二年三月")
    return replace(book, sheets=[cover, *book.sheets])


@whole_book
def sheet_of_notes(book: Book, rng: Random) -> Book:
    notes = Sheet("填表说明", {})
    put(notes, 1, 1, "填表说明")
    put(notes, 2, 1, "一、金额单位为万元，保留两位小数；资金总额应与预算批复一致。")
    put(notes, 3, 1, "二、一级指标、二级指标按表样填写，三级指标由各单位自行设置；分值合计100分。")
    return replace(book, sheets=[*book.sheets, notes])


@whole_book
def empty_sheets(book: Book, rng: Random) -> Book:
    return replace(book, sheets=[*book.sheets, Sheet("Sheet2", {}), Sheet("Sheet3", {}, hidden=True)])


def _stacked(sheets: list[Sheet], gap: int) -> Sheet:
    whole = Sheet("全部表", {})
    down = 0
    for sheet in sheets:
        lower = moved(sheet, lambda r, d=down: r + d, lambda c: c)  # type: ignore[misc]
        whole.cells.update(lower.cells)
        whole.merges += lower.merges
        down = max(row for row, _ in whole.cells) + gap
    return whole


@whole_book
def forms_under_one_another(book: Book, rng: Random) -> Book:
    return replace(book, sheets=[_stacked(book.sheets, rng.randint(0, 3))])


@whole_book
def project_forms_on_one_sheet(book: Book, rng: Random) -> Book:
    """The projects' forms, which always stand last before books are moved."""
    first, rest = book.sheets[:-2], book.sheets[-2:]
    return replace(book, sheets=[*first, _stacked(rest, rng.randint(0, 3))])


ALL: dict[str, Variation] = {**VARIATIONS, **LAYOUTS, **BOOKS}
