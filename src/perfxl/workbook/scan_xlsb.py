"""Scan an .xlsb package for error cells, formulas, formats, merged areas and extent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from struct import error, unpack_from
from typing import Final

from perfxl.workbook.content import GENERAL, LAST_COLUMN, LAST_ROW
from perfxl.workbook.marks import Marks
from perfxl.workbook.model import Area
from perfxl.workbook.package import Package, Relationship, damaged
from perfxl.workbook.styles import codes_of

_SHEET, _ROW, _TEXT_FORMULA = 156, 0, 8
_ERRORS: Final = frozenset({3, 11})
_FORMULAS: Final = frozenset({8, 9, 10, 11})
_NUMBERS: Final = {2: 12, 5: 16, 9: 16}
"""Where the number ends in the records of one: short, long and of a formula."""
_PROPERTIES, _MERGED = 153, 176
_CELLS: Final = frozenset({2, 3, 4, 5, 6, 7, 62}) | _FORMULAS

_NUMBER_FORMAT, _STYLE, _CELL_STYLES, _CELL_STYLES_END = 44, 47, 617, 618
_STYLE_BITS: Final = 0xFFFFFF
_LONGEST_FORMAT: Final = 255


def scan_xlsb(package: Package) -> dict[str, Marks]:
    """The marks of each worksheet by name. Raises ``Unreadable("damaged")``."""
    try:
        return _scan(package)
    except (error, IndexError) as exc:
        raise damaged(package.main_part, "记录被截断") from exc


def _scan(package: Package) -> dict[str, Marks]:
    marks: dict[str, Marks] = {}
    relations = package.relationships(package.main_part)
    main = package.read(package.main_part)
    date1904 = _from_1904(main, package.main_part)
    formats = _formats(package, relations)
    for name, identifier in _sheets(main, package.main_part):
        relation = relations.get(identifier)
        if relation is not None and relation.kind == "worksheet":
            marks[name] = _scan_sheet(package.read(relation.target), relation.target, formats)
            marks[name].date1904 = date1904
    return marks


def _sheets(data: bytes, part: str) -> Iterator[tuple[str, str]]:
    """Name and relationship of each sheet."""
    for kind, at, _ in _records(data, part):
        if kind == _SHEET:
            identifier, end = _text(data, at + 8)
            name, _ = _text(data, end)
            yield name, identifier


def _from_1904(data: bytes, part: str) -> bool:
    """Whether days are counted from 1904-01-01."""
    return any(data[at] & 1 for kind, at, length in _records(data, part) if kind == _PROPERTIES and length)


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    (length,) = unpack_from("<I", data, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _formats(package: Package, relations: Mapping[str, Relationship]) -> list[str]:
    """The number format code of each cell style, in order."""
    part = next((relation.target for relation in relations.values() if relation.kind == "styles"), "")
    if part not in package:
        return []
    data = package.read(part)
    ids: list[int] = []
    codes: dict[int, str] = {}
    inside = False
    for kind, at, length in _records(data, part):
        if kind in (_CELL_STYLES, _CELL_STYLES_END):
            inside = kind == _CELL_STYLES
        elif kind == _STYLE and inside and length >= 4:
            ids.append(unpack_from("<H", data, at + 2)[0])
        elif kind == _NUMBER_FORMAT and length >= 6:
            code, _ = _text(data[at : at + length], 2)
            known = code.lower() != "general" and len(code) <= _LONGEST_FORMAT
            codes[unpack_from("<H", data, at)[0]] = code if known else GENERAL
    return codes_of(ids, codes)


def _scan_sheet(data: bytes, part: str, formats: Sequence[str]) -> Marks:
    marks = Marks()
    row = 0
    for kind, at, length in _records(data, part):
        if kind == _ROW:
            _require(length, 4)
            row = unpack_from("<I", data, at)[0] + 1
        elif kind in _CELLS:
            _require(length, 8)
            col, style = unpack_from("<2I", data, at)
            col, style = col + 1, style & _STYLE_BITS
            marks.extend(row, col)
            code = formats[style] if style < len(formats) else GENERAL
            marks.shown_as(code, row, col)
            if length >= _NUMBERS.get(kind, length + 1):
                marks.number(code, row, col, data[at + 8 : at + _NUMBERS[kind]])
            if kind in _FORMULAS:
                marks.formulas.add((row, col))
            if kind == _TEXT_FORMULA:
                marks.texts.add((row, col))
            if kind in _ERRORS and length > 8:
                marks.error(row, col, data[at + 8])
        elif kind == _MERGED and length >= 16:
            top, bottom, left, right = (number + 1 for number in unpack_from("<4I", data, at))
            if top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN:
                marks.merges.append(Area(top, left, bottom, right))
    return marks


def _require(length: int, least: int) -> None:
    """Refuse a record that is too short: calamine would take what an earlier one left in its memory."""
    if length < least:
        raise IndexError


def _records(data: bytes, part: str) -> Iterator[tuple[int, int, int]]:
    """Type, place and length of each record; both numbers are stored in 7-bit groups."""
    at = 0
    try:
        while at < len(data):
            kind = data[at]
            at += 1
            if kind & 0x80:
                kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
                at += 1
            length = shift = 0
            more = 0x80
            while more and shift < 28:
                length |= (data[at] & 0x7F) << shift
                more = data[at] & 0x80
                shift += 7
                at += 1
            if at + length > len(data):
                raise IndexError
            yield kind, at, length
            at += length
    except (IndexError, error) as exc:
        raise damaged(part, "记录被截断") from exc
