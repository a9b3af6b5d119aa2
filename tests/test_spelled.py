"""Figures that are spelled out, alone and beside the figure that they are compared with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfxl.measures import score
from perfxl.returns.changes import falls_short, is_fall
from perfxl.returns.paired import read_together
from perfxl.returns.spelled import spelled_out
from perfxl.returns.targets import ValueKind, comparable, parse_indicator_value


@pytest.mark.parametrize(
    ("written", "op", "number", "unit"),
    [
        ("三次", "", "3", "次"),
        ("两场。", "", "2", "场"),
        ("不少于十二个", "≥", "12", "个"),
        ("二十场以上", "≥", "20", "场"),
        ("一百零五人次", "", "105", "人次"),
        ("二百五十户", "", "250", "户"),
        ("一千一百一十人", "", "1110", "人"),
        ("三千零二十亩", "", "3020", "亩"),
        ("五十万元", "", "50", "万元"),
        ("百分之九十五", "", "95", "%"),
        ("不低于百分之九十五点五", "≥", "95.5", "%"),
        ("百分之百", "", "100", "%"),
        ("九成以上", "≥", "90", "%"),
        ("八成五", "", "85", "%"),
        ("≥10台（套）", "≥", "10", "台"),
        ("10个（次）以上", "≥", "10", "个"),
        ("29（已完成）", "", "29", ""),
        ("30户（其中新增5户）（已完成）", "", "30", "户"),
        ("每季度1次", "", "1", "次/季度"),
        ("每月不少于两次", "≥", "2", "次/月"),
        ("每半年召开1次会议", "", "1", "次/半年"),
    ],
)
def test_what_is_spelled_out(written: str, op: str, number: str, unit: str) -> None:
    assert parse_indicator_value(written).kind is ValueKind.TEXT
    read = spelled_out(written)
    assert read is not None
    assert (read.raw, read.op, read.number, read.unit, read.worked_out) == (
        written, op, Decimal(number), unit, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "number"),
    [("2021年完成3个", "3"), ("2021年度：三个", "3"), ("2021年底前完成3个", "3"), ("11月底完成100%", "100")],
)
def test_a_figure_behind_its_time_is_worked_out(written: str, number: str) -> None:
    read = spelled_out(written)
    assert read is not None
    assert (read.number, read.worked_out) == (Decimal(number), True)


@pytest.mark.parametrize(
    "written",
    [
        "十分满意", "一级", "一等奖", "第一次", "第二批次", "一次性发放", "三四次", "二百五人", "十几场", "二十余人",
        "千家万户", "一户一档", "进一步提高", "三个中心，两个基地", "三分之一", "十二月", "每月10日前报送", "每年12月",
        "每月每户1次", "每人每年2次", "每月500元", "每月50人", "每月1-2次", "11月底完成50%", "2021年第3次", "3（二）",
        "29（未验收）", "29（预计）", "10万（元）", "50≤x≤30", "圆满完成", "2021年", "百分之九十几", "一" * 70 + "次",
    ],
)  # fmt: skip
def test_what_spells_out_no_figure(written: str) -> None:
    assert spelled_out(written) is None


def test_a_double_inequality_is_an_interval() -> None:
    for written in ("30≤x≤50", "30≤完成数≤50"):
        read = spelled_out(written)
        assert read is not None
        assert (read.bounds, read.unit, read.kind) == ((30, 50), "", ValueKind.NUMBER)
    share = spelled_out("90%≤X≤95%")
    assert share is not None
    assert (share.bounds, share.kind) == ((90, 95), ValueKind.PERCENT)
    assert spelled_out("90%≤X≤95人") is None


def due(target: str, actual: str, reverse: bool = False) -> tuple[bool, Decimal | None]:
    """Whether two values compare, and the score of 12 points."""
    pair = read_together(parse_indicator_value(target), parse_indicator_value(actual), reverse)
    return comparable(*pair), score(*pair, 12, reverse)


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("三次", "3次", 12),
        ("3次", "三次", 12),
        ("三次", "2次", 8),
        ("不少于三场", "4场", 12),
        ("百分之九十五", "96%", 12),
        ("百分之九十五", "0.96", 12),
        ("不超过百分之三", "2", 12),
        ("1台（套）", "1台", 12),
        ("2台（套）", "1套", 6),
        ("10个（次）", "10", 12),
        ("2021年完成3个", "3个", 12),
        ("2021年完成3个", "2个", None),
        ("2025年达到95%", "90%", None),
        ("≥29", "29（已完成）", 12),
        ("≥95%", "96（已完成）", 12),
        ("30≤x≤50", "40", 12),
        ("1次/季度", "每季度1次", 12),
        ("每季度1次", "4次", 12),
        ("每季度1次", "4", 12),
        ("每月至少召开1次会议", "13次", 12),
        ("每季度1次", "2次", None),
        ("1次/季", "4次", 12),
        ("2次/年", "3次", 12),
        ("每季度1次", "1次/月", 12),
        ("4次", "每季度1次", 12),
        ("5次", "每季度1次", None),
    ],
)
def test_beside_a_figure(target: str, actual: str, points: int | None) -> None:
    assert due(target, actual) == (True, points)


@pytest.mark.parametrize(
    ("target", "actual"),
    [("三次", "95%"), ("每季度1次", "1次"), ("50人/月", "55人"), ("500元/月", "6000元"), ("十分满意", "90分")],
)  # fmt: skip
def test_what_still_does_not_compare(target: str, actual: str) -> None:
    assert due(target, actual) == (False, None)


@pytest.mark.parametrize(
    ("target", "actual"), [("三次", "已完成"), ("一次", "按期完成"), ("每季度1次", "每季度1次")]
)
def test_words_beside_words_stay_words(target: str, actual: str) -> None:
    pair = parse_indicator_value(target), parse_indicator_value(actual)
    assert read_together(*pair, reverse=False) == pair


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("较上年增长5%", "增长4%"),
        ("下降3%", "下降2%"),
        ("比去年减少10起", "同比减少8起"),
        ("增长5%以上", "下降1%"),
        ("增长不超过5%", "增长6%"),
        ("产值增长5%", "产值增长4.9%"),
        ("三次", "两次"),
        ("每季度2次", "每季度1次"),
        ("2021年完成5个", "2021年完成三个"),
    ],
)
def test_less_than_promised_in_words(target: str, actual: str) -> None:
    assert falls_short(target, actual)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("较上年增长5%", "增长5%"),
        ("较上年增长5%", "较2019年增长4%"),
        ("产值增长5%", "税收增长4%"),
        ("增长5%", "增长4个百分点"),
        ("增长不超过5%", "下降2%"),
        ("提高到95%", "提高到90%"),
        ("增长5%", "由3%增长4%"),
        ("下降3%", "下降3.5%"),
        ("稳步增长", "增长4%"),
        ("增长约5%", "增长4%"),
        ("增长5%", "4%"),
        ("三次", "三场"),
        ("三万元", "两万元"),
        ("三个月", "两个月"),
        ("至多三次", "两次"),
        ("二级", "一级"),
        ("三次", "已完成"),
    ],
)
def test_what_is_not_less_for_sure(target: str, actual: str) -> None:
    assert not falls_short(target, actual)


def test_a_fall_is_told_from_a_rise() -> None:
    assert is_fall("较上年下降3%")
    assert not is_fall("较上年增长3%")
    assert not is_fall("三次")
