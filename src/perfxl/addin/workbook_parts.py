"""The parts of the add-in's package beside its VBA: one sheet with settings and texts, and the ribbon."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from xml.sax.saxutils import escape

from msgspec import Struct

from perfxl.addin.configuration import TEXTS, Configuration
from perfxl.addin.vba_project import SHEET_CODE_NAME, WORKBOOK_CODE_NAME
from perfxl.addin.xlwings_source import PROJECT
from perfxl.workbook.model import column_letters

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONFIGURATION_SHEET = f"{PROJECT}.conf"
_FIRST_COLUMNS = (1, 4, 6)
"""Of the settings (A), the texts (D) and the functions (F)."""
_CATEGORY_NAME, _FUNCTIONS_NAME = "perfxl_category", "perfxl_functions"

RIBBON_2009, RIBBON_2006 = "customUI/customUI14.xml", "customUI/customUI.xml"
"""The two ribbon parts: for Office 2010 and later, and for Office 2007 and what copies it."""

_CONTENT_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>\
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
</Types>"""

_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


class FunctionTexts(Struct, frozen=True):
    """What the function wizard shows: a category, and a row for each function as ``function_texts`` gives them."""

    category: str
    rows: list[list[str | int]]


def workbook_parts(
    configuration: Configuration, project: bytes, ribbons: dict[str, bytes], functions: FunctionTexts
) -> dict[str, bytes]:
    """All parts of the package by name, in the order to write them."""
    texts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _package_relationships(),
        "docProps/core.xml": _core_properties(configuration),
        "xl/workbook.xml": _workbook(functions),
        "xl/_rels/workbook.xml.rels": _workbook_relationships(),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(configuration, functions),
    }
    parts = {name: text.encode("utf-8") for name, text in texts.items()}
    return {**parts, "xl/vbaProject.bin": project, **ribbons}


def _package_relationships() -> str:
    return _relationships(
        (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_MICROSOFT}/2006/relationships/ui/extensibility", RIBBON_2006),
        (f"{_MICROSOFT}/2007/relationships/ui/extensibility", RIBBON_2009),
    )


def _workbook_relationships() -> str:
    return _relationships(
        (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
        (f"{_OFFICE}/styles", "styles.xml"),
        (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
    )


def _relationships(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core_properties(configuration: Configuration) -> str:
    """Excel's list of add-ins shows the title and, below it, the description."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>perfxl 绩效自评</dc:title>'
        f"<dc:description>预算绩效报表的填报与审核，perfxl {escape(configuration.perfxl)}</dc:description>"
        "</cp:coreProperties>"
    )


def _workbook(functions: FunctionTexts) -> str:
    names = "".join(
        f'<definedName name="{name}" hidden="1">\'{CONFIGURATION_SHEET}\'!{cells}</definedName>'
        for name, cells in sorted(_names(functions).items())
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="{WORKBOOK_CODE_NAME}"/>'
        f'<bookViews><workbookView/></bookViews><sheets><sheet name="{CONFIGURATION_SHEET}" sheetId="1" r:id="rId1"/>'
        f"</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _single_texts(functions: FunctionTexts) -> dict[str, str]:
    """The texts of one cell by the names of their cells, in the order of their rows."""
    return {**TEXTS, _CATEGORY_NAME: functions.category}


def _names(functions: FunctionTexts) -> dict[str, str]:
    """The names VBA uses, and the cells they stand for."""
    single = {name: f"$D${row}" for row, name in enumerate(_single_texts(functions), start=1)}
    return {**single, _FUNCTIONS_NAME: f"$F$1:$F${len(functions.rows)}"}


def _sheet(configuration: Configuration, functions: FunctionTexts) -> str:
    """Settings in columns A and B, as xlwings reads them down to the first empty cell; texts in D; functions from F."""
    columns: tuple[Sequence[Sequence[str | int]], ...] = (
        configuration.rows(),
        [(text,) for text in _single_texts(functions).values()],
        functions.rows,
    )
    data = ""
    for number, blocks in enumerate(zip_longest(*columns, fillvalue=()), start=1):
        cells = "".join(
            _cell(f"{column_letters(first + place)}{number}", value)
            for first, block in zip(_FIRST_COLUMNS, blocks, strict=True)
            for place, value in enumerate(block)
        )
        data += f'<row r="{number}">{cells}</row>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{SHEET_CODE_NAME}"/>'
        f"<sheetData>{data}</sheetData></worksheet>"
    )


def _cell(address: str, value: str | int) -> str:
    if isinstance(value, int):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
