"""ZP-10, 14, 18, 20: what was promised in dates, grades, ranks and units of its own, and what came of it."""

from __future__ import annotations

import pytest

from cases import Case, case, overall, verify

MISSED = "ZP-14 warning 部门自评表!H16"
LOWER = "ZP-18 warning 部门自评表!H19"

# fmt: off
CASES = [
    # dates
    *(
        case("ZP-14", "passes", overall(E16=target, F16=actual))
        for target, actual in (
            ("一季度内", "3月25日"), ("年底前", "12月28日"), ("上半年完成", "6月完成"), ("2022年3月底前", "12月"), ("9月底前", "2021年9月"),
            ("次年1月底前", "次年1月"), ("每月10日前", "每月8日前"),
        )
    ),
    *(
        case("ZP-14", "fails", overall(E16=target, F16=actual), MISSED, related="E16 F16 G16")
        for target, actual in (
            ("一季度内", "4月25日"), ("年底前", "次年1月15日"), ("第三季度完成", "11月完成"), ("9月底前", "2022年1月"),
            ("12月底", "次年2月"), ("每月10日前", "每月15日"),
        )
    ),
    case("ZP-14", "boundary", overall(E16="一季度内", F16="4月25日", H16="7.5", I16="材料补正", H21="96.89")),
    case(
        "ZP-14", "boundary", overall(A2="填报单位：（盖章）示例市档案馆　（2020年度）", E16="12月底前", F16="2021年12月20日"),
        "TY-03 error 部门自评表!A2",
    ),
    # units that no list has, equal on both sides
    case("ZP-14", "passes", overall(E18="≥120兆伏安", F18="125兆伏安")),
    case("ZP-14", "fails", overall(E18="≥120兆帕斯卡", F18="100兆帕斯卡"), "ZP-14 warning 部门自评表!H18", related="E18 F18 G18"),
    case(
        "ZP-14", "fails", overall(E18="≥120千伏安", F18="108千伏安"), "ZP-14 error 部门自评表!H18",
        figures=("20", "18", "2"), related="E18 F18 G18",
    ),
    case(
        "ZP-14", "fails", overall(E18="≤38微克/立方米", F18="40微克/立方米"), "ZP-14 error 部门自评表!H18",
        figures=("20", "19", "1"), related="E18 F18 G18",
    ),
    # figures with what they come to
    *(
        case("ZP-20", "passes", overall(E14=target, F14=actual, H14=10, I14=None, H21="99.89"))
        for target, actual in (
            ("≥15万册（件）", "15.6万册"), ("12次（每月1次）", "12次"), ("20±2个", "21个"), ("（≥）8个", "9个"), ("8+", "9"),
            ("叁个", "3个"), ("前10名", "第8名"), ("21个", "21个，完成年度目标"), ("50%≥X≥30%", "40%"),
        )
    ),
    case("ZP-20", "passes", overall(E19="≥92%", F19="336天（92.05%）")),
    case("ZP-20", "passes", overall(E19="不少于1/3", F19="33.3%")),
    case("ZP-20", "passes", overall(E19="98%", F19="98.9%，完成年度目标")),
    case("ZP-20", "boundary", overall(E14="12次（每季度1次）", F14="12次", H14=10, I14=None, H21="99.89"), "ZP-20 warning 部门自评表!F14"),
    case("ZP-14", "fails", overall(E19="≥92%", F19="330天（90.41%）"), "ZP-14 warning 部门自评表!H19"),
    case("ZP-14", "fails", overall(E19="不少于1/3", F19="30%"), "ZP-14 warning 部门自评表!H19"),
    case("ZP-14", "fails", overall(E18="20±2个", F18="17个"), "ZP-14 warning 部门自评表!H18"),
    case("ZP-14", "undecided", overall(E18="20±2个", F18="23个"), "ZP-14 undecided 部门自评表!H18"),
    *(case("ZP-14", "passes", overall(E19="±5%以内", F19=actual)) for actual in ("-2.1%", "5%", "±3%", "0")),
    *(
        case("ZP-14", "fails", overall(E19=target, F19=actual), "ZP-14 warning 部门自评表!H19", related="E19 F19 G19")
        for target, actual in (("±5%以内", "-7.1%"), ("±5%", "7.1%"), ("控制在±5%之间", "-6%"))
    ),
    case("ZP-14", "passes", overall(E19="三分之一以上", F19="33.3%")),
    case("ZP-14", "passes", overall(E19="三分之二以上", F19="70%")),
    case("ZP-14", "fails", overall(E19="三分之一以上", F19="30%"), "ZP-14 warning 部门自评表!H19", related="E19 F19 G19"),
    # numbered grades, of which what is graded may tell the better end
    *(
        case("ZP-18", "passes", overall(D19=name, E19=target, F19=actual))
        for name, target, actual in (
            ("乡镇道路等级", "三级公路", "二级公路"), ("施工单位资质", "二级以上", "一级"), ("医院等级", "二级以上", "三级"),
            ("酒店星级", "三星级", "四星级"), ("景区等级", "4A级", "5A级"), ("获奖情况", "二等奖", "一等奖"), ("设计资质", "乙级", "甲级"),
            ("群众评价", "满意", "非常满意"), ("群众评价", "非常满意", "满意"), ("群众评价", "满意", "基本满意"), ("风险等级", "二级", "二级"),
        )
    ),
    *(
        case("ZP-18", "fails", overall(D19=name, E19=target, F19=actual), LOWER, related="G19 F19 E19")
        for name, target, actual in (
            ("乡镇道路等级", "二级公路", "三级公路"), ("施工单位资质", "一级以上", "二级"), ("医院等级", "三级", "二级"),
            ("酒店星级", "四星级", "三星级"), ("获奖情况", "一等奖", "二等奖"), ("设计资质", "甲级", "乙级"), ("群众评价", "满意", "一般"),
        )
    ),
    *(
        case("ZP-18", "undecided", overall(D19="档案馆等级", E19=target, F19=actual), "ZP-18 undecided 部门自评表!H19")
        for target, actual in (("二级以上", "三级"), ("一级", "二级"))
    ),
    # ranks, letters, classes, contraries
    *(
        case("ZP-18", "passes", overall(E19=target, F19=actual))
        for target, actual in (
            ("前三名", "第2名"), ("第1名", "第1名"), ("前3", "第3"), ("前十名", "前5名"), ("全省前10名", "全市第12名"),
            ("第一批", "第二批"), ("A级以上", "AA级"), ("AA级", "AAA级"), ("三级以上", "二级"), ("Ⅲ类", "Ⅳ类"),
            ("合规", "合规"), ("全部完成", "全部完成"), ("按时完成", "已按时完成"), ("无违规", "未违规"), ("2级", "1级"),
        )
    ),
    *(
        case("ZP-18", "fails", overall(E19=target, F19=actual), LOWER, related="G19 F19 E19")
        for target, actual in (
            ("前三名", "第5名"), ("前10名", "第12名"), ("全市前3", "第5"), ("第一方阵", "第二方阵"), ("AAA级", "AA级"),
            ("A级以上", "B级"), ("合规", "不合规"), ("全覆盖", "部分覆盖"), ("按时完成", "延期完成"), ("及时", "不及时"),
        )
    ),
    case("ZP-18", "passes", overall(D19="断面水质", E19="Ⅲ类及以上", F19="Ⅱ类")),
    case("ZP-18", "fails", overall(D19="断面水质", E19="Ⅲ类及以上", F19="Ⅳ类"), LOWER),
    case("ZP-18", "fails", overall(D19="断面水质", E19="达到或优于Ⅴ类", F19="劣Ⅴ类"), LOWER),
    case("ZP-18", "fails", overall(E19="完成", F19="未完成"), LOWER),
    # none is a target where the actual answers it
    case("ZP-18", "fails", overall(D19="结果", E19="无", F19="有"), LOWER),
    case("ZP-10", "fails", overall(D19="结果", E19="无", F19="3个"), "ZP-10 error 部门自评表!E19"),
]
# fmt: on


@pytest.mark.parametrize("item", CASES)
def test_promises(item: Case) -> None:
    verify(item)
