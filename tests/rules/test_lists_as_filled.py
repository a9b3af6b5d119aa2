"""Lists of indicators as units really fill them in: subtotals, totals elsewhere, merged scores, split columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from cases import line
from made import FIRST, OVERALL, Content, Made, audited, book_of, d, sheets
from perfxl.fill import fill
from perfxl.finding import Finding
from perfxl.workbook.model import Area

Rows = list[list[Content]]
Change = Callable[[Rows], object]
HEADER, TOP, END = 11, 12, 18
"""Of the first project, from 0: the list's header, its first indicator, its total."""


def first(*changes: Change, merges: Sequence[Area] = ()) -> Made:
    """The clean return with the rows of its first project changed."""
    rows = sheets()
    for change in changes:
        change(rows[FIRST])
    book = book_of(rows)
    next(sheet for sheet in book.sheets if sheet.name == FIRST).merges.extend(merges)
    return audited(book)


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def figures(finding: Finding) -> tuple[str | None, str | None]:
    return finding.stated, finding.computed


def put(row: int, col: int, content: Content) -> Change:
    """A cell changed, by its row and column from 0."""

    def change(rows: Rows) -> None:
        line_of_row = rows[row]
        line_of_row.extend([None] * (col + 1 - len(line_of_row)))
        line_of_row[col] = content

    return change


def insert(row: int, *cells: Content) -> Change:
    return lambda rows: rows.insert(row, list(cells))


def sum_row(label: str, weight: Content, score: Content, col: int = 1) -> list[Content]:
    """A row with a label in a column and the figures of a sum."""
    return [*[None] * col, label, *[None] * (5 - col), weight, score]


SUBTOTALS = [
    pytest.param("小计", "小计", "小计", id="bare"),
    pytest.param("合计", "合计", "合计", id="called as the total may be"),
    pytest.param("产出指标小计", "效益指标小计", "满意度小计", id="named"),
    pytest.param("产出合计", "效益指标合计得分", "满意度指标合计", id="named otherwise"),
]


def with_subtotals(labels: Sequence[str], *figures_of: tuple[Content, Content], col: int = 1) -> list[Change]:
    """Subtotals behind the three groups, put in from below."""
    places = (TOP + 4, TOP + 5, TOP + 6)
    rows = zip(places, labels, figures_of, strict=True)
    return [insert(row, *sum_row(label, *pair, col=col)) for row, label, pair in reversed(list(rows))]


RIGHT = ((50, 50), (30, 30), (10, 10))


@pytest.mark.parametrize("labels", [parameter.values for parameter in SUBTOTALS])
@pytest.mark.parametrize("col", [1, 2])
def test_subtotals_are_no_indicators(labels: Sequence[str], col: int) -> None:
    made = first(*with_subtotals(labels, *RIGHT, col=col))
    assert said(made) == []
    assert fill(made.ret) == []
    assert len(made.ret.forms[2].entries["绩效指标"]) == 6


@pytest.mark.parametrize("labels", [parameter.values for parameter in SUBTOTALS])
def test_a_wrong_subtotal_is_found(labels: Sequence[str]) -> None:
    made = first(*with_subtotals(labels, (50, 50), (30, 29), (10, 10)))
    assert said(made) == [f"ZP-08 error {FIRST}!H19"]
    assert figures(made.findings[0]) == ("29", "30")


def test_a_total_of_a_wrong_subtotal_follows_from_it() -> None:
    made = first(*with_subtotals(("小计",) * 3, (50, 49), (30, 30), (10, 10)), put(END + 3, 7, d("98.98")))
    assert said(made) == [f"ZP-08 error {FIRST}!H17", f"ZP-08 error {FIRST}!H22 从属"]


def test_a_wrong_score_is_not_said_again_at_its_sums() -> None:
    made = first(*with_subtotals(("小计",) * 3, *RIGHT), put(TOP, 7, 18))
    assert said(made) == [
        f"ZP-08 error {FIRST}!H17 从属",
        f"ZP-08 error {FIRST}!H22 从属",
        f"ZP-14 error {FIRST}!H13",
        f"ZP-15 error {FIRST}!I13 从属",
    ]


