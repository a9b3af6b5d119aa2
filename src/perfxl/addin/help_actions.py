"""规则说明, 诊断, 关于."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING

from perfxl.addin.outcome import ActionError, Outcome
from perfxl.finding import Place
from perfxl.formset.load import form_set_ids
from perfxl.paths import os_reason
from perfxl.results_sheet import COLUMNS
from perfxl.rules.registry import catalogue
from perfxl.version import VERSION

if TYPE_CHECKING:
    import xlwings as xw


def show_rule(book: xw.Book) -> Outcome:
    """Show, in the browser, the pages of the rules found at the cursor; where there is none, all rules."""
    from perfxl.addin.rule_pages import write_rule_page

    rules = _rules_at_cursor(book)
    try:
        path = write_rule_page(rules)
    except OSError as error:
        raise ActionError(f"规则说明无法写出：{os_reason(error)}。") from error
    what = f"规则 {'、'.join(rules)} 的说明" if rules else "全部审核规则"
    if not webbrowser.open(path.as_uri()):
        return Outcome(f"{what}在 {path}，没有能打开它的浏览器，请手工打开。")
    return Outcome(f"已在浏览器中打开{what}。", quiet=True)


def _rules_at_cursor(book: xw.Book) -> list[str]:
    """The rules of the findings at the selected cell: marked there, or in that row of the sheet of results."""
    from perfxl.live.marks import findings, results_sheet

    sheet, own = book.sheets.active, results_sheet(book)
    row, col = _selected(book)
    if own is not None and own.name == sheet.name:
        texts = sheet.range((row, 1), (row, len(COLUMNS))).value
        return [text for text in texts if isinstance(text, str) and text in catalogue()]
    here = Place(sheet.name, row, col)
    return [rule for marked in findings(book) if marked.place == here for rule in marked.rules]


def _selected(book: xw.Book) -> tuple[int, int]:
    """Row and column of the selected cell's upper left corner; (1, 1) where something else is selected."""
    selection = book.selection
    return (1, 1) if selection is None else (selection.row, selection.column)


def diagnose(book: xw.Book) -> Outcome:
    """Run the checks of ``perfxl doctor`` and tell their results."""
    from perfxl.addin.doctor import run_checks

    return Outcome("\n".join(map(str, run_checks())))


def about(book: xw.Book) -> Outcome:
    """Version, form sets, licence."""
    import xlwings

    return Outcome(
        f"perfxl {VERSION}　预算绩效报表的填报与审核\n"
        f"套表：{'、'.join(form_set_ids())}\n"
        f"审核规则：{len(catalogue())} 条\n"
        f"Python {sys.version.split()[0]}，xlwings {xlwings.__version__}，{book.app.engine.name} {book.app.version}\n"
        f"程序位置：{sys.executable}\n"
        "文档：源码的 docs 文件夹（加载项见 excel.md）；各条规则点“规则说明”\n"
        "许可证：MIT。xlwings 只使用其 BSD 许可的部分。"
    )
