"""BG-01: parts and totals within a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from perfxl.finding import Level, decimal_text
from perfxl.rules.context import Outcome
from perfxl.words.lists import of_this_year
from perfxl.words.report_rules import (
    ZERO,
    Report,
    Said,
    agree,
    amount,
    called,
    more_or_less,
    project_key,
    report_rule,
    scale_of,
)  # fmt: skip
from perfxl.words.sources import exclude_each_other
from perfxl.words.statements import Basis, Figure, Parts
from perfxl.words.tokens import MONEY, Sentence
from perfxl.words.vocabulary import Item

_OWN_LEVEL = re.compile("配套|自筹|县级|区级|乡镇")
_NEARLY_ALL = Decimal("0.9")
"""Two or more parts of this share of the total look like all of them."""


@report_rule("BG-01")
def sums_within_sentences(report: Report) -> Iterator[Said]:
    """The parts that a sentence lists do not make its total."""
    judged: set[Figure] = set()
    for parts in report.statements.parts:
        members = _members(report, parts)
        counted = parts.whole.quantity.unit != MONEY and parts.whole.item != "编制数" and not parts.listed
        if counted or not members or not parts.whole.exact or not all(one.exact for one in members):
            continue
        judged.add(parts.whole)
        said = _sum(report, parts, members)
        if said is not None:
            yield said
    for sentence in report.statements.sentences:
        here = report.statements.of(sentence)
        splits = list(_splits(report, here))
        fitting = {whole.item for whole, members in splits if not list(_unequal(whole, members))}
        for whole, members in splits:
            if whole not in judged and whole.item not in fitting:
                yield from _unequal(whole, members)


def _members(report: Report, parts: Parts) -> list[Figure]:
    """The parts on the basis of the total, without what is a part of another one."""
    planned = {one.basis.planned for one in parts.parts if one.basis is not Basis.UNKNOWN}
    members = parts.parts
    if parts.whole.basis is not Basis.UNKNOWN:
        wanted = parts.whole.basis.planned
        members = [one for one in members if one.basis is Basis.UNKNOWN or one.basis.planned is wanted]
    elif len(planned) > 1:
        return []
    items = {one.item for one in members if one.item}
    below = {part for item in items for part in report.words.descendants(item)}
    return [one for one in members if one.residue or one.item not in below]


def _sum(report: Report, parts: Parts, members: Sequence[Figure]) -> Said | None:
    whole, total = parts.whole, parts.whole.number
    scale = scale_of([whole, *members])
    numbers = [one.number for one in members]
    runs = [sum(numbers, ZERO)] if _exactly_complete(report, whole, members) else list(_runs(numbers))
    outcomes = [agree(total, run, scale)[0] for run in runs]
    if whole.quantity.unit != MONEY:
        outcomes = [Outcome.EQUAL if run == total else Outcome.DIFFERENT for run in runs]
    if Outcome.EQUAL in outcomes:
        return None
    if parts.listed:
        runs = list(_suffixes([one.number for one in members]))
        nearest = min(runs, key=lambda run: abs(run - total))
        return _said(whole, members[-_length(members, nearest) :], nearest, Outcome.ROUNDING in outcomes)
    computed = sum((one.number for one in members), ZERO)
    complete = _complete(report, whole, members)
    rounding = agree(total, computed, scale)[0] is Outcome.ROUNDING and whole.quantity.unit == MONEY
    if complete or rounding:
        return _said(whole, members, computed, rounding)
    if computed > total and (len(members) == 1 or _of_one_kind(report, whole, members)):
        return _said(whole, members, computed, False)
    nearly = len(members) >= 2 and computed >= _NEARLY_ALL * total and _may_be_all(report, whole, members)
    if nearly and not parts.partial and computed < total and _of_one_kind(report, whole, members):
        said = _said(whole, members, computed, False)
        said.level = Level.WARNING
        return said
    return None


def _length(members: Sequence[Figure], total: Decimal) -> int:
    """How many of the last members make ``total``."""
    so_far = ZERO
    for count, one in enumerate(reversed(members), 1):
        so_far += one.number
        if count >= 2 and so_far == total:
            return count
    return len(members)


def _suffixes(numbers: Sequence[Decimal]) -> Iterator[Decimal]:
    for begin in range(len(numbers) - 1):
        yield sum(numbers[begin:], ZERO)


def _runs(numbers: Sequence[Decimal]) -> Iterator[Decimal]:
    """The sums of all runs of neighbours: a list may hold two ways of splitting the same total."""
    sums = [ZERO]
    for number in numbers[:200]:
        sums.append(sums[-1] + number)
    for begin in range(len(sums)):
        for end in range(begin + 1, len(sums)):
            if end - begin > 1 or len(numbers) == 1:
                yield sums[end] - sums[begin]


def _exactly_complete(report: Report, whole: Figure, members: Sequence[Figure]) -> bool:
    """Whether the members are one known way to split the total, and nothing else."""
    items = frozenset(one.item for one in members)
    if len(items) < len(members) or not all(one.whole for one in members):
        return False
    if not whole.item and not whole.name:
        return any(items in item.parts for item in _totals(report))
    item = report.words.items.get(whole.item) if whole.whole else None
    return item is not None and any(way <= items <= way | item.optional for way in item.parts)


def _totals(report: Report) -> list[Item]:
    """The items that are no part of another: only such a one is 支出 without a name that is made up of all its parts."""
    items = report.words.items.values()
    parts = {name for item in items for name in report.words.descendants(item.name)}
    return [item for item in items if item.name not in parts]


def _complete(report: Report, whole: Figure, members: Sequence[Figure]) -> bool:
    """Whether the members are known to be all the parts there are."""
    if _exactly_complete(report, whole, members):
        return True
    item = report.words.items.get(whole.item) if whole.whole else None
    items = {one.item for one in members if one.whole}
    if item is not None and any(way <= items for way in item.parts):
        return True
    keys = {project_key(one.name) for one in members}
    return (
        whole.item == "项目支出" and len(keys) >= 2 and bool(report.projects) and set(report.projects) <= keys
    )


def _of_one_kind(report: Report, whole: Figure, members: Sequence[Figure]) -> bool:
    """Whether the members do not overlap: all of one way to split the total, or all things with names of their own."""
    item = report.words.items.get(whole.item) if whole.whole else None
    items = {one.item for one in members if one.whole}
    if whole.item == "编制数":
        return True
    if any(_source(report, whole, one) for one in members):
        return _by_source(report, whole, [one for one in members if one.number])
    if not items:
        return len({one.name for one in members}) == len(members)
    return (
        item is not None
        and any(items <= way | item.optional for way in item.parts)
        and all(one.whole for one in members)
    )


def _may_be_all(report: Report, whole: Figure, members: Sequence[Figure]) -> bool:
    """Whether nothing says that more parts may be left out: a list of sources often names the larger ones only."""
    sources = {source for one in members if (source := _source(report, whole, one))}
    return not sources or any(way <= sources for way in report.words.all_sources)


def _by_source(report: Report, whole: Figure, members: Sequence[Figure]) -> bool:
    """Whether the members are sources that exclude each other, those of the unit's own level with names of their own."""
    sources = [source for one in members if (source := _source(report, whole, one))]
    others = [one.name for one in members if not _source(report, whole, one)]
    if not all(_OWN_LEVEL.search(name) for name in others) or len(set(others)) < len(others):
        return False
    return exclude_each_other([*sources, *(["本级"] if others else [])])


