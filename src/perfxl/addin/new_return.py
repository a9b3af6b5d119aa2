"""新建报送件: a blank return for one unit, year and its projects, from an entry slip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from perfxl import new
from perfxl.addin.form_set_items import choice, chosen_id, form_sets
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import FORM_SET, YEAR, YEARS
from perfxl.addin.settings_slip import whole_year
from perfxl.addin.slips import Item, Slip, discard, full_name, one, read, show, slip_of
from perfxl.formset.load import load_form_set
from perfxl.paths import os_reason
from perfxl.workbook.edit import write_atomically

if TYPE_CHECKING:
    import xlwings as xw

_UNIT, _PROJECTS, _FOLDER = "单位全称", "项目名称", "保存到文件夹"
_PROJECT_ROWS = 20
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_LONGEST_NAME = 80


def new_return(book: xw.Book) -> Outcome:
    """Open the slip; with the slip in front, make the return that it asks for and open it."""
    slip = _slip(folder_of(book))
    if slip_of(book) != slip.action:
        show(book.app, slip)
        return Outcome("请填好填写单，再点一次“新建报送件”。", quiet=True)
    given = read(book, slip)
    path = _write(given)
    app = book.app
    discard(book, slip)
    app.books.open(str(path))
    return Outcome(f"已生成并打开 {path}。", quiet=True)


def folder_of(book: xw.Book) -> str:
    """The folder that a workbook is saved in, "" for one never saved or saved on the web."""
    folder = Path(full_name(book)).parent
    return str(folder) if folder.is_absolute() and folder.is_dir() else ""


def named_folder(text: str) -> Path:
    """A folder as it was typed or pasted (also in quotation marks). Raises ActionError where there is none."""
    folder = Path(text.strip().strip('"“”'))
    if not folder.is_absolute() or not folder.is_dir():
        raise ActionError(f"没有这个文件夹：{text}。请填完整路径，例如从资源管理器的地址栏复制。")
    return folder


def _slip(folder: str) -> Slip:
    known = form_sets()
    return Slip(
        "new_return",
        "新建报送件",
        (
            Item(FORM_SET, "按哪套表生成。", choices=tuple(map(choice, known)), required=True),
            Item(_UNIT, "填入各表的填报单位、部门名称和实施单位。", required=True),
            Item(YEAR, "四位数字；不填则用表样的年度。", whole=YEARS),
            Item(_FOLDER, "完整路径；文件名由单位和年度组成，不会覆盖已有的文件。", folder, required=True),
            Item(_PROJECTS, "每行一个项目，每个项目生成一张项目自评表；可以不填。", lines=_PROJECT_ROWS),
        ),
    )


def _write(given: dict[str, list[str]]) -> Path:
    form_set = load_form_set(chosen_id(one(given, FORM_SET)))
    unit, year = one(given, _UNIT), whole_year(one(given, YEAR))
    name = _NOT_IN_FILE_NAMES.sub("", unit)[:_LONGEST_NAME].strip(" .") or "报送件"
    path = named_folder(one(given, _FOLDER)) / f"{name}（{year or form_set.year}）.xlsx"
    if path.exists():
        raise ActionError(f"文件已存在：{path}。请换一个文件夹，或先把它改名。")
    content = new.new_return(form_set, unit=unit, year=year, projects=given[_PROJECTS])
    try:
        write_atomically(path, content)
    except OSError as error:
        raise ActionError(f"无法写入 {path}：{os_reason(error)}。") from error
    return path
