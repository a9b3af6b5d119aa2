"""Rows of a list that slipped when a form was typed from a page: moved one column left, or broken in two."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.formset.model import Column, Listing, Type
from perfxl.returns.model import Alteration, Entry, FormReturn
from perfxl.returns.numbers import read_amount
from perfxl.returns.reading import State
from perfxl.returns.region import Region
from perfxl.workbook.model import Cell, Kind

Placed = Sequence[tuple[Column, int]]
"""The columns of a list with their columns of the sheet."""
_SENTENCE_ENDS = "。；;！!？?.）)”"


def moved_left(columns: Placed, row: int, region: Region) -> bool:
    """Whether a row stands one column left of the list: only read so do all its figures fall into place.

    Lists without figures are left alone: there nothing would be certain. So should be lists with merged categories.
    """
    figures = [col for column, col in columns if column.type.numeric]
    if not figures:
        return False
    first, last = min(col for _, col in columns), max(col for _, col in columns)
    begins = region.cell(row, first - 1)
    if begins is None or begins.kind is not Kind.TEXT or region.cell(row, last) is not None:
        return False
    as_printed = all(_is_number(region.cell(row, col)) for col in figures)
    return not as_printed and all(_is_number(region.cell(row, col - 1)) for col in figures)


def _is_number(cell: Cell | None) -> bool:
    return read_amount(cell).state is State.NUMBER


def report_moved(found: FormReturn, region: Region, row: int, first: int) -> None:
    """Report a row that stands one column left of its list; ``first`` is the list's first column."""
    cell = region.cell(row, first - 1)
    name = " ".join(cell.text.split()) if cell else ""
    remark = f"“{name}”一行整行左移了一栏"
    found.alterations.append(Alteration(name, region.place(row, first - 1), name, remark))


def continues(listing: Listing, entry: Entry, before: Entry) -> str:
    """The column whose text a row goes on with, because the row before breaks off in a sentence; "" for none."""
    own = [column for column in listing.columns if column.name in entry.values]
    if entry[own[0].name].text:
        return ""
    stated = [column for column in own if entry[column.name].text]
    if len(stated) != 1 or stated[0].type is not Type.TEXT:
        return ""
    broken = before[stated[0].name].text
    return stated[0].name if broken and broken[-1] not in _SENTENCE_ENDS else ""


def report_continued(found: FormReturn, column: str, entry: Entry, before: Entry) -> None:
    """Report a row that holds nothing but the rest of the row before."""
    value = entry[column]
    remark = f"第 {before.row} 行“{value.label}”的文字没有写完，续写在第 {entry.row} 行"
    found.alterations.append(Alteration(value.label, value.place, value.text, remark))
