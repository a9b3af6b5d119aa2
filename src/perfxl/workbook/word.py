"""What every reader of Word documents (.docx) needs: the part with the text, its namespaces, attributes in either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from perfxl.workbook.package import Package

NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The transitional and the strict namespace of WordprocessingML."""
_MAIN: Final = "word/document.xml"


def text_part(package: Package) -> str | None:
    """The part that holds the document's text; None for a package that is no Word document."""
    part = package.main_part if package.main_part.startswith("word/") else _MAIN
    return part if part in package else None


def is_word(data: bytes) -> bool:
    """Whether bytes are a Word document (.docx). Raises ``Unreadable`` for a damaged package."""
    return data.startswith(b"PK") and text_part(Package(data)) is not None


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute of WordprocessingML, "" where it is not there."""
    return next(
        (attributes[f"{space} {name}"] for space in NAMESPACES if f"{space} {name}" in attributes), ""
    )
