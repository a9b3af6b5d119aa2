"""Forms in Word are audited like those of a workbook, and are nobody's report."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tools.build_returns.report_files import docx
from tools.build_returns.word_forms import cell, packed, paragraph, table

from made import FIRST, UNIT, sheets
from perfxl.checking import Checked, Options, check_bytes, check_file, open_file
from perfxl.cli import app
from perfxl.finding import Level
from perfxl.words.attach import check_report, with_report
from perfxl.words.document import Document, Paragraph
from perfxl.words.outline import Outline

RETURNS = Path(__file__).parents[1] / "returns"
DOCUMENT = RETURNS / "word" / "hengyang-2021.docx"
WORKBOOK = RETURNS / "hengyang-2021.xlsx"
REPORT = RETURNS / "reports" / "hengyang-2021.docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Row = list[object]


def word(*before: str, change: dict[int, Row] | None = None, after: tuple[str, ...] = ()) -> bytes:
    """A document with the project form of a right return, some rows of it changed, between paragraphs."""
    rows = [list(row) for row in sheets()[FIRST]]
    for at, row in (change or {}).items():
        rows[at] = row
    width = max(map(len, rows))
    lines = [[*row, *[None] * (width - len(row))] for row in rows[1:]]
    cells = ["".join(cell("" if text is None else str(text)) for text in line) for line in lines]
    blocks = [
        *map(paragraph, before), paragraph(str(rows[0][0])), table(cells, [900] * width), *map(paragraph, after)
    ]  # fmt: skip
    return packed(f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}<w:p/></w:body></w:document>')


def said(result: Checked) -> Counter[tuple[object, ...]]:
    """The findings without the sheets' names, and without the one on Word itself."""
    return Counter(
        (f.rule, f.level, f.form, f.place.address, f.stated, f.computed, f.difference, f.primary, f.message)
        for f in result.findings
        if f.rule != "WJ-13"
    )


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)], standalone_mode=False)
    return result.return_value if isinstance(result.return_value, int) else 2, result.stdout, result.stderr


def test_a_return_in_word_has_the_findings_of_the_workbook() -> None:
    result = check_file(DOCUMENT)
    assert said(result) == said(check_file(WORKBOOK))
    assert (result.verdict, result.report) == ("rejected", "")
    assert {one.place.sheet for one in result.findings} == {"", "第1张表", "第2张表", "第4张表", "第5张表"}


@pytest.mark.case("WJ-13", "fails")
def test_what_may_be_misread_is_said_once() -> None:
    [found] = [one for one in check_file(DOCUMENT).findings if one.rule == "WJ-13"]
    assert found.level is Level.INFO
    assert found.message.startswith(
        "这是 Word 文档，其中的绩效表（第1张表、第2张表、第4张表、第5张表）各读成一张工作表审核，所说的单元格是工作表上的"
        "位置；有 1 处可能读得不准：第2张表 A4 表格跨页分成几段，已接在一起，去掉了重复的表头。"
    )


@pytest.mark.case("WJ-13", "passes")
def test_a_workbook_is_not_told_to_be_word() -> None:
    assert "WJ-13" not in {one.rule for one in check_file(WORKBOOK).findings}


@pytest.mark.case("WJ-13", "boundary")
def test_a_right_form_in_word_has_nothing_but_that() -> None:
    result = check_bytes(word(), "a.docx")
    assert [(one.rule, one.level) for one in result.findings] == [("WJ-13", Level.INFO)]
    assert "读得不准" not in result.findings[0].message


def test_the_command_audits_and_compares_forms_in_word(tmp_path: Path) -> None:
    code, out, err = run(DOCUMENT, "--format", "json", "--last", DOCUMENT)
    [data] = json.loads(out)["returns"]
    assert (code, data["verdict"], data["unit"]) == (1, "rejected", "衡阳市归国华侨联合会")
    assert (data["counts"]["error"], data["counts"]["warning"]) == (28, 16)
    assert err == f"--last {DOCUMENT}：就是所审核的文件，没有对比\n"
    for many in ([DOCUMENT, WORKBOOK], [DOCUMENT, "--timeout", "60"]):
        _, out, _ = run(*many, "--format", "json")
        assert {one["counts"]["error"] for one in json.loads(out)["returns"]} == {28}


