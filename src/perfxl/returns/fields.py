"""Fields: a value beside its label, or behind the colon in the label's own cell, several to a cell if need be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.finding import Place
from perfxl.formset.labels import normal, without_of_which
from perfxl.formset.model import Field, Form, Type
from perfxl.patterns import pattern
from perfxl.returns.added import read_added
from perfxl.returns.beside import beside, is_label
from perfxl.returns.field_index import FieldIndex, cleaned, index_of
from perfxl.returns.header import joined_texts
from perfxl.returns.model import Alteration, FormReturn
from perfxl.returns.numbers import read_amount, read_amount_text
from perfxl.returns.region import Region, Text, loose_match
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell

_WORDS = pattern(r"[\s\u4e00-\u9fff、（）()]*[\u4e00-\u9fff]")
_LONGEST = 400
"""Longer texts are prose, whatever colons they hold."""


def align_fields(form: Form, region: Region, found: FormReturn) -> None:
    """Find every field of the form in the region; report labels that are missing or altered."""
    index = index_of(form)
    below: list[Text] = []
    for text in _own_first(region):
        if len(text.cell.text) > _LONGEST:
            continue
        if index.rivals and _stands_below(text, index):
            below.append(text)
        else:
            _take(text, region, index, found)
    if len(below) > len({(text.cell.row, text.head) for text in below}):
        above = dict.fromkeys(field.below for field in form.fields.values() if field.below)
        _seek([form.fields[name] for name in above if name not in found.values], region, index, found)
    for text in below:
        _take(text, region, index, found)
    _missing(form, region, index, found)


def _own_first(region: Region) -> Iterable[Text]:
    """The texts in reading order; those that stand right of the whole form last, so that its own labels count before."""
    if region.right_edge >= region.last_col:
        return region.every_text
    return sorted(region.every_text, key=lambda text: text.cell.col > region.right_edge)


def _stands_below(text: Text, index: FieldIndex) -> bool:
    """Whether a text is the label of a field that stands below another one, which is to be known first."""
    field = index.by_key.get(text.key) or index.by_key.get(text.head)
    return field is not None and field.name in index.rivals


def _take(text: Text, region: Region, index: FieldIndex, found: FormReturn) -> None:
    """Read the fields of which the labels stand in a text."""
    cell = text.cell
    field = index.by_key.get(text.key)
    field = field and _standing(field, cell, index, found)
    if field and field.name not in found.values and not _more_behind_colon(cell.text):
        if not _beside(field, cell, region, index, found):
            _empty(field, cell, region, found)
        return
    if not index.may_hold(cell.text, text.key):
        return
    if index.may_be_numbered(cell.text) and _figure_beside(cell, region):
        return
    pairs = index.inline(cell.text)
    for inner, piece in pairs:
        there = _standing(inner, cell, index, found)
        _inline(there, piece, cell, region, index, found, alone=len(pairs) == 1)


def _standing(field: Field, label: Cell, index: FieldIndex, found: FormReturn) -> Field:
    """Of the fields that have one label that below whose own field a cell stands: the next one to the right, value and all."""
    above = [
        (found.values[one.below].place.col, one)
        for one in index.rivals.get(field.name, ())
        if one.below in found.values
    ]
    right = [(col, one) for col, one in above if col >= label.col] or above[-1:]
    return min(right, key=lambda pair: pair[0])[1] if right else field


def _figure_beside(label: Cell, region: Region) -> bool:
    """Whether the next cell of the row holds a figure."""
    beside = next(
        (cell for cell in region.rows[label.row] if cell.col > label.col and cell.text.strip()), None
    )
    return beside is not None and read_amount(beside).number is not None


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
    value = beside(label, field.column, region, index, amount=field.type.numeric)
    col = value.col if value else start
    other = value is not None and (is_label(value, index) or (field.type.numeric and _names_amount(value)))
    taken = (label.row, col) in region.claimed or other
    if taken and value is not None and value.col > start and (label.row, start) not in region.claimed:
        value, col, taken = None, start, False
    if taken or col > region.last_col:
        return False
    row = label.row
    if value is None:
        col = region.past_blank(label.row, col)
        prose = field.type is Type.TEXT and not field.required
        value = _lower(label, col, region, index) if prose else None
        row = value.row if value else row
    found.values[field.name] = Value(field.name, _shown(field), field.type, region.place(row, col), value)
    return True


def _lower(label: Cell, col: int, region: Region, index: FieldIndex) -> Cell | None:
    """The text in a column that begins in a lower row of its label: one that this is merged over, or has nothing else."""
    area = region.merge_at(label.row, label.col)
    bottom = area.bottom if area else label.row
    for row, cells in region.rows.items():
        stated = [cell for cell in cells if cell.text.strip()] if row > label.row else []
        if not stated:
            continue
        if row > bottom and (len(stated) > 1 or stated[0].col != col):
            return None
        cell = region.cell(row, col)
        if cell and cell.text.strip():
            return None if (row, col) in region.claimed or is_label(cell, index) else cell
    return None


def _empty(field: Field, label: Cell, region: Region, found: FormReturn) -> None:
    """A field with no cell of its own beside its label: it stands, empty, in the label's cell."""
    place = region.place(label.row, label.col)
    found.values[field.name] = Value(field.name, _shown(field), field.type, place, label, "")


