"""The parts of a sheet that may each hold a form: from title to title, and side by side where forms stand so.

Forms of one kind under one title, side by side too, are told apart by :mod:`perfxl.returns.blocks`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from perfxl.returns.region import Region, Rows, is_figure
from perfxl.returns.titles import Title
from perfxl.workbook.content import LAST_COLUMN
from perfxl.workbook.model import Area, Kind, Sheet

_FEWEST_TEXTS = 8
"""So many texts under a title make a form that stands beside another one; fewer, a form that is mentioned."""
_MOST = 20
"""More forms of changing kinds do not stand beside each other."""
_UNEVEN = 2
"""The titles of forms that stand side by side are at most so many rows apart."""
_FURTHEST = 20
"""A title is set in the middle of its form at most so many columns from the form's first."""

KindOf = Callable[[Title], frozenset[str]]
Repeats = Callable[[Title], bool]


def _column(title: Title) -> int:
    return title.cell.col


class Part(Struct, frozen=True):
    """A part of a sheet, and the title that it begins with."""

    region: Region
    title: Title


def parts(
    sheet: Sheet, rows: Rows, titles: Sequence[Title], kind: KindOf, repeats: Repeats
) -> Iterator[Part]:
    """A sheet from title to title (the first with what stands above it), one part after the other.

    ``kind`` says which forms a title may be that of, ``repeats`` whether there is one of them a project. Where titles
    stand beside each other, the columns are parted: down to the next title below which merged cells reach over the
    parting again.
    """
    table = _Titled(sheet, rows, titles)
    starts, by_row, tops, ends = table.starts, table.by_row, table.tops, table.ends
    at = 0
    while at < len(starts):
        near, level = table.level(at)
        heads = _Band(sheet, rows, tops[at], ends[level]).heads(near, kind, repeats) if len(near) > 1 else []
        if len(heads) < 2:
            yield Part(_stretch(sheet, rows, tops[at], ends[at]), by_row[starts[at]][0])
            at += 1
            continue
        cuts = [col for _, col in heads[1:]]
        last = _last_parted(sheet, starts, level, cuts)
        below = [title for start in starts[level + 1 : last + 1] for title in by_row[start]]
        whole = _Band(sheet, rows, tops[at], ends[last])
        yield from whole.parted([title for title, _ in heads], cuts, below)
        at = last + 1


class _Titled:
    """A sheet with the rows in which titles stand (``starts``), and what each begins: the rows down to the next one."""

    def __init__(self, sheet: Sheet, rows: Rows, titles: Sequence[Title]) -> None:
        self.sheet = sheet
        self.rows = rows
        self.by_row: dict[int, list[Title]] = {}
        for title in titles:
            self.by_row.setdefault(title.cell.row, []).append(title)
        self.starts = sorted(self.by_row)
        self.tops = [1, *self.starts[1:]]
        self.ends = [*(start - 1 for start in self.starts[1:]), max(rows)]

    def level(self, at: int) -> tuple[list[Title], int]:
        """The titles that may stand side by side from ``starts[at]`` on, and the last of their rows, by its number."""
        level = bisect_right(self.starts, self.starts[at] + _UNEVEN) - 1
        near = [title for start in self.starts[at : level + 1] for title in self.by_row[start]]
        while level + 1 < len(self.starts) and len(near) <= _MOST:
            start = self.starts[level + 1]
            new = self.by_row[start]
            if len(self.rows[start]) == len(new):
                break
            band = _Band(self.sheet, self.rows, self.tops[at], self.ends[level + 1])
            if not all(band.begins_beside(title, [*near, *new]) for title in new):
                break
            near += new
            level += 1
        return near, level


def _last_parted(sheet: Sheet, starts: Sequence[int], at: int, cuts: Sequence[int]) -> int:
    """The last title's row, by its number, down to which the columns stay parted as they are in row ``at``."""
    below = sheet.merges_from(starts[at + 1]) if at + 1 < len(starts) else ()
    first = next(_crossing(below, cuts), None)
    return (bisect_right(starts, first.top) - 1 if first else len(starts)) - 1


def _stretch(sheet: Sheet, rows: Rows, top: int, bottom: int) -> Region:
    return Region(sheet, rows.between(top, bottom), top, bottom)


def _crossing(areas: Iterable[Area], cuts: Sequence[int]) -> Iterator[Area]:
    """Those of some merged cells that reach over a cut."""
    for area in areas:
        if bisect_right(cuts, area.left) != bisect_right(cuts, area.right):
            yield area


