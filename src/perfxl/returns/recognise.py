"""Which sheet, or which stretch of one, is which form of which form set.

Titles decide first: they are known without loading the form sets (:mod:`perfxl.formset.listed`). How many of a
form's labels are there is looked at only where its title is, or on a sheet that has no title at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.labels import normal
from perfxl.formset.listed import Listed, titles_of
from perfxl.formset.model import YEAR_MARK, Form, FormSet, Label
from perfxl.returns.align import align
from perfxl.returns.model import Return, Stranger
from perfxl.returns.region import LONGEST_LABEL, Region, first_number, rows_of
from perfxl.workbook.model import Book, Cell, Kind, Sheet

_WITH_TITLE = 0.3
"""With its title a form is recognised when this share of its labels is there; without, it takes more."""
_WITHOUT_TITLE = 0.6
_NEAR = 0.2
_MUCH_BETTER = 0.3
"""A form is another form set's where that one's labels fit so much better."""
_COMPLETE = 0.05
"""What it counts, against the share of labels, that all forms of a form set are there."""
_LONGEST_TITLE = 30
"""Characters a title may have before the official one (``2021年度``, the unit's name)."""
_FEWEST_LABELS = 8
"""Without its title a form is not recognised by fewer labels: 一级指标 and its like stand on many forms."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A form with the titles it is recognised by."""

    source: FormSet | Listed
    form_id: str
    titles: tuple[str, ...]

    @property
    def form_set(self) -> FormSet:
        return self.source.load() if isinstance(self.source, Listed) else self.source

    @property
    def form(self) -> Form:
        return self.form_set.forms[self.form_id]

    def held(self, region: Region) -> int:
        """How many of the form's labels a region holds, under any of their names."""
        return len(_held(_labels(self.form), region))

    def coverage(self, region: Region) -> float:
        """That as a share of all its labels."""
        return self.held(region) / len(_labels(self.form).official)


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of a form: the official wording by its normal form, and those by each of their names."""

    official: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]


def _held(labels: _Labels, region: Region) -> set[str]:
    return {official for name in labels.names.keys() & region.keys for official in labels.names[name]}


@lru_cache(maxsize=256)
def _labels(form: Form) -> _Labels:
    labels: list[Label] = [item.label for item in form.fields.values() if item.expected]
    for grid in form.grids.values():
        labels += [column.label for column in grid.columns if column.expected]
        labels += [row.label for row in grid.rows if row.label and row.expected]
    for listing in form.lists.values():
        labels += [column.label for column in listing.columns if column.expected]
    official: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    for label in labels:
        key = label.norms[0]
        if key not in official:
            official[key] = YEAR_MARK.sub("", label.text)
            for name in label.norms:
                names[name] = (*names.get(name, ()), key)
    return _Labels(official, names)


@lru_cache(maxsize=128)
def known_forms(source: FormSet | Listed) -> tuple[_Known, ...]:
    """What the forms of a set are recognised by, worked out once."""
    titles = source.titles if isinstance(source, Listed) else titles_of(source)
    return tuple(_Known(source, form_id, found) for form_id, found in titles.items())


@dataclass(frozen=True, slots=True)
class _Match:
    known: _Known
    region: Region
    title: Place
    coverage: float


@dataclass(slots=True)
class Recognition:
    """What was recognised in a workbook: the form set that fits best (None: nothing), and what it leaves over."""

    form_set: FormSet | None
    strangers: list[Stranger]
    _matches: list[_Match] = field(default_factory=list)

    def read(self, year: int | None = None) -> Return | None:
        """Read the forms. None if none was recognised."""
        if self.form_set is None:
            return None
        forms = [align(match.known.form, match.region, match.title) for match in self._matches]
        return Return(self.form_set, forms, self.strangers, year)


def read_return(book: Book, form_sets: Sequence[FormSet | Listed], year: int | None = None) -> Return | None:
    """Read the forms of a workbook with the one form set that fits best. None if no form is recognised."""
    return recognise(book, form_sets).read(year)


def recognise(
    book: Book, form_sets: Sequence[FormSet | Listed], others: Sequence[FormSet | Listed] = ()
) -> Recognition:
    """Find the forms of a workbook and choose one of ``form_sets``.

    A sheet that is a form of another set, ``others`` included, or of none is reported as a stranger.
    """
    known = [form for source in (*form_sets, *others) for form in known_forms(source)]
    regions: list[list[_Match]] = []
    strangers: list[Stranger] = []
    for sheet in book.sheets:
        rows = rows_of(sheet)
        if rows:
            titles = _titles(rows, known)
            found = _forms_on(sheet, rows, titles, known)
            regions += found
            if not found and first_number(list(sheet.cells.values())) is not None:
                strangers.append(_nearest(sheet, rows, titles, known))
    chosen = max(form_sets, key=lambda source: _fit(source, regions), default=None)
    matches = [match for options in regions if (match := _best_of(chosen, options))]
    for options in regions:
        if not _best_of(chosen, options):
            strangers.append(_elsewhere(max(options, key=lambda match: match.coverage)))
    form_set = matches[0].known.form_set if matches else None
    return Recognition(form_set, strangers, matches)


def _best_of(source: FormSet | Listed | None, options: Sequence[_Match]) -> _Match | None:
    """The best match of one form set in a region; None where another set's form fits much better."""
    own = [match for match in options if match.known.source is source]
    if not own:
        return None
    best = max(own, key=lambda match: match.coverage)
    return None if any(match.coverage >= best.coverage + _MUCH_BETTER for match in options) else best


def _fit(source: FormSet | Listed, regions: Iterable[Sequence[_Match]]) -> tuple[int, float]:
    """How well a form set fits: the forms it explains, then how well, and whether all of its own are there.

    So a workbook of project forms alone belongs to the set that has no other form.
    """
    best = [match for options in regions if (match := _best_of(source, options))]
    if not best:
        return 0, 0.0
    present = {match.known.form_id for match in best}
    share = sum(match.coverage for match in best) / len(best)
    return len(best), share + _COMPLETE * len(present) / len(known_forms(source))


def _forms_on(
    sheet: Sheet, rows: dict[int, list[Cell]], titles: Sequence[Cell], known: Sequence[_Known]
) -> list[list[_Match]]:
    """For each form on a sheet, the definitions that fit it."""
    last = max(rows)
    if not titles:
        region = Region(sheet, rows, 1, last)
        if len(region.keys) < _FEWEST_LABELS:
            return []
        fitting = [k for k in known if k.held(region) >= _FEWEST_LABELS]
        options = [_Match(k, region, Place(sheet.name), k.coverage(region)) for k in fitting]
        options = [match for match in options if match.coverage >= _WITHOUT_TITLE]
        return [options] if options else []
    found = []
    for number, title in enumerate(titles):
        top = 1 if number == 0 else title.row
        bottom = titles[number + 1].row - 1 if number + 1 < len(titles) else last
        region = Region(sheet, rows, top, bottom)
        key = normal(title.text)
        place = region.place(title.row, title.col)
        options = [_Match(k, region, place, k.coverage(region)) for k in known if key.endswith(k.titles)]
        options = [match for match in options if match.coverage >= _WITH_TITLE]
        if options:
            found.append(options)
    return found


def _titles(rows: dict[int, list[Cell]], known: Sequence[_Known]) -> list[Cell]:
    endings = tuple({title for form in known for title in form.titles})
    longest = _LONGEST_TITLE + max(map(len, endings), default=0)
    found = []
    for row in sorted(rows):
        for cell in rows[row]:
            text = cell.text
            if cell.kind is Kind.TEXT and 4 <= len(text) <= LONGEST_LABEL:
                key = normal(text)
                if key.endswith(endings) and len(key) <= longest:
                    found.append(cell)
                    break
    return found


def _nearest(
    sheet: Sheet, rows: dict[int, list[Cell]], titles: Sequence[Cell], known: Sequence[_Known]
) -> Stranger:
    """The form of which a sheet holds most labels: of those whose title it has, else of all."""
    region = Region(sheet, rows, 1, max(rows))
    keys = [normal(title.text) for title in titles]
    named = [form for form in known if any(key.endswith(form.titles) for key in keys)]
    best = max(named or known, key=lambda form: (form.held(region), form.coverage(region)), default=None)
    if best is None or (not named and best.coverage(region) < _NEAR):
        return Stranger(sheet.name)
    return _likened(best, region)


def _elsewhere(match: _Match) -> Stranger:
    """A form of a form set other than the one chosen."""
    stranger = _likened(match.known, match.region)
    stranger.recognised = True
    stranger.row = match.title.row
    return stranger


def _likened(known: _Known, region: Region) -> Stranger:
    labels = _labels(known.form)
    held = _held(labels, region)
    missing = tuple(text for key, text in labels.official.items() if key not in held)
    return Stranger(
        region.sheet.name, known.form.title.text, known.source.id, len(held), len(labels.official), missing
    )
