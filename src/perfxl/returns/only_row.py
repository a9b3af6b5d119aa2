"""The one row of figures that stands below a header, whatever its label says: ``年度预算总额`` for 年度资金总额."""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.finding import Place
from perfxl.formset.model import Grid
from perfxl.patterns import pattern
from perfxl.returns.header import Header, altered
from perfxl.returns.model import Alteration, FormReturn
from perfxl.returns.region import Region, Text, is_figure

_DIGIT = pattern(r"\d")


def only_row(grid: Grid, header: Header, region: Region, found: FormReturn, stops: set[int]) -> Iterator[int]:
    """The row with figures under at least half of the headings, if any; its other label, or that there is none, is noted.

    At ``stops`` other parts of the form begin.
    """
    label = grid.rows[0].label
    row = _row_of_figures(header, region, stops)
    if label is None or (row is None and not grid.rows[0].expected):
        return
    if row is None:
        found.alterations.append(Alteration(label.text, Place(region.sheet.name)))
        return
    written = _label_in(row, header, region)
    if written is not None:
        altered(found, label.text, region, written.cell)
        region.claimed.add((row, written.cell.col))
    yield row


def _row_of_figures(header: Header, region: Region, stops: set[int]) -> int | None:
    columns = set(header.columns.values())
    for row, cells in region.rows.items():
        if row in stops and row > header.bottom:
            break
        figures = sum(cell.col in columns and is_figure(cell) for cell in cells)
        if row > header.bottom and figures * 2 >= len(columns):
            return row
    return None


def _label_in(row: int, header: Header, region: Region) -> Text | None:
    """The text nearest to the figures on their left; one that holds a figure itself is a field of its own."""
    first = min(header.columns.values())
    left = [text for text in region.texts.get(row, ()) if text.cell.col < first]
    return left[-1] if left and not _DIGIT.search(left[-1].cell.text) else None
