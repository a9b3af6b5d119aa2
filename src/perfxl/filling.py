"""Fill files: the edge where computed changes are written into a copy of a workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from perfxl.checking import Options, os_reason
from perfxl.fill import Change, fill
from perfxl.results_sheet import take_results
from perfxl.withheld import Withheld, ignored
from perfxl.workbook.decrypt import opened
from perfxl.workbook.edit import Edit, SetCached, SetValue, apply_edits, write_atomically
from perfxl.workbook.read import read_book


class FillError(Exception):
    """A file that cannot be filled; ``str()`` is Chinese."""


def fill_bytes(
    data: bytes,
    form_set: str | None = None,
    password: str | None = None,
    tell: Callable[[Withheld], object] = ignored,
) -> tuple[bytes, list[Change]]:
    """The workbook with its computed cells filled, and what was changed. ``tell`` is told what was withheld.

    Raises FillError where no form is recognised, Unreadable, EditRefused or FormSetError.
    """
    data = opened(data, password)
    book = read_book(data)
    take_results(book)
    ret = Options(form_set).recognise(book).read()
    if ret is None:
        raise FillError("没有识别出任何绩效表，未作计算")
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
    target: Path,
    form_set: str | None = None,
    password: str | None = None,
    *,
    in_place: bool,
    tell: Callable[[Withheld], object] = ignored,
) -> list[Change]:
    """Fill one file into another. In place, the original is kept as ``<name>.bak``, and a file with nothing to
    change is left as it is. ``tell`` is told of each cell that was withheld. Raises as fill_bytes.
    """
    try:
        data = source.read_bytes()
    except OSError as error:
        raise FillError(f"文件无法打开：{os_reason(error)}") from error
    if not in_place and target.exists() and target.resolve() == source.resolve():
        raise FillError("输出路径就是原文件；要改写原文件请用 --in-place")
    filled, changes = fill_bytes(data, form_set, password, tell)
    if in_place and not changes:
        return changes
    try:
        if in_place:
            shutil.copy2(source, backup_path(source))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, filled)
    except OSError as error:
        raise FillError(f"无法写入 {target}：{os_reason(error)}") from error
    return changes


def backup_path(source: Path) -> Path:
    """Where the original goes: a name that is not taken, so that no earlier backup is lost."""
    candidate = source.with_name(source.name + ".bak")
    number = 1
    while candidate.exists():
        number += 1
        candidate = source.with_name(f"{source.name}.bak{number}")
    return candidate
