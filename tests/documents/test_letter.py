"""``perfxl letter``: one page a unit, what is said, and the files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from perfxl.checking import check_file
from perfxl.cli import app
from perfxl.documents.letter import Sender, due_letters, letter, letter_context
from perfxl.documents.mailing import file_names
from perfxl.documents.outline import outline
from perfxl.output import as_data

RETURNS = Path(__file__).parents[1] / "returns"
SENDER = Sender("某市财政局绩效科", "2022年6月20日", "2022年6月30日前")


def finding(number: int, level: str = "error", form: str = "基础数据表", **more: Any) -> dict[str, Any]:
    """A finding as a program reads it."""
    message = (
        f"【{form}】C{number} 第 {number} 项合计 45.17 万元，比明细之和 42.92 万元多 2.25 万元。请改正。"
    )
    return {"rule": "BD-05", "level": level, "form": form, "message": message, "primary": True, **more}


def result(*findings: dict[str, Any], verdict: str = "rejected", unit: str = "某局") -> dict[str, Any]:
    """A result as a program reads it."""
    return {"path": "a/某局.xlsx", "unit": unit, "year": 2021, "verdict": verdict, "findings": list(findings)}


def test_findings_come_by_form_errors_first() -> None:
    known = letter_context(
        result(
            finding(1, "warning", "部门自评表"),
            finding(2),
            finding(3),
            finding(4, primary=False),
            finding(5, "info"),
        ),
        SENDER,
    )
    assert known["标题"] == "关于退回修改某局绩效报送件的通知"
    assert (
        known["开头"]
        == "经审核，你单位报送的2021年度绩效报送件（某局.xlsx）有2项错误、1项警告，现退回修改。问题如下："
    )
    assert [(form["序号"], form["名称"], len(form["问题"])) for form in known["各表"]] == [
        ("一", "基础数据表", 2), ("二", "部门自评表", 1),
    ]  # fmt: skip
    assert known["各表"][0]["问题"][0] == {
        "序号": "1", "说明": "C2 第 2 项合计 45.17 万元，比明细之和 42.92 万元多 2.25 万元。请改正。",
    }  # fmt: skip
    assert known["结尾"].startswith("请于2022年6月30日前修改后重新报送。警告项确属实际情况的")
    assert known["其余"] == ""


def test_a_warning_that_is_explained_is_not_asked_again() -> None:
    known = letter_context(result(finding(1, "warning", explanation="上级批复"), verdict="accepted"), SENDER)
    assert known["各表"] == []
    assert known["开头"].endswith("审核通过。")
    assert known["结尾"] == "特此函告。"


def test_what_was_left_empty_is_asked_like_a_warning_and_what_is_not_usable_is_not() -> None:
    left_empty = finding(1, "undecided", unfilled=True)
    known = letter_context(result(left_empty, finding(2, "undecided"), verdict="explain"), SENDER)
    assert [len(form["问题"]) for form in known["各表"]] == [1]
    assert known["开头"].endswith("没有错误，有1项因未填写不能判断，请核实说明：")
    assert "警告和不能判断的项确属实际情况的" in known["结尾"]
    answered = letter_context(result({**left_empty, "explanation": "年中追加"}, verdict="accepted"), SENDER)
    assert answered["各表"] == []


def test_what_a_page_cannot_hold_is_counted() -> None:
    known = letter_context(result(*(finding(number) for number in range(1, 60))), SENDER)
    shown = sum(len(form["问题"]) for form in known["各表"])
    assert 5 <= shown < 59
    assert known["其余"] == f"另有{59 - shown}项问题未列出，见随附的标注件或审核结果表。"


def test_only_units_that_have_something_to_do_are_written_to() -> None:
    results = [result(verdict=verdict) for verdict in ("accepted", "explain", "rejected", "unreadable")]
    assert [item["verdict"] for item in due_letters(results)] == ["explain", "rejected", "unreadable"]
    assert len(due_letters(results, every=True)) == 4


def test_file_names_are_safe_and_different() -> None:
    units = ["../../etc/passwd", "某局", "某局", 'a"b<c>|?*\n', "", "局" * 300]
    names = file_names([result(unit=unit) for unit in units])
    assert names[:4] == [
        "etc_passwd-审核意见",
        "某局-审核意见",
        "某局-审核意见（2）",
        "a_b_c_-审核意见".replace("_-", "-"),
    ]
    assert names[4] == "某局-审核意见（3）"
    assert len(names[5]) < 80
    assert len(set(names)) == len(names)


def run(*arguments: str | Path) -> int:
    return int(
        app.main([str(argument) for argument in arguments], prog_name="perfxl", standalone_mode=False) or 0
    )


def test_a_folder_of_returns_gives_a_letter_each(tmp_path: Path) -> None:
    assert run("letter", RETURNS, "-o", tmp_path / "out", "--office", "某市财政局") == 0
    returned = [as_data(check_file(path)) for path in sorted(RETURNS.glob("*.xlsx"))]
    due = due_letters(returned)
    assert len(list((tmp_path / "out").glob("*.docx"))) == len(due)
    text = "".join(
        block.text for block in outline((tmp_path / "out" / "益阳市侨联-审核意见.docx").read_bytes())
    )
    assert "结转结余控制率" in text
    assert "某市财政局" in text


def test_results_of_a_run_are_read_not_checked_again(tmp_path: Path) -> None:
    line = {"schema": 1, "perfxl": "0", "return": result(finding(1))}
    (tmp_path / "审核结果.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert run("letter", tmp_path, "-o", tmp_path / "all.html") == 0
    page = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 1
    assert "关于退回修改某局绩效报送件的通知" in page


@pytest.mark.parametrize("line", ["{", '{"return": {}}', '{"return": 1}'])
def test_results_that_are_none(tmp_path: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    import click

    (tmp_path / "x.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(click.UsageError, match=r"x\.jsonl"):
        run("letter", tmp_path / "x.jsonl", "-o", tmp_path / "out")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_every_letter_is_one_page(tmp_path: Path) -> None:
    many = [finding(number, form=f"项目自评表（第{number}个项目）") for number in range(1, 60)]
    (tmp_path / "many.docx").write_bytes(
        letter(result(*many, unit="某市某某某某某某某某某某某某管理委员会办公室"), SENDER)
    )
    for path in sorted(RETURNS.glob("*.xlsx")):
        (tmp_path / f"{path.stem}.docx").write_bytes(letter(as_data(check_file(path)), SENDER))
    written = sorted(tmp_path.glob("*.docx"))
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *map(str, written)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    for path in written:
        told = subprocess.run(
            ["pdfinfo", str(path.with_suffix(".pdf"))], check=True, capture_output=True
        ).stdout.decode()
        assert "Pages:           1\n" in told, path.stem
