"""What units do to a form without changing what it says must give no finding, alone and together."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import BASE, FIRST, OVERALL, Content, audited, book_of, d, sheets
from perfxl.workbook.model import Area
from variations import VARIATIONS
from variations_of_layout import ALL, BOOKS, LAYOUTS

_ORDER = list(LAYOUTS)


def _findings(names: list[str], seed: int) -> list[str]:
    book, rng = book_of(sheets()), Random(seed)  # noqa: S311  # reproducible, not secret
    for name in names:
        book = ALL[name](book, rng)
    return [f"{found.rule} {found.message}" for found in audited(book).findings]


def test_many_kinds() -> None:
    assert len(ALL) >= 25


@pytest.mark.parametrize("name", sorted(ALL))
def test_one_variation(name: str) -> None:
    assert [finding for seed in range(6) for finding in _findings([name], seed)] == []


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(_ORDER), max_size=2, unique=True),
    st.lists(st.sampled_from(sorted(VARIATIONS)), min_size=1, max_size=5, unique=True),
    st.lists(st.sampled_from(sorted(BOOKS)), max_size=1),
    st.integers(0, 2**32),
)
def test_variations_together(layouts: list[str], plain: list[str], books: list[str], seed: int) -> None:
    assert _findings([*sorted(layouts, key=_ORDER.index), *plain, *books], seed) == []


def _changed(sheet: str, rows: dict[int, list[Content]], *, blank_above: tuple[int, ...] = ()) -> list[str]:
    """The findings after some rows of a sheet are written anew and empty rows are put above others."""
    made_sheets = sheets()
    for number, row in rows.items():
        made_sheets[sheet][number - 1] = row
    for number in sorted(blank_above, reverse=True):
        made_sheets[sheet].insert(number - 1, [])
    return [f"{found.rule} {found.message}" for found in audited(book_of(made_sheets)).findings]


@pytest.mark.parametrize(
    "mark", ["单　位：万元", "单 位：万元", "单\xa0\xa0位：万元", "单位：万 元", "（单　位：万元）"]
)
def test_unit_of_money_with_blanks(mark: str) -> None:
    assert _changed(BASE, {3: ["填报单位：示例市档案馆", None, None, mark]}) == []


@pytest.mark.parametrize(
    "year", ["（２０２１年度）", "（2021 年度）", "（2021年）", "(２０２１ 年 度)", "（ 2021年度 ）"]
)
def test_year_behind_the_name_of_the_unit(year: str) -> None:
    assert _changed(OVERALL, {2: [f"填报单位：（盖章）示例市档案馆　{year}"]}) == []


@pytest.mark.parametrize("indent", [" ", "    ", "\u3000\u3000", "\xa0"])
def test_indented_label_with_its_figure_beside(indent: str) -> None:
    """Sub-items are indented by hand; the colon of 其中： is not the one before the figure."""
    row: list[Content] = [
        None,
        f"{indent}其中：一般公共预算收入",
        d("395.4"),
        None,
        None,
        f"{indent}其中：基本支出",
        d("320.4"),
    ]
    assert _changed(OVERALL, {6: row}) == []


def test_year_some_empty_rows_below_the_title() -> None:
    assert _changed(FIRST, {}, blank_above=(2, 2, 2)) == []


@pytest.mark.parametrize("blanks", [" ", "\u3000", "\xa0"])
def test_row_of_blanks_below_a_header(blanks: str) -> None:
    row: list[Content] = [None, blanks, None, None, None, blanks]
    made_sheets = sheets()
    made_sheets[FIRST].insert(10, row)
    assert [f"{found.rule} {found.message}" for found in audited(book_of(made_sheets)).findings] == []


@pytest.mark.parametrize("invisible", ["\u200b", "\ufeff"])
def test_invisible_character_in_a_label_inside_a_cell(invisible: str) -> None:
    row: list[Content] = [None, "政府性基金拨款：", None, None, None, f"项目{invisible}支出：85"]
    assert _changed(OVERALL, {7: row}) == []


def test_one_reason_for_several_indicators() -> None:
    """A reason in a merged cell holds for all the rows that the cell covers."""
    book = book_of(sheets())
    (form,) = [sheet for sheet in book.sheets if sheet.name == OVERALL]
    reason = form.cells.pop((14, 9))
    form.cells[13, 9] = reason._replace(row=13)
    form.merges.append(Area(13, 9, 14, 9))
    assert audited(book).findings == []


@pytest.mark.parametrize("of_which", ["其 中：", "其\u3000中：", "其\n中：", "其中 ：", "其中："])
def test_of_which_with_blanks_and_the_figure_beside(of_which: str) -> None:
    row: list[Content] = [
        None,
        f"{of_which}一般公共预算收入",
        d("395.4"),
        None,
        None,
        f"{of_which}基本支出",
        d("320.4"),
    ]
    assert _changed(OVERALL, {6: row}) == []
