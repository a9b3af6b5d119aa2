"""What xlwings does not offer alike everywhere: the few calls that go to the spreadsheet program itself.

Everything else in this package is plain xlwings. Another program takes part by an implementation of ``Platform``
that is registered under the name of its xlwings engine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

import xlwings as xw

from perfxl.live import LiveError
from perfxl.live.fills import Fill
from perfxl.live.raw import Raw


class Platform(Protocol):
    """The spreadsheet program behind xlwings. Ranges called ``cell`` are single cells."""

    def busy(self, app: xw.App) -> bool:
        """Whether the user is editing a cell or has a dialog open, so that no call would be answered."""

    def read_only(self, book: xw.Book) -> bool:
        """Whether the workbook was opened without the right to save it."""

    def structure_locked(self, book: xw.Book) -> bool:
        """Whether sheets may not be added or removed."""

    def locked(self, sheet: xw.Sheet) -> bool:
        """Whether the sheet is protected."""

    def date1904(self, book: xw.Book) -> bool:
        """Whether days count from 1904."""

    def saved(self, book: xw.Book) -> bool:
        """Whether the workbook has no changes that are not saved."""

    def set_saved(self, book: xw.Book) -> None:
        """Let the workbook count as unchanged."""

    def hidden(self, sheet: xw.Sheet) -> bool:
        """Whether the sheet is hidden, also if only programs can show it again."""

    def hide_deeply(self, sheet: xw.Sheet) -> None:
        """Hide the sheet so that users do not find it."""

    def hide_name(self, name: xw.Name) -> None:
        """Keep a defined name out of the user's lists."""

    def values(self, cells: xw.Range) -> list[list[Raw]]:
        """What the cells hold, by rows, unconverted, in one call."""

    def quoted(self, cell: xw.Range) -> bool:
        """Whether the cell's text was entered with an apostrophe before it."""

    def fill(self, cell: xw.Range) -> Fill | None:
        """The cell's fill; None for one that cannot be described (a gradient)."""

    def set_fill(self, cell: xw.Range, fill: Fill) -> None:
        """Give the cell this fill and no other."""

    def discussed(self, cell: xw.Range) -> bool:
        """Whether a conversation (threaded comment) is on the cell, which leaves no room for a note."""

    def drop_replies(self, cell: xw.Range, text: str) -> None:
        """Remove replies with this text from the cell's conversation."""

    def append_note(self, cell: xw.Range, text: str) -> None:
        """Put a text behind that of the cell's note, which keeps its looks and its author."""

    def cut_note(self, cell: xw.Range, length: int) -> None:
        """Keep only the first characters of the cell's note."""

    def size_note(self, cell: xw.Range, lines: int) -> None:
        """Give the box of the cell's note room for so many lines."""

    def link(self, cell: xw.Range, location: str) -> None:
        """Let a click on the cell lead to a place in the same workbook, such as ``'表一'!D19``."""

    def frame(self, cells: xw.Range) -> None:
        """Thin grey lines around every cell."""

    def print_on_a4(self, sheet: xw.Sheet, head_row: int, footer: str) -> None:
        """Print in landscape on A4, one page wide, the head row on every page."""


_REGISTERED: dict[str, Platform] = {}


def register(engine: str, platform: Platform) -> None:
    """Let an xlwings engine be served by a platform of its own."""
    _REGISTERED[engine] = platform


def of(app: xw.App) -> Platform:
    """The platform of a running program. Raises LiveError for one that is not known."""
    name = app.engine.name
    if name not in _REGISTERED:
        if name != "excel" or sys.platform not in _EXCELS:
            raise LiveError(f"不支持在这个程序（{name}）中操作打开的工作簿，请用 Excel 打开")
        register(name, _EXCELS[sys.platform]())
    return _REGISTERED[name]


def _windows() -> Platform:
    from perfxl.live.excel_windows import Windows

    return Windows()


def _mac() -> Platform:
    from perfxl.live.excel_mac import Mac

    return Mac()


_EXCELS: dict[str, Callable[[], Platform]] = {"win32": _windows, "darwin": _mac}
