"""What stands right of a field's label: its value, unless it is another label or no longer the form's."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.returns.field_index import FieldIndex
from perfxl.returns.numbers import read_amount
from perfxl.returns.reading import State
from perfxl.returns.region import Region
from perfxl.workbook.model import Cell, Kind

_LONGEST = 400
"""Longer texts are prose, whatever colons they hold."""


def beside(label: Cell, column: str, region: Region, index: FieldIndex, *, amount: bool) -> Cell | None:
    """The first cell with content right of a label in its row; with ``column``, that under its heading if one is there.

    What stands beside the whole form, apart from it, is none of its figures, and if an ``amount`` is looked for none of
    its texts either.
    """
    first = next(_right_of(label, region, amount), None)
    heading = region.headings.get(column)
    if first is None or heading is None or heading.row > label.row:
        return first
    return _under(heading, label, region, index) or first


def _right_of(label: Cell, region: Region, amount: bool) -> Iterator[Cell]:
    start = region.right_of(label)
    edge = region.right_edge if label.col <= region.right_edge else region.last_col
    for cell in region.rows[label.row]:
        if cell.col < start or not (cell.text.strip() or cell.formula):
            continue
        if cell.col <= edge or cell.col == start or (cell.kind is Kind.TEXT and not amount):
            yield cell


def _under(heading: Cell, label: Cell, region: Region, index: FieldIndex) -> Cell | None:
    """The figure under a heading, where no other label stands between it and its own."""
    for cell in _right_of(label, region, amount=True):
        if cell.col == heading.col:
            figure = read_amount(cell).state in (State.NUMBER, State.UNCALCULATED)
            return cell if figure and (cell.row, cell.col) not in region.claimed else None
        if cell.col > heading.col or is_label(cell, index):
            break
    return None


def is_label(cell: Cell, index: FieldIndex) -> bool:
    """Whether a cell is the label of one of the form's fields, or holds one."""
    return len(cell.text) <= _LONGEST and index.labels(cell.text)
