"""Which sheet, or which stretch of one, is which form of which form set.

Titles decide first: they are known without loading the form sets (:mod:`perfxl.formset.listed`). How many of a
form's labels are there is looked at only where its title is, or on a sheet that has no title at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.finding import Place
from perfxl.formset.listed import Listed
from perfxl.formset.model import Form, FormSet
from perfxl.returns.align import align
from perfxl.returns.blocks import blocks
from perfxl.returns.continued import whole_forms
from perfxl.returns.copies import settled
from perfxl.returns.header import side_by_side
from perfxl.returns.known import Known, known_forms
from perfxl.returns.layouts import has_entries, in_order, is_typical, readable, ruled_out, without_its_amounts
from perfxl.returns.likeness import likened, most_like
from perfxl.returns.model import Return
from perfxl.returns.region import Region, Rows, has_figures, rows_of
from perfxl.returns.strips import parts
from perfxl.returns.titles import Title, titles_on
from perfxl.returns.unaudited import Stranger
from perfxl.workbook.model import Book, Sheet

_WITH_TITLE = 0.5
"""With its title a form is recognised when this share of its labels is there; without, it takes more.

Other places have other forms of the same title: what the form adds up must have been found as well.
"""
_WITHOUT_TITLE = 0.6
_SURE = 0.8
"""From this share on it is the form, whatever was cut from it."""
_FEWEST_BESIDE = 4
"""So many labels below another title make a form that could not be read; fewer, a form that was mentioned."""
_MUCH_BETTER = 0.3
"""A form is another form set's where that one's labels fit so much better."""
_COMPLETE = 0.05
"""What it counts, against the share of labels, that all forms of a form set are there."""
_NO_FIT = (0, 0, 0.0, 0)
_FEWEST_LABELS = 8
"""Without its title a form is not recognised by fewer labels: 一级指标 and its like stand on many forms."""


class _Match(Struct, frozen=True):
    known: Known
    region: Region
    title: Place
    coverage: float

    @property
    def fit(self) -> tuple[bool, float]:
        """How well it fits beside other forms of the same title: whether with a label typical of it, how many labels."""
        return is_typical(self.known.form, self.region), self.coverage

    def blocks(self) -> list[_Match]:
        """The match once for each project that stands in its region."""
        found = blocks(self.known.form, self.region, self.title, self.known.held)
        return [replace(self, region=block.region, title=block.place) for block in found]


class _Stretch:
    """A stretch of a sheet that may hold a form, and the forms that it may be: only those asked for are loaded."""

    def __init__(self, region: Region, title: Place, candidates: Sequence[Known], key: str = "") -> None:
        self.region = region
        self.title = title
        self.candidates = candidates
        self.key = key
        self._matches: dict[Known, _Match | None] = {}

    def matches(self, source: FormSet | Listed | None = None) -> list[_Match]:
        """The forms (of one form set) that fit."""
        wanted = (known for known in self.candidates if source is None or known.source is source)
        return [match for known in wanted if (match := self._match(known))]

    def best(self, source: FormSet | Listed | None) -> _Match | None:
        """The best match of one form set; None where another set's form fits much better."""
        own = self.matches(source) or self._by_labels(source) if source is not None else []
        if not own:
            return None
        best = max(own, key=lambda match: match.coverage)
        wanted = best.coverage + _MUCH_BETTER
        better = wanted <= 1 and any(match.coverage >= wanted for match in self.matches())
        return None if better else best

    def most_like(self, sources: Sequence[FormSet | Listed]) -> _Match | None:
        """The best match of any of these form sets."""
        options = (match for match in self.matches() if match.known.source in sources)
        return max(options, key=lambda match: match.fit, default=None)

    def as_laid_out(self, match: _Match, sources: Sequence[FormSet | Listed]) -> _Match:
        """The match, or that with another set's form of the same name in whose order the rows stand, and not in its own.

        Beside the forms of a newer set a unit may hand in an older one.
        """
        form = match.known.form
        if match.coverage == 1 or not form.grids or in_order(form, self.region):
            return match
        found = (
            self._match(known)
            for known in self.candidates
            if known.form_id == match.known.form_id and known.source in sources
        )
        fits = (other for other in found if other and other.coverage > match.coverage)
        return next((other for other in fits if in_order(other.known.form, self.region)), match)

    def _by_labels(self, source: FormSet | Listed) -> list[_Match]:
        """The forms of a form set that fit under a title they do not have, no worse than those that have it.

        Under the title of another form one must fit surely, be readable and say of which project it is: many labels are
        those of forms of every kind.
        """
        if not self.title.row:
            return []
        least = max((match.coverage for match in self.matches()), default=_SURE if self.candidates else 0.0)
        found = (self._match(known) for known in known_forms(source))
        return [
            match
            for match in found
            if match
            and match.coverage >= least
            and (not self.candidates or self._is_surely(match.known.form))
        ]

    def _is_surely(self, form: Form) -> bool:
        name = form.fields.get(form.project_name)
        named = name is None or not self.region.keys.isdisjoint(name.label.norms)
        return named and readable(form, self.region)

    def _match(self, known: Known) -> _Match | None:
        if known not in self._matches:
            titled = known in self.candidates and bool(self.title.row)
            held = known.held(self.region)
            coverage = known.share(held)
            fits = (titled or held >= _FEWEST_LABELS) and (
                coverage >= _SURE
                or (
                    coverage >= (_WITH_TITLE if titled else _WITHOUT_TITLE)
                    and not without_its_amounts(known.form, self.region)
                    and readable(known.form, self.region)
                )
            )
            fits = fits and not ruled_out(known.form, self.region)
            match = _Match(known, self.region, self.title, coverage)
            if fits and side_by_side(known.form, self.region):
                fits = len(match.blocks()) > 1
            self._matches[known] = match if fits else None
        return self._matches[known]


