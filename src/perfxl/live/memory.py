"""What is remembered in the workbook itself, so that it outlives saving and reopening.

One sheet that users do not see holds two texts: in column A the ledger of marks, exactly as
``perfxl.workbook.edit`` keeps it in files, so that marks made here can be cleared there and the other way round; in
column B the journal of the last fill. Where the cells they speak of are now, after rows were inserted or sheets
renamed, hidden defined names tell.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from math import ceil

import xlwings as xw

from perfxl.finding import Place
from perfxl.live import LiveError, platform, state
from perfxl.live.raw import rows_of
from perfxl.workbook.edit import ledger as ledgers
from perfxl.workbook.edit.edits import EditRefused
from perfxl.workbook.edit.ledger import HEAD, Layer, Ledger
from perfxl.workbook.edit.text import parse_address, quoted

FIRST_OF_JOURNAL = 500_000_000
"""The names that follow the cells of the journal are numbered from here, those of the ledger from 1."""
LEDGER_COLUMN, JOURNAL_COLUMN = 1, 2
JOURNAL_HEAD = "perfxl-fill 1"
_CHUNK = 8_000
"""Excel takes longer texts one by one, but not in a block of cells."""
_NAME = re.compile(r"_perfxl_m(\d{1,9})")
# A file's ledger may be undone byte by byte as long as its digests hold. One that was written here must be undone
# mark by mark, so it has a digest that never holds.
_NEVER = Layer({"xl/workbook.xml": ("", [])}, [])


def sheet_of(book: xw.Book) -> xw.Sheet | None:
    """The hidden sheet, if the workbook has it."""
    return next((sheet for sheet in book.sheets if sheet.name == ledgers.SHEET), None)


def load_ledger(book: xw.Book) -> Ledger | None:
    """The ledger of marks; None where there is none. Raises LiveError for one that is not whole."""
    if sheet_of(book) is None:
        return None
    lines = _lines(book, LEDGER_COLUMN)
    if not lines or lines[0] != HEAD:
        raise LiveError(f"工作簿里有一张名为“{ledgers.SHEET}”的工作表，内容不是审核标记的记录")
    try:
        return ledgers.decode("".join(lines[1:]))
    except EditRefused as refused:
        raise LiveError(str(refused)) from refused


def save_ledger(book: xw.Book, ledger: Ledger | None) -> None:
    """Remember the ledger; None forgets it, and the sheet goes where nothing else is on it."""
    journal = _lines(book, JOURNAL_COLUMN)
    if ledger is None and not journal:
        _forget(book)
    else:
        _write(book, LEDGER_COLUMN, _ledger_lines(ledger or Ledger()))


def load_journal(book: xw.Book) -> str:
    """The journal of the last fill, "" where there is none."""
    lines = _lines(book, JOURNAL_COLUMN)
    return "".join(lines[1:]) if lines and lines[0] == JOURNAL_HEAD else ""


def save_journal(book: xw.Book, text: str) -> None:
    """Remember the journal; "" forgets it, and the sheet goes where nothing else is on it."""
    ledger = load_ledger(book)
    if text:
        if ledger is None:
            _write(book, LEDGER_COLUMN, _ledger_lines(Ledger()))
        _write(book, JOURNAL_COLUMN, [JOURNAL_HEAD, *_chunks(text)])
    elif ledger is None or not (ledger.marks or ledger.sheets):
        _forget(book)
    else:
        _write(book, JOURNAL_COLUMN, [])


def _ledger_lines(ledger: Ledger) -> list[str]:
    return [HEAD, *_chunks(ledgers.encode(Ledger(ledger.marks, ledger.sheets, [_NEVER])))]


def _chunks(text: str) -> list[str]:
    """Pieces of about the same length, so that none is so short that it looks like a number."""
    size = ceil(len(text) / ceil(len(text) / _CHUNK))
    return [text[at : at + size] for at in range(0, len(text), size)]


def _lines(book: xw.Book, column: int) -> list[str]:
    sheet = sheet_of(book)
    if sheet is None:
        return []
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    cells = sheet.range((1, column), (last, column))
    values = [row[0] for row in rows_of(cells.raw_value, (last, 1))]
    return [value for value in values if isinstance(value, str) and value]


def _write(book: xw.Book, column: int, lines: list[str]) -> None:
    sheet = sheet_of(book) or _new_sheet(book)
    used = sheet.used_range
    height = max(used.row + used.shape[0] - 1, len(lines))
    cells = sheet.range((1, column), (height, column))
    cells.number_format = "@"  # or a piece that begins with "+" would become a formula
    cells.value = [[line] for line in lines] + [[None]] * (height - len(lines))


def _new_sheet(book: xw.Book) -> xw.Sheet:
    with state.same_view(book):
        sheet = book.sheets.add(name=ledgers.SHEET, after=book.sheets[-1])
    platform.of(book.app).hide_deeply(sheet)
    return sheet


def _forget(book: xw.Book) -> None:
    sheet = sheet_of(book)
    if sheet is not None:
        sheet.delete()


def pin(book: xw.Book, places: Mapping[int, Place], numbers: range) -> None:
    """Let hidden names follow the cells, by number, and no other names of these ``numbers`` be there."""
    system = platform.of(book.app)
    known = {}
    for name, number in _names(book):
        if number in numbers:
            known[number] = _place(name)
            if known[number] != places.get(number):
                name.delete()
    for number, place in places.items():
        if known.get(number) != place:
            where = book.sheets[place.sheet].range((place.row, place.col)).address
            system.hide_name(book.names.add(f"_perfxl_m{number}", f"={quoted(place.sheet)}!{where}"))


def pinned(book: xw.Book) -> dict[int, Place | None]:
    """Where each pinned cell is now, by number; None where it was deleted."""
    return {number: _place(name) for name, number in _names(book)}


def _names(book: xw.Book) -> list[tuple[xw.Name, int]]:
    """Our defined names with their numbers."""
    matches = ((name, _NAME.fullmatch(name.name)) for name in book.names)
    return [(name, int(match[1])) for name, match in matches if match]


def _place(name: xw.Name) -> Place | None:
    # xlwings and the programs behind it have no common error for a name that leads nowhere.
    with contextlib.suppress(Exception):
        text = str(name.refers_to).removeprefix("=")
        sheet, _, reference = text.rpartition("!")
        if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
            sheet = sheet[1:-1].replace("''", "'")
        cell = parse_address(reference.partition(":")[0])
        if cell and sheet and "#REF" not in sheet:
            return Place(sheet, *cell)
    return None
