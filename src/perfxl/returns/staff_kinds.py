"""Staff by kind below the headings of one block: a row for each kind (行政, 事业, 合计), or a column for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from perfxl.formset.labels import without_of_which
from perfxl.formset.model import Column, Grid, Type
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.model import FormReturn, GroupRow
from perfxl.returns.numbers import close_up
from perfxl.returns.people import KIND, WHOLE
from perfxl.returns.region import Region
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind

_MOST_ROWS = 8
_LONGEST = 20
_OF_WHICH = "其中"
_NAME = pattern(
    r"(?P<name>其中:?(?:[\u4e00-\u9fff]{0,12}?)|[\u4e00-\u9fff]{1,12}?):?(?:[0-9]{1,6}[人名个]?)?"
)


class _Line(Struct):
    """A row of the block: its name (行政, 合计, "" for none), and its values by column."""

    name: str
    values: Mapping[str, Value]

    @property
    def whole(self) -> bool:
        return bool(self.name) and WHOLE.fullmatch(self.name) is not None


def read_staff(
    grid: Grid,
    header: Header,
    first: int,
    region: Region,
    found: FormReturn,
    end: int,
    read: Callable[[int], None],
) -> None:
    """Read the counts of a block from its ``first`` row on, before row ``end``, with ``read`` for a plain row.

    Where staff stands by kind the counts are those of the whole: of its own row, or the sum over the kinds. The rows of
    the kinds become a group of the grid's name.
    """
    counts = [
        column for column in grid.columns if column.type is Type.COUNT and column.name in header.columns
    ]
    if counts and all(_heads_kind(region.cell(first, header.columns[column.name])) for column in counts):
        read(first + 1)
        for column in counts:
            _add_across(column, header, first, region, found)
        return
    lines = list(_lines(grid, counts, header, first, region, end)) if counts else []
    lines = lines if len(lines) > 1 else []
    whole = _whole_of(lines, counts)
    read(first + (whole or 0))
    if whole is not None:
        kinds = [line for at, line in enumerate(lines) if at != whole and _is_read(line, counts)]
        found.groups[grid.name] = _group(kinds, region)
    elif lines and all(KIND.fullmatch(line.name) for line in lines):
        _add_up(grid, _group(lines, region), counts, found)


def _add_across(column: Column, header: Header, heads: int, region: Region, found: FormReturn) -> None:
    """Let a count be the sum of those below the kinds that stand under its heading, or that below 合计."""
    start = header.columns[column.name]
    last = min((col for col in header.columns.values() if col > start), default=start + 2) - 1
    stated = found.values[column.name]
    parts = []
    for col in range(start, last + 1):
        head = region.cell(heads, col)
        if not _heads_kind(head):
            break
        region.claimed.update({(heads, col), (heads + 1, col)})
        place, cell = region.place(heads + 1, col), region.cell(heads + 1, col)
        parts.append(Value(stated.name, stated.row_label, stated.type, place, cell, column=stated.column))
        if WHOLE.fullmatch(_kind_in(head)):
            parts = parts[-1:]
            break
    _state_sum(column.name, parts, found)


def _state_sum(name: str, parts: Sequence[Value], found: FormReturn) -> None:
    """Let a count be the sum of others; if one of these is no number, that one is what is wrong."""
    wrong = next((part for part in parts if part.number is None and not part.blank), None)
    numbers = [part.number for part in parts if part.number is not None]
    if wrong is not None or len(parts) == 1:
        found.values[name] = wrong or parts[0]
    elif numbers:
        found.values[name] = parts[0].stating(sum(numbers[1:], numbers[0]))


def _lines(
    grid: Grid, counts: Sequence[Column], header: Header, first: int, region: Region, end: int
) -> Iterator[_Line]:
    """The rows that state every count, up to one that begins with another label."""
    first_value = min(header.columns.values())
    for row in range(first, min(end, first + _MOST_ROWS)):
        cells = [region.cell(row, header.columns[column.name]) for column in counts]
        before = [cell for cell in region.rows.get(row, ()) if cell.col < first_value and cell.text.strip()]
        name = _kind_in(before[-1]) if before else ""
        if not all(cell and cell.text.strip() for cell in cells) or (before and not name and row > first):
            return
        name = name or next(filter(None, map(_kind_in, cells)), "")
        label = name.removeprefix(_OF_WHICH).lstrip(":") or f"第 {row - first + 1} 行"
        columns = [column for column in grid.columns if column.name in header.columns]
        yield _Line(name, {one.name: _value(grid, one, label, row, header, region) for one in columns})


def _value(grid: Grid, column: Column, label: str, row: int, header: Header, region: Region) -> Value:
    col = header.columns[column.name]
    head = " ".join(header.cells[column.name].text.split())
    place, cell = region.place(row, col), region.cell(row, col)
    if cell is not None and cell.kind is Kind.TEXT:
        cell = cell._replace(
            text=without_of_which(cell.text)
        )  # the row says that, its figure is what follows
    return Value(f"{grid.name}.{column.name}", label, column.type, place, cell, column=head)


def _kind_in(cell: Cell | None) -> str:
    """The kind of staff, or the whole of it, that a cell names, with or without a figure behind it; "" for none."""
    if cell is None or cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST:
        return ""
    found = _NAME.fullmatch(close_up(cell.text))
    name = found["name"].rstrip(":") if found else ""
    return name if name.startswith(_OF_WHICH) or KIND.fullmatch(name) or WHOLE.fullmatch(name) else ""


def _heads_kind(cell: Cell | None) -> bool:
    """Whether a cell names a kind of staff, or the whole, and nothing else."""
    return cell is not None and _kind_in(cell) == close_up(cell.text).rstrip(":")


def _whole_of(lines: Sequence[_Line], counts: Sequence[Column]) -> int | None:
    """Which row states the whole: that which says so, that before 其中, or the last of three that is the others' sum."""
    if not lines:
        return None
    named = next((at for at, line in enumerate(lines) if line.whole), None)
    if named is not None:
        return named
    if lines[1].name.startswith(_OF_WHICH):
        return 0
    *others, last = lines
    return (
        len(others) if len(others) > 1 and any(_adds_up(last, others, one.name) for one in counts) else None
    )


def _adds_up(last: _Line, others: Sequence[_Line], column: str) -> bool:
    total, numbers = last.values[column].number, [line.values[column].number for line in others]
    return bool(total) and total == sum(number for number in numbers if number is not None)


def _is_read(line: _Line, counts: Sequence[Column]) -> bool:
    """Whether every count of a row is a number: beside the whole, what a kind says in other words is a remark."""
    return all(line.values[column.name].number is not None for column in counts)


def _group(lines: Sequence[_Line], region: Region) -> list[GroupRow]:
    places = (value.place for line in lines for value in line.values.values())
    region.claimed.update((place.row, place.col) for place in places)
    return [GroupRow(line.name, next(iter(line.values.values())), line.values) for line in lines]


def _add_up(grid: Grid, rows: list[GroupRow], counts: Sequence[Column], found: FormReturn) -> None:
    """Let the counts be those of all kinds; a rate that only one row states is that of the whole, else each row's own."""
    for column in counts:
        _state_sum(column.name, [row.values[column.name] for row in rows], found)
    for column in grid.columns:
        if column.type is Type.RATE and column.name in found.values:
            stated = [row.values[column.name] for row in rows if not row.values[column.name].blank]
            if len(stated) == 1:
                found.values[column.name] = stated[0]
            elif stated:
                del found.values[column.name]
                found.groups[grid.name] = rows
