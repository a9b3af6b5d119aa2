"""The blank form of ``hunan-2019`` and the choice between the form sets."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from office_support import converted
from perfxl.checking import Options, check_bytes, check_file
from perfxl.finding import Level
from perfxl.formset.load import load_form_set, templates_folder
from perfxl.formset_check import check_form_set

CHECKOUT = Path(__file__).resolve().parents[1]
TEMPLATE = CHECKOUT / "templates_xlsx" / "hunan-2019" / "template.xlsx"
RETURNS = CHECKOUT / "tests" / "returns"
VERSION_B = RETURNS / "hunan-2019-version-b.xlsx"
BD_RULES = {"BD-01", "BD-03", "BD-04", "BD-05", "BD-06"}

LABELS = [
    *(
        "三公经费",
        "1、公务用车购置和维护经费",
        "其中：公务用车购置",
        "公务用车运行维护",
        "2、出国经费",
        "3、公务接待",
    ),
    *("项目支出", "1、业务工作专项", "2、运行维护专项", "3、专项资金", "4、", "5、", "6、"),
    *("公用经费", "其中：办公经费", "水费、电费、差旅费", "会议费、培训费"),
    *("政府采购金额", "部门基本支出预算调整", "厉行节约保障措施"),
]
COMPUTED = {"D5", *(f"{column}{row}" for column in "BCD" for row in (7, 8, 13))}
ENTRIES = {
    *("A3", "B5", "C5", "B26", "A28"),
    *(f"A{row}" for row in range(14, 20)),
    *(f"{column}{row}" for column in "BCD" for row in (*range(9, 13), *range(14, 26))),
}


@pytest.fixture(scope="module")
def sheet() -> Any:
    book = openpyxl.load_workbook(TEMPLATE)
    assert book.sheetnames == ["基础数据表", "计分表"]
    return book["基础数据表"]


def test_rows_stand_in_the_order_of_the_older_version(sheet: Any) -> None:
    assert [sheet.cell(row, 1).value for row in range(7, 27)] == LABELS


def test_computed_and_entry_cells(sheet: Any) -> None:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.coordinate for cell in cells if cell.data_type == "f"} == COMPUTED
    first = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
    covered = {cell for area in first.values() for cell in area.cells} - {
        (area.min_row, area.min_col) for area in first.values()
    }
    unlocked = {
        cell.coordinate
        for cell in cells
        if not cell.protection.locked and (cell.row, cell.column) not in covered
    }
    assert unlocked == ENTRIES


def test_every_entry_and_computed_cell_is_explained(sheet: Any) -> None:
    prompted: set[str] = set()
    for rule in sheet.data_validations.dataValidation:
        assert re.search("[\u4e00-\u9fff]", rule.prompt)
        for left, top, right, bottom in (range_boundaries(str(area)) for area in rule.sqref.ranges):
            prompted |= {
                f"{openpyxl.utils.get_column_letter(column)}{row}"
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
    assert prompted >= ENTRIES | COMPUTED


def test_only_the_budget_adjustment_may_be_negative(sheet: Any) -> None:
    def limits(cell: str) -> list[tuple[str | None, str | None]]:
        rules = sheet.data_validations.dataValidation
        return [(rule.operator, rule.formula1) for rule in rules if cell in rule.sqref]

    assert limits("C25") == [(None, "-99999999")]
    assert limits("C24") == limits("B20") == [("greaterThanOrEqual", "0")]


def test_it_is_printed_and_protected_like_the_newer_one(sheet: Any) -> None:
    newer = openpyxl.load_workbook(templates_folder() / "hunan-2021" / "template.xlsx")["基础数据表"]
    for mine, theirs in ((sheet.page_setup, newer.page_setup), (sheet.page_margins, newer.page_margins)):
        assert vars(mine).keys() == vars(theirs).keys()
        assert (mine.tagname, dict(mine)) == (theirs.tagname, dict(theirs))
    assert dict(sheet.protection) == dict(newer.protection)
    assert sheet.print_area.replace("$", "").endswith("A1:D28")
    widths = [[form.column_dimensions[column].width for column in "ABCD"] for form in (sheet, newer)]
    assert widths[0] == widths[1]


def test_names_are_those_of_the_newer_set_where_they_mean_the_same() -> None:
    older, newer = (load_form_set(name).forms["基础数据表"] for name in ("hunan-2019", "hunan-2021"))
    extra = {name for name in older.names if name not in newer.names}
    assert extra == {name for name in older.names if name.startswith("基本支出预算调整")}
    missing = {name for name in newer.names if name not in older.names}
    assert missing == {name for name in newer.names if name.partition(".")[0] == "基本支出"}
    assert {relation.rule for relation in older.relations} == BD_RULES


def test_the_definition_has_no_mistakes() -> None:
    assert check_form_set(TEMPLATE.parent) == []


def test_the_sample_chooses_this_set_and_is_clean() -> None:
    checked = check_file(VERSION_B)
    assert checked.ret is not None
    assert (checked.ret.form_set.id, checked.ret.unit, checked.ret.year) == ("hunan-2019", "某县档案馆", 2019)
    assert checked.findings == []


@pytest.mark.parametrize("name", ["hengyang-2021.xlsx", "hengyang-2021-on-template.xlsx"])
def test_returns_of_2021_still_choose_their_own_set(name: str) -> None:
    ret = check_file(RETURNS / name).ret
    assert ret is not None
    assert ret.form_set.id == "hunan-2021"


@pytest.mark.parametrize(
    ("cell", "value", "rules"),
    [
        ("D5", "90%", {"BD-01"}),
        ("C7", 8.3, {"BD-03"}),
        ("B8", 5.2, {"BD-03", "BD-04"}),
        ("D13", 60.5, {"BD-05"}),
        ("C17", 26.7, {"BD-06"}),
        ("C5", 21, {"BD-01"}),
    ],
)
def test_a_wrong_figure_is_found_by_the_rules_of_the_family(
    cell: str, value: object, rules: set[str], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(VERSION_B)
    book["基础数据表"][cell] = value
    path = tmp_path / "wrong.xlsx"
    book.save(path)
    found = {finding.rule for finding in check_file(path).findings if finding.level is Level.ERROR}
    assert found == rules


def test_every_rule_that_runs_has_the_parameters_it_needs() -> None:
    """A blank form and a full one together make every rule of the family look at its parameters."""
    for data in (TEMPLATE.read_bytes(), VERSION_B.read_bytes()):
        assert not check_bytes(data, "", Options("hunan-2019")).failed_inside


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_computes_the_sample_on_the_template(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    form, sample = book["基础数据表"], openpyxl.load_workbook(VERSION_B)["基础数据表"]
    by_label = {sample.cell(row, 1).value: row for row in range(7, 23)}
    form["B5"], form["C5"] = int(sample["B5"].value), int(sample["C5"].value)
    for row in range(7, 26):
        source = by_label.get(form.cell(row, 1).value)
        for column in (2, 3, 4):
            if source and form.cell(row, column).data_type != "f":
                form.cell(row, column).value = float(sample.cell(source, column).value)
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    converted(filled, "xlsx", tmp_path / "out")
    computed = openpyxl.load_workbook(tmp_path / "out" / "filled.xlsx", data_only=True)["基础数据表"]
    assert computed["D5"].value == pytest.approx(0.95)
    for row in (7, 8, 13):
        stated = [float(sample.cell(by_label[form.cell(row, 1).value], column).value) for column in (2, 3, 4)]
        assert [computed.cell(row, column).value for column in (2, 3, 4)] == pytest.approx(stated)
