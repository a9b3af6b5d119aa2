"""``perfxl report`` on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from perfxl.cli import app

RETURN = Path(__file__).parents[1] / "returns" / "hengyang-2021.xlsx"


def run(*arguments: str | Path) -> int:
    return int(
        app.main([str(argument) for argument in arguments], prog_name="perfxl", standalone_mode=False) or 0
    )


def test_errors_are_listed_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "报告.docx"
    assert run("report", RETURN, "-o", target) == 1
    said = capsys.readouterr().err
    assert "BD-05" in said
    assert "改正后才能生成报告" in said
    assert not target.exists()


@pytest.mark.parametrize(
    ("name", "start"), [("a.docx", b"PK"), ("a.html", b"<!DOCTYPE html>"), ("a.md", b"# ")]
)
def test_the_ending_says_the_format(tmp_path: Path, name: str, start: bytes) -> None:
    assert run("report", RETURN, "-o", tmp_path / name, "--force", "--date", "2022-05-31") == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_what_cannot_be_read_is_not_offered_to_be_forced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_text("not a workbook")
    assert run("report", wrong) == 1
    said = capsys.readouterr().err
    assert "不能生成报告：这不是 Excel 工作簿" in said
    assert "--force" not in said


def test_an_existing_file_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"mine")
    with pytest.raises(click.UsageError, match="文件已存在"):
        run("report", RETURN, "-o", target)
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize(("more", "said"), [
    (["-o", "a.pdf"], "扩展名须是"), (["-o", "a.docx", "--date", "31.5."], "日期"),
    (["-o", "a.docx", "--force", "--template", "x"], "没有模板"), (["-o", "a.docx", "--form-set", "x"], "x"),
])  # fmt: skip
def test_wrong_usage(more: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError, match=said):
        run("report", RETURN, *more)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inside", ["", "审核结果.jsonl"])
def test_letters_about_results_do_not_read_returns_in_another_way(tmp_path: Path, inside: str) -> None:
    results, letters = tmp_path / "结果", tmp_path / "意见"
    assert run("check", RETURN, "--out", results) == 1
    given = results / inside if inside else results
    with pytest.raises(click.UsageError) as refused:
        run("letter", given, "-o", letters, "--form-set", "hunan-2021", "--year", "2021")
    assert refused.value.message == (
        f"{given} 是审核结果，直接取用，不再审核，--form-set、--year 对它不起作用；"
        "请去掉 --form-set、--year，或用 perfxl check 加上它重新审核"
    )
    assert not letters.exists()
    assert run("letter", given, "-o", letters) == 0
