"""Folders in which the forms of one return lie in files of their own, checked file by file: nothing between them is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from perfxl.batch.sources import is_url
from perfxl.batch.store import Known, Store
from perfxl.output import printable
from perfxl.pairing import Key

_MISSING = "WJ-03"
_NAMED = 5
"""How many folders a message names."""


def folders_in_parts(files: Sequence[str], store: Store, known: Mapping[str, Known]) -> list[str]:
    """The folders, in the order of the files, where files of one unit and year do not all lack the same forms.

    Two whole returns, or two drafts that lack the same, are no parts. Only files that have such a companion are read.
    """
    groups: dict[tuple[str, Key], list[str]] = {}
    for path in files:
        key = known[path].key
        if key.unit and key.year is not None and not is_url(path):
            groups.setdefault((str(Path(path).parent), key), []).append(path)
    shared = ((folder, paths) for (folder, _), paths in groups.items() if len(paths) > 1)
    return list(dict.fromkeys(folder for folder, paths in shared if len(_lacking(paths, store)) > 1))


def _lacking(paths: Sequence[str], store: Store) -> set[str]:
    """What is said of the forms that files lack; "" where one lacks none."""
    said = set()
    for result in store.results(paths, alone=True):
        findings = json.loads(result.line)["return"]["findings"]
        said.add(next((found["message"] for found in findings if found["rule"] == _MISSING), ""))
    return said


def parts_text(folders: Sequence[str]) -> str:
    """What to do about such folders, in a sentence; "" for none."""
    if not folders:
        return ""
    names = "、".join(printable(Path(folder).name or folder) for folder in folders[:_NAMED])
    more = f" 等 {len(folders)} 个" if len(folders) > _NAMED else ""
    return (
        f"文件夹 {names}{more} 里，同一单位的表分在几个文件中，表间没有核对；"
        "一张表一个文件报送的，请加 --by-folder（每个单位一个文件夹）"
    )
