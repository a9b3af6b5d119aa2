"""Reasons for what was not reached: in the column of the list, or in a row of their own below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfxl.formset.labels import compact
from perfxl.lazy import once
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.rules.indicators import LIST, Indicator
from perfxl.rules.registry import catalogue
from perfxl.workbook.model import Cell

_LABEL = pattern(r"(?:偏差|偏离|未完成|未达|未实现|没有完成|扣分|差异).{0,12}原因.{0,14}|原因分析.{0,10}")
_REMARKS = pattern("(?:其他需?要?|有关)?(?:情况)?(?:说明|备注)(?:的问题|事项)?")
"""A row for anything, which may hold a reason."""
_BECAUSE = pattern("因|由于|受.{1,20}影响")
_NO_REASON = pattern("无.{0,6}|(?:全部|均已?|已).{0,8}(?:完成|达标).{0,4}")
"""That there is nothing to give a reason for."""


def explained(indicator: Indicator, found: FormReturn) -> bool:
    """Whether a reason is given for a deviation: in the indicator's row, or below the list for all of them."""
    return bool(indicator.reason or reason_below(found))


def fix_with_reason(
    rule: str, members: Iterable[Indicator], found: FormReturn, when: str = "并"
) -> str | None:
    """What a rule says to do about scores, and to give the reason that indicators still lack; None where none does.

    ``when`` leads over to that.
    """
    unexplained = [one for one in members if "原因" in one.entry.values and not explained(one, found)]
    fix = catalogue()[rule].fix.rstrip("。")
    return f"{fix}，{when}填写偏差原因和改进措施。" if unexplained else None


@once
def reason_below(found: FormReturn) -> str:
    """What a row below the list of indicators gives as the reason, "" for nothing or no such row."""
    last = max((entry.row for entry in found.entries.get(LIST, ())), default=0)
    if not last:
        return ""
    rows: dict[int, list[Cell]] = {}
    for cell in found.cells:
        if cell.row > last and cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    return next((text for cells in rows.values() for text in _given(cells)), "")


def _given(cells: list[Cell]) -> Iterator[str]:
    """The reason in a row: beside its label, or behind the colon in the label's own cell."""
    written = compact(cells[0].text)
    label, colon, behind = written.partition(":")
    texts = [compact(cell.text) for cell in cells[1:]] + ([behind] if colon else [])
    reasons = [text for text in texts if not (says_nothing(text) or _NO_REASON.fullmatch(text.rstrip("。.")))]
    if _LABEL.fullmatch(label):
        yield from reasons
    elif _REMARKS.fullmatch(label):
        yield from (text for text in reasons if _BECAUSE.search(text))
