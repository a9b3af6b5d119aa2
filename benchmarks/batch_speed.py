"""How fast many returns are checked: ``python benchmarks/batch_speed.py [--files 1000] [--growth] [--dask]``.

Prints, from one run over the same corpus of returns of 8 sheets, side by side with the same number of processes:
perfxl with every rule; a floor written by hand (python-calamine, every number as Decimal, a dozen sums by label);
openpyxl with the same rules; and pandera, a public validator, checking the sums of data frames. The slow ones run over
a part of the corpus, which is said. Rounds alternate, and each figure is the best of its rounds: other work on the
machine only ever makes a round slower. Needs ``pip install 'perfxl[benchmarks]'``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import check_speed
import returns_corpus
from perfxl.audit import audit
from perfxl.batch.cluster import Cluster
from perfxl.batch.messages import Settings
from perfxl.batch.pool import Pool
from perfxl.batch.progress import Silent
from perfxl.batch.run import Batch, Executor, write_lines
from perfxl.batch.store import Store
from perfxl.checking import Options
from perfxl.workbook.model import Area, Book, Cell, Kind, Sheet

PARTS = {"openpyxl": 40, "pandera": 80}
"""How many files the slow ones check."""
NAMES = {
    "perfxl": "perfxl, every rule",
    "floor": "floor by hand (calamine + Decimal sums)",
    "openpyxl": "openpyxl + the same rules",
    "pandera": "pandera, sums only",
}


@dataclass(slots=True)
class Measured:
    """Milliseconds a file by rounds, and the peak memory of a worker in MB."""

    files: int = 0
    milliseconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: float = 0.0


def check_floor(path: str) -> int:
    """The floor over one file."""
    return check_speed.floor(Path(path).read_bytes())


def check_openpyxl(path: str) -> int:
    """Read by openpyxl, as values and as formulas, and audited with the same rules."""
    import openpyxl

    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    sheets = []
    for sheet in values.worksheets:
        written = formulas[sheet.title]
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                formula = written.cell(cell.row, cell.column).data_type == "f"
                if cell.value is not None or formula:
                    made = _cell(cell, formula)
                    cells[cell.row, cell.column] = made
        merges = [
            Area(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges
        ]
        sheets.append(Sheet(sheet.title, cells, merges))
    ret = Options().recognise(Book(sheets, "xlsx")).read()
    return len(audit(ret)) if ret else 0


def _cell(cell: Any, formula: bool) -> Cell:
    if cell.value is None:
        kind, text = Kind.UNCALCULATED, ""
    elif isinstance(cell.value, bool):
        kind, text = Kind.BOOLEAN, str(cell.value).upper()
    elif isinstance(cell.value, int | float):
        kind, text = Kind.NUMBER, format(Decimal(repr(cell.value)), "f")
    else:
        kind, text = Kind.TEXT, str(cell.value)
    return Cell(cell.row, cell.column, kind, text, cell.number_format, formula)


def check_pandera(path: str) -> int:
    """Every sheet as a data frame, its sums checked by a schema."""
    import pandas as pd
    import pandera.pandas as pa

    wrong = 0
    for frame in pd.read_excel(path, sheet_name=None, header=None, engine="calamine").values():
        labels = (
            frame.iloc[:, 0].fillna(frame.iloc[:, 1] if frame.shape[1] > 1 else "").astype(str).str.strip()
        )
        numbers = frame.apply(pd.to_numeric, errors="coerce").set_axis(labels, axis=0).T
        numbers = numbers.loc[:, ~numbers.columns.duplicated()]
        checks = [
            pa.Check(partial(_adds_up, total=total, parts=parts), name=total)
            for total, parts in check_speed.SUMS.items()
            if total in numbers
        ]
        try:
            pa.DataFrameSchema(checks=checks).validate(numbers, lazy=True)
        except pa.errors.SchemaErrors as error:
            wrong += len(error.failure_cases)
    return wrong


def _adds_up(frame: Any, total: str, parts: Sequence[str]) -> Any:
    known = [part for part in parts if part in frame]
    stated = frame[total]
    return (
        stated.isna() | ((frame[known].sum(axis=1) - stated).abs() < 0.005) if known else stated.isna() | True
    )


WORK: dict[str, Callable[[str], int]] = {
    "floor": check_floor,
    "openpyxl": check_openpyxl,
    "pandera": check_pandera,
}


def processor_seconds() -> float:
    """Processor time of this process and all its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def by_processes(work: Callable[[str], int], files: Sequence[str], jobs: int) -> float:
    """Run one of the others in warm processes; the peak memory of one of them in MB."""
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for _ in pool.imap_unordered(work, files, chunksize=4):
            pass
        peak = max(pool.map(_peak, range(jobs)))
        pool.close()
        pool.join()
    return peak


def _peak(_: int) -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_perfxl(files: Sequence[str], executor: AbstractContextManager[Executor], folder: Path) -> float:
    """A run of perfxl with its store and its lines; the peak memory of one of its workers in MB."""
    settings = Settings()
    with Store(folder / "store", {}, resume=False) as store, executor as running:
        batch = Batch(files, settings, store)
        batch.run(running, Silent())
        totals = write_lines(batch.results(), folder / "lines")
        peak = max(map(peak_of, check_workers(running)), default=0.0)
    if totals.verdicts.total() != len(files) or totals.failed_inside:
        raise ValueError(f"not every file was checked: {totals}")
    return peak


