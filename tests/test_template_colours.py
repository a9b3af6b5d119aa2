"""The colours that a plain workbook shows where figures do not add up, without any program behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries

CHECKOUT = Path(__file__).resolve().parents[1]
TEMPLATE = CHECKOUT / "templates_xlsx" / "hunan-2021" / "template.xlsx"
ON_TEMPLATE = CHECKOUT / "tests" / "returns" / "hengyang-2021-on-template.xlsx"
WRONG, CHECK = "FFF4B183", "FFFBE5D6"
SPARE = (200, 30)
"""A cell outside every form, in which conditions are evaluated."""

Typed = dict[tuple[str, str], Any]
"""Sheet and cell to value."""


def calculator(path: Path, typed: Typed) -> formualizer.Workbook:
    """An engine that holds the saved values of a workbook, ``typed`` written over them."""
    book = openpyxl.load_workbook(path, data_only=True)
    for (name, cell), value in typed.items():
        book[name][cell] = value
    engine = formualizer.Workbook()
    for sheet in book:
        filled = engine.sheet(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            make = (
                formualizer.LiteralValue.text
                if isinstance(cell.value, str)
                else formualizer.LiteralValue.number
            )
            filled.set_value(cell.row, cell.column, make(cell.value))
    return engine


def coloured(path: Path, typed: Typed) -> dict[str, dict[str, str]]:
    """Sheet to cell to the background that its conditional formats give it; the first true one wins."""
    engine = calculator(path, typed)
    found: dict[str, dict[str, str]] = {}
    for sheet in openpyxl.load_workbook(path):
        rules = [(area, rule) for area in sheet.conditional_formatting for rule in area.rules]
        for area, rule in sorted(rules, key=lambda pair: -pair[1].priority):
            left, top, right, bottom = range_boundaries(str(area.sqref))
            for row, column in ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)):
                here = f"{get_column_letter(column)}{row}"
                origin = f"{get_column_letter(left)}{top}"
                formula = Translator(f"={rule.formula[0]}", origin=origin).translate_formula(here)
                engine.sheet(sheet.title).set_formula(*SPARE, formula)
                if engine.evaluate_cell(sheet.title, *SPARE) is True:
                    found.setdefault(sheet.title, {})[here] = rule.dxf.fill.bgColor.rgb
    return found


def test_blank_forms_are_not_coloured() -> None:
    assert coloured(TEMPLATE, {}) == {}


def test_the_real_return_is_coloured_where_its_figures_do_not_add_up() -> None:
    both = {"B21": CHECK, "B25": CHECK, "G26": WRONG}
    assert coloured(ON_TEMPLATE, {}) == {
        "基础数据表": {"C19": WRONG, "D19": WRONG},
        "项目自评表（困难归侨侨眷专项经费）": both,
        "项目自评表（参政议政）": both,
    }


@pytest.mark.parametrize(
    ("sheet", "typed", "cell", "colour"),
    [
        ("基础数据表", {"B7": 10, "B8": 10.01}, "B7", WRONG),
        ("基础数据表", {"C8": 5, "C9": 3, "C10": 2.5}, "C8", WRONG),
        ("基础数据表", {"D13": 3, "D14": 1, "D18": 1}, "D13", WRONG),
        ("基础数据表", {"B9": "16.32　"}, "B9", WRONG),
        ("基础数据表", {"D5": 1.1}, "D5", CHECK),
        ("部门自评表", {"G13": 4, "H13": 4.5}, "H13", WRONG),
        ("部门自评表", {"G13": 4, "H13": 3, "I13": "　"}, "I13", CHECK),
        ("部门自评表", {"D4": 100, "H5": 99.99}, "H5", WRONG),
        ("项目自评表", {"E6": 4, "F6": 4.25}, "F6", WRONG),
        ("项目自评表", {"G13": 80, "G26": 90}, "G26", CHECK),
    ],
)
def test_mismatches_are_coloured(sheet: str, typed: dict[str, Any], cell: str, colour: str) -> None:
    found = coloured(TEMPLATE, {(sheet, where): value for where, value in typed.items()})
    assert found[sheet][cell] == colour


@pytest.mark.parametrize(
    ("sheet", "typed", "cell"),
    [
        ("基础数据表", {"B7": 10, "B8": 10}, "B7"),
        ("部门自评表", {"G13": 4, "H13": 4}, "H13"),
        ("部门自评表", {"G13": 4, "H13": 3, "I13": "会期顺延，次年补足。"}, "I13"),
        ("部门自评表", {"D4": 0.3, "H5": 0.1 + 0.2}, "H5"),
    ],
)
def test_what_adds_up_is_not_coloured(sheet: str, typed: dict[str, Any], cell: str) -> None:
    found = coloured(TEMPLATE, {(sheet, where): value for where, value in typed.items()})
    assert cell not in found.get(sheet, {})
