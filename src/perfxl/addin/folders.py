"""The folder in which the add-in keeps what is the user's own: settings, entry slips, pages, the log of errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def user_folder() -> Path:
    """``%APPDATA%\\perfxl`` on Windows, in Excel's own container on macOS, else ``$XDG_CONFIG_HOME/perfxl``.

    The folder need not exist yet. On macOS Excel opens files of its own container without asking for permission.
    """
    if sys.platform == "win32":
        base = os.environ.get("APPDATA")
        return Path(base) / "perfxl" if base else Path.home() / "AppData" / "Roaming" / "perfxl"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Containers" / "com.microsoft.Excel" / "Data" / "perfxl"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "perfxl"


def made(folder: Path) -> Path:
    """The folder, made where it was missing. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder
