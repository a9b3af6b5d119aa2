"""Forms in Word documents: what is read, what is doubted, and that nothing is lost on the way to the audit."""

from __future__ import annotations

import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tools.build_returns.word_forms import cell, packed, paragraph, table

from made import FIRST, sheets
from office_support import converted
from perfxl.checking import Checked, Options, check_bytes, check_file
from perfxl.cli import app
from perfxl.wordforms.blocks import NESTED, PICTURE, TRACKED, Line, WordTable, read_blocks
from perfxl.wordforms.book import typed
from perfxl.wordforms.forms import APPENDED, REPEATED, Found, find_forms
from perfxl.wordforms.grid import grid_of
from perfxl.wordforms.importing import Imported, ImportRefusedError, import_document
from perfxl.workbook.model import Kind, Unreadable

RETURNS = Path(__file__).parents[1] / "returns"
DOCUMENT = RETURNS / "word" / "hengyang-2021.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(*blocks: str) -> bytes:
    """A Word document of these blocks."""
    return packed(f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}<w:p/></w:body></w:document>')


def only_table(data: bytes) -> WordTable:
    [found] = [block for block in read_blocks(data) if isinstance(block, WordTable)]
    return found


def forms_in(data: bytes) -> Found:
    return find_forms(read_blocks(data), ["项目支出绩效自评表", "部门整体支出绩效自评表"])


def said(result: Checked) -> Counter[tuple[object, ...]]:
    """The findings without the sheets' names."""
    return Counter(
        (f.rule, f.level, f.form, f.place.address, f.stated, f.computed, f.difference, f.primary, f.message)
        for f in result.findings
    )


def test_the_return_of_2021_in_word_has_the_findings_of_the_workbook() -> None:
    imported = import_document(DOCUMENT.read_bytes(), Options())
    result = check_bytes(imported.workbook, "imported.xlsx")
    assert said(result) == said(check_file(RETURNS / "hengyang-2021.xlsx"))
    assert [sheet for sheet, _ in imported.sheets] == [
        "基础数据表",
        "部门自评表",
        "项目自评表-1",
        "项目自评表-2",
    ]
    assert [(doubt.sheet, doubt.what) for doubt in imported.doubts] == [("部门自评表", REPEATED)]
    assert (imported.paragraphs, imported.tables) == (1, 0)


def test_the_same_document_gives_the_same_workbook() -> None:
    data = DOCUMENT.read_bytes()
    assert import_document(data, Options()).workbook == import_document(data, Options()).workbook


def test_merged_cells_become_areas() -> None:
    rows = [
        cell("甲", span=2) + cell("乙", merge="restart"),
        cell("丙", merge="restart") + cell("丁") + cell("", merge="continue"),
        cell("", merge="continue") + cell("戊") + cell("己"),
    ]
    grid = grid_of(only_table(document(table(rows, [1000, 1000, 1000]))))
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in grid.cells] == [
        ("甲", 0, 0, 1, 2), ("乙", 0, 2, 2, 1), ("丙", 1, 0, 2, 1), ("丁", 1, 1, 1, 1), ("戊", 2, 1, 1, 1),
        ("己", 2, 2, 1, 1),
    ]  # fmt: skip
    assert not any(c.doubts for c in grid.cells)


def test_edges_that_nearly_meet_are_one() -> None:
    rows = [
        cell("甲", span=2) + cell("乙", span=2),
        cell("丙") + cell("丁", span=3),
        cell("戊", span=3) + cell("己"),
    ]
    grid = grid_of(only_table(document(table(rows, [1000, 60, 40, 900]))))
    assert [(c.text, c.column, c.columns) for c in grid.cells] == [
        ("甲", 0, 1), ("乙", 1, 1), ("丙", 0, 1), ("丁", 1, 1), ("戊", 0, 1), ("己", 1, 1),
    ]  # fmt: skip


TITLE = paragraph("项目支出绩效自评表")
HEAD = cell("三级指标") + cell("分值")


def test_a_table_over_two_pages_is_one_form() -> None:
    data = document(
        paragraph("附件4"), TITLE, table([HEAD, cell("甲") + cell("1")], [900, 900]), paragraph("（续表）"),
        table([HEAD, cell("乙") + cell("2")], [900, 900]), paragraph("填表人：某某"),
    )  # fmt: skip
    [form] = forms_in(data).forms
    assert [form.grid.row(number) for number in range(form.grid.height)] == [
        ("三级指标", "分值"), ("甲", "1"), ("乙", "2"),
    ]  # fmt: skip
    assert (form.head, form.tail, form.doubts) == (
        ["附件4", "项目支出绩效自评表"],
        ["填表人：某某"],
        [REPEATED],
    )


def test_without_a_repeated_header_it_is_one_form_too() -> None:
    rows = table([HEAD, cell("甲") + cell("1")], [900, 900]), table([cell("乙") + cell("2")], [900, 900])
    [form] = forms_in(document(TITLE, *rows)).forms
    assert form.grid.height == 3
    assert form.doubts == [APPENDED]


