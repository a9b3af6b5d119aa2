"""Grids: labelled rows under labelled columns, with repeated groups of rows in between."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.labels import normal, unnumbered, without_of_which
from perfxl.formset.model import Column, Grid, Row, Type
from perfxl.returns.header import Header, absent, altered, complete_header
from perfxl.returns.model import Alteration, FormReturn, GroupRow, Value
from perfxl.returns.region import Region, Text, loose_match
from perfxl.workbook.model import Cell, Kind

_SUBTOTALS = frozenset({"小计", "合计", "总计"})
LONGEST_NAME = 40
"""A text before a group's figures longer than this is a remark, not a name."""


def align_grid(grid: Grid, header: Header | None, region: Region, found: FormReturn, stops: set[int]) -> None:
    """Read a grid. ``stops`` are rows at which a repeated group must end."""
    if header is None:
        absent(found, grid, region)
        return
    complete_header(header, grid, region, found)
    if grid.single and (not grid.rows or grid.rows[0].label is None):
        _single_values(grid, header, _row_below(header, region, stops), region, found)
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
    for row, cells in region.rows.items():
        if row > header.bottom:
            if row in stops:
                break
            if any(cell.col in columns and cell.text.strip() for cell in cells):
                return row
    return header.bottom + 1


def _single_values(grid: Grid, header: Header, row: int, region: Region, found: FormReturn) -> None:
    for column in grid.columns:
        _put(found, region, header, column, row, column.name)


def _put(
    found: FormReturn, region: Region, header: Header, column: Column, row: int, name: str, label: str = ""
) -> None:
    col = header.columns.get(column.name)
    if col is None:
        return
    shown = display_label(header.cells[column.name].text)
    if normal(shown) in _SUBTOTALS:
        shown = column.name  # a bare 合计 does not say of what
    row_label, head = (display_label(label), shown) if label else (shown, "")
    region.claimed.add((row, col))
    place, cell = region.place(row, col), region.cell(row, col)
    found.values[name] = Value(name, row_label, column.type, place, cell, column=head)


@lru_cache(maxsize=4096)
def display_label(text: str) -> str:
    """A label as users know it, on one line, without leading number or 其中, nor what follows a colon."""
    flat = " ".join(without_of_which(text).replace("：", ":").split(":", 1)[0].split())
    return without_of_which(unnumbered(flat)).strip() or text.strip()


@lru_cache(maxsize=1024)
def _row_keys(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {key: row for row in rows if row.label for key in row.label.norms}


def _match_rows(grid: Grid, header: Header, region: Region, found: FormReturn) -> dict[str, Cell]:
    """The label cell of each row that can be found below the header.

    A row's label is found wherever it stands; if it stands more than once, the first one below the row before
    counts. What is left over is matched loosely.
    """
    first_value = min(header.columns.values())
    wanted = _row_keys(grid.rows)
    labels: list[Text] = []
    candidates: dict[str, list[Cell]] = {}
    for row, texts in region.texts.items():
        if row <= header.bottom:
            continue
        for text in texts:
            if text.cell.col < first_value and text.key:
                labels.append(text)
                definition = wanted.get(text.key) or wanted.get(text.head)
                if definition:
                    candidates.setdefault(definition.name, []).append(text.cell)
    matched: dict[str, Cell] = {}
    last = header.bottom
    for definition in grid.rows:
        cells = candidates.get(definition.name)
        if cells:
            chosen = next((cell for cell in cells if cell.row > last), cells[0])
            matched[definition.name] = chosen
            last = chosen.row
    _match_loosely(grid, labels, matched, region, found)
    return matched


def _match_loosely(
    grid: Grid, labels: Sequence[Text], matched: dict[str, Cell], region: Region, found: FormReturn
) -> None:
    missing = [row for row in grid.rows if row.label and row.name not in matched]
    if not missing:
        return
    taken = {(cell.row, cell.col) for cell in matched.values()} | region.claimed
    for definition in missing:
        label = definition.label
        if label is None:
            continue
        for text in labels:
            place = (text.cell.row, text.cell.col)
            match = None if place in taken else loose_match(text.key, label.norms)
            if match:
                matched[definition.name] = text.cell
                taken.add(place)
                if not match[1]:
                    altered(found, label.text, region, text.cell)
                break
        else:
            if definition.expected and not grid.single:
                found.alterations.append(Alteration(label.text, Place(region.sheet.name)))


def _group_rows(
    definition: Row, grid: Grid, header: Header, rows: dict[str, Cell], region: Region, stops: set[int]
) -> list[GroupRow]:
    """All rows behind the group's anchor, up to the next row that is something else."""
    anchor = rows.get(definition.after)
    if anchor is None:
        return []
    ends = [cell.row for cell in rows.values() if cell.row > anchor.row] + [
        row for row in stops if row > anchor.row
    ]
    end = min(ends, default=region.bottom + 1)
    first_value = min(header.columns.values())
    columns = [
        (column, header.columns[column.name], display_label(header.cells[column.name].text))
        for column in grid.columns
        if column.name in header.columns
    ]
    group = []
    for row in region.rows:
        if anchor.row < row < end:
            found = _group_row(definition, columns, row, first_value, region)
            if found:
                group.append(found)
    return group


def _group_row(
    definition: Row, columns: Sequence[tuple[Column, int, str]], row: int, first_value: int, region: Region
) -> GroupRow | None:
    names = [
        cell for cell in region.rows[row] if cell.col < first_value and cell.kind is Kind.TEXT and cell.text
    ]
    name = unnumbered(max((cell.text for cell in names), key=len, default=""))
    values = {}
    stated = False
    for column, col, head in columns:
        cell = region.cell(row, col)
        stated = stated or (cell is not None and bool(cell.text.strip()))
        full = f"{definition.name}.{column.name}"
        values[column.name] = Value(full, name, column.type, region.place(row, col), cell, column=head)
    if normal(name) in _SUBTOTALS or (not stated and (not name.strip("…. ") or len(name) > LONGEST_NAME)):
        return None
    region.claimed.update((row, col) for _, col, _ in columns)
    label_cell = max(names, key=lambda cell: len(cell.text)) if names else None
    col = label_cell.col if label_cell else max(first_value - 1, 1)
    label = Value(definition.name, definition.name, Type.TEXT, region.place(row, col), label_cell)
    return GroupRow(name, label, values)
