"""The parts of a sheet that may each hold a form: from title to title, and side by side where forms stand so.

Forms of one kind under one title, side by side too, are told apart by :mod:`perfxl.returns.blocks`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from perfxl.returns.region import Region
from perfxl.returns.titles import Title
from perfxl.workbook.model import Area, Cell, Kind, Sheet

_FEWEST_TEXTS = 8
"""So many texts under a title make a form that stands beside another one; fewer, a form that is mentioned."""
_MOST = 20
"""More forms of changing kinds do not stand beside each other."""
_UNEVEN = 2
"""The titles of forms that stand side by side are at most so many rows apart."""
_FURTHEST = 20
"""A title is set in the middle of its form at most so many columns from the form's first."""

Rows = Mapping[int, list[Cell]]
KindOf = Callable[[Title], frozenset[str]]


class Part(Struct, frozen=True):
    """A part of a sheet, and the title that it begins with."""

    region: Region
    title: Title


def parts(sheet: Sheet, rows: Rows, titles: Sequence[Title], kind: KindOf) -> Iterator[Part]:
    """A sheet from title to title (the first with what stands above it), one part after the other.

    ``kind`` says which forms a title may be that of. Where titles of different kinds stand beside each other, the
    columns are parted: down to the next title below which merged cells reach over the parting again.
    """
    by_row: dict[int, list[Title]] = {}
    for title in titles:
        by_row.setdefault(title.cell.row, []).append(title)
    starts = sorted(by_row)
    tops, ends = [1, *starts[1:]], [*(start - 1 for start in starts[1:]), max(rows)]
    at = 0
    while at < len(starts):
        level = bisect_right(starts, starts[at] + _UNEVEN) - 1
        near = [title for start in starts[at : level + 1] for title in by_row[start]]
        heads = _Band(sheet, rows, tops[at], ends[level]).heads(near, kind) if len(near) > 1 else []
        if len(heads) < 2:
            yield Part(Region(sheet, rows, tops[at], ends[at]), by_row[starts[at]][0])
            at += 1
            continue
        cuts = [col for _, col in heads[1:]]
        last = _last_parted(sheet, starts, level, cuts)
        below = [title for start in starts[level + 1 : last + 1] for title in by_row[start]]
        whole = _Band(sheet, rows, tops[at], ends[last])
        yield from whole.parted([title for title, _ in heads], cuts, below)
        at = last + 1


def _last_parted(sheet: Sheet, starts: Sequence[int], at: int, cuts: Sequence[int]) -> int:
    """The last title's row, by its number, down to which the columns stay parted as they are in row ``at``."""
    crossed = (bisect_right(starts, area.top) - 1 for area in _crossing(sheet, cuts))
    return min((number for number in crossed if number > at), default=len(starts)) - 1


def _crossing(sheet: Sheet, cuts: Sequence[int]) -> Iterator[Area]:
    """The merged cells that reach over a cut."""
    for area in sheet.merges:
        if bisect_right(cuts, area.left) != bisect_right(cuts, area.right):
            yield area


class _Band:
    """Rows of a sheet in which forms may stand side by side."""

    def __init__(self, sheet: Sheet, rows: Rows, top: int, bottom: int) -> None:
        self.sheet = sheet
        self.top = top
        self.bottom = bottom
        self.rows = {row: cells for row, cells in rows.items() if top <= row <= bottom}

    def heads(self, titles: Sequence[Title], kind: KindOf) -> list[tuple[Title, int]]:
        """The titles of forms that stand side by side, each with its form's first column; fewer than two for none.

        Of a run of one kind it is the first title, and only one that has a form below it. Titles in different rows
        belong to forms side by side only if no merged cells reach from one to the other.
        """
        placed = sorted(titles, key=lambda title: (title.cell.col, title.cell.row))
        kinds = [kind(title) for title in placed]
        runs = [title for n, title in enumerate(placed) if not n or kinds[n] != kinds[n - 1]]
        if not 1 < len(runs) <= _MOST:
            return []
        texts = self._texts(self._first_columns(runs))
        runs = [title for title, held in zip(runs, texts, strict=True) if len(held) >= _FEWEST_TEXTS]
        cols = self._first_columns(runs)
        rows = {title.cell.row for title in runs}
        if len(rows) > 1 and any(
            min(rows) <= area.top <= self.bottom for area in _crossing(self.sheet, cols[1:])
        ):
            return []
        return list(zip(runs, cols, strict=True))

    def _texts(self, cols: Sequence[int]) -> list[set[str]]:
        """The texts from each of some columns up to the next; the first part begins with the sheet."""
        texts: list[set[str]] = [set() for _ in cols]
        cuts = cols[1:]
        for cells in self.rows.values():
            for cell in cells:
                if cell.kind is Kind.TEXT:
                    texts[bisect_right(cuts, cell.col)].add(cell.text)
        return texts

    def _first_columns(self, heads: Sequence[Title]) -> list[int]:
        """Where each form begins: with its title if that is merged over it, else behind the blank column before that."""
        areas = {(area.top, area.left) for area in self.sheet.merges if area.right > area.left}
        cols = [head.cell.col for head in heads[:1]]
        for before, head in pairwise(heads):
            cell = head.cell
            merged = (cell.row, cell.col) in areas
            cols.append(cell.col if merged else self._behind_a_gap(before.cell.col + 1, cell.col))
        return cols

    def _behind_a_gap(self, first: int, col: int) -> int:
        """The column behind the last blank one from ``first`` to ``col``; ``col`` itself if there is none."""
        first = max(first, col - _FURTHEST)
        filled = {cell.col for cells in self.rows.values() for cell in cells}
        for area in self.sheet.merges:
            if self.top <= area.top <= self.bottom:
                filled.update(range(max(area.left, first), min(area.right, col) + 1))
        return next((gap + 1 for gap in range(col, first - 1, -1) if gap not in filled), col)

    def parted(self, heads: Sequence[Title], cuts: Sequence[int], below: Sequence[Title]) -> Iterator[Part]:
        """The parts from left to right, each down to the band's end or the next title (of ``below``) in its columns."""
        for number, (head, strip) in enumerate(zip(heads, self._strips(cuts), strict=True)):
            own = [title for title in reversed(below) if bisect_right(cuts, title.cell.col) == number]
            first_of = {title.cell.row: title for title in own}
            starts = sorted(first_of)
            yield Part(Region(self.sheet, strip, self.top, min(starts, default=self.bottom + 1) - 1), head)
            for start, end in pairwise([*starts, self.bottom + 1]):
                yield Part(Region(self.sheet, strip, start, end - 1), first_of[start])

    def _strips(self, cuts: Sequence[int]) -> list[dict[int, list[Cell]]]:
        """The rows parted at the cuts. A cell that is merged over several of the parts belongs to each."""
        strips: list[dict[int, list[Cell]]] = [{} for _ in range(len(cuts) + 1)]
        reach = {
            (area.top, area.left): bisect_right(cuts, area.right) for area in _crossing(self.sheet, cuts)
        }
        for row, cells in self.rows.items():
            for cell in cells:
                first = bisect_right(cuts, cell.col)
                for number in range(first, reach.get((row, cell.col), first) + 1):
                    strips[number].setdefault(row, []).append(cell)
        return strips
