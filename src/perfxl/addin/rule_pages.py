"""The pages of the rules as HTML files on the user's machine, for the browser; made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from perfxl.addin.folders import made, user_folder
from perfxl.rules.export import FAMILIES, in_official_order
from perfxl.rules.registry import RuleInfo, catalogue
from perfxl.version import VERSION
from perfxl.workbook.edit import write_atomically

_STYLE = """
body { font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #222;
       max-width: 48em; margin: 2em auto; padding: 0 1em; }
h1 { color: #1f4e78; font-size: 1.5em; } h2 { color: #1f4e78; font-size: 1.1em; margin-bottom: .2em; }
p { margin: .3em 0; white-space: pre-line; } .facts, footer { color: #666; font-size: .9em; }
.wrong { border-left: 4px solid #c00000; padding-left: .8em; } .right { border-left: 4px solid #548235;
padding-left: .8em; } summary { cursor: pointer; } hr { border: 0; border-top: 1px solid #ccc; margin: 2em 0; }
"""


def write_rule_page(rules: Iterable[str]) -> Path:
    """One page with the explanations of these rules, in this order; without any, the list of all rules.

    Ids that are no rule are passed over. Returns where the page is. Raises OSError.
    """
    known = catalogue()
    wanted = [known[rule] for rule in dict.fromkeys(rules) if rule in known]
    folder = made(user_folder() / "rules")
    if not wanted:
        return _write(folder / "index.html", "审核规则", _listing(known.values()))
    name = wanted[0].id if len(wanted) == 1 else "selected"
    return _write(folder / f"{name}.html", wanted[0].title, "<hr>".join(map(_explained, wanted)))


def _write(path: Path, title: str, body: str) -> Path:
    page = (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(title)} · perfxl</title><style>{_STYLE}</style></head>"
        f"<body>{body}<footer><hr>perfxl {escape(VERSION)}</footer></body></html>\n"
    )
    write_atomically(path, page.encode("utf-8"))
    return path


def _explained(info: RuleInfo) -> str:
    facts = (
        f"级别：{info.level.chinese}",
        f"类别：{info.category}",
        f"适用：{'、'.join(info.forms) or '整个文件'}",
        f"状态：{info.lifecycle}",
    )
    parts = [f"<h1>{escape(info.id)} {escape(info.title)}</h1>", _paragraph("　".join(facts), "facts")]
    parts += [_section("检查什么", info.checks), _section("依据", info.basis), _section("为什么", info.why)]
    parts += [
        "<h2>例</h2>",
        _paragraph(f"错：{info.wrong}", "wrong"),
        _paragraph(f"对：{info.right}", "right"),
    ]
    parts += [
        _section("怎么改", info.fix),
        _section("容差", info.tolerance),
        _section("何时停用", info.disable),
    ]
    return "".join(parts)


def _section(title: str, text: str) -> str:
    return f"<h2>{escape(title)}</h2>{_paragraph(text)}"


def _paragraph(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def _listing(rules: Iterable[RuleInfo]) -> str:
    parts = [
        "<h1>审核规则</h1>",
        _paragraph("点开一条看说明；选中带标注的单元格再点“规则说明”，只看该格所涉的规则。", "facts"),
    ]
    ordered = in_official_order(rules)
    for family, title in FAMILIES.items():
        members = [info for info in ordered if info.id.partition("-")[0] == family]
        if members:
            parts.append(f"<h2>{escape(family)} {escape(title)}</h2>{''.join(map(_item, members))}")
    return "".join(parts)


def _item(info: RuleInfo) -> str:
    state = "" if info.lifecycle == "正式" else "（试行）"
    line = f"{info.id}　{info.level.chinese}　{info.title}{state}"
    return f"<details><summary>{escape(line)}</summary>{_explained(info)}</details>"
