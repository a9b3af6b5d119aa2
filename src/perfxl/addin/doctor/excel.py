"""Excel itself: whether it is there, whether it is Excel, its bits, and what it has disabled."""

from __future__ import annotations

import struct

from perfxl.addin.build import FILE_NAME
from perfxl.addin.configuration import MACOS, WINDOWS
from perfxl.addin.doctor.result import Result, not_applicable, ok, problem, unknown
from perfxl.addin.doctor.system import System, path_exists
from perfxl.addin.xlwings_source import xlwings_version

OFFICE_VERSIONS = ("16.0", "15.0", "14.0")
"""Office 2016 and later (all of them 16.0), 2013, 2010."""
ONLY_WINDOWS = "只在 Windows 上检查"
_NO_EXCEL_HERE = "本机不是 Windows 或 macOS，没有 Excel；check、fill 等命令不需要 Excel"
_APP_PATH = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
_MAC_EXCEL = "/Applications/Microsoft Excel.app/Contents/Info.plist"
_MACHINE_BITS = {0x14C: 32, 0x8664: 64, 0xAA64: 64}


def installed(system: System) -> Result:
    """Excel is registered and its program is there."""
    if system.name == MACOS:
        if path_exists(system, _MAC_EXCEL):
            return ok("已安装 Microsoft Excel")
        return problem(
            "没有找到 Microsoft Excel", "请安装 Microsoft Excel；加载项不能在 WPS、Numbers 中使用。"
        )
    if system.name != WINDOWS:
        return not_applicable(_NO_EXCEL_HERE)
    program = excel_program(system)
    if program:
        return ok(f"已安装：{program}")
    return problem(
        "没有找到 Microsoft Excel",
        "请安装 Microsoft Excel 桌面版（网页版、手机版不能用加载项）。没有 Excel 的电脑可以用命令行审核、计算。",
    )


def wps(system: System) -> Result:
    """WPS registers ``Ket.Application``, and, if it is set to open Office files, ``Excel.Application``, too."""
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    if not system.values("HKCR\\Ket.Application\\CLSID") and not _is_wps(_com_server(system)):
        return ok("没有安装 WPS 表格")
    if not excel_program(system):
        return problem(
            "只有 WPS 表格，没有 Excel",
            "加载项通过 xlwings 连接 Excel，xlwings 不支持 WPS。请改用装有 Excel 的电脑，或用命令行审核、计算。",
        )
    if _is_wps(_com_server(system)):
        return problem(
            "同时装有 Excel 和 WPS，“Excel.Application”登记的是 WPS",
            "请打开“WPS Office 配置工具—高级—兼容设置”，取消“WPS Office 兼容第三方系统和软件”，再修复安装一次 Office。",
        )
    return ok("同时装有 WPS 和 Excel；请用 Excel 打开工作簿，WPS 中没有“绩效自评”选项卡")


def bits(system: System) -> Result:
    """The DLL of xlwings that matches Excel's bits is beside Python.

    Excel and Python may differ in bits, as Python is a process of its own; the DLL is loaded into Excel, however
    (https://github.com/xlwings/xlwings/issues/1941, https://github.com/xlwings/xlwings/issues/981).
    """
    if system.name != WINDOWS or system.places is None:
        return not_applicable(ONLY_WINDOWS)
    program = excel_program(system)
    if not program:
        return not_applicable("没有 Excel")
    found = _program_bits(system.read(program, 4096))
    if found is None:
        return unknown(f"看不出 {program} 是 32 位还是 64 位")
    name = f"xlwings{found}-{xlwings_version()}.dll"
    folder = system.places.interpreter.replace("/", "\\").rpartition("\\")[0]
    folders = (folder, folder.rpartition("\\")[0])
    if any(path_exists(system, f"{place}\\{name}") for place in folders):
        return ok(f"Excel 是 {found} 位，{name} 已就位")
    return problem(
        f"Excel 是 {found} 位，但 Python 旁边没有 {name}",
        "请用 pip 重新安装 xlwings（pip install --force-reinstall xlwings）；被安全软件隔离的，请恢复并加入信任。",
    )


def disabled_items(system: System) -> Result:
    """Excel lists what it disabled after a crash under ``Resiliency\\DisabledItems``, as UTF-16 in binary values.

    https://learn.microsoft.com/outlook/troubleshoot/performance/add-ins-are-user-re-enabled-after-being-disabled says
    when; the form of the values is known from https://superuser.com/questions/17557.
    """
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    for version in OFFICE_VERSIONS:
        key = f"HKCU\\Software\\Microsoft\\Office\\{version}\\Excel\\Resiliency\\DisabledItems"
        for value in system.values(key).values():
            if isinstance(value, bytes) and FILE_NAME in value.decode("utf-16-le", "ignore").lower():
                return problem(
                    f"Excel 已把 {FILE_NAME} 列入禁用项目",
                    "请在 Excel 中打开“文件—选项—加载项”，在“管理”中选“禁用项目”，点“转到”，启用 perfxl 后重新启动 Excel。",
                )
    return ok("加载项没有被 Excel 禁用")


def excel_program(system: System) -> str:
    """The path of EXCEL.EXE, or an empty text."""
    registered = str(system.values(_APP_PATH).get("", "")).strip('"')
    candidates = (registered, _com_server(system))
    return next((path for path in candidates if path and not _is_wps(path) and path_exists(system, path)), "")


def _com_server(system: System) -> str:
    """The program that is started for ``Excel.Application``."""
    class_id = system.values("HKCR\\Excel.Application\\CLSID").get("", "")
    if not class_id:
        return ""
    command = str(system.values(f"HKCR\\CLSID\\{class_id}\\LocalServer32").get("", ""))
    return command[1:].partition('"')[0] if command.startswith('"') else command.partition(" /")[0].strip()


def _is_wps(program: str) -> bool:
    name = program.lower().rpartition("\\")[2]
    return name in ("et.exe", "wps.exe", "ksolaunch.exe") or "\\kingsoft\\" in program.lower()


def _program_bits(head: bytes | None) -> int | None:
    """32 or 64 from the machine field of a PE header (https://learn.microsoft.com/windows/win32/debug/pe-format)."""
    if head is None or head[:2] != b"MZ" or len(head) < 0x40:
        return None
    (start,) = struct.unpack_from("<L", head, 0x3C)
    if head[start : start + 4] != b"PE\0\0" or len(head) < start + 6:
        return None
    (machine,) = struct.unpack_from("<H", head, start + 4)
    return _MACHINE_BITS.get(machine)
