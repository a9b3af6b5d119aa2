"""What perfxl writes, perfxl reads: its report agrees with the return; any one figure changed in it is found once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from perfxl.checking import Checked, check_bytes
from perfxl.documents.report import report
from perfxl.finding import Finding, decimal_text
from perfxl.words.audit import audit_report
from perfxl.words.document import Document, read_document
from seeded.generators import GENERATORS
from seeded.measure import DEFECTS, Defect

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
@settings(max_examples=20, deadline=None)
def test_a_report_agrees_with_its_return(form_set: str, seed: int, layout: str) -> None:
    checked = return_of(form_set, seed)
    assert told(read_back(checked, layout), checked) == []


@given(
    form_set=st.sampled_from(FORM_SETS), seed=st.integers(0, 10**6), pick=st.floats(0, 1, exclude_max=True)
)
@settings(max_examples=40, deadline=None)
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


_COMPARED = re.compile(
    r"[0-9]{4}年(?:预算|决算)数|决算数比上年增减|决算数占预算数|年初预算数|全年预算数|全年执行数|执行率|自评得分"
    r"|指标值|完成值|分值|得分|自评分|扣分"
)
"""The columns of the reports' tables that state figures of the return."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def figures_of(table: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Row, column and place of each figure under such a heading."""
    columns = [at for at, heading in enumerate(table[0]) if _COMPARED.fullmatch(heading)]
    for row in range(1, len(table)):
        for column in columns:
            yield from ((row, column, match) for match in _NUMBER.finditer(table[row][column]))


@given(
    form_set=st.sampled_from(FORM_SETS), seed=st.integers(0, 10**6), layout=st.sampled_from(["docx", "md"]),
    picks=st.lists(st.floats(0, 1, exclude_max=True), min_size=6, max_size=6),
)  # fmt: skip
@settings(max_examples=15, deadline=None)
def test_one_figure_changed_in_a_table_is_found_once(
    form_set: str, seed: int, layout: str, picks: list[float]
) -> None:
    checked = return_of(form_set, seed)
    document = read_back(checked, layout)
    places = [(at, *place) for at, table in enumerate(document.tables) for place in figures_of(table)]
    for pick in picks:
        at, row, column, match = places[int(pick * len(places))]
        figure = str(Decimal(match[0]) + (Decimal("3.7") if "." in match[0] else 3))
        table = [list(cells) for cells in document.tables[at]]
        table[row][column] = match.string[: match.start()] + figure + match.string[match.end() :]
        tables = (*document.tables[:at], tuple(map(tuple, table)), *document.tables[at + 1 :])
        found = told(replace(document, tables=tables), checked)
        primary = [finding.message for finding in found if finding.primary]
        assert len(primary) == 1, primary
        assert f"第 {at + 1} 个表第 {row + 1} 行" in primary[0]
        assert decimal_text(Decimal(figure)) in primary[0]


_SEEDED = [one for one in DEFECTS if one.form_set in FORM_SETS and one.words != "缺一种表"]


@pytest.mark.parametrize("defect", _SEEDED[::9], ids=lambda one: f"{one.form_set}-{one.words}")
def test_tables_repeat_the_figures_of_a_return_with_errors(defect: Defect) -> None:
    """The error is told of the form; the report that repeats it adds nothing."""
    draft = GENERATORS[defect.form_set](Random("repeated"), projects=max(defect.projects, 2))  # noqa: S311
    defect.inject(draft, Random("repeated"))  # noqa: S311
    checked = check_bytes(draft.bytes(), "return.xlsx")
    document = read_back(checked)
    assert document.tables
    assert [one.message for one in told(document, checked) if "个表第" in one.message] == []


@pytest.mark.parametrize("form_set", FORM_SETS)
def test_reports_state_figures_to_be_compared(form_set: str) -> None:
    document = read_back(return_of(form_set, 1))
    text = "".join(paragraph.text for paragraph in document.paragraphs)
    assert len(_FIGURE.findall(text)) >= 6
    assert sum(len(list(figures_of(table))) for table in document.tables) >= 30
