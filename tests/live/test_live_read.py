"""The open workbook is read as its file would be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw
from msgspec.structs import replace
from openpyxl import Workbook

from perfxl.checking import Options
from perfxl.live import LiveError, platform
from perfxl.live.check import check_open
from perfxl.live.platform import Platform
from perfxl.live.read import read_live
from perfxl.workbook.model import Area, Book, Cell, Kind
from perfxl.workbook.read import read_book

RETURNS = Path(__file__).parent.parent / "returns"
READ = ("hengyang-2022", "hunan-2019-version-b", "yiyang-2018")
Opened = Callable[..., xw.Book]


def content(book: Book) -> list[tuple[object, ...]]:
    """All that an audit uses; the order in which merges are listed is no matter."""
    sheets = [
        (
            *(sheet.name, sheet.hidden, sheet.oversized, sheet.hidden_rows, sheet.hidden_columns),
            *(sorted(sheet.merges), sorted(sheet.cells.items())),
        )
        for sheet in book.sheets
    ]
    return [*sheets, book.format]


@pytest.mark.parametrize("name", READ)
def test_a_return_is_read_as_its_file(name: str, opened: Opened) -> None:
    assert content(read_live(opened(name))) == content(read_book((RETURNS / f"{name}.xlsx").read_bytes()))


def test_hidden_rows_and_columns_with_content(opened: Opened, tmp_path: Path) -> None:
    made = Workbook()
    for row in (1, 2, 3, 5, 8, 9):
        made.active.cell(row, 2, f"第{row}行")
    made.active["D1"] = made.active["G1"] = 1
    for row in (2, 3, 4, 9, 20):
        made.active.row_dimensions[row].hidden = True
    for letter in "CDJ":
        made.active.column_dimensions[letter].hidden = True
    made.create_sheet("没有隐藏的")["A1"] = 1
    path = tmp_path / "hidden.xlsx"
    made.save(path)
    now = read_live(opened(path))
    assert [sheet.hidden_rows for sheet in now.sheets] == [{2, 3, 9}, frozenset()]
    assert [sheet.hidden_columns for sheet in now.sheets] == [{4}, frozenset()]
    assert content(now) == content(read_book(path.read_bytes()))


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A workbook with a cell of each kind."""
    made = Workbook()
    sheet = made.active
    sheet.title = "表一"
    for row, value in enumerate(
        [
            42.92,
            42.920000000000002,
            1e-7,
            "文字",
            "=A1+1",
            '=""',
            "=1/0",
            None,
            dt.date(2021, 5, 1),
            "  6.08　",
        ],
        1,
    ):
        sheet.cell(row, 1, value)
    sheet["B1"], sheet["B1"].number_format = 0.925, "0.00%"
    sheet["B2"], sheet["B2"].number_format = 12, "@"
    sheet["B3"].value, sheet["B3"].data_type = "=不是公式", "s"
    sheet["B4"] = "#REF!"
    sheet["B4"].data_type = "s"
    sheet["C3"], sheet["E1"] = "合并", "也合并"
    sheet.merge_cells("C3:D5")
    sheet.merge_cells("E1:F1")
    made.create_sheet("空表")
    made.create_sheet("藏起来的").sheet_state = "hidden"
    made["藏起来的"]["Z99"] = 7
    path = tmp_path / "everything.xlsx"
    made.save(path)
    return path


def test_each_kind_of_cell(opened: Opened, everything: Path) -> None:
    first, empty, hidden = read_live(opened(everything)).sheets
    found = {
        cell.address: (cell.kind, cell.text, cell.number_format, cell.formula)
        for cell in first.cells.values()
    }
    assert found == {
        "A1": (Kind.NUMBER, "42.92", "General", False),
        "A2": (Kind.NUMBER, "42.92", "General", False),
        "A3": (Kind.NUMBER, "0.0000001", "General", False),
        "A4": (Kind.TEXT, "文字", "General", False),
        "A5": (Kind.NUMBER, "43.92", "General", True),
        "A6": (Kind.TEXT, "", "General", True),
        "A7": (Kind.ERROR, "#DIV/0!", "General", True),
        "A9": (Kind.NUMBER, "44317", "yyyy-mm-dd", False),
        "A10": (Kind.TEXT, "  6.08　", "General", False),
        "B1": (Kind.NUMBER, "0.925", "0.00%", False),
        "B2": (Kind.NUMBER, "12", "@", False),
        "B3": (Kind.TEXT, "=不是公式", "General", False),
        "B4": (Kind.TEXT, "#REF!", "General", False),
        "C3": (Kind.TEXT, "合并", "General", False),
        "E1": (Kind.TEXT, "也合并", "General", False),
    }
    assert first.merges == [Area(1, 5, 1, 6), Area(3, 3, 5, 4)]
    assert (empty.cells, empty.hidden) == ({}, False)
    assert hidden.hidden
    assert hidden.cells == {(99, 26): Cell(99, 26, Kind.NUMBER, "7")}


