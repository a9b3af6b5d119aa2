"""Lists: one row an entry under a header, categories repeated down merged cells, sums between and below the entries."""

from __future__ import annotations

from perfxl.finding import Place, decimal_text
from perfxl.formset.labels import compact
from perfxl.formset.model import Column, Listing, Type
from perfxl.patterns import pattern
from perfxl.returns.adjusted import filled_with_zeros, put_in_place
from perfxl.returns.header import Header, absent, altered
from perfxl.returns.joined import join_columns
from perfxl.returns.list_sums import SumRows, find_sums
from perfxl.returns.model import Alteration, Entry, FormReturn, Subtotal
from perfxl.returns.nested import arrange_entries
from perfxl.returns.numbers import read_amount
from perfxl.returns.one_column import part
from perfxl.returns.pages import between_pages
from perfxl.returns.reading import NOTHING
from perfxl.returns.reasons_apart import REASON, further_columns, where_given
from perfxl.returns.region import Region, Text
from perfxl.returns.reworded import complete_header
from perfxl.returns.shifts import continues, moved_left, report_continued, report_moved
from perfxl.returns.total_labels import WEIGHT, total_label
from perfxl.returns.total_rows import total_figures
from perfxl.returns.value import Value
from perfxl.workbook.model import Kind

_BLOCK_NUMBER = pattern(r"[0-9一二三四五六七八九十]{0,2}")
"""What may follow the label of a block in its normal form."""
_BRACKET_ONLY = pattern(r"\((?:[^()]*\d[^()]*分[^()]*|(?:权重|分值|满分)[^()]*\d[^()]*)\)")
"""The second line of a category that was typed into two rows: its weight in brackets."""
_MARKS = pattern(
    r"[(\[【<〈《](?:满分|权重|分值|共|占)?:?(?:\d+(?:\.\d+)?(?:分?/100)?[分%]?|[一二三四五六七八九十]{1,5}分)[)\]】>〉》]"
    r"|\d+(?:\.\d+)?[分%]"
)
"""What a category's name may have behind it where it is written first, and not where it is repeated."""


def align_list(
    listing: Listing,
    header: Header | None,
    region: Region,
    found: FormReturn,
    stops: set[int],
    grids: set[int],
) -> None:
    """Read a list, its total and its subtotals.

    ``stops`` are rows at which a list without total row must end, ``grids`` the first rows of the form's grids.
    """
    if header is None:
        if not listing.left_of:
            absent(found, listing, region)
        found.entries[listing.name] = []
        return
    complete_header(header, listing, region, found)
    sums = find_sums(listing, header, region, stops)
    blocks = _blocks(listing, sums.end, region, found)
    breaks = between_pages(header, region)
    # a grid may have been put between the list and its total
    end = min((row for row in grids if header.bottom < row < sums.end), default=sums.end)
    rows = _Rows(listing, header, region, found.block_categories)
    entries: list[Entry] = []
    found.entries[listing.name] = entries
    subtotals = found.subtotals.setdefault(listing.name, [])
    for row in region.rows:
        if row in blocks:
            rows.begin(blocks[row])
        elif row in breaks or end <= row < sums.end:
            continue
        elif row in sums.labels and row != sums.total:
            subtotals.append(rows.subtotal(row, sums, len(entries)))
        elif header.bottom < row < sums.end and row != sums.total:
            _add(rows, row, entries, found)
    if not entries:
        first = min(header.cells.values(), key=lambda cell: cell.col)
        found.empty_lists[listing.name] = region.place(first.row, first.col)
    if listing.total:
        _totals(listing, header, sums, region, found)
        arrange_entries(listing, found)


def _add(rows: _Rows, row: int, entries: list[Entry], found: FormReturn) -> None:
    """Read a row as an entry, or as what the entry before goes on with."""
    left = not rows.carries and moved_left(rows.columns, row, rows.region)
    entry = rows.entry(row, -1 if left else 0)
    if entry is None:
        return
    before = entries[-1] if entries else None
    column = continues(rows.listing, entry, before) if before and not rows.carries else ""
    if column and before:
        report_continued(found, column, entry, before)
        return
    if left:
        report_moved(found, rows.region, row, min(col for _, col in rows.columns))
    entries.append(entry)


