"""Which finding is the consequence of which: what would go away were another one put right is not primary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from itertools import islice, product

from msgspec.structs import replace

from perfxl.finding import Finding, Level, Place
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT
from perfxl.rules.registry import Hit, Holds, RuleInfo, catalogue

_WITHOUT_FIGURE = frozenset({"TY-01", "TY-11", "ZP-10"})
"""Rules that tell of cells without a figure: what cannot be judged because of one of them follows from that."""
_MOST_TRIED = 100
"""So many ways of putting cells right are tried: figures of as many cells as there are in hostile forms have more."""


class _Known:
    """The findings that may be causes: by rule, by how far they are off, and by what would have put a cell right."""

    def __init__(self, decided: Iterable[Finding], hits: Mapping[Finding, Hit]) -> None:
        self.by_rule: dict[str, list[Finding]] = {}
        self.by_gap: dict[str, dict[Decimal, list[Finding]]] = {}
        self.remedies: dict[str, dict[Place, list[tuple[Finding, Decimal]]]] = {}
        self.mendable: dict[str, dict[Place, list[tuple[Finding, Holds]]]] = {}
        for finding in decided:
            hit = hits.get(finding)
            if hit is not None and hit.holds is not None:
                for place in (finding.place, *finding.related):
                    mendable = self.mendable.setdefault(finding.rule, {}).setdefault(place, [])
                    mendable.append((finding, hit.holds))
            self.by_rule.setdefault(finding.rule, []).append(finding)
            if finding.difference is not None:
                gaps = self.by_gap.setdefault(finding.rule, {})
                gaps.setdefault(abs(finding.difference), []).append(finding)
            for place, figure in _remedies(hit):
                self.remedies.setdefault(finding.rule, {}).setdefault(place, []).append((finding, figure))

    def with_gap(self, rules: Sequence[str], gap: Decimal | None) -> list[Finding]:
        """What was found of some rules and is off by so much."""
        gaps = [self.by_gap[rule] for rule in rules if rule in self.by_gap]
        if gap is None or not gaps:
            return []
        size = abs(gap)
        return [cause for by_size in gaps for cause in by_size.get(size, ())]


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
    known = _Known(decided, hits)
    named = _named(findings, decided)
    seen: set[tuple[object, ...]] = set()
    result = []
    for finding in findings:
        info, hit = rules[finding.rule], hits.get(finding)
        secondary = (
            _explained(info, finding, known, list_rows)
            or _put_right(info, finding, hit, known)
            or _puts_right(info, finding, hit, known)
        )
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
    """The cells that have a finding of their own, or that figures were compared with, or that hold no figure."""
    named = {finding.place for finding in decided if finding.place.row}
    named.update(place for finding in decided if finding.computed is not None for place in finding.related)
    lost = [finding for finding in findings if finding.rule in _WITHOUT_FIGURE]
    named.update(place for finding in lost for place in (finding.place, *finding.related))
    return named


def _explained(info: RuleInfo, finding: Finding, known: _Known, list_rows: Set[tuple[str, int]]) -> bool:
    """Whether a finding of a rule that is followed concerns the same thing, or is off by the same amount there."""
    loose = [cause for rule in info.follows for cause in known.by_rule.get(rule, ())]
    causes = [*loose, *known.with_gap(info.follows_gap, finding.difference)]
    if not causes:
        return False
    used = {finding.place, *finding.related}
    return any(
        _grave_enough(cause, finding) and _explains(cause, finding, used, list_rows) for cause in causes
    )


def _grave_enough(cause: Finding, finding: Finding) -> bool:
    """An error is not explained by what is only worth a look."""
    return cause.level is not Level.INFO or finding.level is not Level.ERROR


def _put_right(info: RuleInfo, finding: Finding, hit: Hit | None, known: _Known) -> bool:
    """Whether a comparison would hold once what rules that are followed found at its cells is put right."""
    remedies = [known.remedies[rule] for rule in info.causes if rule in known.remedies]
    if hit is None or hit.holds is None or not remedies:
        return False
    figures: dict[Place, dict[Decimal | None, None]] = {}
    for place in (finding.place, *finding.related):
        for by_place in remedies:
            for cause, figure in by_place.get(place, ()):
                if _grave_enough(cause, finding):
                    figures.setdefault(place, {})[figure] = None
    ways = product(*([*either, None] for either in figures.values()))  # the first puts all right at once
    return bool(figures) and any(
        hit.holds({place: figure for place, figure in zip(figures, way, strict=True) if figure is not None})
        for way in islice(ways, _MOST_TRIED)
    )


def _puts_right(info: RuleInfo, finding: Finding, hit: Hit | None, known: _Known) -> bool:
    """Whether the figure of one cell that a finding asks for would put right what a rule in ``follows_gap`` found.

    That is how a bound is left by the figure that is far from another one: of the bound only the limit is known.
    """
    causes = [known.mendable[rule] for rule in info.follows_gap if rule in known.mendable]
    ways = list(_remedies(hit)) if causes else []
    tried = (
        (holds, place, figure)
        for place, figure in ways
        for by_place in causes
        for cause, holds in by_place.get(place, ())
        if _grave_enough(cause, finding)
    )
    return any(holds({place: figure}) for holds, place, figure in islice(tried, _MOST_TRIED))


def _remedies(hit: Hit | None) -> Iterator[tuple[Place, Decimal]]:
    """The figures of cells that would have put a hit right, each by itself."""
    if hit is None:
        return
    if isinstance(hit.at, Value) and isinstance(hit.computed, Decimal):
        yield hit.at.place, hit.computed
    yield from hit.remedies.items()


def _same_gap(cause: Finding, finding: Finding) -> bool:
    return finding.difference is not None and cause.difference in (finding.difference, -finding.difference)


def _explains(cause: Finding, finding: Finding, used: set[Place], list_rows: Set[tuple[str, int]]) -> bool:
    """Whether a finding of a followed rule concerns the same thing.

    Figures in 元 explain every gap of a thousand times, and one amount with another unit the gap that it leaves.
    Within one form it does if its cell is at fault or used in the other one, or if both share an entry of a list or
    an input; between forms a shared cell counts only if the gap is the same. A wrong number of forms explains what it
    names, and what cannot be judged for it; figures in 元 concern the whole return. ``used`` are the finding's cells.
    """
    given = (cause.place, *cause.related)
    if cause.rule == "KB-03":
        return finding.level is Level.UNDECIDED or not used.isdisjoint(given)
    if cause.rule == "TY-07":  # a warning says that the whole return is in that unit, which leaves no gaps
        return cause.level is Level.ERROR and (_in_another_unit(finding) or _gap_of_unit(cause, finding))
    if cause.form != finding.form:
        return _same_gap(cause, finding) and not used.isdisjoint(given)
    if cause.place.row and cause.place in used:
        return True
    row = (cause.place.sheet, cause.place.row)
    return (row in list_rows and row == (finding.place.sheet, finding.place.row)) or not used.isdisjoint(
        given
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
