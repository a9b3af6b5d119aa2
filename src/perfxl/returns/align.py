"""Align a region with a form: find each grid, list and field by its labels, wherever the unit has put them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perfxl.finding import Place
from perfxl.formset.labels import normal, unnumbered
from perfxl.formset.load import TOTAL
from perfxl.formset.model import Column, Form, Grid, Listing, Row, Type
from perfxl.returns.fields import align_fields
from perfxl.returns.model import Alteration, Entry, FormReturn, GroupRow, Value, YearMark
from perfxl.returns.numbers import read_year
from perfxl.returns.region import Region, Text, loose_match
from perfxl.workbook.model import Cell, Kind

_SUBTOTALS = frozenset({"小计", "合计", "总计"})
_LONGEST_NAME = 40


@dataclass(slots=True)
class Header:
    """A header row and the sheet column of each form column that was found in it."""

    row: int
    columns: dict[str, int]
    cells: dict[str, Cell]


def align(form: Form, region: Region, title: Place) -> FormReturn:
    """Read one form from a region. Nothing is found by address; what does not align is an alteration."""
    found = FormReturn(form, region.sheet.name, title)
    headers = {grid.name: find_header(grid.columns, region) for grid in form.grids.values()}
    headers |= {listing.name: find_header(listing.columns, region) for listing in form.lists.values()}
    for header in headers.values():
        if header:
            region.claimed.update((cell.row, cell.col) for cell in header.cells.values())
    for listing in form.lists.values():
        _align_list(listing, headers[listing.name], region, found)
    stops = _stops(form, region, headers)
    for grid in form.grids.values():
        _align_grid(grid, headers[grid.name], region, found, stops)
    align_fields(form, region, found)
    _years(form, region, found, headers)
    found.money_units = region.money_units()
    for cells in region.rows.values():
        for cell in cells:
            if cell.kind is Kind.ERROR:
                found.errors.append((region.place(cell.row, cell.col), cell.text))
            elif cell.kind is Kind.UNCALCULATED:
                found.uncalculated.append(region.place(cell.row, cell.col))
    return found


def find_header(columns: Sequence[Column], region: Region) -> Header | None:
    """The row that holds most of the column labels (at least half of those expected)."""
    wanted: dict[str, list[Column]] = {}
    for column in columns:
        for key in column.label.norms:
            wanted.setdefault(key, []).append(column)
    best: list[tuple[Column, Text]] = []
    for texts in region.texts.values():
        hits = _columns_in(texts, wanted)
        if len(hits) > len(best):
            best = hits
    if len(best) * 2 < sum(column.expected for column in columns):
        return None
    row = best[0][1].cell.row
    header = Header(row, {}, {})
    for column, text in best:
        header.columns[column.name] = text.cell.col
        header.cells[column.name] = text.cell
    return header


def _columns_in(texts: Sequence[Text], wanted: dict[str, list[Column]]) -> list[tuple[Column, Text]]:
    """Each label of a row with its column; the same label twice goes to the columns in the form's order."""
    hits: list[tuple[Column, Text]] = []
    taken: set[str] = set()
    for text in texts:
        column = next((column for column in wanted.get(text.key, ()) if column.name not in taken), None)
        if column:
            taken.add(column.name)
            hits.append((column, text))
    return hits


def _complete_header(header: Header, columns: Sequence[Column], region: Region, found: FormReturn) -> None:
    """Look for the columns still missing among the texts left in the header row; report what is altered."""
    missing = {key: column for column in columns if column.name not in header.columns for key in column.label.norms}
    for text in region.texts.get(header.row, ()):
        if not missing:
            return
        if (text.cell.row, text.cell.col) in region.claimed or not text.key:
            continue
        match = loose_match(text.key, missing)
        if match:
            column = missing[match[0]]
            missing = {key: other for key, other in missing.items() if other is not column}
            header.columns[column.name] = text.cell.col
            header.cells[column.name] = text.cell
            region.claimed.add((text.cell.row, text.cell.col))
            if not match[1]:
                _altered(found, column.label.text, region, text.cell)
    for column in dict.fromkeys(column.name for column in missing.values()):
        definition = next(item for item in columns if item.name == column)
        if definition.expected:
            found.alterations.append(Alteration(definition.label.text, Place(region.sheet.name, header.row)))


def _altered(found: FormReturn, label: str, region: Region, cell: Cell) -> None:
    found.alterations.append(Alteration(label, region.place(cell.row, cell.col), cell.text))


def _stops(form: Form, region: Region, headers: dict[str, Header | None]) -> set[int]:
    """Rows at which a repeated group must end: other headers, and rows that begin with a field's label."""
    stops = {header.row for header in headers.values() if header}
    keys = {key for item in form.fields.values() for key in item.label.norms}
    for row, texts in region.texts.items():
        head = texts[0].cell.text.replace("：", ":").split(":", 1)[0]
        if texts[0].key in keys or (len(head) <= _LONGEST_NAME and normal(head) in keys):
            stops.add(row)
    return stops


