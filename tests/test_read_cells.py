"""Cells as they may be stored, read by the fast and by the exact reader."""

from __future__ import annotations

import pytest

from perfxl.workbook import read
from perfxl.workbook.content import CellMaker, plain_text
from perfxl.workbook.model import Area, Cell, Kind, Unreadable
from perfxl.workbook.number_text import number_text
from perfxl.workbook.read import Limits, read_book
from perfxl.workbook.sheet_exact import Content, Hidden, read_exact
from perfxl.workbook.sheet_fast import FastReader
from read_support import STRICT, parts_of, sheet_xml, workbook, zipped

STRINGS = ["文字", ""]
FORMATS = ["General", "0.00%"]
NONE = Hidden()
"""No hidden rows or columns."""


def maker() -> CellMaker:
    return CellMaker(STRINGS, FORMATS, date1904=False)


def exact(xml: str, limit: int = 1000) -> Content:
    return read_exact((xml.encode(),), maker(), limit)


def fast(xml: str, limit: int = 1000) -> Content | None:
    return FastReader(maker()).read(xml.encode(), limit)


def one_row(cells: str) -> str:
    return sheet_xml(f'<row r="1" spans="1:9">{cells}</row>')


PLAIN = [
    ('<c r="A1"><v>42.920000000000002</v></c>', Kind.NUMBER, "42.92", False),
    ('<c r="A1"><v>1E-3</v></c>', Kind.NUMBER, "0.001", False),
    ('<c r="A1"><v>-0</v></c>', Kind.NUMBER, "0", False),
    ('<c r="A1" t="s"><v>0</v></c>', Kind.TEXT, "文字", False),
    ('<c r="A1" t="b"><v>1</v></c>', Kind.BOOLEAN, "TRUE", False),
    ('<c r="A1" t="b"><f>1=2</f><v>0</v></c>', Kind.BOOLEAN, "FALSE", True),
    ('<c r="A1" t="e"><f>#REF!+1</f><v>#REF!</v></c>', Kind.ERROR, "#REF!", True),
    ('<c r="A1"><f>SUM(B1:B2)</f></c>', Kind.UNCALCULATED, "", True),
    ('<c r="A1"><f>SUM(B1:B2)</f><v></v></c>', Kind.UNCALCULATED, "", True),
    ('<c r="A1"><f>SUM(B1:B2)</f><v/></c>', Kind.UNCALCULATED, "", True),
    ('<c r="A1"><f t="shared" si="0"/><v>3</v></c>', Kind.NUMBER, "3", True),
    ('<c r="A1" t="str"><f>""</f><v></v></c>', Kind.TEXT, "", True),
    (
        '<c r="A1" t="str"><f>A2&amp;"x"</f><v>甲&lt;乙&#10;&#x9;&#38;lt;</v></c>',
        Kind.TEXT,
        "甲<乙\n\t&lt;",
        True,
    ),
    (
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> &#25351;&#26631;</t></is></c>',
        Kind.TEXT,
        " 指标",
        False,
    ),
    ('<c r="A1" t="str"><v>甲_x000D_乙_x005F_x000D_</v></c>', Kind.TEXT, "甲\r乙_x000D_", False),
    ('<c r="A1"><v>不是数</v></c>', Kind.TEXT, "不是数", False),
    ('<c r="A1"><v>１２</v></c>', Kind.TEXT, "１２", False),
]
ODD = [
    ('<c r="A1" t="str"><f>""</f><v/></c>', Kind.TEXT, "", True),
    ('<c r="A1" t="str"><f>B1</f></c>', Kind.UNCALCULATED, "", True),
    ('<c t="inlineStr" r="A1"><is><r><rPr><b/></rPr><t>甲</t></r>'
     '<rPh sb="0" eb="1"><t>jia</t></rPh><r><t>乙</t></r></is></c>',
     Kind.TEXT, "甲乙", False),
    ('<c><v>7</v></c>', Kind.NUMBER, "7", False),
    ('<c r="A1" t="str"><v><![CDATA[<甲>]]></v></c>', Kind.TEXT, "<甲>", False),
    ('<c r="A1"><!-- 5 --><v>6</v></c>', Kind.NUMBER, "6", False),
    ('<c r="a1"><v>8</v><extLst/></c>', Kind.NUMBER, "8", False),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "kind", "text", "formula"), PLAIN)
def test_plain_cell_by_both_readers(cell: str, kind: Kind, text: str, formula: bool) -> None:
    expected = {(1, 1): Cell(1, 1, kind, text, "General", formula)}
    assert exact(one_row(cell)) == (expected, [], NONE)
    assert fast(one_row(cell)) == (expected, [], NONE)


