"""Take away every mark of ours from a workbook."""

from __future__ import annotations

from perfxl.workbook.edit import ledger as ledgers
from perfxl.workbook.edit.book import find_sheet, remove_names
from perfxl.workbook.edit.cells import SheetCells
from perfxl.workbook.edit.ledger import Ledger, Mark
from perfxl.workbook.edit.notes import remove_notes
from perfxl.workbook.edit.package import Package
from perfxl.workbook.edit.spans import Patch, parse
from perfxl.workbook.edit.structure import discard_sheet
from perfxl.workbook.edit.styles import Styles, is_solid, shape_from_json
from perfxl.workbook.edit.tints import remove_rules


def clear_marks(data: bytes) -> bytes:
    """The workbook without the fills, notes and sheets that ``apply_edits`` added as marks.

    Where nothing was saved since, every part is again what it was, byte for byte. Where the workbook was
    changed and saved in between, marks are removed cell by cell, wherever their cells are now: a fill that is
    still ours gives way to the one before, what the unit changed stays. A workbook without marks is returned
    as it is. Raises ``EditRefused``.
    """
    package = Package(data)
    ledger = ledgers.load(package)
    if ledger is None:
        return data
    if not ledgers.restore(package, ledger):
        _remove_recognised(package, ledger)
    return package.save()


def _remove_recognised(package: Package, ledger: Ledger) -> None:
    now = ledgers.places(package)
    by_sheet: dict[str, dict[tuple[int, int], Mark]] = {}
    for mark in ledger.marks:
        place = now.get(mark.number, (mark.sheet, mark.row, mark.col))
        if place is not None:
            by_sheet.setdefault(place[0], {})[place[1], place[2]] = mark
    styles = Styles(package)
    for sheet, marks in by_sheet.items():
        entry = find_sheet(package, sheet)
        if entry is not None and entry.part and entry.kind == "worksheet":
            _clear_sheet(package, styles, entry.part, marks)
    styles.commit()
    own = [place[0] if (place := now.get(item.number)) else item.name for item in ledger.sheets]
    for name in [*own, ledgers.SHEET]:
        entry = find_sheet(package, name)
        if entry is not None:
            discard_sheet(package, entry)
    remove_names(package, ledgers.is_own_name)


def _clear_sheet(package: Package, styles: Styles, part: str, marks: dict[tuple[int, int], Mark]) -> None:
    cells = SheetCells(package.xml(part), marks)
    for (row, col), mark in marks.items():
        style = cells.style(row, col)
        if mark.rgb and is_solid(styles.fill_of(style), mark.rgb):
            cells.set_style(row, col, styles.find_variant(style, shape_from_json(mark.fill)))
    patch = cells.patch()
    remove_notes(
        package, part, cells.root, patch, lambda cell, author, text: _is_ours(marks, cell, author, text)
    )
    package.commit(part, patch)
    root = parse(package.xml(part), lambda node: node.name != "sheetData", text=True)
    rules = Patch(root.data)
    remove_rules(rules, root)
    package.commit(part, rules)


def _is_ours(marks: dict[tuple[int, int], Mark], cell: tuple[int, int], author: str, text: str) -> bool:
    """A note of ours: by our author, or word for word what we wrote on that cell."""
    mark = marks.get(cell)
    if mark is None or not mark.note:
        return False
    return author == mark.author or "".join(text.split()) == "".join(mark.note.split())
