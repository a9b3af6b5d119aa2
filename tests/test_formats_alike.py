"""A workbook says the same in every format: as .xlsx and as LibreOffice saves it as .xls and .ods."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from made import BASE, FIRST, OVERALL, made
from made_hebei import PROJECT, hebei
from made_hunan_2022 import made_hunan_2022
from made_national import chongqing_rows, department_rows, returned
from office_support import converted
from perfxl.checking import check_bytes
from perfxl.fill import fill
from perfxl.finding import Finding, Level
from perfxl.workbook.convert import to_xlsx
from perfxl.workbook.model import Book, Cell, Kind, Sheet
from perfxl.workbook.number_formats import NumberFormat, number_format, words_around
from perfxl.workbook.read import read_book

RETURNS = sorted((Path(__file__).parent / "returns").glob("*.xlsx"))
OTHERS = ("xls", "ods")

RIGHT: dict[str, Callable[[], Book]] = {
    "hunan-2021": lambda: made().book,
    "hunan-2022": lambda: made_hunan_2022().book,
    "hebei-2020": lambda: hebei().book,
    "chongqing-2021": lambda: returned(chongqing_rows()).book,
    "mof-2020-department": lambda: returned(department_rows()).book,
}
WRONG: dict[str, Callable[[], Book]] = {
    "hunan-2021": lambda: made({(BASE, "D5"): "80%", (OVERALL, "I5"): "90%", (FIRST, "G6"): "12%"}).book,
    "hebei-2020": lambda: hebei({(PROJECT, "G7"): "90%", (PROJECT, "D7"): "20%"}).book,
    "chongqing-2021": lambda: returned(chongqing_rows(), {"H5": "67%", "H11": "90%"}).book,
    "mof-2020-department": lambda: returned(department_rows(), {"H5": "89%"}).book,
}


def as_ratios(book: Book) -> Book:
    """The workbook with ratios under a percent format where it has texts such as ``96%``."""

    def ratio(cell: Cell) -> Cell:
        if cell.kind is not Kind.TEXT or not re.fullmatch(r"[0-9.]+%", cell.text):
            return cell
        return cell._replace(
            kind=Kind.NUMBER, text=str(Decimal(cell.text[:-1]).scaleb(-2)), number_format="0.00%"
        )

    sheets = [
        Sheet(sheet.name, {place: ratio(cell) for place, cell in sheet.cells.items()}, sheet.merges)
        for sheet in book.sheets
    ]
    return Book(sheets, "xlsx")


def said(data: bytes) -> set[Finding]:
    checked = check_bytes(data, "表.xlsx")
    assert not checked.failed_inside
    return set(checked.findings)


def saved(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "表.xlsx"
    path.write_bytes(to_xlsx(book)[0])
    return path


def assert_alike(path: Path, tmp_path: Path) -> set[Finding]:
    """The findings of the workbook, which are the same in every format."""
    found = said(path.read_bytes())
    for kind in OTHERS:
        assert said(converted(path, kind, tmp_path / kind).read_bytes()) == found, kind
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_return_with_ratios_is_right_in_every_format(name: str, tmp_path: Path) -> None:
    book = as_ratios(RIGHT[name]())
    assert any(cell.number_format == "0.00%" for sheet in book.sheets for cell in sheet.cells.values())
    found = assert_alike(saved(book, tmp_path), tmp_path)
    assert [finding for finding in found if finding.level is not Level.INFO] == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_return_with_ratios_has_the_same_findings_in_every_format(name: str, tmp_path: Path) -> None:
    found = assert_alike(saved(as_ratios(WRONG[name]()), tmp_path), tmp_path)
    assert any(finding.level is Level.ERROR for finding in found)


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_a_real_return_has_the_same_findings_in_every_format(path: Path, tmp_path: Path) -> None:
    assert_alike(path, tmp_path)


def test_figures_under_dates_are_read_alike(tmp_path: Path) -> None:
    """An amount whose cell has a date's format, one that may be a day, and one below zero."""
    book = made().book
    cells = book.sheets[0].cells
    changed = {"C10": ("12.5", "yyyy/m/d"), "C11": ("44562", "yyyy/m/d"), "C12": ("-3", "h:mm")}
    for address, (number, code) in changed.items():
        row, col = int(address[1:]), ord(address[0]) - 64
        cells[row, col] = Cell(row, col, Kind.NUMBER, number, code)
    path = saved(book, tmp_path)
    found = said(path.read_bytes())
    assert said(converted(path, "xls", tmp_path).read_bytes()) == found
    assert {finding.place.address for finding in found} >= set(changed)


CODES = [
    "General", "0%", "0.00%", "0.##%", '0.0"%"', '0.00"%以上"', '"≤"General"小时"', '"≤"0"%"', 'General"%"',
    '0.00%"以上"', "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"', "yyyy-mm-dd hh:mm:ss", "d-mmm-yy",
    "h:mm", "[h]:mm", "mm:ss.0", "h:mm AM/PM", "#,##0.00", "#,##0.00;[Red]-#,##0.00", "0.0%;[Red]-0.0%",
    '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "[>=100]0.0;0.00", "@", "# ?/?", "0.00E+00", '"¥"#,##0.00',
    "0.00,", "000", '0"人次"', "0.00_);(0.00)", ";;;", '[=1]"是";[=0]"否";0',
]  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_number_formats_mean_the_same_in_every_format(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    workbook = openpyxl.Workbook()
    for row, code in enumerate(CODES, 1):
        shown = number_format(code)
        number = 44562.5 if shown.clock and (shown.day or not shown.time) else 0.9612
        workbook.active.cell(row, 1, number).number_format = code
        workbook.active.cell(row, 2, "甲").number_format = code
    workbook.save(path)

    def meanings(data: bytes) -> list[tuple[Kind, str, NumberFormat, tuple[str, str]]]:
        cells = read_book(data).sheets[0].cells.values()
        return [
            (cell.kind, cell.text, number_format(cell.number_format), words_around(cell.number_format))
            for cell in cells
        ]

    expected = meanings(path.read_bytes())
    assert len(expected) == 2 * len(CODES)
    assert meanings(converted(path, kind, tmp_path).read_bytes()) == expected


@pytest.mark.parametrize("kind", OTHERS)
def test_a_right_formula_is_not_called_wrong(kind: str, tmp_path: Path) -> None:
    """A formula whose result is shown in percent is left alone by fill without a word."""
    path = saved(as_ratios(made().book), tmp_path)
    workbook = openpyxl.load_workbook(path)
    workbook[BASE]["D5"] = "=C5/B5"
    workbook.save(path)
    ret = check_bytes(converted(path, kind, tmp_path).read_bytes(), "表").ret
    assert ret is not None
    assert ret.of("基础数据表")[0].value("控制率").cell == Cell(5, 4, Kind.NUMBER, "0.95", "0.00%", True)
    withheld: list[object] = []
    assert (fill(ret, withheld.append), withheld) == ([], [])
