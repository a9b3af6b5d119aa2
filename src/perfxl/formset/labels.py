"""One normal form for labels, so that ``其中： 公用经费``, ``其中:公用经费`` and ``公用经费`` are the same label."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from perfxl.patterns import pattern

_WORTH_KEEPING = 100
"""Longer texts are prose, which does not come back."""
BLANK = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters that are no part of a label, for use inside a character class."""
_BLANKS = pattern(rf"[{BLANK}]+")
_OF_WHICH = pattern(rf"^[{BLANK}]*其[{BLANK}]*中[{BLANK}]*[:：]?")
_A_YEAR = r"(?:19|20)[\d×xX]{2}(?:\+[nN])?年?"
_YEAR = pattern(rf"\({_A_YEAR}[\-—–~至]{{1,2}}{_A_YEAR}\)|(?:19|20)\d\d(?:年度?|(?=[决预]算|实际))")
"""A year, or in brackets a term of years, which a blank form leaves open: ``（20××年—20××+n年）``."""
_CHINESE = "一二三四五六七八九十"
_ITEM = rf"(?:(?:项目|专项)(?:[0-9０-９]{{1,2}}|[{_CHINESE}]{{1,3}})|第(?:[0-9０-９]{{1,2}}|[{_CHINESE}]{{1,3}})项)"
_HALF = r"[,:\-—–](?![0-9])"
"""What may follow a number instead of 、 in half width, unless a digit makes a figure or a span of it: ``1-6月``."""
_LEADING = pattern(
    rf"^(?:其中:?|[{_CHINESE}]+[、.]|[(〔\[【][0-9{_CHINESE}]{{1,3}}[)〕\]】][、.]?"
    rf"|[0-9]{{1,2}}(?:[、)]|\.(?![0-9])|{_HALF})"
    rf"|{_ITEM}(?:[、.]|{_HALF}))"
)
_COUNTED = "[号月日年期届周岁个万亿千百元辆台套次户所处件只楼层栋座批米亩吨升度秒]|公[里斤顷]|平方|小时|人(?![才员事大社武民防工居口])"
"""Chinese that says what a figure before it counts: that is no number of an item."""
_SPACED = (
    r"[0-9０-９]{1,2}(?:[.．\-－—–][0-9０-９]{1,2})?[ \t\u3000\xa0]+"
    rf"(?=[\u4e00-\u9fff])(?!{_COUNTED})"
)
"""A number with nothing but a blank behind it: ``1 维权经费``, ``2.1 维权经费``."""
_NUMBER_AND_BLANK = pattern(rf"^\s*{_SPACED}")
_NUMBERED = pattern(
    rf"^\s*(?:[(（〔\[【]?[0-9０-９]{{1,3}}[)）〕\]】、]|[①-⑳]|[{_CHINESE}]{{1,3}}、|[(（〔\[【][{_CHINESE}]{{1,3}}[)）〕\]】]"
    r"|[0-9０-９]{1,3}[.．](?:(?![0-9０-９])|(?=(?:19|20)\d\d年))"
    r"|[0-9０-９]{1,2}[,，:：\-－—–](?![0-9０-９])"
    rf"|{_ITEM}(?:、|[.．,，:：\-－—–](?![0-9０-９]))"
    rf"|{_SPACED})\s*"
)
"""A number before a name. Where its mark may stand inside a figure or a span no digit may follow: ``1.75``, ``1-6月``."""
_SUBNUMBER = pattern(
    r"^\s*([0-9０-９]{1,2})[.．\-－—–]([0-9０-９]{1,2})(?![0-9０-９])[、.．\s]*(?![0-9０-９])"
)
_CIRCLED = {ord("①") + n: f"{n + 1}、" for n in range(20)}
"""Circled digits as the numbering that they are; folding to half width makes bare digits of them."""
_BRACKETS = pattern(r"\((?:[^()]*(?:盖章|公章|万元|元|分|%|人|签章|单位)[^()]*|)\)")
_PUNCTUATION = pattern(r"[、，。；：:;,.“”\"'‘’()《》〈〉【】\[\]—\-–·*/%!?！？]+")


def compact(text: str) -> str:
    """Half-width, without any blanks; punctuation and digits stay."""
    return _compact(text) if len(text) <= _WORTH_KEEPING else _compact.__wrapped__(text)


@lru_cache(maxsize=16384)
def _compact(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _BLANKS.sub("", text)


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """The normal form of a label: no blanks, years, numbering, 其中, unit or weight in brackets, punctuation.

    其它 is another way of writing 其他.
    A text of punctuation only (``……``) keeps its compact form, so that it can be a label too.
    """
    flat = compact(_NUMBER_AND_BLANK.sub("", text if text.isascii() else text.translate(_CIRCLED)))
    name = _YEAR.sub("", flat).replace("其它", "其他")
    while True:
        shorter = _LEADING.sub("", name)
        if shorter == name:
            break
        name = shorter
    name = _PUNCTUATION.sub("", _BRACKETS.sub("", name))
    return name or flat


def without_of_which(text: str) -> str:
    """A label as typed without a leading ``其中：``."""
    return _OF_WHICH.sub("", text, count=1) if "其" in text else text


def unnumbered(text: str) -> str:
    """A name as typed without the number before it: ``10、维权经费 `` gives ``维权经费``."""
    return _NUMBERED.sub("", text, count=1).strip().strip("\u3000\xa0")


def without_subnumbers(names: Sequence[str]) -> list[str]:
    """Names without the numbers of two levels before them (``1.1``, ``2-3``), where these run on from name to name.

    One that does not is part of its name: ``3.15消费者权益日``.
    """
    found = [(int(match[1]), int(match[2])) for name in names if (match := _SUBNUMBER.match(name))]
    run_on = all(
        after in ((before[0], before[1] + 1), (before[0] + 1, 1)) for before, after in pairwise(found)
    )
    if len(found) < 2 or not run_on or (found[0] != (1, 1) and (found[0][1], found[1][1]) != (1, 2)):
        return list(names)
    return [_SUBNUMBER.sub("", name, count=1).strip() for name in names]
