"""Marked copies: what they show, what they leave alone, and how they are taken back."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

import made
import workbooks
from marked_support import (
    ASKED,
    HEADER,
    RESULTS,
    RETURNS,
    annotated,
    checked,
    columns,
    form_book,
    loaded,
    rich_form,
    run,
)
from office_support import converted
from perfxl.checking import check_file
from perfxl.marking import MarkError, clear_file, mark_file
from perfxl.workbook.edit import Edit, SetValue, apply_edits
from test_edit_resaved import picture, through_openpyxl

TINTS = {"error": "FFFFC7CE", "warning": "FFFFE699", "info": "FFDDEBF7", "undecided": "FFE4DFEC"}
GRAVEST = list(TINTS)
BOOKS = {
    **{path.stem: path.read_bytes() for path in sorted(RETURNS.glob("*.xlsx"))},
    "features.xlsm": rich_form(),
    "quotes": form_book(ASKED, {made.FIRST: "附件 4-1 'a'"}),
}
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture(scope="module", params=sorted(BOOKS))
def marked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An original and its marked copy."""
    folder = tmp_path_factory.mktemp("marked")
    name = request.param if "." in request.param else f"{request.param}.xlsx"
    source = folder / name
    source.write_bytes(BOOKS[request.param])
    os.utime(source, (1_600_000_000, 1_600_000_000))
    return source, annotated(source, folder / "out")


def test_the_original_is_untouched_and_the_copy_has_its_name(marked: tuple[Path, Path]) -> None:
    source, copy = marked
    assert source.read_bytes() == BOOKS[source.name if source.suffix == ".xlsm" else source.stem]
    assert (source.stat().st_mtime, copy.name) == (1_600_000_000, source.name)


def test_exactly_the_cells_with_findings_are_tinted_and_noted(marked: tuple[Path, Path]) -> None:
    source, copy = marked
    findings = [found for found in checked(source)["findings"] if found["cell"]]
    levels: dict[tuple[str, str], list[str]] = {}
    for found in findings:
        levels.setdefault((found["sheet"], found["cell"]), []).append(found["level"])
    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(copy)
    for sheet in before.worksheets:
        for cell in (cell for row in after[sheet.title].iter_rows() for cell in row):
            here, old = (sheet.title, cell.coordinate), sheet[cell.coordinate]
            if here in levels:
                gravest = min(levels[here], key=GRAVEST.index)
                assert cell.fill.fgColor.rgb == TINTS[gravest]
            else:
                assert (cell.fill.patternType, cell.fill.fgColor) == (old.fill.patternType, old.fill.fgColor)
                assert (cell.comment and cell.comment.text) == (old.comment and old.comment.text)
            assert cell.number_format == old.number_format
            assert isinstance(cell.value, ArrayFormula) or cell.value == old.value
    for found in findings:
        note = after[found["sheet"]][found["cell"]].comment.text
        assert all(piece in note for piece in (found["rule"], found["fix"]))
        what = found["message"].removeprefix(f"【{found['form']}】").removeprefix(f"{found['cell']} ")
        assert what in note