def test_the_marked_copy_is_a_workbook_that_can_be_sent_in(tmp_path: Path) -> None:
    code, out, _ = run(DOCUMENT, "--annotate", tmp_path / "m")
    target = tmp_path / "m" / f"{DOCUMENT.name}.xlsx"
    assert (code, f"标注件：{target}（原文件是 .docx" in out) == (1, True)
    assert openpyxl.load_workbook(target).sheetnames == [
        "审核结果", "第1张表", "第2张表", "第4张表", "第5张表", "_perfxl",
    ]  # fmt: skip
    assert said(check_file(target)) == said(check_file(WORKBOOK))


def test_a_report_alone_has_no_marked_copy(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["check", str(REPORT), "--annotate", str(tmp_path / "m")], standalone_mode=False
    )
    assert "报告没有标注件" in str(result.exception)


def test_tables_under_a_form_s_title_that_are_none_are_not_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    rows = table([cell("甲") + cell("1")], [900, 900])
    body = paragraph("部门整体支出绩效评价基础数据表") + rows
    path.write_bytes(packed(f'<w:document xmlns:w="{W}"><w:body>{body}<w:p/></w:body></w:document>'))
    code, out, _ = run(path)
    assert (code, "无法审核 WJ-02" in out or "错误 WJ-02" in out) == (1, True)


TEXT = (
    f"{UNIT}2021年度部门整体支出绩效自评报告",
    "一、基本支出情况",
    "基本支出3万元，其中：人员经费2万元，公用经费2万元。",
)


def test_a_report_with_a_form_behind_it_is_audited_as_both(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(*TEXT))
    code, out, _ = run(path, "--format", "json")
    [data] = json.loads(out)["returns"]
    assert (code, data["report"]) == (1, str(path))
    assert [(one["rule"], one["level"]) for one in data["findings"]] == [
        ("WJ-13", "info"), ("BG-01", "error"),
    ]  # fmt: skip


def beside(folder: Path, report: Path | None = None) -> tuple[str, list[str]]:
    file = open_file(folder / "报送件.xlsx")
    result, notes = with_report(file, file.audited(Options()), report)
    return Path(result.report).name, notes


@pytest.mark.parametrize("name", ["报送件.docx", "衡阳市归国华侨联合会.docx", "表.docx"])
def test_forms_in_word_beside_the_workbook_are_not_its_report(tmp_path: Path, name: str) -> None:
    shutil.copy(WORKBOOK, tmp_path / "报送件.xlsx")
    shutil.copy(DOCUMENT, tmp_path / name)
    assert beside(tmp_path) == ("", [])
    shutil.copy(REPORT, tmp_path / "报送件自评报告.docx")
    assert beside(tmp_path) == ("报送件自评报告.docx", [])
    assert beside(tmp_path, tmp_path / name) == (
        "", [f"{name} 里是绩效表，不是自评报告，没有核对；要审核它请单独指定"],
    )  # fmt: skip


def test_a_report_of_another_unit_and_year_is_told(tmp_path: Path) -> None:
    shutil.copy(WORKBOOK, tmp_path / "报送件.xlsx")
    other = tmp_path / "r.docx"
    other.write_bytes(docx(["某市档案馆2018年度部门整体支出绩效自评报告", "基本支出190.00万元。"]))
    assert beside(tmp_path, other) == ("r.docx", [
        "r.docx 写的是 2018 年度，报送件是 2021 年度，仍按指定核对，请核对是否给错了报告",
        "r.docx 写的单位是“某市档案馆”，报送件是“衡阳市归国华侨联合会”，仍按指定核对，请核对是否给错了报告",
    ])  # fmt: skip
    assert beside(tmp_path, REPORT) == (REPORT.name, [])


