"""Returned workbooks as files, the program as its users run it, and what a marked copy shows."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

import made
import workbooks
from perfxl.cli import app
from perfxl.workbook.edit import Edit, SetValue, apply_edits

RETURNS = Path(__file__).parent / "returns"
RESULTS, HEADER = "审核结果", 3
ASKED: dict[tuple[str, str], made.Content] = {
    (made.FIRST, "D6"): Decimal(30),
    (made.FIRST, "D7"): Decimal(30),
}
"""Turns the clean return into one with a single warning, XM-05 on E6 of the first project's form."""


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, output and messages of the program."""
    result = CliRunner().invoke(app, [str(item) for item in arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return int(result.return_value or 0), result.stdout, result.stderr


def checked(path: Path, *options: object) -> dict[str, Any]:
    """The JSON of one checked file."""
    (item,) = json.loads(run("check", path, "--format", "json", *options)[1])["returns"]
    return dict(item)


def annotated(path: Path, folder: Path, *options: object) -> Path:
    """The marked copy of one file."""
    run("check", path, "--annotate", folder, *options)
    (copy,) = folder.iterdir()
    return copy


def form_book(
    changes: Mapping[tuple[str, str], made.Content] | None = None, names: Mapping[str, str] | None = None
) -> bytes:
    """The clean return as an .xlsx, with changed cells and sheets called otherwise."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in made.sheets().items():
        sheet = book.create_sheet((names or {}).get(name, name))
        for row in rows:
            sheet.append(row)
        for (where, address), content in (changes or {}).items():
            if where == name:
                sheet[address] = content
    return saved(book)


def rich_form() -> bytes:
    """The workbook with everything that other libraries lose, a form with one error typed into a sheet of it."""
    rows = made.base_rows()
    rows[18][3] = Decimal(90)  # not the sum of the projects
    edits: list[Edit] = [
        SetValue("部门 自评表", row, col, Decimal(content) if isinstance(content, int) else content)
        for row, line in enumerate(rows, 21)
        for col, content in enumerate(line, 1)
        if isinstance(content, str | int | Decimal)
    ]
    return apply_edits(workbooks.rich(), edits)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes openpyxl makes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def loaded(path: Path) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


def columns(sheet: Worksheet) -> dict[str, int]:
    """The columns of the sheet 审核结果 by their heads, wherever the header is."""
    for row in sheet.iter_rows():
        heads = {cell.value: cell.column for cell in row if cell.value}
        if {"核实说明", "核对码"} <= heads.keys():
            return heads
    raise AssertionError("no header")


def explain(path: Path, text: str, rule: str = "XM-05") -> None:
    """Write an explanation beside every finding of a rule, as a unit does, and save."""
    book = loaded(path)
    sheet = book[RESULTS]
    heads = columns(sheet)
    for row in range(HEADER + 1, sheet.max_row + 1):
        if sheet.cell(row, heads["规则"]).value == rule:
            sheet.cell(row, heads["核实说明"]).value = text
    book.save(path)