def _source(report: Report, whole: Figure, one: Figure) -> str:
    """The source or level that a part is named by, as the vocabulary calls it; "" where it is named otherwise."""
    if one.of_source or (one.whole and one.item == whole.item and one.scope != whole.scope):
        return one.scope
    if of_this_year(whole, one):
        return "本年"
    if one.whole and report.words.items[one.item].source:
        return one.item
    return ""


def _splits(report: Report, figures: Iterable[Figure]) -> Iterator[tuple[Figure, list[Figure]]]:
    """Totals whose known parts all stand among the figures, each once."""
    figures = [
        one for one in figures if one.exact and one.quantity.unit == MONEY and not one.residue and one.item
    ]
    for whole in figures:
        for way in report.words.items[whole.item].parts:
            fitting = {
                item: [one for one in figures if one.item == item and _together(whole, one)] for item in way
            }
            if all(len(found) == 1 for found in fitting.values()):
                optional = report.words.items[whole.item].optional
                extra = [one for one in figures if one.item in optional and _together(whole, one)]
                members = [found[0] for found in fitting.values()] + extra
                yield whole, sorted(members, key=lambda one: one.start)
                break


def _together(whole: Figure, part: Figure) -> bool:
    bases = {whole.basis.planned if whole.basis else None, part.basis.planned if part.basis else None} - {
        None
    }
    return (
        part.year == whole.year
        and len(bases) <= 1
        and (part.parent is None or part.parent in (whole, whole.parent))
    )


