"""Which returns are compared with which: last year's, and what was declared at the start of the year. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from perfxl.formset.names import DECLARATIONS
from perfxl.returns.model import Return
from perfxl.rules.identity import unit_name
from perfxl.rules.registry import Link, Other

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
_NAMED = 6
"""How many files a note names."""
LINKS = {Link.LAST_YEAR: "上年的报送件", Link.DECLARED: "年初的申报表"}


class Key(Struct, frozen=True):
    """What of a return decides with which others it is compared; ``unit`` is "" where none is stated."""

    unit: str
    year: int | None
    declares: bool


class Choice(Struct):
    """What was chosen for one of several returns: their places in the sequence, and what should be said of it."""

    partners: list[tuple[Link, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Partners(Struct):
    """What one return is compared with, and what should be said of the choice (Chinese sentences)."""

    others: list[Other] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def key_of(ret: Return) -> Key:
    """The key of a return. Its unit is in normal form, by the aliases of its form set."""
    return Key(
        unit_name(ret.unit, ret.form_set.unit_aliases),
        ret.year,
        any(form.id in DECLARATIONS for form in ret.forms),
    )


def link(this: Return, other: Return) -> Link | None:
    """What ``other`` is to ``this`` by year and kind, whosever they are; None if nothing to compare by."""
    return link_of(key_of(this), key_of(other))


def link_of(this: Key, other: Key) -> Link | None:
    """As :func:`link`, by the keys of the two."""
    if this.year is None or other.year is None:
        return None
    if other.year == this.year - 1:
        return Link.LAST_YEAR
    same_year = other.year == this.year
    return Link.DECLARED if same_year and other.declares and not this.declares else None


def named(this: Return, named_returns: Iterable[tuple[str, Return]]) -> Partners:
    """The partners among returns that the user named; those that do not fit are told, another unit's too."""
    partners = Partners()
    for name, other in named_returns:
        kind = link(this, other)
        if kind is None:
            year = f"{other.year} 年度" if other.year else "年度不明"
            partners.notes.append(f"{name}（{year}）不是它上年的报送件或年初的申报表，没有对比")
            continue
        unit, owner = key_of(this).unit, key_of(other).unit
        if unit and owner and unit != owner:
            partners.notes.append(f"{name} 的单位是“{other.unit}”，与“{this.unit}”不同，仍按指定对比")
        partners.others.append(Other(kind, other, name))
    return partners


def find(returns: Sequence[tuple[str, Return]]) -> list[Partners]:
    """For each of several returns its partners among the others: the same unit's, one for each link."""
    choices = choose([(name, key_of(ret)) for name, ret in returns])
    return [
        Partners([Other(kind, returns[at][1], returns[at][0]) for kind, at in choice.partners], choice.notes)
        for choice in choices
    ]


def told_twice(keys: Sequence[tuple[str, Key]]) -> dict[int, int]:
    """The returns of the same unit, year and kind under the same file name as an earlier one, each with that one.

    So a marked copy lies beside its original: both are audited, and both are counted.
    """
    first: dict[tuple[str, Key], int] = {}
    again = {}
    for number, (name, key) in enumerate(keys):
        if key.unit and key.year is not None:
            at = first.setdefault((_plain(name), key), number)
            if at != number:
                again[number] = at
    return again


def _plain(name: str) -> str:
    """A file's name as its marked copy has it too: that of another format has a second ending."""
    plain = name.casefold()
    while plain.endswith(_ENDINGS):
        plain = plain.rpartition(".")[0]
    return plain


def choose(keys: Sequence[tuple[str, Key]]) -> list[Choice]:
    """For each of several returns, given by name and key, which of the others it is compared with.

    Last year's self-evaluation is preferred to last year's declaration. Of several that fit equally none is taken.
    """
    known: dict[Key, list[int]] = {}
    for number, (_, key) in enumerate(keys):
        if key.unit and key.year is not None:
            known.setdefault(key, []).append(number)
    return [_choose(key, keys, known) for _, key in keys]


def _choose(this: Key, keys: Sequence[tuple[str, Key]], known: Mapping[Key, Sequence[int]]) -> Choice:
    choice = Choice()
    for kind, meaning in LINKS.items():
        fitting = _fitting(this, kind, known)
        if len(fitting) > 1:
            names = "、".join(keys[other][0] for other in fitting[:_NAMED])
            more = " 等" if len(fitting) > _NAMED else ""
            choice.notes.append(
                f"{meaning}有 {len(fitting)} 份（{names}{more}），没有对比，请用 --last 指定一份"
            )
        elif fitting:
            choice.partners.append((kind, fitting[0]))
    return choice


def _fitting(this: Key, kind: Link, known: Mapping[Key, Sequence[int]]) -> Sequence[int]:
    """The returns that are ``kind`` to one with the key ``this``: self-evaluations, else declarations."""
    if not this.unit or this.year is None:
        return ()
    year = this.year - 1 if kind is Link.LAST_YEAR else this.year
    for declares in (False, True):
        other = Key(this.unit, year, declares)
        if other in known and link_of(this, other) is kind:
            return known[other]
    return ()
