"""The words that reports are read by: items with the fields they stand for, and words of the grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from perfxl.words.text import half

_PATH = Path(__file__).parent / "vocabulary.yaml"


class ItemKind(StrEnum):
    """What an item is counted in."""

    MONEY = "money"
    STAFF = "staff"
    RATE = "rate"
    SCORE = "score"


class Item(Struct, frozen=True):
    """Something that a report may state a figure of, and the fields (``form.field``) that state it in tables.

    ``parts`` are the complete ways to split it; ``within`` says what it is called as a part of another item.
    """

    name: str
    kind: ItemKind
    parts: tuple[frozenset[str], ...] = ()
    optional: frozenset[str] = frozenset()
    within: Mapping[str, str] | None = None
    actual: tuple[str, ...] = ()
    budget: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    last_budget: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    source: bool = False
    """Whether, as a part of another item, it says where the money of that comes from."""


class Meaning(StrEnum):
    """What a word does in a sentence."""

    ITEM = "item"
    WEAK_ITEM = "weak item"
    """Names an item only where the sentence is about nothing else."""
    SCOPE = "scope"
    LEVEL = "level"
    SPEND = "spend"
    INCOME = "income"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    BUDGET = "budget"
    ACTUAL = "actual"
    RECEIVED = "received"
    COMPARE = "compare"
    BASE = "base"
    UP = "up"
    DOWN = "down"
    UP_RATE = "up_rate"
    DOWN_RATE = "down_rate"
    EITHER_RATE = "either_rate"
    SHARE = "share"
    TO = "to"
    OF_WHICH = "of_which"
    TOTAL = "total"
    TOGETHER = "together"
    """A total where it stands alone behind figures; elsewhere it only fills."""
    PARTIAL = "partial"
    CUMULATIVE = "cumulative"
    RESPECTIVELY = "respectively"
    BOUND = "bound"
    APPROX = "approx"
    AROUND = "around"
    AND = "and"
    THIS_YEAR = "this_year"
    FILLER = "filler"


class Vocabulary(Struct, frozen=True):
    """All words: ``words`` gives the meaning of each, and what exactly it names."""

    items: Mapping[str, Item]
    words: Mapping[str, tuple[Meaning, str]]
    pattern: str
    """A regular expression of all words, longest first."""
    below: Mapping[str, frozenset[str]]
    """The items that are parts of each item, at whatever depth."""
    units: str
    """A regular expression of the units of counts, longest first."""
    sources: tuple[frozenset[str], ...]
    """Sources and levels of money that exclude each other, by the words that stand for them."""
    all_sources: tuple[frozenset[str], ...]
    """Sources that a list names where it names all."""

    def descendants(self, name: str) -> frozenset[str]:
        """Every item that is a part of an item, at whatever depth."""
        return self.below.get(name, frozenset())


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of ``vocabulary.yaml``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(_PATH.read_text("utf-8"), Loader=loader)  # noqa: S506  # safe
    words: dict[str, tuple[Meaning, str]] = {}
    for kind, entries in data["words"].items():
        for entry in entries:
            names = entry if isinstance(entry, list) else [entry]
            for name in names:
                words[half(name)] = (Meaning(kind), names[0])
    items = {name: _item(name, entry) for name, entry in data["items"].items()}
    for name, entry in data["items"].items():
        words.update((half(word), (Meaning.ITEM, name)) for word in entry["names"])
        words.update((half(word), (Meaning.WEAK_ITEM, name)) for word in entry.get("weak", ()))
    below = {name: _below(items, name) for name in items}
    units = _longest_first(map(half, data["units"]))
    sources, complete = (tuple(map(frozenset, data[key])) for key in ("sources", "all_sources"))
    return Vocabulary(items, words, _longest_first(words), below, units, sources, complete)


def _below(items: Mapping[str, Item], name: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        item = items[waiting.pop()]
        new = frozenset().union(*item.parts, item.optional) - found
        found |= new
        waiting += new
    return frozenset(found)


def _item(name: str, entry: Mapping[str, Any]) -> Item:
    fields = {key: tuple(entry.get(key, ())) for key in ("actual", "budget", "last", "last_budget", "split")}
    parts = tuple(frozenset(way) for way in entry.get("parts", ()))
    kind = ItemKind(entry.get("kind", "money"))
    optional, source = frozenset(entry.get("optional", ())), bool(entry.get("source"))
    return Item(name, kind, parts, optional, entry.get("within"), **fields, source=source)


def _longest_first(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
