"""The sheet 审核结果 in the open workbook, as ``perfxl.results_sheet`` lays it out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import xlwings as xw

from perfxl.live import platform
from perfxl.workbook.edit import CellStyle, PutSheet, SheetCell
from perfxl.workbook.edit.newsheet import PAGE_FOOT, row_height
from perfxl.workbook.edit.styles import HEADER_TINT, LEVEL_TINTS

_OUTSTANDING = frozenset({CellStyle.TITLE, CellStyle.HEADER, *LEVEL_TINTS})
_TITLE_SIZE = 16


def add_sheet(book: xw.Book, wanted: PutSheet, name: str) -> xw.Sheet:
    """Make the sheet under that name in front of all others. Texts stay texts whatever they look like."""
    sheet = book.sheets.add(name=name, before=book.sheets[0])
    width = len(wanted.widths)
    rows = [[*row, *[None] * (width - len(row))] for row in wanted.rows]
    cells = sheet.range((1, 1), (len(rows), width))
    cells.value = [[_entered(cell) for cell in row] for row in rows]
    for column, characters in enumerate(wanted.widths, 1):
        sheet.range((1, column)).column_width = characters
    _dress(sheet, wanted)
    system = platform.of(book.app)
    for row, line in enumerate(wanted.rows, 1):
        sheet.range((row, 1)).row_height = row_height(line, wanted.widths)
        for column, cell in enumerate(line, 1):
            if cell is not None and cell.link:
                system.link(sheet.range((row, column)), cell.link)
    return sheet


def _entered(cell: SheetCell | None) -> str | None:
    return "'" + str(cell.value) if cell is not None and cell.value not in (None, "") else None


def _dress(sheet: xw.Sheet, wanted: PutSheet) -> None:
    """Looks: first of the whole table, then of what stands out of it; and what is seen and printed."""
    system = platform.of(sheet.book.app)
    head, last, width = wanted.header_row, len(wanted.rows), len(wanted.widths)
    table = sheet.range((head, 1), (last, width))
    sheet.range((1, 1), (last, width)).vertical_alignment = "center"
    table.horizontal_alignment = "left"
    table.wrap_text = True
    system.frame(table)
    for style, (top, left, bottom, right) in _outstanding(wanted):
        _style(sheet.range((top, left), (bottom, right)), style)
    sheet.freeze_panes.freeze_at(f"1:{head}")
    sheet.page_setup.print_area = sheet.range((1, 1), (last, wanted.printed_columns or width)).address
    system.print_on_a4(sheet, head, PAGE_FOOT)


def _outstanding(wanted: PutSheet) -> Iterator[tuple[CellStyle, tuple[int, int, int, int]]]:
    """Cells of styles that stand out, by stretches of a row or a column: style, top, left, bottom, right."""
    last = len(wanted.widths)
    for number, row in enumerate(wanted.rows[: wanted.header_row], 1):
        styles = [cell.style for cell in row if cell is not None]
        yield from ((style, (number, 1, number, last)) for style in styles[:1] if style in _OUTSTANDING)
    body = enumerate(wanted.rows[wanted.header_row :], wanted.header_row + 1)
    levels = [
        (row, col, cell.style) for row, line in body for col, cell in enumerate(line, 1) if cell is not None
    ]
    for (style, col), cells in groupby(
        (item for item in levels if item[2] in LEVEL_TINTS), lambda item: item[2:0:-1]
    ):
        rows = [row for row, _, _ in cells]
        yield style, (rows[0], col, rows[-1], col)


def _style(cells: xw.Range, style: CellStyle) -> None:
    if style is CellStyle.TITLE:
        cells.font.size = _TITLE_SIZE
    else:
        cells.horizontal_alignment = "center"
        cells.color = "#" + (HEADER_TINT if style is CellStyle.HEADER else LEVEL_TINTS[style])
    if style not in LEVEL_TINTS:
        cells.font.bold = True
