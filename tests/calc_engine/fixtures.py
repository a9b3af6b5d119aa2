"""Pytest fixtures: a spreadsheet program for tests of what runs inside Excel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import calc_engine

if TYPE_CHECKING:
    import xlwings as xw


@pytest.fixture(scope="session")
def calc_program() -> Iterator[xw.App]:
    """One LibreOffice for the whole run; skips where there is none."""
    try:
        calc_engine.require()
    except calc_engine.Unavailable as reason:
        pytest.skip(str(reason))
    calc_engine.register()
    import xlwings as xw

    from calc_engine import platform

    platform.register()
    app = xw.App(add_book=False)
    yield app
    app.quit()


@pytest.fixture
def calc_app(calc_program: xw.App) -> Iterator[xw.App]:
    """The program as it is after starting: no workbook open, nothing set, no message shown yet."""
    calc_engine.register()
    calc_program.impl.forget()
    yield calc_program
    calc_program.impl.forget()


@pytest.fixture
def calc_book(calc_app: xw.App) -> xw.Book:
    """A new workbook with one sheet, the active one."""
    return calc_app.books.add()
