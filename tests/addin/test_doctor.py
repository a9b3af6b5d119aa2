"""``perfxl doctor``: each check with the problem present and absent."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner
from made_machine import (
    APP_PATH,
    EXCEL,
    EXCEL_CLASS,
    PYTHON,
    Machine,
    made_places,
    program_head,
    windows,
)
from msgspec.structs import replace

from perfxl.addin.build import build, configuration
from perfxl.addin.configuration import MACOS
from perfxl.addin.doctor import CHECKS, has_problem, run_checks
from perfxl.addin.doctor.result import Result, State
from perfxl.addin.doctor.system import OTHER, Ran, ThisSystem
from perfxl.addin.install import install
from perfxl.addin.xlwings_source import xlwings_version
from perfxl.cli import app

WPS_PROGRAM = "C:\\Users\\a\\AppData\\Local\\Kingsoft\\WPS Office\\12\\office6\\et.exe"
SECURITY = "Microsoft\\Office\\16.0\\Excel\\Security"
ASR = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Windows Defender Exploit Guard\\ASR"
MANAGED = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Policy Manager"
RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"


@pytest.fixture(scope="module")
def add_in() -> bytes:
    return build(configuration("windows", PYTHON))


@pytest.fixture
def machine(tmp_path: Path, add_in: bytes, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A computer with Excel and the add-in installed, where everything is right."""
    made = windows(tmp_path)
    assert made.places is not None
    monkeypatch.setattr("perfxl.addin.install.build", lambda chosen: add_in)
    install(made.places)
    return made


def checked(machine: Machine, name: str) -> Result:
    return next(result for result in run_checks(machine) if result.name == name)


def no_excel(machine: Machine) -> None:
    machine.registry.clear()


def program_gone(machine: Machine) -> None:
    del machine.files[EXCEL]


def wps_only(machine: Machine) -> None:
    machine.registry = {
        "HKCR\\Ket.Application\\CLSID": {"": "{1}"},
        "HKCR\\Excel.Application\\CLSID": {"": "{1}"},
        "HKCR\\CLSID\\{1}\\LocalServer32": {"": f"{WPS_PROGRAM} /automation"},
    }
    machine.files[WPS_PROGRAM] = program_head(0x14C)


def wps_in_the_place_of_excel(machine: Machine) -> None:
    machine.registry[f"HKCR\\CLSID\\{EXCEL_CLASS}\\LocalServer32"] = {"": f'"{WPS_PROGRAM}" /Automation'}


def excel_of_32_bits_without_dll(machine: Machine) -> None:
    machine.files[EXCEL] = program_head(0x14C)


def no_dll(machine: Machine) -> None:
    del machine.files[f"C:\\perfxl\\xlwings64-{xlwings_version()}.dll"]


def not_installed(machine: Machine) -> None:
    assert machine.places is not None
    machine.places.add_in.unlink()
    machine.places.record.unlink()


def quarantined(machine: Machine) -> None:
    assert machine.places is not None
    machine.places.add_in.unlink()


def from_the_internet(machine: Machine) -> None:
    assert machine.places is not None
    machine.files[f"{machine.places.add_in}:Zone.Identifier"] = b"[ZoneTransfer]\r\nZoneId=3\r\n"


def rebuilt(**fields: str | None) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        assert machine.places is not None
        built = replace(configuration("windows", PYTHON), **fields)
        from perfxl.addin.workbook_parts import FunctionTexts, workbook_parts

        machine.files[str(machine.places.add_in)] = zipped(
            workbook_parts(built, b"", {}, FunctionTexts("", []))
        )

    return put


