"""Random edits on random workbooks: what was edited reads back exactly, and nothing else changes."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbooks
from perfxl.workbook.edit import Edit, SetFill, SetNote, SetValue, apply_edits, clear_marks
from perfxl.workbook.edit.text import address

PLACES = st.tuples(st.integers(1, 12), st.integers(1, 6))
NUMBERS = st.decimals(-(10**9), 10**9, places=4)
# openpyxl does not undo the format's _x0041_ escapes, so no underscore here.
TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="_\ufffe\uffff"), max_size=20
)
VALUES = st.one_of(NUMBERS, TEXTS.filter(bool), st.booleans())
CELLS = st.dictionaries(PLACES, st.integers(0, 99), max_size=25)
COLOURS = st.sampled_from(["FFC7CE", "FFEB9C", "DDEBF7"])


def workbook(cells: dict[tuple[int, int], int], numbered: bool, prefix: str) -> bytes:
    """A workbook of these numbers, rows and cells with or without their addresses where that is possible."""
    rows = ""
    for row in range(1, 13):
        cols = sorted(col for at, col in cells if at == row)
        if not cols and numbered:
            continue
        inner = ""
        for position, col in enumerate(cols, 1):
            bare = not numbered and cols[:position] == list(range(1, position + 1))
            where = "" if bare else f' r="{address(row, col)}"'
            inner += f"<{{p}}c{where}><{{p}}v>{cells[row, col]}</{{p}}v></{{p}}c>"
        where = f' r="{row}"' if numbered else ""
        rows += f"<{{p}}row{where}>{inner}</{{p}}row>"
    return workbooks.bare(rows, prefix=prefix)


def read(data: bytes) -> dict[tuple[int, int], object]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
    found = (cell for row in sheet.iter_rows() for cell in row)
    return {(cell.row, cell.column): cell.value for cell in found if cell.value is not None}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS, st.dictionaries(PLACES, VALUES, max_size=12), st.booleans(), st.sampled_from(["", "x"]))
def test_values_read_back_and_others_stay(
    cells: dict[tuple[int, int], int],
    changes: dict[tuple[int, int], Decimal | str | bool],
    numbered: bool,
    prefix: str,
) -> None:
    data = workbook(cells, numbered, prefix)
    result = read(apply_edits(data, [SetValue("Sheet1", *place, value) for place, value in changes.items()]))
    expected: dict[tuple[int, int], object] = dict(cells)
    expected |= {
        place: float(value) if isinstance(value, Decimal) else value for place, value in changes.items()
    }
    assert result == expected


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    CELLS,
    st.dictionaries(PLACES, COLOURS, max_size=8),
    st.dictionaries(PLACES, TEXTS.filter(lambda text: bool(text.strip())), max_size=8),
    st.booleans(),
)
def test_marks_show_change_no_value_and_go_without_trace(
    cells: dict[tuple[int, int], int],
    fills: dict[tuple[int, int], str],
    notes: dict[tuple[int, int], str],
    numbered: bool,
) -> None:
    data = workbook(cells, numbered, "")
    edits: list[Edit] = [SetFill("Sheet1", *place, rgb) for place, rgb in fills.items()]
    edits += [SetNote("Sheet1", *place, text) for place, text in notes.items()]
    marked = apply_edits(data, edits)
    sheet = openpyxl.load_workbook(io.BytesIO(marked))["Sheet1"]
    assert read(marked) == cells
    assert all(sheet.cell(*place).fill.fgColor.rgb == "FF" + rgb for place, rgb in fills.items())
    found = {
        (cell.row, cell.column): cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert found == notes
    assert workbooks.parts(clear_marks(marked)) == workbooks.parts(data)
