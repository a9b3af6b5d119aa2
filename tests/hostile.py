"""Files made to do harm, or broken in ways that returned files are: each with what must be said of it.

``HOSTILE`` maps a name to a function that gives the file's bytes and the rule that must speak. They are used by the
tests, by the fuzzer as its corpus, and by the benchmark that measures what each of them costs.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from growing import RETURN, RETURNS, as_file
from perfxl.formset.load import load_form_set
from perfxl.formset.model import Type
from perfxl.returns.recognise import read_return
from perfxl.workbook.edit import SetValue, apply_edits
from perfxl.workbook.model import Kind
from perfxl.workbook.read import read_book
from workbooks import MAIN, RELATIONS, pack, parts

_SHEET = "xl/worksheets/sheet1.xml"
_MB = 1_000_000
_LONGEST_CELL = 32_767


class Hostile(NamedTuple):
    """A file's bytes and the rules about files that must speak, in order, with a word of what the last one says.

    ``kept``: apart from that, the findings are those of the clean file.
    """

    data: bytes
    rules: str = ""
    word: str = ""
    kept: bool = False


@cache
def clean() -> bytes:
    """The return that most of the files are made from, with a table of shared texts as Excel writes it."""
    return as_file(read_book(RETURN.read_bytes()))


@cache
def _parts() -> dict[str, bytes]:
    return parts(clean())


def _with(**changed: bytes) -> bytes:
    """The clean return with other contents: ``sheet``, ``strings``, ``styles``, ``workbook``."""
    names = {
        "sheet": _SHEET,
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "workbook": "xl/workbook.xml",
    }
    return pack(_parts() | {names[key]: content for key, content in changed.items()})


def _without(part: str) -> bytes:
    return pack({name: content for name, content in _parts().items() if name != part})


def _more_rows(rows: str) -> bytes:
    """The clean return with more rows in its first sheet."""
    return _with(sheet=_parts()[_SHEET].replace(b"</sheetData>", f"{rows}</sheetData>".encode(), 1))


def _stray(address: str) -> bytes:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return _more_rows(f'<row r="{row}"><c r="{address}"><v>1</v></c></row>')


def _blank_cells(count: int) -> bytes:
    """Rows that hold nothing but formats, as a whole column painted by hand leaves them."""
    columns = "ABCDEFGHIJKLMNO"
    rows = count // len(columns)
    return _more_rows(
        "".join(
            f'<row r="{row}">' + "".join(f'<c r="{column}{row}" s="1"/>' for column in columns) + "</row>"
            for row in range(1000, 1000 + rows)
        )
    )


def _declared(part: str, declaration: str, entity: str) -> bytes:
    """A part with a document type declaration, and a use of its entity in the first text."""
    head, _, rest = _parts()[part].partition(b"?>")
    body = rest.replace(b"</", f"&{entity};</".encode(), 1)
    return head + b"?>" + declaration.encode() + body


def _laughs() -> str:
    levels = ['<!ENTITY a0 "审核审核审核审核审核">']
    levels += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return f"<!DOCTYPE x [{''.join(levels)}]>"


def _bomb(megabytes: int) -> bytes:
    """A sheet that is mostly blanks: small when packed."""
    blanks = b" " * (megabytes * _MB)
    return _with(sheet=_parts()[_SHEET].replace(b"<sheetData>", b"<sheetData>" + blanks, 1))


def _lying_bomb() -> bytes:
    """An entry that says it is 1,000 bytes long and unpacks to 50 MB."""
    data = bytearray(_bomb(50))
    at = data.find(b"PK\1\2")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length].decode() == _SHEET:
            struct.pack_into("<L", data, at + 24, 1000)
            return bytes(data)
        at = data.find(b"PK\1\2", at + 4)
    raise AssertionError("no such entry")


def _overlapping() -> bytes:
    """4,000 entries of the directory that share one packed content of 1 MB."""
    packed = zlib.compress(b"\0" * _MB)[2:-4]
    crc = zlib.crc32(b"\0" * _MB)
    name = b"xl/x.xml"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), _MB, len(name), 0) + name
    directory = b""
    for number in range(4000):
        entry = f"xl/x{number}.xml".encode()
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), _MB, len(entry),
                                 0, 0, 0, 0, 0, 0) + entry  # fmt: skip
    body = local + packed
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 4000, 4000, len(directory), len(body), 0)
    return body + directory + end


def _duplicated() -> bytes:
    stream = io.BytesIO(clean())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("XL/worksheets/SHEET1.xml"), b"<worksheet/>")
    return stream.getvalue()


def _climbing() -> bytes:
    return pack(_parts() | {"../../../../tmp/evil.xml": b"<x/>", "/etc/passwd": b"x"})


def _sheets(count: int) -> bytes:
    """A workbook of so many sheets that all name the same part."""
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    return _with(workbook=book.encode())


def _named_alike() -> bytes:
    return _with(workbook=_parts()["xl/workbook.xml"].replace("附件3".encode(), "附件2".encode()))


def _many_cells(count: int) -> bytes:
    rows = (
        f'<row r="{row}">' + "".join(f'<c r="{col}{row}"><v>{row}</v></c>' for col in "ABCDEFGHIJ") + "</row>"
        for row in range(1, count // 10 + 1)
    )
    return _with(
        sheet=f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()
    )


def _many_merges(count: int) -> bytes:
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>{merges}</mergeCells></worksheet>'
    return _with(sheet=sheet.encode())


def _many_strings(megabytes: int) -> bytes:
    """A table of texts that packs badly, so that no ratio gives it away."""
    random_ = random.Random(1)  # noqa: S311 - the same texts each time
    items = "".join(f"<si><t>{random_.getrandbits(160):x}</t></si>" for _ in range(megabytes * _MB // 60))
    return _with(strings=f'<sst xmlns="{MAIN}">{items}</sst>'.encode())


def _long_text() -> bytes:
    text = "".join(chr(0x4E00 + number % 20_000) for number in range(3_000_000))
    return _with(strings=f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode())


def _endless(piece: str) -> bytes:
    """Every text that the unit filled in is as long as a cell can be, of one piece over and over."""
    ret = read_return(read_book(clean()), [load_form_set("hunan-2021")])
    values = [value for form in ret.forms for value in form.all_values] if ret else []
    texts = (piece * _LONGEST_CELL)[:_LONGEST_CELL]
    places = {
        value.place
        for value in values
        if value.cell and value.inline is None and value.type is Type.TEXT and value.cell.kind is Kind.TEXT
    }
    return apply_edits(clean(), [SetValue(*place, texts) for place in sorted(places)])


def _nested(depth: int) -> bytes:
    return _with(sheet=f'<worksheet xmlns="{MAIN}">{"<a>" * depth}{"</a>" * depth}</worksheet>'.encode())


def _attributes(count: int) -> bytes:
    many = " ".join(f'a{number}="x"' for number in range(count))
    return _with(sheet=f'<worksheet xmlns="{MAIN}" {many}><sheetData/></worksheet>'.encode())


def _encrypted(spin: int) -> bytes:
    """An encrypted workbook as far as anybody without the password can tell."""
    directory = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    entry = directory.ljust(64, b"\0") + struct.pack("<HB", len(directory), 2)
    info = f'<keyEncryptor><encryptedKey spinCount="{spin}"/></keyEncryptor>'.encode()
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
        + entry.ljust(512, b"\0")
        + info.ljust(4096, b"\0")
    )


def _linked() -> bytes:
    content = dict(_parts())
    content["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'.encode()
    relations = content["xl/_rels/workbook.xml.rels"]
    link = (
        f'<Relationship Id="rIdX" Type="{RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    )
    away = f'<Relationship Id="rIdY" Type="{RELATIONS}/attachedTemplate" Target="http://192.0.2.1/x" TargetMode="External"/>'
    content["xl/_rels/workbook.xml.rels"] = relations.replace(
        b"</Relationships>", f"{link}{away}</Relationships>".encode(), 1
    )
    content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 no project"
    return pack(content)


def _many(kind: str, rule: str = "") -> Hostile:
    """500 times something that is told, or looked for, each by itself."""
    return Hostile(as_file(RETURNS[kind](500)), " ".join([rule] * 500) if rule else "")


_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_AWAY = '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'

HOSTILE: dict[str, Callable[[], Hostile]] = {
    "stray cell in the last row": lambda: Hostile(_stray("A1048576"), kept=True),
    "stray cell in the last column": lambda: Hostile(_stray("XFD900"), kept=True),
    "stray cell in the last corner": lambda: Hostile(_stray("XFD1048576"), kept=True),
    "dimension that lies": lambda: Hostile(
        _with(sheet=_parts()[_SHEET].replace(b"A1:", b"A1:XFD1048576:", 1)), kept=True
    ),
    "cell beyond the sheet": lambda: Hostile(_stray("XFE1048577"), "WJ-01", "单元格位置"),
    "zip bomb": lambda: Hostile(_bomb(150), "WJ-01", "压缩比"),
    "zip bomb beyond all limits": lambda: Hostile(_bomb(250), "WJ-01", "解压后超过"),
    "zip bomb that lies about its size": lambda: Hostile(_lying_bomb(), "WJ-01", "长度不符"),
    "entries that share one content": lambda: Hostile(_overlapping(), "WJ-01", "解压后超过"),
    "entity expansion in the texts": lambda: Hostile(
        _with(strings=_declared("xl/sharedStrings.xml", _laughs(), "a11")), "WJ-01", "文档类型"
    ),
    "entity expansion in a sheet": lambda: Hostile(
        _with(sheet=_declared(_SHEET, _laughs(), "a11")), "WJ-01", "文档类型"
    ),
    "external entity": lambda: Hostile(
        _with(strings=_declared("xl/sharedStrings.xml", _ENTITY, "e")), "WJ-01", "文档类型"
    ),
    "external document type": lambda: Hostile(
        _with(workbook=_declared("xl/workbook.xml", _AWAY, "amp")), "WJ-01", "文档类型"
    ),
    "empty": lambda: Hostile(b"", "WJ-01", "0 字节"),
    "only zero bytes": lambda: Hostile(b"\0" * 50_000, "WJ-01", "空字节"),
    "cut in the middle": lambda: Hostile(clean()[: len(clean()) // 2], "WJ-01", "不完整"),
    "cut by a little": lambda: Hostile(clean()[:-23], "WJ-01", "不完整"),
    "a PDF": lambda: Hostile(b"%PDF-1.7\n" + b"x" * 9000, "WJ-01", "PDF"),
    "a web page": lambda: Hostile(b"<html><table><tr><td>1</td></tr></table></html>", "WJ-01", "HTML"),
    "a text": lambda: Hostile("单位,预算数\n某局,1\n".encode("gb18030"), "WJ-01", "纯文本"),
    "encrypted": lambda: Hostile(_encrypted(100_000), "WJ-01", "密码"),
    "encrypted at great cost": lambda: Hostile(_encrypted(2_000_000_000), "WJ-01", "密码"),
    "no list of sheets": lambda: Hostile(_without("xl/workbook.xml"), "WJ-01", "没有它"),
    "a sheet that is missing": lambda: Hostile(_without(_SHEET), "WJ-01", "没有它"),
    "texts that are missing": lambda: Hostile(_without("xl/sharedStrings.xml"), "WJ-01", "共享文字"),
    "entries of one name": lambda: Hostile(_duplicated(), "WJ-01", "不是工作表"),
    "names that climb out": lambda: Hostile(_climbing(), kept=True),
    "5,000 sheets": lambda: Hostile(_sheets(5000), "WJ-01", "工作表超过"),
    "two sheets of one name": lambda: Hostile(_named_alike(), "WJ-01", "都叫“附件2”"),
    "300 sheets of one part": lambda: Hostile(_sheets(300), "WJ-01", "指向它"),
    "a sheet of a million cells": lambda: Hostile(_many_cells(1_000_000), "WJ-03 WJ-08", "过大"),
    "a sheet of as many cells as are read": lambda: Hostile(_many_cells(30_000), "WJ-03 WJ-04", "附件2"),
    "a million merged areas": lambda: Hostile(_many_merges(1_000_000), "WJ-03 WJ-08", "合并单元格超过"),
    "60 MB of texts": lambda: Hostile(_many_strings(60), "WJ-01", "sharedStrings"),
    "15 MB of texts": lambda: Hostile(_many_strings(15), "WJ-02", "没有识别出"),
    "one text of three million characters": lambda: Hostile(_long_text(), "WJ-01", "共享文字"),
    "elements a hundred thousand deep": lambda: Hostile(_nested(100_000), "WJ-03", "没有"),
    "a hundred thousand attributes": lambda: Hostile(_attributes(100_000), "WJ-03", "没有"),
    "blank cells with a format by the million": lambda: Hostile(_blank_cells(1_500_000), kept=True),
    "texts of labels without end": lambda: Hostile(_endless("资金总额：1")),
    "texts of colons without end": lambda: Hostile(_endless("：")),
    "texts of digits without end": lambda: Hostile(_endless("9")),
    "texts of numbers without end": lambda: Hostile(_endless("1、")),
    "texts of brackets without end": lambda: Hostile(_endless("（1）")),
    "texts of blanks without end": lambda: Hostile(_endless("甲 　")),
    "500 rows of texts for figures": lambda: _many("projects with texts for figures"),
    "500 indicators with wrong scores": lambda: _many("indicators with wrong scores"),
    "500 titles without forms": lambda: _many("titles"),
    "500 columns of other years": lambda: _many("columns", "WJ-12"),
    "macros and links": lambda: Hostile(_linked(), "WJ-10", "外部链接", kept=True),
}


@cache
def made(name: str) -> Hostile:
    """One of them, made once."""
    return HOSTILE[name]()
