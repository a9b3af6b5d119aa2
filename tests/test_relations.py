"""Figures compared with tolerance, sums with blanks, and a base form made at random."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import base, line
from made import BASE, Content, audited, base_rows, book_of, d, made
from perfxl.finding import Level
from perfxl.formset.model import Type
from perfxl.returns.numbers import read_amount_text, read_rate
from perfxl.returns.reading import NOTHING
from perfxl.rules.context import Outcome, compare
from perfxl.workbook.model import Cell, Kind

EQUAL, ROUNDING, DIFFERENT = Outcome.EQUAL, Outcome.ROUNDING, Outcome.DIFFERENT


@pytest.mark.parametrize(
    ("kind", "stated", "computed", "outcome", "tolerance"),
    [
        (Type.AMOUNT, "45.17", "45.17", EQUAL, "0.005"),
        (Type.AMOUNT, "45.17", "45.175", EQUAL, "0.005"),
        (Type.AMOUNT, "45.17", "45.165", EQUAL, "0.005"),
        (Type.AMOUNT, "45.17", "45.1751", ROUNDING, "0.005"),
        (Type.AMOUNT, "45.17", "45.18", ROUNDING, "0.005"),
        (Type.AMOUNT, "45.17", "45.16", ROUNDING, "0.005"),
        (Type.AMOUNT, "45.17", "45.1801", DIFFERENT, "0.005"),
        (Type.AMOUNT, "45", "45.4", DIFFERENT, "0.005"),
        (Type.AMOUNT, "0.1", "0.10000000000000000000001", EQUAL, "0.005"),
        (Type.COUNT, "11", "11", EQUAL, "0"),
        (Type.COUNT, "11", "11.001", DIFFERENT, "0"),
        (Type.RATE, "84.38", "84.375", EQUAL, "0.005"),
        (Type.RATE, "84.37", "84.375", EQUAL, "0.005"),
        (Type.RATE, "84.37", "84.37501", DIFFERENT, "0.005"),
        (Type.RATE, "2.9", "2.8467", DIFFERENT, "0.05"),
        (Type.RATE, "2.8", "2.85", EQUAL, "0.05"),
        (Type.RATE, "100", "99.5", EQUAL, "0.5"),
        (Type.RATE, "100", "99.49", DIFFERENT, "0.5"),
        (Type.SCORE, "9.9", "9.85", EQUAL, "0.05"),
        (Type.SCORE, "9.9", "9.8499", DIFFERENT, "0.05"),
        (Type.SCORE, "9.33", "9.335", EQUAL, "0.005"),
        (Type.SCORE, "9.333", "9.3379", EQUAL, "0.005"),
        (Type.SCORE, "10", "9.995", EQUAL, "0.005"),
        (Type.SCORE, "10", "9.99", ROUNDING, "0.005"),
        (Type.SCORE, "10", "9.98", DIFFERENT, "0.005"),
    ],
)
def test_compare(kind: Type, stated: str, computed: str, outcome: Outcome, tolerance: str) -> None:
    rate = kind is Type.RATE
    reading = read_rate(Cell(1, 1, Kind.TEXT, f"{stated}%")) if rate else read_amount_text(stated)
    assert compare(kind, reading, d(computed)) == (outcome, d(tolerance))


def test_only_a_number_can_be_compared() -> None:
    with pytest.raises(ValueError, match="number"):
        compare(Type.AMOUNT, NOTHING, d("1"))


def three_public(*cells: Content) -> list[str]:
    """Findings of BD-03 where 三公经费 and its three parts of the year before hold these."""
    names = ("B13", "B14", "B17", "B18")
    changes = base(B15=None, B16=None, **dict(zip(names, cells, strict=True)))
    return [line(found).removesuffix(" 从属") for found in made(changes).findings if found.rule == "BD-03"]


@pytest.mark.parametrize(
    ("cells", "findings"),
    [
        ((5, 4, 1, None), []),
        ((5, 5, None, None), []),
        ((None, None, None, None), []),
        ((0, None, None, None), []),
        ((None, 0, 0, None), []),
        (("—", "—", "/", "无"), []),
        ((5, None, None, None), ["BD-03 undecided 基础数据表!B14"]),
        ((None, 4, 1, None), ["BD-03 error 基础数据表!B13"]),
        ((5, 4, None, None), ["BD-03 error 基础数据表!B13"]),
        ((5, 4, Kind.ERROR, None), ["BD-03 undecided 基础数据表!B17"]),
        ((5, Kind.UNCALCULATED, Kind.ERROR, "4.2.5"), ["BD-03 undecided 基础数据表!B14"]),
        ((Kind.ERROR, 4, 1, None), ["BD-03 undecided 基础数据表!B13"]),
        ((None, 4, "二", None), ["BD-03 undecided 基础数据表!B17"]),
        ((5, 4, "一", None), ["BD-03 error 基础数据表!B13"]),  # a dash, typed as the character beside it
        (("五", None, None, None), ["BD-03 undecided 基础数据表!B13"]),
    ],
)
def test_sums_with_blanks_and_errors(cells: tuple[Content, ...], findings: list[str]) -> None:
    assert three_public(*cells) == findings


def test_a_missing_part_is_named() -> None:
    found = made(base(B17=None, B18=None)).only("BD-03")
    assert "（出国经费、公务接待未填）" in found.message
    assert found.tolerance == d("0.005")


def test_a_total_that_should_be_computed_has_no_silent_zero() -> None:
    found = made(base(B13=None)).only("BD-03")
    assert found.level is Level.ERROR
    assert (found.stated, found.computed, found.difference) == ("", "6.2", None)


cents = st.just(Decimal(0)) | st.integers(0, 10_000_000).map(lambda number: Decimal(number).scaleb(-2))
LEFT_BLANK = ("其中：公务用车购置", "3、公务接待", "会议费、培训费")
"""Rows that units leave empty where there was nothing."""
TOTALS = {"三公经费": (12, ["BD-03"]), "公务用车": (13, ["BD-03", "BD-04"]), "项目支出": (18, ["BD-05"])}


@st.composite
def consistent(draw: st.DrawFn) -> list[list[Content]]:
    """The rows of a 基础数据表 in which every relation holds."""
    rows = base_rows()
    projects = draw(st.integers(1, 6))
    rows[19:21] = [
        [f"{number}、项目{'甲乙丙丁戊己'[number - 1]}", None, None, None] for number in range(1, projects + 1)
    ]
    for column in (1, 2, 3):
        bought, run, abroad, reception, office, water, meeting, more, rest = (draw(cents) for _ in range(9))
        running = office + water + meeting + more
        amounts = [draw(cents) for _ in range(projects)]
        column_of = [running + more + rest, running + more, office, water, meeting, None]
        column_of += [bought + run + abroad + reception, bought + run, bought, run, abroad, reception]
        column_of += [sum(amounts, Decimal(0)), *amounts, draw(cents)]
        for row, amount in zip(rows[6 : 6 + len(column_of)], column_of, strict=True):
            row += [None] * (4 - len(row))
            row[column] = None if amount == 0 and row[0] in LEFT_BLANK else amount
    return rows


def relation_findings(rows: list[list[Content]]) -> list[tuple[str, str, str | None, bool]]:
    """Findings of the relations of the form, BD-01 to BD-07."""
    found = audited(book_of({BASE: rows})).findings
    return [
        (finding.rule, finding.level.value, finding.place.address, finding.primary)
        for finding in found
        if finding.rule in {f"BD-{number:02d}" for number in range(1, 8)}
    ]


@settings(max_examples=60, deadline=None)
@given(consistent())
def test_a_consistent_base_form_has_no_finding(rows: list[list[Content]]) -> None:
    assert relation_findings(rows) == []


@settings(max_examples=60, deadline=None)
@given(
    consistent(),
    st.sampled_from(sorted(TOTALS)),
    st.sampled_from([1, 2, 3]),
    st.integers(2, 10**6),
    st.booleans(),
)
def test_one_wrong_total_is_one_primary_finding(
    rows: list[list[Content]], name: str, column: int, gap: int, less: bool
) -> None:
    row, rules = TOTALS[name]
    stated = rows[row][column]
    total = stated if isinstance(stated, Decimal) else Decimal(0)
    by = Decimal(gap).scaleb(-2)
    rows[row][column] = total - by if less and total >= by else total + by
    findings = relation_findings(rows)
    cell = "ABCD"[column] + str(row + 1)
    assert [finding for finding in findings if finding[3]] == [(rules[-1], "error", cell, True)]
    assert sorted(finding[0] for finding in findings) == rules
