"""The blank forms of ``hunan-2021`` and the built returns, as Excel will treat them."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import canonicalize

import openpyxl
import pytest
import tools.build_returns.__main__ as build_returns
import tools.build_templates.__main__ as build_templates
from openpyxl.utils import range_boundaries

from office_support import converted

CHECKOUT = Path(__file__).resolve().parents[1]
TEMPLATE = CHECKOUT / "templates_xlsx" / "hunan-2021" / "template.xlsx"
RETURNS = CHECKOUT / "tests" / "returns"
ON_TEMPLATE = RETURNS / "hengyang-2021-on-template.xlsx"
RETYPED = RETURNS / "hengyang-2021.xlsx"
CHINESE = re.compile("[\u4e00-\u9fff]")
BUILT = {
    CHECKOUT / "templates_xlsx" / name / "template.xlsx": build
    for name, build in build_templates.TEMPLATES.items()
} | {RETURNS / name: build for name, build in build_returns.RETURNS.items()}

COMPUTED = {
    "基础数据表": {"D5", *(f"{column}{row}" for column in "BCD" for row in (13, 14, 19))},
    "部门自评表": {"G4", "I4", "D5", "H5", "G31", "H31"},
    "项目自评表": {"D6", "E6", "F6", "H6", "I6", "G26", "H26"},
}
ENTRIES = {
    "基础数据表": {
        "A3",
        "B5",
        "C5",
        "A12",
        *(f"{column}{row}" for column in "BCD" for row in (7, 8, 9, 10, 11, 12, 15, 16, 17, 18)),
        *(f"{column}{row}" for column in "ABCD" for row in range(20, 30)),
        *("B30", "C30", "D30", "B31", "A33"),
    },
    "部门自评表": {
        *("A2", "B3", "D4", "F4", "D6", "D7", "D8", "D9", "H6", "H7", "B10", "B11", "A32"),
        *(f"{column}{row}" for column in "DEFGHI" for row in range(13, 31)),
    },
    "项目自评表": {
        *("A2", "B3", "B4", "G4", "B11", "F11"),
        *(f"{column}{row}" for column in "DEF" for row in (7, 8, 9)),
        *(f"{column}{row}" for column in "DEFGHI" for row in range(13, 26)),
    },
}


@pytest.fixture(scope="module")
def builders() -> Iterator[SimpleNamespace]:
    """The building programs, which live in the checkout and are not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(CHECKOUT))
        from tools.build_templates import style

        yield SimpleNamespace(style=style)


@pytest.fixture(scope="module")
def template() -> Any:
    return openpyxl.load_workbook(TEMPLATE)


