"""部门预算绩效文本, as units of Hebei publish it beside the declaration of targets."""

from __future__ import annotations

from perfxl.documents.chart import chart_xml
from tools.build_documents import common
from tools.build_documents.paper import Paper

_D = "'部门绩效目标申报表'"


def template() -> Paper:
    """The template."""
    paper = Paper()
    paper.title("{{ 单位 }}\n{{ 年度 }}年部门预算绩效文本")
    paper.centred("编制日期：{{ 日期 }}")
    common.problems(paper)
    paper.heading("第一部分　{{ 年度 }}年部门整体绩效目标")
    _whole(paper)
    paper.heading("第二部分　预算项目绩效目标")
    paper.condition("for 个 in 项目")
    paper.heading("{{ loop.index }}．{{ 个.名称 }}", 2)
    paper.text("{{ 个.名称 }}预算{{ 个.全年预算数 }}万元。绩效目标：{{ 个.目标 }}")
    common.indicators(paper, "个.指标", scored=False)
    paper.condition("endfor")
    return paper


def _whole(paper: Paper) -> None:
    paper.heading("一、总体绩效目标", 2)
    paper.text(f"{{{{ 文({_D}, '年度总体目标') }}}}")
    paper.heading("二、收支预算", 2)
    paper.text(
        f"{{{{ 年度 }}}}年收入合计{{{{ 数({_D}, '收入合计') }}}}万元。支出合计{{{{ 数({_D}, '支出合计') }}}}万元"
        f"{{% if 同({_D}, '支出合计', '人员经费支出', '正常公用支出', '项目支出') %}}，其中："
        f"人员经费支出{{{{ 数({_D}, '人员经费支出') }}}}万元，正常公用支出{{{{ 数({_D}, '正常公用支出') }}}}万元，"
        f"项目支出{{{{ 数({_D}, '项目支出') }}}}万元{{% endif %}}。"
    )
    paper.chart(chart_xml("支出预算（万元）", ["人员经费支出"], [("预算数", [None])]), 150, 70)
    paper.heading("三、分项绩效目标和绩效指标", 2)
    paper.text("〔请填写：各分项绩效目标〕")
    common.indicators(paper, "指标", scored=False, levels=2)
    paper.heading("四、工作保障措施", 2)
    paper.text("〔请填写：组织领导、制度建设、资金保障、绩效管理等措施〕")
