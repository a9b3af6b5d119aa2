"""ZP-15 on a form without weights and scores: a target that was missed asks for a reason."""

from __future__ import annotations

from perfxl.finding import Level, Place
from perfxl.returns.model import FormReturn
from perfxl.rules.context import Context
from perfxl.rules.indicators import Indicator
from perfxl.rules.missed import is_behind
from perfxl.rules.ratings import ANY_WEIGHT, due_score
from perfxl.rules.reasons import explained
from perfxl.rules.registry import Hit


def unscored_and_missed(indicator: Indicator, found: FormReturn, context: Context) -> Hit | None:
    """ZP-15 on a form without weights and scores: a target that was missed, and the column for the reason is empty.

    A bare target may be meant otherwise, and remarks need not be reasons; then it is only asked about.
    """
    scored = indicator.score.place.row or indicator.weight.place.row
    if scored or "原因" not in indicator.entry.values or explained(indicator, found):
        return None
    year = context.year if found.year in (None, context.year) else None
    due = due_score(indicator, ANY_WEIGHT)
    late = is_behind(indicator, year)
    if not late and (due is None or due >= ANY_WEIGHT):
        return None
    message = (
        f"“{indicator.title}”指标值“{indicator.target_cell.text}”，完成值“{indicator.actual_cell.text}”，"
        f"{'晚于时限' if late else '没有达到指标值'}，未填偏差原因及改进措施"
    )
    certain = (late or indicator.target.op) and _asks_for_reasons(indicator.entry["原因"].place, found)
    related = [indicator.target_cell, indicator.actual_cell]
    return Hit(message, indicator.entry["原因"], level=None if certain else Level.WARNING, related=related)


def _asks_for_reasons(place: Place, found: FormReturn) -> bool:
    """Whether the heading above a cell is that of reasons, and not of remarks (备注) in general."""
    above = (cell.text for cell in found.cells if cell.col == place.col and cell.row < place.row)
    return any("原因" in text for text in above)
