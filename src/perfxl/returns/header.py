"""Find the header row of a grid or list by its column labels, and what was altered in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct, field

from perfxl.finding import Place
from perfxl.formset.model import Column, Form, Grid, Label, Listing, Type
from perfxl.patterns import pattern
from perfxl.returns.column_years import Hits, StatedYears, settled_by_year
from perfxl.returns.model import Alteration, FormReturn
from perfxl.returns.region import Region, Text, is_figure, loose_match
from perfxl.returns.short_headings import short_headings
from perfxl.workbook.model import Cell

_LONGEST_PART = 15
"""Characters in one half of a label that is split over two rows."""
_SEVERAL = 2
"""From so many labels on a row beside a header is part of it."""
_OTHER_YEAR = pattern("[上去往下明]年")
_NONE: frozenset[str] = frozenset()


class Header(Struct):
    """A header (rows ``row`` to ``bottom``) and, for each form column in it, its sheet column and label cell."""

    row: int
    bottom: int
    columns: dict[str, int] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    """The sheet column with the full marks of each category, by the category's column."""
    in_one: bool = False
    """Whether target and actual stand in one column."""
    reworded: list[tuple[Column, Cell]] = field(default_factory=list)
    """The headings among them that are the form's in other words, which is yet to be told."""

    def take(self, column: Column, text: Text, region: Region) -> None:
        """Note that a column's label stands in a cell, which is thereby settled."""
        self.columns[column.name] = text.cell.col
        self.cells[column.name] = text.cell
        region.claimed.add((text.cell.row, text.cell.col))


@lru_cache(maxsize=1024)
def columns_by_name(columns: tuple[Column, ...]) -> dict[str, list[Column]]:
    """The columns by each normal form of their labels."""
    wanted: dict[str, list[Column]] = {}
    for column in columns:
        for key in column.label.norms:
            wanted.setdefault(key, []).append(column)
    return wanted


def find_header(block: Grid | Listing, region: Region) -> Header | None:
    """The row that holds most of the column labels (at least half of those expected)."""
    wanted = columns_by_name(block.columns)
    best: list[tuple[Column, Text]] = []
    for row, keys in region.keys_by_row.items():
        if not keys.isdisjoint(wanted):
            hits = columns_in(region.texts[row], block.columns)
            if len(hits) > len(best) and any(column.under is None for column, _ in hits):
                best = hits
    expected = sum(column.expected for column in block.columns if column.under is None)
    best, bottom = _with_split(best, expected, block, region)
    if len(best) * 2 < expected:
        best += _for_short(best, block, region)
    if not best or len(best) * 2 < expected or (len(best) < expected and _is_caption(best, block, region)):
        return None
    header = Header(min(text.cell.row for _, text in best), bottom)
    for column, text in best:
        header.take(column, text, region)
        if bottom > header.row:
            region.claimed.add((bottom, text.cell.col))
    _second_level(header, block, region)
    _marks_of_categories(header, block, region)
    if all(column.under is None for column in block.columns):
        _take_above(header, block, region)
        _take_below(header, block, region)
    return header


def _for_short(hits: Hits, block: Grid | Listing, region: Region) -> Hits:
    """The columns of a header that has several headings under their own names, and others for short."""
    known = {column.name: text.cell for column, text in hits}
    return short_headings(block, known, region.texts[hits[0][1].cell.row], region) if hits else []


def _is_caption(hits: Hits, block: Grid | Listing, region: Region) -> bool:
    """Whether a lone text that says what may be a heading has nothing beside it that is nearly another one."""
    (column, text), *others = hits
    if others or text.key == column.label.norms[0]:
        return False
    missing = columns_by_name(tuple(other for other in block.columns if other != column))
    beside = [other for other in region.texts[text.cell.row] if other is not text and other.key]
    return not nearly(beside, missing)


def _with_split(best: Hits, expected: int, block: Grid | Listing, region: Region) -> tuple[Hits, int]:
    """The columns of a header, with those whose labels are split over two rows (年初 above 预算数); its last row.

    Only looked for where columns are missing: beside the labels found, or where there are too few of them, everywhere.
    """
    wanted = columns_by_name(block.columns)
    own = best[0][1].cell.row if best else 0
    if sum(column.expected for column, _ in best if column.under is None) >= expected:
        return best, own
    bottom = own
    rows = (
        [row for row in (own - 1, own) if row in region.texts] if len(best) * 2 >= expected else region.texts
    )
    for row in rows:
        split = [text for text in joined_texts(row, region) if text.key in wanted]
        if split:
            texts = (*split, *region.texts[row], *region.texts[row + 1])
            hits = columns_in(texts, block.columns)
            if len(hits) > len(best):
                best, bottom = hits, row + 1
    return best, bottom


