"""What the number formats of cells say."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from perfxl.patterns import pattern

_FORMAT_PIECE = pattern(r'"[^"]*"?|\[[^\]]*\]?|\\.|_.|\*.|;|.', re.DOTALL)
_SHOWN_DECIMALS = pattern(r"\.([0#?]*)")
_LITERAL = r'(?:"[^"]*"|\\.|[_*].|\[(?:\$[^\]]*|[A-Za-z0-9]+)\]|[^0#?.,%@EGYMDHSegymdhs;!"\\_*\[\]/])'
_WITH_WORDS = pattern(
    rf"(?P<before>{_LITERAL}*)(?:General|G/通用格式|[0#?](?:[0#?,]*[0#?])?(?:\.[0#?]*)?(?P<percent>%?))"
    rf"(?P<after>{_LITERAL}*)"
)
"""A format of one section that shows a number, as it is or times 100, between texts."""
_LITERAL_PIECE = pattern(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<bare>.)', re.DOTALL)
_ELAPSED = pattern(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_FIRST_DAY, _LAST_DAY = 29221, 54788
"""The serial days of 1980-01-01 and 2049-12-31."""


class NumberFormat(Struct, frozen=True):
    """What a number format says about the value it shows (its section for positive numbers)."""

    scaled_percent: bool
    """The stored ratio is shown times 100."""
    literal_percent: bool
    """A percent sign is shown after the number as stored."""
    decimals: int
    day: bool
    """A day is shown."""
    clock: bool
    """A date or a time is shown, in whole or in part."""
    time: bool
    """A time of day or a duration is shown, with a date or alone."""


@lru_cache(maxsize=512)
def number_format(code: str) -> NumberFormat:
    """The meaning of the format ``code``, such as ``0.00%`` or ``yyyy"年"m"月"d"日"``."""
    bare, literal_percent = "", False
    for piece in _FORMAT_PIECE.findall(code):
        if piece == ";":
            break
        if len(piece) == 1 or _ELAPSED.fullmatch(piece):
            bare += piece
        elif piece[0] in '"\\' and "%" in piece:
            literal_percent = True
    shown = _SHOWN_DECIMALS.search(bare)
    letters = set(bare.lower())
    return NumberFormat(
        scaled_percent="%" in bare,
        literal_percent=literal_percent,
        decimals=len(shown.group(1)) if shown else 0,
        day="d" in letters,
        clock=not letters.isdisjoint("ymdhs"),
        time="h" in letters or "s" in letters or _ELAPSED.search(bare) is not None,
    )


@lru_cache(maxsize=512)
def words_around(code: str) -> tuple[str, str]:
    """What the format ``code`` shows before and behind a number: ``≤`` and ``小时`` for ``"≤"General"小时"``.

    Two empty texts for a format with several sections or conditions, one that scales or splits the number, and one
    with nothing but a percent sign or a sign of money.
    """
    found = _WITH_WORDS.fullmatch(code)
    if found is None:
        return "", ""
    before, after = _letters(found["before"]).lstrip("¥￥$"), _letters(found["after"])
    return (before, after) if before or after.strip("% ") else ("", "")


def _letters(literals: str) -> str:
    pieces = _LITERAL_PIECE.finditer(literals)
    return "".join(piece["quoted"] or piece["escaped"] or piece["bare"] or "" for piece in pieces).strip()


def may_be_a_day(serial: Decimal | float) -> bool:
    """Whether the number of a cell under a date format may be a day that was typed, seen in a return.

    Anything else is a number whose cell happened to have such a format: 15 shown as 1900-1-15.
    """
    return _FIRST_DAY <= serial < _LAST_DAY + 1
