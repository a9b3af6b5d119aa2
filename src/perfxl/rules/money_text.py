"""Amounts of money written in running text, each with the item it belongs to, in 万元."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from unicodedata import normalize

from perfxl.patterns import pattern
from perfxl.returns.money import MONEY_WORDS, in_wan

_AMOUNT = pattern(
    r"([\u4e00-\u9fffA-Za-z]{0,20})[：:为约计共]{0,9}\s{0,9}"
    rf"(?<![0-9])([0-9]++(?:,[0-9]{{3}})*+(?:\.[0-9]++)?+)\s{{0,9}}({MONEY_WORDS})"
)
"""Every part is bounded, so that a long text of nothing but digits or blanks takes no longer than any other."""
_TOTAL = pattern(r"(?:总额|总投资|总预算|共计|合计|总计|预算资金|项目资金|资金预算|安排资金|安排预算)")
_BEFORE_ITEM = pattern(r"^(?:其中|包括|用于|安排|实际|支付|支出|开支|使用|发放)+")
_FILLER = pattern(r"(?:(?<![合共总])计|为|约|共)+$")
_PARTS = pattern(r"其中|分别|包括")


def amounts_in(text: str) -> list[tuple[str, Decimal]]:
    """Each amount with the words right before it, in order. ``培训费3.5万元`` gives ``("培训费", 3.5)``."""
    found = []
    for match in _AMOUNT.finditer(normalize("NFKC", text)):
        number = Decimal(match[2].replace(",", ""))
        item = _FILLER.sub("", match[1])
        found.append((item, in_wan(number, match[3])))
    return found


def items_in(text: str) -> dict[str, Decimal]:
    """The amount of each item that a text names exactly once, totals left out: ``{"培训费": 3.5}``."""
    amounts = [
        (_BEFORE_ITEM.sub("", item), amount) for item, amount in amounts_in(text) if not _TOTAL.search(item)
    ]
    times = Counter(item for item, _ in amounts)
    return {item: amount for item, amount in amounts if item and times[item] == 1}


def stated_total(text: str) -> Decimal | None:
    """The total that a text states for the whole project, or the sum of the parts that it lists after 其中.

    None where it states neither in a way that has one reading.
    """
    amounts = amounts_in(text)
    totals = {amount for item, amount in amounts if _TOTAL.search(item)}
    if len(totals) == 1:
        return totals.pop()
    listed = _PARTS.search(text)
    if totals or listed is None:
        return None
    parts = amounts_in(text[listed.start() :])
    return sum((amount for _, amount in parts), Decimal(0)) if len(parts) >= 2 else None
