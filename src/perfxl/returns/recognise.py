"""Which sheet, or which stretch of one, is which form of which form set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Form, FormSet
from perfxl.returns.align import align
from perfxl.returns.model import Return
from perfxl.returns.region import LONGEST_LABEL, Region, first_number, rows_of
from perfxl.workbook.model import Book, Cell, Kind, Sheet

_WITH_TITLE = 0.3
"""With its title a form is recognised when this share of its labels is there; without, it takes more."""
_WITHOUT_TITLE = 0.6
_NEAR = 0.25
_LONGEST_TITLE = 30
"""Characters a title may have before the official one (``2021年度``, the unit's name)."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A form with what it is recognised by."""

    form_set: FormSet
    form: Form
    titles: tuple[str, ...]
    labels: frozenset[str]

    def coverage(self, region: Region) -> float:
        """The share of the form's labels that a region holds."""
        return len(self.labels & region.keys) / len(self.labels)


@lru_cache(maxsize=64)
def known_forms(form_set: FormSet) -> tuple[_Known, ...]:
    """What the forms of a set are recognised by, worked out once."""
    return tuple(_Known(form_set, form, form.title.norms, _labels(form)) for form in form_set.forms.values())


def _labels(form: Form) -> frozenset[str]:
    labels = [item.label for item in form.fields.values() if item.expected]
    for grid in form.grids.values():
        labels += [column.label for column in grid.columns if column.expected]
        labels += [row.label for row in grid.rows if row.label and row.expected]
    for listing in form.lists.values():
        labels += [column.label for column in listing.columns if column.expected]
    return frozenset(label.norms[0] for label in labels)


@dataclass(frozen=True, slots=True)
class _Match:
    known: _Known
    region: Region
    title: Place
    coverage: float


def read_return(book: Book, form_sets: Sequence[FormSet], year: int | None = None) -> Return | None:
    """Read the forms of a workbook with the one form set that fits best. None if no form is recognised."""
    known = [form for form_set in form_sets for form in known_forms(form_set)]
    matches: list[_Match] = []
    strangers: list[tuple[str, str]] = []
    for sheet in book.sheets:
        found = _forms_on(sheet, known)
        matches += [match for options in found for match in options]
        if not found and _has_figures(sheet):
            strangers.append((sheet.name, _nearest(sheet, known)))
    if not matches:
        return None
    chosen = max(form_sets, key=lambda form_set: _fit(form_set, matches))
    forms = []
    for match in matches:
        if match.known.form_set is chosen and match is _best_in(chosen, match, matches):
            forms.append(align(match.known.form, match.region, match.title))
    return Return(chosen, forms, strangers, year)


def _fit(form_set: FormSet, matches: Iterable[_Match]) -> float:
    best: dict[int, float] = {}
    for match in matches:
        if match.known.form_set is form_set:
            best[id(match.region)] = max(best.get(id(match.region), 0.0), match.coverage)
    return sum(best.values())


def _best_in(form_set: FormSet, match: _Match, matches: Iterable[_Match]) -> _Match:
    rivals = [m for m in matches if m.region is match.region and m.known.form_set is form_set]
    return max(rivals, key=lambda rival: rival.coverage)


def _forms_on(sheet: Sheet, known: Sequence[_Known]) -> list[list[_Match]]:
    """For each form on a sheet, the definitions that fit it."""
    rows = rows_of(sheet)
    if not rows:
        return []
    titles = _titles(rows, known)
    last = max(rows)
    if not titles:
        region = Region(sheet, rows, 1, last)
        options = [_Match(k, region, Place(sheet.name), k.coverage(region)) for k in known]
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
    found = []
    for row in sorted(rows):
        for cell in rows[row]:
            text = cell.text
            if cell.kind is Kind.TEXT and 4 <= len(text) <= LONGEST_LABEL:
                key = normal(text)
                if key.endswith(endings) and len(key) <= _LONGEST_TITLE + max(map(len, endings)):
                    found.append(cell)
                    break
    return found


def _has_figures(sheet: Sheet) -> bool:
    return first_number(list(sheet.cells.values())) is not None


def _nearest(sheet: Sheet, known: Sequence[_Known]) -> str:
    rows = rows_of(sheet)
    region = Region(sheet, rows, 1, max(rows))
    best = max(known, key=lambda form: form.coverage(region), default=None)
    return best.form.title.text if best and best.coverage(region) >= _NEAR else ""
