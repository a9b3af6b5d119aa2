"""Values, colours, error values and number formats as Excel gives them, to and from what Calc has."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from typing import Any

from xlwings import utils

# The numbers under which Excel hands out error values, and the texts they stand for.
ERROR_TEXTS = {
    -2146826281: "#DIV/0!",
    -2146826246: "#N/A",
    -2146826259: "#NAME?",
    -2146826288: "#NULL!",
    -2146826252: "#NUM!",
    -2146826265: "#REF!",
    -2146826273: "#VALUE!",
}
ERROR_NUMBERS = {text: number for number, text in ERROR_TEXTS.items()}

# Calc's error codes that are not shown as #VALUE! (com.sun.star.sheet, FormulaError).
_CALC_ERRORS = {
    503: "#NUM!",
    508: "#NAME?",
    521: "#NULL!",
    523: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}

EPOCH = dt.datetime(1899, 12, 30)
_SECONDS_A_DAY = 86400

# com.sun.star.util.NumberFormat
# (a date, "General", text, a truth value)
DATE_FORMAT = 2
STANDARD_FORMAT = 16
TEXT_FORMAT = 256
LOGICAL_FORMAT = 1024

_QUOTED = re.compile(r'("[^"]*"|\[[^\]]*\]|\\.|AM/PM|General)')
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_PERHAPS_A_VALUE = re.compile(r"[-+(]?[\d.,]|TRUE$|FALSE$", re.IGNORECASE)


def error_number(calc_code: int) -> int:
    """Excel's number for an error value that Calc knows under `calc_code`."""
    return ERROR_NUMBERS[_CALC_ERRORS.get(calc_code, "#VALUE!")]


def to_date(serial: float) -> dt.datetime:
    """The date of a serial number, to the millisecond."""
    return EPOCH + dt.timedelta(seconds=round(serial * _SECONDS_A_DAY, 3))


def to_serial(date: dt.date) -> float:
    """The serial number of a date or of a date with time; a time zone is left out, as xlwings does."""
    if not isinstance(date, dt.datetime):
        return float((dt.datetime(date.year, date.month, date.day) - EPOCH).days)
    return (date.replace(tzinfo=None) - EPOCH).total_seconds() / _SECONDS_A_DAY


def looks_like_number(text: str) -> bool:
    """True if Excel takes the text for a plain number when it is put into a cell."""
    return _NUMBER.fullmatch(text) is not None


def perhaps_a_value(text: str) -> bool:
    """True if the text may be a number, date, percentage or truth value: the spreadsheet must be asked."""
    return _PERHAPS_A_VALUE.match(text) is not None


def is_formula(text: str) -> bool:
    """True if Excel takes the text for a formula when it is put into a cell."""
    if text.startswith("="):
        return len(text) > 1
    # Excel reads what begins with a sign and is no number as a formula, too.
    return text[:1] in {"+", "-"} and len(text) > 1 and not perhaps_a_value(text)


def to_colour(value: Any) -> int:
    """A colour as xlwings takes it (tuple, "#rrggbb", Excel's BGR number or None) as Calc's RGB number."""
    if value is None:
        return -1
    if isinstance(value, str):
        value = utils.hex_to_rgb(value)  # type: ignore[no-untyped-call]
    elif isinstance(value, int):
        value = utils.int_to_rgb(value)  # type: ignore[no-untyped-call]
    red, green, blue = map(int, value)
    return (red << 16) | (green << 8) | blue


def from_colour(value: int | None) -> tuple[int, int, int] | None:
    """Calc's RGB number as a tuple; None for no colour."""
    if value is None or value < 0:
        return None
    return (value >> 16) & 255, (value >> 8) & 255, value & 255


def excel_format(calc_format: str) -> str:
    """A number format in Excel's spelling: Calc writes the letters of dates and times in capitals."""
    parts = _QUOTED.split(calc_format)
    return "".join(part if i % 2 else _lower_dates(part) for i, part in enumerate(parts))


def _lower_dates(part: str) -> str:
    return re.sub(r"[YMDHS]", lambda letter: letter[0].lower(), part)


def number_text(value: float) -> str:
    """A number as it stands in a formula bar: whole numbers without a decimal point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def shown_text(value: Any) -> str:
    """A raw value as it stands in a formula bar."""
    if isinstance(value, bool):
        return str(value).upper()
    if type(value) is int:
        return ERROR_TEXTS[value]
    return number_text(value) if isinstance(value, float) else str(value)


def wildcard_pattern(text: str) -> str:
    """A regular expression for what Excel searches for."""
    parts = re.findall(r"~[*?~]|.", text, re.DOTALL)
    return "".join(
        {"*": ".*", "?": "."}.get(part) or re.escape(part.removeprefix("~") or part) for part in parts
    )


def clean(value: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, errors_as_text: bool) -> Any:
    """One raw value as xlwings hands it to the user, with the user's options applied."""
    if value is None or value == "":
        return empty_as
    if isinstance(value, dt.datetime):
        return datetime_builder(
            year=value.year,
            month=value.month,
            day=value.day,
            hour=value.hour,
            minute=value.minute,
            second=value.second,
            microsecond=value.microsecond,
            tzinfo=None,
        )
    if type(value) is int and value in ERROR_TEXTS:
        return ERROR_TEXTS[value] if errors_as_text else None
    if number_builder is not None and isinstance(value, float):
        return number_builder(value)
    return value


def prepare(value: Any) -> Any:
    """One value of the user's as it goes to the spreadsheet; what stands for "nothing" becomes ""."""
    if value is None:
        return ""
    if isinstance(value, str | bool | dt.date):
        return "" if _is_missing(value) else _plain_date(value)
    if _is_missing(value):
        return ""
    if isinstance(value, decimal.Decimal):
        return float(value)
    plain = getattr(value, "item", None)
    # Numbers and dates of numpy know their plain Python form.
    return _plain_date(plain()) if callable(plain) else value


def _is_missing(value: Any) -> bool:
    # NaN, NaT and pandas' NA are the values that are not equal to themselves.
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _plain_date(value: Any) -> Any:
    to_python = getattr(value, "to_pydatetime", None)
    return to_python() if callable(to_python) else value
