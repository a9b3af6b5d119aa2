"""What number formats say of the numbers under them."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import astuple

from perfxl.returns.numbers import day_shown, read_amount, read_rate
from perfxl.workbook.dates import DATE, MOMENT, TIME, with_days_of_1900, with_early_days_unread
from perfxl.workbook.model import Cell, Kind
from perfxl.workbook.number_formats import number_format, words_around


def stored(number: str, code: str) -> Cell:
    return Cell(1, 1, Kind.NUMBER, number, code)


@pytest.mark.parametrize(
    ("code", "scaled", "literal", "decimals", "day", "clock", "time"),
    [
        ("General", False, False, 0, False, False, False),
        ("0.00%;[Red]-0.0%", True, False, 2, False, False, False),
        ('0.0"%"', False, True, 1, False, False, False),
        ('0;-0"%"', False, False, 0, False, False, False),
        ('"day"0.00_d', False, False, 2, False, False, False),
        ("yyyy/m/d", False, False, 0, True, True, False),
        ("yyyy/m/d h:mm", False, False, 0, True, True, True),
        ('yyyy"年"m"月"', False, False, 0, False, True, False),
        ("[h]:mm", False, False, 0, False, True, True),
        ("[mm]", False, False, 0, False, True, True),
        ("[Magenta]0", False, False, 0, False, False, False),
        ('"unclosed', False, False, 0, False, False, False),
    ],
)
def test_what_a_number_format_shows(
    code: str, scaled: bool, literal: bool, decimals: int, day: bool, clock: bool, time: bool
) -> None:
    assert astuple(number_format(code)) == (scaled, literal, decimals, day, clock, time)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ('"≤"General"小时"', "≤", "小时"),
        ('[Red]"≥"#,##0.00_ "件/万人"', "≥", "件/万人"),
        ("≥0.00%", "≥", ""),
        ('"≥"0"%"', "≥", "%"),
        ("G/通用格式\\天", "", "天"),
        ('"¥"#,##0.00', "", ""),
        ('0.00"%"', "", ""),
        ('#,##0,"千元"', "", ""),
        ('0\\.0000"万元"', "", ""),
        ('[>=1]"≥"0"个"', "", ""),
        ('0"个";-0"个"', "", ""),
        ('yyyy"年"', "", ""),
        ('@"个"', "", ""),
    ],
)
def test_the_words_that_a_number_format_shows(code: str, before: str, after: str) -> None:
    assert words_around(code) == (before, after)


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [
        ("15", "m/d/yyyy", "15"),
        ("1632.53", "yyyy-mm-dd hh:mm:ss", "1632.53"),
        ("29220", 'yyyy"年"m"月"', "29220"),
        ("54789", "d-mmm", "54789"),
        ("-3.5", "yyyy/m/d", "-3.5"),
    ],
)
def test_a_number_that_can_be_no_day_is_read_under_a_date_format(number: str, code: str, value: str) -> None:
    assert read_amount(stored(number, code)).number == Decimal(value)
    assert read_rate(stored(number, code)).number == Decimal(value)


@pytest.mark.parametrize(
    ("number", "code", "day"),
    [
        ("1", "m/d/yyyy", date(1900, 1, 1)),
        ("59.5", "m/d/yyyy", date(1900, 2, 28)),
        ("60", "m/d/yyyy", None),
        ("61", "m/d/yyyy", date(1900, 3, 1)),
        ("44635", "yyyy-mm-dd hh:mm", date(2022, 3, 15)),
        ("0", "m/d/yyyy", None),
        ("-1", "m/d/yyyy", None),
        ("15", "h:mm", None),
    ],
)
def test_the_day_that_is_shown_for_a_number(number: str, code: str, day: date | None) -> None:
    assert day_shown(stored(number, code)) == day


@pytest.mark.parametrize(
    ("number", "read"), [("15", "15"), ("43173", "44635"), ("1632.5", "1632.5"), ("0", "0")]
)
def test_only_what_may_be_a_day_is_counted_from_1900(number: str, read: str) -> None:
    cells = with_days_of_1900({(1, 1): stored(number, "yyyy/m/d")})
    assert cells[1, 1].text == read


@pytest.mark.parametrize(
    ("number", "code", "kind", "read"),
    [
        ("14", DATE, Kind.TEXT, "1900-01-14"),
        ("14.25", MOMENT, Kind.TEXT, "1900-01-14"),
        ("61", DATE, Kind.NUMBER, "61"),
        ("0.5", TIME, Kind.NUMBER, "0.5"),
        ("14", "General", Kind.NUMBER, "14"),
    ],
)
def test_days_that_programs_count_differently_are_no_numbers(
    number: str, code: str, kind: Kind, read: str
) -> None:
    cell = with_early_days_unread({(1, 1): stored(number, code)})[1, 1]
    assert (cell.kind, cell.text) == (kind, read)
