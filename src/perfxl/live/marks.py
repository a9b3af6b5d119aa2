"""Marks of an audit in the open workbook: tints, notes and the sheet 审核结果, taken away again without a trace.

They are the marks of ``perfxl.annotate``, remembered in the ledger of ``perfxl.workbook.edit``: a workbook marked
here can be cleared as a file, and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import xlwings as xw

from perfxl.annotate import marks as marks_of
from perfxl.checking import Checked
from perfxl.finding import Place
from perfxl.live import LiveError, memory, platform, state
from perfxl.live.fills import fill_of, shape_of, solid_fill
from perfxl.live.notes import put_note, remove_note
from perfxl.live.results import add_sheet
from perfxl.live.rules import cover_rules, uncover_rules
from perfxl.marking import summary, title
from perfxl.results_sheet import SHEET
from perfxl.workbook.edit import PutSheet, SetFill, SetNote
from perfxl.workbook.edit.edits import EditRefused
from perfxl.workbook.edit.ledger import Ledger, Mark, OwnSheet
from perfxl.workbook.edit.styles import is_solid, shape_from_json

_AUTHOR = "perfxl"
_RULE = re.compile(r"^\S+ ([A-Z]{2}-\d{2,3})：", re.MULTILINE)
_UNFINISHED, _OLD = "审核结果（正在生成）", "审核结果（上一次）"
_OTHER_NAMES = 9


class Marked(NamedTuple):
    """A cell that is marked at present: its findings' rules, gravest first, and what its note says."""

    place: Place
    rules: tuple[str, ...]
    text: str


class _Earlier(NamedTuple):
    """The marks that are in the workbook, by where their cells are now; the sheets of ours."""

    marks: dict[Place, Mark]
    sheets: list[str]


def findings(book: xw.Book) -> list[Marked]:
    """What is marked at present, by sheet, row and column, wherever the cells are now."""
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    marked = [
        Marked(place, tuple(dict.fromkeys(_RULE.findall(mark.note))), mark.note)
        for place, mark in _earlier(book).marks.items()
    ]
    return sorted(marked, key=lambda item: (order[item.place.sheet], *item.place[1:]))


def results_sheet(book: xw.Book) -> xw.Sheet | None:
    """The sheet 审核结果 that was made here, whatever it is called by now; None where there is none."""
    names = _earlier(book).sheets
    return book.sheets[names[0]] if names else None


def mark(book: xw.Book, checked: Checked) -> None:
    """Show the findings in the workbook in place of all earlier marks. The sheet in front stays in front.

    Where nothing is found and nothing was marked, the workbook is not touched. Raises LiveError, with everything as
    it was.
    """
    earlier = _earlier(book)
    if not checked.findings:
        clear(book)
        return
    own = _free_name(book, earlier.sheets)
    edits = marks_of(checked.findings, title(checked), summary(checked), own)
    tints = {Place(edit.sheet, edit.row, edit.col): edit.rgb for edit in edits if isinstance(edit, SetFill)}
    notes = {Place(edit.sheet, edit.row, edit.col): edit.text for edit in edits if isinstance(edit, SetNote)}
    wanted = next(edit for edit in edits if isinstance(edit, PutSheet))
    state.refuse_if_unfit(book, _sheets_of([*tints, *earlier.marks]), structure=True)
    _refuse_unknown_fills(earlier)
    with state.unattended(book.app) as show, state.same_view(book):
        show(f"正在标出 {len(checked.findings)} 处……")
        with state.all_or_nothing("标记", lambda: _go_back(book, earlier, own)):
            _remove_marks(book, earlier)
            marks = _new_marks(book, tints, notes)
            sheets = [OwnSheet(len(marks) + number, name) for number, name in enumerate(earlier.sheets, 1)]
            # First remembered, then marked: whatever happens in between can be cleared.
            _remember(book, marks, sheets)
            _apply(book, marks)
            old = _put_results(book, wanted, earlier.sheets)
            _remember(book, marks, [OwnSheet(len(marks) + 1, own)])
            # The old sheet, which carries explanations, goes last.
            for name in old:
                book.sheets[name].delete()


def clear(book: xw.Book) -> int:
    """Take every mark away, also those of a file that was marked outside; how many cells were marked.

    What the unit changed since stays as it is now. A workbook without marks is not touched. Raises LiveError, with
    nothing changed.
    """
    earlier = _earlier(book)
    if not (earlier.marks or earlier.sheets):
        return 0
    state.refuse_if_unfit(book, _sheets_of(earlier.marks), structure=True)
    _refuse_unknown_fills(earlier)
    with state.unattended(book.app) as show, state.same_view(book):
        show("正在清除标记……")
        with state.all_or_nothing("清除标记", lambda: _go_back(book, earlier, "")):
            _remove_marks(book, earlier)
            _remember(book, {}, [])
            for name in earlier.sheets:
                book.sheets[name].delete()
    return len(earlier.marks)


def _sheets_of(places: Iterable[Place]) -> set[str]:
    return {place.sheet for place in places}


