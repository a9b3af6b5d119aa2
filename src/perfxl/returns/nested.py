"""Entries of a list that are only parts of another one: a task with 其中 below it, or with numbers of a lower level.

Only where the marks before the names differ: entries on one level add up as they stand.
"""

from __future__ import annotations

from perfxl.formset.labels import unnumbered, without_of_which, without_subnumbers
from perfxl.formset.model import Listing, Type
from perfxl.returns.levels import arrange, on_one_level
from perfxl.returns.model import FormReturn, GroupRow


def arrange_entries(listing: Listing, found: FormReturn) -> None:
    """Let the entries of a list with amounts and a total that are parts of others not count beside these.

    Where it is not certain which they are, its sums are left open.
    """
    amounts = [column.name for column in listing.columns if column.type is Type.AMOUNT]
    named = listing.columns[0]
    entries = found.entries.get(listing.name, [])
    if not listing.total or not amounts or named.carry or len(entries) < 2 or found.subtotals[listing.name]:
        return
    if named.type is not Type.TEXT or any(named.name not in entry.values for entry in entries):
        return
    labels = [entry[named.name] for entry in entries]
    names = without_subnumbers([unnumbered(without_of_which(unnumbered(label.text))) for label in labels])
    rows = [
        GroupRow(name, label, {one: entry[one] for one in amounts if one in entry.values})
        for name, label, entry in zip(names, labels, entries, strict=True)
    ]
    if on_one_level(rows):
        return
    certain = arrange(rows, {one: found.value(f"{listing.total_name}.{one}") for one in amounts})
    for entry, row in zip(entries, rows, strict=True):
        entry.counted = row.counted
    if not certain and any(row.parts for row in rows):
        doubt = f"{listing.name}各行的层次不明确"
        found.doubts.update((f"{listing.name}.{one}", doubt) for one in amounts)