def side_by_side(form: Form, region: Region) -> bool:
    """Whether a block of the form stands twice beside itself where it should not: several of its labels do in one row."""
    left = [listing for listing in form.lists.values() if listing.left_of]
    halved = {name for listing in left for name in (listing.name, listing.left_of)}
    for counts in region.repeating:
        for block in form.blocks:
            wanted = columns_by_name(block.columns)
            sides = 2 if block.name in halved else 1
            keys = wanted.keys() & counts.keys()
            if len(keys) >= _SEVERAL:
                often = [counts[key] > sides * len(wanted[key]) for key in keys]
                if sum(often) >= _SEVERAL:
                    return True
    return False


def joined_texts(row: int, region: Region) -> list[Text]:
    """The texts of a row, each together with the text directly beneath it, where there is one."""
    if row not in region.joined:
        below = {text.cell.col: text.cell.text for text in region.texts.get(row + 1, ())}
        pairs = ((text.cell, below[text.cell.col]) for text in region.texts[row] if text.cell.col in below)
        region.joined[row] = [
            Text(cell._replace(text=cell.text + under))
            for cell, under in pairs
            if max(len(cell.text), len(under)) <= _LONGEST_PART
        ]
    return region.joined[row]


def _marks_of_categories(header: Header, block: Grid | Listing, region: Region) -> None:
    """Settle what a label means that stands behind every category and again at the end of a scoring table.

    一级指标, 得分, 二级指标, 得分, 三级指标, 得分, 评分标准, 得分: behind a category it is that category's full marks,
    behind the indicator's name its full marks, at the end its score.
    """
    carried = {header.columns.get(column.name): column.name for column in block.columns if column.carry}
    texts = [text for text in region.texts.get(header.row, ()) if text.key]
    for column in (column for column in block.columns if column.type is Type.SCORE):
        marks = {
            carried[before.cell.col]: text
            for before, text in pairwise(texts)
            if text.key in column.label.norms and before.cell.col in carried
        }
        own = [text for text in texts if text.key in column.label.norms and text not in marks.values()]
        if not marks or not own:
            continue
        header.marks = {name: text.cell.col for name, text in marks.items()}
        region.claimed.update((text.cell.row, text.cell.col) for text in marks.values())
        header.take(column, own[-1], region)
        full = _column_before(column, block)
        if len(own) > 1 and full and full.name not in header.columns:
            header.take(full, own[0], region)


def _column_before(column: Column, block: Grid | Listing) -> Column | None:
    """The column for scores that comes before one in the form."""
    before = block.columns[: block.columns.index(column)]
    return next((other for other in reversed(before) if other.type is column.type), None)


def _take_above(header: Header, block: Grid | Listing, region: Region) -> None:
    """Take missing columns from the row above, where they stand beside a heading over several of those found.

    Such a label is merged down to the header; where merged cells got lost, several stand there, and no figure.
    """
    missing = tuple(column for column in block.columns if column.name not in header.columns)
    row = max((row for row in region.texts if row < header.row), default=0)
    wanted = columns_by_name(missing)
    if region.keys_by_row.get(row, _NONE).isdisjoint(wanted):
        return
    cols = {cell.col for cell in region.rows[header.row] if cell.text.strip()}
    free = [text for text in region.texts[row] if text.cell.col not in cols]
    hits = columns_in(free, missing)
    if len(hits) < _SEVERAL or any(map(is_figure, region.rows[row])):
        hits = [(column, text) for column, text in hits if _reaches(text.cell, header.row, region)]
    for column, text in hits:
        header.take(column, text, region)
        header.row = row


def _reaches(cell: Cell, row: int, region: Region) -> bool:
    """Whether a cell is merged down to a row."""
    area = region.merge_at(cell.row, cell.col)
    return area is not None and area.bottom >= row


def _take_below(header: Header, block: Grid | Listing, region: Region) -> None:
    """Take the columns whose labels stand in the row below, under a heading over several columns.

    What the heading itself was taken for is found among them: 指标性质, 指标值, 计量单位 under 年度指标值.
    """
    row = min((row for row in region.texts if row > header.bottom), default=0)
    if len(region.keys_by_row.get(row, _NONE) & columns_by_name(block.columns).keys()) < _SEVERAL:
        return
    if any(map(is_figure, region.rows[row])):
        return
    top = header.bottom
    for heading in [text.cell for text in region.texts[top]]:
        cols = range(heading.col, _last_col_under(heading, top, region) + 1)
        own = {name for name, cell in header.cells.items() if cell == heading}
        free = (column for column in block.columns if column.name not in header.columns or column.name in own)
        hits = columns_in([t for t in region.texts[row] if t.cell.col in cols], tuple(free))
        if len(hits) >= _SEVERAL:
            for name in own:
                del header.columns[name], header.cells[name]
            for column, text in hits:
                header.take(column, text, region)
            header.bottom = row


