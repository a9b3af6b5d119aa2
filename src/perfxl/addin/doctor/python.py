"""Python and its packages, as Excel would start them."""

from __future__ import annotations

import re

from perfxl.addin.configuration import WINDOWS
from perfxl.addin.doctor.excel import ONLY_WINDOWS
from perfxl.addin.doctor.result import Result, not_applicable, ok, problem
from perfxl.addin.doctor.system import System
from perfxl.addin.xlwings_source import BuildError, xlwings_module, xlwings_version
from perfxl.version import VERSION

_TRY = "import perfxl.version, xlwings; print('perfxl=' + perfxl.version.VERSION, 'xlwings=' + xlwings.__version__)"


def xlwings_package(system: System) -> Result:
    """xlwings is installed, in a version from whose VBA the add-in can be built, and so is what builds it."""
    advice = '请运行 pip install "perfxl[addin]"，再运行 perfxl addin install。'
    if not system.has_module("pyopenvba"):
        return problem("没有安装 pyOpenVBA，不能生成加载项", advice)
    try:
        xlwings_module()
    except BuildError as error:
        return problem(str(error), advice)
    return ok(f"xlwings {xlwings_version()}，可以生成加载项")


def pywin32(system: System) -> Result:
    """pywin32, through which xlwings speaks to Excel on Windows."""
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    if system.has_module("win32com") and system.has_module("pythoncom"):
        return ok("已安装 pywin32")
    return problem("没有安装 pywin32，Python 不能连接 Excel", "请运行：pip install pywin32")


def environment(system: System) -> Result:
    """No variable makes the interpreter of the add-in load packages of another Python."""
    if system.places is None:
        return not_applicable("本机没有 Excel")
    for name in ("PYTHONHOME", "PYTHONPATH"):
        value = system.environment.get(name, "")
        if value:
            return problem(
                f"设置了环境变量 {name}={value}，Excel 启动的 Python 会从那里加载程序包",
                f"请在“系统属性—环境变量”中删除 {name}，再重新启动 Excel。",
            )
    conda = system.environment.get("CONDA_PREFIX", "")
    if conda and not _is_inside(system.places.interpreter, conda):
        return problem(
            f"当前激活的 conda 环境是 {conda}，而 perfxl 由 {system.places.interpreter} 运行",
            "请在装有 perfxl 的环境中运行 perfxl addin install 和 perfxl doctor，以免装错环境。",
        )
    return ok("没有妨碍 Python 的环境变量")


def really_starts(system: System) -> Result:
    """Start Python by way of ``cmd.exe``, as the add-in does, and import perfxl and xlwings.

    This shows a broken interpreter, packages missing there and program restrictions of Windows; a rule against
    child processes of Office it cannot show, as the parent is not Excel.
    """
    if system.places is None:
        return not_applicable("本机没有 Excel，不需要从 Excel 启动 Python")
    command = [system.places.interpreter, "-P", "-B", "-c", _TRY]
    if system.name == WINDOWS:
        command = ["cmd.exe", "/C", *command]
    try:
        ran = system.run(command)
    except OSError as error:
        return problem(
            f"不能启动 Python：{error}", "请检查安全软件、AppLocker 等是否禁止运行 cmd.exe 或 python.exe。"
        )
    found = dict(re.findall(r"(perfxl|xlwings)=(\S+)", ran.output))
    if ran.code or not found:
        last = ran.output.strip().splitlines()[-1:] or [f"退出码 {ran.code}"]
        return problem(
            f"Python 启动了，但不能加载 perfxl 和 xlwings：{last[0]}",
            f'请运行："{system.places.interpreter}" -m pip install "perfxl[addin]"',
        )
    if found != {"perfxl": VERSION, "xlwings": xlwings_version()}:
        return problem(
            f"Excel 会启动的 Python 中是 perfxl {found.get('perfxl')}、xlwings {found.get('xlwings')}，与现在运行的不同",
            "电脑上有几套 Python。请卸载多余的 perfxl，或删除环境变量 PYTHONPATH，再运行 perfxl addin install。",
        )
    return ok("能启动，能加载 perfxl 和 xlwings")


def _is_inside(path: str, folder: str) -> bool:
    path, folder = (text.replace("\\", "/").rstrip("/").lower() for text in (path, folder))
    return path.startswith(f"{folder}/")
