"""Check and fill the performance forms (预算绩效) that budget units return.

As a library: ``perfxl.check(path)``, ``perfxl.check_folder(folder)``; see ``docs/library.md``. The names are imported when
they are first asked for, so that the command line starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfxl.version import VERSION as __version__

if TYPE_CHECKING:
    from perfxl.api import check, check_folder, fill_file
    from perfxl.batch.pool import PoolError
    from perfxl.checking import Checked
    from perfxl.fill import Change
    from perfxl.filling import FillError
    from perfxl.finding import Finding, Level, Place
    from perfxl.formset.load import FormSetError
    from perfxl.output import as_data
    from perfxl.withheld import Withheld
    from perfxl.workbook.edit import EditRefused
    from perfxl.workbook.model import Unreadable

_HOMES = {
    "check": "api",
    "check_folder": "api",
    "fill_file": "api",
    "as_data": "output",
    "Change": "fill",
    "Checked": "checking",
    "EditRefused": "workbook.edit",
    "FillError": "filling",
    "Finding": "finding",
    "FormSetError": "formset.load",
    "Level": "finding",
    "Place": "finding",
    "PoolError": "batch.pool",
    "Unreadable": "workbook.model",
    "Withheld": "withheld",
}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    """Import a public name. Raises AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module 'perfxl' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"perfxl.{_HOMES[name]}"), name)


__all__ = [
    "Change",
    "Checked",
    "EditRefused",
    "FillError",
    "Finding",
    "FormSetError",
    "Level",
    "Place",
    "PoolError",
    "Unreadable",
    "Withheld",
    "__version__",
    "as_data",
    "check",
    "check_folder",
    "fill_file",
]
