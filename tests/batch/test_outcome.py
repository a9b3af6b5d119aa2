"""What one checked return says to everything after it: figures, windows of cells, wordings, and the line itself."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from made import BASE, FIRST, OVERALL, Content, audited, d, made
from made_declared import declared
from perfxl.batch.excerpts import MOST, excerpts_of, shown_text
from perfxl.batch.outcome import (
    Figures,
    Outcome,
    OutcomeError,
    Project,
    from_json,
    outcome_of,
    to_json,
    to_line,
)
from perfxl.checking import Options, check_bytes, open_bytes
from perfxl.figures import figures_of, wordings_of
from perfxl.finding import Finding, Level, Place
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet
from perfxl.workbook.read import read_book

ROOT = Path(__file__).resolve().parents[2]
RETURNS = sorted((ROOT / "tests" / "returns").glob("*.xlsx"))
WORST = ROOT / "tests" / "returns" / "hengyang-2021.xlsx"


def outcome(path: Path) -> Outcome:
    data = path.read_bytes()
    return outcome_of(check_bytes(data, path.name), read_book(data))


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_a_line_comes_back_as_it_was(path: Path) -> None:
    said = outcome(path)
    line = to_line(said)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert from_json(line) == said
    assert to_line(from_json(line)) == line
    assert json.loads(line)["return"] == json.loads(json.dumps(said.ret))


def test_the_return_follows_the_schema_of_findings() -> None:
    schema = json.loads((ROOT / "docs" / "findings.schema.json").read_text("utf-8"))
    data = {"schema": 1, "perfxl": "0.1.0", "returns": [from_json(to_json(outcome(WORST))).ret]}
    jsonschema.validate(data, schema)


def test_a_file_that_cannot_be_read_has_no_figures() -> None:
    said = outcome_of(check_bytes(b"", "empty.xlsx"), None)
    assert (said.figures, said.excerpts, said.wordings) == (None, (), ())
    assert from_json(to_json(said)).ret["verdict"] == "unreadable"


def test_a_path_that_is_no_text_makes_a_line_all_the_same() -> None:
    line = to_line(Outcome({"path": b"\xff.xlsx".decode("utf-8", "surrogateescape")}))
    assert line.decode("utf-8")
    assert from_json(line).ret["path"].encode("utf-8", "surrogateescape") == b"\xff.xlsx"


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"schema":2}', '{"schema":1,"perfxl":"0","return":{}}'])
def test_anything_else_is_refused(line: str) -> None:
    with pytest.raises(OutcomeError):
        from_json(line)


# --- figures ---------------------------------------------------------------------------------------------------


def test_figures_are_what_the_forms_state() -> None:
    assert figures_of(made().ret) == Figures(
        d("405.40"),
        d("401.12"),
        d("98.94"),
        d("97.39"),
        "优",
        (
            Project("档案数字化", d("55"), d("54.9"), d("99.82"), d("99.98")),
            Project("馆库维护", d("30"), d("28"), d("93.33"), d("99.33")),
        ),
    )


def test_what_is_not_stated_is_none_and_never_zero() -> None:
    changes: dict[tuple[str, str], Content] = {
        (OVERALL, "F4"): None,
        (OVERALL, "G4"): None,
        (OVERALL, "H21"): "待定",
    }
    figures = figures_of(made(changes, without=(BASE,)).ret)
    assert (figures.executed, figures.rate, figures.score, figures.grade) == (None, None, None, None)
    assert figures.budget == d("405.40")


def test_without_the_overall_form_the_base_data_say_the_budget() -> None:
    figures = figures_of(made(without=(OVERALL,)).ret)
    assert (figures.budget, figures.executed) == (d("405.4"), d("401.12"))
    assert (figures.rate, figures.score) == (None, None)
    half = figures_of(made({(BASE, "C19"): None}, without=(OVERALL,)).ret)
    assert (half.budget, half.executed) == (None, d("401.12"))


def test_amounts_in_yuan_are_turned_into_wan() -> None:
    figures = figures_of(made({(OVERALL, "A4"): "年度预算申请（元）", (OVERALL, "F4"): 4011200}).ret)
    assert figures.executed == d("401.12")


@pytest.mark.parametrize("stated", ["55万", "55万元", "550000元", "550千元", "0.0055亿"])
def test_an_amount_counts_in_the_unit_that_is_written_with_it(stated: str) -> None:
    changed = made({(FIRST, "E6"): stated})
    assert changed.ret.forms[2].value("年度资金总额.全年预算数").number == d("55")
    assert figures_of(changed.ret).projects[0].budget == d("55")


def test_what_is_no_amount_of_money_is_none() -> None:
    assert figures_of(made({(FIRST, "E6"): "55人"}).ret).projects[0].budget is None


@pytest.mark.parametrize(("stated", "read"), [(d("0.9894"), d("98.94")), (d("98.94"), d("98.94"))])
def test_a_rate_without_percent_sign_is_read_beside_its_amounts(stated: Decimal, read: Decimal) -> None:
    assert figures_of(made({(OVERALL, "G4"): stated}).ret).rate == read
    alone = made({(OVERALL, "G4"): stated, (OVERALL, "F4"): None}, without=(BASE,))
    assert figures_of(alone.ret).rate is None


@pytest.mark.parametrize(
    ("score", "name"), [("90", "优"), ("89.99", "良"), ("60", "中"), ("59.9", "差"), ("101", None)]
)
def test_the_grade_is_that_of_the_stated_score(score: str, name: str | None) -> None:
    assert figures_of(made({(OVERALL, "H21"): d(score)}).ret).grade == name


def test_a_declaration_has_a_budget_and_no_score() -> None:
    figures = figures_of(declared().ret)
    assert figures.budget is not None
    assert (figures.executed, figures.score, figures.grade) == (None, None, None)
    assert all(project.budget is not None and project.executed is None for project in figures.projects)


def test_a_scoring_table_has_a_score() -> None:
    ret = open_bytes((ROOT / "tests/returns/yiyang-2018.xlsx").read_bytes(), "y.xlsx", Options()).ret
    assert ret is not None
    figures = figures_of(ret)
    assert (figures.budget, figures.executed, figures.score) == (d("97.95"), d("85.06"), d("86"))


# --- wordings --------------------------------------------------------------------------------------------------


def test_longer_texts_of_the_unit_are_wordings() -> None:
    aim = "目" * 40
    found = wordings_of(made({(OVERALL, "B11"): aim}).ret)
    assert [(said.form, said.cell, said.label, said.text) for said in found if said.text == aim] == [
        ("部门自评表", "B11", "整体绩效目标", aim)
    ]
    short = wordings_of(made({(OVERALL, "B11"): aim[:39]}).ret)
    assert "B11" not in [said.cell for said in short if said.form == "部门自评表"]


def test_what_the_blank_form_prints_is_no_wording() -> None:
    ret = open_bytes((ROOT / "tests/returns/yiyang-2018.xlsx").read_bytes(), "y.xlsx", Options()).ret
    assert ret is not None
    assert any(len(value.text) >= 40 for form in ret.forms for value in form.all_values)
    assert wordings_of(ret) == ()


# --- windows of cells ------------------------------------------------------------------------------------------


def sheet(rows: int, columns: int, merges: tuple[Area, ...] = (), name: str = "表") -> Sheet:
    cells = {
        (row, col): Cell(row, col, Kind.TEXT, f"r{row}c{col}")
        for row in range(1, rows + 1)
        for col in range(1, columns + 1)
    }
    return Sheet(name, cells, list(merges))


def at(row: int, col: int, level: Level = Level.ERROR, name: str = "表") -> Finding:
    return Finding("BD-05", level, "…", place=Place(name, row, col))


def test_a_window_shows_the_rows_around() -> None:
    (window,) = excerpts_of(Book([sheet(9, 3)], "xlsx"), [at(5, 2)])
    assert (window.sheet, window.top, window.left, window.findings) == ("表", 4, 1, (0,))
    assert window.rows == tuple(tuple(f"r{row}c{col}" for col in (1, 2, 3)) for row in (4, 5, 6))


def test_near_windows_are_one_and_far_ones_are_not() -> None:
    found = [at(2, 1), at(5, 2), at(20, 1)]
    windows = excerpts_of(Book([sheet(30, 3)], "xlsx"), found)
    assert [(w.top, len(w.rows), w.findings) for w in windows] == [(1, 6, (0, 1)), (19, 3, (2,))]


def test_windows_stay_small() -> None:
    book = Book([sheet(400, 40)], "xlsx")
    windows = excerpts_of(book, [at(row, 30) for row in range(2, 400)])
    assert len(windows) == MOST
    assert max(len(window.rows) for window in windows) <= 12
    assert {len(row) for window in windows for row in window.rows} == {12}
    assert all(window.left <= 30 < window.left + 12 for window in windows)


def test_graver_findings_come_first_where_there_are_too_many() -> None:
    found = [*(at(10 * n, 1, Level.INFO) for n in range(1, 30)), at(390, 1, Level.ERROR)]
    windows = excerpts_of(Book([sheet(400, 3)], "xlsx"), found)
    assert 29 in [number for window in windows for number in window.findings]
    assert [window.top for window in windows] == sorted(window.top for window in windows)


def test_what_has_no_row_or_no_judgement_has_no_window() -> None:
    book = Book([sheet(9, 3)], "xlsx")
    found = [replace(at(5, 2), place=Place("表")), at(5, 2, Level.UNDECIDED), at(5, 2, name="没有")]
    assert excerpts_of(book, found) == ()


def test_merged_areas_are_cut_to_the_window_and_keep_their_text() -> None:
    book = Book(
        [sheet(9, 3, (Area(1, 1, 6, 1), Area(5, 2, 5, 3), Area(5, 3, 6, 3), Area(8, 1, 9, 1)))], "xlsx"
    )
    (window,) = excerpts_of(book, [at(5, 2)])
    assert window.merges == ((4, 1, 6, 1), (5, 2, 5, 3))
    assert window.rows[0][0] == "r1c1"


def test_a_cell_is_shown_as_the_sheet_shows_it() -> None:
    assert shown_text(None) == ""
    assert shown_text(Cell(1, 1, Kind.NUMBER, "0.9894", "0.00%")) == "98.94%"
    assert shown_text(Cell(1, 1, Kind.NUMBER, "44635", "yyyy-mm-dd")) == "2022-03-15"
    assert shown_text(Cell(1, 1, Kind.NUMBER, "45.17", "0.0")) == "45.17"
    assert shown_text(Cell(1, 1, Kind.ERROR, "#REF!")) == "#REF!"
    assert shown_text(Cell(1, 1, Kind.UNCALCULATED, "", formula=True)) == "（公式未计算）"
    assert shown_text(Cell(1, 1, Kind.TEXT, "长" * 100)) == "长" * 59 + "…"


def test_every_finding_with_a_cell_is_in_a_window_of_a_real_return() -> None:
    said = outcome(WORST)
    found = said.ret["findings"]
    shown = {number for window in said.excerpts for number in window.findings}
    wanted = {n for n, item in enumerate(found) if item["cell"] and item["level"] != "undecided"}
    assert wanted <= shown
    for window in said.excerpts:
        for number in window.findings:
            assert found[number]["sheet"] == window.sheet


def test_the_form_named_in_a_wording_is_the_one_in_findings() -> None:
    result = made({(FIRST, "B11"): "同" * 50})
    assert {said.form for said in wordings_of(result.ret)} >= {"项目自评表（档案数字化）"}
    assert audited(result.book).ret.unit == result.ret.unit
