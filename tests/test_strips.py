"""Forms of different kinds side by side on one sheet are each read and judged as on a sheet of their own."""

from __future__ import annotations

from itertools import zip_longest

import pytest

from cases import line
from made import BASE, FIRST, OVERALL, SECOND, UNIT, Content, book_of, d, sheets
from perfxl.checking import Checked, Options, check_book
from perfxl.workbook.model import Area, Book

ALL = "绩效自评"
Rows = list[list[Content]]
WIDTHS = {BASE: 4, OVERALL: 9, FIRST: 9, SECOND: 9}
FORMS = [BASE, OVERALL, "项目自评表", "项目自评表"]


def beside(*forms: tuple[str, Rows], gap: int = 1) -> Rows:
    """Forms side by side, with so many blank columns between them."""
    wide = [[[*row, *[None] * (WIDTHS[name] + gap - len(row))] for row in rows] for name, rows in forms]
    blank: list[list[Content]] = [[None] * (WIDTHS[name] + gap) for name, _ in forms]
    return [
        [content for row, none in zip(rows, blank, strict=True) for content in (row or none)]
        for rows in zip_longest(*wide)
    ]


def of(content: dict[str, Rows], *names: str) -> list[tuple[str, Rows]]:
    return [(name, content[name]) for name in names]


def check(book: Book, *merges: Area) -> Checked:
    book.sheets[0].merges.extend(merges)
    return check_book(book, "return.xlsx", "", Options(form_set="hunan-2021"))


def forms(result: Checked) -> list[str]:
    assert result.ret is not None
    return sorted(form.id for form in result.ret.forms)


def lines(result: Checked) -> list[str]:
    return sorted(map(line, result.findings))


def wrong() -> dict[str, Rows]:
    """The clean return with a wrong rate in the department's form and a wrong sum in the second project's."""
    content = sheets()
    content[OVERALL][3][6] = "98.49%"
    content[SECOND][6][4] = d("31")
    return content


WRONG = ["XM-01 error 绩效自评", "ZP-01 error 绩效自评"]


def without_cells(found: list[str]) -> list[str]:
    return [text.partition("!")[0] for text in found]


def merged_titles(names: list[str], gap: int) -> list[Area]:
    """The merged cells of the titles of forms side by side."""
    areas, col = [], 1
    for name in names:
        row = 2 if name == BASE else 1
        areas.append(Area(row, col, row, col + WIDTHS[name] - 1))
        col += WIDTHS[name] + gap
    return areas


@pytest.mark.parametrize("gap", [0, 1, 3])
@pytest.mark.parametrize("merged", [True, False])
def test_all_forms_of_a_return_side_by_side(gap: int, merged: bool) -> None:
    names = [BASE, OVERALL, FIRST, SECOND]
    merges = merged_titles(names, gap) if merged else []
    right = check(book_of({ALL: beside(*of(sheets(), *names), gap=gap)}), *merges)
    assert (forms(right), lines(right)) == (sorted(FORMS), [])
    bad = check(book_of({ALL: beside(*of(wrong(), *names), gap=gap)}), *merges)
    assert without_cells(lines(bad)) == WRONG


@pytest.mark.parametrize("col", [2, 4, 7])
def test_a_title_in_the_middle_of_its_form(col: int) -> None:
    content = sheets()
    content[OVERALL][0] = [None] * col + content[OVERALL][0]
    result = check(book_of({ALL: beside(*of(content, BASE, OVERALL, FIRST, SECOND))}))
    assert (forms(result), lines(result)) == (sorted(FORMS), [])


@pytest.mark.parametrize("between", [0, 1, 4])
def test_two_columns_of_forms_of_different_heights(between: int) -> None:
    """What stands below on the left begins elsewhere than what stands below on the right."""
    for content, expected in ((sheets(), []), (wrong(), WRONG)):
        blank: Rows = [[] for _ in range(between)]
        left = [*content[BASE], *blank, *content[FIRST]]
        right = [*content[OVERALL], *content[SECOND]]
        result = check(book_of({ALL: beside((OVERALL, left), (SECOND, right))}))
        assert (forms(result), without_cells(lines(result))) == (sorted(FORMS), expected)


def test_forms_over_the_whole_width_below_two_side_by_side() -> None:
    for content, expected in ((sheets(), []), (wrong(), WRONG)):
        pair = beside((BASE, content[BASE]), (OVERALL, content[OVERALL]))
        rows = [*pair, *content[FIRST], *content[SECOND]]
        tops = [len(pair) + 1, len(pair) + len(content[FIRST]) + 1]
        result = check(book_of({ALL: rows}), *(Area(top, 1, top, 9) for top in tops))
        assert (forms(result), without_cells(lines(result))) == (sorted(FORMS), expected)


