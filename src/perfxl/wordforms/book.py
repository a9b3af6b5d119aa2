"""Forms as a workbook: for perfxl to recognise, and as a file that a unit goes on working with."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec import Struct

from perfxl.finding import decimal_text
from perfxl.wordforms.forms import FormTable
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet, column_letters

_NUMBER = re.compile(r"(-?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,10}))?(%?)")
_EPOCH = datetime(1980, 1, 1)


class Doubt(NamedTuple):
    """Something that may have been misread: where it stands now, what is there, and what is doubtful."""

    sheet: str
    cell: str
    text: str
    what: str


class Put(NamedTuple):
    """One cell to write: its area, content, and whether it belongs to the table (and so has a border)."""

    area: Area
    cell: Cell
    ruled: bool


class Page(Struct, frozen=True):
    """One form on one sheet."""

    name: str
    widths: Sequence[int]
    puts: Sequence[Put]
    doubts: Sequence[Doubt]


def page_of(name: str, form: FormTable) -> Page:
    """The form with its lines as rows over the whole width, then its table, then the lines below."""
    width = max(1, len(form.grid.widths))
    puts = [_line(number, text, width) for number, text in enumerate(form.head, 1)]
    top = len(form.head) + 1
    doubts = [Doubt(name, f"A{top}", "", what) for what in form.doubts]
    for cell in form.grid.cells:
        area = Area(
            top + cell.row, cell.column + 1, top + cell.row + cell.rows - 1, cell.column + cell.columns
        )
        put = Put(area, typed(area.top, area.left, cell.text), True)
        puts.append(put)
        shown = cell.text.strip()[:30]
        doubts += [
            Doubt(name, column_letters(area.left) + str(area.top), shown, what) for what in cell.doubts
        ]
    below = top + form.grid.height + 1
    puts += [_line(number, text, width) for number, text in enumerate(form.tail, below)]
    return Page(name, form.grid.widths, puts, doubts)


def _line(row: int, text: str, width: int) -> Put:
    return Put(Area(row, 1, row, width), Cell(row, 1, Kind.TEXT, text), False)


def typed(row: int, col: int, text: str) -> Cell:
    """A cell as it would be typed: a figure becomes a number with its decimals, everything else stays text."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _NUMBER.fullmatch(plain)
    if match is None or (match[2].startswith("0") and len(match[2]) > 1):
        return Cell(row, col, Kind.TEXT, text)
    sign, whole, decimals, percent = match.groups()
    number = Decimal(f"{sign}{whole.replace(',', '')}.{decimals or 0}")
    form = ("#,##0" if "," in whole else "0") + (f".{'0' * len(decimals)}" if decimals else "") + percent
    return Cell(row, col, Kind.NUMBER, decimal_text(number / 100 if percent else number), form)


def book_of(pages: Sequence[Page]) -> Book:
    """The pages as perfxl reads workbooks."""
    return Book([_sheet(page) for page in pages], "docx")


def _sheet(page: Page) -> Sheet:
    cells = {(put.area.top, put.area.left): put.cell for put in page.puts if put.cell.text}
    merges = [put.area for put in page.puts if _is_merged(put.area)]
    return Sheet(page.name, cells, merges)


def _is_merged(area: Area) -> bool:
    return (area.top, area.left) != (area.bottom, area.right)


def to_xlsx(pages: Sequence[Page], names: Mapping[str, str]) -> bytes:
    """The pages as a workbook, under other sheet names. No text becomes a formula or a link."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": _EPOCH})
        formats = _Formats(workbook)
        for page in pages:
            sheet = workbook.add_worksheet(names[page.name])
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            for column, width in enumerate(page.widths):
                sheet.set_column(column, column, max(4.0, width / 105))
            for row, height in _heights(page):
                sheet.set_row(row, height)
            for put in page.puts:
                _write(sheet, put, formats.of(put))
    return stream.getvalue()


def _write(sheet: Any, put: Put, style: Any) -> None:
    top, left, bottom, right = (edge - 1 for edge in put.area)
    if _is_merged(put.area):
        sheet.merge_range(top, left, bottom, right, "", style)
    cell = put.cell
    if not cell.text:
        sheet.write_blank(top, left, None, style)
    elif cell.kind is Kind.NUMBER:
        sheet.write_number(top, left, float(cell.text), style)
    else:
        sheet.write_string(top, left, cell.text, style)


class _Formats:
    """Cell formats by what they show."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._known: dict[tuple[object, ...], Any] = {}

    def of(self, put: Put) -> Any:
        """The format of a cell: figures in the middle, long texts at the left, lines without border."""
        long = len(put.cell.text) > 24 or not put.ruled
        key = (put.ruled, long, put.cell.number_format)
        if key not in self._known:
            self._known[key] = self._workbook.add_format(
                {
                    "font_name": "宋体",
                    "font_size": 10.5,
                    "text_wrap": True,
                    "valign": "vcenter",
                    "align": "left" if long else "center",
                    "border": int(put.ruled),
                    "num_format": put.cell.number_format,
                }
            )
        return self._known[key]


def _heights(page: Page) -> Iterator[tuple[int, float]]:
    """The rows whose text takes several lines; text in Chinese is about two characters of width each."""
    heights: dict[int, float] = {}
    for put in page.puts:
        if put.area.top == put.area.bottom:
            width = sum(page.widths[put.area.left - 1 : put.area.right]) / 105
            lines = sum(max(1, -(-2 * len(line) // max(4, int(width)))) for line in put.cell.text.split("\n"))
            row = put.area.top - 1
            heights[row] = max(heights.get(row, 0.0), min(400.0, 15.0 * lines))
    return ((row, height) for row, height in heights.items() if height > 15)
