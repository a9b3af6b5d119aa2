"""Every blank form explains itself, and keeps doing so whatever the program does with it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfxl.checking import check_file
from perfxl.filling import fill_file
from perfxl.formset.load import read_form_set, templates_folder
from perfxl.marking import clear_file, mark_file
from perfxl.new import new_return
from template_support import explained_cells, formula_cells_of, signals_of, unlocked_cells

FORM_SETS = sorted(path.parent.name for path in templates_folder().glob("*/form-set.yaml"))
COLOURS = {"FFF4B183": "深橙色", "FFFBE5D6": "浅橙色"}
MARKS = {"FFFFC7CE", "FFFFE699", "FFDDEBF7", "FFE4DFEC"}
"""The tints of 审核."""


def template(name: str) -> Path:
    return templates_folder() / name / "template.xlsx"


@pytest.mark.parametrize("name", FORM_SETS)
def test_every_cell_to_fill_in_says_what_and_refuses_in_chinese(name: str) -> None:
    for sheet in openpyxl.load_workbook(template(name)):
        wanted = unlocked_cells(sheet) | formula_cells_of(sheet)
        assert wanted
        assert wanted - explained_cells(sheet) == set()


@pytest.mark.parametrize("name", FORM_SETS)
def test_every_signal_is_explained_in_the_prompts_of_its_cells(name: str) -> None:
    for sheet in openpyxl.load_workbook(template(name)):
        for area, _, colour in signals_of(sheet):
            first = area.split(":")[0]
            prompts = [rule.prompt for rule in sheet.data_validations.dataValidation if first in rule.sqref]
            assert [f"\n{COLOURS[colour]}＝" in f"\n{prompt}" for prompt in prompts] == [True], (
                area,
                prompts,
            )
            assert colour not in MARKS


def test_a_form_without_signals_would_be_noticed() -> None:
    counts = {name: sum(len(signals_of(sheet)) for sheet in book(template(name))) for name in FORM_SETS}
    assert min(counts.values()) >= 3, counts


def book(source: Path | bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(source) if isinstance(source, bytes) else source)


@pytest.mark.parametrize(
    "name",
    [
        "hebei-2020",
        "hunan-2021",
        "hunan-2022-target",
        "mof-2020",
        "mof-2015-department-target",
        "mof-2015-target",
        "xiangtan-2023-target",
    ],
)
def test_the_forms_of_all_projects_have_the_signals_of_the_first(name: str) -> None:
    form_set = read_form_set(templates_folder() / name)
    project = next(form.sheet for form in form_set.forms.values() if form.per_project)
    made = book(new_return(form_set, projects=["甲", "乙", "丙"]))
    copies = [sheet for sheet in made if sheet.title.startswith(project.removesuffix("表"))]
    assert len(copies) == 3
    wanted = signals_of(book(template(name))[project])
    assert [signals_of(sheet) == wanted for sheet in copies] == [True] * 3
    assert [explained_cells(sheet) for sheet in copies] == [explained_cells(copies[0])] * 3


RETURN = Path(__file__).parent / "returns" / "hengyang-2021-on-template.xlsx"


def test_filling_marking_and_clearing_keep_the_signals(tmp_path: Path) -> None:
    before = {sheet.title: signals_of(sheet) for sheet in book(RETURN)}
    filled, marked, cleared = (tmp_path / f"{step}.xlsx" for step in ("filled", "marked", "cleared"))
    assert fill_file(RETURN, filled)
    assert {sheet.title: signals_of(sheet) for sheet in book(filled)} == before
    mark_file(filled, check_file(filled), marked)
    kept = {sheet.title: signals_of(sheet) for sheet in book(marked)}
    assert [title for title, signals in before.items() if not set(signals) <= set(kept[title])] == []
    assert clear_file(marked, cleared)
    assert {sheet.title: signals_of(sheet) for sheet in book(cleared)} == before
