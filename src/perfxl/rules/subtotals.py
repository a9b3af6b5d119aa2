"""Subtotals inside a list against the entries that they sum up, whichever those are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from msgspec import Struct

from perfxl.formset.labels import normal
from perfxl.formset.model import Type
from perfxl.returns.list_sums import SUM
from perfxl.returns.model import Entry, FormReturn, Subtotal
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, figure, lacking, mismatch, sum_holds, unusable
from perfxl.rules.first_levels import declared_weight
from perfxl.rules.ratings import distinct, total_of
from perfxl.rules.registry import Hit


class Sum(Struct):
    """A subtotal's figure in one column, and the entries whose figures it should be the sum of."""

    value: Value
    column: str
    stated: Decimal
    entries: Sequence[Entry]
    due: Decimal

    @property
    def gap(self) -> Decimal:
        """By how much more is stated than the entries give."""
        return self.stated - self.due

    @property
    def cells(self) -> list[Value]:
        """The cells that are summed up, each once."""
        return _cells(self.entries, self.column)

    def hit(self) -> Hit | None:
        """What to say if the sum is not what is stated."""
        return mismatch(self.value, self.due, self._message, self.cells)

    def _message(self) -> str:
        kind = self.value.type
        stated, due = figure(self.stated, kind), figure(self.due, kind)
        return f"{self.value.label} {stated}，所合计的 {len(self.entries)} 行之和为 {due}"


def unlike_sums(found: FormReturn, name: str) -> Iterator[Sum]:
    """The figures of a list's subtotals that are no sum of any entries that they may stand for."""
    entries, subtotals = found.entries.get(name, ()), found.subtotals.get(name, ())
    for number, subtotal in enumerate(subtotals):
        before = subtotals[number - 1].after if number else 0
        behind = subtotals[number + 1].after if number + 1 < len(subtotals) else len(entries)
        natural, possible = _candidates(found, name, subtotal, slice(before, subtotal.after), behind)
        for column, value in subtotal.values.items():
            stated = value.number
            sums = [(members, total_of(_cells(members, column))) for members in (*natural, *possible)]
            if stated is None or any(total is not None and _same(stated, total) for _, total in sums):
                continue
            likely = [(members, total) for members, total in sums[: len(natural)] if total is not None]
            if likely:
                members, due = min(likely, key=lambda pair: abs(pair[1] - stated))
                yield Sum(value, column, stated, members, due)


def unread_sums(found: FormReturn, name: str) -> Iterator[Hit]:
    """What cannot be judged because a subtotal, or an entry above it, is no number."""
    entries = found.entries.get(name, ())
    for subtotal in found.subtotals.get(name, ()):
        for column, value in subtotal.values.items():
            if not value.blank:
                broken = unusable([value, *_cells(entries[: subtotal.after], column)])
                yield from lacking(value.label, *broken)


def subtotal_hits(found: FormReturn, name: str) -> Iterator[Hit]:
    """All that there is to say of a list's subtotals; one whose group is marked with its figure is not the cause."""
    yield from unread_sums(found, name)
    for wrong in unlike_sums(found, name):
        hit = wrong.hit()
        if hit:
            hit.primary = not marked_so(wrong)
            hit.holds = partial(sum_holds, wrong.value, wrong.cells)
            yield hit


def _same(stated: Decimal, total: Decimal) -> bool:
    return abs(stated - total) <= EXACT


def marked_so(wrong: Sum) -> bool:
    """Whether the category states the same weight in its brackets: then an entry's weight is wrong, not the sum."""
    labels = {
        value.text for entry in wrong.entries for value in entry.values.values() if value.type is Type.TEXT
    }
    return wrong.column == "分值" and wrong.value.number in {declared_weight(label) for label in labels}


def _cells(entries: Sequence[Entry], column: str) -> list[Value]:
    return distinct([entry.values[column] for entry in entries if column in entry.values])


def _candidates(
    found: FormReturn, name: str, subtotal: Subtotal, since: slice, behind: int
) -> tuple[list[Sequence[Entry]], list[Sequence[Entry]]]:
    """The entries that a subtotal naturally stands for, and others that it may stand for in some forms."""
    entries = found.entries[name]
    above, last, next_ones = entries[: subtotal.after], entries[since], entries[subtotal.after : behind]
    columns = [column.name for column in found.form.lists[name].columns if column.carry]
    groups = [_of_category(entries, column, subtotal) for column in columns]
    natural: list[Sequence[Entry]]
    match = SUM.fullmatch(normal(subtotal.label.text))
    named = _named(entries, columns, match[1] if match else "")
    if named:
        natural = [named]
    elif match and match[1]:
        natural = [above]  # of all indicators
    else:
        natural = [last, *groups[:1]]
    possible: list[Sequence[Entry]] = [last, *groups, above] if not named else []
    if not last and not named:
        possible.append(next_ones)  # it stands above what it sums up
    natural = [members for members in natural if members] or [above or next_ones]
    return natural, [members for members in possible if members]


def _of_category(entries: Sequence[Entry], column: str, subtotal: Subtotal) -> list[Entry]:
    """The entries under the same label as the subtotal."""
    own = subtotal.categories.get(column)
    key = normal(own.text) if own is not None else ""
    return [
        entry for entry in entries if key and column in entry.values and normal(entry[column].text) == key
    ]


def _named(entries: Sequence[Entry], columns: Sequence[str], name: str) -> list[Entry]:
    """The entries of the category that a subtotal names, at the highest level that has it."""
    if len(name) < 2:
        return []
    for column in columns:
        members = [entry for entry in entries if column in entry.values and _is_called(entry[column], name)]
        if members:
            return members
    return []


def _is_called(label: Value, name: str) -> bool:
    key = normal(label.text)
    return bool(key) and (name in key or key in name)