def lone_report(path: Path, *rows: list[str]) -> Path:
    """A report with a table behind its text, alone."""
    cells = ["".join(map(cell, row)) for row in rows]
    lines = (f"{UNIT}2021年度部门绩效自评报告", "一、基本支出情况", "基本支出3万元。")
    blocks = [*map(paragraph, lines), table(cells, [900] * len(rows[0]))]
    path.write_bytes(
        packed(f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}<w:p/></w:body></w:document>')
    )
    return path


UNREAD = "没有一张认出是套表中的绩效表，表格没有审核，只核对了报告的文字。"


@pytest.mark.parametrize(("head", "level", "message"), [
    (["指标", "目标", "分", "得分"], Level.WARNING,
     f"【自评报告】有 1 张表格（其中 1 张像绩效表），{UNREAD}请改用下发的表样填写，或把绩效表另行报送。"),
    (["科目", "预算数", "执行数", "备注"], Level.INFO, f"【自评报告】有 1 张表格，{UNREAD}请核对绩效表是否另行报送。"),
])  # fmt: skip
def test_a_report_alone_says_that_no_form_was_read(
    tmp_path: Path, head: list[str], level: Level, message: str
) -> None:
    path = lone_report(tmp_path / "r.docx", head, ["数量", "5", "50", "60"])
    findings = check_report(path).findings
    assert [(one.rule, one.level, one.message) for one in findings] == [("WJ-02", level, message)]


def test_a_report_beside_its_workbook_is_not_told_to_have_no_form(tmp_path: Path) -> None:
    shutil.copy(WORKBOOK, tmp_path / "报送件.xlsx")
    path = lone_report(
        tmp_path / "报送件自评报告.docx", ["指标", "目标", "分", "得分"], ["数量", "5", "50", "60"]
    )
    file = open_file(tmp_path / "报送件.xlsx")
    result, _ = with_report(file, file.audited(Options()), path)
    assert "WJ-02" not in {one.rule for one in result.findings}


@pytest.mark.parametrize(
    ("problem", "said"), [((), []), (("部分指标设置不够细化。",), ["部分指标设置不够细化"])]
)
def test_what_stands_behind_the_last_section_is_none_of_it(problem: tuple[str, ...], said: list[str]) -> None:
    """The heads of the forms behind a report are no problems that it tells of."""
    lines = (
        *TEXT[:2],
        "基本支出3万元。",
        "二、存在的问题",
        *problem,
        "附件2",
        "部门整体支出绩效评价基础数据表",
        "填报单位：某局",
    )
    paragraphs = tuple(Paragraph(number, line) for number, line in enumerate(lines, 1))
    found = Outline(Document("r.docx", "", paragraphs)).about("问题")
    assert [one.text.strip("。") for one in found] == (said or [""])
    mentioned = Paragraph(9, "附件2所列项目的绩效目标设置不够细化，应当补充绩效评价基础数据表。")
    section = Outline(Document("r.docx", "", (*paragraphs[:4], mentioned))).about("问题")[0]
    assert section.body == (mentioned,)


def test_what_cannot_be_done_with_word_says_what_can(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["clear", str(DOCUMENT), "-o", str(tmp_path / "a.docx")])
    assert done.stderr.endswith(
        "这是 Word 文档，不是工作簿，不能写入。其中的绩效表请用 perfxl import 读入工作簿。\n"
    )
    done = CliRunner().invoke(app, ["fill", str(DOCUMENT), "-o", str(tmp_path / "a.xlsx")])
    said = "这不是 Excel 工作簿，而是 Word 文档（.docx）。请用 perfxl import 把其中的绩效表读入工作簿，再重新报送。\n"
    assert done.stderr.endswith(said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("data", "message"), [
    (b"", "文件是空的（0 字节），可能上传或拷贝时中断。请重新报送原文件。"),
    (docx([]), "报告里没有文字，未作核对。请核对是不是要核对的文件；文字在图片里的，请改用有文字的文件。"),
])  # fmt: skip
def test_an_empty_document_is_advised_as_one(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "r.docx").write_bytes(data)
    [found] = check_report(tmp_path / "r.docx").findings
    assert (found.rule, found.message) == ("WJ-01", f"【自评报告】{message}")
