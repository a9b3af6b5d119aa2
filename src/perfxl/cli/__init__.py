"""The command line ``perfxl``."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from typing import ClassVar

import click

from perfxl.version import VERSION

EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE = 0, 1, 2


class _Formatter(click.HelpFormatter):
    """Headings with the Chinese colon."""

    def write_heading(self, heading: str) -> None:
        """``选项：``"""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


class _Context(click.Context):
    formatter_class = _Formatter


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"perfxl {VERSION}", color=ctx.color)
        ctx.exit()


_HELP = click.Option(
    ["--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="显示本帮助后退出。",
)


class ChineseHelp(click.Command):
    """A command whose help and whose mistakes are told in Chinese throughout."""

    context_class = _Context

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; what is left over is refused here, in Chinese."""
        refused = not ctx.allow_extra_args
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if left and refused:
            raise click.UsageError(f"多写了参数：{' '.join(left)}", ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The ``--help`` option; click's own would look for translations of its description at every start."""
        return _HELP

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``用法：`` in place of ``Usage:``."""
        pieces = ["[选项]" if piece == "[OPTIONS]" else piece for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``选项：`` in place of ``Options:``."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [record for param in options if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section("选项"):
                formatter.write_dl(records)


def no_command(name: str, commands: Iterable[str]) -> str:
    """What is said of a command that does not exist: which ones are near, else which ones there are."""
    from perfxl.near import near_text

    return f"没有命令“{name}”" + (near_text(name, commands) or f"；可用：{'、'.join(commands)}")


class ChineseGroup(ChineseHelp, click.Group):
    """The group of all commands; each command's module is imported when it is used."""

    commands_by_name: ClassVar[dict[str, str]] = {
        "check": "审核报送的工作簿，逐条指出问题。",
        "fill": "计算控制率、执行率、得分和合计，写入副本。",
        "clear": "去掉标注件中的标注，还原原来的内容。",
        "new": "生成空白报送件，每个项目一张项目自评表。",
        "import": "把 Word 文档里的绩效表读进工作簿。",
        "report": "由报送件生成自评报告（Word、网页、Markdown）。",
        "letter": "写审核意见（退回修改通知），每份报送件一件。",
        "rules": "列出全部审核规则，或显示一条规则的说明。",
        "formsets": "列出套表，或检查套表定义。",
        "addin": "Excel 加载项：生成、安装、卸载、查看。",
        "doctor": "检查 Excel 加载项能否运行，说明问题和解决办法。",
    }

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; without any argument the help is shown."""
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(EXIT_FAILURE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of a year's work."""
        return list(self.commands_by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in self.commands_by_name:
            return None
        from importlib import import_module
        from keyword import iskeyword

        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"perfxl.cli.{module}").command
        _collect_from_here()
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Options, then commands with their one-line descriptions."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            formatter.write_dl(list(self.commands_by_name.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A command by name; an unknown one is refused in Chinese."""
        if args and args[0] not in self.commands_by_name:
            raise click.UsageError(no_command(args[0], self.commands_by_name), ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=ChineseGroup, context_settings={"max_content_width": 100}, subcommand_metavar="命令 [参数]…")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="显示版本后退出。",
)
def app() -> None:
    """perfxl：预算绩效报表的填报与审核。"""


def _collect_from_here() -> None:
    """What importing made stays until the end: looking through it for garbage costs a short command a tenth of its time."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _run() -> int:
    """The exit code of the command. Whoever closes the pipe early gets no answer, and so no code that is one."""
    colour = False if os.environ.get("NO_COLOR") else None
    try:
        code: int | None = app.main(prog_name="perfxl", standalone_mode=False, color=colour)
    except SystemExit:  # click's way out where what it writes to is closed
        return EXIT_FAILURE
    return code or EXIT_CLEAN


def main() -> None:
    """Run the command line. Exit 0 nothing at level error, 1 something, 2 wrong usage or perfxl's own failure."""
    try:
        sys.exit(_run())
    except click.ClickException as error:
        from perfxl.cli.mistakes import in_chinese

        click.echo(f"错误：{in_chinese(error)}", err=True)
        context = getattr(error, "ctx", None)
        if context is not None:
            click.echo(f"用法见：{context.command_path} --help", err=True)
        sys.exit(EXIT_FAILURE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中止。", err=True)
        sys.exit(EXIT_FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(EXIT_FAILURE)
