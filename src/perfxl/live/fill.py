"""计算 on the open workbook: computed cells are written, and 撤销上次 gives back what was there."""

from __future__ import annotations

import base64
import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import xlwings as xw
from msgspec import Struct

from perfxl.checking import Options, open_book
from perfxl.fill import Change, fill
from perfxl.finding import Place
from perfxl.live import LiveError, memory, state
from perfxl.live.contents import Content, current_cells, read_contents, write_contents
from perfxl.live.read import read_live
from perfxl.results_sheet import LEDGER_SHEET
from perfxl.withheld import Withheld, ignored
from perfxl.workbook.model import Book, Cell, Kind
from perfxl.workbook.number_text import shortest

_LARGEST_JOURNAL = 1 << 26


class _Entry(Struct, frozen=True):
    """One cell of the journal: where it was, what it held before and what was put there."""

    number: int
    place: Place
    before: Content
    after: Content


def fill_book(
    book: xw.Book,
    options: Options,
    sheet: str | None = None,
    progress: state.Progress | None = None,
    tell: Callable[[Withheld], object] = ignored,
) -> list[Change]:
    """Write the computed cells, of one sheet or of all, and remember what they held; what was written.

    ``tell`` is told of each cell that is not written because not all of its inputs were read.

    Cells with formulas are Excel's to compute and are left alone. Where nothing is to be written the workbook stays
    untouched. The journal is kept in the workbook until the next fill or undo. Raises LiveError, with nothing
    changed, and FormSetError.
    """
    state.refuse_if_busy(book)
    with state.unattended(book.app, writing=False) as show, state.unmodified(book):
        show_progress = progress or show
        show_progress("正在读取工作簿……")
        changes = _computed(book, options, sheet, tell)
    if not changes:
        return []
    sheets = {place.sheet for place in changes}
    state.refuse_if_unfit(book, sheets, structure=memory.sheet_of(book) is None)
    with state.unattended(book.app) as show:
        (progress or show)(f"正在写入 {len(changes)} 个单元格……")
        _write(book, changes)
    return list(changes.values())


def _computed(
    book: xw.Book, options: Options, sheet: str | None, tell: Callable[[Withheld], object]
) -> dict[Place, Change]:
    """The changes by the cell that takes them: the first one of a merged area."""
    model = read_live(book)
    opened = open_book(model, book.name, "", options)
    if opened.ret is None:
        raise LiveError("没有识别出任何绩效表，未作计算")
    withheld: list[Withheld] = []
    changes = [change for change in fill(opened.ret, withheld.append) if not change.formula]
    for cell in withheld:
        if sheet is None or cell.place.sheet == sheet:
            tell(cell)
    first = _first_cells(model)
    return {
        first.get(change.place, change.place): change
        for change in changes
        if sheet is None or change.place.sheet == sheet
    }


def _first_cells(model: Book) -> dict[Place, Place]:
    """For each cell of a merged area its first one."""
    return {
        Place(sheet.name, row, col): Place(sheet.name, area.top, area.left)
        for sheet in model.sheets
        for area in sheet.merges
        for row in range(area.top, area.bottom + 1)
        for col in range(area.left, area.right + 1)
    }


def _write(book: xw.Book, changes: Mapping[Place, Change]) -> None:
    wanted = {place: Content.of(_content_for(book, place, change)) for place, change in changes.items()}
    before = read_contents(book, wanted)
    entries = [
        _Entry(number, place, before[place], content)
        for number, (place, content) in enumerate(wanted.items(), memory.FIRST_OF_JOURNAL)
    ]
    earlier = memory.load_journal(book)
    places = memory.pinned(book)

    def forget() -> None:
        _remember(
            book, earlier, {n: place for n, place in places.items() if place and n >= memory.FIRST_OF_JOURNAL}
        )

    with state.all_or_nothing("计算", forget):
        # First remembered, then written: whatever happens in between can be undone.
        _remember(book, _encode(entries), {entry.number: entry.place for entry in entries})
        write_contents(book, wanted, "计算")


def _content_for(book: xw.Book, place: Place, change: Change) -> Decimal | str:
    """What to write: of a rate the fraction where the cell shows percentages."""
    if change.fraction is None:
        return change.content
    cell = book.sheets[place.sheet].range((place.row, place.col))
    return change.fraction if "%" in str(cell.number_format) else change.content


def _remember(book: xw.Book, journal: str, places: Mapping[int, Place]) -> None:
    memory.save_journal(book, journal)
    memory.pin(book, places, range(memory.FIRST_OF_JOURNAL, sys.maxsize))


def undo_fill(book: xw.Book) -> int:
    """Give back what the cells held before the last fill, and forget it; how many cells were restored.

    A cell that was changed since, or whose row is gone, stays as it is: ``changed_since_fill`` tells which. Raises
    LiveError where there is nothing to undo, or with nothing changed.
    """
    state.refuse_if_busy(book)
    entries = _journal(book)
    if not entries:
        raise LiveError("没有可以撤销的计算")
    kept = set(_changed(book, entries))
    restored = {place: entry.before for place, entry in entries.items() if place not in kept}
    state.refuse_if_unfit(book, {place.sheet for place in restored})
    with state.unattended(book.app) as show:
        show(f"正在恢复 {len(restored)} 个单元格……")
        write_contents(book, restored, "撤销")
        _remember(book, "", {})
    return len(restored)


def changed_since_fill(book: xw.Book) -> list[Place]:
    """The cells that the last fill wrote and that hold something else now; ``undo_fill`` leaves them alone."""
    return _changed(book, _journal(book))


def _changed(book: xw.Book, entries: Mapping[Place, _Entry]) -> list[Place]:
    now = current_cells(book, entries)
    return [place for place, entry in entries.items() if not _same(now.get(place), entry.after)]


def _same(cell: Cell | None, content: Content) -> bool:
    if cell is None:
        return content.kind is None
    text = shortest(float(content.text)) if content.kind is Kind.NUMBER else content.text
    return (cell.kind, cell.text, cell.formula) == (content.kind, text, False)


def _journal(book: xw.Book) -> dict[Place, _Entry]:
    """The journal by where its cells are now; those that are gone are left out."""
    now = memory.pinned(book)
    entries = _decode(memory.load_journal(book))
    sheets = {sheet.name for sheet in book.sheets} - {LEDGER_SHEET}
    found = ((now.get(entry.number), entry) for entry in entries)
    return {place: entry for place, entry in found if place is not None and place.sheet in sheets}


def _encode(entries: Iterable[_Entry]) -> str:
    content = [
        [entry.number, list(entry.place), _parts(entry.before), _parts(entry.after)] for entry in entries
    ]
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(raw)).decode()


def _parts(content: Content) -> list[str | bool | None]:
    return [content.kind, content.text, content.quoted]


def _decode(text: str) -> list[_Entry]:
    """The entries; anyone can have changed the text, so everything in it is looked at. Raises LiveError."""
    if not text:
        return []
    try:
        raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), _LARGEST_JOURNAL)
        return list(_entries(json.loads(raw)))
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise LiveError("上次计算的记录不完整，不能撤销") from error


def _entries(content: Iterable[Any]) -> Iterator[_Entry]:
    for number, (sheet, row, col), before, after in content:
        yield _Entry(
            int(number), Place(str(sheet), int(row), int(col)), _from_parts(*before), _from_parts(*after)
        )


def _from_parts(kind: str | None, text: str, quoted: bool) -> Content:
    known = None if kind is None else Kind(kind)
    if known is Kind.NUMBER:
        float(text)
    return Content(known, str(text), bool(quoted))
