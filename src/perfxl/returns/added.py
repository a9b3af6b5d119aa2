"""Amounts that a unit has added among a form's own fields: sources of money that the form does not print.

They stand below the field that the fields among them make up, each behind its name or beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfxl.finding import Place
from perfxl.formset.labels import without_of_which
from perfxl.formset.model import Added, Field, Form, Type
from perfxl.patterns import pattern
from perfxl.returns.beside import beside
from perfxl.returns.field_index import FieldIndex
from perfxl.returns.group_rows import display_label
from perfxl.returns.levels import arrange
from perfxl.returns.model import FormReturn, GroupRow
from perfxl.returns.numbers import read_amount, read_amount_text
from perfxl.returns.reading import Reading, State
from perfxl.returns.region import AMOUNT_BEHIND, Region, Text, loose_match
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell

_DIGIT = pattern(r"[0-9０-９]")
_NAME = pattern(r"\w+")
_LONGEST_FIGURE = 20
"""A text longer than this is no figure that only could not be read."""


def read_added(form: Form, region: Region, index: FieldIndex, found: FormReturn) -> set[str]:
    """Read what was added to a form; the names of the fields that are not missed for it.

    What was added is certain where it makes up the total together with the form's own fields, or takes the place of
    fields that are not there. Of anything else it is noted that it leaves the sum in doubt.
    """
    replaced: set[str] = set()
    for added in form.added:
        anchor = _anchor(form.fields[added.after], region, index, found)
        if anchor is not None:
            replaced |= _Block(added, anchor, region, index, found).read()
    return replaced


def _anchor(field: Field, region: Region, index: FieldIndex, found: FormReturn) -> Text | None:
    """The text that is the label of a field; where it was found under other words, that which nearly is."""
    own = next((text for text in region.every_text if text.head in field.label.norms), None)
    if own is not None or field.name not in found.values:
        return own
    place = found.values[field.name].place
    nearly = (
        text
        for text in region.every_text
        if (text.cell.row, text.cell.col) <= (place.row, place.col)
        and not {text.key, text.head} & index.by_key.keys()
        and loose_match(text.head, field.label.norms)
    )
    return next(nearly, None)


class _Block:
    """The rows below one field, with what the form prints there and what was added."""

    def __init__(
        self, added: Added, anchor: Text, region: Region, index: FieldIndex, found: FormReturn
    ) -> None:
        self.added = added
        self.column = found.form.fields[added.after].column
        self.anchor = anchor.cell
        self.region = region
        self.index = index
        self.found = found
        values = ((name, found.values.get(name)) for name in added.among)
        self.own = {name: value for name, value in values if value is not None}
        self.unread = ""

    def read(self) -> set[str]:
        """Read the rows; the names of the form's own fields that what was added stands for."""
        name = self.added.name
        rows = [row for label in self._labels() if (row := self._row(label)) is not None]
        self.found.groups[name] = rows
        if self.unread:
            self.found.doubts[name] = f"“{self.unread}”的金额无法识别"
        elif rows and self._arranged(rows):
            return {one for one in self.added.among if one not in self.own}
        elif rows:
            self.found.doubts[name] = "有表样以外的资金来源，与表样各项的关系不明确"
        return set()

    def _labels(self) -> Iterator[Cell]:
        """The texts below the anchor that are no labels of the form, down to what begins something else."""
        captions = {text.key for text in self.region.texts[self.anchor.row]}
        for row, texts in self.region.texts.items():
            if row <= self.anchor.row:
                continue
            here = next((text for text in texts if text.cell.col == self.anchor.col), None)
            if any(text.cell.col < self.anchor.col and text.key not in captions for text in texts):
                return
            if here is None:
                continue
            names = self._fields_of(here)
            if not here.key or names - set(self.added.among) or (row, self.anchor.col) in self.region.claimed:
                return
            if not any(name in self.own and self.own[name].place.row == row for name in names):
                yield here.cell

    def _fields_of(self, text: Text) -> set[str]:
        """The fields of the form of which a text holds the labels."""
        known = self.index.by_key.get(text.key) or self.index.by_key.get(text.head)
        return {known.name} if known else {field.name for field, _ in self.index.inline(text.cell.text)}

    def _row(self, label: Cell) -> GroupRow | None:
        """A label with the amount behind or beside it; None where there is none. What cannot be read is noted."""
        text = without_of_which(label.text).replace("：", ":")
        behind = AMOUNT_BEHIND.search(text) if ":" not in text else None
        name = display_label(text[: behind.start()] if behind else text)
        piece = behind[0] if behind else text.partition(":")[2]
        if piece.strip():
            value = self._value(name, label, piece)
            reading = read_amount_text(piece)
        else:
            cell = beside(label, self.column, self.region, self.index, amount=True)
            if cell is None or (cell.row, cell.col) in self.region.claimed or self.index.labels(cell.text):
                return None
            value, reading = self._value(name, cell), read_amount(cell)
        if reading.state is not State.NUMBER:
            self._note(name, value.text, reading)
            return None
        return GroupRow(name, Value(self.added.name, name, Type.TEXT, self._place(label), label), {"": value})

    def _value(self, name: str, cell: Cell, piece: str | None = None) -> Value:
        return Value(self.added.name, name, Type.AMOUNT, self._place(cell), cell, piece)

    def _place(self, cell: Cell) -> Place:
        return self.region.place(cell.row, cell.col)

    def _note(self, name: str, written: str, reading: Reading) -> None:
        """Note what may be an amount and cannot be read."""
        short = len(written) <= _LONGEST_FIGURE and _DIGIT.search(written) is not None
        if reading.state is not State.BLANK and (short or reading.state is not State.TEXT):
            self.unread = self.unread or name

    def _arranged(self, rows: list[GroupRow]) -> bool:
        """Put what was added into its levels beside the form's own fields, and say whether that is certain."""
        own = [GroupRow(name, value, {"": value}) for name, value in self.own.items()]
        everything = sorted([*own, *rows], key=lambda row: (row.label.place.row, row.label.place.col))
        for total in self._totals():
            official = [at for at, row in enumerate(everything) if row in own]
            if arrange(everything, {"": total}, official):
                return True
            for row in everything:
                row.parts.clear()
                row.counted, row.of_which = True, False
        missing = len(self.added.among) - len(self.own)
        first = min(row.label.place.row for row in everything)
        return len(rows) <= missing and not any(_is_part(row) for row in rows if row.label.place.row > first)

    def _totals(self) -> Iterator[Value]:
        """What the form may say that everything adds up to: the totals of which a formula is the sum."""
        formulas = (one for relation in self.found.form.relations for one in relation.formulas)
        names = dict.fromkeys(
            one.partition("=")[0].strip() for one in formulas if self.added.name in _NAME.findall(one)
        )
        yield from (self.found.values[name] for name in names if name in self.found.values)


def _is_part(row: GroupRow) -> bool:
    """Whether a label says that it is a part of what stands above it."""
    return without_of_which(row.label.text) != row.label.text
