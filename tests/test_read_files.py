"""What a file is, by its bytes; and the formats other than .xlsx."""

from __future__ import annotations

import struct

import pytest

from perfxl.workbook.model import Cell, Kind, Sheet, Unreadable
from perfxl.workbook.read import Limits, read_book
from read_support import biff_stream, ods, ole, workbook, xlsb, xlsb_cell, zipped


@pytest.mark.parametrize(
    ("data", "reason", "word"),
    [
        (b"", "empty", "0 字节"),
        (bytes(2000), "damaged", "空字节"),
        (b"%PDF-1.7\n", "not_workbook", "PDF"),
        (b"Rar!\x1a\x07", "not_workbook", "RAR"),
        (b"\x89PNG\r\n\x1a\n", "not_workbook", "图片"),
        (b"\xff\xd8\xff\xe0", "not_workbook", "图片"),
        (b"\xef\xbb\xbf <html><table></table></html>", "not_workbook", "网页"),
        ("<table><tr><td>合计</td></tr></table>".encode("gbk"), "not_workbook", "网页"),
        (b"MIME-Version: 1.0\n", "not_workbook", "网页"),
        ("单位,金额\n甲,1\n".encode("gb18030"), "not_workbook", "纯文本"),
        ("单位,金额\n甲,1\n".encode("utf-16"), "not_workbook", "纯文本"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "unsupported", "2003"),
        (
            b"<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
            b" office:mimetype='application/vnd.oasis.opendocument.spreadsheet'><office:meta/></office:document>",
            "unsupported",
            ".fods",
        ),
        (b"<?xml version='1.0'?><data/>", "not_workbook", "XML"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", "unsupported", "Excel 4"),
        (bytes([0, 1, 2, 3]) * 9, "not_workbook", "无法识别"),
        (b"PK\3\4 cut off", "damaged", "不完整"),
        (zipped({"word/document.xml": "<a/>"}), "not_workbook", "Word"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "not_workbook", "演示文稿"),
        (zipped({"OFD.xml": "<a/>"}), "not_workbook", "OFD"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "not_workbook", ".odt"),
        (zipped({"甲单位/自评表.xlsx": b""}), "not_workbook", "解压"),
        (zipped({"a.txt": "a"}), "not_workbook", "压缩包"),
        (zipped({"xl/worksheets/sheet1.xml": "<a/>"}), "damaged", "xl/workbook.xml"),
        (ole({"EncryptedPackage": b"", "EncryptionInfo": b""}), "encrypted", "密码"),
        (ole({"WordDocument": b""}), "not_workbook", "Word"),
        (ole({"PowerPoint Document": b""}), "not_workbook", "演示文稿"),
        (ole({"Unknown": b""}), "not_workbook", "旧式"),
        (ole({"Workbook": b""}), "damaged", ""),
        (ole({"Workbook": biff_stream()})[:600], "not_workbook", ""),
        (ole({"Workbook": biff_stream(password=True)}), "encrypted", "密码"),
        (ods("", encrypted=True), "encrypted", "密码"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "damaged", "content.xml"),
    ],
)
def test_refusal_says_what_the_file_is(data: bytes, reason: str, word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(data)
    assert caught.value.reason == reason
    assert word in str(caught.value)
    assert str(caught.value).endswith("。")


EXPECTED_XLS = {
    (1, 1): Cell(1, 1, Kind.NUMBER, "1.5"),
    (1, 2): Cell(1, 2, Kind.ERROR, "#REF!"),
    (1, 3): Cell(1, 3, Kind.ERROR, "#N/A", formula=True),
    (1, 4): Cell(1, 4, Kind.NUMBER, "7", formula=True),
}


@pytest.mark.parametrize(
    ("extra", "kind", "macros"),
    [({}, "xls", False), ({"ETExtData": b""}, "et", False), ({"_VBA_PROJECT_CUR": b""}, "xls", True)],
)
def test_xls_with_error_cells_and_formulas(extra: dict[str, bytes], kind: str, macros: bool) -> None:
    book = read_book(ole({"Workbook": biff_stream(), **extra}))
    assert book.sheets == [Sheet("表", EXPECTED_XLS)]
    assert (book.format, book.macros) == (kind, macros)


def test_xls_with_hidden_rows_and_columns() -> None:
    sheet = read_book(ole({"Workbook": biff_stream(hidden=True)})).sheets[0]
    assert (sheet.cells, sheet.hidden_rows, sheet.hidden_columns) == (
        EXPECTED_XLS,
        frozenset({1}),
        frozenset({3, 4}),
    )


def test_ods_with_hidden_rows_and_columns() -> None:
    """Both may be repeated, and stand in groups; rows without content do not count."""
    cell = (
        '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    row = f"<table:table-row{{}}>{cell * 5}</table:table-row>"
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column-group><table:table-column table:visibility="visible"/></table:table-column-group>'
        '<table:table-column table:visibility="filter" table:number-columns-repeated="16380"/>'
    )
    rows = (
        row.format("")
        + row.format(' table:visibility="collapse" table:number-rows-repeated="2"')
        + '<table:table-row table:visibility="collapse"><table:table-cell/></table:table-row>'
        + row.format(' table:visibility="filter"')
    )
    sheet = read_book(ods(columns + rows)).sheets[0]
    assert len(sheet.cells) == 20
    assert sheet.hidden_rows == sheet.hidden_columns == {2, 3, 5}


def test_xls_with_a_stray_cell_is_refused_before_it_costs() -> None:
    data = ole({"Workbook": biff_stream(far_row=65535)})
    with pytest.raises(Unreadable) as caught:
        read_book(data)
    assert caught.value.reason == "too_large"
    # A workbook may have so many cells that the rectangle fits.
    assert len(read_book(data, limits=Limits(cells=3_000_000)).sheets[0].cells) == 5


def test_xls_whose_sector_chain_runs_in_a_circle() -> None:
    data = bytearray(ole({"Workbook": biff_stream()}))
    data[512 + 4 * 3 : 512 + 4 * 4] = struct.pack("<I", 2)
    with pytest.raises(Unreadable) as caught:
        read_book(bytes(data))
    assert caught.value.reason == "damaged"


def test_xlsb_with_error_cells_and_formulas() -> None:
    data = xlsb(
        xlsb_cell(5, 0, struct.pack("<d", 2.5)),
        xlsb_cell(3, 1, b"\x07"),
        xlsb_cell(11, 2, b"\x17", formula=True),
        xlsb_cell(9, 3, struct.pack("<d", 0.1 + 0.2), formula=True),
    )
    book = read_book(data)
    assert book.format == "xlsb"
    assert book.sheets == [
        Sheet(
            "表",
            {
                (1, 1): Cell(1, 1, Kind.NUMBER, "2.5"),
                (1, 2): Cell(1, 2, Kind.ERROR, "#DIV/0!"),
                (1, 3): Cell(1, 3, Kind.ERROR, "#REF!", formula=True),
                (1, 4): Cell(1, 4, Kind.NUMBER, "0.3", formula=True),
            },
        )
    ]


def test_xlsb_with_a_stray_column_or_cut_record() -> None:
    far = xlsb(xlsb_cell(5, 0, bytes(8)), struct.pack("<BB", 0, 17) + struct.pack("<I", 1048575) + bytes(13),
               xlsb_cell(5, 16383, bytes(8)))  # fmt: skip
    with pytest.raises(Unreadable) as caught:
        read_book(far)
    assert caught.value.reason == "too_large"
    with pytest.raises(Unreadable) as caught:
        read_book(xlsb(b"\x85\x80\x80"))
    assert caught.value.reason == "damaged"


def test_ods_with_error_cells_formulas_and_dates() -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="float" office:value="42.92">'
        "<text:p>42.92</text:p>"
        '</table:table-cell><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell office:value-type="date" office:date-value="2024-01-31"><text:p>x</text:p>'
        '</table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        "</table:table-row>"
    )
    book = read_book(ods(rows))
    assert book.format == "ods"
    cells = {cell.address: cell[2:] for cell in book.sheets[0].cells.values()}
    assert cells == {
        "A3": (Kind.NUMBER, "42.92", "General", False),
        "D3": (Kind.TEXT, "甲", "General", False),
        "E3": (Kind.ERROR, "#DIV/0!", "General", True),
        "F3": (Kind.NUMBER, "45322", "yyyy-mm-dd", False),
        "G3": (Kind.BOOLEAN, "TRUE", "General", False),
    }


@pytest.mark.parametrize("repeated", ["rows", "columns"])
def test_ods_with_a_value_repeated_without_end(repeated: str) -> None:
    cell = '<table:table-cell {} office:value-type="float" office:value="1"/>'
    many = f'table:number-{repeated}-repeated="999999999"'
    row = f"<table:table-row {many if repeated == 'rows' else ''}>"
    cells = cell.format(many if repeated == "columns" else "") + cell.format(
        'table:number-columns-repeated="200"'
    )
    with pytest.raises(Unreadable) as caught:
        read_book(ods(row + cells + "</table:table-row>"), limits=Limits(cells=2000))
    assert caught.value.reason == "too_large"


def test_ods_with_a_document_type_declaration() -> None:
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        }
    )
    with pytest.raises(Unreadable) as caught:
        read_book(data)
    assert caught.value.reason == "forbidden"


def test_an_empty_workbook_part_is_not_taken_for_a_format() -> None:
    with pytest.raises(Unreadable) as caught:
        read_book(workbook())
    assert caught.value.reason == "damaged"
