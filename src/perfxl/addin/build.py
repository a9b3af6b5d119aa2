"""Build ``perfxl.xlam``, and read back what a built one was made from.

The add-in is built where it is used: its VBA must be that of the installed xlwings, and it names the interpreter.
The same surroundings give the same bytes. What needs xlwings is imported where it is used, so that its absence can be
told by ``BuildError``.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from perfxl.addin.configuration import MACOS, WINDOWS, Configuration, from_rows
from perfxl.addin.parts import macros_folder, ribbon_folder
from perfxl.addin.vba_project import WORKBOOK_CODE_NAME, VbaModule, read_source, vba_project
from perfxl.addin.workbook_parts import (
    CONFIGURATION_SHEET,
    RIBBON_2006,
    RIBBON_2009,
    FunctionTexts,
    workbook_parts,
)
from perfxl.addin.xlwings_source import BuildError, dictionary_module, xlwings_module, xlwings_version
from perfxl.version import VERSION

FILE_NAME = "perfxl.xlam"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_RIBBON_PARTS = (RIBBON_2006, RIBBON_2009)


def this_system() -> str | None:
    """``windows`` or ``macos``; None where there is no Excel."""
    return {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform)


def configuration(system: str = WINDOWS, interpreter: str | None = None) -> Configuration:
    """What to build into an add-in for ``system``. With an interpreter, this very perfxl is what it imports."""
    import perfxl

    packages = str(Path(perfxl.__file__).resolve().parent.parent) if interpreter else None
    return Configuration(VERSION, xlwings_version(), system, interpreter, packages)


def modules() -> list[VbaModule]:
    """All VBA modules but the workbook's, in order: those of ``macros/``, the generated one, those of xlwings."""
    from perfxl.addin.function_module import function_module

    own = [VbaModule(read_source(path)) for path in sorted(macros_folder().glob("*.bas"))]
    return [
        *own,
        function_module(),
        VbaModule(xlwings_module()),
        VbaModule(dictionary_module(), is_class=True),
    ]


def workbook_code() -> str:
    """The code of the workbook's own module."""
    return read_source(macros_folder() / f"{WORKBOOK_CODE_NAME}.cls")


def build(chosen: Configuration) -> bytes:
    """The bytes of ``perfxl.xlam``. Raises BuildError."""
    from perfxl.addin.function_module import function_texts
    from perfxl.addin.functions import CATEGORY

    ribbons = {part: _ribbon(part) for part in _RIBBON_PARTS}
    project = vba_project(modules(), workbook_code())
    parts = workbook_parts(chosen, project, ribbons, FunctionTexts(CATEGORY, function_texts()))
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, content)
    return package.getvalue()


def _ribbon(part: str) -> bytes:
    path = ribbon_folder() / Path(part).name
    try:
        return path.read_bytes()
    except OSError as error:
        raise BuildError(f"缺少功能区文件 {path.name}，请重新安装 perfxl") from error


def read_configuration(content: bytes) -> Configuration:
    """What a built add-in was made from. Raises BuildError if the bytes are no add-in of perfxl."""
    from perfxl.workbook.model import Unreadable
    from perfxl.workbook.read import read_book

    try:
        book = read_book(content)
    except Unreadable as error:
        raise BuildError(f"文件无法读取：{error}") from error
    sheet = next((sheet for sheet in book.sheets if sheet.name == CONFIGURATION_SHEET), None)
    if sheet is None:
        raise BuildError("不是 perfxl 生成的加载项")
    texts = {place: cell.text for place, cell in sheet.cells.items()}
    return from_rows({text: texts.get((row, 2), "") for (row, column), text in texts.items() if column == 1})
