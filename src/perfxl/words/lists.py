"""Lists in sentences: names and quantities in one order, and what may be a part of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.words.phrase import Phrase, Subject
from perfxl.words.statements import Figure, Parts
from perfxl.words.tokens import Kind, Token
from perfxl.words.vocabulary import ItemKind, Meaning, vocabulary


class _List(Struct):
    """An open list of parts, how many brackets deep it begins, and how many its parts stand."""

    parts: Parts
    depth: int
    within: int = 0


class OpenLists(Struct):
    """The lists of parts that are open at a place of a sentence, the innermost last."""

    partial: bool = False
    """Whether the list says that it does not name all."""
    _open: list[_List] = field(default_factory=list)

    @property
    def whole(self) -> Figure | None:
        """What the innermost list splits; None where none is open."""
        return self._open[-1].parts.whole if self._open else None

    def begin(self, whole: Figure, depth: int) -> Parts:
        """Open a list of the parts of ``whole``."""
        parts = Parts(whole, [])
        self._open.append(_List(parts, depth))
        return parts

    def close(self, depth: int) -> None:
        """Close the lists that began within brackets closed by now."""
        self._open = [one for one in self._open if one.depth <= depth]

    def read(self, phrase: Phrase) -> None:
        """Take note of words without a figure, or before one."""
        self.partial = self.partial or phrase.has(Meaning.PARTIAL)

    def place(self, figure: Figure, phrase: Phrase, depth: int) -> None:
        """Put a figure among the parts that it belongs to; what brackets say of a part is none of its own."""
        self.read(phrase)
        while self._open:
            parts, innermost = self._open[-1].parts, self._open[-1]
            if accepts(parts.whole, figure):
                innermost.within = innermost.within if parts.parts else depth
                figure.parent = parts.whole
                if depth <= innermost.within or not figure.named_here:
                    parts.parts.append(figure)
                    parts.partial = parts.partial or self.partial
                elif parts.parts[-1].of_source:
                    figure.parent = parts.parts[-1]
                return
            if figure.quantity.unit != parts.whole.quantity.unit or figure.year != parts.whole.year:
                return
            self._open.pop()


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
    below = words.descendants(whole.item)
    if figure.item == whole.item:
        return (
            bool(figure.residue) or figure.scope != whole.scope or (not below and of_this_year(whole, figure))
        )
    if words.items[figure.item].source:
        return True
    above = whole.item in words.descendants(figure.item)
    beside = any({whole.item, figure.item} <= way for one in words.items.values() for way in one.parts)
    return not above and not beside and (figure.item in below or not below or bool(figure.residue))


def whole_of(current: Figure, named: Subject, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a share is taken of: the one so named in the same sentence, else what it is a part of."""
    if not named.item:
        return current.parent if not named.name else None
    fitting = [
        one for one in figures
        if one is not current and one.whole and one.item == named.item and one.year == current.year
    ]  # fmt: skip
    fitting = [one for one in fitting if one.scope == named.scope] or fitting
    return fitting[0] if len({one.number for one in fitting}) == 1 else None


def of_this_year(whole: Figure, figure: Figure) -> bool:
    """Whether a figure is what this year adds to a total of the same name: 本年收入合计 of 收入总计."""
    return figure.item == whole.item and figure.name.startswith("本年") and not whole.name.startswith("本年")


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
