"""Folders with one form a file, as some units return them, and what the marked copies of one show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

import made
from marked_support import HEADER, RESULTS, columns, loaded

SHEET = "Sheet1"
"""What the only sheet of each file is called."""
FILES = {
    made.BASE: "附件1.xlsx",
    made.OVERALL: "附件2.xlsx",
    made.FIRST: "附件3.xlsx",
    made.SECOND: "附件4.xlsx",
}
TORN = [*made.first_rows()[:4], [1, 2, 3]]
"""A form of which only the head is left: WJ-04, a warning."""


def unit_folder(
    folder: Path,
    changes: Mapping[tuple[str, str], made.Content] | None = None,
    more: Mapping[str, Sequence[Sequence[made.Content]]] | None = None,
) -> Path:
    """The clean return with each form in a file of its own, with changed cells and further files."""
    folder.mkdir(parents=True)
    for form, rows in made.sheets().items():
        changed = {address: content for (where, address), content in (changes or {}).items() if where == form}
        _save(folder / FILES[form], rows, changed)
    for name, further in (more or {}).items():
        _save(folder / name, further, {})
    return folder


def _save(path: Path, rows: Sequence[Sequence[made.Content]], changed: Mapping[str, made.Content]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row in rows:
        sheet.append(row)
    for address, content in changed.items():
        sheet[address] = content
    book.save(path)


def names(folder: Path) -> list[str]:
    """What a folder holds, with everything below it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def listed(copy: Path) -> list[dict[str, str]]:
    """The rows of the sheet 审核结果 of a copy, each by the heads of its columns."""
    sheet = loaded(copy)[RESULTS]
    heads = columns(sheet)
    rows = range(HEADER + 1, sheet.max_row + 1)
    return [{head: str(sheet.cell(row, at).value or "") for head, at in heads.items()} for row in rows]


def above(copy: Path) -> str:
    """The line over the findings of a copy."""
    return str(loaded(copy)[RESULTS]["A2"].value)


def marked_cells(copy: Path) -> dict[str, str]:
    """The notes of a copy by cell of its only other sheet."""
    (sheet,) = [sheet for sheet in loaded(copy) if sheet.title not in (RESULTS, "_perfxl")]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def explain_row(copy: Path, rule: str, text: str, code: str = "") -> None:
    """Write an explanation beside a finding; with ``code`` in a new row, as if it were one of that code."""
    book = loaded(copy)
    sheet = book[RESULTS]
    heads = columns(sheet)
    if code:
        row = sheet.max_row + 1
        sheet.cell(row, heads["核对码"]).value = code
    else:
        row = next(
            n for n in range(HEADER + 1, sheet.max_row + 1) if sheet.cell(n, heads["规则"]).value == rule
        )
    sheet.cell(row, heads["核实说明"]).value = text
    book.save(copy)
