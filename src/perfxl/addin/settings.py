"""The user's settings: by which form set, year, parameter sets and rules the buttons fill and check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from perfxl.addin.folders import user_folder
from perfxl.checking import Options, rule_ids
from perfxl.formset.load import FormSetError
from perfxl.paths import os_reason
from perfxl.workbook.edit import write_atomically

FORM_SET, YEAR, PARAMETERS, WITHOUT, PUBLIC = "套表", "年度", "参数组", "停用的规则", "公开版"
YEARS = (2000, 2099)
"""The years that can be set, both included."""
_KEYS = (FORM_SET, YEAR, PARAMETERS, WITHOUT, PUBLIC)


class SettingsError(Exception):
    """Settings that cannot be used; ``str()`` says which and why, in Chinese."""


class Settings(Struct, frozen=True):
    """What the user set: a form set's id (None: the best fitting), a year (None: as the forms say), parameters, and the
    ids of rules that are not checked.
    """

    form_set: str | None = None
    year: int | None = None
    parameters: tuple[str, ...] = ()
    public: bool = False
    without: tuple[str, ...] = ()

    def options(self) -> Options:
        """The settings as the options of a check."""
        return Options(self.form_set, self.year, self.public, None, self.parameters, self.without)

    def verify(self) -> None:
        """Raises SettingsError where the form set, a parameter set or a rule does not exist."""
        try:
            self.options().verify()
        except FormSetError as error:
            raise SettingsError(f"设置有误：{error}") from error


def settings_file() -> Path:
    """Where the settings are kept; the file need not exist."""
    return user_folder() / "settings.json"


def load_settings() -> Settings:
    """The settings, verified; the defaults where there is no file. Raises SettingsError for a bad file."""
    path = settings_file()
    try:
        data = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 无法读取：{os_reason(error)}") from error
    except ValueError as error:
        raise SettingsError(_bad(path, "不是有效的 JSON")) from error
    settings = _read(data, path)
    settings.verify()
    return settings


def save_settings(settings: Settings) -> Path:
    """Write the settings and tell where. Raises SettingsError."""
    settings.verify()
    path = settings_file()
    data = {
        FORM_SET: settings.form_set,
        YEAR: settings.year,
        PARAMETERS: list(settings.parameters),
        WITHOUT: list(settings.without),
        PUBLIC: settings.public,
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 无法写入：{os_reason(error)}") from error
    return path


def _read(data: Any, path: Path) -> Settings:
    if not isinstance(data, dict):
        raise SettingsError(_bad(path, "内容应为“名称: 值”"))
    if unknown := sorted(set(map(str, data)) - set(_KEYS)):
        raise SettingsError(_bad(path, f"不认识的项“{'、'.join(unknown)}”"))
    form_set, year = data.get(FORM_SET), data.get(YEAR)
    parameters, public = data.get(PARAMETERS, []), data.get(PUBLIC, False)
    without = data.get(WITHOUT, [])
    if form_set is not None and not isinstance(form_set, str):
        raise SettingsError(_bad(path, f"“{FORM_SET}”应为套表编号"))
    if year is not None and (not isinstance(year, int) or not YEARS[0] <= year <= YEARS[1]):
        raise SettingsError(_bad(path, f"“{YEAR}”应为 {YEARS[0]} 至 {YEARS[1]} 的整数"))
    for key, names in ((PARAMETERS, parameters), (WITHOUT, without)):
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise SettingsError(_bad(path, f"“{key}”应为名称的列表"))
    if not isinstance(public, bool):
        raise SettingsError(_bad(path, f"“{PUBLIC}”应为 true 或 false"))
    return Settings(form_set, year, tuple(parameters), public, rule_ids(without))


def _bad(path: Path, why: str) -> str:
    return f"设置文件 {path} 有误：{why}。请改正，或删除该文件后重新设置。"
