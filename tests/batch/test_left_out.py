"""What lies in a folder and is not audited: it is said on the screen, in every result, and in who is missing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from batch_support import CLEAN, RETURNS, Check, checker
from perfxl.batch.left_out import left_out, left_out_text
from perfxl.batch.sources import files_in
from perfxl.pairing import Key, told_twice

check = pytest.fixture(checker)


def filled(folder: Path, *names: str) -> Path:
    """A folder with one workbook and other files under those names."""
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"content")
    folder.mkdir(exist_ok=True)
    shutil.copy(CLEAN, folder / "甲局.xlsx")
    return folder


def inner(folder: Path, *without: Path) -> list[str]:
    return [one.inner for one in left_out([str(folder)], without)]


def test_everything_but_workbooks_and_what_programs_leave_is_listed(tmp_path: Path) -> None:
    folder = filled(
        tmp_path / "夹", "丙局.rar", "乙/丁局.docx", "扫描.jpg", ".隐藏", "~$丁局.docx", "Thumbs.db", "甲局.xlsx.bak",
        "审核结果.jsonl", "审核报告.html", "汇总.json", "审核进度.sqlite", "审核进度.sqlite-journal",
    )  # fmt: skip
    assert inner(folder) == ["丙局.rar", "扫描.jpg", "乙/丁局.docx"]
    assert inner(folder, folder / "乙", folder / "扫描.jpg") == ["丙局.rar"]
    assert left_out([str(folder / "甲局.xlsx"), "s3://桶/夹"]) == []


def test_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    found = left_out([str(filled(tmp_path / "夹", "丙局.rar", "丁局.wps", "戊局.png"))])
    assert left_out_text(found) == (
        "另有 3 个文件没有审核：丁局.wps、丙局.rar、戊局.png（压缩包请先解压；旧格式的文字文件请另存为 .docx）"
    )
    assert left_out_text(found, 1).startswith("另有 3 个文件没有审核：丁局.wps 等（")
    assert left_out_text([]) == ""


def test_results_and_attendance_tell_what_was_received(tmp_path: Path, check: Check) -> None:
    folder = filled(tmp_path / "夹", "丙局报送.rar", "乙/丁局.wps", "名册.txt")
    roster, out = folder / "名册.txt", tmp_path / "果"
    roster.write_text("丙局\n丁局\n己局\n", "utf-8")
    code, printed, said = check(folder, "--out", out, "--roster", roster)
    assert code == 1
    assert "缺报 3 个单位：丙局（收到，格式不能审核）、丁局（收到，格式不能审核）、己局\n" in printed
    assert "另有 2 个文件没有审核：丙局报送.rar、乙/丁局.wps（" in said
    book = openpyxl.load_workbook(out / "审核结果.xlsx")
    assert [cell.value for cell in book["未审核的文件"]["B"][3:]] == [
        str(folder / "丙局报送.rar"),
        str(folder / "乙/丁局.wps"),
    ]
    states = [cell.value for cell in book["缺报"]["D"][3:]]
    assert states == [
        f"收到，格式不能审核：{folder / '丙局报送.rar'}",
        f"收到，格式不能审核：{folder / '乙/丁局.wps'}",
        "未收到",
    ]
    run = json.loads((out / "汇总.json").read_bytes())["run"]
    assert run["left_out"] == [str(folder / "丙局报送.rar"), str(folder / "乙/丁局.wps")]
    assert [unit["received"] for unit in run["roster"]["missing"]] == [[path] for path in run["left_out"]] + [
        []
    ]
    assert "收到 丙局报送.rar，格式不能审核。请解压" in run["findings"][0]["message"]
    assert "另有 2 个文件没有审核" in (out / "审核报告.html").read_text("utf-8")


def test_a_report_that_was_checked_is_not_left_out(tmp_path: Path, check: Check) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    shutil.copy(RETURNS / "hengyang-2021.xlsx", folder / "衡阳.xlsx")
    text = (
        "2021年度部门整体支出绩效自评报告\n\n一、部门基本情况\n\n全年预算数246.11万元，执行数246.11万元。\n"
    )
    (folder / "衡阳.md").write_text(text, "utf-8")
    (folder / "通知.txt").write_text("请各单位按时报送。", "utf-8")
    for arguments in ([], ["--out", tmp_path / "果"]):
        _, _, said = check(folder, *arguments)
        assert "另有 1 个文件没有审核：通知.txt" in said


def test_a_folder_without_a_workbook_says_what_is_there(tmp_path: Path, check: Check) -> None:
    folder = filled(tmp_path / "夹", "丁局.docx")
    (folder / "甲局.xlsx").unlink()
    code, _, said = check(folder)
    assert code == 2
    assert "没有找到可审核的工作簿；另有 1 个文件没有审核：丁局.docx（Word 文件中没有认出绩效表；" in said


def test_the_results_of_a_run_are_no_return(tmp_path: Path, check: Check) -> None:
    folder = filled(tmp_path / "夹")
    check(folder, "--out", folder)
    (folder / "审核结果.xlsx").rename(folder / "审核结果（旧）.xlsx")
    code, printed, said = check(folder)
    assert code == 0
    assert "审核结果" not in printed
    assert "另有 1 个文件没有审核：审核结果（旧）.xlsx（审核结果.xlsx 是 perfxl 的结果，不是报送件）" in said
    named = str(folder / "审核结果（旧）.xlsx")
    assert list(files_in([named])) == [named]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", CLEAN.read_bytes()])
def test_a_return_of_that_name_is_audited(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "审核结果.xlsx").write_bytes(data)
    assert list(files_in([str(tmp_path)])) == [str(tmp_path / "审核结果.xlsx")]
    assert inner(tmp_path) == []


def test_a_marked_copy_beside_its_original_is_told(tmp_path: Path, check: Check) -> None:
    folder = filled(tmp_path / "夹")
    check(folder, "--annotate", folder / "标注")
    _, printed, said = check(folder)
    assert "共 2 个文件" in printed
    copy, original = folder / "标注/甲局.xlsx", folder / "甲局.xlsx"
    assert f"{copy}：与 {original} 同名，单位和年度也相同，可能是它的标注件或副本" in said


def test_only_the_same_return_under_the_same_name_is_told_twice() -> None:
    key, other = Key("甲局", 2021, False), Key("甲局", 2020, False)
    named = [("a.xls", key), ("a.xls.xlsx", key), ("A.xls", key), ("b.xls", key), ("a.xls", other)]
    unknown = [("a.xls", Key("", 2021, False))] * 2 + [("a.xls", Key("甲局", None, False))] * 2
    assert told_twice(named + unknown) == {1: 0, 2: 0}


def test_links_that_go_round_stop_no_run(tmp_path: Path, check: Check) -> None:
    folder = filled(tmp_path / "夹")
    for name in ("圈.xlsx", "圈.docx"):
        (folder / name).symlink_to(folder / name)
    for options in ((), ("--out", tmp_path / "果"), ("--by-folder",), ("--annotate", tmp_path / "标注")):
        code, printed, said = check(folder, *options)
        assert code == 1
        assert "无法审核 1" in printed or "符号链接互相指向，没有尽头" in printed
        assert "另有 1 个文件没有审核：圈.docx（快捷链接、管道等不是普通文件，没有打开）" in said
