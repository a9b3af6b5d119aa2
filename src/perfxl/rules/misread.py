"""WJ-05, WJ-06: targets and rows that a scan or a conversion seems to have damaged. Reported, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from perfxl.formset.labels import compact, normal
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import plain
from perfxl.returns.targets import APPROXIMATE
from perfxl.rules.context import Context
from perfxl.rules.indicators import DECLARATIONS, Indicator, indicators, says_nothing
from perfxl.rules.registry import Hit, form_rule
from perfxl.workbook.model import Kind

_FIGURE = re.compile(r"([≥≤<>=]?)\s*(\d+(?:\.\d+)?)")
_STRAY = re.compile(r"[0-9A-Za-z·•/\\|_^~\-]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_LONGEST_PIECE, _SURE_PIECE = 4, 2
"""Characters that the end of a broken name may have (困难数量), and has where no name is so short (结率)."""


@form_rule("WJ-05", *DECLARATIONS)
def targets_legible(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A target with signs that a scan makes of others: ``€0``, ``≪0.4``, ``>9 95%``, ``2 ↑``."""
    told = {id(member) for pair in _twice(found) for member in pair}
    for member in indicators(found):
        cell, doubt = member.target_cell, member.target.doubtful
        broken = cell.cell is not None and cell.cell.kind in (Kind.ERROR, Kind.UNCALCULATED)
        if doubt and doubt != APPROXIMATE and not broken and id(member) not in told:
            yield Hit(f"“{member.title}”指标值“{cell.text}”{doubt}", cell, stated=cell.text)


@form_rule("WJ-06", *DECLARATIONS)
def rows_stand_once(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An indicator stands in two rows with different targets."""
    for first, second in _twice(found):
        message = (
            f"“{second.title}”与第 {first.entry.row} 行“{first.title}”疑似同一指标，"
            f"指标值“{second.target_cell.text}”与“{first.target_cell.text}”不一致"
        )
        yield Hit(message, second.target_cell, stated=second.target_cell.text, related=[first.target_cell])


def _twice(found: FormReturn) -> Sequence[tuple[Indicator, Indicator]]:
    known: Sequence[tuple[Indicator, Indicator]] | None = found.memo.get("twice")
    if known is None:
        known = found.memo["twice"] = list(_pairs(found))
    return known


def _pairs(found: FormReturn) -> Iterator[tuple[Indicator, Indicator]]:
    """Rows of one name under one category, and neighbours of which one is a broken copy of the other."""
    together: dict[tuple[int, ...], list[Indicator]] = {}
    for member in indicators(found):
        if not says_nothing(member.target_cell.text):
            together.setdefault(_category(member), []).append(member)
    for members in together.values():
        neighbours = {(id(a), id(b)) for a, b in pairwise(members) if _broken_copy(a, b) or _broken_copy(b, a)}
        for a, b in combinations(members, 2):
            same = bool(a.name) and normal(a.name) == normal(b.name)
            if (same or (id(a), id(b)) in neighbours) and compact(a.target_cell.text) != compact(b.target_cell.text):
                yield a, b


def _category(member: Indicator) -> tuple[int, ...]:
    """What the row stands under: its block and categories, told apart by their cells, which the rows share."""
    values = member.entry.values
    return tuple(id(values[key]) for key in sorted(values) if key not in _OWN)


_OWN = frozenset({"三级指标", "指标值", "完成值", "分值", "得分", "原因", "绩效指标描述", "指标值确定依据", "备注"})


def _broken_copy(whole: Indicator, copy: Indicator) -> bool:
    """Whether a row has no name of its own, or an illegible one, and a target that may be a misread copy.

    A scan breaks a long name over two rows, loses the sign and the unit (``≥10件`` → ``=10``), reads ≥ as 2
    (``≥5项`` → ``25项``). Where only the sign differs, the name must be no more than a piece of one: 及时率 beside
    合格率 may well have the same figure.
    """
    clear, misread = _FIGURE.search(plain(whole.target_cell.text)), _FIGURE.search(plain(copy.target_cell.text))
    if clear is None or misread is None or not clear[1]:
        return False
    length = len(compact(copy.name))
    if length > _LONGEST_PIECE and not _STRAY.search(copy.name):
        return False
    if misread[2] == clear[2]:
        unit_lost = bool(whole.target.unit) and not copy.target.unit
        return unit_lost or length <= _SURE_PIECE
    return clear[1] == "≥" and not misread[1] and misread[2] == f"2{clear[2]}"
