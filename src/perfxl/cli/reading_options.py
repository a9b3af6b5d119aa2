"""The options that say how returns are read and judged, the same for every command that does so."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce, wraps
from typing import Any

import click

from perfxl.checking import Options, rule_ids
from perfxl.cli.kinds import IntRange
from perfxl.formset.load import FormSetError


def reading_options(
    verb: str, remark: str = "", *, judging: bool = True
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command ``--form-set``, ``--year``, ``--parameters`` and ``--password``, as its argument ``options``.

    ``verb`` says in Chinese what the command does with a return, ``remark`` what else is to know of the password. One
    that is ``judging`` returns has ``--without``, too. A form set, parameter set or rule that does not exist is wrong
    usage, told before any work.
    """
    offered = [
        click.option("--form-set", metavar="套表", help=f"按哪套表{verb}；不写则按内容自动识别。"),
        click.option(
            "--year", type=IntRange(2000, 2099), metavar="年度", help="任务年度；不写则取多数表所写的年度。"
        ),
        click.option(
            "--parameters", metavar="名称", multiple=True,
            help=f"按套表中的哪组参数{verb}（如 101号），可重复；各套表的参数组见 perfxl formsets。",
        ),
        click.option("--password", metavar="密码", help=f"打开加密工作簿的密码{remark}。"),
    ]  # fmt: skip
    if judging:
        help_text = "不审核这条规则（如 BD-15），可重复；哪些情形可以停用见 perfxl rules 编号。"
        offered.insert(3, click.option("--without", metavar="规则", multiple=True, help=help_text))

    def offer(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def with_options(
            form_set: str | None,
            year: int | None,
            parameters: tuple[str, ...],
            password: str | None,
            without: tuple[str, ...] = (),
            **others: Any,
        ) -> int:
            options = Options(form_set, year, False, password, parameters, rule_ids(without))
            try:
                options.verify()
            except FormSetError as error:
                raise click.UsageError(str(error)) from error
            return command(options=options, **others)

        return reduce(lambda made, option: option(made), reversed(offered), with_options)

    return offer
