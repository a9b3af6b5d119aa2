"""What the return states for a row of a report's table: of an item, of a project. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from perfxl.formset.labels import normal
from perfxl.measures import MeasureError, execution_rate
from perfxl.returns.model import FormReturn
from perfxl.returns.value import Value
from perfxl.words.against_tables import PROJECT_COLUMNS, fields_of
from perfxl.words.report_rules import Report, project_key
from perfxl.words.statements import Basis, Figure
from perfxl.words.table_layout import Column, Heading, Row, Section, items_by_label
from perfxl.words.tokens import MONEY, Quantity, Sentence

_NOWHERE = Sentence(0, "", ())
_GRID_COLUMNS = {
    (0, True): ("本年预算数", "全年预算数"), (0, False): ("本年决算数", "全年执行数"), (-1, False): ("上年决算数",),
}  # fmt: skip


class Due(Struct, frozen=True):
    """What a cell should say: one of ``numbers``, the first one best; each with the cells that it is taken from."""

    numbers: Sequence[tuple[Decimal, Sequence[Value]]]
    form: str = ""
    what: str = ""


class Subjects(Struct):
    """The rows of the return by the normal form of their labels, and the forms of its projects by key."""

    report: Report
    grids: dict[str, list[tuple[FormReturn, str]]] = field(default_factory=dict)
    projects: dict[str, list[FormReturn]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the forms."""
        for form in self.report.ret.forms if self.report.ret else ():
            for grid in form.form.grids.values():
                for row in grid.rows:
                    for key in row.label.norms if row.label is not None and not row.repeated else ():
                        self.grids.setdefault(key, []).append((form, row.name))
            name = form.values.get(form.form.project_name)
            if name is not None and name.text:
                self.projects.setdefault(project_key(name.text), []).append(form)

    def knows(self, label: str) -> bool:
        """Whether the return has a row, an item or a project of that name."""
        key = normal(label)
        return key in self.grids or key in items_by_label() or project_key(label) in self.report.projects

    def amounts(self, label: str, heading: Heading) -> list[Value]:
        """The cells that state that amount, best first; those without a number are left out."""
        key = normal(label)
        found = list(self._of_item(key, heading))
        if not found:
            found = list(self._of_grid(key, heading))
        if key not in items_by_label() and key not in self.grids:
            found = list(self._of_project(project_key(label), heading))
        unique = {(value.name, value.place): value for value in found if value.number is not None}
        return list(unique.values())

    def _of_item(self, key: str, heading: Heading) -> Iterator[Value]:
        item = items_by_label().get(key)
        if item is not None:
            quantity = Quantity(Decimal(0), MONEY, MONEY, 2, False, "")
            one = Figure(_NOWHERE, 0, 0, quantity, item, item, basis=heading.basis, year=heading.year)
            yield from (value for _, value in fields_of(self.report, one, item))

    def _of_grid(self, key: str, heading: Heading) -> Iterator[Value]:
        if heading.basis is Basis.INITIAL:
            return
        columns = _GRID_COLUMNS.get((heading.year - self.report.year, heading.basis.planned), ())
        for form, name in self.grids.get(key, ()):
            cells = (form.values.get(f"{name}.{column}") for column in columns)
            yield from (self.report.in_wan(form, value) for value in cells if value is not None)

    def _of_project(self, key: str, heading: Heading) -> Iterator[Value]:
        offset = heading.year - self.report.year
        columns: Sequence[str] = PROJECT_COLUMNS.get(heading.basis, ()) if offset == 0 else ()
        if offset == -1 and not heading.basis.planned:
            columns = ("上年决算数",)
        if offset == 0 and heading.basis is Basis.BUDGET:
            columns = (*columns, "年初预算数")
        for row in self.report.projects.get(key, ()):
            yield from (row[column] for column in columns if column in row)

    def due(self, section: Section, row: Row, heading: Heading, own: Mapping[int, Decimal]) -> Due:
        """What a cell should say; ``own`` are the amounts that the row itself states, in 万元, by column."""
        match heading.kind:
            case Column.AMOUNT:
                values = self.amounts(row.label, heading)
                return Due([(value.number, [value]) for value in values if value.number is not None])
            case Column.CHANGE:
                return Due(list(self._changes(section, row, own)))
            case Column.RATE:
                return Due(list(self._rates(section, row, own)))
            case Column.SCORE if section.heading(Column.WEIGHT) is None:
                forms = self.projects.get(project_key(row.label), ())
                scores = [value for form in forms if (value := form.values.get("总分.得分")) is not None]
                return Due([(value.number, [value]) for value in scores if value.number is not None])
        return Due([])

    def _changes(
        self, section: Section, row: Row, own: Mapping[int, Decimal]
    ) -> Iterator[tuple[Decimal, Sequence[Value]]]:
        now = Heading(0, "", Column.AMOUNT, self.report.year, Basis.ACTUAL)
        before = now._replace(year=self.report.year - 1)
        for value in self.amounts(row.label, now):
            for last in self.amounts(row.label, before):
                if value.number is not None and last.number is not None:
                    yield value.number - last.number, [value, last]
        for number, heading in _own(section, own):
            for former, other in _own(section, own):
                if not heading.basis.planned and not other.basis.planned and other.year == heading.year - 1:
                    yield number - former, []

    def _rates(
        self, section: Section, row: Row, own: Mapping[int, Decimal]
    ) -> Iterator[tuple[Decimal, Sequence[Value]]]:
        now = Heading(0, "", Column.AMOUNT, self.report.year, Basis.ACTUAL)
        plan = now._replace(basis=Basis.BUDGET)
        for value in self.amounts(row.label, now):
            for budget in self.amounts(row.label, plan):
                if value.number is not None and budget.number is not None:
                    yield from _rate(value.number, budget.number, [value, budget])
        for form in self.projects.get(project_key(row.label), ()):
            stated = form.values.get("年度资金总额.执行率")
            if stated is not None and stated.number is not None:
                yield stated.number, [stated]
        for number, heading in _own(section, own):
            for budget_number, other in _own(section, own):
                if not heading.basis.planned and other.basis.planned and other.year == heading.year:
                    yield from _rate(number, budget_number, [])


def _own(section: Section, own: Mapping[int, Decimal]) -> Iterator[tuple[Decimal, Heading]]:
    yield from ((own[one.at], one) for one in section.headings if one.at in own)


def _rate(
    part: Decimal, whole: Decimal, values: Sequence[Value]
) -> Iterator[tuple[Decimal, Sequence[Value]]]:
    try:
        yield execution_rate(part, whole), values
    except MeasureError:
        return
