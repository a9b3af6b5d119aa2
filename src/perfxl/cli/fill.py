"""``perfxl fill``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfxl.cli import EXIT_CLEAN, EXIT_FAILURE, ChineseHelp
from perfxl.cli.files import copy_of, existing_file, make_folder, not_lost, output_folder
from perfxl.cli.kinds import PATH
from perfxl.cli.reading_options import reading_options
from perfxl.formset.load import FormSetError
from perfxl.paths import same
from perfxl.workbook.edit import EditRefused
from perfxl.workbook.model import Unreadable

if TYPE_CHECKING:
    from perfxl.checking import Options
    from perfxl.fill import Change
    from perfxl.withheld import Withheld


@click.command("fill", cls=ChineseHelp)
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=PATH, callback=existing_file)
@click.option(
    "-o", "--output", metavar="路径", type=PATH,
    help="写到哪个文件（扩展名与原文件的格式相同）或已有的文件夹；多个文件时写到哪个文件夹。",
)  # fmt: skip
@click.option("--in-place", is_flag=True, help="直接改写原文件，原件另存为“文件名.bak”。")
@click.option("--force", is_flag=True, help="文件已存在时覆盖（-o 指定的副本，不是原文件）。")
@reading_options("计算", "（写出的副本没有密码）", judging=False)
def command(
    files: tuple[Path, ...],
    output: Path | None,
    in_place: bool,
    force: bool,
    options: Options,
) -> int:
    """计算控制率、执行率、得分和合计，写入副本；只写表样规定由计算得出的单元格。

    列出每一处改动（单元格、原值、新值）。其他内容一概不动。各分项没有读全、或该填而没有填的合计不写，列为“未写入”并说明原因。
    公式一律不改：没有计算结果的公式只补上结果，结果不对的（算出空白、文字、错误值的也是）列为“未写入”，请自行改正公式。
    """
    from perfxl.filling import FillError, fill_file

    if in_place == (output is not None):
        raise click.UsageError("请用 -o 指定输出路径，或用 --in-place 改写原文件（二者选一）")
    failed = False
    targets = files if output is None else _targets(files, output, options.password, force)
    for file, target in zip(files, targets, strict=True):
        withheld: list[Withheld] = []
        notes: list[str] = []
        try:
            changes = fill_file(file, None if in_place else target, options, withheld.append, notes.append)
        except (FillError, Unreadable, EditRefused, FormSetError) as error:
            click.echo(f"{file}：{error}", err=True)
            failed = True
            continue
        for note in notes:
            click.echo(f"{file}：{note}", err=True)
        _tell(f"{file} → {target}", changes, withheld)
    return EXIT_FAILURE if failed else EXIT_CLEAN


def _tell(what: str, changes: Sequence[Change], withheld: Sequence[Withheld]) -> None:
    """Print what was done to one file, cell by cell."""
    done = [f"改动 {len(changes)} 处"] if changes else []
    done += [f"未写入 {len(withheld)} 处"] if withheld else []
    click.echo(f"{what}：{'，'.join(done) or '无须改动'}")
    for change in changes:
        before = change.before or ("（公式没有结果）" if change.formula else "（空）")
        click.echo(f"  {change.place.sheet}!{change.place.address} {change.label}：{before} → {change.after}")
    for cell in withheld:
        click.echo(f"  {cell.told}")


def _targets(files: tuple[Path, ...], output: Path, password: str | None, force: bool) -> tuple[Path, ...]:
    """Where each copy goes. Raises UsageError."""
    if len(files) > 1 or output.is_dir():
        targets = tuple(output_folder(output, "-o") / file.name for file in files)
        [(most, times)] = Counter(targets).most_common(1)
        if times > 1:
            raise click.UsageError(
                f"有 {times} 个文件都叫 {most.name}，不能写到同一个文件夹；请分别指定输出路径"
            )
    else:
        targets = (copy_of(files[0], output, password),)
    for file, target in zip(files, targets, strict=True):
        if not same(target, file):  # what it means to name the file itself is told elsewhere
            not_lost(target, force=force)
    make_folder(targets[0].parent)
    return targets
