"""``perfxl report``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from perfxl.checking import Options, check_file
from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, ChineseHelp
from perfxl.cli.files import existing_file, output_file, write
from perfxl.cli.kinds import PATH, Choice, Day
from perfxl.cli.reading_options import reading_options


@click.command("report", cls=ChineseHelp)
@click.argument("file", metavar="报送件", type=PATH, callback=existing_file)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=PATH,
    help="写到哪个文件；不写则写在报送件旁边。",
)
@click.option(
    "--format", "layout", type=Choice(["docx", "html", "md"]), metavar="docx|html|md",
    help="格式；不写则看输出文件的扩展名，默认 docx。",
)  # fmt: skip
@click.option(
    "--template",
    metavar="模板",
    help="hunan、yiyang、hebei，或一个用 Word 改过的 .docx 模板；不写则按报送件中的表选。",
)
@reading_options("审核")
@click.option("--date", "day", metavar="日期", type=Day(), help="报告日期，如 2022-05-31；不写则为今天。")
@click.option("--force", is_flag=True, help="有错误也生成，错误列在报告开头；输出文件已存在时覆盖。")
def command(
    file: Path,
    output: Path | None,
    layout: str | None,
    template: str | None,
    options: Options,
    day: date | None,
    force: bool,
) -> int:
    """由报送件生成自评报告：数字、比率、表格和图都取自报送件，文字部分留有标明的待填处。

    报送件有错误时不生成，列出错误，退出码 1；--force 照样生成。
    """
    from perfxl.documents.report import ReportRefusedError, report
    from perfxl.documents.template import TemplateError
    from perfxl.formset.load import FormSetError

    target, layout = _target(file, output, layout)
    output_file(target, [f".{layout}"], force=force)
    try:
        checked = check_file(file, options)
        document = report(checked, layout=layout, template=template, day=day or date.today(), force=force)
    except ReportRefusedError as refused:
        for finding in refused.findings:
            click.echo(f"  {finding.level.chinese} {finding.rule} {finding.message}", err=True)
        despite = "；要带着问题生成请加 --force" if refused.findings else ""
        click.echo(f"{file}：{refused.reason}{despite}", err=True)
        return EXIT_ERRORS
    except (FormSetError, TemplateError) as error:
        raise click.UsageError(str(error)) from error
    write(target, document)
    click.echo(f"{target}：已生成；标黄的〔请填写〕处请补充文字" if layout == "docx" else f"{target}：已生成")
    return EXIT_CLEAN


def _target(file: Path, output: Path | None, layout: str | None) -> tuple[Path, str]:
    """Where to write, and in which format."""
    if output is None:
        layout = layout or "docx"
        return file.with_name(f"{file.stem}-自评报告.{layout}"), layout
    ending = output.suffix.lower().lstrip(".")
    if layout is None and ending not in ("docx", "html", "md"):
        raise click.UsageError(f"输出文件的扩展名须是 .docx、.html 或 .md：{output}")
    return output, layout or ending
