"""What budget execution weighs on a form that has no cell for its weight, and what its score should then be."""

from __future__ import annotations

from decimal import Decimal

from perfxl.formset.labels import compact
from perfxl.formset.names import SELF_EVALUATIONS
from perfxl.measures import rate_score
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution, execution_rate_of
from perfxl.rules.context import EXACT, Context
from perfxl.rules.ratings import total_of
from perfxl.rules.weights import all_scores, all_weights

_WEIGHT_IN_HEAD = pattern(r"(\d+(?:\.\d+)?)分?[*×xX]执行率|执行率[*×xX](\d+(?:\.\d+)?)")
"""The weight of budget execution in the heading of its score: ``得分（20分*执行率）``."""


def weight_in_head(found: FormReturn) -> Decimal | None:
    """The weight that the heading of the score states, None where it states none."""
    match = _WEIGHT_IN_HEAD.search(compact(execution(found)[1].column))
    return Decimal(match[1] or match[2]) if match else None


def weight_without_cell(found: FormReturn, context: Context) -> Decimal | None:
    """The weight of budget execution, of which only the score has a cell; None where nothing settles it.

    The score's heading states it, or a parameter set was chosen for it, or it is what the weights of the indicators
    leave of the full marks. Where those leave nothing, it is no part of the total, whatever the heading says.
    """
    weight, score = execution(found)
    if weight.place.row or not score.place.row:
        return None
    full, usual = context.number("总分"), context.number("执行率分值")
    weights = all_weights(found)[1:]
    rest = total_of(weights) if weights and all(one.place.row for one in weights) else None
    if rest is not None and rest + EXACT >= full:
        return None
    stated = weight_in_head(found)
    if stated is not None:
        return stated
    left = rest is not None and abs(rest + usual - full) <= EXACT
    return usual if left or context.chosen("执行率分值") else None


def known_without_cells(found: FormReturn, context: Context) -> dict[str, Value]:
    """What the weight and the score of budget execution are that have no cells, by name; empty where that is open.

    Where the weights of the list alone make up the full marks, as with execution among them, both are nothing.
    """
    if found.id not in SELF_EVALUATIONS:
        return {}
    weight, score = execution(found)
    settled = weight_without_cell(found, context)
    if settled is not None:
        return {weight.name: weight.stating(settled)}
    weights = all_weights(found)[1:]
    total = total_of(weights) if all(one.place.row for one in weights) else None
    if weight.place.row or score.place.row or total != context.number("总分"):
        return {}
    return {value.name: value.stating(Decimal(0)) for value in (weight, score)}


def total_of_list_only(found: FormReturn, context: Context) -> bool:
    """Whether the total row states the weights of the list alone, although budget execution makes up the whole with them.

    That is how many sum up their list, of which budget execution is no row. A total score with execution tells
    that only the weight is wrong.
    """
    weight, score = execution(found)
    stated, scored = found.value("总分.分值").number, found.value("总分.得分").number
    if not weight.number or score.number is None or stated is None or scored is None:
        return False
    whole = total_of(all_weights(found))
    return whole == context.number("总分") == stated + weight.number and scored != total_of(all_scores(found))


def blank_score_due(found: FormReturn, context: Context) -> Decimal | None:
    """What the score of budget execution should be that was left blank without a weight beside it; None for no such.

    Where the indicators alone have scored what execution would be due, it is no part of the total.
    """
    rate = execution_rate_of(found)
    weight = None if rate is None or not execution(found)[1].blank else weight_without_cell(found, context)
    if rate is None or weight is None:
        return None
    scored = total_of(all_scores(found)[1:])
    if scored is not None and scored + weight - context.number("总分") > EXACT:
        return None
    return rate_score(rate, weight)
