"""Units that send each form in a file of its own: the workbooks of a folder as one return."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from batch_support import Check, checker
from perfxl.batch.checking import identity_of
from perfxl.batch.sources import hash_of
from perfxl.checking import Options, check_file
from perfxl.finding import Finding
from perfxl.unit_folder import MOST_WORKBOOKS, open_folder

WHOLE = Path(__file__).parent / "returns" / "hengyang-2021.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The return with each sheet in a workbook of its own, as ``Sheet1``."""
    found = tmp_path / "报送" / "甲单位"
    found.mkdir(parents=True)
    names = openpyxl.load_workbook(WHOLE).sheetnames
    for name in names:
        book = openpyxl.load_workbook(WHOLE)
        for other in names:
            if other != name:
                del book[other]
        book[name].title = "Sheet1"
        book.save(found / f"{name}.xlsx")
    return found


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    return checker(capsys, monkeypatch)


def said(finding: Finding) -> tuple[object, ...]:
    """What a finding says, its sheet as in the whole workbook."""
    sheet = finding.place.sheet.replace(".xlsx/Sheet1", "")
    figures = (finding.stated, finding.computed, finding.difference)
    return finding.rule, finding.level, finding.form, sheet, finding.place.address, *figures, finding.primary


def test_forms_in_files_of_their_own_are_judged_as_in_one(folder: Path) -> None:
    apart = open_folder(folder).audited(Options())
    whole = check_file(WHOLE)
    assert sorted(map(said, apart.findings), key=repr) == sorted(map(said, whole.findings), key=repr)
    assert {finding.place.sheet for finding in apart.findings if finding.rule == "BD-05"} == {
        "附件2.xlsx/Sheet1"
    }


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_judged(folder: Path) -> None:
    before = open_folder(folder).audited(Options()).findings
    (folder / "附件9.xlsx").write_text("不是工作簿", "utf-8")
    after = open_folder(folder).audited(Options()).findings
    added = [finding for finding in after if finding not in before]
    assert [(found.rule, found.place.sheet) for found in added] == [("WJ-01", "附件9.xlsx")]
    assert added[0].message.startswith("附件9.xlsx：这不是 Excel 工作簿")
    assert len(after) == len(before) + 1


def test_a_folder_without_anything_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("不是工作簿", "utf-8")
    result = open_folder(tmp_path).audited(Options())
    assert (result.verdict, [found.rule for found in result.findings]) == ("unreadable", ["WJ-01"])


def test_each_folder_is_one_return(check: Check, folder: Path) -> None:
    shutil.copytree(folder, folder.parent / "乙单位")
    code, out, _ = check(folder.parent, "--by-folder", "--format", "json")
    returns = json.loads(out)["returns"]
    assert code == 1
    assert [Path(ret["path"]).name for ret in returns] == ["乙单位", "甲单位"]
    assert all(len(ret["findings"]) == len(check_file(WHOLE).findings) for ret in returns)
    code, out, _ = check(folder, "--by-folder")
    assert "基础数据表  附件2.xlsx/Sheet1\n" in out


def test_the_report_in_the_folder_is_compared(check: Check, folder: Path) -> None:
    text = "衡阳市归国华侨联合会2021年度部门整体支出绩效自评报告\n一、部门概况\n衡阳市归国华侨联合会2021年项目支出预算99.99万元。\n"
    (folder / "自评报告.txt").write_text(text, "utf-8")
    _, out, _ = check(folder, "--by-folder", "--format", "json")
    rules = [found["rule"] for found in json.loads(out)["returns"][0]["findings"]]
    assert "BG-05" in rules


def test_a_changed_file_changes_what_the_result_follows_from(folder: Path) -> None:
    before = hash_of(str(folder))
    assert before == open_folder(folder).sha256
    assert identity_of(str(folder), before) == before
    (folder / "附件2.xlsx").write_bytes(WHOLE.read_bytes())
    assert hash_of(str(folder)) not in ("", before)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{file}"], "--by-folder 只能用于本机的文件夹"),
        (["{folder}", "--out", "{folder}"], "--out 请另选文件夹"),
    ],
)
def test_what_does_not_go_together(check: Check, folder: Path, arguments: list[str], message: str) -> None:
    filled = [argument.format(folder=folder, file=folder / "附件2.xlsx") for argument in arguments]
    code, _, err = check(*filled, "--by-folder")
    assert code == 2
    assert message in err


def test_a_folder_of_many_units_is_refused(check: Check, tmp_path: Path) -> None:
    for number in range(MOST_WORKBOOKS + 1):
        (tmp_path / f"{number}.xlsx").write_bytes(b"")
    code, _, err = check(tmp_path, "--by-folder")
    assert code == 2
    assert f"里有 {MOST_WORKBOOKS + 1} 个工作簿，不像一个单位的报送件" in err


HINT = (
    "文件夹 {} 里，同一单位的表分在几个文件中，表间没有核对；"
    "一张表一个文件报送的，请加 --by-folder（每个单位一个文件夹）\n"
)


def test_forms_in_files_of_their_own_that_were_checked_file_by_file_are_told(
    check: Check, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, folder.parent / "乙单位")
    _, out, err = check(folder.parent)
    count = len(list(folder.glob("*.xlsx")))
    assert out.splitlines()[-1].startswith(f"共 {2 * count} 个文件：")
    assert err.endswith(HINT.format("乙单位、甲单位"))
    _, out, err = check(folder, "--out", tmp_path / "结果")
    assert out.splitlines()[0].startswith(f"共 {count} 个文件：")
    assert err.endswith(HINT.format("甲单位"))


def test_returns_by_folder_are_counted_as_returns_and_nothing_is_told(
    check: Check, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, folder.parent / "乙单位")
    _, out, err = check(folder.parent, "--by-folder")
    assert (out.splitlines()[-1], "--by-folder" in err) == ("共 2 份报送件：退回 2", False)
    _, out, err = check(folder.parent, "--by-folder", "--out", tmp_path / "结果")
    assert (out.splitlines()[0], "--by-folder" in err) == ("共 2 份报送件：退回 2", False)


@pytest.mark.parametrize("whole", [True, False])
def test_several_returns_of_a_unit_are_no_parts(
    check: Check, folder: Path, tmp_path: Path, whole: bool
) -> None:
    """Neither two whole ones nor two drafts that lack the same forms."""
    place = tmp_path / "几稿"
    place.mkdir()
    for name in ("一稿.xlsx", "二稿.xlsx"):
        shutil.copy(WHOLE if whole else folder / "附件2.xlsx", place / name)
    _, _, err = check(place)
    assert "--by-folder" not in err
