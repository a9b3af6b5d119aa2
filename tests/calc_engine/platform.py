"""What perfxl asks of the program behind xlwings (`perfxl.live.platform.Platform`), answered for Calc."""

from __future__ import annotations

from typing import Any

import xlwings as xw
from openpyxl.styles.colors import COLOR_INDEX

import calc_engine
from calc_engine import convert
from calc_engine.office import struct
from perfxl.live import platform
from perfxl.live.fills import NONE, SOLID, Colour, Fill
from perfxl.live.raw import CellError, Raw

# Hundredths of a millimetre
_NOTE_WIDTH, _LINE_HEIGHT = 7800, 530
_A4 = (21000, 29700)
_THIN = 18
_FRAME_GREY = 0xBFBFBF
_THEME = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")


class Calc:
    """Implements `Platform`."""

    def busy(self, app: xw.App) -> bool:
        """A hidden program has no user: a test says so."""
        return bool(app.impl.editing)

    def read_only(self, book: xw.Book) -> bool:
        return bool(book.api.isReadonly())

    def structure_locked(self, book: xw.Book) -> bool:
        return bool(book.api.isProtected())

    def locked(self, sheet: xw.Sheet) -> bool:
        return bool(sheet.api.isProtected())

    def date1904(self, book: xw.Book) -> bool:
        return int(book.api.NullDate.Year) == 1904

    def saved(self, book: xw.Book) -> bool:
        return not book.api.isModified()

    def set_saved(self, book: xw.Book) -> None:
        book.api.setModified(False)

    def hidden(self, sheet: xw.Sheet) -> bool:
        return not sheet.visible

    def hide_deeply(self, sheet: xw.Sheet) -> None:
        """Calc knows only one way of hiding."""
        sheet.visible = False

    def hide_name(self, name: xw.Name) -> None:
        """Calc cannot hide a name before version 7.5."""

    def values(self, cells: xw.Range) -> list[list[Raw]]:
        return [[_plain(value) for value in row] for row in cells.impl.read(dates=False)]

    def quoted(self, cell: xw.Range) -> bool:
        """Calc puts the apostrophe back before texts that would otherwise be something else."""
        formula = str(cell.impl.first_cell.Formula)
        return formula.startswith("'") and cell.impl.first_cell.String == formula[1:]

    def fill(self, cell: xw.Range) -> Fill | None:
        colour = cell.color
        return Fill() if colour is None else Fill(SOLID, Colour("{:02X}{:02X}{:02X}".format(*colour)))

    def set_fill(self, cell: xw.Range, fill: Fill) -> None:
        """Calc has plain colours only: patterns and tints are lost, colours of a theme are Office's own."""
        cell.color = None if fill.pattern == NONE or fill.colour is None else "#" + _rgb(fill.colour)

    def discussed(self, cell: xw.Range) -> bool:
        """Calc has no conversations on cells."""
        return False

    def drop_replies(self, cell: xw.Range, text: str) -> None:
        """Nothing can have been replied."""

    def append_note(self, cell: xw.Range, text: str) -> None:
        """Put in at the end, so that formats of the text before it stay."""
        note = cell.impl.note.api
        note.insertString(note.getEnd(), text, False)

    def cut_note(self, cell: xw.Range, length: int) -> None:
        note = cell.impl.note.api
        cursor = note.createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(length, False)
        cursor.gotoEnd(True)
        cursor.setString("")

    def size_note(self, cell: xw.Range, lines: int) -> None:
        cell.impl.note.api.AnnotationShape.setSize(
            struct("awt.Size", Width=_NOTE_WIDTH, Height=_LINE_HEIGHT * lines)
        )

    def link(self, cell: xw.Range, location: str) -> None:
        """A text field takes the place of the text: only texts can be links."""
        sheet, _, address = location.rpartition("!")
        cell.impl.add_hyperlink(f"#{sheet}.{address}", cell.impl.first_cell.String)

    def frame(self, cells: xw.Range) -> None:
        line = struct("table.BorderLine2", Color=_FRAME_GREY, OuterLineWidth=_THIN, LineWidth=_THIN)
        sides = ("TopLine", "BottomLine", "LeftLine", "RightLine", "HorizontalLine", "VerticalLine")
        valid: dict[str, Any] = {f"Is{side}Valid": True for side in sides}
        cells.api.TableBorder2 = struct("table.TableBorder2", **dict.fromkeys(sides, line), **valid)

    def print_on_a4(self, sheet: xw.Sheet, head_row: int, footer: str) -> None:
        """Calc keeps page settings in styles: the sheet gets one of its own."""
        styles = sheet.book.api.StyleFamilies.getByName("PageStyles")
        name = f"PageStyle_{sheet.name}"
        if not styles.hasByName(name):
            styles.insertByName(name, sheet.book.api.createInstance("com.sun.star.style.PageStyle"))
        style = styles.getByName(name)
        style.IsLandscape = True
        style.Height, style.Width = _A4
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        style.CenterHorizontally = True
        content = style.RightPageFooterContent
        content.CenterText.setString(footer)
        style.RightPageFooterContent = content
        sheet.api.PageStyle = name
        sheet.api.setPrintTitleRows(True)
        sheet.api.setTitleRows(
            struct(
                "table.CellRangeAddress", Sheet=sheet.index - 1, StartRow=head_row - 1, EndRow=head_row - 1
            )
        )


def _rgb(colour: Colour) -> str:
    if colour.theme is not None:
        return _THEME[colour.theme]
    return str(COLOR_INDEX[colour.palette][2:]) if colour.palette is not None else colour.rgb


def _plain(value: Any) -> Raw:
    if type(value) is int:
        return CellError(convert.ERROR_TEXTS[value])
    known: Raw = value
    return known


def register() -> None:
    """Let perfxl work on workbooks that are open in Calc."""
    platform.register(calc_engine.NAME, Calc())
