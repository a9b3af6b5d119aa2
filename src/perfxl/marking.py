"""Marked copies of returns: the edge where an audit's marks are written into files, and taken out again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from perfxl.annotate import marks
from perfxl.checking import Checked, Options
from perfxl.finding import Finding
from perfxl.output import VERDICTS, counts_text
from perfxl.paths import os_reason
from perfxl.results_sheet import SHEET, is_marked, take_results
from perfxl.workbook.convert import to_xlsx
from perfxl.workbook.decrypt import opened
from perfxl.workbook.edit import EditRefused, apply_edits, clear_marks, write_atomically
from perfxl.workbook.model import Unreadable
from perfxl.workbook.read import read_book
from perfxl.workbook.word import is_word

_OTHER_NAMES = 9


class MarkError(Exception):
    """A copy that cannot be made; ``str()`` is Chinese."""


class Marked(Struct, frozen=True):
    """A marked copy that was written; ``note`` says what the reader of it should know."""

    path: Path
    note: str = ""


def targets(roots: Sequence[Path], folder: Path) -> Callable[[Path], Path]:
    """Where the marked copy of each file goes. Folders keep their inner order, no two files get the same name.

    A file below one of ``roots`` goes to the same place below ``folder``, any other into ``folder`` itself. The
    name with .xlsx behind it is kept free too, for a copy that has to be converted.
    """
    taken: set[str] = set()

    def target(path: Path) -> Path:
        root = next((p for p in roots if p.is_dir() and path.is_relative_to(p)), path.parent)
        first = wanted = folder / path.relative_to(root)
        number = 1
        while not taken.isdisjoint(names := _names(wanted)):
            number += 1
            wanted = first.with_name(f"{first.stem}（{number}）{first.suffix}")
        taken.update(names)
        return wanted

    return target


def _names(path: Path) -> set[str]:
    """What a copy may be called, without regard to case, for some systems have none."""
    plain = str(path).casefold()
    return {plain, plain + ".xlsx"}


def mark_file(
    source: Path, result: Checked, target: Path, password: str | None = None, above: str = ""
) -> Marked:
    """Write a marked copy of a checked file. The original is only read. Raises MarkError.

    A format that cannot be marked becomes an .xlsx with its values, ``target`` with ``.xlsx`` behind its name. A
    file of the same name is only replaced if it is a marked copy without explanations that would be lost. ``above``
    stands over the findings instead of their own summary.
    """
    try:
        stored = source.read_bytes()
        if hashlib.sha256(stored).hexdigest() != result.sha256:
            raise MarkError("文件在审核之后又有改动，请重新审核")
        data = opened(stored, password)
        note = "标注件没有密码" if data != stored else ""
        cleared, findings, kind = _to_mark(data, result.findings)
        if kind:
            note = f"原文件是 .{kind}，标注件是含其数值的 .xlsx（不含格式和公式）"
            target = target.with_name(target.name + ".xlsx")
        _refuse_loss(source, target, result)
        marked = _marked(cleared, findings, title(result), above or summary(result))
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, marked)
    except (EditRefused, Unreadable) as error:
        raise MarkError(str(error)) from error
    except OSError as error:
        raise MarkError(f"无法写入 {target}：{os_reason(error)}") from error
    return Marked(target, note)


def _to_mark(data: bytes, findings: Sequence[Finding]) -> tuple[bytes, Sequence[Finding], str]:
    """A workbook without marks, the findings with the sheets' names in it, and the format it was made from, if any."""
    if is_word(data):
        from perfxl.wordforms.reading import read_forms

        return read_forms(data, Options().recognise).workbook(), findings, "docx"
    try:
        return clear_marks(data), findings, ""
    except EditRefused as refused:
        if refused.reason != "unsupported":
            raise
        return _converted(data, findings)


def _converted(data: bytes, findings: Sequence[Finding]) -> tuple[bytes, list[Finding], str]:
    """An .xlsx of the values, the findings with the sheets' names in it, and the old format."""
    book = read_book(data)
    take_results(book)
    plain, names = to_xlsx(book)
    moved = [
        replace(finding, place=finding.place._replace(sheet=names.get(finding.place.sheet, "")))
        if finding.place.sheet
        else finding
        for finding in findings
    ]
    return plain, moved, book.format


def _marked(data: bytes, findings: Sequence[Finding], headline: str, above: str) -> bytes:
    """The workbook with the marks. A sheet 审核结果 that is the unit's own stays; ours gets a number then."""
    for number in range(1, _OTHER_NAMES):
        sheet = SHEET if number == 1 else f"{SHEET}（{number}）"
        try:
            return apply_edits(data, marks(findings, headline, above, sheet))
        except EditRefused as refused:
            if refused.reason != "name_taken":
                raise
    raise MarkError(f"工作簿里已有多张名为“{SHEET}”的工作表，请删去后再审核")


def _refuse_loss(source: Path, target: Path, result: Checked) -> None:
    """Raise MarkError where writing ``target`` would destroy what cannot be made again."""
    if not target.exists():
        return
    if os.path.samefile(source, target):
        raise MarkError("标注件不能写在原文件上，请换一个文件夹")
    other = f"{target} 已存在，而且不是标注件，没有覆盖；请换一个文件夹"
    try:
        book = read_book(target.read_bytes())
    except Unreadable:
        raise MarkError(other) from None
    if not is_marked(book):
        raise MarkError(other)
    known = {finding.explanation or finding.remark for finding in result.findings}
    if not known.issuperset(take_results(book).values()):
        raise MarkError(f"{target} 中填有核实说明，没有覆盖；请审核那一份，或换一个文件夹")


def clear_file(source: Path, target: Path, password: str | None = None) -> bool:
    """Write a copy without any mark of ours. False if there were none. Raises MarkError."""
    try:
        data = opened(source.read_bytes(), password)
        cleared = clear_marks(data)
        if target.exists() and os.path.samefile(source, target):
            raise MarkError("不能写在原文件上，请用 -o 指定另一个文件")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, cleared)
    except (EditRefused, Unreadable) as error:
        raise MarkError(str(error)) from error
    except OSError as error:
        raise MarkError(f"无法打开或写入：{os_reason(error)}") from error
    return cleared != data


def title(result: Checked) -> str:
    """The line above the table of findings."""
    ret = result.ret
    unit = (ret.unit if ret else "") or "（单位名称未填）"
    year = f"{ret.year} 年度" if ret and ret.year else ""
    return f"审核结果　{unit}　{year}".rstrip("　")


def summary(result: Checked) -> str:
    """The verdict and the numbers of findings, and what the unit is asked to do."""
    verdict = VERDICTS[result.verdict]
    asked = "；".join(filter(None, [request(result), "单击“位置”可跳到该单元格"]))
    return f"结论：{verdict}　{counts_text(result)}　{asked}。"


def request(result: Checked) -> str:
    """What the unit is asked to do; "" for nothing."""
    return {
        "rejected": "请改正错误，对警告在“核实说明”栏填写说明后重新报送",
        "explain": "请对警告在“核实说明”栏填写说明，漏填的请补填或同样说明，再重新报送",
    }.get(result.verdict, "")