def test_a_title_begins_a_form_above_or_inside_the_table() -> None:
    inside = table([cell("部门整体支出绩效自评表", span=2), HEAD], [900, 900])
    found = forms_in(document(paragraph("正文。"), TITLE, table([HEAD], [900, 900]), inside))
    assert [form.head for form in found.forms] == [["项目支出绩效自评表"], []]
    assert found.paragraphs == 1


def test_other_tables_and_text_are_counted_not_imported() -> None:
    prose = [paragraph(f"第{number}段") for number in range(10)]
    other = table([cell("甲") + cell("乙") + cell("丙")], [900, 900, 900])
    found = forms_in(document(other, TITLE, table([HEAD], [900, 900]), *prose, other))
    assert (len(found.forms), found.tables, found.paragraphs) == (1, 2, 4)
    assert len(found.forms[0].tail) == 6


@pytest.mark.parametrize(("content", "doubt"), [
    ("<w:p><w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins></w:p>", TRACKED),
    (table([cell("10") + cell("12")], [400, 400]) + "<w:p/>", NESTED),
    ('<w:p><w:r><w:drawing><wp:inline xmlns:wp="urn:x"/></w:drawing></w:r></w:p>', PICTURE),
    (paragraph("1O.5"), "数字中夹有字母，可能把 0 写成了 O、把 1 写成了 l"),
    (paragraph("10. 5"), "一格中像是有几个数，或数字中有空格"),
    (paragraph("10 12"), "一格中像是有几个数，或数字中有空格"),
])  # fmt: skip
def test_what_may_be_misread_is_told(content: str, doubt: str) -> None:
    row = cell("甲") + f"<w:tc><w:tcPr/>{content}</w:tc>"
    grid = grid_of(only_table(document(table([row], [900, 900]))))
    assert [c.doubts for c in grid.cells] == [[], [doubt]]


def test_text_under_a_merged_cell_and_a_merge_without_start_are_told() -> None:
    rows = [
        cell("甲", merge="restart") + cell("乙"),
        cell("藏", merge="continue") + cell("丁"),
        cell("戊") + cell("", merge="continue"),
    ]
    grid = grid_of(only_table(document(table(rows, [900, 900]))))
    assert [(c.text, c.doubts) for c in grid.cells if c.doubts] == [
        ("甲", ["合并区内还有文字“藏”，没有读取"])
    ]
    alone = grid_of(only_table(document(table([cell("", merge="continue") + cell("乙")], [900, 900]))))
    assert alone.cells[0].doubts == ["与上一格合并，但上面没有起始的格"]


def test_accepted_revisions_and_breaks() -> None:
    text = "<w:p><w:r><w:t>10</w:t><w:br/><w:t>次</w:t></w:r><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom></w:p>"
    [found] = only_table(document(table([f"<w:tc><w:tcPr/>{text}</w:tc>"], [900]))).rows[0]
    assert found.text == "10\n次"


@pytest.mark.parametrize(("text", "kind", "stored", "number_format"), [
    ("200.94", Kind.NUMBER, "200.94", "0.00"), ("　6.08", Kind.NUMBER, "6.08", "0.00"), ("１２", Kind.NUMBER, "12", "0"),
    ("1,234.50", Kind.NUMBER, "1234.5", "#,##0.00"), ("100%", Kind.NUMBER, "1", "0%"), ("99.5%", Kind.NUMBER, "0.995", "0.0%"),
    ("-3", Kind.NUMBER, "-3", "0"), ("007", Kind.TEXT, "007", "General"), ("4次", Kind.TEXT, "4次", "General"),
    ("12,34", Kind.TEXT, "12,34", "General"), ("=1+1", Kind.TEXT, "=1+1", "General"), ("≥95%", Kind.TEXT, "≥95%", "General"),
    ("", Kind.TEXT, "", "General"),
])  # fmt: skip
def test_a_figure_keeps_its_decimals_and_all_else_stays_text(
    text: str, kind: Kind, stored: str, number_format: str
) -> None:
    made = typed(1, 1, text)
    assert (made.kind, made.text, made.number_format) == (kind, stored, number_format)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_figure_keeps_its_value(number: Decimal) -> None:
    assert Decimal(typed(1, 1, f"{number:,.2f}").text) == number


