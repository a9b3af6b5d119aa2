"""Plain tables in a workbook, row by row: headings, filters, tints, printing. Text stays text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from perfxl.annotate import TINTS
from perfxl.finding import Level, decimal_text
from perfxl.report.digest import VERDICTS
from perfxl.results_sheet import RUN_MARK
from perfxl.version import VERSION
from perfxl.workbook.model import column_letters

MOST_ROWS = 1_048_575 - 4
"""Findings on one sheet: the rows of a sheet without title, note, blank row and headings."""
_LONGEST = 32_000
_MOST_LINKS = 65_000
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SAME_DAY = datetime(2000, 1, 1)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_DIGITS = 15
_LARGEST = 300
"""Digits that a spreadsheet keeps, and the largest power of ten that it can hold."""
_VERDICT_TINTS = {
    VERDICTS["rejected"]: TINTS[Level.ERROR],
    VERDICTS["unreadable"]: TINTS[Level.UNDECIDED],
    VERDICTS["explain"]: TINTS[Level.WARNING],
    VERDICTS["accepted"]: "E2EFDA",
}
_TINTS = {"verdict": _VERDICT_TINTS, "level": {level.chinese: TINTS[level] for level in Level}}
_NUMBERS = {"count": "#,##0", "money": "#,##0.00", "number": "General", "plain": "0", "any": "General"}
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#BFBFBF"}


class Column(NamedTuple):
    """A column: heading, width in characters, and what it holds.

    ``text``; ``centre`` (short text); ``any`` (number or text); ``count``, ``money`` and ``number``; ``plain`` (a number
    that is a name: a year); ``level`` and ``verdict`` (tinted texts). Columns behind the last ``printed`` one are not
    printed.
    """

    heading: str
    width: float
    kind: str = "text"
    printed: bool = True


def safe_text(text: str) -> str:
    """A text as a cell can hold it: no control characters, no halves of characters, not too long."""
    text = _UNSAFE.sub("", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def number_or_text(text: str | None) -> Decimal | str | None:
    """A plain decimal as a number where a spreadsheet keeps all its digits, else the text itself."""
    if text is None or not _PLAIN_NUMBER.fullmatch(text):
        return text
    return Decimal(text) if len(text.replace(".", "").lstrip("-0")) <= _DIGITS else text


class Sheets:
    """A workbook being written; closed at the end of the ``with`` block. Rows can only be added in order."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        # The same run gives the same bytes.
        self._book.set_properties({"created": _SAME_DAY, "author": "perfxl"})
        self._book.set_custom_property(RUN_MARK, VERSION)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._tables: list[Table] = []

    def __enter__(self) -> Sheets:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from xlsxwriter.exceptions import XlsxWriterException

        for table in self._tables:
            table.finish()
        try:
            self._book.close()
        except XlsxWriterException as failed:
            cause = failed.args[0] if failed.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(failed)) from failed

    def table(self, name: str, columns: Sequence[Column], title: str, note: str = "") -> Table:
        """Begin a sheet with a table; the one before cannot be added to any more."""
        self._tables.append(Table(self, self._book.add_worksheet(name), columns, title, note))
        return self._tables[-1]

    def style(self, **properties: Any) -> Any:
        """A cell format, each made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**_FONT, **properties})
        return self._formats[key]


class Table:
    """One sheet: title, note, headings (frozen, filtered, repeated in print), rows, perhaps a total."""

    FIRST = 3
    """The first row of the table below its headings, from 0."""

    def __init__(self, sheets: Sheets, sheet: Any, columns: Sequence[Column], title: str, note: str) -> None:
        self._sheets = sheets
        self._sheet = sheet
        self._columns = columns
        self._row = self.FIRST
        self._links = self._totals = 0
        self._styles: dict[Any, Any] = {}
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 0, safe_text(title), sheets.style(bold=True, font_size=16))
        self._note(safe_text(note))
        head = sheets.style(
            bold=True, bg_color="#DCE6F1", text_wrap=True, align="center", valign="vcenter", **_LINE
        )
        for number, column in enumerate(columns):
            sheet.write_string(self.FIRST - 1, number, column.heading, head)
        sheet.freeze_panes(self.FIRST, 2 if len(columns) > _WIDE else 0)
        self._print_setup()

    def _note(self, note: str) -> None:
        """The line below the title, as wide as the table is printed, and as high as it needs."""
        printed = [column.width for column in self._columns if column.printed]
        lines = _lines(Column("", sum(printed)), note)
        if lines > 1:
            self._sheet.set_row(1, lines * _LINE_HEIGHT + 2)
        style = self._sheets.style(font_color="#595959", text_wrap=True)
        self._sheet.merge_range(1, 0, 1, len(printed) - 1, note, style)

    def finish(self) -> None:
        """Set the filter over all rows that were added."""
        last = max(self._row - 1, self.FIRST)
        printed = max(number for number, column in enumerate(self._columns) if column.printed)
        self._sheet.print_area(0, 0, last + max(1, self._totals), printed)
        self._sheet.autofilter(self.FIRST - 1, 0, last, len(self._columns) - 1)

    def _print_setup(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self.FIRST - 1)
        self._sheet.set_footer("&C第 &P 页，共 &N 页")

    def add(self, cells: Sequence[Any], links: Mapping[int, str] | None = None) -> None:
        """Add a row: numbers, texts, None for an empty cell; ``links`` leads from a column to a place inside."""
        shown = [
            (column, value) for column, value in zip(self._columns, cells, strict=True) if column.printed
        ]
        lines = max(_lines(column, value) for column, value in shown)
        if lines > 1:
            # Not every program fits the height of rows to wrapped text by itself.
            self._sheet.set_row(self._row, min(lines * _LINE_HEIGHT + 2, _TALLEST))
        for number, (column, value) in enumerate(zip(self._columns, cells, strict=True)):
            if value is None or value == "":
                self._sheet.write_blank(self._row, number, None, self._style("blank", dict))
            elif isinstance(value, int | Decimal):
                self._number(number, column.kind, value)
            else:
                link = links.get(number, "") if links else ""
                self._text(number, column, safe_text(str(value)), link)
        self._row += 1

    def _style(self, key: Any, properties: Callable[[], dict[str, Any]]) -> Any:
        """A format of this table by a short key, so that its properties are put together once."""
        if key not in self._styles:
            self._styles[key] = self._sheets.style(**properties(), **_LINE)
        return self._styles[key]

    def _number(self, number: int, kind: str, value: int | Decimal) -> None:
        align = "center" if kind == "plain" else "right"
        style = self._style(kind, lambda: {"num_format": _NUMBERS.get(kind, "General"), "align": align})
        self._exactly(self._row, number, value, style)

    def _exactly(self, row: int, number: int, value: int | Decimal, style: Any) -> None:
        """Write a number, or its text where a spreadsheet would not keep all its digits."""
        if isinstance(value, Decimal) and (
            len(value.as_tuple().digits) > _DIGITS or value.adjusted() > _LARGEST
        ):
            self._sheet.write_string(row, number, decimal_text(value), style)
        else:
            self._sheet.write_number(row, number, value, style)

    def _text(self, number: int, column: Column, text: str, link: str) -> None:
        tint = _TINTS.get(column.kind, {}).get(text, "")
        # A text like a formula is kept as text even when somebody edits its cell.
        quoted, linked = text.startswith(_FORMULA), bool(link) and self._links < _MOST_LINKS

        def properties() -> dict[str, Any]:
            # What is not printed stays on one line, so that it does not make the printed rows higher.
            wanted: dict[str, Any] = {"text_wrap": column.printed, "quote_prefix": quoted}
            wanted |= {"bg_color": f"#{tint}"} if tint else {}
            wanted |= {"align": "center"} if tint or column.kind == "centre" else {}
            return wanted | ({"font_color": "#0B5394", "underline": 1} if linked else {})

        style = self._style((tint, quoted, linked, column.printed, column.kind == "centre"), properties)
        if linked:
            self._links += 1
            self._sheet.write_url(self._row, number, link, style, text)
        else:
            self._sheet.write_string(self._row, number, text, style)

    def total(
        self,
        sums: Mapping[str, Decimal | int | None],
        plain: Mapping[str, Decimal | None],
        name: str = "合计",
    ) -> None:
        """Add a row below the table: sums that follow the filter, and figures that do not. Rows cannot follow it."""
        bold = {"bold": True, "bg_color": "#F2F2F2", **_LINE}
        place = self._row + self._totals
        self._totals += 1
        for number, column in enumerate(self._columns):
            style = self._sheets.style(num_format=_NUMBERS.get(column.kind, "General"), **bold)
            if column.heading in sums:
                letters = column_letters(number + 1)
                area = f"{letters}{self.FIRST + 1}:{letters}{max(self._row, self.FIRST + 1)}"
                self._sheet.write_formula(place, number, f"SUBTOTAL(109,{area})", style, sums[column.heading])
            elif (figure := plain.get(column.heading)) is not None:
                self._exactly(place, number, figure, style)
            elif number == 0:
                self._sheet.write_string(place, number, name, style)
            else:
                self._sheet.write_blank(place, number, None, style)


def _lines(column: Column, value: Any) -> int:
    """How many lines a value needs in its column, where a Chinese character is two wide."""
    if not isinstance(value, str) or len(value) * 2 <= column.width:
        return 1
    return sum(
        max(1, -(-sum(1 + (char >= "\u2e80") for char in line) // max(1, int(column.width) - 1)))
        for line in value.split("\n")
    )


_LINE_HEIGHT, _TALLEST = 14.4, 400
_WIDE = 8
"""Tables with more columns keep the first two in view."""