def test_a_line_merged_over_all_forms_holds_for_each() -> None:
    content = sheets()
    content[BASE] = content[BASE][1:]
    for name in (OVERALL, FIRST, SECOND):
        content[name][1] = []
    content[BASE][1] = [f"填报单位：（盖章）{UNIT}　　（2021年度）　　单位：万元"]
    rows = beside(*of(content, BASE, OVERALL, FIRST, SECOND))
    result = check(book_of({ALL: rows}), Area(2, 1, 2, 34))
    assert (forms(result), lines(result)) == (sorted(FORMS), [])


@pytest.mark.parametrize("note", ["部门整体支出绩效自评表", "详见：项目支出绩效自评表"])
def test_a_form_that_is_only_mentioned_beside_another_parts_nothing(note: str) -> None:
    content = wrong()
    content[BASE][1] += [None] * 4 + [note]
    content[BASE][2][3:] = [None, None, None, None, "单位：万元"]
    assert sorted(lines(check(book_of(content)))) == ["XM-01 error 项目二!E6", "ZP-01 error 部门自评表!G4"]


def test_a_heading_of_another_kind_above_a_form_parts_nothing() -> None:
    content = wrong()
    content[FIRST] = [[None, None, None, "部门整体支出绩效自评表"], *content[FIRST]]
    book = book_of(content)
    book.sheets[2].merges.append(Area(2, 1, 2, 9))
    assert sorted(lines(check(book))) == ["XM-01 error 项目二!E6", "ZP-01 error 部门自评表!G4"]


def stepped(steps: list[int], *named: tuple[str, Rows]) -> Rows:
    """Forms side by side that begin so many rows below the first row."""
    return beside(*((name, [*([[]] * step), *rows]) for step, (name, rows) in zip(steps, named, strict=True)))


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("steps", [[0, 1, 2, 3], [0, 2, 4, 6], [0, 5, 10, 15], [15, 10, 5, 0], [0, 5, 0, 9]])
def test_forms_that_begin_in_different_rows(steps: list[int], merged: bool) -> None:
    names = [BASE, OVERALL, FIRST, SECOND]
    merges = [
        Area(area.top + step, area.left, area.bottom + step, area.right)
        for area, step in zip(merged_titles(names, 1), steps, strict=True)
    ]
    for content, expected in ((sheets(), []), (wrong(), WRONG)):
        book = book_of({ALL: stepped(steps, *of(content, *names))})
        result = check(book, *(merges if merged else []))
        assert (forms(result), without_cells(lines(result))) == (sorted(FORMS), expected)


def test_forms_below_one_another_are_not_parted_by_a_title_in_their_middle() -> None:
    """Though more than the second title stands in its row."""
    for content, expected in ((sheets(), []), (wrong(), WRONG)):
        below = content[SECOND]
        below[0] = ["附件4", None, None, None, *below[0]]
        result = check(book_of({ALL: [*content[BASE], *content[OVERALL], *content[FIRST], *below]}))
        assert (forms(result), without_cells(lines(result))) == (sorted(FORMS), expected)


def a_year_before(rows: Rows) -> Rows:
    def earlier(content: Content) -> Content:
        if not isinstance(content, str):
            return content
        return content.replace("2020年", "2019年").replace("2021年", "2020年").replace("（2021", "（2020")

    return [[earlier(content) for content in row] for row in rows]


@pytest.mark.parametrize("gap", [1, 2])
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("name", [BASE, OVERALL])
def test_last_years_form_beside_this_years(name: str, first: bool, gap: int) -> None:
    """It is left out, wherever it stands, and this year's is audited."""
    for content, expected in ((sheets(), []), (wrong(), ["XM-01", "ZP-01"])):
        both = [(name, content[name]), (name, a_year_before(content[name]))]
        content[name] = beside(*(both if first else both[::-1]), gap=gap)
        result = check(book_of(content))
        copy = result.ret.copies[0].form.place if result.ret else None
        assert (forms(result), copy.col if copy else None) == (
            sorted(FORMS),
            WIDTHS[name] + gap + 1 if first else 1,
        )
        assert [text.split()[0] for text in lines(result)] == ["WJ-11", *expected]
        (told,) = [finding.message for finding in result.findings if finding.rule == "WJ-11"]
        assert told.startswith(
            f"工作表“{name}”上的第 {2 if first else 1} 张与工作表“{name}”上的第 {1 if first else 2} 张是"
        )
        assert "前者标的是 2020 年度，未审核" in told