def check_workers(executor: Executor) -> Iterator[int]:
    """The process ids of a pool's workers."""
    yield from (executor.process_ids() if isinstance(executor, Pool) else [])


def peak_of(pid: int) -> float:
    """The peak memory of a process in MB, 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


@contextmanager
def measuring(into: Measured, files: int) -> Iterator[None]:
    """Measure a round over so many files."""
    start, cpu = time.perf_counter(), processor_seconds()
    yield
    into.files = files
    into.milliseconds.append((time.perf_counter() - start) * 1000 / files)
    into.cpu.append((processor_seconds() - cpu) * 1000 / files)


def side_by_side(files: Sequence[str], jobs: int, rounds: int, names: Sequence[str]) -> dict[str, Measured]:
    """Every one of ``names`` over the files, in turns."""
    found = {name: Measured() for name in names}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(rounds):
            for name, measured in found.items():
                slow = name in PARTS
                if slow and number:
                    continue
                part = files[: PARTS[name]] if slow else files
                with measuring(measured, len(part)):
                    if name == "perfxl":
                        peak = by_perfxl(part, Pool(Settings(), jobs), Path(scratch))
                    else:
                        peak = by_processes(WORK[name], part, jobs)
                measured.memory = max(measured.memory, peak)
    return found


def table(found: dict[str, Measured], jobs: int) -> Iterator[str]:
    """The figures, line by line."""
    floor = found.get("floor")
    yield f"{'':42}{'files':>7}{'ms/file':>9}{'files/s':>9}{'CPU ms':>8}{'floor=1':>9}{'MB/worker':>11}"
    for name, measured in found.items():
        best, cpu = min(measured.milliseconds), min(measured.cpu)
        ratio = f"{cpu / min(floor.cpu):.2f}" if floor else ""
        yield (
            f"{NAMES[name]:42}{measured.files:>7}{best:>9.2f}{1000 / best:>9.0f}{cpu:>8.2f}{ratio:>9}"
            f"{measured.memory:>11.0f}"
        )
    yield f"{jobs} processes; start-up included; floor=1 compares processor time"


def growth(files: Sequence[str], jobs: int, times: int, folder: Path) -> Iterator[str]:
    """The same over a corpus so many times as large (links to the same files)."""
    more = [*files]
    for copy in range(1, times):
        for path in files:
            link = folder / f"{copy:03d}-{Path(path).name}"
            os.link(path, link)
            more.append(str(link))
    for part in (files, more):
        measured = Measured()
        with tempfile.TemporaryDirectory() as scratch, measuring(measured, len(part)):
            peak = by_perfxl(part, Pool(Settings(), jobs), Path(scratch))
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield (
            f"{len(part):>7} files: {measured.milliseconds[0]:.2f} ms a file, processor {measured.cpu[0]:.2f} ms,"
            f" {peak:.0f} MB a worker, {own:.0f} MB the parent so far"
        )


def workers(files: Sequence[str], most: int, dask: bool) -> Iterator[str]:
    """Throughput by number of workers, here and on a Dask cluster on this machine."""
    for jobs in range(1, most + 1):
        measured = Measured()
        with tempfile.TemporaryDirectory() as scratch, measuring(measured, len(files)):
            by_perfxl(files, Pool(Settings(), jobs), Path(scratch))
        yield f"{jobs} workers here: {1000 / measured.milliseconds[0]:.0f} files/s"
    for jobs in range(1, most + 1 if dask else 1):
        from distributed import LocalCluster

        with (
            LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            tempfile.TemporaryDirectory() as scratch,
        ):
            measured = Measured()
            with measuring(measured, len(files)):
                by_perfxl(files, Cluster(cluster.scheduler_address, Settings()), Path(scratch))
        yield f"{jobs} Dask workers: {1000 / measured.milliseconds[0]:.0f} files/s"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--corpus", type=Path, help="a folder to keep the corpus in")
    parser.add_argument("--only", nargs="*", choices=NAMES, default=list(NAMES))
    parser.add_argument(
        "--growth", type=int, default=0, metavar="TIMES", help="also over a corpus so many times as large"
    )
    parser.add_argument(
        "--workers", type=int, default=0, metavar="MOST", help="throughput by number of workers"
    )
    parser.add_argument("--dask", action="store_true", help="with --workers: on a Dask cluster too")
    asked = parser.parse_args()
    scratch = Path(tempfile.mkdtemp())
    try:
        corpus = asked.corpus or scratch / "corpus"
        files = [str(path) for path in returns_corpus.build(corpus, asked.files, asked.jobs)]
        size = sum(os.path.getsize(path) for path in files) / len(files) / 1000
        print(f"{len(files)} returns of {returns_corpus.SHEETS} sheets, {size:.0f} kB each")
        print(*table(side_by_side(files, asked.jobs, asked.rounds, asked.only), asked.jobs), sep="\n")
        if asked.workers:
            print(*workers(files, asked.workers, asked.dask), sep="\n")
        if asked.growth:
            links = corpus.parent / f"{corpus.name}-links"
            links.mkdir()
            print(*growth(files, asked.jobs, asked.growth, links), sep="\n")
            shutil.rmtree(links)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
