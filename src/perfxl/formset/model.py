"""A form set as data: forms, where their values stand, what is computed and what must hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.formset.labels import normal
from perfxl.lazy import lazy
from perfxl.patterns import pattern

YEAR_MARK = pattern(r"\{Y(-\d)?\}")
"""Stands for a year in a label: ``{Y}`` the form's own, ``{Y-1}`` the one before."""


TOTAL = "总分"
"""The name of a list's total row where the form set gives it none."""
PROJECT_NAMES = ("项目支出名称", "项目名称")
"""What the field with a project's name may be called."""


class Type(StrEnum):
    """What a field holds."""

    AMOUNT = "amount"
    COUNT = "count"
    RATE = "rate"
    SCORE = "score"
    TEXT = "text"
    DATE = "date"
    VALUE = "value"
    """An indicator's target or actual: ``≥95%``, ``4次``, ``良好``."""

    numeric: bool
    """Whether a cell of this type should hold one number."""


for _type in Type:
    _type.numeric = _type in (Type.AMOUNT, Type.COUNT, Type.RATE, Type.SCORE)


class Label(Struct, frozen=True, dict=True):
    """How a field is called on the form: the official wording first, then what else means the same."""

    text: str
    aliases: tuple[str, ...] = ()
    year: int | None = None
    """Where the wording holds a year: 0 for the form's own year, −1 for the one before."""

    @lazy
    def norms(self) -> tuple[str, ...]:
        """The normal forms, official first."""
        texts = (YEAR_MARK.sub("2000", text) for text in (self.text, *self.aliases))
        return tuple(dict.fromkeys(normal(text) for text in texts))

    def for_year(self, year: int) -> str:
        """The official wording for one year."""
        return YEAR_MARK.sub(lambda match: str(year + int(match[1] or 0)), self.text)


class Field(Struct, frozen=True):
    """A value beside its label, or behind the colon in the label's own cell."""

    name: str
    label: Label
    type: Type
    required: bool = False
    """A form that leaves it empty is incomplete (TY-01)."""
    expected: bool = True
    """A form without its label has been altered (TY-13)."""
    unit: str = ""
    unless: tuple[Label, ...] = ()
    """Where all of these labels stand, it is a layout that has them instead, and is not altered."""
    below: str = ""
    """The field under which its label stands, on forms that print one label in several places; expected with that."""
    column: str = ""
    """The column under whose heading its value stands where units fill in its row in several columns."""


class Added(Struct, frozen=True):
    """Amounts that a unit may add below the field ``after`` among the fields that make it up."""

    name: str
    """What formulas call them."""
    after: str
    among: tuple[str, ...]


class Column(Struct, frozen=True):
    """A column of a grid or a list."""

    name: str
    label: Label
    type: Type
    expected: bool = True
    carry: bool = False
    """An empty cell repeats the one above it (merged categories)."""
    under: Label | None = None
    """The heading above its own, where a header has two levels."""
    instead_of: str = ""
    """The column of a list in whose place this one holds in the rows that state it (an adjusted target)."""


class Row(Struct, frozen=True):
    """A labelled row of a grid, or a repeated group that takes all rows after the row ``after``.

    A group ``among`` the labelled rows takes what is added between and below them, up to the end of the grid.
    """

    name: str
    label: Label | None
    expected: bool = True
    after: str = ""
    among: bool = False

    @property
    def repeated(self) -> bool:
        """Whether the row stands for any number of rows."""
        return bool(self.after)


