"""Computed cells that 计算 leaves as they are, and why: a part is empty or was not read, the cell's formula is wrong."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence

from msgspec import Struct

from perfxl.finding import Place
from perfxl.formset.model import Form, Type
from perfxl.formula import ParsedRelation, Result
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution, execution_rate_of
from perfxl.rules.context import without_number
from perfxl.rules.indicators import details
from perfxl.rules.relations import doubt_of

WRONG_FORMULA = "此格是公式，算出的结果不对，请检查公式和它所用的单元格，或重新计算、保存后再试"

IN_WORDS = "此格填的不是数字，请先核对"

OF_LIST_ONLY = "此行只是各指标的合计，没有含预算执行，请先核对"


class Withheld(Struct, frozen=True):
    """A computed cell that is not written although something else is computed, with the reason, a Chinese clause.

    ``computed`` is "" where nothing can be computed.
    """

    place: Place
    label: str
    before: str
    computed: str
    reason: str

    @property
    def told(self) -> str:
        """What users are told of it, in one line."""
        where = f"{self.place.sheet}!{self.place.address} {self.label}"
        computed = f"按读到的计算为 {self.computed}；" if self.computed else ""
        return f"未写入 {where}：{self.before or '（空）'}（{computed}{self.reason}）"


def ignored(said: Withheld | str) -> None:
    """Nobody asks what is not written, or what else is to be said."""


def unread(parsed: ParsedRelation, column: str | None, found: FormReturn, given: Container[str] = ()) -> str:
    """Why what a formula adds up is not all that there is, "" if it is; what is ``given`` needs no cell."""
    doubt = doubt_of(parsed, found)
    if doubt:
        return doubt
    for name in (one for one in parsed.names if one not in given):
        listing, _, list_column = name.partition(".")
        if listing in found.form.lists and list_column:
            if all(value.blank for value in found.resolve(name)):
                return f"{listing}的{list_column}没有填写，或没有读到"
        elif not found.resolve(name, column) and name not in found.groups and _expected(name, found):
            return f"没有读到“{name}”"
    return ""


def _expected(name: str, found: FormReturn) -> bool:
    """Whether the form must have a field or row of that name."""
    field = found.form.fields.get(name)
    return field.expected if field is not None else True


def left_empty(result: Result, target: Value, found: FormReturn) -> str:
    """Which parts of a sum are in use and empty, a Chinese clause; "" where each empty one stands for zero.

    Where nothing but zeros is stated, a figure that is no zero stands for a part that is not.
    """
    blanks = [part for part in result.blanks if isinstance(part, Value) and part.place.row]
    missing = [part for part in blanks if _in_use(part, found)]
    if not missing and result.number == 0 and (target.number or target.name in found.form.required):
        missing = blanks
    return _named(missing)


def unusable_parts(result: Result) -> str:
    """Which parts are of no use, a Chinese clause; "" for none."""
    return _named([part for part in result.unusable if isinstance(part, Value)])


def _named(values: Sequence[Value]) -> str:
    if not values:
        return ""
    more = f"（等 {len(values)} 处）" if len(values) > 1 else ""
    return f"{values[0].place.address} {without_number(values[0])}{more}"


def _in_use(part: Value, found: FormReturn) -> bool:
    """Whether an empty part should be stated: the form asks for it, or its row states a figure of the same year.

    So should the score of budget execution that has no weight beside it, where its rate is known.
    Of the labelled rows of a grid, many of which are rightly empty, all other figures of that year must be stated.
    """
    if part.name in found.form.required:
        return True
    weight, score = execution(found)
    if part is score and not weight.place.row:
        return execution_rate_of(found) is not None
    year = _year_of(part, found.form)
    repeated = next((row for row in _repeated_rows(found) if any(value is part for value in row)), None)
    if repeated is not None:
        return any(_states(value) for value in repeated if _year_of(value, found.form) == year)
    row, dot, _ = part.name.rpartition(".")
    labelled = (value for name, value in found.values.items() if dot and name.startswith(f"{row}."))
    others = [
        value
        for value in labelled
        if value is not part and value.type is part.type and _year_of(value, found.form) == year
    ]
    return bool(others) and all(map(_states, others))


def _repeated_rows(found: FormReturn) -> Iterator[Collection[Value]]:
    for rows in found.groups.values():
        yield from (row.values.values() for row in rows)
    parts = details(found)
    for entries in found.entries.values():
        yield from (entry.values.values() for entry in entries if not any(entry is part for part in parts))


def _year_of(value: Value, form: Form) -> int | None:
    """Which year's figures stand in a value's column: 0 for the form's own, −1 for the one before, None for any."""
    name = value.name.rpartition(".")[2]
    columns = (column for grid in form.grids.values() for column in grid.columns if column.name == name)
    return next((column.label.year for column in columns), None)


def _states(value: Value) -> bool:
    """Whether a value is a figure other than zero, or an indicator's target or actual."""
    if value.type is Type.VALUE:
        return not says_nothing(value.text)
    return value.type.numeric and bool(value.number)
