"""Text and references as the file format writes them."""

from __future__ import annotations

import re
from decimal import Decimal

from perfxl.workbook.edit.edits import MAX_TEXT, EditRefused
from perfxl.workbook.model import Area, column_letters, column_number

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_WHOLE = re.compile(r"[0-9]{1,10}")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def clean(text: str) -> str:
    """``text`` without characters that XML forbids, line ends as a single newline."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str) -> str:
    """``text`` cut to what a cell can hold, with an ellipsis where it was cut."""
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def escape(text: str) -> bytes:
    """``text`` for element content or a quoted attribute, as UTF-8."""
    safe = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return safe.encode()


def cell_text(text: str) -> bytes:
    """``text`` for a ``<t>`` or ``<v>``: what looks like Excel's ``_x000D_`` escapes stays what was meant."""
    return escape(_LOOKS_ESCAPED.sub("_x005F_", text))


def number_text(value: Decimal) -> bytes:
    """A number as the file format writes it. Raises ``EditRefused`` for what is not a finite number."""
    if not value.is_finite():
        raise EditRefused("bad_value", f"“{value}”不是有限的数，不能写入单元格。")
    return str(value).encode()


def address(row: int, col: int) -> str:
    """``(19, 4) -> D19``."""
    return column_letters(col) + str(row)


def parse_address(reference: str) -> tuple[int, int] | None:
    """``D19`` or ``$D$19`` as (row, column); ``None`` for anything else."""
    match = _REFERENCE.fullmatch(reference.strip())
    return (int(match[2]), column_number(match[1].upper())) if match else None


def parse_area(reference: str) -> Area | None:
    """``A1:D9`` or ``A1`` as an area; ``None`` for anything else (whole rows or columns, several areas)."""
    first, _, last = reference.partition(":")
    start, end = parse_address(first), parse_address(last or first)
    if start is None or end is None:
        return None
    (top, left), (bottom, right) = start, end
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def inside(area: Area, cell: tuple[int, int]) -> bool:
    """Whether a (row, column) lies in the area."""
    return area.top <= cell[0] <= area.bottom and area.left <= cell[1] <= area.right


def whole(text: str) -> int | None:
    """A count as the format writes it; ``None`` for anything else, such as a number of a thousand digits."""
    return int(text) if _WHOLE.fullmatch(text) else None


def quoted(sheet: str) -> str:
    """A sheet name as formulas write it, always in quotes."""
    return "'" + sheet.replace("'", "''") + "'"
