"""A return as read: which forms it holds, and every value with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec import Struct, field

from perfxl.finding import Place
from perfxl.formset.model import Form, FormSet, Type
from perfxl.lazy import lazy
from perfxl.returns.money import WAN, in_wan
from perfxl.returns.reading import Reading
from perfxl.returns.unaudited import Copy, Stranger, UnreadColumn
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind


class GroupRow(Struct):
    """One row of a repeated group: its name without number, where that stands, and its values by column."""

    name: str
    label: Value
    values: Mapping[str, Value]
    counted: bool = True
    """Whether it is added up: no heading without figures, and no part of a row that has them."""
    parts: list[GroupRow] = field(default_factory=list)
    """The rows of a lower level below it."""
    of_which: bool = False
    """Whether it is one of the parts (其中) that need not make up the row above."""

    @property
    def leaves(self) -> Iterator[GroupRow]:
        """The rows of the lowest level that make it up; itself, if none do."""
        if not self.parts or self.parts[0].of_which:
            yield self
        else:
            for part in self.parts:
                yield from part.leaves


class Entry(Struct):
    """One row of a list: its values by column; carried and merged ones are those of the cell that is repeated."""

    row: int
    values: Mapping[str, Value]
    counted: bool = True
    """Whether it is added up: not where it is a part of an entry that is."""

    def __getitem__(self, column: str) -> Value:
        return self.values[column]


class Subtotal(Struct):
    """A row inside a list that sums up entries: its label, its figures by column, and where it stands."""

    label: Value
    values: Mapping[str, Value]
    after: int
    """How many of the list's entries stand above it."""
    categories: Mapping[str, Value]
    """The categories that its own row states or repeats, by column."""


class YearMark(Struct, frozen=True):
    """A year written on a form; ``offset`` says which one is meant (0 the form's own, −1 the one before)."""

    year: int
    offset: int
    place: Place
    text: str


class Alteration(Struct, frozen=True):
    """A label that the form should have: missing (``found`` is "") or written differently.

    What else was changed in the form's layout is told by ``remark``, a Chinese clause.
    """

    label: str
    place: Place
    found: str = ""
    remark: str = ""
    harmless: bool = False
    """Whether nothing is lost by it: a row that is missing where the others make up the total."""


_UNIT_NAMES = ("填报单位", "部门名称", "实施单位", "预算单位")
"""The fields that may hold the unit's name."""


class FormReturn(Struct, dict=True):
    """One form as returned."""

    form: Form
    sheet: str
    place: Place
    """Where its title stands (the sheet, if it has none)."""
    values: dict[str, Value] = field(default_factory=dict)
    groups: dict[str, list[GroupRow]] = field(default_factory=dict)
    split: list[GroupRow] = field(default_factory=list)
    """The form's own rows of a grid that the unit has parted further, with those parts."""
    doubts: dict[str, str] = field(default_factory=dict)
    """Why what some names stand for cannot be added up: a Chinese clause by the name of a row or group."""
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    blocks: dict[str, list[Value]] = field(default_factory=dict)
    """The texts that begin the blocks of each list that has them."""
    block_categories: dict[Place, list[Value]] = field(default_factory=dict)
    """The categories that are written in the rows of a block, by the place of its text."""
    empty_lists: dict[str, Place] = field(default_factory=dict)
    """The lists of which nothing but the header is filled in, with the header's place."""
    subtotals: dict[str, list[Subtotal]] = field(default_factory=dict)
    """The rows of each list that sum up some of its entries."""
    totals: dict[str, list[Value]] = field(default_factory=dict)
    """The numbers of each list's total row, whatever column they stand in."""
    years: list[YearMark] = field(default_factory=list)
    sheet_year: int | None = None
    """The year in the sheet's name, where the form itself states none."""
    money_units: list[tuple[str, Place]] = field(default_factory=list)
    converted: list[tuple[Value, Reading]] = field(default_factory=list)
    """Amounts that were written in another unit than the form's, each with its reading as written."""
    alterations: list[Alteration] = field(default_factory=list)
    unread: list[Place] = field(default_factory=list)
    """The first figure of each row below its lists that looks like theirs and was read as nothing."""
    unread_columns: list[UnreadColumn] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    """Every cell of the form, in reading order."""
    memo: dict[Callable[..., object], Any] = field(default_factory=dict)
    """What rules have worked out of this form, by the function that did (see :func:`perfxl.lazy.once`)."""

    @property
    def id(self) -> str:
        """The form's id within its set."""
        return self.form.id

    @lazy
    def name(self) -> str:
        """What users call this form: a project's form carries the project's name."""
        project = self.values.get(self.form.project_name)
        return f"{self.form.id}（{project.text}）" if project and project.text else self.form.id

    @property
    def unit(self) -> str:
        """The unit's name as it stands on this form, "" for none."""
        return next((found.text for key in _UNIT_NAMES if (found := self.values.get(key)) and found.text), "")

    @property
    def year(self) -> int | None:
        """The year that the form states, None where it states none."""
        return _most([mark.year - mark.offset for mark in self.years]) if self.years else None

    @lazy
    def money_unit(self) -> str:
        """The unit of money that the form states: 万元 where it states none, or more than one."""
        stated = {unit for unit, _ in self.money_units}
        return stated.pop() if len(stated) == 1 else WAN

    def in_wan(self, value: Value) -> Value:
        """A value of this form, an amount in 万元 whatever unit the form states."""
        unit = self.money_unit
        if unit == WAN or value.type is not Type.AMOUNT or value.number is None:
            return value
        return value.stating(in_wan(value.number, unit))

    def value(self, name: str) -> Value:
        """A value by name. A name that the form does not define, or whose label is missing, is a blank nowhere."""
        found = self.values.get(name)
        return (
            found if found is not None else Value(name, name, self.form.names.get(name) or Type.TEXT, Place())
        )

    def operands(
        self, column: str | None = None, *, leaves: bool = False
    ) -> Callable[[str], Sequence[Value]]:
        """The scope of a formula, for one column of the grids where names stand for whole rows."""
        return partial(self.resolve, column=column, leaves=leaves)

    def resolve(self, name: str, column: str | None = None, *, leaves: bool = False) -> Sequence[Value]:
        """The values a formula's name stands for: of a group's rows those that count, or their ``leaves``.

        A cell that several rows of a list share comes once.
        """
        group, _, own_column = name.partition(".")
        if group in self.groups:
            counted = (row for row in self.groups[group] if row.counted)
            rows = (leaf for row in counted for leaf in row.leaves) if leaves else counted
            values = (row.values.get(own_column or column or "") for row in rows)
            return [value for value in values if value is not None]
        if own_column and group in self.entries:
            entries = (entry.values.get(own_column) for entry in self.entries[group] if entry.counted)
            return list({id(value): value for value in entries if value is not None}.values())
        found = self.values.get(name)
        if found is None and column:
            found = self.values.get(f"{name}.{column}")
        return [found] if found is not None else []

    def places_of(self, kind: Kind) -> list[tuple[Place, str]]:
        """The cells of one kind (error values, formulas without result), with what they say."""
        return [
            (Place(self.sheet, cell.row, cell.col), cell.text) for cell in self.cells if cell.kind is kind
        ]

    @lazy
    def figures(self) -> list[Value]:
        """The values that should be numbers and for which something is written."""
        return [
            value
            for value in self.all_values
            if value.cell is not None and value.type.numeric and not value.blank
        ]

    @lazy
    def all_values(self) -> list[Value]:
        """Every value: fields, grids, groups, lists. Carried categories come once."""
        found = [*self.values.values()]
        for rows in self.groups.values():
            for row in rows:
                found += row.values.values()
        for starts in self.blocks.values():
            found += starts
        for entries in self.entries.values():
            for entry in entries:
                found += entry.values.values()
        for rows_of_sums in self.subtotals.values():
            for row_of_sums in rows_of_sums:
                found += row_of_sums.values.values()
        return list({id(value): value for value in found}.values())


