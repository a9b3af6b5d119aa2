"""Scan an .xls file (BIFF in an OLE container) for error cells, formulas, formats, extent, hidden lines, encryption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import error, unpack_from
from typing import Final

from perfxl.workbook.content import GENERAL
from perfxl.workbook.marks import Marks
from perfxl.workbook.model import Unreadable
from perfxl.workbook.sniff import encrypted
from perfxl.workbook.styles import codes_of

_FREE: Final = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain or an unused sector."""

_BOUNDSHEET, _FILEPASS, _END, _FORMULA, _ERROR_OR_BOOLEAN = 0x85, 0x2F, 0x0A, 0x06, 0x205
_VALUES: Final = frozenset({0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, 0x06, 0x406, 0x206})
_ERROR_RESULT, _TEXT_RESULTS = 2, (0, 3)
_NUMBERS: Final = {0x203: 14, 0x27E: 10}
"""Where the number ends in the records of one, long and short."""
_MANY_NUMBERS: Final = 0xBD
_DAYS_FROM_1904: Final = 0x22
_ROW, _COLUMNS = 0x208, 0x7D
_EXTENT, _MOST_PLACES = 0x200, 1 << 26
_STYLE, _NUMBER_FORMAT = 0xE0, 0x41E
_LONGEST_FORMAT: Final = 255
_EXCEL_5, _EXCEL_97 = 0x500, 0x600
_HIDDEN_ROW, _HIDDEN_COLUMNS = 0x20, 0x01


def scan_xls(data: bytes) -> dict[str, Marks]:
    """The marks of each sheet by name. Raises ``Unreadable`` if the file is encrypted or its structure
    broken."""
    try:
        stream = _workbook_stream(data)
        sheets = list(_sheets(stream))
        formats, date1904 = _formats(stream)
        return {name: _scan_sheet(stream, offset, formats, date1904) for name, offset in sheets}
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
        if kind == _EXTENT:
            _refuse_vast_extent(stream, at + 4, length)
        if kind in (0x809, 0x409, 0x209, 0x09):
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length


def _refuse_vast_extent(stream: bytes, at: int, length: int) -> None:
    """Refuse an extent that no sheet has: calamine would ask for memory for all its cells, and the process end."""
    top, bottom, left, right = unpack_from("<2I2H" if length >= 14 else "<4H", stream, at)
    if bottom < top or right < left or max(bottom - top, 1) * max(right - left, 1) > _MOST_PLACES:
        raise _damaged()


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name and place of each sheet's own records."""
    unicode_names = _version(stream) >= _EXCEL_97
    for kind, at, _ in _records(stream, 0):
        if kind == _FILEPASS:
            raise encrypted()
        if kind == _BOUNDSHEET:
            offset, length = unpack_from("<I2xB", stream, at)
            yield _text(stream, at + 7, length, unicode_names), offset


def _version(stream: bytes) -> int:
    return int(unpack_from("<H", stream, 4)[0])


def _text(stream: bytes, at: int, length: int, unicode: bool) -> str:
    """A text of ``length`` characters; one in Unicode has in front whether they take one byte or two."""
    if not unicode:
        return stream[at : at + length].decode("gb18030", "replace")
    if stream[at] & 1:
        return stream[at + 1 : at + 1 + 2 * length].decode("utf-16-le", "replace")
    return stream[at + 1 : at + 1 + length].decode("latin-1")


def _formats(stream: bytes) -> tuple[list[str], bool]:
    """The number format code of each cell style, in order (none before Excel 5), and whether days count from 1904."""
    version = _version(stream)
    ids: list[int] = []
    codes: dict[int, str] = {}
    date1904 = False
    for kind, at, _ in _records(stream, 0):
        if kind == _DAYS_FROM_1904:
            date1904 = stream[at] & 1 == 1
        elif version < _EXCEL_5:
            continue
        elif kind == _STYLE:
            ids.append(unpack_from("<H", stream, at + 2)[0])
        elif kind == _NUMBER_FORMAT:
            unicode = version >= _EXCEL_97
            number, length = unpack_from("<2H" if unicode else "<HB", stream, at)
            known = length <= _LONGEST_FORMAT
            code = _text(stream, at + (4 if unicode else 3), length, unicode) if known else GENERAL
            codes[number] = GENERAL if code.lower() == "general" else code
    return codes_of(ids, codes), date1904


def _scan_sheet(stream: bytes, offset: int, formats: Sequence[str], date1904: bool) -> Marks:
    marks = Marks()
    marks.date1904 = date1904
    for kind, at, length in _records(stream, offset):
        if kind in _VALUES:
            _scan_value(stream, kind, at, formats, marks)
        elif kind == _MANY_NUMBERS:
            _scan_numbers(stream, at, length, formats, marks)
        elif kind == _ROW and length >= 16 and stream[at + 12] & _HIDDEN_ROW:
            row = unpack_from("<H", stream, at)[0] + 1
            marks.hidden_rows.append((row, row))
        elif kind == _COLUMNS and length >= 10 and stream[at + 8] & _HIDDEN_COLUMNS:
            first, last = unpack_from("<2H", stream, at)
            marks.hidden_columns.append((first + 1, last + 1))
    return marks


def _scan_value(stream: bytes, kind: int, at: int, formats: Sequence[str], marks: Marks) -> None:
    """A record of one cell: row, column, style, and what is stored (from byte 6)."""
    row, col, style = unpack_from("<3H", stream, at)
    row, col = row + 1, col + 1
    code = formats[style] if style < len(formats) else GENERAL
    marks.extend(row, col)
    marks.shown_as(code, row, col)
    if kind & 0xFF == _FORMULA:
        marks.formulas.add((row, col))
        # A result that is no number has 0xFFFF where a number has its exponent, and then says what it is.
        result = stream[at + 6] if stream[at + 12 : at + 14] == b"\xff\xff" else -1
        if result == _ERROR_RESULT:
            marks.error(row, col, stream[at + 8])
        elif result in _TEXT_RESULTS:
            marks.texts.add((row, col))
        elif result < 0:
            marks.number(code, row, col, stream[at + 6 : at + 14])
    elif kind in _NUMBERS:
        marks.number(code, row, col, stream[at + 6 : at + _NUMBERS[kind]])
    elif kind == _ERROR_OR_BOOLEAN and stream[at + 7]:
        marks.error(row, col, stream[at + 6])


def _scan_numbers(stream: bytes, at: int, length: int, formats: Sequence[str], marks: Marks) -> None:
    """A record of numbers side by side: row, first column, style and number of each (6 bytes), last column."""
    row, col = (number + 1 for number in unpack_from("<2H", stream, at))
    marks.extend(row, col, last_col=unpack_from("<H", stream, at + length - 2)[0] + 1)
    for number, place in enumerate(range(at + 4, at + length - 7, 6)):
        (style,) = unpack_from("<H", stream, place)
        code = formats[style] if style < len(formats) else GENERAL
        marks.shown_as(code, row, col + number)
        marks.number(code, row, col + number, stream[place + 2 : place + 6])


def _damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        "文件已损坏：旧式表格（.xls）的内部结构读不出来。请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。",
    )
