"""Amounts, percentages, dates and years, as units write them in cells.

A value is read only where the writing has one meaning. Full-width digits, thousands commas in the right
places and blanks around a number are readable, and so are blanks for thousands in an amount with decimals; any
other blank between two digits, a misplaced comma, a letter among the digits or a number spelled in Chinese is not,
and is handed back as TEXT for a rule to report.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from unicodedata import normalize

from perfxl.patterns import pattern
from perfxl.returns.reading import NOTHING, Reading, State
from perfxl.returns.remarks import amount_before_remark, rate_before_remark
from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.number_formats import may_be_a_day, number_format

NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
"""A number without its sign, after :func:`close_up`."""

_LONGEST_NUMBER, _LONGEST_TEXT, _WORTH_KEEPING = 40, 200, 64
_INVISIBLE = pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_UNFOLDED = pattern("([²³¹¼-¾⁰⁴-⁹₀-₉⅐-⅟↉①-⒛⓪㉑-㉟㊱-㋋㍘-㍰㍸㍹㎟-㎦㎨㎯㏠-㏾\U0001f100-\U0001f10a])")
"""Signs other than digits that NFKC would turn into digits: raised, circled, fractions, ``㎡``, ``㋁``."""

_BLANK_IN_NUMBER = pattern("(?<![0-9]) | (?![0-9])")
_NOTHING_STATED = pattern(
    r"(?:[-‐‑–—―─−_]+|\.{3,}|⋯+|。{2,}|[/╱∕]+|\\+|暂?无。?|不适用。?|不涉及。?|[Nn]/?[Aa])?"
)
_AMOUNT_UNITS = "(?:百|千|万|百万|千万|亿)?元|万|亿|分|人|名|位|个|项|次|件|户|家|张|台|辆|套"
_UNFILLED = pattern(rf"[-_—…/]*(?:\([-_—]*\)|\[\])?[-_—]*(?:{_AMOUNT_UNITS}|%)?")
"""The place for a figure with the unit that the form prints there: ``____万元``, ``（ ）``."""
_NO_AMOUNT = pattern(r"\(?(?:没有|无此项|无该项|未安排|未发生|空|[○◯〇])\)?。?|[一㇐ー━⸺丨│┃]+")
"""Nothing is stated where a figure should stand; as a text it may say something.

