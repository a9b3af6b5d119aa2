"""What findings rest on and a user does not see: cells in hidden rows and on hidden sheets. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from perfxl.finding import Finding
from perfxl.workbook.model import Book

_NAMED = 4
"""How many hidden rows of a sheet a message names."""


def told_of_hidden(findings: list[Finding], book: Book) -> list[Finding]:
    """The findings, with hidden rows and sheets named in the messages of those whose cells are there.

    Hidden rows are audited as all others are: they are in the file, and in its sums.
    """
    rows = {sheet.name: sheet.hidden_rows for sheet in book.sheets if sheet.hidden_rows}
    sheets = {sheet.name for sheet in book.sheets if sheet.hidden}
    if not rows and not sheets:
        return findings
    return [_told(finding, "，".join(_said(finding, rows, sheets))) for finding in findings]


def _told(finding: Finding, note: str) -> Finding:
    if not note:
        return finding
    said = finding.message.removesuffix(finding.fix).removesuffix("。")
    return replace(finding, message=f"{said}（{note}）。{finding.fix}")


def _said(finding: Finding, rows: Mapping[str, Collection[int]], sheets: Collection[str]) -> Iterator[str]:
    """A clause for each sheet with hidden cells of a finding, its own sheet first."""
    places = (finding.place, *finding.related)
    for name in dict.fromkeys(place.sheet for place in places):
        if name in sheets:
            yield f"工作表“{name}”是隐藏的"
            continue
        hidden = {place.row for place in places if place.sheet == name} & set(rows.get(name, ()))
        if hidden:
            where = "" if name == finding.place.sheet else f"工作表“{name}”"
            named = "、".join(map(str, sorted(hidden)[:_NAMED]))
            more = f"等 {len(hidden)} 行" if len(hidden) > _NAMED else ""
            yield f"{where}第 {named} 行{more}是隐藏行"