def _shown(field: Field) -> str:
    return " ".join(without_of_which(field.label.text).split())


def _names_amount(cell: Cell) -> bool:
    """Whether a cell states an amount by name: ``其他支出：5`` is nothing else's figure."""
    name, colon, amount = cell.text.replace("：", ":").partition(":")
    return bool(colon) and bool(_WORDS.match(name)) and read_amount_text(amount).number is not None


def _missing(form: Form, region: Region, index: FieldIndex, found: FormReturn) -> None:
    """Seek the fields that were not found under misspelt labels, and report those that nothing stands for."""
    lost = _without_label(form, region, index, found)
    replaced = read_added(form, region, index, found)
    for field in lost:
        if field.name not in replaced:
            found.alterations.append(Alteration(field.label.text.rstrip("：:"), Place(region.sheet.name)))


def _without_label(form: Form, region: Region, index: FieldIndex, found: FormReturn) -> list[Field]:
    """The expected fields that stand under no label, be it misspelt."""
    missing = [
        field
        for field in form.fields.values()
        if field.expected and field.name not in found.values and not _replaced(field, region, found)
    ]
    if missing:
        _split_labels(region, index, found)
        missing = [field for field in missing if field.name not in found.values]
    return _seek(missing, region, index, found) if missing else []


def _seek(missing: Sequence[Field], region: Region, index: FieldIndex, found: FormReturn) -> list[Field]:
    """Take fields that stand under misspelt labels; those that do not."""
    spare = [text for text in region.every_text if text.key and _is_spare(text, region, index)]
    lost = []
    for field in missing:
        match = None
        for text in spare:
            match = _nearly(text.cell.text, field)
            if match:
                _altered_field(field, text, match[1], region, index, found)
                spare.remove(text)
                break
        if match is None:
            lost.append(field)
    return lost


def _replaced(field: Field, region: Region, found: FormReturn) -> bool:
    """Whether the labels stand here that another layout has instead of a field, or what it stands below does not."""
    if field.below and field.below not in found.values:
        return True
    return bool(field.unless) and all(not region.keys.isdisjoint(label.norms) for label in field.unless)


def _nearly(text: str, field: Field) -> tuple[str, bool] | None:
    """The label of a field that a text nearly is, as :func:`loose_match` says it.

    One that goes on behind a slash with what else is asked for (实施单位/项目负责人) is the label.
    """
    head = text.replace("：", ":").split(":", 1)[0]
    first = normal(head.replace("／", "/").partition("/")[0])
    return (first, True) if first in field.label.norms else loose_match(normal(head), field.label.norms)


def _split_labels(region: Region, index: FieldIndex, found: FormReturn) -> None:
    """Take the fields whose label stands in two cells, one above the other (项目 above 名称)."""
    for row in region.texts:
        for text in joined_texts(row, region):
            field = index.by_key.get(text.key)
            if field is None or field.name in found.values:
                continue
            for at in (row, row + 1):
                cell = region.cell(at, text.cell.col)
                if cell and _beside(field, cell, region, index, found) and found.values[field.name].text:
                    break


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
            field.name, _shown(field), field.type, place, cell, cleaned(field, piece)
        )
