"""The blank declarations of ``hunan-2022-target``: what may be typed, what is computed, what is coloured."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from office_support import converted
from perfxl.checking import Options, check_bytes, check_file
from perfxl.filling import fill_file
from perfxl.formset.load import load_form_set, templates_folder
from perfxl.new import new_return
from template_support import assert_printed_and_protected, formula_cells_of, prompted_cells, unlocked_cells
from test_template_colours import CHECK, WRONG, Typed, coloured

TEMPLATE = templates_folder() / "hunan-2022-target" / "template.xlsx"
WHOLE, PROJECT = "部门目标申报表", "项目目标申报表"
COMPUTED = {WHOLE: {"D5", "E20", "F20"}, PROJECT: {"D6"}}
ENTRIES = {
    WHOLE: {
        *("A2", "A3", "B4", "D7", "D8", "D9", "D10", "F7", "F8", "B11", "B21", "B39", "A40"),
        *(f"{column}{row}" for column in "BCEF" for row in range(14, 20)),
        *(f"{column}{row}" for column in "DF" for row in range(23, 39)),
    },
    PROJECT: {
        *("A2", "A3", "B4", "B5", "D7", "D8", "B10", "B26", "A27"),
        *(f"{column}{row}" for column in "DF" for row in range(12, 26)),
    },
}
# What 衡阳2022 declares, typed into the blank forms.
TYPED: Typed = {
    (WHOLE, "D7"): 180.61, (WHOLE, "F7"): 141.74, (WHOLE, "F8"): 38.87,
    (WHOLE, "B14"): "海外联谊", (WHOLE, "E14"): 17.68, (WHOLE, "F14"): 17.68,
    (WHOLE, "B15"): "群众工作", (WHOLE, "E15"): 3, (WHOLE, "F15"): 3,
    (WHOLE, "B16"): "参政议政", (WHOLE, "E16"): 5.19, (WHOLE, "F16"): 5.19,
    (WHOLE, "B17"): "维护侨益", (WHOLE, "E17"): 13, (WHOLE, "F17"): 13,
    (PROJECT, "B4"): "华侨事务", (PROJECT, "D7"): 38.87, (PROJECT, "D8"): 0,
}  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Any:
    return openpyxl.load_workbook(TEMPLATE)


def filled(folder: Path, typed: Typed) -> Path:
    """The template with the figures of the real return and some changed."""
    book = openpyxl.load_workbook(TEMPLATE)
    for (sheet, cell), value in {**TYPED, **typed}.items():
        book[sheet][cell] = value
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def test_computed_and_entry_cells(template: Any) -> None:
    assert template.sheetnames == [WHOLE, PROJECT]
    for sheet in template:
        assert formula_cells_of(sheet) == COMPUTED[sheet.title]
        assert unlocked_cells(sheet) == ENTRIES[sheet.title]


def test_every_entry_and_computed_cell_is_explained(template: Any) -> None:
    for sheet in template:
        assert prompted_cells(sheet) >= ENTRIES[sheet.title] | COMPUTED[sheet.title]


@pytest.mark.parametrize(("sheet", "cell"), [(WHOLE, "D7"), (WHOLE, "E14"), (WHOLE, "F19"), (PROJECT, "D8")])
def test_amounts_are_not_negative(template: Any, sheet: str, cell: str) -> None:
    rules = [rule for rule in template[sheet].data_validations.dataValidation if cell in rule.sqref]
    assert [(rule.type, rule.operator, rule.formula1) for rule in rules] == [
        ("decimal", "greaterThanOrEqual", "0")
    ]


def test_it_is_printed_and_protected_like_the_others(template: Any) -> None:
    for sheet in template:
        assert_printed_and_protected(sheet)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ({(WHOLE, "D5"): 180, (WHOLE, "D7"): 180.61}, {WHOLE: {"D5": WRONG}}),
        ({(WHOLE, "D5"): 180, (WHOLE, "D7"): 180, (WHOLE, "F7"): 141, (WHOLE, "F8"): 38}, {WHOLE: {"F7": WRONG, "F8": WRONG}}),
        ({(WHOLE, "E14"): 3, (WHOLE, "F14"): 4}, {WHOLE: {"F14": WRONG}}),
        ({(WHOLE, "E14"): "3万"}, {WHOLE: {"E14": WRONG}}),
        ({(WHOLE, "E14"): 3, (WHOLE, "E20"): 3, (WHOLE, "F8"): 4}, {WHOLE: {"E20": CHECK}}),
        ({(WHOLE, "D23"): "举办比赛", (WHOLE, "F23"): "　"}, {WHOLE: {"F23": CHECK}}),
        ({(PROJECT, "D6"): 9, (PROJECT, "D7"): 8}, {PROJECT: {"D6": WRONG}}),
        ({**TYPED, (WHOLE, "D5"): 180.61, (WHOLE, "E20"): 38.87, (WHOLE, "F20"): 38.87, (PROJECT, "D6"): 38.87}, {}),
    ],
)  # fmt: skip
def test_colours_where_figures_do_not_add_up(typed: Typed, colour: dict[str, dict[str, str]]) -> None:
    found = coloured(TEMPLATE, typed)
    shown = {
        sheet: {cell: fill for cell, fill in cells.items() if cell in ENTRIES[sheet] | COMPUTED[sheet]}
        for sheet, cells in found.items()
    }
    assert {sheet: cells for sheet, cells in shown.items() if cells} == colour


def test_every_rule_that_runs_has_the_parameters_it_needs() -> None:
    assert not check_bytes(TEMPLATE.read_bytes(), "", Options("hunan-2022-target")).failed_inside


def test_a_new_return_has_unit_year_and_projects(tmp_path: Path) -> None:
    data = new_return(
        load_form_set("hunan-2022-target"), unit="示例局", year=2024, projects=["甲项目", "乙项目"]
    )
    path = tmp_path / "new.xlsx"
    path.write_bytes(data)
    ret = check_file(path).ret
    assert ret is not None
    assert (ret.unit, ret.year) == ("示例局", 2024)
    assert [form.name for form in ret.forms] == [WHOLE, f"{PROJECT}（甲项目）", f"{PROJECT}（乙项目）"]


def test_filling_computes_the_sums_and_the_figures_of_the_real_return_agree(tmp_path: Path) -> None:
    path = filled(tmp_path, {})
    changes = fill_file(path, tmp_path / "out.xlsx")
    assert {(change.place.address, change.after) for change in changes} == {
        ("D5", "180.61"), ("E20", "38.87"), ("F20", "38.87"), ("D6", "38.87"),
    }  # fmt: skip
    rules = {finding.rule for finding in check_file(tmp_path / "out.xlsx").findings}
    assert {rule for rule in rules if rule.startswith(("SB-0", "TY-13"))} == {"SB-09"}  # no indicators yet


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_sums(tmp_path: Path) -> None:
    converted(filled(tmp_path, {}), "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)
    assert [book[WHOLE][cell].value for cell in ("D5", "E20", "F20")] == pytest.approx([180.61, 38.87, 38.87])
    assert book[PROJECT]["D6"].value == pytest.approx(38.87)
