"""Titles of forms on a sheet, whatever stands before them (year, unit) or behind them (a number, a project's name)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from perfxl.formset.labels import compact, normal
from perfxl.patterns import pattern
from perfxl.returns.region import LONGEST_LABEL
from perfxl.workbook.model import Cell, Kind

_LONGEST_BEFORE = 30
"""Characters a title may have before the official one (``2021年度``, the unit's name)."""
_TAIL_ENDS = frozenset("0123456789０１２３４５６７８９一二三四五六七八九十)）]］】")
"""A quick look: a text that ends otherwise has no tail."""
_TAIL = pattern(
    r"(?:\((?!续|[^()]*(?:说明|续表?)\))[^()]*\)|[\[【][^\[\]【】]*[\]】]|[-—_]?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}))$"
)
"""What may follow a title: a number, a project's name in brackets. A form that goes on (续) does not begin again, and
how to fill one in (填报说明) is no form.
"""
_MENTION = pattern("(?:见|与|和|及|同|按|按照|填报|填写)$")
"""How a sentence begins that only speaks of a form: ``详见部门整体支出绩效自评表（附件3）``."""


class Title(Struct, frozen=True):
    """A title's cell, and its normal form without what follows the official title."""

    cell: Cell
    key: str


def titles_on(rows: Mapping[int, list[Cell]], endings: tuple[str, ...]) -> list[Title]:
    """The titles on a sheet, row by row. ``endings`` are the official titles in normal form."""
    last, longest = _outline(endings)
    return [title for row in sorted(rows) for title in _titles_in(rows[row], endings, last, longest)]


@lru_cache(maxsize=16)
def _outline(endings: tuple[str, ...]) -> tuple[frozenset[str], int]:
    """The characters in which titles end, and how long one may be with what stands before it."""
    return frozenset(ending[-1] for ending in endings), _LONGEST_BEFORE + max(map(len, endings), default=0)


def _titles_in(
    cells: list[Cell], endings: tuple[str, ...], last: frozenset[str], longest: int
) -> Iterator[Title]:
    """The titles among some cells; ``last`` are the characters in which titles end, as hardly any other text does."""
    for cell in cells:
        text = cell.text
        if cell.kind is not Kind.TEXT or not 4 <= len(text) <= LONGEST_LABEL:
            continue
        key = normal(text)
        if key[-1:] not in last or not key.endswith(endings):
            may_have = text[-1] in _TAIL_ENDS and not last.isdisjoint(key)
            key = _without_tail(text, endings) if may_have else ""
        if key and len(key) <= longest:
            yield Title(cell, key)


def _without_tail(text: str, endings: tuple[str, ...]) -> str:
    """A title with a tail in normal form without it; "" for anything else."""
    key = normal(_TAIL.sub("", compact(text)))
    ending = next((ending for ending in endings if key.endswith(ending)), None)
    return "" if ending is None or _MENTION.search(key.removesuffix(ending)) else key
