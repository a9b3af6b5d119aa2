"""Several projects under one title: below one another, or side by side. Each is a form of its own.

A stretch is cut where the field with the project's name recurs and what stands there is a form by itself. What is
written once for all of them, above the first or below the last, holds for each that does not have its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from perfxl.finding import Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Form
from perfxl.lazy import lazy
from perfxl.returns.field_index import index_of
from perfxl.returns.numbers import read_year
from perfxl.returns.region import Region, Text
from perfxl.workbook.model import Cell, Kind

_MOST_HEAD_ROWS = 4
"""A block's head goes at most so many rows with text up from the project's name."""
_YEAR, _UNIT = "年度", "金额单位"

Rows = dict[int, list[Cell]]


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
        if least * 5 >= self.labels * 4:
            return True
        return least * 2 >= self.labels and self._project(one) != self._project(other)

    def _project(self, region: Region) -> str:
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
    return [
        Block(_complete(part, found, cutter), place) for (_, part), place in zip(found, places, strict=True)
    ]


def _strips(cutter: _Cutter) -> list[Region]:
    """The columns of each of several forms that stand side by side; the whole where there are none."""
    whole = cutter.whole
    cols: list[int] = []
    for texts in whole.texts.values():
        here = [text.cell.col for text in texts if text.head in cutter.norms]
        cols = max(cols, here, key=len)
    if len(cols) < 2:
        return [whole]
    ends = [*cols[1:], whole.last_col + 1]
    strips = []
    for first, end in zip([1, *cols[1:]], ends, strict=True):
        rows = {row: [cell for cell in cells if first <= cell.col < end] for row, cells in whole.rows.items()}
        kept = {row: cells for row, cells in rows.items() if cells}
        strips.append(Region(whole.sheet, kept, whole.top, whole.bottom))
    if all(cutter.names(strip) for strip in strips) and all(cutter.apart(*pair) for pair in pairwise(strips)):
        return strips
    return [whole]


def _below(region: Region, cutter: _Cutter) -> list[Region]:
    """The parts of a region, each with a form; a part begins with its own head."""
    rows = sorted({text.cell.row for text in cutter.names(region)})
    starts, tops = [rows[0]], [region.top]
    ends = [*rows[1:], region.bottom + 1]
    for row, end in zip(rows[1:], ends[1:], strict=True):
        one = Region(region.sheet, region.rows, tops[-1], row - 1)
        other = Region(region.sheet, region.rows, row, end - 1)
        if cutter.apart(one, other):
            tops.append(_top(region, starts[0], row, cutter))
            starts.append(row)
    bottoms = [top - 1 for top in tops[1:]] + [region.bottom]
    return [Region(region.sheet, region.rows, top, bottom) for top, bottom in zip(tops, bottoms, strict=True)]


def _top(region: Region, first: int, row: int, cutter: _Cutter) -> int:
    """Where the head of the block begins whose project's name is in ``row``: with what the first has above it, too."""
    usual = cutter.facts(text for above, texts in region.texts.items() if above < first for text in texts)
    top = row
    above = [number for number in region.texts if first < number < row]
    for number in reversed(above[-_MOST_HEAD_ROWS:]):
        facts = cutter.facts(region.texts[number])
        alone = len(region.texts[number]) == 1
        if facts - usual or _has_figures(region.rows[number]) or not (alone or facts - {_YEAR, _UNIT}):
            break
        if facts:
            top = number
    return top


def _has_figures(cells: Iterable[Cell]) -> bool:
    return any(cell.kind is Kind.NUMBER for cell in cells)


def _complete(part: Region, found: Sequence[tuple[Text, Region]], cutter: _Cutter) -> Region:
    """A part with the rows above the first name and at the end of the last part that state what it lacks."""
    own = cutter.stated_by(part)
    first, last = found[0], found[-1]
    above = {row: cells for row, cells in first[1].rows.items() if row < first[0].cell.row}
    shared = _stating(above, first[1], own, cutter) if part is not first[1] else {}
    if part is not last[1]:
        shared |= _stating(_foot(last[1], cutter), last[1], own, cutter)
    merged = {row: sorted([*part.rows.get(row, ()), *cells]) for row, cells in shared.items()}
    return Region(part.sheet, part.rows, part.top, part.bottom, merged)


def _stating(rows: Rows, source: Region, own: set[str], cutter: _Cutter) -> Rows:
    return {row: cells for row, cells in rows.items() if cutter.facts(source.texts.get(row, ())) - own}


def _foot(part: Region, cutter: _Cutter) -> Rows:
    """The last rows of a part as far as they hold fields and no figures."""
    foot: Rows = {}
    for row, cells in reversed(part.rows.items()):
        if _has_figures(cells) or not cutter.facts(part.texts.get(row, ())) - {_YEAR, _UNIT}:
            break
        foot[row] = cells
    return foot
