"""下一处 and 上一处 lead through the marked cells."""

from __future__ import annotations

import pytest
import xlwings as xw

from live_support import checked, finding
from perfxl.live import LiveError, marks, walk
from perfxl.live.platform import Platform

FOUND = (finding("表一", 2, 2), finding("表一", 5, 1), finding("表 二", 2, 2), finding("表 二", 1, 3))


def here(book: xw.Book) -> str:
    selected = book.app.selection
    return f"{selected.sheet.name}!{selected.get_address(False, False)}"


def test_on_and_round_again(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    assert walk.first_finding(small).marked.rules == ("BD-05",)
    visited = [here(small)]
    for _ in range(4):
        walk.next_finding(small)
        visited.append(here(small))
    assert visited == ["表一!B2", "表一!A5", "表 二!C1", "表 二!B2", "表一!B2"]


def test_back_and_round_again(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    small.sheets["表一"]["A3"].select()
    visits = [walk.previous_finding(small) for _ in range(3)]
    assert [(visit.marked.place.address, visit.number, visit.total) for visit in visits] == [
        ("B2", 1, 4),
        ("B2", 4, 4),
        ("C1", 3, 4),
    ]
    assert here(small) == "表 二!C1"


def test_from_where_the_user_is(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    small.sheets["表一"]["A3:C4"].select()
    assert walk.next_finding(small).marked.place.address == "A5"
    marks.results_sheet(small).activate()
    assert walk.previous_finding(small).number == 4
    marks.results_sheet(small).activate()
    assert walk.next_finding(small).number == 1


def test_another_workbook_in_front(small: xw.Book, calc_app: xw.App) -> None:
    marks.mark(small, checked(*FOUND))
    other = calc_app.books.add()
    other.sheets[0]["B2"].value = "别人的"
    marks.mark(small, checked(*FOUND))
    assert calc_app.books.active == other
    walk.first_finding(small)
    assert calc_app.books.active == small
    assert other.sheets[0]["B2"].color is None


def test_nothing_marked(small: xw.Book) -> None:
    assert walk.next_finding(small) is None
    assert walk.first_finding(small) is None


def test_hidden_sheets_are_passed_over(small: xw.Book) -> None:
    marks.mark(small, checked(finding("表一", 2, 2), finding("表三", 1, 1)))
    for _ in range(2):
        visit = walk.next_finding(small)
        assert visit.marked.place.address == "B2"
        assert visit.note == "另有 1 处在隐藏的工作表“表三”中，取消隐藏后可到达"
    assert not small.sheets["表三"].visible


def test_everything_on_hidden_sheets(small: xw.Book) -> None:
    marks.mark(small, checked(finding("表三", 1, 1)))
    before = here(small)
    with pytest.raises(LiveError, match="都在隐藏的工作表“表三”中"):
        walk.next_finding(small)
    assert here(small) == before
    assert not small.sheets["表三"].visible


def test_a_filtered_row_is_said(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND[:2]))
    small.sheets["表一"]["2:3"].rows.hidden = True
    assert walk.first_finding(small).note == "单元格 B2 所在的行被筛选或隐藏，取消筛选（隐藏）后可见"
    assert walk.next_finding(small).note == ""
    small.sheets["表一"]["A:A"].columns.hidden = True
    assert walk.first_finding(small)
    assert walk.next_finding(small).note.startswith("单元格 A5 所在的列被隐藏")
    assert small.sheets["表一"]["2:3"].rows.hidden


def test_a_user_in_the_middle_of_a_cell(small: xw.Book, system: Platform) -> None:
    marks.mark(small, checked(*FOUND))
    small.app.impl.editing = True
    with pytest.raises(LiveError, match="正在编辑单元格"):
        walk.next_finding(small)
