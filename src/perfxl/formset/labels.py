"""One normal form for labels, so that ``其中： 公用经费``, ``其中:公用经费`` and ``公用经费`` are the same label."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from perfxl.patterns import pattern

_WORTH_KEEPING = 100
"""Longer texts are prose, which does not come back."""
BLANK = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters that are no part of a label, for use inside a character class."""
_BLANKS = pattern(rf"[{BLANK}]+")
_OF_WHICH = pattern(rf"^[{BLANK}]*其[{BLANK}]*中[{BLANK}]*[:：]?")
_YEAR = pattern(r"(?:19|20)\d\d(?:年度?|(?=[决预]算|实际))")
_LEADING = pattern(
    r"^(?:其中:?|[一二三四五六七八九十]+[、.]|\([0-9一二三四五六七八九十]{1,3}\)[、.]?"
    r"|[0-9]{1,2}[、.)](?!\d))"
)
_NUMBERED = pattern(
    r"^\s*(?:[((（]?[0-9０-９]{1,3}[))）、..．]|[①-⑳]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
    r"\s*(?![0-9０-９])"
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

    A text of punctuation only (``……``) keeps its compact form, so that it can be a label too.
    """
    flat = compact(text if text.isascii() else text.translate(_CIRCLED))
    name = _YEAR.sub("", flat)
    while True:
        shorter = _LEADING.sub("", name)
        if shorter == name:
            break
        name = shorter
    name = _PUNCTUATION.sub("", _BRACKETS.sub("", name))
    return name or flat


def without_of_which(text: str) -> str:
    """A label as typed without a leading ``其中：``."""
    return _OF_WHICH.sub("", text, count=1)


def unnumbered(text: str) -> str:
    """A name as typed without the number before it: ``10、维权经费 `` gives ``维权经费``."""
    return _NUMBERED.sub("", text, count=1).strip().strip("\u3000\xa0")
