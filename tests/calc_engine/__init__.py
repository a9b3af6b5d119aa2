"""An xlwings engine on LibreOffice Calc, so that the Excel half of perfxl runs on a real spreadsheet program.

It drives a hidden LibreOffice through UNO and behaves as Excel on Windows does where the two programs differ:
dates arrive as `datetime`, error values as Excel's own numbers, texts that look like numbers or formulas are
taken for what Excel takes them for, and a protected cell refuses to be written. `.api` gives UNO objects.

Written on `xlwings.base_classes` (BSD). What it does not offer raises `NotImplementedError`, as xlwings expects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calc_engine.office import Unavailable, require

if TYPE_CHECKING:
    import xlwings

__all__ = ["NAME", "Unavailable", "register", "require"]

NAME = "calc"


def register() -> xlwings.Engine:
    """Make the engine known to xlwings (once) and the active one; gives it back."""
    # Imported here, so that tests that need no spreadsheet program do not wait for it.
    import xlwings

    from calc_engine.app import Engine

    if NAME not in [engine.name for engine in xlwings.engines]:
        xlwings.engines.add(xlwings.Engine(impl=Engine()))
    engine = xlwings.engines[NAME]
    engine.activate()
    return engine
