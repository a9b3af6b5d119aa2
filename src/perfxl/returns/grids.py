"""Grids: labelled rows under labelled columns, with repeated groups of rows in between."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial

from msgspec.structs import replace

from perfxl.finding import Place
from perfxl.formset.labels import normal, without_subnumbers
from perfxl.formset.model import Column, Grid, Row, Type
from perfxl.patterns import pattern
from perfxl.returns.group_rows import (
    SUBTOTALS,
    display_label,
    group_row,
    named_in,
    read_rows_apart,
    value_columns,
)
from perfxl.returns.header import Header, absent, altered
from perfxl.returns.levels import arrange
from perfxl.returns.model import Alteration, FormReturn, GroupRow
from perfxl.returns.pages import between_pages
from perfxl.returns.parted_twice import parted_alone, parted_twice
from perfxl.returns.region import Region, Text, is_figure, loose_match
from perfxl.returns.reworded import complete_header
from perfxl.returns.rows_apart import rows_apart
from perfxl.returns.rows_in_place import rows_in_place
from perfxl.returns.staff_kinds import read_staff
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind

_DIGIT = pattern(r"\d")
_LONGEST_FIGURE = 20
"""A text longer than this is no figure that only could not be read."""
_EXACT = Decimal("0.01")
"""A sum that differs by no more is the total."""
_SEVERAL = 2
"""So many figures below its headings make a row that of a grid which has one."""


def align_grid(grid: Grid, header: Header | None, region: Region, found: FormReturn, stops: set[int]) -> None:
    """Read a grid. ``stops`` are rows at which a repeated group must end."""
    if header is None:
        absent(found, grid, region)
        return
    captions = _captions(grid, header, region) - region.claimed
    region.claimed |= captions  # only while headings in other words are sought
    complete_header(header, grid, region, found)
    region.claimed -= captions
    if grid.single and (not grid.rows or grid.rows[0].label is None):
        first = _row_below(header, region, stops)
        end = _end(first, region, stops)
        read = partial(_single_values, grid, header, region, found, end=end)
        read_staff(grid, header, first, region, found, end, read)
        return
    rows, apart = _match_rows(grid, header, region, found)
    if apart:
        read_rows_apart(apart, grid, header, region, found)
        stops = stops | {cell.row for cells in apart.values() for cell in cells}
    if not grid.single:
        _labelled_rows(grid, header, rows, region, found, stops)
    elif (only := _only_row(grid, header, rows, region, found, stops)) is not None:
        _single_values(grid, header, region, found, only)


def _only_row(
    grid: Grid, header: Header, rows: dict[str, Cell], region: Region, found: FormReturn, stops: set[int]
) -> int | None:
    """The row of a grid that has one: the one with its label, or in other words right below the headings, with figures."""
    if rows:
        return next(iter(rows.values())).row
    row, label = _row_below(header, region, stops), grid.rows[0].label
    first_value, columns = value_columns(grid, header)
    names = [text for text in region.texts.get(row, ()) if text.cell.col < first_value and text.key]
    figures = [cell for _, col, _ in columns if (cell := region.cell(row, col)) and is_figure(cell)]
    fields = {field.label.text for field in found.form.fields.values()}
    told = label is None or label.text in fields  # a field of that name is missed itself
    # of a row without a label most cells must be filled
    enough = bool(names) or 2 * len(figures) >= len(columns)
    if label and enough and len(figures) >= _SEVERAL and row not in stops:
        if names and not told and not _DIGIT.search(names[-1].cell.text):  # that would be a field of its own
            altered(found, label.text, region, names[-1].cell)
        return row
    if label and not told:
        found.alterations.append(Alteration(label.text, Place(region.sheet.name)))
    return None


def _captions(grid: Grid, header: Header, region: Region) -> set[tuple[int, int]]:
    """The texts beside a grid's headings that say what its rows are of: merged down over these, or left of all columns."""
    complete = grid.columns[0].name in header.columns
    first = min(header.columns.values())
    return {
        (header.row, text.cell.col)
        for text in region.texts.get(header.row, ())
        if (complete and text.cell.col < first)
        or ((area := region.merge_at(header.row, text.cell.col)) and area.bottom > header.bottom)
    }


def _labelled_rows(
    grid: Grid, header: Header, rows: dict[str, Cell], region: Region, found: FormReturn, stops: set[int]
) -> None:
    """Read the rows whose labels were found, then the groups between them; report the rows that are missing."""
    for name, label in rows.items():
        region.claimed.add((label.row, label.col))
        for column in grid.columns if name not in found.groups else ():
            _put(found, region, header, column, label.row, f"{name}.{column.name}", label.text)
    replaced = False
    for definition in grid.rows:
        if definition.among:
            replaced = _rows_among(definition, grid, header, rows, region, found, stops)
        elif definition.repeated:
            group = _group_rows(definition, grid, header, rows, region, stops)
            found.groups[definition.name] = group
            if not arrange(group, _total(definition.after, grid, found)):
                found.doubts[definition.name] = f"{definition.name}各行的层次不明确"
    if not replaced:
        _report_missing(grid, rows, region, found)


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


