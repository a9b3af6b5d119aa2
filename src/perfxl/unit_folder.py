"""The workbooks of a folder as one return, for units that send each form in a file of its own. The edge for folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from perfxl.checking import WORKBOOKS, Opened, Options, bytes_of, open_book
from perfxl.file_findings import of_folder, unreadable
from perfxl.finding import Finding, Place
from perfxl.results_sheet import take_results
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Book, Unreadable
from perfxl.workbook.read import read_book

MOST_WORKBOOKS = 60
"""A folder with more is not what one unit returns."""


def workbooks_of(folder: Path) -> list[Path]:
    """The workbooks that lie in a folder itself, by name. Raises OSError."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in WORKBOOKS and not path.name.startswith((".", "~$")) and path.is_file()
    )


class _Workbook(Struct, frozen=True):
    """One workbook of a folder: what it holds and the explanations in it, or the ``problem`` of reading it.

    ``sha256`` is "" where not even its bytes could be had; its sheets are named after it.
    """

    name: str
    sha256: str
    book: Book | None = None
    explanations: Mapping[str, str] = {}
    problem: Finding | None = None


def open_folder(folder: Path, options: Options = Options()) -> Opened:
    """Read the forms of all workbooks of a folder as one return.

    Its sheets are named after their files too (``附件2.xlsx/Sheet1``). A workbook that cannot be read is a finding;
    the others are read all the same. What a unit explained in one of them counts there and for the folder as a whole.
    """
    found = [_read(path, options.password) for path in workbooks_of(folder)[:MOST_WORKBOOKS]]
    sha256 = _joined((one.name, one.sha256) for one in found if one.sha256)
    files = {one.name: one.sha256 if one.book else "" for one in found}
    problems = [one.problem for one in found if one.problem]
    books = [one.book for one in found if one.book]
    if not books:
        nothing = problems or [unreadable("文件夹里没有工作簿")]
        return Opened(str(folder), sha256, None, nothing, files=files)
    file = open_book(_whole(books), str(folder), sha256, options)
    return replace(
        file,
        findings=[*problems, *map(of_folder, file.findings)],
        # of what two files explain, the first one counts, as of two sheets in one
        explanations={code: said for one in reversed(found) for code, said in one.explanations.items()},
        own_explanations={
            sheet.name: one.explanations for one in found if one.book for sheet in one.book.sheets
        },
        files=files,
    )


def _read(path: Path, password: str | None) -> _Workbook:
    sha256 = ""
    try:
        data = bytes_of(path)
        sha256 = hashlib.sha256(data).hexdigest()
        book = read_book(opened(data, password))
    except Unreadable as error:
        return _Workbook(path.name, sha256, problem=unreadable(f"{path.name}：{error}", Place(path.name)))
    explanations = take_results(book)
    book.sheets = [replace(sheet, name=sheet_in(path.name, sheet.name)) for sheet in book.sheets]
    return _Workbook(path.name, sha256, book, explanations)


def _whole(books: Sequence[Book]) -> Book:
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
    """The SHA-256 that stands for a folder's workbooks, as open_folder gives it. Raises OSError."""
    hashes = []
    for path in workbooks_of(folder)[:MOST_WORKBOOKS]:
        with suppress(Unreadable):
            hashes.append((path.name, hashlib.sha256(bytes_of(path)).hexdigest()))
    return _joined(hashes)


def _joined(hashes: Iterable[tuple[str, str]]) -> str:
    """One hash of names and hashes."""
    text = "".join(f"{name}\0{sha256}\n" for name, sha256 in hashes)
    return hashlib.sha256(text.encode()).hexdigest()
