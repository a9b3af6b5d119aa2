"""A workbook saved with days counted from 1904, as old Macintosh files are: its dates are read as they are shown."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from cases import line
from made import BASE
from marked_support import form_book
from perfxl.checking import Checked, check_bytes


def dated(day: date, target: date | None, *, mac: bool) -> Checked:
    """The clean return with a date cell at its foot, and perhaps one as a target and its actual."""
    book = openpyxl.load_workbook(io.BytesIO(form_book()))
    book.epoch = CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
    for col, content in enumerate(["填表人：经办人甲", "填报日期", day, "联系电话：（略）"], 1):
        book[BASE].cell(24, col).value = content
    if target is not None:
        row = book["部门自评表"][16]
        row[3].value, row[4].value, row[5].value = "接收任务完成时间", target, "2021-11-20"
    buffer = io.BytesIO()
    book.save(buffer)
    return check_bytes(buffer.getvalue(), "报送件.xlsx")


@pytest.mark.parametrize("mac", [False, True])
def test_a_day_within_the_year_after(mac: bool) -> None:
    result = dated(date(2022, 3, 15), date(2021, 11, 30), mac=mac)
    assert result.findings == []
    assert result.ret is not None
    (read,) = [form.values["填报日期"].date for form in result.ret.forms if form.sheet == BASE]
    assert read == date(2022, 3, 15)


@pytest.mark.parametrize("mac", [False, True])
def test_a_day_of_another_year(mac: bool) -> None:
    result = dated(date(2018, 3, 14), None, mac=mac)
    assert [line(found) for found in result.findings] == ["TY-05 warning 基础数据表!C24"]
    assert "填报日期 2018-03-14 与 2021 年度不匹配" in result.findings[0].message
