"""Dates as day numbers, the way a workbook stores them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.number_formats import may_be_a_day, number_format
from perfxl.workbook.number_text import shortest

_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_FIRST_TRUE_DAY = datetime(1900, 3, 1)
_DAYS_UNTIL_1904 = 1462
_FIRST_SURE_SERIAL = 61
DATE, MOMENT, TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "hh:mm:ss"


class Serial(NamedTuple):
    """A day number as decimal text and the number format that shows it as what it was."""

    text: str
    number_format: str


def iso_serial(text: str, date1904: bool = False) -> Serial | None:
    """An ISO 8601 date, moment or time of day as a serial day; ``None`` if it is none of them."""
    try:
        if "T" not in text and ":" in text and "-" not in text:
            return serial_of(time.fromisoformat(text))
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
    return serial_of(moment if "T" in text or " " in text else moment.date(), date1904)


def serial_of(value: date | time | timedelta, date1904: bool = False) -> Serial | None:
    """A date, moment, time of day or duration as a serial day; ``None`` before the first day there is."""
    if isinstance(value, time):
        value = datetime.combine(_EPOCH, value.replace(tzinfo=None)) - _EPOCH
    if isinstance(value, timedelta):
        return _serial(value, TIME)
    has_time = isinstance(value, datetime)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    span = moment - (_EPOCH_1904 if date1904 else _EPOCH)
    if not date1904 and moment < _FIRST_TRUE_DAY:
        span -= timedelta(days=1)  # day 60 is a 29 February 1900 that never was
    return _serial(span, MOMENT if has_time else DATE) if span >= timedelta(0) else None


def with_days_of_1900(cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], Cell]:
    """The cells of a workbook whose days are counted from 1904-01-01 (old Macintosh files), counted from 1899-12-30.

    A number that can be no day, but whose cell has a date format, stays as it is.
    """
    return {place: _later(cell) for place, cell in cells.items()}


def _later(cell: Cell) -> Cell:
    if cell.kind is not Kind.NUMBER or not number_format(cell.number_format).day:
        return cell
    serial = float(cell.text) + _DAYS_UNTIL_1904
    return cell._replace(text=shortest(serial) or cell.text) if may_be_a_day(serial) else cell


def with_early_days_unread(cells: dict[tuple[int, int], Cell]) -> dict[tuple[int, int], Cell]:
    """The cells of a file that names days instead of counting them (.ods), those before March 1900 as texts.

    Programs count these differently, so the number behind such a day, if a number was typed, is not sure.
    """
    return {place: _named(cell) for place, cell in cells.items()}


def _named(cell: Cell) -> Cell:
    if cell.number_format not in (DATE, MOMENT) or float(cell.text) >= _FIRST_SURE_SERIAL:
        return cell
    day = datetime(1899, 12, 31) + timedelta(days=float(cell.text))
    return cell._replace(kind=Kind.TEXT, text=day.date().isoformat(), number_format="General")


def _serial(span: timedelta, number_format: str) -> Serial:
    text = shortest(span / timedelta(days=1))
    return Serial(text or "0", number_format)