def test_a_subtotal_of_levels_within_levels() -> None:
    """Subtotals of the second level, then that of the first, are sums of what stands under their label."""
    changes = [insert(TOP + 4, *sum_row("产出指标小计", 50, 50)), insert(TOP + 2, *sum_row("小计", 30, 30))]
    assert said(first(*changes)) == []
    wrong = first(*changes, put(TOP + 5, 7, 40))
    assert said(wrong) == [f"ZP-08 error {FIRST}!H18"]
    assert figures(wrong.findings[0]) == ("40", "50")


def test_a_wrong_weight_is_not_said_again_at_its_subtotal() -> None:
    made = first(*with_subtotals(("小计",) * 3, *RIGHT), put(TOP, 6, 30))
    assert said(made) == [
        f"ZP-06 error {FIRST}!B13",
        f"ZP-07 error {FIRST}!G22 从属",
        f"ZP-08 error {FIRST}!G17 从属",
        f"ZP-14 error {FIRST}!H13 从属",
        f"ZP-15 error {FIRST}!I13 从属",
    ]
    wrong = first(*with_subtotals(("小计",) * 3, (60, 50), (30, 30), (10, 10)))
    assert said(wrong) == [f"ZP-08 error {FIRST}!G17"]


def test_a_subtotal_above_what_it_sums_up() -> None:
    """Merged categories begin in the subtotal's row."""

    def above(rows: Rows) -> None:
        rows.insert(TOP, [None, rows[TOP][1], "小计", None, None, None, 50, 50])
        rows[TOP + 1][1] = None

    made = first(above)
    assert said(made) == []
    assert made.ret.forms[2].entries["绩效指标"][0]["一级指标"].text == "产出指标(50分)"
    assert said(first(above, put(TOP, 7, 45))) == [f"ZP-08 error {FIRST}!H13"]


def test_the_sum_of_all_indicators_above_the_total() -> None:
    assert said(first(insert(END, *sum_row("指标得分合计", 90, 90, col=0)))) == []
    wrong = first(insert(END, *sum_row("指标得分合计", 90, 80, col=0)))
    assert said(wrong) == [f"ZP-08 error {FIRST}!H19"]
    assert figures(wrong.findings[0]) == ("80", "90")


def test_two_rows_that_sum_up_everything() -> None:
    assert said(first(insert(END, *sum_row("合计", 100, d("99.98"), col=0)))) == []
    assert said(first(insert(END, *sum_row("合计", 100, 99, col=0)))) == [f"ZP-08 error {FIRST}!H19"]


def test_an_unreadable_subtotal_is_one_finding() -> None:
    made = first(*with_subtotals(("小计",) * 3, (50, "约50"), (30, 30), (10, 10)))
    assert said(made) == [f"TY-08 error {FIRST}!H17", f"ZP-08 undecided {FIRST}!H17 从属"]


def test_an_indicator_whose_name_ends_like_a_sum_stays_one() -> None:
    made = first(put(TOP, 3, "扫描页数合计"))
    assert said(made) == []
    assert len(made.ret.forms[2].entries["绩效指标"]) == 6


@pytest.mark.parametrize("row", [HEADER, TOP], ids=["above the header", "below the header"])
@pytest.mark.parametrize(("score", "expected"), [(d("99.98"), []), (98, ["ZP-08 error 项目一!H{}"])])
def test_a_total_beside_the_header(row: int, score: Content, expected: list[str]) -> None:
    def move(rows: Rows) -> None:
        del rows[END]
        rows.insert(row, ["总分", *[None] * 5, 100, score])

    made = first(move)
    assert said(made) == [text.format(row + 1) for text in expected]
    assert len(made.ret.forms[2].entries["绩效指标"]) == 6
    written = [(change.place.address, change.after) for change in fill(made.ret)]
    assert written == ([(f"H{row + 1}", "99.98")] if expected else [])


@pytest.mark.parametrize("label", ["自评总分", "合计得分", "综合得分", "得分合计", "总分合计", "自评总得分"])
def test_what_the_total_may_be_called(label: str) -> None:
    assert said(first(put(END, 0, label))) == []
    assert said(first(put(END, 0, label), put(END, 7, 90))) == [f"ZP-08 error {FIRST}!H19"]


def test_another_word_for_the_whole_is_the_total_with_its_label_changed() -> None:
    assert said(first(put(END, 0, "绩效总计得分"))) == [f"TY-13 info {FIRST}!A19"]


