"""Letters as files: whose results they are read from, and what the files are called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from perfxl.checking import Checked, Options, workbooks_in
from perfxl.documents.formats import pages
from perfxl.documents.letter import TITLE, Sender, letter
from perfxl.documents.outline import outline
from perfxl.output import as_data
from perfxl.words.attach import check_report, open_named, with_report
from perfxl.workbook.edit import write_atomically

RESULTS = "审核结果.jsonl"
"""What a run over many returns leaves in its folder."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\s]+')
_LONGEST = 60


class ResultsError(Exception):
    """Results that cannot be read; ``str()`` is Chinese."""


def results_of(paths: Sequence[Path], options: Options) -> Iterator[Mapping[str, Any]]:
    """The results of workbooks and folders of them (checked now) and of earlier runs (read). Raises ResultsError.

    So it does for a folder without workbooks: one that was mistyped does not read as if all were well.
    """
    for path in paths:
        log = path / RESULTS if path.is_dir() else path
        if log.suffix.lower() == ".jsonl" and (log.is_file() or not path.is_dir()):
            yield from _read(log)
            continue
        found = False
        for file in workbooks_in([path]):
            found = True
            yield as_data(_checked(file, options))
        if not found:
            raise ResultsError(f"{path} 里没有可审核的工作簿")


def _checked(file: Path, options: Options) -> Checked:
    """As ``perfxl check`` does: with the report that lies beside it, or a report alone."""
    opened = open_named(file, options)
    if opened is None:
        return check_report(file)
    return with_report(opened, opened.audited(options))[0]


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