def test_truth_values_and_constant_errors(calc_book: xw.Book, system: Platform) -> None:
    sheet = calc_book.sheets[0]
    sheet["A1"].value = [[True, False]]
    sheet["C1"].formula = "=NA()"
    cells = read_live(calc_book).sheets[0].cells.values()
    assert [(cell.kind, cell.text) for cell in cells] == [
        (Kind.BOOLEAN, "TRUE"),
        (Kind.BOOLEAN, "FALSE"),
        (Kind.ERROR, "#N/A"),
    ]


def test_changes_that_are_not_saved_are_read(opened: Opened, everything: Path, tmp_path: Path) -> None:
    book = opened(everything)
    sheet = book.sheets["表一"]
    sheet["A1"].value = 10
    sheet["A3"].value = sheet["A9"].value = None
    sheet["G20"].value = "新写的"
    sheet["G20:H22"].merge()
    now = read_live(book)
    book.save(str(tmp_path / "saved.xlsx"))
    saved = read_book((tmp_path / "saved.xlsx").read_bytes())
    assert now.sheets[0].cells[5, 1].text == "11"
    cells, others = now.sheets[0].cells, saved.sheets[0].cells
    assert {
        place: (cells.get(place), others.get(place))
        for place in cells | others
        if cells.get(place) != others.get(place)
    } == {}
    assert sorted(now.sheets[0].merges) == sorted(saved.sheets[0].merges)


def test_a_workbook_that_was_never_saved(calc_book: xw.Book, system: Platform) -> None:
    calc_book.sheets[0]["B2"].value = [["甲", 1.5]]
    read = read_live(calc_book)
    assert [cell.text for cell in read.sheets[0].cells.values()] == ["甲", "1.5"]
    checked = check_open(calc_book, Options())
    assert (checked.path, checked.verdict) == (calc_book.name, "unreadable")
    assert [finding.rule for finding in checked.findings] == ["WJ-02"]


def test_days_counted_from_1904(calc_book: xw.Book, system: Platform) -> None:
    from calc_engine.office import struct

    sheet = calc_book.sheets[0]
    sheet["A1"].value, sheet["A1"].number_format = 44635, "yyyy-mm-dd"
    sheet["A2"].value = 44635
    assert [cell.text for cell in read_live(calc_book).sheets[0].cells.values()] == ["44635", "44635"]
    calc_book.api.NullDate = struct("util.Date", Day=1, Month=1, Year=1904)
    assert [cell.text for cell in read_live(calc_book).sheets[0].cells.values()] == ["46097", "44635"]


def test_a_sheet_beyond_the_limit_is_left_unread(
    calc_book: xw.Book, system: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perfxl.live import read

    monkeypatch.setattr(read, "DEFAULT_LIMITS", replace(read.DEFAULT_LIMITS, sheet_cells=3))
    calc_book.sheets[0]["A1"].value = [[1, 2], [3, 4]]
    [sheet] = read_live(calc_book).sheets
    assert (sheet.oversized, sheet.cells) == ("有内容的单元格超过 3 个", {})


def test_a_used_range_without_end(opened: Opened, everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from perfxl.live import read

    book = opened(everything)
    expected = content(read_live(book))
    monkeypatch.setattr(read, "_TRUSTED_AREA", 5)
    monkeypatch.setattr(read, "_AT_ONCE", 30)
    assert content(read_live(book)) == expected
    monkeypatch.setattr(read, "_ENDLESS", 500)
    first = book.sheets["表一"]
    first["A400"].value = "在五百个空单元格之后"
    assert (400, 1) not in read_live(book).sheets[0].cells
    first["A40"].value = "之前"
    assert (40, 1) in read_live(book).sheets[0].cells


def test_reading_leaves_a_saved_workbook_saved(opened: Opened, system: Platform, everything: Path) -> None:
    book = opened(everything)
    system.set_saved(book)
    check_open(book, Options())
    assert system.saved(book)
    assert book.app.impl.changes[-1] != ("calculation", "manual")


def test_a_user_in_the_middle_of_a_cell(calc_book: xw.Book, system: Platform) -> None:
    calc_book.app.impl.editing = True
    with pytest.raises(LiveError, match="正在编辑单元格"):
        check_open(calc_book, Options())
    assert calc_book.app.impl.changes == []


def test_an_unknown_program_is_refused(calc_book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "_REGISTERED", {})
    with pytest.raises(LiveError, match="不支持在这个程序"):
        read_live(calc_book)
