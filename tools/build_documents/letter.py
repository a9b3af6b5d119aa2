"""审核意见: the letter that sends a return back, one page a unit."""

from __future__ import annotations

from docx.shared import Pt

from tools.build_documents.paper import Paper


def template() -> Paper:
    """The template."""
    paper = Paper()
    paper.title("{{ 标题 }}")
    paper.flush("{{ 单位 }}：")
    paper.text("{{ 开头 }}")
    paper.condition("for 表 in 各表")
    paper.heading("{{ 表.序号 }}、{{ 表.名称 }}")
    paper.condition("for 项 in 表.问题")
    line = paper.text("{{ 项.序号 }}．{{ 项.说明 }}")
    line.paragraph_format.line_spacing = Pt(18)
    for run in line.runs:
        run.font.size = Pt(12)
    paper.condition("endfor")
    paper.condition("endfor")
    paper.condition("if 其余")
    paper.text("{{ 其余 }}")
    paper.condition("endif")
    paper.text("{{ 结尾 }}")
    paper.signed("{{ 审核单位 }}", "{{ 日期 }}")
    return paper
