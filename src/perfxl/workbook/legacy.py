"""The formats other than .xlsx: values by python-calamine, what it does not tell by a scan of our own.

calamine returns an error cell as an empty one, says nothing of formulas, and allocates the whole rectangle
around the outermost cells, and tells of number formats only that it takes a number for a date; of merged cells it tells for .xls alone.
So each format has a scanner that finds what is missing and measures the rectangle first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeVar

from perfxl.workbook.content import too_many_cells
from perfxl.workbook.dates import serial_of, with_days_of_1900, with_early_days_unread
from perfxl.workbook.marks import Marks
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet, Unreadable
from perfxl.workbook.number_text import shortest
from perfxl.workbook.package import Limits, Package, too_large
from perfxl.workbook.sniff import SAVE_AS_XLSX, encrypted, has_ole_entry
from perfxl.workbook.spans import inside

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Value = int | float | str | bool | time | date | timedelta
_Result = TypeVar("_Result")
_LARGEST_RECTANGLE: Final = 8
"""How many places the rectangles around the cells may have for each cell the limits allow."""


def read_ole(data: bytes, kind: str, limits: Limits) -> Book:
    """Read an .xls or .et file (``kind``). Raises ``Unreadable``."""
    from perfxl.workbook.scan_xls import scan_xls

    if len(data) > limits.old_file_bytes:
        raise too_large(f"旧格式的文件超过 {limits.old_file_bytes // 1_000_000} MB")
    book = _read(data, kind, scan_xls(data), limits)
    book.macros = has_ole_entry(data, "_VBA_PROJECT_CUR")
    return book


def read_package(data: bytes, package: Package, kind: str, limits: Limits) -> Book:
    """Read an .xlsb or .ods file (``kind``). Raises ``Unreadable``."""
    if kind == "ods":
        from perfxl.workbook.scan_ods import scan_ods

        return _read(data, kind, scan_ods(package), limits)
    from perfxl.workbook.scan_xlsb import scan_xlsb

    book = _read(data, kind, scan_xlsb(package), limits)
    book.macros = "xl/vbaproject.bin" in package
    book.external_links = sum(
        name.startswith("xl/externallinks/") and name.endswith(".bin") for name in package.names()
    )
    return book


def _read(data: bytes, kind: str, marks: dict[str, Marks], limits: Limits) -> Book:
    """All worksheets, with the error cells, formulas and number formats that the scan has found."""
    places = sum(mark.rectangle for mark in marks.values())
    if places > limits.cells * _LARGEST_RECTANGLE:
        raise too_large("内容散布的区域过大，可能有误填到很远处的单元格")
    import python_calamine

    workbook = _guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)))
    if len(workbook.sheets_metadata) > limits.sheets:
        raise too_large(f"工作表超过 {limits.sheets} 个")
    sheets: list[Sheet] = []
    left = limits.cells
    for meta in workbook.sheets_metadata:
        if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = marks.get(meta.name, Marks())
        sheet = _sheet(workbook, meta.name, found, left)
        sheet.hidden = meta.visible is not python_calamine.SheetVisibleEnum.Visible
        if kind == "ods":
            sheet.cells = with_early_days_unread(sheet.cells)
        _put_formats(sheet.cells, found)
        if found.date1904:
            sheet.cells = with_days_of_1900(sheet.cells)
        left -= len(sheet.cells)
        sheets.append(sheet)
    if not sheets:
        raise Unreadable("damaged", "文件里没有工作表（只有图表页或宏表，或已损坏）。请核对后重新报送。")
    return Book(sheets, kind)


def _sheet(workbook: CalamineWorkbook, name: str, marks: Marks, left: int) -> Sheet:
    source = _guarded(lambda: workbook.get_sheet_by_name(name))
    lines = _guarded(lambda: source.to_python(skip_empty_area=True))
    first_row, first_col = source.start or (0, 0)
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(lines, first_row + 1):
        for col, value in enumerate(values, first_col + 1):
            if value != "":
                cells[row, col] = _cell(row, col, value, marks)
        if len(cells) > left:
            raise too_many_cells(left)
    for row, col in marks.errors.keys() | marks.formulas:
        if (row, col) not in cells:
            cells[row, col] = _cell(row, col, "", marks)
    rows = inside(marks.hidden_rows, (row for row, _ in cells))
    columns = inside(marks.hidden_columns, (col for _, col in cells))
    cells = dict(sorted(cells.items()))
    return Sheet(name, cells, _merges(source) or marks.merges, hidden_rows=rows, hidden_columns=columns)


def _put_formats(cells: dict[tuple[int, int], Cell], marks: Marks) -> None:
    """Give the cells the number formats that the scan has found."""
    for place, code in marks.number_formats():
        cell = cells.get(place)
        if cell is not None:
            cells[place] = cell._replace(number_format=code)


def _cell(row: int, col: int, value: Value, marks: Marks) -> Cell:
    place = row, col
    formula = place in marks.formulas
    if place in marks.errors:
        return Cell(row, col, Kind.ERROR, marks.errors[place], formula=formula)
    if value == "" and place not in marks.texts:
        return Cell(row, col, Kind.UNCALCULATED, "", formula=True)
    kind, text, number_format = _stored(marks.numbers.get(place, value))
    return Cell(row, col, kind, text, number_format, formula)


def _stored(value: Value) -> tuple[Kind, str, str]:
    """Kind, text and number format of a value as calamine gives it."""
    if isinstance(value, bool):
        return Kind.BOOLEAN, "TRUE" if value else "FALSE", "General"
    if isinstance(value, int | float):
        number = shortest(value)
        return (Kind.NUMBER, number, "General") if number is not None else (Kind.TEXT, str(value), "General")
    if isinstance(value, str):
        return Kind.TEXT, value, "General"
    day = serial_of(value)
    if day is None:
        return Kind.TEXT, value.isoformat() if isinstance(value, date) else str(value), "General"
    return Kind.NUMBER, day.text, day.number_format


def _merges(source: CalamineSheet) -> list[Area]:
    return [
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in source.merged_cell_ranges or []
    ]


def _guarded(step: Callable[[], _Result]) -> _Result:
    """Run a step of calamine; whatever it raises, a panic included, is an unreadable file."""
    from python_calamine import PasswordError

    try:
        return step()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except PasswordError as exc:
        raise encrypted() from exc
    except BaseException as exc:  # a Rust panic is not an Exception
        raise Unreadable(
            "damaged",
            "文件已损坏，或含有无法识别的内容。" + SAVE_AS_XLSX,
        ) from exc
