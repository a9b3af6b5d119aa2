"""The fast reader of a sheet: one regular expression over its cells, used where it provably read them all.

The part is cut around its rows. The frame goes through expat; the rows must be plain text and be, from the
first character to the last, what ``_TOKEN`` knows. Any doubt means ``None``, and the exact reader
takes over.
"""

from __future__ import annotations

from typing import Final

from perfxl.patterns import pattern
from perfxl.workbook.content import LAST_COLUMN, LAST_ROW, CellMaker, area, plain_text, position
from perfxl.workbook.markup import root_of
from perfxl.workbook.model import Area, Cell, Kind, Unreadable
from perfxl.workbook.number_text import number_text
from perfxl.workbook.plain import decode_entities, is_utf8, plain_text_of
from perfxl.workbook.sheet_exact import HIDDEN, WORKSHEET, Content, Hidden

LARGEST: Final = 4_000_000
"""Bytes of a part up to which the pieces of all its cells may be in memory at once."""

_NUMBER, _TEXT = Kind.NUMBER, Kind.TEXT
_OPEN, _CLOSE = b"<sheetData>", b"</sheetData>"
_NAME: Final = r"[A-Z]{1,3}+[0-9]{1,7}+"
_FORMULA: Final = r'(?>(?:(<f)(?>(?: [A-Za-z0-9]+="[^"<>&]*")*)(?: ?/>|>[^<]*+</f>))?)'
_VALUE: Final = r'(?>(?:<v(?:>| xml:space="preserve">)([^<]*+)</v>|<v ?/>)?)'
_INLINE: Final = r'(?>(?:<is><t(?:>| xml:space="preserve">)([^<]*+)</t></is>)?)'
_CELL: Final = rf'<c r="({_NAME})"([^<>/]*)>{_FORMULA}{_VALUE}{_INLINE}</c>'
_BARE: Final = rf'(?>(?:<c r="{_NAME}"(?: s="[0-9]{{1,6}}+")?(?: t="[a-zA-Z]++")?(?:/>|></c>| />))*)'
_ROW: Final = r'<row(?>(?: (?:x14ac:dyDescent|[A-Za-z]+)="[^"<>&]*")*) ?'
_BARE_ROWS: Final = rf"(?>(?:{_ROW}(?:/>|>{_BARE}</row>))*)"
# Groups are made possessive as ``(?>(…)*)``: Python before 3.11.5 gets ``(…)*+`` wrong.
_TOKEN: Final = pattern(
    rf"(?:</row>{_BARE_ROWS}{_ROW}>{_BARE})?{_CELL}{_BARE}|</row>{_BARE_ROWS}\Z|([\s\S]+)"
)
"""A cell with content, together with the start of its row and the empty cells around it; or the end.

The rows are looked at from one ``</row>`` to the next, so that what the tokens make up is nested as it
should be. The last branch takes the whole rest at the first character that fits nothing: no input costs more
than one pass.
"""
_MERGE: Final = pattern(rb'<mergeCell ref="([A-Z0-9:]+)" ?/>')
_HIDING: Final = tuple(f' hidden="{value}"' for value in HIDDEN)
_GROUPS: Final = 7
_ATTRIBUTE: Final = pattern(r' (s|t|cm|vm|ph)="([^"<>&]*)"')
_REMEMBERED_PLACES: Final = 20_000


class _DeclinedError(Exception):
    """Something the fast reader does not know how to read."""


class _Places(dict[str, tuple[int, int]]):
    """(row, column) by a cell's name, shared by all workbooks, since forms use the same few places."""

    def __missing__(self, name: str) -> tuple[int, int]:
        place = row, col = position(name, "")
        if not (0 < row <= LAST_ROW and 0 < col <= LAST_COLUMN):
            raise _DeclinedError
        if len(self) < _REMEMBERED_PLACES:
            self[name] = place
        return place


class _Values(dict[str, "tuple[Kind, str, str] | None"]):
    """Kind, text and number format by what is stored, for cells with one set of attributes.

    ``None`` for a value that needs a closer look.
    """

    def __init__(self, maker: CellMaker, attributes: str) -> None:
        pairs = _ATTRIBUTE.findall(attributes)
        found = dict(pairs)
        written = "".join(f' {name}="{value}"' for name, value in pairs)
        if len(found) < len(pairs) or written != attributes.removesuffix(" "):
            raise _DeclinedError
        self._maker = maker
        self.number_format = maker.number_format(found.get("s"))
        self.stored_type: str = found.get("t", "n")

    def __missing__(self, stored: str) -> tuple[Kind, str, str] | None:
        self[stored] = content = self._interpret(stored)
        return content

    def _interpret(self, stored: str) -> tuple[Kind, str, str] | None:
        # The commonest types directly, everything else as the exact reader does it.
        if self.stored_type == "n":
            number = number_text(stored)
            if number is not None:
                return _NUMBER, number, self.number_format
        elif self.stored_type == "s":
            text = self._maker.shared_text(stored)
            return (_TEXT, text, self.number_format) if text else None
        elif self.stored_type in ("inlineStr", "str"):
            text = decode_entities(stored) if "&" in stored else stored
            text = plain_text(text) if "_x" in text else text
            return (_TEXT, text, self.number_format) if text else None
        cell = self._maker.make((1, 1), self.stored_type, decode_entities(stored), False, self.number_format)
        return cell and (cell.kind, cell.text, cell.number_format)


