"""``perfxl rules``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from perfxl.cli import EXIT_CLEAN, ChineseHelp
from perfxl.cli.files import output_file, write
from perfxl.cli.kinds import PATH, Choice
from perfxl.near import near_text
from perfxl.patterns import pattern
from perfxl.rules.pages import page
from perfxl.rules.registry import RuleInfo, catalogue

_NUMBERED = pattern(r"([A-Z]{2})[-—_ ]?([0-9]{1,3})")
"""A rule's id, however its number is written."""


@click.command("rules", cls=ChineseHelp)
@click.argument("rule_id", metavar="[规则编号]", required=False)
@click.option(
    "--format", "layout", type=Choice(["md", "json", "xlsx"]), metavar="md|json|xlsx",
    help="导出规则目录：md 文档，json 供程序读取，xlsx 每条规则一行（须用 -o 指定文件）。",
)  # fmt: skip
@click.option(
    "-o", "--output", metavar="文件", type=PATH,
    help="导出到哪个文件；不写则 md、json 输出到屏幕。",
)  # fmt: skip
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def command(rule_id: str | None, layout: str | None, output: Path | None, force: bool) -> int:
    """列出全部审核规则；写上编号（如 BD-05）则显示该规则的说明；加 --format 则导出规则目录。"""
    rules = catalogue()
    if rule_id is not None and rule_id.upper() not in rules:
        raise click.UsageError(f"没有规则“{rule_id}”{_near(rule_id.upper(), rules)}；全部规则见 perfxl rules")
    chosen = list(rules.values()) if rule_id is None else [rules[rule_id.upper()]]
    if layout is not None:
        if output is not None:
            output_file(output, [f".{layout}"], force=force)
        return _export(chosen, layout, output)
    if output is not None:
        raise click.UsageError("用 -o 导出时，请用 --format 写明 md、json 或 xlsx")
    if rule_id is not None:
        click.echo(page(chosen[0]))
        return EXIT_CLEAN
    for info in chosen:
        state = "" if info.lifecycle == "正式" else "（试行）"
        click.echo(f"{info.id}  {info.level.chinese}  {info.title}{state}")
    return EXIT_CLEAN


def _near(rule_id: str, rules: Collection[str]) -> str:
    """The rule that is meant where only the number is written otherwise (``BD5``, ``BD-5``), else those near."""
    written = _NUMBERED.fullmatch(rule_id)
    meant = f"{written[1]}-{int(written[2]):02d}" if written else ""
    return near_text(rule_id, [meant] if meant in rules else rules)


def _export(rules: list[RuleInfo], layout: str, output: Path | None) -> int:
    from perfxl.rules import export

    rules = export.in_official_order(rules)
    if layout == "xlsx":
        if output is None:
            raise click.UsageError("导出 xlsx 时，请用 -o 指定文件")
        content = export.as_workbook(rules)
    else:
        text = export.as_json(rules) if layout == "json" else export.as_markdown(rules)
        if output is None:
            click.echo(text, nl=False)
            return EXIT_CLEAN
        content = text.encode("utf-8")
    write(output, content)
    click.echo(f"{output}：已导出 {len(rules)} 条规则")
    return EXIT_CLEAN
