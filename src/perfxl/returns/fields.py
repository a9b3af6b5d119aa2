"""Fields: a value beside its label, or behind the colon in the label's own cell, several to a cell if need be."""

from __future__ import annotations

import re
from functools import lru_cache

from perfxl.finding import Place
from perfxl.formset.labels import normal, without_of_which
from perfxl.formset.model import Field, Form, Type
from perfxl.returns.model import Alteration, FormReturn, Value
from perfxl.returns.region import Region, Text, loose_match
from perfxl.workbook.model import Cell, Kind

_LONGEST = 400
"""Longer texts are prose, whatever colons they hold."""
_NOT_A_VALUE = re.compile(
    r"[（(]\s*(?:盖章|公章|签章|签字|盖公章|单位盖章|(?:19|20)\d\d\s*年度?|[　 ]*年度)\s*[)）]"
)
_CHINESE = "\u4e00-\u9fff"
_BETWEEN = " *"
_SPACES = str.maketrans(
    dict.fromkeys(
        "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
        " ",
    )
)
"""Every blank and invisible character as a space, so that patterns stay small and offsets stay right."""
_NEVER = r"(?!)"
"""Matches nothing: a form may have no fields."""


class FieldIndex:
    """The labels of a form's fields, ready to be looked up and to be found inside a text."""

    def __init__(self, form: Form) -> None:
        self.by_key: dict[str, Field] = {}
        for field in form.fields.values():
            for key in field.label.norms:
                self.by_key.setdefault(key, field)
        ordered = sorted(self.by_key, key=len, reverse=True)
        words = "|".join(_flexible(key) for key in ordered) or _NEVER
        bracket = rf"(?:{_BETWEEN}[（(][^（()）]{{0,12}}[)）])?"
        self.before_colon = re.compile(rf"({words}){bracket}{_BETWEEN}[:：]")
        texts = [key for key in ordered if not self.by_key[key].type.numeric and len(key) > 2]
        start = "|".join(_flexible(key) for key in texts)
        self.starts = tuple(texts)
        self.at_start = re.compile(rf"^{_BETWEEN}({start}){bracket}(?=[ ）)])") if texts else None

    def may_hold(self, text: Text) -> bool:
        """A quick look whether a text can have a label of a field in it."""
        raw = text.cell.text
        return ":" in raw or "：" in raw or text.key.startswith(self.starts)

    def inline(self, text: str) -> list[tuple[Field, str]]:
        """Each label before a colon in a text, with what stands behind it up to the next label."""
        spaced = text.translate(_SPACES)
        found = list(self.before_colon.finditer(spaced))
        ends = [match.start() for match in found[1:]] + [len(text)]
        pairs = [(self._field(m[1]), text[m.end() : end]) for m, end in zip(found, ends, strict=False)]
        if not pairs and self.at_start and (match := self.at_start.match(spaced)):
            pairs = [(self._field(match[1]), text[match.end() :])]
        return [(field, _clean(field, piece)) for field, piece in pairs]

    def labels(self, text: str) -> bool:
        """Whether a text is a label, or holds one before a colon."""
        return normal(text) in self.by_key or bool(self.before_colon.search(text.translate(_SPACES)))

    def _field(self, label: str) -> Field:
        return self.by_key[normal(label)]


def _flexible(key: str) -> str:
    """A pattern for a label with blanks between its characters; a short one must not end a longer word."""
    pattern = _BETWEEN.join(re.escape(char) for char in key)
    return pattern if len(key) > 2 else rf"(?<![{_CHINESE}]){pattern}"


def _clean(field: Field, piece: str) -> str:
    if field.type.numeric:
        return piece
    if field.type is Type.DATE:
        return piece.strip(" 　\xa0;；,，")
    return " ".join(_NOT_A_VALUE.sub(" ", piece).replace("其中", " ").split())


@lru_cache(maxsize=256)
def index_of(form: Form) -> FieldIndex:
    """The field index of a form, built once."""
    return FieldIndex(form)


