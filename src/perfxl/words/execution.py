"""BG-06: spending beyond the budget, without one, or from money that the report does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfxl.finding import Level, decimal_text
from perfxl.rules.context import Outcome, direction, figure, percent
from perfxl.words.report_rules import ZERO, Report, Said, agree, called, report_rule, scale_of
from perfxl.words.statements import Basis, Figure
from perfxl.words.tokens import MONEY, PERCENT, Sentence

_UNBUDGETED = re.compile(
    r"(?:未|没有|无)(?:纳入|列入|安排|编入|申报)?(?:在)?(?:当年|本年|部门|年初)*预算(?!单位|绩效|调整)"
)
_CARRIED_OVER = re.compile(r"结转|上年指标|上年(?:度)?(?:资金|结余)")
_ALL_LISTED = re.compile(r"共(?:有|计|安排)?([0-9]+)个")
_FULL = Decimal(100)


@report_rule("BG-06")
def spending_within_budget(report: Report) -> Iterator[Said]:
    """A sentence states more spending on something than budget for it, and no other money that makes up for it."""
    for sentence in report.statements.sentences:
        here = report.statements.of(sentence)
        over = [said for actual in here if (said := _over_budget(here, actual)) is not None]
        yield from over
        if not over:
            yield from _rate_above_full(here)


def _over_budget(here: list[Figure], actual: Figure) -> Said | None:
    if actual.basis is not Basis.ACTUAL or not actual.exact or actual.quantity.unit != MONEY:
        return None
    budgets = [one for one in here if one.basis.planned and one.exact and _same(one, actual)]
    if not budgets or max(one.number for one in budgets) <= 0:
        return None
    budget = max(budgets, key=lambda one: one.number)
    more = [one for one in here if one.exact and one is not actual and _adds(one)]
    available = budget.number + sum((one.number for one in more), ZERO)
    if (
        agree(actual.number, available, scale_of([actual, budget]))[0] is Outcome.EQUAL
        or actual.number < available
    ):
        return None
    rate = percent(actual.number / budget.number * _FULL)
    difference = actual.number - budget.number
    message = f"“{called(actual)}”支出 {figure(actual.number)}，预算 {figure(budget.number)}，多支出 {figure(difference)}，执行率 {rate}"
    reason = (
        "；虽写有结转，但没有写明结转金额" if _CARRIED_OVER.search(actual.sentence.text) and not more else ""
    )
    return Said(
        message + reason, actual.sentence, (budget.start, actual.end), decimal_text(actual.number), budget.number,
        difference, fault=actual, inputs=[actual, budget, *more],
    )  # fmt: skip


def _same(one: Figure, other: Figure) -> bool:
    return (
        one.quantity.unit == other.quantity.unit and one.year == other.year and one.subject == other.subject
    )


def _adds(one: Figure) -> bool:
    """Whether a figure is money that comes on top of the budget: carried over, or added during the year."""
    if one.quantity.unit != MONEY:
        return False
    return one.item == "年初结转结余" or one.basis is Basis.RECEIVED or bool(_CARRIED_OVER.search(one.name))


def _rate_above_full(here: list[Figure]) -> Iterator[Said]:
    for one in here:
        if one.item == "执行率" and one.exact and one.quantity.unit == PERCENT and one.number > _FULL:
            message = f"{called(one)} {decimal_text(one.number)}%，支出超过预算"
            yield Said(
                message, one.sentence, (one.start, one.end), decimal_text(one.number), _FULL, one.number - _FULL,
                fault=one, inputs=[one],
            )  # fmt: skip


@report_rule("BG-06")
def spending_is_budgeted(report: Report) -> Iterator[Said]:
    """Something is said to be spent without a budget."""
    for sentence in report.statements.sentences:
        told = _UNBUDGETED.search(sentence.text)
        if not told:
            continue
        before = [
            one for one in report.statements.of(sentence)
            if one.end <= told.start() and one.basis in (Basis.ACTUAL, Basis.UNKNOWN) and one.exact
            and one.quantity.unit == MONEY and one.number > 0 and one.residue
        ]  # fmt: skip
        if before:
            one = before[-1]
            message = f"“{called(one)}”支出 {figure(one.number)}，{told.group()}"
            yield Said(
                message, sentence, (one.start, told.end()), decimal_text(one.number), ZERO, one.number, fault=one,
                inputs=[one],
            )  # fmt: skip


@report_rule("BG-06")
def carried_over_money_is_shown(report: Report) -> Iterator[Said]:
    """Money carried over was used, but income equals spending and no carry-over is stated."""
    figures = [one for one in report.statements.figures if one.exact and one.year == report.year]
    if any(one.item in ("年初结转结余", "年末结转结余") for one in figures):
        return
    income = {one.number: one for one in figures if one.whole and one.item == "收入合计"}
    spending = {
        one.number: one for one in figures if one.whole and one.item == "支出合计" and not one.basis.planned
    }
    if len(income) != 1 or set(income) != set(spending):
        return
    for sentence in report.statements.sentences:
        here = [one for one in report.statements.of(sentence) if one.exact and one.year == report.year]
        for actual in here if _CARRIED_OVER.search(sentence.text) else ():
            budgets = [one for one in here if one.basis.planned and _same(one, actual)]
            used = actual.number - budgets[0].number if budgets else ZERO
            if actual.basis is Basis.ACTUAL and used > 0:
                yield _hidden_carry_over(next(iter(spending.values())), actual, used)
                return


def _hidden_carry_over(total: Figure, actual: Figure, used: Decimal) -> Said:
    message = f"“{called(actual)}”用了上年结转 {figure(used)}，而收入、支出都写 {figure(total.number)}，没有体现上年结转"
    span = total.start, total.end
    return Said(message, total.sentence, span, computed=used, inputs=[total])


@report_rule("BG-06")
def budgets_add_up(report: Report) -> Iterator[Said]:
    """The whole budget is said to be spent exactly, but less all project budgets it is not the basic expenditure."""
    figures = [one for one in report.statements.figures if one.exact and one.year == report.year]
    totals = [one for one in figures if one.whole and one.item == "支出合计"]
    budget = {one.number: one for one in totals if one.basis.planned}
    spent = {one.number for one in totals if not one.basis.planned}
    basic = {
        one.number: one for one in figures if one.whole and one.item == "基本支出" and not one.basis.planned
    }
    listed = _all_project_budgets(report, figures)
    if len(budget) != 1 or spent != set(budget) or len(basic) != 1 or not listed:
        return
    total, own = next(iter(budget.values())), next(iter(basic.values()))
    projects = sum((one.number for one in listed), ZERO)
    left = total.number - projects
    if agree(own.number, left)[0] is Outcome.DIFFERENT:
        message = f"预算 {figure(total.number)}减各项目预算 {figure(projects)}为 {figure(left)}，基本支出写 {figure(own.number)}，"
        message += direction(own.number - left)
        yield Said(
            message, own.sentence, (own.start, own.end), decimal_text(own.number), left, own.number - left,
            level=Level.INFO, fault=own, inputs=[total, own, *listed], fix="请写明预算是年初数还是调整后的数。",
        )  # fmt: skip


def _all_project_budgets(report: Report, figures: list[Figure]) -> list[Figure]:
    """The budgets of all projects, where the report says how many there are and states as many."""
    counted: list[Sentence] = [
        one for one in report.statements.sentences
        if "预算" in one.text and ("专项" in one.text or "项目" in one.text) and _ALL_LISTED.search(one.text)
    ]  # fmt: skip
    for sentence in counted:
        count = _ALL_LISTED.search(sentence.text)
        budgets = [
            one for one in figures
            if one.basis.planned and one.residue and one.quantity.unit == MONEY and one.sentence.paragraph >= sentence.paragraph
        ]  # fmt: skip
        if count and len(budgets) == int(count[1]):
            return budgets
    return []
