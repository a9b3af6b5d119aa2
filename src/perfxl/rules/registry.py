"""The registry: what each rule says of itself (the catalogue) and the function that checks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import fields

from perfxl.definitions import read_definition
from perfxl.finding import ROUNDING_NOTE, Level, Place
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.value import Value

if TYPE_CHECKING:
    from perfxl.rules.context import Context

CATALOGUE = Path(__file__).parent / "catalogue"


class RuleInfo(Struct, frozen=True):
    """One rule as users know it. The texts are Chinese.

    A finding of a rule that ``follows`` others is not primary where one of those was found of the same thing; of those
    in ``follows_gap`` only where the comparison would hold once what they found is put right, or, of a comparison that
    cannot say so (:attr:`Hit.holds`), where what they found is off by the same amount.
    """

    id: str
    title: str
    category: str
    forms: tuple[str, ...]
    level: Level
    lifecycle: str
    basis: str
    checks: str
    why: str
    wrong: str
    right: str
    fix: str
    tolerance: str
    disable: str
    follows: tuple[str, ...] = ()
    follows_gap: tuple[str, ...] = ()

    @property
    def causes(self) -> tuple[str, ...]:
        """Every rule that it follows, in whichever way."""
        return (*self.follows, *self.follows_gap)


Holds = Callable[[Mapping[Place, Decimal]], bool]
"""Whether a comparison holds with other figures in some cells."""


class Hit(Struct):
    """What a rule found, before it becomes a finding.

    ``message`` says what is wrong, without form, address and fix, which the runner adds. ``at`` is the value (or the
    place) at fault; ``stated`` defaults to what is written there if it is compared with ``computed``.
    """

    message: str
    at: Value | Place
    computed: Decimal | str | None = None
    stated: str | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    level: Level | None = None
    rounding: bool = False
    """Whether a figure is only off by rounding, which is said of it and worth no more than a look."""
    related: Iterable[Value | Place] = ()
    form: str = ""
    unit: str = ""
    """The unit of the amounts in the message where that is not the one that the form under audit states."""
    primary: bool = True
    unfilled: bool = False
    """Whether it cannot be judged because a cell was left empty."""
    elsewhere: Iterable[Value] = ()
    """The values of another return that this one was compared with."""
    source: str = ""
    """The name of the file that those stand in."""
    fix: str | None = None
    """What to do about it where that is not what the rule says in general."""
    holds: Holds | None = None
    """Whether nothing would be wrong here were other figures in some cells."""
    remedies: Mapping[Place, Decimal] = {}
    """Figures of cells with which nothing would be wrong here, beside ``computed`` where it stands."""

    def __post_init__(self) -> None:
        """Say so where it is but rounding."""
        if self.rounding:
            self.message += ROUNDING_NOTE
            self.level = Level.INFO


class Link(StrEnum):
    """What another return is to the one under audit."""

    LAST_YEAR = "last year"
    """What the same unit returned for the year before."""
    DECLARED = "declared"
    """What the same unit declared at the start of the same year."""


class Other(Struct, frozen=True):
    """A return to compare with: what it is to the one under audit, and the name of its file for messages."""

    link: Link
    ret: Return
    name: str


FormCheck = Callable[[FormReturn, "Context"], Iterator[Hit]]
ReturnCheck = Callable[[Return, "Context"], Iterator[Hit]]
PairCheck = Callable[[Return, Return, "Context"], Iterator[Hit]]


EVERY_FORM = "*"
"""In the place of form ids: the rule looks at every form, whatever its id."""


class Rule(Struct, frozen=True):
    """A rule that is checked: for each form with one of the ids ``forms``, or (empty) once for the whole return."""

    id: str
    forms: tuple[str, ...]
    check: Callable[..., Iterator[Hit]]


class PairRule(Struct, frozen=True):
    """A rule over the return under audit and another one that is ``link`` to it."""

    id: str
    link: Link
    check: PairCheck


_RULES: dict[str, list[Rule]] = {}
_PAIRS: dict[str, PairRule] = {}


class RegistryError(ValueError):
    """A rule registered without an id, or twice for the same forms."""


def form_rule(rule_id: str, *forms: str) -> Callable[[FormCheck], FormCheck]:
    """Register a check of single forms."""

    def register(check: FormCheck) -> FormCheck:
        _add(Rule(rule_id, forms, check))
        return check

    return register


def return_rule(rule_id: str) -> Callable[[ReturnCheck], ReturnCheck]:
    """Register a check of the whole return."""

    def register(check: ReturnCheck) -> ReturnCheck:
        _add(Rule(rule_id, (), check))
        return check

    return register


def pair_rule(rule_id: str, link: Link) -> Callable[[PairCheck], PairCheck]:
    """Register a check of two returns: the one under audit and, second, the other one."""

    def register(check: PairCheck) -> PairCheck:
        if not rule_id or rule_id in _PAIRS or rule_id in _RULES:
            raise RegistryError(f"rule {rule_id} is registered twice, or without an id")
        _PAIRS[rule_id] = PairRule(rule_id, link, check)
        return check

    return register


def _add(rule: Rule) -> None:
    if not rule.id:
        raise RegistryError("a rule needs an id")
    for other in _RULES.get(rule.id, ()):
        forms = {*rule.forms, *other.forms}
        if not rule.forms or not other.forms or EVERY_FORM in forms or set(rule.forms) & set(other.forms):
            raise RegistryError(f"rule {rule.id} is registered twice")
    _RULES.setdefault(rule.id, []).append(rule)


def registered_rules() -> Mapping[str, list[Rule]]:
    """The rules that have been registered so far, by id; ``families.python_rules`` has them all."""
    return _RULES


def registered_pairs() -> Mapping[str, PairRule]:
    """The rules over two returns that have been registered so far, by id; ``families.pair_rules`` has them all."""
    return _PAIRS


class _Catalogue(Mapping[str, RuleInfo]):
    """All rules by id. A family is read when one of its rules is asked for: an audit needs but a few."""

    def __init__(self) -> None:
        self._paths = {path.stem: path for path in sorted(CATALOGUE.glob("*.yaml"))}
        self._read: dict[str, dict[str, RuleInfo]] = {}
        self._known: dict[str, RuleInfo] = {}

    def __getitem__(self, rule_id: str) -> RuleInfo:
        if rule_id not in self._known:
            family = rule_id.partition("-")[0]
            if family not in self._paths:
                raise KeyError(rule_id)
            self._known.update(self._family(family))
        return self._known[rule_id]

    def __iter__(self) -> Iterator[str]:
        for family in self._paths:
            yield from self._family(family)

    def __len__(self) -> int:
        return sum(len(self._family(family)) for family in self._paths)

    def _family(self, family: str) -> dict[str, RuleInfo]:
        if family not in self._read:
            self._read[family] = _read_family(self._paths[family])
        return self._read[family]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, RuleInfo]:
    """All rules that perfxl knows, by id, in the order of families and numbers. Raises RegistryError when read."""
    return _Catalogue()


def _read_family(path: Path) -> dict[str, RuleInfo]:
    known = {field.name for field in fields(RuleInfo)}
    entries: dict[str, RuleInfo] = {}
    data: dict[str, dict[str, Any]] = read_definition(path)
    for rule_id, entry in data.items():
        values = {("category" if key == "class" else key): value for key, value in entry.items()}
        unknown = set(values) - known
        if unknown:
            raise RegistryError(f"{path.name}/{rule_id}: unknown keys {sorted(unknown)}")
        lists = {key: tuple(values.get(key, ())) for key in ("forms", "follows", "follows_gap")}
        values |= {**lists, "level": Level(values["level"])}
        entries[rule_id] = RuleInfo(id=rule_id, **values)
    return entries
