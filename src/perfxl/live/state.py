"""The program around the workbook: kept quiet while it is worked on, put back afterwards, and asked beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import xlwings as xw

from perfxl.live import LiveError, platform

Progress = Callable[[str], None]
"""Told in a short Chinese sentence what is being done."""

_QUIET: dict[str, Any] = {"screen_updating": False, "enable_events": False, "display_alerts": False}
_LISTED = 5


@contextmanager
def unattended(app: xw.App, *, writing: bool = True) -> Iterator[Progress]:
    """No redrawing, no events, no questions; for ``writing`` no recalculation either. Whatever happens inside, all
    is as before afterwards, the status bar too. Gives what shows progress in the status bar.
    """
    settings = _QUIET | ({"calculation": "manual"} if writing else {})
    with ExitStack() as put_back:
        # Excel shows its own messages again when the status bar is set to False, which is also what it says
        # where no program has written there.
        put_back.callback(setattr, app, "status_bar", app.status_bar)
        for name, quiet in settings.items():
            before = getattr(app, name)
            if before != quiet:
                put_back.callback(setattr, app, name, before)
                setattr(app, name, quiet)
        yield progress_of(app)


def progress_of(app: xw.App) -> Progress:
    """What writes into the status bar."""

    def show(text: str) -> None:
        app.status_bar = f"绩效自评：{text}"

    return show


@contextmanager
def same_view(book: xw.Book) -> Iterator[None]:
    """The sheet and the workbook in front afterwards are those in front before, as far as they still exist."""
    front_book, front_sheet = book.app.books.active, book.sheets.active
    name = front_sheet.name
    try:
        yield
    finally:
        if any(sheet.name == name for sheet in book.sheets):
            book.sheets[name].activate()
        if front_book != book:
            front_book.activate()


@contextmanager
def all_or_nothing(task: str, put_back: Callable[[], None]) -> Iterator[None]:
    """Let ``put_back`` restore what was before where anything inside fails; then LiveError is raised."""
    try:
        yield
    except BaseException as error:
        try:
            put_back()
        except Exception as second:
            said = f"{task}没有完成，而且未能全部恢复原状。请不要保存，关闭工作簿后重新打开"
            raise LiveError(said) from second
        if isinstance(error, LiveError) or not isinstance(error, Exception):
            raise
        raise LiveError(f"{task}没有完成（{type(error).__name__}），已恢复原状") from error


@contextmanager
def unmodified(book: xw.Book) -> Iterator[None]:
    """A workbook without changes counts as such afterwards: only for what does not write."""
    system = platform.of(book.app)
    saved = system.saved(book)
    try:
        yield
    finally:
        if saved and not system.saved(book):
            system.set_saved(book)


def refuse_if_busy(book: xw.Book) -> None:
    """Raise LiveError while the user is editing a cell."""
    if platform.of(book.app).busy(book.app):
        raise LiveError("Excel 正在编辑单元格或有对话框未关闭。请按回车键（或 Esc）结束编辑，再点一次")


def refuse_if_unfit(book: xw.Book, sheets: Iterable[str], *, structure: bool = False) -> None:
    """Raise LiveError where the named sheets cannot be written to, or, for ``structure``, no sheet be added.

    Sheets that do not exist are passed over.
    """
    refuse_if_busy(book)
    system = platform.of(book.app)
    if system.read_only(book):
        raise LiveError(f"工作簿“{book.name}”是以只读方式打开的。请先另存为一个新文件，再在新文件中操作")
    wanted = set(sheets)
    locked = [sheet.name for sheet in book.sheets if sheet.name in wanted and system.locked(sheet)]
    if locked:
        names = "、".join(f"“{name}”" for name in locked[:_LISTED]) + ("等" if len(locked) > _LISTED else "")
        raise LiveError(f"工作表{names}受保护，不能写入。请先在“审阅”中撤消工作表保护")
    if structure and system.structure_locked(book):
        raise LiveError("工作簿的结构受保护，不能增减工作表。请先在“审阅”中撤消工作簿保护")
