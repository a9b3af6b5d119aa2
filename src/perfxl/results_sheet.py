"""The sheet 审核结果 as it is laid out, and what a unit wrote into it when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from perfxl.finding import Finding
from perfxl.patterns import pattern
from perfxl.workbook.model import Book, Cell, Kind, Sheet

SHEET = "审核结果"
TITLE_ROWS = 2
EXPLANATION, CODE = "核实说明", "核对码"
COLUMNS = (
    ("序号", 5),
    ("级别", 7),
    ("规则", 7),
    ("表", 15),
    ("位置", 9),
    ("填报数", 8),
    ("应为", 8),
    ("差额", 8),
    ("问题", 38),
    ("怎么改", 22),
    ("依据", 17),
    (EXPLANATION, 22),
    (CODE, 13),
)
"""The columns with their widths in characters; the last one is for the program and is not printed."""
LEDGER_SHEET = "_perfxl"
"""The very hidden sheet in which the editor of workbooks remembers what was there before its marks."""
RUN_MARK = "perfxl-run"
"""The document property by which the results workbook of a run is known."""
_HEADS = frozenset({"级别", "规则", EXPLANATION})
_CODE = pattern(r"[0-9a-f]{12}")
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONGEST = 2000
_NONE: Mapping[str, Mapping[str, str]] = {}


def is_marked(book: Book) -> bool:
    """Whether a workbook as it was read is a marked copy."""
    return any(sheet.name == LEDGER_SHEET for sheet in book.sheets)


def take_results(book: Book) -> dict[str, str]:
    """Take our sheets out of a workbook that was read, and give the explanations on them by fingerprint.

    Our sheets are known by their column heads, wherever these are and whatever the sheet is called by now. Rows
    whose code is damaged are passed over. Where two sheets explain the same, the one in front counts.
    """
    explanations: dict[str, str] = {}
    kept = []
    for sheet in book.sheets:
        header = _header(sheet)
        if header is not None:
            for code, text in _explanations(sheet, *header).items():
                explanations.setdefault(code, text)
        elif sheet.name != LEDGER_SHEET:
            kept.append(sheet)
    book.sheets = kept
    return explanations


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The header row and its columns by name, if the sheet is one of ours."""
    if not any("核" in cell.text[:12] for cell in sheet.cells.values()):
        return None  # none of the heads, so there is no need to look closer
    rows: dict[int, dict[str, int]] = {}
    for (row, col), cell in sheet.cells.items():
        if len(cell.text) < 12 and cell.kind is Kind.TEXT:
            name = "".join(cell.text.split())
            if name in _HEADS or name == CODE:
                rows.setdefault(row, {}).setdefault(name, col)
    for row, found in sorted(rows.items()):
        # Without the codes nothing on it can be used, but by its name the sheet is still ours.
        if found.keys() >= _HEADS and (CODE in found or sheet.name.startswith(SHEET)):
            return row, found
    return None


def _explanations(sheet: Sheet, header: int, columns: Mapping[str, int]) -> dict[str, str]:
    found: dict[str, str] = {}
    for (row, col), cell in sheet.cells.items():
        code = cell.text.strip().lower()
        if row > header and col == columns.get(CODE) and _CODE.fullmatch(code):
            text = _said(sheet.cells.get((row, columns[EXPLANATION])))
            if text:
                found.setdefault(code, text)
    return found


def _said(cell: Cell | None) -> str:
    """The text of an explanation; "" where nothing is said: dots and dashes, or a formula without a result."""
    if cell is None or cell.kind not in (Kind.TEXT, Kind.NUMBER):
        return ""
    text = _CONTROL.sub("", cell.text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not any(char.isalnum() for char in text):
        return ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def explained(
    findings: Iterable[Finding],
    explanations: Mapping[str, str],
    of_sheets: Mapping[str, Mapping[str, str]] = _NONE,
) -> list[Finding]:
    """The findings with the unit's explanations, each of what the unit is asked about, and only as it stands. What it wrote
    beside others is their remark.

    For a finding on one of the sheets of ``of_sheets`` those given there count, for any other ``explanations``.
    """
    result = []
    for finding in findings:
        said = of_sheets.get(finding.place.sheet, explanations).get(finding.fingerprint)
        if said:
            finding = replace(finding, **{"explanation" if finding.asks else "remark": said})
        result.append(finding)
    return result
