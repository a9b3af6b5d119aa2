"""BG-03: what was carried over, income, spending and what is left, within a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfxl.finding import decimal_text
from perfxl.rules.context import Outcome, direction, figure
from perfxl.words.report_rules import Report, Said, agree, report_rule, scale_of
from perfxl.words.statements import Basis, Change, Figure
from perfxl.words.tokens import MONEY

OPENING, INCOME, SPENDING, CLOSING = "年初结转结余", "收入合计", "支出合计", "年末结转结余"
_OTHER_MOVES = re.compile("收回|上缴|缴回|结余分配|核销|调减结余|清理")


@report_rule("BG-03")
def balances(report: Report) -> Iterator[Said]:
    """Opening balance plus income minus spending is not the closing balance, in one paragraph or in the report."""
    usable = [one for one in report.statements.figures if _counts(report, one)]
    by_paragraph: dict[int, list[Figure]] = {}
    for one in usable:
        by_paragraph.setdefault(one.sentence.paragraph, []).append(one)
    judged = False
    for figures in by_paragraph.values():
        found = list(_balance(report, figures))
        judged = judged or _flows(figures) is not None
        yield from found
    if not judged:
        yield from _balance(report, usable)


def _counts(report: Report, one: Figure) -> bool:
    this_year = one.year == report.year or (one.item == CLOSING and one.year == report.year - 1)
    return (
        one.exact
        and one.whole
        and one.quantity.unit == MONEY
        and this_year
        and not one.basis.planned
        and (
            one.item in (OPENING, INCOME, SPENDING, CLOSING)
            and one.basis is not Basis.RECEIVED
            and one.parent is None
        )
    )


def _flows(figures: Sequence[Figure]) -> tuple[Figure, Figure, Figure] | None:
    """Income, spending and closing balance, if each is stated with one number."""
    found = []
    latest = max((one.year for one in figures), default=0)
    for item in (INCOME, SPENDING, CLOSING):
        stated = [one for one in figures if one.item == item and one.year == latest]
        if len({one.number for one in stated}) != 1:
            return None
        found.append(stated[0])
    return found[0], found[1], found[2]


def _balance(report: Report, figures: Sequence[Figure]) -> Iterator[Said]:
    flows = _flows(figures)
    if flows is None:
        return
    income, spending, closing = flows
    if any(_OTHER_MOVES.search(one.sentence.text) for one in flows) or income.number == spending.number:
        return
    stated = {
        one.number
        for one in figures
        if one.item == OPENING or (one.item == CLOSING and one.year < closing.year)
    }
    change = _growth(report, closing)
    opening = stated.pop() if len(stated) == 1 else None
    derived = opening is None and not stated and change is not None
    if change is not None and change.amount is not None and derived:
        opening = closing.number - change.sign * change.amount.number
    if opening is None:
        return
    computed = opening + income.number - spending.number
    scale = scale_of(flows)
    outcome, tolerance = agree(closing.number, computed, scale)
    included = agree(closing.number, income.number - spending.number, scale)[0]
    if Outcome.EQUAL in (outcome, included):
        return
    formula = f"{decimal_text(opening)}＋{decimal_text(income.number)}－{decimal_text(spending.number)}"
    rounding = outcome is Outcome.ROUNDING
    message = f"年初结转结余加收入减支出（{formula}）为 {figure(computed)}，年末结转结余写 {figure(closing.number)}，"
    message += f"{direction(closing.number - computed)}"
    inputs = [one for one in figures if one.item in (OPENING, INCOME, SPENDING, CLOSING)]
    yield Said(
        message, closing.sentence, (closing.start, closing.end), decimal_text(closing.number), computed,
        closing.number - computed, tolerance, rounding=rounding, fault=closing, inputs=inputs,
    )  # fmt: skip
    if derived and change is not None and change.amount is not None:
        yield _against_growth(
            change, change.sign * change.amount.number, income, spending, rounding, tolerance
        )


def _growth(report: Report, closing: Figure) -> Change | None:
    """By how much the closing balance is said to have changed since last year."""
    for change in report.statements.changes:
        if change.of is closing and change.amount is not None and change.sign and change.against == "上年数":
            return None if change.amount.vague else change
    return None


def _against_growth(
    change: Change, growth: Decimal, income: Figure, spending: Figure, rounding: bool, tolerance: Decimal
) -> Said:
    surplus = income.number - spending.number
    message = f"收入减支出为 {figure(surplus)}，结转结余比上年变动写 {figure(growth)}，{direction(growth - surplus)}"
    return Said(
        message, change.sentence, (change.start, change.end), decimal_text(growth), surplus, growth - surplus,
        tolerance, rounding=rounding, fault=change, inputs=[change, income, spending], primary=False,
    )  # fmt: skip
