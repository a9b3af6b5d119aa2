"""How the add-in speaks to its user: message boxes, the status bar, and a log of what went wrong inside."""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.addin.folders import made, user_folder
from perfxl.addin.outcome import Outcome
from perfxl.version import VERSION

if TYPE_CHECKING:
    import xlwings as xw

TITLE = "绩效自评"
_LONGEST_STATUS, _LONGEST_MESSAGE = 200, 1800
_LARGEST_LOG = 1_000_000
_WARNING_ICON, _IN_FRONT = 0x30, 0x40000


def tell(app: xw.App, outcome: Outcome) -> None:
    """Show an outcome where it belongs."""
    if outcome.quiet:
        app.status_bar = _cut(" ".join(outcome.message.split()), _LONGEST_STATUS)
    else:
        app.alert(_cut(outcome.message, _LONGEST_MESSAGE), TITLE, mode="info")


def warn(app: xw.App | None, message: str) -> None:
    """Show why something was not done. Never raises: where Excel shows no message, Windows or the console does."""
    message = _cut(message, _LONGEST_MESSAGE)
    try:
        if app is not None:
            app.alert(message, TITLE, mode="critical")
            return
    except Exception:  # an Excel that is gone or busy; the message must still come out
        log_failure()
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, message, TITLE, _WARNING_ICON | _IN_FRONT)
    else:
        sys.stderr.write(f"{message}\n")


def log_file() -> Path:
    """Where errors inside perfxl are written down."""
    return user_folder() / "perfxl-errors.log"


def log_failure() -> str:
    """Write the exception that is being handled into the log; a Chinese sentence that names the log.

    Never raises; where the log cannot be written the sentence says what the error was.
    """
    error = sys.exc_info()[1]
    try:
        path = log_file()
        made(path.parent)
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} perfxl {VERSION}\n")
            log.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return f"程序内部出错：{type(error).__name__}（错误记录没有写成）。工作簿可能只处理了一部分，请核对。"
    return f"程序内部出错，详情已记入 {path}，请把这个文件发给维护人员。工作簿可能只处理了一部分，请核对。"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
