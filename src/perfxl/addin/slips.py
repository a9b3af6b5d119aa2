"""Entry slips (填写单): a small workbook as a form, for input without a dialog.

The first click on a button opens the slip; the second click on the same button, while the slip is the active
workbook, reads it and does the work. That needs nothing but cells, drop-down lists and prompts, so it is the same
in Excel, WPS and LibreOffice. The slip is thrown away when it is done with.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from perfxl.addin.folders import made, user_folder
from perfxl.finding import decimal_text
from perfxl.workbook.edit import write_atomically

if TYPE_CHECKING:
    import xlwings as xw
    from openpyxl.worksheet.worksheet import Worksheet

SHEET, CHOICES_SHEET = "填写单", "选项"
_MARK = "perfxl:"
"""Begins the text in the first cell of the hidden sheet; the action's id follows."""
_FIRST_ROW = 4
_LABEL, _INPUT, _PROMPT = 1, 2, 3
_WIDTHS = {"A": 18, "B": 52, "C": 60}
_LINE_HEIGHT = 16
_LONGEST_PROMPT = 250
_INPUT_COLOUR, _TITLE_COLOUR = "FFF9E5", "1F4E78"


class SlipError(Exception):
    """A slip that is not filled in as needed; ``str()`` says what is missing, in Chinese."""


class Item(Struct, frozen=True):
    """One thing to fill in: its label, what it is for, what it begins with.

    ``choices`` makes a drop-down list. ``whole`` allows only whole numbers from the first to the second. ``lines`` is
    how many rows there are for it, one value each.
    """

    name: str
    prompt: str
    value: str = ""
    choices: tuple[str, ...] = ()
    whole: tuple[int, int] | None = None
    lines: int = 1
    required: bool = False


class Slip(Struct, frozen=True):
    """A slip: the id of the button it belongs to, the button's label, and what is to be filled in."""

    action: str
    button: str
    items: tuple[Item, ...]

    @property
    def file_name(self) -> str:
        """``填写单（新建报送件）.xlsx``."""
        return f"{SHEET}（{self.button}）.xlsx"

    def rows(self) -> Iterator[tuple[Item, range]]:
        """The items with their rows."""
        row = _FIRST_ROW
        for item in self.items:
            yield item, range(row, row + item.lines)
            row += item.lines


def slip_of(book: xw.Book) -> str | None:
    """The id of the action whose slip a workbook is; None for any other workbook.

    Only what lies in the user's own folder counts: a returned workbook cannot pass itself off as a slip.
    """
    names = {sheet.name for sheet in book.sheets}
    if not {SHEET, CHOICES_SHEET} <= names or not _is_own(full_name(book)):
        return None
    mark = book.sheets[CHOICES_SHEET].range((1, 1)).value
    return mark.removeprefix(_MARK) if isinstance(mark, str) and mark.startswith(_MARK) else None


def _is_own(path: str) -> bool:
    own, folder = os.path.realpath(user_folder()), os.path.realpath(os.path.dirname(path))
    return os.path.normcase(own) == os.path.normcase(folder)


def full_name(book: xw.Book) -> str:
    """The path of a workbook, its name if it was never saved; "" for one on the web, which has no path here."""
    try:
        name: str = book.fullname
    except Exception:  # xlwings looks for the local copy of a file in the cloud and may not find it
        return ""
    return "" if "://" in name else name


def show(app: xw.App, slip: Slip) -> None:
    """Put the slip in front: the one already open, with what has been filled in, else a new one. Raises OSError."""
    for book in app.books:
        if slip_of(book) == slip.action:
            book.activate()
            return
    path = made(user_folder()) / slip.file_name
    write_atomically(path, as_workbook(slip))
    book = app.books.open(str(path))
    book.activate()


def read(book: xw.Book, slip: Slip) -> dict[str, list[str]]:
    """What was filled in, by item: the values that are not blank, in order. Raises SlipError for what is missing."""
    sheet = book.sheets[SHEET]
    given: dict[str, list[str]] = {}
    for item, rows in slip.rows():
        values = (_text(sheet.range((row, _INPUT)).value) for row in rows)
        given[item.name] = [value for value in values if value]
        if item.required and not given[item.name]:
            raise SlipError(f"请先填写“{item.name}”，再点一次“{slip.button}”。")
    return given