class Recognition(Struct):
    """What was recognised in a workbook: the form set that fits best (None: nothing), and what it leaves over."""

    form_set: FormSet | None
    strangers: list[Stranger]
    _matches: list[_Match] = field(default_factory=list)
    _hidden: frozenset[str] = frozenset()

    def read(self, year: int | None = None) -> Return | None:
        """Read the forms. None if none was recognised."""
        if self.form_set is None:
            return None
        forms = [align(match.known.form, match.region, match.title) for match in self._matches]
        return settled(Return(self.form_set, forms, self.strangers, year), self._hidden)


def read_return(book: Book, form_sets: Sequence[FormSet | Listed], year: int | None = None) -> Return | None:
    """Read the forms of a workbook with the one form set that fits best. None if no form is recognised."""
    return recognise(book, form_sets, year=year).read(year)


def recognise(
    book: Book,
    form_sets: Sequence[FormSet | Listed],
    others: Sequence[FormSet | Listed] = (),
    year: int | None = None,
) -> Recognition:
    """Find the forms of a workbook and choose one of ``form_sets``, by the forms that count for ``year``.

    A sheet that is a form of another set, ``others`` included, or of none is reported as a stranger; one of none is
    likened to the forms of ``form_sets`` only.
    """
    known, endings = _known_of((*form_sets, *others))
    sheets = [(sheet, rows, titles_on(rows, endings)) for sheet in book.sheets if (rows := rows_of(sheet))]
    stretches = [_stretches(sheet, rows, titles, known) for sheet, rows, titles in sheets]
    hidden = frozenset(sheet.name for sheet in book.sheets if sheet.hidden)
    every = [stretch for found in stretches for stretch in found]
    chosen = _choose(form_sets, every)
    if chosen is not None and len(form_sets) > 1 and _may_hold_copies(every, hidden, chosen):
        chosen = _choose(form_sets, _that_count(every, form_sets, hidden, year))
    apart = [stretch for stretch in every if not stretch.best(chosen) and stretch.matches()]
    rest = [source for source in (*form_sets, *others) if source is not chosen]
    home = _choose(rest, apart) if apart else None
    matches: list[_Match] = []
    strangers: list[Stranger] = []
    for (sheet, rows, titles), found in zip(sheets, stretches, strict=True):
        own = [(stretch, match) for stretch in found if (match := stretch.best(chosen))]
        left = [stretch for stretch in found if all(stretch is not other for other, _ in own)]
        foreign = [stretch.matches() for stretch in left if stretch in apart]
        strangers += [_elsewhere(options, home) for options in foreign]
        if own or foreign:
            wanted, _ = _known_of(tuple(form_sets))
            strangers += [stranger for stretch in left if (stranger := _unlike(stretch, wanted))]
        elif has_figures(sheet.cells.values()):
            strangers.append(_nearest(sheet, rows, titles, _known_of(tuple(form_sets))[0]))
        laid_out = (stretch.as_laid_out(match, form_sets) for stretch, match in own)
        matches += [part for match in laid_out for part in match.blocks()]
    form_set = (chosen.load() if isinstance(chosen, Listed) else chosen) if matches else None
    return Recognition(form_set, strangers, matches, hidden)