class _Attributes(dict[str, _Values]):
    """Values by the attributes that follow a cell's name, as written."""

    def __init__(self, maker: CellMaker) -> None:
        self._maker = maker

    def __missing__(self, attributes: str) -> _Values:
        self[attributes] = values = _Values(self._maker, attributes)
        return values


_PLACES: Final = _Places()


class FastReader:
    """Reads the plain sheets of one workbook, remembering styles and values from sheet to sheet."""

    def __init__(self, maker: CellMaker) -> None:
        self._maker = maker
        self._attributes = _Attributes(maker)

    def read(self, data: bytes, limit: int) -> Content | None:
        """The cells and merged areas of a worksheet part, or ``None`` if it is not plain or not in order, or has hidden
        rows or columns.

        ``limit`` is the most cells with content it may have.
        """
        begin, end = data.find(_OPEN) + len(_OPEN), data.rfind(_CLOSE)
        if begin < len(_OPEN) or end < begin or not is_utf8(data):
            return None
        body = plain_text_of(data[begin:end])
        if body is None or ("x14ac:" in body and b"xmlns:x14ac=" not in data[:begin]):
            return None
        frame = data[:begin] + data[end:]
        if any(hiding in body or hiding.encode() in frame for hiding in _HIDING):
            return None
        merges = self._frame(frame, limit)
        if merges is None:
            return None
        try:
            cells = self._cells(body)
        except (_DeclinedError, Unreadable):
            return None
        return (cells, merges, Hidden()) if len(cells) <= limit else None

    def _frame(self, frame: bytes, limit: int) -> list[Area] | None:
        """The merged areas in a part without its rows, if ``<sheetData>`` in it is an element of
        SpreadsheetML.

        Without comments, CDATA and inner processing instructions a ``<`` can only begin a tag; with one
        default namespace, that of an unprefixed root which is a worksheet, the tag is in that namespace.
        """
        if (
            b"<!" in frame
            or frame.count(b"<?") > 1
            or frame.count(b'xmlns="') != 1
            or b"<worksheet" not in frame
        ):
            return None
        references = _MERGE.findall(frame)
        if (
            len(references) != frame.count(b"mergeCell") - frame.count(b"mergeCells")
            or len(references) > limit
        ):
            return None
        part = self._maker.part
        try:
            if root_of(frame, part) not in WORKSHEET:
                return None
            return [area(reference.decode(), part) for reference in references]
        except Unreadable:
            return None

    def _cells(self, body: str) -> dict[tuple[int, int], Cell]:
        cells: dict[tuple[int, int], Cell] = {}
        by_attributes, places, new = self._attributes, _PLACES, tuple.__new__
        # Each token leaves the text before it, which is always empty, and then its groups.
        fields = iter(_TOKEN.split("</row>" + body))
        name: str | None = None
        for _, name, attributes, formula, stored, inline, rest in zip(*[fields] * _GROUPS, strict=False):
            if name is None:
                if rest is not None:
                    raise _DeclinedError
                continue
            place = places[name]
            values = by_attributes[attributes]
            if inline is None:
                content = values[stored] if stored is not None else None
            else:
                # What inline text means depends on nothing but itself, like a value.
                content = values[inline] if stored is None and values.stored_type == "inlineStr" else None
            if content is not None:
                cells[place] = new(Cell, (*place, *content, formula is not None))
                continue
            cell = self._unusual(place, values, stored, inline, formula is not None)
            if cell is not None:
                cells[place] = cell
        if name is not None:
            raise _DeclinedError
        return cells

    def _unusual(
        self, place: tuple[int, int], values: _Values, stored: str | None, inline: str | None, formula: bool
    ) -> Cell | None:
        """A cell with inline text, without value, or with an empty one."""
        stored_type = values.stored_type
        if inline is not None:
            if stored_type != "inlineStr":
                raise _DeclinedError
            stored = inline
        elif stored is None and stored_type in ("str", "inlineStr"):
            # Here ``<v/>`` and no ``<v>`` are not the same.
            raise _DeclinedError
        value = None if stored is None else decode_entities(stored)
        return self._maker.make(place, stored_type, value, formula, values.number_format)
