"""Self-evaluations in the layouts of other provinces: right ones are accepted, one slip is told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from made import Content, book_of, d
from made_provinces import Rows, hengshan_rows, hubei_rows, yunnan_rows
from perfxl.checking import Options, check_book
from perfxl.workbook.model import column_number

Changes = dict[str, Content]
Found = list[tuple[str, str, str | None]]
LAYOUTS: dict[str, tuple[Callable[[], Rows], tuple[str, ...]]] = {
    "hubei": (hubei_rows, ("湖北",)),
    "yunnan": (yunnan_rows, ()),
    "hengshan": (hengshan_rows, ()),
}


def found(layout: str, changes: Changes) -> Found:
    """Rule, level and cell of every primary finding in a layout with some cells changed."""
    made, parameters = LAYOUTS[layout]
    rows = made()
    for address, content in changes.items():
        letters = address.rstrip("0123456789")
        row, column = rows[int(address[len(letters) :]) - 1], column_number(letters)
        row += [None] * (column - len(row))
        row[column - 1] = content
    result = check_book(book_of({"表": rows}), "return.xlsx", "", Options(parameters=parameters))
    assert result.ret is not None
    assert result.ret.form_set.id == "mof-2020"
    return [(one.rule, one.level.value, one.place.address) for one in result.findings if one.primary]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_is_found_in_a_right_return(layout: str) -> None:
    assert found(layout, {}) == []


@pytest.mark.parametrize(
    ("layout", "changes", "expected"),
    [
        ("hubei", {"G9": 19}, [("XM-07", "error", "G9")]),
        ("hubei", {"G9": 19, "G19": 97}, [("XM-07", "error", "G9")]),
        ("hubei", {"G17": 19}, [("ZP-08", "error", "G19")]),
        ("hubei", {"G19": 100}, [("ZP-08", "error", "G19")]),
        ("hubei", {"F9": "99%"}, [("XM-02", "error", "F9")]),
        ("hubei", {"F17": None}, [("ZP-10", "error", "F17")]),
        ("yunnan", {"H14": 3000}, [("ZP-14", "error", "J14")]),
        ("yunnan", {"G7": 54}, [("XM-01", "error", "G6")]),
        ("yunnan", {"I14": 14, "J14": 14, "I15": 16, "J15": 17}, [("ZP-14", "error", "J15")]),
        ("hengshan", {"E6": 21}, [("XM-01", "error", "E5")]),
        ("hengshan", {"G5": "90%"}, [("XM-02", "error", "G5")]),
        ("hengshan", {"C3": None}, [("TY-01", "error", "B3")]),
    ],
)  # fmt: skip
def test_one_slip_is_told(layout: str, changes: Changes, expected: Found) -> None:
    assert found(layout, changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"B7": "其中：当年财政拨款"},
        {"H12": "实际指标值", "K12": "未完成（偏差）原因及改进措施"},
        {"J12": "自评得分", "I12": "权重"},
        {"J14": d("15.00")},
    ],
)
def test_labels_of_the_same_meaning_are_read_as_such(changes: Changes) -> None:
    assert found("yunnan", changes) == []
