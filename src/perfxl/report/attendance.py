"""Who has returned and who has not: the roster beside the returns of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from msgspec import Struct, field

from perfxl.formset.labels import compact
from perfxl.report.digest import Row, aliases
from perfxl.report.roster import Expected, Roster
from perfxl.rules.identity import unit_name

_NEAR = 0.75
_MOST_COMPARED = 400_000
"""Pairs of names that are compared for a likely misspelling; beyond that nothing is suggested."""


class Missing(Struct, frozen=True):
    """A unit of the roster without a readable return.

    ``files`` are unreadable files that bear its name; ``near`` is a unit outside the roster with nearly its name.
    """

    unit: Expected
    files: tuple[Row, ...] = ()
    near: Row | None = None


class Attendance(Struct):
    """The roster's units with their returns, those without, those named twice, and returns of other units."""

    returned: list[tuple[Expected, list[Row]]] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    repeated: list[tuple[Expected, Expected]] = field(default_factory=list)
    outsiders: list[Row] = field(default_factory=list)


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


def attendance(roster: Roster, rows: Sequence[Row]) -> Attendance:
    """Match the roster with the returns, by normal names and by the short names that the roster gives."""
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
    result.outsiders = sorted((row for found in outside.values() for row in found), key=_number)
    near = len(lacking) * len(outside) <= _MOST_COMPARED
    for unit in lacking:
        guess = get_close_matches(compact(unit.name), outside, 1, _NEAR) if near else []
        files = tuple(row for row in unnamed if _bears_name(row, unit))
        result.missing.append(Missing(unit, files, outside[guess[0]][0] if guess else None))
    return result


def _number(row: Row) -> int:
    return row.number


def _bears_name(row: Row, unit: Expected) -> bool:
    stem = compact(PurePosixPath(row.path.replace("\\", "/")).stem)
    return any(compact(name) in stem for name in (unit.name, *unit.aliases))
