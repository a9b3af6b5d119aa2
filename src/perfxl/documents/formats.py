"""The formats a document can be written in: docx as it is, html and md from its outline by jinja2."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.documents.outline import Block, outline
from perfxl.documents.template import FOLDER

FORMATS = ("docx", "html", "md")
_MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|"})


def in_format(document: bytes, layout: str, title: str) -> bytes:
    """The document in one of ``FORMATS``; text formats are UTF-8."""
    return document if layout == "docx" else pages([outline(document)], layout, title)


def pages(documents: Sequence[Sequence[Block]], layout: str, title: str) -> bytes:
    """Several documents in one file (``html`` or ``md``), each on a page of its own when printed."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    def markdown(text: str) -> Markup:
        return Markup(text.replace("\n", " ").translate(_MARKDOWN))  # noqa: S704 - escaped, for Markdown

    environment = Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["markdown"] = markdown
    text = environment.get_template(f"page.{layout}.j2").render(documents=documents, title=title)
    return text.encode()