def _unequal(whole: Figure, members: Sequence[Figure]) -> Iterator[Said]:
    computed = sum((one.number for one in members), ZERO)
    outcome, _ = agree(whole.number, computed, scale_of([whole, *members]))
    if outcome is not Outcome.EQUAL:
        yield _said(whole, members, computed, outcome is Outcome.ROUNDING)


def _said(whole: Figure, members: Sequence[Figure], computed: Decimal, rounding: bool) -> Said:
    difference = whole.number - computed
    terms = "＋".join(decimal_text(one.number) for one in members[:8]) + ("＋…" if len(members) > 8 else "")
    message = (
        f"{called(whole)} {amount(whole.number, whole)}，各分项之和（{terms}）为 {amount(computed, whole)}，"
    )
    message += f"总额比分项之和{more_or_less(difference, whole)}"
    places = [one for one in (whole, *members) if one.sentence is whole.sentence]
    return Said(
        message, whole.sentence, (min(one.start for one in places), max(one.end for one in places)),
        decimal_text(whole.number), computed, difference, scale_of([whole, *members]) * Decimal("0.005"),
        rounding=rounding, fault=whole, inputs=[whole, *members],
    )  # fmt: skip


@report_rule("BG-01")
def sums_across_sentences(report: Report) -> Iterator[Said]:
    """A total stated in one place is not what its parts, stated elsewhere, come to."""
    stated: dict[str, Figure] = {}
    doubled: set[str] = set()
    for one in report.statements.figures:
        usable = (
            one.exact
            and one.whole
            and not one.scope
            and one.quantity.unit == MONEY
            and one.year == report.year
        )
        if not usable or one.basis.planned or one.basis is Basis.RECEIVED:
            continue
        if one.item in stated and stated[one.item].number != one.number:
            doubled.add(one.item)
        stated.setdefault(one.item, one)
    single = {item: one for item, one in stated.items() if item not in doubled}
    for item, whole in single.items():
        for way in report.words.items[item].parts:
            members = [
                single[part] for part in sorted(way, key=list(report.words.items).index) if part in single
            ]
            listed = all(one.parent is whole for one in members)
            if len(members) < len(way) or listed or not _scattered([whole, *members]):
                continue
            if any(optional in stated for optional in report.words.items[item].optional):
                continue
            for said in _unequal(whole, members):
                said.level = said.level or Level.WARNING
                yield said
            break


def _scattered(figures: Sequence[Figure]) -> bool:
    """Whether they stand in more than one sentence, on one basis."""
    sentences: list[Sentence] = [one.sentence for one in figures]
    return any(first is not second for first, second in pairwise(sentences))
