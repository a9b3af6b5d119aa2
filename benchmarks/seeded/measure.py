"""Put defects into returns, check them from their bytes, and count what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from perfxl.audit import audit
from perfxl.checking import Options, check_bytes
from perfxl.finding import Finding, Level
from perfxl.rules.registry import Link, Other, catalogue
from seeded import (
    defects_base,
    defects_common,
    defects_declared,
    defects_forms,
    defects_indicators,
    defects_scores,
)
from seeded.defect import DEFECTS, Defect, Spot
from seeded.generators import GENERATORS
from seeded.paper import Draft

FAMILIES = (defects_base, defects_common, defects_declared, defects_forms, defects_indicators, defects_scores)
"""Importing them registers their defects."""
_MOST_TRIES = 60


@dataclass(slots=True)
class Trial:
    """One defect in one return: where it was expected, and what was found."""

    seed: int
    expected: Sequence[tuple[str, str | None]]
    found: bool
    rule_found: bool
    """Whether the rule was found at all, if elsewhere."""
    primary: list[Finding] = field(default_factory=list)
    expected_primary: bool = False


@dataclass(slots=True)
class Outcome:
    """All trials of one kind of defect."""

    defect: Defect
    trials: list[Trial] = field(default_factory=list)

    @property
    def missed(self) -> list[Trial]:
        """The trials in which the rule was not found at its cell."""
        return [trial for trial in self.trials if not trial.found]

    @property
    def several(self) -> list[Trial]:
        """The trials with another number of primary findings than one."""
        return [trial for trial in self.trials if len(trial.primary) != 1]


def findings_of(draft: Draft, data: bytes | None = None) -> list[Finding]:
    """What perfxl finds in a draft written as a file, with the form set chosen from its content."""
    data = draft.bytes() if data is None else data
    cut = draft.facts.get("损坏")
    parameters = (draft.facts["参数组"],) if "参数组" in draft.facts else ()
    options = Options(public=draft.public, parameters=parameters)
    checked = check_bytes(data[:-cut] if cut else data, "file.xlsx", options)
    if checked.ret is None or not draft.others:
        return checked.findings
    others = []
    for link, other in draft.others:
        ret = check_bytes(other.bytes(), "other.xlsx").ret
        if ret is not None:
            others.append(Other(Link[link], ret, "other.xlsx"))
    alone = {finding.fingerprint for finding in audit(checked.ret)}
    pairs = [finding for finding in audit(checked.ret, others=others) if finding.fingerprint not in alone]
    return [*checked.findings, *pairs]


def spots(draft: Draft, where: Spot | Sequence[Spot]) -> list[tuple[str, str | None]]:
    """The cells where a finding may be expected."""
    if isinstance(where, str):
        return [draft.place(where)]
    if isinstance(where, tuple) and len(where) == 2 and not _is_name(draft, where[0]):
        return [(str(where[0]), where[1])]  # type: ignore[list-item]
    return [spot for item in where if item is not None for spot in spots(draft, item)]


def _is_name(draft: Draft, text: object) -> bool:
    return any(text in paper.names for paper in draft.papers)


def at_spot(finding: Finding, expected: Iterable[tuple[str, str | None]]) -> bool:
    """Whether a finding stands at one of the cells."""
    return any(
        finding.place.sheet == sheet and (address is None or finding.place.address == address)
        for sheet, address in expected
    )


def inject(defect: Defect, seed: int) -> tuple[Draft, list[tuple[str, str | None]]]:
    """A return with the defect in it, and where that is expected. Raises LookupError where none has a place for it."""
    for attempt in range(_MOST_TRIES):
        rng = Random(f"{defect.words}/{defect.form_set}/{seed}/{attempt}")
        draft = GENERATORS[defect.form_set](rng, projects=defect.projects)
        where = defect.inject(draft, rng)
        if where is not None:
            return draft, spots(draft, where)
    raise LookupError(f"{defect.words} ({defect.form_set}): no return has a place for it")


def trial(defect: Defect, seed: int) -> Trial:
    """Put the defect into the return of a seed and check it."""
    draft, expected = inject(defect, seed)
    findings = findings_of(draft)
    own = [finding for finding in findings if finding.rule == defect.rule]
    there = [finding for finding in own if at_spot(finding, expected)]
    primary = [finding for finding in findings if finding.primary]
    counted = [finding for finding in primary if finding.level is not Level.UNDECIDED or finding in there[:1]]
    told = any(finding.primary for finding in (*there, *_of_which(there, findings)))
    return Trial(seed, expected, bool(there), bool(own), counted, told)


def _of_which(there: Sequence[Finding], findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is told of the same cells by rules that theirs follow: of a bound, the figure that is due there."""
    places = {finding.place for finding in there}
    rules = {rule for finding in there for rule in catalogue()[finding.rule].causes}
    return (finding for finding in findings if finding.place in places and finding.rule in rules)


def matrix(seeds: Sequence[int], defects: Sequence[Defect] = ()) -> Iterator[Outcome]:
    """Every kind of defect with every seed."""
    for defect in defects or DEFECTS:
        outcome = Outcome(defect)
        for seed in seeds:
            outcome.trials.append(trial(defect, seed))
        yield outcome