def _earlier(book: xw.Book) -> _Earlier:
    ledger = memory.load_ledger(book)
    if ledger is None:
        return _Earlier({}, [])
    now = memory.pinned(book)
    present = {sheet.name for sheet in book.sheets}
    marks = ((now.get(mark.number, Place(mark.sheet, mark.row, mark.col)), mark) for mark in ledger.marks)
    sheets = (now.get(own.number, Place(own.name, 1, 1)) for own in ledger.sheets)
    return _Earlier(
        {place: mark for place, mark in marks if place is not None and place.sheet in present},
        [place.sheet for place in sheets if place is not None and place.sheet in present],
    )


def _free_name(book: xw.Book, own: list[str]) -> str:
    """What the sheet 审核结果 is called: a sheet of that name which is the unit's own stays."""
    taken = {sheet.name.casefold() for sheet in book.sheets} - {name.casefold() for name in own}
    for number in range(1, _OTHER_NAMES):
        name = SHEET if number == 1 else f"{SHEET}（{number}）"
        if name.casefold() not in taken:
            return name
    raise LiveError(f"工作簿里已有多张名为“{SHEET}”的工作表，请删去后再审核")


def _refuse_unknown_fills(earlier: _Earlier) -> None:
    """Raise LiveError where the fill before a mark is one that only a file can hold."""
    for place, mark in earlier.marks.items():
        try:
            known = not mark.rgb or fill_of(shape_from_json(mark.fill)) is not None
        except EditRefused as refused:
            raise LiveError(str(refused)) from refused
        if not known:
            raise LiveError(
                f"工作表“{place.sheet}”{place.address} 原来是渐变填充，只能对文件清除标记："
                "请关闭工作簿，再用命令 perfxl clear"
            )


def _new_marks(book: xw.Book, tints: dict[Place, str], notes: dict[Place, str]) -> dict[Place, Mark]:
    """The marks with the fills that their cells have now. In a merged area the first cell is marked."""
    system = platform.of(book.app)
    marks: dict[Place, Mark] = {}
    for place, rgb in tints.items():
        cell = book.sheets[place.sheet].range((place.row, place.col))
        if cell.merge_cells:
            cell = cell.merge_area[0, 0]
        first = Place(place.sheet, cell.row, cell.column)
        known = marks.get(first)
        if known is not None:
            known.note += "\n" + notes[place]
            continue
        fill = system.fill(cell)
        new = Mark(len(marks) + 1, *first, note=notes[place], author=_AUTHOR)
        if fill is not None:
            new.rgb, new.fill = rgb, shape_of(fill)
        marks[first] = new
    return marks


def _remember(book: xw.Book, marks: dict[Place, Mark], sheets: list[OwnSheet]) -> None:
    """Write the ledger and let names follow its cells; without marks nothing is left of it."""
    places = {mark.number: place for place, mark in marks.items()}
    places |= {own.number: Place(own.name, 1, 1) for own in sheets}
    memory.save_ledger(book, Ledger(list(marks.values()), sheets) if places else None)
    memory.pin(book, places, range(1, memory.FIRST_OF_JOURNAL))


def _apply(book: xw.Book, marks: dict[Place, Mark]) -> None:
    system = platform.of(book.app)
    for place, mark in marks.items():
        cell = book.sheets[place.sheet].range((place.row, place.col))
        if mark.rgb:
            system.set_fill(cell, solid_fill(mark.rgb))
            cover_rules(cell, mark.rgb)
        put_note(cell, mark.note, system)


def _remove_marks(book: xw.Book, earlier: _Earlier) -> None:
    """A tint that is still ours gives way to the fill before it; our notes go."""
    system = platform.of(book.app)
    for place, mark in earlier.marks.items():
        cell = book.sheets[place.sheet].range((place.row, place.col))
        uncover_rules(cell)
        now = system.fill(cell)
        before = fill_of(shape_from_json(mark.fill)) if mark.rgb else None
        if before is not None and now is not None and is_solid(shape_of(now), mark.rgb):
            system.set_fill(cell, before)
        remove_note(cell, mark, system)


def _put_results(book: xw.Book, wanted: PutSheet, old: list[str]) -> list[str]:
    """Add the new sheet beside the old ones; what these are called now."""
    new = add_sheet(book, wanted, _UNFINISHED)
    if wanted.name in old:
        book.sheets[wanted.name].name = _OLD
    new.name = wanted.name
    return [_OLD if name == wanted.name else name for name in old]


def _go_back(book: xw.Book, earlier: _Earlier, own: str) -> None:
    """From whatever half of the work was done to the marks before it. ``own`` is what the new sheet is called."""
    _remove_marks(book, _earlier(book))
    _remove_marks(book, earlier)
    present = {sheet.name for sheet in book.sheets}
    made = {_UNFINISHED} if own in earlier.sheets and _OLD not in present else {_UNFINISHED, own}
    for name in made & present:
        book.sheets[name].delete()
    if _OLD in present:
        book.sheets[_OLD].name = own
    first = max((mark.number for mark in earlier.marks.values()), default=0) + 1
    kept = [name for name in earlier.sheets if name in {sheet.name for sheet in book.sheets}]
    _remember(book, earlier.marks, [OwnSheet(number, name) for number, name in enumerate(kept, first)])
    _apply(book, earlier.marks)
