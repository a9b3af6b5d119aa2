"""What becomes of references when rows are inserted: in formulas (by tokens), in areas, under validations."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from perfxl.workbook.edit.edits import MAX_COL, MAX_ROW, EditRefused
from perfxl.workbook.model import column_letters, column_number

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_ROW = re.compile(r"()()(\$?)([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})()()")


class Growth(Enum):
    """What an area that ends at the row behind which rows are inserted does; inside an area it always grows."""

    STAYS = "stays"
    GROWS = "grows"
    """It takes the new rows in if it has several rows: what is a group of rows stays the whole group."""
    COPIES = "copies"
    """It takes the new rows in, which are copies of a row that it covers."""


class Band(NamedTuple):
    """The rows for which a relative formula is written, and the row for which its text stands."""

    top: int
    bottom: int
    origin: int


class Shift(Struct, frozen=True):
    """``count`` rows inserted behind row ``after`` of the sheet of that name."""

    sheet: str
    after: int
    count: int

    def row(self, row: int) -> int:
        """Where a row is afterwards."""
        return row + self.count if row > self.after else row

    def end(self, top: int, bottom: int, growth: Growth) -> int:
        """Where the last row of the rows from ``top`` to ``bottom`` is afterwards."""
        if bottom == self.after and (growth is Growth.COPIES or (growth is Growth.GROWS and top < bottom)):
            return bottom + self.count
        return self.row(bottom)

    def cuts(self, top: int, bottom: int) -> bool:
        """Whether the new rows come between the rows from ``top`` to ``bottom``."""
        return top <= self.after < bottom

    def is_sheet(self, name: str) -> bool:
        """Whether ``name`` names the sheet; as in Excel, upper and lower case are the same."""
        return name.casefold() == self.sheet.casefold()


class _Corner(NamedTuple):
    """One end of a reference; ``col`` or ``row`` is 0 in a reference to whole rows or columns."""

    col_mark: str
    col: int
    row_mark: str
    row: int

    @property
    def text(self) -> str:
        letters = column_letters(self.col) if self.col else ""
        return f"{self.col_mark}{letters}{self.row_mark}{self.row or ''}"


def _corners(reference: str) -> list[_Corner]:
    """The one or two ends of a reference without sheet; empty for a name or anything else."""
    pieces = reference.split(":")
    for pattern in (_CELL,) if len(pieces) == 1 else (_CELL, _ROW, _COLUMN):
        matches = [pattern.fullmatch(piece) for piece in pieces]
        found = [
            _Corner(match[1], column_number(match[2].upper()), match[3], int(match[4] or 0))
            for match in matches
            if match
        ]
        fits = all(corner.col <= MAX_COL and corner.row <= MAX_ROW for corner in found)
        if len(found) == len(pieces) <= 2 and fits:
            return found
    return []


def shifted_area(reference: str, shift: Shift, growth: Growth) -> str:
    """An area of the sheet itself, such as ``A1:D9`` or ``A1``; what is no area stays as it is."""
    corners = _corners(reference)
    if not corners or not corners[0].row:
        return reference
    first, last = corners[0], corners[-1]
    top, bottom = sorted((first.row, last.row))
    start = first._replace(row=shift.row(top)).text
    end = last._replace(row=shift.end(top, bottom, growth)).text
    return start if start == end and len(corners) == 1 else f"{start}:{end}"


def shifted_areas(references: str, shift: Shift, growth: Growth) -> str:
    """Several areas with blanks between them."""
    return " ".join(shifted_area(reference, shift, growth) for reference in references.split())


def band_of(references: str) -> Band | None:
    """The rows of the areas of a format or validation, whose formulas are written for the first cell."""
    rows = [corner.row for reference in references.split() for corner in _corners(reference)]
    if not rows or 0 in rows:
        return None
    return Band(min(rows), max(rows), rows[0])


def shifted_formula(
    text: str, host: str, shift: Shift, band: Band | None = None, growth: Growth = Growth.GROWS
) -> str:
    """A formula (without ``=``) of the sheet ``host`` after the insertion.

    A range that contains the row and ends there takes the new rows in (``growth``), except one along that
    single row, which sums across. ``band`` is given where one formula is meant for several rows. Raises
    ``EditRefused`` for a formula that cannot be taken apart and may refer to the sheet.
    """
    own = shift.is_sheet(host)
    if not (own or mentions(text, shift)):
        return text

    def change(operand: str) -> str:
        prefix, mark, reference = operand.rpartition("!")
        if not (shift.is_sheet(_unquoted(prefix)) if mark else own):
            return operand
        corners = _corners(reference)
        if not corners or not corners[0].row:
            return operand
        return prefix + mark + _reference(corners, shift, _Frame(band, own), growth)

    return rewritten(text, change)


def mentions(text: str, shift: Shift) -> bool:
    """Whether the sheet's name occurs in a formula: only then can a formula of another sheet refer to it."""
    return shift.sheet.casefold() in text.replace("''", "'").casefold()


