"""Which finding is the consequence of which: what would go away were another one put right is not primary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import islice, product

from msgspec.structs import replace

from perfxl.finding import Finding, Level, Place
from perfxl.returns.model import Value
from perfxl.rules.context import EXACT
from perfxl.rules.registry import Hit, RuleInfo, catalogue

_MOST_TRIED = 100
"""So many ways of putting cells right are tried: figures of as many cells as there are in hostile forms have more."""


class _Known:
    """The findings that may be causes, by rule, and what was hit for each."""

    def __init__(
        self, decided: Iterable[Finding], hits: Mapping[Finding, Hit], rows: Set[tuple[str, int]]
    ) -> None:
        self.hits = hits
        self.list_rows = rows
        self.by_rule: dict[str, list[Finding]] = {}
        for finding in decided:
            self.by_rule.setdefault(finding.rule, []).append(finding)

    def of(self, rules: Sequence[str], finding: Finding) -> Iterator[Finding]:
        """What was found of some rules; an error is not explained by what is only worth a look."""
        for rule in rules:
            for cause in self.by_rule.get(rule, ()):
                if cause.level is not Level.INFO or finding.level is not Level.ERROR:
                    yield cause


def follow(
    findings: Sequence[Finding], hits: Mapping[Finding, Hit], list_rows: Set[tuple[str, int]]
) -> list[Finding]:
    """Mark what follows from another finding as not primary.

    That is: what a followed rule explains, what cannot be judged because of a cell that has a finding of its own or
    was named before, and the same comparison failing again from the same inputs. ``list_rows`` are (sheet, row) of
    list entries, whose cells belong together.
    """
    rules = catalogue()
    decided = [finding for finding in findings if finding.level is not Level.UNDECIDED]
    known = _Known(decided, hits, list_rows)
    named = _named(findings, decided)
    seen: set[tuple[object, ...]] = set()
    result = []
    for finding in findings:
        secondary = _follows(rules[finding.rule], finding, known)
        if finding.level is Level.UNDECIDED:
            secondary = secondary or finding.place in named
            if finding.place.row:
                named.add(finding.place)
        elif finding.computed is not None and finding.related:
            again = (finding.rule, finding.form, finding.computed, finding.difference, finding.related)
            secondary = secondary or again in seen
            seen.add(again)
        result.append(replace(finding, primary=False) if secondary and finding.primary else finding)
    return result


def _named(findings: Sequence[Finding], decided: Sequence[Finding]) -> set[Place]:
    """The cells that have a finding of their own, or that figures were compared with, or that cannot be read."""
    named = {finding.place for finding in decided if finding.place.row}
    named.update(place for finding in decided if finding.computed is not None for place in finding.related)
    unreadable = [finding for finding in findings if finding.rule == "TY-11"]
    named.update(place for finding in unreadable for place in (finding.place, *finding.related))
    return named


def _follows(info: RuleInfo, finding: Finding, known: _Known) -> bool:
    if any(_explains(cause, finding, known.list_rows) for cause in known.of(info.follows, finding)):
        return True
    causes = list(known.of(info.follows_gap, finding))
    if any(_same_gap(cause, finding) and _explains(cause, finding, known.list_rows) for cause in causes):
        return True
    hit = known.hits.get(finding)
    if hit is None or hit.holds is None or not causes:
        return False
    return any(hit.holds(figures) for figures in _put_right(causes, finding, known.hits))


def _put_right(
    causes: Iterable[Finding], finding: Finding, hits: Mapping[Finding, Hit]
) -> Iterator[dict[Place, Decimal]]:
    """The ways of putting right what the causes found at the cells of a finding: all of them at once comes first."""
    own = {finding.place, *finding.related}
    figures: dict[Place, list[Decimal | None]] = {}
    for cause in causes:
        for place, figure in _remedies(hits.get(cause)):
            if place in own:
                figures.setdefault(place, []).append(figure)
    if not figures:
        return
    yield {place: either[0] for place, either in figures.items() if either[0] is not None}
    ways = product(*([*either, None] for either in figures.values()))
    for way in islice(ways, _MOST_TRIED):
        yield {place: figure for place, figure in zip(figures, way, strict=True) if figure is not None}


def _remedies(hit: Hit | None) -> Iterator[tuple[Place, Decimal]]:
    """The figures of cells that would have put a hit right, each by itself."""
    if hit is None:
        return
    if isinstance(hit.at, Value) and isinstance(hit.computed, Decimal):
        yield hit.at.place, hit.computed
    yield from hit.remedies.items()


def _same_gap(cause: Finding, finding: Finding) -> bool:
    return finding.difference is not None and cause.difference in (finding.difference, -finding.difference)


def _explains(cause: Finding, finding: Finding, list_rows: Set[tuple[str, int]]) -> bool:
    """Whether a finding of a followed rule concerns the same thing.

    Figures in 元 explain every gap of a thousand times, and one amount with another unit the gap that it leaves.
    Within one form it does if its cell is at fault or used in the other one, or if both share an entry of a list or
    an input; between forms a shared cell counts only if the gap is the same. A wrong number of forms explains what it
    names, and what cannot be judged for it; figures in 元 concern the whole return.
    """
    used, given = {finding.place, *finding.related}, {cause.place, *cause.related}
    if cause.rule == "KB-03":
        return finding.level is Level.UNDECIDED or not given.isdisjoint(used)
    if cause.rule == "TY-07":
        return _in_another_unit(finding) or _gap_of_unit(cause, finding)
    if cause.form != finding.form:
        return _same_gap(cause, finding) and not given.isdisjoint(used)
    if cause.place.row and cause.place in used:
        return True
    row = (cause.place.sheet, cause.place.row)
    return (row in list_rows and row == (finding.place.sheet, finding.place.row)) or not given.isdisjoint(
        used
    )


def _gap_of_unit(cause: Finding, finding: Finding) -> bool:
    """Whether a sum would hold if an amount were in the form's unit and not in the one written behind it."""
    if cause.difference is None or finding.difference is None:
        return False
    same = abs(abs(cause.difference) - abs(finding.difference)) <= EXACT
    return same and cause.place in (finding.place, *finding.related)


def _in_another_unit(finding: Finding) -> bool:
    """Whether the two figures of a finding are a thousand times apart or more."""
    if finding.computed is None or finding.difference is None:
        return False
    computed = abs(Decimal(finding.computed))
    stated = abs(Decimal(finding.computed) + finding.difference)
    return max(computed, stated) >= 1000 * min(computed, stated) > 0
