"""Security settings of Office and of Windows: macros, trusted folders, child processes."""

from __future__ import annotations

from perfxl.addin.configuration import WINDOWS
from perfxl.addin.doctor.excel import OFFICE_VERSIONS, ONLY_WINDOWS
from perfxl.addin.doctor.result import Result, not_applicable, ok, problem
from perfxl.addin.doctor.system import System

_ADMINISTRATOR = "这是单位统一设置的策略，请联系管理员"
_CHILD_PROCESS_RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_ASR = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Windows Defender Exploit Guard\\ASR"
_MANAGED_ASR = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Policy Manager"
_BLOCK, _WARN = "1", "6"
_ONLY_SIGNED, _NO_MACROS = 3, 4


def macros(system: System) -> Result:
    """VBA is not switched off; a macro setting that spares no unsigned macro matters only outside trusted folders.

    ``VBAWarnings``: 1 all run, 2 ask, 3 only signed ones, 4 none; a policy counts before the user's own setting
    (https://admx.help/?Category=Office2016&Policy=excel16.Office.Microsoft.Policies.Windows::L_VBAWarningsPolicy).
    ``vbaoff`` switches VBA off.
    """
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    if _first(system, "Common", "vbaoff", policies_only=True) == 1:
        return problem("策略关闭了整个 Office 的 VBA（vbaoff）", f"{_ADMINISTRATOR}允许 Excel 使用 VBA。")
    setting = _first(system, "Excel\\Security", "vbawarnings")
    if setting in (_ONLY_SIGNED, _NO_MACROS) and _trust_is_off(system):
        which = "禁用所有宏" if setting == _NO_MACROS else "只允许带数字签名的宏"
        return problem(
            f"Excel 设置为{which}，而且受信任位置已停用",
            "请在 Excel 的“文件—选项—信任中心—信任中心设置—宏设置”中选“通过通知禁用 VBA 宏”；"
            f"灰色不能改的，{_ADMINISTRATOR}。",
        )
    return ok("宏设置不妨碍加载项")


def start_folder(system: System) -> Result:
    """Excel trusts its start folder unless trusted locations are switched off, by the user or by policy.

    Policies: "Disable all trusted locations" of Excel (``AllLocationsDisabled``), "Allow mix of policy and user
    locations" of Office (``Allow User Locations`` = 0: only locations set by policy count)
    (https://learn.microsoft.com/deployoffice/security/designate-trusted-locations-for-files-in-office).
    """
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    if _trust_is_off(system):
        return problem(
            "受信任位置已停用，Excel 启动文件夹中的宏要按宏设置处理",
            "请在 Excel 的“文件—选项—信任中心—信任中心设置—受信任位置”中取消“禁用所有受信任位置”；"
            f"灰色不能改的，{_ADMINISTRATOR}。",
        )
    key = "Common\\Security\\Trusted Locations"
    if _first(system, key, "allow user locations", policies_only=True) == 0:
        return problem(
            "策略只承认管理员指定的受信任位置，Excel 的启动文件夹可能不在其中",
            f"{_ADMINISTRATOR}把 Excel 的启动文件夹（XLSTART）列为受信任位置。",
        )
    return ok("Excel 信任启动文件夹")


def child_processes(system: System) -> Result:
    """The Defender rule "Block all Office applications from creating child processes" is not in force.

    Group policy writes it under ``ASR\\Rules``, device management into ``ASRRules``: 0 off, 1 block, 2 audit, 5 as if
    nothing were said, 6 warn
    (https://admx.help/?Category=Windows_11_2022&Policy=Microsoft.Policies.WindowsDefender::ExploitGuard_ASR_Rules).
    """
    if system.name != WINDOWS:
        return not_applicable(ONLY_WINDOWS)
    state = _rule_state(system)
    if state not in (_BLOCK, _WARN):
        return ok("没有发现禁止 Office 启动其他程序的策略；其他安全软件的同类限制要点一次按钮才能知道")
    return problem(
        "安全策略禁止 Office 启动其他程序，Excel 因此不能启动 Python",
        f"{_ADMINISTRATOR}，为 Python 添加例外，或停用攻击面减少规则 {_CHILD_PROCESS_RULE}。在此之前请用命令行审核、计算。",
    )


def _rule_state(system: System) -> str:
    """What the policies say of the rule, ``"0"`` where they say nothing."""
    rules = system.values(f"{_ASR}\\Rules")
    if _CHILD_PROCESS_RULE in rules and str(system.values(_ASR).get("exploitguard_asr_rules", 1)) != "0":
        return str(rules[_CHILD_PROCESS_RULE])
    managed = str(system.values(_MANAGED_ASR).get("asrrules", "")).lower()
    pairs = (pair.partition("=") for pair in managed.split("|"))
    return next((state.strip() for rule, _, state in pairs if rule.strip() == _CHILD_PROCESS_RULE), "0")


def _trust_is_off(system: System) -> bool:
    return _first(system, "Excel\\Security\\Trusted Locations", "alllocationsdisabled") == 1


def _first(system: System, place: str, name: str, *, policies_only: bool = False) -> object:
    """A setting of Office: by policy of the machine or the user, else the user's own; None where it is not set."""
    branches = ["HKLM\\Software\\Policies", "HKCU\\Software\\Policies"]
    if not policies_only:
        branches.append("HKCU\\Software")
    for branch in branches:
        for version in OFFICE_VERSIONS:
            values = system.values(f"{branch}\\Microsoft\\Office\\{version}\\{place}")
            if name in values:
                found: object = values[name]
                return found
    return None