@pytest.mark.parametrize(("cell", "kind", "text", "formula"), ODD)
def test_odd_cell_is_left_to_the_exact_reader(cell: str, kind: Kind, text: str, formula: bool) -> None:
    assert fast(one_row(cell)) is None
    assert exact(one_row(cell)) == ({(1, 1): Cell(1, 1, kind, text, "General", formula)}, [], NONE)


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" s="1"/><c r="B1" s="1"></c><c r="C1" s="1" t="n"/>',
        '<c r="A1"><v></v></c>',
        '<c r="A1" t="s"><v>1</v></c>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="XFD1048576" s="1"/>',
    ],
)
def test_cells_without_content_are_left_out(cells: str) -> None:
    assert exact(one_row(cells)) == ({}, [], NONE)
    assert fast(one_row(cells)) == ({}, [], NONE)


@pytest.mark.parametrize(
    ("stored", "text", "number_format"),
    [
        ("2024-01-31", "45322", "yyyy-mm-dd"),
        ("2024-01-31T12:00:00Z", "45322.5", "yyyy-mm-dd hh:mm:ss"),
        ("06:00:00", "0.25", "hh:mm:ss"),
        ("1900-02-28", "59", "yyyy-mm-dd"),
        ("1900-03-01", "61", "yyyy-mm-dd"),
    ],
)
def test_iso_date_becomes_a_serial_day(stored: str, text: str, number_format: str) -> None:
    xml = one_row(f'<c r="B1" t="d"><v>{stored}</v></c>')
    expected = {(1, 2): Cell(1, 2, Kind.NUMBER, text, number_format)}
    assert exact(xml)[0] == expected
    assert fast(xml) == (expected, [], NONE)


def test_date_before_the_calendar_stays_text() -> None:
    cell = exact(one_row('<c r="A1" t="d"><v>1850-01-01</v></c>'))[0][1, 1]
    assert (cell.kind, cell.text) == (Kind.TEXT, "1850-01-01")


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("123456789012345678", "123456789012346000"),
        ("1e20", "100000000000000000000"),
        ("-1.50e-7", "-0.00000015"),
        ("1e300", "1e+300"),
        (" 5.\n", "5"),
        ("+.5", "0.5"),
        ("1_000", None),
        ("nan", None),
        ("-inf", None),
        ("1e999", None),
        ("0x10", None),
        ("9" * 500, None),
        ("", None),
    ],
)
def test_number_text(stored: str, text: str | None) -> None:
    assert number_text(stored) == text


def test_escapes_of_characters_beyond_the_basic_plane() -> None:
    assert plain_text("_xD83D__xDE00_") == "\U0001f600"
    assert plain_text("_xD83D_") == "\ufffd"


def test_rows_and_cells_without_addresses_are_counted() -> None:
    cells, *_ = exact(sheet_xml("<row><c/><c><v>1</v></c></row><row r='4'><c r='C4'/><c><v>2</v></c></row>"))
    assert {place: cell.text for place, cell in cells.items()} == {(1, 2): "1", (4, 4): "2"}


def test_merges_and_number_format() -> None:
    xml = sheet_xml(
        '<row r="2"><c r="B2" s="1"><v>0.5</v></c><c r="C2" s="9"><v>1</v></c></row>',
        '<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2"/></mergeCells>',
    )
    cells, merges, _ = exact(xml)
    assert [cell.number_format for cell in cells.values()] == ["0.00%", "General"]
    assert merges == [Area(1, 1, 1, 3), Area(2, 2, 2, 2)]
    assert fast(xml) == (cells, merges, NONE)


def test_hidden_rows_with_content() -> None:
    rows = [
        f'<row r="{row}" hidden="{hidden}"><c r="B{row}"{content}</row>'
        for row, hidden, content in (
            (2, "1", "><v>1</v></c>"),
            (3, "0", "><v>1</v></c>"),
            (5, "true", "><v>1</v></c>"),
            (6, "1", "/>"),
            (7, "false", "><v>1</v></c>"),
        )
    ]
    assert exact(sheet_xml("".join(rows)))[2] == Hidden(frozenset({2, 5}))
    assert fast(sheet_xml("".join(rows))) is None
    assert read_book(workbook(sheet_xml("".join(rows)))).sheets[0].hidden_rows == {2, 5}
    shown = sheet_xml(rows[1] + rows[4])
    assert fast(shown) == exact(shown)
    assert exact(shown)[2] == NONE


def test_hidden_columns_with_content() -> None:
    """Of a stretch that is hidden to the sheet's end, those that hold something; stretches may overlap."""
    cells = '<c r="B1"><v>1</v></c><c r="D1"><v>1</v></c><c r="F1"><v>1</v></c><c r="H1"/>'
    hidden = '<col min="3" max="4" hidden="1"/><col min="4" max="4"/><col min="6" max="16384" hidden="true"/>'
    shown = '<col min="2" max="5" width="9"/><col min="6" max="6" hidden="0"/>'
    for columns, expected in ((hidden, {4, 6}), (shown, set())):
        xml = one_row(cells).replace("<sheetData>", f"<cols>{columns}</cols><sheetData>")
        assert exact(xml)[2] == Hidden(columns=frozenset(expected))
        assert fast(xml) == (None if expected else exact(xml))
        assert read_book(workbook(xml)).sheets[0].hidden_columns == expected


