"""Notes on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

if TYPE_CHECKING:
    from calc_engine.ranges import Range
    from calc_engine.sheets import Sheet


class Note(base_classes.Note):
    """One note; its UNO object is looked up by its cell, as it does not survive changes of other notes."""

    def __init__(self, sheet: Sheet, api: Any) -> None:
        self._sheet = sheet
        position = api.Position
        self._row, self._column = position.Row, position.Column

    @property
    def api(self) -> Any:
        return self._sheet.api.getCellByPosition(self._column, self._row).Annotation

    @property
    def text(self) -> str:
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.location.refuse_if_protected()
        self.api.setString(value)

    @property
    def author(self) -> str:
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        return self._sheet.range((self._row + 1, self._column + 1))

    def delete(self) -> None:
        self.location.refuse_if_protected()
        notes = self._sheet.api.Annotations
        for index in range(notes.Count):
            position = notes.getByIndex(index).Position
            if (position.Row, position.Column) == (self._row, self._column):
                notes.removeByIndex(index)
                return
