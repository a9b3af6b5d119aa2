"""ZP-15: reasons in a row of their own below the list, and reasons on forms without weights and scores."""

from __future__ import annotations

import pytest

from cases import Case, case, first, line, verify
from made import FIRST, Content, audited, book_of, d, sheets
from perfxl.checking import Options, check_book
from perfxl.workbook.model import Area

MISSED = first(F14="95%", H14=d("9.6"), H19=d("99.58"))
"""A target of ≥99 % missed, scored in proportion."""
REASON = "设备老化，部分图像须重扫，下年更新设备。"


def with_row(label: str, text: str | None) -> dict[tuple[str, str], Content]:
    return {**MISSED, **first(A20=label, B20=text)}


# fmt: off
CASES = [
    case("ZP-15", "passes", with_row("偏差原因分析及改进措施", REASON)),
    case("ZP-15", "passes", with_row(f"未完成原因分析：{REASON}", None)),
    case("ZP-15", "passes", with_row("说明", f"因{REASON}")),
    case("ZP-15", "fails", with_row("偏差原因分析及改进措施", "无"), "ZP-15 error 项目一!I14"),
    case("ZP-15", "fails", with_row("未完成原因分析", "已全部完成。"), "ZP-15 error 项目一!I14"),
    case("ZP-15", "fails", with_row("说明", "本表由财务科填报。"), "ZP-15 error 项目一!I14"),
    case("ZP-15", "fails", with_row("下一步改进措施", "加强管理。"), "ZP-15 error 项目一!I14"),
    # a lower score than due is only asked about where a reason is given
    case("ZP-14", "fails", {**with_row("偏差原因分析", REASON), **first(H14=9, H19=d("98.98"))},
         "ZP-14 warning 项目一!H14"),
    # beside the column of reasons, in one of its parts
    case("ZP-15", "passes", {**MISSED, **first(I12="未完成原因", J12="改进措施", J14=REASON)}),
    case("ZP-15", "passes", {**MISSED, **first(I12="未完成原因", I14="—", J12="整改措施", K12="原因说明", K14=REASON)}),
    case("ZP-15", "fails", {**MISSED, **first(I12="未完成原因", J12="改进措施", J13=REASON)}, "ZP-15 error 项目一!I14"),
    case("ZP-15", "fails", {**MISSED, **first(J12="评分依据", J14=REASON)}, "ZP-15 error 项目一!I14"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_reasons_below_the_list(item: Case) -> None:
    verify(item)


@pytest.mark.case("ZP-15", "boundary")
@pytest.mark.parametrize(("col", "expected"), [(10, []), (11, ["ZP-15 error 项目一!I14"])])
def test_all_cells_under_a_merged_heading_hold_the_reason(col: int, expected: list[str]) -> None:
    rows = {name: [list(row) for row in table] for name, table in sheets().items()}
    for (sheet, address), content in MISSED.items():
        rows[sheet][int(address[1:]) - 1]["ABCDEFGHI".index(address[0])] = content
    rows[FIRST][13] += [None] * (col - len(rows[FIRST][13]))
    rows[FIRST][13][col - 1] = REASON
    book = book_of(rows)
    next(sheet for sheet in book.sheets if sheet.name == FIRST).merges.append(Area(12, 9, 12, 10))
    assert [line(found) for found in audited(book).findings] == expected


def told(*changes: tuple[int, int, Content], heading: str = "未完成原因和改进措施") -> list[str]:
    """The findings of a project's form without weights and scores; rows and columns from 0."""
    rows = [list(row) for row in sheets()[FIRST]][:18]
    for row in rows[11:]:
        del row[6:8]
    for row in rows[4:7]:
        del row[8], row[6]
    rows[11][6] = heading
    for row, col, content in changes:
        rows[row] += [None] * (col + 1 - len(rows[row]))
        rows[row][col] = content
    findings = check_book(book_of({FIRST: rows}), "return.xlsx", "", Options()).findings
    return [line(found) for found in findings]


@pytest.mark.case("ZP-15", "passes")
def test_nothing_is_asked_where_every_target_was_reached_or_a_reason_is_given() -> None:
    assert told() == []
    assert told((13, 5, "95%"), (13, 6, REASON)) == []


@pytest.mark.case("ZP-15", "fails")
def test_a_missed_target_without_score_asks_for_a_reason() -> None:
    assert told((13, 5, "50%")) == ["ZP-15 error 项目一!G14"]
    assert told((14, 4, "12月20日前"), (14, 5, "12月28日")) == ["ZP-15 error 项目一!G15"]


@pytest.mark.case("ZP-15", "boundary")
def test_a_bare_target_and_a_column_of_remarks_are_only_asked_about() -> None:
    assert told((13, 4, "99%"), (13, 5, "50%")) == ["ZP-15 warning 项目一!G14"]
    assert told((13, 5, "50%"), heading="备注") == ["ZP-15 warning 项目一!G14"]
