"""The workbooks of a folder as one return, for units that send each form in a file of its own. The edge for folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from perfxl.checking import WORKBOOKS, Opened, Options, bytes_of, open_book
from perfxl.file_findings import unreadable
from perfxl.finding import Finding, Place
from perfxl.results_sheet import take_results
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Book, Sheet, Unreadable
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


def open_folder(folder: Path, options: Options = Options()) -> Opened:
    """Read the forms of all workbooks of a folder as one return.

    Its sheets are named after their files too (``附件2.xlsx/Sheet1``). A workbook that cannot be read is a finding;
    the others are read all the same.
    """
    sheets: list[Sheet] = []
    books: list[Book] = []
    findings: list[Finding] = []
    explanations: dict[str, str] = {}
    hashes: list[str] = []
    for path in workbooks_of(folder)[:MOST_WORKBOOKS]:
        try:
            data = bytes_of(path)
            hashes.append(_named_hash(path, data))
            book = read_book(opened(data, options.password))
        except Unreadable as error:
            findings.append(unreadable(f"{path.name}：{error}", Place(path.name)))
            continue
        explanations.update(take_results(book))
        books.append(book)
        sheets += [replace(sheet, name=f"{path.name}/{sheet.name}") for sheet in book.sheets]
    if not books:
        return Opened(str(folder), _joined(hashes), None, findings or [unreadable("文件夹里没有工作簿")])
    whole = Book(
        sheets,
        books[0].format,
        macros=any(book.macros for book in books),
        external_links=sum(book.external_links for book in books),
    )
    file = open_book(whole, str(folder), _joined(hashes), options)
    return replace(file, findings=[*findings, *file.findings], explanations=explanations)


def folder_hash(folder: Path) -> str:
    """The SHA-256 that stands for a folder's workbooks, as open_folder gives it. Raises OSError."""
    hashes = []
    for path in workbooks_of(folder)[:MOST_WORKBOOKS]:
        with suppress(Unreadable):
            hashes.append(_named_hash(path, bytes_of(path)))
    return _joined(hashes)


def _named_hash(path: Path, data: bytes) -> str:
    return f"{path.name}\0{hashlib.sha256(data).hexdigest()}\n"


def _joined(hashes: Iterable[str]) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()