def _second_level(header: Header, block: Grid | Listing, region: Region) -> None:
    """Find the columns that stand under a heading of their own, in the next row with text below the headings."""
    below = next((row for row in region.texts if row > header.row), header.row + 1)
    for column in block.columns:
        if column.under is None or column.name in header.columns:
            continue
        heading = _heading(column.under, header, region)
        if heading is None:
            continue
        region.claimed.add((header.row, heading.col))
        last = _last_col_under(heading, header.row, region)
        for text in region.texts.get(below, ()):
            if text.key in column.label.norms and heading.col <= text.cell.col <= last:
                header.take(column, text, region)
                header.bottom = below
                break


def _heading(label: Label, header: Header, region: Region) -> Cell | None:
    texts = region.texts[header.row]
    return next((text.cell for text in texts if text.key in label.norms), None)


def _last_col_under(heading: Cell, row: int, region: Region) -> int:
    """The last column of a heading: of its merged cells, or where they got lost, up to the next text."""
    end = region.right_of(heading) - 1
    if end > heading.col:
        return end
    cells = (text.cell for text in region.texts[row])
    right = (cell.col - 1 for cell in cells if cell.col > heading.col and cell.text.strip())
    return min(right, default=region.last_col)


def columns_in(texts: Sequence[Text], columns: tuple[Column, ...]) -> Hits:
    """Each label of a row with its column; the same label twice goes to the columns in the form's order.

    Where two names of a column stand side by side, the one that the form set lists first is it: a caption left of the
    headings may say what elsewhere is a heading (年度目标, 总体目标).
    """
    wanted = columns_by_name(columns)
    texts = [text for text in texts if text.key in wanted]
    hits = {column.name: (column, text) for column, text in settled_by_year(texts, columns, wanted)}
    known = list(hits.values())
    years = StatedYears(texts, known)
    settled = {(text.cell.row, text.cell.col) for _, text in known}
    for official in (True, False):
        for text in texts:
            place = (text.cell.row, text.cell.col)
            for column in wanted[text.key] if place not in settled else ():
                if years.are_others(text, column):
                    continue
                if (text.key == column.label.norms[0]) is official and _comes_before(text, column, hits):
                    settled.add(place)
                    hits[column.name] = (column, text)
                    break
    return list(hits.values())


def _comes_before(text: Text, column: Column, hits: dict[str, tuple[Column, Text]]) -> bool:
    """Whether a column has no heading yet, or one under a name that is listed behind that of ``text``."""
    if column.name not in hits:
        return True
    names = column.label.norms
    return names.index(text.key) < names.index(hits[column.name][1].key)


def nearly(
    texts: Iterable[Text], columns: Mapping[str, Sequence[Column]]
) -> list[tuple[Text, tuple[str, bool]]]:
    """The texts that are nearly one of the labels, each with that and whether the difference is harmless.

    A column of figures that a form need not have is not sought in misspelt words: what it is taken for by mistake
    would be judged. What is of another year (上年完成值) is no misspelt label of this one's (全年完成值).
    """
    expected = [
        key for key, same in columns.items() if any(one.expected or not one.type.numeric for one in same)
    ]
    near = []
    for text in texts:
        match = loose_match(text.key, columns)
        if match and not match[1]:
            match = loose_match(text.key, expected)
        if match and not (_OTHER_YEAR.search(text.key) and not _OTHER_YEAR.search(match[0])):
            near.append((text, match))
    return near


def texts_of(header: Header, region: Region) -> Iterator[Text]:
    """The texts in the rows of a header."""
    for row in range(header.row, header.bottom + 1):
        yield from region.texts.get(row, ())


def altered(found: FormReturn, label: str, region: Region, cell: Cell) -> None:
    """Report a label that is written differently."""
    found.alterations.append(Alteration(label, region.place(cell.row, cell.col), cell.text))


def absent(found: FormReturn, block: Grid | Listing, region: Region) -> None:
    """Report a whole block whose header is not there; a form need not have one of which no column is expected."""
    labels = "、".join(column.label.text for column in block.columns if column.expected)
    if labels:
        found.alterations.append(Alteration(labels, Place(region.sheet.name)))