@lru_cache(maxsize=16)
def _known_of(sources: tuple[FormSet | Listed, ...]) -> tuple[Sequence[Known], tuple[str, ...]]:
    """The forms of several form sets, and all their titles."""
    known = [form for source in dict.fromkeys(sources) for form in known_forms(source)]
    return known, tuple({title for form in known for title in form.titles})


def _may_hold_copies(
    stretches: Iterable[_Stretch], hidden: Collection[str], chosen: FormSet | Listed
) -> bool:
    """Whether titles are on hidden sheets, or that of a form stands there twice that is not each project's."""
    titled: set[Known] = set()
    for stretch in stretches:
        if stretch.region.sheet.name in hidden:
            return True
        named = (
            {known for known in stretch.candidates if known.source is chosen} if stretch.title.row else set()
        )
        if any(not known.form.per_project for known in named & titled):
            return True
        titled |= named
    return False


def _that_count(
    stretches: list[_Stretch],
    form_sets: Sequence[FormSet | Listed],
    hidden: Collection[str],
    year: int | None,
) -> list[_Stretch]:
    """The stretches whose forms are not left out beside others, each read as what it is most like in any form set.

    What last year's return or a hidden sample looks like does not tell which form set this year's follows.
    """
    best = [(stretch, match) for stretch in stretches if (match := stretch.most_like(form_sets))]
    forms = [
        (stretch, align(part.known.form, part.region, part.title))
        for stretch, match in best
        for part in match.blocks()
    ]
    if not forms:
        return stretches
    whole = Return(best[0][1].known.form_set, [form for _, form in forms], asked_year=year)
    left_out = {id(copy.form) for copy in settled(whole, hidden).copies}
    counted = [stretch for stretch, form in forms if id(form) not in left_out]
    copies = [stretch for stretch, _ in forms if stretch not in counted]
    return [stretch for stretch in stretches if stretch not in copies]


def _choose(form_sets: Sequence[FormSet | Listed], stretches: Sequence[_Stretch]) -> FormSet | Listed | None:
    """The form set that fits best: it explains most forms, or as many as any and those better.

    Where one explains all there is, a form set that has the titles of fewer forms than that one's cannot win and is not
    looked at.
    """
    titled = dict.fromkeys(form_sets, 0)
    for stretch in stretches:
        for source in {known.source for known in stretch.candidates} & titled.keys():
            titled[source] += 1
    best: FormSet | Listed | None = None
    best_fit = _NO_FIT
    for source in sorted(form_sets, key=lambda source: -titled[source]):
        if best_fit[0] == len(stretches) and titled[source] < best_fit[1]:
            break
        fit = _fit(source, stretches)
        if fit > best_fit:
            best, best_fit = source, fit
    return best


