"""``perfxl addin``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE, ChineseHelp, no_command
from perfxl.cli.files import output_file, write
from perfxl.cli.kinds import PATH, Choice

if TYPE_CHECKING:
    from perfxl.addin.install import Places


class _Subgroup(ChineseHelp, click.Group):
    """A command with commands of its own, in Chinese."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order they are used."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands with the first lines of their help."""
        super().format_options(ctx, formatter)
        lines = [(name, (sub.help or "").partition("\n")[0]) for name, sub in self.commands.items()]
        with formatter.section("命令"):
            formatter.write_dl(lines)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by name; an unknown one is refused in Chinese."""
        if args and args[0] not in self.commands:
            raise click.UsageError(no_command(args[0], self.commands), ctx)
        return super().resolve_command(ctx, args)


@click.group("addin", cls=_Subgroup, subcommand_metavar="命令 [参数]…", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Excel 加载项：生成、安装、卸载、查看。

    加载项在 Excel 功能区加一个“绩效自评”选项卡，按钮背后是与命令行相同的计算和审核。
    """
    if context.invoked_subcommand is None:
        raise click.UsageError("请写明命令：build、install、uninstall 或 status", context)


@command.command("build", cls=ChineseHelp)
@click.option(
    "-o", "--output", metavar="文件", type=PATH, default=Path("perfxl.xlam"),
    help="写到哪个文件；不写则为当前文件夹中的 perfxl.xlam。",
)  # fmt: skip
@click.option(
    "--for", "system", type=Choice(["windows", "macos"]), metavar="windows|macos",
    help="给哪个系统用；不写则为本机的系统，在 Linux 上为 windows。",
)  # fmt: skip
@click.option(
    "--python", "interpreter", metavar="路径", help="加载项启动哪个 Python；不写则用使用者 PATH 中的 python。"
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def build_command(output: Path, system: str | None, interpreter: str | None, force: bool) -> int:
    """生成加载项文件 perfxl.xlam，不安装。

    由 macros/、addin/ 和已安装的 xlwings 生成；同样的条件下每次生成的文件完全相同。
    """
    from perfxl.addin.build import build, configuration, this_system
    from perfxl.addin.configuration import WINDOWS
    from perfxl.addin.xlwings_source import BuildError

    output_file(output, [".xlam"], force=force)
    try:
        content = build(configuration(system or this_system() or WINDOWS, interpreter))
    except BuildError as error:
        return _failed(str(error))
    write(output, content)
    click.echo(f"{output}：已生成加载项（{len(content)} 字节）")
    return EXIT_CLEAN


@command.command("install", cls=ChineseHelp)
def install_command() -> int:
    """生成加载项并装入 Excel 的启动文件夹；再次安装就是更新。"""
    from perfxl.addin.install import InstallError, install
    from perfxl.addin.xlwings_source import BuildError

    try:
        for path in install(_places()):
            click.echo(f"已安装：{path}")
    except (InstallError, BuildError) as error:
        return _failed(str(error))
    click.echo("请重新启动 Excel，功能区会出现“绩效自评”选项卡；没有出现的，请运行 perfxl doctor。")
    return EXIT_CLEAN


@command.command("uninstall", cls=ChineseHelp)
def uninstall_command() -> int:
    """卸载加载项：只删除安装时写入的文件。"""
    from perfxl.addin.install import InstallError, uninstall

    try:
        removed, changed = uninstall(_places())
    except InstallError as error:
        return _failed(str(error))
    for path in removed:
        click.echo(f"已删除：{path}")
    for path in changed:
        click.echo(f"安装后改动过，没有删除：{path}")
    if not removed and not changed:
        click.echo("安装时写入的文件已经不在，安装记录已删除。")
    return EXIT_CLEAN


@command.command("status", cls=ChineseHelp)
def status_command() -> int:
    """查看加载项是否已安装，与现在的 perfxl、xlwings、Python 是否一致。

    退出码：0 已安装且一致，1 没有安装或不一致，2 本机不能安装。
    """
    from perfxl.addin.install import InstallError, status
    from perfxl.addin.xlwings_source import BuildError

    try:
        found = status(_places())
    except (InstallError, BuildError) as error:
        return _failed(str(error))
    click.echo(f"{'已安装' if found.present else '没有安装'}：{found.path}")
    if found.built is not None:
        click.echo(f"  perfxl {found.built.perfxl}，xlwings {found.built.xlwings}")
        click.echo(f"  Python：{found.built.interpreter or '（未写明）'}")
    for note in found.notes:
        click.echo(f"  {note}")
    if found.notes:
        click.echo("  请重新运行 perfxl addin install。")
    return EXIT_CLEAN if found.fits else EXIT_ERRORS


def _places() -> Places:
    from perfxl.addin.install import places_here

    return places_here()


def _failed(message: str) -> int:
    click.echo(message, err=True)
    return EXIT_FAILURE
