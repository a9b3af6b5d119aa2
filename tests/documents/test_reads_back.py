"""What perfxl writes, perfxl reads: its report agrees with the return; any one figure changed in it is found once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.checking import Checked, check_bytes
from perfxl.documents.report import report
from perfxl.finding import Finding
from perfxl.words.audit import audit_report
from perfxl.words.document import Document, read_document
from seeded.generators import GENERATORS

FORM_SETS = ("hunan-2021", "yiyang-2018", "hebei-2020")
_FIGURE = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)(?=万元|人|%|分)")


def return_of(form_set: str, seed: int) -> Checked:
    """A consistent return, made at random."""
    return check_bytes(GENERATORS[form_set](Random(f"report/{seed}")).bytes(), "return.xlsx")  # noqa: S311


def read_back(checked: Checked, layout: str = "docx") -> Document:
    """The report about a return, as perfxl reads reports."""
    name = f"自评报告.{layout}"
    return read_document(report(checked, layout=layout, day=date(2024, 3, 1), force=True), name)


def told(document: Document, checked: Checked) -> list[Finding]:
    assert checked.ret is not None
    return audit_report(document, checked.ret, checked.findings)


@given(
    form_set=st.sampled_from(FORM_SETS), seed=st.integers(0, 10**6), layout=st.sampled_from(["docx", "md"])
)
@settings(max_examples=30, deadline=None)
def test_a_report_agrees_with_its_return(form_set: str, seed: int, layout: str) -> None:
    checked = return_of(form_set, seed)
    assert told(read_back(checked, layout), checked) == []


@given(
    form_set=st.sampled_from(FORM_SETS), seed=st.integers(0, 10**6), pick=st.floats(0, 1, exclude_max=True)
)
@settings(max_examples=60, deadline=None)
def test_one_figure_changed_is_found_once(form_set: str, seed: int, pick: float) -> None:
    checked = return_of(form_set, seed)
    document = read_back(checked)
    places = [
        (at, match)
        for at, paragraph in enumerate(document.paragraphs)
        for match in _FIGURE.finditer(paragraph.text)
    ]
    at, match = places[int(pick * len(places))]
    paragraph = document.paragraphs[at]
    figure = str(Decimal(match[1]) + (Decimal("3.7") if "." in match[1] else 3))
    text = paragraph.text[: match.start()] + figure + paragraph.text[match.end() :]
    paragraphs = (*document.paragraphs[:at], paragraph._replace(text=text), *document.paragraphs[at + 1 :])
    primary = [
        finding for finding in told(replace(document, paragraphs=paragraphs), checked) if finding.primary
    ]
    assert len(primary) == 1, [finding.message for finding in primary]
    assert f"第 {paragraph.number} 段" in primary[0].message


@pytest.mark.parametrize("form_set", FORM_SETS)
def test_reports_state_figures_to_be_compared(form_set: str) -> None:
    text = "".join(paragraph.text for paragraph in read_back(return_of(form_set, 1)).paragraphs)
    assert len(_FIGURE.findall(text)) >= 6
