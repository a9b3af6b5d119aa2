"""Who has returned and who has not: the roster beside the returns of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from msgspec import Struct, field

from perfxl.batch.left_out import LeftOut
from perfxl.formset.labels import compact
from perfxl.report.digest import Row, aliases
from perfxl.report.roster import Expected, Roster
from perfxl.rules.identity import unit_name

_NEAR = 0.75
_MOST_COMPARED = 400_000
"""Pairs of names that are compared for a likely misspelling; beyond that nothing is suggested."""


class Missing(Struct, frozen=True):
    """A unit of the roster without a readable return.

    ``files`` are unreadable files that bear its name, ``received`` files that bear it and are no workbooks; ``near`` is a
    unit outside the roster with nearly its name.
    """

    unit: Expected
    files: tuple[Row, ...] = ()
    near: Row | None = None
    received: tuple[LeftOut, ...] = ()

    @property
    def state(self) -> str:
        """What there is of it."""
        if self.files:
            state = f"已收到但无法审核：{'、'.join(row.path for row in self.files)}"
        elif self.received:
            state = f"收到，格式不能审核：{'、'.join(one.path for one in self.received)}"
        else:
            state = "未收到"
        return state + (f"；名册外有名称相近的“{self.near.unit}”" if self.near is not None else "")


class Attendance(Struct):
    """The roster's units with their returns, those without, those named twice, and the returns of each other unit."""

    returned: list[tuple[Expected, list[Row]]] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    repeated: list[tuple[Expected, Expected]] = field(default_factory=list)
    outsiders: list[list[Row]] = field(default_factory=list)


def same_unit(rows: Iterable[Row], extra: Mapping[str, str] | None = None) -> dict[str, list[Row]]:
    """The returns of each unit, by its name in normal form; those without a name are left out."""
    known: dict[str, list[Row]] = {}
    for row in rows:
        name = unit_name(row.unit, {**aliases(row.form_set), **(extra or {})})
        if name:
            known.setdefault(name, []).append(row)
    return known


def doubles(rows: Iterable[Row]) -> list[list[Row]]:
    """Returns of the same unit, year and form set, where there are several."""
    same: dict[tuple[int | None, str], list[Row]] = {}
    for row in rows:
        same.setdefault((row.year, row.form_set), []).append(row)
    return [several for several in same.values() if len(several) > 1]


def attendance(roster: Roster, rows: Sequence[Row], left_out: Sequence[LeftOut] = ()) -> Attendance:
    """Match the roster with the returns, by normal names and by the short names that the roster gives.

    ``left_out`` are files that were not audited.
    """
    short = {
        unit_name(alias, {}): unit_name(unit.name, {}) for unit in roster.units for alias in unit.aliases
    }
    returned = same_unit(rows, short)
    unnamed = [row for row in rows if not row.unit]
    result, seen = Attendance(), dict[str, Expected]()
    lacking: list[Expected] = []
    for unit in roster.units:
        name = unit_name(unit.name, short)
        if name in seen:
            result.repeated.append((seen[name], unit))
            continue
        seen[name] = unit
        if name in returned:
            result.returned.append((unit, returned[name]))
        else:
            lacking.append(unit)
    outside = {name: found for name, found in returned.items() if name not in seen}
    result.outsiders = sorted(outside.values(), key=_number)
    near = len(lacking) * len(outside) <= _MOST_COMPARED
    for unit in lacking:
        guess = get_close_matches(compact(unit.name), outside, 1, _NEAR) if near else []
        files = tuple(row for row in unnamed if _bears_name(row.path, unit))
        received = tuple(one for one in left_out if _bears_name(one.name, unit))
        result.missing.append(Missing(unit, files, outside[guess[0]][0] if guess else None, received))
    return result


def _number(rows: Sequence[Row]) -> int:
    return rows[0].number


def _bears_name(path: str, unit: Expected) -> bool:
    stem = compact(PurePosixPath(path.replace("\\", "/")).stem)
    return any(compact(name) in stem for name in (unit.name, *unit.aliases))
