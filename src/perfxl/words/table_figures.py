"""BG-05: the figures in tables of a report, of items and of projects, against the forms of the return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perfxl.finding import decimal_text
from perfxl.formset.labels import normal, unnumbered, without_of_which
from perfxl.formset.model import Type
from perfxl.measures import round_half_up
from perfxl.returns.money import MONEY_UNITS, WAN, in_wan
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, Outcome, figure
from perfxl.words.report_rules import ZERO, Report, Said, agree, report_rule
from perfxl.words.table_layout import Column, Heading, Number, Row, Section, number_of, sections
from perfxl.words.table_rows import Due, Subjects
from perfxl.words.vocabulary import Meaning, vocabulary

_USUAL_UNITS = (WAN, "元", "千元", "亿元")
"""What a table may count money in where it does not say so, the likeliest first."""
_OF_ITEMS = frozenset({Column.AMOUNT, Column.CHANGE, Column.RATE, Column.SCORE})
_HALF = Decimal("0.5")
_RATIO = Decimal(2)
"""A rate up to this that has no percent sign may be a fraction of one."""


class Compared(NamedTuple):
    """A cell that the return has a figure for: whether they agree, and what is said if they do not."""

    agrees: bool
    said: Said | None = None


def aligned(cells: Sequence[Compared]) -> bool:
    """Whether a table is about what it was compared with: at least half of its cells agree."""
    return 2 * sum(one.agrees for one in cells) >= len(cells)


@report_rule("BG-05")
def rows_as_in_forms(report: Report) -> Iterator[Said]:
    """A cell in a table of items or projects is not what the return states for it."""
    if report.ret is None or not report.year or not report.document.tables:
        return
    subjects = Subjects(report)
    for section in sections(report.document.tables, report.year):
        if section.of_indicators or not _OF_ITEMS.issuperset(one.kind for one in section.headings):
            continue
        if any(_is_scope(row.label) for row in section.rows):
            continue  # items of one source of money each, which the return does not state
        cells = _best(subjects, section)
        if aligned(cells):
            yield from (one.said for one in cells if one.said is not None)


def _is_scope(label: str) -> bool:
    meaning, _ = vocabulary().words.get(normal(label), (None, ""))
    return meaning is Meaning.SCOPE


def _best(subjects: Subjects, section: Section) -> list[Compared]:
    """The cells as compared, in the unit of money that is stated, or else in which most of them agree."""
    units = [section.unit] if section.unit else list(_USUAL_UNITS)
    if not section.unit and any(one.unit for one in section.headings):
        units = units[:1]
    tried = [list(_compared(subjects, section, in_wan(Decimal(1), unit))) for unit in units]
    return max(tried, key=lambda cells: sum(one.agrees for one in cells))


def _compared(subjects: Subjects, section: Section, scale: Decimal) -> Iterator[Compared]:
    labels = Counter(normal(row.label) for row in section.rows)
    finest = _finest(section)
    for row in section.rows:
        if labels[normal(row.label)] > 1 or not subjects.knows(row.label):
            continue  # the same label twice is that of different units, or sources of money
        numbers = {one.at: number for one in section.headings if (number := number_of(row.cells[one.at]))}
        own = {
            one.at: number.value * _scale(one, number, scale)
            for one in section.headings
            if one.kind is Column.AMOUNT and (number := numbers.get(one.at)) and number.unit != "%"
        }
        for heading in section.headings:
            number = numbers.get(heading.at)
            due = subjects.due(section, row, heading, own) if number else Due([])
            if number and due.numbers:
                tolerance = _HALF.scaleb(-finest) if finest < 2 else ZERO
                yield _cell(_Cell(subjects.report, section, row, heading, number, due), scale, tolerance)


def _finest(section: Section) -> int:
    """The most decimals that an amount of a section is written with."""
    cells = (
        number_of(row.cells[one.at])
        for row in section.rows for one in section.headings if one.kind is Column.AMOUNT
    )  # fmt: skip
    return max((number.decimals for number in cells if number is not None), default=2)


def _scale(heading: Heading, number: Number, default: Decimal) -> Decimal:
    unit = next((unit for unit in (number.unit, heading.unit) if unit in MONEY_UNITS), "")
    return in_wan(Decimal(1), unit) if unit else default


class _Cell(NamedTuple):
    """A cell of a table, and what it should say."""

    report: Report
    section: Section
    row: Row
    heading: Heading
    number: Number
    due: Due


def _cell(cell: _Cell, default: Decimal, coarse: Decimal) -> Compared:
    """``coarse`` is how far rounded amounts may be off, in the unit that they are written in."""
    number, kind = cell.number, cell.heading.kind
    if kind in (Column.AMOUNT, Column.CHANGE):
        if number.unit in ("%", "分"):
            return Compared(True)
        scale = _scale(cell.heading, number, default)
        stated = number.value * scale
        outcomes = [_money(stated, due, scale, coarse * scale) for due, _ in cell.due.numbers]
    else:
        stated = number.value
        half = _HALF.scaleb(-number.decimals)
        outcomes = [_within(abs(stated - due) <= half) for due, _ in cell.due.numbers]
        if kind is Column.RATE and not number.unit and stated <= _RATIO:
            outcomes += [_within(abs(stated - due / 100) <= half) for due, _ in cell.due.numbers]
    if Outcome.EQUAL in outcomes:
        return Compared(True)
    rounding = Outcome.ROUNDING in outcomes
    return Compared(rounding, _said(cell, stated, rounding))


def _within(equal: bool) -> Outcome:
    return Outcome.EQUAL if equal else Outcome.DIFFERENT


def _money(stated: Decimal, due: Decimal, scale: Decimal, coarse: Decimal) -> Outcome:
    if abs(stated - due) <= coarse:
        return Outcome.EQUAL
    return agree(stated, due, max(Decimal(1), scale))[0]


def _said(cell: _Cell, stated: Decimal, rounding: bool) -> Said:
    due, values = cell.due.numbers[0]
    kind = cell.heading.kind
    difference = stated - due
    label = unnumbered(without_of_which(cell.row.label))
    from_ = _source(cell.report, values, kind)
    message = f"“{label}”的“{cell.heading.text}”写 {_shown(stated, kind)}，{from_} {_shown(due, kind)}，"
    message += f"报告{'多' if difference > 0 else '少'} {_shown(abs(difference), kind)}"
    inputs = [cell.row, *(value.place for value in values)]
    return Said(
        message, stated=decimal_text(stated), computed=due, difference=difference, tolerance=EXACT,
        rounding=rounding, related=values, inputs=inputs, row=(cell.section.table, cell.row.number),
    )  # fmt: skip


def _source(report: Report, values: Sequence[Value], kind: Column) -> str:
    """Which form says otherwise, and in which of its values."""
    if not values:
        return "按表中数计算为"
    sheets = {form.sheet: form.name for form in (report.ret.forms if report.ret else ())}
    name = sheets.get(values[0].place.sheet, "报表")
    if len(values) == 1:
        return f"{name}的{values[0].label}"
    sign = "－" if kind is Column.CHANGE else "÷"
    working = sign.join(decimal_text(value.number) for value in values if value.number is not None)
    return f"按{name}（{working}）计算为"


def _shown(number: Decimal, kind: Column) -> str:
    if kind is Column.RATE:
        return decimal_text(round_half_up(number, 2)) + "%"
    return figure(number, Type.SCORE if kind is Column.SCORE else Type.AMOUNT)
