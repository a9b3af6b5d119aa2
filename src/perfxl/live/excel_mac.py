"""Excel on macOS, through AppleScript. It knows less than COM: nothing of conversations."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

import xlwings as xw

from perfxl.live.fills import NONE, SOLID, Colour, Fill
from perfxl.live.raw import CellError, Raw, rows_of

_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"})
_PATTERNS = {
    "pattern_none": NONE,
    "pattern_solid": SOLID,
    "pattern_gray_75": "darkGray",
    "pattern_gray_50": "mediumGray",
    "pattern_gray_25": "lightGray",
    "pattern_gray_16": "gray125",
    "pattern_gray_8": "gray0625",
    "pattern_horizontal": "darkHorizontal",
    "pattern_vertical": "darkVertical",
    "pattern_down": "darkDown",
    "pattern_up": "darkUp",
    "pattern_checker": "darkGrid",
    "pattern_semi_gray_75": "darkTrellis",
    "pattern_light_horizontal": "lightHorizontal",
    "pattern_light_vertical": "lightVertical",
    "pattern_light_down": "lightDown",
    "pattern_light_up": "lightUp",
    "pattern_grid": "lightGrid",
    "pattern_criss_cross": "lightTrellis",
}
_PATTERN_WORDS = {name: word for word, name in _PATTERNS.items()}
_GROUND = ("color", "theme_color", "tint_and_shade", "color_index")
_LINE = ("pattern_color", "pattern_theme_color", "pattern_tint_and_shade", "pattern_color_index")
_PALETTE_STARTS = 7
"""Excel's colour index 1 is number 8 of the palette in the file format."""
_DAY = dt.timedelta(days=1)
_NOTE_WIDTH, _LINE_HEIGHT = 220, 15


def _word(name: str) -> Any:
    """A constant of Excel's AppleScript dictionary."""
    from appscript import k  # type: ignore[import-not-found,unused-ignore]

    return getattr(k, name)


