"""审核 in the open workbook, from the first time to the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from live_support import checked, differing, finding, looks
from perfxl.checking import Options, check_file
from perfxl.finding import Finding, Place
from perfxl.live import fill, marks, results, state, walk
from perfxl.live.check import check_open
from perfxl.results_sheet import COLUMNS, TITLE_ROWS

Opened = Callable[..., xw.Book]
RATE = Place("计分表", 8, 4)
HEADS = [name for name, _ in COLUMNS]


def explain(book: xw.Book, found: Finding, text: str) -> None:
    """Type an explanation into 审核结果, as the unit does."""
    sheet = marks.results_sheet(book)
    codes = sheet.range((TITLE_ROWS + 2, len(HEADS))).expand("down").value
    sheet.range((TITLE_ROWS + 2 + codes.index(found.fingerprint), HEADS.index("核实说明") + 1)).value = text


def test_check_mark_explain_mend_and_clear(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "_dress", lambda sheet, wanted: None)
    book = opened("yiyang-2018")
    before = looks(book)
    first = check_open(book, Options())
    [doubtful] = [found for found in first.findings if found.place == RATE]
    marks.mark(book, first)
    assert walk.first_finding(book).marked.place == first.findings[0].place

    explain(book, doubtful, "财政收回指标")
    second = check_open(book, Options())
    assert [found.explanation for found in second.findings if found.place == RATE] == ["财政收回指标"]
    assert [found.fingerprint for found in second.findings] == [found.fingerprint for found in first.findings]
    book.save(str(tmp_path / "marked.xlsx"))
    assert check_file(tmp_path / "marked.xlsx").findings == second.findings

    elsewhere = check_open(book, Options(), sheet=next(s.name for s in book.sheets if s.name != RATE.sheet))
    assert [found.place for found in elsewhere.findings] == [RATE]
    marks.mark(book, elsewhere)

    book.sheets["计分表"]["D8"].value = 3.47
    assert [item.place for item in marks.findings(book)] == [RATE]
    last = check_open(book, Options())
    assert {found.place for found in first.findings} - {found.place for found in last.findings} == {RATE}
    marks.mark(book, last)
    assert RATE not in [item.place for item in marks.findings(book)]
    assert "财政收回指标" not in [look.value for look in looks(book).values()]
    marks.clear(book)
    assert differing(before, looks(book)).keys() == {RATE}


def test_marking_and_clearing_leave_a_return_as_it_was(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "_dress", lambda sheet, wanted: None)
    book = opened("mof-2020-sample")
    before = looks(book)
    found = check_file(Path(book.fullname))
    marks.mark(book, found)
    assert len(marks.findings(book)) == len(
        {finding.place for finding in found.findings if finding.place.col}
    )
    marks.clear(book)
    assert differing(before, looks(book)) == {}


def test_a_clean_workbook_stays_unmodified(opened: Opened) -> None:
    book = opened("hunan-2019-version-b")
    assert not book.api.isModified()
    marks.mark(book, check_open(book, Options()))
    assert fill.fill_book(book, Options()) == []
    assert not book.api.isModified()


def test_progress_and_state_while_checking(small: xw.Book) -> None:
    small.app.status_bar = "别人的话"
    small.app.screen_updating = False
    said: list[str] = []
    check_open(small, Options(), progress=said.append)
    assert said == ["正在审核……"]
    assert (small.app.status_bar, small.app.screen_updating, small.app.enable_events) == (
        "别人的话",
        False,
        True,
    )


def test_everything_is_put_back_after_an_exception(calc_app: xw.App) -> None:
    calc_app.calculation = "semiautomatic"
    calc_app.enable_events = False

    def work() -> None:
        with state.unattended(calc_app) as show:
            show("正在写入……")
            assert (calc_app.status_bar, calc_app.calculation) == ("绩效自评：正在写入……", "manual")
            assert (calc_app.screen_updating, calc_app.display_alerts) == (False, False)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    settings = ("status_bar", "calculation", "screen_updating", "display_alerts", "enable_events")
    assert [getattr(calc_app, name) for name in settings] == [False, "semiautomatic", True, True, False]


def test_the_rest_is_put_back_where_one_cannot_be(calc_app: xw.App, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = type(calc_app.impl)
    real = engine.calculation

    def refuses(self: object, mode: str) -> None:
        if mode == "automatic":
            raise RuntimeError("COM")
        real.fset(self, mode)

    with pytest.raises(RuntimeError), state.unattended(calc_app):
        monkeypatch.setattr(engine, "calculation", property(real.fget, refuses))
    assert (calc_app.screen_updating, calc_app.enable_events, calc_app.status_bar) == (True, True, False)


def test_messages_name_the_sheets(small: xw.Book) -> None:
    for number in range(6):
        small.sheets.add(f"锁{number}", after=small.sheets[-1]).api.protect("")
    with pytest.raises(state.LiveError) as refused:
        marks.mark(small, checked(*(finding(f"锁{n}", 1, 1) for n in range(6))))
    names = "“锁0”、“锁1”、“锁2”、“锁3”、“锁4”等"
    assert str(refused.value) == f"工作表{names}受保护，不能写入。请先在“审阅”中撤消工作表保护"
