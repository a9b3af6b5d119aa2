"""Reports in words for tests: a text, beside a return made in memory or alone, and what is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

import made
import made_hebei
import made_scoring
from cases import asked_once
from perfxl.finding import Finding, decimal_text
from perfxl.words.audit import audit_report
from perfxl.words.document import Document, read_document

TITLE = "示例市档案馆2021年度部门整体支出绩效自评报告"
MAKERS = {"hunan": made.made, "scoring": made_scoring.made, "hebei": made_hebei.hebei}
"""Consistent returns, by name, whose cells can be changed."""


def document(text: str, name: str = "报告.txt") -> Document:
    """A document of that text."""
    return read_document(text.encode(), name)


def findings(
    text: str, beside: str = "", changes: dict[tuple[str, str], Any] | None = None, title: str = TITLE
) -> list[Finding]:
    """What is found in a report, beside the return of that name or alone."""
    report = document(f"{title}\n{text}")
    if not beside:
        return audit_report(report)
    found = MAKERS[beside](changes) if changes else _unchanged(beside)
    return audit_report(report, found.ret, found.findings)


@lru_cache(maxsize=4)
def _unchanged(beside: str) -> made.Made:
    return MAKERS[beside]({})


def line(finding: Finding) -> str:
    """``BG-01 error``, and `` 从属`` behind a finding that is not primary."""
    return f"{finding.rule} {finding.level.value}" + ("" if finding.primary else " 从属")


def figures(finding: Finding) -> tuple[str | None, ...]:
    """Stated, computed, difference."""
    difference = None if finding.difference is None else decimal_text(finding.difference)
    return finding.stated, finding.computed, difference


@dataclass(frozen=True)
class Case:
    """One case: a text, and the whole set of findings that must follow, the one in question first."""

    rule: str
    kind: str
    text: str
    expected: Sequence[str]
    beside: str = ""
    changes: dict[tuple[str, str], Any] = field(default_factory=dict)
    figures: tuple[str | None, str | None, str | None] | None = None
    related: str | None = None
    says: str = ""


def case(rule: str, kind: str, text: str, *expected: str, **options: Any) -> ParameterSet:
    """A parameter with its marker."""
    item = Case(rule, kind, text, expected, **options)
    return pytest.param(item, marks=pytest.mark.case(rule, kind), id=f"{rule}-{kind}-{text[:24]}")


def verify(item: Case) -> None:
    """Assert all that a case says."""
    found = findings(item.text, item.beside, item.changes)
    asked_once(found)
    assert sorted(map(line, found)) == sorted(item.expected), [one.message for one in found]
    own = [one for one in found if one.rule == item.rule]
    if item.kind == "passes":
        assert not own
    elif item.kind == "fails":
        assert any(one.level.value != "undecided" for one in own)
    elif item.kind == "undecided":
        assert own
        assert all(one.level.value == "undecided" for one in own)
    if not item.expected:
        return
    first = next(one for one in found if line(one) == item.expected[0])
    if item.figures is not None:
        assert figures(first) == item.figures
    if item.related is not None:
        assert [f"{place.sheet}!{place.address or ''}" for place in first.related] == item.related.split()
    assert item.says in first.message
