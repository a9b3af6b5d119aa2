"""The roster: every shape it comes in, and what is wrong with one."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from perfxl.finding import Place
from perfxl.report.roster import RosterError, read_roster


def saved(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def workbook(rows: list[list[object]], before: list[list[object]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "说明" if before else "名册"
    for row in before or rows:
        book.active.append(row)
    if before:
        sheet = book.create_sheet("名册")
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_with_one_unit_a_line(tmp_path: Path, encoding: str) -> None:
    path = saved(tmp_path, "名册.txt", "市档案馆\r\n\r\n 市图书馆 \r\n".encode(encoding))
    roster = read_roster(path)
    assert [unit.name for unit in roster.units] == ["市档案馆", "市图书馆"]
    assert roster.name == "名册.txt"


def test_a_workbook_with_title_numbers_departments_and_totals(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["2021年度应报单位名册"],
        ["序号", "单位名称", "简称", "主管部门", "预算数（万元）", "执行数（万元）"],
        [1, "市档案馆", "档案馆、市档案局", "市委办", 45.17, 40],
        [2, "市图书馆", None, "文旅局", 20, 20],
        [None, "合计", None, None, 65.17, "六十"],
    ]
    roster = read_roster(saved(tmp_path, "名册.xlsx", workbook(rows)))
    assert [unit.name for unit in roster.units] == ["市档案馆", "市图书馆"]
    assert roster.units[0].aliases == ("档案馆", "市档案局")
    assert roster.units[0].department == "市委办"
    assert roster.units[1].place == Place("名册", 4, 2)
    budget, executed = roster.totals
    assert (budget.name, budget.amount, budget.place) == ("预算数", Decimal("65.17"), Place("名册", 5, 5))
    assert (executed.name, executed.text, executed.amount) == ("执行数", "六十", None)


def test_without_a_heading_the_column_with_most_names_counts(tmp_path: Path) -> None:
    roster = read_roster(saved(tmp_path, "名册.csv", "1,市档案馆,2021\n2,市图书馆,2021\n".encode()))
    assert [unit.name for unit in roster.units] == ["市档案馆", "市图书馆"]


def test_the_first_sheet_with_names_counts(tmp_path: Path) -> None:
    data = workbook([["单位名称"], ["市档案馆"]], before=[[1, 2], [3, 4]])
    roster = read_roster(saved(tmp_path, "名册.xlsx", data))
    assert [(unit.name, unit.place) for unit in roster.units] == [("市档案馆", Place("名册", 2, 1))]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.txt", b"", "没有找到单位名称"),
        ("数字.csv", b"1,2\n3,4\n", "没有找到单位名称"),
        ("坏.xlsx", b"PK\x03\x04 broken", "名册 坏.xlsx 无法读取"),
        ("乱.txt", b"\xff\xff\xff\x00\x81", "不是 UTF-8 或 GB18030 编码的文本"),
        ("宏.xlsx", b"<html></html>", "名册 宏.xlsx 无法读取"),
    ],
)
def test_what_is_no_roster(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(RosterError, match=said):
        read_roster(saved(tmp_path, name, data))


def test_a_roster_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="文件不存在"):
        read_roster(tmp_path / "没有.xlsx")
