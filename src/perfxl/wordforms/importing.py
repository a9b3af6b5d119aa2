"""``perfxl import``: the official forms of a Word document as a return in a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from perfxl.checking import Options
from perfxl.returns.model import Return
from perfxl.wordforms.book import Doubt, to_xlsx
from perfxl.wordforms.reading import WordForms, read_forms


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
    word = read_forms(data, options.recognise)
    if not word.pages:
        raise ImportRefusedError(
            f"文档中没有找到绩效表（有 {word.found.tables} 张其他表格）。请核对表的标题是否与下发的表样一致。"
        )
    ret = options.recognise(word.book).read(options.year)
    if ret is None:
        raise ImportRefusedError(
            "文档中的表格没有识别出任何绩效表。请核对表的标题和行名是否与下发的表样一致。"
        )
    return _imported(word, ret)


def _imported(word: WordForms, ret: Return) -> Imported:
    pages, found = word.pages, word.found
    forms = {form.sheet: form for form in ret.forms}
    names: dict[str, str] = {}
    for page in pages:
        form = forms.get(page.name)
        wanted = form.form.sheet if form is not None else "其他表格"
        per_project = form is not None and form.form.per_project
        names[page.name] = _free(wanted, set(names.values()), per_project)
    doubts = [doubt._replace(sheet=names[doubt.sheet]) for doubt in word.doubts]
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
