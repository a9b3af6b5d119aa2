"""Whether a stretch of a sheet is laid out as a form is, beyond having its title or many of its labels."""

from __future__ import annotations

from perfxl.finding import Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Form, Grid, Label, Listing, Type
from perfxl.returns.align import align
from perfxl.returns.field_index import index_of
from perfxl.returns.model import FormReturn
from perfxl.returns.region import Region, loose_match

_SEVERAL_AMOUNTS = 3
"""So many amounts by name are what a form is about."""
_HEADINGS = 2
"""So many headings of a list in one row are what its entries stand below."""


def without_its_amounts(form: Form, region: Region) -> bool:
    """Whether a region has hardly one of the amounts that a form asks for by name: it is another layout of that title.

    The columns and indicators that many forms have in common would be judged, and nothing that is the form's own.
    """
    amounts = {field.name for field in form.fields.values() if field.type is Type.AMOUNT and field.expected}
    if len(amounts) < _SEVERAL_AMOUNTS:
        return False
    index = index_of(form)
    there = {index.by_key[key].name for key in region.keys & index.by_key.keys()}
    for text in region.every_text:
        if index.may_hold(text.cell.text, text.key):
            there.update(field.name for field, _ in index.inline(text.cell.text))
    return len(amounts & there) * 4 < len(amounts)


def ruled_out(form: Form, region: Region) -> bool:
    """Whether a region lacks a label that the form must have to be it, or has one that the form never has.

    What is entered in the form's lists (a task 基本支出, an indicator 执行率) is no label.
    """
    never = {norm for label in form.absent for norm in label.norms}
    if not region.keys.isdisjoint(never):
        entered = entry_rows(form, region)
        if any(
            text.cell.row not in entered and not never.isdisjoint((text.key, text.head))
            for text in region.every_text
        ):
            return True
    return any(region.keys.isdisjoint(label.norms) and not _misspelt(label, region) for label in form.present)


def is_typical(form: Form, region: Region) -> bool:
    """Whether a region has one of the labels, however they are put into cells, of which the form always has one."""
    names = [label.norms[0] for label in form.typical]
    if not names or not region.keys.isdisjoint(names):
        return True
    return any(name in compact(text.cell.text) for text in region.every_text for name in names)


def entry_rows(form: Form, region: Region) -> dict[int, tuple[int, Listing]]:
    """The rows of a region below the headings of one of the form's lists, down to its total or the next label.

    Each with the row of those headings, and the list. What is a heading of a grid as well (分值, 得分) begins no list.
    """
    columns = [column.label for grid in form.grids.values() for column in grid.columns]
    labels = [*(field.label for field in form.fields.values()), *columns]
    others = {norm for label in labels for norm in label.norms}
    of_grids = {norm for label in columns for norm in label.norms}
    headings = [
        (listing, {norm for column in listing.columns for norm in column.label.norms})
        for listing in form.lists.values()
    ]
    entered: dict[int, tuple[int, Listing]] = {}
    ends: set[str] = set()
    under: tuple[int, Listing] | None = None
    for row, keys in region.keys_by_row.items():
        begun = next(
            (one for one, names in headings if len(keys & names) >= _HEADINGS and keys & names - of_grids),
            None,
        )
        if begun:
            under = row, begun
            ends = others.union(begun.total.norms) if begun.total else others
        elif under and region.texts[row][0].key in ends:
            under = None
        elif under:
            entered[row] = under
    return entered


def entry_columns(region: Region, header: int, listing: Listing) -> tuple[set[int], set[int], set[int]]:
    """Where under the headings in a row a list's entries have their names, what stands beside, and their categories."""
    own = [column for column in listing.columns if not column.carry]
    kinds = own[:1], own[1:], [column for column in listing.columns if column.carry]
    names = ({name for column in columns for name in column.label.norms} for columns in kinds)
    called, beside, categories = (
        {text.cell.col for text in region.texts[header] if text.key in found} for found in names
    )
    return called, beside, categories


def has_entries(form: Form, region: Region) -> bool:
    """Whether a row of one of the form's lists states a name, and something beside it."""
    for row, (header, listing) in entry_rows(form, region).items():
        called, beside, _ = entry_columns(region, header, listing)
        filled = {cell.col for cell in region.rows[row] if cell.text.strip()}
        if filled & called and filled & beside:
            return True
    return False


def _misspelt(label: Label, region: Region) -> bool:
    """Whether a text of a region is nearly a label as the form itself has it."""
    official = [normal(label.text)]
    return any(loose_match(key, official) is not None for key in region.keys)


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
    own = region.rows.between(region.top, region.bottom)
    found = align(form, Region(region.sheet, own, region.top, region.bottom), Place(region.sheet.name))
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