def _end(row: int, region: Region, stops: set[int]) -> int:
    """The row at which what stands in the rows from ``row`` on ends."""
    return min((stop for stop in stops if stop > row), default=region.bottom + 1)


def _single_values(
    grid: Grid, header: Header, region: Region, found: FormReturn, row: int, end: int = 0
) -> None:
    """Read the one row of a grid; a text may begin in a lower row before ``end``, or be one with that beside it."""
    for column in grid.columns:
        col = header.columns.get(column.name)
        if col is None:
            continue
        at = row
        if column.type is Type.TEXT and _empty(row, col, region):
            lower = (below for below in region.rows if row < below < end)
            at = next((below for below in lower if not _empty(below, col, region)), row)
            if at == row and _merged_with_other(row, col, header, region):
                continue
        _put(found, region, header, column, at, column.name)


def _empty(row: int, col: int, region: Region) -> bool:
    cell = region.cell(row, col)
    return cell is None or (not cell.text.strip() and cell.kind is Kind.TEXT)


def _merged_with_other(row: int, col: int, header: Header, region: Region) -> bool:
    """Whether a cell is merged with that of a column left of it in which something is written."""
    for left in header.columns.values():
        area = region.merge_at(row, left) if left < col else None
        if area and area.right >= col and not _empty(row, left, region):
            return True
    return False


def _put(
    found: FormReturn, region: Region, header: Header, column: Column, row: int, name: str, label: str = ""
) -> None:
    col = header.columns.get(column.name)
    if col is None:
        return
    shown = display_label(header.cells[column.name].text)
    if normal(shown) in SUBTOTALS:
        shown = column.name  # a bare 合计 does not say of what
    row_label, head = (display_label(label), shown) if label else (shown, "")
    region.claimed.add((row, col))
    place, cell = region.place(row, col), region.cell(row, col)
    found.values[name] = Value(name, row_label, column.type, place, cell, column=head)


@lru_cache(maxsize=1024)
def _row_keys(rows: tuple[Row, ...]) -> dict[str, Row]:
    return {key: row for row in rows if row.label for key in row.label.norms}


def _match_rows(
    grid: Grid, header: Header, region: Region, found: FormReturn
) -> tuple[dict[str, Cell], dict[str, list[Cell]]]:
    """The label cell of each row that can be found below the header; all of those that are given as several rows.

    A row's label is found wherever it stands; if it stands more than once, the first one below the row before
    counts, but the official label before another name just above it. What is left over is matched loosely.
    """
    first_value = min(header.columns.values())
    wanted = _row_keys(grid.rows)
    labels: list[Text] = []
    candidates: dict[str, list[Cell]] = {}
    official: set[int] = set()
    for row, texts in region.texts.items():
        if row <= header.bottom:
            continue
        for text in texts:
            if text.cell.col < first_value and text.key:
                labels.append(text)
                definition = wanted.get(text.key) or wanted.get(text.head)
                if definition:
                    candidates.setdefault(definition.name, []).append(text.cell)
                    if definition.label and definition.label.norms[0] in (text.key, text.head):
                        official.add(text.cell.row)
    matched: dict[str, Cell] = {}
    last = header.bottom
    for definition in grid.rows:
        cells = candidates.get(definition.name)
        if cells:
            below = [cell for cell in cells if cell.row > last] or cells
            chosen = next(
                (cell for cell in _side_by_side(below, candidates) if cell.row in official), below[0]
            )
            matched[definition.name] = chosen
            last = chosen.row
    apart = rows_apart(grid.rows, labels, matched)
    matched |= {name: cells[-1] for name, cells in apart.items()}
    _match_loosely(grid, labels, matched, region, found)
    for definition, text in list(rows_in_place(grid, header, labels, matched, region)):
        matched[definition.name] = text.cell
        if definition.label:
            altered(found, definition.label.text, region, text.cell)
    return matched, apart


def _side_by_side(cells: Sequence[Cell], candidates: dict[str, list[Cell]]) -> Sequence[Cell]:
    """Of the cells that may be one row's label those before any other row's."""
    if len(cells) == 1:
        return cells
    first, own = cells[0].row, {cell.row for cell in cells}
    others = (cell.row for found in candidates.values() for cell in found if cell.row not in own)
    end = min((row for row in others if row > first), default=cells[-1].row + 1)
    return [cell for cell in cells if cell.row < end]


