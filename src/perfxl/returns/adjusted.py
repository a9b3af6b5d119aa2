"""Columns that hold in place of another one where they state something: the adjusted target, for the first one.

Many units write into them in every row that nothing was adjusted (``未调整``, ``同年初``), or fill them with zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.formset.labels import compact
from perfxl.formset.model import Column
from perfxl.patterns import pattern
from perfxl.returns.numbers import read_amount, says_nothing
from perfxl.returns.region import Region
from perfxl.returns.value import Value

_AS_BEFORE = pattern(
    r"(?:指标|目标)?值?(?:本年度?|全年|年中)?(?:未|不|无需?|没有?)(?:作|做|进行|予以?|有|需)*(?:调整|变[动化更]?|改变|修改)(?:指标|目标)?值?"
    r"|(?:保持|维持)(?:年初|原|不变)\w{0,6}"
    r"|[同按](?:左|上|年初|期初|原)\w{0,6}"
    r"|[与和同](?:左|上|年初|期初|原)\w{0,6}(?:一致|相同|一样|不变)"
)
"""What says that the other column holds."""
_ZEROS = 2
"""So many zeros and nothing else are a column that was filled up."""


def filled_with_zeros(col: int, header: int, region: Region) -> bool:
    """Whether a column states nothing but zeros in the rows below a header."""
    cells = [
        cell
        for row in region.rows
        if row > header and (cell := region.cell(row, col)) and not says_nothing(cell.text)
    ]
    return len(cells) >= _ZEROS and not any(read_amount(cell).number != 0 for cell in cells)


def put_in_place(replacing: Sequence[Column], values: dict[str, Value]) -> None:
    """Let each of some columns hold in place of its other one where a row states it; the two change places."""
    for column in replacing:
        own, other = values[column.name], values.get(column.instead_of)
        if other is not None and not says_nothing(own.text) and not _as_before(own.text, other.text):
            values[column.instead_of], values[column.name] = own, other


def _as_before(text: str, other: str) -> bool:
    """Whether a text says that the other one holds, which there must be."""
    return not says_nothing(other) and _AS_BEFORE.fullmatch(compact(text).rstrip("。.")) is not None
