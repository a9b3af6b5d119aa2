"""How the blank forms print: on whole pages, with no label cut, the table's head on each page of it."""

from __future__ import annotations

from math import ceil
from typing import Any
from unicodedata import east_asian_width

import openpyxl
import pytest

from perfxl.formset.load import templates_folder

TEMPLATES = sorted(path.parent.name for path in templates_folder().glob("*/template.xlsx"))
SHEETS = [
    (form_set, name)
    for form_set in TEMPLATES
    for name in openpyxl.load_workbook(templates_folder() / form_set / "template.xlsx").sheetnames
]
_A4 = (595.3, 841.9)
_INCH, _PIXEL, _DIGIT, _PADDING = 72, 0.75, 7, 5
_LINE = 13.5
"""What a line of 宋体 of the usual size takes in Excel, in points."""
every_sheet = pytest.mark.parametrize(("form_set", "name"), SHEETS)


def sheet_of(form_set: str, name: str) -> Any:
    return openpyxl.load_workbook(templates_folder() / form_set / "template.xlsx")[name]


def width(sheet: Any, left: int, right: int) -> float:
    """The width of columns in digits of the standard font."""
    widths = [
        float(columns.width) - _PADDING / _DIGIT
        for columns in sheet.column_dimensions.values()
        for column in range(columns.min, columns.max + 1)
        if left <= column <= right
    ]
    assert len(widths) == right - left + 1
    return sum(widths)


def height(sheet: Any, top: int, bottom: int) -> float:
    """The height of rows in points; every row of a form has one of its own."""
    return sum(float(sheet.row_dimensions[row].height) for row in range(top, bottom + 1))


def paper(sheet: Any) -> float:
    """So many points of rows have room on a page that is as wide as the sheet."""
    across, down = _A4 if sheet.page_setup.orientation == "portrait" else reversed(_A4)
    margins = sheet.page_margins
    across -= (margins.left + margins.right) * _INCH
    down -= (margins.top + margins.bottom) * _INCH
    columns = sheet.max_column
    needed = (width(sheet, 1, columns) * _DIGIT + columns * _PADDING) * _PIXEL
    return down / min(1, across / needed)


def pages(sheet: Any) -> list[tuple[int, int]]:
    """The first and last rows of the pages that the sheet asks for."""
    ends = sorted(page.id for page in sheet.row_breaks.brk)
    return list(zip([1, *(end + 1 for end in ends)], [*ends, sheet.max_row], strict=True))


@every_sheet
def test_a_page_holds_the_rows_that_are_meant_for_it(form_set: str, name: str) -> None:
    sheet = sheet_of(form_set, name)
    head = sheet.print_title_rows
    repeated = int(head.strip("$").split(":")[0]) if head else 0
    for first, last in pages(sheet):
        again = height(sheet, repeated, repeated) if repeated and first > repeated else 0
        assert height(sheet, first, last) + again <= paper(sheet), (first, last)


@every_sheet
def test_no_label_is_cut(form_set: str, name: str) -> None:
    sheet = sheet_of(form_set, name)
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if not isinstance(cell.value, str) or not cell.alignment.wrap_text or cell.data_type == "f":
            continue
        area = merged.get((cell.row, cell.column))
        bottom, right = (area.max_row, area.max_col) if area else (cell.row, cell.column)
        room = width(sheet, cell.column, right) * 10.5 / cell.font.sz
        lines = [
            sum(2 if east_asian_width(char) in "WFA" else 1 for char in line)
            for line in cell.value.split("\n")
        ]
        needed = sum(ceil(line / room) or 1 for line in lines) * _LINE * cell.font.sz / 10.5
        assert needed <= height(sheet, cell.row, bottom), cell.coordinate


@every_sheet
def test_the_head_of_an_indicator_table_is_on_each_page_of_it(form_set: str, name: str) -> None:
    sheet = sheet_of(form_set, name)
    heads = [
        row[0].row
        for row in sheet.iter_rows()
        if {"指标值", "三级指标", "指标名称"} & {cell.value for cell in row}
    ]
    if len(heads) != 1:  # none, or one for each of several tables, which have a page of their own
        assert sheet.print_title_rows is None
        return
    assert sheet.print_title_rows in (f"${heads[0]}:${heads[0]}", None)
    assert (sheet.print_title_rows is None) is (
        len(pages(sheet)) == 1 and sheet.page_setup.orientation == "landscape"
    )


@every_sheet
def test_a_page_begins_with_a_label_of_its_own(form_set: str, name: str) -> None:
    """Nothing but the label of the first level may go on from the page before, and that stands at its top."""
    sheet = sheet_of(form_set, name)
    for first, _ in pages(sheet)[1:]:
        cut = [area for area in sheet.merged_cells.ranges if area.min_row < first <= area.max_row]
        assert [area.min_col for area in cut] in ([], [1])
        assert {sheet.cell(area.min_row, area.min_col).alignment.vertical for area in cut} <= {"top"}


@pytest.mark.parametrize(
    ("form_set", "name", "address"),
    [
        ("hunan-2022-target", "部门目标申报表", "B39"),
        ("hunan-2022-target", "项目目标申报表", "B26"),
        ("xiangtan-2023-target", "项目目标申报表", "B23"),
    ],
)
def test_what_others_fill_in_does_not_look_as_if_the_unit_should(
    form_set: str, name: str, address: str
) -> None:
    sheet = sheet_of(form_set, name)
    review, entry = sheet[address], sheet["B4"]
    assert "（盖章）" in review.value
    assert not review.protection.locked
    assert (review.fill.fill_type, entry.fill.fgColor.rgb) == (None, "FFFFFDF0")
