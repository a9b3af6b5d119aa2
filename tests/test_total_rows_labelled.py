"""Total rows that carry labels of their own: where their figures are found, and that 计算 leaves them alone."""

from __future__ import annotations

import pytest

from cases import Case, case, first, line, verify
from made import FIRST, Content, made
from marked_support import form_book
from perfxl.filling import fill_bytes
from perfxl.withheld import IN_WORDS, Withheld


def total_row(*contents: Content) -> dict[tuple[str, str], Content]:
    """The total row of the first project's form, from its label on."""
    return first(**{f"{column}19": content for column, content in zip("ABCDEFGHI", contents, strict=False)})


def labelled(score: str) -> dict[tuple[str, str], Content]:
    return total_row("总分", "总分值", 100, "总得分", score, None, "自评等级", "优")


def shifted(score: str, weight: int = 100) -> dict[tuple[str, str], Content]:
    return total_row("总分", None, None, None, None, weight, score, "（自评等级）", "优")


def named(score: str) -> dict[tuple[str, str], Content]:
    return total_row("总分", None, None, None, None, None, "100（总分值）", f"{score}（自评得分）")


def in_one(score: str) -> dict[tuple[str, str], Content]:
    return total_row(f"总分：{score}分（自评等级：优）", None, None, None, None, None, None, None)


def in_brackets(score: str) -> dict[tuple[str, str], Content]:
    return total_row(f"总分（自评得分{score}分，等级优）", None, None, None, None, None, None, None)


def behind_the_whole(score: str) -> dict[tuple[str, str], Content]:
    return total_row(f"总分（100）：{score}", None, None, None, None, None, None, None)


def graded(score: str) -> dict[tuple[str, str], Content]:
    return total_row("总分（优）", None, None, None, None, None, 100, score)


IN_LABELS = (in_one, in_brackets, behind_the_whole)
RIGHT = [make("99.98") for make in (labelled, shifted, named, graded, *IN_LABELS)]
# fmt: off
CASES = [
    *(case("ZP-08", "passes", right) for right in RIGHT),
    case("ZP-08", "fails", labelled("98.98"), "ZP-08 error 项目一!E19", figures=("98.98", "99.98", "-1")),
    case("ZP-08", "fails", shifted("98.98"), "ZP-08 error 项目一!G19", figures=("98.98", "99.98", "-1")),
    case("ZP-08", "fails", shifted("99.98", 90), "ZP-08 error 项目一!F19",
         figures=("90", "100", "-10")),
    case("ZP-08", "fails", named("98.98"), "ZP-08 error 项目一!H19", figures=("98.98", "99.98", "-1")),
    case("ZP-08", "fails", graded("98.98"), "ZP-08 error 项目一!H19", figures=("98.98", "99.98", "-1")),
    *(case("ZP-08", "fails", make("98.98"), "ZP-08 error 项目一!A19", figures=("98.98", "99.98", "-1"))
      for make in IN_LABELS),
    # full marks in brackets may be the weight or the score
    *(case("ZP-08", "fails", total_row(label, *[None] * 7), "ZP-08 warning 项目一!H19", figures=("", "99.98", None))
      for label in ("总分（100）", "总分（100分）", "总分（满分100分）")),
    # a text that is no grade stays what it is
    case("TY-08", "fails", total_row("总分", None, None, None, None, None, 100, "见附件"), "TY-08 error 项目一!H19",
         "ZP-08 undecided 项目一!H19 从属"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_total_rows_with_labels(item: Case) -> None:
    verify(item)


def filled(cells: dict[tuple[str, str], Content]) -> tuple[dict[str | None, str], dict[str | None, str]]:
    withheld: list[Withheld] = []
    _, changes = fill_bytes(form_book(cells), tell=withheld.append)
    written = {change.place.address: change.after for change in changes}
    return written, {cell.place.address: cell.reason for cell in withheld}


@pytest.mark.parametrize("right", RIGHT)
def test_what_is_right_is_not_filled_in_again(right: dict[tuple[str, str], Content]) -> None:
    assert filled(right) == ({}, {})


def test_a_wrong_total_is_put_right_where_it_stands() -> None:
    assert filled(labelled("98.98")) == ({"E19": "99.98"}, {})


def test_a_text_is_never_overwritten() -> None:
    assert filled({(FIRST, "H19"): "见附件"}) == ({}, {"H19": IN_WORDS})
    assert filled({(FIRST, "H6"): "约99%"}) == ({}, {"H6": IN_WORDS})


@pytest.mark.case("ZP-29", "fails")
@pytest.mark.parametrize(
    "label", ["总分：99.98分（自评等级：良）", "总分（自评得分99.98分，等级良）", "总分99.98分，良"]
)
def test_a_grade_in_the_label_is_compared_with_the_score(label: str) -> None:
    findings = made(total_row(label, *[None] * 7)).findings
    assert [line(one) for one in findings] == ["ZP-29 error 项目一!A19"]
