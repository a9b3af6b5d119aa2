"""Scan an .ods package for error cells, formulas, formats, extent, merged areas, hidden lines and encryption."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from perfxl.workbook.content import GENERAL, LAST_COLUMN, LAST_ROW
from perfxl.workbook.marks import Marks
from perfxl.workbook.markup import feed
from perfxl.workbook.model import Area
from perfxl.workbook.number_formats import number_format
from perfxl.workbook.ods_styles import Styles
from perfxl.workbook.package import Package, damaged
from perfxl.workbook.sniff import encrypted

_PART: Final = "content.xml"
_COMMON: Final = "styles.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ERROR_STARTS: Final = ("#", "Err:", "错误:")
_MOST_FORMULAS: Final = 500_000
_HIDDEN: Final = ("collapse", "filter")
"""What the visibility of a row or column says of one that is not shown."""

_ROWS_SPANNED: Final = _TABLE + "number-rows-spanned"
_COLUMNS_SPANNED: Final = _TABLE + "number-columns-spanned"
_DEFAULT_STYLE: Final = _TABLE + "default-cell-style-name"
_PERCENT: Final = "0.00%"
"""How a percentage is shown whose style does not say."""


def scan_ods(package: Package) -> dict[str, Marks]:
    """The marks of each table by name. Raises ``Unreadable`` if the file is encrypted or broken."""
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise encrypted()
    if _PART not in package:
        raise damaged(_PART, "文件里没有它")
    common = Styles(_COMMON)
    if _COMMON in package:
        feed(common.parser, package.stream(_COMMON), _COMMON)
    styles = Styles(_PART, common)
    scanner = _Scanner(styles)
    feed(styles.parser, package.stream(_PART), _PART)
    return scanner.marks


class _Scanner:
    """Follows rows and cells, with their repetitions, as the parser reports them."""

    def __init__(self, styles: Styles) -> None:
        self.marks: dict[str, Marks] = {}
        self._current = Marks()
        self._row = self._rows = self._col = self._cols = self._columns = 0
        self._error = self._formula = self._filled = False
        self._shown: list[str] = []
        self._type = self._style = self._row_style = ""
        self._column_styles: list[tuple[int, str]] = []
        """The last column that a default style is for, and the style."""
        self._styles, self._parser = styles, styles.parser
        styles.after = self._start, self._end

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._current = self.marks[attributes.get(_TABLE + "name", "")] = Marks()
            self._row = self._rows = self._columns = 0
            self._column_styles = []
        elif tag == _TABLE + "table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "number-rows-repeated", LAST_ROW)
            self._col = self._cols = 0
            self._row_style = attributes.get(_DEFAULT_STYLE, "")
            if attributes.get(_TABLE + "visibility") in _HIDDEN:
                self._current.hidden_rows.append((self._row + 1, self._row + self._rows))
        elif tag == _TABLE + "table-column":
            first = self._columns + 1
            self._columns += _repeated(attributes, "number-columns-repeated", LAST_COLUMN)
            self._column_styles.append((self._columns, attributes.get(_DEFAULT_STYLE, "")))
            if attributes.get(_TABLE + "visibility") in _HIDDEN:
                self._current.hidden_columns.append((first, self._columns))
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._col += self._cols
            self._cols = _repeated(attributes, "number-columns-repeated", LAST_COLUMN)
            self._error = attributes.get(_CALC + "value-type") == "error"
            self._formula = _TABLE + "formula" in attributes
            self._type = attributes.get(_OFFICE + "value-type", "")
            self._style = attributes.get(_TABLE + "style-name", "")
            self._filled = self._formula or self._type != ""
            self._shown.clear()
            if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
                self._merge(attributes)
        elif tag == _TEXT + "p":
            self._filled = True
            if self._formula:
                self._parser.CharacterDataHandler = self._shown.append

    def _end(self, tag: str) -> None:
        if tag == _TEXT + "p":
            self._parser.CharacterDataHandler = None
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell") and self._filled:
            self._filled = False
            row, col, marks = self._row + 1, self._col + 1, self._current
            bottom, right = self._row + self._rows, self._col + self._cols
            marks.extend(row, col, bottom, right)
            marks.shown_as(self._code(col), row, col, bottom, right)
            if self._formula and len(marks.formulas) < _MOST_FORMULAS:
                self._note("".join(self._shown), row, col)

    def _merge(self, attributes: dict[str, str]) -> None:
        """Note the area over which the cell that begins here is merged."""
        row, col = self._row + 1, self._col + 1
        bottom = row + _repeated(attributes, "number-rows-spanned", LAST_ROW) - 1
        right = col + _repeated(attributes, "number-columns-spanned", LAST_COLUMN) - 1
        if row <= bottom <= LAST_ROW and col <= right <= LAST_COLUMN and (row, col) != (bottom, right):
            self._current.merges.append(Area(row, col, bottom, right))

    def _code(self, col: int) -> str:
        """The number format of the cell that ends here, by its own style, that of its row or of its column."""
        style = self._style or self._row_style
        if not style:
            at = bisect_left(self._column_styles, (col, ""))
            style = self._column_styles[at][1] if at < len(self._column_styles) else ""
        code = self._styles.code(style)
        if self._type == "percentage":
            return code if "%" in code else _PERCENT
        if self._type in ("date", "time"):
            return code if number_format(code).clock else GENERAL
        return code

    def _note(self, shown: str, row: int, col: int) -> None:
        """Note a formula, and the error it shows if it shows one."""
        self._current.formulas.add((row, col))
        if self._type == "string":
            self._current.texts.add((row, col))
        if self._error or shown.startswith(_ERROR_STARTS):
            self._current.errors[row, col] = shown or "#N/A"


def _repeated(attributes: dict[str, str], name: str, most: int) -> int:
    number = attributes.get(_TABLE + name, "1")
    return min(int(number), most * 2) if number.isascii() and number.isdigit() and len(number) < 10 else 1
