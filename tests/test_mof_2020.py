"""The national 项目支出绩效自评表: its template, every way its labels and columns are written, and an invented return."""

from __future__ import annotations

import csv
import re
import shutil
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tools.build_templates import mof_2020
from tools.build_templates.style import Book

from cases import line
from made import FIRST, Content, book_of, sheets
from office_support import converted
from perfxl.checking import Checked, check_book, check_file
from perfxl.finding import decimal_text
from perfxl.formset.labels import normal
from perfxl.formset.load import load_form_set
from perfxl.formset.model import Label

RETURNS = Path(__file__).parent / "returns"
SAMPLE = "mof-2020-sample"
FORM = load_form_set("mof-2020").forms["项目自评表"]
EXHIBITS, LECTURES, REPAIRS = "展品更新", "科普讲座", "设备检修"


# --- the invented return ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample() -> Checked:
    return check_file(RETURNS / f"{SAMPLE}.xlsx")


def test_the_two_mistakes_and_nothing_else(sample: Checked) -> None:
    """18 of 20 schools are 9 points of 10; 32 and 4 are not 36.5."""
    found = [(f.rule, f.place.sheet, f.place.address, f.stated, f.computed) for f in sample.findings]
    assert found == [
        ("ZP-14", EXHIBITS, "H14", "10", "9"),
        ("XM-01", REPAIRS, "E5", "36.5", "36"),
    ]
    assert all(finding.primary for finding in sample.findings)
    assert sample.verdict == "rejected"


def test_the_whole_set_of_findings(sample: Checked) -> None:
    with (RETURNS / f"{SAMPLE}.findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    rows = [
        (
            f.rule,
            f.level.value,
            "primary" if f.primary else "",
            f.form,
            f.place.sheet,
            f.place.address or "",
            f.stated or "",
            f.computed or "",
            "" if f.difference is None else decimal_text(f.difference),
        )
        for f in sample.findings
    ]
    assert rows == expected


def test_three_variants_are_read_alike(sample: Checked) -> None:
    ret = sample.ret
    assert ret is not None
    assert (ret.form_set.id, ret.unit, ret.year) == ("mof-2020", "某市科学技术馆", 2022)
    assert [(form.sheet, form.name) for form in ret.forms] == [
        (EXHIBITS, "项目自评表（展品更新改造）"),
        (LECTURES, "项目自评表（科普讲座）"),
        (REPAIRS, "项目自评表（展厅设备检修）"),
    ]
    assert [form.alterations for form in ret.forms] == [[], [], []]
    assert [form.value("年度资金总额.执行率").number for form in ret.forms] == [
        Decimal("99"),
        Decimal("95"),
        Decimal("98.63"),
    ]
    assert [form.value("当年财政拨款.全年执行数").number for form in ret.forms] == [
        Decimal("98.8"),
        Decimal("22.8"),
        Decimal("32"),
    ]
    assert [len(form.entries["绩效指标"]) for form in ret.forms] == [8, 7, 6]
    row = ret.forms[1].entries["绩效指标"][4]
    assert [row[name].text for name in ("二级指标", "指标值", "完成值", "分值", "得分")] == [
        "社会效益指标",
        "≥6000人次",
        "5400人次",
        "20",
        "18",
    ]
    assert ret.forms[1].value("自评总分").number == Decimal("97.5")
    assert ret.forms[1].value("总分.得分").number == Decimal("97.5")
    assert "分值" not in ret.forms[2].entries["绩效指标"][0].values


# --- labels, columns and titles -----------------------------------------------------------------------------


def project() -> list[list[Content]]:
    return sheets()[FIRST]


def check(rows: list[list[Content]]) -> Checked:
    return check_book(book_of({FIRST: rows}), "return.xlsx", "")


def labels() -> list[tuple[str, range, Label]]:
    """Each label of the clean project form with the rows (from 0) that it stands in, by block."""
    found = [(field.name, range(2, 4), field.label) for field in FORM.fields.values() if field.expected]
    funds, goals = FORM.grids["项目资金"], FORM.grids["年度总体目标"]
    found += [(f"项目资金.{column.name}", range(4, 5), column.label) for column in funds.columns]
    found += [(row.name, range(5, 9), row.label) for row in funds.rows if row.label]
    found += [(column.name, range(9, 10), column.label) for column in goals.columns]
    found += [
        (f"绩效指标.{column.name}", range(11, 12), column.label)
        for column in FORM.lists["绩效指标"].columns
        if column.name not in ("审核评分", "方向", "计量单位")
    ]
    total = FORM.lists["绩效指标"].total
    assert total is not None
    return [*found, ("总分", range(18, 19), total)]


@pytest.mark.parametrize(
    ("rows", "label", "alias"),
    [
        pytest.param(rows, label, alias, id=f"{name}={alias}")
        for name, rows, label in labels()
        for alias in (label.text, *label.aliases)
    ],
)
def test_every_alias_is_read_as_its_label(rows: range, label: Label, alias: str) -> None:
    form = project()
    places = [
        (row, col)
        for row in rows
        for col, text in enumerate(form[row])
        if isinstance(text, str) and normal(text) in label.norms
    ]
    assert len(places) == 1
    row, col = places[0]
    form[row][col] = alias
    result = check(form)
    assert result.findings == []
    assert result.ret is not None
    assert result.ret.form_set.id == "mof-2020"


ORDERS = [
    (1, 2, 3, 6, 4, 5, 7, 8),  # 分值 before 年度指标值
    (1, 2, 3, 6, 4, 5, 8, 7),
    (1, 2, 3, 4, 6, 5, 7, 8),
    (1, 2, 3, 8, 7, 6, 5, 4),
    (1, 2, 3, 6, 7, 4, 5, 8),
]


