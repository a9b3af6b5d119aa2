"""What is left of a return once it is mended: that which was called a consequence must be gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Finding, Level, Place
from perfxl.rules.registry import catalogue
from perfxl.workbook.edit import Edit, SetCached, SetValue, apply_edits
from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.read import read_book

Check = Callable[[bytes], Sequence[Finding]]
_GRAVE = (Level.ERROR, Level.WARNING)
_BY_WEIGHT = dict.fromkeys(("ZP-09", "ZP-14", "ZP-15"), ("ZP-06", "ZP-07"))
"""What the weight explains that is named where the sum of weights is wrong."""
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def came_back(data: bytes, check: Check) -> list[Finding]:
    """The errors and warnings called consequences that stand after a workbook is put right as it was told.

    Of what may be the consequence of something that tells no figure for its own cell nothing can be said.
    """
    findings = list(check(data))
    edits = _edits(data, findings)
    open_rules = {one.rule for one in grave(findings) if one.primary and one not in edits}
    again = {_key(one) for one in grave(check(apply_edits(data, list(edits.values())) if edits else data))}
    return [
        one
        for one in grave(findings)
        if not one.primary and _key(one) in again and open_rules.isdisjoint(_upstream(one.rule))
    ]


def grave(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those that a letter counts."""
    return (finding for finding in findings if finding.level in _GRAVE)


def _upstream(rule: str) -> set[str]:
    """The rules that a rule follows, itself, and those that these follow."""
    reached = [rule]
    for one in reached:
        causes = (*catalogue()[one].causes, *_BY_WEIGHT.get(one, ()))
        reached += [cause for cause in causes if cause not in reached]
    return set(reached)


def _key(finding: Finding) -> tuple[str, Place, str]:
    """What makes two findings of two checks the same; the figures compared may be others than before."""
    return finding.rule, finding.place, finding.form


def _edits(data: bytes, findings: Iterable[Finding]) -> dict[Finding, Edit]:
    """For each grave primary finding that tells the figure of its own cell, what puts it there; once for a cell."""
    cells = {
        Place(sheet.name, cell.row, cell.col): cell
        for sheet in read_book(data).sheets
        for cell in sheet.cells.values()
    }
    edits: dict[Finding, Edit] = {}
    taken: set[Place] = set()
    for finding in grave(findings):
        cell = cells.get(finding.place)
        if cell is None or cell.kind is not Kind.NUMBER or finding.place in taken:
            continue
        if finding.primary and _FIGURE.fullmatch(finding.computed or ""):
            edits[finding] = _edit(finding, cell)
            taken.add(finding.place)
    return edits


def _edit(finding: Finding, cell: Cell) -> Edit:
    at = (finding.place.sheet, cell.row, cell.col)
    due = Decimal(finding.computed or "") / (100 if "%" in cell.number_format else 1)
    return SetCached(*at, due) if cell.formula else SetValue(*at, due)
