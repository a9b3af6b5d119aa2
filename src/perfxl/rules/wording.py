"""Texts of units as rules quote and measure them."""

from __future__ import annotations

from perfxl.patterns import pattern

_LONGEST = 24
_SIGNS = pattern(r"[\W_]+")


def short(text: str) -> str:
    """A text on one line and cut where it is long, to be quoted in a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST] + "…"


def length(text: str) -> int:
    """How many characters a text has without blanks, punctuation and other signs."""
    return len(_SIGNS.sub("", text))
