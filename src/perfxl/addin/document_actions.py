"""生成自评报告, 导出审核意见: the documents about the open workbook, written beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl.addin.new_return import folder_of
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import load_settings
from perfxl.addin.slips import full_name
from perfxl.checking import Checked
from perfxl.live.check import check_open
from perfxl.output import as_data
from perfxl.paths import os_reason

if TYPE_CHECKING:
    import xlwings as xw

_LISTED = 5
_OTHER_NAMES = 99


def write_report(book: xw.Book) -> Outcome:
    """Write the report of the return as it is open now; refuse where it has errors."""
    from perfxl.documents.report import ReportRefusedError, report
    from perfxl.documents.template import TemplateError

    checked, folder = _checked(book)
    try:
        document = report(checked, day=date.today())
    except ReportRefusedError as refused:
        listed = [f"  {finding.message}" for finding in refused.findings[:_LISTED]]
        more = [f"  ……等 {len(refused.findings)} 项"] if len(refused.findings) > _LISTED else []
        raise ActionError(
            "\n".join([f"没有生成：{refused.reason}。请改正后再点一次。", *listed, *more])
        ) from refused
    except TemplateError as error:
        raise ActionError(f"没有生成：{error}。") from error
    path = _write(folder, f"{_stem(book)}-自评报告", document)
    return Outcome(f"已生成 {path}。\n数字、表格和图取自报送件；标黄的〔请填写〕处请补充文字。")


def write_letter(book: xw.Book) -> Outcome:
    """Write the letter that tells the unit what to mend."""
    from perfxl.documents.letter import TITLE, Sender, letter

    checked, folder = _checked(book)
    today = date.today()
    document = letter(as_data(checked), Sender(day=f"{today.year}年{today.month}月{today.day}日"))
    path = _write(folder, f"{_stem(book)}-{TITLE}", document)
    return Outcome(f"已生成 {path}。\n落款的〔审核单位〕和修改期限请核对后再发。")


def _checked(book: xw.Book) -> tuple[Checked, Path]:
    """The workbook as it is now, checked, and the folder that it is saved in. Raises ActionError."""
    folder = folder_of(book)
    if not folder:
        raise ActionError("工作簿还没有保存到本机的文件夹，不知道写到哪里。请先保存，再点一次。")
    checked = check_open(book, load_settings().options())
    if checked.ret is None:
        raise ActionError(checked.findings[0].message)
    checked.path = full_name(book)
    return checked, Path(folder)


def _stem(book: xw.Book) -> str:
    return Path(full_name(book)).stem


def _write(folder: Path, name: str, document: bytes) -> Path:
    """Write a document under a name that is free. Raises ActionError."""
    names = [name, *(f"{name}（{number}）" for number in range(2, _OTHER_NAMES))]
    try:
        for free in names:
            path = folder / f"{free}.docx"
            try:
                with path.open("xb") as file:
                    file.write(document)
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise ActionError(f"无法写入 {folder}：{os_reason(error)}。") from error
    raise ActionError(f"{folder} 中同名的文件太多，请先整理。")
