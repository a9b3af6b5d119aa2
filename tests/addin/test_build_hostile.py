"""What a returned workbook, or a file beside it, could do to the add-in: nothing."""

from __future__ import annotations

import difflib
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
import xlwings.utils

from perfxl.addin import build, xlwings_source
from perfxl.addin.configuration import WINDOWS
from perfxl.addin.parts import macros_folder
from perfxl.addin.xlwings_source import EDITS, BuildError, xlwings_module

INSTALLED = Path(str(distribution("xlwings").locate_file("xlwings"))) / "xlwings_custom_addin.bas"


def function(source: str, name: str) -> str:
    """The body of a function or sub."""
    found = re.search(rf"^(?:Public )?(Function|Sub) {name}\b.*?^End \1", source, re.MULTILINE | re.DOTALL)
    assert found is not None, name
    return found[0]


def test_only_the_lines_of_the_edits_differ_from_the_installed_module() -> None:
    before, after = INSTALLED.read_text("ascii").splitlines(), xlwings_module().splitlines()
    removed = [line[2:] for line in difflib.ndiff(before, after) if line.startswith("- ")]
    expected = [line for edit in EDITS for line in edit.before.splitlines() * edit.times]
    assert len(removed) == len(expected)
    assert all(any(part.strip() in line for part in expected) for line in removed)
    assert all(edit.why for edit in EDITS)


def test_settings_are_not_taken_from_the_active_workbook_or_its_folder() -> None:
    looked_up = function(xlwings_module(), "GetConfig")
    before_own_sheet = looked_up.partition("SheetExists(ThisWorkbook")[0]
    assert "SheetExists(ActiveWorkbook" not in looked_up
    assert re.search(r"If False Then\s+If GetConfigFromSheet\(ActiveWorkbook\)", before_own_sheet)
    assert 'If source = "directory" Then' in looked_up
    asked_with_source = re.findall(r'GetConfig\("[^"]+", [^)]*, "directory"', xlwings_module())
    assert asked_with_source == []


def test_python_code_in_a_sheet_is_never_run() -> None:
    assert "uses_embedded_code = True\r\n" not in xlwings_module()
    assert xlwings_module().count("uses_embedded_code = False\r\n") == 2


@pytest.mark.parametrize("name", ["ExecuteWindows", "XLPyCommand"])
def test_python_is_started_without_the_current_folder_on_its_path(name: str) -> None:
    started = function(xlwings_module(), name)
    assert ' -P -B -c ""import ' in started
    assert ' -B -c ""import ' not in started.replace(" -P -B -c", "")


def test_the_folder_of_the_workbook_does_not_get_onto_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings is given the rows of the add-in in the way its VBA puts them together."""
    rows = dict(build.configuration(WINDOWS, "C:\\python.exe").rows())
    monkeypatch.setattr("sys.path", ["/installed"])
    handed_over = [rows["ADD_WORKBOOK_TO_PYTHONPATH"], "/returns/a.xlsx", "/start/perfxl.xlam", "", "", ""]
    xlwings.utils.prepare_sys_path(";".join([*handed_over, rows["PYTHONPATH"]]))
    import sys

    assert sorted(sys.path) == sorted([rows["PYTHONPATH"], "/installed"])


def test_names_that_a_shell_would_run_are_refused_on_macos() -> None:
    source = (macros_folder() / "PerfxlRibbon.bas").read_text("ascii")
    pattern = re.search(r'FullName Like "\*\[(.+)\]\*"', source)
    assert pattern is not None
    assert set(pattern[1].replace('""', '"')) == set('$`"\\|;')


@pytest.mark.parametrize("edit", EDITS, ids=[edit.why + f" {number}" for number, edit in enumerate(EDITS)])
def test_an_xlwings_in_which_a_text_is_missing_is_refused(
    monkeypatch: pytest.MonkeyPatch, edit: xlwings_source.Edit
) -> None:
    other = INSTALLED.read_bytes().decode("ascii").replace(edit.before, "something else", 1)
    monkeypatch.setattr(xlwings_source, "_installed", lambda path: other)
    with pytest.raises(BuildError, match="xlwings 0"):
        xlwings_module()
