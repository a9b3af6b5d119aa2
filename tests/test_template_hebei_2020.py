"""The blank forms of ``hebei-2020``: what may be typed, what is computed, what is coloured, how it reads back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from office_support import converted
from perfxl.checking import Options, check_bytes, check_file
from perfxl.formset.load import load_form_set, templates_folder
from perfxl.new import new_return
from template_support import assert_printed_and_protected, formula_cells_of, prompted_cells, unlocked_cells
from test_template_colours import CHECK, WRONG, Typed, coloured

TEMPLATE = templates_folder() / "hebei-2020" / "template.xlsx"
WHOLE, PROJECT = "部门绩效目标申报表", "项目绩效目标表"
COMPUTED = {WHOLE: {"B7", "B10"}, PROJECT: {"C4"}}
BLOCK_ROWS = [range(15, 24), range(26, 35), range(37, 46)]
ENTRIES = {
    WHOLE: {
        *("A3", "B4", "C7", "D7", "E7", "F7", "G7", "C10", "D10", "E10", "G10", "B11", "B12"),
        *("B13", "B24", "B35", *(f"B{rows[0]}" for rows in BLOCK_ROWS)),
        *(f"{column}{row}" for rows in BLOCK_ROWS for row in rows for column in "DGH"),
    },
    PROJECT: {
        *("A2", "B3", "E3", "E4", "G4", "C5", "B7", "D7", "E7", "G7", "B8", "A28"),
        *(f"{column}{row}" for row in range(10, 28) for column in "CDGH"),
    },
}
# What 邢台2020 states, typed into the blank forms.
TYPED: Typed = {
    (WHOLE, "C7"): 88.29, (WHOLE, "C10"): 64.18, (WHOLE, "D10"): 14.11, (WHOLE, "E10"): 8,
    (PROJECT, "E4"): 8, (PROJECT, "B7"): 0.25, (PROJECT, "D7"): 0.5, (PROJECT, "E7"): 0.75, (PROJECT, "G7"): 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Any:
    return openpyxl.load_workbook(TEMPLATE)


def test_computed_and_entry_cells(template: Any) -> None:
    assert template.sheetnames == [WHOLE, PROJECT]
    for sheet in template:
        assert formula_cells_of(sheet) == COMPUTED[sheet.title]
        assert unlocked_cells(sheet) == ENTRIES[sheet.title]


def test_every_entry_and_computed_cell_is_explained(template: Any) -> None:
    for sheet in template:
        assert prompted_cells(sheet) >= ENTRIES[sheet.title] | COMPUTED[sheet.title]


@pytest.mark.parametrize(
    ("sheet", "cell", "limits"),
    [
        (WHOLE, "G10", ("decimal", "greaterThanOrEqual", "0", None)),
        (PROJECT, "G4", ("decimal", "greaterThanOrEqual", "0", None)),
        (PROJECT, "G7", ("decimal", None, "0", "1")),
    ],
)
def test_input_rules(template: Any, sheet: str, cell: str, limits: tuple[str | None, ...]) -> None:
    rules = [rule for rule in template[sheet].data_validations.dataValidation if cell in rule.sqref]
    assert [(rule.type, rule.operator, rule.formula1, rule.formula2) for rule in rules] == [limits]


def test_it_is_printed_and_protected_like_the_others(template: Any) -> None:
    for sheet in template:
        assert_printed_and_protected(sheet)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ({(WHOLE, "B7"): 90, (WHOLE, "C7"): 88.29}, {WHOLE: {"B7": WRONG}}),
        ({(WHOLE, "B7"): 88.29, (WHOLE, "C7"): 88.29, (WHOLE, "B10"): 86.29, (WHOLE, "C10"): 86.29}, {WHOLE: {"B10": CHECK}}),
        ({(WHOLE, "E10"): "8万"}, {WHOLE: {"E10": WRONG}}),
        ({(PROJECT, "C4"): 9, (PROJECT, "E4"): 8}, {PROJECT: {"C4": WRONG}}),
        ({(PROJECT, "B7"): 0.5, (PROJECT, "D7"): 0.25, (PROJECT, "E7"): 0.75, (PROJECT, "G7"): 1}, {PROJECT: {"D7": WRONG}}),
        ({(PROJECT, "B7"): 0.25, (PROJECT, "D7"): 0.5, (PROJECT, "E7"): 0.75, (PROJECT, "G7"): 0.9}, {PROJECT: {"G7": WRONG}}),
        ({(PROJECT, "C4"): 8, **TYPED, (WHOLE, "B7"): 88.29, (WHOLE, "B10"): 88.29, (WHOLE, "G10"): 2}, {}),
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
    checked = check_bytes(TEMPLATE.read_bytes(), "", Options("hebei-2020"))
    assert not checked.failed_inside


def test_a_new_return_has_unit_year_and_projects(tmp_path: Path) -> None:
    data = new_return(load_form_set("hebei-2020"), unit="示例局", year=2023, projects=["甲项目", "乙项目"])
    path = tmp_path / "new.xlsx"
    path.write_bytes(data)
    ret = check_file(path).ret
    assert ret is not None
    assert (ret.unit, ret.year) == ("示例局", 2023)
    assert [form.name for form in ret.forms] == [WHOLE, f"{PROJECT}（甲项目）", f"{PROJECT}（乙项目）"]


def test_the_gap_of_the_real_return_is_found_on_the_template_too(tmp_path: Path) -> None:
    checked = check_file(filled(tmp_path, {(WHOLE, "B7"): 88.29, (WHOLE, "B10"): None, (PROJECT, "C4"): 8}))
    sums = [
        (f.rule, f.place.address, f.stated, f.computed)
        for f in checked.findings
        if f.rule.startswith("SB-0") and f.computed
    ]
    assert sums == [("SB-02", "B7", "88.29", "86.29")]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_sums(tmp_path: Path) -> None:
    converted(filled(tmp_path, {}), "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)
    assert [book[WHOLE][cell].value for cell in ("B7", "B10")] == pytest.approx([88.29, 86.29])
    assert book[PROJECT]["C4"].value == 8


def filled(folder: Path, typed: Typed) -> Path:
    """The template with the figures of the real return."""
    book = openpyxl.load_workbook(TEMPLATE)
    for (sheet, cell), value in {**TYPED, **typed}.items():
        book[sheet][cell] = value
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"
