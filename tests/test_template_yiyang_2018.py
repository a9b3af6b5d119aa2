"""The blank forms of ``yiyang-2018``: what may be typed, what is computed, and what it computes when filled in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from made_scoring import NUMBERS, SCORES
from office_support import converted
from perfxl.checking import check_file
from perfxl.filling import fill_file
from perfxl.formset.load import templates_folder
from perfxl.formset_check import check_form_set
from template_support import formula_cells_of, prompted_cells, unlocked_cells

FOLDER = templates_folder() / "yiyang-2018"
TEMPLATE = FOLDER / "template.xlsx"
POINTS = {3, 4, 10, 15, 16, 17, 18, 19, 20, 23, 26, 27, 28}
"""Rows of indicators without a computed score."""
RATES_ONLY = {10, 23}
HEADS = {3, 6, 23, 26, 29}
"""Rows of the input sheet that are heads."""
INPUT_ROWS = [row for row in range(4, 38) if row not in HEADS]
COMPUTED = {
    "计分表": {"D30", *(f"E{row}" for row in range(3, 30) if row not in POINTS)}
    | {f"H{row}" for row in range(3, 30) if row not in POINTS - RATES_ONLY},
    "基础数据": set(),
}
ENTRIES = {
    "计分表": {f"D{row}" for row in range(3, 30)},
    "基础数据": {"A2", *(f"{column}{row}" for column in "BC" for row in INPUT_ROWS)},
}


@pytest.fixture(scope="module")
def template() -> Any:
    return openpyxl.load_workbook(TEMPLATE)


def test_computed_and_entry_cells(template: Any) -> None:
    assert template.sheetnames == ["计分表", "基础数据"]
    for sheet in template:
        assert formula_cells_of(sheet) == COMPUTED[sheet.title]
        assert unlocked_cells(sheet) == ENTRIES[sheet.title]


def test_every_entry_and_computed_cell_is_explained(template: Any) -> None:
    for sheet in template:
        assert prompted_cells(sheet) >= ENTRIES[sheet.title] | COMPUTED[sheet.title]


def test_a_score_may_not_exceed_the_full_marks_of_its_label(template: Any) -> None:
    sheet = template["计分表"]
    for row in range(3, 30):
        (weight,) = re.findall(r"（(\d+)分）", sheet.cell(row, 3).value)
        (rule,) = [rule for rule in sheet.data_validations.dataValidation if f"D{row}" in rule.sqref]
        # A comparison that is not named is "between".
        assert (rule.type, rule.operator, rule.formula1, rule.formula2) == ("decimal", None, "0", weight)


def test_it_is_printed_on_a4_and_protected_without_a_password(template: Any) -> None:
    orientations = {sheet.title: sheet.page_setup.orientation for sheet in template}
    assert orientations == {"计分表": "landscape", "基础数据": "portrait"}
    for sheet in template:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.protection.sheet
        assert not sheet.protection.password
    assert template["计分表"].print_title_rows == "$2:$2"


def test_the_blank_forms_compute_nothing_and_have_no_errors() -> None:
    blank = openpyxl.load_workbook(TEMPLATE, data_only=True)
    for sheet, cells in COMPUTED.items():
        assert {blank[sheet][cell].value or None for cell in cells} <= {None}
    findings = check_file(TEMPLATE).findings
    assert {finding.rule for finding in findings} <= {"TY-01", "JF-03"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("步长: 5", "步长: 0", "parameters：计分标准“结转结余控制率”：分档扣分要有大于0的步长和扣分"),
        ("分母: 基础数据.项目总支出.金额", "分母: 基础数据.总支出.金额",
         "parameters：计分标准“重点支出安排率”中的数据项“基础数据.总支出.金额”不存在"),
        ("扣分: 0.3", "扣分: 三成", "parameter_sets/市级2016：计分标准““三公经费”变动率”：“扣分”应为数值"),
        ("optional: true", "optional: maybe", "yiyang-2018/基础数据：“optional”的内容不对：'maybe'"),
    ],
)  # fmt: skip
def test_mistakes_in_the_definition_are_found(old: str, new: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "yiyang-2018"
    shutil.copytree(FOLDER, folder)
    text = (folder / "form-set.yaml").read_text("utf-8")
    assert old in text
    (folder / "form-set.yaml").write_text(text.replace(old, new, 1), "utf-8")
    mistakes = check_form_set(folder)
    assert mistakes[0] == said
    # A parameter set that takes over the standards repeats the mistake under its own name.
    assert {mistake.partition("：")[2] for mistake in mistakes} == {said.partition("：")[2]}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template as a unit fills it in, computed cells not yet calculated, then filled by the program."""
    book = openpyxl.load_workbook(TEMPLATE)
    for row, score in enumerate(SCORES, start=3):
        book["计分表"].cell(row, 4).value = float(str(score))
    for row, number in zip(INPUT_ROWS, NUMBERS.values(), strict=True):
        book["基础数据"].cell(row, 2).value = 1 if number == "100%" else float(str(number))
    book["基础数据"]["A2"] = "填报单位：（盖章）示例市档案馆"
    book["基础数据"]["B13"] = 85.06
    path = tmp_path_factory.mktemp("yiyang") / "typed.xlsx"
    book.save(path)
    done = path.with_name("filled.xlsx")
    fill_file(path, done)
    return done


def test_the_program_fills_in_scores_and_working(filled: Path) -> None:
    table = openpyxl.load_workbook(filled, data_only=True)["计分表"]
    assert (table["E8"].value, table["H8"].value) == (3.47, "85.06/97.95=86.84%")
    assert (table["E11"].value, table["H11"].value) == (3, "(12−10)/10=20.00%")
    assert (table["E10"].value, table["H10"].value) == ("—", "100/100=100.00%")
    assert table["D30"].value == pytest.approx(98.8)
    assert openpyxl.load_workbook(filled)["计分表"]["E8"].data_type == "f"
    found = {(f.rule, f.place.address, f.computed) for f in check_file(filled).findings}
    assert found == {("JF-05", "D8", "3.47")}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_same(filled: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    openpyxl.load_workbook(filled).save(bare)  # without results, so that every formula has to be calculated
    converted(bare, "xlsx", tmp_path / "out")
    ours = openpyxl.load_workbook(filled, data_only=True)["计分表"]
    theirs = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)["计分表"]
    for cell in COMPUTED["计分表"]:
        value = theirs[cell].value
        if cell.startswith("H"):
            assert value == ours[cell].value, cell
        else:
            assert round(value, 2) == pytest.approx(ours[cell].value, abs=1e-9), cell
