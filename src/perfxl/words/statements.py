"""What a report states: figures with their meaning, changes, shares, execution rates, and what is part of what."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from perfxl.words.tokens import Quantity, Sentence


class Basis(StrEnum):
    """On what basis a figure is stated."""

    UNKNOWN = ""
    INITIAL = "年初预算"
    ADJUSTED = "调整预算"
    BUDGET = "预算"
    ACTUAL = "执行"
    RECEIVED = "到位"

    @property
    def planned(self) -> bool:
        """Whether it is a budget of some kind."""
        return self in (Basis.INITIAL, Basis.ADJUSTED, Basis.BUDGET)


class Figure(Struct, eq=False):
    """A figure of something.

    ``item`` is the vocabulary's item, "" where the name is none. ``name`` is what the report calls it without the words
    for the basis; ``residue`` what of the name says more than the item. ``year`` is 0 where nothing states the year
    of the report itself. ``exact`` is false for what is about, at most, on average, or of a part of the year.
    """

    sentence: Sentence
    start: int
    end: int
    quantity: Quantity
    item: str = ""
    name: str = ""
    residue: str = ""
    scope: str = ""
    basis: Basis = Basis.UNKNOWN
    year: int = 0
    exact: bool = True
    named_here: bool = True
    """Whether the name stands right before the figure, not earlier in the sentence."""
    parent: Figure | None = None
    summed: bool = False
    """Whether it is a total behind its parts."""
    noun: str = ""
    """What is counted, where that stands behind the count."""

    @property
    def number(self) -> Decimal:
        """The number; money in 万元."""
        return self.quantity.number

    @property
    def whole(self) -> bool:
        """Whether it is the item itself, of the whole unit, and not something of that item's kind."""
        return bool(self.item) and not self.residue

    @property
    def of_source(self) -> bool:
        """Whether it is named by nothing but the source or the level of its money."""
        return bool(self.name and self.scope) and not self.item and not self.residue

    @property
    def subject(self) -> tuple[str, str, str]:
        """What it is a figure of, for comparing."""
        return self.item if self.whole else "", self.name, self.scope


class Change(Struct, eq=False):
    """How a figure changed: by ``amount`` and ``rate`` against ``base``; signs are +1, −1, or 0 where not said.

    ``start`` and ``end`` are places in ``sentence``, which need not be that of the figure.
    """

    of: Figure
    sentence: Sentence
    against: str = "上年数"
    base: Quantity | None = None
    amount: Quantity | None = None
    sign: int = 0
    rate: Quantity | None = None
    rate_sign: int = 0
    start: int = 0
    end: int = 0
    base_figure: Figure | None = None
    """The figure that the base is, where it is stated as one of its own."""


class Share(Struct, eq=False):
    """A figure is ``rate`` percent of ``whole``."""

    of: Figure
    whole: Quantity
    rate: Quantity
    start: int
    end: int
    figure: Figure | None = None
    """The figure that the whole is, where it is stated as one of its own."""


class Parts(Struct, eq=False):
    """What a figure is made up of. ``listed`` is true where the sentence says that the parts are all."""

    whole: Figure
    parts: list[Figure]
    listed: bool = False
    partial: bool = False


class Statements(Struct):
    """Everything read in a report, in its order."""

    figures: list[Figure] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    parts: list[Parts] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    _in_sentence: dict[Sentence, list[Figure]] = field(default_factory=dict)
    _in_paragraph: dict[int, list[Figure]] = field(default_factory=dict)

    def add(self, figure: Figure) -> None:
        """Take up the next figure."""
        self.figures.append(figure)
        self._in_sentence.setdefault(figure.sentence, []).append(figure)
        self._in_paragraph.setdefault(figure.sentence.paragraph, []).append(figure)

    def in_paragraph(self, number: int) -> list[Figure]:
        """The figures of a paragraph, in order."""
        return self._in_paragraph.get(number, [])

    def of(self, sentence: Sentence) -> list[Figure]:
        """The figures of a sentence, in order."""
        return self._in_sentence.get(sentence, [])
