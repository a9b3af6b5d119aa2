"""The built add-in in LibreOffice Calc, with a ``RunPython`` of its own, as xlwings' needs Excel.

LibreOffice swallows what goes wrong in Basic, so that each test asserts an effect.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calc_engine.office import Office, Unavailable, properties, require, url
from perfxl.addin import build
from perfxl.addin.configuration import TEXTS
from perfxl.addin.vba_project import VbaModule

ALWAYS_RUN_MACROS = 4
OPENS_WITH_VBA = "Calc MS Excel 2007 VBA XML"

STAND_IN = """Attribute VB_Name = "xlwings"
Public Function RunPython(PythonCommand As String)
    Shell "{python}", 0, "-c " & Chr(34) & PythonCommand & Chr(34), True
End Function
Public Function XLPy() As Object
    Set XLPy = New StandInServer
End Function
"""

STAND_IN_SERVER = """Attribute VB_Name = "StandInServer"
Public Function CallUDF(ModuleName, FunctionName, Arguments, Book, Caller) As Variant
    If Arguments(0) = "fail" Then Err.Raise 1000, , "no Python"
    CallUDF = Arguments(0)
End Function
"""
"""In the place of xlwings' COM server: a function answers its first argument, or fails."""


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    try:
        require()
        started = Office()
    except Unavailable as error:
        pytest.skip(str(error))
    yield started
    started.stop()


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that runs Python on a stand-in for perfxl.addin, which writes down what it is told."""
    folder = tmp_path_factory.mktemp("python")
    package = folder / "perfxl" / "addin"
    package.mkdir(parents=True)
    (folder / "perfxl" / "__init__.py").write_text("")
    told = folder / "told.txt"
    (package / "__init__.py").write_text(
        f"def on_action(control_id):\n    open({str(told)!r}, 'a').write(control_id + '\\n')\n"
    )
    program = folder / "python.sh"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{folder}" exec "{sys.executable}" "$@"\n')
    program.chmod(0o700)
    return program


@pytest.fixture(scope="module")
def document(office: Office, python: Path) -> Iterator[Any]:
    stand_ins = [
        VbaModule(STAND_IN.format(python=python).replace("\n", "\r\n")),
        VbaModule(STAND_IN_SERVER.replace("\n", "\r\n"), is_class=True),
    ]
    modules = [module for module in build.modules() if module.name not in ("xlwings", "Dictionary")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "modules", lambda: [*modules, *stand_ins])
        content = build.build(build.configuration())
    path = python.parent / "perfxl.xlam"
    path.write_bytes(content)
    opened = opened_in(office, path)
    yield opened
    opened.close(True)


def opened_in(office: Office, path: Path) -> Any:
    options = properties(Hidden=True, MacroExecutionMode=ALWAYS_RUN_MACROS, FilterName=OPENS_WITH_VBA)
    return office.desktop.loadComponentFromURL(url(path), "_blank", 0, options)


def call(document: Any, name: str, *arguments: Any) -> Any:
    script = document.getScriptProvider().getScript(
        f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
    )
    return script.invoke(arguments, (), ())[0]


def test_the_real_add_in_opens_with_all_its_modules(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "perfxl.xlam"
    path.write_bytes(build.build(build.configuration()))
    document = opened_in(office, path)
    try:
        library = document.BasicLibraries.getByName("VBAProject")
        expected = {module.name for module in build.modules()} | {"ThisWorkbook", "Sheet1"}
        assert set(library.ElementNames) == expected
        assert "PerfxlShowFailure" in library.getByName("xlwings")
        assert document.Sheets.ElementNames == ("perfxl.conf",)
    finally:
        document.close(True)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_vba_reads_the_chinese_texts(document: Any, name: str) -> None:
    assert call(document, "PerfxlRibbon.PerfxlText", name) == TEXTS[name]


@pytest.mark.parametrize("control_id", ["check_all", "undo_fill"])
def test_a_click_reaches_python_with_the_id_of_the_button(
    document: Any, python: Path, control_id: str
) -> None:
    call(document, "PerfxlRibbon.PerfxlRun", control_id)
    told = (python.parent / "told.txt").read_text().splitlines()
    assert told[-1:] == [control_id]


@pytest.mark.parametrize(("given", "shown"), [("优", "优"), (95.5, 95.5)])
def test_what_a_worksheet_function_answers_goes_into_the_cell(document: Any, given: Any, shown: Any) -> None:
    assert call(document, "PerfxlWorksheet.PerfxlAsCell", given) == shown
    assert call(document, "PerfxlWorksheet.PerfxlAsCell", ((given,),)) == shown


@pytest.mark.parametrize(
    ("argument", "shown"),
    [
        ("95.5", "95.5"),
        ('"优"', "优"),
        # LibreOffice shows the error values that VBA makes by their numbers.
        ('"#N/A"', "Error 2042"),
        ('"#VALUE!"', "Error 2015"),
        ('"#DIV/0!"', "Error 2007"),
        ('"fail"', "Error 2015"),
    ],
)
@pytest.mark.parametrize(
    "call_it", ["=PFX_GRADE({})", "=PFX_CHANGE_RATE({};2)"], ids=["grade", "change rate"]
)
def test_a_worksheet_function_shows_the_answer_or_the_error(
    document: Any, call_it: str, argument: str, shown: str
) -> None:
    cell = document.Sheets.getByIndex(0).getCellRangeByName("J1")
    cell.Formula = call_it.format(argument)
    assert cell.String == shown