class Grid(Struct, frozen=True):
    """Row labels × column labels. ``single`` grids have one row; their values go by the column's name alone."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    single: bool = False


class Blocks(Struct, frozen=True):
    """The rows that part a list into blocks: a label with a number (年度整体支出目标1) and a text beside it."""

    name: str
    label: Label
    required: bool = False
    """A block without its text is incomplete (TY-01)."""


class Listing(Struct, frozen=True):
    """A table with one row an entry, under a header and down to its total row or the next field.

    Where it is parted into ``blocks``, it is one list all the same: each entry also carries its block's text.
    """

    name: str
    columns: tuple[Column, ...]
    total: Label | None = None
    blocks: Blocks | None = None
    total_name: str = TOTAL
    """What formulas call the total row."""
    left_of: str = ""
    """The list whose headings this one repeats left of it, on the same rows; a form may do without it."""


class Relation(Struct, frozen=True):
    """A formula over the names of a form (or, with ``form.name``, of several forms).

    ``rule`` is the rule that it states, "" for one that is only computed; ``computes`` says whether 计算 writes its
    left side. Nothing is wrong where one of the ``alternatives`` holds.
    """

    formula: str
    rule: str = ""
    computes: bool = False
    alternatives: tuple[str, ...] = ()

    @property
    def computed(self) -> str:
        """The name left of the formula's ``=`` (``>=``, ``<=``)."""
        return self.formula.partition("=")[0].rstrip("<> ")

    @property
    def formulas(self) -> tuple[str, ...]:
        """The formula and its alternatives."""
        return (self.formula, *self.alternatives)


class Parameter(Struct, frozen=True):
    """A figure that a rule needs, with where it comes from."""

    value: Any
    basis: str
    since: int | None = None
    chosen: str = ""
    """The parameter set that it comes from, "" for the form set's own."""
    checked: bool = True
    """Whether it was compared with the text that it rests on; what is known from practice only says so."""


class ParameterSet(Struct, frozen=True):
    """Other values for some parameters, as a place or a notice has them; chosen by name."""

    name: str
    basis: str
    checked: bool
    """Whether the values have been checked against the text they come from."""
    values: Mapping[str, Any]


class Form(Struct, eq=False):
    """One form of the set. Compared by identity, so that what is worked out of it can be cached."""

    id: str
    title: Label
    sheet: str
    per_project: bool
    unit: str
    dated: bool
    """Whether the form has a place for its year."""
    fields: Mapping[str, Field]
    grids: Mapping[str, Grid]
    lists: Mapping[str, Listing]
    added: tuple[Added, ...] = ()
    relations: Sequence[Relation] = ()
    optional: bool = False
    """A return without it is complete (no WJ-03)."""
    required: tuple[str, ...] = ()
    """The names of its main figures: a form that leaves one of them empty is incomplete (TY-01)."""
    present: tuple[Label, ...] = ()
    """Labels without any of which a sheet is not this form, where other places have forms of the same title."""
    absent: tuple[Label, ...] = ()
    """Labels with any of which a sheet is not this form."""
    typical: tuple[Label, ...] = ()
    """Labels of which a sheet has one; without any it is rather another form set's, if that has a form that fits."""
    names: Mapping[str, Type | None] = field(default_factory=dict)
    """Every name a formula may use, with its type: fields, columns of single grids, ``row.column`` and, over all
    money columns at once, ``row`` (None) of other grids, ``list.column``, ``total.column``."""

    @property
    def blocks(self) -> list[Grid | Listing]:
        """Its grids and lists."""
        return [*self.grids.values(), *self.lists.values()]

    @property
    def project_name(self) -> str:
        """The field that names the project on a form of which there is one a project; "" on other forms."""
        names = (name for name in PROJECT_NAMES if name in self.fields)
        return next(names, "") if self.per_project else ""


class FormSet(Struct, eq=False):
    """A form set: its forms, parameters and the relations between its forms. Compared by identity."""

    id: str
    name: str
    basis: str
    folder: Path
    template: str
    year: int
    forms: Mapping[str, Form]
    parameters: Mapping[str, Parameter]
    relations: Sequence[Relation] = ()
    parameter_sets: Mapping[str, ParameterSet] = field(default_factory=dict)

    def with_parameters(self, names: Iterable[str]) -> FormSet:
        """The form set with the values of those parameter sets, the later before the earlier. Raises KeyError."""
        parameters = dict(self.parameters)
        for name in names:
            chosen = self.parameter_sets[name]
            for key, value in chosen.values.items():
                parameters[key] = Parameter(value, chosen.basis, chosen=name, checked=chosen.checked)
        return replace(self, parameters=parameters)

    def parameter(self, name: str, default: Any = None) -> Any:
        """The value of a parameter, ``default`` for one that the set does not define."""
        return self.parameters[name].value if name in self.parameters else default

    @property
    def unit_aliases(self) -> Mapping[str, str]:
        """The short names of units that are known, each with the full name."""
        aliases: Mapping[str, str] = self.parameter("单位别名", {})
        return aliases