def test_a_list_without_any_indicator_is_found() -> None:
    def clear(rows: Rows) -> None:
        del rows[TOP:END]

    made = first(clear)
    assert said(made) == [f"ZP-12 error {FIRST}!B12"]


MERGED = [Area(13, 7, 14, 7), Area(13, 8, 14, 8)]
"""分值 and 得分 of the first two indicators in one cell each."""


def merged(*changes: Change, areas: Sequence[Area] = MERGED) -> Made:
    """The first two indicators with 30 points together."""
    gone = [put(TOP, 6, 30), put(TOP, 7, 30), put(TOP + 1, 6, None), put(TOP + 1, 7, None)]
    return first(*gone, *changes, merges=areas)


def test_a_merged_score_counts_once() -> None:
    made = merged()
    assert said(made) == []
    assert fill(made.ret) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [put(TOP, 7, 28), put(END, 7, d("97.98"))],
            [f"ZP-14 error {FIRST}!H13", f"ZP-15 error {FIRST}!I13 从属"],
            id="all reached, not full marks",
        ),
        pytest.param(
            [put(TOP, 7, 28)],
            [f"ZP-08 error {FIRST}!H19 从属", f"ZP-14 error {FIRST}!H13", f"ZP-15 error {FIRST}!I13 从属"],
            id="the total is right",
        ),
        pytest.param(
            [put(TOP, 7, 31), put(END, 7, d("100.98"))],
            [f"ZP-09 error {FIRST}!H13 从属", f"ZP-14 error {FIRST}!H13"],
            id="above the weight",
        ),
        pytest.param(
            [put(TOP, 6, 29)],
            [
                f"ZP-06 error {FIRST}!B13",
                f"ZP-07 error {FIRST}!G19 从属",
                f"ZP-09 error {FIRST}!H13 从属",
                f"ZP-14 error {FIRST}!H13",
            ],
            id="another weight",
        ),
        pytest.param([put(TOP, 5, "30万页")], [f"ZP-14 undecided {FIRST}!H13"], id="one not reached"),
        pytest.param(
            [put(TOP, 5, "30万页"), put(TOP, 7, 14), put(TOP, 8, "扫描仪故障"), put(END, 7, d("83.98"))],
            [f"ZP-14 warning {FIRST}!H13"],
            id="below the least, explained",
        ),
        pytest.param(
            [put(TOP, 5, "30万页"), put(TOP, 7, 20), put(TOP, 8, "扫描仪故障"), put(END, 7, d("89.98"))],
            [],
            id="between what the two would give",
        ),
        pytest.param(
            [put(TOP, 7, None), put(END, 7, d("69.98"))], [f"ZP-10 error {FIRST}!H13"], id="not filled in"
        ),
    ],
)
def test_a_merged_score_is_judged_for_its_indicators(changes: list[Change], expected: list[str]) -> None:
    assert said(merged(*changes)) == expected


def test_weights_apart_under_a_merged_score_decide_it() -> None:
    apart = [put(TOP, 6, 20), put(TOP + 1, 6, 10), put(TOP, 5, "30万页"), put(TOP, 8, "扫描仪故障")]
    right = [put(TOP, 7, 20), put(END, 7, d("89.98"))]
    assert said(merged(*apart, *right, areas=MERGED[1:])) == []
    wrong = merged(*apart, put(TOP, 7, 25), put(END, 7, d("94.98")), areas=MERGED[1:])
    assert said(wrong) == [f"ZP-14 error {FIRST}!H13"]
    assert figures(wrong.findings[0]) == ("25", "20")


def test_all_full_marks_with_merged_scores_are_worth_a_look() -> None:
    full = [put(5, 5, 55), put(6, 5, 55), put(5, 7, "100%"), put(5, 8, 10), put(END, 7, 100)]
    assert f"ZP-23 info {FIRST}!H19" in said(merged(*full))


def test_a_weight_in_the_row_below_its_category() -> None:
    """产出指标 / （50分）: two rows, one label."""
    split = [put(TOP, 1, "产出指标"), put(TOP + 1, 1, "（50分）")]
    made = first(*split)
    assert said(made) == []
    assert {entry["一级指标"].text for entry in made.ret.forms[2].entries["绩效指标"][:4]} == {
        "产出指标（50分）"
    }
    wrong = first(*split, put(TOP + 1, 1, "（40分）"))
    assert said(wrong) == ["ZP-06 error 项目一!B13", "ZP-11 info 项目一!B13 从属"]
    assert figures(wrong.findings[0]) == ("50", "40")


