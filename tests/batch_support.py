"""Folders of returns for the tests of batches, and workers that go wrong on purpose."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from pathlib import Path

import pytest

from perfxl.batch.messages import Settings
from perfxl.batch.pool import Pool
from perfxl.batch.progress import Lines, Silent
from perfxl.batch.run import Batch, setup_of
from perfxl.batch.store import Result, Store
from perfxl.cli import main

RETURNS = Path(__file__).parent / "returns"
THIS, LAST = RETURNS / "hengyang-2022.xlsx", RETURNS / "hengyang-2021.xlsx"
CLEAN, SAMPLE = RETURNS / "hunan-2019-version-b.xlsx", RETURNS / "mof-2020-sample.xlsx"

USUAL = Settings()

Check = Callable[..., tuple[int, str, str]]


def checker(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """``perfxl check`` with arguments: its exit code, and what it prints on both streams.

    However slow the machine is, no progress is told, which is told by the clock.
    """
    monkeypatch.setattr("perfxl.batch.progress.Lines", partial(Lines, every_seconds=inf))

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["perfxl", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run


TROUBLE = '''
"""Worker processes go wrong over files whose names ask for it."""
import os, pathlib, time
from perfxl.batch import checking

usual = checking.Checker.check

def check(self, job):
    name = pathlib.Path(job.path).name
    if not job.known:
        if "hang" in name:
            time.sleep(600)
        if "dies" in name:
            os._exit(3)
        if "once" in name:
            mark = pathlib.Path(job.path + ".seen")
            if not mark.exists():
                mark.touch()
                os._exit(3)
        if "memory" in name:
            bytearray(8 << 30)
        if "slow" in name:
            time.sleep(0.2)
    return usual(self, job)

checking.Checker.check = check
'''


def troubled_workers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workers started from now on hang, die or need memory over files with such names."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(TROUBLE, "utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))


def copies(folder: Path, names: Sequence[str], source: Path = CLEAN) -> list[str]:
    """Copies of a return under those names; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(source, folder / name)
    return [str(folder / name) for name in names]


def mixed(folder: Path, count: int) -> list[str]:
    """Returns of all kinds, some of one unit in two years, some broken; their paths, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [CLEAN, SAMPLE, RETURNS / "yiyang-2018.xlsx", RETURNS / "xingtai-2020.xlsx"]
    for number in range(count - 3):
        shutil.copy(sources[number % len(sources)], folder / f"r{number:04d}.xlsx")
    shutil.copy(THIS, folder / "this.xlsx")
    shutil.copy(LAST, folder / "last.xlsx")
    (folder / "broken.xlsx").write_bytes(THIS.read_bytes()[:3000])
    return sorted(str(path) for path in folder.glob("*.xlsx"))


def run(
    files: Sequence[str],
    settings: Settings = USUAL,
    store: Path | None = None,
    *,
    resume: bool = False,
    jobs: int = 1,
) -> dict[str, Result]:
    """The results of a run, by file name."""
    with (
        Store(store, setup_of(settings, None), resume) as kept,
        Pool(settings, jobs) as pool,
    ):
        batch = Batch(files, settings, kept)
        batch.run(pool, Silent())
        return {Path(result.path).name: result for result in batch.results()}
