"""Lists that stand side by side under the same headings: the indicators of a term of years left of those of the year."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.formset.model import Column, Form, Listing
from perfxl.returns.header import Header
from perfxl.returns.region import Region
from perfxl.workbook.model import Cell

_SEVERAL = 2
"""From so many headings that stand twice a list has another one left of it."""


def part_halves(form: Form, headers: dict[str, Header | None], region: Region) -> None:
    """Give each list that stands left of another its own header, None where its headings stand once only."""
    for listing in form.lists.values():
        if listing.left_of:
            headers[listing.name] = _left_half(form.lists[listing.left_of], headers[listing.left_of], region)


def _left_half(listing: Listing, header: Header | None, region: Region) -> Header | None:
    """The header of what stands left of a list, whose own then begins with the second heading of each column.

    What stands once before both, as the first level of the indicators, belongs to both.
    """
    twice = dict(_twice(listing, header, region)) if header is not None else {}
    if header is None or len(twice) < _SEVERAL:
        return None
    left = Header(header.row, header.bottom)
    first = min(min(cell.col for cell in cells) for cells in twice.values())
    for column in listing.columns:
        cells = twice.get(column.name)
        if cells is not None:
            _set(left, column, cells[0], region)
            _set(header, column, cells[1], region)
        elif header.columns.get(column.name, first) < first:
            _set(left, column, header.cells[column.name], region)
    return left


def _twice(listing: Listing, header: Header, region: Region) -> Iterator[tuple[str, tuple[Cell, Cell]]]:
    """The columns with two headings in the header's rows, each with the left and the right one."""
    taken = {(cell.row, cell.col) for cell in header.cells.values()}
    for column in listing.columns:
        cell = header.cells.get(column.name)
        for text in region.texts[cell.row] if cell is not None else ():
            if cell and text.key in column.label.norms and (text.cell.row, text.cell.col) not in taken:
                left, right = sorted((cell, text.cell), key=lambda one: one.col)
                yield column.name, (left, right)
                break


def _set(header: Header, column: Column, cell: Cell, region: Region) -> None:
    header.columns[column.name] = cell.col
    header.cells[column.name] = cell
    region.claimed.add((cell.row, cell.col))
