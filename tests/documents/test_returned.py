"""What letters are written about: each return once, whatever copies of it lie in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import made
import made_word
from batch_support import RETURNS, Check, checker
from folder_support import FILES, explain_row, unit_folder
from perfxl.checking import Options
from perfxl.cli import app
from perfxl.documents.returned import ResultsError, results_of

RETURN = RETURNS / "hengyang-2021.xlsx"
WORD = RETURNS / "word" / "hengyang-2021.docx"
UNIT = "衡阳市归国华侨联合会"
WRONG = {(made.FIRST, "D6"): made.d("20"), (made.SECOND, "D6"): made.d("3")}
check = pytest.fixture(checker)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A return with copies of it."""
    found = tmp_path / "报送"
    found.mkdir()
    shutil.copy(RETURN, found / "b.xlsx")
    shutil.copy(RETURN, found / "b - 副本.xlsx")
    shutil.copy(WORD, found / "a.docx")
    return found


def letter(*arguments: object) -> tuple[list[str], str]:
    """The letters that a command wrote, by name, and what it said on standard error."""
    *paths, out = arguments
    done = CliRunner().invoke(app, ["letter", *map(str, paths), "-o", str(out)], standalone_mode=False)
    return sorted(path.name for path in Path(str(out)).glob("*")), done.stderr


def test_copies_have_no_letter_of_their_own(folder: Path, tmp_path: Path) -> None:
    names, said = letter(folder, tmp_path / "意见")
    kept = folder / "b - 副本.xlsx"
    assert names == [f"{UNIT}-审核意见.docx"]
    assert said == "".join(
        f"{folder / name}：与 {kept} 是同一份报送件（内容相同的副本或标注件），没有另写审核意见\n"
        for name in ("a.docx", "b.xlsx")
    )


def test_a_renamed_marked_copy_is_the_one_with_explanations(
    folder: Path, tmp_path: Path, check: Check
) -> None:
    check(folder / "b.xlsx", "--annotate", tmp_path / "标注")
    copy = tmp_path / "标注" / "b.xlsx"
    explain_row(copy, "ZP-22", "经核实，情况属实。")
    shutil.copy(copy, folder / "z.xlsx")
    [result] = results_of([folder], Options()).results
    assert Path(result["path"]).name == "z.xlsx"
    assert sum("explanation" in finding for finding in result["findings"]) == 1


def test_the_results_of_a_run_give_a_unit_one_letter_too(folder: Path, tmp_path: Path, check: Check) -> None:
    check(folder, "--out", tmp_path / "果")
    returned = results_of([tmp_path / "果"], Options())
    assert [result["unit"] for result in returned.results] == [UNIT]
    assert len(returned.notes) == 1


def test_other_returns_of_the_unit_have_letters_and_are_told(folder: Path) -> None:
    (folder / "a.docx").unlink()
    (folder / "b - 副本.xlsx").unlink()
    shutil.copy(RETURNS / "hengyang-2022.xlsx", folder)
    assert results_of([folder], Options()).notes == []
    shutil.copy(RETURNS / "hengyang-2021-on-template.xlsx", folder)
    returned = results_of([folder], Options())
    assert len(returned.results) == 3
    assert returned.notes == [
        f"{UNIT} 2021 年度有 2 份内容不同的报送件（b.xlsx、hengyang-2021-on-template.xlsx），各写一件；"
        "一张表一个文件报送的，请加 --by-folder"
    ]


def test_forms_in_files_of_their_own_are_one_letter_by_folder(tmp_path: Path) -> None:
    place = unit_folder(tmp_path / "报送" / "甲", WRONG)
    (place / FILES[made.BASE]).unlink()
    (place / "附件1.docx").write_bytes(made_word.document(made.BASE))
    apart, said = letter(place.parent, tmp_path / "分")
    assert len(apart) > 1
    assert "份内容不同的报送件（" in said
    assert letter(place.parent, "--by-folder", tmp_path / "合") == ([f"{made.UNIT}-审核意见.docx"], "")


def test_marked_copies_below_the_folders_are_no_second_return(tmp_path: Path, check: Check) -> None:
    place = unit_folder(tmp_path / "报送" / "甲", WRONG)
    (place / "附件1.docx").write_bytes(made_word.document(made.BASE))
    shutil.copy(place / FILES[made.BASE], place / "附件1 - 副本.xlsx")
    check(place.parent, "--by-folder", "--annotate", tmp_path / "标注")
    shutil.copytree(tmp_path / "标注", place.parent / "标注")
    returned = results_of([place.parent], Options(), by_folder=True)
    assert [result["path"] for result in returned.results] == [str(place)]
    assert [note.partition("：与 ")[2].partition(" 是同一份")[0] for note in returned.notes] == [str(place)]


def test_what_is_said_of_several_returns_tells_them_apart(tmp_path: Path) -> None:
    place = tmp_path / "报送"
    for name, changes in (("一", WRONG), ("二", dict(list(WRONG.items())[:1]))):
        unit_folder(place / name / "甲", changes)
    [note] = results_of([place], Options(), by_folder=True).notes
    paths = "、".join(str(place / name / "甲") for name in "一二")
    assert note == f"{made.UNIT} 2021 年度有 2 份内容不同的报送件（{paths}），各写一件"


def test_returns_without_letters_are_not_told_to_have_them(tmp_path: Path) -> None:
    place = tmp_path / "报送"
    unit_folder(place / "一" / "甲", WRONG)
    unit_folder(place / "二" / "甲")
    assert results_of([place], Options(), by_folder=True).notes == []
    assert len(results_of([place], Options(), by_folder=True, every=True).notes) == 1


def test_by_folder_takes_folders(folder: Path) -> None:
    with pytest.raises(ResultsError, match="--by-folder 只能用于报送件的文件夹"):
        results_of([folder / "b.xlsx"], Options(), by_folder=True)


def test_reports_in_folders_are_no_returns(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    shutil.copy(RETURNS / "reports" / "hengyang-2021.docx", folder / "r.docx")
    with pytest.raises(ResultsError, match="没有可审核的工作簿"):
        results_of([folder], Options())
    shutil.copy(RETURN, folder)
    returned = results_of([folder], Options())
    assert [Path(result["path"]).name for result in returned.results] == [RETURN.name]
    assert returned.notes == []


def test_a_report_with_forms_behind_it_has_no_letter_of_its_own(tmp_path: Path) -> None:
    text = (f"{made.UNIT}2021年度部门整体支出绩效自评报告", "一、基本支出情况", "基本支出决算数300万元。")
    place = unit_folder(tmp_path / "甲", WRONG)
    for form in (made.BASE, made.OVERALL, made.SECOND):
        (place / FILES[form]).unlink()
    (place / "报告.docx").write_bytes(made_word.document(made.SECOND, before=text))
    returned = results_of([place], Options())
    assert [Path(result["path"]).name for result in returned.results] == [FILES[made.FIRST]]
    assert returned.notes == [
        f"{place / '报告.docx'}：是 {place / FILES[made.FIRST]} 的自评报告，没有另写审核意见"
    ]
