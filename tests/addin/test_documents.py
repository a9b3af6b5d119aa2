"""The buttons that write documents about the open workbook."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from perfxl.addin.actions import ACTIONS
from perfxl.addin.outcome import ActionError
from perfxl.documents.outline import outline
from seeded.generators import GENERATORS

if TYPE_CHECKING:
    import xlwings as xw

BROKEN = Path(__file__).parents[1] / "returns" / "hengyang-2021.xlsx"
Open = Callable[[Path], "xw.Book"]


@pytest.fixture
def opened(calc_app: xw.App, tmp_path: Path) -> Open:
    """Open a copy of a workbook."""

    def open_copy(path: Path) -> xw.Book:
        copy = tmp_path / f"open-{path.name}"
        shutil.copy(path, copy)
        return calc_app.books.open(str(copy))

    return open_copy


@pytest.fixture
def consistent(tmp_path: Path) -> Path:
    """A return without errors."""
    from random import Random

    path = tmp_path / "return.xlsx"
    path.write_bytes(GENERATORS["hunan-2021"](Random("documents")).bytes())  # noqa: S311
    return path


def texts(path: Path) -> str:
    """All lines of a document, those of its tables too."""
    lines = (line for block in outline(path.read_bytes()) for line in (block.text, *sum(block.rows, ())))
    return "\n".join(filter(None, lines))


def test_the_report_is_written_beside_the_workbook_as_it_is_now(
    opened: Open, consistent: Path, tmp_path: Path
) -> None:
    book = opened(consistent)
    first = ACTIONS["write_report"](book)
    path = tmp_path / "open-return-自评报告.docx"
    assert str(path) in first.message
    before = texts(path)
    assert "部门整体支出绩效自评报告" in before
    again = ACTIONS["write_report"](book)
    assert "自评报告（2）.docx" in again.message
    assert texts(tmp_path / "open-return-自评报告（2）.docx") == before


def test_a_return_with_errors_gets_no_report_but_a_letter(opened: Open, tmp_path: Path) -> None:
    book = opened(BROKEN)
    with pytest.raises(ActionError, match="没有生成：报送件有 17 项错误"):
        ACTIONS["write_report"](book)
    assert not list(tmp_path.glob("*.docx"))
    ACTIONS["write_letter"](book)
    letter = texts(tmp_path / "open-hengyang-2021-审核意见.docx")
    assert "关于退回修改衡阳市归国华侨联合会绩效报送件的通知" in letter
    assert "45.17 万元，比 10 个项目之和 42.92 万元多 2.25 万元" in letter


def test_a_workbook_never_saved_has_no_place_for_documents(calc_app: xw.App) -> None:
    book = calc_app.books.add()
    for action in ("write_report", "write_letter"):
        with pytest.raises(ActionError, match="还没有保存"):
            ACTIONS[action](book)
