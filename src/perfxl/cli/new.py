"""``perfxl new``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from perfxl.cli import EXIT_CLEAN, EXIT_FAILURE, ChineseHelp
from perfxl.cli.files import output_file, write
from perfxl.cli.kinds import PATH, IntRange
from perfxl.formset.load import FormSetError, load_form_set
from perfxl.workbook.edit import EditRefused
from perfxl.workbook.model import Unreadable

_SEPARATORS = re.compile("[,，、]")


@click.command("new", cls=ChineseHelp)
@click.argument("form_set_id", metavar="套表")
@click.option("-o", "--output", metavar="文件", type=PATH, help="写到哪个文件（.xlsx）。")
@click.option("--unit", metavar="单位", default="", help="单位全称，填入各表的填报单位、部门名称和实施单位。")
@click.option("--year", metavar="年度", type=IntRange(2000, 2099), help="年度；不写则用表样的年度。")
@click.option("--projects", metavar="甲,乙,…", multiple=True, help="项目名称，用“，”“、”或“,”隔开，可重复。")
@click.option(
    "--project", "more", metavar="项目", multiple=True, help="一个项目名称（可含顿号、逗号），可重复。"
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖。")
def command(
    form_set_id: str,
    output: Path | None,
    unit: str,
    year: int | None,
    projects: tuple[str, ...],
    more: tuple[str, ...],
    force: bool,
) -> int:
    """生成一份空白报送件：填好单位、年度和项目名称，每个项目一张项目自评表。

    项目多于表样的行数时自动插入行，合计公式和打印区域随之扩展。
    """
    from perfxl.new import NewReturnError, NoProjectsError, new_return

    if output is None:
        raise click.UsageError("请用 -o 指定输出文件")
    listed = [name for some in projects for name in _SEPARATORS.split(some) if name.strip()]
    names = [*listed, *more]
    output_file(output, [".xlsx"], force=force)
    try:
        content = new_return(load_form_set(form_set_id), unit=unit, year=year, projects=names)
    except NoProjectsError as error:
        given = [name for name, value in (("--projects", projects), ("--project", more)) if value]
        raise click.UsageError(f"{error}，请去掉 {'、'.join(given)}") from error
    except (FormSetError, NewReturnError) as error:
        raise click.UsageError(str(error)) from error
    except (EditRefused, Unreadable, OSError) as error:
        click.echo(f"表样无法使用：{error}", err=True)
        return EXIT_FAILURE
    write(output, content)
    click.echo(f"{output}：已生成空白报送件" + (f"，{len(names)} 个项目" if names else ""))
    return EXIT_CLEAN
