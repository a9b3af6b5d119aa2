"""Reports beside workbooks: found by name or by head, named by the user, checked alone; the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from tools.build_returns.report_files import docx, pdf

from perfxl.checking import Checked, Options, open_file
from perfxl.cli import app
from perfxl.finding import Level
from perfxl.words.attach import check_report, report_beside, with_report

ROOT = Path(__file__).resolve().parents[2]
RETURNS = ROOT / "tests" / "returns"
REPORT = RETURNS / "reports" / "hengyang-2021.docx"
UNIT = "衡阳市归国华侨联合会"
HEAD = [f"{UNIT}2021年度部门整体支出绩效自评报告", "一、基本支出情况", "基本支出190.00万元。"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(RETURNS / "hengyang-2021.xlsx", tmp_path / "报送件.xlsx")
    return tmp_path


def checked(folder: Path, report: Path | None = None) -> tuple[Checked, list[str]]:
    file = open_file(folder / "报送件.xlsx")
    return with_report(file, file.audited(Options()), report)


def beside(folder: Path) -> str | None:
    file = open_file(folder / "报送件.xlsx")
    assert file.ret is not None
    found = report_beside(folder / "报送件.xlsx", file.ret).path
    return found.name if found else None


@pytest.mark.parametrize(
    "name",
    ["报送件.docx", f"{UNIT}自评报告.docx", f"2021年度{UNIT}报告.docx", "自评报告.docx", "报送件.DOCX"],
)
def test_a_report_is_found_by_its_name_or_its_head(folder: Path, name: str) -> None:
    (folder / name).write_bytes(docx(HEAD))
    assert beside(folder) == name
    result, notes = checked(folder)
    assert notes == []
    assert [found.stated for found in result.findings if found.form == "自评报告"] == ["190", "190"]
    assert result.report.endswith(name)


def test_reports_of_others_and_of_other_years_are_passed_over(folder: Path) -> None:
    (folder / f"{UNIT}2020年度自评报告.docx").write_bytes(docx(HEAD))
    (folder / "另一份.docx").write_bytes(docx(["衡阳市档案馆2021年度部门整体支出绩效自评报告", *HEAD[1:]]))
    (folder / "说明.txt").write_text("请各单位按时报送。", "utf-8")
    (folder / "~$自评报告.docx").write_bytes(docx(HEAD))
    assert beside(folder) is None


def test_of_several_reports_none_is_taken(folder: Path) -> None:
    for name in ("甲.docx", "乙.docx"):
        (folder / name).write_bytes(docx(HEAD))
    result, notes = checked(folder)
    assert result.report == ""
    assert notes == ["有 2 份报告（乙.docx、甲.docx），没有核对，请只留一份，或在命令行用 --report 指定"]


def test_a_scan_beside_the_workbook_is_noted_and_a_named_one_is_a_finding(folder: Path) -> None:
    scan = folder / "报送件.pdf"
    scan.write_bytes(pdf(["　"]))
    result, notes = checked(folder)
    assert result.report == ""
    assert "扫描件" in notes[0]
    result, notes = checked(folder, scan)
    assert notes == []
    assert [(one.rule, one.level) for one in result.findings if one.form == "自评报告"] == [
        ("WJ-01", Level.WARNING)
    ]


def test_a_text_that_is_no_report_is_left_alone(folder: Path) -> None:
    (folder / "报送件.txt").write_text("基本支出190.00万元。", "utf-8")
    result, notes = checked(folder)
    assert (result.report, notes) == ("", [])
    named, _ = checked(folder, folder / "报送件.txt")
    assert [one.rule for one in named.findings if one.form == "自评报告"] == ["BG-05", "BG-05"]


def test_explanations_of_the_unit_count_for_its_report_too(folder: Path) -> None:
    file = open_file(folder / "报送件.xlsx")
    report = folder / "r.txt"
    report.write_text("自评报告\n培训经费预算3万元，实际支出7.66万元。", "utf-8")
    first, _ = with_report(file, file.audited(Options()), report)
    warning = next(found for found in first.findings if found.rule == "BG-06")
    file.explanations = {warning.fingerprint: "年中追加 4.66 万元"}
    again, _ = with_report(file, file.audited(Options()), report)
    explained = next(found for found in again.findings if found.rule == "BG-06")
    assert explained.explanation == "年中追加 4.66 万元"


@pytest.mark.parametrize(
    "said",
    [
        ["培训经费预算3万元，实际支出7.66万元。"],
        ["信息化建设项目年初预算30万元。", "信息化建设项目年初预算32万元。"],  # names the other paragraph
    ],
)
def test_a_finding_keeps_its_fingerprint_when_paragraphs_are_inserted(
    tmp_path: Path, said: list[str]
) -> None:
    marks, messages = [], []
    for lines in (HEAD[:2], [*HEAD[:2], "新的一段。", "又一段。"]):
        path = tmp_path / "r.docx"
        path.write_bytes(docx([*lines, *said]))
        (found,) = check_report(path).findings
        marks.append(found.fingerprint)
        messages.append(found.message)
    assert marks[0] == marks[1]
    assert messages[0] != messages[1]


def test_a_report_alone() -> None:
    result = check_report(RETURNS / "reports" / "lusong-2021.txt")
    assert (result.verdict, result.ret) == ("rejected", None)
    missing = check_report(RETURNS / "reports" / "没有.txt")
    assert missing.verdict == "unreadable"
    assert "报告文件不存在" in missing.findings[0].message


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)], standalone_mode=False)
    return result.return_value if isinstance(result.return_value, int) else 2, result.stdout, result.stderr


def test_the_command_line_takes_a_report(folder: Path) -> None:
    code, out, _ = run(folder / "报送件.xlsx", "--report", REPORT)
    assert code == 1
    assert "报告 hengyang-2021.docx" in out
    assert "第 14 段“基本支出197.64万元" in out
    assert "相关：附件2!D7" in out


def test_the_command_line_finds_the_report_in_the_folder(folder: Path) -> None:
    shutil.copy(REPORT, folder / "自评报告.docx")
    _, out, _ = run(folder / "报送件.xlsx", "--format", "json")
    data = json.loads(out)
    schema = json.loads((ROOT / "docs" / "findings.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    assert data["returns"][0]["report"].endswith("自评报告.docx")
    assert sum(found["form"] == "自评报告" for found in data["returns"][0]["findings"]) == 10


def test_the_command_line_checks_a_report_alone(tmp_path: Path) -> None:
    clean = tmp_path / "r.docx"
    clean.write_bytes(docx(["某局2021年度自评报告", "基本支出3万元，其中：人员经费2万元，公用经费1万元。"]))
    code, out, _ = run(clean)
    assert (code, "没有发现问题" in out) == (0, True)
    assert run(RETURNS / "reports" / "lusong-2021.txt")[0] == 1


NOTHING = "【自评报告】没有读出可以核对的金额、比率和表格，等于没有核对。请核对是不是要核对的报告。"


@pytest.mark.parametrize("text", ["hello", f"{UNIT}2021年度自评报告\n一、概况\n我单位认真履职。"])
def test_a_named_report_with_nothing_to_compare_is_told(folder: Path, text: str) -> None:
    report = folder / "另一份.txt"
    report.write_text(text, "utf-8")
    alone = {found.fingerprint for found in checked(folder)[0].findings}
    result, notes = checked(folder, report)
    added = [found for found in result.findings if found.fingerprint not in alone]
    assert [(found.rule, found.level, found.message) for found in added] == [("WJ-02", Level.INFO, NOTHING)]
    assert notes == []
    report.write_text(f"{text}\n基本支出决算数197.64万元。", "utf-8")
    assert "WJ-02" not in {found.rule for found in checked(folder, report)[0].findings}


def test_a_report_alone_with_nothing_to_compare(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("hello", "utf-8")
    result = check_report(path)
    assert [(found.rule, found.level, found.message) for found in result.findings] == [
        ("WJ-02", Level.ERROR, NOTHING)
    ]
    assert result.verdict == "unreadable"
    path.write_text("某局2021年度部门整体支出绩效自评报告\n我局认真履职。", "utf-8")
    result = check_report(path)
    assert ([found.level for found in result.findings], result.verdict) == ([Level.INFO], "accepted")


ANOTHER_TEXT = "【自评报告】看标题和提纲不像自评报告，只核对了文中的数。请核对是不是要审核的文件。"


@pytest.mark.parametrize(
    "text",
    [
        "今天买了3斤苹果，花了20元。",
        "# 安装\n# 使用\n花费200元。\n# 许可",
        "关于开展2021年度预算绩效自评工作的通知\n一、范围\n支出100万元以上的项目。\n二、内容\n三、时间",
    ],
)
def test_figures_of_a_text_that_is_no_report_are_not_passed_silently(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    result = check_report(path)
    assert [(found.rule, found.level, found.message) for found in result.findings] == [
        ("WJ-02", Level.WARNING, ANOTHER_TEXT)
    ]
    path.write_text(f"某局2021年度绩效自评报告\n{text.replace('通知', '')}", "utf-8")
    assert check_report(path).findings == []


def test_a_folder_is_checked_with_its_reports(folder: Path) -> None:
    shutil.copy(REPORT, folder / "自评报告.docx")
    shutil.copy(RETURNS / "yiyang-2018.xlsx", folder / "益阳.xlsx")
    _, out, _ = run(folder, "--format", "json")
    reports = {Path(one["path"]).name: one.get("report", "") for one in json.loads(out)["returns"]}
    assert reports["报送件.xlsx"].endswith("自评报告.docx")
    assert reports["益阳.xlsx"] == ""


def test_a_report_is_named_for_one_file_only(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(folder), "--report", str(REPORT)], standalone_mode=False)
    assert "--report 只能用于一个文件" in str(result.exception)
