"""BG-02: rates of change, of execution and shares beside the amounts they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from perfxl.finding import Level, decimal_text
from perfxl.measures import round_half_up
from perfxl.rules.context import Outcome, shown
from perfxl.words.report_rules import Report, Said, agree, amount, called, report_rule
from perfxl.words.statements import Basis, Change, Figure
from perfxl.words.tokens import MONEY, PERCENT, Quantity

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")


class _Known(Struct, frozen=True):
    """A change with its base and its amount (both positive or zero), in 万元 or the unit counted."""

    change: Change
    base: Decimal
    amount: Decimal
    sign: int

    @property
    def rate(self) -> Decimal:
        """The rate in percent, without its sign."""
        return self.amount / self.base * _HUNDRED


@report_rule("BG-02")
def changes_fit(report: Report) -> Iterator[Said]:
    """A change is not what its base makes it: by amount or by rate."""
    for change in report.statements.changes:
        quantities = [one for one in (change.base, change.amount, change.rate) if one is not None]
        if not change.of.exact or any(one.vague for one in quantities):
            continue
        readings = [list(_judged(report, reading)) for reading in _readings(report, change)]
        if all(readings):
            yield from readings[0]


def _readings(report: Report, change: Change) -> Iterator[Change]:
    """The change as that of the figure before it, or of the one that this is a part of; what is likelier first."""
    above = change.of.parent
    if above is None or not above.exact:
        yield change
        return
    readings = [change, replace(change, of=above)]
    yield from reversed(readings) if _behind_the_list(report, change, above) else readings


def _behind_the_list(report: Report, change: Change, whole: Figure) -> bool:
    """Whether a change stands behind several parts, none of which has one: then it is that of the whole."""
    parts = next((one.parts for one in report.statements.parts if one.whole is whole), [])
    changed = {id(one.of) for one in report.statements.changes if one is not change}
    return len(parts) > 1 and parts[-1] is change.of and not any(id(one) in changed for one in parts)


def _judged(report: Report, change: Change) -> Iterator[Said]:
    base = _base(report, change)
    wrong_amount = _wrong_amount(change, base)
    if wrong_amount is not None:
        yield wrong_amount
        return
    if base is None and change.rate is not None:
        yield from _risen_by_more_than_itself(change)
    known = _known(change, base)
    if known is not None and change.rate is not None:
        yield from _wrong_rate(known, change.rate)


def _risen_by_more_than_itself(change: Change) -> Iterator[Said]:
    """A figure that rose by more than it is would have been negative before."""
    of, rise = change.of, change.amount
    if rise is None or change.sign <= 0 or not 0 <= of.number < rise.number:
        return
    message = (
        f"{called(of)} {amount(of.number, of)}，文中写增加 {amount(rise.number, of)}，增加额大于增加后的数"
    )
    yield Said(
        message, change.sentence, _span(change), decimal_text(rise.number), level=Level.ERROR, fault=change, inputs=[change, of]
    )  # fmt: skip


def _base(report: Report, change: Change) -> Decimal | None:
    """The base that is stated with the change, or as a figure of the year before (or the budget) beside it."""
    if change.base is not None:
        return change.base.number
    of = change.of
    for one in report.statements.of(of.sentence):
        same = (
            one is not of
            and one.exact
            and one.subject == of.subject
            and one.quantity.unit == of.quantity.unit
        )
        if not same:
            continue
        if change.against == "上年数" and one.year == of.year - 1 and one.basis.planned is of.basis.planned:
            return one.number
        if change.against == "预算数" and one.year == of.year and one.basis.planned and not of.basis.planned:
            return one.number
    return None


def _wrong_amount(change: Change, base: Decimal | None) -> Said | None:
    if change.amount is None or base is None:
        return None
    actual = change.of.number - base
    stated = change.amount.number * (change.sign or (1 if actual > 0 else -1))
    scale = max(change.of.quantity.scale, change.amount.scale)
    outcome, tolerance = agree(stated, actual, scale)
    if change.amount.unit != MONEY:
        outcome = Outcome.EQUAL if stated == actual else Outcome.DIFFERENT
    if outcome is Outcome.EQUAL:
        return None
    right = f"{'增加' if actual > 0 else '减少'} {amount(abs(actual), change.of)}" if actual else "没有增减"
    written = f"{'增加' if stated > 0 else '减少'} {amount(abs(stated), change.of)}"
    message = f"{called(change.of)} {amount(change.of.number, change.of)}，{change.against} {amount(base, change.of)}，"
    message += f"应为{right}，文中写{written}"
    return Said(
        message, change.sentence, _span(change), decimal_text(stated), actual, stated - actual, tolerance,
        rounding=outcome is Outcome.ROUNDING, fault=change, inputs=[change, change.of, change.base_figure],
    )  # fmt: skip


def _span(change: Change) -> tuple[int, int]:
    """From the figure to the end of its change, or the change alone where the figure stands in another sentence."""
    if change.of.sentence is not change.sentence:
        return change.start, change.end
    return min(change.of.start, change.start or change.of.start), max(change.end, change.of.end)


def _known(change: Change, base: Decimal | None) -> _Known | None:
    number = change.of.number
    sign = change.sign or change.rate_sign
    if base is None and change.amount is not None and sign:
        base = number - sign * change.amount.number
    if base is None or base <= 0:
        return None
    by = change.amount.number if change.amount is not None else abs(number - base)
    if not sign:
        sign = 1 if number >= base else -1
    return _Known(change, base, abs(by), sign)


def _wrong_rate(known: _Known, stated: Quantity) -> Iterator[Said]:
    change, exact = known.change, known.rate
    half = stated.last_digit * _HALF
    against = change.rate_sign and change.rate_sign != known.sign and known.amount != 0
    actual_sign = 1 if change.of.number > known.base else -1
    if (
        change.amount is None
        and change.rate_sign
        and change.rate_sign != actual_sign
        and change.of.number != known.base
    ):
        against = True
    if not against and abs(exact - abs(stated.number)) <= half:
        return
    word = {1: "增长率", -1: "下降率"}[known.sign if change.amount is not None else actual_sign]
    formula = f"{decimal_text(known.amount)}÷{decimal_text(known.base)}"
    message = f"{word}应为 {_rounded(exact, stated.decimals)}（{formula}＝{decimal_text(shown(exact))}%），"
    message += f"文中写 {decimal_text(stated.number)}%"
    message += "，增减方向与金额相反" if against else _wrong_base(known, stated, half)
    level = Level.WARNING if not against and _attainable(known, stated, half) else None
    yield Said(
        message, change.sentence, _span(change), decimal_text(stated.number), exact, stated.number - exact, half,
        level, fault=change, inputs=[change, change.of, change.base_figure],
    )  # fmt: skip


def _rounded(rate: Decimal, decimals: int) -> str:
    return f"{round_half_up(rate, decimals):f}%"


def _wrong_base(known: _Known, stated: Quantity, half: Decimal) -> str:
    """Which other division gives the stated rate."""
    number, written = known.change.of.number, abs(stated.number)
    against = known.change.against
    own = "执行数" if against == "预算数" else "本年数"
    if number > 0 and abs(known.amount / number * _HUNDRED - written) <= half:
        return f"，是误用{own} {decimal_text(number)} 作基数"
    if abs(number / known.base * _HUNDRED - written) <= half:
        return f"，那是{own}占{against}的比例"
    return f"，基数应为{against} {decimal_text(known.base)}"


def _attainable(known: _Known, stated: Quantity, half: Decimal) -> bool:
    """Whether amounts that round to the written ones could give the stated rate."""
    change = known.change
    rates = []
    own = change.of.quantity.last_digit * _HALF
    by = change.amount.last_digit * _HALF if change.amount is not None else own
    for first, second in product((-1, 1), repeat=2):
        number = change.of.number + first * own
        if change.amount is not None:
            moved = known.amount + second * by
            base = number - known.sign * moved
        else:
            base = known.base + second * by
            moved = abs(number - base)
        if base > 0:
            rates.append(moved / base * _HUNDRED)
    return bool(rates) and min(rates) - half <= abs(stated.number) <= max(rates) + half


@report_rule("BG-02")
def execution_rates_fit(report: Report) -> Iterator[Said]:
    """A rate of execution is not the executed amount divided by the budget beside it."""
    for rate in report.statements.figures:
        if rate.item != "执行率" or not rate.exact or rate.quantity.unit != PERCENT:
            continue
        pair = budget_and_actual(report, rate)
        if pair is None:
            continue
        budgets, actual = pair
        half = rate.quantity.last_digit * _HALF
        exact = [actual.number / budget.number * _HUNDRED for budget in budgets]
        if any(abs(one - rate.number) <= half for one in exact):
            continue
        budget, right = budgets[-1], exact[-1]
        message = f"执行率应为 {_rounded(right, rate.quantity.decimals)}（{decimal_text(actual.number)}÷{decimal_text(budget.number)}"
        message += f"＝{decimal_text(shown(right))}%），文中写 {decimal_text(rate.number)}%"
        yield Said(
            message, rate.sentence, (actual.start, rate.end), decimal_text(rate.number), right, rate.number - right,
            half, fault=rate, inputs=[rate, actual, *budgets],
        )  # fmt: skip


def budget_and_actual(report: Report, rate: Figure) -> tuple[list[Figure], Figure] | None:
    """The budgets and the executed amount, of one thing, that stand before a rate in its sentence."""
    before = [
        one
        for one in report.statements.of(rate.sentence)
        if one.end <= rate.start and one.quantity.unit == MONEY
    ]
    actuals = [one for one in before if one.basis is Basis.ACTUAL]
    if not actuals or not actuals[-1].exact:
        return None
    actual = actuals[-1]
    budgets = [
        one for one in before if one.basis.planned and one.exact and one.number > 0 and one.year == actual.year
        and (one.subject == actual.subject or not actual.name or not one.name)
    ]  # fmt: skip
    return (budgets, actual) if budgets else None


@report_rule("BG-02")
def shares_fit(report: Report) -> Iterator[Said]:
    """A share is not the part divided by the whole."""
    for share in report.statements.shares:
        if not share.of.exact or share.whole.number <= 0:
            continue
        exact = share.of.number / share.whole.number * _HUNDRED
        half = share.rate.last_digit * _HALF
        if abs(exact - share.rate.number) <= half:
            continue
        message = f"占比应为 {_rounded(exact, share.rate.decimals)}（{decimal_text(share.of.number)}÷{decimal_text(share.whole.number)}"
        message += f"＝{decimal_text(shown(exact))}%），文中写 {decimal_text(share.rate.number)}%"
        yield Said(
            message, share.of.sentence, (share.of.start, share.end), decimal_text(share.rate.number), exact,
            share.rate.number - exact, half, fault=share, inputs=[share, share.of, share.figure],
        )  # fmt: skip
