"""``vbaProject.bin``: the VBA project of the add-in, made from sources."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from msgspec import Struct

from perfxl.addin.xlwings_source import BuildError

WORKBOOK_CODE_NAME, SHEET_CODE_NAME = "ThisWorkbook", "Sheet1"
"""Names of the two document modules; ``codeName`` in the workbook and in its one sheet must say the same."""
_NAME = re.compile(r'^Attribute VB_Name = "(\w+)"\r?$', re.MULTILINE)
_UNUSED = "Module1"


class VbaModule(Struct, frozen=True):
    """A module as VBA exports it: ASCII text with CRLF line ends, attributes first."""

    source: str
    is_class: bool = False

    @property
    def name(self) -> str:
        """What ``Attribute VB_Name`` says."""
        found = _NAME.search(self.source)
        if found is None:
            raise BuildError("VBA 模块缺少 Attribute VB_Name")
        return found[1]


def read_source(path: Path) -> str:
    """The text of a ``.bas`` or ``.cls`` file with CRLF line ends. Raises BuildError if it is not ASCII.

    The editor of VBA knows only the code page of its system: other characters would become question marks.
    """
    try:
        text = path.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"VBA 源文件 {path.name} 无法使用：{error}") from error
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def vba_project(modules: list[VbaModule], workbook_code: str = "") -> bytes:
    """The project with these modules, beside those of the workbook and its sheet; the same bytes each time.

    ``workbook_code`` is what the workbook's own module holds, without attributes. The project references OLE
    Automation and the Office type library, in which ``IRibbonControl`` is defined. Raises BuildError.
    """
    try:
        from pyopenvba import ExcelFile
        from pyopenvba.vba import VBAModuleKind
    except ImportError as error:
        raise BuildError('没有安装 pyOpenVBA。请运行：pip install "perfxl[addin]"') from error

    with tempfile.TemporaryDirectory(prefix="perfxl-") as folder:
        path = Path(folder) / "project.xlam"
        with ExcelFile.create_new(path) as file:
            project = file.vba_project()
            project.delete_module(_UNUSED)
            project.get_module(WORKBOOK_CODE_NAME).body = workbook_code
            for module in modules:
                kind = VBAModuleKind.other if module.is_class else VBAModuleKind.standard
                project.add_module(module.name, module.source, kind=kind)
            file.save()
        with zipfile.ZipFile(path) as package:
            return package.read("xl/vbaProject.bin")
