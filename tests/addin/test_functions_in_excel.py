"""How xlwings hands cells to the worksheet functions, and what its decorators for Windows make of them."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from perfxl.addin.cells import AsCell
from perfxl.addin.functions import PFX_INDICATOR_SCORE, PFX_RATE_SCORE
from perfxl.workbook.model import Cell, Kind

if TYPE_CHECKING:
    import xlwings as xw

# Runs what xlwings does on Windows, with stand-ins for pywin32, which only exists there.
WINDOWS = """
import sys, types
from types import SimpleNamespace as Stub

for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["win32com.client"].Dispatch = lambda found: found
sys.modules["pythoncom"].CoInitialize = lambda: None
import xlwings as xw

class Engine:
    name = "excel"
    prepare_xl_data_element = staticmethod(lambda value, _: "" if value is None else value)
    @staticmethod
    def clean_value_data(data, dates, empty, numbers, err_to_str):
        errors = {-2146826246: "#N/A", -2146826265: "#REF!"}
        return [[empty if v in ("", None) else errors.get(v, v) if err_to_str else v for v in row] for row in data]

xw.engines.add(xw.Engine(impl=Engine()))
windows = types.ModuleType("xlwings._xlwindows")
windows.Range = lambda xl: xl
windows.is_range_instance = lambda given: isinstance(given, Stub)
sys.modules["xlwings._xlwindows"] = xw._xlwindows = windows
server = types.ModuleType("xlwings.com_server")
server.loop = None
sys.modules["xlwings.com_server"] = server
from xlwings import udfs
xw.func, xw.arg = udfs.xlfunc, udfs.xlarg
from perfxl.addin import functions

sheet = Stub(book=Stub(app=Stub(engine=Engine(), pid=1)))
def cell(value, number_format="General"):
    return Stub(sheet=sheet, raw_value=value, number_format=number_format, max_cells_per_read=None, shape=(1, 1))
def call(name, *given):
    return udfs.call_udf("perfxl.addin.functions", name, given, None, cell(None))

MISSING = -2147352572
for name, known in functions.FUNCTIONS.items():
    told = getattr(functions, name).__xlfunc__
    assert [found["doc"] for found in told["args"]] == list(known.arguments.values()), name
    assert [found["name"] for found in told["args"] if "optional" in found] == list(known.optional), name
    assert told["ret"]["doc"] == known.description and told["category"] == functions.CATEGORY, name
print(call("PFX_EXECUTION_RATE", cell(45.17), cell(50.0), 2.0))
print(call("PFX_EXECUTION_RATE", 45.17, 50.0, MISSING))
print(call("PFX_EXECUTION_RATE", cell(None), cell(50.0), MISSING))
print(call("PFX_EXECUTION_RATE", cell(-2146826265), cell(50.0), MISSING))
print(call("PFX_EXECUTION_RATE", cell(45.17), -2146826246, MISSING))
print(call("PFX_INDICATOR_SCORE", "≥95%", cell(0.9, "0.00%"), 10.0, MISSING, 2.0))
print(call("PFX_GRADE", cell(91.0)))
"""


def test_the_decorators_of_windows_take_the_functions() -> None:
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WINDOWS)], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.stderr == ""
    assert run.stdout.split() == ["[[90.34]]", "[[90.34]]", "[['#N/A']]", "[['#VALUE!']]", "[['#N/A']]",
                                  "[[9.47]]", "[['优']]"]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.9, "0.00%", Cell(1, 1, Kind.NUMBER, "0.9", "0.00%")),
        (42.92, "General", Cell(1, 1, Kind.NUMBER, "42.92")),
        ("≥95%", "@", Cell(1, 1, Kind.TEXT, "≥95%")),
        ("=1/0", "General", Cell(1, 1, Kind.ERROR, "#DIV/0!")),
        ("=NA()", "General", Cell(1, 1, Kind.ERROR, "#N/A")),
        ("=1=1", "General", Cell(1, 1, Kind.BOOLEAN, "TRUE")),
        (None, "General", None),
    ],
)
def test_a_cell_arrives_as_it_is(
    calc_book: xw.Book, value: Any, number_format: str, expected: Cell | None
) -> None:
    place = calc_book.sheets[0].range("B2")
    place.number_format = number_format
    place.value = value
    assert place.options(AsCell).value == expected


def test_several_cells_are_no_value(calc_book: xw.Book) -> None:
    sheet = calc_book.sheets[0]
    sheet.range("A1").value = [[1, 2], [3, 4]]
    assert sheet.range("A1:B2").options(AsCell).value == Cell(1, 1, Kind.ERROR, "#VALUE!")


def test_a_native_rate_is_scored_by_its_format(calc_book: xw.Book) -> None:
    rate, actual = calc_book.sheets[0].range("A1"), calc_book.sheets[0].range("A2")
    rate.value, actual.value = 0.95, 0.9
    rate.number_format = actual.number_format = "0.00%"
    assert PFX_RATE_SCORE(rate.options(AsCell).value, 10.0) == 9.5
    assert PFX_INDICATOR_SCORE("≥95%", actual.options(AsCell).value, 10.0, None, 2.0) == 9.47
