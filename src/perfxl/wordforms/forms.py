"""Which tables of a document are which form: titles begin a form, a table without title goes on with the last one.

A table under a title that no form set has may be one all the same, by its labels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from perfxl.formset.labels import normal
from perfxl.wordforms.blocks import Block, Line
from perfxl.wordforms.grid import Grid, GridCell, grid_of

_LONGEST_TITLE = 40
_TITLE_ROWS = 3
_TAIL_LINES = 6
_FEWEST_ROWS = 8
"""A table of fewer rows is no whole form."""
_NAMES_A_TABLE = re.compile(r"表\s*(?:[(（][^()（）]*[)）])?\s*$")
_ATTACHMENT = re.compile(r"^\s*附[件表]\s*[0-9一二三四五六七八九十\-—－]*\s*[:：]?\s*$")
_CONTINUED = re.compile(r"^[\s(（]*(续表?|接上[页表])[\s)）]*$")
REPEATED = "表格跨页分成几段，已接在一起，去掉了重复的表头"
APPENDED = "表格跨页分成几段，已接在一起"


class FormTable(Struct):
    """A form as the document has it: lines above, the table, lines below; and what was done to bring it together.

    ``number`` counts the tables of the document, forms or none, from 1.
    """

    head: list[str]
    grid: Grid
    number: int
    tail: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


class Found(Struct):
    """The forms of a document, and how much of it is none: paragraphs of text, other tables."""

    forms: list[FormTable]
    paragraphs: int = 0
    tables: int = 0


IsForm = Callable[[FormTable], bool]
"""Says of a table under an unknown title whether it has the labels of a form."""


def find_forms(
    blocks: Sequence[Block], titles: Sequence[str], is_form: IsForm = lambda table: False
) -> Found:
    """Part a document into forms. ``titles`` are the titles of all known forms in normal form."""
    endings = tuple(titles)
    found = Found([])
    lines: list[str] = []
    number = 0
    for block in blocks:
        if isinstance(block, Line):
            if block.text.strip():
                lines.append(block.text)
            continue
        number += 1
        _place(found, lines, FormTable([], grid_of(block), number), endings, is_form)
        lines = []
    _close(found, lines)
    return found


def _place(
    found: Found, lines: list[str], table: FormTable, endings: tuple[str, ...], is_form: IsForm
) -> None:
    grid = table.grid
    at = next((number for number in reversed(range(len(lines))) if _is_title(lines[number], endings)), None)
    if at is not None:
        while at > 0 and _ATTACHMENT.match(lines[at - 1]):
            at -= 1
        _close(found, lines[:at])
        found.forms.append(replace(table, head=lines[at:]))
    elif any(_is_title(cell.text, endings) for cell in grid.cells if cell.row < _TITLE_ROWS):
        _close(found, lines)
        found.forms.append(table)
    elif found.forms and _goes_on(found.forms[-1], lines, grid):
        _append(found.forms[-1], grid)
    elif grid.height >= _FEWEST_ROWS and is_form(form := replace(table, head=_heading(lines))):
        _close(found, lines[: len(lines) - len(form.head)])
        found.forms.append(form)
    else:
        _close(found, lines)
        found.tables += 1


def _heading(lines: Sequence[str]) -> list[str]:
    """The lines above a table from the last one on that reads like a table's title."""
    short = (
        at for at, line in enumerate(lines) if len(line) <= _LONGEST_TITLE and _NAMES_A_TABLE.search(line)
    )
    return list(lines[max(short, default=len(lines)) :])


def _is_title(text: str, endings: tuple[str, ...]) -> bool:
    return len(text) <= _LONGEST_TITLE and normal(text).endswith(endings)


def _close(found: Found, lines: Sequence[str]) -> None:
    """Lines after a form: the first ones are its foot, the rest is text that is no form."""
    last = found.forms[-1] if found.forms else None
    room = _TAIL_LINES - len(last.tail) if last is not None else 0
    if last is not None:
        last.tail += lines[:room]
    found.paragraphs += len(lines[room:])


def _goes_on(form: FormTable, lines: Sequence[str], grid: Grid) -> bool:
    """Whether a table without title is the rest of the form before: nothing between, and as many columns."""
    return all(_CONTINUED.match(line) for line in lines) and len(grid.widths) == len(form.grid.widths)


def _append(form: FormTable, grid: Grid) -> None:
    """Put the rows of a table below the form's own, without the rows that repeat its head."""
    whole = form.grid
    known = {whole.row(number) for number in range(whole.height)}
    skipped = 0
    while skipped < grid.height and any(grid.row(skipped)) and grid.row(skipped) in known:
        skipped += 1
    for cell in grid.cells:
        if cell.row >= skipped:
            row = cell.row - skipped + whole.height
            whole.cells.append(GridCell(row, cell.column, cell.rows, cell.columns, cell.text, cell.doubts))
    whole.height += grid.height - skipped
    form.doubts.append(REPEATED if skipped else APPENDED)