def test_the_findings_sheet(marked: tuple[Path, Path]) -> None:
    source, copy = marked
    findings = checked(source)["findings"]
    book = loaded(copy)
    sheet = book.worksheets[0]
    heads = columns(sheet)
    assert (sheet.title, sheet.sheet_state, sheet.freeze_panes) == (RESULTS, "visible", f"A{HEADER + 1}")
    rows = [{name: sheet.cell(row, col) for name, col in heads.items()}
            for row in range(HEADER + 1, sheet.max_row + 1)]  # fmt: skip
    shown = [(row["规则"].value, row["核对码"].value, row["怎么改"].value) for row in rows]
    assert shown == [(found["rule"], found["fingerprint"], found["fix"]) for found in findings]
    for row, found in zip(rows, findings, strict=True):
        expected = found["sheet"] and "'{}'!{}".format(
            found["sheet"].replace("'", "''"), found["cell"] or "A1"
        )
        assert (row["位置"].hyperlink and row["位置"].hyperlink.location) == expected
        assert row["级别"].fill.fgColor.rgb == TINTS[found["level"]]
        assert (row["核实说明"].value, row["核实说明"].protection.locked) == (None, False)
        assert row["核对码"].data_type == "s"
    end = HEADER + len(findings)
    assert sheet.auto_filter.ref == f"A{HEADER}:M{end}"
    assert sheet.print_area == f"'{RESULTS}'!$A$1:$L${end}"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == (f"${HEADER}:${HEADER}", "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_everything_else_stays_and_clear_gives_every_part_back(marked: tuple[Path, Path]) -> None:
    source, copy = marked
    before, after = workbooks.parts(source.read_bytes()), workbooks.parts(copy.read_bytes())
    allowed = ("worksheets/", "styles.xml", "workbook.xml", "comments", "vmlDrawing", "[Content_Types]")
    changed = {name for name, content in before.items() if after.get(name) != content}
    assert [name for name in changed if not any(piece in name for piece in allowed)] == []
    back = copy.with_name("back" + copy.suffix)
    assert run("clear", copy, "-o", back) == (0, f"{copy} → {back}：标注已清除\n", "")
    assert workbooks.parts(back.read_bytes()) == before
    assert back.read_bytes() == source.read_bytes()
    back.unlink()


def looks(sheet: Worksheet) -> dict[str, tuple[object, ...]]:
    """Value, tint and note of every cell."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {
        cell.coordinate: (
            cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value,
            cell.fill.fgColor.rgb,
            cell.comment and cell.comment.text,
        )
        for cell in cells
    }


def test_a_marked_copy_is_marked_again_without_doubling(marked: tuple[Path, Path], tmp_path: Path) -> None:
    source, copy = marked
    again = annotated(copy, tmp_path / "again")
    one, two = loaded(copy), loaded(again)
    assert one.sheetnames == two.sheetnames
    assert {sheet.title: looks(sheet) for sheet in one} == {sheet.title: looks(sheet) for sheet in two}
    clear_file(again, tmp_path / "back.xlsx")
    assert workbooks.parts((tmp_path / "back.xlsx").read_bytes()) == workbooks.parts(source.read_bytes())


def test_the_same_findings_before_and_after_marking(marked: tuple[Path, Path]) -> None:
    source, copy = marked
    assert checked(copy)["findings"] == checked(source)["findings"]


def test_a_copy_saved_by_openpyxl_clears_cell_for_cell(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(BOOKS["hengyang-2021-on-template"])
    copy = annotated(source, tmp_path / "out")
    copy.write_bytes(through_openpyxl(copy.read_bytes()))
    assert run("clear", copy, "-o", tmp_path / "back.xlsx")[0] == 0
    assert picture((tmp_path / "back.xlsx").read_bytes()) == picture(through_openpyxl(source.read_bytes()))


def test_a_copy_saved_by_libreoffice_clears_cell_for_cell(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(BOOKS["hengyang-2021-on-template"])
    copy = annotated(source, tmp_path / "out")
    for name in ("marked", "plain"):
        (tmp_path / name).mkdir()
    again = converted(copy, "xlsx", tmp_path / "marked")
    plain = converted(source, "xlsx", tmp_path / "plain")
    assert checked(again)["findings"] == checked(plain)["findings"]
    assert run("clear", again, "-o", tmp_path / "back.xlsx")[0] == 0
    assert picture((tmp_path / "back.xlsx").read_bytes()) == picture(plain.read_bytes())


def test_two_files_of_one_name_and_folders_keep_apart(tmp_path: Path) -> None:
    names = ("甲/表.xlsx", "乙/表.xlsx", "乙/深/表.XLSX")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(form_book())
    files = [tmp_path / name for name in names]
    assert run("check", *files, "--annotate", tmp_path / "out")[0] == 0
    found = {path.name for path in (tmp_path / "out").iterdir()}
    assert found == {"表.xlsx", "表（2）.xlsx", "表（3）.XLSX"}
    run("check", tmp_path / "甲", tmp_path / "乙", "--annotate", tmp_path / "folders")
    inside = {str(path.relative_to(tmp_path / "folders")) for path in (tmp_path / "folders").rglob("*.*")}
    assert inside == {"表.xlsx", "表（2）.xlsx", "深/表.XLSX"}


def test_copies_below_the_checked_folder_are_not_checked_themselves(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(form_book(ASKED))
    for _ in range(2):
        code, out, _ = run("check", tmp_path, "--annotate", tmp_path / "标注件", "--format", "json")
        assert (code, len(json.loads(out)["returns"])) == (0, 1)
    assert len(list(tmp_path.rglob("*.xlsx"))) == 2


def test_originals_are_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = tmp_path / "a" / "表.xlsx", tmp_path / "b" / "表.xlsx"
    contents = form_book(ASKED), form_book()
    first.write_bytes(contents[0])
    second.write_bytes(contents[1])
    code, _, err = run("check", first, "--annotate", tmp_path / "a")
    assert (code, "标注件不能写在原文件上" in err) == (2, True)
    code, _, err = run("check", first, "--annotate", tmp_path / "b")
    assert (code, "不是标注件，没有覆盖" in err) == (2, True)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "表.xlsx").symlink_to(first)
    code, _, err = run("check", first, "--annotate", tmp_path / "c")
    assert (code, "标注件不能写在原文件上" in err) == (2, True)
    assert (first.read_bytes(), second.read_bytes()) == contents


def test_broken_files_are_passed_over_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4 broken")
    (tmp_path / "好.xlsx").write_bytes(form_book(ASKED))
    code, out, err = run("check", tmp_path, "--annotate", tmp_path / "out")
    assert (code, err) == (1, f"{tmp_path / '坏.xlsx'}：文件无法读取，没有标注件\n")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["好.xlsx"]
    assert f"标注件：{tmp_path / 'out' / '好.xlsx'}" in out


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    code, _, err = run("check", source, "--annotate", tmp_path / "out")
    assert (code, err) == (
        2,
        f"{source}：没有生成标注件：无法写入 {tmp_path / 'out' / '表.xlsx'}：没有访问权限\n",
    )
    assert list((tmp_path / "out").iterdir()) == []
    with pytest.raises(Exception, match="须是文件夹"):
        run("check", source, "--annotate", source)


def test_a_failing_disk_leaves_the_earlier_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))
    copy = annotated(source, tmp_path / "out")
    earlier = copy.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = run("check", source, "--annotate", tmp_path / "out", "--year", "2021")
    assert (code, "磁盘空间不足" in err) == (2, True)
    assert ([path.name for path in (tmp_path / "out").iterdir()], copy.read_bytes()) == (["表.xlsx"], earlier)


def test_a_file_changed_since_it_was_checked_is_not_marked(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))
    result = check_file(source)
    source.write_bytes(form_book())
    with pytest.raises(MarkError, match="审核之后又有改动"):
        mark_file(source, result, tmp_path / "out.xlsx")
    source.unlink()
    with pytest.raises(MarkError, match="文件不存在"):
        mark_file(source, result, tmp_path / "out.xlsx")


def test_a_sheet_of_the_units_own_with_our_name_stays(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    book = openpyxl.load_workbook(RETURNS / "hengyang-2021.xlsx")
    book.create_sheet(RESULTS, 0)["A1"] = "单位自己的表"
    book.save(source)
    copy = annotated(source, tmp_path / "out")
    assert loaded(copy).sheetnames[:2] == [f"{RESULTS}（2）", RESULTS]
    assert loaded(copy)[RESULTS]["A1"].value == "单位自己的表"
    clear_file(copy, tmp_path / "back.xlsx")
    assert (tmp_path / "back.xlsx").read_bytes() == source.read_bytes()


def test_a_long_name_and_a_copy_into_a_folder(tmp_path: Path) -> None:
    source = tmp_path / ("单" * 80 + ".xlsx")
    source.write_bytes(form_book(ASKED))
    copy = annotated(source, tmp_path / "out")
    assert run("clear", copy, "-o", tmp_path / "back.xlsx")[0] == 0
    (tmp_path / "back").mkdir()
    assert run("clear", copy, "-o", tmp_path / "back")[0] == 0
    assert (tmp_path / "back" / source.name).read_bytes() == source.read_bytes()


def test_clear_refuses_what_it_cannot_do(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    shutil.copy(RETURNS / "hunan-2019-version-b.xlsx", source)
    assert "不能写在原文件上" in run("clear", source, "-o", source)[2]
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK")
    code, _, err = run("clear", broken, "-o", tmp_path / "x.xlsx")
    assert (code, err.startswith(f"{broken}：")) == (2, True)
    code, out, _ = run("clear", source, "-o", tmp_path / "same.xlsx")
    assert (code, "没有标注，原样复制" in out) == (0, True)
    assert (tmp_path / "same.xlsx").read_bytes() == source.read_bytes()


def test_the_unit_keeps_what_it_changed_in_a_marked_copy(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))
    copy = annotated(source, tmp_path / "out")
    book = loaded(copy)
    book[made.FIRST]["E6"] = 36
    book[made.SECOND].insert_rows(3)
    book.save(copy)
    clear_file(copy, tmp_path / "back.xlsx")
    after = loaded(tmp_path / "back.xlsx")
    assert after.sheetnames == [made.BASE, made.OVERALL, made.FIRST, made.SECOND]
    cell = after[made.FIRST]["E6"]
    assert (cell.value, cell.fill.patternType, cell.comment) == (36, None, None)
    assert after[made.SECOND]["A4"].value == "项目支出名称"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(1)", "\t=1", "a_x0007_b"])
def test_text_from_a_return_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    source = tmp_path / "表.xlsx"
    data = form_book({(made.OVERALL, "I14"): None, (made.OVERALL, "B3"): text, (made.OVERALL, "D14"): text})
    # openpyxl takes the first for a formula, and writes the last as Excel writes a control character.
    edits: list[Edit] = [SetValue(made.OVERALL, 3, 2, text), SetValue(made.OVERALL, 14, 4, text)]
    source.write_bytes(apply_edits(form_book(), edits) if "=" in text else data)
    copy = annotated(source, tmp_path / "out")
    sheet = loaded(copy)[RESULTS]
    heads = columns(sheet)
    stated = {
        str(sheet.cell(row, heads["规则"]).value): sheet.cell(row, heads["填报数"])
        for row in range(HEADER + 1, sheet.max_row + 1)
    }
    cell = stated["TY-06"]
    shown = text.replace("_x0007_", "").strip()
    assert (str(cell.value).strip(), cell.data_type, cell.quotePrefix) == (shown, "s", True)
    for name, body in workbooks.parts(copy.read_bytes()).items():
        if name.startswith("xl/worksheets/"):
            assert re.search(rb"<(\w+:)?f[ >/]", body) is None
