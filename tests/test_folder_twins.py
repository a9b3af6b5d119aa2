"""The same forms twice in a folder that is one return: marked copies, Word documents, copies of a file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import made
import made_word
from batch_support import Check, checker
from folder_support import FILES, SHEET, explain_row, unit_folder
from perfxl.batch.sources import hash_of
from perfxl.checking import Options
from perfxl.finding import Finding, Level
from perfxl.unit_folder import open_folder

DOCS = Path(__file__).parents[1] / "docs"
WRONG = {(made.FIRST, "D6"): made.d("20")}
"""A budget of the first project that agrees with nothing and was raised much."""


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    return checker(capsys, monkeypatch)


def found(folder: Path) -> list[Finding]:
    return open_folder(folder).audited(Options()).findings


def said(findings: list[Finding]) -> list[tuple[str, Level, str]]:
    return [(one.rule, one.level, one.message) for one in findings]


def noted(message: str) -> tuple[str, Level, str]:
    return "WJ-11", Level.INFO, f"{message}。请只留一份。"


def one_return(check: Check, folder: Path, *options: object) -> dict[str, Any]:
    _, out, _ = check(folder, "--by-folder", "--format", "json", *options)
    whole = json.loads(out)
    jsonschema.validate(whole, json.loads((DOCS / "findings.schema.json").read_text("utf-8")))
    [data] = whole["returns"]
    return dict(data)


def test_a_form_in_word_is_one_of_the_unit_s(tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    (folder / FILES[made.SECOND]).unlink()
    (folder / "项目二.docx").write_bytes(made_word.document(made.SECOND))
    file = open_folder(folder)
    assert [(form.name, form.sheet) for form in file.ret.forms if form.sheet.startswith("项目二")] == [
        ("项目自评表（馆库维护）", "项目二.docx/第1张表")
    ]
    assert [one.rule for one in file.audited(Options()).findings] == ["WJ-13"]
    assert file.findings[0].message.startswith("项目二.docx：这是 Word 文档，其中的绩效表（第1张表）")
    assert hash_of(str(folder)) == file.sha256


def test_a_wrong_figure_in_word_is_found_across_the_files(tmp_path: Path) -> None:
    right = unit_folder(tmp_path / "甲", WRONG)
    folder = unit_folder(tmp_path / "乙")
    (folder / FILES[made.FIRST]).unlink()
    changes = {(made.FIRST, 5, 3): 20}
    (folder / "项目一.docx").write_bytes(made_word.document(made.FIRST, changes=changes))

    def told(place: Path) -> list[tuple[object, ...]]:
        rows = [one for one in found(place) if one.rule != "WJ-13"]
        return sorted((one.rule, one.form, str(one.stated), str(one.computed), one.primary) for one in rows)

    assert told(right) == told(folder)
    assert told(folder)


def test_forms_that_workbooks_hold_too_count_once(tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    (folder / "全部.docx").write_bytes(made_word.document(*FILES))
    pairs = "、".join(f"“全部.docx/第{n}张表”同“{name}/{SHEET}”" for n, name in enumerate(FILES.values(), 1))
    assert said(found(folder)) == [
        noted(f"全部.docx 里的表工作簿里也有，内容相同，只审核工作簿里的：{pairs}")
    ]


def test_of_a_document_only_the_forms_are_taken_that_no_workbook_holds(tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    (folder / FILES[made.SECOND]).unlink()
    (folder / "项目.docx").write_bytes(made_word.document(made.FIRST, made.SECOND))
    findings = found(folder)
    assert [one.rule for one in findings] == ["WJ-11", "WJ-13"]
    assert "“项目.docx/第1张表”同“附件3.xlsx/Sheet1”。" in findings[0].message


def test_the_marked_copies_of_such_a_folder_are_judged_as_it_is(check: Check, tmp_path: Path) -> None:
    folder, out = unit_folder(tmp_path / "甲", WRONG), tmp_path / "标注"
    (folder / FILES[made.SECOND]).unlink()
    (folder / "项目.docx").write_bytes(made_word.document(made.BASE, made.SECOND))
    check(folder, "--by-folder", "--annotate", out)
    assert [path.name for path in sorted(out.iterdir())] == [
        "附件1.xlsx", "附件2.xlsx", "附件3.xlsx", "项目.docx.xlsx"
    ]  # fmt: skip

    def told(place: Path) -> list[tuple[str, str, str]]:
        rows = [(one.rule, one.form, one.place.address or "") for one in found(place) if one.rule != "WJ-13"]
        return sorted(rows)

    assert told(out) == told(folder)


def test_a_form_that_differs_in_word_is_not_taken_for_the_same(tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    changes = {(made.BASE, 4, 1): 25}
    (folder / "附件1.docx").write_bytes(made_word.document(made.BASE, changes=changes))
    findings = found(folder)
    rivals = [one for one in findings if one.rule == "WJ-11"]
    assert [one.level for one in rivals] == [Level.WARNING]
    assert "单位和年度相同而内容不同，不能判断以哪张为准" in rivals[0].message


TEXT = (f"{made.UNIT}2021年度部门整体支出绩效自评报告", "一、基本支出情况", "基本支出决算数318.22万元。")


def test_a_report_with_the_forms_behind_it_stays_the_report(check: Check, tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    changes = {(made.BASE, 4, 1): 25}  # what it repeats, and how, is compared as a report's
    (folder / "报告.docx").write_bytes(made_word.document(*FILES, before=TEXT, changes=changes))
    data = one_return(check, folder)
    assert Path(data["report"]).name == "报告.docx"
    assert {one["rule"] for one in data["findings"]} <= {"BG-05", "BG-07", "WJ-11"}
    [unlike] = [one["message"] for one in data["findings"] if one["rule"] == "WJ-11"]
    assert "报告.docx 里的“基础数据表”（报告.docx/第1张表）与工作簿里的（附件1.xlsx/Sheet1）" in unlike
    assert " 25、20不一致" in unlike
    assert data["files"] == sorted(FILES.values())


def test_documents_without_forms_are_none_of_the_return(check: Check, tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    (folder / "坏.docx").write_bytes(b"PK broken")
    (folder / "通知.docx").write_bytes(made_word.document(before=("请按时报送。",)))
    assert found(folder) == []
    _, _, err = check(folder, "--by-folder")
    assert "另有 2 个文件没有审核：坏.docx、通知.docx（Word 文件中没有认出绩效表；" in err


def test_the_same_file_twice_counts_once(tmp_path: Path) -> None:
    folder = unit_folder(tmp_path / "甲")
    shutil.copy(folder / "附件3.xlsx", folder / "附件3 - 副本.xlsx")
    assert said(found(folder)) == [
        (
            "WJ-11",
            Level.WARNING,
            "附件3 - 副本.xlsx 与 附件3.xlsx 内容完全相同，未审核，审核的是后者。请只留一份。",
        )
    ]


def marked(check: Check, tmp_path: Path) -> Path:
    """A wrong folder in which a renamed marked copy with an explanation lies beside its original."""
    folder = unit_folder(tmp_path / "甲", WRONG)
    check(folder, "--by-folder", "--annotate", tmp_path / "标注")
    copy = tmp_path / "标注" / FILES[made.FIRST]
    rule = next(one.rule for one in found(folder) if one.asks and one.place.sheet.startswith(copy.name))
    explain_row(copy, rule, "经核实，情况属实。")
    shutil.copy(copy, folder / "a标注.xlsx")
    return folder


def test_a_marked_copy_beside_its_original_counts_once_with_its_explanations(
    check: Check, tmp_path: Path
) -> None:
    before = said(found(unit_folder(tmp_path / "乙", WRONG)))
    findings = found(marked(check, tmp_path))
    note = noted("a标注.xlsx 是 附件3.xlsx 的标注件，表中内容相同，只审核后者，其中的核实说明照样计入")
    assert said(findings) == [note, *before]
    assert [one.explanation for one in findings if one.explanation] == ["经核实，情况属实。"]
    assert {one.place.sheet for one in findings if one.explanation} == {f"附件3.xlsx/{SHEET}"}


def test_a_marked_copy_alone_is_the_return(check: Check, tmp_path: Path) -> None:
    folder = marked(check, tmp_path)
    (folder / FILES[made.FIRST]).unlink()
    findings = found(folder)
    assert [one.rule for one in findings if one.rule.startswith("WJ")] == []
    assert [one.place.sheet for one in findings if one.explanation] == [f"a标注.xlsx/{SHEET}"]
