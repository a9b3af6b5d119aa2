"""Rows of a grid whose labels are in other words: the one row that stands between the neighbours of a missing one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from perfxl.formset.model import Grid, Label, Row
from perfxl.returns.header import Header
from perfxl.returns.region import Region, Text, is_figure
from perfxl.workbook.model import Cell

_TOTALS = frozenset({"合计", "总计", "共计", "小计", "资金合计", "金额合计"})
"""What a row above its parts may be called, in normal form, whatever it is the total of."""


def rows_in_place(
    grid: Grid, header: Header, labels: Sequence[Text], known: Mapping[str, Cell], region: Region
) -> Iterator[tuple[Row, Text]]:
    """The rows that are missing from those ``known``, each with the text that must be its label.

    Between the rows before and after it (the headings, for the first) stands one row with figures that is none of the
    form's, and its label has a word of the official one, or says of the first that it is a total. Where units add rows
    of their own, only the total above these is found in this way.
    """
    order = [row for row in grid.rows if not row.among]
    totals = {row.after for row in grid.rows if row.among}
    taken = {(cell.row, cell.col) for cell in known.values()} | region.claimed
    cols = set(header.columns.values())
    for at, row in enumerate(order[:-1]):
        label, below = row.label, known.get(order[at + 1].name)
        above = known.get(order[at - 1].name) if at else None
        if label is None or not row.expected or row.name in known or below is None or (at and above is None):
            continue
        if (totals and row.name not in totals) or "、" in label.text:
            continue  # 中央财政拨款 may be a row that was added; 差旅费 is not all of 水费、电费、差旅费
        rows = range(above.row + 1 if above else header.bottom + 1, below.row)
        stated = {number for number in rows if _has_figure(region, number, cols)}
        names = [
            text
            for text in labels
            if text.cell.row in stated
            and (text.cell.row, text.cell.col) not in taken
            and _may_be(text, label, first=not at)
        ]
        if len(stated) == len(names) == 1:
            yield row, names[0]


def _has_figure(region: Region, row: int, cols: set[int]) -> bool:
    return any(cell.col in cols and is_figure(cell) for cell in region.rows.get(row, ()))


def _may_be(text: Text, label: Label, *, first: bool) -> bool:
    official = label.norms[0]
    return (first and text.key in _TOTALS) or any(a + b in official for a, b in pairwise(text.key))
