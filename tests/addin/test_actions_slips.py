"""The buttons that ask by an entry slip: 新建报送件, 设置, 审核文件夹."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from perfxl.addin.actions import ACTIONS
from perfxl.addin.outcome import ActionError, Outcome
from perfxl.addin.settings import Settings, load_settings, save_settings, settings_file
from perfxl.addin.slips import SHEET, slip_of
from perfxl.checking import check_file
from perfxl.output import as_data

if TYPE_CHECKING:
    import xlwings as xw

RETURNS = Path(__file__).resolve().parents[1] / "returns"
Click = Callable[[str], Outcome]


@pytest.fixture
def click(calc_app: xw.App) -> Click:
    """Click a button while whatever is in front is in front."""
    return lambda control_id: ACTIONS[control_id](calc_app.books.active)


def fill_in(app: xw.App, **values: object) -> None:
    """Fill in the slip in front, each value beside its label; a list goes down the rows."""
    sheet = app.books.active.sheets[SHEET]
    labels = [str(cell or "").removesuffix("（必填）") for cell in sheet.range("A1:A60").value]
    for name, value in values.items():
        row = labels.index(name) + 1
        sheet.range((row, 2)).value = [[line] for line in value] if isinstance(value, list) else value


def prefilled(app: xw.App, name: str) -> object:
    """What stands beside a label of the slip in front."""
    sheet = app.books.active.sheets[SHEET]
    labels = [str(cell or "").removesuffix("（必填）") for cell in sheet.range("A1:A60").value]
    return sheet.range((labels.index(name) + 1, 2)).value


def test_a_new_return_is_made_and_opened(calc_app: xw.App, click: Click, tmp_path: Path) -> None:
    shutil.copy(RETURNS / "hengyang-2022.xlsx", tmp_path / "申报.xlsx")
    calc_app.books.open(str(tmp_path / "申报.xlsx"))
    assert click("new_return").quiet
    assert slip_of(calc_app.books.active) == "new_return"
    assert prefilled(calc_app, "保存到文件夹") == str(tmp_path)
    fill_in(
        calc_app,
        套表="hunan-2021　湖南",
        单位全称="某某市/档案馆",
        年度=2023,
        项目名称=["党建", "馆藏=数字化"],
    )
    told = click("new_return")
    made = tmp_path / "某某市档案馆（2023）.xlsx"
    assert str(made) in told.message
    assert calc_app.books.active.fullname == str(made)
    assert [slip_of(book) for book in calc_app.books] == [None, None]
    checked = check_file(made)
    assert checked.ret is not None
    assert (checked.ret.form_set.id, checked.ret.unit, checked.ret.year) == (
        "hunan-2021",
        "某某市/档案馆",
        2023,
    )
    names = [form.value(form.form.project_name).text for form in checked.ret.of("项目自评表")]
    assert names == ["党建", "馆藏=数字化"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"单位全称": "某某馆"}, "请先填写“套表”"),
        ({"套表": "hunan-2021　湖南"}, "请先填写“单位全称”"),
        ({"套表": "hunan-1921", "单位全称": "某某馆"}, "没有套表"),
        ({"套表": "hunan-2021", "单位全称": "某某馆", "年度": "明年"}, "“年度”请填 2000 至 2099 的整数"),
        ({"套表": "hunan-2021", "单位全称": "某某馆", "保存到文件夹": "没有的文件夹"}, "没有这个文件夹"),
        ({"套表": "hunan-2021", "单位全称": "某某馆", "项目名称": ["甲", "甲"]}, "项目“甲”重复"),
        ({"套表": "hunan-2021", "单位全称": "已有"}, "文件已存在"),
    ],
)
def test_what_cannot_be_made_leaves_the_slip_open(
    calc_app: xw.App, click: Click, tmp_path: Path, values: dict[str, object], says: str
) -> None:
    (tmp_path / "已有（2021）.xlsx").write_bytes(b"kept")
    calc_app.books.add()
    click("new_return")
    assert prefilled(calc_app, "保存到文件夹") is None
    fill_in(calc_app, **({"保存到文件夹": str(tmp_path)} | values))
    with pytest.raises(Exception, match=says):
        click("new_return")
    assert slip_of(calc_app.books.active) == "new_return"
    assert [path.name for path in tmp_path.iterdir()] == ["已有（2021）.xlsx"]
    assert (tmp_path / "已有（2021）.xlsx").read_bytes() == b"kept"


def test_settings_are_shown_and_saved(calc_app: xw.App, click: Click) -> None:
    save_settings(Settings("hunan-2021", 2022, (), True))
    calc_app.books.add()
    assert click("settings").quiet
    assert str(prefilled(calc_app, "套表")).startswith("hunan-2021　")
    assert (prefilled(calc_app, "年度"), prefilled(calc_app, "公开版")) == (2022, "是")
    fill_in(
        calc_app,
        套表="mof-2020　财政部",
        年度=None,
        参数组=["101号"],
        停用的规则=["bd-15", "TY-11"],
        公开版="否",
    )
    assert str(settings_file()) in click("settings").message
    assert load_settings() == Settings("mof-2020", None, ("101号",), False, ("BD-15", "TY-11"))
    assert [slip_of(book) for book in calc_app.books] == [None]
    click("settings")
    fill_in(calc_app, 套表="自动识别", 参数组=[None], 停用的规则=[None, None])
    click("settings")
    assert load_settings() == Settings()


def test_a_bad_settings_file_is_told_and_can_be_replaced(calc_app: xw.App, click: Click, home: Path) -> None:
    home.mkdir()
    settings_file().write_text("{", "utf-8")
    calc_app.books.add()
    told = click("settings")
    assert not told.quiet
    assert "不是有效的 JSON" in told.message
    click("settings")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"参数组": ["999号"]}, "没有参数组“999号”"),
        ({"公开版": "也许"}, "请选“是”或“否”"),
        ({"年度": 21}, "“年度”请填"),
    ],
)
def test_settings_that_cannot_be_are_not_saved(
    calc_app: xw.App, click: Click, values: dict[str, object], says: str
) -> None:
    calc_app.books.add()
    click("settings")
    fill_in(calc_app, **values)
    with pytest.raises(Exception, match=says):
        click("settings")
    assert not settings_file().exists()
    assert slip_of(calc_app.books.active) == "settings"


def test_a_folder_is_checked_and_the_results_opened(calc_app: xw.App, click: Click, tmp_path: Path) -> None:
    (tmp_path / "下级").mkdir()
    for name, place in (("hengyang-2021.xlsx", "甲.xlsx"), ("hunan-2019-version-b.xlsx", "下级/乙.xlsx")):
        shutil.copy(RETURNS / name, tmp_path / place)
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.xlsx")}
    calc_app.books.add()
    click("check_folder")
    fill_in(calc_app, 文件夹=f'"{tmp_path}"')
    told = click("check_folder").message
    assert "共 3 个文件" in told
    results = tmp_path / "审核结果" / "审核结果.xlsx"
    assert calc_app.books.active.fullname == str(results)
    assert (results.parent / "审核报告.html").exists()
    assert {path: path.read_bytes() for path in before} == before
    with (results.parent / "审核结果.jsonl").open(encoding="utf-8") as lines:
        found = {item["path"]: item["findings"] for item in (json.loads(line)["return"] for line in lines)}
    assert found == {str(path): as_data(check_file(path))["findings"] for path in before}


def test_the_last_results_must_be_closed_first(calc_app: xw.App, click: Click, tmp_path: Path) -> None:
    results = tmp_path / "审核结果" / "审核结果.xlsx"
    results.parent.mkdir()
    for path in (tmp_path / "甲.xlsx", results):
        shutil.copy(RETURNS / "hunan-2019-version-b.xlsx", path)
    calc_app.books.open(str(results))
    click("check_folder")
    fill_in(calc_app, 文件夹=str(tmp_path))
    with pytest.raises(ActionError, match="还开着"):
        click("check_folder")


def test_a_folder_without_workbooks_is_told(calc_app: xw.App, click: Click, tmp_path: Path) -> None:
    calc_app.books.add()
    click("check_folder")
    fill_in(calc_app, 文件夹=str(tmp_path))
    with pytest.raises(ActionError, match="没有可审核的工作簿"):
        click("check_folder")
    assert calc_app.status_bar is False


@pytest.mark.parametrize("found", ["https://d.docs.live.net/甲.xlsx", RuntimeError("no local copy")])
def test_a_workbook_in_the_cloud_has_no_folder(
    calc_app: xw.App, click: Click, monkeypatch: pytest.MonkeyPatch, found: object
) -> None:
    def fullname(_: object) -> object:
        if isinstance(found, Exception):
            raise found
        return found

    book = calc_app.books.add()
    monkeypatch.setattr(type(book), "fullname", property(fullname))
    click("new_return")
    assert prefilled(calc_app, "保存到文件夹") is None
