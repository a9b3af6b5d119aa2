"""The blank forms of ``hunan-2022``: what may be typed, what is computed, and what ``fill`` makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from perfxl.checking import Options, check_bytes, check_file
from perfxl.filling import fill_file
from perfxl.formset.load import load_form_set, templates_folder
from perfxl.formset_check import check_form_set
from perfxl.new import new_return
from template_support import explained_cells, formula_cells_of, prompted_cells, unlocked_cells

TEMPLATE = templates_folder() / "hunan-2022" / "template.xlsx"
BASE, DEPARTMENT, PROJECT = "基础数据表", "部门自评表", "项目自评表"
HEADS = {
    "D4": "年初预算数",
    "E4": "全年预算数",
    "F4": "全年执行数",
    "G4": "分值",
    "H4": "执行率",
    "I4": "得分",
}
LABELS = {
    "B5": "年度资金总额",
    "B6": "按收入性质分：",
    "F6": "按支出性质分：",
    "B7": "其中：一般公共预算收入：",
    "F7": "其中：基本支出：",
    "B8": "政府性基金拨款：",
    "F8": "项目支出：",
    "B9": "纳入专户管理的非税收入拨款：",
    "B10": "其他资金：",
    "B11": "预期目标",
    "F11": "实际完成情况",
}
COMPUTED = {"H5", "I5", "D6", "H6", "G27", "H27"}
ENTRIES = {
    *("A2", "C3", "D5", "E5", "F5", "D7", "D8", "D9", "D10", "H7", "H8", "B12", "F12", "A28"),
    *(f"{column}{row}" for column in "DEFGHI" for row in range(14, 27)),
}
TYPED = {"D5": 390, "E5": 405.4, "F5": 401.12, "D7": 395.4, "D9": 10, "H7": 320.4, "H8": 85}


@pytest.fixture(scope="module")
def template() -> Any:
    book = openpyxl.load_workbook(TEMPLATE)
    assert book.sheetnames == [BASE, DEPARTMENT, PROJECT]
    return book


def test_labels_of_the_departments_form(template: Any) -> None:
    sheet = template[DEPARTMENT]
    shown = {cell: "".join(str(sheet[cell].value).split()) for cell in (*HEADS, *LABELS)}
    assert shown == HEADS | LABELS


def test_computed_and_entry_cells(template: Any) -> None:
    assert formula_cells_of(template[DEPARTMENT]) == COMPUTED
    assert unlocked_cells(template[DEPARTMENT]) == ENTRIES


def test_the_other_forms_are_those_of_the_older_set(template: Any) -> None:
    older = openpyxl.load_workbook(templates_folder() / "hunan-2021" / "template.xlsx")
    for name in (BASE, PROJECT):
        assert formula_cells_of(template[name]) == formula_cells_of(older[name])
        assert unlocked_cells(template[name]) == unlocked_cells(older[name])


def test_every_entry_and_computed_cell_is_explained(template: Any) -> None:
    for sheet in template:
        assert prompted_cells(sheet) >= unlocked_cells(sheet) | formula_cells_of(sheet)
        assert explained_cells(sheet) >= unlocked_cells(sheet)


def test_it_is_printed_and_protected_like_the_others(template: Any) -> None:
    for sheet in template:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.protection.sheet
        last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet.print_area.replace("$", "").endswith(f"A1:{last}")


def test_the_definition_has_no_mistakes() -> None:
    assert check_form_set(TEMPLATE.parent) == []


def test_every_rule_that_runs_has_the_parameters_it_needs() -> None:
    assert not check_bytes(TEMPLATE.read_bytes(), "", Options("hunan-2022")).failed_inside


def test_a_new_return_has_unit_year_and_projects(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    path.write_bytes(
        new_return(load_form_set("hunan-2022"), unit="示例局", year=2023, projects=["甲项目", "乙项目"])
    )
    ret = check_file(path).ret
    assert ret is not None
    assert (ret.form_set.id, ret.unit, ret.year) == ("hunan-2022", "示例局", 2023)
    names = [form.name for form in ret.forms]
    assert names == [BASE, DEPARTMENT, f"{PROJECT}（甲项目）", f"{PROJECT}（乙项目）"]


def test_filling_computes_rate_score_and_sums_by_nature(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    for cell, value in TYPED.items():
        book[DEPARTMENT][cell] = value
    book.save(tmp_path / "typed.xlsx")
    changes = fill_file(tmp_path / "typed.xlsx", tmp_path / "filled.xlsx")
    assert {change.place.address: change.after for change in changes if change.place.sheet == DEPARTMENT} == {
        "H5": "98.94%",
        "I5": "9.89",
        "D6": "405.4",
        "H6": "405.4",
    }
    rules = {found.rule for found in check_file(tmp_path / "filled.xlsx").findings}
    assert not rules & {"ZP-01", "ZP-02", "ZP-03", "ZP-04", "TY-13"}
