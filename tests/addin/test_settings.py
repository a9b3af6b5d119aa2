"""Settings are kept in a file of the user's and are verified whenever they are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfxl.addin.settings import Settings, SettingsError, load_settings, save_settings, settings_file
from perfxl.checking import Options


def test_without_a_file_everything_is_automatic(home: Path) -> None:
    assert load_settings() == Settings()
    assert load_settings().options() == Options()
    assert not home.exists()


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings("hunan-2021", 2021, (), True),
        Settings("mof-2020", None, ("101号",), False),
        Settings(None, 2099, ("101号",)),
        Settings(without=("BD-15", "TY-11")),
    ],
)
def test_settings_are_read_as_they_were_saved(home: Path, settings: Settings) -> None:
    path = save_settings(settings)
    assert path.parent == home
    assert load_settings() == settings
    options = load_settings().options()
    assert (options.form_set, options.year, options.parameters, options.public, options.without) == (
        settings.form_set,
        settings.year,
        settings.parameters,
        settings.public,
        settings.without,
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "不是有效的 JSON"),
        ("\ufeff", "不是有效的 JSON"),
        ("[]", "内容应为“名称: 值”"),
        ('{"套表": 2021}', "“套表”应为套表编号"),
        ('{"套表": "hunan-1921"}', "没有套表"),
        ('{"年度": "2021"}', "“年度”应为 2000 至 2099 的整数"),
        ('{"年度": true}', "“年度”应为 2000 至 2099 的整数"),
        ('{"年度": 21}', "“年度”应为 2000 至 2099 的整数"),
        ('{"参数组": "101号"}', "“参数组”应为名称的列表"),
        ('{"参数组": ["999号"]}', "没有参数组“999号”"),
        ('{"公开版": 1}', "“公开版”应为 true 或 false"),
        ('{"容差": 1}', "不认识的项“容差”"),
    ],
)
def test_a_bad_file_is_told(home: Path, content: str, says: str) -> None:
    home.mkdir()
    settings_file().write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=says):
        load_settings()


def test_a_file_in_another_encoding_is_told(home: Path) -> None:
    home.mkdir()
    settings_file().write_bytes('{"套表": "hunan-2021"}'.encode("gb18030"))
    with pytest.raises(SettingsError, match="不是有效的 JSON"):
        load_settings()


def test_settings_that_do_not_exist_are_not_saved(home: Path) -> None:
    with pytest.raises(SettingsError, match="没有套表"):
        save_settings(Settings("hunan-1921"))
    assert not settings_file().exists()


def test_a_folder_that_cannot_be_written_is_told(home: Path) -> None:
    home.parent.joinpath("perfxl").write_text("a file in its place")
    with pytest.raises(SettingsError, match="无法写入"):
        save_settings(Settings())
    with pytest.raises(SettingsError, match="无法读取"):
        load_settings()


def test_the_file_can_be_read_by_its_owner(home: Path) -> None:
    save_settings(Settings("hunan-2021", 2021, (), True))
    assert json.loads(settings_file().read_text("utf-8")) == {
        "套表": "hunan-2021",
        "年度": 2021,
        "参数组": [],
        "停用的规则": [],
        "公开版": True,
    }
