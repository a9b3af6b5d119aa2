"""The VBA modules that come from the installed xlwings package, made fit for opening files from strangers.

As xlwings ships it, its module looks for settings in the *active workbook* first (a sheet ``perfxl.conf``) and in
the folder of that workbook, and puts that folder on Python's path: a returned workbook could so name the
interpreter that is run, or bring its own ``perfxl.py``. ``_EDITS`` takes these ways out. It also hands the module's
English messages to the add-in's own. Each edit names the exact text it replaces; where that text is missing, xlwings
has changed and the build is refused, never half edited.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

PROJECT = "perfxl"
"""xlwings looks for its settings in a sheet, and for the user's own in a file, of this name with ``.conf``."""


class BuildError(Exception):
    """The add-in cannot be built; ``str()`` is Chinese."""


class Edit(Struct, frozen=True):
    """One exact replacement, with how often the text stands there and why it is replaced."""

    before: str
    after: str
    why: str
    times: int = 1


EDITS = (
    Edit(
        'PROJECT_NAME As String = "myaddin"',
        f'PROJECT_NAME As String = "{PROJECT}"',
        "the name of the settings",
    ),
    Edit(
        'If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then',
        "If False Then",
        "a returned workbook must not configure the add-in",
    ),
    Edit(
        'If source = "" Or source = "directory" Then',
        'If source = "directory" Then',
        "nor must a file that lies beside it",
    ),
    Edit(
        "uses_embedded_code = True\r\n",
        "uses_embedded_code = False\r\n",
        "Python code in a sheet of a returned workbook must not run",
    ),
    Edit(' -B -c ""import ', ' -P -B -c ""import ', "Excel's current folder must not be on Python's path", 2),
    Edit(
        'MsgBox "Could not find Interpreter!", vbCritical',
        "PerfxlShowFailure PYTHON_WIN",
        "the message in Chinese; what is missing",
    ),
    Edit(
        "MsgBox \"To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.\", "
        "vbCritical",
        'PerfxlShowFailure "AppleScript"',
        "the message in Chinese",
    ),
    Edit('MsgBox Content, vbCritical, "Error"', "PerfxlShowFailure Content", "the message in Chinese"),
    Edit(
        'Content = Content & vbCrLf\r\n            Content = Content & "Press Ctrl+C to copy this message to the '
        'clipboard."\r\n    \r\n            WScript.Popup Content, AUTO_DISMISS, "Error", OK_BUTTON_ERROR',
        "PerfxlShowFailure Content",
        "the message in Chinese",
    ),
    Edit(
        'Application.StatusBar = "Running..."',
        'Application.StatusBar = PerfxlText("perfxl_running")',
        "in Chinese",
    ),
)


def xlwings_module() -> str:
    """Module ``xlwings``: ``RunPython`` and all it needs, with ``EDITS``. Raises BuildError."""
    source = _installed("xlwings_custom_addin.bas")
    for edit in EDITS:
        if source.count(edit.before) != edit.times:
            raise BuildError(
                f"已安装的 xlwings {xlwings_version()} 的 VBA 模块与 perfxl 所知的不同（找不到：{edit.before[:60]}）。"
                "请安装 perfxl 要求的 xlwings 版本。"
            )
        source = source.replace(edit.before, edit.after)
    return source


def dictionary_module() -> str:
    """Class module ``Dictionary``, which the module ``xlwings`` uses on macOS. Raises BuildError."""
    return _installed("addin/Dictionary.cls")


def apple_script() -> tuple[str, bytes]:
    """Name and content of the script through which ``RunPython`` starts Python on macOS. Raises BuildError."""
    name = f"xlwings-{xlwings_version()}.applescript"
    file = _xlwings_folder() / name
    try:
        return name, file.read_bytes()
    except OSError as error:
        raise BuildError(f"xlwings {xlwings_version()} 中没有 {name}") from error


@lru_cache(maxsize=1)
def xlwings_version() -> str:
    """The version of the installed xlwings package. Raises BuildError if there is none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("xlwings")
    except PackageNotFoundError as error:
        raise BuildError('没有安装 xlwings。请运行：pip install "perfxl[addin]"') from error


def _xlwings_folder() -> Path:
    """The installed package, found without importing it."""
    from importlib.metadata import distribution

    return Path(str(distribution("xlwings").locate_file("xlwings")))


def _installed(path: str) -> str:
    version = xlwings_version()
    file = _xlwings_folder() / path
    try:
        text = file.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"xlwings {version} 中没有可用的 {path}：{error}") from error
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
