"""BG-01, BG-05: the scores of single indicators that a report tells (``“…率”分值5分，自评3分，扣2分``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfxl.finding import decimal_text
from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, figure
from perfxl.rules.scoring_lines import judged
from perfxl.words.report_rules import Report, Said, report_rule
from perfxl.words.text import half
from perfxl.words.tokens import Sentence

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_LINE = re.compile(
    rf"^(?P<name>.{{2,40}}?)\(?(?:分值|满分){_NUMBER}分\)?[,;]?(?:自评得?|得|实得){_NUMBER}分(?:[,;]?扣{_NUMBER}分)?"
)


class _Told(NamedTuple):
    """An indicator's full marks, score and deduction as a sentence tells them."""

    sentence: Sentence
    name: str
    full: Decimal
    score: Decimal
    deducted: Decimal | None
    end: int


def _told(report: Report) -> Iterator[_Told]:
    for sentence in report.statements.sentences:
        if found := _LINE.match(half(sentence.text)):
            full, score, deducted = found[2], found[3], found[4]
            name = found["name"].strip('"“”、.: ')
            less = Decimal(deducted) if deducted else None
            yield _Told(sentence, name, Decimal(full), Decimal(score), less, found.end())


@report_rule("BG-05")
def scores_as_in_the_table(report: Report) -> Iterator[Said]:
    """The full marks, the score or the deduction of an indicator are not those of the scoring table."""
    table = report.form(SCORING_TABLE)
    lines = {line.key: line for line in judged(table)} if table else {}
    for told in _told(report) if lines else ():
        line = lines.get(normal(told.name))
        if line is None or line.weight is None or line.score.number is None:
            continue
        pairs: list[tuple[str, Decimal | None, Decimal, Value]] = [
            ("分值", told.full, line.weight, line.label),
            ("自评", told.score, line.score.number, line.score),
            ("扣分", told.deducted, line.weight - line.score.number, line.score),
        ]
        for what, stated, due, cell in pairs:
            if stated is not None and abs(stated - due) > EXACT:
                message = (
                    f"{line.name}{what}写 {figure(stated, Type.SCORE)}，计分表为 {figure(due, Type.SCORE)}"
                )
                span = (0, told.end)
                yield Said(
                    message, told.sentence, span, decimal_text(stated), due, stated - due, EXACT, related=[cell],
                    inputs=[told.sentence],
                )  # fmt: skip
                break


@report_rule("BG-01")
def deductions_add_up(report: Report) -> Iterator[Said]:
    """Score and deduction of an indicator do not make its full marks."""
    for told in _told(report):
        if told.deducted is None or abs(told.score + told.deducted - told.full) <= EXACT:
            continue
        total = told.score + told.deducted
        message = (
            f"“{told.name}”分值 {figure(told.full, Type.SCORE)}，自评与扣分之和为 {figure(total, Type.SCORE)}"
        )
        yield Said(
            message, told.sentence, (0, told.end), decimal_text(told.full), total, told.full - total, EXACT,
            inputs=[told.sentence],
        )  # fmt: skip
