"""Marked copies of a folder that is one return: its findings split by workbook, and each workbook marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from perfxl.checking import Checked
from perfxl.finding import NOWHERE, Finding, Place
from perfxl.marking import MarkError, mark_file, request, targets
from perfxl.output import VERDICTS, counts_text
from perfxl.unit_folder import file_and_sheet, workbooks_of

WHOLE_FOLDER = "整个文件夹"
"""What stands for the form where a finding is about the folder."""
_MOST_RELATED, _MOST_NAMED = 6, 6


class FolderMarked(Struct, frozen=True):
    """What became of the copies: those written; by file why there is none; what the reader of them should know.

    ``unread`` are workbooks that could not be read, ``refused`` those that could not be marked.
    """

    written: Sequence[Path]
    unread: Sequence[str]
    refused: Mapping[str, str]
    notes: Sequence[str] = ()


def part_of(result: Checked, name: str, elsewhere: str = "") -> Checked:
    """What is said of one workbook of a folder, as if it had been checked alone. Pure.

    Sheets are called as in the workbook itself. Related cells in other workbooks are told in the message, for they are
    none of this one. The findings about the folder as a whole are among them unless they stand ``elsewhere``.
    """
    findings = []
    for finding in result.findings:
        home, sheet = file_and_sheet(finding.place.sheet)
        if home == name:
            findings.append(_at_home(finding, name, sheet))
        elif home not in result.files and not elsewhere:
            findings.append(_of_the_folder(finding))
    return replace(result, path=name, sha256=result.files[name], findings=findings, files={})


def _at_home(finding: Finding, name: str, sheet: str) -> Finding:
    own, others = [], []
    for place in finding.related:
        home, related_sheet = file_and_sheet(place.sheet)
        if home == name:
            own.append(place._replace(sheet=related_sheet))
        else:
            others.append(place)
    place = finding.place._replace(sheet=sheet)
    return replace(finding, place=place, related=tuple(own), message=_telling(finding, others))


def _of_the_folder(finding: Finding) -> Finding:
    form = finding.form or WHOLE_FOLDER
    message = _telling(finding, finding.related)
    return replace(finding, form=form, place=NOWHERE, related=(), message=message)


def _telling(finding: Finding, places: Sequence[Place]) -> str:
    """The message with related cells named, before what to do."""
    if not places:
        return finding.message
    names = [f"{place.sheet}!{place.address}" if place.address else place.sheet for place in places]
    more = f" 等 {len(names)} 处" if len(names) > _MOST_RELATED else ""
    said = finding.message.removesuffix(finding.fix)
    advice = finding.message[len(said) :]
    return f"{said}相关：{'、'.join(names[:_MOST_RELATED])}{more}。{advice}"


def part_summary(result: Checked, part: Checked, elsewhere: str = "") -> str:
    """What stands above the findings of one workbook: the folder's verdict, both counts, and what the unit should do."""
    parts = [f"{len(result.files)} 个文件合计 {counts_text(result)}", f"本文件 {counts_text(part)}"]
    about = sum(file_and_sheet(finding.place.sheet)[0] not in result.files for finding in result.findings)
    if about and elsewhere:
        parts.append(f"关于{WHOLE_FOLDER}的 {about} 项见 {elsewhere}")
    asked = request(result)
    return f"结论：{VERDICTS[result.verdict]}　{'；'.join(parts)}。{f'{asked}。' if asked else ''}"


def mark_folder(source: Path, result: Checked, folder: Path, password: str | None = None) -> FolderMarked:
    """Write a marked copy of each workbook of a checked folder into ``folder``, under its name.

    The first copy that can be made carries what is said of the folder as a whole. Raises nothing: a copy that cannot
    be made is among the ``refused``.
    """
    target = targets([source], folder)
    written: list[Path] = []
    refused: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    for name in (name for name, sha256 in result.files.items() if sha256):
        elsewhere = written[0].name if written else ""
        part = part_of(result, name, elsewhere)
        summary = part_summary(result, part, elsewhere)
        try:
            marked = mark_file(source / name, part, target(source / name), password, summary)
        except MarkError as error:
            refused[name] = str(error)
            continue
        written.append(marked.path)
        if marked.note:
            said.setdefault(marked.note, []).append(name)
    notes = [f"{'、'.join(names)}：{note}" for note, names in said.items()]
    unread = [name for name, sha256 in result.files.items() if not sha256]
    return FolderMarked(written, unread, refused, [*notes, *_left_over(folder, written, refused)])


def _left_over(folder: Path, written: Sequence[Path], refused: Mapping[str, str]) -> list[str]:
    """What should be said of other workbooks in the folder: sent back with the copies they would count as well."""
    known = {path.name for path in written} | refused.keys()
    others = [path.name for path in workbooks_of(folder) if path.name not in known] if written else []
    if not others:
        return []
    more = f" 等 {len(others)} 个工作簿" if len(others) > _MOST_NAMED else ""
    return [f"文件夹中原有的 {'、'.join(others[:_MOST_NAMED])}{more}不是这次的标注件，请勿一并报送"]
