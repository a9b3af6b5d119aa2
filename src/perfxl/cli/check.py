"""``perfxl check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from perfxl.check import Checked, Opened, Options, check_file, open_file, workbooks_in
from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE, ChineseHelp
from perfxl.formset.load import FormSetError
from perfxl.output import as_json, text_report, total_line
from perfxl.pairing import find, named
from perfxl.returns.model import Return
from perfxl.rules.registry import Other


@click.command("check", cls=ChineseHelp)
@click.argument("paths", metavar="路径…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format", "layout", type=click.Choice(["text", "json"]), default="text", metavar="text|json",
    help="输出格式：text 供人阅读（默认），json 供程序读取。",
)  # fmt: skip
@click.option("--form-set", metavar="套表", help="按哪套表审核；不写则按内容自动识别。")
@click.option(
    "--year", type=click.IntRange(2000, 2099), metavar="年度", help="任务年度；不写则取多数表所写的年度。"
)
@click.option(
    "--parameters", "parameters", metavar="名称", multiple=True,
    help="按套表中的哪组参数审核（如 101号），可重复；各套表的参数组见 perfxl formsets。",
)  # fmt: skip
@click.option(
    "--last", "last", metavar="文件", multiple=True, type=click.Path(path_type=Path),
    help="与上年的报送件或年初的申报表对比，可重复；审核文件夹时，同一单位的会自动配对。",
)  # fmt: skip
@click.option("--public", is_flag=True, help="按公开版审核：不得含手机号码、身份证号码。")
@click.option(
    "--annotate", metavar="文件夹", type=click.Path(path_type=Path),
    help="为每个文件另写一份标注件：问题单元格着色、加批注，前面加“审核结果”表。",
)  # fmt: skip
@click.option("--password", metavar="密码", help="打开加密工作簿的密码。")
@click.option("--all", "every", is_flag=True, help="列出因其他问题而不能判断的各项。")
def command(
    paths: tuple[Path, ...],
    layout: str,
    form_set: str | None,
    year: int | None,
    parameters: tuple[str, ...],
    last: tuple[Path, ...],
    public: bool,
    annotate: Path | None,
    password: str | None,
    every: bool,
) -> int:
    """审核报送的工作簿或文件夹，逐条指出哪一格错了、错多少、怎么改。

    只读取原文件，不作任何修改。退出码：0 没有错误级问题，1 有错误级问题，2 用法不对、标注件没有写成或程序自身出错。
    """
    options = Options(form_set, year, public, password, parameters)
    try:
        options.verify()
    except FormSetError as error:
        raise click.UsageError(str(error)) from error
    annotator = None if annotate is None else _Annotator(paths, annotate, password, layout)
    files = [path for path in workbooks_in(paths) if annotator is None or not annotator.is_copy(path)]
    results: list[Checked] = []
    for path, result in _checked(files, options, last):
        results.append(result)
        if layout == "text":
            _print(result, every)
        if annotator is not None:
            annotator.annotate(path, result)
    if not results:
        raise click.UsageError("没有找到可审核的工作簿")
    if layout == "json":
        click.echo(as_json(results))
    elif len(results) > 1:
        click.echo(total_line(results))
    return EXIT_FAILURE if annotator is not None and annotator.failed else exit_code(results)


def _checked(files: list[Path], options: Options, last: tuple[Path, ...]) -> Iterator[tuple[Path, Checked]]:
    """Read all files, so that those of one unit find each other, then audit one after the other."""
    try:
        if len(files) == 1 and not last:
            yield files[0], check_file(files[0], options)
            return
        opened = [open_file(path, options) for path in files]
        others = _partners(files, opened, [(path, _opened_last(path, options)) for path in last])
        for path, file, beside in zip(files, opened, others, strict=True):
            yield path, file.audited(options, beside)
    except FormSetError as error:
        raise click.UsageError(str(error)) from error


def _opened_last(path: Path, options: Options) -> Return:
    """A file to compare with: of whatever year and form set it is."""
    file = open_file(path, Options(password=options.password))
    if file.ret is None:
        raise click.UsageError(f"--last {path}：{file.findings[0].message}")
    return file.ret


def _partners(files: list[Path], opened: list[Opened], last: list[tuple[Path, Return]]) -> list[list[Other]]:
    """What each file is compared with: what was named, else what is found among the files themselves."""
    readable = [number for number, file in enumerate(opened) if file.ret is not None]
    returns = [(files[number].name, ret) for number in readable if (ret := opened[number].ret) is not None]
    others: list[list[Other]] = [[] for _ in files]
    for number, (_, ret), found in zip(readable, returns, find(returns), strict=True):
        here = files[number].resolve()
        given = named(ret, [(path.name, other) for path, other in last if path.resolve() != here])
        covered = {other.link for other in given.others}
        others[number] = given.others + [other for other in found.others if other.link not in covered]
        for note in given.notes + (found.notes if not last else []):
            click.echo(f"{files[number]}：{note}", err=True)
    return others


class _Annotator:
    """Writes a marked copy of each checked file into a folder and says what became of it."""

    def __init__(self, paths: tuple[Path, ...], folder: Path, password: str | None, layout: str) -> None:
        from perfxl.marking import targets

        if folder.exists() and not folder.is_dir():
            raise click.UsageError(f"--annotate 须是文件夹：{folder} 是一个文件")
        self._named = {path.resolve() for path in paths}
        self._folder = folder.resolve()
        self._target = targets(paths, folder)
        self._password = password
        self._text = layout == "text"
        self.failed = False

    def is_copy(self, path: Path) -> bool:
        """Whether a file lies among the marked copies of a checked folder, and is not one of the returns."""
        place = path.resolve()
        inside = place.is_relative_to(self._folder)
        return inside and place not in self._named and self._folder not in self._named

    def annotate(self, path: Path, result: Checked) -> None:
        """Write the copy of one file. One that could not be read has none."""
        from perfxl.marking import MarkError, mark_file

        if result.ret is None and any(finding.rule == "WJ-01" for finding in result.findings):
            click.echo(f"{path}：文件无法读取，没有标注件", err=True)
            return
        try:
            marked = mark_file(path, result, self._target(path), self._password)
        except MarkError as error:
            click.echo(f"{path}：没有生成标注件：{error}", err=True)
            self.failed = True
            return
        if self._text:
            click.echo(f"  标注件：{marked.path}{f'（{marked.note}）' if marked.note else ''}\n")


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
