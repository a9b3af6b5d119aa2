"""Scan an .xlsb package for error cells, formulas and extent."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from
from typing import Final

from perfxl.workbook.marks import Marks
from perfxl.workbook.package import Package, damaged

_SHEET, _ROW, _TEXT_FORMULA = 156, 0, 8
_ERRORS: Final = frozenset({3, 11})
_FORMULAS: Final = frozenset({8, 9, 10, 11})
_CELLS: Final = frozenset({2, 3, 4, 5, 6, 7, 62}) | _FORMULAS


def scan_xlsb(package: Package) -> dict[str, Marks]:
    """The marks of each worksheet by name. Raises ``Unreadable("damaged")``."""
    marks: dict[str, Marks] = {}
    relations = package.relationships(package.main_part)
    for name, identifier in _sheets(package.read(package.main_part), package.main_part):
        relation = relations.get(identifier)
        if relation is not None and relation.kind == "worksheet":
            marks[name] = _scan_sheet(package.read(relation.target), relation.target)
    return marks


def _sheets(data: bytes, part: str) -> Iterator[tuple[str, str]]:
    """Name and relationship of each sheet."""
    for kind, at, _ in _records(data, part):
        if kind == _SHEET:
            identifier, end = _text(data, at + 8)
            name, _ = _text(data, end)
            yield name, identifier


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length in front, and where it ends."""
    (length,) = unpack_from("<I", data, at)
    length = 0 if length == 0xFFFFFFFF else length
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _scan_sheet(data: bytes, part: str) -> Marks:
    marks = Marks()
    row = 0
    for kind, at, length in _records(data, part):
        if kind == _ROW and length >= 4:
            row = unpack_from("<I", data, at)[0] + 1
        elif kind in _CELLS and length >= 8:
            col = unpack_from("<I", data, at)[0] + 1
            marks.extend(row, col)
            if kind in _FORMULAS:
                marks.formulas.add((row, col))
            if kind == _TEXT_FORMULA:
                marks.texts.add((row, col))
            if kind in _ERRORS:
                marks.error(row, col, data[at + 8])
    return marks


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
            yield kind, at, length
            at += length
    except (IndexError, error) as exc:
        raise damaged(part, "记录被截断") from exc