def _fit(source: FormSet | Listed, stretches: Iterable[_Stretch]) -> tuple[int, int, float, int]:
    """How well a form set fits: the forms it explains, how many of them under its own titles and with labels that are
    typical of it, then how well, and whether all of its forms are there. So a workbook of project forms alone belongs
    to the set that has no other form.

    Of two that fit as well, the one is taken that knows more of the labels: the other would read over some.
    """
    best = [(stretch, match) for stretch in stretches if (match := stretch.best(source))]
    if not best:
        return _NO_FIT
    present = {match.known.form_id for _, match in best}
    own = sum(
        stretch.key.endswith(match.known.titles) and is_typical(match.known.form, match.region)
        for stretch, match in best
    )
    share = sum(match.coverage for _, match in best) / len(best)
    labels = sum(match.known.known(match.region) for _, match in best)
    return len(best), own, share + _COMPLETE * len(present) / len(known_forms(source)), labels


def _stretches(sheet: Sheet, rows: Rows, titles: Sequence[Title], known: Sequence[Known]) -> list[_Stretch]:
    """A sheet from title to title, side by side too; as a whole, if it has none and text enough."""
    if not titles:
        region = Region(sheet, rows, 1, max(rows))
        return [_Stretch(region, Place(sheet.name), known)] if len(region.keys) >= _FEWEST_LABELS else []

    def entitled(title: Title) -> list[Known]:
        return _entitled(title.key, known)

    def repeats(title: Title) -> bool:
        return any(form.form.per_project for form in entitled(title))

    found = parts(sheet, rows, titles, lambda title: _kinds(title.key, known), repeats)
    return [
        _Stretch(
            part.region,
            part.region.place(part.title.cell.row, part.title.cell.col),
            entitled(part.title),
            part.title.key,
        )
        for part in whole_forms(found, entitled)
    ]


def _entitled(key: str, known: Sequence[Known]) -> list[Known]:
    """The forms that a title names. What one form set calls a form is its title in every set that has the form."""
    named = _kinds(key, known)
    return [form for form in known if form.form_id in named]


def _kinds(key: str, known: Sequence[Known]) -> frozenset[str]:
    return frozenset(form.form_id for form in known if key.endswith(form.titles))


def _nearest(sheet: Sheet, rows: Rows, titles: Sequence[Title], known: Sequence[Known]) -> Stranger:
    """What a sheet without any form is said to be like: a form whose title it has, else any."""
    named = list(dict.fromkeys(form for title in titles for form in _entitled(title.key, known)))
    return most_like(Region(sheet, rows, 1, max(rows)), named, known) or Stranger(sheet.name)


def _unlike(stretch: _Stretch, known: Sequence[Known]) -> Stranger | None:
    """What a stretch beside forms is said to be like, which has a form's title and figures or entries, and is no form."""
    named = [form for form in known if form in stretch.candidates] if stretch.title.row else []
    cells = (cell for row in stretch.region.rows.values() for cell in row)
    if not named or stretch.matches():
        return None
    if not has_figures(cells) and not any(has_entries(one.form, stretch.region) for one in named):
        return None
    stranger = most_like(stretch.region, named, ())
    if stranger is None or stranger.held < _FEWEST_BESIDE:
        return None
    stranger.row = stretch.title.row
    return stranger


def _elsewhere(options: Sequence[_Match], home: FormSet | Listed | None) -> Stranger:
    """A form of a form set other than the one chosen: of ``home``, where the forms around it are, if it can be that."""
    at_home = [match for match in options if match.known.source is home]
    match = max(at_home or options, key=lambda match: match.fit)
    stranger = likened(match.known, match.region)
    stranger.recognised = True
    stranger.row = match.title.row
    return stranger
