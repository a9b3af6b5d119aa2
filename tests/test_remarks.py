"""Remarks behind amounts, and figures with what a sentence or a system puts around them."""

from decimal import Decimal

import pytest

from perfxl.returns.numbers import read_amount, read_rate
from perfxl.returns.reading import State
from perfxl.returns.remarks import amount_before_remark
from perfxl.workbook.model import Cell, Kind


def text(written: str) -> Cell:
    return Cell(1, 1, Kind.TEXT, written, "General")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("6.6。", "6.6"),
        ("￥9.1", "9.1"),
        ("-¥9.1", "-9.1"),
        ("341.95（其中上年结转2.4）", "341.95"),
        ("650.6（人员558.6、公用92）", "650.6"),
        ("650.6（占35.2%）", "650.6"),
        ("650.6万元（占年度资金总额的100%）", "650.6"),
        ("人民币650.6万元", "650.6"),
        ("人民币¥650.6", "650.6"),
        ("650.6万元（人员558.6万元，公用92万元）", "650.6"),
        ("2300.6（含上级专项1000）", "2300.6"),
        ("9（因天气延误，少办1场）", "9"),
        ("42（行政12、事业30）", "42"),
        ("120（万元）", "120"),
        ("120 (万元)", "120"),
        ("-1,341.95（元）", "-1341.95"),
        ("9.5（分）", "9.5"),
        ("1,341.95（其中上年结转1,002.4）", "1341.95"),
    ],
)
def test_one_reading(written: str, number: str) -> None:
    assert (read_amount(text(written)).number, read_amount(text(written)).raw) == (Decimal(number), written)


@pytest.mark.parametrize(
    "written",
    [
        "650.6（人员558.6、公用90）",
        "650.6（占35.2%，另有2.4）",
        "650.6（占2.4）",
        "650.6人民币",
        "10（含12）",
        "10（12）",
        "9（应为8）",
        "9（因计算有误，应为8）",
        "10（不含税0.6）",
        "12（万元以上）",
        "12（%）",
        "1,23（其中3）",
        "12.5（预算数）",
        "6.6.。",
        "9.1￥",
        "1（其中2）（其中3）",
        "（其中3）",
    ],
)
def test_no_reading_is_guessed(written: str) -> None:
    assert read_amount(text(written)).state is State.TEXT


@pytest.mark.parametrize(
    ("written", "unit"), [("120（万元）", "万元"), ("120（元）", "元"), ("9.5（分）", "分")]
)
def test_brackets_round_a_unit_alone_are_that_unit(written: str, unit: str) -> None:
    assert read_amount(text(written)).unit == unit


@pytest.mark.parametrize("written", ["（万元）", "____（万元）", "——（万元）"])
def test_a_unit_in_brackets_alone_states_nothing(written: str) -> None:
    assert read_amount(text(written)).state is State.BLANK


def test_the_figure_of_a_remark_is_that_before_it() -> None:
    assert amount_before_remark("341.95(其中上年结转2.4)") == "341.95"
    assert amount_before_remark("341.95") == amount_before_remark("341.95(上年300)") == ""


@pytest.mark.parametrize("written", ["NaN%", "NaN", "nan%", "-Infinity%", "∞"])
def test_a_division_by_zero_states_no_rate(written: str) -> None:
    assert read_rate(text(written)).state is State.BLANK
    assert read_amount(text(written)).state is State.TEXT


def test_a_rate_with_a_full_stop() -> None:
    reading = read_rate(text("97.55%。"))
    assert (reading.number, reading.unit, reading.decimals) == (Decimal("97.55"), "%", 2)


@pytest.mark.parametrize(
    "written",
    [
        "97.54%（1352.4÷1386.52）",
        "97.54%(1,352.4/1,386.52)",
        "97.54%（1352.4万元÷1386.52万元×100%）",
        "97.54%（=1352.4/1386.52=97.54%）",
    ],
)
def test_a_rate_with_the_figures_it_is_made_of(written: str) -> None:
    reading = read_rate(text(written))
    assert (reading.state, reading.number, reading.unit, reading.decimals) == (
        State.NUMBER,
        Decimal("97.54"),
        "%",
        2,
    )


@pytest.mark.parametrize(
    "written",
    [
        "97.54%（应为98.54%）",
        "97.54%（1352.4）",
        "97.54%（1352.4÷1386.52=98.54%）",
        "97.54（1352.4÷1386.52）",
    ],
)
def test_a_rate_before_any_other_remark_is_not_read(written: str) -> None:
    assert read_rate(text(written)).state is State.TEXT