def zipped(parts: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return package.getvalue()


def overwritten(machine: Machine) -> None:
    assert machine.places is not None
    machine.files[str(machine.places.add_in)] = b"?"


def setting(key: str, name: str, value: object) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        machine.registry.setdefault(key, {})[name] = value

    return put


def both(*changes: Callable[[Machine], None]) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        for change in changes:
            change(machine)

    return put


def disabled(machine: Machine) -> None:
    path, title = "c:\\users\\a\\xlstart\\perfxl.xlam\0", "perfxl\0"
    value = b"\x01\0\0\0" + b"\0" * 8 + (path + title).encode("utf-16-le")
    machine.registry["HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Resiliency\\DisabledItems"] = {
        "1a": value
    }


def variable(name: str, value: str) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        machine.environment = {name: value}

    return put


def answers(answer: Ran | OSError) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        machine.answer = answer

    return put


def without(module: str) -> Callable[[Machine], None]:
    def put(machine: Machine) -> None:
        machine.modules.remove(module)

    return put


TRUST_OFF = setting(f"HKCU\\Software\\{SECURITY}\\Trusted Locations", "alllocationsdisabled", 1)

PROBLEMS = [
    ("Excel", no_excel, "没有找到 Microsoft Excel"),
    ("Excel", program_gone, "没有找到 Microsoft Excel"),
    ("Excel", wps_only, "没有找到 Microsoft Excel"),
    ("WPS", wps_only, "只有 WPS 表格"),
    ("WPS", wps_in_the_place_of_excel, "登记的是 WPS"),
    ("Excel 位数", excel_of_32_bits_without_dll, "Excel 是 32 位"),
    ("Excel 位数", no_dll, "Excel 是 64 位，但 Python 旁边没有"),
    ("加载项文件", not_installed, "没有安装加载项"),
    ("加载项文件", quarantined, "安装过，但文件已不在"),
    ("文件来源标记", from_the_internet, "来自互联网"),
    ("加载项版本", rebuilt(perfxl="0.0.1"), "由 perfxl 0.0.1"),
    ("加载项版本", rebuilt(xlwings="0.30.0"), "xlwings 0.30.0 生成"),
    ("加载项版本", overwritten, "无法读取"),
    ("加载项所用的 Python", rebuilt(interpreter=None), "没有写明"),
    ("加载项所用的 Python", rebuilt(interpreter="C:\\gone\\python.exe"), "已不在：C:\\gone"),
    ("加载项所用的 Python", rebuilt(interpreter=EXCEL), "而 perfxl 现在由"),
    ("禁用的加载项", disabled, "禁用项目"),
    (
        "宏设置",
        setting("HKLM\\Software\\Policies\\Microsoft\\Office\\16.0\\Common", "vbaoff", 1),
        "关闭了整个 Office",
    ),
    (
        "宏设置",
        both(TRUST_OFF, setting(f"HKCU\\Software\\Policies\\{SECURITY}", "vbawarnings", 4)),
        "禁用所有宏",
    ),
    ("宏设置", both(TRUST_OFF, setting(f"HKCU\\Software\\{SECURITY}", "vbawarnings", 3)), "数字签名"),
    ("启动文件夹", TRUST_OFF, "受信任位置已停用"),
    (
        "启动文件夹",
        setting(
            "HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Common\\Security\\Trusted Locations",
            "allow user locations",
            0,
        ),
        "只承认管理员指定",
    ),
    ("子进程限制", setting(f"{ASR}\\Rules", RULE, "1"), "禁止 Office 启动其他程序"),
    ("子进程限制", setting(f"{ASR}\\Rules", RULE, 6), "禁止 Office 启动其他程序"),
    (
        "子进程限制",
        setting(MANAGED, "asrrules", f"0={RULE[1:]}|{RULE.upper()}=1"),
        "禁止 Office 启动其他程序",
    ),
    ("pywin32", without("win32com"), "没有安装 pywin32"),
    ("xlwings", without("pyopenvba"), "没有安装 pyOpenVBA"),
    ("环境变量", variable("PYTHONPATH", "D:\\other"), "PYTHONPATH=D:\\other"),
    ("环境变量", variable("PYTHONHOME", "D:\\other"), "PYTHONHOME=D:\\other"),
    ("环境变量", variable("CONDA_PREFIX", "C:\\conda"), "conda 环境是 C:\\conda"),
    ("启动 Python", answers(OSError("拒绝访问")), "不能启动 Python：拒绝访问"),
    (
        "启动 Python",
        answers(Ran(1, "x\nModuleNotFoundError: No module named 'perfxl'\n")),
        "ModuleNotFoundError",
    ),
    ("启动 Python", answers(Ran(9, "")), "退出码 9"),
    ("启动 Python", answers(Ran(0, f"perfxl=0.0.1 xlwings={xlwings_version()}")), "perfxl 0.0.1"),
]

HARMLESS = [
    ("WPS", setting("HKCR\\Ket.Application\\CLSID", "", "{1}"), "同时装有 WPS 和 Excel"),
    ("Excel", setting(APP_PATH, "", ""), EXCEL),  # found through COM
    ("宏设置", setting(f"HKCU\\Software\\{SECURITY}", "vbawarnings", 4), "不妨碍"),
    ("宏设置", both(TRUST_OFF, setting(f"HKCU\\Software\\{SECURITY}", "vbawarnings", 2)), "不妨碍"),
    ("宏设置", setting("HKLM\\Software\\Policies\\Microsoft\\Office\\16.0\\Common", "vbaoff", 0), "不妨碍"),
    ("子进程限制", setting(f"{ASR}\\Rules", RULE, "2"), "没有发现"),
    (
        "子进程限制",
        both(setting(f"{ASR}\\Rules", RULE, "1"), setting(ASR, "exploitguard_asr_rules", 0)),
        "没有发现",
    ),
    ("子进程限制", setting(MANAGED, "asrrules", f"{RULE}=2"), "没有发现"),
    ("环境变量", variable("CONDA_PREFIX", "c:/PERFXL"), "没有妨碍"),
    (
        "禁用的加载项",
        setting(
            "HKCU\\Software\\Microsoft\\Office\\16.0\\Excel\\Resiliency\\DisabledItems", "1", b"\x01\0odd"
        ),
        "没有被 Excel 禁用",
    ),
]


def test_where_everything_is_right_every_check_says_so(machine: Machine) -> None:
    results = run_checks(machine)
    assert [result.name for result in results] == [name for name, _ in CHECKS]
    assert {result.state for result in results} == {State.OK}
    assert not has_problem(results)


@pytest.mark.parametrize(
    ("name", "change", "says"), PROBLEMS, ids=[f"{name}-{says}" for name, _, says in PROBLEMS]
)
def test_what_goes_wrong_is_found_and_explained(
    machine: Machine, name: str, change: Callable[[Machine], None], says: str
) -> None:
    change(machine)
    result = checked(machine, name)
    assert result.state is State.PROBLEM
    assert says in result.found
    assert len(result.advice) > 10
    assert has_problem(run_checks(machine))


@pytest.mark.parametrize(
    ("name", "change", "says"),
    HARMLESS,
    ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(HARMLESS)],
)
def test_what_is_harmless_is_no_problem(
    machine: Machine, name: str, change: Callable[[Machine], None], says: str
) -> None:
    change(machine)
    result = checked(machine, name)
    assert result.state is State.OK
    assert says in result.found