class _Frame(NamedTuple):
    """The band of a formula, and whether it lies in the sheet that gets the rows."""

    band: Band | None
    own: bool

    def keeps_distance(self, corner: _Corner, shift: Shift) -> bool:
        """Whether the reference must go on meaning the row so many rows away.

        That is so where one text serves rows that do not all move alike.
        """
        if self.band is None or corner.row_mark or self.band.top == self.band.bottom:
            return False
        top, bottom, origin = self.band
        first = corner.row + top - origin
        moves_apart = self.own and top <= shift.after <= bottom
        return moves_apart or shift.cuts(first, first + bottom - top)

    def moved(self, corner: _Corner, shift: Shift) -> _Corner:
        """The end of a reference, at its old distance."""
        origin = self.band.origin if self.band else corner.row
        by = shift.row(origin) - origin if self.own else 0
        return corner._replace(row=corner.row + by)


def _reference(corners: list[_Corner], shift: Shift, frame: _Frame, growth: Growth) -> str:
    first, last = corners[0], corners[-1]
    along_one_row = first.row == last.row and first.col != last.col
    if along_one_row or len(corners) == 1:
        growth = Growth.STAYS
    elif first.row == last.row and growth is Growth.GROWS:
        growth = Growth.COPIES
    top, bottom = sorted((first.row, last.row))
    ends = [shift.row(top), shift.end(top, bottom, growth)]
    moved = []
    for corner, row in zip(corners, ends if first.row <= last.row else ends[::-1], strict=False):
        kept = frame.keeps_distance(corner, shift)
        moved.append(frame.moved(corner, shift) if kept else corner._replace(row=row))
    return ":".join(corner.text for corner in moved)


def translated_formula(text: str, rows: int, cols: int) -> str:
    """A formula as it reads ``rows`` further down and ``cols`` further right: a member of a shared formula."""

    def move(corner: _Corner) -> _Corner:
        row = corner.row if corner.row_mark or not corner.row else corner.row + rows
        col = corner.col if corner.col_mark or not corner.col else corner.col + cols
        return corner._replace(row=row, col=col)

    def change(operand: str) -> str:
        prefix, mark, reference = operand.rpartition("!")
        corners = _corners(reference)
        moved = [move(corner) for corner in corners]
        for old, new in zip(corners, moved, strict=True):
            lost = (old.row and not 1 <= new.row <= MAX_ROW) or (old.col and not 1 <= new.col <= MAX_COL)
            if lost:
                return f"{prefix}{mark}#REF!"
        return prefix + mark + ":".join(corner.text for corner in moved) if corners else operand

    return rewritten(text, change)


def rewritten(text: str, change: Callable[[str], str]) -> str:
    """A formula with each reference or name in it replaced by what ``change`` makes of it."""
    raw = b"=" + text.encode()
    pieces = []
    at = 1
    for start, end in _operands(text):
        pieces += [raw[at:start], change(raw[start:end].decode()).encode()]
        at = end
    return b"".join([*pieces, raw[at:]]).decode()


@lru_cache(maxsize=8192)
def _operands(text: str) -> tuple[tuple[int, int], ...]:
    """Where the references and names of a formula are, in its bytes with ``=`` in front."""
    import formualizer

    try:
        tokens = formualizer.tokenize("=" + text).tokens()
    except Exception as error:
        raise EditRefused("bad_formula", f"公式“{text[:100]}”无法解析，不能插入行。") from error
    found = []
    lost = 0
    for token in tokens:
        if token.token_type == formualizer.TokenType.Operand:
            # Behind #REF! stands the cell of a sheet that is gone.
            if token.subtype == formualizer.TokenSubType.Range and token.start != lost:
                found.append((token.start, token.end))
            lost = token.end if token.subtype == formualizer.TokenSubType.Error else 0
    return tuple(found)


def _unquoted(prefix: str) -> str:
    if len(prefix) > 1 and prefix[0] == prefix[-1] == "'":
        return prefix[1:-1].replace("''", "'")
    return prefix
