"""Worksheet functions: the measures of :mod:`perfxl.measures` as Excel functions, with an error for bad input.

Excel on Windows only: xlwings has no worksheet functions elsewhere, where the decorators leave plain functions.
Rates are in percentage points (95 for 95%). Every function gives a number (a text for a grade) or one of Excel's
error values **as its text** (``#N/A``): COM servers in Python have no way to return an error value, so the VBA that
calls them turns that text into the error value. The docstrings are shown by Excel's function wizard and are
therefore Chinese.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import xlwings as xw
from msgspec import Struct

from perfxl import measures
from perfxl.addin.cells import AsCell, as_cell
from perfxl.measures import MeasureError
from perfxl.returns.numbers import read_amount, read_rate
from perfxl.returns.reading import Reading, State
from perfxl.returns.targets import IndicatorValue, ValueKind, parse_indicator_value
from perfxl.workbook.model import Kind

CATEGORY = "perfxl 绩效自评"
NOT_AVAILABLE, NOT_A_VALUE, DIVIDED_BY_ZERO = "#N/A", "#VALUE!", "#DIV/0!"
_PLACES = "可以不写：保留几位小数（四舍五入）；不写则不舍入"


class _Undefined(Exception):
    """There is no result; ``str()`` is Excel's error value."""


class WorksheetFunction(Struct, frozen=True):
    """One function as users know it: its name, what it gives, and its arguments with their meanings, in order."""

    name: str
    description: str
    arguments: dict[str, str]
    optional: tuple[str, ...]


FUNCTIONS: dict[str, WorksheetFunction] = {}
"""All worksheet functions by name, in the order of the documentation."""


