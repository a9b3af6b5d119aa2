"""Remarks behind an amount, a rate or a score that leave it as it is: ``650.6(人员558.6、公用92)``, ``97(优)``."""

from __future__ import annotations

from decimal import Decimal

from perfxl.patterns import pattern

_REMARKED = pattern(r"(?P<value>[^()]*?(?P<number>[0-9]+(?:\.[0-9]+)?)[^()0-9]*)\((?P<note>[^()]+)\)")
_FIGURE = pattern(r"[0-9]+(?:\.[0-9]+)?")
_THOUSANDS = pattern("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_OF_WHICH = pattern("其中|包括|包含|含")
_SHARE = pattern(r"占[^0-9]{0,12}[0-9]+(?:\.[0-9]+)?%")
_BECAUSE = pattern("因|由于")
GRADE_NAME = "优秀?|良好?|中等?|较?差|(?:基本|不)?合格"
GRADE = f"(?:自评|评[定价])?(?:等[级次]|结果)?:?(?:{GRADE_NAME})(?:等?级|等次?)?"
"""A grade in a closed-up text, as a pattern."""
_GRADE = pattern(GRADE)
_CORRECTS = pattern("应[为是得计]|更正|改为|有误|错误|误[填写]|实为|[约估]|不含|不包括|另")
"""Words with which a remark may put another figure in the place of the one before it."""


_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_RATE_WORKED_OUT = pattern(
    rf"(?P<rate>{_NUMBER}%)\((?:即|=)?{_NUMBER}(?:万?元)?[÷/]{_NUMBER}(?:万?元)?(?:[×*xX]100%?)?(?:=(?P=rate))?\)"
)


def rate_before_remark(closed: str) -> str:
    """A percentage before a remark that says of which two figures it is made: ``97.54%(1352.4÷1386.52)``; else ""."""
    found = _RATE_WORKED_OUT.fullmatch(closed) if closed.endswith(")") else None
    return found["rate"] if found else ""


def amount_before_remark(closed: str) -> str:
    """What stands before the remark at the end of a closed-up text, if that leaves the figure as it is, else "".

    Such are parts, none larger than the whole, or all of them with their sum, the share of a whole, reasons, and grades.
    """
    found = _REMARKED.fullmatch(_THOUSANDS.sub("", closed)) if closed.endswith(")") else None
    if found is None or _CORRECTS.search(found["note"]):
        return ""
    number, figures = Decimal(found["number"]), [Decimal(part) for part in _FIGURE.findall(found["note"])]
    parts = _OF_WHICH.match(found["note"]) and all(part <= number for part in figures)
    whole = len(figures) > 1 and sum(figures) == number
    share = _SHARE.fullmatch(found["note"])
    harmless = share or _BECAUSE.match(found["note"]) or _GRADE.fullmatch(found["note"])
    return found["value"] if parts or whole or harmless else ""
