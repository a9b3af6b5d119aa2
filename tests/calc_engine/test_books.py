"""Programs, workbooks, sheets, names and messages on the engine."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings as xw


def test_new_workbooks_are_active_and_named_like_excels(calc_app: xw.App) -> None:
    first, second = calc_app.books.add(), calc_app.books.add()
    assert [book.name for book in calc_app.books] == [first.name, second.name]
    assert first.name.startswith("Book")
    assert calc_app.books.active == second
    first.activate()
    assert xw.books.active == first
    first.close()
    assert [book.name for book in calc_app.books] == [second.name]


def test_a_saved_workbook_has_its_values_and_formulas(calc_book: xw.Book, tmp_path: Path) -> None:
    calc_book.sheets[0]["A1"].value = [["三公经费", 1.5], ["合计", "=B1*2"]]
    calc_book.save(tmp_path / "报送件.xlsx")
    assert (calc_book.name, calc_book.fullname) == ("报送件.xlsx", str(tmp_path / "报送件.xlsx"))
    read = openpyxl.load_workbook(tmp_path / "报送件.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in read["A1:B2"]] == [["三公经费", 1.5], ["合计", "=B1*2"]]


def test_opening_again_finds_the_open_workbook(calc_app: xw.App, tmp_path: Path) -> None:
    calc_app.books.add().save(tmp_path / "a.xlsx")
    calc_app.books[0].close()
    book = calc_app.books.open(tmp_path / "a.xlsx")
    assert calc_app.books.open(tmp_path / "a.xlsx") == book
    assert len(calc_app.books) == 1
    assert not list(tmp_path.glob(".~lock*")), "no lock file is left beside the workbook"


def test_saved_and_changed(calc_book: xw.Book, tmp_path: Path) -> None:
    calc_book.save(tmp_path / "b.xlsx")
    assert not calc_book.api.isModified()
    calc_book.sheets[0]["A1"].value = 1
    assert calc_book.api.isModified()
    calc_book.api.setModified(False)
    assert not calc_book.api.isModified()


def test_a_file_opened_for_reading_only(calc_app: xw.App, tmp_path: Path) -> None:
    calc_app.books.add().save(tmp_path / "c.xlsx")
    calc_app.books[0].close()
    book = calc_app.books.open(tmp_path / "c.xlsx", read_only=True)
    assert book.api.isReadonly()


def test_formats_that_calc_does_not_write_are_refused(calc_book: xw.Book, tmp_path: Path) -> None:
    with pytest.raises(NotImplementedError, match="xlsb"):
        calc_book.save(tmp_path / "d.xlsb")
    assert not (tmp_path / "d.xlsb").exists()


def test_sheets_are_added_copied_moved_hidden_and_deleted(calc_book: xw.Book) -> None:
    first = calc_book.sheets[0]
    first["A1"].value = "x"
    added = calc_book.sheets.add("审核结果", after=first)
    assert calc_book.sheets.active == added
    copy = first.copy(after=added, name="副本")
    assert copy["A1"].value == "x"
    copy.move(before=first)
    assert calc_book.sheet_names == ["副本", first.name, "审核结果"]
    added.visible = False
    assert [sheet.visible for sheet in calc_book.sheets] == [True, True, False]
    copy.delete()
    assert calc_book.sheet_names == [first.name, "审核结果"]


def test_selecting_and_activating(calc_book: xw.Book) -> None:
    first = calc_book.sheets[0]
    other = calc_book.sheets.add("二", after=first)
    first["B3:C4"].select()
    assert (calc_book.sheets.active, calc_book.selection.address) == (first, "$B$3:$C$4")
    other["D5"].select()
    assert (calc_book.app.selection.sheet, calc_book.app.selection.address) == (other, "$D$5")


def test_names_follow_their_cells(calc_book: xw.Book) -> None:
    sheet = calc_book.sheets[0]
    calc_book.names.add("总额", f"={sheet.name}!$B$2")
    sheet["A1:A2"].name = f"{sheet.name}!局部"
    assert {name.name for name in calc_book.names} == {"总额", f"{sheet.name}!局部"}
    sheet["1:1"].insert("down")
    sheet.name = "表 一"
    assert calc_book.names["总额"].refers_to == "='表 一'!$B$3"
    assert calc_book.names["总额"].refers_to_range.address == "$B$3"
    assert sheet["局部"].address == "$A$2:$A$3"
    del calc_book.names["总额"]
    assert "总额" not in calc_book.names


def test_manual_calculation_waits(calc_app: xw.App) -> None:
    sheet = calc_app.books.add().sheets[0]
    sheet["A1:B1"].value = [2, "=A1*2"]
    calc_app.calculation = "manual"
    sheet["A1"].value = 5
    assert sheet["B1"].value == 4
    calc_app.calculate()
    assert sheet["B1"].value == 10


def test_settings_messages_and_answers_are_written_down(calc_app: xw.App) -> None:
    with calc_app.properties(screen_updating=False, status_bar="审核中"):
        assert (calc_app.screen_updating, calc_app.status_bar) == (False, "审核中")
    assert (calc_app.screen_updating, calc_app.status_bar) == (True, False)
    assert calc_app.impl.changes == [
        ("screen_updating", False),
        ("status_bar", "审核中"),
        ("screen_updating", True),
        ("status_bar", False),
    ]
    calc_app.impl.answers.append("no")
    assert calc_app.alert("继续？", "绩效自评", buttons="yes_no") == "no"
    assert calc_app.alert("好", "绩效自评") == "ok"
    assert [alert["prompt"] for alert in calc_app.impl.alerts] == ["继续？", "好"]


def test_rows_and_columns_are_inserted_and_deleted(calc_book: xw.Book) -> None:
    sheet = calc_book.sheets[0]
    sheet["A1:B2"].value = [[1, 2], [3, 4]]
    sheet["2:2"].insert("down")
    sheet["A:A"].delete()
    assert sheet["A1:A3"].value == [2, None, 4]


def test_rows_and_columns_stay_in_sight(calc_book: xw.Book) -> None:
    sheet = calc_book.sheets.add("表")
    view = calc_book.api.CurrentController
    sheet.freeze_panes.freeze_at("1:2")
    assert (view.hasFrozenPanes(), view.SplitRow, view.SplitColumn) == (True, 2, 0)
    sheet.freeze_panes.freeze_at(sheet["A1:B3"])
    assert (view.SplitRow, view.SplitColumn) == (3, 2)
    sheet.freeze_panes.unfreeze()
    assert not view.hasFrozenPanes()


def test_what_is_printed(calc_book: xw.Book) -> None:
    sheet = calc_book.sheets[0]
    sheet.page_setup.print_area = "A1:C20"
    assert sheet.page_setup.print_area == "$A$1:$C$20"
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None


def test_the_program_ends_with_everything_it_started(calc_app: xw.App) -> None:
    other = xw.App(add_book=False)
    other.books.add().sheets[0]["A1"].value = 1
    profile, process = Path(other.impl.office.profile), other.impl.office
    assert len(xw.apps) == 2
    other.quit()
    assert not profile.exists()
    assert not process.running
    assert xw.apps.keys() == [calc_app.pid]
