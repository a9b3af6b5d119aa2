"""下一处 and 上一处: from one marked cell to the next, over all sheets and round again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

import xlwings as xw

from perfxl.live import LiveError, platform, state
from perfxl.live.marks import Marked, findings

_LISTED = 3
_Stop = tuple[int, int, int]
"""A cell in the order of the walk: the number of its sheet, row, column."""


class Visit(NamedTuple):
    """The cell gone to, its place among those that can be gone to (from 1) and their number.

    ``note`` is what the user should know: that the cell is hidden, that others lie on hidden sheets; "" otherwise.
    """

    marked: Marked
    number: int
    total: int
    note: str


def first_finding(book: xw.Book) -> Visit | None:
    """Go to the first marked cell; None where none is marked. Otherwise as ``next_finding``."""
    return _go(book, lambda stops, here: 0)


def next_finding(book: xw.Book) -> Visit | None:
    """Go to the marked cell behind the selected one, from the last to the first; None where none is marked.

    Nothing is unhidden: cells on hidden sheets are passed over. Raises LiveError where all are on such sheets.
    """
    return _go(book, bisect_right)


def previous_finding(book: xw.Book) -> Visit | None:
    """Go to the marked cell before the selected one, from the first to the last. Otherwise as ``next_finding``."""
    return _go(book, lambda stops, here: bisect_left(stops, here) - 1)


def _go(book: xw.Book, choose: Callable[[list[_Stop], _Stop], int]) -> Visit | None:
    state.refuse_if_busy(book)
    system = platform.of(book.app)
    hidden = {sheet.name for sheet in book.sheets if system.hidden(sheet)}
    marked = findings(book)
    reachable = [item for item in marked if item.place.sheet not in hidden]
    if not marked:
        return None
    if not reachable:
        sheets = _sheets(marked)
        raise LiveError(
            f"审核标出的单元格都在隐藏的工作表{sheets}中。请先取消隐藏（右击任一工作表标签），再点一次"
        )
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    stops = [(order[item.place.sheet], item.place.row, item.place.col) for item in reachable]
    number = choose(stops, _here(book, order)) % len(stops)
    chosen = reachable[number]
    cell = book.sheets[chosen.place.sheet].range((chosen.place.row, chosen.place.col))
    cell.sheet.activate()
    cell.select()
    note = _note(cell, [item for item in marked if item.place.sheet in hidden])
    return Visit(chosen, number + 1, len(reachable), note)


def _here(book: xw.Book, order: dict[str, int]) -> _Stop:
    """Where the user is in this workbook, whichever was in front."""
    book.activate()
    sheet = order.get(book.sheets.active.name, -1)
    selected = book.app.selection
    return (sheet, selected.row, selected.column) if selected is not None else (sheet, 0, 0)


def _note(cell: xw.Range, unreachable: Sequence[Marked]) -> str:
    said = []
    if cell.rows.hidden:
        said.append(f"单元格 {cell.get_address(False, False)} 所在的行被筛选或隐藏，取消筛选（隐藏）后可见")
    if cell.columns.hidden:
        said.append(f"单元格 {cell.get_address(False, False)} 所在的列被隐藏，取消隐藏后可见")
    if unreachable:
        said.append(f"另有 {len(unreachable)} 处在隐藏的工作表{_sheets(unreachable)}中，取消隐藏后可到达")
    return "；".join(said)


def _sheets(marked: Sequence[Marked]) -> str:
    names = list(dict.fromkeys(item.place.sheet for item in marked))
    return "、".join(f"“{name}”" for name in names[:_LISTED]) + ("等" if len(names) > _LISTED else "")
