"""What reaches a terminal: nothing that steers it, no colours where none are wanted, an honest code behind a closed pipe."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from perfxl.checking import Checked, check_file
from perfxl.finding import Place
from perfxl.output import printable, text_report

RETYPED = Path(__file__).resolve().parent / "returns" / "hengyang-2021.xlsx"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs names and pipes of POSIX")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("某局　2021.xlsx", "某局　2021.xlsx"),
        ("a\x1b]0;标题\x07\x1b[2J", "a\\x1b]0;标题\\x07\\x1b[2J"),
        ("一行\n  结论：通过", "一行   结论：通过"),
        ("局\u202exslx.exe", "局\\u202exslx.exe"),
        ("\x9b31m\udcff", "\\x9b31m\\udcff"),
    ],
)
def test_what_would_steer_a_terminal_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@posix
@pytest.mark.parametrize("beside", [0, 1])
def test_the_name_of_a_file_does_not_steer_the_terminal(tmp_path: Path, beside: int) -> None:
    for number in range(beside + 1):
        shutil.copy(RETYPED, tmp_path / f"\x1b]0;名{number}\x07\n.xlsx")
    (tmp_path / "\x1b]0;别的\x07.zip").write_bytes(b"PK")
    shown = _perfxl("check", tmp_path if beside else next(tmp_path.glob("*.xlsx")))
    assert "\\x1b]0;名0\\x07 .xlsx" in shown
    assert "\x1b]" not in shown
    assert "\x07" not in shown


@pytest.mark.parametrize(("wanted", "coloured"), [("", True), ("1", False)])
def test_no_colours_where_the_user_wants_none(
    wanted: str, coloured: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from perfxl.cli import main

    monkeypatch.setenv("NO_COLOR", wanted)
    monkeypatch.setattr(sys, "argv", ["perfxl", "check", str(RETYPED)])
    monkeypatch.setattr(
        "click._compat._is_jupyter_kernel_output", lambda stream: True
    )  # colours are welcome here
    with pytest.raises(SystemExit):
        main()
    assert ("\x1b[" in capsys.readouterr().out) is coloured


@posix
def test_a_marked_copy_is_written_whoever_listens(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "perfxl", "check", str(RETYPED), "--annotate", str(tmp_path)]
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == [RETYPED.name]


@posix
@pytest.mark.parametrize("layout", ["text", "json"])
def test_a_closed_pipe_is_no_file_that_cannot_be_written(tmp_path: Path, layout: str) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        shutil.copy(RETYPED, tmp_path / name)
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "perfxl", "check", str(tmp_path), "--format", layout]
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "无法写入" not in done.stderr


def test_forms_of_one_name_in_two_files_stand_apart() -> None:
    first = check_file(RETYPED).findings[0]
    findings = [
        replace(first, form="部门自评表", place=Place(f"{name}.xlsx/Sheet1", 3, 1), explanation="")
        for name in ("甲", "乙")
    ]
    lines = list(text_report(Checked("x", "", None, findings), lambda text, colour: text))
    assert [line for line in lines if "部门自评表  " in line] == [
        "  部门自评表  甲.xlsx/Sheet1",
        "  部门自评表  乙.xlsx/Sheet1",
    ]


def test_cells_have_their_sheet_where_the_finding_names_no_cell() -> None:
    result = check_file(RETYPED)
    without = next(one for one in result.findings if not one.place.address and _cells(one.related))
    lines = list(text_report(result, lambda text, colour: text))
    at = next(number for number, line in enumerate(lines) if without.message.split("】")[1] in line)
    place = _cells(without.related)[0]
    assert f"相关：{place.sheet}!{place.address}" in lines[at + 1]


def test_of_many_cells_six_are_named_and_all_counted() -> None:
    finding = replace(
        check_file(RETYPED).findings[0],
        related=tuple(Place("表", row, 1) for row in range(1, 9)),
        explanation="",
    )
    shown = "\n".join(text_report(Checked("x", "", None, [finding]), lambda text, colour: text))
    assert "相关：表!A1、表!A2、表!A3、表!A4、表!A5、表!A6 等 8 处" in shown


def _cells(places: tuple[Place, ...]) -> list[Place]:
    return [place for place in places if place.address]


def _perfxl(*arguments: object) -> str:
    command = [sys.executable, "-m", "perfxl", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout
