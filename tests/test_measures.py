"""Ratios, scores, bands and grades."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfxl.measures import (
    Band,
    MeasureError,
    Number,
    change_rate,
    control_rate,
    deviation,
    execution_rate,
    grade,
    qualitative_band,
    rate_score,
    round_half_up,
    score,
)
from perfxl.returns.targets import parse_indicator_value as value

D = Decimal


@pytest.mark.parametrize(
    ("executed", "budget", "rate"),
    [
        (D("246.11"), D("246.11"), D(100)),
        (246.11, 246.11, D(100)),
        (D("4.25"), 3, D("141.6666666666666666666666667")),
        (D("7.66"), D(3), D("255.3333333333333333333333333")),
        (D("2.46"), D("6.08"), D("40.46052631578947368421052632")),
        (0, 10, D(0)),
        (0.1 + 0.2, 0.3, D(100)),
    ],
)
def test_execution_rate(executed: Number, budget: Number, rate: Decimal) -> None:
    assert execution_rate(executed, budget) == rate


def test_control_rate() -> None:
    assert control_rate(11, 11) == D(100)
    assert control_rate(11, 8) == D("137.5")


@pytest.mark.parametrize(
    ("current", "base", "rate"),
    [
        ("6.08", "2.92", "108.22"),
        ("180.61", "246.11", "-26.61"),
        ("85.06", "95.05", "-10.51"),
        ("5", "5", "0.00"),
    ],
)
def test_change_rate(current: str, base: str, rate: str) -> None:
    assert round_half_up(change_rate(D(current), D(base)), 2) == D(rate)


def test_deviation() -> None:
    assert deviation(10, 13) == D(30)
    assert deviation(20, 14) == D(-30)
    assert deviation(D("1.1"), D("1.1")) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: execution_rate(1, 0), "全年预算数为0，无法计算执行率"),
        (lambda: execution_rate(0, D("0.00")), "全年预算数为0，无法计算执行率"),
        (lambda: control_rate(11, 0), "编制数为0，无法计算控制率"),
        (lambda: change_rate(1, 0), "基期数为0，无法计算变动率"),
        (lambda: deviation(0, 1), "指标值为0，无法计算偏离度"),
        (lambda: execution_rate(D("NaN"), 1), "执行数不是有限的数值"),
        (lambda: execution_rate(1, float("inf")), "全年预算数不是有限的数值"),
        (lambda: execution_rate(D("1E+9999"), 1), "执行数不是有限的数值"),
        (lambda: execution_rate(None, 1), "执行数不是数值"),
        (lambda: control_rate(True, 1), "在职人员数不是数值"),
        (lambda: change_rate("5", 1), "本期数不是数值"),
        (lambda: rate_score(100, -1), "分值不能为负数：-1"),
        (lambda: rate_score(float("nan"), 10), "执行率不是有限的数值"),
        (lambda: score(value("4次"), value("4次"), D("-0.5"), False), "分值不能为负数：-0.5"),
        (lambda: qualitative_band("较好"), "“较好”不是定性指标的完成档次（达成、部分达成、未达成）"),
        (lambda: grade(D("100.5")), "总分100.5不在0至100分之内，无法评定等级"),
        (lambda: grade(-1), "总分-1不在0至100分之内，无法评定等级"),
        (lambda: round_half_up(1, 16), "小数位数16超出范围（-15至15）"),
        (lambda: round_half_up(D("-Infinity"), 2), "数值不是有限的数值"),
    ],
)
def test_what_has_no_value_says_why(call, message: str) -> None:
    with pytest.raises(MeasureError) as raised:
        call()
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("rate", "weight", "points"),
    [
        (100, 10, "10"),
        (D("255.33"), 10, "10"),
        (D("91.5"), 10, "9.15"),
        (0, 10, "0"),
        (-5, 10, "0"),
        (50, 0, "0"),
    ],
)
def test_rate_score(rate: Number, weight: Number, points: str) -> None:
    assert rate_score(rate, weight) == D(points)


# target | actual | weight | points ("-": no formula decides); bare targets are forward
FORWARD = """
4次|4次|4|4
20篇|15篇|20|15
20篇|25篇|20|20
20篇|0篇|20|0
3次|2次|10|6.666666666666666666666666667
4次|-1次|4|0
100人（次）|80人次|10|8
≥95%|98.5%|10|10
≥95%|76%|10|8
90%以上|100%　|20|20
满意度达到95%|95%|10|10
≥95%|≥95%|10|10
≥250米|≥266米|10|10
≥266米|≥133米|10|5
>10次|10次|10|10
＞10次|5次|10|5
100%|90%|10|9
≤1.1万元|1.1万元|10|10
≤1.1万元|1万元|10|10
≤1.1万元|2.2万元|10|5
≤1.1万元|8000元|10|10
≤1万元|12500元|10|8
≤5%|10%|10|5
≤5%|0|10|-
<100%|100%|10|10
小于100%|125%|10|8
0起|0|10|10
0|1起|10|0
≤0|0|10|10
≤0|2|10|0
=0|0次|5|5
=0|3次|5|0
≥0|3|5|5
>0|0|5|0
>0|1|5|5
=8个|8个|10|10
=8个|6个|10|7.5
=8个|10个|10|8
=8个|0个|10|0
=100%|50%|10|5
≥-5%|-3%|10|10
≥-5%|-8%|10|-
圆满完成|圆满完成|10|-
圆满完成|100%|10|-
20篇||10|-
|20篇|10|-
无|无|10|-
20篇|95%|10|-
€0|0|10|-
290%|95%|10|-
100人|100余人|10|-
42.92|429200元|10|-
全年|全年|10|10
2021年12月完成|2021年11月30日|10|10
2021年12月完成|2021年12月|10|10
2021年12月31日前|2022年1月|10|-
全年|上半年|10|-
2021年12月|按时完成|10|-
"""


@pytest.mark.parametrize("line", FORWARD.strip().split("\n"))
def test_score_of_a_stated_direction(line: str) -> None:
    target, actual, weight, points = line.split("|")
    found = score(value(target), value(actual), D(weight), reverse=False)
    assert found == (None if points == "-" else D(points))


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("42.92", "42.92", "10"),
        ("42.92", "40", "10"),
        ("10", "12.5", "8"),
        ("10万元", "200000元", "5"),
        ("0", "0", "10"),
        ("0", "0.01", "0"),
        ("≥10", "5", "5"),
        ("=10", "5", "5"),
    ],
)
def test_score_of_a_reverse_indicator(target: str, actual: str, points: str) -> None:
    assert score(value(target), value(actual), 10, reverse=True) == D(points)


def test_a_band_for_each_level() -> None:
    reached, partly, missed = Band(D(80), D(100), True), Band(D(60), D(80), False), Band(D(0), D(60), False)
    assert qualitative_band("达成年度指标") == reached
    assert qualitative_band("全部完成") == reached
    assert qualitative_band("部分达成年度指标并具有一定效果") == partly
    assert qualitative_band("未达成年度指标 且效果较差") == missed


@pytest.mark.parametrize(
    ("percent", "levels"),
    [
        ("100", ["达成"]),
        ("80", ["达成"]),
        ("79.99", ["部分达成"]),
        ("60", ["部分达成"]),
        ("59.99", ["未达成"]),
        ("0", ["未达成"]),
        ("100.01", []),
        ("-1", []),
    ],
)
def test_every_percentage_is_in_one_band(percent: str, levels: list[str]) -> None:
    assert [
        name for name in ("达成", "部分达成", "未达成") if qualitative_band(name).holds(D(percent))
    ] == levels


@pytest.mark.parametrize(
    ("total", "name"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("86", "良"), ("80", "良"), ("79.99", "中"), ("60", "中"),
     ("59.99", "差"), ("0", "差")],
)  # fmt: skip
def test_grade(total: str, name: str) -> None:
    assert grade(D(total)) == name


def test_grade_with_the_bands_of_a_form_set() -> None:
    bands = ((90, "优"), (75, "良"), (60, "合格"), (0, "不合格"))
    assert [grade(points, bands) for points in (95, 75, 60, 59.9)] == ["优", "良", "合格", "不合格"]
    with pytest.raises(MeasureError, match=r"^总分50不在0至100分之内，无法评定等级$"):
        grade(50, bands[:3])


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "-3"),
        (D("2.8467"), 1, "2.8"),
        (D("0.125"), 2, "0.13"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (D("246.1"), 2, "246.10"),
        (1250, -2, "1300"),
        (D("9999.995"), 2, "10000.00"),
        (D("1E+300"), 0, "1" + "0" * 300),
        (D("1E-300"), 2, "0.00"),
    ],
)
def test_round_half_up(number: Number, places: int, rounded: str) -> None:
    assert str(round_half_up(number, places)) == rounded


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6), st.integers(-4, 6))
def test_round_half_up_as_defined_with_whole_numbers(number: Decimal, places: int) -> None:
    unit = Fraction(10) ** -places
    steps = floor(abs(Fraction(number)) / unit + Fraction(1, 2))
    assert Fraction(round_half_up(number, places)) == steps * unit * (-1 if number < 0 else 1)


quantities = st.decimals(min_value=0, max_value=10**6, places=2)
weights = st.decimals(min_value=0, max_value=100, places=1)
operators = st.sampled_from(["", "≥", ">", "≤", "<", "="])


@given(operators, quantities, quantities, weights, st.booleans())
def test_a_score_is_between_zero_and_the_weight(
    op: str, target: Decimal, actual: Decimal, weight: Decimal, reverse: bool
) -> None:
    points = score(value(f"{op}{target}次"), value(f"{actual}次"), weight, reverse)
    assert points is not None
    assert 0 <= points <= weight


@given(operators.filter(lambda op: op != "="), quantities, quantities, quantities, weights, st.booleans())
def test_a_better_actual_never_scores_less(
    op: str, target: Decimal, one: Decimal, other: Decimal, weight: Decimal, reverse: bool
) -> None:
    smaller_is_better = op in ("≤", "<") or (op == "" and (reverse or target == 0))
    worse, better = sorted((one, other), reverse=smaller_is_better)
    aim = value(f"{op}{target}次")
    low, high = (score(aim, value(f"{actual}次"), weight, reverse) for actual in (worse, better))
    assert low is not None
    assert high is not None
    assert low <= high


@given(quantities.filter(bool), quantities, weights)
def test_a_missed_target_scores_in_exact_proportion(
    target: Decimal, actual: Decimal, weight: Decimal
) -> None:
    points = score(value(f"≥{target}"), value(str(actual)), weight, reverse=False)
    exact = min(Fraction(weight), Fraction(weight) * Fraction(actual) / Fraction(target))
    assert points is not None
    assert abs(Fraction(points) - exact) <= exact / 10**26


@given(quantities, quantities.filter(bool))
def test_a_change_is_an_execution_less_the_whole(current: Decimal, base: Decimal) -> None:
    assert round_half_up(change_rate(current, base), 15) == round_half_up(
        execution_rate(current, base) - 100, 15
    )
