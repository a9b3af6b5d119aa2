"""Marks for a copy of a return: tinted cells, notes, and the sheet 审核结果. Pure: findings in, edits out."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.finding import Finding, Level, Place, decimal_text
from perfxl.results_sheet import COLUMNS, SHEET, TITLE_ROWS
from perfxl.workbook.edit import CellStyle, Edit, PutSheet, SetFill, SetNote, SheetCell

TINTS = {Level.ERROR: "FFC7CE", Level.WARNING: "FFE699", Level.INFO: "DDEBF7", Level.UNDECIDED: "E4DFEC"}
_STYLES = {
    Level.ERROR: CellStyle.ERROR,
    Level.WARNING: CellStyle.WARNING,
    Level.INFO: CellStyle.INFO,
    Level.UNDECIDED: CellStyle.UNDECIDED,
}


def marks(findings: Sequence[Finding], title: str, summary: str, sheet: str = SHEET) -> list[Edit]:
    """Every mark of an audit: a tint and a note for each cell with a finding, and the sheet 审核结果 in front.

    ``title`` and ``summary`` stand above the table; ``sheet`` is what the sheet is called where its usual name is
    taken. Findings without an exact cell are in the table only.
    """
    edits: list[Edit] = []
    for place, own in _by_cell(findings):
        gravest = min((finding.level for finding in own), key=lambda level: level.rank)
        edits.append(SetFill(place.sheet, place.row, place.col, TINTS[gravest]))
        edits.append(SetNote(place.sheet, place.row, place.col, note(own)))
    edits.append(results_sheet(findings, title, summary, sheet))
    return edits


def _by_cell(findings: Sequence[Finding]) -> list[tuple[Place, list[Finding]]]:
    cells: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.place.col:
            cells.setdefault(finding.place, []).append(finding)
    return list(cells.items())


def note(findings: Sequence[Finding]) -> str:
    """The note of one cell: each finding's level, rule, and message with what to do."""
    return "\n".join(f"{finding.level.chinese} {finding.rule}：{_body(finding)}" for finding in findings)


def _body(finding: Finding) -> str:
    """The message without the form and address that the cell itself shows."""
    body = finding.message.removeprefix(f"【{finding.form}】")
    return body.removeprefix(f"{finding.place.address} ") if finding.place.address else body


def results_sheet(findings: Sequence[Finding], title: str, summary: str, sheet: str = SHEET) -> PutSheet:
    """The sheet 审核结果: one row a finding, with a link to its cell and a column for the unit's explanation."""
    head: list[tuple[SheetCell | None, ...]] = [
        (SheetCell(title, CellStyle.TITLE),),
        (SheetCell(summary, CellStyle.PLAIN),),
        tuple(SheetCell(name, CellStyle.HEADER) for name, _ in COLUMNS),
    ]
    rows = [_row(number, finding) for number, finding in enumerate(findings, 1)]
    widths = tuple(width for _, width in COLUMNS)
    return PutSheet(
        sheet,
        (*head, *rows),
        widths,
        header_row=TITLE_ROWS + 1,
        printed_columns=len(COLUMNS) - 1,
        first=True,
    )


def _row(number: int, finding: Finding) -> tuple[SheetCell | None, ...]:
    cells = {
        "序号": SheetCell(str(number)),
        "级别": SheetCell(finding.level.chinese, _STYLES.get(finding.level, CellStyle.TEXT)),
        "规则": SheetCell(finding.rule),
        "表": SheetCell(finding.form or "整个文件"),
        "位置": _link(finding.place),
        "填报数": SheetCell(finding.stated or ""),
        "应为": SheetCell(finding.computed or ""),
        "差额": SheetCell("" if finding.difference is None else decimal_text(finding.difference)),
        "问题": SheetCell(_problem(finding)),
        "怎么改": SheetCell(finding.fix),
        "依据": SheetCell(finding.basis),
        "核实说明": SheetCell(finding.explanation or finding.remark, CellStyle.INPUT),
        "核对码": SheetCell(finding.fingerprint),
    }
    return tuple(cells[name] for name, _ in COLUMNS)


def _problem(finding: Finding) -> str:
    body = _body(finding).removesuffix(finding.fix)
    return body if finding.primary else f"（由其他问题引起）{body}"


def _link(place: Place) -> SheetCell:
    """The place as exactly as it is known, with a link to it."""
    if not place.sheet:
        return SheetCell("")
    quoted = place.sheet.replace("'", "''")
    text = place.address or (f"第 {place.row} 行" if place.row else place.sheet)
    return SheetCell(text, CellStyle.LINK, f"'{quoted}'!{place.address or f'A{place.row or 1}'}")
