"""Feature-rich packages for the editor's tests, made with XlsxWriter and then extended at the XML level."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_THREAD = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def parts(data: bytes) -> dict[str, bytes]:
    """The unpacked members of a package, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def pack(content: dict[str, bytes]) -> bytes:
    """A package of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return stream.getvalue()


def picture() -> bytes:
    """A PNG of one red pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def rich() -> bytes:
    """A workbook with about everything that other libraries lose, as a macro workbook."""
    content = parts(_written())
    sheet = content["xl/worksheets/sheet1.xml"]
    sheet = sheet.replace(b'mc:Ignorable="', b'xmlns:zz="urn:example:unknown" mc:Ignorable="zz ', 1)
    extension = b'<ext uri="{00000000-1111-2222-3333-444444444444}"><zz:seal>kept</zz:seal></ext></extLst>'
    content["xl/worksheets/sheet1.xml"] = sheet.replace(b"</extLst>", extension, 1)
    content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 not really a project"
    content["customXml/item1.xml"] = "<seal xmlns='urn:example'>某局</seal>".encode()
    content["customXml/_rels/item1.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
    content["xl/calcChain.xml"] = f'<calcChain xmlns="{MAIN}"><c r="D9" i="1"/></calcChain>'.encode()
    _add_thread(content)
    _add_external_link(content)
    _relate(content, "xl/workbook.xml", "rIdVba", "vbaProject", "vbaProject.bin")
    _relate(content, "xl/workbook.xml", "rIdXml", "customXml", "../customXml/item1.xml")
    _relate(content, "xl/workbook.xml", "rIdChain", "calcChain", "calcChain.xml")
    types = content["[Content_Types].xml"].decode()
    types = types.replace(f"{_TYPE}.sheet.main+xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    new = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    new += f'<Override PartName="/xl/calcChain.xml" ContentType="{_TYPE}.calcChain+xml"/>'
    content["[Content_Types].xml"] = types.replace("</Types>", new + "</Types>").encode()
    return pack(content)


def _written() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    first, second = book.add_worksheet("部门 自评表"), book.add_worksheet("基础数据")
    money = book.add_format({"num_format": "#,##0.00", "border": 1, "bold": True})
    yellow = book.add_format({"bg_color": "#FFFF00"})
    bold = book.add_format({"bold": True, "font_color": "red"})
    first.write("A1", "项目支出绩效自评表")
    first.write_rich_string("A2", "单位：", bold, "某局", "（盖章）")
    first.merge_range("B4:D6", "资金总额：246.11", book.add_format({"text_wrap": True}))
    for row in range(8):
        first.write(row, 5, row * 1.25, money)
    first.write_formula("D9", "=SUM(F1:F8)", money, 35)
    first.write_array_formula("H1:H3", "{=F1:F3*2}", None, 0)
    first.set_column("J:J", 12, yellow)
    first.set_row(19, 24, yellow)
    first.insert_image("L1", "seal.png", {"image_data": io.BytesIO(picture())})
    first.insert_textbox("L8", "文本框：签章处")
    first.write_comment("F2", "单位自己的批注", {"author": "单位"})
    first.conditional_format("F1:F8", {"type": "cell", "criteria": ">", "value": 2, "format": yellow})
    first.conditional_format("F1:F8", {"type": "data_bar", "data_bar_2010": True})
    first.data_validation("K1:K9", {"validate": "list", "source": ["是", "否"]})
    first.set_landscape()
    first.set_paper(9)
    first.repeat_rows(0, 1)
    first.print_area("A1:K30")
    first.set_header("&C绩效自评")
    first.protect("secret", {"format_cells": False})
    first.freeze_panes(2, 0)
    second.write("A1", "=不是公式")
    second.write("B2", True)
    second.write_formula("C3", "='部门 自评表'!D9+1", None, 36)
    second.write_url("A5", "https://example.org/", string="依据")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='部门 自评表'!$F$1:$F$8"})
    second.insert_chart("E2", chart)
    book.define_name("支出", "='部门 自评表'!$F$1:$F$8")
    book.define_name("基础数据!本表", "=基础数据!$A$1")
    second.activate()
    book.close()
    return stream.getvalue()


def _relate(
    content: dict[str, bytes], part: str, number: str, kind: str, target: str, mode: str = ""
) -> None:
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels"
    empty = f'<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'.encode()
    new = f'<Relationship Id="{number}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    content[name] = content.get(name, empty).replace(b"</Relationships>", new.encode())


def _add_thread(content: dict[str, bytes]) -> None:
    person = "{AAAAAAAA-1111-2222-3333-444444444444}"
    content["xl/persons/person.xml"] = (
        f'<personList xmlns="{_THREAD}"><person displayName="审核员" id="{person}" providerId="None"/>'
        "</personList>"
    ).encode()
    content["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{_THREAD}"><threadedComment ref="F2" dT="2024-01-02T03:04:05.00" '
        f'personId="{person}" id="{{BBBBBBBB-1111-2222-3333-444444444444}}"><text>请核对</text>'
        "</threadedComment></ThreadedComments>"
    ).encode()
    _relate(content, "xl/workbook.xml", "rIdPerson", "person", "persons/person.xml")
    _relate(content, "xl/worksheets/sheet1.xml", "rIdThread", "threadedComment",
            "../threadedComments/threadedComment1.xml")  # fmt: skip


def _add_external_link(content: dict[str, bytes]) -> None:
    content["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONS}" r:id="rId1"><sheetNames>'
        '<sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ).encode()
    part = "xl/externalLinks/externalLink1.xml"
    _relate(content, part, "rId1", "externalLinkPath", "other.xlsx", ' TargetMode="External"')
    _relate(content, "xl/workbook.xml", "rIdLink", "externalLink", "externalLinks/externalLink1.xml")
    book = content["xl/workbook.xml"].decode()
    link = '</sheets><externalReferences><externalReference r:id="rIdLink"/></externalReferences>'
    content["xl/workbook.xml"] = book.replace("</sheets>", link).encode()
    override = f'<Override PartName="/{part}" ContentType="{_TYPE}.externalLink+xml"/></Types>'
    types = content["[Content_Types].xml"].decode()
    content["[Content_Types].xml"] = types.replace("</Types>", override).encode()


def bare(
    sheet_data: str,
    *,
    prefix: str = "",
    strict: bool = False,
    head: str = "",
    tail: str = "",
    styles: str = "",
) -> bytes:
    """The smallest workbook: one sheet ``Sheet1``. ``{p}`` in the XML stands for the namespace prefix."""
    main, relations = (MAIN, RELATIONS)
    if strict:
        main, relations = (
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    p = f"{prefix}:" if prefix else ""
    space = f'xmlns:{prefix}="{main}"' if prefix else f'xmlns="{main}"'
    sheet = f"<{p}worksheet {space}>{head}<{p}sheetData>{sheet_data}</{p}sheetData>{tail}</{p}worksheet>"
    sheets = f'<{p}sheets><{p}sheet name="Sheet1" sheetId="1" r:id="rId1"/></{p}sheets>'
    style_type = f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>' if styles else ""
    style_relation = (
        f'<Relationship Id="rId2" Type="{relations}/styles" Target="styles.xml"/>' if styles else ""
    )
    rels = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    content = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main'
        f'+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f"{style_type}</Types>",
        "_rels/.rels": f'{rels}<Relationship Id="rId1" Type="{relations}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<{p}workbook {space} xmlns:r="{relations}">{sheets}</{p}workbook>',
        "xl/_rels/workbook.xml.rels": f'{rels}<Relationship Id="rId1" Type="{relations}/worksheet" '
        f'Target="worksheets/sheet1.xml"/>{style_relation}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet.replace("{p}", p),
    }
    if styles:
        content["xl/styles.xml"] = f'<styleSheet xmlns="{main}">{styles}</styleSheet>'
    return pack({name: text.encode() for name, text in content.items()})
