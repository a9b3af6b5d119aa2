"""Marked copies of a folder that is one return: what stands on which, and what comes back on them."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import made
from batch_support import Check, checker
from folder_support import (
    FILES,
    SHEET,
    TORN,
    above,
    explain_row,
    listed,
    marked_cells,
    names,
    unit_folder,
)
from marked_support import ASKED, loaded
from office_support import converted
from perfxl.checking import Checked, Options
from perfxl.finding import NOWHERE, Finding, Level, Place, without_conversion
from perfxl.folder_copies import mark_folder, part_of
from perfxl.marking import clear_file
from perfxl.unit_folder import open_folder
from test_formats import PASSWORD, protected

FIRST, REPORT = FILES[made.FIRST], "自评报告.txt"
SAID = "年中追加馆藏数字化任务，市财政批复追加 25 万元。"
APART: dict[tuple[str, str], made.Content] = {(made.BASE, "C7"): Decimal("320.5")}
"""The forms 附件1 and 附件2 do not agree on the basic expenditure."""


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    return checker(capsys, monkeypatch)


def returns(check: Check, folder: Path, *options: object) -> list[dict[str, Any]]:
    _, out, _ = check(folder, "--by-folder", "--format", "json", *options)
    found: list[dict[str, Any]] = json.loads(out)["returns"]
    return found


def findings(check: Check, folder: Path) -> list[dict[str, Any]]:
    (one,) = returns(check, folder)
    found: list[dict[str, Any]] = one["findings"]
    return found


def test_each_workbook_has_a_copy_with_its_own_findings(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "报送" / "甲单位", ASKED), tmp_path / "标注件"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, said, err = check(folder.parent, "--by-folder", "--annotate", out)
    assert (code, err) == (0, "")
    assert f"标注件：{out / '甲单位'}（4 个工作簿）\n" in said
    assert names(out) == [f"甲单位/{name}" for name in sorted(FILES.values())]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    rows = {name: [(row["规则"], row["位置"]) for row in listed(out / "甲单位" / name)] for name in before}
    assert rows == {name: [("XM-05", "E6")] if name == FIRST else [] for name in before}
    assert list(marked_cells(out / "甲单位" / FIRST)) == ["E6"]
    assert loaded(out / "甲单位" / FIRST)[SHEET]["E6"].fill.fgColor.rgb == "FFFFE699"
    assert above(out / "甲单位" / FIRST) == (
        "结论：需说明　4 个文件合计 1 项警告；本文件 1 项警告。"
        "请对警告在“核实说明”栏填写说明，漏填的请补填或同样说明，再重新报送。"
    )
    assert "本文件 没有发现问题" in above(out / "甲单位" / FILES[made.BASE])
    for name, data in before.items():
        clear_file(out / "甲单位" / name, tmp_path / "back.xlsx")
        assert (tmp_path / "back.xlsx").read_bytes() == data


def test_a_related_cell_in_another_file_is_told_with_its_file(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", APART), tmp_path / "标注件"
    found = findings(check, folder)
    check(folder, "--by-folder", "--annotate", out)
    across = next(one for one in found if one["rule"] == "KB-02")
    assert [one["rule"] for one in found] == ["KB-01", "KB-02"]
    assert [place["sheet"] for place in across["related"]] == ["附件1.xlsx/Sheet1"]
    (row,) = [row for row in listed(out / FILES[made.OVERALL]) if row["规则"] == "KB-02"]
    told = f"相关：附件1.xlsx/Sheet1!{across['related'][0]['cell']}。"
    assert (row["位置"], row["问题"].endswith(told)) == (across["cell"], True)
    assert f"{told}{across['fix']}" in marked_cells(out / FILES[made.OVERALL])[across["cell"]]
    assert marked_cells(out / FILES[made.BASE]) == {}


def test_every_finding_stands_on_one_copy_and_is_found_again_on_the_copies(
    check: Check, tmp_path: Path
) -> None:
    changes = ASKED | APART | {(made.SECOND, "I14"): None, (made.BASE, "B5"): 18}
    folder, out = unit_folder(tmp_path / "甲单位", changes, {"附件5.xlsx": TORN}), tmp_path / "标注件"
    (folder / FILES[made.SECOND]).unlink()
    found = findings(check, folder)
    check(folder, "--by-folder", "--annotate", out)
    rows = [row["核对码"] for path in sorted(out.iterdir()) for row in listed(path)]
    assert rows == [one["fingerprint"] for one in found]
    assert findings(check, out) == found
    assert names(out) == names(folder)


def test_what_is_said_of_the_folder_stands_on_the_first_copy(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", ASKED), tmp_path / "标注件"
    for name in (FILES[made.BASE], FILES[made.SECOND]):
        (folder / name).unlink()
    check(folder, "--by-folder", "--annotate", out)
    first, second = sorted(out.iterdir())
    assert [(row["规则"], row["表"], row["位置"]) for row in listed(first)] == [("WJ-03", "整个文件夹", "")]
    assert listed(first)[0]["问题"] == "本文件夹中没有：部门整体支出绩效评价基础数据表。"
    assert [row["规则"] for row in listed(second)] == ["XM-05"]
    assert "关于整个文件夹的 1 项见 附件2.xlsx。" in above(second)
    assert "关于" not in above(first)
    explain_row(first, "WJ-03", "本年度未要求报送。")
    explain_row(second, "XM-05", SAID)
    (result,) = returns(check, out)
    assert result["verdict"] == "accepted"
    assert {one["rule"]: one.get("explanation") for one in result["findings"]} == {
        "WJ-03": "本年度未要求报送。",
        "XM-05": SAID,
    }


def test_explanations_come_back_and_go_into_the_next_copies(check: Check, tmp_path: Path) -> None:
    torn = {"附件5.xlsx": TORN, "附件6.xlsx": TORN}
    folder, out = unit_folder(tmp_path / "甲单位", ASKED, torn), tmp_path / "标注件"
    check(folder, "--by-folder", "--annotate", out)
    said = {FIRST: ("XM-05", SAID), "附件5.xlsx": ("WJ-04", "是底稿。"), "附件6.xlsx": ("WJ-04", "是草稿。")}
    for name, (rule, text) in said.items():
        explain_row(out / name, rule, text)
    for place in (out, tmp_path / "再标注"):
        (result,) = returns(check, place) if place == out else returns(check, out, "--annotate", place)
        assert result["verdict"] == "accepted"
        assert {one["sheet"]: one["explanation"] for one in result["findings"]} == {
            f"{name}/{SHEET}": text for name, (_, text) in said.items()
        }
    assert [row["核实说明"] for row in listed(tmp_path / "再标注" / "附件6.xlsx")] == ["是草稿。"]
    code, _, err = check(folder, "--by-folder", "--annotate", out)
    assert code == 2
    assert err.count("填有核实说明，没有覆盖") == len(said)


def test_an_explanation_on_another_files_copy_does_not_count(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", ASKED), tmp_path / "标注件"
    check(folder, "--by-folder", "--annotate", out)
    (row,) = listed(out / FIRST)
    explain_row(out / FILES[made.SECOND], "XM-05", "另一个文件的说明。", row["核对码"])
    (found,) = findings(check, out)
    assert "explanation" not in found
    explain_row(out / FIRST, "XM-05", SAID)
    assert findings(check, out)[0]["explanation"] == SAID


def test_of_two_explanations_of_what_concerns_the_folder_the_first_counts(
    check: Check, tmp_path: Path
) -> None:
    folder, out = unit_folder(tmp_path / "甲单位"), tmp_path / "标注件"
    for name in (FILES[made.BASE], FILES[made.SECOND]):
        (folder / name).unlink()
    check(folder, "--by-folder", "--annotate", out)
    code = listed(out / FILES[made.OVERALL])[0]["核对码"]
    explain_row(out / FIRST, "WJ-03", "后一个文件的说明。", code)
    assert findings(check, out)[0]["explanation"] == "后一个文件的说明。"
    explain_row(out / FILES[made.OVERALL], "WJ-03", "前一个文件的说明。")
    assert findings(check, out)[0]["explanation"] == "前一个文件的说明。"


def test_what_the_report_says_stands_on_the_first_copy(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位"), tmp_path / "标注件"
    text = f"{made.UNIT}2021年度部门整体支出绩效自评报告\n一、部门概况\n{made.UNIT}2021年项目支出预算99.99万元。\n"
    (folder / REPORT).write_text(text, "utf-8")
    check(folder, "--by-folder", "--annotate", out)
    rows = listed(out / FILES[made.BASE])
    assert [(row["规则"], row["表"], row["位置"]) for row in rows] == [("BG-05", "自评报告", "")] * 2
    assert rows[0]["问题"].endswith("报告多 14.99 万元。相关：附件1.xlsx/Sheet1!C19。")
    assert rows[1]["问题"].endswith("报告多 14.99 万元。相关：附件2.xlsx/Sheet1!F7。")
    assert all(listed(out / name) == [] for name in list(FILES.values())[1:])


def test_a_file_that_cannot_be_read_has_no_copy(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位"), tmp_path / "标注件"
    (folder / "附件9.xlsx").write_text("不是工作簿", "utf-8")
    code, said, err = check(folder, "--by-folder", "--annotate", out)
    assert code == 1
    assert f"标注件：{out}（4 个工作簿）\n" in said
    assert err == f"{folder}：附件9.xlsx：文件无法读取，没有标注件\n"
    assert names(out) == sorted(FILES.values())
    (row,) = listed(out / FILES[made.BASE])
    assert (row["规则"], row["表"], row["位置"]) == ("WJ-01", "整个文件夹", "")
    assert row["问题"].startswith("附件9.xlsx：这不是 Excel 工作簿")


def test_a_folder_without_any_form_is_marked_all_the_same(check: Check, tmp_path: Path) -> None:
    folder, out = tmp_path / "甲单位", tmp_path / "标注件"
    unit_folder(folder, more={"说明.xlsx": [["金额", 12]]})
    for name in FILES.values():
        (folder / name).unlink()
    assert check(folder, "--by-folder", "--annotate", out)[0] == 1
    assert [row["规则"] for row in listed(out / "说明.xlsx")] == ["WJ-02"]


def test_a_file_changed_since_it_was_checked_is_not_marked(tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", ASKED), tmp_path / "标注件"
    result = open_folder(folder).audited(Options())
    shutil.copy(folder / FILES[made.SECOND], folder / FILES[made.BASE])
    (folder / FIRST).unlink()
    done = mark_folder(folder, result, out)
    assert list(done.refused) == [FILES[made.BASE], FIRST]
    assert done.refused[FILES[made.BASE]] == "文件在审核之后又有改动，请重新审核"
    assert done.refused[FIRST].endswith("文件不存在")
    assert names(out) == [FILES[made.OVERALL], FILES[made.SECOND]]


def test_the_folders_findings_stand_on_the_first_copy_that_can_be_made(tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位"), tmp_path / "标注件"
    (folder / FILES[made.SECOND]).unlink()
    (folder / FILES[made.BASE]).unlink()
    result = open_folder(folder).audited(Options())
    (folder / FILES[made.OVERALL]).unlink()
    mark_folder(folder, result, out)
    assert [row["规则"] for row in listed(out / FIRST)] == ["WJ-03"]


def test_protected_workbooks_are_marked_with_the_password(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", ASKED), tmp_path / "标注件"
    for name in (FILES[made.BASE], FIRST):
        (folder / name).write_bytes(protected((folder / name).read_bytes()))
    code, said, err = check(folder, "--by-folder", "--annotate", out, "--password", PASSWORD)
    assert (code, err) == (0, "")
    assert f"标注件：{out}（4 个工作簿；附件1.xlsx、附件3.xlsx：标注件没有密码）\n" in said
    assert [row["规则"] for row in listed(out / FIRST)] == ["XM-05"]


def test_old_formats_are_converted_and_their_explanations_come_back(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位", more={"附件5.xlsx": TORN}), tmp_path / "标注件"
    converted(folder / "附件5.xlsx", "xls", folder)
    (folder / "附件5.xlsx").unlink()
    before = findings(check, folder)
    _, said, _ = check(folder, "--by-folder", "--annotate", out)
    assert f"标注件：{out}（5 个工作簿；附件5.xls：原文件是 .xls，标注件是" in said
    explain_row(out / "附件5.xls.xlsx", "WJ-04", "是底稿。")
    (after,) = findings(check, out)
    assert (after["sheet"], after["explanation"]) == (f"附件5.xls.xlsx/{SHEET}", "是底稿。")
    assert [one["fingerprint"] for one in before] == [after["fingerprint"]]


def test_other_workbooks_among_the_copies_are_told(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲单位"), tmp_path / "标注件"
    check(folder, "--by-folder", "--annotate", out)
    (folder / FIRST).rename(folder / "附件3新.xlsx")
    _, said, _ = check(folder, "--by-folder", "--annotate", out)
    assert f"（4 个工作簿；文件夹中原有的 {FIRST}不是这次的标注件，请勿一并报送）" in said


def test_each_of_several_folders_has_a_folder_of_copies(check: Check, tmp_path: Path) -> None:
    one, two = (unit_folder(tmp_path / "报送" / town / "甲单位") for town in ("东", "西"))
    check(one, two, "--by-folder", "--annotate", tmp_path / "a")
    expected = [f"{folder}/{name}" for folder in ("甲单位", "甲单位（2）") for name in sorted(FILES.values())]
    assert names(tmp_path / "a") == expected
    check(tmp_path / "报送", "--by-folder", "--annotate", tmp_path / "b")
    assert names(tmp_path / "b") == [
        f"{town}/甲单位/{name}" for town in ("东", "西") for name in sorted(FILES.values())
    ]


@pytest.mark.parametrize("place", ["{folder}", "{folder}/../甲单位"])
def test_copies_are_not_written_among_the_originals(check: Check, tmp_path: Path, place: str) -> None:
    folder = unit_folder(tmp_path / "甲单位")
    code, _, err = check(folder, "--by-folder", "--annotate", place.format(folder=folder))
    assert (code, "--annotate 请另选文件夹" in err) == (2, True)
    assert names(folder) == sorted(FILES.values())


def test_copies_are_written_beside_results_and_resumed(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "报送" / "甲单位", ASKED), tmp_path / "标注件"
    options = ("--by-folder", "--annotate", out, "--out", tmp_path / "结果", "--resume")
    assert check(folder.parent, *options)[0] == 0
    first = (tmp_path / "结果" / "审核结果.jsonl").read_bytes()
    written = {name: (out / name).stat().st_mtime_ns for name in names(out)}
    assert check(folder.parent, *options)[0] == 0
    assert (tmp_path / "结果" / "审核结果.jsonl").read_bytes() == first
    assert {name: (out / name).stat().st_mtime_ns for name in names(out)} == written
    shutil.copy(unit_folder(tmp_path / "改正") / FIRST, folder / FIRST)
    check(folder.parent, *options)
    assert listed(out / "甲单位" / FIRST) == []


def test_a_finding_is_split_off_with_all_that_it_says() -> None:
    related = (
        Place("a.xlsx/一", 1, 2),
        Place("b.xlsx/一"),
        *(Place("b.xlsx/一", row, 1) for row in range(1, 7)),
    )
    at_home = Finding(
        "KB-02",
        Level.ERROR,
        "【表】A1 不符。请改。",
        "表",
        Place("a.xlsx/一", 1, 1),
        related=related,
        fix="请改。",
    )
    of_folder = Finding("WJ-10", Level.INFO, "含有宏。", place=NOWHERE)
    result = Checked(
        "甲", "x", None, [of_folder, at_home], files={"a.xlsx": "1", "b.xlsx": "2", "c.xlsx": ""}
    )
    part = part_of(result, "a.xlsx", "b.xlsx")
    (found,) = part.findings
    assert (part.path, part.sha256, found.place, found.related) == (
        "a.xlsx",
        "1",
        Place("一", 1, 1),
        (Place("一", 1, 2),),
    )
    told = "b.xlsx/一、" + "、".join(f"b.xlsx/一!A{row}" for row in range(1, 6))
    assert found.message == f"【表】A1 不符。相关：{told} 等 7 处。请改。"
    assert part_of(result, "b.xlsx", "a.xlsx").findings == []
    (other,) = part_of(result, "b.xlsx").findings
    assert (other.form, other.message) == ("整个文件夹", "含有宏。")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("工作表“附件2.xls.xlsx/Sheet1”与“b.ET.xlsx/一”", "工作表“附件2.xls/Sheet1”与“b.ET/一”"),
        ("a.xlsx/一", "a.xlsx/一"),
        ("a.b.xlsx/一", "a.b.xlsx/一"),
        ("a.xls.xlsx", "a.xls.xlsx"),
    ],
)
def test_a_converted_workbook_is_the_one_it_was_made_from(text: str, plain: str) -> None:
    assert without_conversion(text) == plain
