"""Amounts of money written in running text, each with the item it belongs to, in 万元."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"([\u4e00-\u9fffA-Za-z]{0,20})[：:为约计共]*\s*([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)\s*(万元|元)")
_TOTAL = re.compile(r"(?:总额|总投资|总预算|共计|合计|总计|预算资金|项目资金|资金预算|安排资金|安排预算)")
_PARTS = re.compile(r"其中|分别|包括")


def amounts_in(text: str) -> list[tuple[str, Decimal]]:
    """Each amount with the words right before it, in order. ``培训费3.5万元`` gives ``("培训费", 3.5)``."""
    found = []
    for match in _AMOUNT.finditer(text):
        number = Decimal(match[2].replace(",", ""))
        item = match[1].rstrip("为约计共")
        found.append((item, number if match[3] == "万元" else number / 10000))
    return found


def stated_total(text: str) -> Decimal | None:
    """The total that a text states for the whole project, or the sum of the parts that it lists after 其中.

    None where it states neither in a way that has one reading.
    """
    amounts = amounts_in(text)
    totals = {amount for item, amount in amounts if _TOTAL.search(item)}
    if len(totals) == 1:
        return totals.pop()
    if totals or len(amounts) < 2 or not _PARTS.search(text):
        return None
    parts = amounts_in(text[_PARTS.search(text).start() :])  # type: ignore[union-attr]  # searched just above
    return sum((amount for _, amount in parts), Decimal(0)) if len(parts) >= 2 else None
