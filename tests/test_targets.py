"""Indicator values in the many ways units write them."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from perfxl.returns.targets import (
    IndicatorValue,
    ValueKind,
    actual_in_unit_of,
    comparable,
    is_qualitative_vague,
    parse_indicator_value,
)
from perfxl.workbook.model import Cell, Kind

BLANK, NUMBER, PERCENT, TIME, TEXT = ValueKind


def value(text: str) -> IndicatorValue:
    return parse_indicator_value(text)


# writing | operator, "!" after it where it is a sign | number | unit
QUANTITIES = """
4次||4|次
20篇||20|篇
100人（次）　||100|人次
100人次||100|人次
2个||2|个
5000吨||5000|吨
=8个|=!|8|个
≤1.1万元|≤!|1.1|万元
≤202.6万元|≤!|202.6|万元
不高于0.8万元|≤|0.8|万元
控制在10万元以内|≤|10|万元
成本控制在 10 万元以内。|≤|10|万元
不得超过5万元|≤|5|万元
0||0|
0起||0|起
≤0|≤!|0|
42.92||42.92|
　10||10|
180.61万元||180.61|万元
10（万元）||10|万元
1，234.5元||1234.5|元
500元/人||500|元/人
≥36 平米|≥!|36|平米
取暖面积不低于36平米|≥|36|平米
≥20度|≥!|20|度
≥24 期|≥!|24|期
≥5 次|≥!|5|次
≥300 册|≥!|300|册
≥266米|≥!|266|米
=10|=!|10|
25 项||25|项
５０家以上|≥|50|家
30户及以上|≥|30|户
大于等于5次|≥|5|次
至少2个|≥|2|个
超过3场|>|3|场
＞3场次|>!|3|场次
少于3起|<|3|起
3天内办结|≤|3|天
5个工作日以内|≤|5|个工作日
-5度||-5|度
2个百分点||2|个百分点
0.5‰||0.5|‰
20篇提案||20|篇
新增2个||2|个
举办“侨心永向党歌咏”比赛1次||1|次
接待海外侨胞人数不少于 20 人|≥|20|人
"""

PERCENTS = """
90%以上|≥|90
满意度达到95%|≥|95
满意度 95%以上|≥|95
≥95%|≥!|95
≥ 95 ％|≥!|95
＞=95%|≥!|95
⩾95%|≥!|95
不低于95%|≥|95
95%（含）以上|≥|95
95%以上（含95%）|≥|95
≥95%以上|≥!|95
达到>95%|>!|95
=100%|=!|100
＝100%|=!|100
100%||100
100%　||100
１００％||100
≤5%|≤!|5
<100%|<!|100
小于100%|<|100
机关运行经费变动率小于100%|<|100
≥100百分比|≥!|100
百分之95||95
98.50%||98.50
100%按预算落实。||100
100%完成||100
合格率：98%||98
"""


def expected(kind: ValueKind, line: str, unit: str) -> IndicatorValue:
    raw, op, number = line.split("|")[:3]
    decimals = len(number.partition(".")[2])
    return IndicatorValue(raw, kind, op[:1], Decimal(number), unit, op.endswith("!"), decimals)


@pytest.mark.parametrize("line", QUANTITIES.strip("\n").split("\n"))
def test_a_quantity(line: str) -> None:
    raw, _, _, unit = line.split("|")
    assert value(raw) == expected(NUMBER, line, unit)


@pytest.mark.parametrize("line", PERCENTS.strip("\n").split("\n"))
def test_a_percentage(line: str) -> None:
    assert value(line.split("|")[0]) == expected(PERCENT, line, "%")


@pytest.mark.parametrize("written", ["", "　", " \xa0", "无", "无。", "/", "—", "……", "-"])
def test_nothing_set(written: str) -> None:
    assert value(written) == IndicatorValue(written, BLANK)


WORDS = """
圆满完成 稳步推进 良好 良好及以上等次 显著提升 效果明显 略有节余 高 合规 达成预期指标 不发生安全事故
高质量完成年度计划任务。 为服务衡阳经济发展贡献侨界力量。
侨界群众满意的模范机关 民众安居乐业,社会稳定和谐,经济高效发展。
增长5% 比上年增加5次 下降10% 每季度1次 第3次 不合格率5% 5%未完成 95%的资金已拨付 100%（未验收）
按时发放,覆盖率100%
10-20 5个月完成 2021年举办1次 三次培训100人 PM2.5 COVID19 5G基站10个 2:1 10完成 百分之3万
"""


@pytest.mark.parametrize("written", [*WORDS.split(), "字" * 5000])
def test_words_and_sentences_without_one_number(written: str) -> None:
    assert value(written) == IndicatorValue(written, TEXT)


@pytest.mark.parametrize(
    "written",
    [
        "举办“侨心永向党歌咏”比赛 1 次; 承办省侨商会年会 1 次; 承办海外侨胞故乡行活动; 申报“珍珠班” 2 个。",
        "培训2期，100人",
        "2个乡镇3个村",
        "1次；1次",
        "办结率100%，5次",
        "培训5次，" * 60,
    ],
)
def test_several_quantities_in_one_cell(written: str) -> None:
    assert value(written) == IndicatorValue(written, TEXT, several=True)


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        ("全年", None),
        ("长期", None),
        ("第四季度", None),
        ("12月底前", None),
        ("1-12月", None),
        ("2021年1月至2021年12月", None),
        ("2021年12月前", None),
        ("2021年底前", date(2021, 12, 31)),
        ("2021年13月", None),
        ("2022 年度", date(2022, 12, 31)),
        ("2022 年度。", date(2022, 12, 31)),
        ("2021年12月完成", date(2021, 12, 31)),
        ("2020年2月底前全部完成", date(2020, 2, 29)),
        ("2021年12月31日前", date(2021, 12, 31)),
        ("2021.11.30", date(2021, 11, 30)),
    ],
)
def test_a_time(written: str, deadline: date | None) -> None:
    assert value(written) == IndicatorValue(written, TIME, deadline=deadline)


def test_a_time_with_a_sign() -> None:
    due = date(2021, 12, 31)
    assert value("≤2021年12月") == IndicatorValue("≤2021年12月", TIME, "≤", explicit_op=True, deadline=due)


def damaged(kind: ValueKind, number: str, unit: str = "", op: str = "") -> IndicatorValue:
    return IndicatorValue("", kind, op, Decimal(number), unit, bool(op), len(number.partition(".")[2]))


@pytest.mark.parametrize(
    ("written", "legible", "reason"),
    [
        (">9 95%", IndicatorValue("", TEXT), "数字之间有空格，无法确定是几"),
        ("22 1", IndicatorValue("", TEXT), "数字之间有空格，无法确定是几"),
        ("1. 5次", IndicatorValue("", TEXT), "小数点后有空格，无法确定是几"),
        ("4.2.5", IndicatorValue("", TEXT), "有多个小数点"),
        ("1,23元", IndicatorValue("", TEXT), "千分位逗号的位置不对"),
        ("1O次", IndicatorValue("", TEXT), "数字中夹有字母，可能是识别错误"),
        ("l00%", IndicatorValue("", TEXT), "数字中夹有字母，可能是识别错误"),
        ("≥95%以下", IndicatorValue("", TEXT), "比较符号前后矛盾"),
        ("€0", damaged(NUMBER, "0"), "“€”可能是识别错误"),
        ("≪0.4", damaged(NUMBER, "0.4"), "“≪”可能是识别错误"),
        ("≪0.9万元", damaged(NUMBER, "0.9", "万元"), "“≪”可能是识别错误"),
        ("2 ↑", damaged(NUMBER, "2"), "“↑”可能是识别错误"),
        ("≥2 ↑", damaged(NUMBER, "2", op="≥"), "“↑”可能是识别错误"),
        ("稳步↑", IndicatorValue("", TEXT), "“↑”可能是识别错误"),
        ("210 永", damaged(NUMBER, "210", "永"), "计量单位“永”无法识别"),
        ("290%", damaged(PERCENT, "290", "%"), "“290%”可能是“≥90%”识别错误"),
        ("2100%", damaged(PERCENT, "2100", "%"), "“2100%”可能是“≥100%”识别错误"),
        ("100余人", damaged(NUMBER, "100", "人"), "是约数，没有确定的界限"),
        ("约5次", damaged(NUMBER, "5", "次"), "是约数，没有确定的界限"),
        ("100人左右", damaged(NUMBER, "100", "人"), "是约数，没有确定的界限"),
    ],
)
def test_damage_is_told_and_not_repaired(written: str, legible: IndicatorValue, reason: str) -> None:
    assert value(written) == replace(legible, raw=written, doubtful=reason)


@pytest.mark.parametrize("written", ["200%", "250%", "≥290%", "120%"])
def test_a_high_percentage_alone_is_no_damage(written: str) -> None:
    assert (value(written).kind, value(written).doubtful) == (PERCENT, "")


def stored(number: str, code: str = "General") -> Cell:
    return Cell(1, 1, Kind.NUMBER, number, code)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, IndicatorValue("", BLANK)),
        (Cell(1, 1, Kind.TEXT, "≥95%"), IndicatorValue("≥95%", PERCENT, "≥", Decimal(95), "%", True)),
        (stored("42.92"), IndicatorValue("42.92", NUMBER, number=Decimal("42.92"), decimals=2)),
        (stored("0.95", "0%"), IndicatorValue("0.95", PERCENT, number=Decimal(95), unit="%")),
        (stored("0.955", "0.0%"), IndicatorValue("0.955", PERCENT, "", Decimal("95.5"), "%", False, 1)),
        (stored("44561", "yyyy/m/d"), IndicatorValue("44561", TIME, deadline=date(2021, 12, 31))),
        (stored("nan"), IndicatorValue("nan", TEXT)),
        (Cell(1, 1, Kind.BOOLEAN, "TRUE"), IndicatorValue("TRUE", TEXT)),
        (Cell(1, 1, Kind.ERROR, "#REF!"), IndicatorValue("#REF!", TEXT, doubtful="单元格是错误值“#REF!”")),
        (Cell(1, 1, Kind.UNCALCULATED, ""), IndicatorValue("", TEXT, doubtful="公式没有计算结果")),
    ],
)
def test_a_cell(cell: Cell | None, reading: IndicatorValue) -> None:
    assert parse_indicator_value(cell) == reading


@pytest.mark.parametrize(
    ("written", "vague"),
    [
        ("稳步推进", True),
        ("显著提升", True),
        ("效果明显", True),
        ("略有节余", True),
        ("高", True),
        ("良好", False),
        ("高质量完成年度计划任务。", True),
        ("服务经济发展有成效。", True),
        ("为服务衡阳经济发展贡献侨界力量。", True),
        ("民众安居乐业,社会稳定和谐,经济高效发展。", True),
        ("圆满完成", False),
        ("良好及以上等次", False),
        ("合规", False),
        ("满意度提升5%", False),
        ("达到《规范》要求，质量明显提高", False),
        ("有效率", False),
        ("4次", False),
    ],
)
def test_what_cannot_be_measured(written: str, vague: bool) -> None:
    assert is_qualitative_vague(written) is vague


# target | actual | the actual in the target's unit, "-" if they do not compare, "?" if no number is needed
PAIRS = """
4次|4次|4
20篇|20|20
20|21篇|21
≥95%|98.5%|98.5
≤1.1万元|8000元|0.8
8000元|1.1万元|11000
1亿元|5000万元|0.5
42.92|42.92万元|42.92
42.92|429200元|-
5千米|4公里|4
5公里|4500米|4.5
10公顷|90000平方米|9
2万吨|15000吨|1.5
100人|95名|95
10万|8万元|8
5天|3日|3
100人次|95%|-
20篇|20次|-
≥95%|98.5|-
圆满完成|100%|-
4次|圆满完成|-
2021年12月|95%|-
圆满完成|已完成|?
2021年12月|按时完成|?
4次|—|?
€0|5次|?
"""


@pytest.mark.parametrize("line", PAIRS.strip().split("\n"))
def test_what_can_be_compared(line: str) -> None:
    target, actual, number = line.split("|")
    assert comparable(value(target), value(actual)) is (number != "-")
    if number not in "-?":
        assert actual_in_unit_of(value(target), value(actual)) == Decimal(number)


plain_numbers = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False, allow_infinity=False)
OPERATORS = {
    "": "",
    "≥": "≥",
    "＞＝": "≥",
    ">=": "≥",
    "不低于": "≥",
    "≤": "≤",
    "不超过": "≤",
    "＜": "<",
    "＝": "=",
}


@given(
    plain_numbers,
    st.sampled_from(sorted(OPERATORS)),
    st.sampled_from(["次", "万元", "人（次）", "％", "个月", "平方米"]),
    st.sampled_from(["", " ", "　"]),
    st.booleans(),
)
def test_a_quantity_reads_back(number: Decimal, op: str, unit: str, blank: str, grouped: bool) -> None:
    written = f"{op}{blank}{number:,.2f}{blank}{unit}" if grouped else f"{op}{blank}{number:.2f}{blank}{unit}"
    found = value(written)
    assert (found.raw, found.op, found.number, found.decimals) == (written, OPERATORS[op], number, 2)
    assert found.unit == {"人（次）": "人次", "％": "%"}.get(unit, unit)
    assert found.kind is (PERCENT if unit == "％" else NUMBER)
    assert found.explicit_op is (op in ("≥", "＞＝", ">=", "≤", "＜", "＝"))
    assert (found.doubtful == "") is not (
        unit == "％" and op == "" and bool(re.match("2([6-9].|100)[.]", f"{number}"))
    )


@given(
    st.text(
        alphabet="0123456789.,-%≥≤<>=（）()次个万元人年月日至约余每第“”；; O达到不超过以上内\u3000",
        max_size=40,
    )
)
def test_any_text_has_one_kind_and_a_number_only_where_it_should(written: str) -> None:
    found = value(written)
    assert found.raw == written
    assert (found.number is not None) is (found.kind in (NUMBER, PERCENT))
    assert (found.kind is PERCENT) is (found.unit == "%")
    if found.several or found.kind is BLANK:
        assert (found.op, found.number, found.unit, found.doubtful) == ("", None, "", "")