``一`` is what an input method for Chinese makes of a dash: a one is typed as a digit, or as ``一分``.
"""
_ZERO = pattern(rf"零(?=(?:{_AMOUNT_UNITS})?$)")
_BLANK_THOUSANDS = pattern(r"[-+−]?¥?[1-9][0-9]{0,2}(?: [0-9]{3})+\.[0-9]+(?![0-9 ])")
"""``1 905.30``: what a blank for the thousands and one typed by mistake say is the same."""
_AMOUNT = pattern(
    rf"(?:人民币|得(?={NUMBER}分$))?(?P<sign>[-+−]?)¥?(?P<number>{NUMBER})(?P<unit>{_AMOUNT_UNITS})?"
)
UNIT_IN_BRACKETS = pattern(rf"\((?P<unit>{_AMOUNT_UNITS})\)$")
"""A unit alone in brackets at the end of a closed-up text: that of the figure before it, no remark."""
_BRACKETED = pattern(rf"\((?P<number>{NUMBER})\)")
_RATE = pattern(rf"(?P<sign>[-+−]?)(?P<number>{NUMBER})(?P<unit>%|百分比)?|百分之(?P<spelled>{NUMBER})")
_NO_RATIO = pattern("[-+]?(?:nan|inf|infinity|∞)%?", re.IGNORECASE)
"""What systems print for a division by zero: nothing is stated."""
_CLOSING = "。;、"
"""What may close a sentence behind a figure."""
_STORED = pattern(r"-?[0-9]+(?:\.[0-9]+)?([Ee][-+]?[0-9]{1,3})?")
_DATE = pattern(
    r"(?P<y>(?:19|20)[0-9]{2})"
    r"(?:(?P<sep>[-./])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    r"|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})[日号]?"
    r"|(?P<m3>[0-9]{2})(?P<d3>[0-9]{2}))"
)
_YEAR_RANGE = pattern(r"(?<![0-9])((?:19|20)[0-9]{2})年?[-–—~至到](?=(?:19|20)[0-9]{2}年)")
_YEAR = pattern(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
_YEAR_OF_COLUMN = pattern(r"((?:19|20)[0-9]{2})(?:[决预]算|实际)[^0-9]*")
_DAY_OF_FORM = pattern(r"(?:日期|时间):?(?:19|20)[0-9]{2}年?(?!度)|(?<![0-9])(?:19|20)[0-9]{2}年[0-9]{1,2}月")
"""When a form was filled in, which is no year of the form."""
_WHOLE_YEAR = pattern(r"(?<![0-9])((?:19|20)[0-9]{2})年0?1月(?:0?1日)?[-–—~至到](?:\1年)?12月")
_YEARS_OF_FORM = (
    pattern(r"\(((?:19|20)[0-9]{2})年度?\)"),
    pattern(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年度)"),
    _YEAR,
)
"""How a form states its year, the surest way first."""
_YEAR_IN_NAME = pattern(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9]|[-./](?!(?:19|20)[0-9]{2})[0-9]|年[0-9]{1,2}月)"
)
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FOUR_CHINESE = "[一二][0〇○零一二三四五六七八九]{3}"
_CHINESE_YEAR = pattern(
    f"{_FOUR_CHINESE}(?=年(?![一二三四五六七八九十]{{1,2}}月)|年?[-–—~至到]{_FOUR_CHINESE}年)"
)
"""A year spelled digit by digit, but for that of a day: ``二〇二一年度``."""
_DAY_ZERO = date(1899, 12, 30)
_FIRST_TRUE_SERIAL, _LAST_SERIAL = 61, 2958465
"""Excel counts a 29 February 1900 that never was, so its earlier serial days do not name one date."""


def plain(text: str) -> str:
    """``text`` in half width (NFKC), without invisible characters and without blanks at its ends.

    Signs that are not digits never become digits (``10²`` is not 102, and ``①`` is not 1).
    """
    if text.isascii():
        return text.strip()
    return _folded(text) if len(text) <= _WORTH_KEEPING else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    parts = _UNFOLDED.split(_INVISIBLE.sub("", text))
    parts[::2] = [normalize("NFKC", part) for part in parts[::2]]
    return "".join(parts).strip()


def close_up(text: str) -> str:
    """:func:`plain` ``text`` without blanks, except one where a blank separates two digits (``22 1``)."""
    words = plain(text).split()
    return words[0] if len(words) == 1 else _BLANK_IN_NUMBER.sub("", " ".join(words))


def states_nothing(text: str) -> bool:
    """Whether closed-up ``text`` is empty or says "not applicable" (``—``, ``/``, ``无``, ``……``)."""
    return _NOTHING_STATED.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def says_nothing(text: str) -> bool:
    """Whether what is written in a cell for words is empty in all but form: ``无。``, ``暂无``, ``/``, ``N/A``, ``.``."""
    return states_nothing(close_up(text).rstrip("。."))


def read_amount(cell: Cell | None) -> Reading:
    """A cell that should hold money, a score or a count.

    The number is as stored or written: a written unit (``42.92万元``, ``42.92（万元）``) is kept in ``unit`` and not
    applied, and a percent format is ignored. A number in brackets is negative. TEXT is whatever is not one number with
    at most a unit of money or count; a boolean is TEXT as well, and a number shown as a date if it may be one.
    """
    if cell is None:
        return NOTHING
    kind, text = cell.kind, cell.text
    if kind is Kind.NUMBER:
        return _under_date_format(text, cell.number_format) if shown_as_date(cell) else _stored(text)
    if kind is Kind.TEXT and len(text) <= _LONGEST_TEXT:
        return _amount_in(text)
    return _unreadable(kind, text)


def read_amount_text(text: str) -> Reading:
    """The amount in a piece of a label, such as what follows the colon in ``资金总额：__246.11__万元；``.

    As :func:`read_amount`, but the underscores of a fill-in line and closing punctuation are passed over.
    """
    if len(text) > _LONGEST_TEXT:
        return _unreadable(Kind.TEXT, text)
    return _amount_in(plain(text).replace("_", " ").rstrip(" 。;,、"))._replace(raw=text)


def read_rate(cell: Cell | None) -> Reading:
    """A cell that should hold a percentage.

    With a percent sign, written or by the number format, ``unit`` is ``%`` and ``number`` is in percentage
    points, never rounded to what is shown; ``decimals`` are those the format shows, at most those stored.
    A bare number is handed back as written with unit ``""``: whether 1 means 1% or 100% is for the caller to
    judge.
    """
    if cell is None:
        return NOTHING
    kind, text = cell.kind, cell.text
    if kind is Kind.NUMBER:
        return _stored_rate(text, cell.number_format)
    if kind is Kind.TEXT and len(text) <= _LONGEST_TEXT:
        return _rate_in(text)
    return _unreadable(kind, text)


def shown_as_date(cell: Cell) -> bool:
    """Whether a cell holds a number under the format of a date or a time."""
    code = cell.number_format
    return code != "General" and cell.kind is Kind.NUMBER and number_format(code).clock


def day_shown(cell: Cell) -> date | None:
    """The day that Excel shows for a number under a date format; None for none, and for the day that never was."""
    number, shown = _stored(cell.text).number, number_format(cell.number_format)
    if number is None or (shown.time and not shown.day) or not 1 <= number < _LAST_SERIAL + 1:
        return None
    if int(number) == _FIRST_TRUE_SERIAL - 1:
        return None
    return _DAY_ZERO + timedelta(days=int(number) + (number < _FIRST_TRUE_SERIAL))


def read_date(cell: Cell | None) -> date | None:
    """The day that a cell states in full, or None.

    A number under a date format is a serial day, as readers give it; any other number (``20220531``) and a text are
    read by :func:`read_date_text`.
    """
    if cell is None or cell.kind not in (Kind.NUMBER, Kind.TEXT):
        return None
    if cell.kind is Kind.NUMBER and number_format(cell.number_format).clock:
        return _serial_day(cell)
    return read_date_text(cell.text)


def read_date_text(text: str) -> date | None:
    """The day written in ``text``, such as ``2022.05.31``, ``2022年5月31日`` or ``20220531``, or None."""
    found = _DATE.fullmatch(close_up(text)) if len(text) <= 2 * _LONGEST_NUMBER else None
    if found is None:
        return None
    month = found["m"] or found["m2"] or found["m3"]
    day = found["d"] or found["d2"] or found["d3"]
    try:
        return date(int(found["y"]), int(month), int(day))
    except ValueError:
        return None


def _with_year_in_digits(closed: str) -> str:
    return _CHINESE_YEAR.sub(lambda match: match[0].translate(_CHINESE_DIGITS), closed)


def read_year(text: str) -> int | None:
    """The year before 年 in ``text`` (``（2021年度）``, ``二〇二一年``), one alone or before 决算, 预算, 实际.

    None for none or several.
    """
    closed = _with_year_in_digits(close_up(text))
    if len(closed) == 4 and closed.isascii() and closed.isdigit() and closed[:2] in ("19", "20"):
        return int(closed)
    years = {*_YEAR.findall(closed), *_YEAR_RANGE.findall(closed)}
    if not years and (heading := _YEAR_OF_COLUMN.fullmatch(closed)):
        return int(heading[1])
    return int(years.pop()) if len(years) == 1 else None


def read_form_year(text: str) -> tuple[int, int] | None:
    """The year that a form's title or head states in ``text``, and how sure that is (0 surest, as ``（2021年度）``).

    A date is no year of the form (``2022年4月18日``, ``填报日期：2022年``), the period of a whole year is. None for
    no year, and where the surest way of stating one names several.
    """
    closed = _DAY_OF_FORM.sub("", _WHOLE_YEAR.sub(r"\1年", _with_year_in_digits(close_up(text))))
    for rank, way in enumerate(_YEARS_OF_FORM):
        years = way.findall(closed)
        if years:
            stated = {*years, *_YEAR_RANGE.findall(closed)}
            return (int(years[0]), rank) if len(stated) == 1 else None
    return None


def read_year_in_name(name: str) -> int | None:
    """The year in a sheet's name (``2021``, ``附件3（2021年）``), or None for none or several."""
    years = set(_YEAR_IN_NAME.findall(close_up(name)))
    return int(years.pop()) if len(years) == 1 else None


