"""Check and fill the performance forms (预算绩效) that budget units return.

As a library: ``perfxl.check(path)``, ``perfxl.check_folder(folder)``; see ``docs/library.md``. The names are imported when
they are first asked for, so that the command line starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfxl.version import VERSION as __version__

if TYPE_CHECKING:
    from perfxl.api import check, check_folder, fill_file
    from perfxl.checking import Checked
    from perfxl.finding import Finding, Level, Place
    from perfxl.formset.load import FormSetError
    from perfxl.output import as_data

_HOMES = {
    "check": "api",
    "check_folder": "api",
    "fill_file": "api",
    "as_data": "output",
    "Checked": "checking",
    "Finding": "finding",
    "FormSetError": "formset.load",
    "Level": "finding",
    "Place": "finding",
}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Import a public name. Raises AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module 'perfxl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"perfxl.{_HOMES[name]}"), name)


__all__ = [
    "Checked",
    "Finding",
    "FormSetError",
    "Level",
    "Place",
    "__version__",
    "as_data",
    "check",
    "check_folder",
    "fill_file",
]
