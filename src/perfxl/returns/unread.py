"""Figures on a form that were read as nothing: columns that are none of the form's, rows below a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.model import Column, Form, Grid, Listing, Type
from perfxl.returns.header import Header
from perfxl.returns.model import FormReturn
from perfxl.returns.region import Region, Text, is_figure
from perfxl.returns.unaudited import UnreadColumn
from perfxl.workbook.model import Cell

_SEVERAL = 2
"""From so many figures on a row below a list is taken for one of its rows, a column of a list for one of its own."""
_RUNNING = frozenset({"序号", "编号", "行次", "代码", "指标编号", "指标代码"})
"""Headings over figures that say nothing but which row it is."""


def unread_rows(listing: Listing, header: Header, region: Region, found: FormReturn) -> list[Place]:
    """The first figure of each row below a list that has figures in several of its columns and was read as nothing."""
    cols = {header.columns.get(column.name) for column in listing.columns if column.type.numeric}
    ends = [value.place.row for value in found.totals.get(listing.name, ())]
    last = max([header.bottom, *ends, *(entry.row for entry in found.entries[listing.name])])
    below = (
        [cell for cell in cells if cell.col in cols and is_figure(cell)]
        for row, cells in region.rows.items()
        if last < row <= region.bottom
    )
    rows = [cells for cells in below if len(cells) >= _SEVERAL]
    if not rows:
        return []
    taken = _taken(region, found)
    left = (next((cell for cell in cells if (cell.row, cell.col) not in taken), None) for cells in rows)
    return [region.place(cell.row, cell.col) for cell in left if cell]


def unread_columns(
    block: Grid | Listing, header: Header, region: Region, found: FormReturn
) -> Iterator[UnreadColumn]:
    """The columns beside those of a block that hold figures in its rows.

    A figure that the form adds up or scores is not known where its column is missing and such a column is there: what
    stands for it cannot be added up.
    """
    figures = _beside(block, header, region, found)
    if not figures:
        return
    missing = [column for column in _counted(found.form, block) if column.name not in header.columns]
    headings = _headings(sorted(figures), header, region)
    for col, cells in sorted(figures.items()):
        heading = headings.get(col)
        key = heading.key if heading else ""
        if key in _RUNNING:
            continue
        instead = [column for column in missing if _may_be(column, key, cells)]
        shown = "".join(heading.cell.text.split()) if heading else ""
        at = heading.cell if heading else cells[0]
        yield UnreadColumn(
            shown,
            instead[0].label.text if instead else "",
            any(column.expected for column in instead),
            region.place(at.row, at.col),
            region.place(cells[0].row, cells[0].col),
        )
        for column in instead:
            doubt = (
                f"{f'“{shown}”栏' if shown else '没有标题的一栏'}不知是不是“{column.label.text}”，没有读取"
            )
            found.doubts.update((name, doubt) for name in _names(block, column))


def _beside(
    block: Grid | Listing, header: Header, region: Region, found: FormReturn
) -> dict[int, list[Cell]]:
    """By column the figures in a block's rows that stand in none of its columns and are nothing else either."""
    own = set(header.columns.values())
    first = min(own)
    rows = _rows(block, found)
    cells = [
        cell
        for row in sorted(rows)
        for cell in region.rows.get(row, ())
        if cell.col > first and cell.col not in own and is_figure(cell)
    ]
    if not cells:
        return {}
    taken = _taken(region, found)
    by_col: dict[int, list[Cell]] = {}
    for cell in cells:
        if (cell.row, cell.col) not in taken:
            by_col.setdefault(cell.col, []).append(cell)
    least = min(_SEVERAL, len(rows)) if isinstance(block, Listing) else 1
    return {col: found for col, found in by_col.items() if len(found) >= least}


def _rows(block: Grid | Listing, found: FormReturn) -> set[int]:
    """The rows of a block that were read."""
    if isinstance(block, Listing):
        return {entry.row for entry in found.entries[block.name]}
    names = (
        {row.name for row in block.rows} if not block.single else {column.name for column in block.columns}
    )
    rows = {value.place.row for name, value in found.values.items() if name.partition(".")[0] in names}
    grown = (row for definition in block.rows for row in found.groups.get(definition.name, ()))
    return rows | {row.label.place.row for row in grown}


def _taken(region: Region, found: FormReturn) -> set[tuple[int, int]]:
    return {(value.place.row, value.place.col) for value in found.all_values} | region.claimed


def _headings(cols: Sequence[int], header: Header, region: Region) -> dict[int, Text]:
    """The text over each of some columns, or that whose merged cells reach over it; nothing for those without any."""
    over: dict[int, Text] = {}
    for row in range(header.bottom, header.row - 1, -1):
        left = [col for col in cols if col not in over]
        at = 0
        for text in region.texts.get(row, ()):
            at = max(at, bisect_left(left, text.cell.col))
            end = max(at, bisect_left(left, region.right_of(text.cell)))
            over.update(dict.fromkeys(left[at:end], text))
            at = end
    return over


def _may_be(column: Column, heading: str, cells: Iterable[Cell]) -> bool:
    """Whether figures may be those of a column: under another name percentages are no amounts, and no scores."""
    if column.type is Type.RATE or any(name in heading for name in column.label.norms):
        return True
    return not any("%" in cell.text or "%" in cell.number_format for cell in cells)


@lru_cache(maxsize=256)
def _counted(form: Form, block: Grid | Listing) -> tuple[Column, ...]:
    """The columns of a block with figures that the form's relations name."""
    formulas = " ".join(formula for relation in form.relations for formula in relation.formulas)
    return tuple(
        column
        for column in block.columns
        if column.type.numeric and any(name in formulas for name in _names(block, column))
    )


def _names(block: Grid | Listing, column: Column) -> list[str]:
    """The names that formulas have for the figures of a column."""
    if isinstance(block, Listing):
        return [f"{block.name}.{column.name}"]
    return [column.name] if block.single else [f"{row.name}.{column.name}" for row in block.rows]
