"""What is left of a return once it is mended: that which was called a consequence must be gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl.finding import Finding, Level, Place
from perfxl.workbook.edit import Edit, EditRefused, SetCached, SetValue, apply_edits
from perfxl.workbook.model import Book, Cell, Kind
from perfxl.workbook.read import read_book

Check = Callable[[bytes], Sequence[Finding]]
_GRAVE = (Level.ERROR, Level.WARNING)
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")


def came_back(data: bytes, check: Check) -> list[Finding]:
    """The errors and warnings called consequences of a workbook that stand after what it was told of is put right."""
    findings = check(data)
    again = {_key(finding) for finding in grave(check(mended(data, findings)))}
    return [finding for finding in grave(findings) if not finding.primary and _key(finding) in again]


def grave(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those that a letter counts."""
    return (finding for finding in findings if finding.level in _GRAVE)


def _key(finding: Finding) -> tuple[str, Place, str]:
    """What makes two findings of two checks the same; the figures compared may be others than before."""
    return finding.rule, finding.place, finding.form


def mended(data: bytes, findings: Iterable[Finding]) -> bytes:
    """A workbook with the figure that each grave primary finding computes for its own cell put there, once a cell."""
    book = read_book(data)
    cells = {
        Place(sheet.name, cell.row, cell.col): cell for sheet in book.sheets for cell in sheet.cells.values()
    }
    edits: dict[Place, Edit] = {}
    for finding in grave(findings):
        if finding.primary and finding.computed and finding.place in cells:
            edit = _edit(finding, cells[finding.place])
            if edit is not None:
                edits.setdefault(finding.place, edit)
    return apply_edits(data, list(edits.values())) if edits else data


def _edit(finding: Finding, cell: Cell) -> Edit | None:
    """The cell with the figure that is due in the place of the one that is stated; None where that is not told."""
    at = (finding.place.sheet, cell.row, cell.col)
    if not _FIGURE.fullmatch(finding.computed or ""):
        return None
    due = Decimal(finding.computed or "")
    if cell.kind is Kind.NUMBER:
        percent = "%" in cell.number_format
        value = due / 100 if percent else due
        return SetCached(*at, value) if cell.formula else SetValue(*at, value)
    figures = [found for found in _FIGURE.finditer(cell.text) if Decimal(found[0]) == Decimal(finding.stated or "NaN")]
    if len(figures) != 1:
        return None
    begin, end = figures[0].span()
    return SetValue(*at, cell.text[:begin] + (finding.computed or "") + cell.text[end:])
