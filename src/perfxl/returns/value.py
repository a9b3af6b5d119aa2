"""One value of a form as it was returned, with its cell; what it says is read when it is first asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from perfxl.finding import Place, decimal_text
from perfxl.formset.model import Type
from perfxl.returns.numbers import read_amount, read_amount_text, read_date, read_date_text, read_rate
from perfxl.returns.people import people_in_words
from perfxl.returns.reading import NOTHING, Reading, State
from perfxl.returns.score_texts import score_in_words
from perfxl.returns.targets import IndicatorValue, parse_indicator_value
from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.number_formats import number_format, words_around

if TYPE_CHECKING:
    from datetime import date

_WEIGHT = "分值"
"""What the names of weights end in."""


class Value:
    """One value of a form: its name, the label users know it by, its place and what is written there.

    ``cell`` is the cell it stands in; ``inline`` is the piece of a label cell behind the colon where the value is
    written there. A value whose cell is empty still has a place; one whose label is missing has none. Where a row and
    a column name it, ``row_label`` and ``column`` are what they are called, and the label is both.
    """

    __slots__ = (
        "blank",
        "cell",
        "column",
        "indicator",
        "inline",
        "label",
        "name",
        "number",
        "place",
        "reading",
        "row_label",
        "text",
        "type",
    )

    text: str
    """What the cell shows, without blanks at its ends."""
    reading: Reading
    """The value as a number, by its type."""
    number: Decimal | None
    """The number, or None where there is none."""
    blank: bool
    """Whether nothing is stated."""
    indicator: IndicatorValue
    """The value read by the grammar of indicator values."""

    def __init__(
        self,
        name: str,
        label: str,
        kind: Type,
        place: Place,
        cell: Cell | None = None,
        inline: str | None = None,
        column: str = "",
    ) -> None:
        self.name = name
        self.row_label = label
        self.label = f"{label}（{column}）" if column else label
        self.type = kind
        self.place = place
        self.cell = cell
        self.inline = inline
        self.column = column
        if inline is not None:
            self.text = inline.strip()
        elif cell is None:
            self.text = ""
        else:
            formatted = cell.kind is Kind.NUMBER and cell.number_format != "General"
            self.text = _shown(cell, kind) if formatted else cell.text.strip()
        if kind.numeric:  # every one of these is asked for its number
            self._set_reading()

    def __getattr__(self, name: str) -> Any:
        """What is read only when it is first asked for; from then on it is a plain attribute."""
        if name == "indicator":
            self.indicator = self._read_indicator()
        elif name in ("reading", "number", "blank"):
            self._set_reading()
        return object.__getattribute__(self, name)

    def _set_reading(self) -> None:
        reading = self._read()
        if reading.state is State.TEXT and self.type is Type.SCORE and not self.name.endswith(_WEIGHT):
            reading = _with_score_in_words(reading)
        elif reading.state is State.TEXT and self.type is Type.COUNT:
            reading = _with_people_in_words(reading)
        self.reading = reading
        self.number = reading.number
        self.blank = reading.state is State.BLANK

    def _read(self) -> Reading:
        if self.inline is not None:
            return read_amount_text(self.inline)
        if self.cell is None:
            return NOTHING
        if self.type is Type.SCORE and self.name.endswith(_WEIGHT):
            return _read_weight(self.cell)
        return read_rate(self.cell) if self.type is Type.RATE else read_amount(self.cell)

    def _read_indicator(self) -> IndicatorValue:
        """The grammar's reading: of the text that is shown where the format puts words around a number."""
        if self.inline is not None or self.cell is None:
            return parse_indicator_value(self.text)
        return parse_indicator_value(self.text if _in_words(self.cell, self.type) else self.cell)

    def stating(self, number: Decimal) -> Value:
        """The same value with another number; what is written there stays as it is."""
        copy = Value(self.name, self.row_label, self.type, self.place, self.cell, self.inline, self.column)
        copy.number = number
        copy.reading = self.reading._replace(number=number, state=State.NUMBER)
        copy.blank = False
        return copy

    @property
    def date(self) -> date | None:
        """The value read as a date, None where it is no valid one."""
        if self.inline is not None:
            return read_date_text(self.inline)
        return read_date(self.cell)

    def __repr__(self) -> str:
        return f"Value({self.name} {self.place.sheet}!{self.place.address} {self.text!r})"


def _read_weight(cell: Cell) -> Reading:
    """A weight; one typed in percent is as many points (of the 100 that a form has), with ``unit`` ``%``."""
    rate = read_rate(cell)
    return rate if rate.unit == "%" else read_amount(cell)


def _with_score_in_words(reading: Reading) -> Reading:
    """A score that is no mere number, read by the words around it."""
    score = score_in_words(reading.raw)
    if score is None:
        return reading
    return reading._replace(state=State.NUMBER, number=score.number, decimals=score.decimals)


def _with_people_in_words(reading: Reading) -> Reading:
    """A number of people given by kind."""
    people = people_in_words(reading.raw)
    return reading if people is None else reading._replace(state=State.NUMBER, number=Decimal(people))


def _shown(cell: Cell, kind: Type) -> str:
    """What a number under a format looks like, as far as that matters: with its percent sign and words."""
    text = cell.text.strip()
    before, after = words_around(cell.number_format) if _in_words(cell, kind) else ("", "")
    if "%" in cell.number_format and "%" not in after:
        shown = number_format(cell.number_format)
        if shown.scaled_percent:
            text = decimal_text(Decimal(text) * 100) + "%"
        elif shown.literal_percent:
            text += "%"
    return before + text + after


def _in_words(cell: Cell, kind: Type) -> bool:
    """Whether a cell holds an indicator's value as a number between words of its format."""
    if kind is not Type.VALUE or cell.kind is not Kind.NUMBER or cell.number_format == "General":
        return False
    if cell.text.startswith("-"):
        return False  # the sign would stand before the words
    return words_around(cell.number_format) != ("", "")
