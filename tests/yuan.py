"""A return as its unit would have filled it in in 元: every amount ten thousand times as large, every mark changed.

What the texts say stays in the unit that they state: cost indicators, targets, reports.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from cases import Changes
from made import Made
from perfxl.finding import decimal_text
from perfxl.formset.model import Type
from perfxl.returns.model import Return
from perfxl.returns.value import Value
from perfxl.workbook.model import Book, Cell, Kind, column_letters

_MARK = re.compile(r"(单位[:：]?\s*|[（(]\s*)万元")
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(\s*)(?:万元)?")


def book_in_yuan(book: Book, ret: Return) -> Book:
    """The workbook that ``ret`` was read from, in 元."""
    amounts: dict[str, dict[tuple[int, int], list[Value]]] = {}
    for form in ret.forms:
        for value in form.all_values:
            if value.type is Type.AMOUNT and value.number is not None:
                cells = amounts.setdefault(value.place.sheet, {})
                cells.setdefault((value.place.row, value.place.col), []).append(value)
    sheets = []
    for sheet in book.sheets:
        known = amounts.get(sheet.name, {})
        cells = {place: _changed(cell, known.get(place, [])) for place, cell in sheet.cells.items()}
        sheets.append(replace(sheet, cells=cells))
    return replace(book, sheets=sheets)


def all_in_yuan(found: Made) -> Changes:
    """The cells that differ where a return made in memory is in 元."""
    changes: Changes = {}
    for sheet in book_in_yuan(found.book, found.ret).sheets:
        before = next(other for other in found.book.sheets if other.name == sheet.name).cells
        for (row, col), cell in sheet.cells.items():
            if cell != before[row, col]:
                content = Decimal(cell.text) if cell.kind is Kind.NUMBER else cell.text
                changes[sheet.name, f"{column_letters(col)}{row}"] = content
    return changes


def _changed(cell: Cell, amounts: list[Value]) -> Cell:
    text = cell.text
    if cell.kind is Kind.NUMBER:
        return cell._replace(text=decimal_text(Decimal(text) * 10000)) if amounts else cell
    at = 0
    for value in amounts:
        piece = text if value.inline is None else value.inline
        at = text.index(piece, at)
        changed = _FIGURE.sub(_ten_thousand_times, piece)
        text = text[:at] + changed + text[at + len(piece) :]
        at += len(changed)
    return cell._replace(text=_MARK.sub(r"\1元", text)) if cell.kind is Kind.TEXT else cell


def _ten_thousand_times(found: re.Match[str]) -> str:
    number = Decimal(re.sub(r"[^0-9.]", "", found.group()))
    return decimal_text(number * 10000) + ("元" if found.group().endswith("万元") else "")
