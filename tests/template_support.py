"""What tests of the blank forms ask of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries


def formula_cells_of(sheet: Any) -> set[str]:
    """The cells that hold a formula."""
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def unlocked_cells(sheet: Any) -> set[str]:
    """The cells that can be typed into; of a merged area only its first cell."""
    covered = {
        f"{get_column_letter(column)}{row}"
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate for cell in cells if not cell.protection.locked} - covered


def prompted_cells(sheet: Any) -> set[str]:
    """The cells with an input prompt; every prompt must be Chinese."""
    prompted: set[str] = set()
    for rule in sheet.data_validations.dataValidation:
        assert re.search("[\u4e00-\u9fff]", rule.prompt)
        prompted |= _cells(range_boundaries(str(area)) for area in rule.sqref.ranges)
    return prompted


def assert_printed_and_protected(sheet: Any) -> None:
    """A sheet is printed on upright A4, as wide as the page, whole, and is protected without a password."""
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.protection.sheet
    assert not sheet.protection.password
    last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
    assert sheet.print_area.replace("$", "").endswith(f"A1:{last}")


def _cells(areas: Iterable[tuple[int, int, int, int]]) -> set[str]:
    return {
        f"{get_column_letter(column)}{row}"
        for left, top, right, bottom in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def explained_cells(sheet: Any) -> set[str]:
    """The cells with a prompt; of those where input is restricted, only the ones that also say why in Chinese."""
    explained: set[str] = set()
    for rule in sheet.data_validations.dataValidation:
        restricted = rule.type not in (None, "none")
        if _chinese(rule.prompt) and (not restricted or (_chinese(rule.error) and rule.showErrorMessage)):
            explained |= _cells(range_boundaries(str(area)) for area in rule.sqref.ranges)
    return explained


def signals_of(sheet: Any) -> list[tuple[str, tuple[str, ...], str]]:
    """The conditional formats: area, formulas, background."""
    return sorted(
        (str(area.sqref), tuple(rule.formula), rule.dxf.fill.bgColor.rgb)
        for area in sheet.conditional_formatting
        for rule in area.rules
    )


def _chinese(text: str | None) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text or ""))
