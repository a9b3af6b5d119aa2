"""What each button does, as one function on an open workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.addin import document_actions
from perfxl.addin.folder_check import check_folder
from perfxl.addin.help_actions import about, diagnose, show_rule
from perfxl.addin.new_return import folder_of, new_return
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.protection import count_as_saved, is_saved, unlocked
from perfxl.addin.settings import load_settings
from perfxl.addin.settings_slip import settings
from perfxl.addin.slips import full_name, slip_of
from perfxl.live import LiveError
from perfxl.live.check import check_open, check_with_report
from perfxl.live.fill import changed_since_fill, fill_book
from perfxl.live.fill import undo_fill as undo
from perfxl.live.marks import clear, findings, mark, results_sheet
from perfxl.live.walk import Visit, first_finding
from perfxl.live.walk import next_finding as go_next
from perfxl.live.walk import previous_finding as go_back
from perfxl.output import VERDICTS, counts_text
from perfxl.results_sheet import SHEET

if TYPE_CHECKING:
    import xlwings as xw

    from perfxl.checking import Checked
    from perfxl.fill import Change
    from perfxl.withheld import Withheld

_LISTED = 8
"""How many changes a message lists."""


def fill_sheet(book: xw.Book) -> Outcome:
    """计算本表: write the computed cells of the active sheet."""
    return _fill(book, _sheet(book))


def fill_all(book: xw.Book) -> Outcome:
    """计算全部: write the computed cells of all forms."""
    return _fill(book, None)


def undo_fill(book: xw.Book) -> Outcome:
    """撤销上次: put back what the last 计算 wrote over; what the user changed since then stays."""
    changed = changed_since_fill(_return_in(book))
    with unlocked(book):
        restored = undo(book)
    lines = [f"已撤销上次计算：{restored} 个单元格还原为计算前的内容。"]
    if changed:
        places = "、".join(f"{place.sheet}!{place.address}" for place in changed[:_LISTED])
        more = f" 等 {len(changed)} 处" if len(changed) > _LISTED else ""
        lines.append(f"计算之后又改过的没有动：{places}{more}。")
    return Outcome("\n".join(lines))


def check_sheet(book: xw.Book) -> Outcome:
    """审核本表: check the active sheet, mark what is found and go to the first finding."""
    return _check(book, _sheet(book))


def check_all(book: xw.Book) -> Outcome:
    """审核全部: check the whole return, mark what is found and go to the first finding."""
    return _check(book, None)


def previous_finding(book: xw.Book) -> Outcome:
    """上一处: go to the finding before."""
    return _gone_to(go_back(_return_in(book)))


def next_finding(book: xw.Book) -> Outcome:
    """下一处: go to the next finding."""
    return _gone_to(go_next(_return_in(book)))


def show_results(book: xw.Book) -> Outcome:
    """审核结果: go to the sheet with all findings."""
    sheet = results_sheet(_return_in(book))
    if sheet is None:
        raise ActionError("还没有审核结果。请先点“审核全部”。")
    sheet.activate()
    return Outcome("每行一个问题；点“位置”可到该单元格，警告请在“核实说明”栏说明原因。", quiet=True)


def clear_marks(book: xw.Book) -> Outcome:
    """清除标记: take away every mark and give back what was there before."""
    if not _marked(_return_in(book)):
        return Outcome("没有标记可以清除。")
    with unlocked(book):
        cleared = clear(book)
    return Outcome(f"已清除 {cleared} 处标记，单元格的颜色、批注还原为审核前的样子。")


def write_report(book: xw.Book) -> Outcome:
    """生成自评报告: write the report of this return beside it."""
    return document_actions.write_report(_return_in(book))


def write_letter(book: xw.Book) -> Outcome:
    """导出审核意见: write the letter about this return beside it."""
    return document_actions.write_letter(_return_in(book))


ACTIONS: Mapping[str, Callable[[xw.Book], Outcome]] = {
    "new_return": new_return,
    "fill_sheet": fill_sheet,
    "fill_all": fill_all,
    "undo_fill": undo_fill,
    "write_report": write_report,
    "check_sheet": check_sheet,
    "check_all": check_all,
    "previous_finding": previous_finding,
    "next_finding": next_finding,
    "show_results": show_results,
    "clear_marks": clear_marks,
    "write_letter": write_letter,
    "check_folder": check_folder,
    "show_rule": show_rule,
    "settings": settings,
    "diagnose": diagnose,
    "about": about,
}
"""Every button of the ribbon by its id, in the ribbon's order."""


