"""``perfxl clear``."""

from __future__ import annotations

from pathlib import Path

import click

from perfxl.cli import EXIT_CLEAN, EXIT_FAILURE, ChineseHelp
from perfxl.cli.files import copy_of, existing_file, not_lost
from perfxl.cli.kinds import PATH
from perfxl.paths import same


@click.command("clear", cls=ChineseHelp)
@click.argument("file", metavar="文件", type=PATH, callback=existing_file)
@click.option(
    "-o", "--output", metavar="路径", required=True, type=PATH,
    help="写到哪个文件（扩展名与标注件的格式相同）或已有的文件夹。",
)  # fmt: skip
@click.option("--force", is_flag=True, help="文件已存在时覆盖（不是标注件自身）。")
@click.option("--password", metavar="密码", help="打开加密工作簿的密码。")
def command(file: Path, output: Path, force: bool, password: str | None) -> int:
    """去掉标注件中 perfxl 加的着色、批注和“审核结果”表，还原单位原来的内容。"""
    from perfxl.marking import MarkError, clear_file

    output = output / file.name if output.is_dir() else copy_of(file, output, password)
    if not same(output, file):  # that is told elsewhere
        not_lost(output, force=force)
    try:
        changed = clear_file(file, output, password)
    except MarkError as error:
        click.echo(f"{file}：{error}", err=True)
        return EXIT_FAILURE
    click.echo(f"{file} → {output}：{'标注已清除' if changed else '没有标注，原样复制'}")
    return EXIT_CLEAN
