"""The rows of a list that sum up others: its total, wherever the unit has put it, and subtotals between the entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from perfxl.formset.model import Column, Listing, Type
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.numbers import close_up, read_amount, states_nothing
from perfxl.returns.reading import State
from perfxl.returns.region import Region, Text, loose_match
from perfxl.returns.total_labels import total_label

SUM = pattern(r"(.*?)(小计|合计|总计|共计|总分)(?:得分|分值|分数|分)?")
"""The label of a row that sums up others, in its normal form; before the word (group 2) what is summed up."""
_ANYTHING = pattern(r"(?:本页|以上|各项|全部|绩效|自评|[一二三]级)?指?标?(?:得分|分值|自评)?")
"""What is summed up, where that names no category."""
_NEAR = 3
"""Rows that may stand between two totals of one list (the points of its indicators, then those of everything)."""


class SumRows(Struct):
    """Where a list's sums stand: ``labels`` by row, the total's row (None for none), the row behind the list."""

    end: int
    total: int | None = None
    labels: dict[int, Text] = field(default_factory=dict)
    misspelt: bool = False
    """Whether the total's label is only nearly the official one."""


def find_sums(listing: Listing, header: Header, region: Region, stops: set[int]) -> SumRows:
    """The sums of a list. ``stops`` are the rows at which it must end where no total row ends it."""
    rows = _Rows(listing, header, region)
    labels = rows.labels
    named = [row for row in labels if row in rows.totals]
    total = _last_total(named, rows, stops)
    if total is not None:
        return SumRows(total, total, {row: text for row, text in labels.items() if row <= total})
    end = _end(max(named, default=header.bottom), region, stops)
    labels = {row: text for row, text in labels.items() if row < end}
    if named and not rows.entry_between(header.bottom, named[0]):
        return SumRows(end, named[0], labels)
    above = rows.total_above()
    if above is not None:
        return SumRows(end, above, labels)
    misspelt = rows.misspelt_total() if listing.total and not named else None
    labels = {row: text for row, text in labels.items() if misspelt is None or row < misspelt}
    return SumRows(misspelt or end, misspelt, labels, misspelt=misspelt is not None)


def _last_total(named: Sequence[int], rows: _Rows, stops: Iterable[int]) -> int | None:
    """The last of the total rows behind which no entry comes any more; None where entries follow every one."""
    last = None
    for row in named:
        if last is not None and (row - last > _NEAR or any(last < stop < row for stop in stops)):
            break  # of another table
        if last is not None and not rows.has_number(row):
            continue
        if not rows.entry_between(row, _end(row, rows.region, stops)):
            last = row
    return last


def _end(row: int, region: Region, stops: Iterable[int]) -> int:
    """The first row behind ``row`` where something else begins."""
    return min((stop for stop in stops if stop > row), default=region.bottom + 1)


class _Rows:
    """The rows under (and just above) a list's header, seen as entries or sums."""

    def __init__(self, listing: Listing, header: Header, region: Region) -> None:
        self.listing = listing
        self.header = header
        self.region = region
        columns = [column for column in listing.columns if column.name in header.columns]
        self._numeric = self._at(column for column in columns if column.type.numeric)
        self._values = self._at(column for column in columns if column.type is Type.VALUE)
        self._name = self._at(c for c in columns if c.type is Type.TEXT and not c.carry)[:1]
        self._categories = self._at(column for column in columns if column.carry)
        self._norms = frozenset(listing.total.norms) if listing.total else frozenset[str]()
        self._known: set[str] | None = None
        self.totals: set[int] = set()
        """The rows below the header whose label is that of the total."""
        self.labels = self._labels() if self._numeric else {}
        """The label of each row below the header that is a sum."""

    def _at(self, columns: Iterable[Column]) -> list[int]:
        return [self.header.columns[column.name] for column in columns]

    def _labels(self) -> dict[int, Text]:
        found: dict[int, Text] = {}
        left_of = min(self._numeric)
        for row, texts in self.region.texts.items():
            if row <= self.header.bottom:
                continue
            labels = [text for text in texts if text.cell.col < left_of]
            total = self._total_label(labels)
            label = total or next((text for text in labels if self._is_subtotal(text)), None)
            if label:
                found[row] = label
            if total:
                self.totals.add(row)
        return found

    def _total_label(self, labels: Sequence[Text]) -> Text | None:
        """The label of the total among the texts of a row; it may be spread over cells, or have its figures behind it."""
        if not labels or not self._norms:
            return None
        for text in labels:
            if text.key in self._norms:
                return text
        spread = len(labels) > 1 and all(len(text.key) == 1 for text in labels)
        if spread and "".join(text.key for text in labels) in self._norms:
            return labels[0]
        alone = len(labels) == 1 and total_label(labels[0].cell.text, self._norms) is not None
        return labels[0] if alone else None

    def _is_subtotal(self, text: Text) -> bool:
        match = SUM.fullmatch(text.key) if "计" in text.key or "总分" in text.key else None
        if match is None:
            return False
        row, of = text.cell.row, match[1]
        other = [col for col in (*self._name, *self._values) if col != text.cell.col]
        if any(self._states(row, col) for col in other):
            return False
        if not of or _ANYTHING.fullmatch(of):
            return True
        return self.has_number(row) and self._is_category(of)

    def _is_category(self, name: str) -> bool:
        return bool(name) and any(name in key or key in name for key in self._category_keys())

    def _category_keys(self) -> set[str]:
        """The categories of the list in normal form."""
        if self._known is None:
            rows = (texts for row, texts in self.region.texts.items() if row > self.header.bottom)
            columns = set(self._categories)
            known = {text.key for texts in rows for text in texts if text.cell.col in columns}
            self._known = {key for key in known if key and not SUM.fullmatch(key)}
        return self._known

    def entry_between(self, above: int, below: int) -> bool:
        """Whether a row between the two is certainly an entry: it has a name, a target where the list has, a number."""
        return any(
            above < row < below and row not in self.labels and self._is_entry(row)
            for row in self.region.texts
        )

    def _is_entry(self, row: int) -> bool:
        named = any(self._states(row, col) for col in self._name)
        valued = not self._values or any(self._states(row, col) for col in self._values)
        return named and valued and self.has_number(row)

    def has_number(self, row: int) -> bool:
        """Whether a row has a number in one of the list's columns for numbers."""
        return any(read_amount(self.region.cell(row, col)).state is State.NUMBER for col in self._numeric)

    def _states(self, row: int, col: int) -> bool:
        cell = self.region.cell(row, col)
        return cell is not None and not states_nothing(close_up(cell.text))

    def total_above(self) -> int | None:
        """The row just above the header if it is the total: its label, and a number in one of the list's columns."""
        row = max((row for row in self.region.rows if row < self.header.row), default=0)
        texts = self.region.texts.get(row, ())
        labelled = any(text.key in self._norms for text in texts[:1])
        return row if self._numeric and labelled and self.has_number(row) else None

    def misspelt_total(self) -> int | None:
        """The last row whose label is nearly that of the total row, or else says that it sums up everything."""
        first_number = min(self._numeric, default=0)
        for row in reversed(self.region.texts):
            first = self.region.texts[row][0]
            if row > self.header.bottom and first.cell.col < first_number:
                match = loose_match(first.key, self._norms)
                if match and not match[1] and row not in self.labels:
                    return row
        last = max(self.labels, default=0)
        word = SUM.fullmatch(self.labels[last].key) if last else None
        if word is None or word[2] == "小计" or "指标" in word[1] or self._is_category(word[1]):
            return None
        return None if self.entry_between(last, self.region.bottom + 1) else last
