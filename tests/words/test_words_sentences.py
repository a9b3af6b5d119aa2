"""Sentences by other hands, and sentences generated from figures: silence where they are consistent, one finding where
one figure is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.measures import round_half_up
from words_harmless import AGREEING, HARMLESS
from words_support import findings
from words_wrong import WRONG, WRONG_BESIDE


def test_there_are_enough_of_them() -> None:
    assert len(set(HARMLESS)) >= 60
    assert len(set(WRONG)) >= 40


@pytest.mark.parametrize("sentence", HARMLESS, ids=lambda text: text[:16])
def test_consistent_sentences_give_nothing(sentence: str) -> None:
    assert [found.message for found in findings(sentence)] == []


@pytest.mark.parametrize("sentence", AGREEING, ids=lambda text: text[:16])
def test_sentences_that_agree_with_the_tables_give_nothing(sentence: str) -> None:
    assert [found.message for found in findings(sentence, "hunan")] == []


@pytest.mark.parametrize("mark", ["，", "；", "。"])
@pytest.mark.parametrize("budget", ["6.1", "6.10", "〔待填〕"])
def test_the_spending_behind_a_budget_of_something_is_of_that(mark: str, budget: str) -> None:
    text = f"编制数20人，在职人员数20人。“三公”经费本年预算数{budget}万元{mark}本年支出数6.1万元。"
    title = "示例市档案馆2018年度部门整体支出绩效评价报告"
    assert [found.message for found in findings(text, "scoring", title=title)] == []


@pytest.mark.parametrize("sentence", HARMLESS, ids=lambda text: text[:16])
def test_they_give_no_internal_failure_beside_a_return(sentence: str) -> None:
    assert [found.message for found in findings(sentence, "hunan") if found.rule == "WJ-09"] == []


@pytest.mark.parametrize(("rule", "sentence"), WRONG, ids=lambda text: text[:20])
def test_one_mistake_is_told_once(rule: str, sentence: str) -> None:
    found = findings(sentence)
    assert [one.rule for one in found if one.primary] == [rule], [one.message for one in found]


@pytest.mark.parametrize(("rule", "sentence"), WRONG_BESIDE, ids=lambda text: text[:20])
def test_one_disagreement_with_the_tables_is_told_once(rule: str, sentence: str) -> None:
    found = findings(sentence, "hunan")
    assert [one.rule for one in found if one.primary] == [rule], [one.message for one in found]


money = st.integers(min_value=2_000, max_value=9_000_000).map(lambda cents: Decimal(cents) / 100)


@dataclass(frozen=True)
class Figures:
    """Random figures that fit each other, in 万元."""

    staff: Decimal
    running: Decimal
    projects: Decimal
    last: Decimal
    opening: Decimal
    income: Decimal

    @property
    def basic(self) -> Decimal:
        return self.staff + self.running

    @property
    def total(self) -> Decimal:
        return self.basic + self.projects

    @property
    def change(self) -> Decimal:
        return self.total - self.last

    @property
    def closing(self) -> Decimal:
        return self.opening + self.income - self.total


def percent(part: Decimal, whole: Decimal, decimals: int = 2) -> str:
    return f"{round_half_up(part / whole * 100, decimals):f}%"


def _moved(figures: Figures, up: str, down: str) -> str:
    return up if figures.change >= 0 else down


SENTENCES: dict[str, Callable[[Figures], str]] = {
    "BG-01": lambda f: f"基本支出{f.basic}万元（其中：人员经费{f.staff}万元；公用经费{f.running}万元）。",
    "BG-01 total": lambda f: f"全年总支出{f.total}万元，其中：基本支出{f.basic}万元，项目支出{f.projects}万元。",
    "BG-01 yuan": lambda f: f"基本支出{f.basic * 10000:,.0f}元，其中人员经费{f.staff * 10000:,.0f}元、公用经费{f.running * 10000:,.0f}元。",
    "BG-01 behind": lambda f: f"人员经费{f.staff}万元，公用经费{f.running}万元，项目支出{f.projects}万元，合计{f.total}万元。",
    "BG-02": lambda f: (
        f"全年总支出{f.total}万元，比上年{_moved(f, '增加', '减少')}{abs(f.change)}万元，"
        f"{_moved(f, '增长', '下降')}{percent(abs(f.change), f.last)}。"
    ),
    "BG-02 base": lambda f: (
        f"项目支出由上年的{f.last}万元{_moved(f, '增加', '减少')}到{f.total}万元，{_moved(f, '增幅', '降幅')}{percent(abs(f.change), f.last, 1)}。"
    ),
    "BG-02 rate": lambda f: f"全年预算数{f.last + f.total}万元，执行数{f.total}万元，预算执行率为{percent(f.total, f.last + f.total)}。",
    "BG-02 share": lambda f: f"项目支出{f.projects}万元，占总支出{f.total}万元的{percent(f.projects, f.total)}。",
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?=万元|元|%)")


@st.composite
def consistent(draw: st.DrawFn) -> Figures:
    return Figures(*(draw(money) for _ in range(6)))


@settings(max_examples=60, deadline=None)
@given(figures=consistent(), kind=st.sampled_from(sorted(SENTENCES)))
def test_generated_sentences_give_nothing(figures: Figures, kind: str) -> None:
    sentence = SENTENCES[kind](figures)
    assert [found.message for found in findings(sentence)] == [], sentence


@settings(max_examples=60, deadline=None)
@given(figures=consistent(), kind=st.sampled_from(sorted(SENTENCES)), data=st.data())
def test_one_changed_figure_gives_one_finding(figures: Figures, kind: str, data: st.DataObject) -> None:
    sentence = SENTENCES[kind](figures)
    numbers = list(_NUMBER.finditer(sentence))
    chosen = data.draw(st.sampled_from(numbers))
    changed = _changed(chosen.group())
    wrong = sentence[: chosen.start()] + changed + sentence[chosen.end() :]
    found = findings(wrong)
    primary = [one for one in found if one.primary]
    assert len(primary) == 1, (wrong, [one.message for one in found])
    assert primary[0].rule == kind[:5]
    assert "第 2 段" in primary[0].message


def _changed(number: str) -> str:
    """Half as much again and a bit, in the same way of writing."""
    value = Decimal(number.replace(",", ""))
    decimals = len(number.partition(".")[2])
    more = round_half_up(value * Decimal("1.5") + 7, decimals)
    return f"{more:,f}" if "," in number else f"{more:f}"


@settings(max_examples=40, deadline=None)
@given(figures=consistent(), wrong=st.booleans())
def test_balances(figures: Figures, wrong: bool) -> None:
    closing = figures.closing + (Decimal("0.32") if wrong else 0)
    sentence = (
        f"年初结转结余{figures.opening}万元，本年收入合计{figures.income}万元，本年支出合计{figures.total}万元，"
        f"年末结转结余{closing}万元。"
    )
    rules = [one.rule for one in findings(sentence) if one.primary]
    included = abs(figures.income - figures.total - closing) <= Decimal("0.01")
    expected = wrong and not included and closing >= 0 and figures.income != figures.total
    if closing >= 0:
        assert rules == (["BG-03"] if expected else [])


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(
        alphabet="其中比上年增加减少为的、，；：（）。0123456789.%万元个基本支出项目预算分别合计占年",
        max_size=80,
    )
)
def test_no_sentence_makes_a_rule_fail(text: str) -> None:
    assert [one.message for one in findings(text, "hunan") if one.rule == "WJ-09"] == []
