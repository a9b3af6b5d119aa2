"""The installed add-in: whether it is there, where it came from, and what it was built from."""

from __future__ import annotations

from pathlib import Path

from perfxl.addin import install
from perfxl.addin.build import read_configuration
from perfxl.addin.configuration import WINDOWS, Configuration, same_file_name
from perfxl.addin.doctor.excel import ONLY_WINDOWS
from perfxl.addin.doctor.result import Result, not_applicable, ok, problem
from perfxl.addin.doctor.system import System, path_exists
from perfxl.addin.xlwings_source import BuildError, xlwings_version
from perfxl.version import VERSION

_NOT_INSTALLED = "没有安装加载项"
_INSTALL = "请先退出 Excel，再运行 perfxl addin install。"
_FROM_THE_INTERNET = ("3", "4")


def present(system: System) -> Result:
    """The add-in is in the start folder; one that was installed and is gone was most likely quarantined."""
    places = system.places
    if places is None:
        return not_applicable("本机没有 Excel 的启动文件夹")
    if path_exists(system, places.add_in):
        return ok(f"已安装：{places.add_in}")
    if install.was_installed(places):
        return problem(
            f"安装过，但文件已不在：{places.add_in}",
            "很可能被安全软件隔离。请在安全软件的隔离区恢复 perfxl.xlam 并加入信任，或请管理员放行，再运行 perfxl addin install。",
        )
    return problem(_NOT_INSTALLED, _INSTALL)


def mark_of_the_web(system: System) -> Result:
    """A file that came by mail or download carries the stream ``Zone.Identifier``; Office blocks its macros
    unless the folder is trusted.

    https://learn.microsoft.com/microsoft-365-apps/security/internet-macros-blocked
    """
    if system.name != WINDOWS or system.places is None:
        return not_applicable(ONLY_WINDOWS)
    if not path_exists(system, system.places.add_in):
        return not_applicable(_NOT_INSTALLED)
    stream = system.read(f"{system.places.add_in}:Zone.Identifier") or b""
    zone = next((line[7:].strip() for line in _lines(stream) if line.lower().startswith("zoneid=")), "")
    if zone not in _FROM_THE_INTERNET:
        return ok("文件没有“来自互联网”的标记")
    return problem(
        "文件带有“来自互联网”的标记；除非所在文件夹受信任，Office 会禁止其中的宏",
        "请右键单击该文件，在“属性”中勾选“解除锁定”；或运行 perfxl addin install 重新生成（本机生成的文件没有标记）。",
    )


def versions(system: System) -> Result:
    """The add-in was built by this perfxl from this xlwings; VBA and package of xlwings must match exactly."""
    built = _built(system)
    if isinstance(built, Result):
        return built
    if built.perfxl != VERSION or built.xlwings != xlwings_version():
        return problem(
            f"加载项由 perfxl {built.perfxl}、xlwings {built.xlwings} 生成，"
            f"现在安装的是 perfxl {VERSION}、xlwings {xlwings_version()}",
            _INSTALL,
        )
    return ok(f"perfxl {VERSION}，xlwings {built.xlwings}，与已安装的一致")


def interpreter(system: System) -> Result:
    """The interpreter named in the add-in exists and is the one perfxl runs on now."""
    built = _built(system)
    if isinstance(built, Result):
        return built
    if system.places is None or not built.interpreter:
        return problem("加载项中没有写明 Python 的位置", _INSTALL)
    if not path_exists(system, built.interpreter):
        return problem(f"加载项所用的 Python 已不在：{built.interpreter}", _INSTALL)
    if not same_file_name(system.name, built.interpreter, system.places.interpreter):
        return problem(
            f"加载项使用 {built.interpreter}，而 perfxl 现在由 {system.places.interpreter} 运行",
            "要让加载项用现在的 Python，请运行 perfxl addin install；否则请在加载项所用的 Python 中运行 perfxl doctor。",
        )
    return ok(built.interpreter)


def _built(system: System) -> Configuration | Result:
    if system.places is None:
        return not_applicable("本机没有 Excel 的启动文件夹")
    content = system.read(str(Path(system.places.add_in)))
    if content is None:
        return not_applicable(_NOT_INSTALLED)
    try:
        return read_configuration(content)
    except BuildError as error:
        return problem(f"{system.places.add_in}：{error}", f"请把这个文件移走。{_INSTALL}")


def _lines(stream: bytes) -> list[str]:
    return [line.strip() for line in stream.decode("utf-8", "replace").splitlines()]
