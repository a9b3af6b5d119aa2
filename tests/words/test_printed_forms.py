"""Forms that come as a PDF or as text: none of their figures is audited, so none passes; and reports with forms behind them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tools.build_returns.report_files import docx, pdf, text

from perfxl.cli import app
from perfxl.finding import Level
from perfxl.formset.load import form_set_ids, templates_folder
from perfxl.words.attach import check_report
from perfxl.words.document import Document, Paragraph
from perfxl.words.outline import Outline
from perfxl.words.printed_forms import printed_forms
from perfxl.workbook.read import read_book

ROOT = Path(__file__).resolve().parents[2]
RETURNS = ROOT / "tests" / "returns"
UNIT = "衡阳市归国华侨联合会"
TITLE = f"{UNIT}2021年度部门整体支出绩效自评报告"
REPORT = [
    TITLE,
    "一、基本情况",
    "年初预算收入246.11万元，支出246.11万元。",
    "二、预算执行情况",
    "基本支出200.94万元，项目支出45.17万元。",
    "三、存在的问题",
    "预算编制还不够细化，个别项目年中调整较多。",
]
FORMS = ["部门整体支出绩效评价基础数据表", "部门整体支出绩效自评表", "项目支出绩效自评表"]
SAID = "“部门整体支出绩效评价基础数据表”“部门整体支出绩效自评表”“项目支出绩效自评表”"


def printed(workbook: Path) -> list[str]:
    """The rows of a workbook's sheets as a PDF's text has them: what stands in a row is closed up."""
    lines: list[str] = []
    for sheet in read_book(workbook.read_bytes()).sheets:
        rows: dict[int, list[str]] = {}
        for (row, _), cell in sorted(sheet.cells.items()):
            rows.setdefault(row, []).append(" ".join(cell.text.split()))
        lines += ["".join(texts) for texts in rows.values()]
    return lines


def forms() -> list[str]:
    return printed(RETURNS / "hengyang-2021.xlsx")


def said(path: Path) -> list[tuple[str, Level, str, str]]:
    return [(one.rule, one.level, one.form, one.message) for one in check_report(path).findings]


def document(lines: list[str]) -> Document:
    return Document("x.pdf", "", tuple(Paragraph(number, line) for number, line in enumerate(lines, 1)))


@pytest.mark.case("WJ-02", "fails")
@pytest.mark.parametrize(
    ("name", "made", "what"),
    [("表.pdf", pdf, " PDF"), ("表.txt", text, "文字"), ("表.docx", docx, " Word 文档")],
)
def test_forms_without_tables_are_an_error(
    tmp_path: Path, name: str, made: Callable[[list[str]], bytes], what: str
) -> None:
    path = tmp_path / name
    path.write_bytes(made(forms()))
    assert said(path) == [
        ("WJ-02", Level.ERROR, "", f"这是报表的{what}，其中的{SAID}没有审核。请报送填报用的工作簿。")
    ]
    result = CliRunner().invoke(app, ["check", str(path)], standalone_mode=False)
    assert result.return_value == 1
    assert "  结论：无法审核  1 错误" in result.stdout.splitlines()
    assert "只核对报告的文字" not in result.stdout


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_the_blank_forms_of_every_form_set_are_known_in_lines(form_set_id: str) -> None:
    for template in sorted((templates_folder() / form_set_id).glob("*.xlsx")):
        lines = document(printed(template))
        assert printed_forms(lines), template.name
        assert Outline(lines).title == ""


def test_a_form_without_its_title_is_known_by_nearly_all_of_its_labels() -> None:
    lines = [line for line in forms() if not line.endswith("表")]
    assert "部门整体支出绩效自评表" not in lines
    assert len(printed_forms(document(lines))) == 1
    assert printed_forms(document(lines[:8])) == []


@pytest.mark.case("WJ-02", "fails")
def test_a_report_with_printed_forms_behind_it_says_that_they_are_not_audited(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([*REPORT, *forms()]))
    told = [one for one in said(path) if one[0] == "WJ-02"]
    message = f"【自评报告】文中的绩效表{SAID}没有审核，只核对了报告的文字。请另行报送填报用的工作簿。"
    assert told == [("WJ-02", Level.WARNING, "自评报告", message)]


@pytest.mark.case("WJ-02", "passes")
def test_a_report_that_only_names_its_forms_is_no_form(tmp_path: Path) -> None:
    lines = [*REPORT, "附件：", *(f"{number}.{name}" for number, name in enumerate(FORMS, 1))]
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf(lines))
    assert printed_forms(document(lines)) == []
    assert not [one for one in said(path) if one[0] == "WJ-02"]
    result = CliRunner().invoke(app, ["check", str(path)], standalone_mode=False)
    assert result.stdout.splitlines()[0] == f"{path}  只核对报告的文字，没有审核报表"


@pytest.mark.case("WJ-02", "fails")
def test_tables_like_forms_without_a_report_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "表.md"
    rows = "|考核指标|分值|得分|\n|---|---|---|\n|完成率|10|10|\n"
    path.write_text(f"2021年度绩效考核自评表\n\n{rows}", "utf-8")
    message = (
        "有 1 张表格像绩效表，没有一张认出是套表中的绩效表，表格没有审核。"
        "请改用下发的表样填写，或报送填报用的工作簿。"
    )
    assert said(path) == [("WJ-02", Level.ERROR, "", message)]
    assert check_report(path).verdict == "unreadable"


@pytest.mark.parametrize("title", ["项目支出绩效自评表", "2021年度部门整体支出绩效自评表（附件3）"])
def test_the_title_of_a_form_is_not_that_of_a_report(title: str) -> None:
    assert Outline(document([title, "项目名称校舍维修"])).title == ""
    assert Outline(document(["附件", title, TITLE])).title == TITLE
    assert Outline(document(["2021年度部门整体支出绩效", "自评表", "单位"])).title == ""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workbook with its own forms as PDF beside it, under the same name."""
    shutil.copy(RETURNS / "hengyang-2021.xlsx", tmp_path / "报送件.xlsx")
    (tmp_path / "报送件.pdf").write_bytes(pdf(forms()))
    return tmp_path


def checked(folder: Path, *arguments: str | Path) -> tuple[str, str]:
    called = ["check", str(folder / "报送件.xlsx"), *map(str, arguments)]
    result = CliRunner().invoke(app, called, standalone_mode=False)
    assert result.return_value == 1
    return result.stdout.splitlines()[0], result.stderr


def test_the_printed_forms_beside_a_workbook_are_not_its_report(folder: Path) -> None:
    head = f"{folder / '报送件.xlsx'}  {UNIT}  2021  套表 hunan-2021"
    assert checked(folder) == (head, "")
    (folder / f"{UNIT}自评报告.docx").write_bytes(docx(REPORT))
    assert checked(folder) == (f"{head}  报告 {UNIT}自评报告.docx", "")


def test_printed_forms_that_are_named_as_report_are_refused(folder: Path) -> None:
    head, told = checked(folder, "--report", folder / "报送件.pdf")
    assert head == f"{folder / '报送件.xlsx'}  {UNIT}  2021  套表 hunan-2021"
    assert told == f"{folder / '报送件.xlsx'}：报送件.pdf 里是绩效表，不是自评报告，没有核对\n"
