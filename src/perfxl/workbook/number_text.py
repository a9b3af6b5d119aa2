"""Stored numbers as decimal text."""

from __future__ import annotations

from typing import Final

_LONGEST_NUMBER: Final = 400
_WIDEST_EXPANSION: Final = 30


def number_text(stored: str) -> str | None:
    """A stored number as Excel shows it in full: 15 significant digits, without exponent up to 30 places.

    ``None`` if the text is not a finite number.
    """
    # What float() takes beyond the numbers of XML: 1_000, １２, nan and inf; the last two fall out of
    # shortest().
    if "_" in stored or not stored.isascii() or len(stored) > _LONGEST_NUMBER:
        return None
    try:
        return shortest(float(stored))
    except ValueError:
        return None


def shortest(value: float) -> str | None:
    """The first 15 significant digits of a number, no trailing zeros; ``None`` for what is not finite."""
    text = "%.15g" % value  # noqa: UP031 - twice as fast as format()
    if "e" in text:
        return _expanded(text)
    if text[-1] in "fn":
        return None
    return "0" if text == "-0" else text


def _expanded(text: str) -> str:
    if abs(int(text.partition("e")[2])) > _WIDEST_EXPANSION:
        return text
    from decimal import Decimal

    return format(Decimal(text), "f")
