"""WJ-05, WJ-06: targets and rows that a scan or a conversion seems to have damaged. Reported, never repaired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from perfxl.formset.labels import compact, normal
from perfxl.formset.names import DECLARATIONS
from perfxl.lazy import once
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import plain, says_nothing
from perfxl.returns.targets import APPROXIMATE
from perfxl.rules.context import Context
from perfxl.rules.indicators import LIST, Indicator, all_indicators
from perfxl.rules.registry import Hit, form_rule
from perfxl.workbook.model import Kind

_FIGURE = pattern(r"([≥≤<>=]?)\s*(\d+(?:\.\d+)?)")
_STRAY = pattern(r"[0-9A-Za-z·•/\\|_^~\-]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_LONGEST_PIECE, _SURE_PIECE = 4, 2
"""Characters that the end of a broken name may have (困难数量), and has where no name is so short (结率)."""


@form_rule("WJ-05", *DECLARATIONS)
def targets_legible(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A target with signs that a scan makes of others: ``€0``, ``≪0.4``, ``>9 95%``, ``2 ↑``."""
    told = {id(member) for pair in _twice(found) for member in pair}
    for member in all_indicators(found):
        cell, doubt = member.target_cell, member.target.doubtful
        broken = cell.cell is not None and cell.cell.kind in (Kind.ERROR, Kind.UNCALCULATED)
        if doubt and doubt != APPROXIMATE and not broken and id(member) not in told:
            yield Hit(f"“{member.title}”指标值“{cell.text}”，{doubt}", cell, stated=cell.text)


@form_rule("WJ-06", *DECLARATIONS)
def rows_stand_once(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An indicator stands in two rows with different targets."""
    for first, second in _twice(found):
        message = (
            f"“{second.title}”与第 {first.entry.row} 行“{first.title}”疑似同一指标，"
            f"指标值“{second.target_cell.text}”与“{first.target_cell.text}”不一致"
        )
        yield Hit(message, second.target_cell, stated=second.target_cell.text, related=[first.target_cell])


def repeated(found: FormReturn) -> set[int]:
    """The indicators (by ``id``) that repeat one: what they say must not be counted again."""
    return {id(second) for _, second in _twice(found)}


@once
def _twice(found: FormReturn) -> Sequence[tuple[Indicator, Indicator]]:
    return list(_pairs(found))


def _pairs(found: FormReturn) -> Iterator[tuple[Indicator, Indicator]]:
    """Rows of one name under one category, and neighbours of which one is a broken copy of the other."""
    together: dict[tuple[object, ...], list[Indicator]] = {}
    for member in all_indicators(found):
        if not says_nothing(member.target_cell.text):
            together.setdefault(_category(member, found), []).append(member)
    for members in together.values():
        copies: set[int] = set()
        for a, b in pairwise(members):
            if id(a) not in copies and _differ(a, b) and (_broken_copy(a, b) or _broken_copy(b, a)):
                copies.add(id(b))
                yield a, b
        for a, b in combinations(members, 2):
            if a.name and normal(a.name) == normal(b.name) and _differ(a, b) and not copies & {id(a), id(b)}:
                yield a, b


def _differ(a: Indicator, b: Indicator) -> bool:
    return compact(a.target_cell.text) != compact(b.target_cell.text)


def _category(member: Indicator, found: FormReturn) -> tuple[object, ...]:
    """What the row stands under: its list, its block, which the place tells apart, and the categories that it shares."""
    listing, values = found.form.lists[LIST], member.entry.values
    block = values.get(listing.blocks.name) if listing.blocks else None
    shared = (values[column.name] for column in listing.columns if column.carry and column.name in values)
    return (member.listing, block and block.place, *(normal(value.text) for value in shared))


def _broken_copy(whole: Indicator, copy: Indicator) -> bool:
    """Whether a row has no name of its own, or an illegible one, and a target that may be a misread copy.

    A scan breaks a long name over two rows, loses the sign and the unit (``≥10件`` → ``=10``), reads ≥ as 2
    (``≥5项`` → ``25项``). Where only the sign differs, the name must be no more than a piece of one: 及时率 beside
    合格率 may well have the same figure.
    """
    clear = _FIGURE.search(plain(whole.target_cell.text))
    misread = _FIGURE.search(plain(copy.target_cell.text))
    if clear is None or misread is None or not clear[1]:
        return False
    length = len(compact(copy.name))
    if length > _LONGEST_PIECE and not _STRAY.search(copy.name):
        return False
    if misread[2] == clear[2]:
        unit_lost = bool(whole.target.unit) and not copy.target.unit
        return unit_lost or length <= _SURE_PIECE
    return clear[1] == "≥" and not misread[1] and misread[2] == f"2{clear[2]}"
