"""Install, uninstall and status on made-up folders of both systems."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_machine import made_places
from msgspec.structs import replace

from perfxl.addin import build as build_module
from perfxl.addin import install as module
from perfxl.addin.build import build, configuration, read_configuration
from perfxl.addin.configuration import MACOS, WINDOWS
from perfxl.addin.install import InstallError, Places, install, places_here, status, uninstall
from perfxl.addin.xlwings_source import apple_script, xlwings_version
from perfxl.cli import app


@pytest.fixture(scope="module")
def project() -> bytes:
    return build_module.vba_project(build_module.modules())


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch, project: bytes) -> None:
    """The VBA project, the slow part of the build, is the same in every add-in."""
    monkeypatch.setattr(build_module, "vba_project", lambda modules, code: project)


@pytest.fixture(params=[WINDOWS, MACOS])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    return made_places(tmp_path / "用户", request.param, sys.executable)


def files_below(places: Places) -> set[Path]:
    return {path for path in places.start.parent.rglob("*") if path.is_file()}


def test_install_writes_the_add_in_with_this_interpreter(places: Places) -> None:
    written = install(places)
    assert read_configuration(places.add_in.read_bytes()) == configuration(places.system, sys.executable)
    assert files_below(places) == {*written, places.record}
    assert status(places).fits


def test_on_macos_the_apple_script_goes_with_it(tmp_path: Path) -> None:
    places = made_places(tmp_path, MACOS)
    install(places)
    assert places.scripts is not None
    script = places.scripts / f"xlwings-{xlwings_version()}.applescript"
    assert script.read_bytes() == apple_script()[1]
    assert b"VbaHandler" in script.read_bytes()


def test_uninstall_removes_exactly_what_was_installed(places: Places) -> None:
    places.start.mkdir(parents=True)
    other = places.start / "xlwings.xlam"
    other.write_bytes(b"somebody else's")
    written = install(places)
    removed, changed = uninstall(places)
    assert set(removed) == set(written)
    assert changed == []
    assert files_below(places) == {other}


def test_a_file_that_was_there_before_stays(tmp_path: Path) -> None:
    places = made_places(tmp_path, MACOS)
    assert places.scripts is not None
    name, content = apple_script()
    places.scripts.mkdir(parents=True)
    (places.scripts / name).write_bytes(content)
    install(places)
    uninstall(places)
    assert files_below(places) == {places.scripts / name}


def test_a_file_changed_since_is_left_and_named(places: Places) -> None:
    install(places)
    places.add_in.write_bytes(places.add_in.read_bytes() + b" ")
    assert "文件在安装后改动过。" in status(places).notes
    _, changed = uninstall(places)
    assert changed == [places.add_in]
    assert places.add_in.exists()


def test_installing_again_updates(places: Places) -> None:
    places.start.mkdir(parents=True)
    places.add_in.write_bytes(build(configuration(places.system, "/old/python")))
    install(places)
    first = places.add_in.read_bytes()
    install(places)
    assert places.add_in.read_bytes() == first
    assert status(places).fits
    uninstall(places)
    assert not files_below(places)


def test_a_foreign_file_of_the_same_name_is_not_overwritten(places: Places) -> None:
    places.start.mkdir(parents=True)
    places.add_in.write_bytes(b"PK something else")
    with pytest.raises(InstallError, match="不是 perfxl 的加载项"):
        install(places)
    assert places.add_in.read_bytes() == b"PK something else"


def test_uninstall_without_install_touches_nothing(places: Places) -> None:
    with pytest.raises(InstallError, match="没有安装过"):
        uninstall(places)
    places.start.mkdir(parents=True)
    places.add_in.write_bytes(build(configuration(places.system, "/python")))
    with pytest.raises(InstallError, match="不是由 perfxl addin install 装上的"):
        uninstall(places)
    assert places.add_in.exists()


@pytest.mark.parametrize("record", ["", "[]", '{"files": 3}', "{"])
def test_a_damaged_record_counts_as_none(places: Places, record: str) -> None:
    install(places)
    places.record.write_text(record)
    with pytest.raises(InstallError, match="没有安装过"):
        uninstall(places)
    assert places.add_in.exists()


def test_a_folder_that_cannot_be_written_is_explained(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("perfxl.workbook.edit.write_atomically", refused)
    with pytest.raises(InstallError, match="请先退出 Excel"):
        install(places)
    assert not files_below(places)


def test_a_file_that_is_in_use_is_explained(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    install(places)

    def in_use(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", in_use)
        with pytest.raises(InstallError, match="请先退出 Excel"):
            uninstall(places)
    assert places.record.exists()
    assert uninstall(places)[0]


@pytest.mark.parametrize(
    ("built", "note"),
    [
        ({"perfxl": "0.0.1"}, "加载项由 perfxl 0.0.1 生成"),
        ({"xlwings": "0.30.0"}, "加载项由 xlwings 0.30.0 生成"),
        ({"interpreter": None}, "没有写明 Python 的位置"),
        ({"interpreter": "/gone/python"}, "Python 已不在：/gone/python"),
        ({"interpreter": __file__}, "而现在运行的是"),
    ],
)
def test_status_names_what_does_not_match(places: Places, built: dict[str, str | None], note: str) -> None:
    install(places)
    wrong = replace(configuration(places.system, sys.executable), **built)
    places.add_in.write_bytes(build(wrong))
    found = status(places)
    assert not found.fits
    assert note in found.notes[0]
    assert found.built is not None


def test_status_of_nothing_of_something_gone_and_of_something_else(places: Places) -> None:
    nothing = status(places)
    assert (nothing.present, nothing.fits, nothing.notes) == (False, False, [])
    install(places)
    places.add_in.unlink()
    assert "可能被安全软件隔离" in status(places).notes[0]
    places.add_in.write_bytes(b"?")
    assert "不是 perfxl 的加载项" in status(places).notes[0]


def test_status_misses_the_apple_script(tmp_path: Path) -> None:
    places = made_places(tmp_path, MACOS, sys.executable)
    install(places)
    assert places.scripts is not None
    (places.scripts / apple_script()[0]).unlink()
    assert status(places).notes == ["缺少 xlwings 的 AppleScript，点按钮不会有反应。"]


@pytest.mark.parametrize(
    ("platform", "start"),
    [
        ("win32", "Microsoft/Excel/XLSTART"),
        (
            "darwin",
            "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel",
        ),
    ],
)
def test_the_start_folder_is_that_of_the_user(
    monkeypatch: pytest.MonkeyPatch, home: Path, platform: str, start: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    places = places_here()
    assert places.start == home.parent / start
    assert (places.scripts is None) == (platform == "win32")
    assert places.interpreter == sys.executable


def test_elsewhere_install_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("install", "uninstall", "status"):
        done = CliRunner().invoke(app, ["addin", name], standalone_mode=False)
        assert done.return_value == 2
        assert "没有 Excel，加载项无处可装" in done.output


def test_the_commands(monkeypatch: pytest.MonkeyPatch, places: Places) -> None:
    monkeypatch.setattr(module, "places_here", lambda: places)

    def run(name: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["addin", name], standalone_mode=False)
        assert done.exception is None
        return done.return_value, done.output

    assert run("status") == (1, f"没有安装：{places.add_in}\n")
    assert run("install")[0] == 0
    code, text = run("status")
    assert code == 0
    assert f"已安装：{places.add_in}" in text
    assert sys.executable in text
    code, text = run("uninstall")
    assert code == 0
    assert f"已删除：{places.add_in}" in text
    assert run("uninstall")[0] == 2


def test_what_is_recorded_names_files_and_hashes_only(places: Places) -> None:
    written = install(places)
    record = json.loads(places.record.read_text("utf-8"))
    assert set(record) == {"perfxl", "files"}
    assert set(record["files"]) == {str(path) for path in written}
