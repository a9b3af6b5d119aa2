"""A rule's page, made from its entry in the catalogue."""

from __future__ import annotations

from perfxl.rules.registry import RuleInfo

SECTIONS = ("检查什么", "依据", "为什么", "例", "怎么改", "容差", "何时停用")


def page(info: RuleInfo) -> str:
    """The page in Markdown, with the fixed sections."""
    forms = "、".join(info.forms) or "整个文件"
    head = [
        f"# {info.id} {info.title}",
        "",
        f"级别：{info.level.chinese}　类别：{info.category}　适用：{forms}　状态：{info.lifecycle}",
    ]
    bodies = (
        info.checks,
        info.basis,
        info.why,
        f"- 错：{info.wrong}\n- 对：{info.right}",
        info.fix,
        info.tolerance,
        info.disable,
    )
    parts = [f"## {title}\n\n{body}" for title, body in zip(SECTIONS, bodies, strict=True)]
    if info.causes:
        parts.append(
            f"## 从属\n\n由 {'、'.join(info.causes)} 引起、改正那一处就随之消除的，列在其下，不单独计为主要问题；改正后仍不符的，单独列出。"
        )
    return "\n".join(head) + "\n\n" + "\n\n".join(parts) + "\n"