def written_number(digits: str, sign: str = "") -> Decimal:
    """The value of a match of :data:`NUMBER` with its ``sign``; a negative zero is zero."""
    number = Decimal(digits.replace(",", ""))
    return -number if sign in ("-", "−") and number else number


def written_decimals(digits: str) -> int:
    """How many decimals a match of :data:`NUMBER` writes."""
    return len(digits.partition(".")[2])


def _unreadable(kind: Kind, text: str) -> Reading:
    if kind is Kind.ERROR:
        return Reading(text, State.ERROR)
    if kind is Kind.UNCALCULATED:
        return Reading(text, State.UNCALCULATED)
    return Reading(text, State.TEXT if text.strip() else State.BLANK)


@lru_cache(maxsize=4096)
def _stored(text: str) -> Reading:
    found = _STORED.fullmatch(text)
    if found is None:
        return Reading(text, State.TEXT)
    number = Decimal(text)
    if found.lastindex:
        spelled_out = f"{number:f}"
        return Reading(text, State.NUMBER, Decimal(spelled_out), written_decimals(spelled_out))
    return Reading(text, State.NUMBER, number, len(text.partition(".")[2]))


def _under_date_format(text: str, code: str) -> Reading:
    """The stored number, unless it may be the day, or the time without a day, that was typed: that is no amount."""
    reading, shown = _stored(text), number_format(code)
    time = shown.time and not shown.day
    if reading.number is None or time or may_be_a_day(reading.number):
        return Reading(text, State.TEXT)
    return reading