def parts(content: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def formula_cells(path: Path) -> dict[str, dict[str, str]]:
    """Sheet name to cell to formula."""
    return {
        sheet.title: {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        }
        for sheet in openpyxl.load_workbook(path)
    }


def values(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet name to cell to stored value, text of length 0 as None."""
    return {
        sheet.title: {
            cell.coordinate: None if cell.value == "" else cell.value
            for row in sheet.iter_rows()
            for cell in row
        }
        for sheet in openpyxl.load_workbook(path, data_only=True)
    }


@pytest.mark.parametrize("path", BUILT, ids=lambda path: "-".join(path.parts[-2:]))
def test_building_is_reproducible_and_the_committed_file_is_up_to_date(path: Path) -> None:
    first, second = BUILT[path](), BUILT[path]()
    assert first == second
    # Compared after unpacking and in canonical form: another zlib compresses the same content to other bytes, and
    # openpyxl writes characters and blanks differently where lxml is installed.
    if not first.startswith(b"PK"):
        assert first == path.read_bytes()
        return
    built, committed = dict(canonical(first)), dict(canonical(path.read_bytes()))
    assert list(built) == list(committed)
    assert [name for name in built if built[name] != committed[name]] == []


def _plain(text: str) -> str:
    return text.replace(' xml:space="preserve"', "")


def canonical(content: bytes) -> list[tuple[str, str | bytes]]:
    return [
        (name, _plain(canonicalize(part.decode())) if name.endswith((".xml", ".rels")) else part)
        for name, part in parts(content)
    ]


def test_commands_write_the_files(tmp_path: Path) -> None:
    assert build_templates.main(["--into", str(tmp_path / "templates_xlsx")]) == 0
    assert build_returns.main(["--into", str(tmp_path / "tests" / "returns")]) == 0
    built = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert built == {path.relative_to(CHECKOUT) for path in BUILT}


def test_every_form_set_has_its_template_built() -> None:
    definitions = (CHECKOUT / "templates_xlsx").glob("*/form-set.yaml")
    assert {path.parent.name for path in definitions} == set(build_templates.TEMPLATES)


def test_the_three_forms_with_their_computed_and_entry_cells(template: Any) -> None:
    assert template.sheetnames == list(COMPUTED)
    assert {sheet: set(cells) for sheet, cells in formula_cells(TEMPLATE).items()} == COMPUTED
    for sheet in template:
        unlocked = {
            cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        }
        merged_away = {
            f"{column}{row}"
            for area in sheet.merged_cells.ranges
            for row, column in ((row, openpyxl.utils.get_column_letter(col)) for row, col in area.cells)
            if (row, column) != (area.min_row, openpyxl.utils.get_column_letter(area.min_col))
        }
        assert unlocked - merged_away == ENTRIES[sheet.title]


@pytest.mark.parametrize("path", [TEMPLATE, ON_TEMPLATE], ids=lambda path: path.stem)
def test_every_formula_is_saved_with_a_result(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    cells = [cell for sheet in sheets for cell in re.findall(r"<c [^>]*>(?:(?!</c>).)*<f>.*?</c>", sheet)]
    assert len(cells) == sum(len(of_sheet) for of_sheet in formula_cells(path).values())
    for cell in cells:
        assert re.search(r"<v>[^<]+</v>", cell) or ('t="str"' in cell and "<v></v>" in cell), cell


def test_blank_forms_compute_nothing_rather_than_zero() -> None:
    blank = values(TEMPLATE)
    for sheet, cells in COMPUTED.items():
        assert {blank[sheet][cell] for cell in cells} == {None}


def test_each_form_prints_on_one_a4_page_width(template: Any) -> None:
    for sheet in template:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        # A width that is not stated is one page; a height of 0 is as many pages as it takes.
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_options.horizontalCentered
        last = f"{openpyxl.utils.get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet.print_area.replace("$", "").endswith(f"A1:{last}")


def test_protection_has_no_password_and_lets_rows_be_inserted(template: Any) -> None:
    for sheet in template:
        protection = sheet.protection
        assert protection.sheet
        assert not protection.password
        # In the file these flags say what is locked, so what is permitted is false.
        assert (protection.insertRows, protection.formatRows, protection.formatCells) == (False, False, False)


def test_every_entry_and_computed_cell_tells_in_chinese_what_belongs_there(template: Any) -> None:
    for sheet in template:
        prompted: set[str] = set()
        for rule in sheet.data_validations.dataValidation:
            assert CHINESE.search(rule.promptTitle)
            assert CHINESE.search(rule.prompt)
            assert rule.showInputMessage
            if rule.type is not None:
                assert CHINESE.search(rule.errorTitle)
                assert CHINESE.search(rule.error)
                assert rule.errorStyle in (None, "stop")
            for left, top, right, bottom in (range_boundaries(str(area)) for area in rule.sqref.ranges):
                prompted |= {
                    f"{openpyxl.utils.get_column_letter(column)}{row}"
                    for row in range(top, bottom + 1)
                    for column in range(left, right + 1)
                }
        assert ENTRIES[sheet.title] | COMPUTED[sheet.title] <= prompted


@pytest.mark.parametrize(
    ("sheet", "cell", "kind", "limits"),
    [
        ("基础数据表", "B7", "decimal", ("greaterThanOrEqual", "0", None)),
        ("基础数据表", "C5", "whole", ("greaterThanOrEqual", "0", None)),
        ("部门自评表", "D4", "decimal", ("greaterThanOrEqual", "0", None)),
        ("部门自评表", "G20", "decimal", (None, "0", "100")),
        ("项目自评表", "H20", "custom", (None, 'AND(ISNUMBER($H13),$H13>=0,OR($G13="",$H13<=$G13))', None)),
        ("项目自评表", "F9", "decimal", ("greaterThanOrEqual", "0", None)),
    ],
)
def test_input_rules(template: Any, sheet: str, cell: str, kind: str, limits: tuple[str | None, ...]) -> None:
    rules = [rule for rule in template[sheet].data_validations.dataValidation if cell in rule.sqref]
    assert [rule.type for rule in rules] == [kind]
    assert (rules[0].operator, rules[0].formula1, rules[0].formula2) == limits


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("path", [TEMPLATE, ON_TEMPLATE], ids=lambda path: path.stem)
def test_libreoffice_computes_the_saved_results(path: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            # Without saved results LibreOffice has to calculate every formula itself.
            target.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", source.read(name)))
    converted(bare, "xlsx", tmp_path / "out")
    saved, recalculated = values(path), values(tmp_path / "out" / "bare.xlsx")
    compared = 0
    for sheet, cells in formula_cells(path).items():
        for cell in cells:
            computed, expected = recalculated[sheet][cell], saved[sheet][cell]
            blank = computed is None and expected is None
            assert blank or computed == pytest.approx(expected, rel=1e-12), f"{sheet} {cell}"
            compared += 1
    assert compared >= 20


def test_real_return_on_the_template_keeps_right_formulas_and_wrong_figures(
    builders: SimpleNamespace,
) -> None:
    formulas, stored = formula_cells(ON_TEMPLATE), values(ON_TEMPLATE)
    assert set(formulas["基础数据表"]) == COMPUTED["基础数据表"] - {"C19", "D19"}
    assert set(formulas["部门自评表"]) == COMPUTED["部门自评表"] - {"H5"}
    base, department = stored["基础数据表"], stored["部门自评表"]
    assert [base[cell] for cell in ("D5", "B13", "C13", "D13", "B19", "C19", "D19")] == pytest.approx(
        [1, 2.92, 6.08, 0.56, 39.14, 45.17, 45.17]
    )
    assert [department[cell] for cell in ("G4", "I4", "D5", "H5", "G31", "H31")] == [
        1,
        10,
        246.11,
        None,
        100,
        100,
    ]
    for name, funds in (("困难归侨侨眷专项经费", [10, 10, 10]), ("参政议政", [3, 4.25, 4.25])):
        sheet = f"项目自评表（{name}）"
        assert set(formulas[sheet]) == COMPUTED["项目自评表"] - {"G26", "H26"}
        assert [stored[sheet][cell] for cell in ("D6", "E6", "F6")] == funds
        assert [stored[sheet][cell] for cell in ("G7", "H7", "I7", "G26", "H26")] == [10, 1, 10, 100, None]


def test_typing_into_a_cell_the_form_does_not_have_is_refused(builders: SimpleNamespace) -> None:
    form = builders.style.Book("").form("表", (10,), {"B9": 1})
    with pytest.raises(KeyError, match="B9"):
        form.finish(1)


def test_retyped_return_is_what_a_unit_types() -> None:
    book = openpyxl.load_workbook(RETYPED)
    assert book.sheetnames == ["附件2", "附件3", "附件4-1", "附件4-2"]
    assert not book.defined_names
    assert formula_cells(RETYPED) == {name: {} for name in book.sheetnames}
    base, department, first = book["附件2"], book["附件3"], book["附件4-1"]
    assert [base[cell].value for cell in ("C13", "D13", "D5", "B7", "C19")] == [
        "　6.08",
        "0.56　",
        "100%　",
        178.39,
        45.17,
    ]
    assert "万元" not in "".join(str(cell.value) for row in base["A1:D6"] for cell in row)
    assert [department[cell].value for cell in ("B5", "B6", "F6", "B7", "F7", "F8")] == [
        "资金总额：246.11",
        "按收入性质分： 246.11                        ",
        "按指出性质分：",
        "其中： 一般公共预算收入：246.11",
        " 其中：基本支出：165.44",
        "项目支出：80.66",
    ]
    assert (department["G5"].value, department["G5"].number_format) == (1, "0%")
    assert department["E13"].value == "年度\n指标值"
    assert department["A30"].value == "填表人：（略）填报日期：2022.0531联系电话：（略）"
    assert [cell.value for cell in first[23]] == ["总分", *[None] * 5, 100, None, None]
