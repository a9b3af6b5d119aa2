"""TY-13 and XM-01 where a source of money has no row of its own: nothing is lost if the other rows make up the total."""

from __future__ import annotations

import pytest

from cases import line
from made import FIRST, Content, Made, audited, book_of, d, sheets


def without_rows(*rows: int, **cells: Content) -> Made:
    """The clean return without some rows of the first project form, after some of its cells were changed."""
    content = sheets()
    for address, changed in cells.items():
        row = content[FIRST][int(address[1:]) - 1]
        row.extend([None] * (9 - len(row)))
        row[ord(address[0]) - ord("A")] = changed
    content[FIRST] = [row for number, row in enumerate(content[FIRST], 1) if number not in rows]
    return audited(book_of(content))


def said(made: Made) -> list[str]:
    return sorted(line(found) for found in made.findings if found.primary)


@pytest.mark.case("TY-13", "boundary")
def test_rows_without_money_need_not_stand() -> None:
    made = without_rows(8, 9)
    assert said(made) == ["TY-13 info 项目一", "TY-13 info 项目一"]
    assert "表样被改动：缺少“上年结转资金”一行，其余各行已构成合计。" in made.findings[0].message


@pytest.mark.case("TY-13", "boundary")
def test_a_row_without_money_does_not_make_other_words_an_error() -> None:
    made = without_rows(8, I12="偏差原因分析及整改措施")
    assert said(made) == ["TY-13 info 项目一", "TY-13 info 项目一!I11"]


@pytest.mark.case("XM-01", "fails")
def test_a_wrong_total_is_found_where_the_other_columns_are_made_up() -> None:
    made = without_rows(8, D6=d("51"))
    assert said(made) == ["TY-13 info 项目一", "XM-01 error 项目一!D6"]
    assert (made.only("XM-01").stated, made.only("XM-01").computed) == ("51", "50")


@pytest.mark.case("TY-13", "fails")
def test_a_row_with_money_must_stand() -> None:
    """What is missing may be what the total has more: that is not decided."""
    money = {"D7": d("45"), "E7": d("50"), "F7": d("49.9")}
    made = without_rows(8, **money)
    assert said(made) == [
        "TY-13 error 项目一",
        "XM-01 undecided 项目一!D6", "XM-01 undecided 项目一!E6", "XM-01 undecided 项目一!F6",
    ]  # fmt: skip
