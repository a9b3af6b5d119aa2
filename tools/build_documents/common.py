"""What several templates share: the list of problems, tables of spending, projects and indicators."""

from __future__ import annotations

from tools.build_documents.paper import Paper


def problems(paper: Paper) -> None:
    """The findings, for a report that is made although the return has errors."""
    paper.condition("if 问题")
    paper.heading("审核未通过的问题（定稿前删除本节）")
    paper.condition("for 项 in 问题")
    paper.text("{{ loop.index }}．〔{{ 项.级别 }} {{ 项.规则 }}〕{{ 项.说明 }}")
    paper.condition("endfor")
    paper.condition("endif")


def projects(paper: Paper) -> None:
    """One row a project."""
    paper.table(
        ["项目名称", "年初预算数", "全年预算数", "全年执行数", "执行率", "自评得分"],
        ["{{ 项.名称 }}", "{{ 项.年初预算数 }}", "{{ 项.全年预算数 }}", "{{ 项.全年执行数 }}", "{{ 项.执行率 }}",
         "{{ 项.得分 }}"],
        "项 in 项目",
        [50, 22, 22, 22, 20, 20],
    )  # fmt: skip


def indicators(paper: Paper, source: str = "指标", scored: bool = True, levels: int = 3) -> None:
    """One row an indicator. A form of two ``levels`` has its indicators right under the first one."""
    names = [name for name in ("一级指标", "二级指标", "三级指标") if levels == 3 or name != "二级指标"]
    columns = [*names, "指标值", *(("完成值", "分值", "得分") if scored else ())]
    widths = {
        "一级指标": 24,
        "二级指标": 24,
        "三级指标": 38,
        "指标值": 24,
        "完成值": 22,
        "分值": 12,
        "得分": 12,
    }
    if not scored:
        widths |= {"三级指标": 72 if levels == 3 else 96, "指标值": 36}
    paper.table(
        columns,
        [f"{{{{ 项.{name} }}}}" for name in columns],
        f"项 in {source}",
        [widths[name] for name in columns],
    )
