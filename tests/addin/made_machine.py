"""A made-up machine: places for the add-in below a folder, and for ``doctor`` a registry, files and programs."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perfxl.addin.configuration import MACOS, WINDOWS
from perfxl.addin.doctor.system import Ran
from perfxl.addin.install import Places
from perfxl.addin.xlwings_source import xlwings_version
from perfxl.version import VERSION

EXCEL = "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"
EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
APP_PATH = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
PYTHON = "C:\\perfxl\\Scripts\\python.exe"


def made_places(folder: Path, system: str = WINDOWS, interpreter: str = PYTHON) -> Places:
    scripts = folder / "Application Scripts" if system == MACOS else None
    return Places(system, folder / "XLSTART", scripts, folder / "perfxl" / "record.json", interpreter)


def program_head(machine: int) -> bytes:
    """The beginning of a Windows program for a kind of processor."""
    head = bytearray(0x100)
    head[:2] = b"MZ"
    struct.pack_into("<L", head, 0x3C, 0x80)
    head[0x80:0x86] = b"PE\0\0" + struct.pack("<H", machine)
    return bytes(head)


@dataclass
class Machine:
    """A Windows computer with Excel, on which everything is right; tests put something wrong on it."""

    places: Places | None
    name: str = WINDOWS
    environment: Mapping[str, str] = field(default_factory=dict)
    registry: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    modules: set[str] = field(default_factory=lambda: {"win32com", "pythoncom", "pyopenvba"})
    answer: Ran | OSError = field(
        default_factory=lambda: Ran(0, f"perfxl={VERSION} xlwings={xlwings_version()}\r\n")
    )
    commands: list[list[str]] = field(default_factory=list)

    def values(self, key: str) -> Mapping[str, Any]:
        return self.registry.get(key, {})

    def read(self, path: str, size: int | None = None) -> bytes | None:
        if path in self.files:
            return self.files[path][:size]
        return Path(path).read_bytes()[:size] if Path(path).is_file() else None

    def has_module(self, name: str) -> bool:
        return name in self.modules

    def run(self, command: list[str]) -> Ran:
        self.commands.append(command)
        if isinstance(self.answer, OSError):
            raise self.answer
        return self.answer


def windows(folder: Path) -> Machine:
    registry = {
        APP_PATH: {"": EXCEL},
        "HKCR\\Excel.Application\\CLSID": {"": EXCEL_CLASS},
        f"HKCR\\CLSID\\{EXCEL_CLASS}\\LocalServer32": {"": f'"{EXCEL}" /automation'},
    }
    files = {
        EXCEL: program_head(0x8664),
        PYTHON: b"MZ",
        f"C:\\perfxl\\xlwings64-{xlwings_version()}.dll": b"MZ",
    }
    return Machine(made_places(folder), registry=registry, files=files)
