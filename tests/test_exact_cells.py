"""Whatever is wrong in a return: a finding's cell holds what the finding says it states, and nothing is random."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import Content, Made, audited, book_of, d, made, sheets
from perfxl.finding import Finding
from perfxl.formset.labels import compact
from perfxl.returns.numbers import read_amount, read_amount_text, read_rate
from perfxl.workbook.model import Book, Kind, Sheet, column_letters
from variations import moved

_FILLED = [
    (name, f"{column_letters(col)}{row}")
    for name, rows in sheets().items()
    for row, cells in enumerate(rows, 1)
    for col, content in enumerate(cells, 1)
    if content is not None
]
_WRITTEN = [
    "0", "-3.5", "1000", "4.2.5", "九十", "约100人", "100%", "105%", "≥95%", "≤40", "无", "—", "良好", "120万元", "效益指标(40分)",
    "资金总额：399", "按支出性质分：", "其中：基本支出：310.4", "总分", "2022.0531", "XX", "１２．５", "（3）", "2021年12月底前",
]  # fmt: skip
_CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.none(),
    st.sampled_from([Kind.ERROR, Kind.UNCALCULATED]),
    st.sampled_from(_WRITTEN),
    st.integers(-5, 2000),
    st.decimals(Decimal(-20), Decimal(3000), places=2, allow_nan=False, allow_infinity=False),
)
_CHANGES = st.dictionaries(st.sampled_from(_FILLED), _CONTENTS, min_size=1, max_size=3)


_SUMS = {"ZP-06", "ZP-07"}
"""The rules that state what several weights add up to, at the cell that says what they should: the sum stands nowhere."""


def _says(book: Book, finding: Finding) -> bool:
    """Whether the finding's cell holds what it states: as a number, as a number in a label, or as words."""
    (sheet,) = [sheet for sheet in book.sheets if sheet.name == finding.place.sheet]
    if finding.rule in _SUMS and finding.computed is not None:
        return _number(finding.stated or "") == _sum_of(sheet, finding)
    cell = sheet.cells.get((finding.place.row, finding.place.col))
    stated = finding.stated or ""
    if cell is None:
        return stated == ""
    if compact(stated) in compact(cell.text):
        return True
    pieces = [read_amount_text(piece) for piece in re.split("[:：(（]", cell.text)]
    numbers = [reading.number for reading in (read_amount(cell), read_rate(cell), *pieces)]
    return any(number is not None and number == _number(stated) for number in numbers)


def _sum_of(sheet: Sheet, finding: Finding) -> Decimal:
    """What the other cells that a finding names add up to."""
    cells = (sheet.cells.get((place.row, place.col)) for place in finding.related)
    numbers = [read_amount(cell).number for cell in cells if cell is not None]
    return sum((number for number in numbers if number is not None), Decimal(0))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return (
        place.sheet,
        place.row,
        place.col,
        finding.level.rank,
        finding.rule,
        finding.related,
        finding.message,
        finding.fingerprint,
    )


@settings(max_examples=150, deadline=None)
@given(_CHANGES)
def test_a_finding_states_what_its_cell_says(changes: dict[tuple[str, str], Content]) -> None:
    result = made(changes, year=2021)
    wrong = [f for f in result.findings if f.place.col and f.stated is not None and not _says(result.book, f)]
    assert wrong == []


@settings(max_examples=40, deadline=None)
@given(_CHANGES)
def test_findings_are_in_a_total_order_and_repeatable(changes: dict[tuple[str, str], Content]) -> None:
    first, second = made(changes, year=2021).findings, made(changes, year=2021).findings
    assert first == second
    keys = [_order(finding) for finding in first]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@settings(max_examples=50, deadline=None)
@given(_CHANGES)
def test_fingerprints_are_unique(changes: dict[tuple[str, str], Content]) -> None:
    result = made(changes, year=2021)
    prints = [finding.fingerprint for finding in result.findings]
    assert sorted(set(prints)) == sorted(prints)


def _inserted(book: Book, row: int, col: int) -> Book:
    """The book with an empty row and an empty column in every sheet."""
    lower = [moved(sheet, lambda r: r + (r >= row), lambda c: c + (c >= col)) for sheet in book.sheets]
    return Book(lower, book.format)


@settings(max_examples=50, deadline=None)
@given(_CHANGES, st.integers(1, 30), st.integers(1, 10))
def test_fingerprints_do_not_follow_addresses(
    changes: dict[tuple[str, str], Content], row: int, col: int
) -> None:
    before = made(changes, year=2021)
    after = audited(_inserted(before.book, row, col), year=2021)
    assert _identities(after) == _identities(before)


def _identities(result: Made) -> list[tuple[str, str]]:
    return sorted((finding.fingerprint, finding.rule) for finding in result.findings)


@pytest.mark.parametrize("level", ["error", "warning", "info", "undecided"])
def test_every_level_is_reached(level: str) -> None:
    changes: dict[tuple[str, str], Content] = {
        ("部门自评表", "F7"): "项目支出：88",
        ("部门自评表", "B5"): "按收入性质分：",
        ("部门自评表", "H13"): Kind.ERROR,
        ("部门自评表", "F14"): "≥3场",
    }
    assert level in {finding.level.value for finding in made(changes).findings}


def test_nothing_is_random_in_the_order_of_sheets() -> None:
    changes: dict[tuple[str, str], Content] = {("基础数据表", "C19"): d("90")}
    book = made(changes).book
    reversed_book = Book(book.sheets[::-1], book.format)
    assert _identities(audited(reversed_book)) == _identities(audited(book))
    assert audited(book_of(sheets())).findings == []