@pytest.mark.parametrize("head", [b"", b"MZ", program_head(0x1C4), program_head(0x8664)[:0x82]])
def test_bits_that_cannot_be_told_are_unknown(machine: Machine, head: bytes) -> None:
    machine.files[EXCEL] = head
    assert checked(machine, "Excel 位数").state is State.UNKNOWN


def test_python_is_started_as_excel_starts_it(machine: Machine) -> None:
    run_checks(machine)
    assert [command[:5] for command in machine.commands] == [["cmd.exe", "/C", PYTHON, "-P", "-B"]]


def test_an_xlwings_of_another_version_is_a_problem(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfxl.addin.xlwings_source._installed", lambda path: "Sub Other()\r\nEnd Sub\r\n")
    result = checked(machine, "xlwings")
    assert result.state is State.PROBLEM
    assert "与 perfxl 所知的不同" in result.found


def test_a_check_that_fails_does_not_hide_the_others(machine: Machine) -> None:
    machine.registry[f"{ASR}\\Rules"] = None  # type: ignore[assignment]
    states = {result.name: result.state for result in run_checks(machine)}
    assert states.pop("子进程限制") is State.UNKNOWN
    assert set(states.values()) == {State.OK}


def test_a_mac_has_its_own_excel_and_no_registry(tmp_path: Path, machine: Machine) -> None:
    mac = Machine(made_places(tmp_path / "mac", MACOS, sys.executable), name=MACOS)
    states = {result.name: result for result in run_checks(mac)}
    assert states["Excel"].state is State.PROBLEM
    assert states["子进程限制"].state is State.NOT_APPLICABLE
    assert states["启动 Python"].state is State.OK
    assert mac.commands[0][0] == sys.executable
    mac.files["/Applications/Microsoft Excel.app/Contents/Info.plist"] = b"<plist/>"
    assert checked(mac, "Excel").state is State.OK


def test_elsewhere_nothing_is_a_problem_and_the_build_is_possible() -> None:
    states = {result.name: result.state for result in run_checks(Machine(None, name=OTHER))}
    assert states.pop("xlwings") is State.OK
    assert set(states.values()) == {State.NOT_APPLICABLE}


def test_this_very_machine_can_be_looked_at() -> None:
    assert State.UNKNOWN not in {result.state for result in run_checks()}


def test_this_system_runs_programs_and_reads_files(tmp_path: Path) -> None:
    here = ThisSystem()
    assert here.run([sys.executable, "-c", "print('你好'); raise SystemExit(3)"]).code == 3
    assert here.run([sys.executable, "-c", "print('你好')"]).output.strip() == "你好"
    with pytest.raises(OSError, match="no-such-program"):
        here.run([str(tmp_path / "no-such-program")])
    (tmp_path / "file").write_bytes(b"abc")
    assert here.read(str(tmp_path / "file"), 2) == b"ab"
    assert here.read(str(tmp_path / "none")) is None
    assert here.has_module("perfxl")
    assert not here.has_module("no_such_module")


class Registry:
    """What is used of ``winreg``: the 64-bit and the 32-bit view of one key, with values in order."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, HKEY_CLASSES_ROOT = "user", "machine", "classes"
    KEY_READ, KEY_WOW64_64KEY, KEY_WOW64_32KEY = 1, 0x100, 0x200
    views: ClassVar = {0x101: {"Both": "64", "New": 1}, 0x201: {"Both": "32", "": "nameless"}}

    def OpenKey(
        self, root: str, path: str, reserved: int, access: int
    ) -> AbstractContextManager[dict[str, object]]:
        if (root, path) != ("machine", "SOFTWARE\\Thing"):
            raise FileNotFoundError(2, path)
        return nullcontext(self.views[access])

    def QueryInfoKey(self, key: dict[str, object]) -> tuple[int, int, int]:
        return 0, len(key), 0

    def EnumValue(self, key: dict[str, object], number: int) -> tuple[str, object, int]:
        return *list(key.items())[number], 1


def test_both_views_of_the_registry_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    here = ThisSystem()
    assert here.values("HKLM\\SOFTWARE\\Thing") == {}
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", Registry())
    assert here.values("HKLM\\SOFTWARE\\Thing") == {"both": "64", "new": 1, "": "nameless"}
    assert here.values("HKCU\\SOFTWARE\\Thing") == {}


def test_the_command_shows_results_and_advice(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfxl.addin.doctor.ThisSystem", lambda: machine)
    done = CliRunner().invoke(app, ["doctor"], standalone_mode=False)
    assert done.return_value == 0
    assert "没有发现问题。" in done.output
    no_excel(machine)
    done = CliRunner().invoke(app, ["doctor"], standalone_mode=False)
    assert done.return_value == 1
    assert "问题　Excel：没有找到 Microsoft Excel\n　　办法：请安装" in done.output
