"""Cells and packages of unusual but valid form, and what is refused."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import workbooks
from perfxl.workbook.edit import (
    CellStyle,
    Choices,
    Edit,
    EditRefused,
    PutSheet,
    RemoveSheet,
    SetCached,
    SetFill,
    SetNote,
    SetValue,
    SheetCell,
    apply_edits,
    clear_marks,
    write_atomically,
)

SHEET = "xl/worksheets/sheet1.xml"


def sheet_after(data: bytes, *edits: Edit) -> str:
    return workbooks.parts(apply_edits(data, edits))[SHEET].decode()


def value(data: bytes, cell: str) -> object:
    return openpyxl.load_workbook(io.BytesIO(data))["Sheet1"][cell].value


def refusal(data: bytes, *edits: Edit) -> str:
    with pytest.raises(EditRefused) as caught:
        apply_edits(data, edits)
    assert any("\u4e00" <= char <= "\u9fff" for char in str(caught.value))
    return caught.value.reason


def test_rows_and_cells_without_numbers_are_counted() -> None:
    data = workbooks.bare("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    text = sheet_after(data, SetValue("Sheet1", 1, 2, Decimal(9)), SetValue("Sheet1", 2, 4, "新"))
    assert "<row><c><v>1</v></c><c><v>9</v></c></row>" in text
    assert '<row><c><v>3</v></c><c r="D2" t="inlineStr">' in text


def test_new_rows_and_cells_go_to_their_place() -> None:
    data = workbooks.bare(
        '<row r="2" spans="2:3"><c r="B2"><v>1</v></c></row><row r="5"/>', head='<dimension ref="B2:C5"/>'
    )
    edits = [
        SetValue("Sheet1", row, col, Decimal(row)) for row, col in ((5, 1), (3, 2), (2, 5), (2, 1), (9, 1))
    ]
    text = sheet_after(data, *edits)
    assert '<dimension ref="A2:E9"/>' in text
    assert (
        '<row r="2" spans="1:5"><c r="A2"><v>2</v></c><c r="B2"><v>1</v></c><c r="E2"><v>2</v></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c></row><row r="5"><c r="A5"><v>5</v></c></row>'
        '<row r="9"><c r="A9"><v>9</v></c></row>'
    ) in text


@pytest.mark.parametrize(("prefix", "strict"), [("x", False), ("", True), ("x", True)])
def test_prefixed_and_strict_packages_are_edited_in_their_own_way(prefix: str, strict: bool) -> None:
    p = f"{prefix}:" if prefix else ""
    data = workbooks.bare(
        f'<{p}row r="1"><{p}c r="A1"><{p}v>1</{p}v></{p}c></{p}row>', prefix=prefix, strict=strict
    )
    rows = ((SheetCell("级别", CellStyle.HEADER),),)
    marks = [SetFill("Sheet1", 1, 1, "FFC7CE"), SetNote("Sheet1", 1, 1, "注"), PutSheet("审核结果", rows)]
    marked = apply_edits(data, [SetValue("Sheet1", 1, 1, "甲"), *marks])
    text = workbooks.parts(marked)[SHEET].decode()
    assert f'<{p}is><{p}t xml:space="preserve">甲</{p}t></{p}is>' in text
    assert f"<{p}legacyDrawing " in text
    found = b"".join(workbooks.parts(marked).values())
    assert (b"schemas.openxmlformats.org/spreadsheetml" in found) is not strict
    assert workbooks.parts(clear_marks(apply_edits(data, marks))) == workbooks.parts(data)


def test_an_edit_inside_a_merge_goes_to_its_first_cell() -> None:
    merge = '<mergeCells count="1"><mergeCell ref="A2:C4"/></mergeCells>'
    data = workbooks.bare('<row r="2"><c r="A2"><v>1</v></c></row>', tail=merge)
    text = sheet_after(data, SetValue("Sheet1", 4, 3, "整"), SetFill("Sheet1", 3, 2, "FFC7CE"))
    assert text.count("<c ") == 1
    assert '<c r="A2" t="inlineStr" s=' in text


def test_new_cells_take_the_format_of_their_row_or_column() -> None:
    data = workbooks.bare(
        '<row r="2" s="2" customFormat="1"/>',
        head='<cols><col min="3" max="4" width="9" style="1"/></cols>',
        styles="<fonts><font/></fonts><fills><fill/><fill/></fills><cellXfs><xf/><xf/><xf/></cellXfs>",
    )
    text = sheet_after(data, SetValue("Sheet1", 2, 3, Decimal(1)), SetValue("Sheet1", 3, 3, Decimal(1)))
    assert '<c r="C2" s="2"><v>1</v></c>' in text
    assert '<c r="C3" s="1"><v>1</v></c>' in text


@pytest.mark.parametrize("text", ["=1+1", "+8", "-8", "@cmd", " 前后空白 ", "a\n\nb", "<&>\"'", "𠮷"])
def test_text_stays_text(text: str) -> None:
    data = apply_edits(workbooks.bare(""), [SetValue("Sheet1", 1, 1, text)])
    cell = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]["A1"]
    assert (cell.value, b"<f>" in workbooks.parts(data)[SHEET]) == (text, False)


def test_control_characters_go_and_escapes_stay_what_they_look_like() -> None:
    text = sheet_after(workbooks.bare(""), SetValue("Sheet1", 1, 1, "a\x00b\x1fc\ud800_x0041_\r\n"))
    assert '<t xml:space="preserve">abc_x005F_x0041_\n</t>' in text


def test_values_of_each_kind() -> None:
    data = workbooks.bare('<row r="1"><c r="A1" t="s" vm="1"><v>0</v></c><c r="B1" t="b"><v>1</v></c></row>')
    text = sheet_after(data, SetValue("Sheet1", 1, 1, None), SetValue("Sheet1", 1, 2, Decimal("1E-7")),
                       SetValue("Sheet1", 1, 3, False))  # fmt: skip
    assert '<c r="A1"></c><c r="B1"><v>1E-7</v></c><c r="C1" t="b"><v>0</v></c>' in text
    assert refusal(data, SetValue("Sheet1", 1, 1, Decimal("NaN"))) == "bad_value"
    assert refusal(data, SetValue("Sheet1", 1, 1, "长" * 32768)) == "bad_value"


def test_formulas_are_not_overwritten_but_take_results() -> None:
    data = workbooks.bare(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="array" ref="B1:B3">A1:A3</f></c></row>'
        '<row r="3"><c r="B3"><v>0</v></c></row><row r="4"><c r="A4"><f t="shared" si="0"/></c></row>'
    )
    for row, col in ((1, 1), (1, 2), (2, 2), (3, 2), (4, 1)):
        assert refusal(data, SetValue("Sheet1", row, col, "x")) == "formula"
    assert refusal(data, SetCached("Sheet1", 7, 7, "x")) == "no_formula"
    text = sheet_after(data, SetCached("Sheet1", 1, 1, "甲"), SetCached("Sheet1", 4, 1, Decimal(3)))
    assert '<c r="A1" t="str"><f>1+1</f><v>甲</v></c>' in text
    assert '<c r="A4"><f t="shared" si="0"/><v>3</v></c>' in text


def test_comments_and_cdata_do_not_mislead() -> None:
    cell = '<c r="A1" t="inlineStr"><is><t><![CDATA[<row r="2">]]></t></is></c>'
    rows = f'<!-- <row r="2"> --><row r="1">{cell}</row>'
    text = sheet_after(workbooks.bare(rows), SetValue("Sheet1", 2, 1, Decimal(5)))
    assert rows + '<row r="2"><c r="A2"><v>5</v></c></row>' in text


def test_a_part_in_utf_16_is_edited_and_given_back() -> None:
    content = workbooks.parts(workbooks.bare('<row r="1"><c r="A1"><v>1</v></c></row>'))
    content[SHEET] = ('<?xml version="1.0" encoding="UTF-16"?>' + content[SHEET].decode()).encode("utf-16")
    data = workbooks.pack(content)
    marked = apply_edits(data, [SetFill("Sheet1", 1, 1, "FFC7CE")])
    assert value(marked, "A1") == 1
    assert workbooks.parts(clear_marks(marked)) == content


def test_what_cannot_be_written_is_refused() -> None:
    data = workbooks.bare('<row r="1"><c r="A1"/><c r="A1"/></row>')
    edit = SetValue("Sheet1", 1, 1, "x")
    content = workbooks.parts(workbooks.bare(""))
    assert refusal(b"", edit) == "not_workbook"
    assert refusal(b"PK\3\4 broken", edit) == "damaged"
    assert (
        refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), edit)
        == "encrypted"
    )
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", edit) == "unsupported"
    assert refusal(data, edit) == "damaged"
    assert refusal(data, SetValue("没有", 1, 1, "x")) == "no_sheet"
    assert refusal(data, RemoveSheet("Sheet1")) == "in_use"
    assert refusal(data, PutSheet("sheet1", ())) == "name_taken"
    assert refusal(workbooks.pack(content | {"_xmlsignatures/sig1.xml": b"<x/>"}), edit) == "signed"
    assert refusal(workbooks.pack(content | {SHEET.upper(): b"<x/>"}), edit) == "damaged"
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]>' + content[SHEET]
    assert refusal(workbooks.pack(content | {SHEET: bomb}), edit) == "forbidden"
    with pytest.raises(EditRefused, match="不能用作工作表名"):
        PutSheet("a/b", ())
    with pytest.raises(ValueError, match="no such cell"):
        SetFill("Sheet1", 0, 1, "FFC7CE")
    with pytest.raises(ValueError, match="not a colour"):
        SetFill("Sheet1", 1, 1, "red")


def test_a_sheet_that_others_use_stays_and_a_free_one_goes_with_its_parts() -> None:
    data = workbooks.rich()
    assert refusal(data, RemoveSheet("部门 自评表")) == "in_use"
    result = apply_edits(data, [RemoveSheet("基础数据")])
    book = openpyxl.load_workbook(io.BytesIO(result))
    assert book.sheetnames == ["部门 自评表"]
    gone = {
        "xl/worksheets/sheet2.xml",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing2.xml",
        "xl/calcChain.xml",
    }
    assert gone <= set(workbooks.parts(data)) - set(workbooks.parts(result))
    assert "xl/media/image1.png" in workbooks.parts(result)


def test_a_sheet_of_ours_has_the_layout_that_was_asked_for() -> None:
    rows = (
        (SheetCell("级别", CellStyle.HEADER), SheetCell("核实说明", CellStyle.HEADER)),
        (SheetCell("=HYPERLINK(1)", CellStyle.WARNING, "Sheet1!A1"), SheetCell(None, CellStyle.INPUT)),
        (SheetCell(Decimal("2.25"), CellStyle.NUMBER), None),
    )
    edit = PutSheet("审核结果", rows, (8.5, 40), protected=True, choices=(Choices(2, 1, 9, 1, ("是", "否")),))
    sheet = openpyxl.load_workbook(io.BytesIO(apply_edits(workbooks.bare(""), [edit])))["审核结果"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert (sheet["A2"].hyperlink.location, sheet["A2"].fill.fgColor.rgb) == ("Sheet1!A1", "FFFFE699")
    assert (sheet["B2"].protection.locked, sheet["A2"].protection.locked) == (False, True)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["B"].width) == (
        "A2",
        "A1:B3",
        40,
    )
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert (sheet.protection.sheet, sheet.data_validations.dataValidation[0].formula1) == (True, '"是,否"')


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "表.xlsx"
    write_atomically(target, b"old")
    target.chmod(0o640)
    write_atomically(target, b"new")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(target, b"newer")
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]
    assert target.read_bytes() == b"new"


def test_a_forged_record_of_marks_is_refused_not_followed() -> None:
    rows = ["perfxl-marks 1", "bm90IHRoZSByZWNvcmQ="]
    inner = "".join(
        f'<row r="{n}"><c r="A{n}" t="str"><v>{text}</v></c></row>' for n, text in enumerate(rows, 1)
    )
    content = workbooks.parts(workbooks.bare(inner))
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(b"Sheet1", b"_perfxl")
    with pytest.raises(EditRefused) as caught:
        clear_marks(workbooks.pack(content))
    assert caught.value.reason == "damaged"
