"""TY-08 of scores that are typed with words or with their full marks: ``自评得分99.75分``, ``18/20``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfxl.finding import Place
from perfxl.formset.model import Type
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import read_amount_text
from perfxl.returns.reading import State
from perfxl.returns.score_texts import score_in_words
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution
from perfxl.rules.context import Context, figure
from perfxl.rules.ratings import total_of
from perfxl.rules.registry import Hit
from perfxl.rules.weights import all_weights, mended_weight
from perfxl.workbook.model import Kind

_FIX = "请核对得分和分值，得分栏只填得分。"


def typed_with_words(value: Value) -> bool:
    """Whether a score that was read as a number has words around it, or its full marks behind a stroke."""
    text = value.text
    if value.number is None or (value.cell is not None and value.cell.kind is not Kind.TEXT):
        return False
    return read_amount_text(text).state is State.TEXT and score_in_words(text) is not None


def other_full_marks(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Scores whose full marks behind the stroke (``18/25``) are not the weight that their rows state."""
    for score, weights in _scores_with_weights(found):
        of, weight = _full_marks(score), total_of(weights)
        if of is None or weight in (None, of):
            continue
        message = (
            f"{score.label}“{score.text}”，斜线后的满分 {figure(of, Type.SCORE)}"
            f"与分值 {figure(weight, Type.SCORE)}不一致"
        )
        primary = mended_weight(found, weights[0], context) != of  # else the weight is at fault
        yield Hit(message, score, weight, score.text, related=weights, primary=primary, fix=_FIX)
    yield from _of_the_total(found, context)


def _full_marks(score: Value) -> Decimal | None:
    """What stands behind the stroke of a score that was read as a number, None for nothing."""
    if score.number is None or not ("/" in score.text or "／" in score.text):
        return None
    stated = score_in_words(score.text)
    return stated.of if stated else None


def _scores_with_weights(found: FormReturn) -> Iterator[tuple[Value, list[Value]]]:
    """The scores of all lists, and that of budget execution, each with the weights of its rows."""
    together: dict[Place, tuple[Value, list[Value]]] = {}
    for entry in (entry for entries in found.entries.values() for entry in entries):
        if "得分" in entry.values and "分值" in entry.values:
            score = entry.values["得分"]
            together.setdefault(score.place, (score, []))[1].append(entry.values["分值"])
    yield from together.values()
    if found.id in SELF_EVALUATIONS:
        weight, score = execution(found)
        yield score, [weight]


def _of_the_total(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A total of other full marks (``95/110``) than the weights make up, than their total, and than the whole."""
    total = found.value("总分.得分")
    of, due = _full_marks(total), context.number("总分")
    if of is None:
        return
    weights = all_weights(found) if found.id in SELF_EVALUATIONS else []
    if of not in (due, found.value("总分.分值").number, total_of(weights)):
        message = (
            f"{total.label}“{total.text}”，斜线后的满分 {figure(of, Type.SCORE)}"
            f"与总分 {figure(due, Type.SCORE)}不一致"
        )
        yield Hit(message, total, due, total.text, related=weights, fix=_FIX)
