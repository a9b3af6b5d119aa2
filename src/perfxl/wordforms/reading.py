"""The forms of a Word document as a workbook that is audited like any other; each sheet is named after its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from perfxl.file_findings import IN_WORD, file_finding
from perfxl.finding import Finding
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.recognise import Recognition
from perfxl.wordforms.blocks import Block, Line, read_blocks
from perfxl.wordforms.book import Doubt, Page, book_of, page_of, to_xlsx
from perfxl.wordforms.forms import FormTable, Found, find_forms
from perfxl.workbook.model import Book

Recognise = Callable[[Book], Recognition]
"""Finds the forms of a workbook."""
_NAMED = 6
"""How many doubtful places a message names."""


class WordForms(Struct, frozen=True):
    """The forms of a document, each a page, and the lines of the document that stand above none of them."""

    found: Found
    pages: Sequence[Page]
    text: Sequence[str]

    @property
    def book(self) -> Book:
        """The pages as perfxl reads workbooks."""
        return book_of(self.pages)

    @property
    def doubts(self) -> list[Doubt]:
        """What may have been misread."""
        return [doubt for page in self.pages for doubt in page.doubts]

    def workbook(self) -> bytes:
        """The pages as the bytes of an .xlsx, under their own names."""
        return to_xlsx(self.pages, {page.name: page.name for page in self.pages})


def read_forms(data: bytes, recognise: Recognise) -> WordForms:
    """The forms in the bytes of a .docx, none if there are none. Raises ``Unreadable``."""
    blocks = read_blocks(data)
    form_sets = listed_form_sets()
    titles = {title for source in form_sets for names in source.titles.values() for title in names}

    def is_form(table: FormTable) -> bool:
        """Whether a table is a form by its labels, as on a sheet of a workbook."""
        return recognise(book_of([page_of("1", table)])).form_set is not None

    found = find_forms(blocks, sorted(titles), is_form)
    pages = [page_of(f"第{form.number}张表", form) for form in found.forms]
    return WordForms(found, pages, list(_text(blocks, found)))


def _text(blocks: Sequence[Block], found: Found) -> Iterator[str]:
    heads = {line for form in found.forms for line in form.head}
    return (block.text for block in blocks if isinstance(block, Line) and block.text not in heads)


def read_from_word(word: WordForms) -> Finding:
    """WJ-13: that the forms stand in a Word document, which tables are read, and what may have been misread."""
    doubts = word.doubts
    tables = "、".join(page.name for page in word.pages)
    message = f"这是 Word 文档，其中的绩效表（{tables}）各读成一张工作表审核，所说的单元格是工作表上的位置"
    if doubts:
        said = "；".join(f"{doubt.sheet} {doubt.cell} {doubt.what}" for doubt in doubts[:_NAMED])
        more = f"；等 {len(doubts)} 处" if len(doubts) > _NAMED else ""
        message += f"；有 {len(doubts)} 处可能读得不准：{said}{more}"
    return file_finding(IN_WORD, message)
