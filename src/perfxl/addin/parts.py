"""Where the ribbon and the VBA sources of the add-in are."""

from __future__ import annotations

from pathlib import Path


def ribbon_folder() -> Path:
    """``addin/``: ``customUI14.xml`` and its twin ``customUI.xml``."""
    return _part("addin_parts", "addin")


def macros_folder() -> Path:
    """``macros/``: the VBA modules as text."""
    return _part("macros", "macros")


def _part(installed_as: str, in_checkout: str) -> Path:
    """A folder inside the installed package, or beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / installed_as
    return installed if installed.is_dir() else package.parent.parent / in_checkout
