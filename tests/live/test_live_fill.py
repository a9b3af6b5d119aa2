"""计算 and 撤销上次 in the open workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw

import made_scoring
from live_support import checked, differing, finding, looks
from perfxl.checking import Options
from perfxl.fill import Change
from perfxl.filling import fill_bytes
from perfxl.finding import Place
from perfxl.live import LiveError, contents, fill, marks, memory
from perfxl.live.platform import Platform
from perfxl.live.read import read_live
from perfxl.withheld import Withheld
from perfxl.workbook.convert import to_xlsx
from perfxl.workbook.edit import SetCached, apply_edits
from perfxl.workbook.model import Cell
from perfxl.workbook.read import read_book

RETURNS = Path(__file__).parent.parent / "returns"
Opened = Callable[..., xw.Book]
COMPUTED = {
    Place("表一", 1, 2): Decimal("1.25"),
    Place("表一", 2, 2): Decimal("0.925"),
    Place("表一", 3, 2): "92.5%",
    Place("表一", 1, 3): Decimal("7"),
    Place("表一", 3, 4): "合计：246.1",
    Place("表一", 9, 1): Decimal("5"),
    Place("表 二", 2, 2): "=1+1",
}


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These are the computed cells of the small workbook."""

    def changes(book: xw.Book, options: Options, sheet: str | None, tell: object) -> dict[Place, Change]:
        return {
            place: Change(place, "", "", str(content), content, False)
            for place, content in COMPUTED.items()
            if sheet in (None, place.sheet)
        }

    monkeypatch.setattr(fill, "_computed", changes)
    return


def values(book: xw.Book) -> dict[Place, object]:
    cells = {sheet.name: sheet.cells for sheet in read_live(book).sheets}
    return {
        place: cell.text if (cell := cells[place.sheet].get((place.row, place.col))) else None
        for place in COMPUTED
    }


WRITTEN = dict(zip(COMPUTED, ["1.25", "0.925", "92.5%", "7", "合计：246.1", "5", "=1+1"], strict=True))


def test_a_return_is_filled_as_its_file(opened: Opened) -> None:
    data = (RETURNS / "hengyang-2021.xlsx").read_bytes()
    filled, expected = fill_bytes(data)
    book = opened("hengyang-2021")
    assert fill.fill_book(book, Options()) == expected
    places = {change.place: None for change in expected}
    assert contents.current_cells(book, places) == unformatted(filled, places)
    assert fill.undo_fill(book) == len(expected)
    assert contents.current_cells(book, places) == unformatted(data, places)


def test_year_parameters_and_formulas_count_as_in_the_file(opened: Opened, tmp_path: Path) -> None:
    changes = made_scoring.table(G2="计算得分") | {(made_scoring.FIGURES, "B5"): 22}
    plain = openpyxl.load_workbook(io.BytesIO(to_xlsx(made_scoring.made(changes).book)[0]))
    plain[made_scoring.TABLE]["G6"] = '=IF(1=2,1,"")'
    plain.save(tmp_path / "plain.xlsx")
    data = apply_edits((tmp_path / "plain.xlsx").read_bytes(), [SetCached(made_scoring.TABLE, 6, 7, "")])
    (tmp_path / "table.xlsx").write_bytes(data)
    options = Options(year=2018, parameters=("市级2016",))
    in_file: list[Withheld] = []
    in_excel: list[Withheld] = []
    [expected] = fill_bytes(data, options, in_file.append)[1]
    assert (expected.place.address, expected.after) == ("G5", "4")
    assert [cell.place.address for cell in in_file] == ["G6"]
    book = opened(tmp_path / "table.xlsx")
    assert fill.fill_book(book, options, tell=in_excel.append) == [expected]
    assert in_excel == in_file


def unformatted(data: bytes, places: dict[Place, None]) -> dict[Place, Cell]:
    """The cells of a file, number formats left out."""
    cells = {sheet.name: sheet.cells for sheet in read_book(data).sheets}
    found = {place: cells[place.sheet].get((place.row, place.col)) for place in places}
    return {place: cell._replace(number_format="General") for place, cell in found.items() if cell}


def test_only_one_sheet_is_filled(small: xw.Book, computed: None) -> None:
    [change] = fill.fill_book(small, Options(), sheet="表 二")
    assert change.place == Place("表 二", 2, 2)
    assert values(small)[Place("表一", 1, 2)] == "12"


def test_filling_and_undoing(small: xw.Book, computed: None) -> None:
    before = looks(small)
    assert len(fill.fill_book(small, Options())) == len(COMPUTED)
    assert values(small) == WRITTEN
    changed = differing(before, looks(small))
    assert changed.keys() == {*COMPUTED, ("表一", 6, 3)}  # and the sum over a changed cell
    assert all(
        one[0][2:] == one[1][2:] for key, one in changed.items() if key in before and key != ("表一", 9, 1)
    )
    assert fill.changed_since_fill(small) == []
    assert fill.undo_fill(small) == len(COMPUTED)
    assert differing(before, looks(small)) == {}
    assert [sheet.name for sheet in small.sheets] == ["表一", "表 二", "表三"]
    assert list(small.names) == []
    with pytest.raises(LiveError, match="没有可以撤销的计算"):
        fill.undo_fill(small)


def test_undoing_after_saving_and_reopening(
    small: xw.Book, computed: None, opened: Opened, tmp_path: Path
) -> None:
    before = values(small)
    fill.fill_book(small, Options())
    small.save(str(tmp_path / "filled.xlsx"))
    small.close()
    again = opened(tmp_path / "filled.xlsx")
    assert values(again) == WRITTEN
    assert fill.undo_fill(again) == len(COMPUTED)
    assert values(again) == before


def test_what_the_user_changed_since_stays(small: xw.Book, computed: None) -> None:
    fill.fill_book(small, Options())
    sheet = small.sheets["表一"]
    sheet["B1"].value = 99
    sheet["C1"].formula = "=3+4"
    sheet["7:7"].insert("down")
    assert fill.changed_since_fill(small) == [Place("表一", 1, 2), Place("表一", 1, 3)]
    assert fill.undo_fill(small) == len(COMPUTED) - 2
    assert (sheet["B1"].value, sheet["C1"].formula, sheet["B2"].value) == (99, "=3+4", 22)
    assert sheet["A10"].value is None  # what stood in A9


def test_a_second_fill_starts_a_new_journal(
    small: xw.Book, computed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill.fill_book(small, Options())
    small.sheets["表一"]["B1"].value = 3
    fill.fill_book(small, Options(), sheet="表一")
    fill.undo_fill(small)
    assert small.sheets["表一"]["B1"].value == 3
    assert small.sheets["表 二"]["B2"].value == "=1+1"


def test_the_journal_and_the_marks_live_side_by_side(small: xw.Book, computed: None) -> None:
    before = looks(small)
    fill.fill_book(small, Options())
    marks.mark(small, checked(finding("表一", 1, 2)))
    assert len(marks.findings(small)) == 1
    fill.undo_fill(small)
    assert len(marks.findings(small)) == 1
    fill.fill_book(small, Options())
    marks.clear(small)
    assert small.sheets["表一"]["B1"].color is None
    fill.undo_fill(small)
    assert differing(before, looks(small)) == {}
    assert [sheet.name for sheet in small.sheets] == ["表一", "表 二", "表三"]


def test_filtered_rows_are_filled_too(small: xw.Book, computed: None) -> None:
    small.sheets["表一"]["2:3"].rows.hidden = True
    fill.fill_book(small, Options())
    assert values(small) == WRITTEN
    assert small.sheets["表一"]["2:3"].rows.hidden


@pytest.mark.parametrize("obstacle", ["protected", "structure", "editing"])
def test_nothing_is_written_where_not_all_can_be(
    small: xw.Book, system: Platform, computed: None, obstacle: str
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
        fill.fill_book(small, Options())
    assert differing(before, looks(small)) == {}


def test_a_failure_midway_puts_everything_back(
    small: xw.Book, computed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill.fill_book(small, Options(), sheet="表 二")
    before, journal = looks(small), memory.load_journal(small)
    small.app.calculation = "semiautomatic"
    real, count = contents._write_block, iter(range(100))

    def fails(*arguments: object) -> None:
        if next(count) == 3:
            raise RuntimeError("COM")
        real(*arguments)

    monkeypatch.setattr(contents, "_write_block", fails)
    with pytest.raises(LiveError, match="计算没有完成（RuntimeError），已恢复原状"):
        fill.fill_book(small, Options())
    assert differing(before, looks(small)) == {}
    app = small.app
    assert (app.screen_updating, app.calculation, app.enable_events, app.status_bar) == (
        True,
        "semiautomatic",
        True,
        False,
    )
    assert memory.load_journal(small) == journal
    assert fill.undo_fill(small) == 1
    assert small.sheets["表 二"]["B2"].value == "内容"


def test_a_damaged_journal_is_refused(small: xw.Book, computed: None) -> None:
    fill.fill_book(small, Options())
    memory.save_journal(small, "不是记录")
    with pytest.raises(LiveError, match="记录不完整"):
        fill.undo_fill(small)
    assert values(small) == WRITTEN


def test_a_workbook_without_forms(calc_book: xw.Book, system: Platform) -> None:
    with pytest.raises(LiveError, match="没有识别出任何绩效表"):
        fill.fill_book(calc_book, Options())
    assert not calc_book.api.isModified()


def test_progress_is_told(small: xw.Book, computed: None) -> None:
    said: list[str] = []
    fill.fill_book(small, Options(), progress=said.append)
    assert said == ["正在读取工作簿……", "正在写入 7 个单元格……"]
    shown = [value for name, value in small.app.impl.changes if name == "status_bar"]
    assert set(shown) == {False}
