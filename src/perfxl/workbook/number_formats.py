"""What the number formats of cells say."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from perfxl.patterns import pattern

_FORMAT_PIECE = pattern(r'"[^"]*"?|\[[^\]]*\]?|\\.|_.|\*.|;|.', re.DOTALL)
_SHOWN_DECIMALS = pattern(r"\.([0#?]*)")


class NumberFormat(NamedTuple):
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


@lru_cache(maxsize=512)
def number_format(code: str) -> NumberFormat:
    """The meaning of the format ``code``, such as ``0.00%`` or ``yyyy"年"m"月"d"日"``."""
    bare, literal_percent = "", False
    for piece in _FORMAT_PIECE.findall(code):
        if piece == ";":
            break
        if len(piece) == 1:
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
    )
