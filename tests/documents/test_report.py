"""``perfxl report``: what the document says, looks like, and when it is refused."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

import made
from office_support import converted
from perfxl.checking import Checked, check_file
from perfxl.documents.outline import outline
from perfxl.documents.report import ReportRefusedError, report
from perfxl.documents.template import TemplateError, templates
from workbooks import parts

RETURNS = Path(__file__).parents[1] / "returns"
DAY = date(2022, 5, 31)


def consistent(changes: dict[tuple[str, str], made.Content] | None = None) -> Checked:
    """A return without a finding, or with some cells changed."""
    known = made.made(changes)
    return Checked("return.xlsx", "", known.ret, known.findings)


def texts(document: bytes) -> list[str]:
    return [block.text for block in outline(document) if block.kind != "table"]


def test_the_outline_is_that_of_the_notice() -> None:
    headings = [
        block.text
        for block in outline(report(consistent(), day=DAY))
        if block.kind == "heading" and block.level == 1
    ]
    assert [heading.partition("、")[0] for heading in headings] == list("一二三四五六七八九")
    assert headings[0] == "一、部门、单位基本情况"


def test_sentences_carry_the_figures_of_the_return() -> None:
    said = texts(report(consistent(), day=DAY))
    assert "截至2021年12月31日，本单位编制数20人，实际在职人数19人，在职人员控制率95%。" in said
    assert (
        "2021年基本支出预算320.4万元，决算318.22万元，比上年决算数310.5万元增加7.72万元，增长2.49%。" in said
    )
    assert "2021年“三公”经费预算5.8万元，决算5.1万元，比上年决算数6.2万元减少1.1万元，下降17.74%。" in said
    assert "日期：2022年5月31日" in said


def test_tables_and_chart_carry_the_figures_of_the_return() -> None:
    document = report(consistent(), day=DAY)
    spending, projects, indicators = (block.rows for block in outline(document) if block.kind == "table")
    assert spending[0] == (
        "项目",
        "2020年决算数",
        "2021年预算数",
        "2021年决算数",
        "决算数比上年增减",
        "决算数占预算数",
    )
    assert spending[1] == ("一、部门基本支出", "310.5", "320.4", "318.22", "7.72", "99.32%")
    assert projects[1:] == (
        ("档案数字化", "50", "55", "54.9", "99.82%", "99.98"),
        ("馆库维护", "30", "30", "28", "93.33%", "99.33"),
    )
    assert len(indicators) == 1 + 8
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        chart = archive.read("word/charts/chart1.xml").decode()
    for figure in ("310.5", "320.4", "318.22", "80", "85", "82.9"):
        assert f"<c:v>{figure}</c:v>" in chart


def test_places_for_prose_are_marked() -> None:
    blocks = outline(report(consistent(), day=DAY))
    marked = [piece.text for block in blocks for piece in block.pieces if piece.open]
    assert len(marked) == 11
    assert all(text.startswith("〔请填写") for text in marked)


def test_a_return_with_errors_is_refused_with_its_errors() -> None:
    broken = consistent({(made.BASE, "C5"): 21})
    with pytest.raises(ReportRefusedError) as refused:
        report(broken)
    assert [finding.rule for finding in refused.value.findings] == ["BD-01"]
    said = texts(report(broken, day=DAY, force=True))
    assert any("BD-01" in text and "控制率" in text for text in said)
    assert not any("BD-01" in text for text in texts(report(consistent(), day=DAY)))


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ReportRefusedError, match="不能生成报告"):
        report(check_file(RETURNS / "none.xlsx"))


def test_texts_of_the_return_stay_texts() -> None:
    hostile = "<w:p/>{{ 7*7 }}&<script>alert(1)</script>"
    changed = consistent({(made.OVERALL, "B11"): hostile * 2})
    document = report(changed, day=DAY, force=True)
    assert any(hostile in text for text in texts(document))
    page = report(changed, layout="html", day=DAY, force=True).decode()
    assert "<script>" not in page
    assert "{{ 7*7 }}" in page
    assert r"\<script\>" in report(changed, layout="md", day=DAY, force=True).decode()


def test_the_same_return_gives_the_same_bytes() -> None:
    assert report(consistent(), day=DAY) == report(consistent(), day=DAY)


@pytest.mark.parametrize(("name", "title"), [
    ("hengyang-2021", "部门整体支出绩效自评报告"),
    ("yiyang-2018", "部门整体支出绩效评价报告"),
    ("xingtai-2020", "邢台市归国华侨联合会2020年部门预算绩效文本"),
])  # fmt: skip
def test_each_kind_of_return_has_its_template(name: str, title: str) -> None:
    checked = check_file(RETURNS / f"{name}.xlsx")
    [found] = [block.text for block in outline(report(checked, force=True, day=DAY)) if block.kind == "title"]
    assert found == title


def test_a_return_that_no_template_fits() -> None:
    with pytest.raises(TemplateError, match="没有可用的报告模板"):
        report(check_file(RETURNS / "mof-2020-sample.xlsx"), force=True)


def test_a_template_edited_by_hand(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ 单位 }}{{ 年度 }}年执行率{{ 合计.执行率 }}")
    path = tmp_path / "own.docx"
    document.save(str(path))
    assert texts(report(consistent(), template=str(path))) == [f"{made.UNIT}2021年执行率98.94%"]


@pytest.mark.parametrize("text", ["{{ 没有的名称 }}", "{% for %}", "{{ ''.__class__.__mro__ }}"])
def test_a_template_with_a_mistake_says_so(tmp_path: Path, text: str) -> None:
    document = Document()
    document.add_paragraph(text)
    path = tmp_path / "own.docx"
    document.save(str(path))
    with pytest.raises(TemplateError, match=r"模板 own\.docx 有错"):
        report(consistent(), template=str(path))


def test_a_template_that_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(b"PK")
    with pytest.raises(TemplateError, match="不是可用的 Word 文档"):
        report(consistent(), template=str(path))
    with pytest.raises(TemplateError, match="没有模板“nowhere”；可用：hunan、yiyang、hebei"):
        report(consistent(), template="nowhere")


def test_the_templates_in_the_checkout_are_those_that_are_built() -> None:
    from tools.build_documents.__main__ import FOLDER, TEMPLATES

    for name, module in TEMPLATES.items():
        assert parts(module.template().bytes()) == parts((FOLDER / f"{name}.docx").read_bytes()), name
    assert set(templates()) == set(TEMPLATES) - {"letter"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_document_and_its_chart(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(report(consistent(), day=DAY))
    shown = subprocess.run(
        ["pdftotext", str(converted(path, "pdf", tmp_path)), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert "部门整体支出绩效自评报告" in shown
    assert "经费支出情况（万元）" in shown
    assert "—1—" in shown.replace(" ", "")
