"""Align a region with a form: find each grid, list and field by its labels, wherever the unit has put them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.model import Form, Grid, Listing
from perfxl.returns.fields import align_fields
from perfxl.returns.grids import align_grid
from perfxl.returns.group_rows import LONGEST_NAME
from perfxl.returns.halves import part_halves
from perfxl.returns.header import Header, find_header
from perfxl.returns.lists import align_list
from perfxl.returns.model import FormReturn, YearMark
from perfxl.returns.numbers import read_form_year, read_year, read_year_in_name
from perfxl.returns.region import Region
from perfxl.returns.reworded import reworded_header
from perfxl.returns.units import convert_amounts
from perfxl.returns.unread import unread_columns, unread_rows

_SEVERAL = 2
_ROWS_UNDER_TITLE = 3
"""The form's year stands at most so many rows with text below its title."""


def align(form: Form, region: Region, title: Place) -> FormReturn:
    """Read one form from a region. Nothing is found by address; what does not align is an alteration."""
    found = FormReturn(form, region.sheet.name, title)
    headers = {block.name: find_header(block, region) for block in form.blocks if not _is_left_half(block)}
    for grid in form.grids.values():
        if headers[grid.name] is None:
            headers[grid.name] = reworded_header(grid, region, _field_keys(form))
    part_halves(form, headers, region)
    stops = _stops(form, region, headers)
    grids = {header.row for grid in form.grids.values() if (header := headers[grid.name])}
    for listing in form.lists.values():
        align_list(listing, headers[listing.name], region, found, stops, grids)
    for grid in form.grids.values():
        align_grid(grid, headers[grid.name], region, found, stops)
    _note_headings(form, region, title, headers)
    align_fields(form, region, found)
    _years(form, region, found, headers)
    listed = {
        value.place for rows in found.entries.values() for entry in rows for value in entry.values.values()
    }
    marks = [mark for mark in region.money_units() if mark[1] not in listed]
    found.money_units = _own_marks(marks, headers, region, found)
    convert_amounts(found)
    found.cells = [cell for cells in region.rows.values() for cell in cells]
    for block in form.blocks:
        header = headers[block.name]
        if header is not None:
            found.unread_columns += unread_columns(block, header, region, found)
            if isinstance(block, Listing):
                found.unread += unread_rows(block, header, region, found)
    return found


def _own_marks(
    marks: list[tuple[str, Place]], headers: dict[str, Header | None], region: Region, found: FormReturn
) -> list[tuple[str, Place]]:
    """Of units of money that contradict each other those above the blocks and in rows that are read.

    A heading of a block that is no part of the form speaks for its own figures only.
    """
    if len({unit for unit, _ in marks}) < _SEVERAL:
        return marks
    first = min((header.row for header in headers.values() if header), default=region.bottom)
    rows = {row for row, _ in region.claimed} | {value.place.row for value in found.values.values()}
    return [mark for mark in marks if mark[1].row and (mark[1].row < first or mark[1].row in rows)] or marks


def _is_left_half(block: Grid | Listing) -> bool:
    return isinstance(block, Listing) and bool(block.left_of)


def _note_headings(form: Form, region: Region, title: Place, headers: dict[str, Header | None]) -> None:
    """Tell the region where the form ends on its right, and the headings that its fields may stand under."""
    cells = [cell for header in headers.values() if header for cell in header.cells.values()]
    if not cells:
        return
    top = region.cell(title.row, title.col)
    region.right_edge = max(region.right_of(cell) - 1 for cell in ([*cells, top] if top else cells))
    for grid in form.grids.values():
        header = headers[grid.name]
        if grid.single and header:
            region.headings |= header.cells


@lru_cache(maxsize=256)
def _field_keys(form: Form) -> frozenset[str]:
    return frozenset(key for item in form.fields.values() for key in item.label.norms)


def _stops(form: Form, region: Region, headers: dict[str, Header | None]) -> set[int]:
    """Rows at which a repeated group must end: other headers, and rows that begin with a field's label."""
    stops = {header.row for header in headers.values() if header}
    keys = _field_keys(form)
    for row, texts in region.texts.items():
        first = texts[0]
        if first.key in keys or (first.head in keys and len(first.head) <= LONGEST_NAME):
            stops.add(row)
    return stops


def _years(form: Form, region: Region, found: FormReturn, headers: dict[str, Header | None]) -> None:
    """The years on the form: in its column labels, and around its title."""
    for block in form.blocks:
        header = headers[block.name]
        for column in block.columns:
            if column.label.year is None or header is None or column.name not in header.cells:
                continue
            cell = header.cells[column.name]
            year = read_year(cell.text)
            if year:
                place = region.place(cell.row, cell.col)
                found.years.append(YearMark(year, column.label.year, place, cell.text))
    head = _head_years(form, region, found)
    found.years[:0] = head
    if not found.years:
        found.sheet_year = read_year_in_name(region.sheet.name)


def _head_years(form: Form, region: Region, found: FormReturn) -> list[YearMark]:
    """The form's own year: of the texts around its title the one that states it most surely, then others that state
    another year as what the form is of.

    What stands in a field's own cell counts last.
    """
    stated = list(_stated_years(form, region, found))
    if not stated:
        return []
    best = min(stated, key=lambda one: (one[0] and one[1] > 0, one[1]))[2]
    project = found.value(form.project_name).place
    others: dict[int, YearMark] = {best.year: best}
    for in_field, rank, mark in stated:
        if not in_field and mark.place != project and _is_of_form(mark, rank, found.place):
            others.setdefault(mark.year, mark)
    return list(others.values())


def _stated_years(form: Form, region: Region, found: FormReturn) -> Iterator[tuple[bool, int, YearMark]]:
    """The years in the texts around the title, each with whether it stands in a field's own cell, and how sure it is.

    A project's name is no statement about the form at all.
    """
    values = {
        (value.place.row, value.place.col): value for value in found.values.values() if value.inline is None
    }
    top = max(found.place.row, region.top)
    under = [row for row in region.texts if row > top][:_ROWS_UNDER_TITLE]
    for row in [row for row in region.texts if row <= top] + under:
        for text in region.texts[row]:
            at = (row, text.cell.col)
            value = values.get(at)
            if (
                "年" not in text.cell.text
                or at in region.claimed
                or (value and value.name == form.project_name)
            ):
                continue
            stated = read_form_year(text.cell.text)
            if stated is not None:
                year, rank = stated
                yield value is not None, rank, YearMark(year, 0, region.place(*at), text.cell.text)


def _is_of_form(mark: YearMark, rank: int, title: Place) -> bool:
    """Whether a text says what year the form is of: in the title ``2021年度…自评表``, below it ``（2021年度）``.

    ``2022年…自评表`` may say when the form was filled in, for the year before.
    """
    return "年度" in mark.text and mark.place.row >= title.row and rank <= (1 if mark.place == title else 0)
