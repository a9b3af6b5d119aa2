"""A Word document as an outline of headings, paragraphs and tables, for the other formats of the same document."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"Heading (\d)")
_OPEN_STYLE = "待填"


class Piece(Struct, frozen=True):
    """A piece of a paragraph; ``open`` is to be filled in by hand."""

    text: str
    open: bool = False


class Block(Struct, frozen=True):
    """``title``, ``heading`` (of a ``level``), ``paragraph`` (with its ``side``) or ``table`` (rows of texts).

    ``new_page`` is a heading that begins a page.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    side: str = ""
    new_page: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The whole text of a heading or paragraph."""
        return "".join(piece.text for piece in self.pieces)


def outline(document: bytes) -> list[Block]:
    """The blocks of a document in their order; empty paragraphs are left out."""
    from docx import Document
    from docx.table import Table

    blocks: list[Block] = []
    for item in Document(io.BytesIO(document)).iter_inner_content():
        if isinstance(item, Table):
            rows = tuple(tuple(cell.text for cell in row.cells) for row in item.rows)
            blocks.append(Block("table", rows=rows))
        elif item.text.strip():
            blocks.append(_paragraph(item))
    return blocks


def _paragraph(paragraph: Paragraph) -> Block:
    name = paragraph.style.name or "" if paragraph.style is not None else ""
    pieces = tuple(_pieces(paragraph))
    if name == "Title":  # where its lines break is for paper
        return Block("title", tuple(Piece(piece.text.replace("\n", ""), piece.open) for piece in pieces))
    heading = _HEADING.fullmatch(name)
    if heading:
        new_page = bool(paragraph.paragraph_format.page_break_before)
        return Block("heading", pieces, level=int(heading[1]), new_page=new_page)
    side = {1: "centre", 2: "right"}.get(_number(paragraph.alignment), "")
    return Block("paragraph", pieces, side=side)


def _number(alignment: Any) -> int:
    return -1 if alignment is None else int(alignment)


def _pieces(paragraph: Paragraph) -> Iterator[Piece]:
    for run in paragraph.runs:
        if run.text:
            style = run.style.name if run.style is not None else ""
            yield Piece(run.text, style == _OPEN_STYLE)
