"""Lists: one row an entry under a header, categories repeated down merged cells, a total row at the end."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.finding import Place
from perfxl.formset.load import TOTAL
from perfxl.formset.model import Column, Listing, Type
from perfxl.returns.header import Header, absent, complete_header
from perfxl.returns.model import Alteration, Entry, FormReturn, Value
from perfxl.returns.region import Region


def align_list(listing: Listing, header: Header | None, region: Region, found: FormReturn) -> None:
    """Read a list and its total row."""
    if header is None:
        absent(found, listing, region)
        found.entries[listing.name] = []
        return
    complete_header(header, listing, region, found)
    total = _total_row(listing, header, region)
    end = total if total else region.bottom + 1
    columns = [
        (column, header.columns[column.name]) for column in listing.columns if column.name in header.columns
    ]
    names = {column.name: f"{listing.name}.{column.name}" for column in listing.columns}
    carried: dict[str, Value] = {}
    entries = []
    for row in region.rows:
        if header.row < row < end:
            entry = _entry(columns, names, row, carried, region)
            if entry:
                entries.append(entry)
    found.entries[listing.name] = entries
    if listing.total:
        _totals(listing, header, total, region, found)


def _entry(
    columns: Sequence[tuple[Column, int]],
    names: dict[str, str],
    row: int,
    carried: dict[str, Value],
    region: Region,
) -> Entry | None:
    """One row of the list; None for a row with nothing in it but (carried) categories."""
    values: dict[str, Value] = {}
    stated = fresh = False
    for column, col in columns:
        value = Value(
            names[column.name], column.label.text, column.type, region.place(row, col), region.cell(row, col)
        )
        if column.carry:
            filled = bool(value.text)
            if fresh and not filled:
                carried.pop(column.name, None)  # a new category does not inherit the old one's parts
            fresh = fresh or filled
            if filled:
                carried[column.name] = value
            value = carried.get(column.name, value)
        else:
            stated = stated or bool(value.text)
        values[column.name] = value
        region.claimed.add((row, col))
    return Entry(row, values) if stated else None


def _total_row(listing: Listing, header: Header, region: Region) -> int | None:
    if listing.total is None:
        return None
    keys = set(listing.total.norms)
    numbers = [header.columns[c.name] for c in listing.columns if c.type.numeric and c.name in header.columns]
    first_number = min(numbers, default=0)
    for row, found in region.keys_by_row.items():
        below = row > header.row and not found.isdisjoint(keys)
        if below and any(text.key in keys and text.cell.col < first_number for text in region.texts[row]):
            return row
    return None


def _totals(listing: Listing, header: Header, row: int | None, region: Region, found: FormReturn) -> None:
    if row is None:
        label = listing.total.text if listing.total else ""
        found.alterations.append(Alteration(label, Place(region.sheet.name)))
        return
    for column in listing.columns:
        col = header.columns.get(column.name)
        if col is not None and column.type.numeric:
            name = f"{TOTAL}.{column.name}"
            label = f"{TOTAL}（{column.label.text}）"
            found.values[name] = Value(
                name, label, column.type, region.place(row, col), region.cell(row, col)
            )
    cells = [Value(TOTAL, TOTAL, Type.SCORE, region.place(row, cell.col), cell) for cell in region.rows[row]]
    found.totals[listing.name] = [value for value in cells if value.number is not None]
    region.claimed.update((row, cell.col) for cell in region.rows[row])
