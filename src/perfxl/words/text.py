"""The characters of a report: one way of writing for what means the same, without moving anything."""

from __future__ import annotations

import re

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_BLANKS = re.compile(r"[\s\u3000\xa0]+")
_BLANK_WITHIN = re.compile(r"(?<![0-9A-Za-z.%]) | (?![0-9A-Za-z])")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHERS = {
    "\u3000": " ", "\xa0": " ", "﹪": "%", "﹣": "-", "−": "-", "‐": "-", "–": "-", "—": "-", "―": "-", "～": "~", "〜": "~",
    "﹙": "(", "﹚": ")", "“": '"', "”": '"', "〔": "[", "〕": "]", "【": "[", "】": "]",
}  # fmt: skip
_HALF = _WIDE | {ord(wide): narrow for wide, narrow in _OTHERS.items()}
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}


def clean(text: str) -> str:
    """``text`` without invisible characters and without blanks, but for one between two digits or Latin words."""
    return _BLANK_WITHIN.sub("", _BLANKS.sub(" ", _INVISIBLE.sub("", text))).strip()


def half(text: str) -> str:
    """``text`` in half width, character by character: every position stays what it was."""
    return text.translate(_HALF)


def chinese_number(word: str) -> int | None:
    """The number below one hundred that ``word`` spells (``三``, ``十五``, ``二十``), or None."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if any(part not in _DIGITS for part in (*tens, *ones)) or len(tens) > 1 or len(ones) > 1 or not word:
        return None
    low = _DIGITS.get(ones, 0)
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + low


def excerpt(text: str, start: int, end: int, most: int = 44) -> str:
    """What stands in ``text`` around ``start`` to ``end``, at most about ``most`` characters, for a message."""
    if len(text) <= most:
        return text
    room = max(0, most - (end - start))
    left = 0 if end <= most else max(0, start - room * 2 // 3)
    right = min(len(text), max(end, left + most))
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
