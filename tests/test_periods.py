"""Days until which something is due, and days on which it was done."""

from __future__ import annotations

import pytest

from perfxl.returns.periods import as_month, is_late
from perfxl.returns.targets import parse_indicator_value


def late(target: str, actual: str, year: int | None = 2022) -> bool:
    return is_late(parse_indicator_value(target), parse_indicator_value(actual), year)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("一季度内", "4月25日"), ("年底前", "次年1月15日"), ("9月1日前", "9月15日"), ("上半年完成", "8月完成"),
        ("第三季度完成", "11月完成"), ("12月底", "次年2月"), ("2022年12月", "2023年1月"), ("6月30日前", "7月上旬"),
        ("2022年6月30日前完成", "2022年7月20日完成"), ("2-3月", "4月"), ("每月10日前", "每月15日"), ("每月25日前", "每月次月5日"),
        ("本年度内", "下年3月"), ("上半年", "第三季度"), ("6月底", "年底"), ("5月上旬", "5月11日"),
    ],
)  # fmt: skip
def test_what_is_late(target: str, actual: str) -> None:
    assert late(target, actual)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("一季度内", "3月25日"), ("第四季度", "12月10日"), ("年底前", "12月31日"), ("9月1日前", "9月1日"), ("9月前", "9月15日"),
        ("2022年底", "12月31日"), ("次年3月底前", "次年2月"), ("次年3月底前", "4月"), ("每月10日前", "每月8日前"), ("每月10日前", "每月15日前"),
        ("6月底前", "7月10日前"), ("6-9月", "9月30日"), ("上半年", "6月"), ("全年", "1-12月"), ("2月30日", "3月5日"), ("13月", "12月"),
        ("2月28日", "2月30日"), ("5月", "3-13月"), ("6月底前", "按时完成"), ("按时完成", "7月"), ("每月10日前", "10月15日"),
        ("每月10日前", "每月15日未报"), ("30天", "35天"),
    ],
)  # fmt: skip
def test_what_is_not_late_for_sure(target: str, actual: str) -> None:
    assert not late(target, actual)


def test_a_time_without_year_is_of_the_form_s_year() -> None:
    assert late("9月底前", "2023年1月")
    assert not late("2023年9月底前", "11月")
    assert late("9月底前", "10月8日", year=None)
    assert not late("9月底前", "2023年1月", year=None)
    assert not late("2022.9.30", "10月8日", year=None)
    assert late("2022年9月底前", "2022.10.8", year=None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022.12", "2022年12月"), ("2022.06", "2022年6月"), ("2022.9前", "2022年9月前"), ("2022.12月底前", "2022年12月底前"),
        ("2022.1", "2022年1月-10月"), ("2022.13", "2022.13"), ("12.5", "12.5"), ("2022.6.30", "2022.6.30"), ("2022.12万元", "2022.12万元"),
    ],
)  # fmt: skip
def test_a_year_with_a_month_behind_the_point(written: str, meant: str) -> None:
    assert as_month(parse_indicator_value(written)) == parse_indicator_value(meant)
