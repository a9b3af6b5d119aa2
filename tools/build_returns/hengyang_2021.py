"""The return of 衡阳市归国华侨联合会 for 2021: figures and labels as the unit wrote them, blanks included.

Long prose is paraphrased. Figures are text here, because how the unit wrote them (``6.08`` after a full-width
blank) decides whether a spreadsheet stores a number or text.
"""

from __future__ import annotations

from typing import NamedTuple

UNIT = "衡阳市归国华侨联合会"


class Line(NamedTuple):
    """A row of 基础数据表: label, last year's outturn, this year's budget, this year's outturn."""

    label: str
    last_year: str
    budget: str
    outturn: str


class Indicator(NamedTuple):
    """A row of an indicator table."""

    level: str
    group: str
    name: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str = "　"


class FundRow(NamedTuple):
    """A row of 项目资金: initial budget, adjusted budget, executed, weight, rate, score."""

    label: str
    initial: str
    adjusted: str
    executed: str
    weight: str
    rate: str
    score: str


class Project(NamedTuple):
    """One 项目支出绩效自评表."""

    name: str
    goal: str
    funds: tuple[FundRow, ...]
    indicators: tuple[Indicator, ...]


STAFFING = ("11", "11　", "100%　")
BASIC = (
    Line("一、部门基本支出", "178.39", "200.94", "200.94"),
    Line("其中：公用经费", "62.35", "52.08", "52.08"),
    Line("其中：办公经费", "16.32", "23.9", "23.9"),
    Line("水费、电费、差旅费", "0.3", "2.3", "2.3"),
    Line("会议费、培训费", "0", "0", "0"),
    Line("……", "", "", ""),
    Line("三公经费", "2.92", "　6.08", "0.56　"),
    Line("   1、公务用车购置和维护经费", "2.92　", "　6.08", "0.56　"),
    Line("其中：公务用车购置", "0　", "　0", "　0"),
    Line("公务用车运行维护", "2.92", "　6.08", "0.56　"),
    Line("   2、出国经费", "0", " 0　", "0　"),
    Line("   3、公务接待", "0　", " 0　", "0　"),
)
PROJECT_TOTAL = Line("二、部门项目支出", "39.14　", "45.17", "45.17　")
PROJECT_LINES = (
    Line("1、参政议政", "1.75　", "4.25　", "4.25　"),
    Line("2、对外联络专项经费", "4.84", "5.16", "5.16"),
    Line("3、对外文化交流", "0.62　", "3.38", "3.38　"),
    Line("4、海外联谊经费", "8.91", "6.77", "6.77"),
    Line("5、华侨事业费", "2.19", "2.19", "2.19"),
    Line("6、活动费", "2.93", "3.07", "3.07"),
    Line("7、困难归侨侨眷专项经费", "10", "10", "10"),
    Line("8、侨胞接待经费", "2　", "2", "2　"),
    Line("9、侨务工作经费", "2.96", "3.04", "3.04"),
    Line("10、维权经费 ", "2.94", "3.06", "3.06"),
)
PURCHASES = Line("政府采购金额", "0", "0", "0")
THRIFT = "严格按八项规定规范支出，事前、事中、事后全方位监督管理。　"
NOTE = (
    "说明：“项目支出”需要填报基本支出以外的所有项目支出情况，包括业务工作项目、运行维护项目和市级专项资金等；"
    "“公用经费”填报基本支出中的一般商品和服务支出。"
)
BASE_DATA_FOOTER = "填表人：（略）  填报日期：2022.05.31  联系电话：（略） "
DEPARTMENT_FOOTER = "填表人：（略）填报日期：2022.0531联系电话：（略）"

TOTAL_FUNDS = "246.11"
BASIC_SPENDING = "165.44"
PROJECT_SPENDING = "80.66"
DUTIES = "联系和服务归侨侨眷与海外侨胞，宣传侨务政策，依法维护侨益，参政议政，承办市里交办的其他工作。"
GOAL = "围绕侨联职能凝聚侨心侨力，服务全市经济社会发展大局，服务侨胞，完成年度各项工作任务。"

