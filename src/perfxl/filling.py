"""Fill files: the edge where computed changes are written into a copy of a workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from perfxl.checking import Options, open_book
from perfxl.fill import Change, fill
from perfxl.paths import os_reason
from perfxl.withheld import Withheld, ignored
from perfxl.workbook.decrypt import opened
from perfxl.workbook.edit import Edit, SetCached, SetValue, apply_edits, write_atomically
from perfxl.workbook.read import read_book


class FillError(Exception):
    """A file that cannot be filled; ``str()`` is Chinese."""


def fill_bytes(
    data: bytes,
    options: Options = Options(),
    tell: Callable[[Withheld], object] = ignored,
    note: Callable[[str], object] = ignored,
) -> tuple[bytes, list[Change]]:
    """The workbook with its computed cells filled, and what was changed.

    The forms are read as for an audit with the same options. ``tell`` is told of each cell that was withheld,
    ``note`` (a Chinese clause) of each parameter set that the form set lacks. Raises FillError where no form is recognised,
    Unreadable, EditRefused or FormSetError.
    """
    data = opened(data, options.password)
    file = open_book(read_book(data), "", "", options)
    ret = file.ret
    if ret is None:
        nothing = file.findings[0]
        raise FillError(f"{nothing.message.partition('：')[0]}，未作计算；{nothing.fix.rstrip('。')}")
    for name in options.parameters:
        if name not in ret.form_set.parameter_sets:
            note(f"套表 {ret.form_set.id} 没有参数组“{name}”，已按套表自己的参数计算")
    changes = fill(ret, tell)
    return (apply_edits(data, edits_of(changes)) if changes else data), changes


def edits_of(changes: Sequence[Change]) -> list[Edit]:
    """The changes as edits of a workbook file."""
    edits: list[Edit] = []
    for change in changes:
        if change.formula:
            edits.append(SetCached(*change.place, change.content))
        else:
            edits.append(SetValue(*change.place, change.content, change.fraction))
    return edits


def fill_file(
    source: Path,
    target: Path | None,
    options: Options = Options(),
    tell: Callable[[Withheld], object] = ignored,
    note: Callable[[str], object] = ignored,
) -> list[Change]:
    """Fill one file into another, in a folder that is there; what was changed.

    Without a ``target`` it is filled in place: the original is kept as ``<name>.bak``, and a file with nothing to
    change is left as it is. ``tell`` and ``note`` are told, and other errors raised, as by fill_bytes; FillError
    also where a file cannot be read or written.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise FillError(f"文件无法打开：{os_reason(error)}") from error
    if target is not None:
        _refuse_if_unfit(source, target)
    filled, changes = fill_bytes(data, options, tell, note)
    if target is None and not changes:
        return changes
    try:
        if target is None:
            shutil.copy2(source, backup_path(source))
        write_atomically(target or source, filled)
    except OSError as error:
        raise FillError(f"无法写入 {target or source}：{os_reason(error)}") from error
    return changes


def _refuse_if_unfit(source: Path, target: Path) -> None:
    """Raises FillError for a target that is the source, or lies in a folder that is not there."""
    if target.exists() and target.samefile(source):
        raise FillError("输出路径就是原文件；要改写原文件，请选择就地改写（命令行用 --in-place）")
    if not target.parent.is_dir():
        raise FillError(f"文件夹不存在：{target.parent}")


def backup_path(source: Path) -> Path:
    """Where the original goes: a name that is not taken, so that no earlier backup is lost."""
    candidate = source.with_name(source.name + ".bak")
    number = 1
    while candidate.exists():
        number += 1
        candidate = source.with_name(f"{source.name}.bak{number}")
    return candidate
