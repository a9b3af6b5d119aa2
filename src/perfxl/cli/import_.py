"""``perfxl import``."""

from __future__ import annotations

from pathlib import Path

import click

from perfxl.checking import Options
from perfxl.cli import EXIT_CLEAN, EXIT_FAILURE, ChineseHelp
from perfxl.cli.files import existing_file, output_file, write
from perfxl.cli.kinds import PATH
from perfxl.paths import os_reason
from perfxl.wordforms.importing import Imported


@click.command("import", cls=ChineseHelp)
@click.argument("file", metavar="文档", type=PATH, callback=existing_file)
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=PATH,
    help="写到哪个工作簿（.xlsx）；不写则写在文档旁边。",
)
@click.option("--form-set", metavar="套表", help="按哪套表识别；不写则按内容自动识别。")
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def command(file: Path, output: Path | None, form_set: str | None, force: bool) -> int:
    """把 Word 文档里的绩效表读进工作簿，每张表一个工作表，再用 perfxl check 审核。

    合并的单元格、跨页分成几段的表、一个文档里的几张表都能读；文字和数字照文档原样，拿不准的逐格列出，请对照文档核对。
    .doc、.wps 等旧格式借助本机的 LibreOffice 转换，没有安装时请先另存为 .docx。
    """
    from perfxl.formset.load import FormSetError
    from perfxl.wordforms.importing import ImportRefusedError, import_document
    from perfxl.workbook.model import Unreadable

    target = output_file(output or file.with_suffix(".xlsx"), [".xlsx"], force=force)
    try:
        imported = import_document(_data(file), Options(form_set))
    except FormSetError as error:
        raise click.UsageError(str(error)) from error
    except (ImportRefusedError, Unreadable) as error:
        click.echo(f"{file}：没有导入：{error}", err=True)
        return EXIT_FAILURE
    except OSError as error:
        click.echo(f"{file}：文件无法打开：{os_reason(error)}", err=True)
        return EXIT_FAILURE
    write(target, imported.workbook)
    _tell(imported, target)
    return EXIT_CLEAN


def _data(file: Path) -> bytes:
    from perfxl.wordforms.old import OLD, as_docx
    from perfxl.workbook.package import DEFAULT_LIMITS, file_too_large

    if file.stat().st_size > DEFAULT_LIMITS.file_bytes:
        raise file_too_large(DEFAULT_LIMITS)
    return as_docx(file) if file.suffix.lower() in OLD else file.read_bytes()


def _tell(imported: Imported, target: Path) -> None:
    click.echo(f"{target}：已导入 {len(imported.sheets)} 张表")
    for sheet, form in imported.sheets:
        click.echo(f"  {sheet}：{form or '没有识别为绩效表'}")
    if imported.doubts:
        click.echo(f"请对照文档核对以下 {len(imported.doubts)} 处：")
    for doubt in imported.doubts:
        text = f" “{doubt.text}”" if doubt.text else ""
        click.echo(f"  {doubt.sheet}!{doubt.cell}{text}：{doubt.what}")
    left = [f"{imported.paragraphs} 段文字"] * bool(imported.paragraphs) + [
        f"{imported.tables} 张其他表格"
    ] * bool(imported.tables)
    if left:
        click.echo(f"文档中另有{'、'.join(left)}不是绩效表，没有导入。")
