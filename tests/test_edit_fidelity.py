"""What the edits do not touch stays as it is, byte for byte, in workbooks full of features."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest

import workbooks
from perfxl.workbook.edit import (
    CellStyle,
    CopySheet,
    Edit,
    PutSheet,
    SetCached,
    SetFill,
    SetNote,
    SetValue,
    SheetCell,
    apply_edits,
    clear_marks,
)

FORM = "部门 自评表"
FINDINGS = PutSheet(
    "审核结果",
    (
        (SheetCell("级别", CellStyle.HEADER), SheetCell("位置", CellStyle.HEADER)),
        (SheetCell("错误", CellStyle.ERROR), SheetCell("F1", CellStyle.LINK, f"'{FORM}'!F1")),
    ),
    (8.0, 20.0),
    first=True,
)
EACH: list[tuple[Edit, set[str]]] = [
    (SetValue(FORM, 3, 6, Decimal("42.92")), {"xl/worksheets/sheet1.xml"}),
    (SetCached(FORM, 9, 4, Decimal(36)), {"xl/worksheets/sheet1.xml"}),
    (
        SetFill("基础数据", 2, 2, "FFC7CE"),
        {"xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
         "[Content_Types].xml"},
    ),
    (
        SetNote(FORM, 3, 6, "与明细之和不一致"),
        {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
         "[Content_Types].xml"},
    ),
    (FINDINGS, {"xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}),
    (
        CopySheet(FORM, "自评表（二）"),
        {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"},
    ),
]  # fmt: skip


def cells_of(sheet: bytes) -> dict[str, bytes]:
    found = re.findall(rb'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', sheet)
    whole = re.findall(rb'<c r="[A-Z]+\d+"[^>]*?(?:/>|>.*?</c>)', sheet)
    return dict(zip((name.decode() for name in found), whole, strict=True))


@pytest.mark.parametrize(("edit", "touched"), EACH, ids=lambda value: type(value).__name__)
def test_each_edit_changes_only_its_parts(edit: Edit, touched: set[str]) -> None:
    data = workbooks.rich()
    before, after = workbooks.parts(data), workbooks.parts(apply_edits(data, [edit]))
    assert {name for name, body in before.items() if after[name] != body} == touched
    assert list(after)[: len(before)] == list(before)


def test_untouched_members_keep_their_raw_bytes_and_metadata() -> None:
    data = workbooks.rich()
    result = apply_edits(data, [SetCached(FORM, 9, 4, Decimal(36))])
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(result)) as new:
        for info in old.infolist():
            other = new.getinfo(info.filename)
            if info.filename == "xl/worksheets/sheet1.xml":
                continue
            assert (other.date_time, other.external_attr, other.compress_size, other.CRC) == (
                info.date_time, info.external_attr, info.compress_size, info.CRC,
            )  # fmt: skip
        assert new.testzip() is None


def test_a_touched_sheet_differs_in_the_touched_cells_only() -> None:
    data = workbooks.rich()
    edits = [SetValue(FORM, 3, 6, "改"), SetFill(FORM, 4, 6, "FFEB9C"), SetFill(FORM, 25, 10, "FFEB9C")]
    before = cells_of(workbooks.parts(data)["xl/worksheets/sheet1.xml"])
    after = cells_of(workbooks.parts(apply_edits(data, edits))["xl/worksheets/sheet1.xml"])
    assert {name for name in after if after[name] != before.get(name)} == {"F3", "F4", "J25"}
    assert set(before) <= set(after)


def test_the_value_keeps_format_and_asks_for_recalculation() -> None:
    data = apply_edits(workbooks.rich(), [SetValue(FORM, 3, 6, Decimal("42.92"))])
    cell = openpyxl.load_workbook(io.BytesIO(data))[FORM]["F3"]
    assert (cell.value, cell.number_format, cell.font.bold) == (42.92, "#,##0.00", True)
    bare = apply_edits(workbooks.bare(""), [SetValue("Sheet1", 1, 1, "x")])
    assert b'</sheets><calcPr fullCalcOnLoad="1"/>' in workbooks.parts(bare)["xl/workbook.xml"]


def test_a_fill_keeps_everything_else_of_the_style() -> None:
    data = apply_edits(workbooks.rich(), [SetFill(FORM, 3, 6, "ffc7ce")])
    cell = openpyxl.load_workbook(io.BytesIO(data))[FORM]["F3"]
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert (cell.number_format, cell.font.bold, cell.border.left.style) == ("#,##0.00", True, "thin")


def test_a_fill_under_a_conditional_format_is_made_visible() -> None:
    marked = workbooks.parts(apply_edits(workbooks.rich(), [SetFill(FORM, 3, 6, "FFC7CE")]))
    sheet = marked["xl/worksheets/sheet1.xml"].decode()
    first = re.search(r'<conditionalFormatting sqref="F3"><cfRule [^>]*priority="1" stopIfTrue="1">', sheet)
    assert first is not None
    priorities = [int(number) for number in re.findall(r'<cfRule [^>]*?priority="(\d+)"', sheet)]
    assert len(set(priorities)) == len(priorities) == 3


def test_the_users_note_is_kept_and_ours_is_replaced() -> None:
    data = apply_edits(workbooks.rich(), [SetNote(FORM, 2, 6, "第一次"), SetNote(FORM, 5, 6, "甲")])
    data = apply_edits(data, [SetNote(FORM, 2, 6, "第二次"), SetNote(FORM, 5, 6, "乙{p}")])
    sheet = openpyxl.load_workbook(io.BytesIO(data))[FORM]
    text = sheet["F2"].comment.text
    assert text.startswith("单位自己的批注")
    assert text.endswith("第二次")
    assert "第一次" not in text
    assert (sheet["F5"].comment.text, sheet["F5"].comment.author) == ("乙{p}", "perfxl")


def test_on_a_cell_with_a_conversation_the_note_is_a_reply() -> None:
    data = apply_edits(workbooks.rich(), [SetNote(FORM, 2, 6, "第一次"), SetNote(FORM, 3, 6, "无关")])
    parts = workbooks.parts(apply_edits(data, [SetNote(FORM, 2, 6, "第二次")]))
    thread = parts["xl/threadedComments/threadedComment1.xml"].decode()
    replies = re.findall(r'parentId="\{BBBBBBBB[^"]*"><text>([^<]*)</text>', thread)
    assert (replies, thread.count("<threadedComment ")) == (["第二次"], 2)
    assert parts["xl/persons/person.xml"].decode().count('displayName="perfxl"') == 1


def test_names_and_active_sheet_follow_a_sheet_put_in_front() -> None:
    book = openpyxl.load_workbook(io.BytesIO(apply_edits(workbooks.rich(), [FINDINGS])))
    assert book.sheetnames[:3] == ["审核结果", FORM, "基础数据"]
    assert book.active.title == "基础数据"
    assert book[FORM].print_area == f"'{FORM}'!$A$1:$K$30"
    assert book[FORM].print_title_rows == "$1:$2"
    assert list(book["基础数据"].defined_names) == ["本表"]
    assert book["审核结果"].print_title_rows == "$1:$1"


def test_a_copy_has_the_layout_and_its_own_drawings() -> None:
    data = apply_edits(workbooks.rich(), [CopySheet(FORM, "自评表（二）")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    source, copy = book[FORM], book["自评表（二）"]
    assert book.sheetnames == [FORM, "自评表（二）", "基础数据"]
    assert copy.merged_cells.ranges == source.merged_cells.ranges
    assert copy.print_area == "'自评表（二）'!$A$1:$K$30"
    assert copy["F2"].comment.text == source["F2"].comment.text
    assert len(copy.data_validations.dataValidation) == 1
    parts = workbooks.parts(data)
    assert parts["xl/drawings/drawing3.xml"] == parts["xl/drawings/drawing1.xml"]


def test_clear_gives_back_every_part_byte_for_byte() -> None:
    data = workbooks.rich()
    marks: list[Edit] = [
        SetFill(FORM, 3, 6, "FFC7CE"),
        SetFill(FORM, 40, 2, "FFEB9C"),
        SetNote(FORM, 2, 6, "接在后面"),
        SetNote(FORM, 3, 6, "新的"),
        SetNote("基础数据", 2, 2, "此表原来没有批注"),
        FINDINGS,
    ]
    once = apply_edits(data, marks)
    again = apply_edits(once, [SetFill(FORM, 3, 6, "DDEBF7"), SetNote(FORM, 3, 6, "改写"), FINDINGS])
    assert workbooks.parts(clear_marks(once)) == workbooks.parts(data)
    assert workbooks.parts(clear_marks(again)) == workbooks.parts(data)
    assert clear_marks(data) == data


def test_clear_keeps_values_that_were_set_together_with_marks() -> None:
    data = workbooks.rich()
    value = SetValue(FORM, 5, 6, Decimal(7))
    marked = apply_edits(data, [SetFill(FORM, 5, 6, "FFC7CE"), value, FINDINGS])
    assert workbooks.parts(clear_marks(marked)) == workbooks.parts(apply_edits(data, [value]))
