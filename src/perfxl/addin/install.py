"""Put the add-in where Excel loads it at start, take it away again, and say what is there.

Excel opens every file of its start folder: ``XLSTART`` on Windows
(https://learn.microsoft.com/office/troubleshoot/excel/use-startup-folders), the folder
``Startup`` of Office's group container on macOS. On macOS ``RunPython`` needs an AppleScript of xlwings beside it.

What was written is recorded with its hash, so that ``uninstall`` removes exactly that and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from msgspec import Struct, field

from perfxl.addin.build import FILE_NAME, build, configuration, read_configuration, this_system
from perfxl.addin.configuration import MACOS, WINDOWS, Configuration, same_file_name
from perfxl.addin.folders import user_folder
from perfxl.addin.xlwings_source import BuildError, apple_script, xlwings_version
from perfxl.paths import os_reason

_RECORD = "installed-add-in.json"
_MAC_START = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"


class InstallError(Exception):
    """Nothing was installed or removed; ``str()`` is Chinese and says why and what to do."""


class Places(Struct, frozen=True):
    """Where the add-in goes on this machine, and the interpreter it is to run.

    ``scripts`` is the folder for the AppleScript (macOS only); ``record`` the file that remembers what was written.
    """

    system: str
    start: Path
    scripts: Path | None
    record: Path
    interpreter: str

    @property
    def add_in(self) -> Path:
        """The installed add-in."""
        return self.start / FILE_NAME


class Status(Struct):
    """What is installed. ``notes`` are Chinese sentences about everything that does not match."""

    path: Path
    present: bool
    built: Configuration | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def fits(self) -> bool:
        """Whether the add-in is there and is the one that would be installed now."""
        return self.present and not self.notes


def places_here() -> Places:
    """The places of this machine. Raises InstallError where there is no Excel."""
    system = this_system()
    if system == WINDOWS:
        roaming = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
        start, scripts = Path(roaming) / "Microsoft" / "Excel" / "XLSTART", None
    elif system == MACOS:
        start, scripts = Path.home() / _MAC_START, Path.home() / _MAC_SCRIPTS
    else:
        raise InstallError(
            "本机不是 Windows 或 macOS，没有 Excel，加载项无处可装。可以用 perfxl addin build 生成文件查看；"
            "命令行的 check、fill 等命令在本机照常可用。"
        )
    return Places(system, start, scripts, user_folder() / _RECORD, sys.executable)


def install(places: Places) -> list[Path]:
    """Build the add-in and put it into the start folder; the files written. Raises InstallError, BuildError."""
    wanted = {places.add_in: build(configuration(places.system, places.interpreter))}
    if places.scripts is not None:
        name, script = apple_script()
        wanted[places.scripts / name] = script
    recorded = _recorded(places)
    written = dict(recorded)
    for path, content in wanted.items():
        _refuse_if_foreign(path, content, recorded)
        if _hash_of(path) == _hash(content):
            continue
        _write(path, content)
        written[str(path)] = _hash(content)
        _remember(places, written)
    return list(wanted)


def uninstall(places: Places) -> tuple[list[Path], list[Path]]:
    """Remove what ``install`` wrote: the files removed, and those left because they have changed since.

    Raises InstallError where nothing was installed or a file cannot be removed.
    """
    recorded = _recorded(places)
    if not recorded:
        left = (
            f"；{places.add_in} 不是由 perfxl addin install 装上的，没有动" if places.add_in.exists() else ""
        )
        raise InstallError(f"没有安装过加载项{left}")
    removed, changed = [], []
    for name, digest in recorded.items():
        path = Path(name)
        found = _hash_of(path)
        if found is None:
            continue
        if found != digest:
            changed.append(path)
            continue
        try:
            path.unlink()
        except OSError as error:
            raise InstallError(_cannot_write(path, error)) from error
        removed.append(path)
    places.record.unlink(missing_ok=True)
    return removed, changed


def was_installed(places: Places) -> bool:
    """Whether ``install`` wrote the add-in and ``uninstall`` has not been run since."""
    return str(places.add_in) in _recorded(places)


def status(places: Places) -> Status:
    """What is installed and whether it is what would be installed now."""
    found = Status(places.add_in, places.add_in.is_file())
    if not found.present:
        if was_installed(places):
            found.notes.append("安装过，但文件已不在：可能被安全软件隔离或删除。")
        return found
    try:
        found.built = read_configuration(places.add_in.read_bytes())
    except (BuildError, OSError) as error:
        found.notes.append(f"文件不能读取或不是 perfxl 的加载项（{error}）。")
        return found
    found.notes += _differences(places, found.built)
    if places.scripts is not None and not (places.scripts / apple_script()[0]).is_file():
        found.notes.append("缺少 xlwings 的 AppleScript，点按钮不会有反应。")
    digest = _recorded(places).get(str(places.add_in))
    if digest is not None and digest != _hash_of(places.add_in):
        found.notes.append("文件在安装后改动过。")
    return found


def _differences(places: Places, built: Configuration) -> list[str]:
    now = configuration(places.system, places.interpreter)
    notes = []
    if built.perfxl != now.perfxl:
        notes.append(f"加载项由 perfxl {built.perfxl or '（未知版本）'} 生成，现在安装的是 {now.perfxl}。")
    if built.xlwings != now.xlwings:
        notes.append(f"加载项由 xlwings {built.xlwings or '（未知版本）'} 生成，现在安装的是 {now.xlwings}。")
    if not built.interpreter:
        notes.append("加载项中没有写明 Python 的位置。")
    elif not Path(built.interpreter).is_file():
        notes.append(f"加载项所用的 Python 已不在：{built.interpreter}。")
    elif not same_file_name(places.system, built.interpreter, places.interpreter):
        notes.append(f"加载项使用 {built.interpreter}，而现在运行的是 {places.interpreter}。")
    return notes


def _refuse_if_foreign(path: Path, content: bytes, recorded: dict[str, str]) -> None:
    """A file of somebody else is never overwritten; an add-in of perfxl or the same bytes may be."""
    found = _hash_of(path)
    if found is None or found in (_hash(content), recorded.get(str(path))):
        return
    if path.name == FILE_NAME:
        try:
            read_configuration(path.read_bytes())
        except BuildError as error:
            raise InstallError(
                f"{path} 已经存在，而且不是 perfxl 的加载项，没有覆盖。请先把它移走。"
            ) from error
        return
    raise InstallError(
        f"{path} 已经存在，内容与 xlwings {xlwings_version()} 的不同，没有覆盖。请先把它移走。"
    )


def _write(path: Path, content: bytes) -> None:
    from perfxl.workbook.edit import write_atomically

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    except OSError as error:
        raise InstallError(_cannot_write(path, error)) from error


def _cannot_write(path: Path, error: OSError) -> str:
    return f"无法改动 {path}：{os_reason(error)}。如果 Excel 正在运行，请先退出 Excel 再试。"


def _recorded(places: Places) -> dict[str, str]:
    """Path to hash of what was installed; empty where there is no record, or none that can be read."""
    try:
        content = json.loads(places.record.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    files = content.get("files") if isinstance(content, dict) else None
    return {str(path): str(digest) for path, digest in files.items()} if isinstance(files, dict) else {}


def _remember(places: Places, files: dict[str, str]) -> None:
    """Written after each file, so that an installation that stops half way can be undone, too."""
    text = json.dumps({"perfxl": configuration().perfxl, "files": files}, ensure_ascii=False, indent=2)
    _write(places.record, text.encode("utf-8"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hash_of(path: Path) -> str | None:
    try:
        return _hash(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InstallError(f"无法读取 {path}：{os_reason(error)}") from error
