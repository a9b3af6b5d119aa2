"""Cases of rules: what is changed in the clean return, and the whole set of findings that must follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from made import BASE, FIRST, OVERALL, SECOND, Content, Made, base_rows, made
from perfxl.finding import Finding, Level

Changes = dict[tuple[str, str], Content]
_QUOTED = re.compile(r"“[^”]*”")
KINDS = ("passes", "fails", "boundary", "undecided")


@dataclass(frozen=True)
class Case:
    """One case; ``expected`` are lines as :func:`line` writes them, the finding in question first."""

    rule: str
    kind: str
    changes: Mapping[tuple[str, str], Content]
    expected: Sequence[str]
    figures: tuple[str | None, str | None, str | None] | None
    related: str | None
    options: Mapping[str, Any]


def case(
    rule: str,
    kind: str,
    changes: Mapping[tuple[str, str], Content],
    *expected: str,
    figures: tuple[str | None, str | None, str | None] | None = None,
    related: str | None = None,
    **options: Any,
) -> ParameterSet:
    """A parameter with its marker. ``figures``: stated, computed, difference; ``related``: addresses, in order."""
    item = Case(rule, kind, changes, expected, figures, related, options)
    changed = ",".join(address for _, address in changes) or ",".join(map(str, options))
    return pytest.param(item, marks=pytest.mark.case(rule, kind), id=f"{rule}-{kind}-{changed[:40]}")


def base(**cells: Content) -> Changes:
    """Changed cells of the 基础数据表."""
    return {(BASE, address): content for address, content in cells.items()}


def overall(**cells: Content) -> Changes:
    """Changed cells of the 部门自评表."""
    return {(OVERALL, address): content for address, content in cells.items()}


def first(**cells: Content) -> Changes:
    """Changed cells of the first 项目自评表."""
    return {(FIRST, address): content for address, content in cells.items()}


def second(**cells: Content) -> Changes:
    """Changed cells of the second 项目自评表."""
    return {(SECOND, address): content for address, content in cells.items()}


def in_yuan() -> Changes:
    """Every amount of the 基础数据表 in 元."""
    changes: Changes = {}
    for row, cells in enumerate(base_rows(), 1):
        for letter, content in zip("BCD", cells[1:], strict=False):
            if row >= 7 and isinstance(content, int | Decimal):
                changes[BASE, f"{letter}{row}"] = content * 10000
    return changes | overall(E17="≤405.4万元", F17="401.12万元")


def line(finding: Finding) -> str:
    """``BD-05 error 基础数据表!D19``, and `` 从属`` behind a finding that is not primary."""
    place = finding.place.sheet + (f"!{finding.place.address}" if finding.place.address else "")
    return f"{finding.rule} {finding.level.value} {place}" + ("" if finding.primary else " 从属")


def asked_once(findings: Iterable[Finding]) -> None:
    """Assert that every message states what is wrong and then asks, once. What is quoted may ask for anything."""
    for finding in findings:
        assert finding.message.endswith(finding.fix), finding.message
        assert "请" not in _QUOTED.sub("", finding.message.removesuffix(finding.fix)), finding.message


def verify(item: Case, make: Callable[..., Made] = made) -> None:
    """Assert all that a case says, of the clean return that ``make`` changes."""
    findings = make(item.changes, **item.options).findings
    asked_once(findings)
    assert sorted(map(line, findings)) == sorted(item.expected)
    own = [finding for finding in findings if finding.rule == item.rule]
    decided = [finding for finding in own if finding.level is not Level.UNDECIDED]
    assert item.kind in KINDS
    if item.kind == "passes":
        assert not own
    elif item.kind == "fails":
        assert decided
    elif item.kind == "undecided":
        assert own
        assert not decided
    if item.figures is None and item.related is None:
        return
    found = next(finding for finding in findings if line(finding) == item.expected[0])
    if item.figures is not None:
        difference = None if found.difference is None else format(found.difference.normalize(), "f")
        assert (found.stated, found.computed, difference) == item.figures
    if item.related is not None:
        addresses = [place.address or place.sheet for place in found.related]
        assert addresses == item.related.split()
