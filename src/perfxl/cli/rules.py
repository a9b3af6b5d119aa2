"""``perfxl rules``."""

from __future__ import annotations

import click

from perfxl.cli import EXIT_CLEAN, ChineseHelp
from perfxl.finding import Level
from perfxl.rules.pages import page
from perfxl.rules.registry import catalogue


@click.command("rules", cls=ChineseHelp)
@click.argument("rule_id", metavar="[规则编号]", required=False)
def command(rule_id: str | None) -> int:
    """列出全部审核规则；写上编号（如 BD-05）则显示该规则的说明。"""
    rules = catalogue()
    if rule_id is not None:
        info = rules.get(rule_id.upper())
        if info is None:
            raise click.UsageError(f"没有规则“{rule_id}”；全部规则见 perfxl rules")
        click.echo(page(info))
        return EXIT_CLEAN
    for info in rules.values():
        level = f"{Level(info.level).chinese}"
        state = (
            f"（未启用：{info.pending}）" if info.pending else "" if info.lifecycle == "正式" else "（试行）"
        )
        click.echo(f"{info.id}  {level}  {info.title}{state}")
    return EXIT_CLEAN
