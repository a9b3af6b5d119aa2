"""Letters as files: whose results they are read from, and what the files are called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from perfxl.checking import Options, check_file, workbooks_in
from perfxl.documents.formats import pages
from perfxl.documents.letter import TITLE, Sender, letter
from perfxl.documents.outline import outline
from perfxl.output import as_data
from perfxl.workbook.edit import write_atomically

RESULTS = "审核结果.jsonl"
"""What a run over many returns leaves in its folder."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')
_LONGEST = 60


class ResultsError(Exception):
    """Results that cannot be read; ``str()`` is Chinese."""


def results_of(paths: Sequence[Path], options: Options) -> Iterator[Mapping[str, Any]]:
    """The results of workbooks and folders of them (checked now) and of earlier runs (read). Raises ResultsError."""
    for path in paths:
        log = path / RESULTS if path.is_dir() else path
        if log.suffix.lower() == ".jsonl" and (log.is_file() or not path.is_dir()):
            yield from _read(log)
        else:
            for file in workbooks_in([path]):
                yield as_data(check_file(file, options))


def _read(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                item = json.loads(line)
                if isinstance(item, dict) and "return" in item:
                    yield _sound(item["return"], path, number)
    except (OSError, ValueError) as error:
        raise ResultsError(f"审核结果 {path} 读不出来：{error}") from error


def _sound(result: Any, path: Path, number: int) -> Mapping[str, Any]:
    if not isinstance(result, dict) or not {"path", "unit", "year", "verdict", "findings"} <= result.keys():
        raise ResultsError(f"{path} 第 {number} 行不是审核结果")
    return result


def write_letters(
    results: Sequence[Mapping[str, Any]], target: Path, layout: str, sender: Sender
) -> list[Path]:
    """Write one letter a result and say where.

    ``target`` is a file for a single .docx or for all letters as one .html, otherwise a folder. Raises OSError.
    """
    documents = [letter(result, sender) for result in results]
    if target.suffix.lower() == ".html":
        return [_write(target, pages([outline(document) for document in documents], "html", TITLE))]
    if target.suffix.lower() == ".docx" and len(documents) == 1:
        return [_write(target, documents[0])]
    written = []
    for name, document in zip(file_names(results), documents, strict=True):
        content = document if layout == "docx" else pages([outline(document)], layout, name)
        written.append(_write(target / f"{name}.{layout}", content))
    return written


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)
    return path


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
