"""Reasons for deviations that a form parts into several columns: 偏差原因分析 | 改进措施, or one heading over several cells."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.numbers import says_nothing
from perfxl.returns.region import Region
from perfxl.workbook.model import Cell

REASON = "原因"
"""The column of a list that holds the reasons."""
_PART = pattern(
    r"(?:拟?采取的?|下一步|今后)?(?:改进|整改|纠正)(?:的?措施|意见|建议|情况).{0,6}|(?:具体)?原因(?:说明|分析)?|情况说明"
    r"|(?:偏差|偏离|未完成|扣分).{0,6}原因.{0,12}"
)


def further_columns(header: Header, region: Region) -> Sequence[int]:
    """The columns right of the one for reasons that its heading spans, or that are headed as a part of the reason."""
    label = header.cells.get(REASON)
    if label is None:
        return ()
    found: list[int] = []
    behind = region.right_of(label)
    while True:
        found.extend(range(header.columns[REASON] + 1 + len(found), behind))
        heading = _heading(behind, header, region)
        if heading is None or not _PART.fullmatch(compact(heading.text)):
            return found
        region.claimed.add((heading.row, heading.col))
        behind = region.right_of(heading)


def _heading(col: int, header: Header, region: Region) -> Cell | None:
    cells = (region.cell(row, col) for row in range(header.row, header.bottom + 1))
    return next((cell for cell in cells if cell is not None and cell.text.strip()), None)


def where_given(row: int, own: int, further: Sequence[int], region: Region) -> int:
    """The column in which a row gives its reason: its ``own``, or the first of the ``further`` ones where that is empty."""
    for col in (own, *further):
        cell = region.cell(row, col)
        if cell is not None and not says_nothing(cell.text):
            return col
    return own
