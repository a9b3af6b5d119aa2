"""What is shown of cells: conditional formats win over a cell's own fill."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from calc_engine.shown import shown_fills


def test_the_fill_that_is_shown_follows_the_figures(calc_app: xw.App, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["合计", 3])
    sheet.append(["其中", 3])
    sheet["B1"].fill = PatternFill("solid", fgColor="FFF2F2F2")
    sheet["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.merge_cells("A3:B4")
    sheet["B5"].fill = PatternFill("solid", fgColor="FF0000FF")
    sheet.conditional_formatting.add(
        "B1", FormulaRule(formula=["B1<>B2"], fill=PatternFill("solid", bgColor="FFF4B183"))
    )
    made.create_sheet("空表")["A1"] = "x"
    made.save(tmp_path / "rules.xlsx")
    book = calc_app.books.open(tmp_path / "rules.xlsx")
    own = {"A3": "00FF00", "B5": "0000FF"}
    assert shown_fills(book) == {"Sheet": {"B1": "F2F2F2", **own}, "空表": {}}
    book.sheets[0]["B1"].value = 4
    assert shown_fills(book) == {"Sheet": {"B1": "F4B183", **own}, "空表": {}}
    assert book.sheets[0]["B1"].color == (0xF2, 0xF2, 0xF2)


def test_a_sheet_that_begins_elsewhere_is_refused(calc_book: xw.Book) -> None:
    calc_book.sheets[0]["C3"].value = 1
    with pytest.raises(ValueError, match="A1"):
        shown_fills(calc_book)
