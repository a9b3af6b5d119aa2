"""Fixtures for tests of the open workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw

from live_support import small_workbook
from perfxl.live import platform, results
from perfxl.live.platform import Platform

RETURNS = Path(__file__).parent.parent / "returns"


@pytest.fixture
def system(calc_app: xw.App) -> Platform:
    """What perfxl asks of the program."""
    return platform.of(calc_app)


@pytest.fixture
def opened(calc_app: xw.App, tmp_path: Path) -> Callable[..., xw.Book]:
    """Opens a copy of a sample return, or of any workbook, as it is on the disk."""

    def open_copy(source: str | Path) -> xw.Book:
        path = RETURNS / f"{source}.xlsx" if isinstance(source, str) else source
        copy = tmp_path / f"open-{len(calc_app.books)}-{path.name}"
        copy.write_bytes(path.read_bytes())
        return calc_app.books.open(str(copy))

    return open_copy


@pytest.fixture
def small(opened: Callable[..., xw.Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> xw.Book:
    """The small workbook, open. The looks of the sheet 审核结果, which take long, have a test of their own."""
    monkeypatch.setattr(results, "_dress", lambda sheet, wanted: None)
    return opened(small_workbook(tmp_path / "small.xlsx"))
