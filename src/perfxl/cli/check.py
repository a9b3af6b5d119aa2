"""``perfxl check``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from perfxl.checking import Checked, Opened, Options, open_file
from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE, ChineseHelp
from perfxl.cli.batch_options import BatchOptions, batch_options
from perfxl.cli.files import existing, existing_file, output_folder
from perfxl.cli.kinds import PATH, Choice
from perfxl.cli.reading_options import reading_options
from perfxl.file_findings import failed_inside
from perfxl.formset.load import FormSetError
from perfxl.output import as_json, printable, terminal_style, text_report
from perfxl.paths import same

_REPORTS = frozenset({".docx", ".pdf", ".txt", ".md", ".doc", ".wps", ".rtf"})
"""File names of reports in words."""
_FORMATS = ("text", "json", "parquet", "sarif")


@click.command("check", cls=ChineseHelp)
@click.argument("paths", metavar="路径…", nargs=-1, required=True, callback=existing)
@click.option(
    "--format", "layout", type=Choice(_FORMATS), default="text", metavar="|".join(_FORMATS),
    help="输出格式：text 供人阅读（默认），json 供程序读取；parquet、sarif 写入 --out 文件夹。",
)  # fmt: skip
@reading_options("审核")
@click.option(
    "--last", "last", metavar="文件", multiple=True, type=PATH, callback=existing_file,
    help="与上年的报送件或年初的申报表对比，可重复；审核文件夹时，同一单位的会自动配对。",
)  # fmt: skip
@click.option(
    "--report", "report", metavar="文件", type=PATH, callback=existing_file,
    help="与自评报告（.docx、.pdf、.txt、.md）核对；不写时，同一文件夹中同一单位的报告会自动核对。",
)  # fmt: skip
@click.option("--public", is_flag=True, help="按公开版审核：不得含手机号码、身份证号码。")
@click.option(
    "--annotate", metavar="文件夹", type=PATH,
    help="为每个文件另写一份标注件：问题单元格着色、加批注，前面加“审核结果”表。",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="列出因其他问题而不能判断的各项。")
@batch_options
def command(
    paths: tuple[str, ...],
    layout: str,
    options: Options,
    last: tuple[Path, ...],
    report: Path | None,
    public: bool,
    annotate: Path | None,
    every: bool,
    **batch: Any,
) -> int:
    """审核报送的工作簿、Word 文档（.docx）里的绩效表，或有这些文件的文件夹，逐条指出哪一格错了、错多少、怎么改。

    20 个文件以内逐条列出，更多的每个文件一行；要结果表和报告请用 --out。坏文件、特别慢的文件只影响它自己。

    只读取原文件，不作任何修改。写的路径有一个不存在，就什么也不审核。

    退出码：0 没有错误级问题；1 有错误级问题（用 --roster 时，缺报也是）；2 用法不对、中途停止、标注件没有写成或程序自身出错。
    """
    options = replace(options, public=public)
    many = BatchOptions(**batch)
    many.verify(layout)
    if annotate is not None:
        output_folder(annotate, "--annotate")
    single = Path(paths[0])
    if len(paths) == 1 and "://" not in paths[0] and not single.is_dir() and not many.wanted:
        return _check_one(single, options, layout, last, annotate, every, report)
    if report is not None:
        raise click.UsageError("--report 只能用于一个文件；审核文件夹时，同一单位的报告会自动核对")
    from perfxl.cli.check_many import check_many

    return check_many(paths, options, many, layout, last, annotate, every)


def _check_one(
    path: Path,
    options: Options,
    layout: str,
    last: tuple[Path, ...],
    annotate: Path | None,
    every: bool,
    report: Path | None,
) -> int:
    """Check a file in this process: the quickest way to an answer."""
    try:
        result = _result(path, options, last, report)
    except FormSetError as error:
        raise click.UsageError(str(error)) from error
    except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as error:
        result = _failed(path, error)
    if annotate is not None and result.ret is None and result.report == result.path:
        raise click.UsageError("报告没有标注件；--annotate 只用于工作簿和 Word 里的绩效表")
    copied, uncopied, failed = "", "", False
    if annotate is not None:
        copied, uncopied, failed = _annotate(path, result, annotate, options.password)
    if layout == "text":
        for line in text_report(result, terminal_style, every):
            click.echo(line)
        click.echo(f"\n  标注件：{printable(copied)}\n" if copied else "")
        sys.stdout.flush()
    else:
        click.echo(as_json([result]))
    if uncopied:
        click.echo(f"{printable(str(path))}：{uncopied}", err=True)
    if failed or result.failed_inside:
        return EXIT_FAILURE
    return EXIT_ERRORS if result.verdict in ("rejected", "unreadable") else EXIT_CLEAN


def _result(path: Path, options: Options, last: tuple[Path, ...], report: Path | None) -> Checked:
    """Check a workbook, or forms in Word, beside the files the user named and its report, or a report alone."""
    file = _opened(path, options)
    if file is None:
        from perfxl.words.attach import check_report

        if last or report is not None:
            click.echo(
                f"{printable(str(path))}：只是报告，没有报表，没有与 --last、--report 的文件核对", err=True
            )
        return check_report(path, options)
    result = _beside_last(path, file, options, last) if last else file.audited(options)
    if report is None and not _has_reports(path.parent):
        return result
    from perfxl.words.attach import with_report

    result, notes = with_report(file, result, report)
    for note in notes:
        click.echo(f"{printable(str(path))}：{printable(note)}", err=True)
    return result


def _failed(path: Path, error: Exception) -> Checked:
    """The result where perfxl itself failed: a finding, as for a file of a batch."""
    from perfxl.batch.sources import hash_of

    return Checked(str(path), hash_of(str(path)), None, [failed_inside(error)])


def _opened(path: Path, options: Options) -> Opened | None:
    """The forms of the file; None for a report in words."""
    if path.suffix.lower() not in _REPORTS:
        return open_file(path, options)
    from perfxl.words.attach import open_named

    return open_named(path, options)


def _has_reports(folder: Path) -> bool:
    """Whether a folder holds a file that may be a report: the reader of reports is imported only then."""
    try:
        return any(Path(name).suffix.lower() in _REPORTS for name in os.listdir(folder))
    except OSError:
        return False


def _beside_last(path: Path, file: Opened, options: Options, last: tuple[Path, ...]) -> Checked:
    """Check a file beside those that the user named."""
    from perfxl.pairing import named

    named_returns = []
    for other in last:
        # A file to compare with may be of whatever year and form set.
        opened = open_file(other, Options(password=options.password))
        if opened.ret is None:
            raise click.UsageError(f"--last {other}：{opened.findings[0].message}")
        if same(other, path):
            click.echo(f"--last {printable(str(other))}：就是所审核的文件，没有对比", err=True)
        else:
            named_returns.append((other.name, opened.ret))
    if file.ret is None:
        return file.audited(options)
    partners = named(file.ret, named_returns)
    for note in partners.notes:
        click.echo(f"{printable(str(path))}：{printable(note)}", err=True)
    return file.audited(options, partners.others)


def _annotate(path: Path, result: Checked, folder: Path, password: str | None) -> tuple[str, str, bool]:
    """Write the marked copy: where it is, why there is none, and whether that is a failure."""
    from perfxl.batch.checking import marked_copy
    from perfxl.marking import targets

    return marked_copy(path, result, targets([path], folder)(path), password)
