"""Excel on Windows, through its COM object model."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any

import xlwings as xw

from perfxl.live.fills import NONE, SOLID, Colour, Fill
from perfxl.live.raw import CellError, Raw, rows_of

_FIRST_ERROR = -2146828288  # what Excel adds to the numbers of its error values: 0x800A0000
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_VISIBLE, _VERY_HIDDEN = -1, 2
_NO_PATTERN, _SOLID_PATTERN = -4142, 1
_PATTERNS = {
    _NO_PATTERN: NONE,
    _SOLID_PATTERN: SOLID,
    -4126: "darkGray",
    -4125: "mediumGray",
    -4124: "lightGray",
    17: "gray125",
    18: "gray0625",
    -4128: "darkHorizontal",
    -4166: "darkVertical",
    -4121: "darkDown",
    -4162: "darkUp",
    9: "darkGrid",
    10: "darkTrellis",
    11: "lightHorizontal",
    12: "lightVertical",
    13: "lightDown",
    14: "lightUp",
    15: "lightGrid",
    16: "lightTrellis",
}
_PATTERN_NUMBERS = {name: number for number, name in _PATTERNS.items()}
_AUTOMATIC = -4105
_PALETTE_STARTS = 7
"""Excel's ColorIndex 1 is number 8 of the palette in the file format."""
_LANDSCAPE, _A4 = 2, 9
_CONTINUOUS, _THIN, _FRAME_GREY = 1, 2, 0xBFBFBF
_NOTE_WIDTH, _LINE_HEIGHT = 220, 15