class Return(Struct, dict=True):
    """A returned workbook: its forms in the order of the sheets, and the sheets that no form fits."""

    form_set: FormSet
    forms: list[FormReturn]
    strangers: list[Stranger] = field(default_factory=list)
    """Sheets with figures that are no known form, and forms of other form sets."""
    asked_year: int | None = None
    """The year asked for, or that of the forms that count where some were left out."""
    copies: list[Copy] = field(default_factory=list)
    """Forms that were left out."""
    unsettled: dict[str, tuple[FormReturn, ...]] = field(default_factory=dict)
    """By form id, forms of one unit and year of which nothing tells which one counts."""
    units: list[list[FormReturn]] = field(default_factory=list)
    """The forms of each unit, where there is more than one unit."""

    def of(self, form_id: str) -> Sequence[FormReturn]:
        """The forms with that id; none where it is not known which of them counts."""
        return self._by_id.get(form_id, ())

    @lazy
    def _by_id(self) -> dict[str, list[FormReturn]]:
        settled = [form for form in self.forms if form.id not in self.unsettled]
        return {form.id: [one for one in settled if one.id == form.id] for form in settled}

    @lazy
    def parts(self) -> list[Return]:
        """The return of each unit by itself; mostly there is only one."""
        return [self._part(forms) for forms in self.units] or [self]

    def _part(self, forms: list[FormReturn]) -> Return:
        unsettled = {key: rivals for key, rivals in self.unsettled.items() if rivals[0] in forms}
        return Return(self.form_set, forms, asked_year=self.year, unsettled=unsettled)

    @lazy
    def unit(self) -> str:
        """The unit's name as most forms write it."""
        names: list[str] = []
        for form in self.forms:
            for key in _UNIT_NAMES:
                found = form.values.get(key)
                if found and found.text:
                    names.append(found.text)
        return max(names, key=names.count) if names else ""

    @lazy
    def year(self) -> int | None:
        """The year asked for, or the one that most forms state."""
        if self.asked_year:
            return self.asked_year
        votes = [_most([mark.year - mark.offset for mark in form.years]) for form in self.forms if form.years]
        votes = votes or [form.sheet_year for form in self.forms if form.sheet_year]
        return _most(votes) if votes else None


def _most(years: Sequence[int]) -> int:
    """The year that stands most often; the latest of those that stand equally often."""
    return max(sorted(set(years), reverse=True), key=years.count)
