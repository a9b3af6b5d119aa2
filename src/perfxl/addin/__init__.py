"""The Excel add-in: what its ribbon calls. VBA runs ``on_action`` with the id of the button that was clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_ADD_IN_FILES = (".xlam", ".xla")
_ALWAYS = ("diagnose", "about")
"""Buttons that ask nothing of the program: they are for when it does not work."""
_NO_BOOK = (
    "没有打开的工作簿。请先打开（或新建）一个工作簿再点此按钮；在“受保护的视图”中打开的，请先点“启用编辑”。"
)
_NO_EXCEL = "没有找到打开着的 Excel。请从 Excel 功能区的“绩效自评”点按钮。"


def on_action(control_id: str) -> None:
    """Do what a ribbon button stands for, on the active workbook of the Excel that called.

    Whatever happens is told to the user in Chinese; nothing is raised.
    """
    from perfxl.addin import messages

    app = None
    try:
        app = _calling_app()
        _run(app, control_id)
    except Exception as error:  # VBA would show a traceback
        expected = isinstance(error, _expected())
        messages.warn(app, str(error) if expected else messages.log_failure())


def _run(app: xw.App, control_id: str) -> None:
    from perfxl.addin import messages
    from perfxl.addin.actions import ACTIONS
    from perfxl.addin.outcome import ActionError
    from perfxl.live.state import refuse_if_busy

    action = ACTIONS.get(control_id)
    if action is None:
        raise ActionError(
            f"没有名为“{control_id}”的按钮。加载项与 perfxl 的版本可能不一致，请重新安装加载项。"
        )
    book = user_book(app)
    if control_id not in _ALWAYS:
        refuse_if_busy(book)
        app.status_bar = False  # what the last button said there is over
    messages.tell(app, action(book))


def user_book(app: xw.App) -> xw.Book:
    """The active workbook of an Excel, never an add-in. Raises ActionError where there is none."""
    from perfxl.addin.outcome import ActionError

    if not len(app.books):  # asked for the active one all the same, xlwings may make one
        raise ActionError(_NO_BOOK)
    try:
        book = app.books.active
        name = book.name
    except Exception as error:  # each engine has its own way to say that there is no active workbook
        raise ActionError(_NO_BOOK) from error
    if name.lower().endswith(_ADD_IN_FILES):
        raise ActionError(_NO_BOOK)
    return book


def _calling_app() -> xw.App:
    """The Excel from which Python was called."""
    import xlwings as xw

    from perfxl.addin.outcome import ActionError

    try:
        return xw.Book.caller().app
    except Exception:  # a workbook's name may not survive the command line, such as one with a "="
        app = xw.apps.active if len(xw.engines) else None
    if app is None:
        raise ActionError(_NO_EXCEL)
    return app


def _expected() -> tuple[type[Exception], ...]:
    """The errors whose text is a sentence for the user."""
    from perfxl.addin.outcome import ActionError
    from perfxl.addin.settings import SettingsError
    from perfxl.addin.slips import SlipError
    from perfxl.formset.load import FormSetError
    from perfxl.live import LiveError
    from perfxl.new import NewReturnError
    from perfxl.workbook.edit import EditRefused
    from perfxl.workbook.model import Unreadable

    return (
        ActionError,
        SettingsError,
        SlipError,
        LiveError,
        FormSetError,
        NewReturnError,
        EditRefused,
        Unreadable,
    )
