"""``perfxl formsets``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, ChineseHelp
from perfxl.cli.kinds import PATH
from perfxl.formset.load import DEFINITION, FormSetError, form_set_ids, read_form_set, templates_folder
from perfxl.formset.model import FormSet
from perfxl.near import near_text


def _folders(context: click.Context, param: click.Parameter, value: Sequence[Path]) -> list[Path]:
    """The folders of form sets, named by their ids or as paths (a callback of click). Raises UsageError."""
    return [_folder(path) for path in value]


def _folder(path: Path) -> Path:
    there = os.path.exists(path)
    if not there and str(path) in form_set_ids():
        return templates_folder() / path
    if not there:
        near = near_text(str(path), form_set_ids())
        raise click.UsageError(f"{path}：文件或文件夹不存在，也没有叫这个名字的套表{near}")
    if not (path / DEFINITION).is_file():
        raise click.UsageError(f"{path} 不是套表的文件夹：其中没有 {DEFINITION}")
    return path


@click.command("formsets", cls=ChineseHelp)
@click.option(
    "--check", "checking", is_flag=True, help="检查套表定义：数据项、标签、公式，逐条指出错误所在。"
)
@click.argument("folders", metavar="[套表…]", nargs=-1, type=PATH, callback=_folders)
def command(checking: bool, folders: list[Path]) -> int:
    """列出套表；加 --check 检查套表定义。默认是全部套表，也可写套表的编号（如 hunan-2021）或文件夹。"""
    chosen = folders or [templates_folder() / form_set_id for form_set_id in form_set_ids()]
    if checking:
        return _check(chosen)
    for folder in chosen:
        try:
            _show(read_form_set(folder))
        except FormSetError as error:
            click.echo(f"{folder.name}  （定义有误）{error}")
    return EXIT_CLEAN


def _show(form_set: FormSet) -> None:
    click.echo(f"{form_set.id}  {form_set.name}")
    for form in form_set.forms.values():
        click.echo(f"    {form.id}  {form.title.text}{'（每个项目一张）' if form.per_project else ''}")
    for chosen in form_set.parameter_sets.values():
        mark = "" if chosen.checked else "〔未核对原文〕"
        click.echo(f"    参数组 {chosen.name}{mark}  {chosen.basis}")


def _check(folders: Sequence[Path]) -> int:
    from perfxl.formset_check import check_form_set

    wrong = False
    for folder in folders:
        mistakes = check_form_set(folder)
        wrong = wrong or bool(mistakes)
        click.echo(f"{folder.name}：{'没有发现错误' if not mistakes else f'{len(mistakes)} 处错误'}")
        for mistake in mistakes:
            click.echo(f"  {mistake}")
    return EXIT_ERRORS if wrong else EXIT_CLEAN
