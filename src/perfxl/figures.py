"""The main figures of a return, and its longer texts, whatever its form set calls them. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from perfxl.formset.model import TOTAL, Type
from perfxl.formset.names import (
    BASE,
    OVERALL,
    PROJECT,
    PROJECT_DECLARATIONS,
    SCORING_TABLE,
    UNIT_DECLARATIONS,
)
from perfxl.measures import MeasureError, execution_rate
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import MONEY_UNITS
from perfxl.returns.value import Value
from perfxl.rules.grades import BANDS, bands_of, due_grade

SHORTEST_WORDING = 40
_LONGEST_WORDING = 2000
_MOST_WORDINGS = 200
_PRINTED = frozenset({"指标说明", "指标解释"})
"""Columns whose texts are printed on the blank form: the same for every unit."""

_MONEY = frozenset({"", *MONEY_UNITS})
"""The units that an amount may be written in."""


class Project(Struct, frozen=True):
    """One project as its own form states it; money in 万元, the rate in percentage points, None: not stated."""

    name: str
    budget: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    score: Decimal | None = None


class Figures(Struct, frozen=True):
    """The main figures of a return: money in 万元, the rate in percentage points, None: not stated.

    ``score`` is the total as stated; ``grade`` is its grade by the bands of the form set, None where there are none.
    """

    budget: Decimal | None = None
    executed: Decimal | None = None
    rate: Decimal | None = None
    score: Decimal | None = None
    grade: str | None = None
    projects: tuple[Project, ...] = ()


class Wording(Struct, frozen=True):
    """A longer text that the unit wrote: on which form, in which cell, under which label."""

    form: str
    cell: str
    label: str
    text: str
    sheet: str = ""


class _Names(Struct, frozen=True):
    """Where a kind of form states a figure: the first of these names that stands there with a number counts.

    A name of several parts joined by ``+`` is their sum, where each of them is there.
    """

    forms: tuple[str, ...]
    budget: tuple[str, ...] = ()
    executed: tuple[str, ...] = ()
    rate: tuple[str, ...] = ()
    score: tuple[str, ...] = ()


_SCORE = (f"{TOTAL}.得分", "自评总分")
_WHOLE = (
    _Names(
        (OVERALL,),
        ("资金总额", "年度资金总额.全年预算数"),
        ("执行数", "年度资金总额.全年执行数"),
        ("资金执行率", "年度资金总额.执行率"),
        _SCORE,
    ),
    _Names(UNIT_DECLARATIONS, ("资金总额", "收入合计", "支出合计")),
    _Names((SCORING_TABLE,), score=_SCORE),
    _Names(
        (BASE,),
        ("基本支出.本年预算数+项目支出.本年预算数",),
        ("基本支出.本年决算数+项目支出.本年决算数",),
    ),
    _Names(("基础数据",), ("预算数.金额",), ("预算完成数.金额",)),
)
"""Forms of the unit as a whole; a form further up counts before one further down."""
_PROJECT = _Names(
    (PROJECT, *PROJECT_DECLARATIONS),
    ("年度资金总额.全年预算数", "资金总额", "本级资金+上级资金", "本级资金"),
    ("年度资金总额.全年执行数",),
    ("年度资金总额.执行率",),
    _SCORE,
)


def figures_of(ret: Return) -> Figures:
    """The figures of the unit as a whole and of each project, as stated; the grade is that of the stated score."""
    wholes = [(names, form) for names in _WHOLE for form in ret.forms if form.id in names.forms]
    budget = _first(_money(form, names.budget) for names, form in wholes)
    executed = _first(_money(form, names.executed) for names, form in wholes)
    rate = _first(_rate(form, names.rate, budget, executed) for names, form in wholes)
    score = _first(_plain(form, names.score) for names, form in wholes)
    projects = tuple(_project(form) for form in ret.forms if form.id in _PROJECT.forms)
    return Figures(budget, executed, rate, score, _grade(ret, score), projects)


def wordings_of(ret: Return) -> tuple[Wording, ...]:
    """The texts of at least 40 characters that the unit wrote into its forms, in the order of the forms."""
    found: list[Wording] = []
    for form in ret.forms:
        for value in form.all_values:
            if len(value.text) >= SHORTEST_WORDING and _is_wording(value) and len(found) < _MOST_WORDINGS:
                address = value.place.address or ""
                found.append(Wording(form.name, address, value.label, value.text[:_LONGEST_WORDING]))
    return tuple(found)


def _is_wording(value: Value) -> bool:
    """Whether a text is the unit's own."""
    own = value.name.rpartition(".")[2] not in _PRINTED
    return own and value.type is Type.TEXT and value.place.col > 0


def _project(form: FormReturn) -> Project:
    name = form.values.get(form.form.project_name)
    budget, executed = _money(form, _PROJECT.budget), _money(form, _PROJECT.executed)
    return Project(
        name.text if name else "",
        budget,
        executed,
        _rate(form, _PROJECT.rate, budget, executed),
        _plain(form, _PROJECT.score),
    )


def _first(numbers: Iterable[Decimal | None]) -> Decimal | None:
    return next((number for number in numbers if number is not None), None)


def _values(form: FormReturn, names: Sequence[str]) -> Iterable[list[Value]]:
    """For each name the values that it is the sum of, where all of them hold a number."""
    for name in names:
        values = [form.values.get(part) for part in name.split("+")]
        known = [value for value in values if value is not None and value.number is not None]
        if len(known) == len(values):
            yield known


def _plain(form: FormReturn, names: Sequence[str]) -> Decimal | None:
    return _sum(_values(form, names))


def _sum(ways: Iterable[Sequence[Value]]) -> Decimal | None:
    """The sum of the numbers by which a figure is known first."""
    return _first(sum((value.number or Decimal(0) for value in values), Decimal(0)) for values in ways)


def _money(form: FormReturn, names: Sequence[str]) -> Decimal | None:
    """An amount in 万元; what is written in another unit than one of money is none."""
    ways = (
        values for values in _values(form, names) if all(value.reading.unit in _MONEY for value in values)
    )
    return _sum([form.in_wan(value) for value in values] for values in ways)


def _rate(
    form: FormReturn, names: Sequence[str], budget: Decimal | None, executed: Decimal | None
) -> Decimal | None:
    """A rate in percentage points. One without percent sign is read as what is nearer to the amounts' own rate."""
    for (value,) in _values(form, names):
        number = value.number
        if number is None or value.reading.unit == "%":
            return number
        if budget is None or executed is None:
            return None
        try:
            due = execution_rate(executed, budget)
        except MeasureError:
            return None
        return min(number * 100, number, key=lambda meant: abs(meant - due))
    return None


def _grade(ret: Return, score: Decimal | None) -> str | None:
    has_bands = BANDS in ret.form_set.parameters
    return due_grade(bands_of(ret.form_set), score) if has_bands and score is not None else None
