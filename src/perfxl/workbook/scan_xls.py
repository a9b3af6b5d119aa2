"""Scan an .xls file (BIFF in an OLE container) for error cells, formulas, extent, hidden lines and encryption."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from
from typing import Final

from perfxl.workbook.marks import Marks
from perfxl.workbook.model import Unreadable
from perfxl.workbook.sniff import encrypted

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain or an unused sector."""

_BOUNDSHEET, _FILEPASS, _END, _FORMULA, _ERROR_OR_BOOLEAN = 0x85, 0x2F, 0x0A, 0x06, 0x205
_VALUES: Final = frozenset({0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x06, 0x406, 0x206})
_ERROR_RESULT, _TEXT_RESULTS = 2, (0, 3)
_MANY_NUMBERS: Final = 0xBD
_ROW, _COLUMNS = 0x208, 0x7D
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x20, 0x01


def scan_xls(data: bytes) -> dict[str, Marks]:
    """The marks of each sheet by name. Raises ``Unreadable`` if the file is encrypted or its structure
    broken."""
    try:
        stream = _workbook_stream(data)
        return {name: _scan_sheet(stream, offset) for name, offset in _sheets(stream)}
    except (error, IndexError) as exc:
        raise _damaged() from exc


def _workbook_stream(data: bytes) -> bytes:
    """The stream ``Workbook`` (``Book`` before Excel 97) put together from its sectors."""
    size = 1 << unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise _damaged()
    table = _sector_table(data, size)
    directory = _chain(data, table, unpack_from("<I", data, 48)[0], size)
    found: dict[str, tuple[int, int]] = {}
    root = 0
    for at in range(0, len(directory) - 127, 128):
        length, kind = unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower()
        first, extent = unpack_from("<2I", directory, at + 116)
        if kind == 5:
            root = first
        elif kind == 2:
            found.setdefault(name, (first, extent))
    first, extent = found.get("workbook") or found.get("book") or (_FREE, 0)
    if extent >= unpack_from("<I", data, 56)[0]:
        return _chain(data, table, first, size)[:extent]
    # A short stream lives in small sectors inside the root's own stream.
    short_size = 1 << min(unpack_from("<H", data, 32)[0], 12)
    short_table = _numbers(_chain(data, table, unpack_from("<I", data, 60)[0], size))
    container = _chain(data, table, root, size)
    pieces = [container[at * short_size : (at + 1) * short_size] for at in _links(short_table, first)]
    return b"".join(pieces)[:extent]


def _sector_table(data: bytes, size: int) -> list[int]:
    """The file allocation table: for each sector the next one."""
    listed = list(unpack_from("<109I", data, 76))
    sector, seen = unpack_from("<I", data, 68)[0], 0
    while sector < _FREE and seen <= len(data) // size:
        block = _numbers(_sector(data, sector, size))
        if not block:
            break
        listed += block[:-1]
        sector, seen = block[-1], seen + 1
    return [number for at in listed if at < _FREE for number in _numbers(_sector(data, at, size))]


def _sector(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(block: bytes) -> list[int]:
    return list(unpack_from(f"<{len(block) // 4}I", block))


def _links(table: list[int], first: int) -> Iterator[int]:
    """The sectors of a chain. A chain that runs in a circle is broken."""
    left = len(table)
    while first < len(table):
        yield first
        first, left = table[first], left - 1
        if left < 0:
            raise _damaged()


def _chain(data: bytes, table: list[int], first: int, size: int) -> bytes:
    return b"".join(_sector(data, at, size) for at in _links(table, first))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Type, place and length of the records from a place on, nested streams included, to the end of this
    one."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<2H", stream, at)
        if kind in (0x809, 0x409, 0x209, 0x09):
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name and place of each sheet's own records."""
    unicode_names = unpack_from("<H", stream, 4)[0] >= 0x600
    for kind, at, _ in _records(stream, 0):
        if kind == _FILEPASS:
            raise encrypted()
        if kind == _BOUNDSHEET:
            offset, length = unpack_from("<I2xB", stream, at)
            if not unicode_names:
                name = stream[at + 7 : at + 7 + length].decode("gb18030", "replace")
            elif stream[at + 7] & 1:
                name = stream[at + 8 : at + 8 + 2 * length].decode("utf-16-le", "replace")
            else:
                name = stream[at + 8 : at + 8 + length].decode("latin-1")
            yield name, offset


def _scan_sheet(stream: bytes, offset: int) -> Marks:
    marks = Marks()
    for kind, at, length in _records(stream, offset):
        if kind in _VALUES:
            row, col = (number + 1 for number in unpack_from("<2H", stream, at))
            marks.extend(row, col)
            if kind & 0xFF == _FORMULA:
                marks.formulas.add((row, col))
                # A result that is no number has 0xFFFF where a number has its exponent, and then says what
                # it is.
                result = stream[at + 6] if stream[at + 12 : at + 14] == b"\xff\xff" else -1
                if result == _ERROR_RESULT:
                    marks.error(row, col, stream[at + 8])
                elif result in _TEXT_RESULTS:
                    marks.texts.add((row, col))
            elif kind == _ERROR_OR_BOOLEAN and stream[at + 7]:
                marks.error(row, col, stream[at + 6])
        elif kind == _MANY_NUMBERS:
            row, col = (number + 1 for number in unpack_from("<2H", stream, at))
            marks.extend(row, col, last_col=unpack_from("<H", stream, at + length - 2)[0] + 1)
        elif kind == _ROW and length >= 16 and stream[at + 12] & _HIDDEN_ROW:
            row = unpack_from("<H", stream, at)[0] + 1
            marks.hidden_rows.append((row, row))
        elif kind == _COLUMNS and length >= 10 and stream[at + 8] & _HIDDEN_COLUMNS:
            first, last = unpack_from("<2H", stream, at)
            marks.hidden_columns.append((first + 1, last + 1))
    return marks


def _damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        "文件已损坏：旧式表格（.xls）的内部结构读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。",
    )
