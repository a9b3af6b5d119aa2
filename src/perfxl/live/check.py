"""审核 on the open workbook: the same findings as ``perfxl check`` gives for the saved file."""

from __future__ import annotations

from pathlib import Path

import xlwings as xw

from perfxl.checking import Checked, Opened, Options, open_book
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
    return _of_sheet(_opened(book, book.name, options, progress).audited(options), sheet)


def check_with_report(
    book: xw.Book,
    path: Path,
    options: Options,
    sheet: str | None = None,
    progress: state.Progress | None = None,
) -> tuple[Checked, list[str]]:
    """As :func:`check_open`, together with the report in words that lies beside the workbook, saved as ``path``.

    Which report that is, and what should be said of the choice, is decided as for a file on the command line.
    """
    from perfxl.words.attach import with_report

    opened = _opened(book, str(path), options, progress)
    checked, notes = with_report(opened, opened.audited(options))
    return _of_sheet(checked, sheet), notes


def _opened(book: xw.Book, name: str, options: Options, progress: state.Progress | None) -> Opened:
    state.refuse_if_busy(book)
    with state.unattended(book.app, writing=False) as show, state.unmodified(book):
        (progress or show)("正在审核……")
        return open_book(read_live(book), name, "", options)


def _of_sheet(checked: Checked, sheet: str | None) -> Checked:
    if sheet is not None:
        checked.findings = [
            finding
            for finding in checked.findings
            if finding.place.sheet == sheet or finding.explanation or finding.remark
        ]
    return checked
