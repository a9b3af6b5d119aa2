"""Reading reports: Word, PDF, plain text, Markdown; what is damaged, hostile or no report."""

from __future__ import annotations

import logging
import zipfile
from io import BytesIO

import pytest
from tools.build_returns.report_files import docx, pdf

from perfxl.words.document import Limits, read_document
from perfxl.words.text import chinese_number, clean, excerpt, half
from perfxl.workbook.model import Unreadable

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def word(body: str, head: str = "", styles: str = "") -> bytes:
    """A Word document with that body, as XML."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(docx(["占位"]))) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            content = given.read(name)
            if name == "word/document.xml":
                spaces = f'xmlns:w="{WORD}" xmlns:mc="{COMPATIBILITY}"'
                content = f"{head}<w:document {spaces}><w:body>{body}</w:body></w:document>".encode()
            elif name == "word/styles.xml" and styles:
                content = f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'.encode()
            made.writestr(name, content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(data: bytes, name: str = "报告.docx") -> list[str]:
    return [paragraph.text for paragraph in read_document(data, name).paragraphs]


def reason(data: bytes, name: str = "报告.docx", limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_document(data, name, limits or Limits())
    return caught.value.reason, str(caught.value)


def test_runs_tabs_and_breaks_of_a_word_document() -> None:
    body = (
        "<w:p><w:r><w:t>基本支出197.</w:t></w:r><w:r><w:t>64万元</w:t></w:r><w:r><w:br/><w:t>项目支出</w:t></w:r>"
        "<w:r><w:tab/><w:t>48.46万元</w:t></w:r></w:p><w:p/>"
    )
    document = read_document(word(body + p("末段")), "a.docx")
    assert [(one.number, one.text) for one in document.paragraphs] == [
        (1, "基本支出197.64万元"), (2, "项目支出48.46万元"), (3, "末段"),
    ]  # fmt: skip


def test_what_was_deleted_and_second_copies_are_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
        '<w:moveFrom><w:r><w:t>99</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE 7</w:instrText></w:r><w:r><w:t>万元</w:t></w:r></w:p>'
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
    )  # fmt: skip
    assert texts(word(body)) == ["支出12万元", "框内文字"]


def test_tables_are_kept_apart_from_the_text() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('基本支出')}</w:tc><w:tc>{p('197.64')}</w:tc></w:tr></w:tbl>"
    document = read_document(word(p("前") + table + p("后")), "a.docx")
    assert [one.text for one in document.paragraphs] == ["前", "后"]
    assert document.tables == ((("基本支出", "197.64"),),)


@pytest.mark.parametrize(
    ("span", "row"), [("3", ("甲", "", "", "乙")), ("1", ("甲", "乙")), ("x", ("甲", "乙"))]
)
def test_a_cell_over_several_columns_is_followed_by_blank_ones(span: str, row: tuple[str, ...]) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p("甲")}</w:tc>'
    table = f"<w:tbl><w:tr>{cell}<w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    assert read_document(word(table), "a.docx").tables == ((row,),)


def test_the_most_columns_are_those_of_word() -> None:
    table = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>{p("甲")}</w:tc></w:tr></w:tbl>'
    )
    assert len(read_document(word(table), "a.docx").tables[0][0]) == 63


def test_headings_by_style_and_by_outline_level() -> None:
    styles = '<w:style w:styleId="h"><w:name w:val="heading 2"/></w:style>'
    body = p("甲", '<w:pStyle w:val="h"/>') + p("乙", '<w:outlineLvl w:val="0"/>') + p("丙")
    assert [one.level for one in read_document(word(body, styles=styles), "a.docx").paragraphs] == [2, 1, 0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_plain_text_in_any_usual_encoding(encoding: str) -> None:
    text = "一、基本情况\r\n基本支出197.64万元。\r\n\r\n二、其他"
    assert texts(text.encode(encoding), "报告.txt") == ["一、基本情况", "基本支出197.64万元。", "二、其他"]


def test_lines_broken_by_the_page_are_joined() -> None:
    line = "本单位严格执行年初批复的预算并按规定公开预算决算和绩效"
    text = "\n".join([line, line, line, "信息。", "二、其他情况", "没有。"])
    assert texts(text.encode(), "报告.txt") == [line * 3 + "信息。", "二、其他情况", "没有。"]


def test_markdown() -> None:
    text = "# 自评报告\n\n## 一、基本情况\n\n- **基本支出**197.64万元\n\n| 项目 | 金额 |\n|---|---|\n| 甲 | 1 |\n"
    document = read_document(text.encode(), "报告.md")
    assert [(one.text, one.level) for one in document.paragraphs] == [
        ("自评报告", 1),
        ("一、基本情况", 2),
        ("基本支出197.64万元", 0),
    ]
    assert document.tables == ((("项目", "金额"), ("甲", "1")),)


def test_a_pdf_with_text_and_page_numbers() -> None:
    long = (
        "本单位严格执行年初批复的预算，基本支出197.64万元，项目支出48.46万元，合计246.1万元，均按规定使用。"
    )
    assert texts(pdf([long, "二、其他"]), "报告.pdf") == [long, "二、其他"]


@pytest.mark.parametrize(("password", "kind"), [("", ""), ("secret", "encrypted")])
def test_a_protected_pdf_is_read_if_it_opens_without_a_password(password: str, kind: str) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(BytesIO(pdf(["基本支出197.64万元，项目支出48.46万元。"]))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")  # noqa: S106  # a made-up one
    buffer = BytesIO()
    writer.write(buffer)
    if kind:
        assert reason(buffer.getvalue(), "报告.pdf")[0] == kind
    else:
        assert texts(buffer.getvalue(), "报告.pdf") == ["基本支出197.64万元，项目支出48.46万元。"]


def test_a_scanned_pdf_is_told() -> None:
    kind, message = reason(pdf(["　"]), "报告.pdf")
    assert kind == "scanned"
    assert "扫描件" in message


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "unsupported", "另存为“Word 文档（.docx）”"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "unsupported", "；其中是绩效表的，可用 perfxl import 读进工作簿。"),
        (b"{\\rtf1 abc}", "unsupported", "RTF"),
        (b"%PDF-1.7\nnothing else", "damaged", "PDF 报告无法读取"),
        (b"PK\x03\x04 and then nothing", "damaged", "损坏"),
        (bytes(range(256)), "not_report", "无法识别"),
        (b"", "empty", "0 字节"),
        ("　\n".encode(), "empty", "没有文字"),
        (docx(["内容"])[:-40], "damaged", "损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_chinese(data: bytes, kind: str, said: str) -> None:
    found, message = reason(data)
    assert found == kind
    assert said in message


def test_a_broken_pdf_is_told_in_chinese_and_nothing_else_is_said(caplog: pytest.LogCaptureFixture) -> None:
    """What pypdf logs in English would stand on the screen before the results."""
    before = logging.getLogger("pypdf").level
    assert reason(b"%PDF-1.7\nnothing else") == (
        "damaged",
        "PDF 报告无法读取，可能已损坏。请重新导出后报送。",
    )
    assert (caplog.records, logging.getLogger("pypdf").level) == ([], before)


def test_a_workbook_is_no_report() -> None:
    import openpyxl

    buffer = BytesIO()
    openpyxl.Workbook().save(buffer)
    kind, message = reason(buffer.getvalue())
    assert kind == "not_report"
    assert "不是 Word 文档" in message


def test_a_document_type_declaration_is_refused() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert reason(word(p("&b;"), head=bomb))[0] == "forbidden"


def test_nesting_and_length_are_limited() -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 30 + "</w:tc></w:tr></w:tbl>" * 30
    assert reason(word(nested))[0] == "too_large"
    assert reason(word(p("字" * 5000)), limits=Limits(characters=1000))[0] == "too_large"
    assert reason(word(p("字") * 50), limits=Limits(paragraphs=20))[0] == "too_large"
    assert reason(word(p("字") * 50), limits=Limits(bytes=100))[0] == "too_large"
    assert reason(word(p("字") * 500_000), limits=Limits(unpacked_bytes=1_000_000))[0] == "too_large"
    assert reason(pdf(["字" * 3000] * 5), limits=Limits(pages=2))[0] == "too_large"


def test_characters_keep_their_places() -> None:
    text = "（其中：Ａ１２．５％）"
    assert half(text) == "(其中:A12.5%)"
    assert len(half(text)) == len(text)
    assert clean(" 不少于 5 次\u200b，2021 年　1 2 ") == "不少于5次，2021年1 2"


@pytest.mark.parametrize(
    ("written", "number"),
    [("三", 3), ("十", 10), ("十五", 15), ("二十", 20), ("两", 2), ("12", 12), ("百", None)],
)
def test_chinese_numbers(written: str, number: int | None) -> None:
    assert chinese_number(written) == number


def test_excerpts_stay_short() -> None:
    text = "甲" * 100 + "支出5万元" + "乙" * 100
    assert excerpt(text, 100, 105) == "…" + text[74:118] + "…"
    assert excerpt("短句", 0, 1) == "短句"
