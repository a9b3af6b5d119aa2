"""Apply edits to a workbook's bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfxl.workbook.edit import ledger as ledgers
from perfxl.workbook.edit.book import SheetEntry, recalculate_on_load, worksheet
from perfxl.workbook.edit.cells import SheetCells
from perfxl.workbook.edit.edits import (
    CopySheet,
    Edit,
    EditRefused,
    InsertRows,
    PutSheet,
    RemoveSheet,
    SetCached,
    SetFill,
    SetNote,
    SetValue,
)
from perfxl.workbook.edit.insertion import insert_rows
from perfxl.workbook.edit.ledger import Ledger, OwnSheet
from perfxl.workbook.edit.notes import Note, add_notes
from perfxl.workbook.edit.package import Journal, Package
from perfxl.workbook.edit.room import make_room
from perfxl.workbook.edit.structure import copy_sheet, put_sheet, remove_sheet
from perfxl.workbook.edit.styles import Styles, shows_percent, solid
from perfxl.workbook.edit.tints import show_tints

_Content = SetValue | SetCached
_CellMark = SetFill | SetNote


def apply_edits(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The workbook (.xlsx or .xlsm) with the edits made. Raises ``EditRefused``; then nothing was made.

    Values, results, inserted rows and sheets copied or removed come first, in their order; they are lasting.
    Then come the marks (fills, notes, sheets of ours), which ``clear_marks`` takes away again. Every part
    that no edit touches is copied as it is, and a touched sheet differs in the touched cells only. Several
    notes on one cell become one note.
    """
    if not edits:
        return data
    package = Package(data)
    _apply_content(package, [edit for edit in edits if not isinstance(edit, SetFill | SetNote | PutSheet)])
    cell_marks = [edit for edit in edits if isinstance(edit, SetFill | SetNote)]
    own_sheets = [edit for edit in edits if isinstance(edit, PutSheet)]
    if cell_marks or own_sheets:
        _apply_marks(package, cell_marks, own_sheets)
    return package.save()


def _apply_content(package: Package, edits: Iterable[Edit]) -> None:
    waiting: dict[str, list[_Content]] = {}
    values_set = False
    for edit in edits:
        match edit:
            case SetValue() | SetCached():
                waiting.setdefault(edit.sheet.casefold(), []).append(edit)
                values_set = values_set or isinstance(edit, SetValue)
            case CopySheet():
                _write_content(package, waiting)
                copy_sheet(package, edit)
            case RemoveSheet():
                _write_content(package, waiting)
                remove_sheet(package, edit)
            case InsertRows():
                _write_content(package, waiting)
                insert_rows(package, edit)
    _write_content(package, waiting)
    if values_set:
        recalculate_on_load(package)


def _write_content(package: Package, waiting: dict[str, list[_Content]]) -> None:
    for edits in waiting.values():
        part = worksheet(package, edits[0].sheet).part
        cells = SheetCells(package.xml(part), {(edit.row, edit.col) for edit in edits})
        in_full: dict[tuple[int, int], str] = {}
        for edit in edits:
            row, col = cells.target(edit.row, edit.col)
            if isinstance(edit, SetValue):
                if edit.in_full and isinstance(edit.value, str):
                    in_full[row, col] = edit.value
                in_percent = edit.fraction is not None and shows_percent(package, cells.style(row, col))
                cells.set_value(row, col, edit.fraction if in_percent else edit.value)
            else:
                cells.set_cached(row, col, edit.value)
        patch = cells.patch()
        if in_full:
            make_room(package, cells, patch, in_full)
        package.commit(part, patch)
    waiting.clear()


def _apply_marks(package: Package, cell_marks: list[_CellMark], own_sheets: list[PutSheet]) -> None:
    package.journal = Journal({}, [])
    ledger = ledgers.load(package) or Ledger()
    by_sheet: dict[str, list[_CellMark]] = {}
    for edit in cell_marks:
        by_sheet.setdefault(edit.sheet.casefold(), []).append(edit)
    styles = Styles(package)
    for edits in by_sheet.values():
        _mark_sheet(package, styles, ledger, worksheet(package, edits[0].sheet), edits)
    styles.commit()
    for own in own_sheets:
        _put_own_sheet(package, ledger, own)
    ledgers.open_sheet(package, ledger)
    ledgers.close(package, ledger)


def _mark_sheet(
    package: Package, styles: Styles, ledger: Ledger, entry: SheetEntry, edits: list[_CellMark]
) -> None:
    cells = SheetCells(package.xml(entry.part), {(edit.row, edit.col) for edit in edits})
    fills: dict[tuple[int, int], str] = {}
    notes: dict[tuple[int, int], Note] = {}
    for edit in edits:
        cell = cells.target(edit.row, edit.col)
        if isinstance(edit, SetFill):
            fills[cell] = edit.rgb.upper()
        else:
            earlier = notes.get(cell)
            text = f"{earlier.text}\n{edit.text}" if earlier else edit.text
            notes[cell] = Note(text, edit.author)
    for (row, col), rgb in fills.items():
        style = cells.style(row, col)
        mark = ledger.mark(entry.name, row, col)
        if not mark.rgb:
            mark.fill = styles.fill_of(style)
        mark.rgb = rgb
        cells.set_style(row, col, styles.with_fill(style, solid(rgb)))
    for (row, col), note in notes.items():
        mark = ledger.mark(entry.name, row, col)
        mark.note, mark.author = note.text, note.author
    patch = cells.patch()
    show_tints(patch, cells.root, styles, fills)
    if notes:
        add_notes(package, entry.part, cells.root, patch, notes)
    package.commit(entry.part, patch)


def _put_own_sheet(package: Package, ledger: Ledger, edit: PutSheet) -> None:
    now = ledgers.places(package)
    for known in ledger.sheets:
        place = now.get(known.number)
        known.name = place[0] if place else known.name
    put_sheet(package, edit, {known.name for known in ledger.sheets})
    if not any(known.name.casefold() == edit.name.casefold() for known in ledger.sheets):
        ledger.sheets.append(OwnSheet(ledger.next_number(), edit.name))


__all__ = ["EditRefused", "apply_edits"]
