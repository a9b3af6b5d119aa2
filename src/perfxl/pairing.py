"""Which returns are compared with which: last year's, and what was declared at the start of the year. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perfxl.returns.model import Return
from perfxl.rules.identity import unit_name
from perfxl.rules.indicators import DECLARATIONS
from perfxl.rules.registry import Link, Other

LINKS = {Link.LAST_YEAR: "上年的报送件", Link.DECLARED: "年初的申报表"}


@dataclass(slots=True)
class Partners:
    """What one return is compared with, and what should be said of the choice (Chinese sentences)."""

    others: list[Other] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def link(this: Return, other: Return) -> Link | None:
    """What ``other`` is to ``this`` by year and kind, whosever they are; None if nothing to compare by."""
    if this.year is None or other.year is None:
        return None
    if other.year == this.year - 1:
        return Link.LAST_YEAR
    same_year = other.year == this.year
    return Link.DECLARED if same_year and _declares(other) and not _declares(this) else None


def _declares(ret: Return) -> bool:
    return any(form.id in DECLARATIONS for form in ret.forms)


def named(this: Return, named_returns: Iterable[tuple[str, Return]]) -> Partners:
    """The partners among returns that the user named; those that do not fit are told, another unit's too."""
    partners = Partners()
    for name, other in named_returns:
        kind = link(this, other)
        if kind is None:
            year = f"{other.year} 年度" if other.year else "年度不明"
            partners.notes.append(f"{name}（{year}）不是它上年的报送件或年初的申报表，没有对比")
            continue
        if _unit(this) and _unit(other) and _unit(this) != _unit(other):
            partners.notes.append(f"{name} 的单位是“{other.unit}”，与“{this.unit}”不同，仍按指定对比")
        partners.others.append(Other(kind, other, name))
    return partners


def find(returns: Sequence[tuple[str, Return]]) -> list[Partners]:
    """For each of several returns its partners among the others: the same unit's, one for each link.

    Last year's self-evaluation is preferred to last year's declaration. Of several that fit equally none is taken.
    """
    of_unit: dict[str, list[int]] = {}
    for number, (_, ret) in enumerate(returns):
        if _unit(ret):
            of_unit.setdefault(_unit(ret), []).append(number)
    found = [Partners() for _ in returns]
    for members in of_unit.values():
        for number in members:
            others = [returns[other] for other in members if other != number]
            _choose(returns[number][1], others, found[number])
    return found


def _unit(ret: Return) -> str:
    parameters = ret.form_set.parameters
    return unit_name(ret.unit, parameters["单位别名"].value if "单位别名" in parameters else {})


def _choose(this: Return, others: Sequence[tuple[str, Return]], partners: Partners) -> None:
    for kind, meaning in LINKS.items():
        fitting = [(name, other) for name, other in others if link(this, other) is kind]
        evaluations = [(name, other) for name, other in fitting if not _declares(other)]
        fitting = evaluations or fitting
        if len(fitting) > 1:
            names = "、".join(name for name, _ in fitting)
            partners.notes.append(f"{meaning}有 {len(fitting)} 份（{names}），没有对比，请用 --last 指定一份")
        elif fitting:
            name, other = fitting[0]
            partners.others.append(Other(kind, other, name))
