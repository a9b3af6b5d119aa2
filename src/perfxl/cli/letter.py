"""``perfxl letter``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from perfxl.checking import Options
from perfxl.cli import EXIT_CLEAN, EXIT_FAILURE, ChineseHelp
from perfxl.cli.files import existing, looks_like_file, output_file, output_folder
from perfxl.cli.kinds import PATH, Choice, Day
from perfxl.cli.reading_options import reading_options
from perfxl.output import printable
from perfxl.paths import os_reason

_NAMED = 5
"""How many files a message names."""


@click.command("letter", cls=ChineseHelp)
@click.argument("paths", metavar="报送件或结果…", nargs=-1, required=True, type=PATH, callback=existing)
@click.option(
    "-o", "--output", metavar="路径", required=True, type=PATH,
    help="一件写成 .docx 文件；多件写入文件夹，每份报送件一件；.html 则全部写成一个文件，每件另起一页。",
)  # fmt: skip
@click.option(
    "--format",
    "layout",
    type=Choice(["docx", "html"]),
    metavar="docx|html",
    help="文件夹中每件的格式，默认 docx。",
)
@click.option("--office", metavar="单位", default="", help="审核单位，写在落款处。")
@click.option(
    "--by",
    "due",
    metavar="期限",
    default="",
    help="修改期限，如“2022年6月30日前”；不写则为收到通知后5个工作日内。",
)
@click.option("--date", "day", metavar="日期", type=Day(), help="落款日期，如 2022-05-31；不写则为今天。")
@click.option("--all", "every", is_flag=True, help="审核通过的单位也写。")
@click.option("--force", is_flag=True, help="已有的审核意见也覆盖。")
@click.option(
    "--by-folder", is_flag=True,
    help="一张表一个文件报送时用：同一文件夹里的文件合为一份报送件，写一件审核意见；每个单位一个文件夹。",
)  # fmt: skip
@reading_options("审核")
def command(
    paths: tuple[Path, ...],
    output: Path,
    layout: str | None,
    office: str,
    due: str,
    day: date | None,
    every: bool,
    force: bool,
    by_folder: bool,
    options: Options,
) -> int:
    """写审核意见（退回修改通知）：每个单位每年的报送件一件，按表列出要改什么、怎么改、何时报；一页放不下的，附问题清单。

    同一份报送件的副本、标注件（改了名也是）不另写，并说明；同一单位同年有几份内容不同的，各写一件。

    可以给报送件、报送件的文件夹，或 perfxl check --out 的结果文件夹（其中的 审核结果.jsonl 直接取用，不再审核）。

    一张表一个文件报送的加 --by-folder；要与上年对比的，先用 perfxl check --out 审核，再由结果文件夹写。
    """
    from perfxl.batch.left_out import audited_files, left_out, left_out_text, not_audited
    from perfxl.documents.letter import Sender, due_letters
    from perfxl.documents.mailing import targets_of, write_letters
    from perfxl.documents.returned import ResultsError, is_results, results_of
    from perfxl.documents.template import TemplateError
    from perfxl.formset.load import FormSetError

    _refuse_reading(options, [path for path in paths if is_results(path)])
    single = _single_file(output, force, layout)
    sender = Sender()
    sender = Sender(office or sender.office, _in_words(day or date.today()), due or sender.due)
    try:
        returned = results_of(paths, options, by_folder=by_folder, every=every, without=[output])
        results = returned.results
        due_ones = due_letters(results, every)
        if single and len(due_ones) > 1:
            raise click.UsageError(
                f"有 {len(due_ones)} 件审核意见，-o 请写文件夹，或用 .html 写成一个文件：{output}"
            )
        targets = targets_of(due_ones, output, layout or "docx") if due_ones else []
        _refuse_loss(targets, force)
        write_letters(due_ones, targets, sender)
    except (FormSetError, ResultsError, TemplateError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        click.echo(f"无法写入 {output}：{os_reason(error)}", err=True)
        return EXIT_FAILURE
    folders = [str(path) for path in paths if not is_results(path)]
    audited = {path for result in results for path in audited_files(result)}
    others = not_audited(left_out(folders, [output]), audited | returned.passed)
    for said in (*returned.notes, *filter(None, [left_out_text(others)])):
        click.echo(said, err=True)
    for path in targets:
        click.echo(f"{printable(str(path))}：已生成")
    click.echo(_total(len(results), len(due_ones)))
    return EXIT_CLEAN


def _total(returns: int, letters: int) -> str:
    if letters:
        return f"共 {returns} 份报送件，写了 {letters} 件审核意见"
    return f"共 {returns} 份报送件，没有需要退回或说明的单位；审核通过的也要写请加 --all"


def _refuse_reading(options: Options, results: Sequence[Path]) -> None:
    """Raise UsageError where returns are to be read in some way that were read already, with what was said then."""
    asked = {
        "--form-set": options.form_set,
        "--year": options.year,
        "--parameters": options.parameters,
        "--without": options.without,
    }
    given = "、".join(name for name, value in asked.items() if value)
    if given and results:
        names = "、".join(printable(str(path)) for path in results)
        raise click.UsageError(
            f"{names} 是审核结果，直接取用，不再审核，{given} 对它不起作用；"
            f"请去掉 {given}，或用 perfxl check 加上它重新审核"
        )


def _single_file(output: Path, force: bool, layout: str | None) -> bool:
    """Whether the output is a file for one letter. Raises UsageError for what can be written neither way."""
    if looks_like_file(output):
        if layout and output.suffix.lower() != f".{layout}":
            raise click.UsageError(
                f"--format {layout} 与 -o 的扩展名不一致：{output}；--format 只用于写文件夹时"
            )
        output_file(output, [".docx", ".html"], force=force)
        return output.suffix.lower() == ".docx"
    output_folder(output, "-o")
    return False


def _refuse_loss(targets: Sequence[Path], force: bool) -> None:
    """Raise UsageError where letters stand already, which may have been edited: nothing is written then."""
    there = [printable(path.name) for path in targets if path.exists()]
    if there and not force:
        more = f"等 {len(there)} 件" if len(there) > _NAMED else ""
        names = "、".join(there[:_NAMED])
        raise click.UsageError(f"审核意见已存在：{names}{more}，什么也没有写；要覆盖请加 --force")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
