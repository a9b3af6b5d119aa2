"""The forms' own signals, as LibreOffice shows them: on every form set, a wrong figure is coloured and a right one not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from calc_engine.shown import shown_fills
from perfxl.formset.load import read_form_set, templates_folder
from perfxl.formset.model import FormSet, Relation
from perfxl.new import new_return
from perfxl.returns.model import FormReturn
from perfxl.returns.recognise import read_return
from perfxl.workbook.read import read_book

WRONG, CHECK = "F4B183", "FBE5D6"
FORM_SETS = sorted(path.parent.name for path in templates_folder().glob("*/form-set.yaml"))
Typed = dict[tuple[str, str], Any]
Signals = set[tuple[str, str, str]]
"""Sheet, cell, colour."""


def typed(sheet: str, **cells: Any) -> Typed:
    return {(sheet, cell): value for cell, value in cells.items()}


BASE = {f"{column}{row}": 10 for column in "BCD" for row in (15, 16, 17, 18, 20, 21)}
BASE_2019 = {f"{column}{row}": 10 for column in "BCD" for row in (9, 10, 11, 12, 14, 15, 21, 22)}
BASE_2019 |= {"B20": 30, "C20": 30, "D20": 30}
FUNDS = {"D7": 10, "E7": 10, "F7": 8, "E8": 2, "F8": 2}
RIGHT: dict[str, Typed] = {
    "chongqing-2021": typed("部门自评表", C5=400, E5=410, G5=311.6, H9=1, I9=60, J9=60, H10=1, I10=30, J10=30)
    | typed("项目自评表", **FUNDS, G13=50, H13=50, G25=30, H25=30, G33=10, H33=10),
    "hebei-2020": typed("部门绩效目标申报表", C7=60, D7=40, C10=70, D10=20, E10=10)
    | typed("项目绩效目标表", E4=8, G4=2, B7=0.25, D7=0.5, E7=0.75, G7=1),
    "hunan-2019": typed("基础数据表", B5=20, C5=19, **BASE_2019)
    | typed("计分表", D3=8, D4=8, D9=40, D10=100, D11=100, D12=5),
    "hunan-2021": typed("基础数据表", B5=20, C5=19, **BASE, **dict.fromkeys(("B7", "C7", "D7"), 90))
    | typed("基础数据表", **dict.fromkeys(("B8", "C8", "D8"), 80), B9=30, C9=30, D9=80)
    | typed("部门自评表", D4=100, F4=90, D6=60, D7=40, H6=70, H7=30, G13=50, H13=50, G25=40, H25=40)
    | typed("项目自评表", **FUNDS, G13=50, H13=50, G21=30, H21=30, G25=10, H25=10),
    "hunan-2022": typed("基础数据表", B5=20, C5=19, **BASE, **dict.fromkeys(("B7", "C7", "D7"), 90))
    | typed("基础数据表", **dict.fromkeys(("B8", "C8", "D8"), 80), B9=30, C9=30, D9=80)
    | typed("部门自评表", D5=95, E5=100, F5=90, D7=60, D8=40, H7=70, H8=30)
    | typed("部门自评表", G14=50, H14=50, G22=30, H22=30, G26=10, H26=10)
    | typed("项目自评表", **FUNDS, G13=50, H13=50, G21=30, H21=30, G25=10, H25=10),
    "hunan-2022-target": typed("部门目标申报表", D7=60, D8=40, F7=70, F8=30, E14=20, F14=20, E15=10, F15=5)
    | typed("项目目标申报表", D7=60, D8=40),
    "mof-2015-department-target": typed("部门目标申报表", E6=57, F6=47, G6=10, E7=31, F7=31, G7=0)
    | typed("项目目标申报表", D7=150, D8=15, G7=47, G8=10),
    "mof-2015-target": typed("项目目标申报表", D7=150, D8=15, G7=47, G8=10),
    "mof-2020": typed("项目自评表", **FUNDS, G13=50, H13=50, G25=30, H25=30, G33=10, H33=10),
    "mof-2020-department": typed("部门自评表", **FUNDS, G13=50, H13=50, G25=30, H25=30, G33=10, H33=10)
    | typed("项目自评表", **FUNDS, G13=50, H13=50, G25=30, H25=30, G33=10, H33=10),
    "xiangtan-2023-target": typed("项目目标申报表", B4=57, E4=0, D9="整理档案卷数", E9="≥10卷"),
    "yiyang-2018": typed("计分表", D3=2, D4=3) | typed("基础数据", B4=20, B5=20),
}
"""Figures that agree with each other in everything that a form shows by itself."""

DEPARTMENT, PROJECT = "部门自评表", "项目自评表"
WRONG_FIGURES: dict[str, list[tuple[Typed, tuple[str, str, str]]]] = {
    "chongqing-2021": [
        (typed(DEPARTMENT, J9=61), (DEPARTMENT, "J9", WRONG)),
        (typed(DEPARTMENT, J9=-1), (DEPARTMENT, "J9", WRONG)),
        (typed(DEPARTMENT, I10=29, J10=29), (DEPARTMENT, "I5", CHECK)),
        (typed(DEPARTMENT, G5=411), (DEPARTMENT, "G5", CHECK)),
        (typed(DEPARTMENT, G5="311.6万"), (DEPARTMENT, "G5", WRONG)),
    ],
    "hebei-2020": [
        (typed("部门绩效目标申报表", E10=10.01), ("部门绩效目标申报表", "B10", CHECK)),
        (typed("部门绩效目标申报表", C7="60万元"), ("部门绩效目标申报表", "C7", WRONG)),
        (typed("项目绩效目标表", D7=0.2), ("项目绩效目标表", "D7", WRONG)),
        (typed("项目绩效目标表", G7=0.99), ("项目绩效目标表", "G7", WRONG)),
    ],
    "hunan-2019": [
        (typed("基础数据表", C5=21), ("基础数据表", "D5", CHECK)),
        (typed("基础数据表", D9=11), ("基础数据表", "D7", CHECK)),
        (typed("计分表", D3=8.5), ("计分表", "D3", WRONG)),
        (typed("计分表", D3=-1), ("计分表", "D3", WRONG)),
        (typed("计分表", D3=7), ("计分表", "D3", CHECK)),
    ],
    "hunan-2021": [
        (typed(DEPARTMENT, F4=101), (DEPARTMENT, "G4", CHECK)),
        (typed(DEPARTMENT, D6=60.01), (DEPARTMENT, "D5", WRONG)),
        (typed(DEPARTMENT, H13=50.5), (DEPARTMENT, "H13", WRONG)),
        (typed(DEPARTMENT, H13=-1), (DEPARTMENT, "H13", WRONG)),
        (typed(DEPARTMENT, G13=45, H13=45), (DEPARTMENT, "G31", CHECK)),
        (typed(DEPARTMENT, G13=45, H13=45), (DEPARTMENT, "B13", CHECK)),
        (typed(DEPARTMENT, H13=49), (DEPARTMENT, "I13", CHECK)),
        (typed(PROJECT, F7=11), (PROJECT, "F6", WRONG)),
        (typed(PROJECT, F7=11), (PROJECT, "H6", CHECK)),
        (typed("基础数据表", B20="10万元"), ("基础数据表", "B20", WRONG)),
    ],
    "hunan-2022": [
        (typed(DEPARTMENT, F5=101), (DEPARTMENT, "F5", CHECK)),
        (typed(DEPARTMENT, D7=60.01), (DEPARTMENT, "D6", WRONG)),
        (typed(DEPARTMENT, H7=71), (DEPARTMENT, "H6", WRONG)),
        (typed(DEPARTMENT, H26=10.5), (DEPARTMENT, "H26", WRONG)),
        (typed(DEPARTMENT, G26=9, H26=9), (DEPARTMENT, "G27", CHECK)),
        (typed(DEPARTMENT, E5="100万元"), (DEPARTMENT, "E5", WRONG)),
    ],
    "hunan-2022-target": [
        (typed("部门目标申报表", F7=71), ("部门目标申报表", "F7", WRONG)),
        (typed("部门目标申报表", F15=11), ("部门目标申报表", "F15", WRONG)),
        (typed("部门目标申报表", E15=11), ("部门目标申报表", "E20", CHECK)),
        (typed("项目目标申报表", D12="参训人数"), ("项目目标申报表", "F12", CHECK)),
    ],
    "mof-2015-department-target": [
        (typed("部门目标申报表", G6=11), ("部门目标申报表", "E6", WRONG)),
        (typed("部门目标申报表", E6="57万元"), ("部门目标申报表", "E6", WRONG)),
        (typed("部门目标申报表", D16="接收档案卷数"), ("部门目标申报表", "F16", CHECK)),
    ],
    "mof-2015-target": [
        (typed("项目目标申报表", D7="150万元"), ("项目目标申报表", "D7", WRONG)),
        (typed("项目目标申报表", D12="整理档案卷数"), ("项目目标申报表", "E12", CHECK)),
        (typed("项目目标申报表", G12="整理档案卷数"), ("项目目标申报表", "H12", CHECK)),
    ],
    "mof-2020-department": [
        (typed(DEPARTMENT, H13=51), (DEPARTMENT, "H13", WRONG)),
        (typed(DEPARTMENT, G33=9, H33=9), (DEPARTMENT, "G35", CHECK)),
        (typed(DEPARTMENT, F7=11), (DEPARTMENT, "H6", CHECK)),
        (typed(PROJECT, H13=-0.5), (PROJECT, "H13", WRONG)),
    ],
    "xiangtan-2023-target": [
        (typed("项目目标申报表", E4="没有"), ("项目目标申报表", "E4", WRONG)),
        (typed("项目目标申报表", D10="展览场次"), ("项目目标申报表", "E10", CHECK)),
    ],
    "mof-2020": [
        (typed(PROJECT, H13=51), (PROJECT, "H13", WRONG)),
        (typed(PROJECT, H13=-0.5), (PROJECT, "H13", WRONG)),
        (typed(PROJECT, G33=9, H33=9), (PROJECT, "G35", CHECK)),
        (typed(PROJECT, F7=11), (PROJECT, "H6", CHECK)),
    ],
    "yiyang-2018": [
        (typed("计分表", D3=2.5), ("计分表", "D3", WRONG)),
        (typed("计分表", D3=-1), ("计分表", "D3", WRONG)),
        (typed("计分表", D5=4), ("计分表", "D5", CHECK)),
        (typed("基础数据", B7="没有"), ("基础数据", "B7", WRONG)),
    ],
}


def opened(app: Any, path: Path) -> Any:
    book = app.books.open(path)
    for sheet in book.sheets:
        sheet.api.unprotect("")
    return book


def put(book: Any, figures: Typed) -> None:
    for (sheet, cell), value in figures.items():
        book.sheets[sheet][cell].value = value


def signals(book: Any) -> Signals:
    return {
        (sheet, cell, fill)
        for sheet, fills in shown_fills(book).items()
        for cell, fill in fills.items()
        if fill in (WRONG, CHECK)
    }


def shown_with(book: Any, figures: Typed) -> Signals:
    """The signals with these figures, which are taken back."""
    before = {(sheet, cell): book.sheets[sheet][cell].formula for sheet, cell in figures}
    put(book, figures)
    found = signals(book)
    put(book, before)
    return found


@pytest.mark.parametrize("name", FORM_SETS)
def test_signals_of_a_form_set(calc_app: Any, name: str) -> None:
    book = opened(calc_app, templates_folder() / name / "template.xlsx")
    assert signals(book) == set(), "blank forms are not coloured"
    put(book, RIGHT[name])
    assert signals(book) == set(), "figures that agree are not coloured"
    for figures, signal in WRONG_FIGURES[name]:
        assert signal in shown_with(book, figures), figures
    assert signals(book) == set()


@pytest.mark.parametrize("name", FORM_SETS)
def test_every_relation_within_a_form_has_a_signal(calc_app: Any, name: str, tmp_path: Path) -> None:
    form_set = read_form_set(templates_folder() / name)
    book = opened(calc_app, form_set.folder / form_set.template)
    put(book, RIGHT[name])
    book.save(tmp_path / "filled.xlsx")
    tried = 0
    for relation, sheet, cells in relations(form_set, tmp_path / "filled.xlsx"):
        target = book.sheets[sheet][cells[0]]
        rate = target.number_format.endswith("%")
        value = target.value
        assert isinstance(value, float), (sheet, relation.formula, cells)
        wrong = 0 if ">=" in relation.formula else value + (0.01 if rate else 1)
        seen = {where for where, _, _ in shown_with(book, typed(sheet, **{cells[0]: wrong}))}
        assert sheet in seen, (relation.formula, cells[0])
        tolerated = typed(sheet, **{cells[0]: value + (0.00004 if rate else 0.004)})
        assert shown_with(book, tolerated) == set(), (sheet, relation.formula, cells[0])
        tried += 1
    assert tried == RELATIONS[name]


RELATIONS = {
    "chongqing-2021": 8,
    "hebei-2020": 5,
    "hunan-2019": 6,
    "hunan-2021": 21,
    "hunan-2022": 21,
    "hunan-2022-target": 6,
    "mof-2015-department-target": 5,
    "mof-2015-target": 2,
    "mof-2020": 5,
    "mof-2020-department": 10,
    "xiangtan-2023-target": 0,
    "yiyang-2018": 1,
}
"""Relations tried, so that none is left out unnoticed."""


def relations(form_set: FormSet, filled: Path) -> Iterator[tuple[Relation, str, list[str]]]:
    """The relations of each form of a return: relation, sheet, its cells, the one on the left first."""
    ret = read_return(read_book(filled.read_bytes()), [form_set])
    assert ret is not None
    for form in ret.forms:
        for relation in form.form.relations:
            names = re.findall(r"[\w.]+", re.sub(r"[A-Z_]+\(", "(", relation.formula))
            cells = [cell for name in names for cell in cells_of(form, name)]
            yield relation, form.sheet, cells


def cells_of(form: FormReturn, name: str) -> list[str]:
    """The cells of a value, or of a row in its columns of amounts."""
    return [
        f"{get_column_letter(value.place.col)}{value.place.row}"
        for key, value in form.values.items()
        if key == name or key.startswith(f"{name}.")
    ]


def test_forms_for_projects_have_the_signals_of_the_template(calc_app: Any, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsx"
    names = [f"项目{number}" for number in range(1, 13)]
    path.write_bytes(new_return(read_form_set(templates_folder() / "hunan-2021"), projects=names))
    book = opened(calc_app, path)
    assert signals(book) == set()
    copies = [sheet.name for sheet in book.sheets][2:]
    assert len(copies) == 12
    put(book, typed("基础数据表", B20=1, B31=2, B19=4) | typed(copies[-1], G13=4, H13=5, D7=1, D6=2))
    found = signals(book)
    # The last of the rows for projects was inserted.
    assert {("基础数据表", "B19", WRONG), (copies[-1], "H13", WRONG), (copies[-1], "D6", WRONG)} <= found
    assert {sheet for sheet, _, _ in found} == {"基础数据表", copies[-1]}
    put(book, typed("基础数据表", B19=3))
    assert ("基础数据表", "B19", WRONG) not in signals(book)
