"""Which way an indicator is better, as its target, its name or its unit lets know."""

from __future__ import annotations

import pytest

from perfxl.returns.directions import Direction, adverse, direction_of
from perfxl.returns.targets import parse_indicator_value

# name | target | category
MORE = """
接待费成本|≥10万元|成本
在职人员控制率|≥90%|质量
发放补助|10个|数量
投诉办结率|80%|质量
安全事故发生率降低|5%|社会
病虫害防治面积|50亩|生态
抽检不合格处置率|95%|质量
再就业失业人员培训人次|80人次|社会
未成年人保护人数|100人|社会
不动产登记数量|1000件|数量
服务企业家数|50家|社会
带动社会投资|3000万元|经济
耕地保有量|30万亩|生态
地表水优良比例|80%|生态
政府采购节约率|5%|成本
化解矛盾纠纷|50起|社会
打击违法犯罪|50起|数量
群众满意度|80分|满意度
重大事故不发生率|100%|社会
带动贫困户（人）|11442|数量
失业人员技能培训人次|80人次|社会
到馆人次|18万人次|社会
调研协商经费活动|10次|数量
办公经费保障率|80%|社会
"""
LESS = """
接待费成本|≤1.1万元|成本
损耗|5%以下|质量
收支平衡。|42.92|成本
总成本|10万元|成本
单价|8万|成本
总成本|1.2亿|成本
养护成本|30元/㎡/月|成本
人工成本|350元/人·天|成本
成本控制率|100%|成本
投诉率。|1%|质量
投诉率（%）|1|质量
系统故障率|2%|质量
病虫害发生率|5%|社会
监测超标率|3%|生态
不良贷款率|3%|经济
未办结率|3%|质量
药占比|30%|社会
森林火灾次数|3次|社会
行政诉讼败诉件数|3件|社会
施工工期|150日历天|时效
故障响应时间|30分钟|时效
维修服务响应时长|48h|时效
平均候诊时间|25分钟|社会
安全事故发生次数|0起|质量
"""
MOSTLY_LESS = """
重大动物疫情处数|2处|社会
新发事项|2起|社会
融资成本|4.5%|经济
PM2.5浓度|35微克/立方米|生态
碳排放量|500吨|生态
服务器宕机次数|3次|社会
办理期限（工作日）|15|时效
项目实施期限|3个月|时效
债务增长率|5%|经济
"""
MOSTLY_MORE = """
全年开放天数|300天|社会
系统运行时长|8760小时|时效
有效服务期|12个月|时效
无故障运行天数|300天|质量
继续教育|40学时|数量
"""
UNSAID = """
网络负荷指数|30|质量
复诊率|30%|质量
报销比例|75%|社会
预算控制|100%|成本
不及时率的复核数|5件|质量
高新技术企业数|12家|经济
"""
EITHER = """
违法案件|30件|数量
案件|30起|数量
降低投诉率|3%|社会
处理投诉件数|50件|社会
投诉处理不及时次数|3次|质量
医疗费用增长率|8%|社会
服务期限|1年|时效
会期|2天|数量
化肥使用量|300吨|数量
三公经费|30万元|经济
水质pH|7|质量
"""
NONE = """
接待费成本|=10万元|成本
合格率|0|质量
180.61万元|略有节余|成本
"""
LISTS = {
    Direction.MORE: MORE,
    Direction.LESS: LESS,
    Direction.MOSTLY_LESS: MOSTLY_LESS,
    Direction.MOSTLY_MORE: MOSTLY_MORE,
    Direction.UNSAID: UNSAID,
    Direction.EITHER: EITHER,
    Direction.NONE: NONE,
}


@pytest.mark.parametrize(
    ("name", "target", "category", "direction"),
    [(*line.split("|"), direction) for direction, lines in LISTS.items() for line in lines.split()],
)
def test_the_direction(name: str, target: str, category: str, direction: Direction) -> None:
    assert direction_of(parse_indicator_value(target), category, name) is direction


def test_only_a_known_direction_gives_a_score() -> None:
    assert {direction for direction in Direction if direction.sure} == {
        Direction.MORE,
        Direction.LESS,
        Direction.NONE,
    }
    assert {direction for direction in Direction if direction.less} == {Direction.LESS, Direction.MOSTLY_LESS}


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [("群众投诉次数", True), ("投诉办结率", False), ("培训人数", False), ("设备故障", True)],
)
def test_what_should_not_happen(name: str, unwanted: bool) -> None:
    assert adverse(name) is unwanted