class Windows:
    """Implements ``Platform`` (perfxl.live.platform)."""

    def busy(self, app: xw.App) -> bool:
        """While a cell is being edited, Excel refuses to be set; xlwings would ask again for ever."""
        engine = importlib.import_module("xlwings._xlwindows")
        attempts = engine.N_COM_ATTEMPTS
        engine.N_COM_ATTEMPTS = 1  # type: ignore[attr-defined]
        try:
            app.api.Interactive = app.api.Interactive
        except Exception:
            return True
        finally:
            engine.N_COM_ATTEMPTS = attempts  # type: ignore[attr-defined]
        return False

    def read_only(self, book: xw.Book) -> bool:
        """As Excel's title bar says."""
        return bool(book.api.ReadOnly)

    def structure_locked(self, book: xw.Book) -> bool:
        """As set by 保护工作簿."""
        return bool(book.api.ProtectStructure)

    def locked(self, sheet: xw.Sheet) -> bool:
        """As set by 保护工作表."""
        return bool(sheet.api.ProtectContents)

    def date1904(self, book: xw.Book) -> bool:
        """As set in the workbook's options."""
        return bool(book.api.Date1904)

    def saved(self, book: xw.Book) -> bool:
        """Whether closing would ask nothing."""
        return bool(book.api.Saved)

    def set_saved(self, book: xw.Book) -> None:
        """Let closing ask nothing."""
        book.api.Saved = True

    def hidden(self, sheet: xw.Sheet) -> bool:
        """Not shown, in one of the two ways."""
        return int(sheet.api.Visible) != _VISIBLE

    def hide_deeply(self, sheet: xw.Sheet) -> None:
        """Very hidden: Excel's own dialog does not list it."""
        sheet.api.Visible = _VERY_HIDDEN

    def hide_name(self, name: xw.Name) -> None:
        """Out of the name manager."""
        name.api.Visible = False

    def values(self, cells: xw.Range) -> list[list[Raw]]:
        """``Value2`` gives dates and currencies as plain numbers, errors as integers."""
        return [[_plain(value) for value in row] for row in rows_of(cells.api.Value2, cells.shape)]

    def quoted(self, cell: xw.Range) -> bool:
        """The apostrophe is kept apart from the text."""
        return bool(cell.api.PrefixCharacter == "'")

    def fill(self, cell: xw.Range) -> Fill | None:
        """The interior; for a solid one the ground is the colour that shows."""
        interior = cell.api.Interior
        pattern = _PATTERNS.get(interior.Pattern)
        if pattern is None:
            return None
        if pattern == NONE:
            return Fill()
        colour = _colour(interior, "Color", "ThemeColor", "TintAndShade", "ColorIndex")
        if pattern == SOLID:
            return Fill(SOLID, colour)
        names = ("PatternColor", "PatternThemeColor", "PatternTintAndShade", "PatternColorIndex")
        return Fill(pattern, colour, _colour(interior, *names))

    def set_fill(self, cell: xw.Range, fill: Fill) -> None:
        """The pattern first, for setting a colour would choose one."""
        interior = cell.api.Interior
        interior.Pattern = _PATTERN_NUMBERS[fill.pattern]
        if fill.pattern == NONE:
            return
        _set_colour(interior, fill.colour, ("Color", "ThemeColor", "TintAndShade", "ColorIndex"))
        if fill.pattern != SOLID:
            names = ("PatternColor", "PatternThemeColor", "PatternTintAndShade", "PatternColorIndex")
            _set_colour(interior, fill.line, names)

    def discussed(self, cell: xw.Range) -> bool:
        """An Excel without threaded comments has none."""
        try:
            return cell.api.CommentThreaded is not None
        except Exception:
            return False

    def drop_replies(self, cell: xw.Range, text: str) -> None:
        """Last one first, so that the numbers of the others stay."""
        replies = cell.api.CommentThreaded.Replies
        for number in range(replies.Count, 0, -1):
            if replies.Item(number).Text() == text:
                replies.Item(number).Delete()

    def append_note(self, cell: xw.Range, text: str) -> None:
        """Text put in at the end keeps the formats of what stands before it."""
        note = cell.api.Comment
        note.Text(text, len(note.Text()) + 1, False)

    def cut_note(self, cell: xw.Range, length: int) -> None:
        """Only the characters behind are deleted."""
        note = cell.api.Comment
        behind = len(note.Text()) - length
        if behind > 0:
            note.Shape.TextFrame.Characters(length + 1, behind).Delete()

    def size_note(self, cell: xw.Range, lines: int) -> None:
        """In points."""
        box = cell.api.Comment.Shape
        box.Width, box.Height = _NOTE_WIDTH, _LINE_HEIGHT * lines

    def link(self, cell: xw.Range, location: str) -> None:
        """A hyperlink without an address, into the workbook."""
        cell.sheet.api.Hyperlinks.Add(Anchor=cell.api, Address="", SubAddress=location)

    def frame(self, cells: xw.Range) -> None:
        """All borders at once."""
        borders = cells.api.Borders
        borders.LineStyle, borders.Weight, borders.Color = _CONTINUOUS, _THIN, _FRAME_GREY

    def print_on_a4(self, sheet: xw.Sheet, head_row: int, footer: str) -> None:
        """Without a printer Excel refuses page settings; the sheet is as good without them."""
        page = sheet.api.PageSetup
        settings: dict[str, Any] = {
            "Orientation": _LANDSCAPE,
            "Zoom": False,
            "FitToPagesWide": 1,
            "FitToPagesTall": False,
            "PrintTitleRows": f"${head_row}:${head_row}",
            "CenterHorizontally": True,
            "CenterFooter": footer,
            "PaperSize": _A4,
        }
        for name, value in settings.items():
            with contextlib.suppress(Exception):
                setattr(page, name, value)


def _plain(value: Any) -> Raw:
    if isinstance(value, int) and not isinstance(value, bool):
        return CellError(_ERRORS.get(value - _FIRST_ERROR, "#VALUE!")) if value < 0 else float(value)
    known: Raw = value
    return known


def _colour(interior: Any, colour: str, theme: str, tint: str, index: str) -> Colour | None:
    if getattr(interior, index) == _AUTOMATIC:
        return None
    with contextlib.suppress(Exception):  # asking for the theme of a colour that is of none may be refused
        number = getattr(interior, theme)
        if isinstance(number, int) and number > 0:
            return Colour(theme=number - 1, tint=float(getattr(interior, tint)))
    value = int(getattr(interior, colour))
    return Colour(f"{value & 255:02X}{value >> 8 & 255:02X}{value >> 16 & 255:02X}")


def _set_colour(interior: Any, colour: Colour | None, names: tuple[str, str, str, str]) -> None:
    plain, theme, tint, index = names
    if colour is None:
        setattr(interior, index, _AUTOMATIC)
    elif colour.theme is not None:
        setattr(interior, theme, colour.theme + 1)
        setattr(interior, tint, colour.tint)
    elif colour.palette is not None:
        setattr(interior, index, max(colour.palette - _PALETTE_STARTS, 1))
    else:
        red, green, blue = (int(colour.rgb[at : at + 2], 16) for at in (0, 2, 4))
        setattr(interior, plain, red | green << 8 | blue << 16)
