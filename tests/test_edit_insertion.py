"""Rows inserted into a workbook: everything that refers to rows moves along, and nothing else changes."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

from office_support import converted
from perfxl.formset.load import templates_folder
from perfxl.workbook.edit import (
    EditRefused,
    InsertRows,
    SetFill,
    SetNote,
    SetValue,
    apply_edits,
    clear_marks,
)
from perfxl.workbook.edit.shifting import Shift, shifted_formula, translated_formula

FORM = "基础数据表"
TEMPLATE = (templates_folder() / "hunan-2021" / "template.xlsx").read_bytes()


def made(build: Callable[[Any], None]) -> bytes:
    """A workbook of the sheets 甲 and ``it's 乙``, drawn with openpyxl."""
    book = openpyxl.Workbook()
    book.active.title = "甲"
    book.create_sheet("it's 乙")
    build(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()


def inserted(data: bytes, after: int, count: int, sheet: str = "甲") -> bytes:
    return apply_edits(data, [InsertRows(sheet, after, count)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(B1:B4)+B4", "SUM(B1:B4)+B4"),
        ("SUM(B1:B5)", "SUM(B1:B8)"),
        ("SUM(B2:B9)", "SUM(B2:B12)"),
        ("SUM(B6:B9)", "SUM(B9:B12)"),
        ("SUM(B5:D5)", "SUM(B5:D5)"),
        ("SUM(B5:B5)+B5", "SUM(B5:B8)+B5"),
        ("SUM(B6:D6)", "SUM(B9:D9)"),
        ("$B$6+B$6*$B6", "$B$9+B$9*$B9"),
        ("SUM(5:7)+SUM(A:B)", "SUM(5:10)+SUM(A:B)"),
        ('"B6"&"甲!B6"&B6', '"B6"&"甲!B6"&B9'),
        ("甲!B6+'甲'!B7+乙!B6+[1]甲!B6", "甲!B9+'甲'!B10+乙!B6+[1]甲!B6"),
        ("A1:INDEX(B1:B9,3)", "A1:INDEX(B1:B12,3)"),
        ("LOG10(B6)+_xlfn.XLOOKUP(b6,表1[[#This Row],[列6]],B6#)", "LOG10(B9)+_xlfn.XLOOKUP(B9,表1[[#This Row],[列6]],B9#)"),
        ("#REF!B6+IF(B6>1E6,{6,7},名称6)", "#REF!B6+IF(B9>1E6,{6,7},名称6)"),
        ("SUM(B9:B1)", "SUM(B12:B1)"),
    ],
)  # fmt: skip
def test_references_in_formulas(before: str, after: str) -> None:
    assert shifted_formula(before, "甲", Shift("甲", 5, 3)) == after


def test_a_formula_of_another_sheet_changes_only_where_it_names_the_sheet() -> None:
    shift = Shift("it's 乙", 5, 1)
    assert (
        shifted_formula("B6+'it''s 乙'!B6+'IT''S 乙'!B4:B7", "甲", shift)
        == "B6+'it''s 乙'!B7+'IT''S 乙'!B4:B8"
    )


def test_a_formula_that_cannot_be_read_is_refused_only_where_it_may_refer_to_the_sheet() -> None:
    assert shifted_formula("SUM((B6", "乙", Shift("甲", 5, 1)) == "SUM((B6"
    with pytest.raises(EditRefused) as refused:
        shifted_formula("SUM((B6", "甲", Shift("甲", 5, 1))
    assert refused.value.reason == "bad_formula"


def test_shared_formulas_are_translated_before_they_are_shifted() -> None:
    assert (
        translated_formula("A1+$A$1+A$1+$A1+SUM(1:2)+SUM(A:B)+名", 2, 1)
        == "B3+$A$1+B$1+$A3+SUM(3:4)+SUM(B:C)+名"
    )
    assert translated_formula("A1+甲!B5", -1, 0) == "#REF!+甲!B4"


def test_the_template_with_more_projects() -> None:
    sheet = opened(inserted(TEMPLATE, 29, 15, FORM))[FORM]
    assert sheet["C19"].value == '=IF(COUNT(C20:C44)=0,"",SUM(C20:C44))'
    assert (sheet["A45"].value, sheet["A30"].value, sheet["A47"].value[:2]) == ("政府采购金额", None, "说明")
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A4:A5", "B46:D46", "A48:D48"}
    assert sheet.print_area == f"'{FORM}'!$A$1:$D$48"
    heights = {sheet.row_dimensions[row].height for row in range(20, 45)}
    assert (heights, sheet.row_dimensions[46].height) == ({20.25}, 48.0)
    for column in "ABCD":
        assert {sheet[f"{column}{row}"].style_id for row in range(29, 45)} == {sheet[f"{column}29"].style_id}
        rules = [rule for rule in sheet.data_validations.dataValidation if f"{column}44" in rule.sqref]
        assert rules == [
            rule for rule in sheet.data_validations.dataValidation if f"{column}29" in rule.sqref
        ]
        assert len(rules) == 1
    formats = {str(area.sqref): area.rules[0].formula[0] for area in sheet.conditional_formatting}
    assert formats["B19:D19"] == "AND(ISNUMBER(B19),ABS(ROUND(B19-SUM(B20:B44),8))>0.005)"
    assert formats["B20:D45"] == "AND(ISTEXT(B20),LEN(B20)>0)"
    assert formats["D45"] == "AND(COUNT(C45,D45)=2,ROUND(D45-C45,8)>0.005)"


def test_nothing_but_the_sheet_and_the_workbook_part_changes() -> None:
    out = inserted(TEMPLATE, 29, 3, FORM)
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as old, zipfile.ZipFile(BytesIO(out)) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    rows = re.findall(r'<row r="(\d+)"', part(out, "xl/worksheets/sheet1.xml"))
    assert [int(row) for row in rows] == list(range(1, 37))


def _decorated(book: Any) -> None:
    sheet, other = book["甲"], book["it's 乙"]
    for row in range(1, 13):
        sheet.cell(row, 1, row)
    sheet.merge_cells("B4:C4")
    sheet.merge_cells("D2:D4")
    sheet.merge_cells("D6:D8")
    sheet["E8"] = "注"
    sheet["E8"].comment = openpyxl.comments.Comment("说明", "某人")
    sheet["F9"].hyperlink = "#甲!A7"
    sheet["F9"].hyperlink.location = "甲!A7"
    sheet.auto_filter.ref = "A3:B4"
    sheet.print_area = "A1:F12"
    sheet.print_title_rows = "1:4"
    sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(4))
    sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(3))
    book.defined_names["合计区"] = DefinedName("合计区", attr_text="'甲'!$A$1:$A$4")
    other["A1"] = "=SUM('甲'!A1:A4)+甲!A9"
    image = openpyxl.chart.LineChart()
    image.add_data(openpyxl.chart.Reference(sheet, min_col=1, min_row=1, max_row=12))
    other.add_chart(image, "C3")
    sheet.add_chart(openpyxl.chart.BarChart(), "H7")