def _align_grid(
    grid: Grid, header: Header | None, region: Region, found: FormReturn, stops: set[int]
) -> None:
    if header is None:
        found.alterations.append(Alteration("、".join(c.label.text for c in grid.columns), Place(region.sheet.name)))
        return
    _complete_header(header, grid.columns, region, found)
    if grid.single and (not grid.rows or grid.rows[0].label is None):
        row = _row_below(header, region, stops)
        _single_values(grid, header, row, region, found)
        return
    rows = _match_rows(grid, header, region, found)
    if grid.single:
        if rows:
            _single_values(grid, header, next(iter(rows.values())).row, region, found)
        return
    for definition in grid.rows:
        if definition.repeated:
            found.groups[definition.name] = _group_rows(definition, grid, header, rows, region, stops)
        elif definition.name in rows:
            label = rows[definition.name]
            region.claimed.add((label.row, label.col))
            for column in grid.columns:
                _put(found, region, header, column, label.row, f"{definition.name}.{column.name}", label.text)


def _row_below(header: Header, region: Region, stops: set[int]) -> int:
    """The first row under the header with anything in its columns; the very next row if there is none."""
    columns = set(header.columns.values())
    for row in sorted(region.rows):
        if row > header.row:
            if row in stops:
                break
            if any(cell.col in columns and cell.text for cell in region.rows[row]):
                return row
    return header.row + 1


def _single_values(grid: Grid, header: Header, row: int, region: Region, found: FormReturn) -> None:
    for column in grid.columns:
        _put(found, region, header, column, row, column.name)


def _put(
    found: FormReturn, region: Region, header: Header, column: Column, row: int, name: str, label: str | None = None
) -> None:
    col = header.columns.get(column.name)
    if col is None:
        return
    head = header.cells.get(column.name)
    shown = display_label(head.text if head else column.label.text)
    if isinstance(label, str):
        shown = f"{display_label(label)}（{shown}）"
    region.claimed.add((row, col))
    value = Value(name, shown, column.type, region.place(row, col), region.cell(row, col))
    found.values[name] = value


def display_label(text: str) -> str:
    """A label as users know it, on one line, without leading number or 其中, nor what follows a colon."""
    flat = " ".join(text.replace("：", ":").removeprefix("其中:").split(":", 1)[0].split())
    return unnumbered(flat).removeprefix("其中").strip() or text.strip()


def _match_rows(grid: Grid, header: Header, region: Region, found: FormReturn) -> dict[str, Cell]:
    """The label cell of each row that can be found below the header."""
    first_value = min(header.columns.values())
    labels = [
        text
        for row, texts in region.texts.items()
        if row > header.row
        for text in texts
        if text.cell.col < first_value and text.key
    ]
    wanted = {key: row for row in grid.rows if row.label for key in row.label.norms}
    candidates: dict[str, list[Cell]] = {}
    taken: set[tuple[int, int]] = set()
    for text in labels:
        definition = wanted.get(text.key) or wanted.get(normal(_head(text.cell.text)))
        if definition:
            candidates.setdefault(definition.name, []).append(text.cell)
    matched: dict[str, Cell] = {}
    last = header.row
    for definition in grid.rows:
        cells = candidates.get(definition.name)
        if cells:
            chosen = next((cell for cell in cells if cell.row > last), cells[0])
            matched[definition.name] = chosen
            taken.add((chosen.row, chosen.col))
            last = chosen.row
    _match_loosely(grid, labels, matched, taken, region, found)
    return matched


def _head(text: str) -> str:
    return text.replace("：", ":").removeprefix("其中:").split(":", 1)[0]


def _match_loosely(
    grid: Grid,
    labels: Sequence[Text],
    matched: dict[str, Cell],
    taken: set[tuple[int, int]],
    region: Region,
    found: FormReturn,
) -> None:
    missing = [row for row in grid.rows if row.label and row.name not in matched]
    for definition in missing:
        keys = definition.label.norms if definition.label else ()
        for text in labels:
            place = (text.cell.row, text.cell.col)
            match = None if place in taken or place in region.claimed else loose_match(text.key, keys)
            if match:
                matched[definition.name] = text.cell
                taken.add(place)
                if not match[1]:
                    _altered(found, definition.label.text if definition.label else "", region, text.cell)
                break
        else:
            if definition.expected and definition.label and not grid.single:
                found.alterations.append(Alteration(definition.label.text, Place(region.sheet.name)))


def _group_rows(
    definition: Row, grid: Grid, header: Header, rows: dict[str, Cell], region: Region, stops: set[int]
) -> list[GroupRow]:
    anchor = rows.get(definition.after)
    if anchor is None:
        return []
    ends = [cell.row for cell in rows.values() if cell.row > anchor.row] + [row for row in stops if row > anchor.row]
    end = min(ends, default=region.bottom + 1)
    first_value = min(header.columns.values())
    group = []
    for row in sorted(region.rows):
        if anchor.row < row < end:
            found = _group_row(definition, grid, header, row, first_value, region)
            if found:
                group.append(found)
    return group


