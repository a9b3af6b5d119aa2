"""BG-04: the same thing with two figures in different places of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.finding import decimal_text
from perfxl.rules.context import Outcome, direction, figure
from perfxl.words.report_rules import Report, Said, agree, called, project_key, report_rule, scale_of
from perfxl.words.statements import Basis, Figure
from perfxl.words.tokens import MONEY
from perfxl.words.vocabulary import ItemKind

_PROJECT = re.compile(r"(?:经费|资金|专项|项目|项目支出|工程|补助|补贴|奖补|基金)$")
_TOO_GENERAL = re.compile(
    r"^(?:(?:其他|其它|该|本|各|全部|所有|上述|以上|专项|项目|财政|市级|省级|中央|区级|县级|上级|本级|配套|自筹|结余|工作|活动|业务)+(?:专项|项目|经费|资金|补助|工程|工作)*)$"
)
_Key = tuple[str, str, int]


@report_rule("BG-04")
def one_figure_for_one_thing(report: Report) -> Iterator[Said]:
    """A project, or an item of the unit, is stated with different amounts on the same basis."""
    planned: dict[_Key, list[Figure]] = {}
    actual: dict[_Key, list[Figure]] = {}
    for one in report.statements.figures:
        key = _key(report, one)
        if key is None:
            continue
        (planned if one.basis.planned else actual).setdefault(key, []).append(one)
    for key, figures in actual.items():
        plans = {one.number for one in planned.get(key, ())}
        sure = [one for one in figures if one.basis is Basis.ACTUAL or one.number not in plans]
        yield from _differing(sure)
    for figures in planned.values():
        for basis in (Basis.INITIAL, Basis.ADJUSTED, Basis.BUDGET):
            yield from _differing([one for one in figures if one.basis is basis])


def _key(report: Report, one: Figure) -> _Key | None:
    if not one.exact or one.quantity.unit != MONEY or one.summed or one.basis is Basis.RECEIVED:
        return None
    if one.whole:
        above = one.parent is None or one.parent.whole
        whole_unit = report.words.items[one.item].kind is ItemKind.MONEY and above and not _scoped_parent(one)
        return (one.item, one.scope, one.year) if whole_unit else None
    if one.of_source:
        return None
    name = one.name
    if not _PROJECT.search(name) or _TOO_GENERAL.match(name) or len(project_key(name)) < 3:
        return None
    if one.parent is not None and one.parent.item not in ("项目支出", "支出合计"):
        return None
    return project_key(name), one.scope, one.year


def _scoped_parent(one: Figure) -> bool:
    return one.parent is not None and bool(one.parent.scope)


def _differing(figures: list[Figure]) -> Iterator[Said]:
    """Each figure that differs from the first one, in another sentence; one finding for each number."""
    told = set()
    for one in figures[1:]:
        first = figures[0]
        if one.sentence is first.sentence or one.number in told:
            continue
        scale = scale_of([first, one])
        outcome, tolerance = agree(one.number, first.number, scale)
        if outcome is Outcome.EQUAL:
            continue
        told.add(one.number)
        rounding = outcome is Outcome.ROUNDING
        message = f"“{called(one)}” {figure(one.number)}，第 {first.sentence.paragraph} 段写 {figure(first.number)}，"
        message += f"相差 {direction(one.number - first.number).split(' ', 1)[1]}"
        yield Said(
            message, one.sentence, (one.start, one.end), decimal_text(one.number), first.number,
            one.number - first.number, tolerance, rounding=rounding, fault=one, inputs=[first, one],
        )  # fmt: skip
