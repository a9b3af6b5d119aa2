"""Reports as plain text or Markdown, in the encodings that Chinese offices use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from perfxl.words.parts import SAVE_AS_DOCX, Parts, Raw
from perfxl.workbook.model import Unreadable

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_TABLE_LINE = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^[\s|:\-]+$")
_MARKS = re.compile(r"^\s*(?:>\s*)*(?:[-*+]\s+)?|\*\*|__|`|\\(?=[^\w\s])")
_ENDS = tuple("。！？；：!?;:")
_BEGINS = re.compile(
    r"^[\s\u3000]*(?:[一二三四五六七八九十]+[、.．是]|[(（][一二三四五六七八九十0-9]+[)）]|[0-9]{1,2}[、.．](?!\d)|[①-⑳]|第[一二三四五六七八九十]+)"
)
_PAGE_NUMBER = re.compile(
    r"^[\s\-—–－_·]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*页?)?)[\s\-—–－_·]*$"
)
_NARROWEST, _WIDEST, _NEARLY, _LEAST_FULL = 40, 120, 0.86, 3
"""Lines of so many columns may be broken by the page; one that is nearly as long as any is full."""


def read_plain(data: bytes, markdown: bool) -> Parts:
    """Text in UTF-8, GB18030 or UTF-16. Raises ``Unreadable`` for anything else."""
    text = _decoded(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _markdown(lines) if markdown else Parts(list(joined(lines)), [])


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:4096]:
        encodings = ["utf-16-le" if data[1::2][:2048].count(0) >= data[::2][:2048].count(0) else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(char) < 32 and char not in "\t\n\r\f\v" for char in text):
            return text
    raise Unreadable("not_report", f"无法识别这份报告，它不是文档，或者已损坏。{SAVE_AS_DOCX}")


def joined(lines: Iterable[str], least_full: int = _LEAST_FULL) -> Iterator[Raw]:
    """Paragraphs from lines: a line that fills the page without ending a sentence goes on in the next one.

    Where fewer than ``least_full`` lines fill the width that most long ones have, each line is a paragraph.
    """
    kept = [line for line in lines if not _PAGE_NUMBER.match(line) or not line.strip()]
    widths = sorted(_width(line) for line in kept if line.strip())
    usual = widths[len(widths) * 9 // 10] if widths else 0
    full = {width for width in widths if width >= _NEARLY * usual}
    count = sum(_width(line) in full and not line.rstrip().endswith(_ENDS) for line in kept)
    wraps = _NARROWEST <= usual <= _WIDEST and count >= least_full
    open_text = ""
    for line in kept:
        text = line.strip()
        if open_text and text and not _BEGINS.match(text):
            open_text += text
        else:
            if open_text:
                yield open_text, 0
            open_text = text
        goes_on = wraps and _width(line) in full and not open_text.endswith(_ENDS)
        if open_text and not goes_on:
            yield open_text, 0
            open_text = ""
    if open_text:
        yield open_text, 0


def _width(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line.rstrip())


def _markdown(lines: Iterable[str]) -> Parts:
    paragraphs: list[Raw] = []
    tables: list[list[list[str]]] = []
    in_table = False
    for line in lines:
        if _TABLE_LINE.match(line):
            if not in_table:
                tables.append([])
            if not _TABLE_RULE.match(line):
                tables[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
            in_table = True
            continue
        in_table = False
        heading = _HEADING.match(line)
        if heading:
            paragraphs.append((_MARKS.sub("", heading[2]), len(heading[1])))
        else:
            paragraphs.append((_MARKS.sub("", line), 0))
    return Parts(paragraphs, tables)
