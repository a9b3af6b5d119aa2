"""Sheets protected without a password, as the official forms are, opened for as long as a button works on them.

Such a protection keeps slips of the hand away; it must not keep 计算 and 审核 away. One with a password stays, and what
needs to write there is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import xlwings as xw

from perfxl.live import LiveError, platform

Protector = Callable[[xw.Sheet], Callable[[], None] | None]
"""Takes a protection without password away and gives what puts it back as it was; None where it cannot."""

_ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
_REGISTERED: dict[str, Protector] = {}


def register(engine: str, protector: Protector) -> None:
    """Let the sheets of an xlwings engine be opened in a way of its own."""
    _REGISTERED[engine] = protector


@contextmanager
def unlocked(book: xw.Book) -> Iterator[None]:
    """The workbook's sheets without those protections that have no password; afterwards all are as before.

    Excel takes unprotecting for a change. Where LiveError says that nothing was written, the workbook counts as saved
    if it did before; where nothing had to be written, that is for the caller: ``is_saved``, ``count_as_saved``.
    """
    system, protector = platform.of(book.app), _protector(book.app)
    saved = system.saved(book)
    try:
        with ExitStack() as put_back:
            for sheet in book.sheets:
                again = protector(sheet) if protector is not None and system.locked(sheet) else None
                if again is not None:
                    put_back.callback(again)
            yield
    except LiveError:
        if saved:
            system.set_saved(book)
        raise


def is_saved(book: xw.Book) -> bool:
    """Whether closing the workbook would ask nothing."""
    return platform.of(book.app).saved(book)


def count_as_saved(book: xw.Book) -> None:
    """Let a workbook that was only unprotected and protected again count as unchanged."""
    platform.of(book.app).set_saved(book)


def _protector(app: xw.App) -> Protector | None:
    """None on macOS: there a protected sheet has to be unprotected by hand."""
    name = app.engine.name
    return _REGISTERED.get(name, unprotect_in_excel if name == "excel" and sys.platform == "win32" else None)


def unprotect_in_excel(sheet: xw.Sheet) -> Callable[[], None] | None:
    """The protector for Excel on Windows."""
    api = sheet.api
    options: dict[str, Any] = {name: getattr(api.Protection, name) for name in _ALLOWED}
    options["DrawingObjects"] = api.ProtectDrawingObjects
    options["Contents"] = api.ProtectContents
    options["Scenarios"] = api.ProtectScenarios
    selection = api.EnableSelection
    try:
        api.Unprotect("")
    except Exception:  # Excel refuses an empty password where there is one
        return None
    if api.ProtectContents:
        return None

    def again() -> None:
        api.Protect(**options)
        api.EnableSelection = selection

    return again
