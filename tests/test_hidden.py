"""Hidden rows, columns and sheets are audited as what is seen, and findings that rest on them say so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, book_of, sheets
from perfxl.checking import Checked, check_book
from perfxl.finding import Finding
from perfxl.workbook.model import Book


def made_book() -> Book:
    """The clean return with the total of the projects 1 万元 too large in column B."""
    rows = sheets()
    rows[BASE][18][1] = 81
    return book_of(rows)


def checked(book: Book) -> Checked:
    return check_book(book, "return.xlsx", "")


def hide_rows(book: Book, sheet: str, *rows: int) -> Book:
    next(one for one in book.sheets if one.name == sheet).hidden_rows = frozenset(rows)
    return book


def hide_columns(book: Book, sheet: str, *columns: int) -> Book:
    next(one for one in book.sheets if one.name == sheet).hidden_columns = frozenset(columns)
    return book


def hide_sheet(book: Book, sheet: str) -> Book:
    next(one for one in book.sheets if one.name == sheet).hidden = True
    return book


def only(result: Checked) -> Finding:
    (found,) = result.findings
    return found


SUM = "部门项目支出（2020年决算数） 81 万元，比 2 个项目之和 80 万元多 1 万元"
FIX = "请核对项目明细是否漏行，或改合计。"


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ((), ""),
        ((7, 22), ""),
        ((21,), "（第 21 行是隐藏行）"),
        ((20, 21, 24), "（第 20、21 行是隐藏行）"),
        ((19,), "（第 19 行是隐藏行）"),
    ],
)
def test_a_sum_over_hidden_rows(rows: tuple[int, ...], note: str) -> None:
    found = only(checked(hide_rows(made_book(), BASE, *rows)))
    assert line(found) == "BD-05 error 基础数据表!B19"
    assert found.message == f"【基础数据表】B19 {SUM}{note}。{FIX}"


@pytest.mark.parametrize(
    ("columns", "rows", "note"),
    [((3, 4), (), ""), ((1, 2), (), "（B 列是隐藏列）"), ((2,), (20,), "（第 20 行是隐藏行，B 列是隐藏列）")],
)
def test_a_sum_in_a_hidden_column(columns: tuple[int, ...], rows: tuple[int, ...], note: str) -> None:
    found = only(checked(hide_columns(hide_rows(made_book(), BASE, *rows), BASE, *columns)))
    assert found.message == f"【基础数据表】B19 {SUM}{note}。{FIX}"


def test_hidden_columns_of_another_sheet() -> None:
    rows = sheets()
    rows[OVERALL][6][5] = "项目支出：86"
    rows[OVERALL][5][5] = "其中：基本支出：319.4"
    said = {one.rule: one.message for one in checked(hide_columns(book_of(rows), BASE, 3)).findings}
    assert "（工作表“基础数据表”C 列是隐藏列）。" in said["KB-02"]


def test_many_hidden_rows_are_counted() -> None:
    rows = sheets()
    rows[BASE][18:21] = [
        ["二、部门项目支出", 80, 85, Decimal("82.9")],
        ["1、档案数字化", 50, 55, Decimal("54.9")],
        ["2、馆库维护", 24, 30, 28],
        *([f"{number}、已结束项目{number}", 1, 0, 0] for number in range(3, 8)),
    ]
    result = checked(hide_rows(book_of(rows), BASE, *range(22, 27)))
    sums = [one for one in result.findings if one.rule == "BD-05"]
    assert [one.message.partition("万元（")[2] for one in sums] == [
        f"第 22、23、24、25 行等 5 行是隐藏行）。{FIX}"
    ]


def test_hidden_rows_of_another_sheet_and_hidden_sheets() -> None:
    rows = sheets()
    rows[OVERALL][6][5] = "项目支出：86"
    rows[OVERALL][5][5] = "其中：基本支出：319.4"
    said = {one.rule: one.message for one in checked(hide_rows(book_of(rows), BASE, 7, 19)).findings}
    assert "（工作表“基础数据表”第 19 行是隐藏行）。" in said["KB-02"]
    hidden = checked(hide_sheet(hide_rows(book_of(rows), BASE, 7, 19), BASE)).findings
    assert "（工作表“基础数据表”是隐藏的）。" in next(one.message for one in hidden if one.rule == "KB-02")


def test_nothing_is_said_of_a_clean_return() -> None:
    book = hide_sheet(hide_rows(hide_columns(book_of(sheets()), BASE, 2, 4), BASE, 7, 8, 20), SECOND)
    assert checked(hide_rows(book, FIRST, 14)).findings == []


def test_an_explanation_holds_when_a_row_is_hidden() -> None:
    shown, hidden = only(checked(made_book())), only(checked(hide_rows(made_book(), BASE, 21)))
    assert shown.fingerprint == hidden.fingerprint
    assert shown.message != hidden.message
