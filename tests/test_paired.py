"""Targets and actuals read beside each other: bare numbers beside percentages, kindred units, several quantities."""

from decimal import Decimal

import pytest

from perfxl.measures import score
from perfxl.returns.paired import read_together
from perfxl.returns.quantities import Quantities, answered
from perfxl.returns.targets import ValueKind, comparable, parse_indicator_value


@pytest.mark.parametrize(
    ("target", "actual", "reverse", "share"),
    [
        ("≥95%", "96", False, "96"),
        ("≥95%", "81", False, "81"),
        ("≥100百分比", "100", False, "100"),
        (">=90.00(%)", "92.5", False, "92.5"),
        ("≥95%", "0.96", False, "96"),
        ("≥95%", "0.955", False, "95.5"),
        ("100%", "1", False, "100"),
        ("100%", "1.02", False, "102"),
        ("90%~95%", "0.92", False, "92"),
        ("90%~95%", "89", False, "89"),
        ("≥60%", "0", False, "0"),
        ("≤3%", "0", True, "0"),
        ("≤5%", "3.2", True, "3.2"),
        ("≤5%", "0.82", True, "0.82"),
        ("≤100%", "0.96", True, "96"),
        ("≤0%", "-3", True, "-3"),
        ("≥10%", "85", False, "85"),
        ("≥0%", "0.4", False, "0.4"),
        ("≥0.5%", "0.6", False, "0.6"),
    ],
)
def test_a_bare_actual_beside_a_percentage(target: str, actual: str, reverse: bool, share: str) -> None:
    promised, reached = read_together(
        parse_indicator_value(target), parse_indicator_value(actual), reverse=reverse
    )
    assert promised == parse_indicator_value(target)
    assert (reached.kind, reached.unit, reached.doubtful) == (ValueKind.PERCENT, "%", "")
    assert reached.number == Decimal(share)
    assert reached.raw == actual


@pytest.mark.parametrize(
    ("target", "actual", "reverse", "doubt"),
    [
        ("≤10%", "0.5", True, "“0.5”可能是 0.5%，也可能是 50%"),
        ("≥5%", "0.8", False, "“0.8”可能是 0.8%，也可能是 80%"),
    ],
)
def test_two_readings_with_different_verdicts(target: str, actual: str, reverse: bool, doubt: str) -> None:
    _, reached = read_together(parse_indicator_value(target), parse_indicator_value(actual), reverse=reverse)
    assert reached.doubtful == doubt


@pytest.mark.parametrize(
    ("target", "actual", "reverse", "rate"),
    [
        ("≥95%", "3", False, True),  # a count
        ("≥95%", "40", False, True),
        ("≥95%", "0.05", False, True),
        ("≥95%", "800", False, True),
        ("≤5%", "60", True, True),
        ("5", "100%", False, True),
        ("1", "100%", False, True),
        ("50", "60%", False, False),  # 60 % of 50 may be what was done
        ("≥100人次", "98人", False, False),
        ("≥100人", "102人次", False, False),
        ("=100人次", "102人", False, False),
        ("≤5工作日", "6天", True, False),
        ("100%", "3场", False, True),
        ("约90%", "0.9", False, True),
    ],
)
def test_what_is_left_as_it_is(target: str, actual: str, reverse: bool, rate: bool) -> None:
    pair = (parse_indicator_value(target), parse_indicator_value(actual))
    assert read_together(*pair, reverse=reverse, rate=rate) == pair


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [
        ("95", "95%", "95"), ("≥95", "96%", "95"), ("≥95", "91%", "95"), ("0.95", "96%", "95"), ("95", "0%", "95"),
    ],
)  # fmt: skip
def test_a_bare_target_of_a_rate(target: str, actual: str, share: str) -> None:
    promised, _ = read_together(
        parse_indicator_value(target), parse_indicator_value(actual), reverse=False, rate=True
    )
    assert (promised.number, promised.unit, promised.op) == (Decimal(share), "%", target[:-2].strip("0."))


def test_a_hundred_and_zero_need_no_name() -> None:
    for target, actual, due in (("100", "96%", "9.6"), ("0", "0%", "10"), ("≤0", "-3%", "10")):
        pair = read_together(parse_indicator_value(target), parse_indicator_value(actual), reverse=False)
        assert score(*pair, 10, reverse=False) == Decimal(due)


@pytest.mark.parametrize(
    ("target", "actual", "reverse", "due"),
    [
        ("≥100人次", "102人", False, "10"),
        ("≥0.3万人次", "3100名", False, "10"),
        ("≥100人", "98人次", False, "9.8"),
        ("≥100户", "98户次", False, "9.8"),
        ("≤5工作日", "5天", True, "10"),
        ("≤5天", "8个工作日", True, "6.25"),
        ("20场以上", "18场次", False, "9"),
        ("12期", "9期（次）", False, "7.5"),
        ("零事故", "1起", False, "0"),
        ("安全生产零事故", "1起", False, None),
        ("零投诉", "0", False, "10"),
        ("零距离服务", "0", False, None),
    ],
)
def test_kindred_units_and_none_in_words(target: str, actual: str, reverse: bool, due: str | None) -> None:
    """What is counted in times is at least, and at most, as many; of two counts that leave it open nothing is said."""
    pair = read_together(parse_indicator_value(target), parse_indicator_value(actual), reverse=reverse)
    assert score(*pair, 10, reverse=reverse) == (None if due is None else Decimal(due))
    assert comparable(*pair) is (due is not None)


@pytest.mark.parametrize(
    ("target", "actual", "missed"),
    [
        ("完成3场，每场≥50人", "完成3场，每场62人", None),
        ("完成3场，每场≥50人", "完成2场，每场60人", ("3场", "2场")),
        ("20场，参与1000人次", "20场，参与950人次", ("1000人次", "950人次")),
        ("≥95%且投诉率≤1%", "96%，1.5%", ("≤1%", "1.5%")),
        ("2场，0.1万人次以上", "2场，1200人次", None),
        ("2次，5万元", "2次，5万元", None),
    ],
)
def test_quantity_by_quantity(target: str, actual: str, missed: tuple[str, str] | None) -> None:
    assert answered(target, actual) == Quantities(missed, open=False)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("完成3场，每场≥50人", "完成50人，3场"),
        ("完成3场，每场≥50人", "3场，62人，5县"),
        ("1.≥3座；2.≥10口", "1.3座；2.12口"),
        ("1.3座；2.12口", "1.3座；2.11口"),
        ("3场，50人", "未达到3场，50人"),
        ("2021年办3场，50人", "3场，50人"),
        ("3-5场，50人", "3场，50人"),
        ("2次，5万元", "2次，4.8万元"),
    ],
)
def test_quantities_that_cannot_be_told_from_each_other(target: str, actual: str) -> None:
    assert answered(target, actual) == Quantities(None, open=True)