def align_fields(form: Form, region: Region, found: FormReturn) -> None:
    """Find every field of the form in the region; report labels that are missing or altered."""
    index = index_of(form)
    for text in region.every_text():
        cell = text.cell
        if len(cell.text) > _LONGEST:
            continue
        field = index.by_key.get(text.key)
        if field and field.name not in found.values and not _more_behind_colon(cell.text):
            if not _beside(field, cell, region, index, found):
                _empty(field, cell, region, found)
            continue
        if not index.may_hold(text):
            continue
        pairs = index.inline(cell.text)
        for inner, piece in pairs:
            _inline(inner, piece, cell, region, index, found, alone=len(pairs) == 1)
    _missing(form, region, index, found)


def _more_behind_colon(text: str) -> bool:
    """Whether anything is written behind a text's first colon (that of a leading ``其中：`` not counted)."""
    return bool(without_of_which(text).replace("：", ":").partition(":")[2].strip())


def _inline(
    field: Field, piece: str, cell: Cell, region: Region, index: FieldIndex, found: FormReturn, *, alone: bool
) -> None:
    """Take what stands behind the label's colon, or else (``alone`` in its cell) what stands beside it."""
    known = found.values.get(field.name)
    if known is not None and known.text:
        return
    if alone and not piece.strip() and _beside(field, cell, region, index, found):
        return
    place = region.place(cell.row, cell.col)
    if known is None or piece.strip():
        found.values[field.name] = Value(field.name, _shown(field), field.type, place, cell, piece)


def _beside(field: Field, label: Cell, region: Region, index: FieldIndex, found: FormReturn) -> bool:
    """Take the value from the cell right of the label. False if another label or a grid begins there."""
    start = region.right_of(label)
    value: Cell | None = None
    for cell in region.rows[label.row]:
        if cell.col >= start and (cell.text.strip() or cell.kind is Kind.UNCALCULATED):
            value = cell
            break
    col = value.col if value else start
    taken = (label.row, col) in region.claimed or (value is not None and _is_label(value, index))
    if taken and value is not None and value.col > start and (label.row, start) not in region.claimed:
        value, col, taken = None, start, False
    if taken or col > region.last_col:
        return False
    found.values[field.name] = Value(
        field.name, _shown(field), field.type, region.place(label.row, col), value
    )
    return True


def _empty(field: Field, label: Cell, region: Region, found: FormReturn) -> None:
    """A field with no cell of its own beside its label: it stands, empty, in the label's cell."""
    place = region.place(label.row, label.col)
    found.values[field.name] = Value(field.name, _shown(field), field.type, place, label, "")


def _shown(field: Field) -> str:
    return " ".join(without_of_which(field.label.text).split())


def _is_label(cell: Cell, index: FieldIndex) -> bool:
    text = cell.text
    return len(text) <= _LONGEST and index.labels(text)


def _missing(form: Form, region: Region, index: FieldIndex, found: FormReturn) -> None:
    missing = [field for field in form.fields.values() if field.expected and field.name not in found.values]
    if not missing:
        return
    spare = [text for text in region.every_text() if text.key and _is_spare(text, region, index)]
    for field in missing:
        match = None
        for text in spare:
            head = normal(text.cell.text.replace("：", ":").split(":", 1)[0])
            match = loose_match(head, field.label.norms)
            if match:
                _altered_field(field, text, match[1], region, index, found)
                spare.remove(text)
                break
        if match is None:
            found.alterations.append(Alteration(field.label.text.rstrip("：:"), Place(region.sheet.name)))


def _is_spare(text: Text, region: Region, index: FieldIndex) -> bool:
    place = (text.cell.row, text.cell.col)
    return place not in region.claimed and text.key not in index.by_key and not index.inline(text.cell.text)


def _altered_field(
    field: Field, text: Text, harmless: bool, region: Region, index: FieldIndex, found: FormReturn
) -> None:
    cell = text.cell
    if not harmless:
        place = region.place(cell.row, cell.col)
        head = cell.text.replace("：", ":").split(":", 1)[0].strip()
        found.alterations.append(Alteration(field.label.text.rstrip("：:"), place, head))
    piece = cell.text.replace("：", ":").partition(":")[2]
    if piece.strip() or not _beside(field, cell, region, index, found):
        place = region.place(cell.row, cell.col)
        found.values[field.name] = Value(
            field.name, _shown(field), field.type, place, cell, _clean(field, piece)
        )
