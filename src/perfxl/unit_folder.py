"""The workbooks of a folder, and forms in Word, as one return, for units that send each form in a file of its own. The edge for folders."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from perfxl.checking import (
    WORD,
    WORKBOOKS,
    Opened,
    Options,
    bytes_of,
    is_temporary,
    open_book,
    open_file,
)
from perfxl.file_findings import IN_WORD, of_folder, unreadable
from perfxl.finding import Place
from perfxl.folder_twins import Part, each_once
from perfxl.results_sheet import is_marked, take_results
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Book, Unreadable
from perfxl.workbook.read import read_book

MOST_WORKBOOKS = 60
"""A folder with more is not what one unit returns; nor are more Word documents looked at."""


def workbooks_of(folder: Path) -> list[Path]:
    """The workbooks that lie in a folder itself, by name. Raises OSError."""
    return _lying_in(folder, WORKBOOKS)


def _returned(folder: Path) -> list[Path]:
    """The workbooks in a folder, and the Word documents, of which some may hold forms. Raises OSError."""
    words = _lying_in(folder, {WORD})
    return [*workbooks_of(folder)[:MOST_WORKBOOKS], *words[:MOST_WORKBOOKS]]


def _lying_in(folder: Path, endings: Collection[str]) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in endings and not is_temporary(path.name) and not path.is_dir()
    )


def open_folder(folder: Path, options: Options = Options()) -> Opened:
    """Read the forms of all workbooks of a folder as one return, and those in its Word documents.

    Its sheets are named after their files too (``附件2.xlsx/Sheet1``). A workbook that cannot be read is a finding;
    the others are read all the same. What a unit explained in one of them counts there and for the folder as a whole.
    A form that stands there twice counts once, see :mod:`perfxl.folder_twins`.
    """
    read = [_read(path, options) for path in _returned(folder)]
    sha256 = _joined((one.name, one.sha256) for one in read if one.sha256)
    found, doubled = each_once(
        [one for one in read if one.book or one.problem],
        lambda parts: options.recognise(_whole(parts)).read(options.year),
    )
    files = {one.name: one.sha256 if one.book else "" for one in found}
    problems = [one.problem for one in found if one.problem]
    books = [one for one in found if one.book]
    if not books:
        nothing = problems or [unreadable("文件夹里没有工作簿")]
        return Opened(str(folder), sha256, None, nothing, files=files)
    file = open_book(_whole(books), str(folder), sha256, options)
    said = [*problems, *doubled, *(told for one in books for told in one.said)]
    return replace(
        file,
        findings=[*said, *map(of_folder, file.findings)],
        # of what two files explain, the first one counts, as of two sheets in one
        explanations={code: said for one in reversed(found) for code, said in one.explanations.items()},
        own_explanations={
            sheet.name: one.explanations for one in found if one.book for sheet in one.book.sheets
        },
        files=files,
    )


def _read(path: Path, options: Options) -> Part:
    if path.suffix.lower() == WORD:
        return _read_word(path, options)
    sha256 = ""
    try:
        data = bytes_of(path)
        sha256 = hashlib.sha256(data).hexdigest()
        book = read_book(opened(data, options.password))
    except Unreadable as error:
        return Part(path.name, sha256, problem=unreadable(f"{path.name}：{error}", Place(path.name)))
    marked = is_marked(book)
    explanations = take_results(book)
    of_word = marked and path.name.lower().endswith(f"{WORD}.xlsx")
    return Part(path.name, sha256, _named_after(path, book), explanations, marked=marked, word=of_word)


def _read_word(path: Path, options: Options) -> Part:
    """The forms in a Word document. One without forms, or that cannot be read, is none of the return's files."""
    from perfxl.words.attach import tells

    file = open_file(path, options)
    if file.ret is None or file.book is None:
        return Part(path.name, file.sha256)
    in_word = [
        replace(told, message=f"{path.name}：{told.message}", place=Place(path.name))
        for told in file.findings
        if told.rule == IN_WORD
    ]
    book = _named_after(path, file.book)
    return Part(path.name, file.sha256, book, word=True, tells=tells(file), said=in_word)


def _named_after(path: Path, book: Book) -> Book:
    """The book with its sheets named after the file too."""
    return replace(
        book, sheets=[replace(sheet, name=sheet_in(path.name, sheet.name)) for sheet in book.sheets]
    )


def _whole(parts: Sequence[Part]) -> Book:
    books = [one.book for one in parts if one.book]
    return Book(
        [sheet for book in books for sheet in book.sheets],
        books[0].format,
        macros=any(book.macros for book in books),
        external_links=sum(book.external_links for book in books),
    )


def sheet_in(name: str, sheet: str) -> str:
    """What a sheet of one of the workbooks is called in the return."""
    return f"{name}/{sheet}"


def file_and_sheet(called: str) -> tuple[str, str]:
    """The workbook that a sheet of the return stands in, and what it is called there; "" both for no such sheet."""
    name, _, sheet = called.partition("/")
    return (name, sheet) if sheet else ("", "")


def folder_hash(folder: Path) -> str:
    """The SHA-256 that stands for a folder's files, as open_folder gives it. Raises OSError."""
    hashes = []
    for path in _returned(folder):
        with suppress(Unreadable):
            hashes.append((path.name, hashlib.sha256(bytes_of(path)).hexdigest()))
    return _joined(hashes)


def _joined(hashes: Iterable[tuple[str, str]]) -> str:
    """One hash of names and hashes."""
    text = "".join(f"{name}\0{sha256}\n" for name, sha256 in hashes)
    return hashlib.sha256(text.encode()).hexdigest()
