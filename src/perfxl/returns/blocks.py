"""Several projects under one title: below one another, or side by side. Each is a form of its own.

A stretch is cut where the field with the project's name recurs and what stands there is a form by itself. What is
written once for all of them, above the first or below the last, holds for each that does not have its own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise

from msgspec import Struct

from perfxl.finding import Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Form
from perfxl.lazy import lazy
from perfxl.returns.field_index import index_of
from perfxl.returns.numbers import read_year
from perfxl.returns.region import Region, Rows, Text
from perfxl.workbook.model import Cell, Kind

_MOST_HEAD_ROWS = 4
"""A block's head goes at most so many rows with text up from the project's name."""
_MOST_SHARED_ROWS = 50
"""So many rows above the first project's name, and so many at the end, may hold for all projects."""
_YEAR, _UNIT = "年度", "金额单位"


class Block(Struct, frozen=True):
    """One form of a stretch, and where it begins."""

    region: Region
    place: Place


class _Cutter:
    """One stretch that holds forms of one kind; ``held`` counts the form's labels that a region holds."""

    def __init__(self, form: Form, held: Callable[[Region], int], whole: Region) -> None:
        self.index = index_of(form)
        self.norms = form.fields[form.project_name].label.norms
        self.held = held
        self.whole = whole

    @lazy
    def labels(self) -> int:
        """How many of the form's labels the whole holds."""
        return self.held(self.whole)

    @lazy
    def unit_rows(self) -> set[int]:
        """The rows that state a unit of money."""
        return {place.row for _, place in self.whole.money_units()}

    def names(self, region: Region) -> list[Text]:
        """The labels of the project's name, row by row."""
        return [text for text in region.every_text if text.head in self.norms]

    def apart(self, one: Region, other: Region) -> bool:
        """Whether two regions are forms by themselves.

        Either holds most of the labels of the whole; half of them will do where the projects' names differ. So the
        second page of one form, with its head repeated, is no second form.
        """
        least = min(self.held(one), self.held(other))
        return self._enough(least, lambda: self.project(one) != self.project(other))

    def may_be_apart(self, project: str, other: Region) -> bool:
        """Whether a region holds enough for a form by itself beside one of a project of this name."""
        return self._enough(self.held(other), lambda: project != self.project(other))

    def _enough(self, held: int, differ: Callable[[], bool]) -> bool:
        return held * 5 >= self.labels * 4 or (held * 2 >= self.labels and differ())

    def project(self, region: Region) -> str:
        """The normal form of what stands behind or beside the first label of a project's name."""
        label = self.names(region)[0].cell
        behind = compact(label.text).partition(":")[2]
        beside = (cell.text for cell in region.rows[label.row] if cell.col > label.col and cell.text.strip())
        return normal(behind or next(beside, ""))

    def facts(self, texts: Iterable[Text]) -> set[str]:
        """What a row states: fields by name, a year, a unit of money."""
        facts: set[str] = set()
        for text in texts:
            own = self.index.by_key.get(text.key)
            facts.update(field.name for field in ([own] if own else []))
            facts.update(field.name for field, _ in self.index.inline(text.cell.text))
            if "年" in text.cell.text and read_year(text.cell.text):
                facts.add(_YEAR)
            if text.cell.row in self.unit_rows:
                facts.add(_UNIT)
        return facts

    def stated_by(self, part: Region) -> set[str]:
        """What a part states itself. Its year stands above the project's name: the years below are of other things."""
        name = self.names(part)[0].cell.row
        head = self.facts(text for row, texts in part.texts.items() if row < name for text in texts)
        return (self.facts(part.every_text) - {_YEAR}) | head


def blocks(form: Form, region: Region, title: Place, held: Callable[[Region], int]) -> list[Block]:
    """The forms in a region, from left to right and from top to bottom; mostly it is one form as it stands."""
    whole = [Block(region, title)]
    if not form.project_name:
        return whole
    cutter = _Cutter(form, held, region)
    if len(cutter.names(region)) < 2:
        return whole
    found: list[tuple[Text, Region]] = []
    for strip in _strips(cutter):
        rows = _below(strip, cutter)
        found += [(cutter.names(part)[0], part) for part in rows]
    if len(found) < 2:
        return whole
    places = [title, *(region.place(label.cell.row, label.cell.col) for label, _ in found[1:])]
    shared = _Shared(found, cutter)
    return [Block(shared.complete(part), place) for (_, part), place in zip(found, places, strict=True)]


