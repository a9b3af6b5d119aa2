"""Whether a stretch of a sheet is laid out as a form is: its list is there, and what it adds up; its rows are in order."""

from __future__ import annotations

from perfxl.finding import Place
from perfxl.formset.model import Form, Grid, Listing
from perfxl.returns.align import align
from perfxl.returns.model import FormReturn
from perfxl.returns.region import Region


def in_order(form: Form, region: Region) -> bool:
    """Whether the rows of a form's grids that are found by their labels stand in the form's order."""
    first: dict[str, int] = {}
    for row, keys in region.keys_by_row.items():
        for key in keys:
            first.setdefault(key, row)
    for grid in form.grids.values():
        norms = (row.label.norms for row in grid.rows if row.label)
        rows = [
            min(first[name] for name in names if name in first) for names in norms if first.keys() & names
        ]
        if rows != sorted(rows):
            return False
    return True


def readable(form: Form, region: Region) -> bool:
    """Whether a region is laid out as the form is: it has a list if the form has, and half of what that adds up.

    A list or grid of which nothing is there was left out, with what it adds up.
    """
    found = align(
        form, Region(region.sheet, region.rows, region.top, region.bottom), Place(region.sheet.name)
    )
    lists = [listing for listing in form.lists.values() if any(column.expected for column in listing.columns)]
    absent = [listing for listing in lists if not _is_there(listing, found)]
    if lists and len(absent) == len(lists):
        return False
    there = {name.partition(".")[0] for name in found.values}
    computed = {relation.computed.partition(".")[0] for relation in form.relations if relation.rule}
    left_out = (names for names in map(_names, form.grids.values()) if not names & there)
    due = computed.difference({listing.total_name for listing in absent}, *left_out)
    return 0 < len(due & there) * 2 >= len(due)


def _is_there(listing: Listing, found: FormReturn) -> bool:
    """Whether a list was found, with a column of those that part its rows into categories if the form's has any."""
    entries = found.entries[listing.name]
    if not entries:
        return listing.name in found.empty_lists
    categories = [column.name for column in listing.columns if column.carry and column.expected]
    return not categories or any(name in entries[0].values for name in categories)


def _names(grid: Grid) -> set[str]:
    """What the values of a grid are called, without their columns."""
    return {column.name for column in grid.columns} if grid.single else {row.name for row in grid.rows}