class _Rows:
    """Reads the rows of a list one after the other, with what is repeated from row to row."""

    def __init__(
        self, listing: Listing, header: Header, region: Region, block_categories: dict[Place, list[Value]]
    ) -> None:
        self.listing = listing
        self.region = region
        self.columns: list[tuple[Column, int]] = [
            (column, header.columns[column.name])
            for column in listing.columns
            if column.name in header.columns
        ]
        self.carries = any(column.carry for column, _ in self.columns)
        """Whether categories are merged over rows of the list; then none of these has slipped."""
        self._replacing = [
            column
            for column, col in self.columns
            if column.instead_of and not filled_with_zeros(col, header.bottom, region)
        ]
        self._in_one = header.in_one
        self._marks = header.marks
        self._reasons = further_columns(header, region)
        self._names = {column.name: f"{listing.name}.{column.name}" for column in listing.columns}
        self._carried: dict[str, Value] = {}
        self._scores: dict[tuple[int, int], Value] = {}
        self._block: Value | None = None
        self._block_categories = block_categories

    def begin(self, block: Value) -> None:
        """A block begins: nothing is repeated from the one before."""
        self._block = block
        self._carried.clear()

    def entry(self, row: int, shift: int) -> Entry | None:
        """One row, read ``shift`` columns to the right; None for one with nothing but (carried) categories."""
        values: dict[str, Value] = {self._block.name.split(".")[1]: self._block} if self._block else {}
        stated = fresh = False
        claimed = self.region.claimed
        for column, own in self.columns:
            col = own + shift
            if self._reasons and column.name == REASON:
                col = where_given(row, col, self._reasons, self.region)
            if column.carry:
                value, begins = self._category(column, row, col, fresh)
                fresh = fresh or begins
            else:
                value = self._value(column, row, col)
                if value.text:
                    stated = True
                else:
                    value = self._merged(column, row, col) or value
            if column.type is Type.SCORE:
                self._scores[row, col] = value
            values[column.name] = value
            claimed.add((row, col))
        if self._in_one:
            part(values)
        put_in_place(self._replacing, values)
        join_columns(values)
        return Entry(row, values) if stated else None

    def _category(self, column: Column, row: int, col: int, fresh: bool) -> tuple[Value, bool]:
        """A row's category, and whether it begins here; ``fresh`` is whether one that it is a part of does."""
        carried = self._carried.get(column.name)
        if carried is not None and not fresh and self.region.cell(row, col) is None:
            return carried, False
        value = self._value(column, row, col)
        filled = _filled(value) and not self._extends(column, value)
        filled = filled and (fresh or not self._repeats(column, value))
        if filled:
            self._add_marks(column, value)
            self._carried[column.name] = value
            if self._block:
                self._block_categories.setdefault(self._block.place, []).append(value)
        elif fresh:  # a new category does not inherit the old one's parts
            self._carried.pop(column.name, None)
        return self._carried.get(column.name, value), filled

    def _value(self, column: Column, row: int, col: int) -> Value:
        sheet = self.region.sheet
        place = Place(sheet.name, row, col)
        return Value(
            self._names[column.name], column.label.text, column.type, place, sheet.cells.get((row, col))
        )

    def _extends(self, column: Column, value: Value) -> bool:
        """Whether a cell is the second line of the category above, which then gets it: 产出指标 / （50分）."""
        above = self._carried.get(column.name)
        if above is None or not value.text or not _BRACKET_ONLY.fullmatch(compact(value.text)):
            return False
        above.text += value.text
        return True

    def _repeats(self, column: Column, value: Value) -> bool:
        """Whether a cell repeats the name of the category above, which has its full marks behind it."""
        above = self._carried.get(column.name)
        if above is None:
            return False
        name, known = compact(value.text), compact(above.text)
        return known.startswith(name) and _MARKS.fullmatch(known, len(name)) is not None

    def _add_marks(self, column: Column, category: Value) -> None:
        """Add to a category its full marks where they stand in a column of their own, as if they stood behind it."""
        col = self._marks.get(column.name)
        reading = read_amount(self.region.cell(category.place.row, col)) if col else NOTHING
        if col and reading.number is not None:
            category.text += f"（{decimal_text(reading.number)}分）"
            self.region.claimed.add((category.place.row, col))

    def _merged(self, column: Column, row: int, col: int) -> Value | None:
        """What merged cells repeat from above: a text, or a score, which is one and the same for all their rows."""
        origin = self.region.sheet.covered_from(row, col)
        if origin is None:
            return None
        if column.type is Type.SCORE:
            return self._scores.get(origin)
        above = self.region.cell(*origin) if column.type is Type.TEXT else None
        return self._value(column, above.row, above.col) if above is not None else None

    def subtotal(self, row: int, sums: SumRows, after: int) -> Subtotal:
        """One row that sums up entries, ``after`` so many of them; its label is no category."""
        label = sums.labels[row].cell
        values: dict[str, Value] = {}
        name = self.listing.name
        for column, col in self.columns:
            value = self._value(column, row, col)
            if column.carry and col != label.col and _filled(value):
                self._carried[column.name] = value
            elif column.type.numeric:
                value.name, value.label = (
                    f"{name}.小计.{column.name}",
                    f"{_flat(label.text)}（{column.label.text}）",
                )
                values[column.name] = value
        self.region.claimed.update((row, cell.col) for cell in self.region.rows[row])
        shown = Value(name, _flat(label.text), Type.TEXT, self.region.place(row, label.col), label)
        return Subtotal(shown, values, after, dict(self._carried))


