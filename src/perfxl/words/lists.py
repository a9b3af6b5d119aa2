"""Lists in sentences: names and quantities in one order, and what may be a part of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from perfxl.words.statements import Figure
from perfxl.words.tokens import Kind, Token
from perfxl.words.vocabulary import ItemKind, Meaning, vocabulary


def accepts(whole: Figure, figure: Figure) -> bool:
    """Whether a figure can be a part of ``whole``: of the same unit and year, and not something beside or above it."""
    if whole.quantity.unit != figure.quantity.unit or whole.year != figure.year:
        return False
    words = vocabulary()
    item = words.items.get(whole.item)
    if not figure.item or item is None or not whole.item:
        return True
    if item.kind is not ItemKind.MONEY:
        return figure.item == whole.item
    if figure.item == whole.item:
        return bool(figure.residue) or figure.scope != whole.scope
    below = words.descendants(whole.item)
    above = whole.item in words.descendants(figure.item)
    beside = any({whole.item, figure.item} <= way for one in words.items.values() for way in one.parts)
    return not above and not beside and (figure.item in below or not below or bool(figure.residue))


def listed_quantities(tokens: Sequence[Token], at: int) -> tuple[int, list[Token]]:
    """The quantities from ``at`` on with nothing but 、 , 和 between them; numbers take the unit that follows."""
    found: list[Token] = []
    wanted = True
    while at < len(tokens):
        token = tokens[at]
        if wanted and token.kind in (Kind.QUANTITY, Kind.BARE):
            found.append(token)
            wanted = False
        elif not wanted and (token.text in "、,;" or token.meaning is Meaning.AND):
            wanted = True
        elif not (wanted and token.meaning is Meaning.AND):
            break
        at += 1
    return at, list(_with_units(found))


def _with_units(found: Sequence[Token]) -> Iterator[Token]:
    units = [token.quantity for token in found if token.quantity is not None]
    for token in found:
        if token.quantity is None and units and len({one.written for one in units}) == 1:
            number = units[-1]._replace(number=_bare(token) * units[-1].scale, text=token.text)
            yield replace(token, quantity=number._replace(decimals=len(token.text.partition(".")[2])))
        else:
            yield token


def _bare(token: Token) -> Decimal:
    return Decimal(token.text.replace(",", ""))


def segments_of(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens between 、 , and 和."""
    segment: list[Token] = []
    for token in tokens:
        if token.text in ("、", ",") or token.meaning is Meaning.AND:
            if segment:
                yield segment
            segment = []
        else:
            segment.append(token)
    if segment:
        yield segment
