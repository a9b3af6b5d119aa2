"""What the readers of reports share: what a report may cost, and what they hand over."""

from __future__ import annotations

from typing import NamedTuple

SAVE_AS_DOCX = "请用 Word 或 WPS 打开后另存为“Word 文档（.docx）”，再重新审核。"


class Limits(NamedTuple):
    """What a report may cost."""

    bytes: int = 60_000_000
    unpacked_bytes: int = 200_000_000
    characters: int = 500_000
    paragraphs: int = 20_000
    pages: int = 400


DEFAULT_LIMITS = Limits()
Raw = tuple[str, int]
"""A paragraph as a reader hands it over: its text and its heading level."""


class Parts(NamedTuple):
    """What a reader finds in a file."""

    paragraphs: list[Raw]
    tables: list[list[list[str]]]
