"""What is in cells: values and formulas, read and written in bulk."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from calc_engine import convert
from calc_engine.addresses import Area
from calc_engine.looks import shared
from calc_engine.office import uno_error

if TYPE_CHECKING:
    from calc_engine.ranges import Range
    from calc_engine.sheets import Sheet

# com.sun.star.sheet.FormulaResult
_TEXT_RESULT, _ERROR_RESULT, _ANY_RESULT = 2, 4, 7

# com.sun.star.sheet.CellFlags
_NOTES = 8

Rows = list[list[Any]]
Places = list[tuple[int, int]]


class Values:
    """The half of a range that is about what its cells hold."""

    _sheet: Sheet
    area: Area

    # What the other half offers.
    api: Any
    refuse_if_protected: Any
    first_cell: Any

    # Reading

    @property
    def raw_value(self) -> Any:
        """As Excel gives them: float, str, bool, datetime, None for empty, its own numbers for errors.

        One value for one cell, otherwise a tuple of rows.
        """
        return self._unpacked(self.read())

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if not isinstance(value, list | tuple):
            self._write([[value] * self.area.columns for _ in range(self.area.rows)])
            return
        rows = [list(row) for row in value] if isinstance(value[0], list | tuple) else [list(value)]
        if len({len(row) for row in rows}) > 1:
            raise ValueError("all rows must have the same length")
        shape = (len(rows), len(rows[0]))
        if shape == (self.area.rows, self.area.columns):
            self._write(rows)
        else:
            self._sheet.range((self.area.top, self.area.left, *shape))._write(rows)

    def _unpacked(self, rows: Rows) -> Any:
        return rows[0][0] if self.area.rows == self.area.columns == 1 else tuple(map(tuple, rows))

    def read(self, *, dates: bool = True) -> Rows:
        """The values by rows; `dates=False` leaves dates as serial numbers (Excel's Value2)."""
        part = self.used_part()  # type: ignore[attr-defined]
        rows: Rows = [[None] * self.area.columns for _ in range(self.area.rows)]
        if part is None:
            return rows
        for row, found in zip(rows, part.api.getDataArray(), strict=False):
            row[: len(found)] = found
        self._mend_numbers(rows, dates)
        self._mend_texts(rows, part)
        self._mend_errors(rows, part)
        return rows

    def _mend_numbers(self, rows: Rows, dates: bool) -> None:
        """Dates and truth values are numbers with a format; a truth value is 0 or 1."""
        numbers = [
            (i, j)
            for i, row in enumerate(rows)
            for j, value in enumerate(row)
            if isinstance(value, float) and (dates or value in (0, 1))
        ]
        for format_type, places in self._format_types(numbers):
            for row, column in places:
                value = rows[row][column]
                if format_type & convert.LOGICAL_FORMAT:
                    rows[row][column] = bool(value)
                elif dates and format_type & convert.DATE_FORMAT:
                    rows[row][column] = convert.to_date(value)

    def _format_types(self, places: Places) -> Iterator[tuple[int, Places]]:
        """The kinds of number formats that cells have: where cells have several, each half of them is asked."""
        waiting = [places] if places else []
        while waiting:
            places = waiting.pop()
            rows, columns = ({place[axis] for place in places} for axis in (0, 1))
            top, left = min(rows), min(columns)
            area = Area(
                self.area.top + top, self.area.left + left, max(rows) - top + 1, max(columns) - left + 1
            )
            with self._sheet.looking_at(area) as cells:
                key = shared(cells, "NumberFormat")
            if key is not None:
                yield self._sheet.book.format_type(key), places
                continue
            places = sorted(places, key=lambda place: place if len(columns) == 1 else place[::-1])
            waiting += [places[: len(places) // 2], places[len(places) // 2 :]]

    def _mend_texts(self, rows: Rows, part: Range) -> None:
        """Calc gives "" for an empty cell as well as for a formula whose result is ""."""
        if not any(value == "" for row in rows for value in row):
            return
        formulas = set(self._places(part.api.queryFormulaCells(_TEXT_RESULT).RangeAddresses))
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if value == "" and (i, j) not in formulas:
                    row[j] = None

    def _mend_errors(self, rows: Rows, part: Range) -> None:
        for row, column in self._places(part.api.queryFormulaCells(_ERROR_RESULT).RangeAddresses):
            rows[row][column] = convert.error_number(self._uno_cell(row, column).getError())

    def _places(self, addresses: Any) -> list[tuple[int, int]]:
        """The cells of UNO addresses as (row, column) within this range, counted from 0."""
        top, left = self.area.top - 1, self.area.left - 1
        return [
            (row - top, column - left)
            for found in addresses
            for row in range(found.StartRow, found.EndRow + 1)
            for column in range(found.StartColumn, found.EndColumn + 1)
        ]

    def _uno_cell(self, row: int, column: int) -> Any:
        return self._sheet.api.getCellByPosition(self.area.left - 1 + column, self.area.top - 1 + row)

    @property
    def formula(self) -> Any:
        """Formulas in Excel's syntax, constants as texts; one text for one cell, otherwise a tuple of rows."""
        read = self.read(dates=False)
        rows = [["" if value is None else convert.shown_text(value) for value in row] for row in read]
        part = self.used_part()  # type: ignore[attr-defined]
        if part is not None:
            parser = self._sheet.book.formula_parser()
            for row, column in self._places(part.api.queryFormulaCells(_ANY_RESULT).RangeAddresses):
                cell = self._uno_cell(row, column)
                text = parser.printFormula(cell.getTokens(), cell.CellAddress)
                # An error value without a formula is a formula to Calc.
                rows[row][column] = text if text in convert.ERROR_NUMBERS else "=" + text
        return self._unpacked(rows)

    @formula.setter
    def formula(self, value: Any) -> None:
        if not isinstance(value, str) or not convert.is_formula(value):
            self.raw_value = value
            return
        if self.area.rows == self.area.columns == 1:
            self._write([[value]])
            return
        self.refuse_if_protected()
        # One formula for many cells: its relative references move along.
        tokens = self._sheet.book.formula_parser().parseFormula(
            value.removeprefix("="), self.first_cell.CellAddress
        )
        for row in range(self.area.rows):
            for column in range(self.area.columns):
                self._uno_cell(row, column).setTokens(tokens)

    formula2 = formula

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        """The first (or, backward, the last) cell that shows the text; `*`, `?` and `~` mean what they do in Excel."""
        pattern = re.compile(convert.wildcard_pattern(text), re.DOTALL | (0 if match_case else re.IGNORECASE))
        match = pattern.fullmatch if whole else pattern.search
        places = [
            (i, j)
            for i, row in enumerate(self.read(dates=False))
            for j, value in enumerate(row)
            if value is not None and match(convert.shown_text(value))
        ]
        places.sort(
            key=lambda place: place if order == "rows" else place[::-1], reverse=direction == "backward"
        )
        if not places:
            return None
        row, column = places[0]
        return self._sheet.range((self.area.top + row, self.area.left + column))

    # Writing

    def _write(self, rows: Rows) -> None:
        """Numbers and plain texts go in at once; what needs the spreadsheet's own understanding cell by cell."""
        self.refuse_if_protected()
        later: list[tuple[int, int, Any]] = []
        plain = []
        for i, row in enumerate(rows):
            line: list[Any] = []
            for j, value in enumerate(convert.prepare(value) for value in row):
                if _is_plain(value):
                    line.append(value if isinstance(value, str) else float(value))
                else:
                    line.append("")
                    later.append((i, j, value))
            plain.append(tuple(line))
        if self._carries_notes():
            self._write_singly(plain)
        else:
            self.api.setDataArray(tuple(plain))
        for i, j, value in later:
            self._write_one(self._uno_cell(i, j), value)

    def _carries_notes(self) -> bool:
        """True if a cell of the range has a note, which Calc takes away when an array of values is put there."""
        return bool(self.api.queryContentCells(_NOTES).Count)

    def _write_singly(self, rows: list[tuple[Any, ...]]) -> None:
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                cell = self._uno_cell(i, j)
                if isinstance(value, str):
                    cell.setString(value)
                else:
                    cell.setValue(value)

    def _write_one(self, cell: Any, value: Any) -> None:
        book = self._sheet.book
        if isinstance(value, bool):
            cell.setValue(float(value))
            cell.NumberFormat = book.format_key("BOOLEAN")
        elif isinstance(value, dt.date):
            serial = convert.to_serial(value)
            cell.setValue(serial)
            if not book.format_type(cell.NumberFormat) & convert.DATE_FORMAT:
                cell.NumberFormat = book.format_key("m/d/yyyy" if serial.is_integer() else "m/d/yyyy h:mm")
        elif isinstance(value, str):
            self._write_text(cell, value)
        else:
            _put_text(cell, str(value))

    def _write_text(self, cell: Any, text: str) -> None:
        if self._sheet.book.format_type(cell.NumberFormat) & convert.TEXT_FORMAT:
            _put_text(cell, text)
        elif text.startswith("'"):
            _put_text(cell, text[1:])
        elif convert.is_formula(text):
            self._set_tokens(cell, text)
        else:
            self._write_typed(cell, text)

    def _write_typed(self, cell: Any, text: str) -> None:
        """A text as if it were typed: Calc reads numbers, dates, percentages and truth values as Excel does."""
        if convert.looks_like_number(text):
            cell.setValue(float(text))
            return
        reader = self._sheet.book.number_reader()
        try:
            key = reader.detectNumberFormat(cell.NumberFormat, text)
            cell.setValue(reader.convertStringToNumber(key, text))
        except uno_error("util.NotNumericException"):
            _put_text(cell, text)
            return
        if text.endswith("%"):
            key = self._sheet.book.format_key("0.00%" if "." in text else "0%")
        if self._sheet.book.format_type(cell.NumberFormat) == convert.STANDARD_FORMAT:
            cell.NumberFormat = key

    def _set_tokens(self, cell: Any, formula: str) -> None:
        text = formula.removeprefix("=")
        if text.upper() in convert.ERROR_NUMBERS:
            # Calc reads the error values only in its own syntax.
            cell.setFormula("=" + text.upper())
        else:
            cell.setTokens(self._sheet.book.formula_parser().parseFormula(text, cell.CellAddress))

    @property
    def formula_array(self) -> str:
        return str(self.api.ArrayFormula).strip("{}")

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.refuse_if_protected()
        tokens = self._sheet.book.formula_parser().parseFormula(
            value.removeprefix("="), self.first_cell.CellAddress
        )
        self.api.setArrayTokens(tokens)

    @property
    def has_array(self) -> bool:
        return bool(self.api.ArrayFormula)


def _put_text(cell: Any, text: str) -> None:
    """A text as it is; Calc would give the cell the format "@" for one that looks like a number."""
    number_format = cell.NumberFormat
    cell.setString(text)
    cell.NumberFormat = number_format


def _is_plain(value: Any) -> bool:
    """True if the value can go into a cell as it is, whatever the cell's format."""
    if isinstance(value, str):
        return not (value.startswith("'") or convert.is_formula(value) or convert.perhaps_a_value(value))
    return isinstance(value, int | float) and not isinstance(value, bool)
