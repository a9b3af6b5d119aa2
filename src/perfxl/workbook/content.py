"""What a stored cell means: its kind and its text, the same for every reader of the XML format."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from perfxl.patterns import pattern
from perfxl.workbook.model import Area, Cell, Kind, Unreadable, column_number
from perfxl.workbook.number_text import number_text
from perfxl.workbook.package import damaged, too_large

GENERAL: Final = "General"
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

_BLANKS: Final = " \t\r\n"
_ESCAPE: Final = pattern(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_BOOLEANS: Final = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


def plain_text(stored: str) -> str:
    """Text with escapes such as ``_x000D_`` decoded (``_x005F_`` is an underscore)."""
    if "_x" not in stored:
        return stored
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), stored)
    # Characters beyond the basic plane are escaped as two surrogates; a lone one could not be written
    # anywhere.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def position(reference: str, part: str) -> tuple[int, int]:
    """``B7`` as (7, 2). Raises ``Unreadable("damaged")`` if it is not a cell's name."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged(part, f"单元格地址“{reference[:20]}”无法识别")
    return int(match[2]), column_number(match[1].upper())


@lru_cache(maxsize=8192)
def area(reference: str, part: str) -> Area:
    """``A1:C2`` or ``A1`` as an area (remembered, since forms merge the same cells)."""
    first, _, last = reference.partition(":")
    top, left = position(first, part)
    bottom, right = position(last or first, part)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


class CellMaker:
    """Turns stored values into cells: knows the workbook's shared strings and number formats.

    ``part`` is the part being read, for messages.
    """

    def __init__(self, strings: list[str], formats: list[str], date1904: bool) -> None:
        self.strings = strings
        self.formats = formats
        self.date1904 = date1904
        self.part = ""

    def number_format(self, style: str | None) -> str:
        """The format code of a style index as written in the file; General if there is no such style."""
        if style is None or not (style.isascii() and style.isdigit()) or len(style) > 9:
            return GENERAL
        index = int(style)
        return self.formats[index] if index < len(self.formats) else GENERAL

    def shared_text(self, index: str) -> str:
        """The shared string of an index as written in the file. Raises ``Unreadable("damaged")``."""
        digits = index.strip(_BLANKS)
        if digits.isascii() and digits.isdigit() and len(digits) <= 9:
            number = int(digits)
            if number < len(self.strings):
                return self.strings[number]
        raise damaged(self.part, f"引用了不存在的共享文字（序号“{digits[:20]}”）")

    def make(
        self, place: tuple[int, int], stored_type: str, value: str | None, formula: bool, number_format: str
    ) -> Cell | None:
        """The cell of a stored value, or ``None`` for a cell without content; a missing value is ``None``.

        ``stored_type`` is the attribute ``t``, ``n`` where it is missing. For inline text, ``value`` is that
        text.
        """
        row, col = place
        if not (0 < row <= LAST_ROW and 0 < col <= LAST_COLUMN):
            raise damaged(self.part, f"单元格位置（第 {row} 行第 {col} 列）超出工作表范围")
        blank = value is None if stored_type in ("str", "inlineStr") else not (value and value.strip(_BLANKS))
        if value is None or blank:
            return Cell(row, col, Kind.UNCALCULATED, "", number_format, True) if formula else None
        kind, text, number_format = self._interpret(stored_type, value, number_format)
        if text == "" and not formula:
            return None
        return Cell(row, col, kind, text, number_format, formula)

    def _interpret(self, stored_type: str, value: str, number_format: str) -> tuple[Kind, str, str]:
        """Kind, text and number format of a value that is present. What cannot be its type stays text."""
        if stored_type == "s":
            return Kind.TEXT, self.shared_text(value), number_format
        if stored_type in ("str", "inlineStr"):
            return Kind.TEXT, plain_text(value), number_format
        stripped = value.strip(_BLANKS)
        if stored_type == "e":
            return Kind.ERROR, stripped, number_format
        if stored_type == "b" and stripped in _BOOLEANS:
            return Kind.BOOLEAN, _BOOLEANS[stripped], number_format
        if stored_type == "n":
            number = number_text(stripped)
            if number is not None:
                return Kind.NUMBER, number, number_format
        if stored_type == "d":
            from perfxl.workbook.dates import iso_serial

            day = iso_serial(stripped, self.date1904)
            if day is not None:
                return Kind.NUMBER, day.text, day.number_format if number_format == GENERAL else number_format
        return Kind.TEXT, stripped, number_format


def too_many_cells(limit: int) -> Unreadable:
    """The error that a workbook has more cells with content than it may."""
    return too_large(f"有内容的单元格超过 {limit} 个")


def too_many_merges(limit: int) -> Unreadable:
    """The error that a sheet has more merged areas than it may."""
    return too_large(f"合并单元格超过 {limit} 处")
