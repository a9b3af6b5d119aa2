"""The built file: the same each time, what is in it, and that others can read it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree
from pyopenvba import ExcelFile
from pyopenvba.integrity import check_file
from pyvbaanalysis import analyze_workbook

from perfxl.addin import build, xlwings_source
from perfxl.addin.configuration import MACOS, TEXTS, WINDOWS
from perfxl.addin.functions import FUNCTIONS
from perfxl.addin.parts import macros_folder, ribbon_folder
from perfxl.addin.vba_project import read_source
from perfxl.cli import app
from perfxl.workbook.read import read_book

ROOT = Path(__file__).parents[2]
PYTHON = "C:\\用户\\R&D <1>\\python.exe"
ADD_IN, MACRO_WORKBOOK = (
    f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml" for kind in ("addin", "sheet")
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return build.build(build.configuration(WINDOWS, PYTHON))


@pytest.fixture(scope="module")
def path(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("built") / "perfxl.xlam"
    file.write_bytes(content)
    return file


@pytest.fixture(scope="module")
def sources(path: Path) -> dict[str, str]:
    """The modules in the file, by name, as olevba reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # olevba's own use of pyparsing
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        found = {name: source for _, _, name, source in parser.extract_macros()}
        parser.close()
    return {name.rpartition(".")[0]: lines(source) for name, source in found.items()}


def lines(source: str | bytes) -> str:
    """A source without what differs between a file and a stream: line ends, blanks at the end, attributes."""
    text = source.decode("ascii") if isinstance(source, bytes) else source
    kept = [line.rstrip() for line in text.splitlines() if not line.startswith("Attribute ")]
    return "\n".join(kept).strip("\n")


def without_class_head(source: str) -> str:
    return source.partition("END\r\n")[2]


def test_two_builds_are_the_same_bytes(content: bytes) -> None:
    assert build.build(build.configuration(WINDOWS, PYTHON)) == content


def test_another_interpreter_is_another_file(content: bytes) -> None:
    assert build.build(build.configuration(WINDOWS, "C:\\python.exe")) != content


def test_the_project_is_macros_functions_and_xlwings_and_nothing_else(sources: dict[str, str]) -> None:
    own = {path.stem: lines(path.read_bytes()) for path in macros_folder().glob("*.bas")}
    assert {name: sources[name] for name in own} == own
    assert sources["xlwings"] == lines(xlwings_source.xlwings_module())
    assert sources["Dictionary"] == lines(without_class_head(xlwings_source.dictionary_module()))
    assert sources["ThisWorkbook"] == lines((macros_folder() / "ThisWorkbook.cls").read_bytes())
    assert sources["Sheet1"] == ""
    assert set(sources) == {*own, "xlwings", "Dictionary", "PerfxlFunctions", "ThisWorkbook", "Sheet1"}


def test_there_is_a_vba_function_for_each_worksheet_function(sources: dict[str, str]) -> None:
    found = re.findall(
        r"^Public Function (\w+)\((.*)\) As Variant$", sources["PerfxlFunctions"], re.MULTILINE
    )
    assert [name for name, _ in found] == list(FUNCTIONS)
    for name, parameters in found:
        optional = [part.startswith("Optional ") for part in parameters.split(", ")]
        assert optional == [each in FUNCTIONS[name].optional for each in FUNCTIONS[name].arguments]


def test_all_vba_is_ascii(sources: dict[str, str]) -> None:
    assert all(path.read_bytes().isascii() for path in macros_folder().iterdir())
    assert all(source.isascii() for source in sources.values())


def test_other_vba_is_refused(tmp_path: Path) -> None:
    module = tmp_path / "M.bas"
    module.write_text('Attribute VB_Name = "M"\n\' 中文\n', "utf-8")
    with pytest.raises(xlwings_source.BuildError, match=r"M\.bas"):
        read_source(module)


def test_static_analysis_finds_no_error_in_the_project(path: Path) -> None:
    found = {
        module: [note for note in notes if note.severity.name.lower() == "error"]
        for module, notes in analyze_workbook(path).items()
    }
    assert "PerfxlRibbon" in found
    assert not any(found.values())


def test_the_names_of_document_modules_are_those_of_workbook_and_sheet(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content))
    main = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    names = [
        etree.fromstring(parts.read(part)).xpath(f"string(m:{element}/@codeName)", namespaces=main)
        for part, element in (("xl/workbook.xml", "workbookPr"), ("xl/worksheets/sheet1.xml", "sheetPr"))
    ]
    assert names == ["ThisWorkbook", "Sheet1"]


def test_the_project_references_the_library_of_iribboncontrol(path: Path) -> None:
    with ExcelFile(path) as file:
        references = {reference.name: reference.guid.upper() for reference in file.references()}
    assert references["Office"] == "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}"


def test_other_readers_find_nothing_wrong(path: Path, content: bytes) -> None:
    report = check_file(path)
    assert report.ok
    assert report.issues == ()
    assert zipfile.ZipFile(path).testzip() is None
    book = read_book(content)
    assert [sheet.name for sheet in book.sheets] == ["perfxl.conf"]
    assert book.macros


