"""A report as read: numbered paragraphs and tables, whatever file they came in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from perfxl.words.parts import DEFAULT_LIMITS, SAVE_AS_DOCX, Limits, Parts, Raw
from perfxl.words.text import clean
from perfxl.workbook.model import Unreadable

REPORTS = frozenset({".docx", ".txt", ".md", ".pdf"})
"""File names that are looked at as reports."""
OTHER_REPORTS = frozenset({".doc", ".wps", ".rtf", ".odt", ".ofd"})
"""File names of reports that have to be saved in another format first."""
_SAVE_OR_IMPORT = f"{SAVE_AS_DOCX.rstrip('。')}；其中是绩效表的，可用 perfxl import 读进工作簿。"
"""What to do with a document of an old format, which only ``perfxl import`` converts."""


class Paragraph(NamedTuple):
    """One paragraph that says something. ``number`` counts them from 1; ``level`` is 0 for plain text.

    ``text`` is closed up: no invisible characters, blanks only between Latin words and between digits.
    """

    number: int
    text: str
    level: int = 0


class Document(Struct, frozen=True):
    """A report: its paragraphs outside tables, and its tables as rows of cell texts."""

    name: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


def read_document(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a report's bytes; the name decides only whether plain text is Markdown.

    Raises ``Unreadable`` with a Chinese sentence: an unknown or old format, a scan, a damaged or too large file.
    """
    if len(data) > limits.bytes:
        raise Unreadable(
            "too_large", f"报告超过 {limits.bytes // 1_000_000} MB，未读取。请删除图片后重新报送。"
        )
    if not data:
        raise Unreadable("empty", "文件是空的（0 字节），可能上传或拷贝时中断。请重新报送原文件。")
    parts = _parts(data, name, limits)
    paragraphs = tuple(_numbered(parts.paragraphs, limits))
    tables = tuple(tuple(tuple(map(clean, row)) for row in table) for table in parts.tables)
    if not paragraphs and not tables:
        raise Unreadable(
            "empty",
            "报告里没有文字，未作核对。请核对是不是要核对的文件；文字在图片里的，请改用有文字的文件。",
        )
    return Document(name, hashlib.sha256(data).hexdigest(), paragraphs, tables)


def _parts(data: bytes, name: str, limits: Limits) -> Parts:
    if data.startswith(b"PK"):
        from perfxl.words.read_docx import read_docx

        return read_docx(data, limits)
    if data.lstrip(b"\xef\xbb\xbf \r\n")[:4] == b"%PDF":
        from perfxl.words.read_pdf import read_pdf

        return read_pdf(data, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "unsupported", f"这是旧式 Word 文档（.doc 或 .wps），不能直接读取。{_SAVE_OR_IMPORT}"
        )
    if data.startswith(b"{\\rtf"):
        raise Unreadable("unsupported", f"这是 RTF 文档，不能直接读取。{_SAVE_OR_IMPORT}")
    from perfxl.words.read_plain import read_plain

    return read_plain(data, name.lower().endswith((".md", ".markdown")))


def _numbered(raw: Iterable[Raw], limits: Limits) -> Iterator[Paragraph]:
    number = characters = 0
    for text, level in raw:
        text = clean(text)
        if not text:
            continue
        number += 1
        characters += len(text)
        if number > limits.paragraphs or characters > limits.characters:
            raise Unreadable("too_large", "报告过长，未读取。请删除与自评无关的内容后重新报送。")
        yield Paragraph(number, text, level)
