"""``perfxl formsets``."""

from __future__ import annotations

from pathlib import Path

import click

from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, ChineseHelp
from perfxl.cli.files import existing
from perfxl.cli.kinds import PATH
from perfxl.formset.load import DEFINITION, FormSetError, form_set_ids, load_form_set, templates_folder


@click.command("formsets", cls=ChineseHelp)
@click.option(
    "--check", "checking", is_flag=True, help="检查套表定义：数据项、标签、公式，逐条指出错误所在。"
)
@click.argument("folders", metavar="[套表文件夹…]", nargs=-1, type=PATH, callback=existing)
def command(checking: bool, folders: tuple[Path, ...]) -> int:
    """列出套表；加 --check 检查套表定义（默认检查全部，也可指定文件夹）。"""
    if not checking:
        for form_set_id in form_set_ids():
            try:
                form_set = load_form_set(form_set_id)
            except FormSetError as error:
                click.echo(f"{form_set_id}  （定义有误）{error}")
                continue
            click.echo(f"{form_set.id}  {form_set.name}")
            for form in form_set.forms.values():
                click.echo(
                    f"    {form.id}  {form.title.text}{'（每个项目一张）' if form.per_project else ''}"
                )
            for chosen in form_set.parameter_sets.values():
                mark = "" if chosen.checked else "〔未核对原文〕"
                click.echo(f"    参数组 {chosen.name}{mark}  {chosen.basis}")
        return EXIT_CLEAN
    from perfxl.formset_check import check_form_set

    for folder in folders:
        if not (folder / DEFINITION).is_file():
            raise click.UsageError(f"{folder} 不是套表的文件夹：其中没有 {DEFINITION}")
    wrong = False
    for folder in folders or [templates_folder() / form_set_id for form_set_id in form_set_ids()]:
        mistakes = check_form_set(folder)
        wrong = wrong or bool(mistakes)
        click.echo(f"{folder.name}：{'没有发现错误' if not mistakes else f'{len(mistakes)} 处错误'}")
        for mistake in mistakes:
            click.echo(f"  {mistake}")
    return EXIT_ERRORS if wrong else EXIT_CLEAN
