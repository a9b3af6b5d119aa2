"""The buttons for one return, on real returns in a spreadsheet program."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from perfxl.addin import actions
from perfxl.addin.actions import ACTIONS
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import Settings, save_settings
from perfxl.checking import Checked, Options
from perfxl.cli import app as command_line
from perfxl.filling import fill_file
from perfxl.finding import Level
from perfxl.live import LiveError
from perfxl.output import as_data
from perfxl.results_sheet import COLUMNS, TITLE_ROWS

if TYPE_CHECKING:
    import xlwings as xw

ROOT = Path(__file__).resolve().parents[2]
RETURNS = ROOT / "tests" / "returns"
CLEAN = RETURNS / "hunan-2019-version-b.xlsx"
SAMPLE, CHECKED_SHEET = RETURNS / "mof-2020-sample.xlsx", "设备检修"
DECLARATION = RETURNS / "hengyang-2022.xlsx"
Click = Callable[[str], Outcome]


@pytest.fixture
def click(calc_app: xw.App) -> Click:
    """Click a button while whatever is in front is in front."""
    return lambda control_id: ACTIONS[control_id](calc_app.books.active)


@pytest.fixture
def opened(calc_app: xw.App, tmp_path: Path) -> Callable[[Path], xw.Book]:
    """Open a copy of a return."""

    def open_copy(path: Path) -> xw.Book:
        shutil.copy(path, tmp_path / path.name)
        return calc_app.books.open(str(tmp_path / path.name))

    return open_copy


def checked_as_file(path: Path) -> dict[str, Any]:
    """What ``perfxl check --format json`` says of a file."""
    run = CliRunner().invoke(command_line, ["check", str(path), "--format", "json"], standalone_mode=False)
    (item,) = json.loads(run.stdout)["returns"]
    assert isinstance(item, dict)
    return item


def listed(book: xw.Book) -> list[dict[str, str]]:
    """The rows of the sheet 审核结果 by their headings, as texts."""
    sheet = book.sheets["审核结果"]
    rows = sheet.range((TITLE_ROWS + 1, 1), (sheet.used_range.last_cell.row, len(COLUMNS))).value
    heads = [name for name, _ in COLUMNS]
    assert rows[0] == heads
    return [
        dict(zip(heads, ["" if cell is None else str(cell) for cell in row], strict=True)) for row in rows[1:]
    ]


def where(sheet: str | None, cell: str | None, text: str) -> str:
    """A place as the sheet of results shows it, as far as JSON knows it."""
    return cell or (text if text.startswith("第 ") else sheet or "")


@pytest.mark.parametrize("path", sorted(RETURNS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_findings_are_those_of_the_command_line(
    path: Path, opened: Callable[[Path], xw.Book], click: Click, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(path)
    expected = checked_as_file(Path(book.fullname))
    marked: list[Checked] = []
    monkeypatch.setattr(actions, "unlocked", lambda _: nullcontext())
    monkeypatch.setattr(actions, "mark", lambda _, checked: marked.append(checked))
    monkeypatch.setattr(actions, "_go_to_first", lambda _: "")
    told = click("check_all").message
    if not expected["findings"]:
        assert (marked, told[-7:]) == ([], "没有发现问题。")
        return
    (checked,) = marked
    of_file = ("path", "sha256")
    assert {key: value for key, value in as_data(checked).items() if key not in of_file} == {
        key: value for key, value in expected.items() if key not in of_file
    }
    for level, count in checked.counts.items():
        assert (f"{count} 项{level.chinese}" in told) == (count > 0)


REPORT = RETURNS / "reports" / "hengyang-2021.docx"


def test_the_report_beside_a_saved_workbook_is_checked_with_it(
    opened: Callable[[Path], xw.Book], click: Click, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(REPORT, tmp_path / "自评报告.docx")
    book = opened(RETURNS / "hengyang-2021.xlsx")
    expected = checked_as_file(Path(book.fullname))
    assert sum(found["form"] == "自评报告" for found in expected["findings"]) == 10
    marked: list[Checked] = []
    monkeypatch.setattr(actions, "unlocked", lambda _: nullcontext())
    monkeypatch.setattr(actions, "mark", lambda _, checked: marked.append(checked))
    monkeypatch.setattr(actions, "_go_to_first", lambda _: "")
    assert "连同同一文件夹中的报告 自评报告.docx：退回" in click("check_all").message
    assert as_data(marked[0])["findings"] == expected["findings"]
    assert (marked[0].report, marked[0].path) == (expected["report"], book.fullname)
    click("check_sheet")
    assert {found.place.sheet for found in marked[1].findings} == {book.sheets.active.name}


def test_a_choice_of_reports_is_told(opened: Callable[[Path], xw.Book], click: Click, tmp_path: Path) -> None:
    for name in ("某县档案馆自评报告.docx", "某县档案馆报告（定稿）.docx"):
        shutil.copy(REPORT, tmp_path / name)
    opened(CLEAN)
    told = click("check_all").message
    assert "没有发现问题。\n有 2 份报告" in told
    assert told.endswith("请只留一份，或在命令行用 --report 指定。")


def test_the_findings_are_listed_marked_and_walked_through(
    opened: Callable[[Path], xw.Book], click: Click
) -> None:
    book = opened(DECLARATION)
    expected = checked_as_file(Path(book.fullname))["findings"]
    told = click("check_all").message
    assert "退回。4 项错误，8 项警告，2 项提示" in told
    rows = listed(book)
    assert [
        (
            row["级别"],
            row["规则"],
            row["表"],
            row["位置"],
            row["填报数"],
            row["应为"],
            row["差额"],
            row["核对码"],
        )
        for row in rows
    ] == [
        (
            Level(finding["level"]).chinese,
            finding["rule"],
            finding["form"] or "整个文件",
            where(finding["sheet"], finding["cell"], row["位置"]),
            finding["stated"] or "",
            finding["computed"] or "",
            finding["difference"] or "",
            finding["fingerprint"],
        )
        for finding, row in zip(expected, rows, strict=True)
    ]
    places = {(finding["sheet"], finding["cell"]) for finding in expected if finding["cell"]}
    seen = [selected(book)]
    for number in range(2, len(places) + 1):
        step = click("next_finding")
        assert step.quiet
        assert step.message.startswith(f"{number}/{len(places)}　")
        seen.append(selected(book))
    assert (set(seen), len(seen)) == (places, len(places))
    click("next_finding")
    assert selected(book) == seen[0]
    click("previous_finding")
    assert selected(book) == seen[-1]


def selected(book: xw.Book) -> tuple[str, str]:
    """The sheet in front and the first selected cell."""
    return book.sheets.active.name, book.selection.get_address(False, False).partition(":")[0]


def test_findings_are_mended_and_cleared(opened: Callable[[Path], xw.Book], click: Click) -> None:
    book = opened(SAMPLE)
    names = [sheet.name for sheet in book.sheets]
    with pytest.raises(ActionError, match="还没有审核结果"):
        click("show_results")
    assert click("clear_marks").message == "没有标记可以清除。"
    assert click("next_finding").message.startswith("没有标注的单元格")
    book.sheets[CHECKED_SHEET].activate()
    assert f"本表（{CHECKED_SHEET}）：1 项错误" in click("check_sheet").message
    assert [row["规则"] for row in listed(book)] == ["XM-01"]
    assert selected(book) == (CHECKED_SHEET, "E5")
    book.sheets[CHECKED_SHEET].range("E5").value = 36
    click("check_all")
    rules = [row["规则"] for row in listed(book)]
    assert "ZP-14" in rules
    assert "XM-01" not in rules
    click("show_results")
    assert book.sheets.active.name == "审核结果"
    with pytest.raises(ActionError, match="请先切换到要处理的表"):
        click("check_sheet")
    assert "已清除" in click("clear_marks").message
    assert [sheet.name for sheet in book.sheets] == names


def test_computed_cells_are_filled_as_in_a_file_and_given_back(
    opened: Callable[[Path], xw.Book], click: Click, tmp_path: Path
) -> None:
    due = {
        (change.place.sheet, str(change.place.address)): change.after
        for change in fill_file(SAMPLE, tmp_path / "filled.xlsx")
    }
    assert set(due) == {(CHECKED_SHEET, "E5"), (CHECKED_SHEET, "G5")}
    book = opened(SAMPLE)
    before = {place: book.sheets[place[0]].range(place[1]).formula for place in due}
    told = click("fill_all").message
    assert "改动 2 处" in told
    assert f"{CHECKED_SHEET}!E5 年度资金总额（全年预算数）：36.5 → 36" in told
    assert book.sheets[CHECKED_SHEET].range("E5").value == 36
    assert "无须改动" in click("fill_all").message
    assert "2 个单元格" in click("undo_fill").message
    assert {place: book.sheets[place[0]].range(place[1]).formula for place in due} == before
    with pytest.raises(LiveError, match="没有可以撤销的计算"):
        click("undo_fill")


def test_a_total_of_rows_not_wholly_read_stays_and_the_reason_is_told(
    opened: Callable[[Path], xw.Book], click: Click
) -> None:
    book = opened(SAMPLE)
    book.sheets[CHECKED_SHEET].range("A7:G7").value = None
    told = click("fill_all").message.splitlines()
    reason = "（按读到的计算为 32；没有“上年结转资金”这一行）"
    assert f"未写入 {CHECKED_SHEET}!E5 年度资金总额（全年预算数）：36.5{reason}" in told
    assert book.sheets[CHECKED_SHEET].range("E5").value == 36.5


def test_one_sheet_is_filled_alone(opened: Callable[[Path], xw.Book], click: Click) -> None:
    book = opened(SAMPLE)
    other = next(sheet for sheet in book.sheets if sheet.name != CHECKED_SHEET)
    other.activate()
    assert "无须改动" in click("fill_sheet").message
    book.sheets[CHECKED_SHEET].activate()
    assert "改动 2 处" in click("fill_sheet").message
    # What the user types afterwards is the user's.
    book.sheets[CHECKED_SHEET].range("E5").value = 40
    told = click("undo_fill").message
    assert "1 个单元格" in told
    assert f"计算之后又改过的没有动：{CHECKED_SHEET}!E5" in told
    assert book.sheets[CHECKED_SHEET].range("E5").value == 40


@pytest.mark.parametrize("button", ["check_all", "check_sheet", "fill_all", "fill_sheet"])
def test_the_settings_hold(
    calc_app: xw.App, click: Click, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    settings = Settings("mof-2020", 2022, ("101号",), True)
    save_settings(settings)
    calc_app.books.add()

    def seen(book: xw.Book, options: Options, sheet: str | None, **_: object) -> Checked:
        raise ActionError(f"{options == settings.options()} {sheet}")

    monkeypatch.setattr(actions, "check_open", seen)
    monkeypatch.setattr(actions, "fill_book", seen)
    with pytest.raises(ActionError, match="True None" if button.endswith("all") else "True Sheet1"):
        click(button)


@pytest.mark.parametrize("button", ["check_all", "check_sheet", "fill_all", "fill_sheet"])
def test_a_workbook_without_forms_is_told_and_left_alone(calc_app: xw.App, click: Click, button: str) -> None:
    book = calc_app.books.add()
    book.sheets[0].range("A1").value = [["姓名", "电话"], ["甲", 1]]
    with pytest.raises((ActionError, LiveError), match=r"没有识别出任何绩效表|不是绩效表"):
        click(button)
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]


@pytest.mark.parametrize(
    "button",
    ["check_all", "fill_all", "undo_fill", "next_finding", "previous_finding", "show_results", "clear_marks"],
)
def test_a_slip_in_front_is_no_return(calc_app: xw.App, click: Click, button: str) -> None:
    calc_app.books.add()
    click("settings")
    with pytest.raises(ActionError, match="当前是填写单"):
        click(button)


def test_a_clean_return_is_not_modified_by_being_checked(
    opened: Callable[[Path], xw.Book], click: Click
) -> None:
    book = opened(CLEAN)
    names = [sheet.name for sheet in book.sheets]
    assert not book.api.isModified()
    assert click("check_all").message.endswith("没有发现问题。")
    assert not book.api.isModified()
    assert [sheet.name for sheet in book.sheets] == names


@pytest.mark.parametrize("button", ["check_all", "fill_all"])
def test_a_sheet_protected_by_a_password_is_told_and_left_alone(
    opened: Callable[[Path], xw.Book], click: Click, button: str
) -> None:
    book = opened(SAMPLE)
    book.sheets[CHECKED_SHEET].api.protect("secret")
    with pytest.raises(LiveError, match=f"“{CHECKED_SHEET}”受保护"):
        click(button)
    assert "审核结果" not in {sheet.name for sheet in book.sheets}
    assert book.sheets[CHECKED_SHEET].range("E5").value == 36.5
