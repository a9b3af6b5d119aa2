"""The figures of a list's total row: under their columns, or with labels of their own wherever the row has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from perfxl.formset.labels import normal
from perfxl.formset.model import Column, Listing
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.numbers import NUMBER, close_up, read_amount
from perfxl.returns.reading import State
from perfxl.returns.region import Region
from perfxl.returns.remarks import GRADE
from perfxl.returns.total_labels import SCORE, WEIGHT
from perfxl.workbook.model import Cell

_CALLED = {
    WEIGHT: frozenset({"总分值", "分值", "满分", "分值合计", "分值总计"}),
    SCORE: frozenset({"总得分", "得分", "自评得分", "自评总分", "自评总得分", "得分合计", "总得分合计"}),
}
"""What a total row calls its weight and its score, in normal form."""
_WITH_NAME = pattern(rf"(?P<figure>{NUMBER})分?\((?P<label>[\u4e00-\u9fff]{{2,6}})\)")
_OF_GRADE = pattern(rf"\(?(?:(?:自评|评[定价]|绩效)?等[级次]|{GRADE})[:：]?\)?")
"""A grade, or the label of one: no score."""


class TotalFigure(Struct):
    """Where a column's total stands; ``inline`` is the figure where a name stands behind it in its cell."""

    column: Column
    col: int
    cell: Cell | None
    inline: str | None = None


def total_figures(listing: Listing, header: Header, row: int, region: Region) -> list[TotalFigure]:
    """The total of each column of figures: where the row names it, else under the column.

    A grade or its label under a column is no total of it: the two numbers of such a row are weight and score.
    """
    figures = [_without_name(one) for one in _under_columns(listing, header, row, region)]
    named = _named(row, region)
    astray = [one for one in figures if one.cell is not None and _OF_GRADE.fullmatch(close_up(one.cell.text))]
    if astray and not named:
        numbers = [cell for cell in region.rows[row] if read_amount(cell).state is State.NUMBER]
        pair = len(numbers) == len(_CALLED) <= len(figures)
        named = dict(zip(_CALLED, numbers, strict=True)) if pair else {}
    if not named:
        return figures
    moved = (
        (one, named.get(one.column.name)) for one in figures if one.column.name in named or one not in astray
    )
    return [one if cell is None else TotalFigure(one.column, cell.col, cell) for one, cell in moved]


def _named(row: int, region: Region) -> dict[str, Cell]:
    """The numbers of a row that stand behind the name of a column's total, by column; the row's own label is none."""
    cells = [cell for cell in region.rows[row] if cell.text.strip()]
    found: dict[str, Cell] = {}
    for label, cell in pairwise(cells[1:]):
        name = normal(label.text)
        column = next((column for column, names in _CALLED.items() if name in names), None)
        if column and read_amount(cell).state is State.NUMBER:
            found.setdefault(column, cell)
    return found


def _without_name(figure: TotalFigure) -> TotalFigure:
    """A total without its own name behind it in brackets: ``99.22（自评得分）``."""
    match = _WITH_NAME.fullmatch(close_up(figure.cell.text)) if figure.cell is not None else None
    if match and match["label"] in _CALLED.get(figure.column.name, ()):
        figure.inline = match["figure"]
    return figure


def _under_columns(listing: Listing, header: Header, row: int, region: Region) -> Iterator[TotalFigure]:
    """The cells under the columns of figures.

    A number in merged cells stands in all the columns that these cover; of several it is the last one's, the score.
    """
    merged = [
        (area, cell)
        for cell in region.rows[row]
        if (area := region.merge_at(row, cell.col)) and read_amount(cell).number is not None
    ]
    columns = [column for column in listing.columns if column.type.numeric and column.name in header.columns]
    for column in columns:
        col = header.columns[column.name]
        area, cell = next(
            ((a, c) for a, c in merged if a.left <= col <= a.right), (None, region.cell(row, col))
        )
        if area is None:
            yield TotalFigure(column, col, cell)
        elif not any(col < header.columns[other.name] <= area.right for other in columns):
            yield TotalFigure(column, area.left, cell)
