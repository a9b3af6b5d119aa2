"""规则说明, 诊断, 关于."""

from __future__ import annotations

import re
import webbrowser
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlparse

import pytest

from perfxl.addin.actions import ACTIONS
from perfxl.addin.rule_pages import write_rule_page
from perfxl.live.marks import mark
from perfxl.rules import registry
from perfxl.rules.pages import SECTIONS
from perfxl.rules.registry import catalogue

if TYPE_CHECKING:
    import xlwings as xw

    from perfxl.checking import Checked


class Text(HTMLParser):
    """The text of a page and how its elements nest; fails where one is not closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("meta", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The pages shown in the browser."""
    pages: list[Path] = []

    def show(address: str) -> bool:
        pages.append(Path(unquote(urlparse(address).path)))
        return True

    monkeypatch.setattr(webbrowser, "open", show)
    return pages


def test_a_rule_has_a_page_with_all_its_sections(home: Path) -> None:
    path = write_rule_page(["BD-05"])
    assert path == home / "rules" / "BD-05.html"
    text = "\n".join(Text(path.read_text("utf-8")).texts)
    info = catalogue()["BD-05"]
    for expected in (
        *SECTIONS,
        info.title,
        info.checks,
        info.basis,
        info.why,
        info.fix,
        info.tolerance,
        info.disable,
    ):
        assert expected in text


def test_several_rules_are_on_one_page_in_order(home: Path) -> None:
    text = "\n".join(Text(write_rule_page(["ZP-14", "BD-05", "ZP-14", "没有"]).read_text("utf-8")).texts)
    assert re.findall(r"^([A-Z]{2}-\d\d) ", text, re.MULTILINE) == ["ZP-14", "BD-05"]


def test_without_a_rule_all_are_listed(home: Path) -> None:
    text = "\n".join(Text(write_rule_page([]).read_text("utf-8")).texts)
    for info in catalogue().values():
        assert f"{info.id}　{info.level.chinese}　{info.title}" in text


def test_what_the_catalogue_says_is_escaped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from msgspec.structs import replace

    info = replace(catalogue()["BD-05"], checks="<script>alert(1)</script> a & b")
    monkeypatch.setattr("perfxl.addin.rule_pages.catalogue", lambda: {"BD-05": info})
    page = write_rule_page(["BD-05"]).read_text("utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; a &amp; b" in page
    assert registry.catalogue()["BD-05"].checks not in page


def test_the_rule_at_the_cursor_is_shown(calc_app: xw.App, browser: list[Path], tmp_path: Path) -> None:
    book = calc_app.books.add()
    sheet = book.sheets[0]
    sheet.range("B3").value = 7
    mark(book, _checked(sheet.name))
    sheet.range("B3").select()
    assert "BD-05、BD-06" in ACTIONS["show_rule"](book).message
    sheet.range("C3").select()
    assert "全部审核规则" in ACTIONS["show_rule"](book).message
    results = book.sheets["审核结果"]
    results.activate()
    results.range("D5").select()
    assert ACTIONS["show_rule"](book).quiet
    assert [path.name for path in browser] == ["selected.html", "index.html", "BD-06.html"]


def _checked(sheet: str) -> Checked:
    """Two findings on one cell of a sheet."""
    from perfxl.checking import Checked
    from perfxl.finding import Finding, Level, Place

    place = Place(sheet, 3, 2)
    return Checked(
        "",
        "",
        None,
        [Finding("BD-05", Level.ERROR, "甲", place=place), Finding("BD-06", Level.INFO, "乙", place=place)],
    )


def test_without_a_browser_the_page_is_named(
    calc_app: xw.App, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    told = ACTIONS["show_rule"](calc_app.books.add())
    assert str(home / "rules" / "index.html") in told.message
    assert not told.quiet


def test_the_diagnosis_is_the_doctors(calc_app: xw.App) -> None:
    told = ACTIONS["diagnose"](calc_app.books.add()).message
    assert "xlwings" in told
    assert all(
        line.partition("　")[0] in ("正常", "问题", "不适用", "查不到", "") for line in told.splitlines()
    )


def test_about_names_version_form_sets_and_licence(calc_app: xw.App) -> None:
    from perfxl.formset.load import form_set_ids
    from perfxl.version import VERSION

    told = ACTIONS["about"](calc_app.books.add()).message
    for expected in (f"perfxl {VERSION}", *form_set_ids(), "许可证：MIT"):
        assert expected in told
