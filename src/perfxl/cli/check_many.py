"""``perfxl check`` over a folder, several files, or a cluster."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import click

from perfxl.batch import MEMORY_MB, TIMEOUT_SECONDS
from perfxl.batch.apart import parts_text
from perfxl.batch.checking import LastError
from perfxl.batch.cluster import Cluster, ClusterError
from perfxl.batch.left_out import LeftOut, audited_files, left_out, left_out_text, not_audited
from perfxl.batch.messages import Settings
from perfxl.batch.pool import Pool, PoolError
from perfxl.batch.progress import progress_on
from perfxl.batch.run import LINES, STORE, Batch, Executor, Totals, setup_of, write_lines
from perfxl.batch.sources import SourceError, files_in, folders_of, is_url, is_word
from perfxl.batch.store import Result, Store, StoreError
from perfxl.checking import Options
from perfxl.cli import EXIT_CLEAN, EXIT_ERRORS, EXIT_FAILURE
from perfxl.cli.batch_options import BatchOptions
from perfxl.finding import Level
from perfxl.output import SCHEMA, VERDICTS, printable, terminal_style, totals_text
from perfxl.paths import os_reason, real
from perfxl.report.digest import Digest, ReportError
from perfxl.report.roster import RosterError, read_roster
from perfxl.version import VERSION
from perfxl.words.attach import is_report

DETAILED = 20
"""Up to so many files every finding is printed; beyond, a line a file."""
_NAMED = 10
"""How many units the screen names."""
WORKBOOK = "审核结果.xlsx"


def check_many(
    paths: Sequence[str],
    options: Options,
    many: BatchOptions,
    layout: str,
    last: Sequence[Path],
    annotate: Path | None,
    every: bool,
) -> int:
    """Check files in processes of their own. The exit code of the command."""
    try:
        if many.roster is not None:
            read_roster(many.roster)  # a mistake in it is said before the work begins
        files = _files(paths, many, annotate)
        detail = layout == "text" and many.out is None and _few(files)
        limits = many.timeout or TIMEOUT_SECONDS, many.memory or MEMORY_MB
        settings = Settings(options, tuple(map(str, last)), *limits, detail, every)
        copies = {} if annotate is None else _copies(paths, files, annotate, many.by_folder)
        with _store(settings, many, annotate) as store:
            batch = Batch(files, settings, store, copies, frozenset(files if many.by_folder else paths))
            return _run(batch, many, layout, _left_out(paths, many, annotate))
    except (LastError, SourceError, StoreError, PoolError, ClusterError, RosterError, ReportError) as error:
        raise click.UsageError(str(error)) from error
    except BrokenPipeError:
        raise  # nothing that was to be written: whoever read the screen has gone
    except OSError as error:
        raise click.UsageError(f"无法写入 {error.filename or many.out}：{os_reason(error)}") from error


def _files(paths: Sequence[str], many: BatchOptions, annotate: Path | None) -> list[str]:
    results = [folder for folder in (many.out, annotate) if folder is not None]
    if many.out is not None:
        results.append(many.out / WORKBOOK)
    files = list(dict.fromkeys(files_in(paths, results)))
    if not files:
        raise _nothing(_left_out(paths, many, annotate))
    return _folders(paths, files, many.out) if many.by_folder else files


def _few(files: Sequence[str]) -> bool:
    """Whether there are so few returns that every finding is printed: of Word documents most are reports."""
    words = sum(map(is_word, files))
    return max(words, len(files) - words) <= DETAILED


def _nothing(others: Sequence[LeftOut]) -> click.UsageError:
    said = left_out_text(others)
    return click.UsageError(f"没有找到可审核的工作簿{'；' if said else ''}{said}")


def _left_out(paths: Sequence[str], many: BatchOptions, annotate: Path | None) -> list[LeftOut]:
    """What lies in the folders beside the files to check."""
    results = [many.out / WORKBOOK] if many.out is not None else []
    return left_out(paths, [*results, *filter(None, (many.out, annotate, many.roster))])


def _folders(paths: Sequence[str], files: Sequence[str], out: Path | None) -> list[str]:
    """The folders to check, each as one return."""
    if not all(Path(path).is_dir() for path in paths):
        raise click.UsageError("--by-folder 只能用于本机的文件夹")
    folders = folders_of(files)
    if out is not None and real(out) in set(map(real, folders)):
        raise click.UsageError("--out 请另选文件夹：结果不能写在报送件的文件夹里")
    return folders


def _copies(paths: Sequence[str], files: Sequence[str], folder: Path, by_folder: bool) -> dict[str, str]:
    """Where the marked copy of each file goes, or the copies of each folder that is one return."""
    if by_folder:
        return _folders_of_copies(paths, files, folder)
    from perfxl.marking import targets

    if any(map(is_url, files)):
        raise click.UsageError("--annotate 只能用于本机的文件")
    target = targets([Path(path) for path in paths], folder)
    return {path: str(target(Path(path))) for path in files}


def _folders_of_copies(paths: Sequence[str], folders: Sequence[str], folder: Path) -> dict[str, str]:
    """Where the marked copies of each folder go. Of several that are named each has a folder of its own."""
    from perfxl.marking import targets

    named = [Path(os.path.abspath(path)) for path in paths]
    target = targets(named if len(named) == 1 else [path.parent for path in named], folder)
    found = {path: target(Path(os.path.abspath(path))) for path in folders}
    returned = set(map(real, folders))
    if any(real(place) in returned for place in found.values()):
        raise click.UsageError("--annotate 请另选文件夹：标注件不能写在报送件的文件夹里")
    return {path: str(place) for path, place in found.items()}


def _store(settings: Settings, many: BatchOptions, annotate: Path | None) -> Store:
    if many.out is None:
        return Store(None, {}, resume=False)
    many.out.mkdir(parents=True, exist_ok=True)
    former = [name for name in (WORKBOOK, LINES) if (many.out / name).exists()]
    if former and not many.resume:
        click.echo(
            f"{many.out} 中上次的审核结果（{'、'.join(former)} 等）将被这次的替换；接着上次的审核请加 --resume",
            err=True,
        )
    store = Store(many.out / STORE, setup_of(settings, annotate), many.resume)
    if store.refused:
        click.echo("程序版本、套表或选项与上次不同，全部重新审核。", err=True)
    return store


def _run(batch: Batch, many: BatchOptions, layout: str, others: Sequence[LeftOut]) -> int:
    try:
        with _executor(batch, many) as executor:
            notes = batch.run(executor, progress_on())
    except KeyboardInterrupt:
        return _interrupted(batch, many)
    if not batch.counted:
        raise _nothing(others)
    if many.out is None:
        totals = _print_all(batch, notes, layout, _what(many))
        _tell_left_out(_not_audited(others, batch))
        _tell_parts(batch, many)
        return _exit_code(totals)
    try:
        return _exit_code(_write(batch, many, many.out, notes, layout, others))
    except KeyboardInterrupt:
        click.echo("已中止：文件都已审核，结果没有全部写出；加 --resume 可重新写出。", err=True)
        return EXIT_FAILURE


def _executor(batch: Batch, many: BatchOptions) -> AbstractContextManager[Executor]:
    if many.scheduler is not None:
        return Cluster(many.scheduler, batch.settings)
    return Pool(batch.settings, many.jobs or processors())


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _interrupted(batch: Batch, many: BatchOptions) -> int:
    """Keep what is done, and say how to go on."""
    if many.out is None:
        raise KeyboardInterrupt
    batch.store.flush()
    totals = write_lines(batch.results(), many.out / LINES)
    done = sum(totals.verdicts.values())
    click.echo(
        f"已中止：审核了 {done}/{len(batch.files)} {_what(many)}，结果在 {many.out / LINES}；加 --resume 可接着审核。",
        err=True,
    )
    return EXIT_FAILURE


def _write(
    batch: Batch,
    many: BatchOptions,
    out: Path,
    notes: Mapping[str, tuple[str, ...]],
    layout: str,
    others: Sequence[LeftOut],
) -> Totals:
    """Write the results into the folder; the screen shows where they are."""
    from perfxl.report import DEFAULT_FORMATS, FORMATS, collect, write

    totals = write_lines(_noted(batch.results(), notes), out / LINES)
    formats = [name for name in FORMATS if name in (*DEFAULT_FORMATS, layout)]
    digest = collect(out / LINES, many.roster, not_audited(others, (), batch.twins))
    totals.errors_across = sum(item.finding.level is Level.ERROR for item in digest.findings)
    written = write(digest, out, formats)
    _tell_left_out(digest.left_out)
    _tell_parts(batch, many)
    if layout == "json":
        _print_json(batch.results())
        return totals
    click.echo(totals_text(totals.verdicts, _what(many)))
    _print_absent(digest)
    for path in written:
        click.echo(f"结果：{path}")
    return totals


def _not_audited(others: Sequence[LeftOut], batch: Batch) -> list[LeftOut]:
    """Those files that hold no forms that were checked, and are no reports that were checked beside some."""
    if not any(is_report(Path(one.path)) for one in others):
        return list(others)
    returns = (json.loads(result.line)["return"] for result in batch.results())
    audited = {path for result in returns for path in audited_files(result)}
    return not_audited(others, audited, batch.twins)


def _tell_left_out(files: Sequence[LeftOut]) -> None:
    if files:
        click.echo(left_out_text(files), err=True)


def _tell_parts(batch: Batch, many: BatchOptions) -> None:
    """Say where one return lies in several files, and that they can be checked as one."""
    if not many.by_folder and (said := parts_text(batch.in_parts())):
        click.echo(said, err=True)


def _print_absent(digest: Digest) -> None:
    """Which units of the roster did not return."""
    from perfxl.report.across import present

    found = present(digest)
    if found is None:
        return
    names = [
        f"{lacking.unit.name}（收到，格式不能审核）"
        if lacking.received and not lacking.files
        else lacking.unit.name
        for lacking in found.missing
    ]
    more = " 等" if len(names) > _NAMED else ""
    click.echo(
        f"缺报 {len(names)} 个单位：{'、'.join(names[:_NAMED])}{more}" if names else "名册中的单位都已报送"
    )


def _what(many: BatchOptions) -> str:
    """What the numbers count."""
    return "份报送件" if many.by_folder else "个文件"


def _print_all(batch: Batch, notes: Mapping[str, tuple[str, ...]], layout: str, what: str) -> Totals:
    totals = Totals()
    noted = _counted(_noted(batch.results(), notes), totals)
    if layout == "json":
        _print_json(noted)
        return totals
    for result in noted:
        if result.text:
            click.echo(f"{result.text}\n")
        else:
            click.echo(_line(result))
        if result.copied:
            click.echo(f"  标注件：{printable(result.copied)}\n")
    if batch.counted > 1:
        click.echo(totals_text(totals.verdicts, what))
    if batch.counted > DETAILED:
        click.echo("加 --out 文件夹 可得到结果表和报告，加 --annotate 文件夹 可得到标注件。")
    sys.stdout.flush()
    return totals


def _counted(results: Iterator[Result], totals: Totals) -> Iterator[Result]:
    for result in results:
        totals.add(result)
        yield result


def _noted(results: Iterator[Result], notes: Mapping[str, tuple[str, ...]]) -> Iterator[Result]:
    """The results, with what is to be said of each on standard error."""
    for result in results:
        for note in (*result.notes, *notes.get(result.path, ()), *filter(None, [result.uncopied])):
            click.echo(f"{printable(result.path)}：{printable(note)}", err=True)
        yield result


def _line(result: Result) -> str:
    """One file in one line."""
    data = json.loads(result.line)["return"]
    verdict = terminal_style(VERDICTS[data["verdict"]], "bold")
    counts = [
        f"{data['counts'][level.value]} {level.chinese}" for level in Level if data["counts"][level.value]
    ]
    who = [printable(data["unit"] or ""), str(data["year"] or "")]
    return "  ".join(filter(None, [verdict, printable(result.path), *who, "，".join(counts)]))


def _print_json(results: Iterator[Result]) -> None:
    """As ``output.as_json``, one return after the other."""
    click.echo(f'{{\n "schema": {SCHEMA},\n "perfxl": {json.dumps(VERSION)},\n "returns": [', nl=False)
    between = ""
    for result in results:
        item = json.dumps(json.loads(result.line)["return"], ensure_ascii=False, indent=1)
        click.echo(f"{between}\n  " + item.replace("\n", "\n  "), nl=False)
        between = ","
    click.echo("\n ]\n}")


def _exit_code(totals: Totals) -> int:
    """2 where perfxl itself failed, else 1 where anything is at level error, a missing return too, else 0."""
    if totals.failed_inside or totals.failed_copies:
        return EXIT_FAILURE
    wrong = totals.verdicts["rejected"] or totals.verdicts["unreadable"] or totals.errors_across
    return EXIT_ERRORS if wrong else EXIT_CLEAN
