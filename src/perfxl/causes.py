"""Which finding is the consequence of which: what would go away were another one put right is not primary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cache, lru_cache
from itertools import islice, product

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.finding import Finding, Level, Place
from perfxl.lazy import lazy
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT
from perfxl.rules.registry import Hit, Holds, RuleInfo, catalogue

_WITHOUT_FIGURE = frozenset({"TY-01", "TY-11", "ZP-10"})
"""Rules that tell of cells without a figure: what cannot be judged because of one of them follows from that."""
_MOST_TRIED = 100
"""So many ways of putting cells right are tried: figures of as many cells as there are in hostile forms have more."""


class _Cause(Struct, eq=False):
    """A primary finding that others may follow from.

    ``mended`` are the figures of cells that were taken for right so far: what explains one finding must not be
    contradicted by what explains the next one.
    """

    finding: Finding
    holds: Holds | None
    mended: dict[Place, Decimal] = field(default_factory=dict)

    def admits(self, figures: Mapping[Place, Decimal]) -> bool:
        """Whether figures that put it right go together with each other, and with those that were taken for right."""
        if any(self.mended.get(place, figure) != figure for place, figure in figures.items()):
            return False
        together = {**self.mended, **figures}
        if self.holds is None or len(together) < 2 or self.holds(together):
            return True
        return not any(
            self.holds({place: figure}) for place, figure in figures.items()
        )  # a sum of what is at fault


class _Told:
    """The primary findings so far: by rule and cell what would put each of them right, and which of them can say."""

    def __init__(self) -> None:
        self.remedies: dict[str, dict[Place, list[tuple[_Cause, Decimal]]]] = {}
        self.mendable: dict[str, dict[Place, list[_Cause]]] = {}

    def add(self, finding: Finding, hit: Hit | None) -> None:
        cause = _Cause(finding, hit.holds if hit is not None else None)
        if cause.holds is not None:
            for place in (finding.place, *finding.related):
                self.mendable.setdefault(finding.rule, {}).setdefault(place, []).append(cause)
        for place, figure in _remedies(hit):
            self.remedies.setdefault(finding.rule, {}).setdefault(place, []).append((cause, figure))


_Mark = tuple[str | None, Decimal | None, bool]
"""Of a finding its form, the size of its gap, or both, and whether it can be a cause of an error."""


class _Found:
    """What was found of one rule: what each finding concerns, by cells and by entries of lists."""

    def __init__(self, causes: Sequence[Finding], list_rows: Set[tuple[str, int]]) -> None:
        self.causes = causes
        self.by_place: dict[Place, set[_Mark]] = {}
        self.by_entry: dict[tuple[str, int], set[_Mark]] = {}
        for cause in causes:
            gap = None if cause.difference is None else abs(cause.difference)
            marks = {mark for grave in _graves(cause) for mark in _marks(cause.form, gap, grave)}
            for place in (cause.place, *cause.related):
                self.by_place.setdefault(place, set()).update(marks)
            entry = (cause.place.sheet, cause.place.row)
            if entry in list_rows:
                self.by_entry.setdefault(entry, set()).update(marks)

    @lazy
    def errors(self) -> Mapping[Place, Sequence[Finding]]:
        """The errors among them, by their own cells."""
        by_cell: dict[Place, list[Finding]] = {}
        for cause in self.causes:
            if cause.level is Level.ERROR:
                by_cell.setdefault(cause.place, []).append(cause)
        return by_cell

    def at(self, places: Set[Place], entry: tuple[str, int], marks: Set[_Mark], in_entry: _Mark) -> bool:
        """Whether a finding with one of some marks concerns one of some cells, or one of a mark an entry of a list."""
        shared = self.by_place.keys() & places
        return any(not marks.isdisjoint(self.by_place[place]) for place in shared) or (
            in_entry in self.by_entry.get(entry, ())
        )


def _graves(cause: Finding) -> Sequence[bool]:
    """For which findings a cause is grave enough: an error is not explained by what is only worth a look."""
    return (False,) if cause.level is Level.INFO else (False, True)


def _marks(form: str, gap: Decimal | None, grave: bool) -> Iterator[_Mark]:
    yield form, None, grave
    if gap is not None:
        yield None, gap, grave
        yield form, gap, grave


class _Known:
    """Everything that was decided, by rule. What it concerns is worked out when a rule that follows it was found."""

    def __init__(self, decided: Iterable[Finding], list_rows: Set[tuple[str, int]]) -> None:
        self.list_rows = list_rows
        self.by_rule: dict[str, list[Finding]] = {}
        self._found: dict[str, _Found] = {}
        for finding in decided:
            self.by_rule.setdefault(finding.rule, []).append(finding)

    def of(self, rules: Sequence[str]) -> Iterator[tuple[str, _Found]]:
        """What was found of those of some rules of which something was."""
        for rule in rules:
            if rule in self.by_rule:
                if rule not in self._found:
                    self._found[rule] = _Found(self.by_rule[rule], self.list_rows)
                yield rule, self._found[rule]


def follow(
    findings: Sequence[Finding], hits: Mapping[Finding, Hit], list_rows: Set[tuple[str, int]]
) -> list[Finding]:
    """Mark what follows from another finding as not primary.

    That is: what a followed rule explains, what cannot be judged because of a cell that has a finding of its own or
    was named before, and the same comparison failing again from the same inputs. What rules are followed by others
    is looked at before those: what is not primary itself, and so not told, puts no figure right. ``list_rows`` are
    (sheet, row) of list entries, whose cells belong together.
    """
    rules, ranks = catalogue(), _ranks()
    decided = [finding for finding in findings if finding.level is not Level.UNDECIDED]
    known, told = _Known(decided, list_rows), _Told()
    primary = [
        finding.primary and not again
        for finding, again in zip(findings, _again(findings, decided), strict=True)
    ]
    for nth in sorted(range(len(findings)), key=lambda nth: ranks[findings[nth].rule]):
        finding, hit = findings[nth], hits.get(findings[nth])
        info = rules[finding.rule]
        primary[nth] = primary[nth] and not (
            _explained(info, finding, hit, known)
            or _put_right(info, finding, hit, told)
            or _puts_right(info, finding, hit, told)
        )
        if primary[nth] and finding.level is not Level.UNDECIDED:
            told.add(finding, hit)
    return [
        finding if finding.primary is stays else replace(finding, primary=stays)
        for finding, stays in zip(findings, primary, strict=True)
    ]


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    """How many rules stand before each one, at most, on the way from one that follows none."""
    rules, ranks = catalogue(), {}

    def rank(rule: str) -> int:
        if rule not in ranks:
            ranks[rule] = 1 + max((rank(cause) for cause in rules[rule].causes), default=-1)
        return ranks[rule]

    return {rule: rank(rule) for rule in rules}


@cache
def _upstream(rule: str) -> Sequence[str]:
    """The rules that a rule follows, and those that these follow: what they say may not be told for itself."""
    rules, reached = catalogue(), dict.fromkeys(catalogue()[rule].causes)
    for one in [*reached]:
        reached.update(dict.fromkeys(_upstream(one)))
    return [one for one in rules if one in reached]


def _again(findings: Sequence[Finding], decided: Sequence[Finding]) -> Iterator[bool]:
    """Of each finding, whether a cell was said to be of no use before, or its comparison failed before."""
    named = _named(findings, decided)
    seen: set[tuple[object, ...]] = set()
    for finding in findings:
        if finding.level is Level.UNDECIDED:
            yield finding.place in named
            if finding.place.row:
                named.add(finding.place)
        elif finding.computed is not None and finding.related:
            one = (finding.rule, finding.form, finding.computed, finding.difference, finding.related)
            yield one in seen
            seen.add(one)
        else:
            yield False


def _named(findings: Sequence[Finding], decided: Sequence[Finding]) -> set[Place]:
    """The cells that have a finding of their own, or that figures were compared with, or that hold no figure."""
    named = {finding.place for finding in decided if finding.place.row}
    named.update(place for finding in decided if finding.computed is not None for place in finding.related)
    lost = [finding for finding in findings if finding.rule in _WITHOUT_FIGURE]
    named.update(place for finding in lost for place in (finding.place, *finding.related))
    return named


def _explained(info: RuleInfo, finding: Finding, hit: Hit | None, known: _Known) -> bool:
    """Whether a finding of a rule that is followed concerns the same thing.

    Within one form it does if its cell is at fault or used in the other one, or if both share an entry of a list or an
    input; between forms a shared cell counts only if the gap is the same. A wrong number of forms explains what it
    names, and what cannot be judged for it; figures in 元 concern the whole return. Of rules that are followed where
    figures say so, that is if it is off by the same amount there, but only of a comparison that cannot tell whether it
    would hold.
    """
    places, entry = {finding.place, *finding.related}, (finding.place.sheet, finding.place.row)
    gap = None if finding.difference is None else abs(finding.difference)
    grave = finding.level is Level.ERROR
    same_gap: Set[_Mark] = frozenset() if gap is None else {(None, gap, grave)}
    of_form: _Mark = (finding.form, None, grave)
    for rule, found in known.of(info.follows):
        whole = _OF_THE_WHOLE.get(rule)
        if whole(found, finding, places) if whole else found.at(places, entry, {of_form, *same_gap}, of_form):
            return True
    if gap is None or (hit is not None and hit.holds is not None):
        return False
    of_both: _Mark = (finding.form, gap, grave)
    return any(found.at(places, entry, same_gap, of_both) for _, found in known.of(info.follows_gap))


def _grave_enough(cause: Finding, finding: Finding) -> bool:
    """An error is not explained by what is only worth a look."""
    return finding.level is not Level.ERROR or True in _graves(cause)


_Way = list[tuple[_Cause, Place, Decimal]]
"""Figures that would put causes right, each in a cell."""


def _put_right(info: RuleInfo, finding: Finding, hit: Hit | None, told: _Told) -> bool:
    """Whether a comparison would hold once what rules that are followed found at its cells is put right."""
    remedies = [told.remedies[rule] for rule in _upstream(info.id) if rule in told.remedies]
    if hit is None or hit.holds is None or not remedies:
        return False
    offered: dict[_Cause, _Way] = {}
    for place in (finding.place, *finding.related):
        for by_place in remedies:
            for cause, figure in by_place.get(place, ()):
                if _grave_enough(cause.finding, finding):
                    offered.setdefault(cause, []).append((cause, place, figure))
    return any(_taken(way, hit.holds) for way in islice(_ways(offered), _MOST_TRIED))


def _ways(offered: Mapping[_Cause, _Way]) -> Iterator[_Way]:
    """What figures may be put right together: all that each cause offers, one of them, or one of several causes."""
    yield from ([*way] for way in offered.values() if len(way) > 1)
    for way in offered.values():
        yield from ([one] for one in way)
    if len(offered) > 1:
        yield [one for way in offered.values() for one in way]
        yield from (
            [one for one in way if one] for way in product(*([*way, None] for way in offered.values()))
        )


def _taken(way: _Way, holds: Holds) -> bool:
    """Whether a comparison holds with the figures of some causes, which are then taken for right."""
    if not holds({place: figure for _, place, figure in way}):
        return False
    by_cause: dict[_Cause, dict[Place, Decimal]] = {}
    for cause, place, figure in way:
        by_cause.setdefault(cause, {})[place] = figure
    if not all(cause.admits(figures) for cause, figures in by_cause.items()):
        return False
    for cause, figures in by_cause.items():
        cause.mended.update(figures)
    return True


def _puts_right(info: RuleInfo, finding: Finding, hit: Hit | None, told: _Told) -> bool:
    """Whether the figure of one cell that a finding asks for would put right what a rule in ``follows_gap`` found.

    That is how a bound is left by the figure that is far from another one: of the bound only the limit is known.
    """
    causes = [told.mendable[rule] for rule in info.follows_gap if rule in told.mendable]
    ways = list(_remedies(hit)) if causes else []
    tried = (
        (cause, place, figure)
        for place, figure in ways
        for by_place in causes
        for cause in by_place.get(place, ())
        if _grave_enough(cause.finding, finding)
    )
    return any(
        _taken([(cause, place, figure)], cause.holds)
        for cause, place, figure in islice(tried, _MOST_TRIED)
        if cause.holds is not None
    )


def _remedies(hit: Hit | None) -> Iterator[tuple[Place, Decimal]]:
    """The figures of cells that would have put a hit right, each by itself."""
    if hit is None:
        return
    if isinstance(hit.at, Value) and isinstance(hit.computed, Decimal):
        yield hit.at.place, hit.computed
    yield from hit.remedies.items()


def _by_number_of_forms(found: _Found, finding: Finding, places: Set[Place]) -> bool:
    """Whether a wrong number of forms is what a finding comes from."""
    return finding.level is Level.UNDECIDED or any(
        _grave_enough(cause, finding) and not places.isdisjoint((cause.place, *cause.related))
        for cause in found.causes
    )


def _by_unit(found: _Found, finding: Finding, places: Set[Place]) -> bool:
    """Whether a finding comes from an amount in another unit: a gap of a thousand times, or that which it leaves.

    A warning says that the whole return is in that unit, which leaves no gaps.
    """
    errors = found.errors
    if not errors or finding.difference is None:
        return False
    gap = abs(finding.difference)
    return _in_another_unit(finding) or any(
        cause.difference is not None and abs(abs(cause.difference) - gap) <= EXACT
        for place in errors.keys() & places
        for cause in errors[place]
    )


def _in_another_unit(finding: Finding) -> bool:
    """Whether the two figures of a finding are a thousand times apart or more."""
    if finding.computed is None or finding.difference is None:
        return False
    computed = abs(Decimal(finding.computed))
    stated = abs(Decimal(finding.computed) + finding.difference)
    return max(computed, stated) >= 1000 * min(computed, stated) > 0


_OF_THE_WHOLE = {"KB-03": _by_number_of_forms, "TY-07": _by_unit}
"""Rules whose findings concern more than their cells, and whether a finding comes from one of them."""
