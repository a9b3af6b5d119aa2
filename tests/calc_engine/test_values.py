"""Values and formulas on the engine: what goes in, and what comes back as Excel would give it."""

from __future__ import annotations

import datetime as dt
import decimal

import pytest
import xlwings as xw

ERROR_NUMBERS = {"#DIV/0!": -2146826281, "#N/A": -2146826246, "#REF!": -2146826265, "#VALUE!": -2146826273}


@pytest.fixture
def sheet(calc_book: xw.Book) -> xw.Sheet:
    return calc_book.sheets[0]


def test_a_block_of_values_comes_back_with_its_types(sheet: xw.Sheet) -> None:
    rows = [[1.5, "三公经费", True], [None, dt.datetime(2021, 3, 4, 5, 6, 7), False]]
    sheet["B2"].value = rows
    assert sheet["B2:D3"].value == rows
    assert sheet["B2:D3"].raw_value == tuple(map(tuple, rows))


def test_one_value_fills_a_range(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = 7
    assert sheet["A1:C3"].value == [[7, 7, None], [7, 7, None], [None, None, None]]


def test_rows_of_different_lengths_are_refused(sheet: xw.Sheet) -> None:
    with pytest.raises(ValueError, match="same length"):
        sheet["A1"].raw_value = [[1, 2], [3]]
    assert sheet["A1:B2"].value == [[None, None], [None, None]]


@pytest.mark.parametrize(
    ("typed", "value", "number_format"),
    [
        ("12.50", 12.5, "General"),
        ("50%", 0.5, "0%"),
        ("2024-01-02", dt.datetime(2024, 1, 2), "yyyy-mm-dd"),
        ("TRUE", True, "BOOLEAN"),
        ("4次", "4次", "General"),
        ("≥95%", "≥95%", "General"),
        ("'007", "007", "General"),
        ("6.08\u3000", "6.08\u3000", "General"),
    ],
)
def test_texts_are_taken_for_what_excel_takes_them_for(
    sheet: xw.Sheet, typed: str, value: object, number_format: str
) -> None:
    sheet["A1"].value = typed
    assert sheet["A1"].value == value
    assert sheet["A1"].number_format == number_format


def test_a_text_that_begins_with_a_sign_becomes_a_formula(sheet: xw.Sheet) -> None:
    sheet["A1:A2"].value = [["-无"], ["=1+2"]]
    assert sheet["A1:A2"].formula == (("=-无",), ("=1+2",))
    assert sheet["A1"].options(err_to_str=True).value == "#NAME?"
    assert sheet["A2"].value == 3


def test_cells_in_text_format_keep_what_is_written(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].number_format = "@"
    sheet["A1:A3"].value = [["=1+1"], ["-1"], ["2024-01-02"]]
    assert sheet["A1:A3"].value == ["=1+1", "-1", "2024-01-02"]
    assert sheet["A1"].api.getCellByPosition(0, 0).Type.value == "TEXT"


@pytest.mark.parametrize(
    ("formula", "error"), [("=1/0", "#DIV/0!"), ("=NA()", "#N/A"), ("=#REF!", "#REF!"), ('=1+"x"', "#VALUE!")]
)
def test_error_values_are_excels_numbers(sheet: xw.Sheet, formula: str, error: str) -> None:
    sheet["A1"].formula = formula
    assert sheet["A1"].raw_value == ERROR_NUMBERS[error]
    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == error


def test_an_empty_cell_is_not_a_formula_that_gives_an_empty_text(sheet: xw.Sheet) -> None:
    sheet["A1"].formula = '=""'
    assert sheet["A1:B1"].raw_value == (("", None),)


def test_formulas_are_in_excels_syntax(calc_book: xw.Book) -> None:
    first = calc_book.sheets[0]
    other = calc_book.sheets.add("表 二", after=first)
    other["A1:A3"].value = [[1], [2], [3]]
    first["B1"].formula = "=SUM('表 二'!$A$1:A3,IF(1>2,1,0))"
    assert first["B1"].formula == "=SUM('表 二'!$A$1:A3,IF(1>2,1,0))"
    assert first["B1"].value == 6


def test_one_formula_for_many_cells_moves_along(sheet: xw.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = "=A1*$A$1+1"
    assert sheet["B1:B3"].formula == (("=A1*$A$1+1",), ("=A2*$A$1+1",), ("=A3*$A$1+1",))
    assert sheet["B1:B3"].value == [2, 3, 4]


def test_constants_read_as_formulas_are_texts(sheet: xw.Sheet) -> None:
    sheet["A1"].value = [3.0, 0.1, True, "x", None, dt.datetime(2024, 1, 2)]
    assert sheet["A1:F1"].formula == (("3", "0.1", "TRUE", "x", "", "45293"),)


def test_formulas_with_dates_and_truth_values_have_their_types(sheet: xw.Sheet) -> None:
    sheet["A1"].value = ["=DATE(2024,1,2)", "=1=1"]
    assert sheet["A1:B1"].value == [dt.datetime(2024, 1, 2), True]
    assert sheet["A1:B1"].impl.read(dates=False) == [[45293.0, True]]


def test_numbers_from_elsewhere_are_written_as_numbers(sheet: xw.Sheet) -> None:
    numpy = pytest.importorskip("numpy")
    sheet["A1"].value = [numpy.float64(1.25), numpy.int64(3), float("nan"), dt.date(2020, 2, 29)]
    assert sheet["A1:D1"].value == [1.25, 3.0, None, dt.datetime(2020, 2, 29)]
    sheet["A2"].value = decimal.Decimal("246.11")
    assert sheet["A2"].value == pytest.approx(246.11)


def test_finding_goes_by_rows_or_columns_and_backwards(sheet: xw.Sheet) -> None:
    sheet["A1:C3"].value = [["ab", None, "b"], [None, "B*", None], ["x", None, None]]
    cells = sheet["A1:C3"]
    assert cells.find("b", whole=True).address == "$C$1"
    assert cells.find("B", match_case=True).address == "$B$2"
    assert cells.find("~*").address == "$B$2"
    assert cells.find("*", direction="backward", order="rows").address == "$A$3"
    assert cells.find("*", direction="backward", order="columns").address == "$C$1"
    assert cells.find("z") is None


def test_ten_thousand_cells_are_read_as_they_were_written(sheet: xw.Sheet) -> None:
    rows = [[float(row * 100 + column) for column in range(100)] for row in range(100)]
    sheet["C5"].value = rows
    assert sheet["C5"].expand().value == rows
    assert sheet.used_range.address == "$C$5:$CX$104"
