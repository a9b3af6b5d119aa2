"""Headings in other words than the form's: what is missing from a header is sought among what else stands there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from perfxl.finding import Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Column, Grid, Listing, Type
from perfxl.patterns import pattern
from perfxl.returns.column_years import Hits, column_of
from perfxl.returns.header import Header, altered, columns_by_name, columns_in, nearly, texts_of
from perfxl.returns.model import Alteration, FormReturn
from perfxl.returns.one_column import take_shared_heading
from perfxl.returns.region import Region, Text, is_figure
from perfxl.returns.short_headings import is_short, short_headings

_SEVERAL = 2
"""So many headings in other words beside each other make a header; a lone one may be anything."""
_LONGEST_HEADING = 20
_LONGEST_ENTRY = 20
"""A text longer than this is no target and no actual, but says something about them."""
_ANOTHER_THING = pattern(
    "调整数|调整额|调[增减]|增减|追加|差额|差异|[上去往下明]年|历史|中期|说明|解释|依据|来源"
)
"""What a heading in the place of a missing one says that is about something else."""


def reworded_header(grid: Grid, region: Region, labels: Collection[str]) -> Header | None:
    """The header of a grid of whose labels fewer than half stand there as any form has them, the others nearly.

    All of them stand in one row without figures, in the form's order, and are none of the ``labels`` of fields.
    """
    best: list[tuple[Column, Text, bool]] = []
    for row, texts in region.texts.items():
        if len(texts) >= _SEVERAL and not any(map(is_figure, region.rows[row])):
            hits = _nearly_in(texts, grid, region, labels)
            if len(hits) > len(best):
                best = hits
    expected = sum(column.expected for column in grid.columns if column.under is None)
    if not best or len(best) * 2 < expected:
        return None
    row = best[0][1].cell.row
    header = Header(row, row)
    for column, text, surely in best:
        header.take(column, text, region)
        if not surely:
            header.reworded.append((column, text.cell))
    return header


def _nearly_in(
    texts: Sequence[Text], grid: Grid, region: Region, labels: Collection[str]
) -> list[tuple[Column, Text, bool]]:
    """The headings in a row, each with its column and whether it differs in nothing but harmless words; none where
    they are too few or one of them is not clear."""
    wanted, caption = columns_by_name(grid.columns), normal(grid.name)
    free = [
        text
        for text in texts
        if (text.cell.row, text.cell.col) not in region.claimed
        and text.key not in labels
        and text.key != caption
        and 0 < len(text.key) <= _LONGEST_HEADING
    ]
    exact = [text for text in free if text.key in wanted]
    near = nearly((text for text in free if text.key not in wanted), wanted)
    named = [*exact, *(_named(text, name) for text, (name, _) in near)]
    hits = columns_in(sorted(named, key=lambda text: text.cell.col), grid.columns)
    if not _SEVERAL <= len(hits) == len(named) or not _in_order(hits, grid):
        return []
    altered_at = {text.cell.col for text, (_, harmless) in near if not harmless}
    return [(column, text, text.cell.col not in altered_at) for column, text in hits]


def _named(text: Text, name: str) -> Text:
    """A text that counts as one of another name."""
    named = Text(text.cell)
    named.key = name
    return named


def _in_order(hits: Hits, grid: Grid) -> bool:
    """Whether headings stand in the order of their columns in the form."""
    at = sorted((text.cell.col, grid.columns.index(column)) for column, text in hits)
    return all(before[1] < after[1] for before, after in pairwise(at))


def complete_header(header: Header, block: Grid | Listing, region: Region, found: FormReturn) -> None:
    """Look for the columns still missing among the texts left in the header row; report what is altered.

    What the form set calls the block is its caption, however like a heading it looks (绩效指标, 指标值).
    """
    for column, cell in header.reworded:
        altered(found, column.label.text, region, cell)
    missing = [column for column in block.columns if column.name not in header.columns]
    if not missing:
        return
    for short, text in short_headings(block, header.cells, texts_of(header, region), region):
        header.take(short, text, region)
        missing.remove(short)
    pair = take_shared_heading(header, block, region)
    if pair:
        header.in_one = True
        missing = [column for column in missing if column not in pair]
        altered(found, "、".join(column.label.text for column in pair), region, header.cells[pair[0].name])
    wanted = columns_by_name(block.columns)
    spare = [
        text
        for text in texts_of(header, region)
        if text.key and text.key not in wanted and (text.cell.row, text.cell.col) not in region.claimed
    ]
    caption = normal(block.name)
    _take_near([text for text in spare if text.key != caption], missing, header, block, region, found)
    _take_in_place(spare, missing, header, block, region, found)
    for column in missing:
        if column.expected:
            found.alterations.append(Alteration(column.label.text, Place(region.sheet.name)))


def _take_near(
    spare: list[Text],
    missing: list[Column],
    header: Header,
    block: Grid | Listing,
    region: Region,
    found: FormReturn,
) -> None:
    """Take the texts that are nearly labels, the surest first: what is one column's is no other's then."""
    while near := nearly(spare, columns_by_name(tuple(missing))):
        text, (key, harmless) = max(near, key=lambda pair: (pair[1][1], len(pair[1][0])))
        spare.remove(text)
        columns = [column for column in missing if key in column.label.norms]
        column = _column_meant(text, columns, header, block)
        if column is not None:
            missing.remove(column)
            header.take(column, text, region)
            if not harmless:
                altered(found, column.label.text, region, text.cell)


def _column_meant(
    text: Text, columns: Sequence[Column], header: Header, block: Grid | Listing
) -> Column | None:
    """Which of the missing columns of one name a heading is; of columns by year the one that its year or place allows."""
    if any(column.label.year is None for column in columns):
        return columns[-1]
    known = [(one, Text(header.cells[one.name])) for one in block.columns if one.name in header.cells]
    return column_of(text, columns, known, block.columns)


def _take_in_place(
    spare: Sequence[Text],
    missing: list[Column],
    header: Header,
    block: Grid | Listing,
    region: Region,
    found: FormReturn,
) -> None:
    """Take the one heading that stands between those of the neighbours of the one column missing there.

    A column of figures is found at the block's end as well, beside its one neighbour.
    It has a word of the official label, says nothing of another year or kind, and has below it what may be the column's.
    """
    order = [column for column in block.columns if column.name in header.columns or column.expected]
    for at, column in enumerate(order):
        before, after = (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)
        if column not in missing or before in missing or after in missing:
            continue
        first = header.columns[before.name] + 1 if before else 0
        last = header.columns[after.name] - 1 if after else region.last_col
        free = [
            text
            for text in spare
            if first <= text.cell.col <= last and (text.cell.row, text.cell.col) not in region.claimed
        ]
        if not (before and after):  # where the block's caption stands as well
            free = [text for text in free if column.type.numeric and _may_be(text, column, header, region)]
        if len(free) == 1 and not is_short(free[0]) and _may_be(free[0], column, header, region):
            missing.remove(column)
            header.take(column, free[0], region)
            altered(found, column.label.text, region, free[0].cell)


def _may_be(text: Text, column: Column, header: Header, region: Region) -> bool:
    label = column.label.norms[0]
    if _ANOTHER_THING.search(text.key) or not any(a + b in label for a, b in pairwise(text.key)):
        return False
    cells = (region.cell(row, text.cell.col) for row in region.rows if row > header.bottom)
    below = [cell for cell in cells if cell is not None and cell.text.strip()]
    if column.type.numeric:
        return any(map(is_figure, below))
    return column.type is not Type.VALUE or all(len(cell.text) <= _LONGEST_ENTRY for cell in below)
