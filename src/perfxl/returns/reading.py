"""A value as the unit wrote it, and what it can be read as."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """What can be said of a cell that should hold a number."""

    NUMBER = "number"
    BLANK = "blank"
    """Nothing is stated: empty, blanks only, or a dash that the form allows for "not applicable"."""
    TEXT = "text"
    """Something is written that has no single reading as a number."""
    ERROR = "error"
    """An Excel error value such as ``#REF!``."""
    UNCALCULATED = "uncalculated"
    """A formula saved without a result."""


class Reading(NamedTuple):
    """One reading of a cell or of a piece of its text.

    ``raw`` is the text as written (never normalised); ``number`` is set only in state NUMBER. For a percentage,
    ``unit`` is ``%`` and ``number`` is in percentage points (``0.5`` under the format ``0%`` reads as 50).
    ``decimals`` counts the decimals written or shown, in the same scale as ``number``.
    """

    raw: str
    state: State
    number: Decimal | None = None
    decimals: int = 0
    unit: str = ""


NOTHING = Reading("", State.BLANK)