@lru_cache(maxsize=4096)
def _stored_rate(text: str, code: str) -> Reading:
    reading, shown = _stored(text), number_format(code)
    if reading.number is None or shown.clock:
        return _under_date_format(text, code)
    if shown.scaled_percent:
        points = reading.number.scaleb(2)
        if points.as_tuple().exponent > 0:  # type: ignore[operator]  # finite: _stored reads nothing else
            points = Decimal(f"{points:f}")
        decimals = min(shown.decimals, max(reading.decimals - 2, 0))
        return Reading(text, State.NUMBER, points, decimals, "%")
    if shown.literal_percent:
        return reading._replace(decimals=min(shown.decimals, reading.decimals), unit="%")
    return reading


def _states_no_figure(closed: str) -> bool:
    return any(way.fullmatch(closed) for way in (_NOTHING_STATED, _UNFILLED, _NO_AMOUNT))


@lru_cache(maxsize=4096)
def _amount_in(text: str) -> Reading:
    closed = close_up(text)
    if closed.endswith(")"):
        closed = UNIT_IN_BRACKETS.sub(r"\g<unit>", closed)
    if _states_no_figure(closed):
        return Reading(text, State.BLANK)
    closed = _ZERO.sub("0", closed.rstrip(_CLOSING)) if closed[0] == "零" else closed.rstrip(_CLOSING)
    if _BLANK_THOUSANDS.match(closed):
        closed = closed.replace(" ", "")
    closed = amount_before_remark(closed) or closed
    if len(closed) > _LONGEST_NUMBER:
        return Reading(text, State.TEXT)
    if found := _AMOUNT.fullmatch(closed):
        digits, unit = found["number"], found["unit"] or ""
        number = written_number(digits, found["sign"])
        return Reading(text, State.NUMBER, number, written_decimals(digits), unit)
    if found := _BRACKETED.fullmatch(closed):
        digits = found["number"]
        return Reading(text, State.NUMBER, written_number(digits, "-"), written_decimals(digits))
    return Reading(text, State.TEXT)


@lru_cache(maxsize=4096)
def _rate_in(text: str) -> Reading:
    closed = close_up(text)
    if _states_no_figure(closed) or _NO_RATIO.fullmatch(closed):
        return Reading(text, State.BLANK)
    closed = closed.rstrip(_CLOSING)
    closed = rate_before_remark(closed) or closed
    found = _RATE.fullmatch(closed) if len(closed) <= _LONGEST_NUMBER else None
    if found is None:
        return Reading(text, State.TEXT)
    digits = found["number"] or found["spelled"]
    unit = "%" if found["unit"] or found["spelled"] else ""
    number = written_number(digits, found["sign"] or "")
    return Reading(text, State.NUMBER, number, written_decimals(digits), unit)


def _serial_day(cell: Cell) -> date | None:
    number = _stored(cell.text).number
    if number is None or not number_format(cell.number_format).day:
        return None
    if not _FIRST_TRUE_SERIAL <= number < _LAST_SERIAL + 1:
        return None
    return _DAY_ZERO + timedelta(days=int(number))
