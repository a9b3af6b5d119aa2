"""Number formats of the cell styles of an .ods package, written as the format codes of the other formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

from perfxl.workbook.content import GENERAL
from perfxl.workbook.markup import End, Start, new_parser

_NUMBER: Final = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0 "
_STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_COMMON_END: Final = frozenset({_OFFICE + "automatic-styles"})
"""In the part of the common styles, those of the pages' headings follow."""
_CONTENT_END: Final = frozenset({_OFFICE + "body", "urn:oasis:names:tc:opendocument:xmlns:table:1.0 table"})
_LONGEST_CODE: Final = 255
"""What Excel allows."""
_LONGEST_NAME: Final = 255
_MOST_STYLES: Final = 65_000
_MOST_SECTIONS: Final = 3
_MOST_DIGITS: Final = 30
_MOST_PARENTS: Final = 16
_PERCENTAGE: Final = _NUMBER + "percentage-style"
_FORMATS: Final = frozenset(
    _NUMBER + kind + "-style"
    for kind in ("number", "currency", "percentage", "date", "time", "boolean", "text")
)
_USUAL_CONDITIONS: Final = ((">=0",), (">0", "<0"), (">0", "<0", "=0"))
"""The conditions of sections that a format code need not name."""
_DATE_PARTS: Final = {
    "year": ("yy", "yyyy"),
    "month": ("m", "mm"),
    "day": ("d", "dd"),
    "day-of-week": ("ddd", "dddd"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
}
"""Parts of a day or a time, short and long."""
_ELAPSING: Final = ("hours", "minutes", "seconds")


class _Format(NamedTuple):
    """A number format as it stands: its own section, and those it names for numbers that meet a condition."""

    section: str
    others: tuple[tuple[str, str], ...]


class _CellStyle(NamedTuple):
    number_format: str
    parent: str


class Styles:
    """The styles of one part, which its ``parser`` collects.

    ``common`` are the styles of the whole document, on which those of the contents rest. Where the styles end, the
    parser reports to ``after`` instead.
    """

    def __init__(self, part: str, common: Styles | None = None) -> None:
        self.parser = new_parser(part, self._start, self._end)
        self.after: tuple[Start | None, End | None] = None, None
        self._common = common
        self._cells: dict[str, _CellStyle] = {}
        self._formats: dict[str, _Format] = {}
        self._known: dict[str, str] = {}
        self._name: str | None = None
        self._percent = self._elapsed = False
        self._pieces: list[str] = []
        self._others: list[tuple[str, str]] = []
        self._text: list[str] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _FORMATS:
            self._name = attributes.get(_STYLE + "name", "")
            self._percent = tag == _PERCENTAGE
            self._elapsed = attributes.get(_NUMBER + "truncate-on-overflow") == "false"
            self._pieces, self._others = [], []
        elif tag == _STYLE + "style":
            if attributes.get(_STYLE + "family") == "table-cell":
                rests = (
                    attributes.get(_STYLE + "data-style-name", ""),
                    attributes.get(_STYLE + "parent-style-name", ""),
                )
                _keep(self._cells, attributes.get(_STYLE + "name", ""), _CellStyle(*rests))
        elif tag in (_COMMON_END if self._common is None else _CONTENT_END):
            self.parser.StartElementHandler, self.parser.EndElementHandler = self.after
            if self.after[0] is not None:
                self.after[0](tag, attributes)
        elif self._name is not None:
            self._part(tag, attributes)

    def _end(self, tag: str) -> None:
        if self._name is None:
            return
        if tag in _FORMATS:
            section = "".join(self._pieces)
            found = _Format(section if len(section) <= _LONGEST_CODE else GENERAL, tuple(self._others))
            _keep(self._formats, self._name, found)
            self._name = None
        elif tag in _WITH_TEXT:
            self.parser.CharacterDataHandler = None
            self._pieces.append(self._written(tag, "".join(self._text)))

    def code(self, style: str) -> str:
        """The format code of the cell style of this name, ``General`` where none is set."""
        code = self._known.get(style)
        if code is None:
            code = self._code(style)
            _keep(self._known, style, code)
        return code

    def _code(self, style: str) -> str:
        for _ in range(_MOST_PARENTS):
            scope = self if style in self._cells else self._common
            found = scope._cells.get(style) if scope is not None else None
            if scope is None or found is None:
                break
            if found.number_format:
                return scope._number_format(found.number_format)
            style = found.parent
        return GENERAL

    def _number_format(self, name: str) -> str:
        found = self._formats.get(name)
        if found is None:
            return self._common._number_format(name) if self._common is not None else GENERAL
        conditions = tuple(condition for condition, _ in found.others)
        named = conditions not in _USUAL_CONDITIONS
        sections = [
            (f"[{condition}]" if named else "") + self._formats.get(other, _NO_FORMAT).section
            for condition, other in found.others
        ]
        code = ";".join([*sections, found.section])
        return code if code and len(code) <= _LONGEST_CODE else GENERAL

    def _part(self, tag: str, attributes: dict[str, str]) -> None:
        """A part of the number format that is being read."""
        if tag in _WITH_TEXT:
            self._text = []
            self.parser.CharacterDataHandler = self._text.append
        elif tag == _STYLE + "map":
            condition = attributes.get(_STYLE + "condition", "").replace(" ", "").removeprefix("value()")
            if len(self._others) < _MOST_SECTIONS and len(condition) <= _LONGEST_CODE:
                self._others.append((condition, attributes.get(_STYLE + "apply-style-name", "")))
        elif tag == _NUMBER + "number":
            self._pieces.append(_digits(attributes, self._percent))
        elif tag in _CLOCK:
            self._pieces.append(self._clock(_CLOCK[tag], attributes))
        elif tag in _FIXED:
            self._pieces.append(_FIXED[tag])

    def _clock(self, part: str, attributes: Mapping[str, str]) -> str:
        """A part of a day or a time."""
        short, long = _DATE_PARTS[part]
        code = long if attributes.get(_NUMBER + "style") == "long" else short
        if attributes.get(_NUMBER + "textual") == "true":
            code = "mm" + code
        if self._elapsed and part in _ELAPSING:
            self._elapsed = False
            code = f"[{code}]"
        decimals = _whole(attributes, "decimal-places")
        return code + "." + "0" * decimals if decimals and part == "seconds" else code

    def _written(self, tag: str, text: str) -> str:
        """A text of the number format that is being read."""
        if tag == _NUMBER + "fill-character":
            return "*" + text[:1] if text else ""
        if not self._percent or "%" not in text:
            return _literal(text)
        self._percent = False
        before, _, after = text.partition("%")
        return f"{_literal(before)}%{_literal(after)}"


_NO_FORMAT: Final = _Format("", ())
_WITH_TEXT: Final = frozenset(_NUMBER + name for name in ("text", "currency-symbol", "fill-character"))
_CLOCK: Final = {_NUMBER + part: part for part in _DATE_PARTS}
_FIXED: Final = {
    _NUMBER + "scientific-number": "0.00E+00",
    _NUMBER + "fraction": "# ?/?",
    _NUMBER + "text-content": "@",
    _NUMBER + "am-pm": "AM/PM",
    _NUMBER + "boolean": GENERAL,
}


_Kept = TypeVar("_Kept")


def _keep(kept: dict[str, _Kept], name: str, one: _Kept) -> None:
    """Keep what has a name, as long as there are no more than a program would write."""
    if len(kept) < _MOST_STYLES and len(name) <= _LONGEST_NAME:
        kept[name] = one


def _digits(attributes: Mapping[str, str], percent: bool) -> str:
    """The digits of a number, ``General`` where their count is left to the program."""
    least = _whole(attributes, "min-integer-digits")
    grouped = attributes.get(_NUMBER + "grouping") == "true"
    if _NUMBER + "decimal-places" not in attributes and not (percent or grouped or least > 1):
        return GENERAL
    whole = "0" * least or "#"
    if grouped:
        whole = "#,##" + whole if least < 2 else "#," + whole
    decimals = _whole(attributes, "decimal-places")
    sure = min(_whole(attributes, "min-decimal-places", decimals), decimals)
    places = "." + "0" * sure + "#" * (decimals - sure) if decimals else ""
    thousands = max(len(attributes.get(_NUMBER + "display-factor", "1")) - 1, 0) // 3
    return whole + places + "," * min(thousands, 4)


def _whole(attributes: Mapping[str, str], name: str, missing: int = 0) -> int:
    """A count in an attribute, at most as many as a number may have digits."""
    text = attributes.get(_NUMBER + name, "")
    if not (text.isascii() and text.isdigit()):
        return missing
    return min(int(text[:9]), _MOST_DIGITS)


def _literal(text: str) -> str:
    return '\\"'.join(f'"{part}"' if part else "" for part in text.split('"'))