def _match_loosely(
    grid: Grid, labels: Sequence[Text], matched: dict[str, Cell], region: Region, found: FormReturn
) -> None:
    missing = [row for row in grid.rows if row.label and row.name not in matched]
    if not missing:
        return
    taken = {(cell.row, cell.col) for cell in matched.values()} | region.claimed
    grown = any(row.among for row in grid.rows)
    wanted = _row_keys(grid.rows)
    for definition in missing:
        label = definition.label
        if label is None:
            continue
        for text in labels:
            place = (text.cell.row, text.cell.col)
            known = place in taken or text.key in wanted
            match = None if known else loose_match(text.key, label.norms)
            if match and not match[1] and grown and match[0] in text.key:
                continue  # 中央财政拨款 is no misspelt 财政拨款 where rows may be added, but one of these
            if match:
                matched[definition.name] = text.cell
                taken.add(place)
                if not match[1]:
                    altered(found, label.text, region, text.cell)
                break


def _report_missing(grid: Grid, rows: dict[str, Cell], region: Region, found: FormReturn) -> None:
    missing = [row for row in grid.rows if row.label and row.expected and row.name not in rows]
    total = next((row.after for row in grid.rows if row.among), "")
    spare = bool(missing) and total in rows and _make_up(total, grid, rows, found)
    for row in missing:
        label = row.label.text if row.label else row.name
        found.alterations.append(Alteration(label, Place(region.sheet.name), harmless=spare))
        if not spare:
            found.doubts[row.name] = f"没有“{display_label(label)}”这一行"


def _make_up(total: str, grid: Grid, rows: dict[str, Cell], found: FormReturn) -> bool:
    """Whether the rows below a total make it up in as many columns as not, so that no row with money is missing."""
    parts = [_total(name, grid, found) for name in rows if name != total]
    agree = differ = 0
    for column, whole in _total(total, grid, found).items():
        numbers = [part[column].number for part in parts]
        known = sum((number for number in numbers if number is not None), Decimal(0))
        if whole.number:
            agree += abs(known - whole.number) <= _EXACT
            differ += abs(known - whole.number) > _EXACT
    return 0 < agree >= differ


def _total(name: str, grid: Grid, found: FormReturn) -> dict[str, Value]:
    """The amounts of a row by column."""
    columns = (column for column in grid.columns if column.type is Type.AMOUNT)
    return {column.name: found.value(f"{name}.{column.name}") for column in columns}


def _rows_among(
    definition: Row,
    grid: Grid,
    header: Header,
    rows: dict[str, Cell],
    region: Region,
    found: FormReturn,
    stops: set[int],
) -> bool:
    """Read the rows that a unit has added among the form's own below a total.

    Says whether they make up the total together with those: then no row that the form prints is missed.
    """
    found.groups[definition.name] = []
    anchor = rows.get(definition.after)
    if anchor is None:
        return False
    end = min((row for row in stops if row > anchor.row), default=region.bottom + 1)
    first_value, columns = value_columns(grid, header)
    columns = [known for known in columns if known[0].type is Type.AMOUNT]
    known = {cell.row: (name, cell) for name, cell in rows.items()}
    added: list[GroupRow] = []
    beside: list[GroupRow] = []
    official: list[int] = []
    breaks = between_pages(header, region)
    for row in (row for row in region.rows if anchor.row < row < end and row not in breaks):
        if row in known:
            name, cell = known[row]
            label = Value(name, name, Type.TEXT, region.place(row, cell.col), cell)
            official.append(len(beside))
            beside.append(GroupRow(name, label, _total(name, grid, found)))
        elif any(_may_be_figure(region.cell(row, col)) for _, col, _ in columns):
            new = group_row(definition, columns, named_in(row, first_value, region), region)
            if new:
                added.append(new)
                beside.append(new)
    if not added:
        return False
    found.groups[definition.name] = added
    total = _total(definition.after, grid, found)
    again = parted_twice(beside, official, total)
    if again:
        label = Value(
            definition.after, definition.after, Type.TEXT, region.place(anchor.row, anchor.col), anchor
        )
        found.split += [GroupRow(definition.after, label, total, parts=again), *_with_parts(added)]
        return False
    certain = arrange(beside, total, official) or (not official and parted_alone(beside, total))
    found.split += _with_parts(beside)
    if not certain:
        found.doubts[definition.name] = "有表样以外的资金来源行，与表样各行的关系不明确"
    return certain


def _with_parts(rows: Sequence[GroupRow]) -> list[GroupRow]:
    return [row for row in rows if row.parts]


def _may_be_figure(cell: Cell | None) -> bool:
    """A quick look whether a cell holds a figure, be it one that cannot be read."""
    if cell is None or cell.kind is not Kind.TEXT:
        return cell is not None
    return len(cell.text) <= _LONGEST_FIGURE and _DIGIT.search(cell.text) is not None


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
    first_value, columns = value_columns(grid, header)
    breaks = between_pages(header, region)
    inside = [row for row in region.rows if anchor.row < row < end and row not in breaks]
    named = [named_in(row, first_value, region) for row in inside]
    names = without_subnumbers([row.name for row in named])
    rows_found = (
        group_row(definition, columns, replace(row, name=name), region)
        for row, name in zip(named, names, strict=True)
    )
    return [row for row in rows_found if row]
