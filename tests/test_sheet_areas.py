"""The merged areas of a sheet, found by row and by the places that they cover."""

from __future__ import annotations

import pytest

from perfxl.workbook.model import Area, Sheet

SHEET = Sheet(
    "表", {}, [Area(9, 1, 9, 4), Area(3, 2, 5, 3), Area(6, 2, 7, 2), Area(1, 5, 1000, 5), Area(1, 6, 1001, 6)]
)


@pytest.mark.parametrize(
    ("row", "col", "origin"),
    [(3, 2, None), (4, 2, (3, 2)), (5, 2, (3, 2)), (6, 2, None), (7, 2, (6, 2)), (8, 2, None), (4, 3, None), (9, 2, None)],
)  # fmt: skip
def test_a_place_is_covered_from_the_first_cell_above_it(
    row: int, col: int, origin: tuple[int, int] | None
) -> None:
    assert SHEET.covered_from(row, col) == origin


def test_an_area_over_more_rows_than_a_table_has_covers_nothing() -> None:
    assert (SHEET.covered_from(900, 5), SHEET.covered_from(900, 6)) == ((1, 5), None)


def test_areas_are_found_by_the_row_that_they_begin_in() -> None:
    assert list(SHEET.merges_from(3, 8)) == [Area(3, 2, 5, 3), Area(6, 2, 7, 2)]
    assert list(SHEET.merges_from(4)) == [Area(6, 2, 7, 2), Area(9, 1, 9, 4)]
    assert list(SHEET.merges_from(10)) == []


def test_an_area_is_found_by_its_first_cell() -> None:
    assert SHEET.merged.get((3, 2)) == Area(3, 2, 5, 3)
    assert SHEET.merged.get((3, 3)) is None
