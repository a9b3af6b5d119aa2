"""Sheets that are protected without a password, as those of the official forms."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from perfxl.addin import protection
from perfxl.addin.actions import ACTIONS
from perfxl.formset.load import load_form_set
from perfxl.live import LiveError

if TYPE_CHECKING:
    import xlwings as xw


def unprotect_in_calc(sheet: xw.Sheet) -> Callable[[], None] | None:
    """The protector for Calc, which raises where a password is wrong."""
    with contextlib.suppress(Exception):
        sheet.api.unprotect("")
    return None if sheet.api.isProtected() else lambda: sheet.api.protect("")


@pytest.fixture
def form(calc_app: xw.App, monkeypatch: pytest.MonkeyPatch) -> xw.Book:
    """The official blank form, opened: each of its sheets is protected."""
    monkeypatch.setattr(protection, "_REGISTERED", {"calc": unprotect_in_calc})
    form_set = load_form_set("mof-2020")
    book = calc_app.books.open(str(Path(form_set.folder / form_set.template)))
    assert all(sheet.api.isProtected() for sheet in book.sheets)
    return book


def test_the_official_form_is_checked_and_cleared_and_stays_protected(form: xw.Book) -> None:
    own = [sheet.name for sheet in form.sheets]
    assert "项" in ACTIONS["check_all"](form).message
    assert "审核结果" in {sheet.name for sheet in form.sheets}
    assert all(form.sheets[name].api.isProtected() for name in own)
    ACTIONS["clear_marks"](form)
    assert [sheet.name for sheet in form.sheets] == own
    assert all(form.sheets[name].api.isProtected() for name in own)


def test_nothing_to_compute_leaves_the_form_unchanged(form: xw.Book) -> None:
    assert not form.api.isModified()
    assert "无须改动" in ACTIONS["fill_all"](form).message
    assert not form.api.isModified()
    with pytest.raises(LiveError, match="没有可以撤销的计算"):
        ACTIONS["undo_fill"](form)
    assert not form.api.isModified()
    assert all(sheet.api.isProtected() for sheet in form.sheets)


def test_a_password_is_not_got_round(form: xw.Book) -> None:
    for sheet in form.sheets:
        sheet.api.unprotect("")
        sheet.api.protect("secret")
    with pytest.raises(LiveError, match="受保护"):
        ACTIONS["check_all"](form)
    assert all(sheet.api.isProtected() for sheet in form.sheets)


def test_protection_is_put_back_after_a_failure(form: xw.Book) -> None:
    inside: list[bool] = []

    def fail() -> None:
        with protection.unlocked(form):
            inside.extend(sheet.api.isProtected() for sheet in form.sheets)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert inside
    assert not any(inside)
    assert all(sheet.api.isProtected() for sheet in form.sheets)


class Worksheet(SimpleNamespace):
    """A sheet as Excel's object model has it."""

    def Unprotect(self, password: str) -> None:
        if password != self.password:
            raise OSError("The password you supplied is not correct.")
        self.ProtectContents = False

    def Protect(self, **options: Any) -> None:
        self.options, self.ProtectContents, self.EnableSelection = options, True, 0


def worksheet(password: str) -> Worksheet:
    allowed = {name: name.startswith("AllowFormatting") for name in protection._ALLOWED}
    return Worksheet(
        password=password,
        Protection=SimpleNamespace(**allowed),
        ProtectContents=True,
        ProtectDrawingObjects=True,
        ProtectScenarios=False,
        EnableSelection=1,
    )


def test_excel_gets_back_the_protection_that_it_had() -> None:
    sheet = worksheet("")
    again = protection.unprotect_in_excel(SimpleNamespace(api=sheet))  # type: ignore[arg-type]
    assert again is not None
    assert not sheet.ProtectContents
    again()
    assert (sheet.ProtectContents, sheet.EnableSelection) == (True, 1)
    assert sheet.options == {
        **vars(sheet.Protection),
        "DrawingObjects": True,
        "Contents": True,
        "Scenarios": False,
    }


def test_excel_keeps_a_protection_with_a_password() -> None:
    sheet = worksheet("secret")
    assert protection.unprotect_in_excel(SimpleNamespace(api=sheet)) is None  # type: ignore[arg-type]
    assert sheet.ProtectContents
