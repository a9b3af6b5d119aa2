"""Returns in other formats: converted, protected by a password, strict, with macros, signed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

import made
import workbooks
from marked_support import (
    ASKED,
    HEADER,
    RESULTS,
    annotated,
    checked,
    columns,
    explain,
    form_book,
    loaded,
    rich_form,
    run,
)
from office_support import converted
from perfxl.workbook.convert import to_xlsx
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet, Unreadable
from perfxl.workbook.read import read_book

PASSWORD = "县财政局2021"  # noqa: S105
STRICT = [
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
]


def protected(data: bytes) -> bytes:
    """The workbook encrypted the way Excel does it."""
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(PASSWORD, stream)
    return stream.getvalue()


def strict(data: bytes) -> bytes:
    """The workbook with the namespaces of strict OOXML."""
    content = workbooks.parts(data)
    for old, new in STRICT:
        content = {name: body.replace(old, new) for name, body in content.items()}
    return workbooks.pack(content)


@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_other_formats_are_checked_and_marked_as_an_xlsx_beside(tmp_path: Path, ending: str) -> None:
    plain = tmp_path / "表.xlsx"
    plain.write_bytes(form_book(ASKED))
    source = converted(plain, ending, tmp_path)
    before = source.read_bytes()
    code, out, err = run("check", source, "--annotate", tmp_path / "out")
    assert (code, err) == (0, "")
    copy = tmp_path / "out" / f"表.{ending}.xlsx"
    assert f"标注件：{copy}（原文件是 .{ending}，标注件是含其数值的 .xlsx（不含格式和公式））" in out
    assert source.read_bytes() == before
    book = loaded(copy)
    assert book.sheetnames[0] == RESULTS
    assert book[made.FIRST]["E6"].value == 55
    assert book[made.FIRST]["E6"].fill.fgColor.rgb == "FFFFE699"
    assert "XM-05" in book[made.FIRST]["E6"].comment.text
    assert [f["fingerprint"] for f in checked(copy)["findings"]] == [
        f["fingerprint"] for f in checked(source)["findings"]
    ]


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_hidden_rows_and_columns_of_other_formats(tmp_path: Path, kind: str) -> None:
    plain = tmp_path / "表.xlsx"
    made_book = openpyxl.Workbook()
    for row in range(1, 7):
        made_book.active.append([row, "甲", row, row])
    for row in (2, 5, 9):
        made_book.active.row_dimensions[row].hidden = True
    for letter in "CF":
        made_book.active.column_dimensions[letter].hidden = True
    made_book.save(plain)
    for path in (plain, converted(plain, kind, tmp_path)):
        sheet = read_book(path.read_bytes()).sheets[0]
        assert (len(sheet.cells), sheet.hidden_rows, sheet.hidden_columns) == (
            24,
            frozenset({2, 5}),
            frozenset({3}),
        )


def test_a_marked_copy_that_comes_back_as_xls_is_understood(tmp_path: Path) -> None:
    plain = tmp_path / "表.xlsx"
    plain.write_bytes(form_book(ASKED))
    copy = annotated(plain, tmp_path / "out")
    explain(copy, "已核实，市财政追加。")
    back = converted(copy, "xls", tmp_path)
    assert checked(back)["verdict"] == "accepted"
    again = loaded(annotated(back, tmp_path / "again"))
    assert again.sheetnames[:-1] == [RESULTS, made.BASE, made.OVERALL, made.FIRST, made.SECOND]
    assert (
        again[RESULTS].cell(HEADER + 1, columns(again[RESULTS])["核实说明"]).value == "已核实，市财政追加。"
    )
    code, _, err = run("clear", back, "-o", tmp_path / "x.xls")
    assert (code, "不能直接写入" in err) == (2, True)


def test_a_converted_workbook_holds_the_values_and_nothing_becomes_a_formula() -> None:
    texts = ["=1+1", "+1", "-1", "@x", "\t=1", "a\x07b", "_x0041_", "", "长" * 40_000, "<&>\"'"]
    cells = {(row, 1): Cell(row, 1, Kind.TEXT, text) for row, text in enumerate(texts, 1)}
    cells |= {
        (1, 2): Cell(1, 2, Kind.NUMBER, "44562", "yyyy-mm-dd"),
        (2, 2): Cell(2, 2, Kind.NUMBER, "-0.1"),
        (3, 2): Cell(3, 2, Kind.BOOLEAN, "TRUE"),
        (4, 2): Cell(4, 2, Kind.ERROR, "#REF!", formula=True),
        (5, 2): Cell(5, 2, Kind.ERROR, "Err:502", formula=True),
        (6, 2): Cell(6, 2, Kind.UNCALCULATED, "", formula=True),
    }
    merges = [Area(1, 1, 2, 3), Area(2, 3, 4, 4), Area(9, 9, 9, 9), Area(11, 1, 1_048_576, 10)]
    data, names = to_xlsx(Book([Sheet("甲", cells, merges)], "xls"))
    (sheet,) = read_book(data).sheets
    assert names == {"甲": "甲"}
    assert not any(cell.formula for cell in sheet.cells.values())
    read = [sheet.cells[row, 1].text for row in (1, 2, 3, 4, 5, 6, 7, 9, 10) if (row, 1) in sheet.cells]
    assert read == ["=1+1", "+1", "-1", "@x", "\t=1", "ab", "_x0041_", "长" * 32_766 + "…", "<&>\"'"]
    numbers = [sheet.cells[row, 2][2:5] for row in (1, 2, 3, 4, 5)]
    assert numbers == [
        (Kind.NUMBER, "44562", "yyyy-mm-dd"),
        (Kind.NUMBER, "-0.1", "General"),
        (Kind.BOOLEAN, "TRUE", "General"),
        (Kind.ERROR, "#REF!", "General"),
        (Kind.TEXT, "Err:502", "General"),
    ]
    assert sheet.merges == [merges[0], merges[3]]


def test_sheet_names_that_excel_refuses_are_changed_and_marks_follow() -> None:
    names = ["收/支", "收:支", "'引'", "长" * 40, "", "收_支"]
    book = Book(
        [Sheet(name, {(1, 1): Cell(1, 1, Kind.TEXT, "x")}, hidden=name == "") for name in names], "ods"
    )
    data, renamed = to_xlsx(book)
    made_names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert made_names == ["收_支", "收_支_2", "引", "长" * 31, "表5", "收_支_3"]
    assert renamed == dict(zip(names, made_names, strict=True))
    assert [sheet.hidden for sheet in read_book(data).sheets] == [False, False, False, False, True, False]
    assert to_xlsx(book)[0] == data


def test_without_the_password_with_a_wrong_one_and_with_the_right_one(tmp_path: Path) -> None:
    source = tmp_path / "密.xlsx"
    source.write_bytes(protected(form_book(ASKED)))
    (none,) = checked(source)["findings"]
    (wrong,) = checked(source, "--password", "不对")["findings"]
    assert (none["rule"], wrong["rule"]) == ("WJ-01", "WJ-01")
    assert "打开密码" in none["message"]
    assert "密码不对" in wrong["message"]
    code, _, err = run("check", source, "--annotate", tmp_path / "none")
    assert (code, "没有标注件" in err, (tmp_path / "none").exists()) == (1, True, False)
    (found,) = checked(source, "--password", PASSWORD)["findings"]
    assert found["rule"] == "XM-05"
    _, out, _ = run("check", source, "--annotate", tmp_path / "out", "--password", PASSWORD)
    assert f"标注件：{tmp_path / 'out' / '密.xlsx'}（标注件没有密码）" in out
    assert loaded(tmp_path / "out" / "密.xlsx").sheetnames[0] == RESULTS


def test_a_password_for_a_file_without_one_does_no_harm(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))
    assert [f["rule"] for f in checked(source, "--password", PASSWORD)["findings"]] == ["XM-05"]
    _, out, _ = run("check", source, "--annotate", tmp_path / "out", "--password", PASSWORD)
    assert "没有密码" not in out


def test_a_protected_marked_copy_is_cleared(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ASKED))
    copy = annotated(source, tmp_path / "out")
    copy.write_bytes(protected(copy.read_bytes()))
    assert "设有打开密码" in run("clear", copy, "-o", tmp_path / "x.xlsx")[2]
    assert run("clear", copy, "-o", tmp_path / "x.xlsx", "--password", PASSWORD)[0] == 0
    assert (tmp_path / "x.xlsx").read_bytes() == source.read_bytes()


def test_a_file_that_would_hash_for_days_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = form_book()
    data = protected(plain)
    assert opened(data, PASSWORD) == plain
    monkeypatch.setattr("perfxl.workbook.decrypt._MAX_ROUNDS", 99_999)
    with pytest.raises(Unreadable, match="加密设置异常"):
        opened(data, PASSWORD)


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:3000], lambda data: data.replace(b"<encryption", b"<!ENTITY x")]
)
def test_a_damaged_protected_file_is_unreadable_not_a_crash(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Unreadable) as caught:
        opened(spoil(protected(form_book())), PASSWORD)
    assert caught.value.reason == "encrypted"


def test_strict_ooxml_is_read_marked_and_cleared(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(strict(form_book(ASKED)))
    assert [f["rule"] for f in checked(source)["findings"]] == ["XM-05"]
    copy = annotated(source, tmp_path / "out")
    parts = workbooks.parts(copy.read_bytes())
    assert not any(STRICT[0][0] in body for body in parts.values())
    assert any(b"XM-05" in body for name, body in parts.items() if "comments" in name)
    assert checked(copy)["findings"] == checked(source)["findings"]
    run("clear", copy, "-o", tmp_path / "back.xlsx")
    assert (tmp_path / "back.xlsx").read_bytes() == source.read_bytes()


def test_a_macro_workbook_stays_one(tmp_path: Path) -> None:
    source = tmp_path / "宏.xlsm"
    source.write_bytes(rich_form())
    copy = annotated(source, tmp_path / "out")
    before, after = workbooks.parts(source.read_bytes()), workbooks.parts(copy.read_bytes())
    assert (copy.name, after["xl/vbaProject.bin"]) == ("宏.xlsm", before["xl/vbaProject.bin"])
    assert b"macroEnabled.main" in after["[Content_Types].xml"]


def test_a_signed_workbook_is_refused_and_the_run_goes_on(tmp_path: Path) -> None:
    content = workbooks.parts(form_book(ASKED))
    (tmp_path / "1签名.xlsx").write_bytes(workbooks.pack(content | {"_xmlsignatures/sig1.xml": b"<x/>"}))
    (tmp_path / "2普通.xlsx").write_bytes(form_book(ASKED))
    code, out, err = run("check", tmp_path, "--annotate", tmp_path / "out")
    assert "数字签名" in err
    assert "共 2 个文件" in out
    assert (code, [path.name for path in (tmp_path / "out").iterdir()]) == (2, ["2普通.xlsx"])
