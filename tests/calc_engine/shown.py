"""What a user sees of cells: their fills as LibreOffice shows them, conditional formats included.

UNO tells only a cell's own fill. LibreOffice's HTML export writes the one that is shown.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import xlwings as xw

from calc_engine.addresses import col_name
from calc_engine.office import properties, url

Fills = dict[str, str]
"""Cell address (first cell of a merge) to "RRGGBB"; cells without a fill are left out."""

_TAG = re.compile(r"<(tr|td)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="?([^"\s]+)')


def shown_fills(book: xw.Book) -> dict[str, Fills]:
    """The fills that are shown, by sheet. Every sheet must begin in A1: the export leaves out what is empty before."""
    for sheet in book.impl.sheets:
        if sheet.used_range.corner != (1, 1):
            raise ValueError(f"{sheet.name} does not begin in A1")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "book.html")
        book.api.storeToURL(url(page), properties(FilterName="HTML (StarCalc)"))
        tables = page.read_text(encoding="utf-8").split("<table")[1:]
    return dict(zip(book.api.Sheets.ElementNames, map(_fills, tables), strict=True))


def _fills(table: str) -> Fills:
    """The fills of the cells of a table; cells that span others take their places."""
    fills: Fills = {}
    taken: set[tuple[int, int]] = set()
    row = column = 0
    for tag, text in _TAG.findall(table):
        if tag == "tr":
            row, column = row + 1, 0
            continue
        column += 1
        while (row, column) in taken:
            column += 1
        attributes = dict(_ATTRIBUTE.findall(text))
        rows = range(row, row + int(attributes.get("rowspan", 1)))
        columns = range(column, column + int(attributes.get("colspan", 1)))
        taken.update((r, c) for r in rows for c in columns)
        if "bgcolor" in attributes:
            fills[f"{col_name(column)}{row}"] = attributes["bgcolor"].removeprefix("#").upper()
    return fills