def in_columns(rows: Rows) -> None:
    """Signs and units of all targets in columns of their own, before and behind the targets."""
    parts = [
        ("指标方向", "计量单位"), ("≥", "万页"), ("正向指标", "%"), ("＝", "%"), ("≤", "万元"), ("大于等于", "人次"), ("≥", "%"),
    ]  # fmt: skip
    numbers = [(), (60, 61), (99, d("99.5")), (100, 100), (55, d("54.9")), (500, 560), (90, 95)]
    for row, (sign, unit), pair in zip(range(HEADER, END), parts, numbers, strict=True):
        cells = rows[row]
        cells[4:6] = [sign, *(pair or cells[4:6])]
        cells.insert(6, unit)
    rows[END][6:6] = [None, None]


def test_signs_and_units_in_columns_of_their_own() -> None:
    made = first(in_columns)
    assert said(made) == []
    target = made.ret.forms[2].entries["绩效指标"][3]["指标值"]
    assert (target.text, target.indicator.op, target.indicator.unit) == ("≤55万元", "≤", "万元")
    assert target.place.address == "F16"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [put(TOP + 3, 7, d("54.9")), put(TOP + 3, 9, 9), put(END, 9, d("98.98"))],
            [f"ZP-14 error {FIRST}!J16", f"ZP-15 error {FIRST}!K16 从属"],
            id="a limit that was kept",
        ),
        pytest.param(
            [put(TOP, 4, "待定"), put(TOP, 9, 19), put(TOP, 10, "原因"), put(END, 9, d("98.98"))],
            [
                f"ZP-14 undecided {FIRST}!F13 从属",
                f"ZP-20 undecided {FIRST}!F13",
            ],
            id="a sign that says nothing",
        ),
        pytest.param([put(TOP + 1, 7, d("0.995"))], [f"TY-12 warning {FIRST}!H14"], id="a fraction under %"),
        pytest.param(
            [put(TOP + 1, 4, "≤"), put(TOP + 1, 5, 5), put(TOP + 1, 7, d("0.82"))],
            [],
            id="points under % in a row that counts in points",
        ),
        pytest.param(
            [put(TOP + 1, 4, "≤"), put(TOP + 1, 5, 5), put(TOP + 1, 7, d("6.25"))],
            [f"ZP-14 error {FIRST}!J14"],
            id="more points than the limit",
        ),
    ],
)
def test_what_is_wrong_in_split_columns(changes: list[Change], expected: list[str]) -> None:
    assert said(first(in_columns, *changes)) == expected


def test_weights_in_percent_are_read_as_points_and_said_once() -> None:
    rows = [(row, f"{points}%") for row, points in enumerate((20, 10, 10, 10, 30, 10), TOP)]
    made = first(*(put(row, 6, text) for row, text in rows), put(END, 6, "100%"))
    assert said(made) == [f"TY-08 info {FIRST}!G13"]
    wrong = first(*(put(row, 6, text) for row, text in rows), put(END, 6, "100%"), put(TOP, 6, "30%"))
    assert said(wrong)[:2] == [f"TY-08 info {FIRST}!G13", f"ZP-06 error {FIRST}!B13"]


def test_a_total_in_percent_is_filled_in_percent() -> None:
    made = first(put(TOP, 6, "20%"), put(END, 6, "90%"))
    assert [(change.place.address, change.after, change.content) for change in fill(made.ret)] == [
        ("G19", "100%", "100%")
    ]


def test_a_right_total_beside_wrong_money_and_one_wrong_score() -> None:
    """The total is right for the score of execution as stated, which is wrong only because the money is."""
    made = first(put(5, 5, d("52.9")), put(TOP, 7, 19))
    primary = [finding.rule for finding in made.findings if finding.primary]
    assert f"ZP-08 error {FIRST}!H19 从属" in said(made)
    assert "ZP-14" in primary


def test_the_overall_form_has_subtotals_too() -> None:
    rows = sheets()
    rows[OVERALL].insert(17, sum_row("小计", 50, d("47.5")))
    assert said(audited(book_of(rows))) == []
    rows[OVERALL][17][7] = 50
    assert said(audited(book_of(rows))) == [f"ZP-08 error {OVERALL}!H18"]