def _strips(cutter: _Cutter) -> list[Region]:
    """The columns of each of several forms that stand side by side; the whole where there are none."""
    whole = cutter.whole
    cols: list[int] = []
    for texts in whole.texts.values():
        here = [text.cell.col for text in texts if text.head in cutter.norms]
        cols = max(cols, here, key=len)
    if len(cols) < 2:
        return [whole]
    parts = [Rows() for _ in cols]
    for row, cells in whole.rows.items():
        for cell in cells:
            parts[bisect_right(cols, cell.col, lo=1) - 1].setdefault(row, []).append(cell)
    strips = [Region(whole.sheet, rows, whole.top, whole.bottom) for rows in parts]
    if all(cutter.names(strip) for strip in strips) and all(cutter.apart(*pair) for pair in pairwise(strips)):
        return strips
    return [whole]


def _below(region: Region, cutter: _Cutter) -> list[Region]:
    """The parts of a region, each with a form; a part begins with its own head."""
    rows = sorted({text.cell.row for text in cutter.names(region)})
    tops = [region.top]
    ends = [*rows[1:], region.bottom + 1]
    usual = cutter.facts(text for row, texts in region.texts.items() if row < rows[0] for text in texts)
    project = cutter.project(_part(region, region.top, ends[0] - 1))
    for row, end in zip(rows[1:], ends[1:], strict=True):
        other = _part(region, row, end - 1)
        if not cutter.may_be_apart(project, other):
            continue
        if cutter.apart(_part(region, tops[-1], row - 1), other):
            tops.append(_top(region, rows[0], row, usual, cutter))
            project = cutter.project(other)
    bottoms = [top - 1 for top in tops[1:]] + [region.bottom]
    return [_part(region, top, bottom) for top, bottom in zip(tops, bottoms, strict=True)]


def _part(region: Region, top: int, bottom: int) -> Region:
    return Region(region.sheet, region.rows.between(top, bottom), top, bottom)


def _top(region: Region, first: int, row: int, usual: set[str], cutter: _Cutter) -> int:
    """Where the head of the block begins whose project's name is in ``row``.

    ``first`` is the row of the first project's name: what stands above that (``usual``) may stand above each.
    """
    top = row
    for number in islice(_rows_with_text(region, first, row), _MOST_HEAD_ROWS):
        facts = cutter.facts(region.texts[number])
        alone = len(region.texts[number]) == 1
        if facts - usual or _has_figures(region.rows[number]) or not (alone or facts - {_YEAR, _UNIT}):
            break
        if facts:
            top = number
    return top


def _rows_with_text(region: Region, first: int, row: int) -> Iterator[int]:
    """The rows with text between two rows, from the lower to the upper."""
    numbers = region.rows.numbers
    for at in range(bisect_left(numbers, row) - 1, bisect_right(numbers, first) - 1, -1):
        if numbers[at] in region.texts:
            yield numbers[at]


def _has_figures(cells: Iterable[Cell]) -> bool:
    return any(cell.kind is Kind.NUMBER for cell in cells)


class _Shared:
    """The rows above the first name and at the end of the last part, which state what other parts may lack."""

    def __init__(self, found: Sequence[tuple[Text, Region]], cutter: _Cutter) -> None:
        self.cutter = cutter
        (label, self.first), (_, self.last) = found[0], found[-1]
        above = [row for row in self.first.rows if row < label.cell.row]
        self.head = self._stated(self.first, above[-_MOST_SHARED_ROWS:])
        self.foot = self._stated(self.last, islice(self._ending(), _MOST_SHARED_ROWS))

    def complete(self, part: Region) -> Region:
        """A part with those of the rows that state what it lacks."""
        own = self.cutter.stated_by(part)
        rows = [*([] if part is self.first else self.head), *([] if part is self.last else self.foot)]
        shared = {row: cells for row, cells, facts in rows if facts - own}
        merged = {row: sorted([*part.rows.get(row, ()), *cells]) for row, cells in shared.items()}
        return Region(part.sheet, part.rows, part.top, part.bottom, merged)

    def _stated(self, part: Region, rows: Iterable[int]) -> list[tuple[int, list[Cell], set[str]]]:
        """Some rows of a part with what they state."""
        return [(row, part.rows[row], self.cutter.facts(part.texts.get(row, ()))) for row in rows]

    def _ending(self) -> Iterator[int]:
        """The last rows of the last part as far as they hold fields and no figures, the lowest first."""
        for row, cells in reversed(self.last.rows.items()):
            facts = self.cutter.facts(self.last.texts.get(row, ()))
            if _has_figures(cells) or not facts - {_YEAR, _UNIT}:
                return
            yield row
