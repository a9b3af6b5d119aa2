"""ZP-14, 16: bare targets, which are the least or the most only where what is measured is known."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify

WRONG, ASKED = "ZP-14 error 部门自评表!H18", "ZP-14 warning 部门自评表!H18"
LATE = "ZP-14 error 部门自评表!H16"

# fmt: off
CASES = [
    # what should not happen
    *(
        case("ZP-14", "passes", overall(D18=name, E18=target, F18=actual))
        for name, target, actual in (
            ("系统故障率", "2%", "1.2%"), ("管网漏损率", "10%", "9.2%"), ("森林火灾受害率", "0.9‰", "0.3‰"), ("未办结率", "3%", "0"),
            ("重大动物疫情起数", "2起", "0起"), ("新发事项", "2起", "1起"), ("因灾损失", "200万元", "150万元"), ("PM2.5浓度", "35", "33"),
            ("门窗破损处数", "5处", "3处"), ("医疗费用增长率", "8%", "6%"), ("降低投诉率", "3%", "2%"),
        )
    ),
    case("ZP-14", "fails", overall(D18="系统故障率", E18="2%", F18="2.5%"), WRONG, figures=("20", "16", "4"), related="E18 F18 G18"),
    case("ZP-14", "fails", overall(D18="火灾起数", E18="3起", F18="4起"), WRONG, figures=("20", "15", "5"), related="E18 F18 G18"),
    *(
        case("ZP-14", "fails", overall(D18=name, E18=target, F18=actual), ASKED, related="E18 F18 G18")
        for name, target, actual in (
            ("新发事项", "2起", "4起"), ("因灾损失", "200万元", "260万元"), ("服务器宕机次数", "3次", "5次"), ("空气优良天数", "300天", "290天"),
        )
    ),
    # what more is known to be better of
    case("ZP-14", "fails", overall(D18="带动就业人数", E18="500人", F18="400人"), WRONG, figures=("20", "16", "4")),
    case("ZP-14", "fails", overall(D18="信息反映率", E18="100%", F18="90%"), WRONG, figures=("20", "18", "2")),
    case("ZP-14", "fails", overall(D18="投诉办结率", E18="80%", F18="60%"), WRONG, figures=("20", "15", "5")),
    case("ZP-16", "fails", overall(D18="带动就业人数", E18="500人", F18="700人"), "ZP-16 warning 部门自评表!F18"),
    # names of which nothing is known: full marks are asked about, any other score is one of the two
    case("ZP-14", "passes", overall(D18="复诊率", E18="30%", F18="38%")),
    case("ZP-16", "fails", overall(D18="复诊率", E18="30%", F18="45%"), "ZP-16 warning 部门自评表!F18"),
    case("ZP-14", "boundary", overall(D18="复诊率", E18="30%", F18="30%")),
    case("ZP-14", "passes", overall(D18="复诊率", E18="30%", F18="24%", H18=16, I18="转诊较多", H21="93.39")),
    case("ZP-14", "fails", overall(D18="复诊率", E18="30%", F18="24%"), ASKED, related="E18 F18 G18"),
    case(
        "ZP-14", "fails", overall(D18="复诊率", E18="30%", F18="24%", H18=18, H21="95.39"),
        WRONG, "ZP-15 error 部门自评表!I18 从属", figures=("18", "16", "2"), related="E18 F18 G18",
    ),
    case("ZP-14", "passes", overall(D18="复诊率", E18="30%", F18="24%", H18=18, I18="转诊较多", H21="95.39")),
    # how long something takes or lasts
    *(
        case("ZP-14", "passes", overall(D16=name, E16=target, F16=actual))
        for name, target, actual in (
            ("施工工期", "150日历天", "146日历天"), ("合同工期", "120个日历天", "118天"), ("修复用时", "48h", "36小时"), ("办理期限", "15个工作日", "12个工作日"),
            ("开放时间", "300天", "312天"), ("有效服务期", "12个月", "12个月"), ("会期", "3天", "2天"),
        )
    ),
    case("ZP-14", "fails", overall(D16="施工工期", E16="150日历天", F16="160日历天"), LATE, figures=("8", "7.5", "0.5")),
    *(
        case("ZP-14", "fails", overall(D16=name, E16=target, F16=actual), "ZP-14 warning 部门自评表!H16", related="E16 F16 G16")
        for name, target, actual in (
            ("办理期限", "15个工作日", "18个工作日"), ("项目实施周期", "3个月", "4个月"), ("开放时间", "300天", "280天"), ("有效服务期", "12个月", "9个月"),
        )
    ),
    case("ZP-14", "undecided", overall(D16="会期", E16="2天", F16="3天"), "ZP-14 undecided 部门自评表!H16"),
    # costs in 万 and 亿, and of several units
    *(
        case("ZP-14", "passes", overall(D17=name, E17=target, F17=actual))
        for name, target, actual in (
            ("设备单价", "8万", "7.8万"), ("人均成本", "350元/人·天", "340元/人·天"), ("养护标准", "30元/㎡/月", "30元/㎡/月"),
            ("印刷单价", "20元/份", "18元/份"), ("维修单价", "¥5000", "¥4800"), ("维修单价", "¥5000元", "4800元"), ("印刷单价", "2元以内/份", "1.8元/份"),
        )
    ),
    *(
        case("ZP-14", "fails", overall(D17=name, E17=target, F17=actual), "ZP-14 error 部门自评表!H17", related="E17 F17 G17")
        for name, target, actual in (
            ("设备单价", "8万", "10万"), ("人均成本", "350元/人·天", "400元/人·天"), ("养护标准", "30元/㎡/月", "36元/㎡/月"),
            ("印刷单价", "20元/份", "25元/份"), ("维修单价", "¥5000", "¥6000"), ("印刷单价", "2元以内/份", "2.5元/份"),
        )
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_directions(item: Case) -> None:
    verify(item)
