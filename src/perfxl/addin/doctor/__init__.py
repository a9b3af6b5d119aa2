"""Find out why the add-in does not run, and say in Chinese what to do.

Each check is a function over a ``System``: a view of the machine that a test replaces. None of them changes anything.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from perfxl.addin.doctor import excel, file, python, security
from perfxl.addin.doctor.result import Result, State, unknown
from perfxl.addin.doctor.system import System, ThisSystem

CHECKS: tuple[tuple[str, Callable[[System], Result]], ...] = (
    ("Excel", excel.installed),
    ("WPS", excel.wps),
    ("Excel 位数", excel.bits),
    ("加载项文件", file.present),
    ("文件来源标记", file.mark_of_the_web),
    ("加载项版本", file.versions),
    ("加载项所用的 Python", file.interpreter),
    ("禁用的加载项", excel.disabled_items),
    ("宏设置", security.macros),
    ("启动文件夹", security.start_folder),
    ("子进程限制", security.child_processes),
    ("xlwings", python.xlwings_package),
    ("pywin32", python.pywin32),
    ("环境变量", python.environment),
    ("启动 Python", python.really_starts),
)
"""All checks by their names, in the order in which one thing needs another."""


def run_checks(system: System | None = None) -> list[Result]:
    """The results of all checks, of this machine unless another is given.

    A check that fails itself has the state "unknown".
    """
    seen = system or ThisSystem()
    results = []
    for name, check in CHECKS:
        try:
            result = check(seen)
        except Exception as error:  # one unreadable corner of a machine must not hide the others
            result = unknown(f"检查没有完成：{error}")
        results.append(replace(result, name=name))
    return results


def has_problem(results: list[Result]) -> bool:
    """Whether any check found a problem."""
    return any(result.state is State.PROBLEM for result in results)
