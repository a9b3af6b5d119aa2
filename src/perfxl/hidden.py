"""What findings rest on and a user does not see: cells in hidden rows and columns and on hidden sheets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from perfxl.finding import Finding
from perfxl.workbook.model import Book, Sheet, column_letters

_NAMED = 4
"""How many hidden rows of a sheet a message names, and how many columns."""


def told_of_hidden(findings: list[Finding], book: Book) -> list[Finding]:
    """The findings, with hidden rows, columns and sheets named in the messages of those whose cells are there.

    Hidden cells are audited as all others are: they are in the file, and in its sums.
    """
    sheets = {
        sheet.name: sheet
        for sheet in book.sheets
        if sheet.hidden or sheet.hidden_rows or sheet.hidden_columns
    }
    if not sheets:
        return findings
    return [_told(finding, "，".join(_said(finding, sheets))) for finding in findings]


def _told(finding: Finding, note: str) -> Finding:
    if not note:
        return finding
    said = finding.message.removesuffix(finding.fix).removesuffix("。")
    return replace(finding, message=f"{said}（{note}）。{finding.fix}")


def _said(finding: Finding, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    """A clause for each sheet with hidden cells of a finding, its own sheet first."""
    places = (finding.place, *finding.related)
    for name in dict.fromkeys(place.sheet for place in places):
        sheet = sheets.get(name)
        if sheet is None:
            continue
        if sheet.hidden:
            yield f"工作表“{name}”是隐藏的"
            continue
        here = [place for place in places if place.sheet == name]
        rows = sorted({place.row for place in here} & sheet.hidden_rows)
        columns = sorted({place.col for place in here} & sheet.hidden_columns)
        lines = [f"第 {_named(map(str, rows), '行')}"] if rows else []
        lines += [_named(map(column_letters, columns), "列")] if columns else []
        if lines:
            yield ("" if name == finding.place.sheet else f"工作表“{name}”") + "，".join(lines)


def _named(names: Iterable[str], line: str) -> str:
    """The hidden rows or columns (``line``) by name: ``20、21 行是隐藏行``."""
    every = list(names)
    more = f"等 {len(every)} {line}" if len(every) > _NAMED else ""
    return f"{'、'.join(every[:_NAMED])} {line}{more}是隐藏{line}"
