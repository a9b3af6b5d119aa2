"""The view of a machine that checks look through, and the real one."""

from __future__ import annotations

import importlib.util
import locale
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from perfxl.addin.build import this_system
from perfxl.addin.install import InstallError, Places, places_here

OTHER = "other"
_SECONDS = 60


class Ran(Struct, frozen=True):
    """What a started program left: its exit code and what it wrote, on both channels."""

    code: int
    output: str


class System(Protocol):
    """A machine. Registry keys are written ``HKCU\\Software\\…``; a key that is missing has no values."""

    @property
    def name(self) -> str:
        """``windows``, ``macos`` or ``other``."""

    @property
    def places(self) -> Places | None:
        """Where the add-in goes; None where there is no Excel."""

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment variables."""

    def values(self, key: str) -> Mapping[str, Any]:
        """The values of a registry key by lower-case name; the nameless one has the name ``""``."""

    def read(self, path: str, size: int | None = None) -> bytes | None:
        """The first ``size`` bytes of a file, or all; None if there is no such file."""

    def has_module(self, name: str) -> bool:
        """Whether this Python can import a module."""

    def run(self, command: list[str]) -> Ran:
        """Run a program to its end. Raises OSError where it cannot be started or does not end."""


class ThisSystem:
    """The machine perfxl runs on."""

    def __init__(self) -> None:
        self.name = this_system() or OTHER
        self.environment: Mapping[str, str] = os.environ
        self.places: Places | None
        try:
            self.places = places_here()
        except InstallError:
            self.places = None

    def values(self, key: str) -> Mapping[str, Any]:
        """The values in the 64-bit registry, and those only in the 32-bit one."""
        if sys.platform != "win32":
            return {}
        import winreg

        found: dict[str, Any] = {}
        for view in (winreg.KEY_WOW64_32KEY, winreg.KEY_WOW64_64KEY):
            found.update(_registry_values(key, view))
        return found

    def read(self, path: str, size: int | None = None) -> bytes | None:
        """Also reads alternate data streams, ``file:stream``."""
        try:
            with open(path, "rb") as file:
                return file.read() if size is None else file.read(size)
        except OSError:
            return None

    def has_module(self, name: str) -> bool:
        """Without importing it."""
        return importlib.util.find_spec(name) is not None

    def run(self, command: list[str]) -> Ran:
        """With this environment and without a window of its own."""
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            done = subprocess.run(  # noqa: S603 - the interpreter of this very installation
                command, capture_output=True, timeout=_SECONDS, creationflags=flags, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise OSError(f"{_SECONDS} 秒内没有结束") from error
        return Ran(done.returncode, _text(done.stdout + done.stderr))


def _text(output: bytes) -> str:
    """UTF-8, else what programs of this system write."""
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError:
        return output.decode(locale.getpreferredencoding(False), "replace")


def _registry_values(key: str, view: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if sys.platform == "win32":
        import winreg

        roots = {
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }
        root, _, path = key.partition("\\")
        try:
            with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | view) as opened:
                for number in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, number)
                    found[name.lower()] = value
        except OSError:
            return {}
    return found


def path_exists(system: System, path: Path | str) -> bool:
    """Whether a file is there."""
    return system.read(str(path), 0) is not None
