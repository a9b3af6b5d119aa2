"""Defined names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import base_classes

from calc_engine.addresses import split_sheet
from calc_engine.office import struct

if TYPE_CHECKING:
    from calc_engine.books import Book
    from calc_engine.ranges import Range
    from calc_engine.sheets import Sheet


class Names(base_classes.Names):
    """The names of a workbook, those of its sheets included, or of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return (self.sheet or self.book).api.NamedRanges

    def _all(self) -> list[Name]:
        if self.sheet is not None:
            return [Name(self.book, self.sheet, key) for key in self.api.ElementNames]
        own = [Name(self.book, None, key) for key in self.api.ElementNames]
        return own + [name for sheet in self.book.sheets for name in sheet.names]

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self._all()]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __call__(self, key: int | str) -> Name:
        if isinstance(key, int):
            return self._all()[key - 1]
        wanted = key.lower()
        # A name of the workbook goes before one that only a sheet knows.
        for name in self._all():
            if wanted in (name.name.lower(), name.key.lower()):
                return name
        raise KeyError(key)

    def own(self, key: str) -> Name | None:
        """The name that this workbook or this sheet itself defines, without those of a workbook's sheets."""
        found = next((name for name in self.api.ElementNames if name.lower() == key.lower()), None)
        return Name(self.book, self.sheet, found) if found else None

    def contains(self, key: int | str) -> bool:
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True

    def add(self, name: str, refers_to: str) -> Name:
        sheet_name, key = split_sheet(name)
        sheet = self.sheet if sheet_name is None else self.book.sheets(sheet_name)
        owner = (sheet or self.book).api.NamedRanges
        if owner.hasByName(key):
            owner.removeByName(key)
        origin = struct("table.CellAddress")
        tokens = self.book.formula_parser().parseFormula(refers_to.removeprefix("="), origin)
        owner.addNewByName(key, "", origin, 0)
        owner.getByName(key).setTokens(tokens)
        return Name(self.book, sheet, key)


class Name(base_classes.Name):
    """One defined name; `key` is the name without the sheet before it."""

    def __init__(self, book: Book, sheet: Sheet | None, key: str) -> None:
        self.book = book
        self.sheet = sheet
        self.key = key

    @property
    def _owner(self) -> Any:
        return (self.sheet or self.book).api.NamedRanges

    @property
    def api(self) -> Any:
        return self._owner.getByName(self.key)

    def delete(self) -> None:
        self._owner.removeByName(self.key)

    @property
    def name(self) -> str:
        return f"{self.sheet.formula_name()}!{self.key}" if self.sheet else self.key

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self.key = value

    @property
    def refers_to(self) -> str:
        printed = self.book.formula_parser().printFormula(self.api.getTokens(), struct("table.CellAddress"))
        return f"={printed}"

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        Names(self.book, self.sheet).add(self.key, value)

    @property
    def refers_to_range(self) -> Range:
        from calc_engine.ranges import Range

        cells = self.api.ReferredCells
        if cells is None:
            raise xlwings.NoSuchObjectError(f"{self.name} does not refer to cells")
        return Range.of_uno(self.book.sheets(cells.Spreadsheet.Name), cells)
