"""A Word table on a regular grid: edges that nearly meet are one, merged cells are areas, each text has one place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from perfxl.wordforms.blocks import WordCell, WordTable

_NEAR = 140
"""Edges nearer than this are one: 7 points, a quarter of a centimetre."""
_UNKNOWN_WIDTH = 1000
_LETTERS = re.compile(r"(?<![A-Za-z])[OolI](?=[0-9.])|(?<=[0-9.])[OolI](?![A-Za-z])")
_SPACED = re.compile(
    r"[0-9][ \u3000]+[0-9]|[0-9][ \u3000]*[.．][ \u3000]+[0-9]|[0-9][ \u3000]+[.．][ \u3000]*[0-9]"
)
_FIGURE = re.compile(r"[-+−]?[0-9０-９][0-9０-９,，.．\s]*[%％]?")
_MISSING_START = "与上一格合并，但上面没有起始的格"
_HIDDEN_TEXT = "合并区内还有文字“{}”，没有读取"


class GridCell(Struct):
    """A text at a row and column (from 0), over so many rows and columns, with what may have been misread."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    doubts: list[str] = field(default_factory=list)


class Grid(Struct):
    """A table's cells; ``widths`` of its columns in twentieths of a point."""

    widths: list[int]
    height: int
    cells: list[GridCell]

    def row(self, number: int) -> tuple[str, ...]:
        """The texts that begin in a row, for comparing."""
        return tuple(cell.text.strip() for cell in self.cells if cell.row == number)


def grid_of(table: WordTable) -> Grid:
    """The table on the edges that its rows use."""
    count = max((cell.column + cell.span for row in table.rows for cell in row), default=0)
    widths = [width or _UNKNOWN_WIDTH for width in table.widths[:count]]
    widths += [_UNKNOWN_WIDTH] * (count - len(widths))
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    used = {0, count} | {cell.column for row in table.rows for cell in row}
    used |= {cell.column + cell.span for row in table.rows for cell in row}
    place, lines = _joined(edges, sorted(used))
    cells = _placed(table.rows, place)
    for cell in cells:
        cell.doubts += _suspicions(cell.text)
    return Grid([right - left for left, right in itertools.pairwise(lines)], len(table.rows), cells)


def _joined(edges: Sequence[int], used: Sequence[int]) -> tuple[dict[int, int], list[int]]:
    """For each edge in use the number of the line it lies on, and where the lines are."""
    place: dict[int, int] = {}
    lines: list[int] = []
    for edge in used:
        if not lines or edges[edge] - lines[-1] > _NEAR:
            lines.append(edges[edge])
        place[edge] = len(lines) - 1
    return place, lines


def _placed(rows: Sequence[Sequence[WordCell]], place: dict[int, int]) -> list[GridCell]:
    cells: list[GridCell] = []
    above: dict[int, GridCell] = {}
    for number, row in enumerate(rows):
        own: dict[int, GridCell] = {}
        for cell in row:
            left, right = place[cell.column], place[cell.column + cell.span]
            start = above.get(left) if cell.continues else None
            if start is not None and start.columns == max(1, right - left):
                start.rows += 1
                own[left] = start
                if cell.text.strip():
                    start.doubts.append(_HIDDEN_TEXT.format(cell.text.strip()[:20]))
                continue
            made = GridCell(number, left, 1, max(1, right - left), cell.text, list(cell.doubts))
            if cell.continues:
                made.doubts.append(_MISSING_START)
            own[left] = made
            cells.append(made)
        above = own
    return cells


def _suspicions(text: str) -> Iterator[str]:
    """What in a text looks as if it were not what was meant."""
    plain = text.strip()
    if _LETTERS.search(plain):
        yield "数字中夹有字母，可能把 0 写成了 O、把 1 写成了 l"
    if _SPACED.search(plain) and _FIGURE.fullmatch(plain):
        yield "一格中像是有几个数，或数字中有空格"
