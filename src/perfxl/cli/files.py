"""The files that a command is given and those that it writes: looked at before any work, refused in Chinese.

A path that does not exist is wrong usage, and of several nothing is done then: a run of hours over the wrong folder, or
a letter about a file that never was, helps nobody. What is written has the extension of its format, and only what the
user named is made: the folder that it lies in must be there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import click

from perfxl.patterns import pattern

_EXTENSION = pattern(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
"""What looks like a file's extension; ``.2022`` may end the name of a folder."""
_READ_ONLY = (".xls", ".et", ".ods", ".xlsb")
"""The formats that are read and never written."""


def existing(context: click.Context, param: click.Parameter, value: Any) -> Any:
    """The paths as given (a callback of click). Raises UsageError where there is nothing at one of them."""
    return _looked_at(param, value, folders=True)


def existing_file(context: click.Context, param: click.Parameter, value: Any) -> Any:
    """As :func:`existing`; a folder, or what is no plain file, is refused too."""
    return _looked_at(param, value, folders=False)


def _looked_at(param: click.Parameter, value: Any, folders: bool) -> Any:
    paths = value if isinstance(value, tuple) else () if value is None else (value,)
    wrong = [f"{path}：{reason}" for path in paths if (reason := _unusable(path, folders))]
    if wrong:
        option = f"{param.opts[-1]} " if isinstance(param, click.Option) else ""
        rest = "。其余的也没有处理" if len(wrong) < len(paths) else ""
        raise click.UsageError(f"{option}{'；'.join(wrong)}{rest}")
    return value


def _unusable(path: str | Path, folders: bool) -> str:
    """Why a path cannot be used; "" where it can, or is a URL."""
    if not str(path):
        return "路径是空的"
    if "://" in str(path):
        return ""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return "文件或文件夹不存在" if folders else "文件不存在"
    except OSError as error:
        return _reason(error)
    if folders or S_ISREG(mode):
        return ""
    return _reason(OSError(errno.EISDIR, "")) if S_ISDIR(mode) else "这不是普通文件（是管道、设备之类）"


def _reason(error: OSError) -> str:
    from perfxl.paths import os_reason

    return os_reason(error)


def output_file(path: Path, endings: Sequence[str], *, force: bool) -> Path:
    """A file that can be written. ``endings`` are the extensions of its format, as ``.xlsx``. Raises UsageError."""
    if path.suffix.lower() not in endings:
        raise click.UsageError(f"输出文件的扩展名须是 {' 或 '.join(endings)}：{path}")
    if path.is_dir():
        raise click.UsageError(f"输出文件 {path} 是一个文件夹")
    in_existing_folder(path)
    return not_lost(path, force=force)


def not_lost(path: Path, *, force: bool) -> Path:
    """A path at which nothing stands that writing there would lose. Raises UsageError."""
    if path.exists() and not force:
        raise click.UsageError(f"文件已存在：{path}；要覆盖请加 --force")
    return path


def output_folder(path: Path, option: str) -> Path:
    """A folder that is there or can be made. Raises UsageError."""
    if path.is_dir():
        return path
    if path.exists():
        raise click.UsageError(f"{option} 须是文件夹：{path} 是一个文件")
    if looks_like_file(path):
        raise click.UsageError(f"{option} 须是文件夹：{path} 像是文件名")
    return in_existing_folder(path)


def make_folder(path: Path) -> None:
    """Make a folder that may be there already, but not those that it lies in. Raises ClickException."""
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"无法新建文件夹 {path}：{_reason(error)}") from error


def looks_like_file(path: Path) -> bool:
    """Whether a path that does not exist yet has the extension of a file."""
    return not path.is_dir() and _EXTENSION.fullmatch(path.suffix) is not None


def in_existing_folder(path: Path) -> Path:
    """The path. Raises UsageError where the folder that it would lie in does not exist."""
    if not path.parent.is_dir():
        raise click.UsageError(f"文件夹不存在：{path.parent}；请先新建，或核对路径：{path}")
    return path


def copy_of(source: Path, target: Path, password: str | None) -> Path:
    """A file that a copy of ``source`` can be written to: it stays the kind of workbook it is. Raises UsageError."""
    in_existing_folder(target)
    ending = target.suffix.lower()
    if ending != source.suffix.lower() and (right := _kind_of(source, password)) not in ("", ending):
        if right in _READ_ONLY:
            raise click.UsageError(f"{source} 是 {right} 格式，不能写入；请先用 Excel 或 WPS 另存为 .xlsx")
        raise click.UsageError(f"输出文件的扩展名须与 {source} 的格式相同，是 {right}：{target}")
    return target


def _kind_of(source: Path, password: str | None) -> str:
    """The extension that a workbook should have; "" for what cannot be read, which is said when it is."""
    from perfxl.workbook.decrypt import opened
    from perfxl.workbook.model import Unreadable
    from perfxl.workbook.sniff import ending_of

    try:
        return ending_of(opened(source.read_bytes(), password))
    except (Unreadable, OSError):
        return ""


def write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all. Raises ClickException."""
    from perfxl.workbook.edit import write_atomically

    try:
        write_atomically(path, content)
    except OSError as error:
        raise click.ClickException(f"无法写入 {path}：{_reason(error)}") from error
