"""A plain .xlsx with the values of a workbook that cannot be marked itself (.xls, .et, .xlsb, .ods)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from perfxl.workbook.model import Book, Cell, Kind

MARKABLE = frozenset({"xlsx", "xlsm"})
"""Formats that are marked in place of being converted."""


def to_xlsx(book: Book) -> bytes:
    """A new workbook with the same sheets, values and merged areas; formats, formulas and pictures are not in it."""
    import openpyxl
    from openpyxl.utils import get_column_letter

    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for sheet in book.sheets:
        target = made.create_sheet(sheet.name)
        target.sheet_state = "hidden" if sheet.hidden else "visible"
        for cell in sheet.cells.values():
            written = target.cell(cell.row, cell.col)
            _write(written, cell)
        for area in sheet.merges:
            target.merge_cells(None, area.top, area.left, area.bottom, area.right)
        for col, width in _widths(list(sheet.cells.values())).items():
            target.column_dimensions[get_column_letter(col)].width = width
    if not any(sheet.sheet_state == "visible" for sheet in made.worksheets):
        made.create_sheet("（空）")
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _write(target: object, cell: Cell) -> None:
    """Numbers as numbers, everything else as text: nothing becomes a formula."""
    number = cell.kind is Kind.NUMBER
    target.value = Decimal(cell.text) if number else cell.text  # type: ignore[attr-defined]  # an openpyxl cell
    if not number:
        target.data_type = "s"  # type: ignore[attr-defined]
    if cell.number_format != "General":
        target.number_format = cell.number_format  # type: ignore[attr-defined]


def _widths(cells: list[Cell]) -> dict[int, float]:
    """Column widths that show most values; a Chinese character is two wide."""
    widths: dict[int, float] = {}
    for cell in cells:
        lines = cell.text.splitlines() or [""]
        longest = max(sum(1 if char.isascii() else 2 for char in line) for line in lines)
        widths[cell.col] = max(widths.get(cell.col, 8.0), min(longest + 2.0, 40.0))
    return widths
