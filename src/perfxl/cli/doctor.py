"""``perfxl doctor``."""

from __future__ import annotations

import click

from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, ChineseHelp


@click.command("doctor", cls=ChineseHelp)
def command() -> int:
    """检查 Excel 加载项能否运行，逐项说明问题和解决办法。

    只查看，不作任何改动。退出码：0 没有发现问题，1 有问题。
    """
    from perfxl.addin.doctor import has_problem, run_checks
    from perfxl.addin.doctor.result import State

    results = run_checks()
    for result in results:
        click.echo(click.style(str(result), bold=result.state is State.PROBLEM or None))
    wrong = has_problem(results)
    click.echo("有问题，请按上面的办法处理。" if wrong else "没有发现问题。")
    return EXIT_ERRORS if wrong else EXIT_CLEAN
