"""The indicators of a scoring table (计分表): labels with full marks in them, scores and scoring explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from perfxl.formset.labels import compact, normal
from perfxl.lazy import once
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.rules.first_levels import declared_weight
from perfxl.rules.indicators import LIST


class Line(Struct):
    """One third-level indicator: its label with the full marks in it, and its score."""

    label: Value
    second: Value
    first: Value
    score: Value
    points: Value | None
    computed: Value | None
    """计算得分, where the form has that column."""
    working: Value | None
    """计算过程, where the form has that column."""
    weight_cell: Value | None = None
    """分值, where the table has that column."""
    shared: bool = False
    """Whether merged cells give weight or score for several indicators together."""

    @property
    def name(self) -> str:
        """The label in quotes on one line, without its full marks."""
        return quoted(self.label)

    @property
    def key(self) -> str:
        """What the indicator's standard goes by."""
        return normal(self.label.text)

    @property
    def weight(self) -> Decimal | None:
        """Its own full marks; None where none are stated, or only those of several indicators together."""
        return None if self.shared else self.stated_weight

    @property
    def stated_weight(self) -> Decimal | None:
        """The full marks that the label states, else those in the column 分值."""
        declared = declared_weight(self.label.text)
        return declared if declared is not None or self.weight_cell is None else self.weight_cell.number

    @property
    def weight_at(self) -> Value:
        """The cell that states the full marks: the label, or the one in the column 分值."""
        if self.weight_cell is None or declared_weight(self.label.text) is not None:
            return self.label
        return self.weight_cell


@once
def lines(found: FormReturn) -> Sequence[Line]:
    """The indicators of a scoring table, in the form's order; none where one of its columns is missing."""
    known = list(_lines(found))
    for one, other in pairwise(known):
        if one.score.place == other.score.place or one.weight_at.place == other.weight_at.place:
            one.shared = other.shared = True
    return known


def _lines(found: FormReturn) -> Iterator[Line]:
    for entry in found.entries.get(LIST, ()):
        values = entry.values
        if {"一级指标", "二级指标", "三级指标", "得分"} <= set(values) and values["三级指标"].text:
            label, second, first = values["三级指标"], values["二级指标"], values["一级指标"]
            points, computed, working, weight = (
                values.get(name) for name in ("指标说明", "计算得分", "计算过程", "分值")
            )
            yield Line(label, second, first, values["得分"], points, computed, working, weight)


def quoted(label: Value) -> str:
    """A label for messages, without its full marks; one that has quotes of its own gets no others."""
    text = compact(label.text)
    name = text.rpartition("(")[0] or text
    return name if "“" in name else f"“{name}”"