def _filled(value: Value) -> bool:
    return bool(value.text) or (value.cell is not None and value.cell.kind is Kind.UNCALCULATED)


def _flat(text: str) -> str:
    return "".join(text.split())


def _blocks(listing: Listing, end: int, region: Region, found: FormReturn) -> dict[int, Value]:
    """The rows that begin a block (the first may stand above the header), each with the text beside its label."""
    if listing.blocks is None:
        return {}
    name, norms = f"{listing.name}.{listing.blocks.name}", listing.blocks.label.norms
    starts = {}
    for row, texts in region.texts.items():
        label = texts[0]
        norm = next((norm for norm in norms if label.key.startswith(norm)), None)
        if row < end and norm and _BLOCK_NUMBER.fullmatch(label.key.removeprefix(norm)):
            col = region.right_of(label.cell)
            beside = next((cell for cell in region.rows[row] if cell.col >= col and cell.text.strip()), None)
            place = region.place(row, beside.col if beside else col)
            starts[row] = Value(name, "".join(label.cell.text.split()), Type.TEXT, place, beside)
            region.claimed.update({(row, label.cell.col), (row, place.col)})
    if not starts:
        found.alterations.append(Alteration(listing.blocks.label.text, Place(region.sheet.name)))
    found.blocks[listing.name] = list(starts.values())
    return starts


def _totals(listing: Listing, header: Header, sums: SumRows, region: Region, found: FormReturn) -> None:
    row = sums.total
    if row is None:
        label = listing.total.text if listing.total else ""
        if any(column.type.numeric and column.name in header.columns for column in listing.columns):
            found.alterations.append(Alteration(label, Place(region.sheet.name)))
        return
    if listing.total and sums.misspelt:
        altered(found, listing.total.text, region, region.texts[row][0].cell)
    total = listing.total_name
    for figure in total_figures(listing, header, row, region):
        column, place = figure.column, region.place(row, figure.col)
        name = f"{total}.{column.name}"
        found.values[name] = Value(
            name, total, column.type, place, figure.cell, figure.inline, column.label.text
        )
    stated = sums.labels.get(row)
    own = stated.cell if stated else None  # what stands in it is read by what it is called
    cells = [
        Value(total, total, Type.SCORE, region.place(row, cell.col), cell)
        for cell in region.rows[row]
        if cell is not own
    ]
    found.totals[listing.name] = [value for value in cells if value.number is not None]
    if stated and not found.totals[listing.name]:
        _totals_in_label(listing, stated, region, found)
    region.claimed.update((row, cell.col) for cell in region.rows[row])


def _totals_in_label(listing: Listing, label: Text, region: Region, found: FormReturn) -> None:
    """The weight and the score that stand in the cell of the total row's label; a score alone is all it has."""
    total = listing.total_name
    stated = total_label(label.cell.text, listing.total.norms) if listing.total else None
    if stated and WEIGHT not in stated:
        found.values.pop(f"{total}.{WEIGHT}", None)
    for column, figure in (stated or {}).items():
        known = found.values.get(f"{total}.{column}")
        if known is not None:
            place = region.place(label.cell.row, label.cell.col)
            found.values[known.name] = Value(
                known.name, total, known.type, place, label.cell, figure, known.column
            )
