"""The rows of a repeated group: what they are called, and their values by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from perfxl.formset.labels import BLANK, normal, unnumbered, without_of_which
from perfxl.formset.model import Column, Grid, Row, Type
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.model import FormReturn, GroupRow
from perfxl.returns.region import Region
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind

SUBTOTALS = ("小计", "合计", "总计", "共计")
_NO_NAME = pattern(rf"(?:[\d{BLANK}…⋯./\\—–\-_。、，·]|暂?无)*|[（(][^（）()]*一行[^（）()]*[）)][{BLANK}]*")
"""A name that names nothing: ``无``, ``……``, a number alone, what the form says of its rows (``（每个专项一行）``)."""
_BROKEN = pattern(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
"""Blanks between Chinese characters, where a label was set in several lines or wide."""
LONGEST_NAME = 40
"""A text before a group's figures longer than this is a remark, not a name."""


@lru_cache(maxsize=4096)
def display_label(text: str) -> str:
    """A label as users know it, on one line, without leading number or 其中, nor what follows a colon."""
    flat = _BROKEN.sub("", " ".join(without_of_which(text).replace("：", ":").split(":", 1)[0].split()))
    return without_of_which(unnumbered(flat)).strip() or text.strip()


def value_columns(grid: Grid, header: Header) -> tuple[int, list[tuple[Column, int, str]]]:
    """The first column with values, and each column with where it stands and what it is called there."""
    return min(header.columns.values()), [
        (column, header.columns[column.name], display_label(header.cells[column.name].text))
        for column in grid.columns
        if column.name in header.columns
    ]


class Named(Struct, frozen=True):
    """A row that may be one of a group: where its name stands (None: nowhere), and the name without its number."""

    row: int
    col: int
    cell: Cell | None
    name: str


def named_in(row: int, first_value: int, region: Region) -> Named:
    """The longest text before the figures is the name, but the number in a column of its own."""
    cells = [
        cell for cell in region.rows[row] if cell.col < first_value and cell.kind is Kind.TEXT and cell.text
    ]
    if not cells:
        return Named(row, max(first_value - 1, 1), None, "")
    cell = max(cells, key=lambda cell: (not _NO_NAME.fullmatch(unnumbered(cell.text)), len(cell.text)))
    return Named(row, cell.col, cell, unnumbered(without_of_which(unnumbered(cell.text))))


def group_row(
    definition: Row, columns: Sequence[tuple[Column, int, str]], named: Named, region: Region
) -> GroupRow | None:
    """The row of a group with the values of its columns; None where it is none: a sum of others, a placeholder, a remark."""
    row, name = named.row, named.name
    values = {}
    stated = False
    for column, col, head in columns:
        cell = region.cell(row, col)
        stated = stated or (cell is not None and bool(cell.text.strip()))
        full = f"{definition.name}.{column.name}"
        values[column.name] = Value(full, name, column.type, region.place(row, col), cell, column=head)
    if normal(name).endswith(SUBTOTALS) or (not stated and len(name) > LONGEST_NAME):
        return None
    if _NO_NAME.fullmatch(name) and (not stated or all(map(_states_nothing, values.values()))):
        return None
    region.claimed.update((row, col) for _, col, _ in columns)
    place = region.place(row, named.col)
    return GroupRow(name, Value(definition.name, definition.name, Type.TEXT, place, named.cell), values)


def _states_nothing(value: Value) -> bool:
    return value.blank or value.number == 0


def read_rows_apart(
    apart: Mapping[str, Sequence[Cell]], grid: Grid, header: Header, region: Region, found: FormReturn
) -> None:
    """Read the rows that stand for one of the form's as a group of its name."""
    first_value, columns = value_columns(grid, header)
    for definition in grid.rows:
        named = [named_in(cell.row, first_value, region) for cell in apart.get(definition.name, ())]
        rows = (group_row(definition, columns, one, region) for one in named)
        if named:
            region.claimed.update((one.row, one.col) for one in named)
            found.groups[definition.name] = [row for row in rows if row]
