"""The forms of a right return as a Word document, as a unit types them; see :mod:`made`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.build_returns.word_forms import cell, packed, paragraph, table

import made

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(
    *forms: str, before: tuple[str, ...] = (), changes: Mapping[tuple[str, int, int], Any] | None = None
) -> bytes:
    """A document with those forms behind paragraphs; ``changes`` are by form, row and column, both from 0."""
    blocks = list(map(paragraph, before))
    for form in forms:
        rows = [list(row) for row in made.sheets()[form]]
        for (where, row, column), content in (changes or {}).items():
            if where == form:
                rows[row][column] = content
        title = next(at for at, row in enumerate(rows) if str(row[0]).endswith("表"))
        width = max(map(len, rows))
        lines = [[*row, *[None] * (width - len(row))] for row in rows[title + 1 :]]
        cells = ["".join(cell("" if text is None else str(text)) for text in line) for line in lines]
        blocks += [paragraph(str(rows[title][0])), table(cells, [900] * width)]
    return packed(f'<w:document xmlns:w="{_W}"><w:body>{"".join(blocks)}<w:p/></w:body></w:document>')