@pytest.mark.parametrize(
    "column", ['min="x" max="9"', 'max="9"', 'min="99999999999" max="1"', 'min="9" max="1"']
)
def test_a_hidden_stretch_that_is_none(column: str) -> None:
    xml = one_row('<c r="B1"><v>1</v></c>').replace(
        "<sheetData>", f'<cols><col {column} hidden="1"/></cols><sheetData>'
    )
    assert exact(xml)[2] == NONE


def test_of_two_cells_in_one_place_the_last_counts() -> None:
    xml = one_row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')
    assert exact(xml)[0][1, 1].text == "2"
    assert fast(xml) == exact(xml)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<c r="A1"><v>1</v></c>',
        '<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="2"/>',
        '<row r="1"><c r="A1"><v>&nbsp;</v></c></row>',
        '<row r="1"><c r="A1"><f>&bad;</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#xD800;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&#55296;</v></c></row>',
        '<row r="1"><c r="A1" s="0" s="1"><v>1</v></c></row>',
        '<row r="1"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" xmlns="urn:other"><v>1</v></c></row>',
        '<row r="1" x14ac:dyDescent="0.2"><c r="A1"><v>1</v></c></row>',
    ],
)
def test_what_is_not_in_order_is_declined(rows: str) -> None:
    assert fast(sheet_xml(rows)) is None


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', "<!-- <sheetData> -->"),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', "<mergeCells>"),
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', namespace="urn:other"),
        sheet_xml("").replace('encoding="UTF-8"', 'encoding="gb2312"'),
        "<!DOCTYPE worksheet>" + sheet_xml("").partition("\r\n")[2],
        sheet_xml("").replace("<sheetData>", "<!--<sheetData>-->"),
    ],
)
def test_a_frame_that_is_not_in_order_is_declined(xml: str) -> None:
    assert fast(xml) is None


@pytest.mark.parametrize("address", ["1A", "", "AAAA1", "A0", "XFE1", "A1048577"])
def test_an_impossible_address_is_damage(address: str) -> None:
    with pytest.raises(Unreadable) as caught:
        exact(one_row(f'<c r="{address}"><v>1</v></c>'))
    assert caught.value.reason == "damaged"


def test_a_stray_cell_in_the_last_place_costs_nothing() -> None:
    xml = sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>')
    (sheet,) = read_book(workbook(xml)).sheets
    assert [cell.address for cell in sheet.cells.values()] == ["A1048576", "XFD1048576"]


def test_too_many_cells_or_merges() -> None:
    xml = one_row("".join(f'<c r="{letter}1"><v>1</v></c>' for letter in "ABC"))
    merged = sheet_xml("", "<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 3 + "</mergeCells>")
    assert len(read_book(workbook(xml), limits=Limits(cells=3)).sheets[0].cells) == 3
    for data in (workbook(xml), workbook(xml.replace("A1", "a1")), workbook(merged)):
        with pytest.raises(Unreadable) as caught:
            read_book(data, limits=Limits(cells=2))
        assert caught.value.reason == "too_large"


def test_the_cell_limit_is_that_of_the_whole_workbook() -> None:
    xml = one_row('<c r="A1"><v>1</v></c>')
    with pytest.raises(Unreadable, match="超过"):
        read_book(workbook(xml, xml, xml), limits=Limits(cells=2))


def test_a_large_part_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = sheet_xml("".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 20001)))
    whole = read_book(workbook(xml))
    monkeypatch.setattr(read, "LARGEST", 1000)
    assert read_book(workbook(xml)) == whole
    assert len(whole.sheets[0].cells) == 20000


def test_strict_namespace_by_both_readers() -> None:
    xml = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', namespace=STRICT)
    data = zipped(parts_of(xml, strings="<si><t>严格</t></si>", strict=True))
    assert read_book(data).sheets[0].cells == {(1, 1): Cell(1, 1, Kind.TEXT, "严格")}
    assert fast(xml) == exact(xml)


def test_prefixed_elements_and_other_encodings() -> None:
    prefixed = sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>')
    for name in ("worksheet", "dimension", "sheetData", "row", "c ", "c>", "v>"):
        prefixed = prefixed.replace(f"<{name}", f"<x:{name}").replace(f"</{name}", f"</x:{name}")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    assert fast(prefixed) is None
    assert exact(prefixed)[0][1, 1].text == "5"
    wide = (
        sheet_xml('<row r="1"><c r="A1" t="str"><v>宽</v></c></row>')
        .replace("UTF-8", "UTF-16")
        .encode("utf-16")
    )
    assert FastReader(maker()).read(wide, 9) is None
    assert read_exact((wide,), maker(), 9)[0][1, 1].text == "宽"