def _worksheet_function(**arguments: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make an Excel function of one that takes cells; ``arguments`` says what each one is."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(function).parameters.values()
        optional = tuple(found.name for found in parameters if found.default is not inspect.Parameter.empty)
        name, description = function.__name__, inspect.getdoc(function) or ""
        FUNCTIONS[name] = WorksheetFunction(name, description, arguments, optional)

        @functools.wraps(function)
        def answer(*given: Any) -> Any:
            try:
                return function(*given)
            except _Undefined as error:
                return str(error)
            except MeasureError:
                return NOT_A_VALUE

        # xlwings would take type hints for instructions how to convert.
        answer.__annotations__ = {}
        made: Callable[..., Any] = answer
        for argument, meaning in arguments.items():
            made = xw.arg(argument, AsCell, doc=meaning)(made)
        # Last, for describing an argument would put the category back to xlwings' own.
        return xw.func(category=CATEGORY)(made)

    return decorate


@_worksheet_function(executed="执行数（决算数）", budget="全年预算数（调整后）", places=_PLACES)
def PFX_EXECUTION_RATE(executed: Any, budget: Any, places: Any = None) -> float:
    """执行率＝执行数÷全年预算数×100，结果 95 表示 95%。空白得 #N/A，预算数为 0 得 #DIV/0!。"""
    return _ratio(measures.execution_rate, executed, budget, places)


@_worksheet_function(staff="在职人员数", quota="编制数", places=_PLACES)
def PFX_CONTROL_RATE(staff: Any, quota: Any, places: Any = None) -> float:
    """在职人员控制率＝在职人员数÷编制数×100，结果 95 表示 95%。空白得 #N/A，编制数为 0 得 #DIV/0!。"""
    return _ratio(measures.control_rate, staff, quota, places)


@_worksheet_function(current="本期数（本年）", base="基期数（上年）", places=_PLACES)
def PFX_CHANGE_RATE(current: Any, base: Any, places: Any = None) -> float:
    """变动率＝（本期数－基期数）÷基期数×100，结果 5 表示增加 5%。空白得 #N/A，基期数为 0 得 #DIV/0!。"""
    return _ratio(measures.change_rate, current, base, places)


@_worksheet_function(
    target="指标值，如 ≥95%、4次、12月底前",
    actual="完成值",
    weight="分值",
    reverse="可以不写：指标值没有写 ≥、≤ 时，越小越好的指标填 TRUE",
    places=_PLACES,
)
def PFX_INDICATOR_SCORE(
    target: Any, actual: Any, weight: Any, reverse: Any = None, places: Any = None
) -> float:
    """量化指标得分：完成得满分，未完成按比例计分，最高为分值。空白、写法读不准、不能按公式计分的得 #N/A。"""
    due = measures.score(_value(target), _value(actual), _amount(weight), _truth(reverse))
    if due is None:
        raise _Undefined(NOT_AVAILABLE)
    return _shown(due, places)


@_worksheet_function(rate="执行率：95 表示 95%，或引用百分比格式的单元格", weight="分值", places=_PLACES)
def PFX_RATE_SCORE(rate: Any, weight: Any, places: Any = None) -> float:
    """执行率得分＝分值×执行率，最高为分值，最低为 0。没有百分号又不超过 1 的执行率说不清是多少，得 #N/A。"""
    return _shown(measures.rate_score(_rate(rate), _amount(weight)), places)


@_worksheet_function(score="总分（0 至 100）")
def PFX_GRADE(score: Any) -> str:
    """等级：90 分及以上为优，80 分及以上为良，60 分及以上为中，不足 60 分为差。空白得 #N/A，超出 0 至 100 得 #VALUE!。"""
    return measures.grade(_amount(score))


def _ratio(measure: Callable[[Decimal, Decimal], Decimal], part: Any, whole: Any, places: Any) -> float:
    above, below = read_amount(as_cell(part)), read_amount(as_cell(whole))
    numerator, denominator = _number(above), _number(below)
    if above.unit and below.unit and above.unit != below.unit:
        raise _Undefined(NOT_A_VALUE)
    if not denominator:
        raise _Undefined(DIVIDED_BY_ZERO)
    return _shown(measure(numerator, denominator), places)


def _amount(given: Any) -> Decimal:
    """The number of an argument, as a check reads it."""
    return _number(read_amount(as_cell(given)))


def _rate(given: Any) -> Decimal:
    reading = read_rate(as_cell(given))
    points = _number(reading)
    if not reading.unit and 0 < abs(points) <= 1:
        raise _Undefined(NOT_AVAILABLE)
    return points


def _number(reading: Reading) -> Decimal:
    if reading.number is not None:
        return reading.number
    if reading.state is State.ERROR:
        raise _passed_on(reading.raw)
    raise _Undefined(NOT_AVAILABLE if reading.state is State.BLANK else NOT_A_VALUE)


def _passed_on(error: str) -> _Undefined:
    """The error of an argument, as far as the calling VBA knows it."""
    return _Undefined(error if error in (NOT_AVAILABLE, DIVIDED_BY_ZERO) else NOT_A_VALUE)


def _value(given: Any) -> IndicatorValue:
    cell = as_cell(given)
    if cell is not None and cell.kind is Kind.ERROR:
        raise _passed_on(cell.text)
    value = parse_indicator_value(cell)
    if value.kind is ValueKind.BLANK:
        raise _Undefined(NOT_AVAILABLE)
    return value


def _truth(given: Any) -> bool:
    cell = as_cell(given)
    if cell is None:
        return False
    if cell.kind is Kind.BOOLEAN or (cell.kind is Kind.NUMBER and cell.text in ("0", "1")):
        return cell.text in ("TRUE", "1")
    raise _passed_on(cell.text)


def _shown(result: Decimal, places: Any) -> float:
    """The result as Excel stores numbers, rounded half up where decimals are asked for."""
    if as_cell(places) is None:
        return float(result)
    count = _amount(places)
    if count != int(count):
        raise _Undefined(NOT_A_VALUE)
    return float(measures.round_half_up(result, int(count)))
