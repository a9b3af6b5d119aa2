"""What letters are written about: the results of returns, checked now or in an earlier run, each return once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from msgspec import Struct, field

from perfxl.batch.outcome import outcome_of, to_json
from perfxl.batch.sources import SourceError, files_in, folders_of, is_word
from perfxl.batch.twins import content_of
from perfxl.checking import Checked, Options
from perfxl.documents.letter import due_letters
from perfxl.output import printable
from perfxl.rules.identity import unit_name
from perfxl.unit_folder import open_folder
from perfxl.words.attach import check_report, open_named, with_report

RESULTS = "审核结果.jsonl"
"""What a run over many returns leaves in its folder."""
_NAMED = 5
"""How many files a note names."""
Line = Mapping[str, Any]
"""One line of such a file."""


class ResultsError(Exception):
    """Results that cannot be read; ``str()`` is Chinese."""


class Returned(Struct):
    """The results (items of ``returns`` of ``perfxl check --format json``), and what should be said of the others."""

    results: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)
    """The paths of those left out."""


def results_of(
    paths: Sequence[Path],
    options: Options,
    *,
    by_folder: bool = False,
    every: bool = False,
    without: Sequence[Path] = (),
) -> Returned:
    """The results of files and folders of them (checked now) and of earlier runs (read), each return once.

    With ``by_folder`` the files of a folder are one return. ``every`` says that also those that passed have letters.
    What lies in a folder of ``without`` is none. Raises ResultsError, also for a folder without returns: one that was
    mistyped does not read as if all were well.
    """
    lines: list[Line] = []
    for path in paths:
        if is_results(path):
            lines += _read(path / RESULTS if path.is_dir() else path)
            continue
        found = list(_folders(path, options, without) if by_folder else _files(path, options, without))
        if not found:
            raise ResultsError(f"{path} 里没有可审核的工作簿")
        lines += [json.loads(to_json(outcome_of(checked, None))) for checked in found]
    return _each_once(lines, by_folder, every)


def is_results(path: Path) -> bool:
    """Whether a path is the results of an earlier run, or the folder that they lie in."""
    return (path / RESULTS).is_file() if path.is_dir() else path.suffix.lower() == ".jsonl"


def _folders(path: Path, options: Options, without: Sequence[Path]) -> Iterator[Checked]:
    """Each folder below a folder as one return."""
    if not path.is_dir():
        raise ResultsError(f"--by-folder 只能用于报送件的文件夹：{path}")
    try:
        folders = folders_of(files_in([str(path)], without))
    except SourceError as error:
        raise ResultsError(str(error)) from error
    for folder in map(Path, folders):
        opened = open_folder(folder, options)
        if opened.ret is not None or opened.files:
            yield with_report(opened, opened.audited(options))[0]


def _files(path: Path, options: Options, without: Sequence[Path]) -> Iterator[Checked]:
    """As ``perfxl check`` does: with the report that lies beside a file, or a report alone if it is named."""
    for name in files_in([str(path)], without):
        file = Path(name)
        opened = open_named(file, options)
        found = is_word(name) and file != path
        if opened is not None and (opened.ret is not None or not found):
            yield with_report(opened, opened.audited(options))[0]
        elif not found:
            yield check_report(file, options)


def _read(path: Path) -> Iterator[Line]:
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                item = json.loads(line)
                if isinstance(item, dict) and "return" in item:
                    yield {**item, "return": _sound(item["return"], path, number)}
    except (OSError, ValueError) as error:
        raise ResultsError(f"审核结果 {path} 读不出来：{error}") from error


def _sound(result: Any, path: Path, number: int) -> Mapping[str, Any]:
    if not isinstance(result, dict) or not {"path", "unit", "year", "verdict", "findings"} <= result.keys():
        raise ResultsError(f"{path} 第 {number} 行不是审核结果")
    return result


def _each_once(lines: Sequence[Line], by_folder: bool, every: bool) -> Returned:
    """The results without copies of others (marked ones too, whatever they are called) and without reports of others."""
    returned = Returned()
    reports = {line["return"].get("report"): line["return"]["path"] for line in lines if _beside(line)}
    same: dict[Any, list[Line]] = {}
    for number, line in enumerate(lines):
        path = line["return"]["path"]
        if path in reports:
            returned.passed.add(path)
            returned.notes.append(
                f"{printable(path)}：是 {printable(reports[path])} 的自评报告，没有另写审核意见"
            )
        else:
            content = content_of(line)
            owner = _owner(line)
            same.setdefault((owner, content) if owner and content else number, []).append(line)
    for copies in same.values():
        kept = max(copies, key=_weight)
        returned.results.append(kept["return"])
        for line in copies:
            if line is not kept:
                returned.passed.add(line["return"]["path"])
                one, other = printable(line["return"]["path"]), printable(kept["return"]["path"])
                returned.notes.append(
                    f"{one}：与 {other} 是同一份报送件（内容相同的副本或标注件），没有另写审核意见"
                )
    returned.notes += _several(returned.results, by_folder, every)
    return returned


def _beside(line: Line) -> bool:
    """Whether a report lies beside a return."""
    return bool(line["return"].get("report", line["return"]["path"]) != line["return"]["path"])


def _owner(line: Line) -> tuple[str, int] | None:
    """The unit and the year of a return; None where either is not known."""
    unit, year = unit_name(line["return"]["unit"] or "", {}), line["return"]["year"]
    return (unit, year) if unit and year is not None else None


def _weight(line: Line) -> tuple[int, bool, bool, int]:
    """By what the one of several copies is chosen that a letter is about: what was explained on a marked copy has been
    explained, a workbook is what should be returned, and a copy may lie where the report is not, or deeper
    than what it was made of.
    """
    ret = line["return"]
    explained = sum("explanation" in finding for finding in ret["findings"])
    return explained, not is_word(ret["path"]), "report" in ret, -len(PurePath(ret["path"]).parts)


def _several(results: Sequence[Mapping[str, Any]], by_folder: bool, every: bool) -> Iterator[str]:
    """What is said of units of which several different returns of a year have a letter each."""
    owners: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for result in due_letters(results, every):
        if owner := _owner({"return": result}):
            owners.setdefault(owner, []).append(result)
    for (_, year), own in owners.items():
        if len(own) > 1:
            named = [PurePath(one["path"]).name for one in own]
            shown = named if len(set(named)) == len(own) else [one["path"] for one in own]
            names = "、".join(map(printable, shown[:_NAMED]))
            advice = "" if by_folder else "；一张表一个文件报送的，请加 --by-folder"
            more = " 等" if len(own) > _NAMED else ""
            yield (
                f"{printable(own[0]['unit'])} {year} 年度有 {len(own)} 份内容不同的报送件（{names}{more}），各写一件{advice}"
            )
