"""WJ-11: last year's return left in the workbook: this year's is audited, with its own form set."""

from __future__ import annotations

import re

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, Content, book_of, sheets
from made_hunan_2022 import hunan_2022_sheets
from perfxl.checking import Checked, Options, check_book

Rows = list[list[Content]]
THIRD = "项目三"
LEFT = [f"WJ-11 warning 旧{name}!A{2 if name == BASE else 1}" for name in (BASE, OVERALL, FIRST, SECOND)]
"""What is said of last year's forms."""


def checked(rows: dict[str, Rows], *hidden: str, year: int | None = None) -> Checked:
    book = book_of(rows)
    for sheet in book.sheets:
        sheet.hidden = sheet.name in hidden
    return check_book(book, "return.xlsx", "", Options(year=year))


def lines(result: Checked) -> list[str]:
    return sorted(line(finding) for finding in result.findings if finding.primary)


def a_year_before(rows: Rows, name: str = "") -> Rows:
    """A form as it was returned for the year before, perhaps of another project."""

    def new(content: Content) -> Content:
        if not isinstance(content, str):
            return content
        earlier = re.sub("20(20|21|22)(?=年|[.])", lambda year: str(int(year[0]) - 1), content)
        return earlier.replace("档案数字化", name) if name else earlier

    return [[new(content) for content in row] for row in rows]


def last_year(rows: dict[str, Rows]) -> dict[str, Rows]:
    """A return as it was a year before, on sheets of its own."""
    return {f"旧{name}": a_year_before(own) for name, own in rows.items()}


def with_one_project_more(rows: dict[str, Rows]) -> dict[str, Rows]:
    """Last year's return, which had a third project."""
    return {**last_year(rows), f"旧{THIRD}": a_year_before(rows[FIRST], "书库搬迁")}


def blank(rows: Rows) -> Rows:
    """A form with nothing but its labels filled in."""

    def new(content: Content) -> Content:
        return re.sub("[0-9.]+%$|(?<=：)[0-9.]+$", "", content) if isinstance(content, str) else None

    return [
        [new(content) for content in (row if number < 12 else row[:4])] for number, row in enumerate(rows)
    ]


# --- the year -----------------------------------------------------------------------------------------------


@pytest.mark.case("WJ-11", "fails")
@pytest.mark.parametrize("first", [True, False])
def test_last_year_s_forms_may_be_more(first: bool) -> None:
    old = with_one_project_more(sheets())
    result = checked({**old, **sheets()} if first else {**sheets(), **old})
    assert lines(result) == sorted([*LEFT, f"WJ-11 warning 旧{THIRD}!A1"])
    assert result.ret is not None
    assert result.ret.year == 2021
    assert [form.sheet for form in result.ret.forms] == [BASE, OVERALL, FIRST, SECOND]


@pytest.mark.case("WJ-11", "fails")
def test_an_error_of_this_year_s_is_found() -> None:
    rows = {**sheets(), **with_one_project_more(sheets())}
    rows[BASE][18][1] = 81
    assert lines(checked(rows)) == sorted(
        ["BD-05 error 基础数据表!B19", *LEFT, f"WJ-11 warning 旧{THIRD}!A1"]
    )


@pytest.mark.case("WJ-11", "fails")
def test_a_project_form_that_lacks_this_year() -> None:
    rows = {**sheets(), **last_year(sheets())}
    del rows[SECOND]
    assert lines(checked(rows)) == sorted(["KB-03 error 基础数据表", *LEFT])


@pytest.mark.case("WJ-11", "boundary")
def test_project_forms_alone_of_two_years() -> None:
    rows = {name: sheets()[name] for name in (FIRST, SECOND)}
    result = checked({**with_one_project_more(rows), **rows})
    assert lines(result) == [f"WJ-11 warning 旧{name}!A1" for name in sorted((FIRST, SECOND, THIRD))]


@pytest.mark.case("WJ-11", "boundary")
def test_the_year_asked_for_counts() -> None:
    result = checked({**with_one_project_more(sheets()), **sheets()}, year=2020)
    assert result.ret is not None
    assert {form.year for form in result.ret.forms} == {2020}
    said = [found.message for found in result.findings if found.place.sheet == BASE]
    assert len(said) == 1
    assert "前者标的是 2021 年度，晚于审核的 2020 年度，未审核" in said[0]


@pytest.mark.case("WJ-11", "boundary")
def test_one_form_of_a_later_year_does_not_make_the_others_last_year_s() -> None:
    """A copy with a slip in its year: what is left out says that it is of a later year."""
    old = last_year(sheets())
    result = checked({**old, OVERALL: sheets()[OVERALL]})
    assert lines(result) == [f"WJ-11 warning {OVERALL}!A1"]
    assert "标的是 2021 年度，晚于审核的 2020 年度，未审核" in result.findings[0].message


@pytest.mark.case("WJ-11", "boundary")
def test_blank_forms_for_the_next_year_do_not_count() -> None:
    spare = {name: blank(sheets()[name]) for name in (BASE, OVERALL)}
    result = checked({**last_year(sheets()), **spare})
    assert result.ret is not None
    assert result.ret.year == 2020
    assert lines(result) == [f"WJ-11 warning {BASE}!A2", f"WJ-11 warning {OVERALL}!A1"]


# --- the form set -------------------------------------------------------------------------------------------


@pytest.mark.case("WJ-11", "boundary")
@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_last_year_s_layout_does_not_choose_the_form_set(first: bool, hidden: bool) -> None:
    """Last year's forms, of which there are more, are in the layout of an older form set."""
    this, old = hunan_2022_sheets(), with_one_project_more(sheets())
    result = checked({**old, **this} if first else {**this, **old}, *(old if hidden else ()))
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2022"
    assert result.ret.year == 2021
    level = "info" if hidden else "warning"
    told = [*LEFT, f"WJ-11 warning 旧{THIRD}!A1"]
    assert lines(result) == sorted(said.replace("warning", level) for said in told)


@pytest.mark.case("WJ-11", "boundary")
def test_an_error_beside_last_year_s_layout() -> None:
    this = hunan_2022_sheets()
    this[OVERALL][7][7] = 94
    result = checked({**with_one_project_more(sheets()), **this})
    found = [said for said in lines(result) if not said.startswith("WJ-11")]
    assert found == ["KB-02 error 部门自评表!H8"]


@pytest.mark.case("WJ-11", "boundary")
def test_the_year_asked_for_chooses_the_form_set() -> None:
    old = last_year(sheets())
    result = checked({**old, **hunan_2022_sheets()}, year=2020)
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2021"
    assert [form.sheet for form in result.ret.forms] == list(old)


def test_a_hidden_form_that_is_the_only_one_still_chooses() -> None:
    """The base form is none of a copy: with it the project forms are not the national ones."""
    rows = {name: sheets()[name] for name in (BASE, FIRST, SECOND)}
    result = checked(rows, BASE)
    assert result.ret is not None
    assert result.ret.form_set.id == "hunan-2021"
