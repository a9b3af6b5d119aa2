"""Which column a heading is where several columns differ in nothing but their year (上年决算数, 本年决算数)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perfxl.formset.model import Column
from perfxl.lazy import lazy
from perfxl.returns.numbers import read_year
from perfxl.returns.region import Text

Hits = list[tuple[Column, Text]]


def settled_by_year(
    texts: Sequence[Text], columns: Sequence[Column], wanted: Mapping[str, Sequence[Column]]
) -> Iterator[tuple[Column, Text]]:
    """The headings that may be one of several columns of different years, each with the one that it is.

    ``wanted`` holds the columns by the normal form of their labels. Where the stated years tell the columns apart,
    they decide, wherever the headings stand. Else as many headings as columns are these in the form's order: a wrong
    year is a slip, told as such. Of more, those under the names that the form set lists first are. A heading without
    its partner is the column of its year, or else of its place.
    """
    families: dict[tuple[str, ...], list[Text]] = {}
    for text in texts:
        meant = wanted.get(text.key, ())
        if len(meant) > 1 and all(column.label.year is not None for column in meant):
            families.setdefault(tuple(column.name for column in meant), []).append(text)
    if not families:
        return
    certain = [(wanted[text.key][0], text) for text in texts if len(wanted.get(text.key, ())) == 1]
    taken = {column.name for column, _ in certain}
    for headings in families.values():
        family = [column for column in wanted[headings[0].key] if column.name not in taken]
        if len(headings) >= len(family):
            if by_year := _by_stated_year(headings, family, _base_year(certain)):
                yield from by_year
                continue
            ranked = sorted(headings, key=lambda text: _rank(text, family))[: len(family)]
            yield from zip(family, sorted(ranked, key=lambda text: text.cell.col), strict=True)
            continue
        for text in headings:
            column = column_of(text, family, certain, columns)
            if column is not None:
                family.remove(column)
                yield column, text


def column_of(
    text: Text, candidates: Sequence[Column], known: Hits, columns: Sequence[Column]
) -> Column | None:
    """Which of some columns a heading is beside those ``known``: that of its year, or else the one in whose place it is.

    A column of another year, in another place than the heading, is none of them.
    """
    year = read_year(text.cell.text)
    base = _base_year(known)
    placed = [column for column in candidates if _in_place(column, text, known, columns)]
    if year is None or base is None:
        return placed[0] if placed else candidates[0]
    of_year = [column for column in candidates if column.label.year == year - base]
    return next(iter([*of_year, *placed]), None)


class StatedYears:
    """The years that the headings of a row (``texts``) state, beside those of the columns that are ``known``."""

    def __init__(self, texts: Sequence[Text], known: Hits) -> None:
        self._texts = texts
        self._known = known
        self._years: dict[str, set[int | None]] = {}

    @lazy
    def _base(self) -> int | None:
        return _base_year(self._known)

    def are_others(self, text: Text, column: Column) -> bool:
        """Whether a heading is that of another year than a column's while another of its name is the column's own."""
        years = self._of(column)
        year = read_year(text.cell.text) if years else None
        if year is None:
            return False
        if column.label.year is None or self._base is None:
            return column.label.year is None and None in years
        due = self._base + column.label.year
        return year != due and due in years

    def _of(self, column: Column) -> set[int | None]:
        """The years of all headings that have a column's name; empty where there is but one."""
        if column.name not in self._years:
            named = [text for text in self._texts if text.key in column.label.norms]
            self._years[column.name] = (
                {read_year(text.cell.text) for text in named} if len(named) > 1 else set()
            )
        return self._years[column.name]


def _base_year(known: Hits) -> int | None:
    """The form's own year, as the headings of the known columns state it."""
    stated = ((read_year(text.cell.text), column.label.year) for column, text in known)
    return next((year - offset for year, offset in stated if year and offset is not None), None)


def _by_stated_year(headings: Sequence[Text], columns: Sequence[Column], base: int | None) -> Hits:
    """Each column with the one heading that states its year; none where the years do not tell them apart.

    As many headings as columns need not agree with the form's year (``base``): the earlier one is that of the earlier
    column. Of more, the years count from ``base``, or else so that the latest is that of the latest column.
    """
    stated: dict[int, list[Text]] = {}
    for text in headings:
        year = read_year(text.cell.text)
        if year is not None:
            stated.setdefault(year, []).append(text)
    offsets = [column.label.year for column in columns if column.label.year is not None]
    if not stated or not offsets:
        return []
    if base is None or len(headings) == len(columns):
        base = max(stated) - max(offsets)
    found: Hits = []
    for column, offset in zip(columns, offsets, strict=True):
        texts = sorted(stated.get(base + offset, ()), key=lambda text: _rank(text, columns))
        if not texts or _rank(texts[0], columns) in {_rank(text, columns) for text in texts[1:]}:
            return []
        found.append((column, texts[0]))
    return found


def _in_place(column: Column, text: Text, known: Hits, columns: Sequence[Column]) -> bool:
    """Whether a heading stands behind the known columns that come before a column, and before all others."""
    at = columns.index(column)
    return all((columns.index(one) < at) == (other.cell.col < text.cell.col) for one, other in known)


def _rank(text: Text, columns: Sequence[Column]) -> int:
    """How late the form set lists the name that a heading has."""
    return min(column.label.norms.index(text.key) for column in columns)