class Mac:
    """Implements ``Platform`` (perfxl.live.platform)."""

    def busy(self, app: xw.App) -> bool:
        """While a cell is being edited, Excel refuses to be set."""
        try:
            app.screen_updating = app.screen_updating
        except Exception:
            return True
        return False

    def read_only(self, book: xw.Book) -> bool:
        """As Excel's title bar says."""
        return bool(book.api.read_only.get())

    def structure_locked(self, book: xw.Book) -> bool:
        """As set by 保护工作簿."""
        return bool(book.api.protect_structure.get())

    def locked(self, sheet: xw.Sheet) -> bool:
        """As set by 保护工作表."""
        return bool(sheet.api.protect_contents.get())

    def date1904(self, book: xw.Book) -> bool:
        """As set in the workbook's options."""
        return bool(book.api.date_1904.get())

    def saved(self, book: xw.Book) -> bool:
        """Whether closing would ask nothing."""
        return bool(book.api.saved.get())

    def set_saved(self, book: xw.Book) -> None:
        """Let closing ask nothing."""
        book.api.saved.set(True)

    def hidden(self, sheet: xw.Sheet) -> bool:
        """xlwings compares with "visible" itself here."""
        return not sheet.visible

    def hide_deeply(self, sheet: xw.Sheet) -> None:
        """Very hidden: Excel's own dialog does not list it."""
        sheet.api.visible.set(_word("sheet_very_hidden"))

    def hide_name(self, name: xw.Name) -> None:
        """Out of the list of names."""
        name.api.visible.set(False)

    def values(self, cells: xw.Range) -> list[list[Raw]]:
        """Values carry no errors here; the texts that are shown do."""
        found = rows_of(cells.api.value.get(), cells.shape)
        shown = rows_of(cells.api.string_value.get(), cells.shape)
        old = self.date1904(cells.sheet.book)
        empty = _word("missing_value")
        return [
            [_plain(value, text, empty, old) for value, text in zip(values, texts, strict=True)]
            for values, texts in zip(found, shown, strict=True)
        ]

    def quoted(self, cell: xw.Range) -> bool:
        """The apostrophe is kept apart from the text."""
        return bool(cell.api.prefix_character.get() == "'")

    def fill(self, cell: xw.Range) -> Fill | None:
        """The interior, its colours as they show."""
        interior = cell.api.interior_object
        pattern = _PATTERNS.get(getattr(interior.pattern.get(), "name", ""))
        if pattern is None:
            return None
        if pattern == NONE:
            return Fill()
        ground = _colour(interior, _GROUND)
        return Fill(SOLID, ground) if pattern == SOLID else Fill(pattern, ground, _colour(interior, _LINE))

    def set_fill(self, cell: xw.Range, fill: Fill) -> None:
        """The pattern first, for setting a colour would choose one."""
        interior = cell.api.interior_object
        interior.pattern.set(_word(_PATTERN_WORDS[fill.pattern]))
        if fill.pattern != NONE:
            _set_colour(interior, _GROUND, fill.colour)
        if fill.pattern not in (NONE, SOLID):
            _set_colour(interior, _LINE, fill.line)

    def discussed(self, cell: xw.Range) -> bool:
        """Conversations are not in Excel's dictionary."""
        return False

    def drop_replies(self, cell: xw.Range, text: str) -> None:
        """There are none that could be reached."""

    def append_note(self, cell: xw.Range, text: str) -> None:
        """Text put in at the end keeps the formats of what stands before it."""
        note = cell.api.Excel_comment
        note.Excel_comment_text(text=text, start=len(note.Excel_comment_text()) + 1, over_write=False)

    def cut_note(self, cell: xw.Range, length: int) -> None:
        """The text is written anew: single characters cannot be deleted here."""
        note = cell.api.Excel_comment
        note.Excel_comment_text(text=note.Excel_comment_text()[:length])

    def size_note(self, cell: xw.Range, lines: int) -> None:
        """In points."""
        box = cell.api.Excel_comment.shape_object
        box.width.set(_NOTE_WIDTH)
        box.height.set(_LINE_HEIGHT * lines)

    def link(self, cell: xw.Range, location: str) -> None:
        """A hyperlink into the workbook."""
        properties = {_word("address"): "", _word("sub_address"): location}
        cell.api.make(at=cell.api, new=_word("hyperlink"), with_properties=properties)

    def frame(self, cells: xw.Range) -> None:
        """Each side of every cell."""
        cells.borders.set("all", line_style="continuous", weight="thin", color="#BFBFBF")

    def print_on_a4(self, sheet: xw.Sheet, head_row: int, footer: str) -> None:
        """Without a printer Excel refuses page settings; the sheet is as good without them."""
        page = sheet.api.page_setup_object
        settings = {
            "page_orientation": _word("landscape"),
            "zoom": False,
            "fit_to_pages_wide": 1,
            "fit_to_pages_tall": False,
            "print_title_rows": f"${head_row}:${head_row}",
            "center_horizontally": True,
            "center_footer": footer,
        }
        for name, value in settings.items():
            with contextlib.suppress(Exception):
                getattr(page, name).set(value)


def _plain(value: Any, shown: Any, empty: Any, date1904: bool) -> Raw:
    if shown in _ERRORS and value != shown:
        return CellError(shown)
    if value == empty or value == "":
        return None if value == empty or not shown else ""
    if isinstance(value, dt.datetime):
        start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)
        return (value.replace(tzinfo=None) - start) / _DAY
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    known: Raw = value
    return known


def _colour(interior: Any, names: tuple[str, str, str, str]) -> Colour | None:
    plain, theme, tint, _ = names
    with contextlib.suppress(Exception):  # asking for the theme of a colour that is of none may be refused
        number = getattr(interior, theme).get()
        if isinstance(number, int) and number > 0:
            return Colour(theme=number - 1, tint=float(getattr(interior, tint).get()))
    value = getattr(interior, plain).get()
    return (
        Colour("".join(f"{int(part):02X}" for part in value[:3])) if isinstance(value, list | tuple) else None
    )


def _set_colour(interior: Any, names: tuple[str, str, str, str], colour: Colour | None) -> None:
    plain, theme, tint, index = names
    if colour is None:
        return
    if colour.theme is not None:
        getattr(interior, theme).set(colour.theme + 1)
        getattr(interior, tint).set(colour.tint)
    elif colour.palette is not None:
        getattr(interior, index).set(max(colour.palette - _PALETTE_STARTS, 1))
    else:
        getattr(interior, plain).set([int(colour.rgb[at : at + 2], 16) for at in (0, 2, 4)])
