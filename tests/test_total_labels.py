"""What the label of a total row says besides its name."""

from __future__ import annotations

import pytest

from perfxl.returns.total_labels import total_label

NAMES = frozenset({"总分", "合计", "总得分", "自评总分"})


@pytest.mark.parametrize(
    ("text", "weight", "score"),
    [
        ("总分", None, None),
        ("总分：100分　自评得分：97.45分", "100", "97.45"),
        ("总分 100 得分 97.45", "100", "97.45"),
        ("总得分：97.45，满分：100", "100", "97.45"),
        ("总分：97.45分", None, "97.45"),
        ("总分 97.45（优）", None, "97.45"),
        ("自评总分：97.45分（自评等级：优）", None, "97.45"),
        ("总分（优）", None, None),
        ("总分（97.45分）", None, "97.45"),
        ("总分（优，97.45分）", None, "97.45"),
        ("总分（自评得分97.45分，等级优）", None, "97.45"),
        ("合计（分值100，得分97.45）", "100", "97.45"),
        ("总分（满分100分，自评97.45分）", "100", "97.45"),
        ("总分（100）：97.45", "100", "97.45"),
        ("总分（100分）：100", "100", "100"),
        ("总分（百分制）：九十七点四五", None, "97.45"),
        ("总分（100分制）：97.45分", None, "97.45"),
        ("总分（90分以上为优）：97.45分", None, "97.45"),
        ("总分（上年98.2分）：97.45分", None, "97.45"),
        ("总分（满分100分）", "100", None),
        ("总分（100）", None, None),
        ("总分（100分）", None, None),
        ("总分（97.45）", None, None),
        ("总分（上年98.2分）", None, None),
        ("总分（97.45分）：98.45分", None, None),
        ("总分：100分 预算执行：9.5分", None, None),
    ],
)
def test_figures_of_a_label(text: str, weight: str | None, score: str | None) -> None:
    stated = {"分值": weight, "得分": score}
    assert total_label(text, NAMES) == {column: digits for column, digits in stated.items() if digits}


@pytest.mark.parametrize(
    "text",
    ["总成绩：97.45分", "总分一", "产出总分：50分", "（97.45分）总分", "（）", "总分说明97.45分左右", ""],
)
def test_no_label(text: str) -> None:
    assert total_label(text, NAMES) is None
