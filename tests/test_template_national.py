"""The blank forms of the national declaration, of Xiangtan's, and of the unit's self-evaluation in the national layout."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from office_support import converted
from perfxl.checking import Options, check_bytes, check_file
from perfxl.documents.report import report
from perfxl.documents.template import TemplateError
from perfxl.filling import fill_file
from perfxl.formset.load import load_form_set, templates_folder
from perfxl.new import new_return
from template_support import assert_printed_and_protected, formula_cells_of, prompted_cells, unlocked_cells
from test_template_colours import CHECK, WRONG, Typed, coloured

TERM, XIANGTAN, UNIT = "mof-2015-target", "xiangtan-2023-target", "mof-2020-department"
TASKS, CHONGQING = "mof-2015-department-target", "chongqing-2021"
DECLARED, WHOLE, PROJECT = "项目目标申报表", "部门自评表", "项目自评表"
OVERALL = "部门目标申报表"
FUNDS = {"D7": 10, "E7": 10, "F7": 8, "D8": 0, "E8": 2, "F8": 2}
EVALUATED = {"D6", "E6", "F6", "H6", "I6", "G35", "H35"}
ROWS = {
    TERM: range(12, 32),
    TASKS: range(15, 35),
    XIANGTAN: range(9, 23),
    UNIT: range(13, 35),
    CHONGQING: range(9, 29),
}
SHEETS = {
    TERM: [DECLARED],
    TASKS: [OVERALL, DECLARED],
    XIANGTAN: [DECLARED],
    UNIT: [WHOLE, PROJECT],
    CHONGQING: [WHOLE, PROJECT],
}
COMPUTED = {
    TERM: {DECLARED: {"D6", "G6"}},
    TASKS: {OVERALL: {"E12", "F12", "G12"}, DECLARED: {"D6", "G6"}},
    XIANGTAN: {DECLARED: set()},
    UNIT: {WHOLE: EVALUATED, PROJECT: EVALUATED},
    CHONGQING: {WHOLE: {"K2", "H5", "J5"}, PROJECT: EVALUATED},
}
ENTRIES = {
    (TERM, DECLARED): {
        *("A2", "C3", "C4", "G4", "C5", "G5", "D7", "D8", "G7", "G8", "B9", "B10", "F10"),
        *(f"{column}{row}" for column in "DEGH" for row in ROWS[TERM]),
    },
    (TASKS, OVERALL): {
        *("A2", "C3", "B13"),
        *(f"{column}{row}" for column in "BCEFG" for row in range(6, 12)),
        *(f"{column}{row}" for column in "DF" for row in ROWS[TASKS]),
    },
    (XIANGTAN, DECLARED): {
        *("A1", "A2", "B3", "E3", "B4", "E4", "B5", "B6", "B7", "B23", "A24"),
        *(f"{column}{row}" for column in "DEF" for row in ROWS[XIANGTAN]),
    },
    (CHONGQING, WHOLE): {
        *("A1", "C2", "G2", "C3", "G3", "C5", "E5", "G5", "B7", "E7", "H7"),
        *(f"{column}{row}" for column in "BCDEFGHIJK" for row in ROWS[CHONGQING]),
    },
    (UNIT, WHOLE): {
        *("A2", "C3", "B11", "F11"),
        *(f"{column}{row}" for column in "DEF" for row in (7, 8, 9)),
        *(f"{column}{row}" for column in "DEFGHI" for row in ROWS[UNIT]),
    },
}
TYPED: dict[str, Typed] = {
    TERM: {(DECLARED, "D7"): 150, (DECLARED, "D8"): 15, (DECLARED, "G7"): 47, (DECLARED, "G8"): 10},
    TASKS: {
        (OVERALL, cell): value
        for cell, value in {"E6": 57, "F6": 47, "G6": 10, "E7": 31, "F7": 31, "G7": 0}.items()
    },
    XIANGTAN: {(DECLARED, "B4"): 57, (DECLARED, "E4"): 0},
    CHONGQING: {
        (WHOLE, cell): value for cell, value in {"E5": 410, "G5": 311.6, "I9": 90, "J9": 88.5}.items()
    },
    UNIT: {(WHOLE, cell): value for cell, value in {**FUNDS, "G13": 50, "H13": 45}.items()},
}
RESULTS = {
    TERM: {(DECLARED, "D6"): "165", (DECLARED, "G6"): "57"},
    TASKS: {(OVERALL, "E12"): "88", (OVERALL, "F12"): "78", (OVERALL, "G12"): "10"},
    XIANGTAN: {},
    CHONGQING: {(WHOLE, "K2"): "96.1", (WHOLE, "H5"): "76%", (WHOLE, "J5"): "7.6"},
    UNIT: {
        **{(WHOLE, "D6"): "10", (WHOLE, "E6"): "12", (WHOLE, "F6"): "10", (WHOLE, "H6"): "83.33%"},
        **{(WHOLE, "I6"): "8.33", (WHOLE, "G35"): "60", (WHOLE, "H35"): "53.33"},
    },
}


def template_of(form_set: str) -> Path:
    return templates_folder() / form_set / "template.xlsx"


def filled(form_set: str, folder: Path) -> Path:
    """The template with some figures."""
    book = openpyxl.load_workbook(template_of(form_set))
    for (sheet, cell), value in TYPED[form_set].items():
        book[sheet][cell] = value
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


@pytest.mark.parametrize("form_set", SHEETS)
def test_computed_and_entry_cells_are_explained(form_set: str) -> None:
    book: Any = openpyxl.load_workbook(template_of(form_set))
    assert book.sheetnames == SHEETS[form_set]
    for sheet in book:
        computed = COMPUTED[form_set][sheet.title]
        assert formula_cells_of(sheet) == computed
        entries = ENTRIES.get((form_set, sheet.title))
        assert entries is None or unlocked_cells(sheet) == entries
        assert prompted_cells(sheet) >= computed | (entries or set())


@pytest.mark.parametrize("form_set", SHEETS)
def test_they_are_printed_and_protected_like_the_others(form_set: str) -> None:
    for sheet in openpyxl.load_workbook(template_of(form_set)):
        assert_printed_and_protected(sheet)


@pytest.mark.parametrize(
    ("form_set", "cell"),
    [(TERM, "D7"), (TERM, "G8"), (TASKS, "G11"), (XIANGTAN, "B4"), (XIANGTAN, "E4"), (UNIT, "F9")],
)
def test_amounts_are_not_negative(form_set: str, cell: str) -> None:
    sheet = openpyxl.load_workbook(template_of(form_set)).worksheets[0]
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert [(rule.type, rule.operator, rule.formula1) for rule in rules] == [
        ("decimal", "greaterThanOrEqual", "0")
    ]


@pytest.mark.parametrize(
    ("form_set", "cells", "colours"),
    [
        (TERM, {"D6": 164, "D7": 150, "D8": 15}, {"D6": WRONG}),
        (TERM, {"G6": 58, "G7": 47, "G8": 10}, {"G6": WRONG}),
        (TERM, {"D6": 165, "D7": 150, "D8": 15, "G6": 57, "G7": 47, "G8": 10}, {}),
        (TERM, {"G7": "47万"}, {"G7": WRONG}),
        (TERM, {"D12": "整理档案卷数", "E12": "　"}, {"E12": CHECK}),
        (TERM, {"G31": "群众满意度"}, {"H31": CHECK}),
        (XIANGTAN, {"B4": "250万"}, {"B4": WRONG}),
        (XIANGTAN, {"D9": "整理档案卷数"}, {"E9": CHECK}),
        (XIANGTAN, {"B4": 250, "E4": 0, "D9": "整理档案卷数", "E9": "≥10卷"}, {}),
    ],
)
def test_colours_where_figures_do_not_agree(
    form_set: str, cells: dict[str, Any], colours: dict[str, str]
) -> None:
    own = ENTRIES[form_set, DECLARED] | COMPUTED[form_set][DECLARED]
    shown = coloured(template_of(form_set), {(DECLARED, cell): value for cell, value in cells.items()})
    assert {cell: fill for cell, fill in shown.get(DECLARED, {}).items() if cell in own} == colours


@pytest.mark.parametrize("form_set", SHEETS)
def test_every_rule_that_runs_has_the_parameters_it_needs(form_set: str) -> None:
    assert not check_bytes(template_of(form_set).read_bytes(), "", Options(form_set)).failed_inside


@pytest.mark.parametrize("form_set", SHEETS)
def test_a_new_return_has_unit_year_and_projects(form_set: str, tmp_path: Path) -> None:
    projects = ["甲项目", "乙项目"]
    data = new_return(load_form_set(form_set), unit="示例局", year=2024, projects=projects)
    path = tmp_path / "new.xlsx"
    path.write_bytes(data)
    ret = check_file(path).ret
    assert ret is not None
    assert (ret.form_set.id, ret.unit, ret.year) == (form_set, "示例局", 2024)
    *whole, form = SHEETS[form_set]
    assert [found.name for found in ret.forms] == [*whole, *(f"{form}（{name}）" for name in projects)]


@pytest.mark.parametrize("form_set", SHEETS)
def test_filling_computes_what_the_form_computes(form_set: str, tmp_path: Path) -> None:
    changes = fill_file(filled(form_set, tmp_path), tmp_path / "out.xlsx")
    written = {(change.place.sheet, str(change.place.address)): change.after for change in changes}
    assert written == RESULTS[form_set]


@pytest.mark.parametrize("form_set", SHEETS)
def test_a_report_is_made_of_them_by_a_template_that_is_named(form_set: str, tmp_path: Path) -> None:
    checked = check_file(filled(form_set, tmp_path))
    made = report(checked, layout="md", template="hunan", force=True).decode("utf-8")
    assert "〔待填〕" in made
    assert str(load_form_set(form_set).year) in made
    with pytest.raises(TemplateError, match="没有可用的报告模板"):
        report(checked, force=True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("form_set", [TERM, TASKS, UNIT, CHONGQING])
def test_libreoffice_computes_the_same(form_set: str, tmp_path: Path) -> None:
    converted(filled(form_set, tmp_path), "xlsx", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)
    for (sheet, cell), due in RESULTS[form_set].items():
        number = float(due.rstrip("%")) / (100 if due.endswith("%") else 1)
        assert book[sheet][cell].value == pytest.approx(number, abs=0.0001)
