"""设置: the settings as an entry slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfxl.addin.form_set_items import choice, chosen_id, form_sets
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import (
    FORM_SET,
    PARAMETERS,
    PUBLIC,
    WITHOUT,
    YEAR,
    YEARS,
    Settings,
    SettingsError,
    load_settings,
    save_settings,
)
from perfxl.addin.slips import Item, Slip, discard, one, read, show, slip_of
from perfxl.checking import rule_ids

if TYPE_CHECKING:
    import xlwings as xw

_AUTOMATIC, _YES, _NO = "自动识别", "是", "否"
_PARAMETER_ROWS = 3


def settings(book: xw.Book) -> Outcome:
    """Open the slip with the present settings; with the slip in front, save what it says."""
    if slip_of(book) != "settings":
        current, note = _current()
        show(book.app, _slip(current))
        return Outcome(f"{note}请在填写单中改好设置，再点一次“设置”保存。", quiet=not note)
    slip = _slip(Settings())
    path = save_settings(_settings(read(book, slip)))
    discard(book, slip)
    return Outcome(f"设置已保存到 {path}。")


def _current() -> tuple[Settings, str]:
    """The present settings; where the file is bad, the defaults and what is wrong with it."""
    try:
        return load_settings(), ""
    except SettingsError as error:
        return Settings(), f"{error}\n保存新的设置会替换该文件。"


def _slip(current: Settings) -> Slip:
    known = form_sets()
    form_set = next((choice(found) for found in known if found.id == current.form_set), _AUTOMATIC)
    parameters = dict.fromkeys(name for found in known for name in found.parameter_sets)
    return Slip(
        "settings",
        "设置",
        (
            Item(
                FORM_SET,
                "按哪套表计算和审核；“自动识别”按各表的标题和标签判断。",
                form_set,
                (_AUTOMATIC, *map(choice, known)),
            ),
            Item(
                YEAR,
                "任务年度，四位数字；不填则取多数表所写的年度。",
                str(current.year) if current.year else "",
                whole=YEARS,
            ),
            Item(
                PARAMETERS,
                "按套表中的哪组参数审核，每行一组；不填则用套表自己的参数。",
                "\n".join(current.parameters),
                tuple(parameters),
                lines=_PARAMETER_ROWS,
            ),
            Item(
                WITHOUT,
                "不审核的规则，每行一条，写编号（如 BD-15）；都要审核就不填。",
                "\n".join(current.without),
                lines=_PARAMETER_ROWS,
            ),
            Item(
                PUBLIC,
                "选“是”则按公开版审核：不得含手机号码、身份证号码。",
                _YES if current.public else _NO,
                (_NO, _YES),
            ),
        ),
    )


def _settings(given: dict[str, list[str]]) -> Settings:
    form_set, year, public = one(given, FORM_SET), one(given, YEAR), one(given, PUBLIC)
    if public not in ("", _YES, _NO):
        raise ActionError(f"“{PUBLIC}”请选“{_YES}”或“{_NO}”。")
    return Settings(
        None if form_set in ("", _AUTOMATIC) else chosen_id(form_set),
        whole_year(year),
        tuple(dict.fromkeys(given[PARAMETERS])),
        public == _YES,
        rule_ids(given[WITHOUT]),
    )


def whole_year(text: str) -> int | None:
    """The year that was filled in, None if none was. Raises ActionError for anything else."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and YEARS[0] <= int(text) <= YEARS[1]):
        raise ActionError(f"“{YEAR}”请填 {YEARS[0]} 至 {YEARS[1]} 的整数，现在填的是“{text}”。")
    return int(text)
