"""核实说明 that come back: which ones count, which are asked again, and what harmful ones can do (nothing)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import made
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
    run,
)
from perfxl.finding import Finding, Level
from perfxl.results_sheet import explained, take_results
from perfxl.workbook.model import Book, Cell, Kind, Sheet

SAID = "年中追加馆藏数字化任务，市财政批复追加 25 万元。"
ERROR: dict[tuple[str, str], made.Content] = ASKED | {(made.OVERALL, "I14"): None}
"""The warning XM-05 and the error ZP-15."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The marked copy of a return with one warning."""
    source = tmp_path / "in" / "表.xlsx"
    source.parent.mkdir()
    source.write_bytes(form_book(ASKED))
    return annotated(source, tmp_path / "copies")


def asked(path: Path) -> list[str]:
    """Rules of the warnings that are not explained."""
    return [
        f["rule"] for f in checked(path)["findings"] if f["level"] == "warning" and not f.get("explanation")
    ]


def test_an_explained_warning_is_shown_as_such_and_the_return_accepted(copy: Path) -> None:
    assert (checked(copy)["verdict"], asked(copy)) == ("explain", ["XM-05"])
    explain(copy, SAID)
    result = checked(copy)
    assert result["verdict"] == "accepted"
    assert [(f["rule"], f["level"], f["explanation"]) for f in result["findings"]] == [
        ("XM-05", "warning", SAID)
    ]
    assert result["counts"]["warning"] == 1
    code, out, _ = run("check", copy)
    assert code == 0
    assert f"已说明：{SAID}" in out
    assert "已说明 1 项" in out
    assert "WJ-04" not in out


def test_what_cannot_be_judged_for_an_empty_cell_is_explained_like_a_warning(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book({(made.FIRST, "D6"): None, (made.FIRST, "D7"): None}))
    copy = annotated(source, tmp_path / "copies")
    result = checked(copy)
    assert [(f["rule"], f["level"], f["unfilled"]) for f in result["findings"]] == [
        ("XM-05", "undecided", True)
    ]
    assert result["verdict"] == "explain"
    explain(copy, SAID)
    assert checked(copy)["verdict"] == "accepted"
    assert "已说明 1 项" in run("check", copy)[1]


def test_a_text_for_a_figure_is_not_what_an_empty_cell_is(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book({(made.FIRST, "D6"): "/", (made.FIRST, "D7"): "/"}))
    result = checked(source)
    assert [(f["rule"], f["level"], "unfilled" in f) for f in result["findings"]] == [
        ("XM-05", "undecided", False)
    ]
    assert result["verdict"] == "accepted"


def test_the_explanation_goes_into_the_next_copy_and_counts_again(copy: Path, tmp_path: Path) -> None:
    explain(copy, SAID)
    second = annotated(copy, tmp_path / "second")
    sheet = loaded(second)[RESULTS]
    assert sheet.cell(HEADER + 1, columns(sheet)["核实说明"]).value == SAID
    third = annotated(second, tmp_path / "third")
    assert checked(third)["verdict"] == "accepted"


def test_when_the_figure_changes_it_is_asked_again(copy: Path) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    book[made.FIRST]["D6"] = book[made.FIRST]["D7"] = 40
    book.save(copy)
    assert (checked(copy)["verdict"], asked(copy)) == ("explain", ["XM-05"])
    book[made.FIRST]["D6"] = book[made.FIRST]["D7"] = 30
    book.save(copy)
    assert checked(copy)["verdict"] == "accepted"


def test_it_survives_inserted_rows_and_a_renamed_sheet(copy: Path) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    book[made.FIRST].insert_rows(4)
    book[made.FIRST].title = "附件4-1"
    book.save(copy)
    (found,) = checked(copy)["findings"]
    assert (found["sheet"], found["cell"], found["explanation"]) == ("附件4-1", "E7", SAID)


def test_an_error_stays_an_error_whatever_is_written(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ERROR))
    copy = annotated(source, tmp_path / "out")
    explain(copy, SAID, "ZP-15")
    explain(copy, SAID)
    result = checked(copy)
    assert result["verdict"] == "rejected"
    assert {f["rule"]: f.get("explanation") for f in result["findings"]} == {"ZP-15": None, "XM-05": SAID}
    assert run("check", copy)[0] == 1


def test_what_is_written_where_nothing_is_asked_is_kept_and_counts_for_nothing(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    source.write_bytes(form_book(ERROR))
    copy = annotated(source, tmp_path / "out")
    explain(copy, SAID, "ZP-15")
    again = annotated(copy, tmp_path / "again")
    result = checked(again)
    assert {f["rule"]: f.get("remark") for f in result["findings"]} == {"ZP-15": SAID, "XM-05": None}
    assert asked(again) == ["XM-05"]
    out = run("check", again)[1]
    assert f"单位注：{SAID}" in out
    assert "已说明" not in out


@pytest.mark.parametrize("text", ["", "　", "。", "——", "/", "…", "=1/0", "#REF!"])
def test_what_says_nothing_explains_nothing(copy: Path, text: str) -> None:
    book = loaded(copy)
    sheet = book[RESULTS]
    cell = sheet.cell(HEADER + 1, columns(sheet)["核实说明"])
    cell.value = text
    if text == "#REF!":
        cell.data_type = "e"
    book.save(copy)
    assert asked(copy) == ["XM-05"]


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://example.org","看")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2", "\t=1"]
)
def test_a_text_that_looks_like_a_formula_stays_text(copy: Path, tmp_path: Path, text: str) -> None:
    book = loaded(copy)
    sheet = book[RESULTS]
    cell = sheet.cell(HEADER + 1, columns(sheet)["核实说明"])
    cell.value = text
    cell.data_type = "s"
    book.save(copy)
    assert checked(copy)["findings"][0]["explanation"] == text.strip()
    again = loaded(annotated(copy, tmp_path / "again"))[RESULTS]
    cell = again.cell(HEADER + 1, columns(again)["核实说明"])
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text.strip(), "s", True)