OUTPUT = "产出\n指标\n(50分)"
DEPARTMENT_BENEFIT = "效益\n指标\n（40分）"
ECONOMIC, SOCIAL, ECOLOGICAL = "经济效\n益指标", "社会效\n益指标", "生态效\n益指标"
LASTING = "可持续影响指标"
DEPARTMENT_INDICATORS = (
    Indicator(OUTPUT, "数量指标", "服务经济发展", "4次", "4次", "4", "4"),
    Indicator(OUTPUT, "数量指标", "依法维护侨益", "5次", "5次", "4", "4"),
    Indicator(OUTPUT, "数量指标", "拓展海外联谊", "10次", "10次", "3", "3", ""),
    Indicator(OUTPUT, "数量指标", "积极参政议政", "20篇", "20篇", "3", "3", ""),
    Indicator(OUTPUT, "数量指标", "弘扬中华文化", "2次", "2次", "3", "3", ""),
    Indicator(OUTPUT, "数量指标", "参与社会建设", "5次", "5次", "3", "3", ""),
    Indicator(
        OUTPUT,
        "质量指标",
        "通过凝侨心、聚侨力、汇侨智圆满完成各项工作。",
        "为服务衡阳经济发展贡献侨界力量。",
        "100%",
        "10",
        "10",
    ),
    Indicator(OUTPUT, "时效指标", "按时完成各项工作任务。", "100%", "100%", "10", "10　"),
    Indicator(OUTPUT, "成本指标", "收支平衡。", "42.92", "42.92", "10　", "10　"),
    Indicator(DEPARTMENT_BENEFIT, ECONOMIC, "无。", "　", "　", "　", "　"),
    Indicator(
        DEPARTMENT_BENEFIT,
        SOCIAL,
        "通过服务经济社会发展贡献侨界力量。",
        "服务经济发展有成效。",
        "100%　",
        "20",
        "20　",
    ),
    Indicator(DEPARTMENT_BENEFIT, ECOLOGICAL, "无。", "　", "　", "　", "　"),
    Indicator(DEPARTMENT_BENEFIT, LASTING, "无。", "　", "　", "　", "　"),
    Indicator(
        DEPARTMENT_BENEFIT,
        "社会公众或服务对象满意度",
        "通过为侨服务维护侨界和谐稳定。",
        "90%以上",
        "100%",
        "20",
        "20　",
    ),
)

DONE = "　已完成 。"
PROJECT_BENEFIT = "效益\n指标\n（30分）\n　"
SATISFACTION = "满意度\n指标\n（10分）"


def _project(
    name: str, goal: str, initial: str, adjusted: str, measure: str, names: tuple[str, ...]
) -> Project:
    """Both project forms have the same rows; ``measure`` is the figure the unit repeated in most of them."""
    quantity, quality, timing, social = names
    funds = (
        FundRow("年度资金总额　", initial, adjusted, adjusted, "10", "100%　", "　10"),
        FundRow("其中：当年财政拨款　", initial, adjusted, adjusted, "10　", "100%　", "　10"),
        FundRow("上年结转资金　", "　", "　", "　", "　", "　", "　"),
        FundRow("其他资金", "　", "　", "　", "　", "　", "　"),
    )
    indicators = (
        Indicator(OUTPUT, "数量指标", quantity, measure, measure, "20", "20"),
        Indicator(OUTPUT, "质量指标", quality, measure, measure, "　10", "10"),
        Indicator(OUTPUT, "时效指标", timing, measure, measure, "10", "10"),
        Indicator(OUTPUT, "成本指标", "收支平衡", "　10", "10　", "10", "10"),
        Indicator(PROJECT_BENEFIT, ECONOMIC, "无。", "　", "　", "　", "　"),
        Indicator(PROJECT_BENEFIT, SOCIAL, social, measure, measure, "15", "　15"),
        Indicator(PROJECT_BENEFIT, ECOLOGICAL, "无。", "　", "　", "　", "　"),
        Indicator(PROJECT_BENEFIT, LASTING, "无。", "　", "　", "　", "　"),
        Indicator(SATISFACTION, "服务对象满意度指标", "侨界群众满意。", "90%以上", "100%　", "15", "　15"),
    )
    return Project(name, goal, funds, indicators)


PROJECTS = (
    _project(
        "困难归侨侨眷专项经费",
        "　　通过走访慰问，及时将党和政府温暖送到困难归侨侨眷手中。",
        "　10",
        "10　",
        "100人（次）　",
        ("慰问困难归侨侨眷", "及时将温暖送到归侨侨眷手中。", "节日慰问", "侨界和谐稳定。"),
    ),
    _project(
        "参政议政",
        "　　为党委政府科学决策提供了有价值的参考建议",
        "　3",
        "4.25　",
        "20篇　",
        ("提交提案议案", "积极建言献策", "全年", "助推衡阳发展"),
    ),
)
PROJECT_TOTAL_WEIGHT = "100"
