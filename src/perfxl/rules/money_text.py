"""Amounts of money written in running text, each with the item it belongs to, in 万元."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from msgspec import Struct

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
_WIDER = pattern(
    r"总投资|概算|合同|招标|中标|累计|历年|总造价|上级|下达|带动|撬动|社会投资|产值|增收|全[国省市州县区乡镇]"
)
"""Of what an amount may be more, or other, than the project's budget of the year."""
_SEVERAL_YEARS = pattern(r"分[两二三四五六2-6]个?年|跨年|[两二三四五六2-6]年(?:计划|规划|行动|实施)")
_CLAUSE_END = pattern(r"[,;。、:()\n]")
_OF_THIS_YEAR = pattern(r"本年|当年|今年|(?:19|20)[0-9]{2}年|[我本](?:单位|部门|级|局|院|校|中心)")
"""What says of an amount that it is the unit's own of a year."""


class StatedTotal(Struct, frozen=True):
    """What a text says of a project's money as a whole, in 万元.

    ``wider``: it may be the amount of more than the year and the unit (总投资, 合同, 全县). ``own`` are the amounts
    that the text gives for a year or the unit; beside a wider total also all others.
    """

    amount: Decimal
    wider: bool
    own: frozenset[Decimal]


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


def stated_total(text: str) -> StatedTotal | None:
    """The total that a text states for the whole project, or the sum of the parts that it lists after 其中.

    Totals of a wider scope count only where there is no other, nor one amount of the year. None where the text has no one reading.
    """
    amounts = amounts_in(text)
    wider = {amount for item, amount in amounts if _WIDER.search(item)}
    named = {amount for item, amount in amounts if _TOTAL.search(item)}
    totals = named - wider or named
    if len(totals) > 1:
        return None
    total = totals.pop() if totals else _sum_of_parts(text)
    if total is None:
        return None
    own = frozenset(_of_this_year(text))
    if _SEVERAL_YEARS.search(text) is None and all(amount < total for amount in wider):
        return StatedTotal(total, False, own)
    year = min(own) if len(own) == 1 else total
    return StatedTotal(year, True, frozenset(amount for _, amount in amounts))


def _sum_of_parts(text: str) -> Decimal | None:
    listed = _PARTS.search(text)
    parts = amounts_in(text[listed.start() :]) if listed else []
    return sum((amount for _, amount in parts), Decimal(0)) if len(parts) >= 2 else None


def _of_this_year(text: str) -> Iterator[Decimal]:
    plain = normalize("NFKC", text)
    for match in _AMOUNT.finditer(plain):
        clause = _CLAUSE_END.split(plain[: match.start(2)])[-1]
        if _OF_THIS_YEAR.search(clause):
            yield in_wan(Decimal(match[2].replace(",", "")), match[3])
