"""The workbook around the sheets: lists, styles, shared strings, relationships, limits."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from perfxl.returns.numbers import read_date
from perfxl.workbook.model import Cell, Kind, Unreadable
from perfxl.workbook.read import Limits, read_book
from perfxl.workbook.strings import read_strings
from perfxl.workbook.styles import read_formats
from read_support import MAIN, RELATIONS, parts_of, relationships, sheet_xml, workbook, zipped

ONE = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')


def unreadable(data: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_book(data, limits=limits or Limits())
    return caught.value


def strings_of(items: str) -> list[str]:
    return read_strings(f'<sst xmlns="{MAIN}">{items}</sst>'.encode(), "sst")


def test_plain_and_rich_strings_without_phonetic_guides() -> None:
    phonetic = '<phoneticPr fontId="1" type="noConversion"/>'
    run = '<r><rPr><b/><sz val="9"/></rPr><t xml:space="preserve">甲 </t></r>'
    items = [
        f"<si><t>预算</t>{phonetic}</si>",
        "<si><t/></si>",
        f"<si>{run}<r><t>乙&amp;</t></r>{phonetic}</si>",
        "<si><t>a_x000D_&#10;b</t></si>",
    ]
    expected = ["预算", "", "甲 乙&", "a\r\nb"]
    assert strings_of("".join(items)) == expected
    # A phonetic run and a comment are for the exact reader.
    guided = '<si><t>绩效</t><rPh sb="0" eb="2"><t>jixiao</t></rPh></si><!-- end -->'
    assert strings_of("".join(items) + guided) == [*expected, "绩效"]


def test_empty_string_table() -> None:
    assert strings_of("") == []


@pytest.mark.parametrize("items", ["<si><t>a</si>", "<si><t>&lol;</t></si>", "<si><t>a</t></si><si>"])
def test_broken_strings_name_the_part(items: str) -> None:
    data = workbook(ONE, strings=items)
    error = unreadable(data)
    assert (error.reason, "xl/sharedStrings.xml" in str(error)) == ("damaged", True)


def test_missing_shared_string_names_the_sheet() -> None:
    xml = sheet_xml('<row r="1"><c r="A1" t="s"><v>3</v></c></row>')
    error = unreadable(workbook(xml, strings="<si><t>a</t></si>"))
    assert error.reason == "damaged"
    assert "xl/worksheets/sheet1.xml" in str(error)
    assert "3" in str(error)


def test_number_formats_built_in_and_own() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>'
        '<numFmt numFmtId="164" formatCode="0.0&quot;万元&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="999"/><xf/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="@"/></dxf></dxfs></styleSheet>'
    )
    assert read_formats(styles.encode(), "styles") == ["General", "0.00%", '0.0"万元"', "General", "General"]


def test_hidden_sheets_charts_macros_and_links() -> None:
    parts = parts_of(ONE, ONE, ONE, ONE)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="甲" r:id="rId1"/><sheet name="乙" state="hidden" r:id="rId2"/>'
        '<sheet name="丙" state="veryHidden" r:id="rId3"/><sheet name="图" r:id="rId4"/>'
        '<sheet name="模块"/></sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        *((f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in (1, 2, 3)),
        ("rId4", "chartsheet", "chartsheets/sheet1.xml"),
        ("rId5", "vbaProject", "vbaProject.bin"),
        ("rId6", "externalLink", "externalLinks/externalLink1.xml"),
        ("rId7", "externalLink", "externalLinks/externalLink2.xml"),
    )
    parts["[Content_Types].xml"] = "<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"
    book = read_book(zipped(parts))
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("甲", False),
        ("乙", True),
        ("丙", True),
    ]
    assert (book.format, book.macros, book.external_links) == ("xlsm", True, 2)


def test_relationships_by_absolute_and_relative_targets_in_any_case() -> None:
    parts = parts_of(ONE)
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "../XL/Worksheets\\./Sheet1.xml")
    )
    assert read_book(zipped(parts)).sheets[0].cells[1, 1] == Cell(1, 1, Kind.NUMBER, "1")
    parts["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "/xl/my%20sheet.xml"))
    parts["xl/my sheet.xml"] = ONE
    del parts["xl/worksheets/sheet1.xml"]
    assert len(read_book(zipped(parts)).sheets[0].cells) == 1


def test_traversal_stays_inside_the_package() -> None:
    parts = parts_of(ONE)
    parts["xl/_rels/workbook.xml.rels"] = relationships(("rId1", "worksheet", "../../../../etc/passwd"))
    assert "etc/passwd" in str(unreadable(zipped(parts)))


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"]
)
def test_missing_part_is_damage(part: str) -> None:
    parts = parts_of(ONE, ONE)
    del parts[part]
    error = unreadable(zipped(parts))
    assert error.reason == "damaged"
    assert "xl/w" in str(error)


def test_one_broken_sheet_is_named() -> None:
    error = unreadable(workbook(ONE, ONE.replace("</row>", "")))
    assert error.reason == "damaged"
    assert "xl/worksheets/sheet2.xml" in str(error)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_document_type_declaration_is_forbidden(part: str) -> None:
    parts = parts_of(ONE, strings="<si><t>a</t></si>", styles="<cellXfs/>")
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">]>'
    parts[part] = bomb + str(parts[part]).removeprefix(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    )
    error = unreadable(zipped(parts))
    assert error.reason == "forbidden"
    assert part in str(error)


def test_workbook_without_worksheets_and_with_too_many() -> None:
    assert unreadable(workbook()).reason == "damaged"
    assert len(read_book(workbook(ONE, ONE), limits=Limits(sheets=2)).sheets) == 2
    assert unreadable(workbook(ONE, ONE), Limits(sheets=1)).reason == "too_large"


def test_main_part_that_is_no_workbook() -> None:
    parts = parts_of(ONE)
    parts["xl/workbook.xml"] = "<workbook/>"
    assert unreadable(zipped(parts)).reason == "not_workbook"


def test_reading_xlsx_imports_nothing_heavy() -> None:
    code = (
        "import sys; import perfxl.workbook.read;"
        "print(sorted({'lxml', 'openpyxl', 'python_calamine', 'zipfile', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("rest", ["", "<!-- for the exact reader -->"])
@pytest.mark.parametrize(
    ("attribute", "days"),
    [
        ("", ["43173", "43173.75", "0.75", "43173", "44635"]),
        (' date1904="0"', ["43173", "43173.75", "0.75", "43173", "44635"]),
        (' date1904="1"', ["44635", "44635.75", "0.75", "43173", "44635"]),
    ],
)
def test_days_are_counted_from_one_day_in_all_files(attribute: str, days: list[str], rest: str) -> None:
    """43173 is 2022-03-15 in a file that counts from 1904. Times of day and plain numbers stay as they are."""
    cells = (
        '<c r="A1" s="1"><v>43173</v></c><c r="B1" s="1"><v>43173.75</v></c><c r="C1" s="2"><v>0.75</v></c>'
    )
    cells += '<c r="D1"><v>43173</v></c><c r="E1" t="d"><v>2022-03-15</v></c>'
    formats = '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs>'
    parts = parts_of(sheet_xml(f'<row r="1">{cells}</row>{rest}'), styles=formats + styles)
    head, listed = str(parts["xl/workbook.xml"]).split("<sheets>")
    parts["xl/workbook.xml"] = f"{head}<workbookPr{attribute}/><sheets>{listed}"
    (sheet,) = read_book(zipped(parts)).sheets
    assert [cell.text for cell in sheet.cells.values()] == days
    assert read_date(sheet.cells[1, 5]) == date(2022, 3, 15)
