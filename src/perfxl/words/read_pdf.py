"""Reports as PDF with text, through pypdf, which is imported only here."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from perfxl.words.parts import Limits, Parts
from perfxl.words.read_plain import joined
from perfxl.workbook.model import Unreadable

_LEAST_CHARACTERS = 8
"""A page with fewer characters than this is a picture."""


def read_pdf(data: bytes, limits: Limits) -> Parts:
    """The text of the pages, lines joined to paragraphs. Raises ``Unreadable``, for a scan as well."""
    from io import BytesIO

    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise Unreadable(
            "unsupported", "读取 PDF 报告需要 pypdf。请运行 pip install pypdf，或把报告另存为 .docx。"
        ) from error
    try:
        with _unlogged():
            reader = PdfReader(BytesIO(data), strict=False)
            if reader.is_encrypted and not reader.decrypt(""):  # some only forbid printing
                raise Unreadable("encrypted", "PDF 报告设了密码，无法读取。请取消密码后重新报送。")
            if len(reader.pages) > limits.pages:
                raise Unreadable("too_large", f"PDF 报告超过 {limits.pages} 页，未读取。")
            pages = [page.extract_text() for page in reader.pages]
    except Unreadable:
        raise
    except (
        PyPdfError,
        DependencyError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
        NotImplementedError,
    ) as error:
        raise Unreadable("damaged", "PDF 报告无法读取，可能已损坏。请重新导出后报送。") from error
    if sum(len("".join(page.split())) for page in pages) < _LEAST_CHARACTERS * max(1, len(pages)):
        raise Unreadable(
            "scanned", "这份 PDF 是扫描件或图片，没有文字，无法核对。请报送 Word 文档或由 Word 导出的 PDF。"
        )
    lines = [line for page in pages for line in page.split("\n")]
    return Parts(list(joined(lines, least_full=1)), [])


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep pypdf from logging, which without handlers goes to the screen, in English: what matters is raised."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
