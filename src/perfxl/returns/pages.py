"""Rows where a table goes on, on another page: its header once more, or a line that says so (``（续表）``)."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.formset.labels import compact
from perfxl.patterns import pattern
from perfxl.returns.header import Header
from perfxl.returns.region import LONGEST_LABEL, Region, Text
from perfxl.workbook.model import Cell, Kind

_GOES_ON = pattern(
    r".*\(续[^()]*\)|.*续表[\d一二三四五六七八九十]*|\(?[承接转][上下][页表]\)?"
    r"|[-—]*第?[\d一二三四五六七八九十]+页(?:.?共[\d一二三四五六七八九十]+页)?[-—]*|[-—]+\d+[-—]+"
)

_MAY_GO_ON = frozenset("续页表-—")
"""A quick look: a text without any of these does not go on."""


def between_pages(header: Header, region: Region) -> set[int]:
    """The rows below a header that hold nothing of its table: they repeat one of its lines, or say that it goes on."""
    lines = [
        {(text.key, text.cell.col) for text in texts}
        for row, texts in region.texts.items()
        if header.row <= row <= header.bottom
    ]
    keys = {key for line in lines for key, _ in line}
    continued = _continued(region)
    return {
        row
        for row, texts in region.texts.items()
        if row > header.bottom
        and ((not keys.isdisjoint(region.keys_by_row[row]) and _repeats(texts, lines)) or row in continued)
    }


def _continued(region: Region) -> set[int]:
    """The rows of a region that say that a table goes on, sought once for all its tables."""
    if region.continued is None:
        region.continued = {row for row in region.texts if _goes_on(region.rows[row])}
    return region.continued


def _repeats(texts: Sequence[Text], lines: Sequence[set[tuple[str, int]]]) -> bool:
    known = {(text.key, text.cell.col) for text in texts}
    return any(len(line & known) * 2 > len(line) for line in lines)


def _goes_on(cells: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but a short text that says so; most rows hold more."""
    only: Cell | None = None
    for cell in cells:
        if cell.text.strip():
            if only is not None:
                return False
            only = cell
    if only is None or only.kind is not Kind.TEXT or len(only.text) > LONGEST_LABEL:
        return False
    said = compact(only.text)
    return not _MAY_GO_ON.isdisjoint(said) and _GOES_ON.fullmatch(said) is not None
