"""Forms of one project of which there are two in a return, and the figures by which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Type
from perfxl.measures import round_half_up
from perfxl.returns.copies import same_unit, unit_of
from perfxl.returns.model import FormReturn
from perfxl.returns.numbers import says_nothing
from perfxl.returns.targets import ValueKind
from perfxl.returns.value import Value

_DOING = "实施单位"
_FIGURES = 3
"""How many differing figures are named."""


def project_of(form: FormReturn) -> str:
    """The name of the project that a form is of, without blanks; "" for none."""
    return normal(form.value(form.form.project_name).text) if form.form.per_project else ""


def twice(forms: Iterable[FormReturn]) -> Iterator[tuple[FormReturn, FormReturn]]:
    """The project forms of one project, unit and year, each with the first one of them."""
    first: dict[tuple[str, str], list[FormReturn]] = {}
    for form in forms:
        project = project_of(form)
        if says_nothing(project):
            continue
        others = first.setdefault((form.id, project), [])
        other = next((other for other in others if _of_one_unit_and_year(form, other)), None)
        if other is None:
            others.append(form)
        else:
            yield form, other


def _of_one_unit_and_year(one: FormReturn, other: FormReturn) -> bool:
    years = {form.year for form in (one, other) if form.year is not None}
    doing = [compact(form.value(_DOING).text) for form in (one, other)]
    return same_unit(unit_of(one), unit_of(other)) and same_unit(*doing) and len(years) < 2


def differing(one: FormReturn, other: FormReturn) -> Sequence[tuple[Value, Value]]:
    """The figures that two forms state under the same name and that differ by more than rounding.

    Those of lists are taken in their order, and only where both have as many. Amounts in different units tell nothing.
    """
    if one.money_unit != other.money_unit:
        return []
    pairs = [(one.values[name], other.values[name]) for name in one.values if name in other.values]
    return [pair for pair in (*pairs, *_in_lists(one, other)) if _differ(*pair)]


def _in_lists(one: FormReturn, other: FormReturn) -> Iterator[tuple[Value, Value]]:
    """What two forms state in the same places of their lists, as far as these have as many rows."""
    for name, entries in one.entries.items():
        others = other.entries.get(name, [])
        if len(entries) == len(others):
            for mine, its in zip(entries, others, strict=True):
                yield from ((mine.values[key], its.values[key]) for key in mine.values if key in its.values)


def how_they_differ(form: FormReturn, other: FormReturn) -> str:
    """What one form states otherwise than another one of the same project, in words: its first figures, or targets."""
    pairs = differing(form, other)
    if not pairs and form.money_unit != other.money_unit:
        return f"金额单位不同（{form.money_unit}、{other.money_unit}）"
    rows = [(name, len(entries), len(other.entries.get(name, ()))) for name, entries in form.entries.items()]
    unlike = next((f"{name} {own} 行、{its} 行" for name, own, its in rows if own != its), "")
    if not pairs and unlike:
        return unlike
    pairs = pairs or [pair for pair in _in_lists(form, other) if _promise_otherwise(*pair)]
    if not pairs:
        return "所填数额相同"
    named = "，".join(f"{one.label} {one.text}、{its.text}" for one, its in pairs[:_FIGURES])
    return f"{named}{'等' if len(pairs) > _FIGURES else ''}不一致"


def _promise_otherwise(one: Value, other: Value) -> bool:
    """Whether two targets or actuals are not the same, however they are written."""
    if one.type is not Type.VALUE or compact(one.text) == compact(other.text):
        return False
    readings = [
        (value.kind, value.op, value.number, value.unit, value.bounds)
        for value in (one.indicator, other.indicator)
    ]
    return readings[0] != readings[1] or one.indicator.kind is ValueKind.TEXT


def _differ(one: Value, other: Value) -> bool:
    if not one.type.numeric or one.number is None or other.number is None:
        return False
    if one.reading.unit != other.reading.unit:
        return False
    places = min(one.reading.decimals, other.reading.decimals)
    return round_half_up(one.number, places) != round_half_up(other.number, places)
