"""审核 on the open workbook: the same findings as ``perfxl check`` gives for the saved file."""

from __future__ import annotations

import xlwings as xw

from perfxl.checking import Checked, Options, check_book
from perfxl.live import state
from perfxl.live.read import read_live


def check_open(
    book: xw.Book, options: Options, sheet: str | None = None, progress: state.Progress | None = None
) -> Checked:
    """Audit the open workbook as it is now. Nothing is written, and a saved workbook counts as saved afterwards.

    For one ``sheet`` the whole workbook is audited, since its forms are compared, and the findings on that sheet are
    given; besides them those that the unit has explained, so that no explanation is lost when they are marked.
    Raises LiveError and FormSetError.
    """
    state.refuse_if_busy(book)
    with state.unattended(book.app, writing=False) as show, state.unmodified(book):
        (progress or show)("正在审核……")
        checked = check_book(read_live(book), book.name, "", options)
    if sheet is not None:
        checked.findings = [
            finding for finding in checked.findings if finding.place.sheet == sheet or finding.explanation
        ]
    return checked
