"""Which texts of different units are nearly the same (HZ-02), without comparing each with each.

The similarity of two texts is twice the number of two-character pieces that they share, divided by the number that
both have together (Dice), after blanks, punctuation and the unit's own name are taken out; 1 is the same text.

Equal texts are one entry. For the others the pieces are put in order, rarest first. Two sets that are more alike than
the limit share a piece among the first ones of each (prefix filtering), so that only those are looked up, and nothing
is missed. An entry is first compared with the *leaders*, the entries that were like none before them; only what is
like no leader is compared with the rest. So a thousand variations of one text cost a thousand comparisons.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from msgspec import Struct, field

from perfxl.formset.labels import compact

LIMIT = Fraction(9, 10)
"""Texts are reported where their similarity is above this."""
SHORTEST = 30
"""Characters that must be left of a text for it to be compared: shorter ones are alike by chance."""


class Likeness(Struct, frozen=True):
    """What a text is like: another unit's text with the similarity of both, and all units of the group.

    ``text`` and ``other`` are numbers in the order in which texts were added. A group is what hangs together by such
    pairs; the text's own unit is one of ``units``.
    """

    text: int
    other: int
    similarity: Fraction
    units: Sequence[str]


class _Entry(Struct):
    """One bare text: where it stands, whose it is, its pieces in the common order, the most similar one found."""

    texts: list[int] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    pieces: array[int] = field(default_factory=lambda: array("I"))
    best: tuple[Fraction, int] | None = None


class Wordings:
    """Texts, added one by one; then compared once."""

    def __init__(self, limit: Fraction = LIMIT) -> None:
        self._limit = limit
        self._by_text: dict[str, _Entry] = {}
        self._units: list[str] = []

    def add(self, unit: str, text: str, names: Iterable[str] = ()) -> int:
        """Add a text of a unit, in which ``names`` (the unit's own) count for nothing. Gives its number."""
        number = len(self._units)
        self._units.append(unit)
        plain = bare(text, names)
        if len(plain) >= SHORTEST:
            entry = self._by_text.setdefault(plain, _Entry())
            entry.texts.append(number)
            entry.units.add(unit)
        return number

    def likenesses(self) -> list[Likeness]:
        """Every text that is more like another unit's than the limit, in the order in which they were added.

        None is missed; ``other`` is one that it is like, the most similar of those it was compared with.
        """
        entries = list(self._by_text.values())
        _order_pieces(entries, list(self._by_text))
        groups = _Groups(len(entries))
        _Search(entries, self._limit, groups).run()
        members: dict[int, dict[str, None]] = {}
        for number, entry in enumerate(entries):
            known = members.setdefault(groups.of(number), {})
            known.update(dict.fromkeys(self._units[text] for text in entry.texts))
        # One for each group, not for each text: a form letter may have thousands of copies.
        units = {group: tuple(known) for group, known in members.items()}
        found = [
            like
            for number, entry in enumerate(entries)
            for like in self._of_entry(entry, entries, units[groups.of(number)])
        ]
        return sorted(found, key=lambda like: like.text)

    def _of_entry(self, entry: _Entry, entries: Sequence[_Entry], units: Sequence[str]) -> Iterator[Likeness]:
        for text in entry.texts:
            if len(entry.units) > 1:
                other = next(other for other in entry.texts if self._units[other] != self._units[text])
                yield Likeness(text, other, Fraction(1), units)
            elif entry.best is not None:
                similarity, number = entry.best
                other = next(
                    other for other in entries[number].texts if self._units[other] != self._units[text]
                )
                yield Likeness(text, other, similarity, units)


def bare(text: str, names: Iterable[str] = ()) -> str:
    """A text without blanks, punctuation and the names given, in half-width characters."""
    flat = compact(text)
    for name in names:
        flat = flat.replace(compact(name), "") if name else flat
    return "".join(char for char in flat if unicodedata.category(char)[0] in "LN")


def pieces(plain: str) -> frozenset[str]:
    """The two-character pieces of a bare text."""
    return frozenset(plain[start : start + 2] for start in range(len(plain) - 1))


def similarity(one: str, other: str) -> Fraction:
    """How similar two bare texts are, from 0 to 1."""
    a, b = pieces(one), pieces(other)
    return Fraction(2 * len(a & b), len(a) + len(b))


def _order_pieces(entries: Sequence[_Entry], texts: Sequence[str]) -> None:
    """Give each entry its pieces as numbers that follow rarity, ascending."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(pieces(text))
    rank = {piece: number for number, (piece, _) in enumerate(sorted(counts.items(), key=_by_rarity))}
    for entry, text in zip(entries, texts, strict=True):
        entry.pieces = array("I", sorted(rank[piece] for piece in pieces(text)))


def _by_rarity(item: tuple[str, int]) -> tuple[int, str]:
    piece, count = item
    return count, piece


class _Groups:
    """Entries that belong together, directly or through others."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def of(self, number: int) -> int:
        """The entry that stands for the group of this one."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two groups together under the earlier entry."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parent[second] = first


class _Search:
    """The comparison of all entries in turn, each with those before it."""

    def __init__(self, entries: Sequence[_Entry], limit: Fraction, groups: _Groups) -> None:
        self._entries = entries
        self._limit = limit
        self._groups = groups
        # The least share of its pieces that a set must have in common with any set so much alike.
        self._least = limit / (2 - limit)
        self._leaders: dict[int, list[int]] = {}
        self._others: dict[int, list[int]] = {}

    def run(self) -> None:
        """Find for every entry the most similar one among those it must be compared with."""
        for number, entry in enumerate(self._entries):
            own = set(entry.pieces)
            matched = self._compare(number, own, self._leaders)
            if not matched:
                matched = self._compare(number, own, self._others)
            index = self._others if matched else self._leaders
            for piece in self._prefix(entry):
                index.setdefault(piece, []).append(number)

    def _prefix(self, entry: _Entry) -> array[int]:
        """The rarest pieces, of which any set alike has one among its own rarest."""
        size = len(entry.pieces)
        needed = -(-size * self._least.numerator // self._least.denominator)
        return entry.pieces[: size - needed + 1]

    def _compare(self, number: int, own: set[int], index: dict[int, list[int]]) -> bool:
        """Compare an entry with the candidates of an index; True where one is of another unit and alike."""
        entry, found = self._entries[number], False
        candidates = dict.fromkeys(other for piece in self._prefix(entry) for other in index.get(piece, ()))
        for candidate in candidates:
            other = self._entries[candidate]
            if len(entry.units | other.units) < 2 or not self._may(len(own), len(other.pieces)):
                continue
            shared = len(own.intersection(other.pieces))
            if 2 * shared * self._limit.denominator > (len(own) + len(other.pieces)) * self._limit.numerator:
                found = True
                self._note(number, candidate, Fraction(2 * shared, len(own) + len(other.pieces)))
        return found

    def _may(self, one: int, other: int) -> bool:
        """Whether sets of these sizes can be alike at all."""
        small, large = sorted((one, other))
        return small * self._least.denominator > large * self._least.numerator

    def _note(self, number: int, other: int, alike: Fraction) -> None:
        self._groups.join(number, other)
        for this, that in ((number, other), (other, number)):
            entry = self._entries[this]
            if entry.best is None or alike > entry.best[0]:
                entry.best = (alike, that)
