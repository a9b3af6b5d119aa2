"""Forms in the lines of a document: printed as PDF or copied as text, a form is its title and headings, no table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from perfxl.formset.labels import normal
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.known import Known, known_forms, labels_of
from perfxl.returns.titles import titles_on
from perfxl.words.document import Document
from perfxl.words.text import half
from perfxl.workbook.model import Cell, Kind

_SENTENCE = re.compile("[,。;]")
_ENOUGH, _ENOUGH_UNTITLED = 0.5, 0.8
"""The share of a form's labels that stand in the lines, as on a sheet; where its title is missing nearly all must."""
_FEWEST_UNTITLED = 8
"""So many labels at least tell a form without its title: a list of indicators has a few of them too."""


def printed_forms(document: Document) -> list[str]:
    """The official titles of the forms of which a document's lines hold title and headings.

    Where on the page a line stands is lost, so the labels count wherever they are; those within sentences do not.
    """
    lines = [half(one.text) for one in document.paragraphs]
    text = "".join(normal(line) for line in lines if not _SENTENCE.search(line))
    forms = [form for source in listed_form_sets() for form in known_forms(source)]
    keys = _titles(lines, forms)
    named = [_most_like([form for form in forms if key.endswith(form.titles)], text, _ENOUGH) for key in keys]
    if not any(named):
        named = [_most_like(forms, text, _ENOUGH_UNTITLED, _FEWEST_UNTITLED)]
    return list(dict.fromkeys(form.form.title.text for form in named if form))


def _titles(lines: Sequence[str], forms: Iterable[Known]) -> list[str]:
    """The different lines that are titles of forms, in normal form and in order."""
    rows = {number: [Cell(number, 1, Kind.TEXT, line)] for number, line in enumerate(lines, 1) if line}
    endings = tuple({title for form in forms for title in form.titles})
    return list(dict.fromkeys(title.key for title in titles_on(rows, endings)))


def _most_like(forms: Iterable[Known], text: str, share: float, fewest: int = 1) -> Known | None:
    """The form of whose labels the text holds the greatest share; None where that is less than ``share``."""
    counted = [(form, held) for form in forms if (held := _labels_in(form, text)) >= fewest]
    best, held = max(counted, key=lambda one: one[0].share(one[1]), default=(None, 0))
    return best if best is not None and best.share(held) >= share else None


def _labels_in(form: Known, text: str) -> int:
    names = labels_of(form.form).names
    return len({official for name, officials in names.items() if name in text for official in officials})
