"""Starting and stopping LibreOffice, and finding its Python bridge `uno`."""

from __future__ import annotations

import builtins
import contextlib
import functools
import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from types import ModuleType
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 10

PROGRAM_FOLDERS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice/program",
)
BRIDGE_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib/python3/site-packages", *PROGRAM_FOLDERS)

# A profile of its own per process: no lock files beside the workbooks, no macros run, no crash recovery,
# and the locale in which Excel itself writes number formats.
SETTINGS = {
    ("org.openoffice.Office.Common/Misc", "UseLocking"): "false",
    ("org.openoffice.Office.Common/Misc", "FirstRun"): "false",
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Recovery/RecoveryInfo", "Enabled"): "false",
    ("org.openoffice.Setup/L10N", "ooSetupSystemLocale"): "en-US",
    ("org.openoffice.Setup/Office", "ooSetupInstCompleted"): "true",
}


class Unavailable(RuntimeError):
    """LibreOffice or its Python bridge is not on this machine; the text says which."""


@functools.cache
def load_uno() -> ModuleType:
    """LibreOffice's module `uno`, found beside the system's Python or in LibreOffice's own folder.

    `uno` replaces the built-in import when it is loaded; that is put back at once, so that a failing import
    in a test is what it would be without LibreOffice.
    """
    builtin_import = builtins.__import__
    try:
        return _import_uno()
    finally:
        builtins.__import__ = builtin_import


def _import_uno() -> ModuleType:
    with contextlib.suppress(ImportError):
        return importlib.import_module("uno")
    source = next((p for p in (Path(f) / "uno.py" for f in BRIDGE_FOLDERS) if p.is_file()), None)
    if source is None:
        raise Unavailable("the Python bridge of LibreOffice (python3-uno) is not installed")
    sys.path.extend(folder for folder in PROGRAM_FOLDERS if Path(folder, "pyuno.so").is_file())
    spec = importlib.util.spec_from_file_location("uno", source)
    if spec is None or spec.loader is None:
        raise Unavailable(f"{source} is not a Python module")
    module = importlib.util.module_from_spec(spec)
    sys.modules["uno"] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["uno"]
        raise Unavailable(f"the Python bridge of LibreOffice does not load here: {error}") from error
    return module


def require() -> None:
    """Raise `Unavailable` unless both LibreOffice and its bridge are here."""
    if shutil.which("soffice") is None:
        raise Unavailable("LibreOffice (soffice) is not installed")
    load_uno()


def struct(name: str, **fields: Any) -> Any:
    """A UNO struct by its name below `com.sun.star`, its fields set."""
    made = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def constant(type_name: str, value: str) -> Any:
    """A value of a UNO enumeration below `com.sun.star`."""
    return load_uno().Enum(f"com.sun.star.{type_name}", value)


def uno_error(name: str) -> type[Exception]:
    """A UNO exception below `com.sun.star`, to be caught."""
    found: type[Exception] = load_uno().getClass(f"com.sun.star.{name}")
    return found


def properties(**values: Any) -> tuple[Any, ...]:
    """UNO property values, the way its functions take named arguments."""
    return tuple(struct("beans.PropertyValue", Name=name, Value=value) for name, value in values.items())


def set_typed(target: Any, name: str, type_name: str, value: Any) -> None:
    """Set a property whose type UNO does not guess from the value."""
    uno = load_uno()
    uno.invoke(target, "setPropertyValue", (name, uno.Any(type_name, value)))


def url(path: str | os.PathLike[str]) -> str:
    """The file URL of a path."""
    return str(load_uno().systemPathToFileUrl(os.path.abspath(path)))


class Office:
    """One hidden LibreOffice with a profile of its own."""

    def __init__(self, program: str | None = None) -> None:
        """Start `program` (default: `soffice`) and connect; `Unavailable` if that does not succeed in time."""
        require()
        self.profile = tempfile.mkdtemp(prefix="calc-engine-")
        self._write_settings()
        pipe = "calc" + uuid.uuid4().hex
        self._process = subprocess.Popen(
            [
                program or "soffice",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"-env:UserInstallation={url(self.profile)}",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.context = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except BaseException:
            self.kill()
            raise
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _write_settings(self) -> None:
        items = "".join(
            f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
            for (path, name), value in SETTINGS.items()
        )
        user = Path(self.profile, "user")
        user.mkdir()
        (user / "registrymodifications.xcu").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n',
            encoding="utf-8",
        )

    def _connect(self, address: str) -> Any:
        local = load_uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        no_connection = uno_error("connection.NoConnectException")
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return resolver.resolve(address)
            except no_connection as error:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise Unavailable("LibreOffice did not start") from error
                time.sleep(0.05)

    @property
    def pid(self) -> int:
        """The number of the process that was started."""
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def service(self, name: str) -> Any:
        """A service of this LibreOffice, by its full name."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def version(self) -> str:
        """LibreOffice's version, as "7.4"."""
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess",
            properties(nodepath="/org.openoffice.Setup/Product"),
        )
        return str(access.ooSetupVersion)

    def stop(self) -> None:
        """Ask LibreOffice to end, and end it if it does not."""
        gone = (uno_error("lang.DisposedException"), uno_error("uno.RuntimeException"))
        try:
            self.desktop.terminate()
            self._process.wait(STOP_SECONDS)
        except (*gone, subprocess.TimeoutExpired):
            # The answer to "terminate" is often a broken connection.
            pass
        self.kill()

    def kill(self) -> None:
        """End the process and everything it started at once; remove the profile."""
        # `soffice` starts a process of its own, so that the whole group has to go.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(STOP_SECONDS)
        shutil.rmtree(self.profile, ignore_errors=True)
