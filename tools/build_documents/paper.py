"""An official document as Word should show it: page, fonts, headings, tables, page numbers, a chart.

Page and type follow GB/T 9704 (党政机关公文格式): A4, margins 37/35/28/26 mm, body 仿宋 三号 on 28 points, headings 黑体 and 楷体,
title 小标宋 二号, page numbers 宋体 四号 between dashes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from perfxl.documents.render import dated

_SONG, _FANG, _HEI, _KAI, _TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXTS = frozenset({"项目", "项目名称", "指标", "一级指标", "二级指标", "三级指标", "表", "问题"})
_BODY, _TABLE = Pt(16), Pt(10.5)


class Paper:
    """A template under construction; what is written is jinja2 where it has braces."""

    def __init__(self) -> None:
        self.document: DocumentObject = Document()
        self._page()
        self._styles()
        self._footer()

    def title(self, text: str) -> None:
        """The document's title."""
        self.document.add_paragraph(text, "Title")

    def centred(self, text: str) -> Paragraph:
        """A line in the middle, such as the year under the title."""
        paragraph = self.document.add_paragraph(text, "正文公文")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)
        return paragraph

    def heading(self, text: str, level: int = 1) -> None:
        """A heading: 一、 on level 1, （一） on level 2."""
        self.document.add_paragraph(text, f"Heading {level}")

    def text(self, *pieces: str) -> Paragraph:
        """A paragraph. A piece that begins with ``〔`` is a place to be filled in by hand and is marked as such."""
        paragraph = self.document.add_paragraph(style="正文公文")
        for piece in pieces:
            run = paragraph.add_run(piece)
            if piece.startswith("〔"):
                run.style = self.document.styles["待填"]
        return paragraph

    def flush(self, text: str) -> Paragraph:
        """A paragraph without indent, such as the one who is addressed."""
        paragraph = self.text(text)
        paragraph.paragraph_format.first_line_indent = Pt(0)
        return paragraph

    def signed(self, *lines: str) -> None:
        """The last lines, at the right."""
        for line in lines:
            paragraph = self.text(line)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(32)

    def condition(self, statement: str) -> None:
        """A paragraph that holds nothing but a statement, such as ``for p in 项目``; it leaves no line."""
        self.document.add_paragraph(f"{{%p {statement} %}}", "正文公文")

    def table(
        self, heads: Sequence[str], cells: Sequence[str], each: str, widths: Sequence[int], size: Pt = _TABLE
    ) -> Table:
        """A table with one row for ``each`` (``row in rows``); widths in mm; texts are set to the left, figures in the middle."""
        table = self.document.add_table(rows=4, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, (head, cell) in enumerate(zip(heads, cells, strict=True)):
            self._cell(table.cell(0, number), head, WD_ALIGN_PARAGRAPH.CENTER, size, bold=True)
            side = WD_ALIGN_PARAGRAPH.LEFT if head in _TEXTS else WD_ALIGN_PARAGRAPH.CENTER
            self._cell(table.cell(2, number), cell, side, size)
        self._cell(table.cell(1, 0), f"{{%tr for {each} %}}", WD_ALIGN_PARAGRAPH.LEFT, size)
        self._cell(table.cell(3, 0), "{%tr endfor %}", WD_ALIGN_PARAGRAPH.LEFT, size)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        self._repeat(table)
        self.document.add_paragraph(style="表后")
        return table

    def chart(self, xml: str, width: int, height: int) -> None:
        """A native chart in a line of its own; millimetres. What it shows is put in when the document is made."""
        part = Part(
            PackURI("/word/charts/chart1.xml"),
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            xml.encode(),
            self.document.part.package,
        )
        relation = self.document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        paragraph = self.centred("")
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.add_run()._r.append(_drawing(relation, Mm(width), Mm(height)))

    def bytes(self) -> bytes:
        """The file, the same bytes each time."""
        stream = io.BytesIO()
        self.document.save(stream)
        return dated(stream.getvalue())

    def save(self, path: Path) -> None:
        """Write the file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.bytes())

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def _styles(self) -> None:
        styles = self.document.styles
        body = styles.add_style("正文公文", WD_STYLE_TYPE.PARAGRAPH)
        _font(body, _FANG, _BODY)
        _spaced(body, indent=Pt(32))
        for level, face in ((1, _HEI), (2, _KAI), (3, _FANG)):
            heading = styles[f"Heading {level}"]
            _font(heading, face, _BODY, bold=level == 3)
            _spaced(heading, indent=Pt(32))
            heading.paragraph_format.keep_with_next = True
        title = styles["Title"]
        _font(title, _TITLE, Pt(22))
        _spaced(title, indent=Pt(0))
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(36)
        title.paragraph_format.space_after = Pt(12)
        _without_border(title)
        after = styles.add_style("表后", WD_STYLE_TYPE.PARAGRAPH)
        _font(after, _FANG, Pt(6))
        after.paragraph_format.space_after = Pt(0)
        open_ = styles.add_style("待填", WD_STYLE_TYPE.CHARACTER)
        shade = f'<w:shd xmlns:w="{_W}" w:val="clear" w:color="auto" w:fill="FFF2A0"/>'
        open_.element.get_or_add_rPr().append(parse_xml(shade))

    def _footer(self) -> None:
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for piece in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if piece == "PAGE" else piece)
            run.font.size = Pt(14)
            run.font.name = _SONG
            _east_asian(run._r.get_or_add_rPr(), _SONG)
            if piece == "PAGE":
                for kind in ("begin", "", "end"):
                    run._r.append(_field(kind))

    def _cell(self, cell: _Cell, text: str, side: WD_ALIGN_PARAGRAPH, size: Pt, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = side
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(2)
        layout.line_spacing_rule = WD_LINE_SPACING.SINGLE
        run = paragraph.add_run(text)
        run.font.size, run.font.bold, run.font.name = size, bold, _SONG
        _east_asian(run._r.get_or_add_rPr(), _SONG)

    def _repeat(self, table: Table) -> None:
        """The head stands again on the next page; no row is torn apart."""
        for number, row in enumerate(table.rows):
            properties = row._tr.get_or_add_trPr()
            properties.append(parse_xml(f'<w:cantSplit xmlns:w="{_W}"/>'))
            if number == 0:
                properties.append(parse_xml(f'<w:tblHeader xmlns:w="{_W}"/>'))


def _font(style: ParagraphStyle, face: str, size: Pt, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = face, size, bold, False
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    _east_asian(properties, face)


def _east_asian(properties: object, face: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face)


def _spaced(style: ParagraphStyle, indent: Pt) -> None:
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    layout.space_before = layout.space_after = Pt(0)
    layout.first_line_indent = indent


def _without_border(style: ParagraphStyle) -> None:
    for border in style.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break


def _field(kind: str) -> object:
    if not kind:
        return parse_xml(f'<w:instrText xmlns:w="{_W}" xml:space="preserve"> PAGE </w:instrText>')
    return parse_xml(f'<w:fldChar xmlns:w="{_W}" w:fldCharType="{kind}"/>')


def _drawing(relation: str, width: int, height: int) -> object:
    return parse_xml(
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        '<wp:docPr id="1" name="图表"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
