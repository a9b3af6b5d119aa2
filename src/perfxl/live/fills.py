"""Fills of cells as the open workbook knows them, and as the ledger of marks writes them down."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from perfxl.workbook.edit.styles import Shape, solid

NONE, SOLID = "none", "solid"
PATTERNS = frozenset(
    {NONE, SOLID, "darkGray", "mediumGray", "lightGray", "gray125", "gray0625", "darkHorizontal", "darkVertical",
     "darkDown", "darkUp", "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp",
     "lightGrid", "lightTrellis"}
)  # fmt: skip
"""The names of patterns in the file format."""
_AUTOMATIC = ("64", "65")


class Colour(NamedTuple):
    """A colour: one of the theme with a tint, one of the old palette (from 0), or red, green and blue."""

    rgb: str = ""
    theme: int | None = None
    tint: float = 0.0
    palette: int | None = None


class Fill(Struct, frozen=True):
    """A fill. ``colour`` is that of the ground, ``line`` that of the pattern on it; None is automatic."""

    pattern: str = NONE
    colour: Colour | None = None
    line: Colour | None = None


def solid_fill(rgb: str) -> Fill:
    """One colour all over, given as six hexadecimal digits."""
    return Fill(SOLID, Colour(rgb.upper()))


def shape_of(fill: Fill) -> Shape:
    """The fill as an element of the style sheet. A solid fill shows the file's foreground colour."""
    if fill.pattern == SOLID and fill.colour and fill.colour.rgb:
        return solid(fill.colour.rgb)
    pairs = [("fgColor", fill.line), ("bgColor", fill.colour)]
    if fill.pattern == SOLID:
        pairs = [("fgColor", fill.colour)]
    colours = tuple((name, _attributes(colour), ()) for name, colour in pairs if colour is not None)
    return ("fill", (), (("patternFill", (("patternType", fill.pattern),), colours),))


def _attributes(colour: Colour) -> tuple[tuple[str, str], ...]:
    if colour.theme is not None:
        tint = (("tint", repr(colour.tint)),) if colour.tint else ()
        return (("theme", str(colour.theme)), *tint)
    if colour.palette is not None:
        return (("indexed", str(colour.palette)),)
    return (("rgb", "FF" + colour.rgb),)


def fill_of(shape: Shape) -> Fill | None:
    """What an element of the style sheet describes; None for what only a file can hold (gradients)."""
    _, _, children = shape
    if not children:
        return Fill()
    name, attributes, parts = children[0]
    pattern = dict(attributes).get("patternType", NONE)
    if name != "patternFill" or pattern not in PATTERNS:
        return None
    colours = {part: dict(values) for part, values, _ in parts}
    try:
        front, back = _colour(colours.get("fgColor")), _colour(colours.get("bgColor"))
    except ValueError:
        return None
    return Fill(pattern, front) if pattern == SOLID else Fill(pattern, back, front)


def _colour(values: dict[str, str] | None) -> Colour | None:
    if not values or "auto" in values or values.get("indexed") in _AUTOMATIC:
        return None
    tint = float(values.get("tint", "0"))
    if "theme" in values:
        return Colour(theme=int(values["theme"]), tint=tint)
    if "indexed" in values:
        return Colour(palette=int(values["indexed"]))
    return Colour(values.get("rgb", "")[-6:].upper())
