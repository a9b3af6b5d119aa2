"""The options of ``perfxl check`` that concern many files."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from perfxl.batch import MEMORY_MB, TIMEOUT_SECONDS
from perfxl.cli.files import existing_file, output_folder
from perfxl.cli.kinds import PATH, FloatRange, IntRange

_OPTIONS = (
    click.option(
        "--out", metavar="文件夹", type=PATH,
        help="把结果写入文件夹：审核结果.xlsx、审核报告.html、审核结果.jsonl；屏幕上只显示合计。",
    ),
    click.option(
        "--by-folder", is_flag=True,
        help="一张表一个文件报送时用：同一文件夹里的工作簿和 Word 里的绩效表合为一份报送件，表间也核对；每个单位一个文件夹。"
        "加 --annotate 时每个工作簿各有一份标注件。",
    ),
    click.option(
        "--resume", is_flag=True,
        help="接着 --out 文件夹中上次的审核做：已审核、没有改动的文件不再审核（程序版本、套表、选项须相同）。",
    ),
    click.option(
        "--roster", metavar="名册", type=PATH, callback=existing_file,
        help="应报单位名册（.xlsx、.csv 或 .txt），用来列出缺报的单位；与 --out 一起用。",
    ),
    click.option(
        "--jobs", type=IntRange(1, 512), metavar="个数", help="同时审核几个文件；不写则与处理器核数相同。"
    ),
    click.option(
        "--timeout", type=FloatRange(0.1, 86_400), metavar="秒",
        help=f"一个文件最多审核几秒，超过的停止并列为无法审核；默认 {TIMEOUT_SECONDS:g}，只审核一个文件时默认不限。",
    ),
    click.option(
        "--memory", type=IntRange(64, 1 << 20), metavar="MB",
        help=f"审核一个文件最多用多少内存（Linux）；默认 {MEMORY_MB}，只审核一个文件时默认不限。",
    ),
    click.option(
        "--scheduler", metavar="地址",
        help="交给 Dask 集群审核，如 tcp://10.0.0.1:8786；文件须是各节点都能读到的路径或 fsspec 地址（s3://…）。",
    ),
)  # fmt: skip


class BatchOptions(Struct, frozen=True):
    """What the user asked for many files."""

    out: Path | None
    by_folder: bool
    resume: bool
    roster: Path | None
    jobs: int | None
    timeout: float | None
    memory: int | None
    scheduler: str | None

    def verify(self, layout: str) -> None:
        """Raises UsageError for options that do not go together."""
        for name, given in (("--resume", self.resume), ("--roster", self.roster is not None)):
            if given and self.out is None:
                raise click.UsageError(f"{name} 须与 --out 文件夹一起用")
        if layout in ("parquet", "sarif") and self.out is None:
            raise click.UsageError(f"--format {layout} 须与 --out 文件夹一起用")
        if layout == "parquet":
            _verify_parquet()
        if self.out is not None:
            output_folder(self.out, "--out")

    @property
    def wanted(self) -> bool:
        """Whether a single file is to be checked like many."""
        limited = self.timeout is not None or self.memory is not None
        return limited or self.by_folder or self.out is not None or self.scheduler is not None


def _verify_parquet() -> None:
    from perfxl.report.digest import ReportError
    from perfxl.report.parquet import verify

    try:
        verify()
    except ReportError as error:
        raise click.UsageError(str(error)) from error


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options."""
    return reduce(lambda made, option: option(made), reversed(_OPTIONS), command)
