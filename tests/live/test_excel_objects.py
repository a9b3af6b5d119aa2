"""What is asked of Excel itself, with objects in its place: the arithmetic of colours, errors and days."""

from __future__ import annotations

import datetime as dt
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from perfxl.live.excel_mac import Mac
from perfxl.live.excel_windows import Windows
from perfxl.live.fills import Colour, Fill
from perfxl.live.raw import CellError, rows_of

FILLS = [
    Fill(),
    Fill("solid", Colour("FFC7CE")),
    Fill("solid", Colour(theme=4, tint=0.5)),
    Fill("gray125", Colour("112233"), Colour(theme=1)),
    Fill("lightGrid", Colour("000000"), Colour("FFFFFF")),
]


class Interior:
    """A cell's interior as Excel on Windows has it: a colour is of a theme or not."""

    def __init__(self) -> None:
        self.Pattern = -4142
        self.ColorIndex = self.PatternColorIndex = 0
        self.TintAndShade = self.PatternTintAndShade = 0.0

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("Color", "PatternColor"):
            self.__dict__.pop(name.replace("Color", "ThemeColor"), None)
        object.__setattr__(self, name, value)


def windows_range(**properties: Any) -> Any:
    return SimpleNamespace(api=SimpleNamespace(**properties), shape=(2, 2))


@pytest.mark.parametrize("fill", FILLS)
def test_a_fill_is_set_and_read_on_windows(fill: Fill) -> None:
    cell = windows_range(Interior=Interior())
    Windows().set_fill(cell, fill)
    assert Windows().fill(cell) == fill


def test_colours_are_blue_green_red_on_windows() -> None:
    cell = windows_range(Interior=Interior())
    Windows().set_fill(cell, Fill("solid", Colour("FFC7CE")))
    assert (cell.api.Interior.Color, cell.api.Interior.Pattern) == (0xCEC7FF, 1)
    Windows().set_fill(cell, Fill("solid", Colour(palette=10)))
    assert cell.api.Interior.ColorIndex == 3
    cell.api.Interior.Pattern = 4000
    assert Windows().fill(cell) is None


def test_values_on_windows() -> None:
    cells = windows_range(Value2=((1.5, "文字"), (-2146826281, None)))
    [[number, text], [error, empty]] = Windows().values(cells)
    assert (number, text, error, empty) == (1.5, "文字", "#DIV/0!", None)
    assert isinstance(error, CellError)
    [[true, spill], [_, unknown]] = Windows().values(
        windows_range(Value2=((True, -2146826243), ("", -2146820000)))
    )
    assert (true, spill, unknown) == (True, "#SPILL!", "#VALUE!")


def test_editing_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ModuleType("xlwings._xlwindows")
    engine.N_COM_ATTEMPTS = 0
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", engine)
    tried = []

    class Api:
        @property
        def Interactive(self) -> bool:
            return True

        @Interactive.setter
        def Interactive(self, value: bool) -> None:
            tried.append(engine.N_COM_ATTEMPTS)
            if len(tried) > 1:
                raise RuntimeError("0x800AC472")

    app: Any = SimpleNamespace(api=Api())
    assert [Windows().busy(app), Windows().busy(app)] == [False, True]
    assert (tried, engine.N_COM_ATTEMPTS) == ([1, 1], 0)


class Reference:
    """An AppleScript property: it is got and set."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def get(self) -> Any:
        return self.value

    def set(self, value: Any) -> None:
        self.value = value


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel's words on macOS."""
    names: dict[str, Any] = {}

    class Words:
        def __getattr__(self, name: str) -> Any:
            return names.setdefault(name, SimpleNamespace(name=name))

    module = ModuleType("appscript")
    module.k = Words()
    monkeypatch.setitem(sys.modules, "appscript", module)


@pytest.mark.parametrize("fill", [FILLS[0], FILLS[1], FILLS[4]])
def test_a_fill_is_set_and_read_on_a_mac(words: None, fill: Fill) -> None:
    interior = SimpleNamespace(pattern=Reference(None), color=Reference(None), pattern_color=Reference(None))
    cell: Any = SimpleNamespace(api=SimpleNamespace(interior_object=interior))
    Mac().set_fill(cell, fill)
    assert Mac().fill(cell) == fill


@pytest.mark.parametrize(("old", "day"), [(False, 44317.5), (True, 42855.5)])
def test_values_on_a_mac(words: None, old: bool, day: float) -> None:
    import appscript

    found = [[dt.datetime(2021, 5, 1, 12), 3], [appscript.k.missing_value, ""]]
    shown = [["2021/5/1 12:00", "3"], ["#REF!", ""]]
    book = SimpleNamespace(api=SimpleNamespace(date_1904=Reference(old)))
    cells: Any = SimpleNamespace(
        api=SimpleNamespace(value=Reference(found), string_value=Reference(shown)),
        shape=(2, 2),
        sheet=SimpleNamespace(book=book),
    )
    [[date, number], [error, empty]] = Mac().values(cells)
    assert (date, number, error, empty) == (day, 3.0, "#REF!", None)
    assert isinstance(error, CellError)


@pytest.mark.parametrize(
    ("found", "shape", "rows"),
    [
        (5, (1, 1), [[5]]),
        (((5,),), (1, 1), [[5]]),
        ([1, 2], (1, 2), [[1, 2]]),
        ([1, 2], (2, 1), [[1], [2]]),
        (((1, 2), (3, 4)), (2, 2), [[1, 2], [3, 4]]),
        (((1,), (3,)), (2, 1), [[1], [3]]),
    ],
)
def test_what_ranges_give_is_put_into_rows(found: Any, shape: tuple[int, int], rows: list[list[int]]) -> None:
    assert rows_of(found, shape) == rows
