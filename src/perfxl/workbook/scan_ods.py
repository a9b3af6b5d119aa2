"""Scan an .ods package for error cells, formulas, extent, hidden lines and encryption."""

from __future__ import annotations

from typing import Final

from perfxl.workbook.content import LAST_COLUMN, LAST_ROW
from perfxl.workbook.marks import Marks
from perfxl.workbook.markup import feed, new_parser
from perfxl.workbook.package import Package, damaged
from perfxl.workbook.sniff import encrypted

_PART: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALC: Final = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_ERROR_STARTS: Final = ("#", "Err:", "错误:")
_MOST_FORMULAS: Final = 500_000
_HIDDEN: Final = ("collapse", "filter")
"""What the visibility of a row or column says of one that is not shown."""


def scan_ods(package: Package) -> dict[str, Marks]:
    """The marks of each table by name. Raises ``Unreadable`` if the file is encrypted or broken."""
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise encrypted()
    if _PART not in package:
        raise damaged(_PART, "文件里没有它")
    scanner = _Scanner()
    feed(scanner.parser, package.stream(_PART), _PART)
    return scanner.marks


class _Scanner:
    """Follows rows and cells, with their repetitions, as the parser reports them."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self._current = Marks()
        self._row = self._rows = self._col = self._cols = self._columns = 0
        self._error = self._formula = self._text = self._filled = False
        self._shown: list[str] = []
        self.parser = new_parser(_PART, self._start, self._end)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._current = self.marks[attributes.get(_TABLE + "name", "")] = Marks()
            self._row = self._rows = self._columns = 0
        elif tag == _TABLE + "table-row":
            self._row += self._rows
            self._rows = _repeated(attributes, "number-rows-repeated", LAST_ROW)
            self._col = self._cols = 0
            if attributes.get(_TABLE + "visibility") in _HIDDEN:
                self._current.hidden_rows.append((self._row + 1, self._row + self._rows))
        elif tag == _TABLE + "table-column":
            first = self._columns + 1
            self._columns += _repeated(attributes, "number-columns-repeated", LAST_COLUMN)
            if attributes.get(_TABLE + "visibility") in _HIDDEN:
                self._current.hidden_columns.append((first, self._columns))
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._col += self._cols
            self._cols = _repeated(attributes, "number-columns-repeated", LAST_COLUMN)
            self._error = attributes.get(_CALC + "value-type") == "error"
            self._formula = _TABLE + "formula" in attributes
            self._text = attributes.get(_OFFICE + "value-type") == "string"
            self._filled = self._formula or _OFFICE + "value-type" in attributes
            self._shown.clear()
        elif tag == _TEXT + "p":
            self._filled = True
            if self._formula:
                self.parser.CharacterDataHandler = self._shown.append

    def _end(self, tag: str) -> None:
        if tag == _TEXT + "p":
            self.parser.CharacterDataHandler = None
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell") and self._filled:
            self._filled = False
            row, col, marks = self._row + 1, self._col + 1, self._current
            marks.extend(row, col, self._row + self._rows, self._col + self._cols)
            if self._formula and len(marks.formulas) < _MOST_FORMULAS:
                self._note("".join(self._shown), row, col)

    def _note(self, shown: str, row: int, col: int) -> None:
        """Note a formula, and the error it shows if it shows one."""
        self._current.formulas.add((row, col))
        if self._text:
            self._current.texts.add((row, col))
        if self._error or shown.startswith(_ERROR_STARTS):
            self._current.errors[row, col] = shown or "#N/A"


def _repeated(attributes: dict[str, str], name: str, most: int) -> int:
    number = attributes.get(_TABLE + name, "1")
    return min(int(number), most * 2) if number.isascii() and number.isdigit() and len(number) < 10 else 1
