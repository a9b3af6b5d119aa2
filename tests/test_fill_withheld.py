"""计算 never writes a figure of which a part is missing, and never covers up a formula that is wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal

import openpyxl
import pytest

import made_scoring
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, d, sheets
from marked_support import form_book
from perfxl.fill import fill
from perfxl.filling import fill_bytes
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.withheld import WRONG_FORMULA, Withheld
from perfxl.workbook.convert import to_xlsx
from perfxl.workbook.edit import Edit, SetCached, apply_edits
from perfxl.workbook.model import Kind
from perfxl.workbook.read import read_book

Cells = Mapping[tuple[str, str], Content]


def filled(data: bytes) -> tuple[dict[str, str], dict[str, str], bytes]:
    """What was written and what was not, each by address, and the copy."""
    withheld: list[Withheld] = []
    copy, changes = fill_bytes(data, tell=withheld.append)
    written = {f"{change.place.sheet}!{change.place.address}": change.after for change in changes}
    return written, {f"{cell.place.sheet}!{cell.place.address}": cell.told for cell in withheld}, copy


def outcome(cells: Cells) -> tuple[dict[str, str], dict[str, str]]:
    return filled(form_book(dict(cells)))[:2]


@pytest.mark.parametrize("total", [85, None], ids=["stated", "empty"])
def test_a_project_with_figures_that_lacks_one(total: int | None) -> None:
    written, told = outcome({(BASE, "C21"): None, (BASE, "C19"): total})
    assert written == {}
    assert told == {
        f"{BASE}!C19": f"未写入 {BASE}!C19 部门项目支出（2021年预算数）：{total or '（空）'}"
        "（按读到的计算为 55；C21 馆库维护（2021年预算数）未填写）"
    }


def test_a_project_has_no_figure_in_a_year_in_which_it_was_not_there() -> None:
    new = {(BASE, "B21"): None, (BASE, "B19"): None}
    assert outcome(new) == ({f"{BASE}!B19": "50"}, {})
    finished = {(BASE, "C21"): None, (BASE, "D21"): None}
    assert outcome(finished) == ({f"{BASE}!C19": "55", f"{BASE}!D19": "54.9"}, {})


def test_sources_that_are_not_used_stand_for_zero() -> None:
    assert outcome({(FIRST, "E6"): 56}) == ({f"{FIRST}!E6": "55"}, {})


def test_zeros_are_no_total_of_a_row_that_was_left_out() -> None:
    empty = {(FIRST, f"{column}7"): None for column in "DEF"}
    zeros = {(FIRST, f"{column}{row}"): 0 for column in "DEF" for row in (8, 9)}
    written, told = outcome({**empty, **zeros})
    assert (written, list(told)) == ({}, [f"{FIRST}!D6", f"{FIRST}!E6", f"{FIRST}!F6"])
    written, told = outcome({**empty, **zeros, (FIRST, "D6"): None, (FIRST, "E6"): None})
    assert (written, list(told)) == ({f"{FIRST}!D6": "0"}, [f"{FIRST}!E6", f"{FIRST}!F6"])


def test_a_row_of_a_grid_that_lacks_one_figure() -> None:
    written, told = outcome({(BASE, "C18"): None, (BASE, "C13"): None})
    assert (written, list(told)) == ({}, [f"{BASE}!C13"])
    assert outcome({(BASE, "C17"): None, (BASE, "C13"): None}) == ({f"{BASE}!C13": "5.8"}, {})


def test_a_main_figure_that_is_empty_is_no_zero() -> None:
    written, told = outcome({(OVERALL, "F6"): "其中：基本支出：", (OVERALL, "F5"): "按支出性质分："})
    assert written == {}
    assert [line.partition("；")[2] for line in told.values()] == ["G6 基本支出未填写）"]


def test_scores_come_before_the_total_that_adds_them() -> None:
    written, told = outcome({(SECOND, "H14"): None, (SECOND, "H19"): None})
    assert (written, told) == ({f"{SECOND}!H14": "10", f"{SECOND}!H19": "99.33"}, {})
    assert outcome({(SECOND, "H14"): None}) == ({f"{SECOND}!H14": "10"}, {})


def test_a_score_that_nothing_computes_leaves_the_total_alone() -> None:
    words = {(SECOND, "D14"): "设备完好", (SECOND, "E14"): "基本完好", (SECOND, "H14"): None}
    for total in (d("99.33"), None):
        written, told = outcome({**words, (SECOND, "H19"): total})
        assert (written, list(told)) == ({}, [f"{SECOND}!H19"])
        assert told[f"{SECOND}!H19"].endswith("（按读到的计算为 89.33；H14 得分未填写）")


def test_a_bare_count_of_what_is_unwanted_leaves_the_score_open() -> None:
    open_direction = {(SECOND, "C14"): "安全事故起数", (SECOND, "D14"): "2起", (SECOND, "E14"): "1起"}
    written, told = outcome({**open_direction, (SECOND, "H14"): None})
    assert (written, list(told)) == ({}, [f"{SECOND}!H19"])


def test_a_column_that_is_not_there_holds_no_empty_score() -> None:
    rows = sheets()[FIRST]
    rows[11][7], rows[12][7] = "备忘", None
    ret = read_return(book_of({FIRST: rows}), [load_form_set("mof-2020")])
    assert ret is not None
    assert "得分" not in ret.forms[0].entries["绩效指标"][0].values
    assert fill(ret) == []


def test_weights_that_do_not_make_the_full_marks_are_at_fault_and_not_the_total() -> None:
    written, told = outcome({(SECOND, "G13"): 30, (SECOND, "H13"): 30})
    assert written == {}
    assert {cell: line.rpartition("；")[2] for cell, line in told.items()} == {
        f"{SECOND}!G19": "各项分值合计不是 100 分，请先核对各项分值）",
        f"{SECOND}!H19": "各项分值合计不是 100 分，请先核对各项分值）",
    }


def test_an_unreadable_part_is_named_where_the_total_is_empty() -> None:
    _, told = outcome({(BASE, "C21"): "3。0", (BASE, "C19"): None})
    assert told == {
        f"{BASE}!C19": f"未写入 {BASE}!C19 部门项目支出（2021年预算数）：（空）"
        "（C21 馆库维护（2021年预算数）“3。0”不是有效数字）"
    }


def with_formulas(
    formulas: Mapping[tuple[str, str], tuple[str, Decimal | str | None]], cells: Cells | bytes | None = None
) -> bytes:
    """The clean return with these cells, or another workbook, with these formulas and their remembered results."""
    data = cells if isinstance(cells, bytes) else form_book(dict(cells or {}))
    book = openpyxl.load_workbook(io.BytesIO(data))
    edits: list[Edit] = []
    for (sheet, address), (formula, result) in formulas.items():
        cell = book[sheet][address]
        cell.value = formula
        if result is not None:
            edits.append(SetCached(sheet, cell.row, cell.column, result))
    buffer = io.BytesIO()
    book.save(buffer)
    return apply_edits(buffer.getvalue(), edits)


def shown(copy: bytes, sheet: str, row: int, col: int) -> str:
    """What a cell of the copy shows."""
    return next(found for found in read_book(copy).sheets if found.name == sheet).cells[row, col].text


def test_the_result_of_a_wrong_formula_is_left_as_it_is() -> None:
    data = with_formulas({(BASE, "C19"): ("=C20", d("55"))})
    written, told, copy = filled(data)
    assert (written, copy) == ({}, data)
    assert told[f"{BASE}!C19"].endswith(f"：55（按读到的计算为 85；{WRONG_FORMULA}）")


def test_a_formula_is_not_blamed_for_a_part_that_is_missing() -> None:
    told = filled(with_formulas({(BASE, "C19"): ("=SUM(C20:C21)", d("85"))}, {(BASE, "C21"): None}))[1]
    assert told[f"{BASE}!C19"].endswith("（按读到的计算为 55；C21 馆库维护（2021年预算数）未填写）")


def test_what_a_right_formula_takes_from_a_wrong_one_is_not_told_and_what_is_typed_stays() -> None:
    wrong = {(BASE, "C14"): ("=C15", d("0"))}
    written, told, _ = filled(with_formulas({**wrong, (BASE, "C13"): ("=C14+C17+C18", d("2"))}))
    assert (written, list(told)) == ({}, [f"{BASE}!C14"])
    written, told, _ = filled(with_formulas(wrong))
    assert (written, list(told)) == ({}, [f"{BASE}!C14"])


def test_a_right_formula_is_given_the_result_that_follows_from_what_was_written() -> None:
    score = {(SECOND, "H14"): None}
    formulas = {(SECOND, "H19"): ("=I6+SUM(H13:H18)", d("89.33"))}
    written, told, copy = filled(with_formulas(formulas, score))
    assert (written, told) == ({f"{SECOND}!H14": "10", f"{SECOND}!H19": "99.33"}, {})
    assert shown(copy, SECOND, 19, 8) == "99.33"


def test_a_formula_without_result_is_given_one() -> None:
    written, told, copy = filled(with_formulas({(BASE, "C19"): ("=SUM(C20:C21)", None)}))
    assert (written, told, shown(copy, BASE, 19, 3)) == ({f"{BASE}!C19": "85"}, {}, "85")


NOTHING = '=IF(1=2,1,"")'
"""A formula that gives an empty text."""


@pytest.mark.parametrize(
    ("sheet", "address", "due"),
    [(BASE, "C19", "85"), (OVERALL, "G4", "98.94%"), (FIRST, "H13", "20"), (SECOND, "H19", "99.33")],
)
@pytest.mark.parametrize(("formula", "result"), [(NOTHING, ""), ('="/"', "/")])
def test_a_formula_that_gives_a_text_is_not_covered_up(
    sheet: str, address: str, due: str, formula: str, result: str
) -> None:
    data = with_formulas({(sheet, address): (formula, result)})
    written, told, copy = filled(data)
    assert (written, list(told), copy) == ({}, [f"{sheet}!{address}"], data)
    assert told[f"{sheet}!{address}"].endswith(
        f"：{result or '（空）'}（按读到的计算为 {due}；{WRONG_FORMULA}）"
    )


def test_a_score_that_a_formula_states_in_words_is_the_units_own() -> None:
    assert filled(with_formulas({(FIRST, "H13"): ('="待定"', "待定")}))[:2] == ({}, {})
    written, told, _ = filled(with_formulas({(BASE, "C19"): ('="待定"', "待定")}))
    assert (written, list(told)) == ({}, [f"{BASE}!C19"])


def test_a_formula_that_gives_an_error_is_not_covered_up() -> None:
    rows = sheets()
    rows[BASE][18][2] = Kind.ERROR
    ret = read_return(book_of(rows), [load_form_set("hunan-2021")])
    withheld: list[Withheld] = []
    assert ret is not None
    assert fill(ret, withheld.append) == []
    assert [(cell.place.address, cell.before, cell.computed, cell.reason) for cell in withheld] == [
        ("C19", "#REF!", "85", WRONG_FORMULA)
    ]


def test_a_formula_that_shows_nothing_for_zero_is_right() -> None:
    zeros = {(BASE, f"C{row}"): 0 for row in (14, 15, 16, 17, 18)}
    formulas = {(BASE, "C13"): ('=IF(SUM(C15:C18)=0,"",SUM(C15:C18))', "")}
    assert filled(with_formulas(formulas, zeros))[:2] == ({}, {})
    assert outcome({**zeros, (BASE, "C13"): None}) == ({f"{BASE}!C13": "0"}, {})


def test_a_total_of_a_score_that_its_formula_does_not_show_is_not_told_too() -> None:
    formulas = {
        (FIRST, "H13"): (NOTHING, ""),
        (FIRST, "H19"): ("=I6+SUM(H13:H18)", d("79.98")),
    }
    written, told, _ = filled(with_formulas(formulas))
    assert (written, list(told)) == ({}, [f"{FIRST}!H13"])


def test_a_formula_that_waited_for_what_was_written_is_given_its_result() -> None:
    formulas = {(SECOND, "H19"): ('=IF(COUNT(H13:H18)<6,"",I6+SUM(H13:H18))', "")}
    written, told, copy = filled(with_formulas(formulas, {(SECOND, "H14"): None}))
    assert (written, told) == ({f"{SECOND}!H14": "10", f"{SECOND}!H19": "99.33"}, {})
    assert shown(copy, SECOND, 19, 8) == "99.33"


@pytest.mark.parametrize(
    ("address", "result", "due"),
    [("G5", "", "5"), ("G5", "—", "5"), ("H5", "", "20/20=100.00%"), ("H5", "100%", "20/20=100.00%")],
)
def test_formulas_of_a_scoring_table_are_not_covered_up(address: str, result: str, due: str) -> None:
    book = made_scoring.made(made_scoring.table(G2="计算得分", H2="计算过程")).book
    data = fill_bytes(to_xlsx(book)[0])[0]
    assert filled(data)[:2] == ({}, {})
    told = filled(with_formulas({(made_scoring.TABLE, address): ('=""', result)}, data))
    assert told[0] == {}
    assert [*told[1].values()] == [
        f"未写入 {made_scoring.TABLE}!{address} “在职人员控制率”（{'计算得分' if address == 'G5' else '计算过程'}）："
        f"{result or '（空）'}（按读到的计算为 {due}；{WRONG_FORMULA}）"
    ]
    without = with_formulas({(made_scoring.TABLE, address): ('=""', None)}, data)
    assert filled(without)[:2] == ({f"{made_scoring.TABLE}!{address}": due}, {})


@pytest.mark.parametrize(
    ("code", "content"), [("0.00%", 0.9333333333333), ("General", "93.33%"), ("@", "93.33%")]
)
def test_a_rate_is_written_as_the_empty_cell_shows_it(code: str, content: float | str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_book({(SECOND, "H6"): None})))
    book[SECOND]["H6"].number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    written, _, copy = filled(buffer.getvalue())
    assert written == {f"{SECOND}!H6": "93.33%"}
    assert openpyxl.load_workbook(io.BytesIO(copy))[SECOND]["H6"].value == content
    assert filled(copy)[0] == {}


def test_the_format_of_a_column_counts_where_its_cell_was_never_there() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form_book()))
    del book[SECOND]._cells[6, 8]
    book[SECOND].column_dimensions["H"].number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)
    copy = filled(buffer.getvalue())[2]
    assert openpyxl.load_workbook(io.BytesIO(copy))[SECOND]["H6"].value == 0.9333333333333
