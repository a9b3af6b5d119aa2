"""The scoring table of ``hunan-2019``: optional, computed from the 基础数据表 and four more figures."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from office_support import converted
from perfxl.checking import Checked, check_file
from perfxl.filling import fill_file
from perfxl.finding import Level
from perfxl.formset.load import templates_folder

TEMPLATE = templates_folder() / "hunan-2019" / "template.xlsx"
VERSION_B = Path(__file__).parent / "returns" / "hunan-2019-version-b.xlsx"
FIGURES: Mapping[tuple[str, str], object] = {
    ("基础数据表", "A3"): "填报单位：（盖章）某县档案馆",
    ("基础数据表", "B5"): 20,
    ("基础数据表", "C5"): 21,
    ("基础数据表", "C10"): 5.0,
    ("基础数据表", "C12"): 3.2,
    ("计分表", "D9"): 8.0,
    ("计分表", "D10"): 100.0,
    ("计分表", "D11"): 88.0,
    ("计分表", "D12"): 10.0,
    ("计分表", "D3"): 5.5,
    ("计分表", "D4"): 6.4,
    ("计分表", "D5"): 4,
    ("计分表", "D6"): 6,
}
"""105 % staff, three public expenses up by 2.5 %, 88 % of the budget spent, 10 % added to it."""
SCORES = {"E3": 5.5, "E4": 6.4, "E5": 4, "E6": 6, "D7": 21.9}


def returned(tmp_path: Path, changes: Mapping[tuple[str, str], object]) -> Path:
    """The template with figures typed in and what the program computes."""
    book = openpyxl.load_workbook(TEMPLATE)
    for (sheet, cell), content in {**FIGURES, **changes}.items():
        book[sheet][cell].value = content
    typed, done = tmp_path / "typed.xlsx", tmp_path / "done.xlsx"
    book.save(typed)
    fill_file(typed, done)
    return done


def scoring(checked: Checked) -> set[tuple[str, Level, str | None, str | None]]:
    findings = (finding for finding in checked.findings if finding.rule.startswith("JF"))
    return {(finding.rule, finding.level, finding.place.address, finding.computed) for finding in findings}


def test_scores_are_computed_and_right_ones_accepted(tmp_path: Path) -> None:
    path = returned(tmp_path, {})
    table = openpyxl.load_workbook(path, data_only=True)["计分表"]
    assert {cell: table[cell].value for cell in SCORES} == pytest.approx(SCORES)
    assert [table[f"H{row}"].value for row in (3, 4, 5, 6)] == [
        "21/20=105.00%", "(8.2−8)/8=2.50%", "88/100=88.00%", "10/100=10.00%",
    ]  # fmt: skip
    checked = check_file(path)
    assert checked.ret is not None
    assert checked.ret.form_set.id == "hunan-2019"
    assert scoring(checked) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({("计分表", "D3"): 8}, {("JF-05", Level.WARNING, "D3", "5.5")}),
        ({("计分表", "D4"): 7.2}, {("JF-05", Level.WARNING, "D4", "6.4")}),
        ({("计分表", "D11"): 90.01}, {("JF-05", Level.WARNING, "D5", "6")}),
        ({("计分表", "D12"): 10.01}, {("JF-05", Level.WARNING, "D6", "4")}),
        ({("计分表", "D6"): 9}, {("JF-03", Level.ERROR, "D6", "8"), ("JF-05", Level.WARNING, "D6", "6")}),
        ({("计分表", "D9"): None}, {("JF-05", Level.UNDECIDED, "D4", None)}),
        ({("计分表", "D11"): 90.01, ("计分表", "F11"): "近似"}, {("JF-05", Level.WARNING, "D5", "6")}),
        ({("计分表", "C3"): "在职人员控制率（7分）"}, {("JF-04", Level.ERROR, "C3", "8"), ("JF-05", Level.WARNING, "D3", "4.5")}),
        ({("计分表", "C6"): "预算控制率（5分）", ("计分表", "D6"): 4}, {("JF-05", Level.UNDECIDED, "D6", None)}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(
    changes: Mapping[tuple[str, str], object], expected: set[tuple[object, ...]], tmp_path: Path
) -> None:
    assert scoring(check_file(returned(tmp_path, changes))) == expected


def test_a_standard_of_other_marks_is_not_quoted(tmp_path: Path) -> None:
    changes = {("计分表", "C6"): "预算控制率（5分）", ("计分表", "D6"): 4}
    (told,) = [f for f in check_file(returned(tmp_path, changes)).findings if f.rule == "JF-05"]
    assert "满分 5 分，与计分标准的 8 分不同，不能判断自评分；自评 4 分（满分 5 分），意味着" in told.message


def test_it_may_be_left_out_or_left_blank() -> None:
    assert check_file(VERSION_B).findings == []
    assert scoring(check_file(TEMPLATE)) == set()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_same(tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    openpyxl.load_workbook(returned(tmp_path, {})).save(bare)
    converted(bare, "xlsx", tmp_path / "out")
    table = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)["计分表"]
    assert {cell: table[cell].value for cell in SCORES} == pytest.approx(SCORES)
