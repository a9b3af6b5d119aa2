"""ZP-30, XM-09, BD-14: goals, what became of them, and the names of tasks are stated on the forms of every set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases import Case, case, first, verify
from made import FIRST, Content, Made, book_of, d, sheets
from made_declared import ONE, WHOLE, declared
from made_hebei import PROJECT, hebei
from made_hunan_2022 import made_hunan_2022
from made_national import (
    Rows,
    chongqing_rows,
    department_rows,
    returned,
    tasks_rows,
    term_rows,
    xiangtan_rows,
    year_rows,
)
from perfxl.audit import audit
from perfxl.finding import Finding
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import Area

Told = list[tuple[str, str, str | None]]


def told(findings: list[Finding]) -> Told:
    """Rule, level and cell of each finding."""
    return sorted((found.rule, found.level.value, found.place.address) for found in findings)


# fmt: off
CASES = [
    case("ZP-30", "passes", first(B11="完成数字化。")),
    case("ZP-30", "fails", first(B11=None), "ZP-30 warning 项目一!B11"),
    case("ZP-30", "fails", first(B11="无。"), "ZP-30 warning 项目一!B11"),
]
BLANK: list[tuple[Callable[[], Rows], dict[str, Content], Told]] = [
    (term_rows, {"F10": None}, [("ZP-30", "warning", "F10")]),
    (term_rows, {"B10": "/"}, [("ZP-30", "warning", "B10")]),
    (year_rows, {"B10": None}, [("ZP-30", "warning", "B10")]),
    (xiangtan_rows, {"B7": None}, [("ZP-30", "warning", "B7")]),
    (xiangtan_rows, {"B6": None}, []),  # one year's project
    (xiangtan_rows, {"B6": None, "B5": "2023.01-2025.12"}, [("ZP-30", "warning", "B6")]),
    (xiangtan_rows, {"B6": None, "B5": "三年"}, [("ZP-30", "warning", "B6")]),
    (xiangtan_rows, {"B6": None, "B5": "1年"}, []),
    (department_rows, {"F10": None}, [("XM-09", "info", "F10")]),
    (department_rows, {"F10": "全部完成。"}, [("XM-09", "info", "F10")]),
    (chongqing_rows, {"B7": None, "H7": None}, [("XM-09", "info", "H7"), ("ZP-30", "warning", "B7")]),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_case(item: Case) -> None:
    verify(item)


@pytest.mark.parametrize(("rows", "changes", "expected"), BLANK)
def test_a_goal_left_blank(rows: Callable[[], Rows], changes: dict[str, Content], expected: Told) -> None:
    assert told(returned(rows(), changes).findings) == expected


def test_a_text_is_called_what_the_form_calls_it() -> None:
    messages = [found.message for found in returned(chongqing_rows(), {"B7": None, "H7": None}).findings]
    assert "年初绩效目标未填写" in messages[0]
    assert "实际完成情况未填写" in messages[1]


@pytest.mark.parametrize(
    ("make", "sheet", "cell"),
    [
        (declared, WHOLE, "B8"),
        (declared, WHOLE, "B14"),
        (declared, ONE, "B10"),
        (hebei, WHOLE, "B11"),
        (hebei, PROJECT, "B8"),
    ],
)
def test_the_goals_of_a_declaration(
    make: Callable[[dict[tuple[str, str], Content]], Made], sheet: str, cell: str
) -> None:
    made = make({(sheet, cell): None})
    assert told(made.findings) == [("ZP-30", "warning", cell)]
    assert [found.place.sheet for found in made.findings] == [sheet]


def test_what_became_of_the_goals_of_a_unit() -> None:
    assert told(made_hunan_2022({"F12": None}).findings) == [("XM-09", "info", "F12")]


def findings_of(rows: Rows, *merges: Area) -> Told:
    """What is found where the first project's form has these rows and merged cells."""
    book = book_of({**sheets(), FIRST: rows})
    next(sheet for sheet in book.sheets if sheet.name == FIRST).merges.extend(merges)
    ret = read_return(book, [load_form_set("hunan-2021")])
    assert ret is not None
    return told(audit(ret))


def test_one_text_merged_over_both_columns() -> None:
    rows = sheets()[FIRST]
    rows[10][5] = None
    assert findings_of(rows, Area(11, 2, 11, 9)) == []
    assert findings_of(rows, Area(11, 2, 11, 5)) == [("XM-09", "info", "F11")]
    rows[10][1] = None
    assert findings_of(rows, Area(11, 2, 11, 9)) == [("XM-09", "info", "F11"), ("ZP-30", "warning", "B11")]


def test_a_text_that_begins_in_a_lower_row() -> None:
    rows = sheets()[FIRST]
    text, rows[10][5] = rows[10][5], None
    rows.insert(11, [None, None, None, None, None, text])
    assert findings_of(rows) == []
    rows[11][5] = None
    assert findings_of(rows) == [("XM-09", "info", "F11")]


@pytest.mark.parametrize("merged", [False, True])
def test_a_goal_that_stands_below_its_label(merged: bool) -> None:
    rows = tasks_rows()
    at = next(number for number, row in enumerate(rows) if row[0] == "年度总体目标")
    rows.insert(at + 1, [None, rows[at][1]])
    rows[at][1] = None
    if merged:
        rows[at + 1].append("第二段。")
    book = book_of({"表": rows})
    if merged:
        book.sheets[0].merges.append(Area(at + 1, 1, at + 2, 1))
    ret = read_return(book, [load_form_set("mof-2015-department-target")])
    assert ret is not None
    assert audit(ret) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"B11": None}, [("BD-14", "error", "B11")]),
        ({"B11": "1、"}, [("BD-14", "error", "B11")]),
        ({"B12": None, "C12": None}, [("BD-14", "error", "B12")]),
        ({"B12": None}, [("BD-14", "warning", "B12")]),
        ({"B12": None, "C12": None, "E11": d("88"), "F11": d("78"), "E12": 0, "F12": 0}, []),
    ],
)
def test_tasks_have_names(changes: dict[str, Content], expected: Told) -> None:
    made = declared({(WHOLE, address): content for address, content in changes.items()})
    assert told(made.findings) == expected


def test_a_total_without_its_label_is_no_task() -> None:
    findings = declared({(WHOLE, "B13"): None}).findings
    assert {found.rule for found in findings if found.primary} == {"TY-13", "SB-03"}
