"""Entry slips on a spreadsheet program: opened, filled in, read, thrown away."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from perfxl.addin.slips import Item, Slip, SlipError, as_workbook, discard, one, read, show, slip_of

if TYPE_CHECKING:
    import xlwings as xw

SLIP = Slip(
    "new_return",
    "新建报送件",
    (
        Item(
            "套表", "按哪套表生成。", choices=("hunan-2021　湖南", "hunan-2019　湖南，旧样式"), required=True
        ),
        Item("年度", "四位数字。", whole=(2000, 2099)),
        Item("项目名称", "每行一个。", lines=3),
        Item("文件夹", "完整路径。", "=1+1"),
    ),
)
INPUTS = {"套表": "B4", "年度": "B5", "项目名称": "B6:B8", "文件夹": "B9"}


def test_what_is_filled_in_is_read(calc_app: xw.App) -> None:
    show(calc_app, SLIP)
    book = calc_app.books.active
    assert slip_of(book) == "new_return"
    sheet = book.sheets.active
    assert sheet.name == "填写单"
    sheet.range(INPUTS["套表"]).value = "hunan-2021　湖南"
    sheet.range(INPUTS["年度"]).value = 2021
    sheet.range("B6").value, sheet.range("B8").value = " 党建 ", "007"
    given = read(book, SLIP)
    assert given == {
        "套表": ["hunan-2021　湖南"],
        "年度": ["2021"],
        "项目名称": ["党建", "007"],
        "文件夹": ["=1+1"],
    }
    assert one(given, "年度") == "2021"


def test_what_is_missing_is_told(calc_app: xw.App) -> None:
    show(calc_app, SLIP)
    with pytest.raises(SlipError, match="请先填写“套表”，再点一次“新建报送件”"):
        read(calc_app.books.active, SLIP)


def test_a_slip_that_is_open_comes_to_the_front_as_it_is(calc_app: xw.App) -> None:
    show(calc_app, SLIP)
    calc_app.books.active.sheets["填写单"].range("B6").value = "党建"
    calc_app.books.add()
    assert slip_of(calc_app.books.active) is None
    show(calc_app, SLIP)
    assert len(calc_app.books) == 2
    assert read_projects(calc_app.books.active) == "党建"


def read_projects(book: xw.Book) -> str:
    value = book.sheets["填写单"].range("B6").value
    assert isinstance(value, str)
    return value


def test_a_discarded_slip_leaves_nothing(calc_app: xw.App, home: Path) -> None:
    show(calc_app, SLIP)
    assert [path.name for path in home.iterdir() if not path.name.startswith(".")] == [SLIP.file_name]
    discard(calc_app.books.active, SLIP)
    assert len(calc_app.books) == 0
    assert not (home / SLIP.file_name).exists()


def test_only_the_cells_to_fill_in_can_be_written(calc_app: xw.App) -> None:
    show(calc_app, SLIP)
    sheet = calc_app.books.active.sheets["填写单"]
    for address in INPUTS.values():
        sheet.range(address).value = "党建"
    for address in ("A4", "C4", "B10", "A1"):
        with pytest.raises(Exception, match="填写单"):
            sheet.range(address).value = "党建"


def test_lists_numbers_and_prompts_are_in_the_file() -> None:
    book = openpyxl.load_workbook(BytesIO(as_workbook(SLIP)))
    sheet = book["填写单"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["B4"].type == "list"
    choices = book["选项"][str(rules["B4"].formula1).partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in choices] == ["hunan-2021　湖南", "hunan-2019　湖南，旧样式"]
    assert (rules["B5"].type, rules["B5"].formula1, rules["B5"].formula2) == ("whole", "2000", "2099")
    assert [(rules[at].promptTitle, rules[at].prompt) for at in ("B4", "B6:B8")] == [
        ("套表", "按哪套表生成。"),
        ("项目名称", "每行一个。"),
    ]
    assert book["选项"].sheet_state == "hidden"
    # What looks like a formula is a text.
    assert (sheet["B9"].value, sheet["B9"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("content", [None, "perfxl", 7])
def test_a_workbook_with_sheets_of_these_names_is_no_slip(
    calc_app: xw.App, home: Path, content: object
) -> None:
    home.mkdir()
    (home / SLIP.file_name).write_bytes(as_workbook(SLIP))
    book = calc_app.books.open(str(home / SLIP.file_name))
    assert slip_of(book) == "new_return"
    book.sheets["选项"].range("A1").value = content
    assert slip_of(book) is None
    book.sheets["选项"].delete()
    assert slip_of(book) is None


def test_a_returned_workbook_cannot_pass_itself_off_as_a_slip(calc_app: xw.App, tmp_path: Path) -> None:
    (tmp_path / SLIP.file_name).write_bytes(as_workbook(SLIP))
    assert slip_of(calc_app.books.open(str(tmp_path / SLIP.file_name))) is None
