"""Cells that hold nothing but a format, taken out of a large sheet before it is parsed.

A column painted by hand down to the last row is a million such cells. Removing them as text costs a tenth of parsing
them. It is only done where that cannot change what is read: every cell of the row, and the row behind an empty row, say
where they are, and there is no comment or CDATA, in which the same characters would be text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from perfxl.patterns import pattern

_BLANK: Final = pattern(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?(?:/>|></c>)')
_EMPTY_ROW: Final = pattern(rb'<row r="[0-9]{1,7}"[^<>]*(?:/>|></row>)(?=<row r=")')
_CELL_OR_ROW: Final = pattern(rb'<(?:c|row)[ />](?!r=")')
"""The start of a cell or row that does not begin with its place."""
_LONGEST: Final = 1 << 20
"""Bytes without the start of a row, behind which nothing is taken out any more."""


def without_blanks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same XML in other pieces, each of whole rows, without blank cells and the rows that are empty then."""
    rest = b""
    removing = True
    for chunk in chunks:
        if not removing:
            yield chunk
            continue
        piece, start, rest = (rest + chunk).rpartition(b"<row")
        rest = start + rest
        if b"<!" in piece or _CELL_OR_ROW.search(piece) is not None or len(rest) > _LONGEST:
            removing = False
            yield piece + rest
            rest = b""
        else:
            yield _EMPTY_ROW.sub(b"", _BLANK.sub(b"", piece))
    yield rest
