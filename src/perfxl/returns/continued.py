"""Forms whose title is written once more where they go on, on another page, without saying that they do (续表).

What stands below such a title is no form: it repeats the lines at the head of a page, and otherwise holds only what
the form above lacks. A second form of the kind states what the first states, each field with its label.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from perfxl.formset.labels import compact
from perfxl.formset.model import Form
from perfxl.patterns import pattern
from perfxl.returns.known import Known, labels_held, labels_of
from perfxl.returns.layouts import entry_columns, entry_rows
from perfxl.returns.region import Region, has_figures
from perfxl.returns.strips import Part
from perfxl.returns.titles import Title
from perfxl.workbook.model import Cell

_BEGUN = 4
"""So many labels make a form that was begun, and that can go on; fewer, a form that is mentioned."""
_MOST_HEAD_LINES = 3
"""A page is headed by at most so many lines above the title (``附件3``)."""
_MOST_PAGES = 20
"""A form goes on on no more pages."""
_UNIT_NAME = "填报单位"
"""The field above the table, which may be repeated in other words (with the year, with a date)."""
_YEAR = pattern(r"\(?\d{4}年度?\)?")
_YEARS = pattern(r"(20\d\d)年")
_IN_BRACKETS = pattern(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
"""What a title may have behind it, a project's name or a number."""
_NO_NAME = pattern(r"附[件表]|续表?|接上页|[省市县区本]级|年度?|第|页|共|之|[^\w]|[\d一二三四五六七八九十]+")
"""What stands beside a title and names nothing."""

Entitled = Callable[[Title], Sequence[Known]]


def whole_forms(parts: Iterable[Part], entitled: Entitled) -> Iterator[Part]:
    """The parts of a sheet, those that only go on with the form above together with it.

    ``entitled`` gives the forms that a title names.
    """
    upper: Part | None = None
    pages = 1
    for part in parts:
        whole = _joined(upper, part, entitled) if upper and pages < _MOST_PAGES else None
        if upper and not whole:
            yield upper
        pages = pages + 1 if whole else 1
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
    known = max(shared, key=lambda known: known.held(upper.region))
    form = known.form
    if _names_another(known, upper.region, lower.title):
        return None
    again = _again(upper, lower.region)
    fresh = _without(lower.region, {*again, lower.title.cell.row})
    begun = _without(upper.region, _above_the_next(upper))
    rest = _without(lower.region, again | _page_head(lower.region, lower.title, form, upper.region))
    if not _goes_on(form, upper.region, lower.region, fresh, _lists_on(form, begun, rest)):
        return None
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


def _page_head(lower: Region, title: Title, form: Form, upper: Region) -> set[int]:
    """The title's row and the lines below it that only repeat fields (the unit, with a date) or the year."""
    below = [row for row in lower.rows if row > title.cell.row][:_MOST_HEAD_LINES]
    known = labels_of(form).all_names - _headings(form) | _names(form, _UNIT_NAME)

    def repeats(row: int) -> bool:
        texts = lower.texts.get(row, ())
        labels = {name for text in texts for name in (text.key, text.head)} & known
        year = len(texts) == 1 and _YEAR.fullmatch(compact(texts[0].cell.text))
        return not has_figures(lower.rows[row]) and (labels <= upper.keys if labels else bool(year))

    return {title.cell.row, *takewhile(repeats, below)}


def _said(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(text for cell in cells if (text := cell.text.strip()))


def _names_another(known: Known, upper: Region, title: Title) -> bool:
    """Whether a title names a project, a unit or a year that stands nowhere in the form above."""
    text = compact(title.cell.text)
    ending = max((one for one in known.titles if title.key.endswith(one)), key=len, default=title.key)
    behind = _IN_BRACKETS.search(text)
    names = [title.key.removesuffix(ending), behind[1] if behind else ""]
    said = "".join(compact(one.cell.text) for one in upper.every_text)
    if any(name and name not in said for each in names for name in _NO_NAME.split(each)):
        return True
    years, stated = set(_YEARS.findall(text)), set(_YEARS.findall(said))
    return bool(years and stated) and not years & stated


def _lists_on(form: Form, upper: Region, lower: Region) -> bool:
    """Whether a part holds more entries of the list in which the form above breaks off, one without a total row.

    Each row down to the form's last lines has what the list's entries have: a name, and something beside it.
    """
    entered = entry_rows(form, upper)
    header, listing = entered.get(max(upper.rows, default=0), (0, None))
    if listing is None or listing.total:
        return False
    called, beside, categories = entry_columns(upper, header, listing)
    labels = labels_of(form).all_names
    entries = 0
    for row, cells in lower.rows.items():
        filled = {cell.col for cell in cells if cell.text.strip()}
        if filled & called and filled & beside:
            entries += 1
        elif row in lower.texts and lower.texts[row][0].head in labels:
            break
        elif not filled <= categories:
            return False
    return entries > 0


def _goes_on(form: Form, upper: Region, lower: Region, fresh: Region, lists_on: bool) -> bool:
    """Whether a part is what a form lacks: without the rows that it repeats (``fresh``), no label stands in both.

    Below a whole form, figures are not its own unless it ``lists_on``, but its last line may be.
    """
    begun, there, new = (_held(form, region) for region in (upper, lower, fresh))
    headings = _headings(form)
    if (new & begun) - headings or len(begun - there) < _BEGUN:
        return False
    if lists_on:
        return True
    totals = {listing.total.norms[0] for listing in form.lists.values() if listing.total}
    figures = any(has_figures(cells) for cells in fresh.rows.values())
    if begun >= labels_of(form).official.keys() | totals:
        return not figures and not fresh.keys.isdisjoint(labels_of(form).all_names - upper.keys)
    return bool(new - begun) or (figures and not there.isdisjoint(headings))


def _held(form: Form, region: Region) -> set[str]:
    """The form's labels that a region holds, those of the totals of its lists included."""
    totals = (listing.total.norms for listing in form.lists.values() if listing.total)
    return labels_held(labels_of(form), region) | {
        norms[0] for norms in totals if not region.keys.isdisjoint(norms)
    }


def _headings(form: Form) -> set[str]:
    """What every page of a form may be headed by: the headings of its columns, and the unit's name."""
    labels = [column.label for block in form.blocks for column in block.columns if column.label]
    return {name for label in labels for name in label.norms} | _names(form, _UNIT_NAME)


def _names(form: Form, field: str) -> set[str]:
    """What a field of a form may be called."""
    return set(form.fields[field].label.norms) if field in form.fields else set()