def test_everything_that_names_rows_moves() -> None:
    data = made(_decorated)
    out = inserted(data, 4, 2)
    book = opened(out)
    sheet = book["甲"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B4:C4", "B5:C5", "B6:C6", "D2:D6", "D8:D10"}
    assert (sheet["E10"].comment.text, sheet["E8"].comment) == ("说明", None)
    assert (sheet["F11"].hyperlink.ref, sheet["F11"].hyperlink.location) == ("F11", "甲!A9")
    assert (sheet.auto_filter.ref, sheet.print_area, sheet.print_title_rows) == (
        "A3:B6",
        "'甲'!$A$1:$F$14",
        "$1:$4",
    )
    assert [item.id for item in sheet.row_breaks.brk] == [6, 3]
    assert book.defined_names["合计区"].attr_text == "'甲'!$A$1:$A$6"
    assert book["it's 乙"]["A1"].value == "=SUM('甲'!A1:A6)+甲!A11"
    assert sheet._charts[0].anchor._from.row == 8
    assert book["it's 乙"]._charts[0].anchor._from.row == 2
    assert "<f>'甲'!$A$1:$A$14</f>" in part(out, "xl/charts/chart2.xml")
    vml = part(out, "xl/drawings/commentsDrawing1.vml")
    assert re.search(r"<(?:\w+:)?Row>9<", vml)


def test_a_relative_format_over_several_rows_keeps_its_distance() -> None:
    def build(book: Any) -> None:
        rule = openpyxl.formatting.rule.FormulaRule(
            formula=["A3>A2+$A$9"], fill=openpyxl.styles.PatternFill("solid")
        )
        book["甲"].conditional_formatting.add("A3:A6", rule)

    (area,) = opened(inserted(made(build), 4, 2))["甲"].conditional_formatting
    assert (str(area.sqref), area.rules[0].formula) == ("A3:A8", ["A3>A2+$A$11"])


def test_shared_formulas_come_apart_and_stay_right() -> None:
    data = made(lambda book: None)
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    cells += '<row r="2"><c r="B2"><f t="shared" ref="B2:B5" si="0">A2+A$6</f><v>0</v></c></row>'
    cells += "".join(
        f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>0</v></c></row>' for row in (3, 4, 5)
    )
    out = inserted(with_cells(data, cells), 3, 2)
    sheet = opened(out)["甲"]
    assert {cell: sheet[cell].value for cell in ("B2", "B3", "B4", "B6", "B7")} == {
        "B2": "=A2+A$8", "B3": "=A3+A$8", "B4": None, "B6": "=A6+A$8", "B7": "=A7+A$8",
    }  # fmt: skip


def with_cells(data: bytes, rows: str) -> bytes:
    """The workbook with other rows in its first sheet."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(
                    rb"<sheetData\s*/>|<sheetData>.*</sheetData>",
                    b"<sheetData>" + rows.encode() + b"</sheetData>",
                    content,
                )
            target.writestr(name, content)
    return out.getvalue()


def test_rows_without_numbers_are_numbered() -> None:
    rows = '<row><c><v>1</v></c></row><row ht="30" customHeight="1"><c s="0"><v>2</v></c><c/></row><row><c><v>3</v></c></row>'
    xml = part(inserted(with_cells(made(lambda book: None), rows), 2, 1), "xl/worksheets/sheet1.xml")
    assert '<row r="3" ht="30" customHeight="1"><c r="A3" s="0"/><c r="B3"/></row>' in xml
    assert '<row r="4"><c r="A4"><v>3</v></c></row>' in xml


def test_rows_may_be_inserted_where_nothing_is() -> None:
    out = inserted(made(lambda book: book["甲"].cell(9, 1, 5)), 4, 2)
    assert opened(out)["甲"]["A11"].value == 5


def _array(book: Any) -> None:
    book["甲"]["A3"] = ArrayFormula("A3:A6", "=B3:B6*2")


def test_an_array_formula_moves_and_is_never_cut() -> None:
    out = opened(inserted(made(_array), 2, 1))["甲"]
    assert (out["A4"].value.ref, out["A4"].value.text) == ("A4:A7", "=B4:B7*2")
    for after in (3, 5):
        with pytest.raises(EditRefused, match="数组公式") as refused:
            inserted(made(_array), after, 1)
        assert refused.value.reason == "cut"


def test_a_table_moves_and_is_never_cut() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as writer:
        sheet = writer.add_worksheet("甲")
        sheet.add_table("B3:C6", {"columns": [{"header": "名"}, {"header": "数", "formula": "=A9"}]})
    data = buffer.getvalue()
    moved = opened(inserted(data, 2, 4))["甲"].tables["Table1"]
    assert (moved.ref, moved.autoFilter.ref) == ("B7:C10", "B7:C10")
    assert opened(inserted(data, 6, 4))["甲"].tables["Table1"].ref == "B3:C6"
    with pytest.raises(EditRefused, match="表格") as refused:
        inserted(data, 5, 1)
    assert refused.value.reason == "cut"


def test_no_more_rows_than_a_sheet_has() -> None:
    with pytest.raises(EditRefused) as refused:
        inserted(TEMPLATE, 29, 1_048_550, FORM)
    assert refused.value.reason == "too_large"
    for after, count in ((0, 1), (3, 0)):
        with pytest.raises(ValueError, match="cannot insert"):
            InsertRows("甲", after, count)


def test_newer_formats_and_validations_move() -> None:
    data = made(lambda book: book["甲"].cell(9, 1, 5))
    ours = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    cells = "http://schemas.microsoft.com/office/excel/2006/main"
    block = (
        f'<extLst><ext uri="u" xmlns:x14="{ours}" xmlns:xm="{cells}"><x14:dataValidations><x14:dataValidation '
        'type="list"><x14:formula1><xm:f>$C$5:$C$9</xm:f></x14:formula1><xm:sqref>A4 B7:B8</xm:sqref>'
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    source = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(source, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</worksheet>", block.encode())
            new.writestr(name, content)
    xml = part(inserted(source.getvalue(), 4, 2), "xl/worksheets/sheet1.xml")
    assert "<xm:f>$C$7:$C$11</xm:f></x14:formula1><xm:sqref>A4:A6 B9:B10</xm:sqref>" in xml


def test_marks_move_and_can_still_be_taken_away() -> None:
    marked = apply_edits(TEMPLATE, [SetFill(FORM, 30, 2, "FF0000"), SetNote(FORM, 30, 3, "请核对")])
    out = inserted(marked, 29, 3, FORM)
    sheet = opened(out)[FORM]
    assert (sheet["B33"].fill.fgColor.rgb, sheet["C33"].comment.text) == ("FFFF0000", "请核对")
    cleared = opened(clear_marks(out))
    plain = opened(TEMPLATE)[FORM]["B30"].fill.fgColor.rgb
    assert (cleared[FORM]["B33"].fill.fgColor.rgb, cleared[FORM]["C33"].comment) == (plain, None)
    assert cleared.sheetnames == opened(TEMPLATE).sheetnames


_cell = st.tuples(st.sampled_from("ABC"), st.integers(1, 14), st.sampled_from(["", "甲!", "乙!"]))


@st.composite
def _formulas(draw: st.DrawFn) -> str:
    """A sum of cells and areas that stand in the columns of numbers."""
    pieces = []
    for column, row, sheet in draw(st.lists(_cell, min_size=1, max_size=3)):
        rest = f":C{draw(st.integers(row, 15))}"
        pieces.append(f"SUM({sheet}{column}{row}{rest})" if draw(st.booleans()) else f"{sheet}${column}{row}")
    return "=" + "+".join(pieces)


_sheet = st.dictionaries(st.integers(1, 14), _formulas(), max_size=6)


@settings(max_examples=40, deadline=None)
@given(st.tuples(_sheet, _sheet), st.integers(1, 16), st.integers(1, 5))
def test_values_stay_the_same_wherever_rows_are_inserted(formulas: Any, after: int, count: int) -> None:
    def build(book: Any) -> None:
        book["it's 乙"].title = "乙"
        for sheet, cells in zip(book, formulas, strict=True):
            for row in range(1, 15):
                for column in (1, 2, 3):
                    sheet.cell(row, column, row * 7 + column)
            for row, formula in cells.items():
                sheet.cell(row, 5, formula)

    data = made(build)
    old, new = evaluated(data), evaluated(inserted(data, after, count))
    expected = {}
    for (sheet, row, column), value in old.items():
        expected[sheet, row + count if sheet == "甲" and row > after else row, column] = value
    assert new == expected


def evaluated(data: bytes) -> dict[tuple[str, int, int], Any]:
    """Every value of a workbook, its formulas calculated."""
    engine = formualizer.Workbook()
    book = opened(data)
    for sheet in book:
        engine.sheet(sheet.title)
    cells = [
        (sheet.title, cell)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    for name, cell in cells:
        if cell.data_type == "f":
            engine.sheet(name).set_formula(cell.row, cell.column, cell.value)
        else:
            engine.sheet(name).set_value(cell.row, cell.column, formualizer.LiteralValue.number(cell.value))
    engine.evaluate_all()
    return {
        (name, cell.row, cell.column): engine.evaluate_cell(name, cell.row, cell.column)
        for name, cell in cells
    }


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_sums_the_inserted_projects(tmp_path: Path) -> None:
    edits: list[Any] = [InsertRows(FORM, 29, 4)]
    edits += [SetValue(FORM, row, 3, Decimal(row)) for row in range(20, 34)]
    edits += [
        SetValue(FORM, 34, 4, Decimal("1.5")),
        SetValue(FORM, 15, 2, Decimal(3)),
        SetValue(FORM, 18, 2, Decimal(4)),
    ]
    source = tmp_path / "projects.xlsx"
    source.write_bytes(apply_edits(TEMPLATE, edits))
    converted(source, "xlsx", tmp_path / "out")
    computed = openpyxl.load_workbook(tmp_path / "out" / "projects.xlsx", data_only=True)[FORM]
    assert computed["C19"].value == sum(range(20, 34))
    assert (computed["B13"].value, computed["B14"].value, computed["B19"].value) == (7, 3, None)
    assert (computed["A34"].value, computed["D34"].value) == ("政府采购金额", 1.5)
