"""Tables in reports: those that agree with the return give nothing, one mistake in one is told once with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pytest

import made
from perfxl.finding import Finding
from perfxl.words.audit import audit_report
from perfxl.words.document import Document, read_document
from perfxl.words.statements import Basis
from perfxl.words.table_layout import Column, heading_of, number_of, sections
from perfxl.words.vocabulary import Meaning, vocabulary
from words_support import TITLE, document
from words_tables import HARMLESS, WRONG
from yuan import all_in_yuan

Table = tuple[tuple[str, ...], ...]


def table_of(text: str) -> Table:
    """The cells; rows that are written shorter go on with blanks."""
    rows = [line.split("|") for line in text.split("\n")]
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def with_tables(*tables: str, text: str = "") -> Document:
    report = document(f"{TITLE}\n{text}")
    return Document(report.name, report.sha256, report.paragraphs, tuple(map(table_of, tables)))


@lru_cache(maxsize=1)
def unchanged() -> made.Made:
    return made.made({})


def findings(
    *tables: str, text: str = "", changes: dict[tuple[str, str], Any] | None = None
) -> list[Finding]:
    beside = made.made(changes) if changes else unchanged()
    return audit_report(with_tables(*tables, text=text), beside.ret, beside.findings)


def messages(found: Sequence[Finding]) -> list[str]:
    return [one.message for one in found]


def test_there_are_enough_of_them() -> None:
    assert len(set(HARMLESS)) >= 15
    assert len(set(WRONG)) >= 10


@pytest.mark.parametrize("table", HARMLESS, ids=lambda text: text[:16].replace("\n", " "))
def test_tables_that_agree_give_nothing(table: str) -> None:
    assert messages(findings(table)) == []
    assert messages(findings(table, changes=all_in_yuan(unchanged()))) == []


@pytest.mark.parametrize("table", HARMLESS, ids=lambda text: text[:16].replace("\n", " "))
def test_a_changed_figure_never_gives_two_primary_findings(table: str) -> None:
    for number in re.finditer(r"(?<![0-9.,])[0-9]+[.][0-9]+(?![0-9.,])", table):
        changed = f"{table[: number.start()]}{made.d(number[0]) + made.d('3.7')}{table[number.end() :]}"
        assert sum(found.primary for found in findings(changed)) <= 1, changed


@pytest.mark.parametrize("table", [*HARMLESS, *(text for text, *_ in WRONG)], ids=lambda text: text[:16])
def test_a_table_without_a_return_gives_nothing(table: str) -> None:
    assert messages(audit_report(with_tables(table))) == []


@pytest.mark.parametrize(
    ("table", "row", "stated", "due"), WRONG, ids=[f"{row}-{stated}" for _, row, stated, _ in WRONG]
)
def test_one_mistake_is_told_once(table: str, row: int, stated: str, due: str) -> None:
    found = findings(HARMLESS[0], table)
    assert messages(findings(HARMLESS[0], table, changes=all_in_yuan(unchanged()))) == messages(found)
    assert [(one.rule, one.level.value, one.primary) for one in found] == [("BG-05", "error", True)]
    assert (found[0].stated, found[0].computed) == (stated, due)
    assert f"第 2 个表第 {row} 行：" in found[0].message
    assert found[0].related


def test_the_message_names_both_figures_and_the_form() -> None:
    (found,) = findings(WRONG[0][0])
    assert found.message.startswith(
        "【自评报告】第 1 个表第 3 行：“公用经费”的“2021年决算数”写 75.5 万元，基础数据表的"
    )
    assert "57.5 万元，报告多 18 万元。" in found.message
    assert [f"{place.sheet}!{place.address}" for place in found.related] == ["基础数据表!D8"]


def test_a_copy_of_a_form_with_errors_gives_nothing() -> None:
    """What is wrong in the form is told of the form alone."""
    found = findings(HARMLESS[-1].replace("82.9", "92.9"), changes={(made.BASE, "D19"): made.d("92.9")})
    assert messages([one for one in found if "个表第" in one.message]) == []


def test_what_the_text_and_a_table_say_alike_is_one_mistake() -> None:
    found = findings(WRONG[0][0], text="2021年公用经费决算75.50万元。")
    assert [(one.rule, one.primary) for one in found] == [("BG-05", True), ("BG-05", False)]
    assert "第 2 段" in found[0].message


def test_a_rounding_gap_is_an_information() -> None:
    (found,) = findings(HARMLESS[0].replace("318.22", "318.23"))
    assert (found.level.value, found.difference) == ("info", made.d("0.01"))
    assert "（舍入差）" in found.message


def test_a_return_that_states_nothing_is_not_compared() -> None:
    assert messages(findings(WRONG[0][0], changes={(made.BASE, "D8"): None})) == []


def test_markdown_tables_are_compared() -> None:
    rows = [f"| {' | '.join(row)} |" for row in table_of(WRONG[0][0])]
    rows.insert(1, "|---|---|---|---|")
    report = read_document("\n".join([f"# {TITLE}", "", *rows]).encode(), "报告.md")
    (found,) = audit_report(report, unchanged().ret)
    assert "第 1 个表第 3 行" in found.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020年决算数", (Column.AMOUNT, 2020, Basis.ACTUAL, "")),
        ("2021 年度预算数（万元）", (Column.AMOUNT, 2021, Basis.BUDGET, "万元")),
        ("上年决算数", (Column.AMOUNT, 2020, Basis.ACTUAL, "")),
        ("本年预算数", (Column.AMOUNT, 2021, Basis.BUDGET, "")),
        ("年初预算数", (Column.AMOUNT, 2021, Basis.INITIAL, "")),
        ("全年预算数", (Column.AMOUNT, 2021, Basis.ADJUSTED, "")),
        ("全年执行数(元)", (Column.AMOUNT, 2021, Basis.ACTUAL, "元")),
        ("决算数比上年增减", (Column.CHANGE, 0, Basis.UNKNOWN, "")),
        ("执行率（%）", (Column.RATE, 0, Basis.UNKNOWN, "")),
        ("分值", (Column.WEIGHT, 0, Basis.UNKNOWN, "")),
        ("实际完成值", (Column.ACHIEVED, 0, Basis.UNKNOWN, "")),
    ],
)
def test_headings(text: str, expected: tuple[Column, int, Basis, str]) -> None:
    found = heading_of(text, 1, 2021)
    assert found is not None
    assert (found.kind, found.year, found.basis, found.unit) == expected


@pytest.mark.parametrize(
    "text", ["", "备注", "2021年", "金额", "其中：财政拨款", "预算数增长率", "决算数（%）", "3100"]
)
def test_headings_that_are_not_understood(text: str) -> None:
    assert heading_of(text, 1, 2021) is None


def test_numbers_in_cells() -> None:
    assert [str(found.value) if (found := number_of(text)) else None for text in (
        "1,234.50", "-3.2", "99%", "12万元", "１２", "—", "", "约3", "1,23", "3-5", "2021年", "1.2.3",
    )] == ["1234.50", "-3.2", "99", "12", "12", None, None, None, None, None, None, None]  # fmt: skip


def test_rows_of_another_width_are_left_alone() -> None:
    rows = (*table_of("项目|预算数|决算数\n基本支出|320.4|318.22"), ("项目支出", "85"))
    (section,) = sections([rows], 2021)
    assert [(row.number, row.label) for row in section.rows] == [(2, "基本支出")]


def test_rows_of_one_indicator_more_often_than_in_the_form_are_left_alone() -> None:
    table = "三级指标|分值|得分\n接收档案卷数|8|8\n接收档案卷数|7|7\n数字化合格率|10|10\n查档群众满意度|10|10"
    assert messages(findings(table)) == []


def test_every_word_for_a_basis_is_one_of_headings() -> None:
    words = [
        word for word, (meaning, _) in vocabulary().words.items()
        if meaning in (Meaning.INITIAL, Meaning.ADJUSTED, Meaning.BUDGET, Meaning.ACTUAL, Meaning.SPEND)
    ]  # fmt: skip
    assert [word for word in words if heading_of(word, 1, 2021) is None] == []
