"""Lists: one row an entry under a header, categories repeated down merged cells, a total row at the end."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.finding import Place
from perfxl.formset.model import Column, Listing, Type
from perfxl.patterns import pattern
from perfxl.returns.header import Header, absent, altered, complete_header
from perfxl.returns.model import Alteration, Entry, FormReturn, Value
from perfxl.returns.region import Region, loose_match
from perfxl.returns.shifts import continues, moved_left, report_continued, report_moved
from perfxl.workbook.model import Kind

_BLOCK_NUMBER = pattern(r"[0-9一二三四五六七八九十]{0,2}")
"""What may follow the label of a block in its normal form."""


def align_list(
    listing: Listing, header: Header | None, region: Region, found: FormReturn, stops: set[int]
) -> None:
    """Read a list and its total row. ``stops`` are rows at which a list without total row must end."""
    if header is None:
        absent(found, listing, region)
        found.entries[listing.name] = []
        return
    complete_header(header, listing, region, found)
    total = _total_row(listing, header, region)
    end = total if total else _end(header, region, stops)
    blocks = _blocks(listing, end, region, found)
    again = {(text.key, text.cell.col) for text in region.texts[header.row]}
    columns = [
        (column, header.columns[column.name]) for column in listing.columns if column.name in header.columns
    ]
    names = {column.name: f"{listing.name}.{column.name}" for column in listing.columns}
    carried: dict[str, Value] = {}
    entries: list[Entry] = []
    block = None
    for row in region.rows:
        if row in blocks:
            block = blocks[row]
            carried.clear()
        elif header.bottom < row < end and not _is_header(row, again, region):
            left = moved_left(columns, row, region)
            entry = _entry(columns, names, row, carried, region, block, -1 if left else 0)
            if entry is None:
                continue
            before = entries[-1] if entries else None
            column = continues(listing, entry, before)
            if column and before:
                report_continued(found, column, entry, before)
                continue
            if left:
                report_moved(found, region, row, min(col for _, col in columns))
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
    block: Value | None,
    shift: int,
) -> Entry | None:
    """One row of the list, read ``shift`` columns to the right; None for one with nothing but (carried) categories."""
    values: dict[str, Value] = {block.name.split(".")[1]: block} if block else {}
    stated = fresh = False
    for column, col in ((column, col + shift) for column, col in columns):
        value = Value(
            names[column.name], column.label.text, column.type, region.place(row, col), region.cell(row, col)
        )
        if column.carry:
            filled = bool(value.text) or (value.cell is not None and value.cell.kind is Kind.UNCALCULATED)
            if fresh and not filled:
                carried.pop(column.name, None)  # a new category does not inherit the old one's parts
            fresh = fresh or filled
            if filled:
                carried[column.name] = value
            value = carried.get(column.name, value)
        else:
            stated = stated or bool(value.text)
            if not value.text and column.type is Type.TEXT and (above := region.spread(row, col)) is not None:
                place = region.place(above.row, above.col)
                value = Value(names[column.name], column.label.text, column.type, place, above)
        values[column.name] = value
        region.claimed.add((row, col))
    return Entry(row, values) if stated else None


def _end(header: Header, region: Region, stops: set[int]) -> int:
    """The row behind a list without total row: where something else begins."""
    return min((row for row in stops if row > header.bottom), default=region.bottom + 1)


def _blocks(listing: Listing, end: int, region: Region, found: FormReturn) -> dict[int, Value]:
    """The rows that begin a block (the first may stand above the header), each with the text beside its label."""
    if listing.blocks is None:
        return {}
    name, norms = f"{listing.name}.{listing.blocks.name}", listing.blocks.label.norms
    starts = {}
    for row, texts in region.texts.items():
        label = texts[0]
        norm = next((norm for norm in norms if label.key.startswith(norm)), None)
        if row < end and norm and _BLOCK_NUMBER.fullmatch(label.key.removeprefix(norm)):
            col = region.right_of(label.cell)
            beside = next((cell for cell in region.rows[row] if cell.col >= col and cell.text.strip()), None)
            place = region.place(row, beside.col if beside else col)
            starts[row] = Value(name, "".join(label.cell.text.split()), Type.TEXT, place, beside)
            region.claimed.update({(row, label.cell.col), (row, place.col)})
    if not starts:
        found.alterations.append(Alteration(listing.blocks.label.text, Place(region.sheet.name)))
    found.blocks[listing.name] = list(starts.values())
    return starts


def _is_header(row: int, header: set[tuple[str, int]], region: Region) -> bool:
    """Whether a row repeats the list's header, as at the top of a block or a page."""
    return len(header & {(text.key, text.cell.col) for text in region.texts.get(row, ())}) * 2 > len(header)


def _total_row(listing: Listing, header: Header, region: Region) -> int | None:
    if listing.total is None:
        return None
    keys = set(listing.total.norms)
    numbers = [header.columns[c.name] for c in listing.columns if c.type.numeric and c.name in header.columns]
    first_number = min(numbers, default=0)
    for row, found in region.keys_by_row.items():
        below = row > header.bottom and not found.isdisjoint(keys)
        if below and any(text.key in keys and text.cell.col < first_number for text in region.texts[row]):
            return row
    return _misspelt_total(listing, header, region, first_number)


def _misspelt_total(listing: Listing, header: Header, region: Region, first_number: int) -> int | None:
    """The last row whose first label is nearly that of the total row."""
    norms = listing.total.norms if listing.total else ()
    for row in reversed(region.texts):
        first = region.texts[row][0]
        if row > header.bottom and first.cell.col < first_number:
            match = loose_match(first.key, norms)
            if match and not match[1]:
                return row
    return None


def _totals(listing: Listing, header: Header, row: int | None, region: Region, found: FormReturn) -> None:
    if row is None:
        label = listing.total.text if listing.total else ""
        if any(column.type.numeric and column.name in header.columns for column in listing.columns):
            found.alterations.append(Alteration(label, Place(region.sheet.name)))
        return
    if listing.total and region.keys_by_row[row].isdisjoint(listing.total.norms):
        altered(found, listing.total.text, region, region.texts[row][0].cell)
    total = listing.total_name
    for column in listing.columns:
        col = header.columns.get(column.name)
        if col is not None and column.type.numeric:
            name = f"{total}.{column.name}"
            place, cell = region.place(row, col), region.cell(row, col)
            found.values[name] = Value(name, total, column.type, place, cell, column=column.label.text)
    cells = [Value(total, total, Type.SCORE, region.place(row, cell.col), cell) for cell in region.rows[row]]
    found.totals[listing.name] = [value for value in cells if value.number is not None]
    region.claimed.update((row, cell.col) for cell in region.rows[row])
