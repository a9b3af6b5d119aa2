"""The kinds of defect: what is changed in words, on which form set, and what must be found where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from seeded.evaluation import YEARLY
from seeded.paper import Draft, Indicator, cents

Spot = str | tuple[str, str | None]
"""A named cell, or a sheet and an address; with None for the address any place on that sheet will do."""
Inject = Callable[[Draft, Random], "Spot | Sequence[Spot] | None"]
"""Puts the defect in and says where it must be found; None where this return has no place for it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect on one form set. ``projects`` is the number of projects that it needs, 0 for any."""

    words: str
    form_set: str
    rule: str
    inject: Inject
    projects: int = 0


DEFECTS: list[Defect] = []


def defect(rule: str, words: str, *form_sets: str, projects: int = 0) -> Callable[[Inject], Inject]:
    """Register a defect for form sets."""

    def register(inject: Inject) -> Inject:
        DEFECTS.extend(Defect(words, form_set, rule, inject, projects) for form_set in form_sets)
        return inject

    return register


def any_project(draft: Draft, rng: Random) -> str:
    """The beginning of the names of one of the projects' forms."""
    return f"项目{rng.randint(1, len(draft.projects))}"


def any_table(draft: Draft, rng: Random) -> str:
    """The beginning of the names of one of the forms with indicators."""
    return rng.choice(sorted(draft.indicators))


def any_indicator(
    draft: Draft, rng: Random, fits: Callable[[Indicator], bool] = lambda row: True, form: str = ""
) -> tuple[str, Indicator] | None:
    """One of the indicators that fit, with the beginning of its names."""
    forms = [form] if form else sorted(draft.indicators)
    found = [
        (f"{key}.指标{number}", row)
        for key in forms
        for number, row in enumerate(draft.indicators[key], 1)
        if fits(row)
    ]
    return rng.choice(found) if found else None


def counted(row: Indicator) -> bool:
    """Whether a target is a count with a lower bound."""
    return row.number is not None and row.unit not in ("", "%") and row.score == row.weight


def transposed(rng: Random, number: Decimal) -> Decimal | None:
    """Two neighbouring digits change places; None where all of them are alike."""
    text = str(number)
    spots = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not spots:
        return None
    at = rng.choice(spots)
    return Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def slip(rng: Random, number: Decimal) -> Decimal:
    """Another amount of about the size, at least 0.05 away."""
    return number + rng.choice([Decimal("0.05"), Decimal("0.9"), Decimal(1), Decimal(rng.randint(2, 9))])


def rescored(draft: Draft, form: str) -> None:
    """Make the total score what the scores give, as a formula would."""
    rows = range(1, len(draft.indicators[form]) + 1)
    scores = [draft.amount(f"{form}.指标{row}.得分") for row in rows]
    draft.set(f"{form}.总分.得分", draft.amount(f"{form}.执行得分") + sum(scores, Decimal(0)))


def maybe_rescored(draft: Draft, rng: Random, key: str) -> None:
    """Half of the units have the total computed, half have it typed before the slip."""
    if rng.random() < 0.5:
        rescored(draft, key.partition(".")[0])


def form_of(key: str) -> str:
    """The beginning of a form's names: ``项目2`` of ``项目2.指标3``."""
    return key.partition(".")[0]


def rated(draft: Draft, form: str) -> None:
    """Rate and score of execution as the amounts give them, and the total score."""
    if form == "部门":
        spent, budget, rate = "部门.执行数", "部门.资金总额", "部门.资金执行率"
    else:
        spent, budget, rate = (
            f"{form}.年度资金总额.全年执行数",
            f"{form}.年度资金总额.全年预算数",
            f"{form}.执行率",
        )
    percent = cents(draft.amount(spent) * 100 / draft.amount(budget))
    draft.set(rate, f"{percent}%")
    draft.set(f"{form}.执行得分", min(Decimal(10), cents(draft.amount(spent) * 10 / draft.amount(budget))))
    rescored(draft, form)


def funds(draft: Draft, form: str, column: str, amount: Decimal) -> None:
    """One column of a project's funds, all of it from this year's budget."""
    index = YEARLY.index(column)
    draft.set(f"{form}.年度资金总额.{YEARLY[index]}", amount)
    draft.set(f"{form}.当年财政拨款.{column}", amount - draft.amount(f"{form}.上年结转资金.{column}"))


def base_totals(draft: Draft) -> None:
    """The totals of the 基础数据表 as its rows give them."""
    for column in ("上年决算数", "本年预算数", "本年决算数"):
        cars = draft.amount(f"基础.公务用车购置.{column}") + draft.amount(f"基础.公务用车运行维护.{column}")
        others = draft.amount(f"基础.出国经费.{column}") + draft.amount(f"基础.公务接待.{column}")
        draft.set(f"基础.公务用车经费.{column}", cars)
        draft.set(f"基础.三公经费.{column}", cars + others)
        names = [f"基础.项目{number}.{column}" for number, _ in enumerate(draft.projects, 1)]
        draft.set(f"基础.项目支出.{column}", sum((draft.amount(name) for name in names), Decimal(0)))


def changed(row: Indicator, **values: object) -> Indicator:
    """A copy of an indicator with some other values."""
    return replace(row, **values)  # type: ignore[arg-type]
