"""Worksheets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from calc_engine.addresses import Area, parse, quoted, split_sheet, text_of
from calc_engine.names import Names
from calc_engine.notes import Note
from calc_engine.ranges import CONTENTS, EVERYTHING, FORMATS, Range, cell_address

if TYPE_CHECKING:
    from calc_engine.books import Book


class Sheets(base_classes.Sheets):
    """The worksheets of a workbook, in their order."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._known: dict[str, Sheet] = {}

    @cached_property
    def api(self) -> Any:
        return self.book.api.Sheets

    def forget(self) -> None:
        """A name is no longer, or not yet, that of the sheet it was."""
        self._known.clear()

    def _named(self, name: str) -> Sheet:
        """The sheet of exactly that name, the same one as long as nothing is renamed or deleted."""
        if name not in self._known:
            self._known[name] = Sheet(self.book, self.api.getByName(name))
        return self._known[name]

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.api.CurrentController.ActiveSheet)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return map(self._named, self.api.ElementNames)

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        name = next((name for name in self.api.ElementNames if name.lower() == key.lower()), None)
        if name is None:
            raise KeyError(key)
        return self._named(name)

    def __contains__(self, key: str) -> bool:
        return key.lower() in (name.lower() for name in self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        neighbour = before or after or self.active
        taken = {other.lower() for other in self.api.ElementNames}
        name = name or next(n for n in map("Sheet{}".format, itertools.count(1)) if n.lower() not in taken)
        self.api.insertNewByName(name, neighbour.index if after else neighbour.index - 1)
        made = self(name)
        made.activate()
        return made


class Sheet(base_classes.Sheet):
    """One worksheet."""

    def __init__(self, book: Book, api: Any) -> None:
        self._book = book
        self._api = api
        self._limits: Area | None = None
        self._cursor: Any = None

    @property
    def api(self) -> Any:
        return self._api

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self._api.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._api.setName(value)
        self._book.sheets.forget()

    @property
    def index(self) -> int:
        return int(self._api.RangeAddress.Sheet) + 1

    @property
    def limits(self) -> Area:
        """All cells that the sheet can have."""
        if self._limits is None:
            self._limits = Area.of_uno(self._api.RangeAddress)
        return self._limits

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    # Cells

    def range(self, first: Any, second: Any = None) -> Range:
        """Cells by address, by name, by (row, column), by (row, column, rows, columns) or by two corners."""
        if second is None and isinstance(first, str):
            return self._range_of_text(first)
        corners = [self._corner(first), *([self._corner(second)] if second is not None else [])]
        return Range(self, Area.spanning(corners))

    def _corner(self, given: Any) -> Area:
        if isinstance(given, Range):
            return given.area
        if isinstance(given, str):
            return self._range_of_text(given).area
        if 0 in given[:2]:
            raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
        row, column, *shape = given
        return Area(row, column, *shape) if shape else Area(row, column, 1, 1)

    def _range_of_text(self, text: str) -> Range:
        sheet_name, address = split_sheet(text)
        if sheet_name is not None:
            return self._book.sheets(sheet_name).range(address)
        area = parse(address, self.limits)
        if area is not None:
            return Range(self, area)
        name = self.names.own(address) or self._book.names.own(address)
        if name is not None:
            return name.refers_to_range
        raise xlwings.NoSuchObjectError(f"The address or named range '{text}' doesn't exist.")

    @property
    def cells(self) -> Range:
        return Range(self, self.limits)

    @contextmanager
    def looking_at(self, area: Area) -> Iterator[Any]:
        """The UNO cells of an area, to be asked and not kept.

        For every object that UNO hands over, a dozen questions go to LibreOffice and back before anything is asked
        of it: so one cursor is moved about. In between it spans the whole sheet, so that nothing that is deleted
        takes it along.
        """
        if self._cursor is None:
            self._cursor = self._api.createCursor()
        cursor = self._cursor
        cursor.collapseToSize(1, 1)
        cursor.gotoOffset(area.left - 1, area.top - 1)
        if area.rows > 1 or area.columns > 1:
            cursor.collapseToSize(area.columns, area.rows)
        try:
            yield cursor
        finally:
            cursor.expandToEntireColumns()
            cursor.expandToEntireRows()

    @property
    def used_range(self) -> Range:
        cursor = self._api.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = Area.of_uno(cursor.RangeAddress)
        cursor.gotoStartOfUsedArea(False)
        return Range(self, Area.spanning([Area.of_uno(cursor.RangeAddress), end]))

    def clear_contents(self) -> None:
        self.cells.clear_flags(CONTENTS)

    def clear_formats(self) -> None:
        self.cells.clear_flags(FORMATS)

    def clear(self) -> None:
        self.cells.clear_flags(EVERYTHING)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    @property
    def notes(self) -> list[Note]:
        return [Note(self, note) for note in self._api.Annotations]

    # The sheet as a whole

    def activate(self) -> None:
        self._book.app.activate()
        self._book.activate()
        self._book.api.CurrentController.setActiveSheet(self._api)

    select = activate

    @property
    def visible(self) -> bool:
        return bool(self._api.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        """Calc has no "very hidden": only shown and hidden."""
        self._api.IsVisible = bool(value)

    def delete(self) -> None:
        self._book.sheets.api.removeByName(self.name)
        self._book.sheets.forget()

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        target = before or after
        assert target is not None
        position = target.index - 1 if before else target.index
        sheets = target.book.sheets.api
        if target.book != self._book:
            sheets.importSheet(self._book.api, self.name, position)
            return
        name = next(
            n for n in map(f"{self.name} ({{}})".format, itertools.count(2)) if not sheets.hasByName(n)
        )
        sheets.copyByName(self.name, name, position)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        target = before or after
        assert target is not None
        self._book.sheets.api.moveByName(self.name, target.index - 1 if before else target.index)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def charts(self) -> Any:
        raise NotImplementedError

    shapes = pictures = tables = charts

    def formula_name(self) -> str:
        """The name as it stands before "!" in a formula."""
        return quoted(self.name)


class PageSetup(base_classes.PageSetup):
    """What is printed of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.api

    @property
    def print_area(self) -> str | None:
        areas = self.sheet.api.getPrintAreas()
        return ",".join(text_of(Area.of_uno(area), self.sheet.limits) for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = [self.sheet.range(part).area for part in value.split(",")] if value else []
        self.sheet.api.setPrintAreas(tuple(cell_address(self.sheet, area) for area in areas))


class FreezePanes(base_classes.FreezePanes):
    """The rows and columns that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def freeze_at(self, frozen_range: Any) -> None:
        """Freeze the rows and columns up to the end of the range; whole rows freeze no column."""
        area = self.sheet.range(getattr(frozen_range, "impl", frozen_range)).area
        whole_rows = area.columns == self.sheet.limits.columns
        whole_columns = area.rows == self.sheet.limits.rows
        self._freeze(0 if whole_rows else area.right, 0 if whole_columns else area.bottom)

    def unfreeze(self) -> None:
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        self.sheet.activate()
        view = self.sheet.book.api.CurrentController
        # Only a window that is shown has panes; without a screen nobody sees it.
        view.Frame.ContainerWindow.setVisible(True)
        self.sheet.book.app.office.service("com.sun.star.awt.Toolkit").processEventsToIdle()
        view.freezeAtPosition(columns, rows)
