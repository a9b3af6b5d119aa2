"""How cells look on the engine: fills, formats, sizes, merges, notes, hidden rows, protection."""

from __future__ import annotations

import pytest
import xlwings as xw

from calc_engine.ranges import Protected


@pytest.fixture
def sheet(calc_book: xw.Book) -> xw.Sheet:
    return calc_book.sheets[0]


def test_fills_are_set_read_and_removed(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].color = (255, 199, 206)
    sheet["B2"].color = "#00ff10"
    assert sheet["A1:B1"].color == (255, 199, 206)
    assert sheet["B2"].color == (0, 255, 16)
    assert sheet["A1:B2"].color is None, "cells that differ have no colour in common"
    sheet["A1"].color = None
    assert sheet["A1"].color is None


@pytest.mark.parametrize(
    "code", ["General", "@", "0.00%", "#,##0.00", "yyyy-mm-dd", "mm/dd/yy;@", '0.0"万元"']
)
def test_number_formats_keep_excels_spelling(sheet: xw.Sheet, code: str) -> None:
    sheet["A1:A2"].number_format = code
    assert sheet["A1:A2"].number_format == code


def test_a_range_of_several_number_formats_has_none(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "0.00"
    assert sheet["A1:A2"].number_format is None


def test_number_formats_of_a_file_are_in_excels_spelling(calc_app: xw.App, tmp_path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    for row, code in enumerate(["General", "yyyy-mm-dd", "0.00%"], 1):
        made.active.cell(row, 1, 1).number_format = code
    made.save(tmp_path / "formats.xlsx")
    sheet = calc_app.books.open(tmp_path / "formats.xlsx").sheets[0]
    assert [sheet[row, 0].number_format for row in range(3)] == ["General", "yyyy-mm-dd", "0.00%"]


def test_fonts_alignment_and_wrapping(sheet: xw.Sheet) -> None:
    cell = sheet["A1"]
    cell.font.bold, cell.font.italic, cell.font.size, cell.font.name = True, True, 15, "宋体"
    cell.font.color = (192, 0, 0)
    cell.wrap_text = True
    cell.horizontal_alignment, cell.vertical_alignment = "center", "top"
    assert (cell.font.bold, cell.font.italic, cell.font.size, cell.font.name) == (True, True, 15.0, "宋体")
    assert cell.font.color == (192, 0, 0)
    assert (cell.wrap_text, cell.horizontal_alignment, cell.vertical_alignment) == (True, "center", "top")
    assert (sheet["B1"].font.bold, sheet["B1"].wrap_text, sheet["B1"].vertical_alignment) == (
        False,
        False,
        "bottom",
    )


def test_widths_and_heights(sheet: xw.Sheet) -> None:
    sheet["B1"].column_width, sheet["A2"].row_height = 30, 40
    assert (sheet["B9"].column_width, sheet["Z2"].row_height) == (30, 40)
    assert sheet["A1:B1"].column_width is None
    assert sheet["C1"].left == sheet["A1:B1"].width


def test_merges_are_found_from_every_cell(sheet: xw.Sheet) -> None:
    sheet["B2:C3"].merge()
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"
    assert [sheet[a].merge_cells for a in ("C3", "B2:C3", "A1:D4", "A1")] == [True, True, True, False]
    sheet["B2:D3"].merge()
    assert sheet["B2"].merge_area.address == "$B$2:$D$3"
    sheet["B2"].unmerge()
    assert sheet["B2"].merge_area.address == "$B$2"


def test_rows_and_columns_are_hidden(sheet: xw.Sheet) -> None:
    sheet["3:4"].rows.hidden = True
    sheet["B:B"].columns.hidden = True
    assert [sheet[row, 0].rows.hidden for row in range(5)] == [False, False, True, True, False]
    assert sheet["A3:A5"].rows.hidden is None
    assert sheet["A1:B1"].columns.hidden is None
    sheet["3:4"].rows.hidden = False
    assert sheet["3:4"].rows.hidden is False


def test_notes_are_added_changed_and_deleted(sheet: xw.Sheet) -> None:
    sheet["B2"].add_note("先有的批注")
    note = sheet["C3"].add_note("合计不符")
    note.text += "：差 2.25"
    assert [(n.location.address, n.text) for n in sheet.notes] == [
        ("$B$2", "先有的批注"),
        ("$C$3", "合计不符：差 2.25"),
    ]
    with pytest.raises(ValueError, match="already has a note"):
        sheet["B2"].add_note("又一条")
    sheet["B2"].note.delete()
    assert sheet["B2"].note is None
    assert note.text == "合计不符：差 2.25"


WRITES = {
    "value": lambda cell: setattr(cell, "value", 1),
    "formula": lambda cell: setattr(cell, "formula", "=1"),
    "fill": lambda cell: setattr(cell, "color", (1, 2, 3)),
    "format": lambda cell: setattr(cell, "number_format", "0.00"),
    "note": lambda cell: cell.add_note("x"),
    "merge": lambda cell: cell.resize(2, 2).merge(),
    "clearing": lambda cell: cell.clear_contents(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_protected_cell_refuses_to_be_written(sheet: xw.Sheet, write) -> None:
    sheet["B2"].value = "before"
    sheet.api.protect("")
    with pytest.raises(Protected, match="B\\$2"):
        write(sheet["B2"])
    assert (sheet["B2"].value, sheet["B2"].color, sheet["B2"].note) == ("before", None, None)
    sheet.api.unprotect("")
    write(sheet["B2"])


def test_an_unlocked_cell_of_a_protected_sheet_is_written(sheet: xw.Sheet) -> None:
    protection = sheet["B2"].api.CellProtection
    protection.IsLocked = False
    sheet["B2"].api.CellProtection = protection
    sheet.api.protect("")
    sheet["B2"].value = 5
    assert sheet["B2"].value == 5
    with pytest.raises(Protected):
        sheet["B2:B3"].value = 6
    assert sheet["B2"].value == 5
