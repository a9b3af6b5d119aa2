"""The worksheet functions give what perfxl.measures gives, or one of Excel's errors."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl import measures
from perfxl.addin import functions
from perfxl.addin.cells import as_cell
from perfxl.addin.functions import (
    FUNCTIONS,
    PFX_CHANGE_RATE,
    PFX_CONTROL_RATE,
    PFX_EXECUTION_RATE,
    PFX_GRADE,
    PFX_INDICATOR_SCORE,
    PFX_RATE_SCORE,
)
from perfxl.returns.targets import parse_indicator_value
from perfxl.workbook.model import Cell, Kind

ROOT = Path(__file__).resolve().parents[2]
AMOUNTS = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2)
POSITIVE = st.decimals(min_value=Decimal("0.01"), max_value=10_000_000, places=2)
PLACES = st.integers(min_value=0, max_value=6)
RATIOS = [
    (PFX_EXECUTION_RATE, measures.execution_rate),
    (PFX_CONTROL_RATE, measures.control_rate),
    (PFX_CHANGE_RATE, measures.change_rate),
]


@pytest.mark.parametrize(("function", "measure"), RATIOS)
@given(part=AMOUNTS, whole=AMOUNTS.filter(bool), places=PLACES)
def test_ratios_are_the_measures(
    function: Callable[..., Any], measure: Callable[..., Decimal], part: Decimal, whole: Decimal, places: int
) -> None:
    exact = measure(part, whole)
    # Excel hands floats over; they count by what they show.
    assert function(float(part), float(whole)) == float(exact)
    assert function(str(part), str(whole), places) == float(measures.round_half_up(exact, places))


@given(rate=st.decimals(min_value=Decimal("1.01"), max_value=300, places=2), weight=POSITIVE, places=PLACES)
def test_score_of_a_rate_is_the_measure(rate: Decimal, weight: Decimal, places: int) -> None:
    exact = measures.rate_score(rate, weight)
    assert PFX_RATE_SCORE(float(rate), float(weight)) == float(exact)
    assert PFX_RATE_SCORE(f"{rate}%", float(weight), places) == float(measures.round_half_up(exact, places))
    share = Cell(1, 1, Kind.NUMBER, f"{rate / 100:f}", "0.00%")
    assert PFX_RATE_SCORE(share, float(weight)) == float(exact)


TARGETS = [
    "≥95%",
    "100%",
    "≤5%",
    "4次",
    "≥10场",
    "≤1.1万元",
    "12月底前",
    "长期",
    "稳步推进",
    "2次/年",
    "0",
    "约30人",
]
ACTUALS = [
    "96%",
    "90%",
    "3%",
    "5次",
    "3次",
    "8场",
    "1.2万元",
    "0.9万元",
    "12月底前",
    "已完成",
    "0",
    "25人",
    4.0,
    0.0,
]


@given(
    target=st.sampled_from(TARGETS),
    actual=st.sampled_from(ACTUALS),
    weight=POSITIVE,
    reverse=st.sampled_from([None, True, False]),
)
def test_score_of_an_indicator_is_the_measure(
    target: str, actual: Any, weight: Decimal, reverse: bool | None
) -> None:
    values = parse_indicator_value(as_cell(target)), parse_indicator_value(as_cell(actual))
    due = measures.score(*values, weight, bool(reverse))
    given_back = PFX_INDICATOR_SCORE(target, actual, float(weight), reverse)
    assert given_back == ("#N/A" if due is None else float(due))


@given(score=st.decimals(min_value=0, max_value=100, places=2))
def test_grade_is_the_measure(score: Decimal) -> None:
    assert PFX_GRADE(float(score)) == measures.grade(score)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (PFX_EXECUTION_RATE(None, 100.0), "#N/A"),
        (PFX_EXECUTION_RATE(95.0, None), "#N/A"),
        (PFX_EXECUTION_RATE("", 100.0), "#N/A"),
        (PFX_EXECUTION_RATE("—", 100.0), "#N/A"),
        (PFX_EXECUTION_RATE(95.0, 0.0), "#DIV/0!"),
        (PFX_EXECUTION_RATE("约95", 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE("2 2", 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE(True, 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE(datetime(2021, 3, 1), 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE([1.0, 2.0], 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE(float("nan"), 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE("1000元", "1万元"), "#VALUE!"),
        (PFX_EXECUTION_RATE("#REF!", 100.0), "#VALUE!"),
        (PFX_EXECUTION_RATE("#N/A", 100.0), "#N/A"),
        (PFX_EXECUTION_RATE(95.0, "#DIV/0!"), "#DIV/0!"),
        (PFX_EXECUTION_RATE(95.0, 100.0, 1.5), "#VALUE!"),
        (PFX_EXECUTION_RATE(95.0, 100.0, 99.0), "#VALUE!"),
        (PFX_CONTROL_RATE(5.0, 0.0), "#DIV/0!"),
        (PFX_CHANGE_RATE(5.0, 0.0), "#DIV/0!"),
        (PFX_RATE_SCORE(0.95, 10.0), "#N/A"),
        (PFX_RATE_SCORE(1.0, 10.0), "#N/A"),
        (PFX_RATE_SCORE(95.0, -10.0), "#VALUE!"),
        (PFX_RATE_SCORE(95.0, None), "#N/A"),
        (PFX_INDICATOR_SCORE(None, "95%", 10.0), "#N/A"),
        (PFX_INDICATOR_SCORE("≥95%", None, 10.0), "#N/A"),
        (PFX_INDICATOR_SCORE("≥95%", "稳步推进", 10.0), "#N/A"),
        (PFX_INDICATOR_SCORE("≥95%", "96%", None), "#N/A"),
        (PFX_INDICATOR_SCORE("≥95%", "96%", -1.0), "#VALUE!"),
        (PFX_INDICATOR_SCORE("≥95%", "#NAME?", 10.0), "#VALUE!"),
        (PFX_INDICATOR_SCORE("5", "4", 10.0, "是"), "#VALUE!"),
        (PFX_GRADE(None), "#N/A"),
        (PFX_GRADE(100.5), "#VALUE!"),
        (PFX_GRADE(-1.0), "#VALUE!"),
        (PFX_GRADE("优"), "#VALUE!"),
    ],
)
def test_bad_input_is_an_error_not_a_number(value: Any, error: str) -> None:
    assert value == error


def test_a_half_is_rounded_up() -> None:
    # In binary 2.675 lies below the half, and Python's own rounding would give 2.67.
    assert PFX_RATE_SCORE(26.75, 10.0, 2) == 2.68
    assert PFX_CHANGE_RATE(97.325, 100.0, 2) == -2.68


def test_a_smaller_value_is_better_where_the_user_says_so() -> None:
    assert PFX_INDICATOR_SCORE("10", "8", 5.0, True) == 5.0
    assert PFX_INDICATOR_SCORE("10", "8", 5.0, False) == 4.0
    assert PFX_INDICATOR_SCORE("10", "8", 5.0) == 4.0


def test_a_share_under_a_percent_format_answers_a_percentage() -> None:
    assert PFX_INDICATOR_SCORE("≥95%", as_cell(0.95, "0.00%"), 10.0) == 10.0
    # Without the format nothing says what 0.95 is.
    assert PFX_INDICATOR_SCORE("≥95%", 0.95, 10.0) == "#N/A"


def test_a_date_is_its_serial_day() -> None:
    assert as_cell(datetime(2021, 12, 31, 12)) == Cell(1, 1, Kind.NUMBER, "44561.5", "yyyy-mm-dd")
    assert as_cell(date(2021, 12, 31)) == Cell(1, 1, Kind.NUMBER, "44561", "yyyy-mm-dd")
    assert PFX_INDICATOR_SCORE("2021年12月31日前", datetime(2021, 11, 30), 5.0) == 5.0


def test_every_function_is_described_for_the_wizard() -> None:
    assert len(FUNCTIONS) == 6
    for name, known in FUNCTIONS.items():
        function = getattr(functions, name)
        assert list(inspect.signature(function).parameters) == list(known.arguments)
        # Excel shows 255 characters.
        for text in (known.description, *known.arguments.values()):
            assert 1 < len(text) <= 255
            assert "\n" not in text
        assert name.isascii()
        assert name.startswith("PFX_")


def test_only_the_errors_that_the_calling_vba_knows_are_returned() -> None:
    vba = (ROOT / "macros" / "PerfxlWorksheet.bas").read_text("ascii")
    for error in (functions.NOT_AVAILABLE, functions.NOT_A_VALUE, functions.DIVIDED_BY_ZERO):
        assert f'Case "{error}"' in vba
