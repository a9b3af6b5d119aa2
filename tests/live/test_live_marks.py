"""Marks of an audit in the open workbook: put there, kept, taken away without a trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from live_support import USER_NOTE, checked, differing, finding, looks, small_workbook
from perfxl.finding import NOWHERE, Level, Place
from perfxl.live import LiveError, marks
from perfxl.live.marks import Marked
from perfxl.live.platform import Platform
from perfxl.results_sheet import LEDGER_SHEET, SHEET

Opened = Callable[..., xw.Book]
RED, YELLOW = (255, 199, 206), (255, 230, 153)
FOUND = (
    finding("表一", 2, 2),
    finding("表一", 4, 5, "BD-06", Level.WARNING),  # inside the merged area D3:E4
    finding("表 二", 2, 2),
    finding("表 二", 2, 2, "ZP-01", Level.WARNING),
    finding("表 二", 0, 0, "TY-06"),
)


def names_of(book: xw.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets]


def test_what_is_marked(small: xw.Book) -> None:
    small.sheets["表 二"].activate()
    marks.mark(small, checked(*FOUND))
    first, second = small.sheets["表一"], small.sheets["表 二"]
    assert (first["B2"].color, first["D3"].color, second["B2"].color) == (RED, YELLOW, RED)
    assert first["A1"].color == (146, 208, 80)
    own = "错误 BD-05：=1+1 不一致。请核对。"
    assert first["B2"].note.text == f"{USER_NOTE}\n──── perfxl ────\n{own}"
    assert second["B2"].note.text == f"{own}\n警告 ZP-01：=1+1 不一致。请核对。"
    assert names_of(small) == [SHEET, "表一", "表 二", "表三", LEDGER_SHEET]
    assert not small.sheets[LEDGER_SHEET].visible
    assert small.sheets.active.name == "表 二"
    assert marks.findings(small) == [
        Marked(Place("表一", 2, 2), ("BD-05",), own),
        Marked(Place("表一", 3, 4), ("BD-06",), "警告 BD-06：=1+1 不一致。请核对。"),
        Marked(Place("表 二", 2, 2), ("BD-05", "ZP-01"), second["B2"].note.text),
    ]


def test_the_sheet_of_results(opened: Opened, tmp_path: Path) -> None:
    book = opened(small_workbook(tmp_path / "small.xlsx"))
    marks.mark(book, checked(*FOUND))
    sheet = marks.results_sheet(book)
    assert sheet is not None
    assert sheet["A3:M3"].value[:4] == ["序号", "级别", "规则", "表"]
    assert [sheet["I4"].value, sheet["F4"].value, sheet["I4"].formula] == [
        "=1+1 不一致。",
        "-1",
        "=1+1 不一致。",
    ]
    assert sheet["E5"].hyperlink == "#'表一'.E4"
    assert sheet["B4"].color == RED
    assert (sheet["I4"].wrap_text, sheet["A1"].font.size) == (True, 16)
    assert sheet.page_setup.print_area == "$A$1:$L$8"


def test_clearing_gives_everything_back(small: xw.Book) -> None:
    before = looks(small)
    marks.mark(small, checked(*FOUND))
    assert len(differing(before, looks(small))) > 3
    assert marks.clear(small) == 3
    assert differing(before, looks(small)) == {}
    assert names_of(small) == ["表一", "表 二", "表三"]
    assert list(small.names) == []
    assert marks.clear(small) == 0


def test_clearing_after_saving_and_reopening(small: xw.Book, opened: Opened, tmp_path: Path) -> None:
    before = looks(small)
    marks.mark(small, checked(*FOUND))
    small.save(str(tmp_path / "marked.xlsx"))
    small.close()
    again = opened(tmp_path / "marked.xlsx")
    assert [item.place for item in marks.findings(again)] == [("表一", 2, 2), ("表一", 3, 4), ("表 二", 2, 2)]
    assert marks.clear(again) == 3
    after = looks(again)
    assert {
        key: (one.colour, one.note, one.value) for key, one in before.items() if one.value is not None
    } == {key: (one.colour, one.note, one.value) for key, one in after.items() if one.value is not None}


def test_marks_follow_their_cells(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    small.sheets["表一"]["1:1"].insert("down")
    small.sheets["表 二"].name = "改名"
    assert [item.place for item in marks.findings(small)] == [("表一", 3, 2), ("表一", 4, 4), ("改名", 2, 2)]
    marks.clear(small)
    sheet = small.sheets["表一"]
    assert (sheet["B3"].color, sheet["B3"].note.text, sheet["D4"].color) == (None, USER_NOTE, (255, 255, 0))


def test_a_mended_finding_disappears(small: xw.Book) -> None:
    before = looks(small)
    marks.mark(small, checked(*FOUND))
    marks.mark(small, checked(FOUND[2]))
    assert [item.place for item in marks.findings(small)] == [("表 二", 2, 2)]
    changed = {key[:1] for key in differing(before, looks(small))}
    assert changed == {("表 二",), (SHEET,)}
    assert len([name for name in names_of(small) if name.startswith(SHEET)]) == 1
    marks.mark(small, checked())
    assert differing(before, looks(small)) == {}


def test_a_clean_workbook_is_not_written_to(small: xw.Book, system: Platform) -> None:
    system.set_saved(small)
    marks.mark(small, checked())
    assert system.saved(small)
    assert small.app.impl.changes == []


def test_what_the_unit_changed_stays(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    first, second = small.sheets["表一"], small.sheets["表 二"]
    first["D3"].color = "#00FF00"
    second["B2"].note.text = "改写了"
    marks.clear(small)
    assert first["D3"].color == (0, 255, 0)
    assert second["B2"].note.text == "改写了"


def test_a_sheet_of_the_units_own_keeps_its_name(small: xw.Book) -> None:
    small.sheets["表三"].name = SHEET
    marks.mark(small, checked(FOUND[0]))
    assert names_of(small)[:1] == [f"{SHEET}（2）"]
    marks.mark(small, checked(FOUND[0]))
    assert names_of(small)[:2] == [f"{SHEET}（2）", "表一"]
    marks.clear(small)
    assert names_of(small) == ["表一", "表 二", SHEET]


def test_findings_without_a_cell_are_on_the_sheet_only(small: xw.Book) -> None:
    whole = finding("表一", 0, 0)
    before = looks(small)
    marks.mark(small, checked(whole))
    assert {key[0] for key in differing(before, looks(small))} == {SHEET}
    assert marks.findings(small) == []
    assert whole.place != NOWHERE
    marks.clear(small)
    assert differing(before, looks(small)) == {}


@pytest.mark.parametrize("obstacle", ["protected", "structure", "editing"])
def test_nothing_is_done_where_it_cannot_be_done_whole(
    small: xw.Book, system: Platform, obstacle: str
) -> None:
    before = looks(small)
    if obstacle == "protected":
        small.sheets["表 二"].api.protect("")
        said = "工作表“表 二”受保护"
    elif obstacle == "structure":
        small.api.protect("")
        said = "结构受保护"
    else:
        small.app.impl.editing = True
        said = "正在编辑单元格"
    with pytest.raises(LiveError, match=said):
        marks.mark(small, checked(*FOUND))
    assert differing(before, looks(small)) == {}
    assert small.app.impl.changes == []


def test_a_read_only_workbook(small: xw.Book, system: Platform, tmp_path: Path) -> None:
    path = small.fullname
    small.close()
    book = xw.apps.active.books.open(path, read_only=True)
    with pytest.raises(LiveError, match="只读方式"):
        marks.mark(book, checked(*FOUND))
    assert names_of(book) == ["表一", "表 二", "表三"]


@pytest.mark.parametrize(
    ("place", "earlier"),
    [("notes", False), ("notes", True), ("sheet", True), ("rename", False), ("rename", True)],
)
def test_a_failure_midway_leaves_everything_as_it_was(
    small: xw.Book, monkeypatch: pytest.MonkeyPatch, place: str, earlier: bool
) -> None:
    if earlier:
        marks.mark(small, checked(FOUND[2], FOUND[1]))
        marks.results_sheet(small)["L4"].value = "说明"
    before, known, sheets = looks(small), marks.findings(small), names_of(small)

    def fails(name: str, on: int) -> None:
        real, count = getattr(marks, name), iter(range(100))

        def once(*arguments: object) -> object:
            if next(count) == on:
                raise RuntimeError("COM")
            return real(*arguments)

        monkeypatch.setattr(marks, name, once)

    fails(*{"notes": ("put_note", 1), "sheet": ("add_sheet", 0), "rename": ("OwnSheet", int(earlier))}[place])
    with pytest.raises(LiveError, match="标记没有完成（RuntimeError），已恢复原状"):
        marks.mark(small, checked(*FOUND))
    assert differing(before, looks(small)) == {}
    assert (marks.findings(small), names_of(small)) == (known, sheets)
    app = small.app
    assert (app.screen_updating, app.calculation, app.enable_events, app.status_bar) == (
        True,
        "automatic",
        True,
        False,
    )
