"""The points that a scoring explanation gives: ``①…计1分；②…计0.5分``. Read only where nothing is left open."""

from __future__ import annotations

import re
from decimal import Decimal

from perfxl.formset.labels import compact
from perfxl.patterns import pattern

_CIRCLED = "①-⑳"
_MARKS = pattern(r"(?<![\d.])(\d+(?:\.\d+)?)分(?![之值钟位\d])")
_LOST = pattern(r"扣减?$|减$")
_PRODUCT = pattern(r"[*×xX]$")
_COUNTED = pattern(r"(?<![\d.])(\d{1,2})[个项条点]$")
_IN_EACH = pattern(r"(?<!\d)(\d{1,2})[-~—至到](\d{1,2})(?:季度|月|项|条)各[计得加]$")
_GIVEN = pattern(r"(?<![各共总合累])[计得加]$")
_OPEN = pattern(r"[每各]")
"""So many points for each of something, of which there may be any number."""
_ALTERNATIVE = pattern(
    r"[%\d]|以上|以下|以内|以外|低于|高于|大于|小于|超过|不足|否则|部分|基本|较|优|良|合格|一般|差"
)
"""What marks a condition that may exclude another one: its points are no part of a sum."""
_SEPARATOR = pattern(rf"[;。{_CIRCLED}]")


def full_points(text: str) -> Decimal | None:
    """The full marks that an explanation gives; None if it gives none, or leaves open what they add up to."""
    flat = "".join(
        part if "①" <= part <= "⑳" else compact(part) for part in re.split(f"([{_CIRCLED}])", text)
    )
    given: list[Decimal] = []
    conditions: list[str] = []
    end = 0
    for match in _MARKS.finditer(flat):
        before = _SEPARATOR.split(flat[end : match.start()])[-1]
        end = match.end()
        marks = _marks(before, Decimal(match[1]))
        if marks is None:
            return None
        if marks:
            given.append(marks)
            conditions.append(before)
    if len(given) > 1 and any(_ALTERNATIVE.search(condition) for condition in conditions):
        return None
    return sum(given, Decimal(0)) if given else None


def _marks(before: str, number: Decimal) -> Decimal | None:
    """What the points behind ``before`` add to the full marks: 0 if they are deducted, None if it is not certain."""
    if _LOST.search(before):
        return Decimal(0)
    if each := _IN_EACH.search(before):
        return number * (int(each[2]) - int(each[1]) + 1)
    if counted := _COUNTED.search(before):
        return number * int(counted[1])
    if _PRODUCT.search(before):
        return number
    return number if _GIVEN.search(before) and not _OPEN.search(before) else None
