"""Near-identical texts: the search against comparing each with each, and how its work grows."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.report import wording
from perfxl.report.wording import LIMIT, SHORTEST, Wordings, bare, similarity

WORDS = [
    "绩效目标",
    "按时完成",
    "提高服务",
    "保障运转",
    "全年任务",
    "群众满意",
    "资金支付",
    "项目实施",
    "档案管理",
    "图书借阅",
]


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[str, str]]:
    """(unit, text): a few texts, most of them changed copies of each other, by a few units."""
    base = [
        "".join(draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=14)))
        for _ in range(draw(st.integers(1, 3)))
    ]
    found = []
    for _ in range(draw(st.integers(2, 14))):
        text = list(draw(st.sampled_from(base)))
        for place in draw(st.lists(st.integers(0, len(text) - 1), max_size=6)):
            text[place] = draw(st.sampled_from("甲乙丙丁戊己"))
        found.append((draw(st.sampled_from("ABCD")), "".join(text)))
    return found


def by_brute_force(corpus: list[tuple[str, str]], limit: Fraction) -> set[int]:
    """The numbers of the texts that are more like another unit's than the limit."""
    found = set()
    for one, (unit, text) in enumerate(corpus):
        for other, (other_unit, other_text) in enumerate(corpus):
            if unit != other_unit and one != other and similarity(bare(text), bare(other_text)) > limit:
                found.add(one)
    return found


@settings(max_examples=120, deadline=None)
@given(corpora(), st.sampled_from([LIMIT, Fraction(3, 4), Fraction(97, 100)]))
def test_nothing_is_missed_and_nothing_invented(corpus: list[tuple[str, str]], limit: Fraction) -> None:
    wordings = Wordings(limit)
    for unit, text in corpus:
        wordings.add(unit, text)
    likenesses = wordings.likenesses()
    assert {like.text for like in likenesses} == by_brute_force(corpus, limit)
    assert [like.text for like in likenesses] == sorted({like.text for like in likenesses})
    for like in likenesses:
        (unit, text), (other_unit, other_text) = corpus[like.text], corpus[like.other]
        assert unit != other_unit
        assert like.similarity == similarity(bare(text), bare(other_text)) > limit
        assert {unit, other_unit} <= set(like.units)


def test_a_unit_is_not_compared_with_itself() -> None:
    wordings = Wordings()
    text = "".join(WORDS)
    for unit in ("A", "A", "A"):
        wordings.add(unit, text)
    assert wordings.likenesses() == []


def test_punctuation_blanks_width_and_the_own_name_count_for_nothing() -> None:
    assert bare("示例市档案馆：完成２０项， 提高 效率。", ["示例市档案馆"]) == "完成20项提高效率"


def test_short_texts_are_not_compared() -> None:
    wordings = Wordings()
    for unit in "AB":
        wordings.add(unit, "绩" * 5 + "。" * 60 + "目标" * ((SHORTEST - 6) // 2))
    assert wordings.likenesses() == []


def test_what_hangs_together_is_one_group() -> None:
    first = "".join(chr(0x4E00 + number) for number in range(100))
    second = first[:96] + "甲乙丙丁"
    third = "戊己庚辛" + second[4:]
    wordings = Wordings()
    for unit, text in zip("ABC", (first, second, third), strict=True):
        wordings.add(unit, text)
    assert similarity(first, third) < LIMIT + Fraction(2, 100)
    assert [like.units for like in wordings.likenesses()] == [("A", "B", "C")] * 3


def comparisons(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many pairs are looked at for so many texts: half of them variations of one, half of their own kind."""
    chance, seen = Random(count), 0  # noqa: S311
    original = wording._Search._may

    def counted(self: wording._Search, one: int, other: int) -> bool:
        nonlocal seen
        seen += 1
        return original(self, one, other)

    monkeypatch.setattr(wording._Search, "_may", counted)
    wordings = Wordings()
    common = "".join(chr(0x4E00 + number) for number in range(120))
    for number in range(count):
        own = "".join(chr(chance.randrange(0x5000, 0x6000)) for _ in range(120))
        place = chance.randrange(110)
        wordings.add(str(number), own if number % 2 else common[:place] + own[:2] + common[place:])
    assert len(wordings.likenesses()) == -(-count // 2)
    monkeypatch.undo()
    return seen


def test_the_work_grows_with_the_texts_not_with_their_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = comparisons(200, monkeypatch), comparisons(1600, monkeypatch)
    assert 99 <= few <= 200 * 3
    assert many <= 8 * few * 2
