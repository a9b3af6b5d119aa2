"""What counts in the sums of a run: each unit once a year, no declarations. Where its returns differ, nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct, field

from perfxl.formset.labels import compact
from perfxl.report.digest import Digest, ProjectRow, Row, declares, normal_unit, rate_of

COUNTED, DECLARED, COPY, UNSETTLED, NOTHING = "是", "申报表", "重复", "几份不同", ""
"""Whether a file has a part in the sums, as the tables say it; NOTHING for one in which no form was read."""


class UnitYear(Struct, frozen=True):
    """A unit in one year, as its returns state it together: money in 万元, the rate in percentage points.

    A figure is None where no return states it. Where two returns state different amounts, both amounts and the rate are
    None and the unit is ``unsettled``; a score that differs is None too.
    """

    rows: tuple[Row, ...]
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str
    unsettled: bool

    @property
    def first(self) -> Row:
        """The first of its returns, which stands for it."""
        return self.rows[0]

    @property
    def year(self) -> int | None:
        """The year, None where the returns do not say it."""
        return self.first.year


class Counted(Struct):
    """What the sums of a run are made of. ``states`` says of each file, by its number, whether it has a part in them."""

    units: list[UnitYear] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    unsettled_projects: int = 0
    states: dict[int, str] = field(default_factory=dict)

    @property
    def unsettled(self) -> list[UnitYear]:
        """The units whose returns state different amounts."""
        return [unit for unit in self.units if unit.unsettled]

    @property
    def years(self) -> list[int | None]:
        """The years in order, the unknown one last."""
        found = {unit.year for unit in self.units} | {item.row.year for item in self.projects}
        return sorted(found, key=lambda year: (year is None, year or 0))

    def files(self, state: str) -> int:
        """How many files are in that state."""
        return sum(one == state for one in self.states.values())


def counted(digest: Digest) -> Counted:
    """Choose what counts among the returns of a run."""
    groups: dict[tuple[str, int | None], list[Row]] = {}
    result = Counted()
    for row in digest.rows:
        if not row.form_set or declares(row.form_set):
            result.states[row.number] = DECLARED if row.form_set else NOTHING
        else:
            groups.setdefault((_owner(row), row.year), []).append(row)
    for rows in groups.values():
        unit = _together(rows)
        result.units.append(unit)
        result.states |= {row.number: UNSETTLED if unit.unsettled else COPY for row in rows}
        if not unit.unsettled:
            result.states[rows[0].number] = COUNTED
    _count_projects(result, digest.projects)
    return result


def _owner(row: Row) -> str:
    """What tells the returns of one unit: its normal name, or the file where it has none."""
    return normal_unit(row) or f"\0{row.path}"


def _together(rows: Sequence[Row]) -> UnitYear:
    budgets, amounts = _stated(row.budget for row in rows), _stated(row.executed for row in rows)
    unsettled = len(budgets) > 1 or len(amounts) > 1
    budget, executed = (None, None) if unsettled else (_only(budgets), _only(amounts))
    stated = None if unsettled else _only(_stated(row.rate for row in rows))
    grades = {row.grade for row in rows if row.grade}
    return UnitYear(
        tuple(rows),
        budget,
        executed,
        rate_of(budget, executed, stated),
        _only(_stated(row.score for row in rows)),
        grades.pop() if len(grades) == 1 else "",
        unsettled,
    )


def _stated(figures: Iterable[Decimal | None]) -> set[Decimal]:
    return {figure for figure in figures if figure is not None}


def _only(figures: set[Decimal]) -> Decimal | None:
    return next(iter(figures)) if len(figures) == 1 else None


def _count_projects(result: Counted, projects: Iterable[ProjectRow]) -> None:
    """Count a project once where several returns of its unit state the same of it, and not where they differ."""
    groups: dict[tuple[object, ...], dict[int, list[ProjectRow]]] = {}
    for item in projects:
        if not declares(item.row.form_set):
            returns = groups.setdefault(_project_key(item), {})
            returns.setdefault(item.row.number, []).append(item)
    for returns in groups.values():
        first, *others = returns.values()
        if all(_amounts(other) == _amounts(first) for other in others):
            result.projects += first
        else:
            result.unsettled_projects += 1
    result.projects.sort(key=lambda item: item.row.number)


def _project_key(item: ProjectRow) -> tuple[object, ...]:
    """What tells a project: its name; without one only its amounts."""
    name = compact(item.project.name)
    amounts = () if name else (item.project.budget, item.project.executed)
    return (_owner(item.row), item.row.year, name, *amounts)


def _amounts(items: Sequence[ProjectRow]) -> list[tuple[Decimal | None, Decimal | None]]:
    return [(item.project.budget, item.project.executed) for item in items]
