"""The results workbook: what stands where, that texts stay texts, more findings than a sheet has rows."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from office_support import converted
from perfxl.finding import Finding, Level, Place
from perfxl.report import book as results_book
from perfxl.report import write_results
from perfxl.report.sheets import Table, number_or_text, safe_text
from report_lines import made_lines
from run_lines import returned, unreadable, write

ERROR = Finding(
    "BD-05", Level.ERROR, "【基础数据表】C19 合计 45.17 万元，比各项之和多 2.25 万元。请核对。", "基础数据表",
    Place("附件2", 19, 3), "45.17", "42.92", Decimal("2.25"), Decimal("0.005"), (Place("附件2", 20, 3),),
    "表内关系", "请核对。", fingerprint="0123456789ab",
)  # fmt: skip
WARNING = replace(ERROR, rule="BD-02", level=Level.WARNING, stated="007", computed=None, difference=None)
HOSTILE = "=cmd|' /C calc'!A0"


def written(folder: Path, *outcomes: Any, roster: str = "") -> openpyxl.Workbook:
    lines = write(folder / "审核结果.jsonl", outcomes)
    (folder / "名册.txt").write_text(roster, "utf-8")
    paths = write_results(lines, folder, roster=folder / "名册.txt" if roster else None, formats=["xlsx"])
    assert paths == [folder / "审核结果.xlsx"]
    return openpyxl.load_workbook(paths[0])


def rows(book: openpyxl.Workbook, sheet: str) -> list[list[Any]]:
    """The rows below the headings."""
    return [[cell.value for cell in row] for row in book[sheet].iter_rows(min_row=Table.FIRST + 1)]


def test_every_table_is_there(tmp_path: Path) -> None:
    book = written(
        tmp_path, returned("市档案馆", "100", "90", findings=[ERROR, WARNING]), returned("市图书馆")
    )
    assert book.sheetnames == [
        "汇总",
        "明细",
        "按规则",
        "按执行率",
        "按单位项目",
        "缺报",
        "跨单位审核",
        "未审核的文件",
    ]
    heads = [cell.value for cell in book["汇总"][Table.FIRST]]
    assert heads[:5] == ["序号", "单位", "年度", "套表", "结论"]
    assert rows(book, "汇总")[0] == [
        1, "市档案馆", 2021, "hunan-2021", "退回", 1, 1, 0, 0, None, None, 100, 90, 90, "是", "市档案馆.xlsx",
    ]  # fmt: skip
    assert rows(book, "明细")[0] == [
        1, "市档案馆", "错误", "BD-05", "基础数据表", "附件2!C19", 45.17, 42.92, 2.25,
        "合计 45.17 万元，比各项之和多 2.25 万元。", "请核对。", None, None, "表内关系", "市档案馆.xlsx", "0123456789ab",
    ]  # fmt: skip
    assert rows(book, "明细")[1][6] == "007"


def test_the_totals_follow_the_filter_and_are_exact(tmp_path: Path) -> None:
    made = [returned(f"单位{number}", "0.1", "0.05") for number in range(30)]
    written(tmp_path, *made)
    total = rows(openpyxl.load_workbook(tmp_path / "审核结果.xlsx"), "汇总")[-1]
    assert total[0] == "合计"
    assert total[11] == "=SUBTOTAL(109,L4:L33)"
    shown = rows(openpyxl.load_workbook(tmp_path / "审核结果.xlsx", data_only=True), "汇总")[-1]
    assert (shown[11], shown[12], shown[13]) == (3, 1.5, 50)


def test_rows_can_be_filtered_and_headings_stay(tmp_path: Path) -> None:
    book = written(tmp_path, returned("市档案馆", findings=[ERROR, WARNING]))
    sheet = book["明细"]
    assert sheet.auto_filter.ref == "A3:P5"
    assert sheet.freeze_panes == "C4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$3:$3"
    assert book["汇总"]["B4"].hyperlink.location == "'明细'!A4"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_never_becomes_a_formula(tmp_path: Path, start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    finding = replace(ERROR, stated=text, message=f"{text}。", fix=text, basis=text, form=text)
    written(
        tmp_path,
        returned(text, path=text, findings=[finding], projects=[(text, "1", "1")]),
        roster=f"甲乙{text}",
    )
    with zipfile.ZipFile(tmp_path / "审核结果.xlsx") as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
        styles = package.read("xl/styles.xml").decode()
        links = [name for name in package.namelist() if "externalLink" in name]
    formulas = [part.split("</f>")[0] for sheet in sheets for part in sheet.split("<f>")[1:]]
    assert all(formula.startswith("SUBTOTAL(109,") for formula in formulas)
    assert "calc" in sheets[1]
    assert "calc" in sheets[0]
    assert 'quotePrefix="1"' in styles
    assert links == []


def test_what_no_cell_can_hold_is_taken_out() -> None:
    assert safe_text("a\x00b\x1f\ud800c\ufffe\n") == "abc\n"
    assert len(safe_text("长" * 40_000)) == 32_000


@pytest.mark.parametrize(
    ("text", "value"),
    [("45.17", Decimal("45.17")), ("-0.5", Decimal("-0.5")), ("007", "007"), ("1e5", "1e5"), ("", ""), (None, None),
     ("1234567890123456", "1234567890123456"), ("=1", "=1"), ("10", Decimal(10))],
)  # fmt: skip
def test_only_plain_decimals_become_numbers(text: str | None, value: object) -> None:
    assert number_or_text(text) == value


def test_more_findings_than_a_sheet_has_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results_book, "MOST_ROWS", 3)
    book = written(
        tmp_path,
        returned("甲", findings=[ERROR, WARNING]),
        returned("乙", findings=[ERROR] * 5),
        returned("丙", findings=[WARNING]),
    )
    assert [name for name in book.sheetnames if name.startswith("明细")] == ["明细", "明细2", "明细3"]
    numbers = [row[0] for name in ("明细", "明细2", "明细3") for row in rows(book, name)]
    assert numbers == list(range(1, 9))
    targets = [book["汇总"][f"B{row}"].hyperlink.location for row in (4, 5, 6)]
    assert targets == ["'明细'!A4", "'明细'!A6", "'明细3'!A5"]


def test_rules_by_how_many_returns_they_concern(tmp_path: Path) -> None:
    book = written(
        tmp_path, returned("甲", findings=[ERROR, ERROR, WARNING]), returned("乙", findings=[WARNING])
    )
    first, second = rows(book, "按规则")
    assert first[:10] == ["BD-02", first[1], "警告", 2, 100, 2, 0, 2, 0, 0]
    assert second[:10] == ["BD-05", second[1], "错误", 1, 50, 2, 2, 0, 0, 0]
    assert "甲 附件2!C19：" in second[10]


def test_the_examples_of_a_rule_are_of_different_units(tmp_path: Path) -> None:
    made = [returned("甲", path=f"{number}.xlsx", findings=[ERROR]) for number in range(3)]
    (first,) = rows(written(tmp_path, *made, returned("乙", findings=[ERROR])), "按规则")
    assert [said.partition(" ")[0] for said in first[10].split("\n")] == ["甲", "乙"]


def test_what_is_not_printed_makes_no_row_higher(tmp_path: Path) -> None:
    book = written(
        tmp_path, returned("甲", path=f"{'很长的文件夹' * 20}/甲.xlsx"), returned("单位名称很长" * 10)
    )
    sheet = book["汇总"]
    assert [sheet.row_dimensions[row].height for row in (4, 5)] == [None, pytest.approx(5 * 14.4 + 2, abs=1)]
    assert (sheet["P4"].alignment.wrap_text or False, sheet["B5"].alignment.wrap_text) == (False, True)
    assert (sheet["C4"].alignment.horizontal, sheet["C4"].alignment.vertical) == ("center", "center")


def test_sums_of_what_does_not_belong_together_are_a_line_a_year(tmp_path: Path) -> None:
    made = [
        returned("甲", "100", "50"),
        returned("甲", "100", "50", path="又一份.xlsx"),
        returned("乙", "200", "100", year=2020),
        returned("丙", "999", None, form_set="hunan-2022-target"),
        unreadable("丁.xlsx"),
    ]
    book = written(tmp_path, *made)
    listed = rows(book, "汇总")
    assert [row[14] for row in listed[:5]] == ["是", "重复", "是", "申报表", None]
    assert [(row[0], row[11], row[12], row[13]) for row in listed[5:]] == [
        ("合计", None, None, None), ("2020 年度合计（1 份）", 200, 100, 50), ("2021 年度合计（1 份）", 100, 50, 50),
    ]  # fmt: skip
    assert "申报表 1 份，同一单位同一年度重复的报送件 1 份" in book["汇总"]["A2"].value


def test_who_is_missing(tmp_path: Path) -> None:
    book = written(tmp_path, returned("甲单位"), unreadable("丙单位.xlsx"), roster="甲单位\n乙单位\n丙单位\n")
    assert [row[1:4] for row in rows(book, "缺报")] == [
        ["乙单位", None, "未收到"],
        ["丙单位", None, "已收到但无法审核：丙单位.xlsx"],
    ]
    assert [row[2] for row in rows(book, "跨单位审核")] == ["HZ-01", "HZ-01"]


def test_without_a_roster_nothing_is_said_of_missing_units(tmp_path: Path) -> None:
    book = written(tmp_path, returned("甲单位"))
    assert "没有名册" in book["缺报"]["A2"].value
    assert rows(book, "缺报") == []


def test_projects_by_band(tmp_path: Path) -> None:
    projects = [("快", "10", "10"), ("慢", "10", "1"), ("未报", "10", None)]
    book = written(tmp_path, returned("甲单位", projects=projects))
    assert [row[:3] for row in rows(book, "按单位项目")] == [
        ["不足60%", "甲单位", "慢"], ["100%", "甲单位", "快"], ["未填或无法计算", "甲单位", "未报"],
    ]  # fmt: skip
    assert [row[2] for row in rows(book, "按执行率")][:-1] == [1, 0, 0, 0, 1, 0, 1]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, returned("甲单位", "3", "2", findings=[ERROR, WARNING]))
    assert (tmp_path / "one/审核结果.xlsx").read_bytes() == (tmp_path / "two/审核结果.xlsx").read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_it_prints_on_a4_landscape(tmp_path: Path) -> None:
    lines = tmp_path / "审核结果.jsonl"
    lines.write_text("".join(f"{line}\n" for line in made_lines(8)), "utf-8")
    write_results(lines, tmp_path, formats=["xlsx"])
    printed = converted(tmp_path / "审核结果.xlsx", "pdf", tmp_path)
    said = subprocess.run(["pdfinfo", str(printed)], check=True, capture_output=True, text=True).stdout
    assert "841." in said.split("Page size:")[1].split("x")[0]
    assert int(said.split("Pages:")[1].split()[0]) >= 6
