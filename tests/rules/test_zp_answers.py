"""ZP-14, 18, 19, 20: what answers a target in another way of writing, and what falls short of it."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify

MISSED = "ZP-14 warning 部门自评表!H16"
LOWER = "ZP-18 warning 部门自评表!H19"

# fmt: off
CASES = [
    # times of every year, from when until when, and how often
    *(
        case("ZP-14", "passes", overall(E16=target, F16=actual))
        for target, actual in (
            ("每年9月底前", "2021年9月18日"), ("每年9月30日前", "9月18日"), ("2021年1-12月", "2021年1-12月"), ("2021年1月-12月", "2021年1-11月"),
            ("2021年3-12月", "2021年4-12月"), ("次月10日前", "次月8日"), ("按季发放", "按月发放"), ("按月发放", "每月"),
        )
    ),
    *(
        case("ZP-14", "fails", overall(E16=target, F16=actual), MISSED, related="E16 F16 G16")
        for target, actual in (
            ("每年9月底前", "2021年11月18日"), ("每年9月30日前", "10月18日"), ("2021年1-12月", "2021年1月-2022年2月"), ("1-6月", "8-10月"),
            ("2021年1-10月", "2021年1-12月"), ("次月10日前", "次月15日"), ("按月发放", "按季发放"), ("每周公布", "每月公布"),
        )
    ),
    *(
        case("ZP-14", "passes", overall(E18=target, F18=actual))
        for target, actual in (("每周≥2次", "每周2次"), ("每周不少于42小时", "每周45小时"))
    ),
    case("ZP-14", "fails", overall(E18="每周≥2次", F18="每周1次"), "ZP-14 error 部门自评表!H18", figures=("20", "10", "10")),
    case("ZP-14", "fails", overall(E18="每周不少于42小时", F18="每周40小时"), "ZP-14 error 部门自评表!H18"),
    # budgets, rises and grades in words
    *(
        case("ZP-18", "passes", overall(E19=target, F19=actual))
        for target, actual in (
            ("控制在预算内", "未超预算"), ("预算数以内", "控制在预算内"), ("只减不增", "下降3%"), ("零增长", "增长0%"), ("二级甲等", "三级乙等"),
            ("二级甲等", "二级甲等"), ("不超预算", "预算内"),
        )
    ),
    *(
        case("ZP-18", "fails", overall(E19=target, F19=actual), LOWER, related="G19 F19 E19")
        for target, actual in (
            ("控制在预算内", "超预算"), ("预算数以内", "超出预算"), ("不超预算", "超支"), ("只减不增", "增长3%"), ("零增长", "增长0.5%"),
            ("二级甲等", "二级乙等"), ("三级乙等", "二级甲等"), ("基本满意以上", "不满意"),
        )
    ),
    case("ZP-19", "boundary", overall(E19="预算数以内", F19="预算数以内"), "ZP-19 info 部门自评表!F19"),
    # figures for each, changes, all and none of it
    *(
        case("ZP-20", "passes", overall(D18=name, E18=target, F18=actual))
        for name, target, actual in (
            ("户均收入", "户均增收≥800元", "860元"), ("水质pH", "6.5-8.5", "7.2"), ("会议下降率", "下降3%", "3.5%"), ("会议压减", "压减会议10%", "12%"),
            ("覆盖面", "全覆盖", "100%"), ("案件", "零发生", "未发生"), ("案件", "不发生", "0起"), ("例会", "每月1次，全年12次", "全年12次"),
        )
    ),
    *(
        case("ZP-20", "passes", overall(D17="补助成本", E17=target, F17=actual))
        for target, actual in (
            ("每件不高于500元", "480元"), ("每公里≤1.2万元", "1.15万元/公里"), ("每人每月120元", "120元"), ("每人每月120元", "120元/人·月"),
        )
    ),
    case("ZP-20", "fails", overall(D17="补助成本", E17="每人每月120元", F17="1440元"), "ZP-20 warning 部门自评表!F17"),
    case("ZP-20", "fails", overall(D18="投诉情况", E18="下降3%", F18="3.5%"), "ZP-20 warning 部门自评表!F18"),
    case("ZP-14", "fails", overall(D17="补助成本", E17="每件不高于500元", F17="625元"), "ZP-14 error 部门自评表!H17", figures=("7", "5.6", "1.4")),
    case("ZP-14", "fails", overall(D17="养护成本", E17="每公里≤1.2万元", F17="1.5万元/公里"), "ZP-14 error 部门自评表!H17", figures=("7", "5.6", "1.4")),
    *(
        case("ZP-14", "fails", overall(D18=name, E18=target, F18=actual), "ZP-14 error 部门自评表!H18", figures=figures)
        for name, target, actual, figures in (
            ("户均收入", "户均增收≥800元", "760元", ("20", "19", "1")), ("案件", "不发生", "发生1起", ("20", "0", "20")),
            ("会议压减", "压减会议10%", "8%", ("20", "16", "4")), ("宣传活动", "每月1次，全年12次", "全年9次", ("20", "15", "5")),
        )
    ),
    *(
        case("ZP-14", "fails", overall(D18=name, E18=target, F18=actual), "ZP-14 warning 部门自评表!H18", related="E18 F18 G18")
        for name, target, actual in (("水质pH", "6.5-8.5", "9.1"), ("水质pH", "6.5-8.5", "6.1"), ("覆盖面", "全覆盖", "96%"))
    ),
    # a part of what is promised
    case("ZP-14", "passes", overall(E14="≥4场（其中进校园≥1场）", F14="4场（其中进校园1场）", H14=10, I14=None, H21="99.89")),
    case("ZP-14", "passes", overall(E14="≥4场（其中进校园≥2场）", F14="4场（其中进社区1场）", H14=10, I14=None, H21="99.89")),
    case(
        "ZP-14", "fails", overall(E14="≥4场（其中进校园≥2场）", F14="4场（其中进校园1场）", H14=10, I14=None, H21="99.89"),
        "ZP-14 warning 部门自评表!H14", related="E14 F14 G14",
    ),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_answers(item: Case) -> None:
    verify(item)
