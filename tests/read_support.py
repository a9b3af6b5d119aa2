"""Workbooks of every odd kind, made in memory for the tests of the reader."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from perfxl.workbook.model import Kind
from perfxl.workbook.read import read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip package of these parts, in this order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def relationships(*items: tuple[str, str, str], base: str = RELATIONS) -> str:
    """A relationships part of (id, kind, target)."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{base}/{kind}" Target="{target}"/>' for key, kind, target in items
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONS}">{rows}</Relationships>'


def sheet_xml(rows: str, after: str = "", namespace: str = MAIN) -> str:
    """A worksheet part around the content of ``sheetData``."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<worksheet xmlns="{namespace}"><dimension ref="A1"/>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def parts_of(
    *sheets: str, strings: str = "", styles: str = "", strict: bool = False
) -> dict[str, bytes | str]:
    """The parts of a workbook with these worksheet parts; ``strings`` and ``styles`` are inner XML."""
    main, relations = (STRICT, STRICT_RELATIONS) if strict else (MAIN, RELATIONS)
    head = f'<workbook xmlns="{main}" xmlns:r="{relations}">'
    listed = "".join(f'<sheet name="表{i}" sheetId="{i}" r:id="rId{i}"/>' for i in range(1, len(sheets) + 1))
    related = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(sheets) + 1)]
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml"), base=relations),
        "xl/workbook.xml": f"{head}<sheets>{listed}</sheets></workbook>",
    }
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
        related.append(("rId901", "sharedStrings", "sharedStrings.xml"))
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
        related.append(("rId902", "styles", "/xl/styles.xml"))
    parts["xl/_rels/workbook.xml.rels"] = relationships(*related, base=relations)
    return parts


def workbook(*sheets: str, strings: str = "", styles: str = "") -> bytes:
    """A workbook with these worksheet parts."""
    return zipped(parts_of(*sheets, strings=strings, styles=styles))


def biff_record(kind: int, content: bytes) -> bytes:
    """A record of the old binary format."""
    return struct.pack("<2H", kind, len(content)) + content


def biff_formula(row: int, col: int, result: bytes, style: int = 0) -> bytes:
    """A formula record with its result."""
    return biff_record(
        0x06, struct.pack("<3H", row, col, style) + result + bytes(6) + struct.pack("<HBH", 3, 0x1E, 1)
    )


def biff_stream(*, password: bool = False, far_row: int = 0, hidden: bool = False) -> bytes:
    """The records of a workbook with one sheet ``表``: A1 1.5, B1 #REF!, C1 =#N/A, D1 =7.

    With ``hidden``, row 1 and the columns C and D to the last one are.
    """
    cells = [
        biff_record(0x203, struct.pack("<3Hd", 0, 0, 0, 1.5)),
        biff_record(0x205, struct.pack("<3H2B", 0, 1, 0, 0x17, 1)),
        biff_formula(0, 2, b"\x02\0\x2a\0\0\0\xff\xff"),
        biff_formula(0, 3, struct.pack("<d", 7)),
    ]
    if far_row:
        cells.append(biff_record(0x203, struct.pack("<3Hd", far_row, 255, 0, 1)))
    lines = [
        biff_record(0x7D, struct.pack("<6H", 0, 1, 2304, 15, 0, 0)),
        biff_record(0x7D, struct.pack("<6H", 2, 255, 2304, 15, hidden, 0)),
        biff_record(0x208, struct.pack("<6HI", 0, 0, 4, 255, 0, 0, 0x100 | 0x20 * hidden)),
        biff_record(0x208, struct.pack("<6HI", 1, 0, 4, 255, 0, 0, 0x120)),
    ]
    return biff(*lines, *cells, common=biff_record(0x2F, bytes(6)) if password else b"")


def biff(*records: bytes, common: bytes = b"") -> bytes:
    """A workbook with one sheet ``表`` of these records; ``common`` are more of the records of the workbook."""
    start = biff_record(0x809, struct.pack("<4H2I", 0x600, 0x05, 0, 0, 0, 0))
    name = "表".encode("utf-16-le")
    before = start + common + biff_record(0x42, struct.pack("<H", 1200))
    end = biff_record(0x0A, b"")
    sheet_at = len(before) + 4 + 8 + len(name) + len(end)
    listed = biff_record(0x85, struct.pack("<I2BBB", sheet_at, 0, 0, 1, 1) + name)
    sheet = biff_record(0x809, struct.pack("<4H2I", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(records) + end
    return before + listed + end + sheet


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file of these streams (at most three), each padded to the size that needs no small sectors."""
    sectors: list[bytes] = [b"", b""]
    table = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")
        blocks = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        after = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, len(sectors), len(content), after=after))
        table += [*range(len(sectors) + 1, len(sectors) + len(blocks)), 0xFFFFFFFE]
        sectors += blocks
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    sectors[0] = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    return header.ljust(512, b"\xff") + b"".join(sectors)


