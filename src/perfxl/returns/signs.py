"""Signs and words of comparison; signs that are typed as look-alikes (``═100%``, ``》98%``) or doubled (``≥=98%``, ``≥：98%``)."""

from __future__ import annotations

import re

from perfxl.patterns import pattern
from perfxl.returns.counting import meanings


def one_of(words: dict[str, str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


ABOUT = "约"
"""What sets no limit."""
SIGNS = meanings({"≥": "≥ ≧ ⩾ >= =>", "≤": "≤ ≦ ⩽ <= =<", ">": ">", "<": "<", "=": "="})
PREFIXES = SIGNS | meanings(
    {
        "≥": "不低于 不少于 不小于 不得低于 不得少于 大于等于 大于或等于 高于或等于 至少 达到 达",
        "≤": "不高于 不超过 不大于 不多于 不得高于 不得超过 小于等于 小于或等于 低于或等于 控制在 至多 最多",
        ">": "大于 高于 多于 超过",
        "<": "小于 低于 少于",
        "=": "等于",
        ABOUT: "约 大约 将近 接近 近",
    }
)
"""What stands before a number, with what it means."""
SUFFIXES = meanings({"≥": "以上 及以上 +", "≤": "以下 及以下 以内 之内 内", ABOUT: "左右 上下"})
"""What stands behind a number and its unit, with what it means."""
DIRECTION = {"≥": 1, ">": 1, "=": 0, "<": -1, "≤": -1}
"""Signs that are alike in this do not contradict each other."""

_AT_LEAST, _AT_MOST = "≥≧⩾≮", "≤≦⩽≯"
_ALL = f"{_AT_LEAST}{_AT_MOST}><="
_RUN = pattern(rf"[{_ALL}](?:[/:]?[{_ALL}])*:?(?=\.?[0-9(])")
_IN_BRACKETS = pattern(rf"^(?P<before>{one_of(PREFIXES)})?\((?P<sign>{one_of(PREFIXES)})\)(?=[0-9])")
"""``(≥)98%``, ``≥(大于等于)98%``."""
_UNUSUAL = pattern(rf"[═≮≯》〉《〈]|[{_ALL}][/:{_ALL}]|\)[0-9]")
"""A quick look: a text without any of these is written with plain signs."""
_QUOTES = (("《", "》"), ("〈", "〉"))


def plain_signs(closed: str) -> str:
    """A closed-up text with its signs as ``≥ ≤ > < =``; those that contradict each other, and titles in 《》, stay as they are."""
    if not _UNUSUAL.search(closed):
        return closed
    text = closed.replace("═", "=")
    for opening, closing in _QUOTES:
        if opening not in text:
            text = text.replace(closing, ">")
        elif closing not in text:
            text = text.replace(opening, "<")
    return _IN_BRACKETS.sub(_one_of_both, _RUN.sub(_one_sign, text))


def _one_sign(run: re.Match[str]) -> str:
    signs = set(run[0])
    more, less = signs & {*_AT_LEAST, ">"}, signs & {*_AT_MOST, "<"}
    if more and less:
        return run[0]
    if more:
        return "≥" if signs & {*_AT_LEAST, "="} else ">"
    if less:
        return "≤" if signs & {*_AT_MOST, "="} else "<"
    return "="


def _one_of_both(found: re.Match[str]) -> str:
    before, sign = found["before"], found["sign"]
    return found[0] if before and PREFIXES[before] != PREFIXES[sign] else before or sign
