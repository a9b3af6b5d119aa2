"""Marks made in the open workbook are cleared from its file, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlwings as xw
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import GradientFill

from live_support import USER_NOTE, checked, differing, finding, looks, small_workbook
from perfxl.annotate import marks as edits_of
from perfxl.live import LiveError, marks, memory
from perfxl.live.fills import PATTERNS, SOLID, Colour, Fill, fill_of, shape_of, solid_fill
from perfxl.live.platform import Platform
from perfxl.results_sheet import LEDGER_SHEET, SHEET
from perfxl.workbook.edit import apply_edits, clear_marks
from perfxl.workbook.edit.styles import is_solid
from perfxl.workbook.read import read_book

Opened = Callable[..., xw.Book]
FOUND = (finding("表一", 2, 2), finding("表一", 3, 4), finding("表 二", 2, 2), finding("表一", 1, 1))


def as_seen(data: bytes) -> dict[tuple[str, str], tuple[object, str, str]]:
    """Value, ground colour and note of every cell that has any of them."""
    found = {}
    for sheet in load_workbook(BytesIO(data)):
        for row in sheet.iter_rows():
            for cell in row:
                colour = cell.fill.fgColor.rgb if cell.fill.patternType else ""
                note = cell.comment.text if cell.comment else ""
                if (cell.value, colour, note) != (None, "", ""):
                    found[sheet.title, cell.coordinate] = (cell.value, colour, note)
    return found


def test_marked_here_cleared_as_a_file(small: xw.Book, tmp_path: Path) -> None:
    small.save(str(tmp_path / "before.xlsx"))
    marks.mark(small, checked(*FOUND))
    small.save(str(tmp_path / "marked.xlsx"))
    before, marked = ((tmp_path / f"{name}.xlsx").read_bytes() for name in ("before", "marked"))
    assert len(as_seen(marked)) > len(as_seen(before))
    cleared = clear_marks(marked)
    assert as_seen(cleared) == as_seen(before)
    assert [sheet.name for sheet in read_book(cleared).sheets] == ["表一", "表 二", "表三"]
    assert clear_marks(cleared) == cleared


def test_marked_as_a_file_cleared_here(opened: Opened, tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "small.xlsx")
    unmarked = looks(opened(path))
    path.write_bytes(apply_edits(path.read_bytes(), edits_of(FOUND, "审核结果", "结论")))
    book = opened(path)
    assert [item.place.address for item in marks.findings(book)] == ["A1", "B2", "D3", "B2"]
    assert marks.results_sheet(book).name == SHEET
    assert marks.clear(book) == 4
    assert differing(unmarked, looks(book)) == {}
    assert [sheet.name for sheet in book.sheets] == ["表一", "表 二", "表三"]


def test_marked_as_a_file_checked_anew_here(opened: Opened, tmp_path: Path) -> None:
    path = small_workbook(tmp_path / "small.xlsx")
    unmarked = looks(opened(path))
    path.write_bytes(apply_edits(path.read_bytes(), edits_of(FOUND, "审核结果", "结论")))
    book = opened(path)
    marks.mark(book, checked(FOUND[0]))
    assert [item.place.address for item in marks.findings(book)] == ["B2"]
    assert book.sheets["表一"]["B2"].note.text.startswith(USER_NOTE)
    marks.clear(book)
    assert differing(unmarked, looks(book)) == {}


def test_a_gradient_is_left_to_the_file(opened: Opened, tmp_path: Path) -> None:
    made = Workbook()
    made.active.title = "表一"
    made.active["B2"] = 1
    made.active["B2"].fill = GradientFill(stop=("FF0000", "0000FF"))
    made.create_sheet("表 二")
    path = tmp_path / "gradient.xlsx"
    made.save(path)
    path.write_bytes(apply_edits(path.read_bytes(), edits_of(FOUND[:1], "审核结果", "结论")))
    book = opened(path)
    before = looks(book)
    for task in (marks.clear, lambda book: marks.mark(book, checked(FOUND[2]))):
        with pytest.raises(LiveError, match="渐变填充，只能对文件清除标记"):
            task(book)
    assert differing(before, looks(book)) == {}


def test_a_fill_that_cannot_be_described_is_not_covered(
    small: xw.Book, system: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "fill", lambda cell: None)
    marks.mark(small, checked(FOUND[3]))
    assert small.sheets["表一"]["A1"].color == (146, 208, 80)
    assert small.sheets["表一"]["A1"].note.text.startswith("错误 BD-05")


def test_a_sheet_of_that_name_that_is_not_ours(small: xw.Book) -> None:
    small.sheets["表三"].name = LEDGER_SHEET
    before = looks(small)
    with pytest.raises(LiveError, match="内容不是审核标记的记录"):
        marks.mark(small, checked(*FOUND))
    assert differing(before, looks(small)) == {}


def test_a_damaged_ledger_is_refused(small: xw.Book) -> None:
    marks.mark(small, checked(*FOUND))
    memory.sheet_of(small)["A2"].value = "坏了"
    with pytest.raises(LiveError, match="记录不完整"):
        marks.clear(small)


COLOURS = st.one_of(
    st.integers(0, 0xFFFFFF).map(lambda number: Colour(f"{number:06X}")),
    st.tuples(st.integers(0, 11), st.floats(-1, 1)).map(lambda pair: Colour(theme=pair[0], tint=pair[1])),
    st.integers(0, 63).map(lambda number: Colour(palette=number)),
)
PLAIN = st.builds(Fill, st.sampled_from(sorted(PATTERNS - {"none", "solid"})), COLOURS, COLOURS | st.none())


@given(PLAIN | st.builds(Fill, st.just(SOLID), COLOURS) | st.just(Fill()))
def test_a_fill_survives_the_ledger(fill: Fill) -> None:
    assert fill_of(shape_of(fill)) == fill


def test_a_tint_is_the_one_of_files() -> None:
    assert is_solid(shape_of(solid_fill("ffc7ce")), "FFC7CE")
    assert fill_of(("fill", (), (("gradientFill", (), ()),))) is None
