"""What tests of the open workbook look at: everything a user sees of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import xlwings as xw
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from perfxl.checking import Checked
from perfxl.finding import Finding, Level, Place, fingerprint
from perfxl.results_sheet import LEDGER_SHEET

USER_NOTE = "单位自己的批注\n第二行"


def finding(sheet: str, row: int, col: int, rule: str = "BD-05", level: Level = Level.ERROR) -> Finding:
    """A finding on a cell, with a text that would do harm if it became a formula."""
    message = f"【{sheet}】{Place(sheet, row, col).address or ''} =1+1 不一致。请核对。"
    mark = fingerprint(rule, sheet, str(row), str(col))
    return Finding(
        rule,
        level,
        message,
        form=sheet,
        place=Place(sheet, row, col),
        stated="-1",
        fix="请核对。",
        fingerprint=mark,
    )


def checked(*findings: Finding) -> Checked:
    """A checked workbook with these findings."""
    return Checked("测试.xlsx", "", None, list(findings))


def small_workbook(path: Path) -> Path:
    """Two sheets and a hidden one, with fills, formats, a merge, a formula, and a note of the user's."""
    made = Workbook()
    sheet = made.active
    sheet.title = "表一"
    for row in range(1, 7):
        for col in range(1, 4):
            sheet.cell(row, col, row * 10 + col)
    sheet["A1"].fill = PatternFill("solid", fgColor="FF92D050")
    sheet["B2"].comment = Comment(USER_NOTE, "张某")
    sheet["B2"].number_format = "0.00%"
    sheet["C6"] = "=SUM(C1:C5)"
    sheet["D3"] = "合并"
    sheet["D3"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet.merge_cells("D3:E4")
    for name in ("表 二", "表三"):
        made.create_sheet(name)["B2"] = "内容"
    made["表三"].sheet_state = "hidden"
    made.save(path)
    return path


class Look(NamedTuple):
    """One cell: formula or constant, number format, fill, wrapping, note."""

    content: Any
    value: Any
    number_format: Any
    colour: Any
    wrapped: Any
    note: str | None


def looks(book: xw.Book) -> dict[tuple[str, int, int], Look]:
    """Every cell with anything in it, of every sheet that users know."""
    found = {}
    for sheet in book.sheets:
        if sheet.name == LEDGER_SHEET:
            continue
        notes = {(note.location.row, note.location.column): note.text for note in sheet.notes}
        used = sheet.used_range
        rows, columns = used.row + used.shape[0] - 1, used.column + used.shape[1] - 1
        area = sheet.range((1, 1), (max(rows, 2), max(columns, 2)))
        formats = _formats(book, area)
        for row, (formulas, values) in enumerate(zip(area.formula, area.raw_value, strict=True), 1):
            for col, (formula, value) in enumerate(zip(formulas, values, strict=True), 1):
                look = Look(formula, value, *formats[row, col], notes.get((row, col)))
                if (value, look.colour, look.note) != (None, None, None):
                    found[sheet.name, row, col] = look
    return found


def _formats(book: xw.Book, area: xw.Range) -> dict[tuple[int, int], tuple[Any, Any, Any]]:
    """Number format, colour and wrapping of the cells, by UNO's blocks of equal formats."""
    found = {}
    for block in area.api.getCellFormatRanges():
        where, colour = block.RangeAddress, block.CellBackColor
        look = (
            book.impl.format_text(block.NumberFormat),
            None if colour == -1 else colour,
            block.IsTextWrapped,
        )
        for row in range(where.StartRow + 1, where.EndRow + 2):
            for col in range(where.StartColumn + 1, where.EndColumn + 2):
                found[row, col] = look
    return found


def differing(before: dict[Any, Look], after: dict[Any, Look]) -> dict[Any, Any]:
    """The cells that are not the same, those that appeared or went included."""
    return {
        key: (before.get(key), after.get(key))
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key)
    }
