"""Notes of ours on cells of the open workbook: alone, or behind what the user wrote there."""

from __future__ import annotations

import xlwings as xw

from perfxl.live.platform import Platform
from perfxl.workbook.edit.ledger import Mark
from perfxl.workbook.edit.notes import SEPARATOR

_LINE_CHARACTERS = 18
_FEWEST_LINES, _MOST_LINES = 4, 30
_OURS = SEPARATOR.strip()


def put_note(cell: xw.Range, text: str, system: Platform) -> None:
    """Attach the text. A cell with a conversation gets none: its finding stands in 审核结果."""
    if system.discussed(cell):
        return
    if cell.note is not None:
        system.append_note(cell, SEPARATOR + text)
        return
    cell.add_note(text)
    lines = sum(len(line) // _LINE_CHARACTERS + 1 for line in text.split("\n"))
    system.size_note(cell, min(max(lines, _FEWEST_LINES), _MOST_LINES))


def remove_note(cell: xw.Range, mark: Mark, system: Platform) -> None:
    """Take away what was attached for the mark; a note that the user wrote or rewrote stays."""
    if not mark.note:
        return
    if system.discussed(cell):
        system.drop_replies(cell, mark.note)
        return
    note = cell.note
    if note is None:
        return
    text = note.text
    if _OURS in text:
        system.cut_note(cell, len(text.partition(_OURS)[0].removesuffix("\n")))
    elif note.author == mark.author or "".join(text.split()) == "".join(mark.note.split()):
        note.delete()
