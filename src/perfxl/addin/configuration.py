"""What a built add-in knows of its surroundings: written by the build, read by xlwings' VBA, by status and doctor."""

from __future__ import annotations

from pathlib import PureWindowsPath

from msgspec import Struct

WINDOWS, MACOS = "windows", "macos"

TEXTS = {
    "perfxl_failed": (
        "perfxl 没有运行成功。\n请在命令行运行 perfxl doctor，按其中的提示处理；仍不能解决的，"
        "把下面的内容发给维护人员。"
    ),
    "perfxl_no_workbook": "没有打开的工作簿。请先打开要填报或审核的工作簿（也可以新建一个空白工作簿），再点按钮。",
    "perfxl_odd_name": '工作簿的文件名或文件夹名中有 $ ` " \\ | ; 这些符号，不能处理。请先另存为不含这些符号的文件名。',
    "perfxl_running": "正在运行……",
}
"""What VBA itself has to say, by the name of the cell it stands in."""

_PERFXL, _XLWINGS = "PERFXL VERSION", "XLWINGS VERSION"
_INTERPRETERS = {WINDOWS: "INTERPRETER_WIN", MACOS: "INTERPRETER_MAC"}
_PATH = "PYTHONPATH"


class Configuration(Struct, frozen=True):
    """The versions built from; the interpreter to run (absolute path) and the folder perfxl is imported from.

    ``system`` is ``windows`` or ``macos``. Without interpreter (None) the add-in runs whatever ``python`` is first
    on the PATH: good for a file to look at, not for one to install.
    """

    perfxl: str
    xlwings: str
    system: str = WINDOWS
    interpreter: str | None = None
    packages: str | None = None

    def rows(self) -> list[tuple[str, str]]:
        """The rows of the sheet ``perfxl.conf``. Keys are upper case, as xlwings looks them up.

        "USE UDF SERVER": one Python process stays, so that a click is answered at once (Windows only; elsewhere
        xlwings does not look at it). "ADD_WORKBOOK_TO_PYTHONPATH": Python code beside a returned workbook is not run.
        """
        rows = [
            ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
            ("USE UDF SERVER", "True"),
            (_PERFXL, self.perfxl),
            (_XLWINGS, self.xlwings),
        ]
        if self.interpreter:
            rows.append((_INTERPRETERS[self.system], self.interpreter))
        if self.packages:
            rows.append((_PATH, self.packages))
        return rows


def from_rows(rows: dict[str, str]) -> Configuration:
    """The configuration that ``rows`` came from."""
    system = next((name for name, key in _INTERPRETERS.items() if key in rows), WINDOWS)
    return Configuration(
        perfxl=rows.get(_PERFXL, ""),
        xlwings=rows.get(_XLWINGS, ""),
        system=system,
        interpreter=rows.get(_INTERPRETERS[system]),
        packages=rows.get(_PATH),
    )


def same_file_name(system: str, one: str, other: str) -> bool:
    """Whether two paths are spelt the same, as their system compares them."""
    return PureWindowsPath(one) == PureWindowsPath(other) if system == WINDOWS else one == other
