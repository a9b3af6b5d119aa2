"""``perfxl import``: the official forms of a Word document as a return in a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from perfxl.checking import Options
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.model import Return
from perfxl.wordforms.blocks import read_blocks
from perfxl.wordforms.book import Doubt, Page, book_of, page_of, to_xlsx
from perfxl.wordforms.forms import FormTable, Found, find_forms


class ImportRefusedError(Exception):
    """A document from which no form can be taken; ``str()`` is Chinese."""


class Imported(Struct, frozen=True):
    """The workbook, its forms by sheet, what may have been misread, and how much was left behind as no form."""

    workbook: bytes
    sheets: Sequence[tuple[str, str]]
    """Each sheet's name and the form on it ("" for a table that is no known form)."""
    doubts: Sequence[Doubt]
    paragraphs: int
    tables: int


def import_document(data: bytes, options: Options) -> Imported:
    """Take the forms out of a .docx. Raises ``Unreadable`` and ImportRefusedError."""
    form_sets = listed_form_sets()
    titles = {title for source in form_sets for names in source.titles.values() for title in names}
    found = find_forms(read_blocks(data), sorted(titles), lambda table: _recognised(table, options))
    if not found.forms:
        raise ImportRefusedError(
            f"文档中没有找到绩效表（有 {found.tables} 张其他表格）。请核对表的标题是否与下发的表样一致。"
        )
    pages = [page_of(str(number), form) for number, form in enumerate(found.forms, 1)]
    ret = options.recognise(book_of(pages)).read(options.year)
    if ret is None:
        raise ImportRefusedError(
            "文档中的表格没有识别出任何绩效表。请核对表的标题和行名是否与下发的表样一致。"
        )
    return _imported(pages, ret, found)


def _recognised(table: FormTable, options: Options) -> bool:
    """Whether a table is a form by its labels, as on a sheet of a workbook."""
    return options.recognise(book_of([page_of("1", table)])).form_set is not None


def _imported(pages: Sequence[Page], ret: Return, found: Found) -> Imported:
    forms = {form.sheet: form for form in ret.forms}
    names: dict[str, str] = {}
    for page in pages:
        form = forms.get(page.name)
        wanted = form.form.sheet if form is not None else "其他表格"
        per_project = form is not None and form.form.per_project
        names[page.name] = _free(wanted, set(names.values()), per_project)
    doubts = [doubt._replace(sheet=names[doubt.sheet]) for page in pages for doubt in page.doubts]
    sheets = [(names[page.name], forms[page.name].name if page.name in forms else "") for page in pages]
    return Imported(to_xlsx(pages, names), sheets, doubts, found.paragraphs, found.tables)


def _free(wanted: str, taken: set[str], numbered: bool) -> str:
    """A sheet name that is not taken; the forms of projects are numbered from 1."""
    number = 1
    name = f"{wanted}-1" if numbered else wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