def _return_in(book: xw.Book) -> xw.Book:
    """The workbook, unless it is one of the add-in's own slips."""
    if slip_of(book) is not None:
        raise ActionError("当前是填写单，不是报送件。请先切换到报送件的工作簿。")
    return book


def _sheet(book: xw.Book) -> str:
    """The name of the sheet in front."""
    sheet = _return_in(book).sheets.active
    own = results_sheet(book)
    if own is not None and own.name == sheet.name:
        raise ActionError(f"当前是“{sheet.name}”表。请先切换到要处理的表，再点此按钮。")
    name: str = sheet.name
    return name


def _marked(book: xw.Book) -> bool:
    """Whether the workbook carries marks of an audit."""
    return bool(findings(book)) or results_sheet(book) is not None


def _fill(book: xw.Book, sheet: str | None) -> Outcome:
    options, saved = load_settings().options(), is_saved(_return_in(book))
    withheld: list[Withheld] = []
    with unlocked(book):
        changes = fill_book(book, options, sheet, tell=withheld.append)
    kept = [cell.told for cell in withheld[:_LISTED]]
    if not changes:
        if saved:
            count_as_saved(book)
        return Outcome("\n".join(kept or ["无须改动：应计算的单元格都已正确，或所需数据还没有填。"]))
    lines = [f"计算完成，改动 {len(changes)} 处：", *map(_changed, changes[:_LISTED])]
    if len(changes) > _LISTED:
        lines.append(f"……等 {len(changes)} 处")
    return Outcome("\n".join([*lines, *kept, "如需还原，点“撤销上次”。"]))


def _changed(change: Change) -> str:
    return f"  {change.place.sheet}!{change.place.address} {change.label}：{change.before or '（空）'} → {change.after}"


def _check(book: xw.Book, sheet: str | None) -> Outcome:
    checked, notes = _checked(_return_in(book), sheet)
    if checked.ret is None:
        raise ActionError(
            next((found.message for found in checked.findings), f"“{sheet}”不是绩效表，没有审核。")
        )
    if checked.findings or _marked(book):
        with unlocked(book):
            mark(book, checked)
    where = f"本表（{sheet}）" if sheet else f"{checked.ret.unit or '（单位名称未填）'}"
    if checked.report:
        where += f"，连同同一文件夹中的报告 {Path(checked.report).name}"
    said = "".join(f"\n{note}。" for note in notes)
    if not checked.findings:
        return Outcome(f"{where}：没有发现问题。{said}")
    how = _go_to_first(book)
    verdict = "" if sheet else f"{VERDICTS[checked.verdict]}。"
    return Outcome(
        f"{where}：{verdict}{counts_text(checked)}。\n{how}改好后再审核一次，已改正的不再列出。{said}"
    )


def _checked(book: xw.Book, sheet: str | None) -> tuple[Checked, list[str]]:
    """The workbook as it is now, with the report beside it where it is saved on this computer; notes on the choice."""
    options = load_settings().options()
    if folder_of(book):
        return check_with_report(book, Path(full_name(book)), options, sheet)
    return check_open(book, options, sheet), []


def _go_to_first(book: xw.Book) -> str:
    """Select the first finding; what the user can do from there."""
    try:
        visit = first_finding(book)
    except LiveError as error:  # all on hidden sheets: the marks are there all the same
        return f"{error}。"
    if visit is None:
        show_results(book)
        return f"问题不在某一个单元格上，列在“{SHEET}”表。"
    note = f"{visit.note}。" if visit.note else ""
    return f"已选中第一处；点“下一处”逐处查看，全部问题列在“{SHEET}”表。{note}"


def _gone_to(visit: Visit | None) -> Outcome:
    if visit is None:
        return Outcome("没有标注的单元格。请先点“审核全部”。")
    return Outcome(f"{visit.number}/{visit.total}　{visit.marked.text}　{visit.note}", quiet=True)
