"""Signals: what a form itself shows where figures do not agree, without any program behind it.

A signal is a conditional format with a colour and a meaning. The colours are the form's own, orange in two
strengths; the red, yellow, blue and violet of perfxl's marks are left to perfxl. The meaning is told in the
prompt of every cell that can show the signal, so that a click on a coloured cell says why it is coloured.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_cell_to_rowcol  # type: ignore[import-untyped]

TOLERANCE = "0.005"
"""Differences up to here are roundings, in 万元 and in points."""
RATE_TOLERANCE = "0.00005"
_FREE_OF_BINARY_DIGITS = 8

LONGEST_PROMPT = 255
"""What Excel takes."""


class Colour(NamedTuple):
    """One of the two strengths: its name on the form, and its look."""

    name: str
    background: str
    text: str
    bold: bool = False

    def look(self) -> dict[str, Any]:
        """Properties of the conditional format."""
        look = {"bg_color": self.background, "font_color": self.text}
        return {**look, "bold": True} if self.bold else look


WRONG = Colour("深橙色", "#F4B183", "#7F2A00", bold=True)
CHECK = Colour("浅橙色", "#FBE5D6", "#7F3F00")


class Signal(NamedTuple):
    """Where a signal can show (``A1`` or ``A1:D1``), in which colour, and what it means."""

    area: str
    colour: Colour
    meaning: str

    def covers(self, cell: str) -> bool:
        """Whether the cell can show it."""
        first, _, last = self.area.partition(":")
        top, left = xl_cell_to_rowcol(first)
        bottom, right = xl_cell_to_rowcol(last or first)
        row, column = xl_cell_to_rowcol(cell)
        return bool(top <= row <= bottom and left <= column <= right)


def explained(prompt: str, signals: Sequence[Signal]) -> str:
    """The prompt followed by what the colours of the cell mean. Raises ValueError if Excel would not take it."""
    lines = [prompt] if prompt else []
    for colour in (WRONG, CHECK):
        meanings = dict.fromkeys(signal.meaning for signal in signals if signal.colour is colour)
        if meanings:
            lines.append(f"{colour.name}＝{'；'.join(meanings)}。")
    text = "\n".join(lines)
    if len(text) > LONGEST_PROMPT:
        raise ValueError(f"a prompt of {len(text)} characters: {text}")
    return text


def differs(value: str, other: str, tolerance: str = TOLERANCE) -> str:
    """True where the two numbers differ by more than the tolerance."""
    return f"ABS({_difference(value, other)})>{tolerance}"


def exceeds(value: str, other: str, tolerance: str = TOLERANCE) -> str:
    """True where ``value`` is greater than ``other`` by more than the tolerance."""
    return f"{_difference(value, other)}>{tolerance}"


def _difference(value: str, other: str) -> str:
    return f"ROUND({value}-{other},{_FREE_OF_BINARY_DIGITS})"


def both(first: str, second: str, condition: str) -> str:
    """The condition where both cells hold numbers."""
    return f"AND(COUNT({first},{second})=2,{condition})"


def where_number(cell: str, condition: str) -> str:
    """The condition where the cell holds a number."""
    return f"AND(ISNUMBER({cell}),{condition})"


def not_the_sum(total: str, parts: str) -> str:
    """True where a total is not the sum of its parts (a list of ranges)."""
    return where_number(total, differs(total, f"SUM({parts})"))


def not_the_rate(rate: str, part: str, whole: str) -> str:
    """True where a rate is not the quotient of two cells that hold numbers."""
    given = f"COUNT({rate},{part},{whole})=3,N({whole})>0"
    return f"IF(AND({given}),{differs(rate, f'{part}/{whole}', RATE_TOLERANCE)})"


def not_the_score(score: str, weight: str, rate: str) -> str:
    """True where the score of a rate is not the weight times the rate, at most the weight."""
    due = f"ROUND({weight}*MIN({rate},1),2)"
    return f"IF(COUNT({score},{weight},{rate})=3,{differs(score, due)})"


def out_of_range(score: str, weight: str) -> str:
    """True where a score is below 0 or above its weight (a cell or a number)."""
    return where_number(score, f"OR({score}<0,AND(ISNUMBER({weight}),{score}>{weight}))")