def test_a_formula_counts_by_its_saved_result_and_is_not_kept(copy: Path, tmp_path: Path) -> None:
    book = loaded(copy)
    book[RESULTS].cell(
        HEADER + 1, columns(book[RESULTS])["核实说明"]
    ).value = '=HYPERLINK("http://example.org")'
    book.save(copy)  # without a result, as openpyxl saves
    assert asked(copy) == ["XM-05"]
    again = loaded(annotated(copy, tmp_path / "again"))[RESULTS]
    assert again.cell(HEADER + 1, columns(again)["核实说明"]).value is None


def test_a_very_long_text_is_cut_visibly(copy: Path, tmp_path: Path) -> None:
    explain(copy, "长" * 30_000)
    said = checked(copy)["findings"][0]["explanation"]
    assert (len(said), said[-2:]) == (2000, "长…")
    annotated(copy, tmp_path / "again")


def test_control_characters_do_not_reach_the_terminal(copy: Path) -> None:
    explain(copy, "改_x001B_[31m红_x0007_了")
    assert checked(copy)["findings"][0]["explanation"] == "改[31m红了"


@pytest.mark.parametrize("code", ["", "zzzzzzzzzzzz", "123", "0" * 12, "=A1", "a" * 5000])
def test_a_damaged_code_explains_nothing(copy: Path, code: str) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    sheet = book[RESULTS]
    sheet.cell(HEADER + 1, columns(sheet)["核对码"]).value = code
    book.save(copy)
    assert asked(copy) == ["XM-05"]


def test_moved_and_added_columns_and_rows_are_followed(copy: Path) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    sheet = book[RESULTS]
    heads = columns(sheet)
    sheet.insert_cols(heads["核实说明"])
    sheet.insert_rows(1, 2)
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, 1).value = sheet.cell(row, heads["核对码"] + 1).value
        sheet.cell(row, heads["核对码"] + 1).value = None
    sheet.cell(HEADER + 2, heads["核实说明"]).value = "备注"
    book.save(copy)
    assert checked(copy)["verdict"] == "accepted"


def test_the_sheet_is_known_under_another_name_and_beside_a_copy(copy: Path) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    double = book.copy_worksheet(book[RESULTS])
    double.title = "审核结果 (2)"
    double.cell(HEADER + 1, columns(double)["核实说明"]).value = "旧的说明"
    book[RESULTS].title = "问题清单"
    book.save(copy)
    (found,) = checked(copy)["findings"]
    assert (found["rule"], found["explanation"]) == ("XM-05", SAID)


def test_without_the_codes_the_sheet_is_still_no_stranger(copy: Path) -> None:
    explain(copy, SAID)
    book = loaded(copy)
    book[RESULTS].delete_cols(columns(book[RESULTS])["核对码"])
    book.save(copy)
    assert [f["rule"] for f in checked(copy)["findings"]] == ["XM-05"]
    assert asked(copy) == ["XM-05"]


def test_explanations_on_other_sheets_are_not_ours(copy: Path) -> None:
    code = checked(copy)["findings"][0]["fingerprint"]
    book = loaded(copy)
    sheet = book.create_sheet("说明")
    sheet.append(["核实说明", "核对码"])
    sheet.append([SAID, code])
    book.save(copy)
    assert asked(copy) == ["XM-05"]


def test_the_units_explanations_are_not_overwritten(copy: Path, tmp_path: Path) -> None:
    explain(copy, SAID)
    before = copy.read_bytes()
    code, _, err = run("check", tmp_path / "in", "--annotate", tmp_path / "copies")
    assert (code, copy.read_bytes()) == (2, before)
    assert "填有核实说明，没有覆盖" in err


def finding(level: Level) -> Finding:
    return Finding("XM-05", level, "某处不符。", fingerprint="0123456789ab")


@pytest.mark.parametrize("level", list(Level))
def test_only_warnings_take_an_explanation(level: Level) -> None:
    (found,) = explained([finding(level)], {"0123456789ab": SAID})
    assert found.explanation == (SAID if level is Level.WARNING else "")


TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["核实说明", "核对码", "级别", "规则", "0123456789ab", SAID])
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.tuples(st.integers(1, 6), st.integers(1, 6)), TEXTS), st.sampled_from(list(Kind)))
def test_any_sheet_is_read_without_harm(texts: dict[tuple[int, int], str], kind: Kind) -> None:
    cells = {at: Cell(*at, Kind.TEXT if len(text) % 2 else kind, text) for at, text in texts.items()}
    other = Sheet("基础数据表", {(1, 1): Cell(1, 1, Kind.NUMBER, str(Decimal("42.92")))})
    book = Book([Sheet(RESULTS, cells), other], "xlsx")
    said = take_results(book)
    assert book.sheets[-1] is other
    assert set(said) <= {"0123456789ab"}
    assert all(text and text == text.strip() for text in said.values())
