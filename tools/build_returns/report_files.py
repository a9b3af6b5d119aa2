"""Reports as files: a Word document, a PDF with text, plain text. The same bytes every time."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tools.build_returns.report_texts import HENGYANG, LUSONG, YIYANG

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{type}" Target="{target}"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STYLES = (
    f'<w:styles xmlns:w="{_WORD}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:style></w:styles>'
)
_COLUMNS, _LINES, _SIZE, _LEADING = 28, 22, 16, 32
"""Characters in a line of a page, lines on it, and the size and leading in points."""


def docx(paragraphs: Iterable[str]) -> bytes:
    """A Word document; paragraphs that begin with 一、 and the like are headings. Long runs are split as Word does."""
    body = "".join(_paragraph(text) for text in paragraphs)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONSHIPS.format(type=f"{_OFFICE}/officeDocument", target="word/document.xml"),
        "word/_rels/document.xml.rels": _RELATIONSHIPS.format(type=f"{_OFFICE}/styles", target="styles.xml"),
        "word/styles.xml": _STYLES,
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = ZipInfo(name, (2022, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, content)
    return buffer.getvalue()


def _paragraph(text: str) -> str:
    style = '<w:pPr><w:pStyle w:val="1"/></w:pPr>' if text[1:2] == "、" and not text[0].isdigit() else ""
    runs = (text[at : at + 7] for at in range(0, len(text), 7))
    written = "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs)
    return f"<w:p>{style}{written}</w:p>"


def text(paragraphs: Iterable[str]) -> bytes:
    """Plain text as older editors save it: GB18030, with blanks before each paragraph."""
    return "\r\n".join(f"　　{paragraph}" for paragraph in paragraphs).encode("gb18030")


def pdf(paragraphs: Iterable[str]) -> bytes:
    """A PDF with text in lines of a page's width, page numbers below, its characters mapped to Unicode."""
    lines = [line for paragraph in paragraphs for line in _broken("　　" + paragraph)]
    pages = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]
    count = len(pages)
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[32 126 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(_unicode_map("".join(lines) + "0123456789—")),
    ]
    for number, page in enumerate(pages):
        box = "/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}/Contents {7 + 2 * number} 0 R>>".encode())
        objects.append(_stream(_content(page, number + 1)))
    return _file(objects)


def _broken(paragraph: str) -> list[str]:
    """Lines of the page's width; Latin letters and digits take half a character."""
    lines, width = [""], 0
    for char in paragraph:
        width += 1 if char.isascii() else 2
        if width > 2 * _COLUMNS and char not in "，。；：、）":
            lines.append("")
            width = 1 if char.isascii() else 2
        lines[-1] += char
    return lines


def _content(page: Sequence[str], number: int) -> bytes:
    shown = [f"BT /F {_SIZE} Tf 72 770 Td {_LEADING} TL"]
    shown += [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in page]
    foot = f"—{number}—".encode("utf-16-be").hex()
    return "\n".join([*shown, "ET", f"BT /F {_SIZE} Tf 280 40 Td <{foot}> Tj ET"]).encode()


def _unicode_map(characters: str) -> bytes:
    codes = sorted({f"{ord(char):04X}" for char in characters})
    groups = [codes[at : at + 100] for at in range(0, len(codes), 100)]
    mapped = "\n".join(
        f"{len(group)} beginbfchar\n" + "\n".join(f"<{code}> <{code}>" for code in group) + "\nendbfchar"
        for group in groups
    )
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def"
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    return f"{head}\n{space}\n{mapped}\nendcmap end end".encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def hengyang() -> bytes:
    """衡阳2021 as a Word document."""
    return docx(HENGYANG)


def yiyang() -> bytes:
    """益阳2018 as a PDF."""
    return pdf(YIYANG)


def lusong() -> bytes:
    """芦淞2021 as plain text."""
    return text(LUSONG)
