"""Marks in a workbook that another program saved in between: taken away cell for cell."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

import workbooks
from office_support import converted
from perfxl.workbook.edit import (
    CellStyle,
    Edit,
    PutSheet,
    SetFill,
    SetNote,
    SheetCell,
    apply_edits,
    clear_marks,
)

FORM, BASE = "部门 自评表", "基础数据"
MARKS: list[Edit] = [
    SetFill(FORM, 3, 6, "FFC7CE"),
    SetFill(FORM, 4, 9, "FFEB9C"),
    SetFill(FORM, 7, 6, "FFC7CE"),
    SetNote(FORM, 2, 6, "接在单位批注之后"),
    SetNote(FORM, 3, 6, "与明细之和不一致\n请核对"),
    SetNote(BASE, 2, 2, "此表原来没有批注"),
    PutSheet(
        "审核结果",
        ((SheetCell("级别", CellStyle.HEADER),), (SheetCell("错误", CellStyle.ERROR),)),
        first=True,
    ),
]
Picture = dict[str, dict[str, tuple[object, ...]]]


def look(cell: object) -> tuple[object, ...]:
    """What a person sees of a cell: value, number format, font, fill and note."""
    assert isinstance(cell, openpyxl.cell.cell.Cell)
    note = cell.comment.text.rstrip("\n") if cell.comment else None
    fill = cell.fill.fgColor.rgb if cell.fill.patternType == "solid" else None
    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    return value, cell.number_format, cell.font.bold, cell.border.left.style, fill, note


def picture(data: bytes) -> Picture:
    def plain(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
        cells = (cell for row in sheet.iter_rows(max_row=30, max_col=12) for cell in row)
        return {
            cell.coordinate: look(cell)
            for cell in cells
            if not isinstance(cell, openpyxl.cell.cell.MergedCell)
        }

    book = openpyxl.load_workbook(io.BytesIO(data))
    names = {name for name in book.defined_names if name.startswith("_perfxl")}
    assert not names
    return {sheet.title: plain(sheet) for sheet in book.worksheets}


def through_openpyxl(data: bytes) -> bytes:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(stream)
    return stream.getvalue()


def through_libreoffice(data: bytes, folder: Path) -> bytes:
    source = folder / "in" / "book.xlsx"
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(data)
    return converted(source, "xlsx", folder).read_bytes()


def without_macros(data: bytes) -> bytes:
    content = workbooks.parts(data)
    types = content["[Content_Types].xml"].decode()
    types = types.replace(
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    )
    return workbooks.pack(content | {"[Content_Types].xml": types.encode()})


def test_after_openpyxl_every_cell_is_as_before() -> None:
    data = workbooks.rich()
    saved = through_openpyxl(apply_edits(data, MARKS))
    assert picture(clear_marks(saved)) == picture(through_openpyxl(data))


def test_after_libreoffice_every_cell_is_as_before(tmp_path: Path) -> None:
    data = without_macros(workbooks.rich())
    (tmp_path / "marked").mkdir()
    (tmp_path / "plain").mkdir()
    saved = through_libreoffice(apply_edits(data, MARKS), tmp_path / "marked")
    assert "审核结果" in openpyxl.load_workbook(io.BytesIO(saved)).sheetnames
    plain = picture(through_libreoffice(data, tmp_path / "plain"))
    assert picture(clear_marks(saved)) == plain


def test_what_the_unit_changed_since_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(apply_edits(workbooks.rich(), MARKS)))
    sheet = book[FORM]
    sheet["F3"] = 99
    sheet["F7"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.title = "改名的表"
    for name in [name for name in book.defined_names if name.startswith("_perfxl")]:
        text = book.defined_names[name].attr_text
        book.defined_names[name].attr_text = text.replace(f"'{FORM}'", "改名的表")
    stream = io.BytesIO()
    book.save(stream)
    cleared = openpyxl.load_workbook(io.BytesIO(clear_marks(stream.getvalue())))
    sheet = cleared["改名的表"]
    assert cleared.sheetnames == ["改名的表", BASE]
    assert (sheet["F3"].value, sheet["F3"].fill.patternType, sheet["F3"].comment) == (99, None, None)
    assert sheet["F7"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["F2"].comment.text == "单位自己的批注"


def test_a_mark_is_found_where_its_row_went_and_gone_where_it_was_deleted() -> None:
    content = workbooks.parts(apply_edits(workbooks.bare('<row r="2"><c r="B2"><v>5</v></c></row>'), [
        SetFill("Sheet1", 2, 2, "FFC7CE"), SetFill("Sheet1", 9, 9, "FFC7CE")]))  # fmt: skip
    # What a spreadsheet program makes of two rows inserted above, and of the deletion of row 9.
    sheet = content["xl/worksheets/sheet1.xml"].replace(b'"2"', b'"4"').replace(b"B2", b"B4")
    book = content["xl/workbook.xml"].replace(b"$B$2", b"$B$4").replace(b"'Sheet1'!$I$9", b"Sheet1!#REF!")
    changed = workbooks.pack(content | {"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": book})
    result = openpyxl.load_workbook(io.BytesIO(clear_marks(changed)))["Sheet1"]
    assert (result["B4"].value, result["B4"].fill.patternType) == (5, None)
    assert result["I9"].fill.patternType == "solid"