def test_openpyxl_reads_it_under_the_type_of_a_workbook(content: bytes) -> None:
    """It refuses the type of an add-in, which is all that is changed here."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(ADD_IN.encode(), MACRO_WORKBOOK.encode()))
    sheet = openpyxl.load_workbook(changed, keep_vba=True)["perfxl.conf"]
    settings = build.configuration(WINDOWS, PYTHON).rows()
    shown = [(sheet.cell(row, 1).value, sheet.cell(row, 2).value) for row in range(1, len(settings) + 2)]
    assert shown == [*settings, (None, None)]


def test_both_ribbons_are_in_it_and_related(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content))
    relations = {
        element.get("Target"): element.get("Type") for element in etree.fromstring(parts.read("_rels/.rels"))
    }
    for name, year in (("customUI.xml", 2006), ("customUI14.xml", 2007)):
        assert parts.read(f"customUI/{name}") == (ribbon_folder() / name).read_bytes()
        kind = f"http://schemas.microsoft.com/office/{year}/relationships/ui/extensibility"
        assert relations[f"customUI/{name}"] == kind


def test_every_text_that_vba_asks_for_is_there(sources: dict[str, str]) -> None:
    asked = set(re.findall(r'PerfxlText\("(\w+)"\)', "\n".join(sources.values())))
    assert asked == set(TEXTS)


def test_every_name_that_vba_uses_is_defined(sources: dict[str, str], content: bytes) -> None:
    used = set(re.findall(r'Names\("(\w+)"\)', "\n".join(sources.values())))
    defined = set(
        re.findall(rb'definedName name="(\w+)"', zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml"))
    )
    assert {*used, *TEXTS} == {name.decode() for name in defined}


@pytest.mark.parametrize(
    ("system", "python"), [(WINDOWS, PYTHON), (MACOS, "/opt/环境/bin/python3"), (WINDOWS, None)]
)
def test_a_built_file_says_what_it_was_built_from(system: str, python: str | None) -> None:
    chosen = build.configuration(system, python)
    assert build.read_configuration(build.build(chosen)) == chosen


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", (ROOT / "tests/returns/hengyang-2021.xlsx").read_bytes()]
)
def test_another_file_is_no_add_in(content: bytes) -> None:
    with pytest.raises(xlwings_source.BuildError):
        build.read_configuration(content)


def test_an_installed_perfxl_builds_the_same_in_any_folder(tmp_path: Path, content: bytes) -> None:
    """From what goes into a wheel: the ribbon and the VBA sources travel with it; in another order of sets."""
    checkout, installed = tmp_path / "checkout", tmp_path / "installed"
    for folder in ("src", "addin", "macros", "templates_xlsx"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, checkout)
    setup = [
        sys.executable,
        "-c",
        "import setuptools; setuptools.setup()",
        "-q",
        "build_py",
        "-d",
        str(installed),
    ]
    subprocess.run(setup, cwd=checkout, check=True, capture_output=True)
    shutil.rmtree(checkout)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import perfxl; assert perfxl.__file__.startswith(sys.argv[1]);"
        "from perfxl.addin.build import *; from msgspec.structs import replace;"
        "chosen = replace(configuration('windows', sys.argv[2]), packages=sys.argv[3]);"
        "sys.stdout.buffer.write(build(chosen))"
    )
    packages = build.configuration(WINDOWS, PYTHON).packages or ""
    done = subprocess.run(
        [sys.executable, "-c", code, str(installed), PYTHON, packages],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
    )
    assert done.stdout == content


def test_the_command_builds_and_does_not_overwrite(tmp_path: Path) -> None:
    target = tmp_path / "perfxl.xlam"
    arguments = ["addin", "build", "-o", str(target), "--for", "windows", "--python", PYTHON]
    done = CliRunner().invoke(app, arguments, standalone_mode=False)
    assert done.return_value == 0
    assert "已生成加载项" in done.output
    assert build.read_configuration(target.read_bytes()).interpreter == PYTHON
    again = CliRunner().invoke(app, arguments, standalone_mode=False)
    assert "文件已存在" in str(again.exception)


@pytest.mark.parametrize("command", [["addin", "build", "-o", "p.xlam"], ["doctor"]], ids=["build", "doctor"])
@pytest.mark.parametrize("missing", ["xlwings", "pyopenvba"])
def test_without_the_extra_the_message_says_how_to_get_it(
    tmp_path: Path, command: list[str], missing: str
) -> None:
    code = f"""
import sys
from importlib import metadata
sys.modules["{missing}"] = None
version = metadata.version
def seen(name):
    if name == "{missing}":
        raise metadata.PackageNotFoundError(name)
    return version(name)
metadata.version = seen
from perfxl.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=tmp_path, capture_output=True)
    told = (done.stdout + done.stderr).decode()
    assert "Traceback" not in told
    assert done.returncode == (1 if command == ["doctor"] else 2)
    assert 'pip install "perfxl[addin]"' in told
