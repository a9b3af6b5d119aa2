"""The sheet 审核结果 as it is laid out, and what a unit wrote into it when it comes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from perfxl.finding import Finding, Level
from perfxl.workbook.model import Book, Kind, Sheet

SHEET = "审核结果"
TITLE_ROWS = 2
EXPLANATION, CODE = "核实说明", "核对码"
COLUMNS = (
    ("序号", 5),
    ("级别", 8),
    ("规则", 7),
    ("表", 15),
    ("位置", 9),
    ("填报数", 9),
    ("应为", 9),
    ("差额", 8),
    ("问题", 42),
    ("怎么改", 24),
    ("依据", 18),
    (EXPLANATION, 24),
    (CODE, 13),
)
"""The columns with their widths in characters."""
LEDGER_SHEET = "_perfxl"
"""The very hidden sheet in which the editor of workbooks remembers what was there before its marks."""
_CODE = re.compile(r"[0-9a-f]{12}")
_LONGEST = 2000


def take_results(book: Book) -> dict[str, str]:
    """Take our sheets out of a workbook that was read, and give the explanations on them by fingerprint.

    A workbook without such sheets is left alone. Rows whose code is damaged are passed over.
    """
    explanations: dict[str, str] = {}
    book.sheets = [sheet for sheet in book.sheets if sheet.name != LEDGER_SHEET]
    for sheet in list(book.sheets):
        header = _header(sheet)
        if header is not None:
            book.sheets.remove(sheet)
            row, explanation, code = header
            for (r, c), cell in sheet.cells.items():
                if r > row and c == code and cell.kind is Kind.TEXT and _CODE.fullmatch(cell.text.strip()):
                    said = sheet.cells.get((r, explanation))
                    text = said.text.strip()[:_LONGEST] if said else ""
                    if text:
                        explanations[cell.text.strip()] = text
    return explanations


def _header(sheet: Sheet) -> tuple[int, int, int] | None:
    """Header row, column of the explanations and of the codes, if the sheet is one of ours."""
    if not sheet.name.startswith(SHEET):
        return None
    rows: dict[int, dict[str, int]] = {}
    for (row, col), cell in sheet.cells.items():
        if cell.kind is Kind.TEXT and cell.text.strip() in (EXPLANATION, CODE, "级别", "规则"):
            rows.setdefault(row, {})[cell.text.strip()] = col
    for row, found in sorted(rows.items()):
        if len(found) == 4:
            return row, found[EXPLANATION], found[CODE]
    return None


def explained(findings: Iterable[Finding], explanations: Mapping[str, str]) -> list[Finding]:
    """The findings with the unit's explanations: only a warning can be explained, and only as it stands."""
    return [
        replace(finding, explanation=explanations[finding.fingerprint])
        if finding.level is Level.WARNING and finding.fingerprint in explanations
        else finding
        for finding in findings
    ]
