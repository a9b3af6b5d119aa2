"""Marked copies of returns: the edge where an audit's marks are written into files, and taken out again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfxl.annotate import marks
from perfxl.check import Checked, os_reason, read_file
from perfxl.output import VERDICTS, counts_text
from perfxl.workbook.convert import MARKABLE, to_xlsx
from perfxl.workbook.edit import EditRefused, apply_edits, clear_marks, write_atomically
from perfxl.workbook.model import Unreadable


class MarkError(Exception):
    """A copy that cannot be made; ``str()`` is Chinese."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked copy that was written; ``note`` says what the reader of it should know."""

    path: Path
    note: str = ""


def mark_file(source: Path, result: Checked, target: Path, password: str | None = None) -> Marked:
    """Write a marked copy of a checked file. The original is only read. Raises MarkError.

    A format that cannot be marked becomes an .xlsx with its values beside it.
    """
    try:
        data, book = read_file(source, password)
        note = ""
        if book.format not in MARKABLE:
            data, note = to_xlsx(book), f"原文件是 .{book.format}，标注件是含其数值的 .xlsx（不含格式和公式）"
            target = target.with_name(target.name + ".xlsx")
        elif password is not None:
            note = "标注件没有密码"
        if target.resolve() == source.resolve():
            raise MarkError("标注件不能写在原文件上，请换一个文件夹")
        marked = apply_edits(clear_marks(data), marks(result.findings, title(result), summary(result)))
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, marked)
    except (EditRefused, Unreadable) as error:
        raise MarkError(str(error)) from error
    except OSError as error:
        raise MarkError(f"无法写入：{os_reason(error)}") from error
    return Marked(target, note)


def clear_file(source: Path, target: Path, password: str | None = None) -> bool:
    """Write a copy without any mark of ours. False if there were none. Raises MarkError."""
    try:
        data, _ = read_file(source, password)
        cleared = clear_marks(data)
        if target.resolve() == source.resolve():
            raise MarkError("不能写在原文件上，请用 -o 指定另一个文件")
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(target, cleared)
    except (EditRefused, Unreadable) as error:
        raise MarkError(str(error)) from error
    except OSError as error:
        raise MarkError(os_reason(error)) from error
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
    return f"结论：{verdict}　{counts_text(result)}　请改正错误，对警告在“核实说明”栏填写说明后重新报送；单击“位置”可跳到该单元格。"
