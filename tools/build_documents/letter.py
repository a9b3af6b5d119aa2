"""审核意见: the letter that sends a return back, one page a unit, and what has no room on it behind."""

from __future__ import annotations

from docx.shared import Pt
from docx.text.paragraph import Paragraph

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
    _small(paper.text("{{ 项.序号 }}．{{ 项.说明 }}"))
    paper.condition("endfor")
    paper.condition("endfor")
    paper.condition("for 行 in 概况")
    _small(paper.text("{{ 行 }}"))
    paper.condition("endfor")
    paper.text("{{ 结尾 }}")
    paper.condition("if 附件")
    paper.text("附件：{{ 附件 }}")
    paper.condition("endif")
    paper.signed("{{ 审核单位 }}", "{{ 日期 }}")
    _annex(paper)
    return paper


def _small(line: Paragraph) -> None:
    line.paragraph_format.line_spacing = Pt(18)
    for run in line.runs:
        run.font.size = Pt(12)


def _annex(paper: Paper) -> None:
    """All problems as a table, on pages of their own."""
    paper.condition("if 附件")
    paper.heading("附件")
    paper.document.paragraphs[-1].paragraph_format.first_line_indent = Pt(0)
    paper.document.paragraphs[-1].paragraph_format.page_break_before = True
    paper.title("{{ 附件 }}")
    paper.table(
        ["序号", "表", "级别", "问题"],
        ["{{ 项.序号 }}", "{{ 项.表 }}", "{{ 项.级别 }}", "{{ 项.说明 }}"],
        "项 in 清单",
        [14, 31, 17, 94],
    )
    paper.condition("endif")
