"""Scores with words around their one number."""

from decimal import Decimal

import pytest

from perfxl.finding import Place
from perfxl.formset.model import Type
from perfxl.returns.reading import State
from perfxl.returns.score_texts import score_in_words
from perfxl.returns.value import Value
from perfxl.workbook.model import Cell, Kind


@pytest.mark.parametrize(
    ("written", "number", "decimals", "of", "grade"),
    [
        ("自评得分99.75分", "99.75", 2, None, ""),
        ("自评总分：99.5", "99.5", 1, None, ""),
        ("合计99.75", "99.75", 2, None, ""),
        ("得20分", "20", 0, None, ""),
        ("优（99.75分）", "99.75", 2, None, "优"),
        ("优(自评得分99.75分)", "99.75", 2, None, "优"),
        ("良好，85分", "85", 0, None, "良好"),
        ("99.95\n优", "99.95", 2, None, "优"),
        ("自评99.95分，等级：优秀", "99.95", 2, None, "优秀"),
        ("99.95/100", "99.95", 2, "100", ""),
        ("100/99.5", "99.5", 1, "100", ""),
        ("100分/99.5分", "99.5", 1, "100", ""),
        ("100/100", "100", 0, "100", ""),
        ("得分99.5/满分100", "99.5", 1, "100", ""),
        ("２０／２０", "20", 0, "20", ""),
        ("18分/20分", "18", 0, "20", ""),
        ("九十九点七五分", "99.75", 2, None, ""),
        ("玖拾玖点玖伍", "99.95", 2, None, ""),
        ("一分", "1", 0, None, ""),
        ("一百分", "100", 0, None, ""),
        ("九十点零五分", "90.05", 2, None, ""),
        ("优（九十五分）", "95", 0, None, "优"),
    ],
)
def test_one_number(written: str, number: str, decimals: int, of: str | None, grade: str) -> None:
    score = score_in_words(written)
    assert score is not None
    assert (score.number, score.decimals, score.grade) == (Decimal(number), decimals, grade)
    assert score.of == (None if of is None else Decimal(of))


@pytest.mark.parametrize(
    "written",
    [
        "≈99.75", "约99分", "满分20分", "85-90", "95/100/100", "99.75或99.5", "九十多分", "三四分", "优", "优良",
        "20+10", "扣2分", "99.75元", "9/20日", "2022年99分", "99.75（应为98）", "一二三点五分", "一", "一一", "得分一", "", "九" * 50,
    ],
)  # fmt: skip
def test_no_score_is_guessed(written: str) -> None:
    assert score_in_words(written) is None


def test_only_scores_are_read_so_and_no_weights() -> None:
    cell = Cell(1, 1, Kind.TEXT, "20/20", "General")
    values = [
        Value(name, name, kind, Place("表", 1, 1), cell)
        for name, kind in (("得分", Type.SCORE), ("分值", Type.SCORE), ("执行数", Type.AMOUNT))
    ]
    assert [value.number for value in values] == [Decimal(20), None, None]
    assert [value.reading.state for value in values] == [State.NUMBER, State.TEXT, State.TEXT]
    assert values[0].reading.raw == "20/20"
