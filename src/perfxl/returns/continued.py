"""Forms whose title is written once more where they go on, on another page, without saying that they do (续表).

What stands below such a title is no form: it repeats the lines at the head of a page, and otherwise holds only what
the form above lacks. A second form of the kind states what the first states, each field with its label.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from perfxl.formset.model import Form
from perfxl.returns.known import Known, labels_held, labels_of
from perfxl.returns.region import Region, has_figures
from perfxl.returns.strips import Part
from perfxl.returns.titles import Title
from perfxl.workbook.model import Cell

_BEGUN = 4
"""So many labels make a form that was begun, and that can go on; fewer, a form that is mentioned."""
_MOST_HEAD_LINES = 3
"""A page is headed by at most so many lines above the title (``附件3``)."""
_UNIT_NAME = "填报单位"
"""The field above the table, which may be repeated in other words (with the year, with a date)."""

Entitled = Callable[[Title], Sequence[Known]]


def whole_forms(parts: Iterable[Part], entitled: Entitled) -> Iterator[Part]:
    """The parts of a sheet, those that only go on with the form above together with it.

    ``entitled`` gives the forms that a title names.
    """
    upper: Part | None = None
    for part in parts:
        whole = _joined(upper, part, entitled) if upper else None
        if upper and not whole:
            yield upper
        upper = whole or part
    if upper:
        yield upper


def _joined(upper: Part, lower: Part, entitled: Entitled) -> Part | None:
    """Two parts as one, if the lower goes on with the form that the upper begins; None if not."""
    if lower.region.top != upper.region.bottom + 1:
        return None
    own = entitled(upper.title)
    shared = [known for known in entitled(lower.title) if known in own]
    if not shared:
        return None
    form = max(shared, key=lambda known: known.held(upper.region)).form
    again = _again(upper, lower.region)
    fresh = _without(lower.region, {*again, lower.title.cell.row})
    if not _goes_on(form, upper.region, lower.region, fresh):
        return None
    begun = _without(upper.region, _above_the_next(upper))
    rest = _without(lower.region, again | _page_head(lower.region, lower.title, _headings(form)))
    rows = begun.rows | rest.rows
    return Part(Region(rest.sheet, rows, upper.region.top, lower.region.bottom), upper.title)


def _without(region: Region, rows: Collection[int]) -> Region:
    kept = {row: cells for row, cells in region.rows.items() if row not in rows}
    return Region(region.sheet, kept, region.top, region.bottom)


def _again(upper: Part, lower: Region) -> set[int]:
    """The rows that say what a row above says. A row of a list that does may have its own figures."""
    said = {_said(cells) for cells in upper.region.rows.values()}
    return {row for row, cells in lower.rows.items() if _said(cells) in said and not has_figures(cells)}


def _above_the_next(upper: Part) -> set[int]:
    """The last rows, if they say what stands above the form's title: they stand above the next page's title."""
    region = upper.region
    said = {_said(cells) for row, cells in region.rows.items() if row < upper.title.cell.row}
    last = list(reversed(region.rows.items()))[:_MOST_HEAD_LINES]
    return {row for row, _ in takewhile(lambda item: _said(item[1]) in said, last)}


def _page_head(lower: Region, title: Title, headings: set[str]) -> set[int]:
    """The title's row, and the lines without figures between it and the header, where that is written again."""
    below = [row for row in lower.rows if row > title.cell.row][: _MOST_HEAD_LINES + 1]
    header = (row for row in below if len(lower.keys_by_row.get(row, set()) & headings) > 1)
    lines = {row for row in below if row < next(header, 0) and not has_figures(lower.rows[row])}
    return {title.cell.row, *lines}


def _said(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(text for cell in cells if (text := cell.text.strip()))


def _goes_on(form: Form, upper: Region, lower: Region, fresh: Region) -> bool:
    """Whether a part is what a form lacks: without the rows that it repeats (``fresh``), no label stands in both."""
    begun, there, new = (_held(form, region) for region in (upper, lower, fresh))
    totals = {listing.total.norms[0] for listing in form.lists.values() if listing.total}
    if begun >= labels_of(form).official.keys() | totals or len(begun - there) < _BEGUN:
        return False
    headings = _headings(form)
    if (new & begun) - headings:
        return False
    figures = any(has_figures(cells) for cells in fresh.rows.values())
    return bool(new - begun) or (figures and not there.isdisjoint(headings))


def _held(form: Form, region: Region) -> set[str]:
    """The form's labels that a region holds, those of the totals of its lists included."""
    totals = (listing.total.norms for listing in form.lists.values() if listing.total)
    return labels_held(labels_of(form), region) | {
        norms[0] for norms in totals if not region.keys.isdisjoint(norms)
    }


def _headings(form: Form) -> set[str]:
    """What every page of a form may be headed by: the headings of its columns, and the unit's name."""
    labels = [column.label for block in form.blocks for column in block.columns]
    if unit := form.fields.get(_UNIT_NAME):
        labels.append(unit.label)
    return {name for label in labels if label for name in label.norms}
