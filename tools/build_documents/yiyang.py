"""部门整体支出绩效评价报告, as units write it beside a scoring table."""

from __future__ import annotations

from perfxl.documents.chart import chart_xml
from tools.build_documents import common
from tools.build_documents.paper import Paper

_B = "'基础数据'"


def template() -> Paper:
    """The template."""
    paper = Paper()
    paper.title("部门整体支出绩效评价报告")
    paper.centred("（{{ 年度 }}年度）")
    paper.flush("单位名称（盖章）：{{ 单位 }}")
    paper.flush("日期：{{ 日期 }}")
    common.problems(paper)
    _basics(paper)
    _evaluation(paper)
    for heading in ("四、存在的问题", "五、有关建议", "六、其他需要说明的问题"):
        paper.heading(heading)
        if heading.startswith("四"):
            paper.condition("for 项 in 计分 if 项.扣分")
            paper.text("{{ 项.指标 }}分值{{ 项.分值 }}分，自评{{ 项.得分 }}分，扣{{ 项.扣分 }}分。")
            paper.condition("endfor")
        paper.text("〔请填写；没有扣分也没有其他问题的，写“无”〕")
    return paper


def _basics(paper: Paper) -> None:
    paper.heading("一、基本情况")
    paper.heading("（一）部门整体支出概况", 2)
    paper.text(
        f"{{{{ 年度 }}}}年预算数{{{{ 数({_B}, '预算数.金额') }}}}万元，预算完成数{{{{ 数({_B}, '预算完成数.金额') }}}}万元，"
        "预算完成率{{ 合计.执行率 }}。"
    )
    paper.text(
        f"编制数{{{{ 数({_B}, '编制数.人数') }}}}人，在职人员数{{{{ 数({_B}, '在职人员数.人数') }}}}人。"
        f"“三公”经费本年预算数{{{{ 数({_B}, '三公经费本年预算数.金额') }}}}万元，本年支出数"
        f"{{{{ 数({_B}, '三公经费本年支出数.金额') }}}}万元。"
    )
    paper.chart(chart_xml("预算执行情况（万元）", ["部门预算"], [("预算数", [None])]), 150, 70)
    paper.heading("（二）部门整体支出绩效目标情况", 2)
    paper.text("〔请填写：年度绩效目标及完成情况〕")
    paper.heading("（三）部门整体支出实施情况分析", 2)
    paper.text("〔请填写：资金使用和管理情况〕")


def _evaluation(paper: Paper) -> None:
    paper.heading("二、绩效评价工作情况")
    paper.heading("（一）绩效评价目的", 2)
    paper.text("〔请填写〕")
    paper.heading("（二）绩效评价工作过程", 2)
    paper.text("〔请填写：组织、方法、依据〕")
    paper.heading("三、主要绩效及评价结论")
    paper.text("整体支出绩效自评得分{{ 合计.得分 }}分，自评等级为“{{ 合计.等级 }}”。各项指标得分见下表。")
    paper.table(
        ["指标", "分值", "自评分", "扣分"],
        ["{{ 项.指标 }}", "{{ 项.分值 }}", "{{ 项.得分 }}", "{{ 项.扣分 }}"],
        "项 in 计分",
        [90, 22, 22, 22],
    )
    paper.text("〔请填写：主要绩效〕")
