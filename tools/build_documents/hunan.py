"""部门整体支出绩效自评报告, in the outline of Hunan's notice."""

from __future__ import annotations

from perfxl.documents.chart import chart_xml
from tools.build_documents import common
from tools.build_documents.paper import Paper

_B, _D = "'基础数据表'", "'部门自评表'"


def template() -> Paper:
    """The template."""
    paper = Paper()
    paper.title("部门整体支出绩效自评报告")
    paper.centred("（{{ 年度 }}年度）")
    paper.flush("单位名称（盖章）：{{ 单位 }}")
    paper.flush("日期：{{ 日期 }}")
    common.problems(paper)
    _unit(paper)
    _spending(paper)
    _funds(paper)
    _performance(paper)
    _closing(paper)
    return paper


def _unit(paper: Paper) -> None:
    paper.heading("一、部门、单位基本情况")
    paper.heading("（一）部门职能职责", 2)
    paper.text(f"{{{{ 文({_D}, '部门职能职责概述') }}}}")
    paper.heading("（二）机构设置", 2)
    paper.text("〔请填写：内设机构的名称和职能〕")
    paper.heading("（三）机构人员", 2)
    paper.text(
        f"截至{{{{ 年度 }}}}年12月31日，本单位编制数{{{{ 数({_B}, '编制数') }}}}人，"
        f"实际在职人数{{{{ 数({_B}, '实际在职人数') }}}}人，在职人员控制率{{{{ 数({_B}, '控制率') }}}}。"
    )


def _amounts(item: str, row: str) -> str:
    """One item's budget and final account, and how it has changed from the last one."""
    return (
        f"{{{{ 年度 }}}}年{item}预算{{{{ 数({_B}, '{row}.本年预算数') }}}}万元，"
        f"决算{{{{ 数({_B}, '{row}.本年决算数') }}}}万元"
        f"{{% set 变 = 增减({_B}, '{row}.本年决算数', '{row}.上年决算数') %}}"
        f"{{% if 变 and 变.方向 == '持平' %}}，与上年决算数持平"
        f"{{% elif 变 %}}，比上年决算数{{{{ 数({_B}, '{row}.上年决算数') }}}}万元{{{{ 变.方向 }}}}{{{{ 变.额 }}}}万元"
        f"{{% if 变.率 %}}，{{{{ '增长' if 变.方向 == '增加' else '下降' }}}}{{{{ 变.率 }}}}{{% endif %}}{{% endif %}}。"
    )


def _spending(paper: Paper) -> None:
    paper.heading("二、一般公共预算支出情况")
    paper.heading("（一）基本支出情况", 2)
    paper.text(_amounts("基本支出", "基本支出"))
    paper.text(_amounts("公用经费", "公用经费"))
    paper.text(_amounts("“三公”经费", "三公经费"))
    paper.text("经费支出情况见下表（单位：万元）。")
    paper.table(
        ["项目", "{{ 上年度 }}年决算数", "{{ 年度 }}年预算数", "{{ 年度 }}年决算数", "决算数比上年增减", "决算数占预算数"],
        ["{{ 行.名称 }}", "{{ 行.上年决算数 }}", "{{ 行.本年预算数 }}", "{{ 行.本年决算数 }}",
         "{{ 行.增减.数 if 行.增减 }}", "{{ 行.执行率 }}"],
        f"行 in 表行({_B}, '经费')",
        [56, 20, 20, 20, 20, 20],
    )  # fmt: skip
    paper.chart(chart_xml("经费支出情况（万元）", ["基本支出"], [("上年决算数", [None])]), 150, 70)
    paper.heading("（二）项目支出情况", 2)
    paper.text(_amounts("项目支出", "项目支出"))
    paper.condition("if 项目")
    paper.text("本次报送项目支出绩效自评表{{ 项目|length }}张，情况见下表（单位：万元）。")
    common.projects(paper)
    paper.condition("endif")
    paper.text("〔请填写：项目支出的用途、组织实施和管理情况〕")


def _funds(paper: Paper) -> None:
    for heading in (
        "三、政府性基金预算支出情况",
        "四、国有资本经营预算支出情况",
        "五、社会保险基金预算支出情况",
    ):
        paper.heading(heading)
        paper.text("〔请填写：支出情况；没有的，写“无”〕")


def _performance(paper: Paper) -> None:
    paper.heading("六、部门整体支出绩效情况")
    paper.text(
        f"{{{{ 年度 }}}}年，本单位年度资金总额{{{{ 数({_D}, '资金总额') }}}}万元，全年执行数{{{{ 数({_D}, '执行数') }}}}万元，"
        "预算执行率{{ 合计.执行率 }}。绩效自评得分{{ 合计.得分 }}分，自评等级为“{{ 合计.等级 }}”。"
    )
    paper.heading("（一）业务管理情况", 2)
    paper.text("〔请填写：业务管理制度的建立和执行情况〕")
    paper.heading("（二）财务管理情况", 2)
    paper.text("〔请填写：财务管理、资产管理和内部控制情况〕")
    paper.heading("（三）绩效评价总结", 2)
    paper.text(f"整体绩效目标：{{{{ 文({_D}, '整体绩效目标') }}}}")
    paper.text("〔请填写：目标完成情况、主要成效〕")
    paper.text("绩效指标完成情况见下表。")
    common.indicators(paper)


def _closing(paper: Paper) -> None:
    paper.heading("七、存在的问题及原因分析")
    paper.condition("for 项 in 未达标")
    paper.text("“{{ 项.三级指标 }}”未得满分{% if 项.原因 %}，原因：{{ 项.原因 }}{% endif %}。")
    paper.condition("endfor")
    paper.text("〔请填写：预算执行、绩效管理中存在的问题及原因〕")
    paper.heading("八、下一步改进措施")
    paper.text("〔请填写：针对上述问题的改进措施〕")
    paper.heading("九、其他需要说明的情况")
    paper.text("〔请填写；没有的，写“无”〕")
    paper.text(
        "附件：部门整体支出绩效评价基础数据表，部门整体支出绩效自评表，项目支出绩效自评表（{{ 项目|length }}张）"
    )
