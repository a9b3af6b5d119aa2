"""A return as a Word document, as a unit lays it out: lines, tables with merged cells, a table broken by a page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from perfxl.workbook.model import Area, Sheet
from perfxl.workbook.read import read_book
from tools.build_returns import retyped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_WIDTH = 9600
"""What a table is wide, in twentieths of a point."""
_BREAKS = {"附件3": (13, 23)}
"""Sheet: the row of its header and the row at which its table goes on on another page, header repeated."""


def workbook() -> bytes:
    """The return of 衡阳 2021, whose forms a unit may just as well type into Word."""
    sheets = read_book(retyped.workbook()).sheets
    body = "".join(_form(sheet, _BREAKS.get(sheet.name)) for sheet in sheets)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/></w:sectPr>'
    return packed(
        f'<w:document xmlns:w="{_W}"><w:body>{paragraph("（正文略）")}{body}{paragraph("")}{page}</w:body></w:document>'
    )


def packed(document: str) -> bytes:
    """A .docx of that main part, the same bytes each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", document),
        ):  # fmt: skip
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return stream.getvalue()


def paragraph(text: str) -> str:
    """A paragraph; line breaks inside stay."""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def cell(text: str, span: int = 1, merge: str = "") -> str:
    """A table's cell; ``merge`` is ``restart``, ``continue`` or "" for one that is not merged with those below."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, text.split(chr(10))))}</w:tc>"


def table(rows: Sequence[str], widths: Sequence[int]) -> str:
    """A table of rows that are made of cells."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    side = '{}="single" w:sz="4" w:space="0" w:color="000000"'
    borders = "".join(
        f"<w:{edge} {side.format('w:val')}/>"
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _form(sheet: Sheet, page_break: tuple[int, int] | None) -> str:
    areas = {(area.top, area.left): area for area in sheet.merges}
    width = max(area.right for area in areas.values())
    ruled = [row for row, _ in sheet.cells if not _is_line(row, areas, width, sheet)]
    first, last = min(ruled), max(ruled)
    text = "".join(paragraph(cell.text) for cell in sheet.cells.values() if cell.row < first)
    rows = {row: _row(row, range(first, last + 1), sheet, areas, width) for row in range(first, last + 1)}
    widths = [_WIDTH // width] * width
    if page_break is None:
        text += table(list(rows.values()), widths)
    else:
        header, start = page_break
        text += table([rows[row] for row in range(first, start)], widths)
        again = [_row(row, range(start, last + 1), sheet, areas, width) for row in range(start, last + 1)]
        repeated = _row(header, range(header, header + 1), sheet, areas, width)
        text += paragraph("（续表）") + table([repeated, *again], widths)
    return text + "".join(paragraph(cell.text) for cell in sheet.cells.values() if cell.row > last)


def _is_line(row: int, areas: Mapping[tuple[int, int], Area], width: int, sheet: Sheet) -> bool:
    """Whether a row is text outside the table: one cell, over the whole width or alone."""
    area = areas.get((row, 1))
    alone = sum(cell.row == row for cell in sheet.cells.values()) == 1
    return alone and (row == 1 or (area is not None and area.right == width))


def _row(row: int, rows: range, sheet: Sheet, areas: Mapping[tuple[int, int], Area], width: int) -> str:
    """The cells of one row of a table that has these rows of the sheet."""
    return "".join(_cells(row, rows, sheet, areas, width))


def _cells(
    row: int, rows: range, sheet: Sheet, areas: Mapping[tuple[int, int], Area], width: int
) -> Iterator[str]:
    column = 1
    while column <= width:
        found = (area for area in areas.values() if area.top <= row <= area.bottom and area.left == column)
        area = next(found, Area(row, column, row, column))
        own = area.top if area.top in rows else rows.start
        merge = "" if min(area.bottom, rows.stop - 1) == own else "restart" if row == own else "continue"
        written = sheet.cells.get((area.top, column)) if row == area.top else None
        yield cell(
            _shown(written.text, written.number_format) if written else "", area.right - column + 1, merge
        )
        column = area.right + 1


def _shown(text: str, number_format: str) -> str:
    return f"{round(float(text) * 100)}%" if number_format == "0%" else text
