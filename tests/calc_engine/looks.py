"""How cells look: fills, number formats, sizes, alignment, merges, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from calc_engine import convert
from calc_engine.addresses import Area
from calc_engine.fonts import Font
from calc_engine.office import constant

if TYPE_CHECKING:
    from calc_engine.sheets import Sheet

# Lengths in Calc are hundredths of a millimetre; Excel counts points, and characters of 7 pixels for columns.
_A_POINT = 2540 / 72
_A_PIXEL = 2540 / 96
_CHARACTER_PIXELS, _CELL_MARGIN_PIXELS = 7, 5

# Of a whole column, so many rows are asked for what they have in common.
_LOOKED_AT = 3000

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
}
# com.sun.star.table.CellVertJustify2
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4}
_BY_DEFAULT = 0


def shared(cells: Any, name: str) -> Any:
    """A property that all the UNO cells have in common; None if they differ."""
    return None if _differ(cells, name) else cells.getPropertyValue(name)


def _differ(cells: Any, name: str) -> bool:
    return bool(cells.getPropertyState(name).value == "AMBIGUOUS_VALUE")


class Looks:
    """The half of a range that is about how its cells look."""

    _sheet: Sheet
    area: Area

    # What the other half offers.
    api: Any
    refuse_if_protected: Any
    used_part: Any

    def _shared(self, name: str) -> Any:
        """A property that all cells have in common; None if they differ."""
        with self._sheet.looking_at(self.area) as cells:
            return shared(cells, name)

    def _set(self, name: str, value: Any) -> None:
        self.refuse_if_protected()
        self.api.setPropertyValue(name, value)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return convert.from_colour(self._shared("CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._set("CellBackColor", convert.to_colour(value))

    @property
    def number_format(self) -> str | None:
        key = self._shared("NumberFormat")
        return None if key is None else self._sheet.book.format_text(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._set("NumberFormat", self._sheet.book.format_key(value))

    @property
    def font(self) -> Font:
        return Font(self.api)

    @property
    def wrap_text(self) -> bool | None:
        wrapped: bool | None = self._shared("IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._set("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        shared = self._shared("HoriJustify")
        return next(
            (name for name, value in _HORIZONTAL.items() if shared is not None and value == shared.value),
            None,
        )

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(value)
        self._set("HoriJustify", constant("table.CellHoriJustify", _HORIZONTAL[value]))

    @property
    def vertical_alignment(self) -> str | None:
        shared = self._shared("VertJustify")
        if shared == _BY_DEFAULT:
            return "bottom"
        return next((name for name, value in _VERTICAL.items() if value == shared), None)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        if value not in _VERTICAL:
            raise NotImplementedError(value)
        self._set("VertJustify", _VERTICAL[value])

    # Sizes

    @staticmethod
    def _each(lines: Any, count: int, read: Callable[[Any], Any]) -> Any:
        """What all rows or columns have in common; None if they differ."""
        found = {read(lines.getByIndex(index)) for index in range(min(count, _LOOKED_AT))}
        return found.pop() if len(found) == 1 else None

    @property
    def column_width(self) -> float | None:
        width = self._each(self.api.Columns, self.area.columns, lambda column: column.Width)
        if width is None:
            return None
        return round((float(width) / _A_PIXEL - _CELL_MARGIN_PIXELS) / _CHARACTER_PIXELS, 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.api.Columns.Width = round((value * _CHARACTER_PIXELS + _CELL_MARGIN_PIXELS) * _A_PIXEL)

    @property
    def row_height(self) -> float | None:
        height = self._each(self.api.Rows, self.area.rows, lambda row: row.Height)
        return None if height is None else round(float(height) / _A_POINT, 2)

    @row_height.setter
    def row_height(self, value: float) -> None:
        self.api.Rows.Height = round(value * _A_POINT)

    @property
    def width(self) -> float:
        # From edge to edge: Calc's own size leaves out the line between the cells.
        beyond = float(self._sheet.api.getCellByPosition(self.area.right, 0).Position.X)
        return round(round(beyond / _A_POINT, 1) - self.left, 1)

    @property
    def height(self) -> float:
        beyond = float(self._sheet.api.getCellByPosition(0, self.area.bottom).Position.Y)
        return round(round(beyond / _A_POINT, 1) - self.top, 1)

    @property
    def left(self) -> float:
        return round(float(self.api.Position.X) / _A_POINT, 1)

    @property
    def top(self) -> float:
        return round(float(self.api.Position.Y) / _A_POINT, 1)

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "c", "columns"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.api.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        hidden: bool | None = self._each(self.api.Rows, self.area.rows, lambda row: not row.IsVisible)
        return hidden

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        hidden: bool | None = self._each(
            self.api.Columns, self.area.columns, lambda column: not column.IsVisible
        )
        return hidden

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.api.Columns.IsVisible = not value

    # Merges

    @property
    def merge_area(self) -> Any:
        with self._sheet.looking_at(Area(self.area.top, self.area.left, 1, 1)) as cells:
            cells.collapseToMergedArea()
            return type(self).of_uno(self._sheet, cells)  # type: ignore[attr-defined]

    @property
    def merge_cells(self) -> bool:
        """True if a cell of the range belongs to a merge, wherever the merge begins."""
        with self._sheet.looking_at(self.area) as cells:
            if _differ(cells, "IsMerged") or cells.IsMerged:
                return True
            cells.collapseToMergedArea()
            return Area.of_uno(cells.RangeAddress) != self.area

    def merge(self, across: bool = False) -> None:
        self.refuse_if_protected()
        # Calc does not make a merge larger: the one inside goes first.
        self.api.merge(False)
        if not across:
            self.api.merge(True)
            return
        for row in range(self.area.rows):
            self.api.getCellRangeByPosition(0, row, self.area.columns - 1, row).merge(True)

    def unmerge(self) -> None:
        self.refuse_if_protected()
        self.api.merge(False)
