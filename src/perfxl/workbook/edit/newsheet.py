"""The XML of a perfxl-made sheet."""

from __future__ import annotations

from decimal import Decimal

from perfxl.workbook.edit.edits import CellStyle, Choices, EditRefused, PutSheet, SheetCell
from perfxl.workbook.edit.room import height_of, lines_of
from perfxl.workbook.edit.styles import Styles
from perfxl.workbook.edit.text import address, cell_text, clean, escape, number_text, quoted, shortened
from perfxl.workbook.model import column_letters

_MAX_LIST = 255
_TITLE_HEIGHT = 24
_UNWRAPPED = (CellStyle.PLAIN, CellStyle.TITLE)
PAGE_FOOT = "第 &P 页，共 &N 页"


def sheet_xml(edit: PutSheet, styles: Styles, namespace: bytes) -> bytes:
    """The worksheet part for the sheet."""
    pieces = [
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%s">' % namespace,
        b'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        _view(edit),
        b'<sheetFormatPr defaultRowHeight="15"/>',
        _columns(edit),
        b"<sheetData>%s</sheetData>"
        % b"".join(_row(number, row, edit.widths, styles) for number, row in _rows(edit)),
        _protection(edit),
        _filter(edit),
        _choices(edit),
        _links(edit),
        b'<printOptions horizontalCentered="1"/>',
        b'<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
        b'<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
        b"<headerFooter><oddFooter>&amp;C%s</oddFooter></headerFooter></worksheet>" % escape(PAGE_FOOT),
    ]
    return b"".join(pieces)


def print_titles(edit: PutSheet) -> str:
    """What the name for the repeated rows refers to; empty where no row is a header."""
    if not edit.header_row:
        return ""
    return f"{quoted(edit.name)}!${edit.header_row}:${edit.header_row}"


def print_area(edit: PutSheet) -> str:
    """What the name for the printed cells refers to; empty where all are printed."""
    if not (edit.printed_columns and edit.rows):
        return ""
    return f"{quoted(edit.name)}!$A$1:${column_letters(edit.printed_columns)}${len(edit.rows)}"


def filter_area(edit: PutSheet) -> str:
    """The filtered area in absolute form; empty where nothing is filtered."""
    width = _width(edit)
    if not (edit.filtered and edit.header_row and width and len(edit.rows) >= edit.header_row):
        return ""
    return f"$A${edit.header_row}:${column_letters(width)}${len(edit.rows)}"


def _rows(edit: PutSheet) -> list[tuple[int, tuple[SheetCell | None, ...]]]:
    return [(number, row) for number, row in enumerate(edit.rows, 1) if any(row)]


def _width(edit: PutSheet) -> int:
    return max((len(row) for row in edit.rows), default=0)


def _view(edit: PutSheet) -> bytes:
    if not edit.header_row:
        return b'<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
    below = edit.header_row + 1
    return (
        b'<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        b'<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>'
        b'<selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/></sheetView></sheetViews>'
    ) % (edit.header_row, below, below, below)


def _columns(edit: PutSheet) -> bytes:
    columns = (
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(edit.widths, 1)
    )
    inner = "".join(columns)
    return f"<cols>{inner}</cols>".encode() if inner else b""


def _row(number: int, row: tuple[SheetCell | None, ...], widths: tuple[float, ...], styles: Styles) -> bytes:
    cells = (_cell(address(number, col), cell, styles) for col, cell in enumerate(row, 1) if cell is not None)
    # Not marked as custom, so that the height still follows what the unit writes.
    return b'<row r="%d" ht="%d">%s</row>' % (number, row_height(row, widths), b"".join(cells))


def row_height(row: tuple[SheetCell | None, ...], widths: tuple[float, ...]) -> int:
    """The height in points that the row's wrapped texts need."""
    lines = 1
    for cell, width in zip(row, widths, strict=False):
        if cell is not None and isinstance(cell.value, str) and cell.style not in _UNWRAPPED:
            lines = max(lines, lines_of(cell.value, width))
    titled = any(cell is not None and cell.style == CellStyle.TITLE for cell in row)
    return max(height_of(lines), _TITLE_HEIGHT if titled else 0)


def _cell(where: str, cell: SheetCell, styles: Styles) -> bytes:
    head = b'<c r="%s" s="%d"' % (where.encode(), styles.own(cell.style))
    value = cell.value
    if value is None or value == "":
        return head + b"/>"
    if isinstance(value, bool):
        return head + b' t="b"><v>%d</v></c>' % value
    if isinstance(value, Decimal):
        return head + b"><v>%s</v></c>" % number_text(value)
    text = cell_text(shortened(clean(value)))
    return head + b' t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % text


def _protection(edit: PutSheet) -> bytes:
    if not edit.protected:
        return b""
    allowed = ("formatColumns", "formatRows", "sort", "autoFilter")
    pairs = "".join(f' {name}="0"' for name in allowed)
    return f'<sheetProtection sheet="1" objects="1" scenarios="1"{pairs}/>'.encode()


def _filter(edit: PutSheet) -> bytes:
    area = filter_area(edit).replace("$", "").encode()
    return b'<autoFilter ref="%s"/>' % area if area else b""


def _choices(edit: PutSheet) -> bytes:
    if not edit.choices:
        return b""
    inner = b"".join(_choice(item) for item in edit.choices)
    return b'<dataValidations count="%d">%s</dataValidations>' % (len(edit.choices), inner)


def _choice(item: Choices) -> bytes:
    listed = ",".join(item.values)
    if len(listed) > _MAX_LIST or any("," in value for value in item.values):
        raise EditRefused("bad_value", "下拉选项合计超过 255 个字或含有逗号，Excel 不接受。")
    area = f"{address(item.top, item.left)}:{address(item.bottom, item.right)}".encode()
    formula = escape('"' + listed.replace('"', '""') + '"')
    head = b'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="%s">' % area
    return head + b"<formula1>%s</formula1></dataValidation>" % formula


def _links(edit: PutSheet) -> bytes:
    links = [
        b'<hyperlink ref="%s" location="%s"/>' % (address(number, col).encode(), escape(cell.link))
        for number, row in enumerate(edit.rows, 1)
        for col, cell in enumerate(row, 1)
        if cell is not None and cell.link
    ]
    return b"<hyperlinks>%s</hyperlinks>" % b"".join(links) if links else b""
