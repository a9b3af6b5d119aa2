"""Amounts, percentages, dates and years as units write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.returns.numbers import (
    close_up,
    plain,
    read_amount,
    read_amount_text,
    read_date,
    read_date_text,
    read_rate,
    read_year,
    states_nothing,
)
from perfxl.returns.reading import NOTHING, Reading, State
from perfxl.workbook.model import Cell, Kind


def text(written: str, code: str = "General") -> Cell:
    return Cell(1, 1, Kind.TEXT, written, code)


def stored(number: str, code: str = "General") -> Cell:
    return Cell(1, 1, Kind.NUMBER, number, code)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" 6.08 ", "6.08"),
        ("\u3000６．０８\xa0", "6.08"),
        ("（2022 年度）", "(2022 年度)"),
        ("6\u200b.08\ufeff", "6.08"),
        ("10²", "10²"),
        ("①，②", "①,②"),
        ("½", "½"),
        ("5㎡", "5㎡"),
        ("﹣５％" + "　" * 80, "-5%"),
    ],
)
def test_plain_folds_width_and_blanks_only(written: str, expected: str) -> None:
    assert plain(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022 年 1 月 5 日", "2022年1月5日"),
        ("≥36 平米", "≥36平米"),
        ("22 1", "22 1"),
        ("9 \t\n 95%", "9 95%"),
        ("88. 29", "88.29"),
        ("", ""),
    ],
)
def test_close_up_keeps_a_blank_between_digits(written: str, expected: str) -> None:
    assert close_up(written) == expected


@pytest.mark.parametrize(
    ("written", "number", "decimals", "unit"),
    [
        ("6.08　", "6.08", 2, ""),
        ("　6.08", "6.08", 2, ""),
        ("0　", "0", 0, ""),
        (" 0　", "0", 0, ""),
        ("６．０８", "6.08", 2, ""),
        ("23.90", "23.90", 2, ""),
        ("1,234.56", "1234.56", 2, ""),
        ("1，234.56", "1234.56", 2, ""),
        ("12,345,678", "12345678", 0, ""),
        ("(3.5)", "-3.5", 1, ""),
        ("（1,003.5）", "-1003.5", 1, ""),
        ("-3.5", "-3.5", 1, ""),
        ("－3.5", "-3.5", 1, ""),
        ("−3.5", "-3.5", 1, ""),
        ("-0.00", "0.00", 2, ""),
        ("+3", "3", 0, ""),
        (".5", "0.5", 1, ""),
        ("88. 29", "88.29", 2, ""),
        ("42.92万元", "42.92", 2, "万元"),
        ("180.61 万元", "180.61", 2, "万元"),
        ("8000元", "8000", 0, "元"),
        ("1.2亿元", "1.2", 1, "亿元"),
        ("10万", "10", 0, "万"),
        ("11人", "11", 0, "人"),
        ("10分", "10", 0, "分"),
        ("得7.5分", "7.5", 1, "分"),
        ("1 905.30", "1905.30", 2, ""),
        ("-1\xa0234\u2009567.8 万元", "-1234567.8", 1, "万元"),
        ("零", "0", 0, ""),
        ("零元。", "0", 0, "元"),
    ],
)
def test_an_amount_with_one_reading(written: str, number: str, decimals: int, unit: str) -> None:
    reading = read_amount(text(written))
    assert reading == Reading(written, State.NUMBER, Decimal(number), decimals, unit)
    assert str(reading.number) == str(Decimal(number))


DASHES = "— —— - － – / ／ ╱ ∕ \\ 无 无。 暂无 …… … ⋯⋯ 不适用 不涉及 N/A ___"
BLANK = ["", " ", "　", "\xa0", "\u200b", " " * 300, *DASHES.split()]


@pytest.mark.parametrize("written", BLANK)
def test_nothing_stated_is_blank_and_never_zero(written: str) -> None:
    assert read_amount(text(written)) == Reading(written, State.BLANK)
    assert read_rate(text(written)) == Reading(written, State.BLANK)


@pytest.mark.parametrize("written", ["没有", "无此项。", "未安排", "（空）", "○", "〇"])
def test_words_for_nothing_are_blank_where_a_figure_should_stand(written: str) -> None:
    assert read_amount(text(written)) == Reading(written, State.BLANK)
    assert read_rate(text(written)) == Reading(written, State.BLANK)
    assert not states_nothing(written)


def test_no_cell_is_blank() -> None:
    assert read_amount(None) is NOTHING
    assert read_rate(None) is NOTHING
    assert read_date(None) is None


UNREADABLE = """
O 1O l0 4.2.5 4..2 5. 十万 1,23 12,34,567 1,2345 0,123 1,234,5 --3 -(3) ① 10² ½ ٣ 5¥ 约10 10左右
10-20 10万元整 100% 1/2 =1+1 ** 6。08 1_000 1e5 NaN Infinity
"""


SPACED = ["2 5", "1 234", "1 23.4", "1 2345.6", "0 123.4", "1 234.5 6", "1234 567.8", "1 234,567.8"]


@pytest.mark.parametrize(
    "written", [*UNREADABLE.split(), *SPACED, "零5", "零点五", "得15", "扣15分", "0.", "1" * 41, "9" * 5000]
)
def test_what_has_no_single_reading_is_text(written: str) -> None:
    assert read_amount(text(written)) == Reading(written, State.TEXT)


@pytest.mark.parametrize(
    ("number", "code", "value", "decimals"),
    [
        ("42.92", "General", "42.92", 2),
        ("42.9", "0.00", "42.9", 1),
        ("-1234.5", "#,##0.00_);[Red](#,##0.00)", "-1234.5", 1),
        ("0.9999", "0%", "0.9999", 4),
        ("100", '#,##0"元"', "100", 0),
        ("1E-5", "General", "0.00001", 5),
        ("1.25E+20", "General", "125000000000000000000", 0),
    ],
)
def test_a_stored_amount_is_the_number_as_stored(number: str, code: str, value: str, decimals: int) -> None:
    reading = read_amount(stored(number, code))
    assert reading == Reading(number, State.NUMBER, Decimal(value), decimals)
    assert str(reading.number) == value or "E-" in number


@pytest.mark.parametrize(
    "cell",
    [stored("44712", "yyyy/m/d"), stored("29221", 'm"月"d"日"'), stored("54788.9", "yyyy-mm-dd hh:mm:ss"),
     stored("0.5", "h:mm"), stored("15", "[h]:mm"), stored("nan"), stored("1E+9999"), stored("1_0"),
     Cell(1, 1, Kind.BOOLEAN, "TRUE")],
)  # fmt: skip
def test_dates_booleans_and_non_numbers_are_no_amounts(cell: Cell) -> None:
    assert read_amount(cell) == Reading(cell.text, State.TEXT)
    assert read_rate(cell) == Reading(cell.text, State.TEXT)


@pytest.mark.parametrize("read", [read_amount, read_rate])
def test_errors_and_formulas_without_result_say_so(read) -> None:
    assert read(Cell(1, 1, Kind.ERROR, "#REF!")) == Reading("#REF!", State.ERROR)
    assert read(Cell(1, 1, Kind.UNCALCULATED, "", formula=True)) == Reading("", State.UNCALCULATED)


@pytest.mark.parametrize(
    ("written", "number", "unit"),
    [
        ("246.11", "246.11", ""),
        (" 180.61 万元", "180.61", "万元"),
        ("246.11                        ", "246.11", ""),
        ("____246.11____万元；", "246.11", "万元"),
        ("＿＿8＿＿万元。", "8", "万元"),
        ("1，234.5、", "1234.5", ""),
    ],
)
def test_an_amount_inside_a_label(written: str, number: str, unit: str) -> None:
    decimals = -Decimal(number).as_tuple().exponent
    assert read_amount_text(written) == Reading(written, State.NUMBER, Decimal(number), decimals, unit)


def test_an_empty_or_wordy_piece_of_a_label() -> None:
    assert read_amount_text("________") == Reading("________", State.BLANK)
    assert read_amount_text("2 5万元") == Reading("2 5万元", State.TEXT)
    assert read_amount_text("字" * 300) == Reading("字" * 300, State.TEXT)


@pytest.mark.parametrize(
    ("cell", "number", "decimals", "unit"),
    [
        (text("100%"), "100", 0, "%"),
        (text("100%　"), "100", 0, "%"),
        (text("１００％"), "100", 0, "%"),
        (text("99.90%"), "99.90", 2, "%"),
        (text("-26.61%"), "-26.61", 2, "%"),
        (text("1,022.5%"), "1022.5", 1, "%"),
        (text("100百分比"), "100", 0, "%"),
        (text("百分之95"), "95", 0, "%"),
        (text("98.5"), "98.5", 1, ""),
        (text("0.985", "0%"), "0.985", 3, ""),
        (stored("0.9999", "0%"), "99.99", 0, "%"),
        (stored("0.9999", "0.00%"), "99.99", 2, "%"),
        (stored("0.5", "0.00%"), "50", 0, "%"),
        (stored("1", "0%"), "100", 0, "%"),
        (stored("100", "0.00%"), "10000", 0, "%"),
        (stored("1E+20", "0%"), "10000000000000000000000", 0, "%"),
        (stored("98.55", '0.0"%"'), "98.55", 1, "%"),
        (stored("98.5", r"0.00\%"), "98.5", 1, "%"),
        (stored("98.5"), "98.5", 1, ""),
        (stored("1", "0.00"), "1", 0, ""),
    ],
)
def test_a_rate(cell: Cell, number: str, decimals: int, unit: str) -> None:
    reading = read_rate(cell)
    assert reading == Reading(cell.text, State.NUMBER, Decimal(number), decimals, unit)
    assert str(reading.number) == number


@pytest.mark.parametrize(
    "written", ["95%以上", "95%%", "%95", "11/11", "5‰", "（95%）", "九成", "5" + " 5" * 200]
)
def test_what_is_no_rate(written: str) -> None:
    assert read_rate(text(written)) == Reading(written, State.TEXT)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2022.05.31", date(2022, 5, 31)),
        ("2022-5-31", date(2022, 5, 31)),
        ("2022/05/31", date(2022, 5, 31)),
        ("2022年5月31日", date(2022, 5, 31)),
        ("2022年5月31", date(2022, 5, 31)),
        ("2022 年 1 月 5 日", date(2022, 1, 5)),
        ("20220531", date(2022, 5, 31)),
        ("２０２２．０５．３１　", date(2022, 5, 31)),
        ("2022-05-31 00:00:00", date(2022, 5, 31)),
        ("2024.2.29", date(2024, 2, 29)),
    ],
)
def test_a_written_day(written: str, day: date) -> None:
    assert read_date_text(written) == day
    assert read_date(text(written)) == day


NO_DAY = "2022.0531 2022.13.01 2023.2.29 2022年5月 2022 2022-5/31 22.5.31 2022.05.31. 18220531"


@pytest.mark.parametrize(
    "written", [*NO_DAY.split(), "2022 0531", "    年  月  日", "", "2022.5.31" + " " * 100]
)
def test_no_day(written: str) -> None:
    assert read_date_text(written) is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (stored("44712", "yyyy/m/d"), date(2022, 5, 31)),
        (stored("44712.75", "yyyy/m/d h:mm"), date(2022, 5, 31)),
        (stored("44712", '[$-804]yyyy"年"m"月"d"日";@'), date(2022, 5, 31)),
        (stored("61", "m/d/yy"), date(1900, 3, 1)),
        (stored("2958465", "yyyy-mm-dd"), date(9999, 12, 31)),
        (stored("20220531"), date(2022, 5, 31)),
        (stored("60", "yyyy/m/d"), None),
        (stored("20220531", "yyyy/m/d"), None),
        (stored("44712", 'yyyy"年"m"月"'), None),
        (stored("44712"), None),
        (stored("2022.0531"), None),
        (Cell(1, 1, Kind.ERROR, "#N/A", "yyyy/m/d"), None),
    ],
)
def test_the_day_of_a_cell(cell: Cell, day: date | None) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("（2021年度）", 2021),
        ("(2022 年度)", 2022),
        ("2020年决算数", 2020),
        ("２０２１年实际在职人数", 2021),
        ("填报单位： （盖章）                 （2021年度）", 2021),
        ("2021年1月至2021年12月", 2021),
        ("2021", 2021),
        ("2021-2022年度", None),
        ("2021年、2022年", None),
        ("（    年度）", None),
        ("12021年", None),
        ("1821年", None),
        ("2000人", None),
        ("21年度", None),
    ],
)
def test_the_year_of_a_heading(written: str, year: int | None) -> None:
    assert read_year(written) == year


WIDE = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)


@given(numbers, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", " ", "　", "\xa0"]))
def test_a_number_reads_back_however_it_is_written(
    number: Decimal, grouped: bool, wide: bool, bracketed: bool, blank: str
) -> None:
    written = f"{number:,.2f}" if grouped else f"{number:.2f}"
    if bracketed and number < 0:
        written = f"({written[1:]})"
    written = blank + (written.translate(WIDE) if wide else written) + blank
    assert read_amount(text(written)) == Reading(written, State.NUMBER, number, 2)


@given(st.dates(date(1900, 3, 1), date(2099, 12, 31)), st.sampled_from("-./年"), st.booleans())
def test_a_day_reads_back_however_it_is_written(day: date, separator: str, padded: bool) -> None:
    month, last = (f"{day.month:02}", f"{day.day:02}") if padded else (str(day.month), str(day.day))
    written = f"{day.year}{separator}{month}{separator}{last}"
    if separator == "年":
        written = f"{day.year}年{month}月{last}日"
    assert read_date_text(written) == day
    assert read_date(stored(str((day - date(1899, 12, 30)).days), "yyyy-mm-dd")) == day


@given(st.text(max_size=60))
def test_any_text_is_a_number_only_if_it_has_a_digit(written: str) -> None:
    reading = read_amount(text(written))
    assert reading.raw == written
    assert reading.state is State.BLANK or not states_nothing(close_up(written))
    if reading.state is State.NUMBER:
        assert any(char.isdecimal() for char in written)
    else:
        assert reading == Reading(written, reading.state)