def _entry(
    name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, after: int = 0xFFFFFFFF
) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<H2B", len(encoded) + 2, kind, 1)
    return (
        head + struct.pack("<3I", 0xFFFFFFFF, after, child) + bytes(36) + struct.pack("<3I", first, size, 0)
    )


def xlsb_record(kind: int, content: bytes = b"") -> bytes:
    """A record of the binary package format."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def xlsb(*cells: bytes, styles: bytes = b"", properties: bytes = b"", after: bytes = b"") -> bytes:
    """A binary package with one sheet ``表`` whose only row holds these cell records.

    ``styles`` are the records of the styles, ``properties`` more of the workbook's, ``after`` those behind the cells.
    """

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    listed = xlsb_record(156, struct.pack("<2I", 0, 1) + text("rId1") + text("表"))
    book = xlsb_record(131) + properties + xlsb_record(143) + listed + xlsb_record(144) + xlsb_record(132)
    row = xlsb_record(0, bytes(17))
    extent = xlsb_record(148, struct.pack("<4I", 0, 0, 0, 20))
    sheet = xlsb_record(129) + extent + xlsb_record(145) + row + b"".join(cells) + xlsb_record(146) + after
    related = [("rId1", "worksheet", "worksheets/sheet1.bin"), ("rId2", "styles", "styles.bin")]
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": relationships(*related[: 2 if styles else 1]),
        "xl/worksheets/sheet1.bin": sheet + xlsb_record(130),
    }
    return zipped({**parts, "xl/styles.bin": styles} if styles else parts)


def xlsb_cell(kind: int, col: int, value: bytes, formula: bool = False, style: int = 0) -> bytes:
    """A cell record of the binary package format."""
    tail = struct.pack("<H2I", 0, 0, 0) if formula else b""
    return xlsb_record(kind, struct.pack("<2I", col, style) + value + tail)


def ods(rows: str, *, styles: str = "", common: str = "", encrypted: bool = False) -> bytes:
    """An OpenDocument workbook with one table ``表``, styles of its contents and those common to the document."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    spaces = (
        f'xmlns:office="{names}:office:1.0" xmlns:table="{names}:table:1.0" xmlns:style="{names}:style:1.0" '
        f'xmlns:number="{names}:datastyle:1.0" xmlns:text="{names}:text:1.0" xmlns:calcext="{calc}"'
    )
    content = (
        f"<office:document-content {spaces}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = "<manifest><encryption-data/></manifest>" if encrypted else "<manifest/>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {spaces}>{common}</office:document-styles>",
            "META-INF/manifest.xml": manifest,
        }
    )


def shown(data: bytes) -> dict[str, tuple[Kind, str, str]]:
    """Kind, text and number format of the cells of a workbook's first sheet by address."""
    return {cell.address: cell[2:5] for cell in read_book(data).sheets[0].cells.values()}
