"""ZP-14: the score that target, actual and weight give, for every kind of target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cases import line
from made import OVERALL, Content, Made, d, made

# what the row of 10 points under test states: name, target, actual
DECIDED: list[tuple[str, Content, Content, str]] = [
    ("举办展览场次", "≥4场", "3场", "7.5"),
    ("举办展览场次", "≥4场", "5场", "10"),
    ("举办展览场次", "不少于4场", "3场", "7.5"),
    ("举办展览场次", "4场以上", "0场", "0"),
    ("举办展览场次", "4场", "3场", "7.5"),
    ("举办展览场次", 4, 3, "7.5"),
    ("举办展览场次", "＞4场", "3场", "7.5"),
    ("举办展览场次", "=4场", "5场", "8"),
    ("举办展览场次", "＝4场", "3场", "7.5"),
    ("举办展览场次", "=4场", "4场", "10"),
    ("观展人次", "≥0.4万人次", "3000人次", "7.5"),
    ("出错件数", "≤4件", "5件", "8"),
    ("出错件数", "不超过4件", "3件", "10"),
    ("出错件数", "＜4件", "5件", "8"),
    ("观众投诉率", "4%", "5%", "8"),
    ("人均办展成本", "≤200元/人", "250元/人", "8"),
    ("安全事故起数", "0起", "0起", "10"),
    ("安全事故起数", "0起", "1起", "0"),
    ("安全事故起数", "≤0起", "2起", "0"),
    ("展品完好率", "≥80%", "60%", "7.5"),
    ("展品完好率", "80%以上", "90%", "10"),
    ("展品完好率", "80％", "60 %", "7.5"),
    ("展品翻拍数", "≥3件", "2件", "6.6667"),
    ("开展时间", "2021年12月底前", "2021年11月30日", "10"),
    ("办展时间", "30天", "30天", "10"),
]
OPEN: list[tuple[str, Content, Content]] = [
    ("开展时间", "2021年6月底前", "2021年11月30日"),
    ("办展质量", "达到《展览工作标准》", "达标"),
    ("办展时间", "30天", "45天"),
    ("逾期件", "3件", "2件"),
    ("展品增减", "≥-5件", "-6件"),
    ("举办展览场次", "≥4场", "6场"),
]
"""A missed date, words, values that do not say what is better, and a target far surpassed with its reason."""


def audited_row(name: str, target: Content, actual: Content, score: Decimal) -> Made:
    """The return with one indicator of 10 points changed, its score and the total that follows."""
    cells: dict[str, Content] = {
        "D14": name,
        "E14": target,
        "F14": actual,
        "H14": score,
        "H21": d("89.89") + score,
    }
    if name == "人均办展成本":
        cells["C14"] = "成本指标"
    return made({(OVERALL, address): content for address, content in cells.items()})


@pytest.mark.case("ZP-14", "passes")
@pytest.mark.parametrize(("name", "target", "actual", "due"), DECIDED)
def test_the_due_score(name: str, target: Content, actual: Content, due: str) -> None:
    assert list(map(line, audited_row(name, target, actual, d(due)).findings)) == []


@pytest.mark.case("ZP-14", "fails")
@pytest.mark.parametrize(("name", "target", "actual", "due"), DECIDED)
def test_another_score(name: str, target: Content, actual: Content, due: str) -> None:
    stated = d("9") if d(due) == 10 else d("10")
    result = audited_row(name, target, actual, stated)
    level = "error" if stated > d(due) else "warning"  # the row gives a reason
    assert list(map(line, result.findings)) == [f"ZP-14 {level} 部门自评表!H14"]
    found = result.only("ZP-14")
    assert (found.stated, found.computed, found.difference) == (str(stated), due, stated - d(due))
    assert [place.address for place in found.related] == ["E14", "F14", "G14"]
    assert str(target) in found.message
    assert str(actual) in found.message


@pytest.mark.case("ZP-14", "boundary")
@pytest.mark.parametrize(
    ("name", "target", "actual"), [("举办展览场次", ">4场", "4场"), ("出错件数", "<4件", "4件")]
)
def test_exactly_what_was_to_be_passed_earns_full_marks_and_a_hint(
    name: str, target: str, actual: str
) -> None:
    full, less = (audited_row(name, target, actual, d(score)) for score in ("10", "9"))
    assert list(map(line, full.findings)) == ["ZP-14 info 部门自评表!H14"]
    assert "两者相等" in full.only("ZP-14").message
    assert list(map(line, less.findings)) == ["ZP-14 warning 部门自评表!H14"]  # with a reason
    assert less.only("ZP-14").computed == "10"


@pytest.mark.case("ZP-14", "boundary")
@pytest.mark.parametrize(("name", "target", "actual"), OPEN)
@pytest.mark.parametrize("score", [4, 8])
def test_no_formula_decides(name: str, target: Content, actual: Content, score: int) -> None:
    assert list(map(line, audited_row(name, target, actual, d(str(score))).findings)) == []


@pytest.mark.case("ZP-14", "boundary")
@pytest.mark.parametrize("score", ["10", "7.5"])
def test_values_that_cannot_be_compared(score: str) -> None:
    result = audited_row("举办展览场次", "≥4场", "90%", d(score))
    assert list(map(line, result.findings)) == ["ZP-20 warning 部门自评表!F14"]


@pytest.mark.case("ZP-14", "undecided")
@pytest.mark.parametrize("damaged", ["2 3场", "3.0.0场", "约3场", "«3场"])
def test_values_without_a_sure_reading(damaged: str) -> None:
    """Said by every rule that needs the value, as a primary finding by one."""
    result = audited_row("举办展览场次", "≥4场", damaged, d("7.5"))
    assert {line(found).removesuffix(" 从属") for found in result.findings} == {
        f"{rule} undecided 部门自评表!F14" for rule in ("ZP-14", "ZP-20")
    }
    assert sum(found.primary for found in result.findings) == 1
