"""``perfxl check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from perfxl.check import Checked, Options, check_file, workbooks_in
from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE, ChineseHelp
from perfxl.formset.load import FormSetError
from perfxl.output import as_json, text_report, total_line


@click.command("check", cls=ChineseHelp)
@click.argument("paths", metavar="路径…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "layout", type=click.Choice(["text", "json"]), default="text", metavar="text|json",
    help="输出格式：text 供人阅读（默认），json 供程序读取。",
)  # fmt: skip
@click.option("--form-set", metavar="套表", help="按哪套表审核；不写则按内容自动识别。")
@click.option("--year", type=click.IntRange(2000, 2099), metavar="年度", help="任务年度；不写则取多数表所写的年度。")
@click.option("--public", is_flag=True, help="按公开版审核：不得含手机号码、身份证号码。")
@click.option("--all", "every", is_flag=True, help="列出因其他问题而不能判断的各项。")
def command(
    paths: tuple[Path, ...], layout: str, form_set: str | None, year: int | None, public: bool, every: bool
) -> int:
    """审核报送的工作簿或文件夹，逐条指出哪一格错了、错多少、怎么改。

    只读取文件，不作任何修改。退出码：0 没有错误级问题，1 有错误级问题，2 用法不对或程序自身出错。
    """
    options = Options(form_set, year, public)
    try:
        options.form_sets()
    except FormSetError as error:
        raise click.UsageError(str(error)) from error
    results: list[Checked] = []
    for path in workbooks_in(paths):
        result = check_file(path, options)
        results.append(result)
        if layout == "text":
            _print(result, every)
    if not results:
        raise click.UsageError("没有找到可审核的工作簿")
    if layout == "json":
        click.echo(as_json(results))
    elif len(results) > 1:
        click.echo(total_line(results))
    return exit_code(results)


def _print(result: Checked, every: bool) -> None:
    for line in text_report(result, _style, every):
        click.echo(line)
    click.echo()
    sys.stdout.flush()


def _style(text: str, colour: str) -> str:
    if colour in ("bold", "dim"):
        return click.style(text, bold=colour == "bold" or None, dim=colour == "dim" or None)
    return click.style(text, fg=colour)


def exit_code(results: list[Checked]) -> int:
    """2 where perfxl itself failed, else 1 where anything is at level error, else 0."""
    if any(result.failed_inside for result in results):
        return EXIT_FAILURE
    wrong = any(result.verdict in ("rejected", "unreadable") for result in results)
    return EXIT_ERRORS if wrong else EXIT_CLEAN