@pytest.mark.parametrize("order", ORDERS)
def test_columns_in_another_order(order: tuple[int, ...]) -> None:
    form = project()
    for row in range(11, 19):
        line = form[row] + [None] * (9 - len(form[row]))
        form[row] = [line[0], *(line[col] for col in order)]
    assert check(form).findings == []


@pytest.mark.parametrize("heading", ["自评得分", "财政审核评分"])
def test_scores_in_the_header(heading: str) -> None:
    form = project()
    form[2] = [*form[2], None, heading, Decimal("99.98")]
    result = check(form)
    assert result.findings == []
    assert result.ret is not None
    name = "自评总分" if heading == "自评得分" else heading
    assert result.ret.forms[0].value(name).number == Decimal("99.98")


def test_a_column_for_the_reviewer_is_not_the_score() -> None:
    form = project()
    form[11][7:8] = ["自评得分", "财政审核评分"]
    for row in range(12, 19):
        form[row].insert(8, None)
    result = check(form)
    assert result.findings == []
    assert result.ret is not None
    assert result.ret.forms[0].entries["绩效指标"][0]["得分"].number == 20


def test_a_form_without_weights_and_scores_has_nothing_to_say_of_them() -> None:
    form = project()
    del form[18:]
    for row in range(11, 18):
        del form[row][6:8]
    for row in range(4, 8):
        form[row] = [*form[row][:6], *form[row][7:8]]
    result = check(form)
    assert result.findings == []
    form[12][5] = "≥61万页"
    assert [finding.rule for finding in check(form).findings] == ["ZP-19"]


def test_an_amount_in_the_goal_may_be_of_a_column_that_a_form_lacks() -> None:
    """Some provinces' forms have no 年初预算数, of which the goal may speak."""
    form = project()
    form[10][1] = "安排资金35万元用于扫描。"
    assert [line(finding) for finding in check(form).findings] == ["XM-08 error 项目一!B11"]
    for row in range(4, 9):
        del form[row][3:4]
    findings = check(form).findings
    assert [line(finding) for finding in findings] == ["XM-08 warning 项目一!B11"]
    assert "表上没有年初预算数一栏" in findings[0].message


@pytest.mark.parametrize(
    "title",
    [
        "2021年度项目支出绩效自评表",
        "项目支出绩效自评表（2021年度）",
        "示例市档案馆项目支出绩效自评表（2021年度）",
        "示例市档案馆2021年项目支出绩效自评表",
        "附件1 项目支出绩效自评表（2021 年度）",
        "项 目 支 出 绩 效 自 评 表",
        "2021年度预算项目绩效自评表",
    ],
)
def test_titles_with_year_and_unit(title: str) -> None:
    form = project()
    form[0] = [title]
    if "2021" in title.replace(" ", ""):
        form[1] = []
    result = check(form)
    assert result.findings == []
    assert result.ret is not None
    assert (result.ret.form_set.id, result.ret.year) == ("mof-2020", 2021)


# --- the template -------------------------------------------------------------------------------------------

TYPED = {
    "A2": "（2022年度）", "B3": "展品更新改造", "B4": "某市科学技术协会", "G4": "某市科学技术馆",
    "D7": 100, "E7": 110, "F7": 90, "D8": 20, "E8": 20, "F8": 20, "D9": 0, "E9": 0, "F9": 0.5,
    "G13": 50, "H13": 48.5, "G25": 30, "H25": 30, "G33": 10, "H33": 9,
}  # fmt: skip
RESULTS = {"D6": 120, "E6": 130, "F6": 110.5, "H6": 110.5 / 130, "I6": 8.5, "G35": 100, "H35": 96}


def filled() -> bytes:
    book = Book("示例")
    mof_2020.project(book, TYPED)
    return book.content()


def numbers(path: Path) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(path, data_only=True)["项目自评表"]
    return {cell: sheet[cell].value for cell in RESULTS}


def test_formulas_have_results(tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled())
    assert numbers(path) == {cell: pytest.approx(value, rel=1e-12) for cell, value in RESULTS.items()}
    blank = openpyxl.load_workbook(FORM_TEMPLATE, data_only=True)["项目自评表"]
    assert {blank[cell].value or None for cell in RESULTS} == {None}
    formulas = openpyxl.load_workbook(FORM_TEMPLATE)["项目自评表"]
    found = {cell.coordinate for row in formulas.iter_rows() for cell in row if cell.data_type == "f"}
    assert found == set(RESULTS)


FORM_TEMPLATE = load_form_set("mof-2020").folder / "template.xlsx"


def test_the_form_prints_on_a4_and_is_protected_but_for_its_entries() -> None:
    sheet = openpyxl.load_workbook(FORM_TEMPLATE)["项目自评表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.print_area.replace("$", "").endswith("A1:I35")
    assert sheet.protection.sheet
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    entries = {"A2", "B3", "B4", "G4", "B11", "F11", *(f"{c}{r}" for c in "DEF" for r in (7, 8, 9))}
    assert entries | {f"{c}{r}" for c in "DEFGHI" for r in range(13, 35)} <= unlocked
    assert not unlocked & set(RESULTS)
    assert sheet["I35"].border.bottom.style


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_same(tmp_path: Path) -> None:
    saved, bare = tmp_path / "saved.xlsx", tmp_path / "bare.xlsx"
    saved.write_bytes(filled())
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            # Without saved results LibreOffice has to calculate every formula itself.
            target.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", source.read(name)))
    converted(bare, "xlsx", tmp_path / "out")
    assert numbers(tmp_path / "out" / "bare.xlsx") == {
        cell: pytest.approx(value, rel=1e-12) for cell, value in RESULTS.items()
    }