@given(
    st.lists(
        st.lists(st.text("甲乙12.%=@<&>'\" ", max_size=6), min_size=3, max_size=3), min_size=1, max_size=5
    )
)
@settings(deadline=None, max_examples=30)
def test_every_text_of_a_form_is_in_the_workbook(texts: list[list[str]]) -> None:
    import io

    import openpyxl

    from perfxl.wordforms.book import page_of, to_xlsx

    rows = table([HEAD + cell("得分"), *("".join(map(cell, row)) for row in texts)], [900, 900, 900])
    [form] = forms_in(document(TITLE, rows)).forms
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([page_of("表", form)], {"表": "表"})))["表"]
    assert not any(found.data_type == "f" for line in sheet.iter_rows() for found in line)
    for number, row in enumerate(texts, 3):
        for column, text in enumerate(row, 1):
            expected = typed(1, 1, text)
            value = sheet.cell(number, column).value
            if expected.kind is Kind.NUMBER:
                assert Decimal(str(value)) == Decimal(expected.text)
            else:
                assert (value or "") == text


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "not_document"), (b"%PDF-1.7", "not_document"), (b"PK\3\4", "damaged"),
    (packed('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>'), "forbidden"),
    (packed("<w:document>"), "damaged"),
])  # fmt: skip
def test_what_is_no_document(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        import_document(data, Options())
    assert refused.value.reason == reason


def test_a_workbook_is_no_document() -> None:
    with pytest.raises(Unreadable, match="不是 Word 文档"):
        import_document((RETURNS / "hengyang-2021.xlsx").read_bytes(), Options())


def test_a_huge_table_is_refused() -> None:
    rows = ["".join(["<w:tc/>"] * 150)] * 700
    with pytest.raises(Unreadable) as refused:
        import_document(document(TITLE, table(rows, [10] * 150)), Options())
    assert refused.value.reason == "too_large"
    deep = "<w:tbl><w:tr><w:tc>" * 50 + "</w:tc></w:tr></w:tbl>" * 50
    with pytest.raises(Unreadable, match="嵌套过深"):
        import_document(document(deep), Options())


@pytest.mark.parametrize(("blocks", "message"), [
    ([paragraph("项目支出绩效自评表")], "没有找到绩效表"),
    ([TITLE, table([cell("甲") + cell("乙")], [900, 900])], "没有识别出任何绩效表"),
])  # fmt: skip
def test_a_document_without_forms(blocks: list[str], message: str) -> None:
    with pytest.raises(ImportRefusedError, match=message):
        import_document(document(*blocks), Options())


def run(*arguments: str | Path) -> int:
    return int(
        app.main([str(argument) for argument in arguments], prog_name="perfxl", standalone_mode=False) or 0
    )


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "return.xlsx"
    assert run("import", DOCUMENT, "-o", target) == 0
    told = capsys.readouterr().out
    assert "已导入 4 张表" in told
    assert "请对照文档核对以下 1 处" in told
    assert "另有1 段文字不是绩效表" in told
    assert check_file(target).ret is not None
    source = tmp_path / "none.docx"
    source.write_bytes(b"x")
    assert run("import", source) == 2
    assert "没有导入：这不是 Word 文档" in capsys.readouterr().err
    assert not (tmp_path / "none.xlsx").exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_old_document_goes_through_libreoffice(tmp_path: Path) -> None:
    old = converted(DOCUMENT, "doc", tmp_path)
    assert old.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    assert run("import", old, "-o", tmp_path / "return.xlsx") == 0
    assert said(check_file(tmp_path / "return.xlsx")) == said(check_file(RETURNS / "hengyang-2021.xlsx"))


def test_an_old_document_without_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    old = tmp_path / "return.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    assert run("import", old) == 2
    assert "转换要用 LibreOffice，本机没有安装" in capsys.readouterr().err


def test_lines_are_kept_as_typed() -> None:
    assert read_blocks(document(paragraph(" 甲　乙 "), paragraph("丙\n丁")))[:3] == [
        Line(" 甲　乙 "), Line("丙"), Line("丁"),
    ]  # fmt: skip


def test_an_import_says_what_it_holds() -> None:
    imported = import_document(DOCUMENT.read_bytes(), Options())
    assert isinstance(imported, Imported)
    assert imported.sheets[2] == ("项目自评表-1", "项目自评表（困难归侨侨眷专项经费）")


# --- under a title that no form set has -----------------------------------------------------------------------


def project_document(title: str, rows: int | None = None) -> bytes:
    """A project form under another title, the year and a foot; its first ``rows`` rows only."""
    content = sheets()[FIRST][2:][:rows]
    width = max(map(len, content))
    lines = [[*row, *[None] * (width - len(row))] for row in content]
    cells = ["".join(cell("" if text is None else str(text)) for text in line) for line in lines]
    return document(
        paragraph("各单位按时报送。"), paragraph(title), paragraph("（2021年度）"),
        table(cells, [900] * width), paragraph("填表人：某某"),
    )  # fmt: skip


@pytest.mark.parametrize("title", ["绩效目标自评表", "某某项目绩效情况表（自评）"])
def test_a_table_with_the_labels_of_a_form_is_one_under_any_title(title: str) -> None:
    imported = import_document(project_document(title), Options())
    assert [form for _, form in imported.sheets] == ["项目自评表（档案数字化）"]
    assert (imported.paragraphs, imported.tables) == (1, 0)
    assert [finding.rule for finding in check_bytes(imported.workbook, "imported.xlsx").findings] == []


def test_a_table_with_few_of_the_labels_is_none() -> None:
    with pytest.raises(ImportRefusedError, match="没有找到绩效表（有 1 张其他表格）"):
        import_document(project_document("绩效目标自评表", 8), Options())