def discard(book: xw.Book, slip: Slip) -> None:
    """Close a slip without asking, and delete its file."""
    book.close()
    with contextlib.suppress(OSError):
        (user_folder() / slip.file_name).unlink()


def one(given: Mapping[str, list[str]], name: str) -> str:
    """The value of an item of one line, "" where it was left blank."""
    return given[name][0] if given[name] else ""


def _text(value: Any) -> str:
    """A cell's value as the user sees it."""
    if isinstance(value, float):
        return decimal_text(Decimal(f"{value:.15g}"))
    return "" if value is None else str(value).strip()


def as_workbook(slip: Slip) -> bytes:
    """The slip as an .xlsx file; everything but the cells to fill in is protected (without a password)."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _head(sheet, slip)
    hidden = book.create_sheet(CHOICES_SHEET)
    hidden.sheet_state = "hidden"
    _put(hidden, 1, 1, _MARK + slip.action)
    for number, (item, rows) in enumerate(slip.rows(), start=2):
        for row, choice in enumerate(item.choices, start=1):
            _put(hidden, row, number, choice)
        _rows(sheet, item, rows)
        _validate(sheet, item, rows, number)
    sheet.protection.enable()
    sheet.protection.formatColumns = False
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(sheet: Worksheet, slip: Slip) -> None:
    from openpyxl.styles import Alignment, Font

    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    _put(sheet, 1, 1, f"{slip.button}{SHEET}")
    sheet.cell(1, 1).font = Font(bold=True, size=16, color=_TITLE_COLOUR)
    how = f"填好浅黄色的格子，再点一次功能区的“{slip.button}”即开始；不想做了，关闭本工作簿就行，不必保存。"
    _put(sheet, 2, 1, how)
    sheet.merge_cells("A2:C2")
    sheet.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = _height(2), _height(2)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.selection[0].activeCell = f"B{_FIRST_ROW}"
    sheet.sheet_view.selection[0].sqref = f"B{_FIRST_ROW}"


def _rows(sheet: Worksheet, item: Item, rows: range) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    line = Side(style="thin", color="BFBFBF")
    for row in rows:
        cell = sheet.cell(row, _INPUT)
        cell.fill = PatternFill("solid", fgColor=_INPUT_COLOUR)
        cell.border = Border(line, line, line, line)
        cell.protection = Protection(locked=False)
        cell.number_format = "0" if item.whole else "@"
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    _put(sheet, rows[0], _LABEL, item.name + ("（必填）" if item.required else ""))
    sheet.cell(rows[0], _LABEL).font = Font(bold=True)
    _put(sheet, rows[0], _PROMPT, item.prompt)
    sheet.cell(rows[0], _PROMPT).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.cell(rows[0], _PROMPT).font = Font(color="7F7F7F")
    sheet.row_dimensions[rows[0]].height = _height(-(-2 * len(item.prompt) // _WIDTHS["C"]))
    for row, value in zip(rows, item.value.splitlines(), strict=False):
        if item.whole and value.isdecimal():
            sheet.cell(row, _INPUT).value = int(value)
        else:
            _put(sheet, row, _INPUT, value)


def _height(lines: int) -> int:
    """The height of a row for so many lines, in points."""
    return lines * _LINE_HEIGHT + 4


def _validate(sheet: Worksheet, item: Item, rows: range, column: int) -> None:
    """The prompt of an item, and its drop-down list or the numbers allowed."""
    from openpyxl.worksheet.datavalidation import DataValidation

    from perfxl.workbook.model import column_letters

    if item.choices:
        letters = column_letters(column)
        source = f"{CHOICES_SHEET}!${letters}$1:${letters}${len(item.choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True)
        rule.error = "请从下拉列表中选择。"
    elif item.whole:
        least, most = item.whole
        rule = DataValidation(type="whole", operator="between", formula1=str(least), formula2=str(most))
        rule.error = f"请填 {least} 至 {most} 的整数。"
    else:
        rule = DataValidation()
    rule.promptTitle, rule.prompt = item.name, item.prompt[:_LONGEST_PROMPT]
    rule.showInputMessage = rule.showErrorMessage = True
    rule.add(f"B{rows[0]}:B{rows[-1]}")
    sheet.add_data_validation(rule)


def _put(sheet: Worksheet, row: int, col: int, text: str) -> None:
    """A text as a text, also where it begins like a formula; without what a file cannot hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, col, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