class _Band:
    """Rows of a sheet in which forms may stand side by side."""

    def __init__(self, sheet: Sheet, rows: Rows, top: int, bottom: int) -> None:
        self.sheet = sheet
        self.top = top
        self.bottom = bottom
        self.rows = rows.between(top, bottom)

    def merges(self, first: int | None = None) -> Iterator[Area]:
        """The merged cells that begin in the band, or in its rows from ``first`` on."""
        return self.sheet.merges_from(self.top if first is None else first, self.bottom)

    def heads(self, titles: Sequence[Title], kind: KindOf, repeats: Repeats) -> list[tuple[Title, int]]:
        """The titles of forms that stand side by side, each with its form's first column; fewer than two for none.

        Only one that has a form below it, and of a run of one kind the first, unless the next is a form by itself.
        Titles in different rows belong to forms side by side only if no merged cells reach from one to the other.
        """
        runs: list[Title] = []
        few = len(titles) <= _MOST
        for title in sorted(titles, key=lambda title: (title.cell.col, title.cell.row)):
            same = runs and kind(title) == kind(runs[-1])
            if not same or (few and self._is_another(runs[-1], title, repeats)):
                runs.append(title)
        if not 1 < len(runs) <= _MOST:
            return []
        texts = self._texts(self._first_columns(runs))
        runs = [title for title, held in zip(runs, texts, strict=True) if len(held) >= _FEWEST_TEXTS]
        cols = self._first_columns(runs)
        rows = {title.cell.row for title in runs}
        if len(rows) > 1 and any(_crossing(self.merges(min(rows)), cols[1:])):
            return []
        return list(zip(runs, cols, strict=True))

    def _is_another(self, before: Title, title: Title, repeats: Repeats) -> bool:
        """Whether a form of the same kind stands beside one: it is set off from that, and has many of its texts.

        Forms of projects that begin in one row are told apart as those under one title are.
        """
        if before.cell.row == title.cell.row and repeats(title):
            return False
        cols = self._first_columns([before, title])
        if not self._is_set_off(title, cols[1]):
            return False
        if any(_crossing(self.merges(min(before.cell.row, title.cell.row)), cols[1:])):
            return False
        one, other = self._texts(cols)
        return len(one & other) >= _FEWEST_TEXTS

    def begins_beside(self, title: Title, heads: Sequence[Title]) -> bool:
        """Whether a form begins beside others (``heads``) that began above it, further up than usual.

        In its row stands more than the title, and above it in its columns there are no figures.
        """
        row, col = title.cell.row, title.cell.col
        left = max((head for head in heads if head.cell.col < col), key=_column, default=None)
        right = min((head for head in heads if head.cell.col > col), key=_column, default=None)
        first = self._first_columns([left, title])[1] if left else 1
        end = self._first_columns([title, right])[1] if right else LAST_COLUMN + 1
        if left and not self._is_set_off(title, first):
            return False
        if all(first <= cell.col < end for cell in self.rows[row]):
            return False
        above = self.rows.between(self.top, row - 1).values()
        return not any(first <= cell.col < end and is_figure(cell) for cells in above for cell in cells)

    def _is_set_off(self, title: Title, first: int) -> bool:
        """Whether a form begins where its merged title does, or behind a blank column."""
        return self._is_merged(title) or first - 1 not in self._filled(first - 1, first - 1)

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
        cols = [head.cell.col for head in heads[:1]]
        for before, title in pairwise(heads):
            col = title.cell.col
            merged = self._is_merged(title)
            cols.append(col if merged else self._behind_a_gap(before.cell.col + 1, col))
        return cols

    def _is_merged(self, title: Title) -> bool:
        """Whether a title is merged over columns."""
        area = self.sheet.merged.get((title.cell.row, title.cell.col))
        return area is not None and area.right > area.left

    def _behind_a_gap(self, first: int, col: int) -> int:
        """The column behind the last blank one from ``first`` to ``col``; ``col`` itself if there is none."""
        first = max(first, col - _FURTHEST)
        filled = self._filled(first, col)
        return next((gap + 1 for gap in range(col, first - 1, -1) if gap not in filled), col)

    def _filled(self, first: int, last: int) -> set[int]:
        """Of some columns those with cells or merged areas."""
        filled = {cell.col for cells in self.rows.values() for cell in cells if first <= cell.col <= last}
        for area in self.merges():
            filled.update(range(max(area.left, first), min(area.right, last) + 1))
        return filled

    def parted(self, heads: Sequence[Title], cuts: Sequence[int], below: Sequence[Title]) -> Iterator[Part]:
        """The parts from left to right, each down to the band's end or the next title (of ``below``) in its columns."""
        for number, (head, strip) in enumerate(zip(heads, self._strips(cuts), strict=True)):
            own = [title for title in reversed(below) if bisect_right(cuts, title.cell.col) == number]
            first_of = {title.cell.row: title for title in own}
            starts = sorted(first_of)
            yield Part(_stretch(self.sheet, strip, self.top, min(starts, default=self.bottom + 1) - 1), head)
            for start, end in pairwise([*starts, self.bottom + 1]):
                yield Part(_stretch(self.sheet, strip, start, end - 1), first_of[start])

    def _strips(self, cuts: Sequence[int]) -> list[Rows]:
        """The rows parted at the cuts. A cell that is merged over several of the parts belongs to each."""
        strips = [Rows() for _ in range(len(cuts) + 1)]
        reach = {
            (area.top, area.left): bisect_right(cuts, area.right) for area in _crossing(self.merges(), cuts)
        }
        for row, cells in self.rows.items():
            for cell in cells:
                first = bisect_right(cuts, cell.col)
                for number in range(first, reach.get((row, cell.col), first) + 1):
                    strips[number].setdefault(row, []).append(cell)
        return strips
