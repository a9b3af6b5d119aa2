"""A plain .xlsx with the values of a workbook that cannot be marked itself (.xls, .et, .xlsb, .ods)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO

from perfxl.workbook.edit.text import address, cell_text, clean, escape, shortened
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
_MAX_MERGES = 2000
_MAX_FORMATS = 1000
_FIRST_OWN_FORMAT = 164
_GENERAL, _TEXT = 0, 1
"""Cell formats of every converted workbook; those of numbers follow."""


def to_xlsx(book: Book) -> tuple[bytes, dict[str, str]]:
    """A new workbook with the same sheets, values and merged areas, and what each sheet is called there.

    A sheet keeps its name where the format allows it. Formats other than of numbers, formulas and pictures are
    not in it; a formula without result leaves its cell empty. Nothing becomes a formula.
    """
    names = _names(book.sheets)
    formats = _formats(book.sheets)
    parts = {
        "[Content_Types].xml": _content_types(len(names)),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(book, names),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)}
            | {"rIdStyles": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": _styles(formats),
    }
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(_member(part), content)
        for number, sheet in enumerate(book.sheets, 1):
            archive.writestr(_member(f"xl/worksheets/sheet{number}.xml"), _sheet(sheet, formats))
    renamed: dict[str, str] = {}
    for sheet, name in zip(book.sheets, names, strict=True):
        renamed.setdefault(sheet.name, name)
    return stream.getvalue(), renamed


def _member(part: str) -> zipfile.ZipInfo:
    # The earliest date the format knows: the same workbook always gives the same bytes.
    info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Names that Excel accepts, each of them once."""
    taken: set[str] = set()
    names = []
    for number, sheet in enumerate(sheets, 1):
        plain = _FORBIDDEN_IN_NAME.sub("_", clean(sheet.name))[:_LONGEST_NAME].strip("'") or f"表{number}"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            ending = f"_{count}"
            name = plain[: _LONGEST_NAME - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def _formats(sheets: Iterable[Sheet]) -> dict[str, int]:
    """The number formats in use with the cell format that each gets."""
    used = dict.fromkeys(cell.number_format for sheet in sheets for cell in sheet.cells.values())
    used.pop("General", None)
    return {code: number for number, code in enumerate(list(used)[:_MAX_FORMATS], _TEXT + 1)}


def _content_types(count: int) -> bytes:
    overrides = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    overrides |= {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in range(1, count + 1)}
    inner = "".join(
        f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in overrides.items()
    )
    relations = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    default = f'{relations}<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{default}{inner}</Types>'.encode()


def _relations(targets: Mapping[str, tuple[str, str]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


def _workbook(book: Book, names: list[str]) -> bytes:
    entries = []
    for number, (sheet, name) in enumerate(zip(book.sheets, names, strict=True), 1):
        state = ' state="hidden"' if sheet.hidden else ""
        quoted = escape(name).decode()
        entries.append(f'<sheet name="{quoted}" sheetId="{number}"{state} r:id="rId{number}"/>')
    inner = f"<sheets>{''.join(entries)}</sheets>"
    return f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{inner}</workbook>'.encode()


def _styles(formats: Mapping[str, int]) -> bytes:
    codes = "".join(
        f'<numFmt numFmtId="{_FIRST_OWN_FORMAT + number}" formatCode="{escape(code).decode()}"/>'
        for code, number in formats.items()
    )
    count = len(formats)
    number_formats = f'<numFmts count="{count}">{codes}</numFmts>' if formats else ""
    basis = 'fontId="0" fillId="0" borderId="0"'
    middle = '<alignment vertical="center"/>'
    wrapped = '<alignment vertical="center" wrapText="1"/>'
    cells = f'<xf numFmtId="0" {basis} xfId="0" applyAlignment="1">{middle}</xf>'
    cells += f'<xf numFmtId="0" {basis} xfId="0" quotePrefix="1" applyAlignment="1">{wrapped}</xf>'
    cells += "".join(
        f'<xf numFmtId="{_FIRST_OWN_FORMAT + number}" {basis} xfId="0" applyNumberFormat="1" '
        f'applyAlignment="1">{middle}</xf>'
        for number in formats.values()
    )
    inner = (
        f'{number_formats}<fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf numFmtId="0" {basis}/></cellStyleXfs>'
        f'<cellXfs count="{count + 2}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
    )
    return f'{_HEAD}<styleSheet xmlns="{_MAIN}">{inner}</styleSheet>'.encode()


def _sheet(sheet: Sheet, formats: Mapping[str, int]) -> bytes:
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells.values():
        rows.setdefault(cell.row, []).append(cell)
    data = b"".join(
        b'<row r="%d">%s</row>'
        % (row, b"".join(_cell(cell, formats) for cell in sorted(cells, key=lambda cell: cell.col)))
        for row, cells in sorted(rows.items())
    )
    columns = "".join(
        f'<col min="{col}" max="{col}" width="{width}" customWidth="1"/>'
        for col, width in sorted(_widths(sheet.cells.values()).items())
    )
    cols = f"<cols>{columns}</cols>".encode() if columns else b""
    merged = _merges(sheet.merges)
    head = f'{_HEAD}<worksheet xmlns="{_MAIN}">'.encode()
    return b"%s%s<sheetData>%s</sheetData>%s</worksheet>" % (head, cols, data, merged)


def _cell(cell: Cell, formats: Mapping[str, int]) -> bytes:
    where = address(cell.row, cell.col).encode()
    match cell.kind:
        case Kind.UNCALCULATED:
            return b""
        case Kind.NUMBER:
            style = formats.get(cell.number_format, _GENERAL)
            return b'<c r="%s" s="%d"><v>%s</v></c>' % (where, style, escape(cell.text))
        case Kind.BOOLEAN:
            return b'<c r="%s" t="b"><v>%d</v></c>' % (where, cell.text == "TRUE")
        case Kind.ERROR if cell.text in _ERRORS:
            return b'<c r="%s" t="e"><v>%s</v></c>' % (where, escape(cell.text))
    text = cell_text(shortened(clean(cell.text)))
    content = b'<is><t xml:space="preserve">%s</t></is>' % text
    return b'<c r="%s" s="%d" t="inlineStr">%s</c>' % (where, _TEXT, content)


def _widths(cells: Iterable[Cell]) -> dict[int, float]:
    """Column widths that show most values; a Chinese character is two wide."""
    widths: dict[int, float] = {}
    for cell in cells:
        lines = cell.text.splitlines() or [""]
        longest = max(sum(1 if char.isascii() else 2 for char in line) for line in lines)
        widths[cell.col] = max(widths.get(cell.col, 8.0), min(longest + 2.0, 40.0))
    return widths


def _merges(areas: Iterable[Area]) -> bytes:
    """The merged areas; one that overlaps an earlier one is left out, for Excel refuses the file otherwise."""
    kept: list[Area] = []
    for area in areas:
        if (
            len(kept) < _MAX_MERGES
            and area[:2] != area[2:]
            and not any(_overlap(area, other) for other in kept)
        ):
            kept.append(area)
    if not kept:
        return b""
    inner = "".join(
        f'<mergeCell ref="{address(area.top, area.left)}:{address(area.bottom, area.right)}"/>'
        for area in kept
    )
    return f'<mergeCells count="{len(kept)}">{inner}</mergeCells>'.encode()


def _overlap(a: Area, b: Area) -> bool:
    return a.top <= b.bottom and b.top <= a.bottom and a.left <= b.right and b.left <= a.right