def _group_row(
    definition: Row, grid: Grid, header: Header, row: int, first_value: int, region: Region
) -> GroupRow | None:
    names = [cell for cell in region.rows[row] if cell.col < first_value and cell.kind is Kind.TEXT and cell.text]
    name = unnumbered(max((cell.text for cell in names), key=len, default=""))
    values = {}
    stated = False
    for column in grid.columns:
        col = header.columns.get(column.name)
        if col is None:
            continue
        cell = region.cell(row, col)
        stated = stated or (cell is not None and bool(cell.text.strip()))
        full = f"{definition.name}.{column.name}"
        values[column.name] = Value(full, name, column.type, region.place(row, col), cell)
    if normal(name) in _SUBTOTALS or (not stated and (not name.strip("…. ") or len(name) > _LONGEST_NAME)):
        return None
    region.claimed.update((row, value.place.col) for value in values.values())
    label_cell = max(names, key=lambda cell: len(cell.text)) if names else None
    col = label_cell.col if label_cell else max(first_value - 1, 1)
    label = Value(definition.name, definition.name, Type.TEXT, region.place(row, col), label_cell)
    return GroupRow(name, label, values)


def _align_list(listing: Listing, header: Header | None, region: Region, found: FormReturn) -> None:
    if header is None:
        found.alterations.append(
            Alteration("、".join(c.label.text for c in listing.columns), Place(region.sheet.name))
        )
        found.entries[listing.name] = []
        return
    _complete_header(header, listing.columns, region, found)
    total = _total_row(listing, header, region)
    end = total if total else region.bottom + 1
    entries: list[Entry] = []
    carried: dict[str, Value] = {}
    for row in sorted(region.rows):
        if header.row < row < end:
            entry = _entry(listing, header, row, carried, region)
            if entry:
                entries.append(entry)
    found.entries[listing.name] = entries
    if listing.total:
        _totals(listing, header, total, region, found)


def _entry(listing: Listing, header: Header, row: int, carried: dict[str, Value], region: Region) -> Entry | None:
    """One row of the list; None for a row with nothing in it but (carried) categories."""
    values: dict[str, Value] = {}
    stated = False
    fresh = False
    for column in listing.columns:
        col = header.columns.get(column.name)
        if col is None:
            continue
        cell = region.cell(row, col)
        filled = cell is not None and bool(cell.text.strip().strip("\u3000\xa0"))
        value = Value(f"{listing.name}.{column.name}", column.label.text, column.type, region.place(row, col), cell)
        if column.carry:
            if fresh and not filled:
                carried.pop(column.name, None)  # a new category does not inherit the old one's parts
            fresh = fresh or filled
            if filled:
                carried[column.name] = value
            value = carried.get(column.name, value)
        else:
            stated = stated or filled
        values[column.name] = value
        region.claimed.add((row, col))
    return Entry(row, values) if stated else None


def _total_row(listing: Listing, header: Header, region: Region) -> int | None:
    if listing.total is None:
        return None
    keys = set(listing.total.norms)
    first_number = min(header.columns[c.name] for c in listing.columns if c.type.numeric and c.name in header.columns)
    for row in sorted(region.texts):
        if row > header.row and any(text.key in keys and text.cell.col < first_number for text in region.texts[row]):
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
            place = region.place(row, col)
            found.values[name] = Value(name, f"{TOTAL}（{column.label.text}）", column.type, place, region.cell(row, col))
    numbers = [
        Value(f"{TOTAL}", TOTAL, Type.SCORE, region.place(row, cell.col), cell) for cell in region.rows[row]
    ]
    found.totals[listing.name] = [value for value in numbers if value.number is not None]
    region.claimed.update((row, cell.col) for cell in region.rows[row])


def _years(form: Form, region: Region, found: FormReturn, headers: dict[str, Header | None]) -> None:
    """The years on the form: in its column labels, and around its title."""
    for block in (*form.grids.values(), *form.lists.values()):
        header = headers[block.name]
        for column in block.columns:
            cell = header.cells.get(column.name) if header else None
            year = read_year(cell.text) if cell and column.label.year is not None else None
            if cell and year:
                mark = YearMark(year, column.label.year or 0, region.place(cell.row, cell.col), cell.text)
                found.years.append(mark)
    last = max(found.place.row, region.top) + 3
    for row in sorted(region.texts):
        if row > last:
            break
        for text in region.texts[row]:
            if (row, text.cell.col) in region.claimed or "年" not in text.cell.text:
                continue
            year = read_year(text.cell.text)
            if year:
                found.years.insert(0, YearMark(year, 0, region.place(row, text.cell.col), text.cell.text))
                return
