"""Letters as files, and what the files are called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from perfxl.documents.formats import pages
from perfxl.documents.letter import TITLE, Sender, letter
from perfxl.documents.outline import outline
from perfxl.workbook.edit import write_atomically

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')
_LONGEST = 60


def targets_of(results: Sequence[Mapping[str, Any]], target: Path, layout: str) -> list[Path]:
    """Where the letters go: ``target`` for a single .docx or for all as one .html, otherwise files in that folder."""
    if target.suffix.lower() in (".html", ".docx") and not target.is_dir():
        return [target]
    return [target / f"{name}.{layout}" for name in file_names(results)]


def write_letters(results: Sequence[Mapping[str, Any]], targets: Sequence[Path], sender: Sender) -> None:
    """Write one letter a result, or all of them into a single .html. Raises OSError."""
    documents = [letter(result, sender) for result in results]
    if len(targets) == 1 and _is_html(targets[0]):
        _write(targets[0], pages([outline(document) for document in documents], "html", TITLE))
        return
    for path, document in zip(targets, documents, strict=True):
        _write(path, pages([outline(document)], "html", path.stem) if _is_html(path) else document)


def _is_html(path: Path) -> bool:
    return path.suffix.lower() == ".html"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)


def file_names(results: Sequence[Mapping[str, Any]]) -> list[str]:
    """A file name for each result, by its unit, safe on every system and each only once."""
    names: list[str] = []
    taken: set[str] = set()
    for result in results:
        unit = str(result["unit"] or PurePath(str(result["path"])).stem)
        plain = _FORBIDDEN.sub("_", unit).strip("._")[:_LONGEST] or "未填单位"
        name, number = f"{plain}-{TITLE}", 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{TITLE}（{number}）"
        taken.add(name.casefold())
        names.append(name)
    return names
