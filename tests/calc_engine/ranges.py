"""Ranges of cells: where they are, moving about, inserting, copying. Values and looks have modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from calc_engine.addresses import Area, text_of
from calc_engine.looks import Looks
from calc_engine.notes import Note
from calc_engine.office import constant, properties, struct
from calc_engine.values import Values

if TYPE_CHECKING:
    from calc_engine.names import Name
    from calc_engine.sheets import Sheet

# com.sun.star.sheet.CellFlags: values, dates, texts, formulas; formats of cells and of characters.
CONTENTS = 1 | 2 | 4 | 16
FORMATS = 32 | 64
EVERYTHING = 1023

# For so few cells it is quicker to ask for them all than to ask which are used.
_SMALL = 5000

_STEPS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


class Protected(Exception):
    """The cell is protected; what Excel says when a locked cell is written."""


def cell_address(sheet: Sheet, area: Area) -> Any:
    """The UNO address of an area."""
    return struct(
        "table.CellRangeAddress",
        Sheet=sheet.index - 1,
        StartRow=area.top - 1,
        StartColumn=area.left - 1,
        EndRow=area.bottom - 1,
        EndColumn=area.right - 1,
    )


class Range(Values, Looks, base_classes.Range):
    """A rectangle of cells of one sheet."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self._api: Any = None
        # Set by xlwings.
        self.options: dict[str, Any] = {}

    @classmethod
    def of_uno(cls, sheet: Sheet, cells: Any) -> Range:
        """The range of UNO cells."""
        return cls(sheet, Area.of_uno(cells.RangeAddress))

    @property
    def api(self) -> Any:
        if self._api is None:
            area = self.area
            self._api = self._sheet.api.getCellRangeByPosition(
                area.left - 1, area.top - 1, area.right - 1, area.bottom - 1
            )
        return self._api

    @property
    def first_cell(self) -> Any:
        """The UNO cell at the top left."""
        return self._sheet.api.getCellByPosition(self.area.left - 1, self.area.top - 1)

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.rows, self.area.columns

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return self._sheet.name, *self.corner, *self.shape

    @property
    def corner(self) -> tuple[int, int]:
        return self.area.top, self.area.left

    @property
    def arg1_input(self) -> str:
        return self.address.replace("$", "")

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    def __call__(self, first: Any, second: int | None = None) -> Range:
        if isinstance(first, str):
            return self._sheet.range(first)
        if second is None:
            row, column = divmod(first - 1, self.area.columns)
        else:
            row, column = first - 1, second - 1
        return Range(self._sheet, Area(self.area.top + row, self.area.left + column, 1, 1))

    def used_part(self) -> Range | None:
        """What of the range lies in the used area of the sheet; None if nothing does. A small range is left whole."""
        if len(self) <= _SMALL:
            return self
        used = self._sheet.used_range.area
        bottom, right = min(self.area.bottom, used.bottom), min(self.area.right, used.right)
        if bottom < self.area.top or right < self.area.left:
            return None
        top, left = self.corner
        return Range(self._sheet, Area(top, left, bottom - top + 1, right - left + 1))

    # Addresses

    @property
    def address(self) -> str:
        return text_of(self.area, self._sheet.limits)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        text = text_of(self.area, self._sheet.limits, row_absolute, column_absolute)
        if not external:
            return text
        place = f"[{self._sheet.book.name}]{self._sheet.name}"
        plain = all(c.isalnum() or c in "[]_." for c in place)
        return (place if plain else "'" + place.replace("'", "''") + "'") + "!" + text

    @property
    def name(self) -> Name | None:
        for name in self._sheet.book.names:
            cells = name.api.ReferredCells
            if (
                cells is not None
                and Range.of_uno(name.book.sheets(cells.Spreadsheet.Name), cells).coords == self.coords
            ):
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={self._sheet.formula_name()}!{self.address}")

    # Moving about

    @property
    def rows(self) -> Range:
        return self

    @property
    def columns(self) -> Range:
        return self

    @property
    def current_region(self) -> Range:
        cursor = self._sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return Range.of_uno(self._sheet, cursor)

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        row_step, column_step = _STEPS[
            {"d": "down", "u": "up", "l": "left", "r": "right"}.get(direction, direction)
        ]
        limits, used = self._sheet.limits, self._sheet.used_range.area
        furthest = (limits.rows if row_step > 0 else 1, limits.columns if column_step > 0 else 1)
        steps = max(used.bottom, used.right) + max(self.corner)
        here = self.corner
        filled = self._filled(*here)
        following = (here[0] + row_step, here[1] + column_step)
        along_a_block = filled and self._filled(*following)
        for _ in range(steps):
            if not self._on_sheet(*following):
                return self._cell(*here)
            if along_a_block and not self._filled(*following):
                return self._cell(*here)
            if not along_a_block and self._filled(*following):
                return self._cell(*following)
            here, following = following, (following[0] + row_step, following[1] + column_step)
        return self._cell(furthest[0] if row_step else here[0], furthest[1] if column_step else here[1])

    def _cell(self, row: int, column: int) -> Range:
        return Range(self._sheet, Area(row, column, 1, 1))

    def _on_sheet(self, row: int, column: int) -> bool:
        return 1 <= row <= self._sheet.limits.rows and 1 <= column <= self._sheet.limits.columns

    def _filled(self, row: int, column: int) -> bool:
        if not self._on_sheet(row, column):
            return False
        kind = self._sheet.api.getCellByPosition(column - 1, row - 1).Type
        return bool(kind != constant("table.CellContentType", "EMPTY"))

    def select(self) -> None:
        if self._sheet != self._sheet.book.sheets.active:
            self._sheet.activate()
        self._sheet.book.api.CurrentController.select(self.api)

    # Changing the sheet

    def refuse_if_protected(self) -> None:
        """Raise `Protected` if a cell of the range must not be written: Calc often says nothing then."""
        if not self._sheet.api.isProtected():
            return
        protection = self.api.CellProtection
        # Cells that differ give no value: one of them is locked.
        if protection is None or protection.IsLocked:
            raise Protected(f"{self._sheet.name}!{self.address}")

    def clear_flags(self, flags: int) -> None:
        self.refuse_if_protected()
        self.api.clearContents(flags)

    def clear_contents(self) -> None:
        self.clear_flags(CONTENTS)

    def clear_formats(self) -> None:
        self.clear_flags(FORMATS)

    def clear(self) -> None:
        self.clear_flags(EVERYTHING)

    def insert(self, shift: str | None = None, copy_origin: Any = None) -> None:
        mode = self._whole("ROWS", "COLUMNS") or {"down": "DOWN", "right": "RIGHT"}.get(shift or "")
        mode = mode or ("DOWN" if self.area.columns >= self.area.rows else "RIGHT")
        self._sheet.api.insertCells(
            cell_address(self._sheet, self.area), constant("sheet.CellInsertMode", mode)
        )

    def delete(self, shift: str | None = None) -> None:
        mode = self._whole("ROWS", "COLUMNS") or {"up": "UP", "left": "LEFT"}.get(shift or "")
        mode = mode or ("UP" if self.area.columns > self.area.rows else "LEFT")
        self._sheet.api.removeRange(
            cell_address(self._sheet, self.area), constant("sheet.CellDeleteMode", mode)
        )

    def _whole(self, rows: str, columns: str) -> str | None:
        if self.area.columns == self._sheet.limits.columns:
            return rows
        return columns if self.area.rows == self._sheet.limits.rows else None

    def copy(self, destination: Any = None) -> None:
        if destination is None:
            self._sheet.book.app.clipboard = self
            return
        self._copy_to(getattr(destination, "impl", destination))

    def _copy_to(self, target: Range) -> None:
        if target.sheet.book != self._sheet.book:
            raise NotImplementedError("copying cells to another workbook")
        target.sheet.api.copyRange(target.first_cell.CellAddress, cell_address(self._sheet, self.area))

    def paste(
        self,
        paste: str | None = None,
        operation: Any = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        source = self._sheet.book.app.clipboard
        if source is None or operation or skip_blanks or transpose:
            raise NotImplementedError
        if paste in (None, "all"):
            source._copy_to(self)
        elif paste == "values":
            self._cell(*self.corner)._sized_like(source).raw_value = source.raw_value
        elif paste == "formulas":
            self._cell(*self.corner)._sized_like(source).formula = source.formula
        else:
            raise NotImplementedError(f"pasting {paste}")

    def _sized_like(self, other: Range) -> Range:
        return Range(self._sheet, Area(*self.corner, *other.shape))

    # Notes, links, pictures

    @property
    def note(self) -> Note | None:
        note = self.first_cell.Annotation
        return Note(self._sheet, note) if note is not None and note.String else None

    def add_note(self, text: str) -> Note:
        self.refuse_if_protected()
        if self.note is not None:
            raise ValueError(f"{self.address} has a note already")
        self._sheet.api.Annotations.insertNew(self.first_cell.CellAddress, text)
        return Note(self._sheet, self.first_cell.Annotation)

    @property
    def comment(self) -> None:
        """Calc has no threaded comments."""

    @property
    def table(self) -> None:
        """Calc has no tables."""

    @property
    def hyperlink(self) -> str:
        formula = self.formula
        if isinstance(formula, str) and formula.upper().startswith("=HYPERLINK("):
            return formula.split('"')[1]
        fields = self.first_cell.TextFields
        if fields.Count == 0:
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(fields.getByIndex(0).URL)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        cell = self.first_cell
        link = self._sheet.book.api.createInstance("com.sun.star.text.TextField.URL")
        link.URL, link.Representation = address, text_to_display or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), link, False)

    def to_pdf(self, path: str, quality: Any = None) -> None:
        from calc_engine.office import load_uno, url

        selection = load_uno().Any("[]com.sun.star.beans.PropertyValue", properties(Selection=self.api))
        arguments = properties(FilterName="calc_pdf_Export", FilterData=selection)
        self._sheet.book.api.storeToURL(url(path), arguments)
