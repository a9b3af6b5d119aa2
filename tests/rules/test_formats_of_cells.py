"""Numbers whose cells have a format that shows more than the number: a date, a sign, a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, Made, audited, book_of, cell, sheets
from perfxl.finding import Finding
from perfxl.workbook.model import column_number

DATE, HOURS = "m/d/yyyy", '"≤"General"小时"'
Formatted = Mapping[tuple[str, str], tuple[str, str]]
"""The stored number and the format of some cells, by sheet and address."""


def formatted(cells: Formatted, rows: Mapping[tuple[str, str], str] | None = None) -> Made:
    """The clean return with some numbers under formats, and other texts in ``rows``."""
    book = book_of(sheets())
    by_name = {sheet.name: sheet for sheet in book.sheets}
    for (sheet, address), content in (rows or {}).items():
        place = int(address[1:]), column_number(address[0])
        by_name[sheet].cells[place] = cell(*place, content)
    for (sheet, address), (number, code) in cells.items():
        place = int(address[1:]), column_number(address[0])
        made = cell(*place, 0)._replace(text=number, number_format=code)
        by_name[sheet].cells[place] = made
    return audited(book)


def lines(findings: Sequence[Finding]) -> list[str]:
    return sorted(map(line, findings))


def test_numbers_under_a_date_format_are_read_and_told_once() -> None:
    cells = {
        (OVERALL, "G16"): ("8", DATE),
        (OVERALL, "H21"): ("97.39", DATE),
        (OVERALL, "F14"): ("3", DATE),
        (BASE, "C19"): ("85", 'yyyy"年"m"月"d"日"'),
    }
    findings = formatted(cells).findings
    assert lines(findings) == ["TY-08 warning 基础数据表!C19", "TY-08 warning 部门自评表!F14"]
    messages = [finding.message for finding in findings]
    assert messages[0].startswith(
        "【基础数据表】C19 部门项目支出（2021年预算数）“85”的单元格是日期格式（显示为 1900-3-25）"
    )
    assert messages[1].startswith(
        "【部门自评表】F14 实际完成值“3”等 3 处的单元格是日期格式（显示为 1900-1-3），已按所存的数审核"
    )
    assert [place.address for place in findings[1].related] == ["G16", "H21"]


def test_what_is_wrong_with_numbers_under_a_date_format_is_found() -> None:
    findings = formatted({(BASE, "C19"): ("87", DATE), (OVERALL, "H16"): ("9", DATE)}).findings
    found = [finding for finding in findings if finding.primary]
    assert lines(found) == [
        "BD-05 error 基础数据表!C19",
        "TY-08 warning 基础数据表!C19",
        "TY-08 warning 部门自评表!H16",
        "ZP-14 error 部门自评表!H16",
    ]


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("44635", "yyyy/m/d", "（显示为 2022-3-15）"),
        ("44635", 'm"月"d"日"', "（显示为 2022-3-15）"),
        ("0.0625", "h:mm", ""),
    ],
)
def test_a_date_or_a_time_is_no_amount(number: str, code: str, shown: str) -> None:
    findings = formatted({(BASE, "C22"): (number, code)}).findings
    assert lines(findings) == [
        "BD-16 undecided 基础数据表!C22 从属",
        "TY-08 error 基础数据表!C22",
        "TY-09 undecided 基础数据表!C22 从属",
        "TY-10 undecided 基础数据表!C22 从属",
    ]
    (finding,) = [finding for finding in findings if finding.primary]
    assert finding.message == (
        f"【基础数据表】C22 政府采购金额（2021年预算数）所填的是日期或时间{shown}，不是有效金额。"
        "请改填数字，并把单元格格式改为“数值”。"
    )


IN_HOURS = {(FIRST, "D15"): "维修响应时间", (FIRST, "F15"): "20小时"}


def test_a_sign_and_a_unit_of_the_format_belong_to_the_target() -> None:
    assert formatted({(FIRST, "E15"): ("24", HOURS)}, IN_HOURS).findings == []
    assert (
        formatted({(FIRST, "E15"): ("24", HOURS), (FIRST, "F15"): ("20", '0.0"小时"')}, IN_HOURS).findings
        == []
    )
    months = {(FIRST, "E15"): ("2021", 'General"年12月底前"')}
    assert formatted(months, {(FIRST, "F15"): "2021年11月"}).findings == []


def test_a_target_missed_by_its_shown_sign_is_found() -> None:
    cells = {(FIRST, "E15"): ("24", HOURS), (FIRST, "F15"): ("30", '0"小时"')}
    findings = formatted(cells, IN_HOURS).findings
    assert lines(findings) == ["ZP-14 error 项目一!H15"]
    (finding,) = findings
    assert "指标值“≤24小时”，完成值“30小时”" in finding.message


def test_a_shown_percentage_is_read_with_the_sign_before_it() -> None:
    cells = {(FIRST, "E14"): ("0.99", '"≥"0.0%'), (FIRST, "F14"): ("99.5", '0.0"%"')}
    assert formatted(cells).findings == []
    missed = formatted(cells | {(FIRST, "F14"): ("98", '0.0"%"')}).findings
    assert lines(missed) == ["ZP-14 error 项目一!H14"]
    assert "指标值“≥99%”，完成值“98%”" in missed[0].message
