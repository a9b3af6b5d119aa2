"""What VBA calls: the right workbook is taken, and whatever goes wrong becomes a Chinese sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from perfxl import addin
from perfxl.addin import actions, messages
from perfxl.addin.actions import ACTIONS
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import SettingsError
from perfxl.formset.load import FormSetError
from perfxl.live import LiveError

if TYPE_CHECKING:
    import xlwings as xw

    Action = Callable[[xw.Book], Outcome]


@pytest.fixture
def button(monkeypatch: pytest.MonkeyPatch) -> Callable[[Action], None]:
    """Let the button ``about`` do something else."""

    def put(action: Action) -> None:
        monkeypatch.setattr(actions, "ACTIONS", {**ACTIONS, "about": action})

    return put


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written where there is no Excel to show it."""
    written: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", written.append)
    return written


def alerts(app: xw.App) -> list[dict[str, Any]]:
    shown = app.impl.alerts
    assert isinstance(shown, list)
    return shown


def raising(error: Exception) -> Action:
    def action(_: xw.Book) -> Outcome:
        raise error

    return action


def test_an_outcome_is_shown_in_a_box(calc_app: xw.App) -> None:
    calc_app.books.add()
    addin.on_action("about")
    (shown,) = alerts(calc_app)
    assert (shown["title"], shown["mode"]) == ("绩效自评", "info")
    assert "hunan-2021" in shown["prompt"]
    assert "MIT" in shown["prompt"]


def test_a_quiet_outcome_is_in_the_status_bar(calc_app: xw.App, button: Callable[[Action], None]) -> None:
    calc_app.books.add()
    button(lambda _: Outcome("第一行\n" + "长" * 400, quiet=True))
    addin.on_action("about")
    assert alerts(calc_app) == []
    assert calc_app.status_bar.startswith("第一行 长长")
    assert len(calc_app.status_bar) == 200


@pytest.mark.parametrize(
    "error",
    [ActionError("不行"), LiveError("受保护"), SettingsError("设置有误"), FormSetError("没有套表“x”")],
)
def test_an_expected_error_is_its_sentence(
    calc_app: xw.App, button: Callable[[Action], None], error: Exception, home: Path
) -> None:
    calc_app.books.add()
    button(raising(error))
    addin.on_action("about")
    (shown,) = alerts(calc_app)
    assert (shown["prompt"], shown["mode"]) == (str(error), "critical")
    assert not messages.log_file().exists()


def test_an_unexpected_error_is_logged_and_the_log_named(
    calc_app: xw.App, button: Callable[[Action], None], home: Path
) -> None:
    calc_app.books.add()
    button(raising(ZeroDivisionError("by zero")))
    addin.on_action("about")
    addin.on_action("about")
    first, second = alerts(calc_app)
    assert first == second
    assert str(messages.log_file()) in first["prompt"]
    assert "Traceback" not in first["prompt"]
    assert messages.log_file().read_text("utf-8").count("ZeroDivisionError: by zero") == 2


def test_a_log_that_cannot_be_written_does_not_hide_the_error(
    calc_app: xw.App, button: Callable[[Action], None], home: Path
) -> None:
    home.write_text("a file in the folder's place")
    calc_app.books.add()
    button(raising(ZeroDivisionError("by zero")))
    addin.on_action("about")
    (shown,) = alerts(calc_app)
    assert "ZeroDivisionError" in shown["prompt"]


def test_a_log_does_not_grow_for_ever(home: Path) -> None:
    home.mkdir()
    messages.log_file().write_text("x" * 1_100_000, "utf-8")
    messages.log_failure()
    assert messages.log_file().stat().st_size < 10_000
    assert messages.log_file().with_suffix(".old.log").stat().st_size == 1_100_000


def test_without_a_workbook_the_user_is_asked_to_open_one(calc_app: xw.App) -> None:
    addin.on_action("check_all")
    (shown,) = alerts(calc_app)
    assert shown["prompt"].startswith("没有打开的工作簿")
    assert len(calc_app.books) == 0


@pytest.mark.parametrize("name", ["perfxl.xlam", "其他加载项.XLAM", "old.xla"])
def test_an_add_in_is_never_taken_for_a_workbook(
    calc_app: xw.App, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    book = calc_app.books.add()
    monkeypatch.setattr(type(book.impl), "name", name)
    addin.on_action("check_all")
    (shown,) = alerts(calc_app)
    assert shown["prompt"].startswith("没有打开的工作簿")


def test_the_workbook_in_front_is_taken_not_the_one_that_called(
    calc_app: xw.App, button: Callable[[Action], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    import xlwings as xw

    caller, other = calc_app.books.add(), calc_app.books.add()
    monkeypatch.setattr(xw.Book, "caller", classmethod(lambda _: caller))
    button(lambda book: Outcome(book.name))
    addin.on_action("about")
    assert [shown["prompt"] for shown in alerts(calc_app)] == [other.name]


def test_while_a_cell_is_edited_nothing_is_done(calc_app: xw.App) -> None:
    calc_app.books.add()
    calc_app.impl.editing = True
    addin.on_action("settings")
    addin.on_action("about")
    refused, told = alerts(calc_app)
    assert "正在编辑单元格" in refused["prompt"]
    assert "perfxl" in told["prompt"]
    assert len(calc_app.books) == 1


def test_an_unknown_button_is_told(calc_app: xw.App) -> None:
    calc_app.books.add()
    addin.on_action("not_there")
    assert "版本可能不一致" in alerts(calc_app)[0]["prompt"]


def test_without_excel_the_message_still_comes_out(
    monkeypatch: pytest.MonkeyPatch, console: list[str]
) -> None:
    monkeypatch.setattr("xlwings.engines", [])
    addin.on_action("about")
    assert "".join(console).startswith("没有找到打开着的 Excel")


def test_an_excel_that_shows_no_message_does_not_hide_it(
    calc_app: xw.App, monkeypatch: pytest.MonkeyPatch, console: list[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("gone")

    monkeypatch.setattr(type(calc_app.impl), "alert", refuse)
    addin.on_action("check_all")
    assert "".join(console).startswith("没有打开的工作簿")
