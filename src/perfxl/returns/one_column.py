"""Targets and actuals in one column of a list, a stroke between them: 年度指标值/实际完成值, ``≥18座/18座``."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from perfxl.formset.labels import normal
from perfxl.formset.model import Column, Grid, Listing
from perfxl.patterns import pattern
from perfxl.returns.header import Header, texts_of
from perfxl.returns.joined import ACTUAL, TARGET
from perfxl.returns.region import Region
from perfxl.returns.value import Value

_STROKE = pattern("[/／|｜]")
_INSEPARABLE = "与“{}”写在一格里，分不开"
"""Why neither of the two can be relied on."""


def take_shared_heading(header: Header, block: Grid | Listing, region: Region) -> list[Column]:
    """Take a heading that names target and actual, where both are missing, for these two; they are returned."""
    missing = {column.name: column for column in block.columns if column.name not in header.columns}
    if not isinstance(block, Listing) or not {TARGET, ACTUAL} <= missing.keys():
        return []
    pair = [missing[TARGET], missing[ACTUAL]]
    for text in texts_of(header, region):
        names = [normal(name) for name in _STROKE.split(text.cell.text)]
        if len(names) == len(pair) and all(
            name in column.label.norms for name, column in zip(names, pair, strict=True)
        ):
            for column in pair:
                header.take(column, text, region)
            return pair
    return []


def part(values: Mapping[str, Value]) -> None:
    """Part a row's target and actual that stand in one cell at the stroke in the middle: ``≤12元/卷/11元/卷``."""
    target, actual = values.get(TARGET), values.get(ACTUAL)
    if target is None or actual is None or target.place != actual.place or not target.text:
        return
    pieces = _STROKE.split(target.text)
    half, rest = divmod(len(pieces), 2)
    if rest:
        for value, other in ((target, actual), (actual, target)):
            doubt = _INSEPARABLE.format(other.row_label)
            value.indicator = replace(value.indicator, op="", explicit_op=False, doubtful=doubt)
        return
    for value, piece in ((target, pieces[:half]), (actual, pieces[half:])):
        value.inline = "/".join(piece)
        value.text = value.inline.strip()
